//! The layout of each sheet of a workbook: that of a form, or of a table of the open data.

use super::book::Book;
use super::entry::{BookSheet, Entry, form, mark};
use super::field::Fields;
use super::findings::Findings;
use super::rules::{DAMAGED_FORM, UNKNOWN_LAYOUT};
use super::table;

/// All fields of the workbooks, and the findings about their layout.
pub(super) fn entries(books: &[Book], fields: &Fields, findings: &mut Findings<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (book, content) in books.iter().enumerate() {
        let before = entries.len();
        let (mut is_known, mut is_form) = (false, false);
        for (sheet, cells) in content.sheets.iter().enumerate() {
            if let Some(mark) = mark(cells) {
                (is_known, is_form) = (true, true);
                form(&BookSheet { book, sheet, cells }, mark, &mut entries, findings);
            } else if table::is_table(cells) {
                is_known = true;
                table::read(&BookSheet { book, sheet, cells }, fields, &mut entries, findings);
            }
        }
        if !is_known {
            let help = "「mieruka form」で作った様式か、公開中の表(CSV・XLSX)を指定してください。ほかの表は、様式に書き写してください";
            findings.error_of_book(book, UNKNOWN_LAYOUT, "この道具の様式でも、公開中の表でもありません", help);
        } else if is_form && entries.len() == before {
            let message = "様式の目印(隠れた列)が消えていて、どの欄かが分かりません";
            findings.error_of_book(book, DAMAGED_FORM, message, "様式を作り直し、書いた文を書き写してください");
        }
    }
    entries
}
