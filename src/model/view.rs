//! ご意見: what residents or others said about records, and what the city answered. Who said it is not part of it.

use super::{Date, RecordId, Release, Statements, Text};
use crate::diagnostic::{Located, Span};

/// One opinion with its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct ResidentView {
    /// Its position.
    pub at: Span,
    /// Id.
    pub id: String,
    /// The day on which it was said.
    pub date: Located<Date>,
    /// Where it came from: 市民説明会, パブリックコメント.
    pub from: Option<Text>,
    /// What was said.
    pub said: Vec<Text>,
    /// 回答.
    pub answer: Statements,
    /// The records that it is about.
    pub records: Vec<Located<RecordId>>,
    /// Whether the public may see it.
    pub release: Release,
}

impl ResidentView {
    /// Every sentence of it.
    pub fn prose(&self) -> impl Iterator<Item = &Text> {
        self.said.iter().chain(self.answer.iter().flatten())
    }
}
