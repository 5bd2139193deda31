//! The fields of a workbook, each with its record, its path and its cell, whatever the layout. Forms describe their
//! rows in two hidden columns; tables of the open data have a header.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Address, Sheet};
use super::digest::{clean, digest};
use super::findings::{Findings, Place};
use super::rules::{DAMAGED_FORM, MISSING_ROWS, NOT_READ, UNKNOWN_ROW};
use super::table_cell::TableCell;
use crate::model::RecordId;

/// The prefix of the first hidden cell of each sheet of a form, before the number of its fields.
pub(super) const MARK: &str = "mieruka-form/1";
/// The maximum number of fields of all workbooks.
const MAX_FIELDS: usize = 200_000;
/// The hidden cell of a row without fields.
pub(super) const LABEL_ROW: &str = "-";

/// The name of the sheet of the sections.
pub(super) const SECTIONS: &str = "施策";

/// How the cells of a layout are spelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spelling {
    /// As in a form, with the digest of the text when it was made.
    Form { base: String },
    /// As in a table of the open data.
    Table(TableCell),
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
    let rows: BTreeSet<u32> = sheet.cells.range((top + 1, 0)..).map(|((row, _), _)| *row).collect();
    for row in rows {
        let (key, slots) = (sheet.text((row, left)), sheet.text((row, left + 1)));
        let is_known = !slots.is_empty() || key == LABEL_ROW || key.contains('/');
        if key.is_empty() || !is_known {
            homeless(place, row, (top, left), findings);
            continue;
        }
        changed_labels(place, (row, left), (&slots, &columns), findings);
        for slot in slots.split_whitespace() {
            let Some((column, rest)) = slot.split_once('=') else { continue };
            let Some((path, base)) = rest.split_once(':') else { continue };
            let Some(column) = columns.get(column) else { continue };
            if entries.len() >= MAX_FIELDS {
                let help = "部局やプログラムごとに分けて、様式を作成し直してください";
                let message = format!("様式の欄が多すぎます(読めるのは {MAX_FIELDS} まで)");
                return findings.error(place.cell((row, left + 1)), DAMAGED_FORM, message, help);
            }
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
fn homeless(place: &BookSheet<'_>, row: u32, (top, left): Address, findings: &mut Findings<'_>) {
    let Some((at, _)) = place.cells.cells.range((row, left + 2)..(row + 1, 0)).next() else { return };
    let own = place.cells.text((top, left + 1));
    let own = own.split_once(' ').and_then(|(index, names)| names.split('/').nth(index.parse().ok()?));
    let (message, help) = match own {
        Some(SECTIONS) => (
            "「施策」の表に、新しい行は書けません。節には、計画の章立ての中の場所と、節のファイルが要るためです",
            "plan.yaml の `outline` に番号と題名を書き、plans/<計画>/<番号>.yaml を作成してください。様式を作成し直すと、その節の行ができます。この行は空にしてください",
        ),
        _ => (
            "様式に無い行に文があります。どの欄の文か分からないため、取り込めません",
            "様式の空いている行にコピーし、この行を空にしてください。空いている行の無い表なら、YAML のファイルに書きます",
        ),
    };
    findings.error(place.cell(*at), UNKNOWN_ROW, message, help);
}

/// Reports text beside the fields of a row: it is not what the form had there.
fn changed_labels(
    place: &BookSheet<'_>,
    (row, left): Address,
    (slots, columns): (&str, &BTreeMap<String, u32>),
    findings: &mut Findings<'_>,
) {
    let Some(made) = slots.split_whitespace().find_map(|slot| slot.strip_prefix(LABELS)) else { return };
    let fields: BTreeSet<u32> =
        slots.split_whitespace().filter_map(|slot| columns.get(slot.split_once('=')?.0)).copied().collect();
    let cells = place.cells.cells.range((row, left + 2)..(row + 1, 0));
    let labels: Vec<_> = cells.filter(|((_, column), _)| !fields.contains(column)).collect();
    let at = labels.iter().map(|(at, _)| **at).max();
    if labels_digest(labels.into_iter().map(|(_, cell)| cell.shown())) != made {
        let message = "書き込む欄でないセルの文が、様式と違います。取り込みません";
        let help = "書いた文は白い欄に移してください。様式の見出しを変えただけなら、このままでかまいません";
        findings.warning(place.cell(at.unwrap_or((row, left + 2))), NOT_READ, message, help);
    }
}

/// The prefix of the digest of the labels of a row, among its slots.
pub(super) const LABELS: &str = "-=labels:";

/// The digest of the labels of a row.
pub(super) fn labels_digest(labels: impl Iterator<Item = String>) -> String {
    digest(&labels.map(|label| clean(&label)).filter(|label| !label.is_empty()).collect::<Vec<_>>().join("\n"))
}

/// Which sheet of a form it is, and the names of all its sheets: `2 重点目標/数値/関連`.
pub(super) fn place_in_form(index: usize, names: &[String]) -> String {
    format!("{index} {}", names.join("/"))
}

/// The sheets of forms that are missing in a workbook: their names.
pub(super) fn missing_sheets<'s>(sheets: impl Iterator<Item = (&'s Sheet, Address)>) -> Vec<String> {
    let mut forms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (sheet, (row, column)) in sheets {
        if let Some((index, names)) = sheet.text((row, column + 1)).split_once(' ') {
            forms.entry(names.to_owned()).or_default().insert(index.to_owned());
        }
    }
    let missing = |(names, present): (String, BTreeSet<String>)| {
        let all: Vec<String> = names.split('/').map(str::to_owned).collect();
        (0..)
            .zip(all)
            .filter(move |(index, _): &(usize, _)| !present.contains(&index.to_string()))
            .map(|(_, name)| name)
    };
    forms.into_iter().flat_map(missing).collect()
}

/// The entry of a form's row for the field in a column.
pub(super) fn slot(column: &str, path: &str, shown: &str) -> String {
    format!("{column}={path}:{}", digest(shown))
}
