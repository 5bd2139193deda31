//! The form of a family, as its head declares it: what one record is called, and the rows of the city's sheet.

use super::form::{Class::Statement, Form, Naming};
use super::{Record, Site, Text, YearRecord};
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

/// The part of a record in which a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormPart {
    /// The record, or an item of a goal.
    Whole,
    /// Each of its years.
    Year,
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

/// What a record says in a row of the city's own; no statements means none.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnText {
    /// The row.
    pub id: Text,
    /// The statements.
    pub statements: Vec<Text>,
}

/// The form of a row of the city's own.
pub(super) fn own_text(form: &mut Form<'_, OwnText>) {
    form.tables(&["texts"]);
    form.field("statements", Statement, |own| &own.statements).naming(Naming::Mapping);
}

impl Site {
    /// The form that a record follows, as the head of its family declares it.
    pub fn head_of(&self, record: Record<'_>) -> Option<(&Head, FormKind)> {
        Some(match record {
            Record::Section(section) => (&self.plan(&section.plan)?.head, FormKind::Plan),
            Record::Item(item) => (&self.program(&item.program)?.head, FormKind::Item),
            Record::Goal(_) => (&self.profile.goals, FormKind::Goal),
            Record::Plan(_) | Record::Program(_) | Record::Sheet(_) => return None,
        })
    }

    /// The head of a record, if its family has a form of its own.
    pub fn own_head_of(&self, record: Record<'_>) -> Option<&Head> {
        self.head_of(record).map(|(head, _)| head).filter(|head| head.form.is_some())
    }

    /// The anchor of a row of money on the page of a record: a form of the city's own shows each row by itself.
    pub fn money_anchor(&self, record: Record<'_>, row: &'static str) -> &'static str {
        self.own_head_of(record).map_or("costs", |_| row)
    }
}

impl<'s> Record<'s> {
    /// The texts in rows of the city's own: those of the record with its parts, each with the anchor and the year of the part.
    pub fn own_texts(self) -> Vec<(Option<String>, Option<&'s YearRecord>, &'s [OwnText])> {
        let years =
            || self.years().iter().map(|year| (Some(year.fiscal_year.value.anchor()), Some(year), &*year.texts));
        match self {
            Self::Section(section) => std::iter::once((None, None, &*section.texts)).chain(years()).collect(),
            Self::Item(item) => std::iter::once((None, None, &*item.texts)).chain(years()).collect(),
            Self::Goal(goal) => {
                goal.known_items().iter().map(|item| (Some(item.anchor()), None, &*item.texts)).collect()
            }
            Self::Plan(_) | Self::Program(_) | Self::Sheet(_) => Vec::new(),
        }
    }
}

impl RowKey {
    /// The key or the id.
    pub fn name(&self) -> &str {
        match self {
            Self::Known(key) => key,
            Self::Own(id) | Self::OwnOfYear(id) => id,
        }
    }
}

impl FormRow {
    /// Whether it is the row with this key.
    pub fn is(&self, key: &str) -> bool {
        matches!(self.row.value, RowKey::Known(known) if known == key)
    }

    /// Whether it stands in each year.
    fn is_of_years(&self) -> bool {
        match self.row.value {
            RowKey::Known(key) => ["plan", "results", "effect", "evaluations"].contains(&key),
            RowKey::Own(_) => false,
            RowKey::OwnOfYear(_) => true,
        }
    }
}

impl Head {
    /// The rows of the city's own with their words: those of each year, or the others.
    pub fn own(&self, of: FormPart) -> impl Iterator<Item = (&str, &str)> {
        self.own_rows()
            .filter(move |(key, _)| matches!(key, RowKey::OwnOfYear(_)) == (of == FormPart::Year))
            .filter_map(named)
    }

    /// All rows of the city's own with their words.
    pub fn all_own(&self) -> impl Iterator<Item = (&str, &str)> {
        self.own_rows().filter_map(named)
    }

    fn own_rows(&self) -> impl Iterator<Item = (&RowKey, &str)> {
        let rows = self.form.iter().flatten();
        rows.filter_map(|row| Some((&row.row.value, row.word.as_ref()?.value.as_str())))
    }

    /// The rows with a word of the city, by their keys.
    pub fn words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.form.iter().flatten().filter_map(|row| match (&row.row.value, &row.word) {
            (RowKey::Known(key), Some(word)) => Some((*key, word.value.as_str())),
            (RowKey::Known(_), None) | (RowKey::Own(_) | RowKey::OwnOfYear(_), _) => None,
        })
    }

    /// Whether the form has rows of a year.
    pub fn has_years(&self) -> bool {
        self.form.as_ref().is_none_or(|rows| rows.iter().any(FormRow::is_of_years))
    }

    /// The form in three parts: the rows before those of each year and after them, and those of each year.
    pub fn around_years(&self) -> [Self; 3] {
        let rows = self.form.as_deref().unwrap_or_default();
        let first = rows.iter().position(FormRow::is_of_years).unwrap_or(rows.len());
        let (years, after) = rows[first..].iter().cloned().partition(FormRow::is_of_years);
        [rows[..first].to_vec(), after, years].map(Self::of_rows)
    }

    /// The rows before the first of some, and those after it without the others.
    pub fn around(&self, keys: &[&str]) -> [Self; 2] {
        let rows = self.form.as_deref().unwrap_or_default();
        let is_one = |row: &FormRow| keys.iter().any(|key| row.is(key));
        let first = rows.iter().position(is_one).unwrap_or(rows.len());
        let after = rows[first..].iter().filter(|row| !is_one(row)).cloned().collect();
        [rows[..first].to_vec(), after].map(Self::of_rows)
    }

    /// A form of these rows.
    pub fn of_rows(rows: Vec<FormRow>) -> Self {
        Self { form: Some(rows), ..Self::default() }
    }

    /// The place of a row, or of one of the city's own, on the form, for sorting; without a form of its own, all are equal.
    pub fn place(&self, key: &str) -> usize {
        let rows = self.form.as_deref().unwrap_or_default();
        rows.iter().position(|row| row.row.value.name() == key).unwrap_or(rows.len())
    }

    /// Whether the form has a row.
    pub fn has(&self, key: &str) -> bool {
        self.form.as_ref().is_none_or(|rows| rows.iter().any(|row| row.is(key)))
    }
}

/// A row of the city's own with its word.
fn named<'h>((key, word): (&'h RowKey, &'h str)) -> Option<(&'h str, &'h str)> {
    match key {
        RowKey::Known(_) => None,
        RowKey::Own(id) | RowKey::OwnOfYear(id) => Some((id, word)),
    }
}
