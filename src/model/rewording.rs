//! 読みやすくした文: what a record says in plain Japanese and in English, beside its own words. Items, goals and sections
//! may have it.

use super::form::{
    Class::{Name, Statement},
    Form, IN_YAML, REWORDED,
};
use super::{Record, Statements, Text};

/// A record in other words.
#[derive(Debug, Clone, PartialEq)]
pub struct Rewording {
    /// やさしい日本語.
    pub plain: Statements,
    /// 題名 in English.
    pub title_en: Option<Text>,
    /// 概要 in English.
    pub summary_en: Statements,
}

/// The keys of it.
pub(super) fn rewording(form: &mut Form<'_, Rewording>) {
    form.field("plain", Statement, |other| &other.plain).uncompared(REWORDED).unasked(IN_YAML);
    form.field("title_en", Name, |other| &other.title_en).uncompared(REWORDED).unasked(IN_YAML);
    form.field("summary_en", Statement, |other| &other.summary_en).uncompared(REWORDED).unasked(IN_YAML);
}

impl<'s> Record<'s> {
    /// The record in other words.
    pub fn rewording(self) -> Option<&'s Rewording> {
        match self {
            Self::Section(section) => section.rewording.as_deref(),
            Self::Item(item) => item.rewording.as_deref(),
            Self::Goal(goal) => goal.rewording.as_deref(),
            Self::Plan(_) | Self::Program(_) | Self::Sheet(_) => None,
        }
    }
}
