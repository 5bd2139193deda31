//! 用語集: terms, and where a text marks one with an asterisk (協働*).

use std::ops::Range;

use super::Text;
use crate::diagnostic::Located;

/// 用語.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Id, the anchor on the glossary page.
    pub id: Located<String>,
    /// 用語.
    pub term: Text,
    /// よみ.
    pub reading: Option<Text>,
    /// 説明.
    pub explanation: Text,
    /// Other spellings.
    pub aliases: Option<Vec<Text>>,
    /// Longer phrases that contain the word and mean something else.
    pub not_in: Option<Vec<Text>>,
}

impl Term {
    /// The term and its other spellings.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.term).chain(self.aliases.iter().flatten()).map(|text| text.value.as_str())
    }

    /// Whether the word at a position of a text is this term, and not part of a phrase that means something else.
    pub fn is_meant(&self, text: &str, word: Range<usize>) -> bool {
        !self.not_in.iter().flatten().any(|phrase| {
            let mut places = text.match_indices(phrase.value.as_str());
            places.any(|(at, phrase)| at <= word.start && word.end <= at + phrase.len())
        })
    }
}

/// One asterisk in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TermMark<'t> {
    /// Byte offset of the asterisk.
    pub at: usize,
    /// Byte offset at which the marked term begins, if the glossary has one that ends here.
    pub start: usize,
    /// The term.
    pub term: Option<&'t Term>,
}

/// Finds the glossary asterisks of a text: those directly after a letter. The longest term that ends there is marked.
pub fn term_marks<'t>(text: &str, terms: &'t [Term]) -> Vec<TermMark<'t>> {
    let marks = text.match_indices('*').filter(|(at, _)| {
        text[..*at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '」' | '）' | 'ー'))
    });
    marks
        .map(|(at, _)| {
            let longest = terms
                .iter()
                .flat_map(|term| term.spellings().map(move |spelling| (spelling, term)))
                .filter(|(spelling, _)| text[..at].ends_with(spelling))
                .max_by_key(|(spelling, _)| spelling.len());
            TermMark {
                at,
                start: longest.map_or(at, |(spelling, _)| at - spelling.len()),
                term: longest.map(|(_, term)| term),
            }
        })
        .collect()
}
