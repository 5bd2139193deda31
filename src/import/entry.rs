//! The fields of a workbook, each with its record, its path and its cell, whatever the layout. Forms describe their
//! rows in two hidden columns; tables of the open data have a header.

use std::collections::BTreeMap;

use super::book::{Address, Sheet};
use super::digest::digest;
use super::findings::{Findings, Place};
use super::rules::{MISSING_ROWS, UNKNOWN_ROW};
use crate::model::RecordId;

/// The prefix of the first hidden cell of each sheet of a form, before the number of its fields.
pub(super) const MARK: &str = "mieruka-form/1";
/// The hidden cell of a row without fields.
pub(super) const LABEL_ROW: &str = "-";

/// How the cells of a layout are spelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spelling {
    /// As in a form, with the digest of the text when it was made.
    Form { base: String },
    /// As in a table of the open data, with the code of the next column.
    Table { state: Option<String> },
}

/// One field in a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) cell: Place,
    pub(super) record: RecordId,
    pub(super) path: String,
    pub(super) spelling: Spelling,
}

/// A sheet and its index.
pub(super) struct BookSheet<'b> {
    pub(super) book: usize,
    pub(super) sheet: usize,
    pub(super) cells: &'b Sheet,
}

impl BookSheet<'_> {
    pub(super) fn cell(&self, at: Address) -> Place {
        (self.book, self.sheet, at)
    }
}

/// The address of the mark, if the sheet is one of a form.
pub(super) fn mark(sheet: &Sheet) -> Option<Address> {
    sheet.cells.iter().take(2_000).find(|(_, cell)| cell.shown().starts_with(MARK)).map(|(at, _)| *at)
}

/// The fields of a form's sheet.
pub(super) fn form(place: &BookSheet<'_>, (top, left): Address, entries: &mut Vec<Entry>, findings: &mut Findings<'_>) {
    let sheet = place.cells;
    let columns: BTreeMap<String, u32> =
        sheet.cells.range((top, left + 2)..(top + 1, 0)).map(|((_, column), cell)| (cell.shown(), *column)).collect();
    let before = entries.len();
    let last = sheet.cells.keys().next_back().map_or(top, |(row, _)| *row);
    for row in top + 1..=last {
        let key = sheet.text((row, left));
        if key.is_empty() {
            homeless(place, row, left, findings);
            continue;
        }
        for slot in sheet.text((row, left + 1)).split_whitespace() {
            let Some((column, rest)) = slot.split_once('=') else { continue };
            let Some((path, base)) = rest.split_once(':') else { continue };
            let Some(column) = columns.get(column) else { continue };
            entries.push(Entry {
                cell: place.cell((row, *column)),
                record: RecordId(key.clone()),
                path: path.to_owned(),
                spelling: Spelling::Form { base: base.to_owned() },
            });
        }
    }
    let made: Option<usize> = sheet.text((top, left)).strip_prefix(MARK).and_then(|count| count.trim().parse().ok());
    if made.is_some_and(|made| made > entries.len() - before) {
        let message = "様式の行か列が消されています。消えた欄の記録は、今のまま変わりません";
        let help = "記録から消すときは、欄を空にするか、YAML のファイルを直してください";
        findings.warning(place.cell((top + 1, left)), MISSING_ROWS, message, help);
    }
}

/// Reports text in a row that is not part of the form; it would be lost silently.
fn homeless(place: &BookSheet<'_>, row: u32, left: u32, findings: &mut Findings<'_>) {
    let lost = place.cells.cells.range((row, left + 2)..(row + 1, 0)).next();
    if let Some((at, _)) = lost {
        let message = "様式に無い行に文があります。どの欄か分からないため、取り込めません";
        let help = "様式の空いている行に書き写し、この行を空にしてください";
        findings.error(place.cell(*at), UNKNOWN_ROW, message, help);
    }
}

/// The entry of a form's row for the field in a column.
pub(super) fn slot(column: &str, path: &str, shown: &str) -> String {
    format!("{column}={path}:{}", digest(shown))
}
