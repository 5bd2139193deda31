//! The rows of a table below its header, column by column: what a draft of its reading looks at.

use std::collections::{BTreeMap, BTreeSet};

use super::super::book::{Area, Cell, Content, Sheet, cell_name};
use super::super::value::{SIGNS, ditto};
use super::heads::Heads;
use super::terms::{DASHES, shortened};
use crate::characters::{unspaced, visible};

/// The rows of a table below its header.
pub(super) struct Body<'b> {
    pub(super) sheet: &'b Sheet,
    pub(super) heads: &'b Heads,
    /// The rows that have a cell, by the column.
    rows: BTreeMap<u32, Vec<u32>>,
}

impl<'b> Body<'b> {
    pub(super) fn of(sheet: &'b Sheet, heads: &'b Heads) -> Self {
        let mut rows: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let cells = sheet.cells.range((heads.body, 0)..);
        cells.for_each(|((row, column), _)| rows.entry(*column).or_default().push(*row));
        Self { sheet, heads, rows }
    }

    /// The cells of a column, each with its row.
    fn cells(&self, column: u32) -> impl Iterator<Item = (u32, &'b Cell)> {
        let sheet = self.sheet;
        let rows = self.rows.get(&column).into_iter().flatten();
        rows.filter_map(move |row| Some((*row, sheet.cells.get(&(*row, column))?)))
    }

    /// The texts of the cells of a column that have one.
    pub(super) fn texts(&self, column: u32) -> impl Iterator<Item = String> {
        let texts = self.cells(column).map(|(_, cell)| visible(&cell.shown()).trim().to_owned());
        texts.filter(|text| !text.is_empty())
    }

    /// The rows that have something in a column.
    pub(super) fn rows(&self, column: u32) -> impl Iterator<Item = u32> {
        self.cells(column).filter(|(_, cell)| !is_dash(&cell.shown())).map(|(row, _)| row)
    }

    /// Whether a column has a sign and nothing else: ○ where it applies.
    pub(super) fn sign(&self, column: u32) -> Option<String> {
        let words: BTreeSet<_> = self.texts(column).collect();
        let is_only = words.len() == 1;
        words.into_iter().next().filter(|word| is_only && SIGNS.contains(&word.as_str()))
    }

    /// The text of a row in some columns, one after the other.
    pub(super) fn joined(&self, row: u32, columns: &[u32]) -> String {
        columns.iter().map(|column| unspaced(&visible(&self.sheet.text((row, *column))))).collect()
    }

    /// The columns with the head of this one, which is among them.
    pub(super) fn alike(&self, column: u32) -> Vec<u32> {
        match self.heads.same(column) {
            [] => vec![column],
            columns => columns.to_vec(),
        }
    }

    /// How many columns have the head of this one.
    pub(super) fn times(&self, column: u32) -> usize {
        self.heads.same(column).len()
    }

    /// Whether other columns have the head of this one.
    pub(super) fn is_repeated(&self, column: u32) -> bool {
        self.times(column) > 1
    }

    /// Whether some row has a value in a column, but none in another one.
    pub(super) fn has_without(&self, column: u32, other: u32) -> bool {
        // A formula shows an empty cell as 0.
        self.rows(column).any(|row| ["", "0"].contains(&self.sheet.text((row, other)).trim()))
    }

    /// The texts in a column of numbers that cannot be read as one: 未定, 36（1）.
    pub(super) fn no_numbers(&self, column: u32) -> BTreeSet<String> {
        let is_odd = |text: &String| {
            let plain = unspaced(text);
            !is_dash(text) && (plain.contains('(') || !plain.contains(|c: char| c.is_ascii_digit()))
        };
        self.texts(column).filter(is_odd).collect()
    }

    /// Whether a column has numbers, and hardly anything else.
    pub(super) fn is_numeric(&self, column: u32) -> bool {
        let (mut numbers, mut others) = (0, 0);
        for (_, cell) in self.cells(column) {
            match &cell.content {
                Content::Number { .. } => numbers += 1,
                Content::Text(text) if text.trim().parse::<f64>().is_ok() => numbers += 1,
                Content::Text(text) if text.trim().chars().count() < 2 => {}
                Content::Text(_)
                | Content::Unclear { .. }
                | Content::Day { .. }
                | Content::Truth(_)
                | Content::Error(_) => others += 1,
            }
        }
        numbers > 4 * others
    }

    /// Whether a number in a column, or in one with its head, has a fraction.
    pub(super) fn has_fractions(&self, column: u32) -> bool {
        let columns = self.alike(column);
        let mut texts = columns.iter().flat_map(|column| self.texts(*column));
        texts.any(|text| text.contains('.') && text.parse::<f64>().is_ok())
    }

    /// The rows that have something in any column.
    pub(super) fn all_rows(&self) -> BTreeSet<u32> {
        self.rows.values().flatten().copied().collect()
    }

    /// What the cells of a column show.
    pub(super) fn shown(&self, column: u32) -> impl Iterator<Item = String> {
        self.cells(column).map(|(_, cell)| cell.shown())
    }

    /// What every row says in a column, if they all say the same.
    pub(super) fn only_text(&self, column: u32) -> Option<String> {
        let mut texts = self.shown(column).map(|text| unspaced(&text)).filter(|text| !text.is_empty());
        let first = texts.next()?;
        texts.all(|other| other == first).then_some(first)
    }

    /// The dashes that stand in a column.
    pub(super) fn dashes(&self, column: u32) -> impl Iterator<Item = String> {
        self.shown(column).map(|text| text.trim().to_owned()).filter(|text| DASHES.contains(&text.as_str()))
    }

    /// The cells of a column that say 同上.
    pub(super) fn dittos(&self, column: u32) -> Vec<String> {
        let is_ditto = |(_, cell): &(u32, &Cell)| ditto(&cell.shown()).is_some();
        self.cells(column).filter(is_ditto).map(|(row, _)| cell_name((row, column))).collect()
    }

    /// Whether a column has cells that are merged over several rows.
    pub(super) fn is_merged(&self, column: u32) -> bool {
        let is_of = |area: &Area| area.first.1 == column && area.last.1 == column && area.first.0 >= self.heads.body;
        self.sheet.merged.iter().any(|area| is_of(area) && area.first.0 < area.last.0)
    }

    /// Whether the number 0 stands in a column.
    pub(super) fn has_zero(&self, column: u32) -> bool {
        self.cells(column).any(|(_, cell)| matches!(&cell.content, Content::Number { value, .. } if value == "0"))
    }

    /// The first text of a column, on one line.
    pub(super) fn sample(&self, column: u32) -> String {
        let first = self.shown(column).find(|text| !text.trim().is_empty());
        first.map_or_else(|| "(空)".to_owned(), |text| shortened(&text))
    }
}

/// Whether a text stands for nothing.
fn is_dash(text: &str) -> bool {
    text.trim().is_empty() || DASHES.contains(&text.trim())
}
