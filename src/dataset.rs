//! An open-data table as a value: its description, said once, and its rows. Who fills it (`export`), who prints it on a page
//! (`render`) and how a file format spells it are not known here.

use std::borrow::Cow;
use std::fmt;

/// One cell. `Empty` is a value that is not known or does not exist; a code column beside it says which.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'s> {
    /// Nothing.
    Empty,
    /// Text as it is.
    Text(Cow<'s, str>),
    /// A decimal number by its digits.
    Number(Cow<'s, str>),
    /// A whole number.
    Integer(i64),
    /// A day, `2023-03-31`.
    Date(String),
    /// Yes or no.
    Truth(bool),
}

impl Cell<'_> {
    /// The text of the cell in a text format.
    pub fn as_text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Number(text) => Cow::Borrowed(text),
            Self::Integer(n) => Cow::Owned(n.to_string()),
            Self::Date(date) => Cow::Borrowed(date),
            Self::Truth(truth) => Cow::Borrowed(if *truth { "true" } else { "false" }),
        }
    }
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// Decimal number.
    Number,
    /// Whole number.
    Integer,
    /// Day.
    Date,
    /// Yes or no.
    Truth,
}

/// A column, described once for every format, schema and page.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Machine name, ASCII.
    pub name: &'static str,
    /// Header of the CSV and the XLSX, Japanese.
    pub header: &'static str,
    /// What the cells are.
    pub kind: ColumnType,
    /// Whether a cell may be empty.
    pub required: bool,
    /// Meaning, in Japanese.
    pub meaning: &'static str,
    /// Meaning, in English.
    pub meaning_en: &'static str,
    /// The codes that may stand here with their labels; empty where any value may.
    pub codes: &'static [(&'static str, &'static str)],
}

/// A relation to another table.
#[derive(Debug, Clone, Copy)]
pub struct ForeignKey {
    /// Columns of this table.
    pub columns: &'static [&'static str],
    /// The other table.
    pub dataset: &'static str,
    /// Its columns.
    pub references: &'static [&'static str],
}

/// The rows of a table, made anew each time they are asked for.
pub type Rows<'s> = Box<dyn Fn() -> Box<dyn Iterator<Item = Vec<Cell<'s>>> + 's> + Send + Sync + 's>;

/// An open-data table.
pub struct Dataset<'s> {
    /// Machine name, as `action_items`.
    pub name: &'static str,
    /// 題名.
    pub title: &'static str,
    /// Title in English.
    pub title_en: &'static str,
    /// What a row is and where it comes from.
    pub description: &'static str,
    /// Columns in order.
    pub columns: &'static [Column],
    /// Columns that name a row.
    pub primary_key: &'static [&'static str],
    /// Relations to other tables.
    pub foreign_keys: &'static [ForeignKey],
    /// The rows.
    pub rows: Rows<'s>,
    /// Its files.
    pub files: Vec<DataFile<'s>>,
}

impl fmt::Debug for Dataset<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dataset").field("name", &self.name).finish_non_exhaustive()
    }
}

/// One file of a table.
pub struct DataFile<'s> {
    /// Path below the site's root.
    pub path: String,
    /// CSV, JSON, XLSX.
    pub format: &'static str,
    /// Media type.
    pub media_type: &'static str,
    /// Size in bytes, known once the file has been made.
    pub size: Box<dyn Fn() -> Option<u64> + Send + Sync + 's>,
}
