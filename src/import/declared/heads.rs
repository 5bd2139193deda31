//! The header of a table, and the columns that a declared reading names.

use std::collections::BTreeMap;

use super::super::book::{Address, Sheet};
use super::learn::without_year;
use crate::characters::unspaced;
use crate::diagnostic::nearest;
use crate::model::FiscalYear;
use crate::workbook::column_letters;

/// The columns of a table, each with its head; a column without one has cells below.
#[derive(Debug, Default)]
pub(super) struct Heads {
    columns: BTreeMap<u32, String>,
    /// The columns by their heads, as they are compared.
    by_head: BTreeMap<String, Vec<u32>>,
    /// The names of the cells of sheets each of which is a record; of a table none.
    names: Vec<String>,
    /// The first row below the header.
    pub(super) body: u32,
}

impl Heads {
    /// The heads in these rows, from 1: those of several rows are joined.
    pub(super) fn of(sheet: &Sheet, rows: &[u32]) -> Self {
        let body = rows.iter().copied().max().unwrap_or_default();
        let mut columns: BTreeMap<u32, String> =
            sheet.cells.range((body, 0)..).map(|((_, column), _)| (*column, String::new())).collect();
        for row in rows.iter().map(|row| row.saturating_sub(1)) {
            for ((_, column), _) in sheet.cells.range((row, 0)..(row + 1, 0)) {
                columns.entry(*column).or_default();
            }
        }
        for (column, head) in &mut columns {
            for row in rows.iter().map(|row| row.saturating_sub(1)) {
                head.push_str(&sheet.text(shown_at(sheet, (row, *column))));
            }
            *head = head.split_whitespace().collect();
        }
        Self { by_head: by_head(&columns), columns, names: Vec::new(), body }
    }

    /// The names by which a reading names the cells of a sheet, each with its label.
    pub(super) fn of_labels(names: &[(&str, Option<&str>)]) -> Self {
        let columns = (0..).zip(names).map(|(at, (name, head))| (at, head.unwrap_or(name).to_owned())).collect();
        Self {
            by_head: by_head(&columns),
            columns,
            names: names.iter().map(|(name, _)| (*name).to_owned()).collect(),
            body: 0,
        }
    }

    /// Each column with its head.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        self.columns.iter().map(|(column, head)| (*column, head.as_str()))
    }

    /// The head of a column.
    pub(super) fn head(&self, column: u32) -> &str {
        self.columns.get(&column).map_or("", String::as_str)
    }

    /// The name by which a reading can name a column: its head, or its letter if others have the same.
    pub(super) fn name(&self, column: u32) -> String {
        let head = self.head(column);
        if !head.is_empty() && self.with(head).len() == 1 { head.to_owned() } else { letters(column) }
    }

    /// Whether a name is the letter of its column, and no head or label.
    pub(super) fn is_lettered(&self, name: &str, column: u32) -> bool {
        self.names.is_empty() && letters(column) == name && unspaced(self.head(column)) != unspaced(name)
    }

    /// The column of a name, some years later: a head with a year in it has then another one.
    pub(super) fn find_later(&self, name: &str, years: i64) -> Result<u32, (String, String)> {
        let (_, Some(year)) = without_year(&unspaced(name)) else { return self.find(name) };
        if years == 0 {
            return self.find(name);
        }
        let meant: Vec<_> =
            self.iter().filter(|(_, head)| is_later(name, head, years)).map(|(column, _)| column).collect();
        match meant[..] {
            [only] => Ok(only),
            [] => {
                let later = FiscalYear::new(i64::from(year.western()) + years);
                let later = later.map_or_else(String::new, FiscalYear::wareki);
                let message = format!("列「{name}」の{later}の列が、表にありません");
                Err((message, "列がなくなったのなら、この行を消してください".to_owned()))
            }
            [first, ..] => {
                let letters: Vec<_> = meant.iter().map(|column| letters(*column)).collect();
                let message = format!("列「{name}」にあたる列が{}つあります({}列)", meant.len(), letters.join("列、"));
                Err((message, format!("`column: {}` のように、列の記号で書いてください", self::letters(first))))
            }
        }
    }

    /// The heads that are a name but for their years, each with its column and its year; those of letters are none.
    pub(super) fn of_other_years(&self, name: &str) -> Vec<(u32, &str, FiscalYear)> {
        let (core, Some(year)) = without_year(&unspaced(name)) else { return Vec::new() };
        let other = |head: &str| {
            let (of, other) = without_year(&unspaced(head));
            other.filter(|other| of == core && *other != year)
        };
        self.iter().filter_map(|(column, head)| Some((column, head, other(head)?))).collect()
    }

    fn with(&self, name: &str) -> &[u32] {
        self.by_head.get(&unspaced(name)).map_or(&[], Vec::as_slice)
    }

    /// The column with a head or a letter; otherwise the message and 直し方.
    pub(super) fn find(&self, name: &str) -> Result<u32, (String, String)> {
        if let Some(at) = (0..).zip(&self.names).find(|(_, known)| *known == name) {
            return Ok(at.0);
        }
        let lettered = self.columns.keys().find(|column| letters(**column) == name).copied();
        match (self.with(name), lettered) {
            ([only], _) => Ok(*only),
            (_, Some(column)) => Ok(column),
            ([], None) => {
                // The same head of another year is another column.
                let year = without_year(&unspaced(name)).1;
                let is_of_year =
                    |head: &&str| year.is_none() || without_year(&unspaced(head)).1.is_none_or(|of| Some(of) == year);
                let heads =
                    || self.columns.values().map(String::as_str).filter(|head| !head.is_empty()).filter(is_of_year);
                let longer = || heads().find(|head| head.contains(name) || name.contains(head));
                let help = match nearest(name, heads()).or_else(longer) {
                    Some(near) => format!("見出しが「{near}」に変わったのなら、`column: {near}` に直してください"),
                    None => "列がなくなったのなら、この行を消してください".to_owned(),
                };
                Err((format!("列「{name}」が、表にありません"), help))
            }
            (several, None) => {
                let letters: Vec<_> = several.iter().map(|column| letters(*column)).collect();
                let message = format!("見出し「{name}」の列が{}つあります({}列)", several.len(), letters.join("列、"));
                Err((message, format!("`column: {}` のように、列の記号で書いてください", letters[0])))
            }
        }
    }
}

/// Whether a head is what another one is some years later: the same, or with a later year in it.
pub(super) fn is_later(before: &str, now: &str, years: i64) -> bool {
    match without_year(&unspaced(before)) {
        (core, Some(year)) if years != 0 => {
            let later = FiscalYear::new(i64::from(year.western()) + years);
            later.is_some() && without_year(&unspaced(now)) == (core, later)
        }
        _ => unspaced(before) == unspaced(now),
    }
}

fn by_head(columns: &BTreeMap<u32, String>) -> BTreeMap<String, Vec<u32>> {
    let mut all: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (column, head) in columns.iter().filter(|(_, head)| !head.is_empty()) {
        all.entry(unspaced(head)).or_default().push(*column);
    }
    all
}

/// The letters of a column.
pub(super) fn letters(column: u32) -> String {
    column_letters(column as usize)
}

/// The cell whose text is the head at an address: of cells merged in a row the first. What is merged with the row above
/// has its head there.
fn shown_at(sheet: &Sheet, at: Address) -> Address {
    let area = sheet.merged.iter().find(|area| area.has(at) && area.first.0 == at.0);
    area.map_or(at, |area| area.first)
}
