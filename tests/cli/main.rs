//! Tests of the program from outside: transcripts of the terminal, the published folder, the answers of the preview.

mod again;
mod exchange;
mod guide;
#[cfg(target_os = "linux")]
mod limits;
mod publish;
mod same;
mod serve;
#[cfg(unix)]
mod shells;
mod transcripts;
#[path = "../workbook.rs"]
mod workbook;
