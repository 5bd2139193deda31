//! The form of a family, as its head declares it: what one record is called, and the rows of the city's sheet.

use super::Text;
use crate::diagnostic::Located;

/// The kinds of forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormKind {
    /// A part of a plan.
    Plan,
    /// An item of a program.
    Item,
    /// A goal.
    Goal,
}

/// What program.yaml, plan.yaml and, for goals, site.yaml say about the city's own form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Head {
    /// What one record is called.
    pub item: Option<Text>,
    /// What the goals of a department and a year are called together.
    pub sheet: Option<Text>,
    /// The rows in their order; `None` means the form of the default page.
    pub form: Option<Vec<FormRow>>,
}

/// A row of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct FormRow {
    /// Which row it is.
    pub row: Located<RowKey>,
    /// The city's word for it.
    pub word: Option<Text>,
}

/// Which row of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKey {
    /// A key that every city's records can have.
    Known(&'static str),
    /// A row of the city's own, by its id in `texts`.
    Own(String),
    /// The same in each year.
    OwnOfYear(String),
}

impl Head {
    /// The rows with a word of the city, by their keys.
    pub fn words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.form.iter().flatten().filter_map(|row| match (&row.row.value, &row.word) {
            (RowKey::Known(key), Some(word)) => Some((*key, word.value.as_str())),
            (RowKey::Known(_), None) | (RowKey::Own(_) | RowKey::OwnOfYear(_), _) => None,
        })
    }

    /// Whether the form has a row.
    pub fn has(&self, key: &str) -> bool {
        let is_it = |row: &FormRow| matches!(row.row.value, RowKey::Known(known) if known == key);
        self.form.as_ref().is_none_or(|rows| rows.iter().any(is_it))
    }
}
