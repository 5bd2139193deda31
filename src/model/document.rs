//! 文書: what the city has published and its records come from. A source or a stage names one by its id; where no
//! documents are declared, it names it in words of its own.

use super::{Date, Site, Text};
use crate::diagnostic::Located;

/// 文書.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Id, which sources name.
    pub id: Text,
    /// 題名.
    pub title: Text,
    /// 発行者, if it is not the city itself.
    pub publisher: Option<Text>,
    /// 発行日.
    pub date: Option<Located<Date>>,
    /// Where it can be read.
    pub url: Option<Text>,
    /// The original, as `files/keikaku.pdf`.
    pub file: Option<Text>,
}

impl Document {
    /// 発行者 and 発行日 as readers are told them, if they are stated.
    pub fn facts(&self) -> impl Iterator<Item = String> {
        let publisher = self.publisher.as_ref().map(|publisher| publisher.value.clone());
        publisher.into_iter().chain(self.date.as_ref().map(|date| date.value.wareki()))
    }
}

impl Site {
    /// The document with this id.
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.id.value == id)
    }

    /// What readers call a document that a record names: its title, or what is written.
    pub fn document_title<'s>(&'s self, named: &'s str) -> &'s str {
        self.document(named).map_or(named, |document| &document.title.value)
    }
}
