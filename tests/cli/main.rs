//! The program as its users meet it: transcripts of the terminal, what a publication does to a folder, what the preview answers.

mod exchange;
mod publish;
mod same;
mod serve;
mod transcripts;
#[path = "../workbook.rs"]
mod workbook;
