//! The program as its users meet it: transcripts of the terminal, and what a publication does to a folder.

mod publish;
mod transcripts;
