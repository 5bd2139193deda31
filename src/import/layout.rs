//! The layout of each sheet of a workbook: that of a form, or of a table of the open data.

use super::book::Book;
use super::entry::{BookSheet, Entry, form, mark, missing_sheets};
use super::field::Fields;
use super::findings::Findings;
use super::form::EXPLAINING;
use super::rules::{DAMAGED_FORM, MISSING_ROWS, NOT_READ, UNKNOWN_LAYOUT};
use super::table;
use crate::dataset::{Dataset, SHEETS};

/// All fields of the workbooks with the number of further cells that are only compared, and the findings about their layout.
pub(super) fn entries(
    books: &[Book],
    fields: &Fields,
    datasets: &[Dataset<'_>],
    findings: &mut Findings<'_>,
) -> (Vec<Entry>, usize) {
    let (mut entries, mut compared) = (Vec::new(), 0);
    for (book, content) in books.iter().enumerate() {
        let before = entries.len();
        let (mut forms, mut is_known, mut others) = (Vec::new(), false, Vec::new());
        for (sheet, cells) in content.sheets.iter().enumerate() {
            let place = BookSheet { book, sheet, cells };
            if let Some(mark) = mark(cells) {
                forms.push((cells, mark));
                form(&place, mark, &mut entries, findings);
            } else if let Some(set) = table::table(cells, datasets) {
                is_known = true;
                compared += table::read(&place, set, fields, &mut entries, findings);
            } else if let Some((at, message, help)) =
                table::catalogue(cells).or_else(|| table::displaced(cells, datasets))
            {
                is_known = true;
                findings.error(place.cell(at), UNKNOWN_LAYOUT, message, help);
                continue;
            } else {
                others.push(place);
                continue;
            }
            notes(&BookSheet { book, sheet, cells }, findings);
        }
        if forms.is_empty() && !is_known {
            let help = "「mieruka form」で作った様式か、公開中の表(CSV・XLSX)を指定してください。ほかの表は、様式にコピーしてください";
            findings.error_of_book(book, UNKNOWN_LAYOUT, "mieruka の様式でも、公開中の表でもありません", help);
            continue;
        }
        others.iter().for_each(|place| unread(place, findings));
        if !forms.is_empty() && entries.len() == before {
            let message = "様式の目印(隠れた列)が消えていて、どの欄かが分かりません";
            findings.error_of_book(book, DAMAGED_FORM, message, "様式を作成し直し、書いた文をコピーしてください");
        }
        for name in missing_sheets(forms.into_iter()) {
            let message = format!("様式のシート「{name}」がありません。その欄の記録は、今のまま変わりません");
            let help = "ほかのファイルに分けたのなら、そのファイルも取り込んでください。シートを消しても、記録からは消えません";
            findings.warning_of_book(book, MISSING_ROWS, &message, help);
        }
    }
    (entries, compared)
}

/// How many comments of a sheet are reported each by itself.
const NOTES: usize = 20;

/// Reports the comments on the cells of a sheet.
fn notes(place: &BookSheet<'_>, findings: &mut Findings<'_>) {
    let notes = &place.cells.notes;
    let help = "公開する内容なら欄に書いてください。確認のためのメモなら、このままでかまいません";
    for (at, note) in notes.iter().take(NOTES) {
        let message = format!("セルのコメント「{}」は取り込みません", shortened(note));
        findings.warning(place.cell(*at), NOT_READ, &message, help);
    }
    if let Some((at, _)) = notes.get(NOTES) {
        let message = format!("ほかにも、セルのコメントが{}個あります", notes.len() - NOTES);
        findings.warning(place.cell(*at), NOT_READ, &message, help);
    }
}

/// The first words of a comment.
fn shortened(note: &str) -> String {
    const WORDS: usize = 60;
    let line: String = note.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Reports a sheet that is neither a form nor a table, nor one that explains them.
fn unread(place: &BookSheet<'_>, findings: &mut Findings<'_>) {
    let name = place.cells.name.as_str();
    if EXPLAINING.contains(&name) || SHEETS.contains(&name) {
        return;
    }
    if let Some(at) = place.cells.cells.keys().next() {
        let message = format!("シート「{name}」は、様式でも表でもないため取り込みません");
        let help = "書いた文は様式の欄に移してください。メモなら、このままでかまいません";
        findings.warning(place.cell(*at), NOT_READ, &message, help);
    }
}
