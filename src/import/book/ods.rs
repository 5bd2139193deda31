//! The workbook of LibreOffice: it holds what each cell shows beside its value. Repeated equal cells are one with a
//! count; a count that is too large for the memory is refused.

use std::collections::BTreeSet;

use roxmltree::{Document, Node};

use super::format::Format;
use super::xml::{Package, attribute, document, inside, is};
use super::{Address, Area, Cell, Content, Error, Room, Sheet, TIME, ends, number_content, text_content};
use crate::model::Date;

/// The maximum repetition of a cell that is not empty.
const MAX_REPEATED: u32 = 1_000;
/// The bytes after which no more of a cell is read: it is too long to be written.
const LONGEST: usize = 200_000;
/// What is in a cell or a paragraph and is not its text.
const ASIDE: [&str; 3] = ["annotation", "ruby-text", "table"];

/// Reads the sheets.
pub(super) fn sheets(name: &str, bytes: &[u8], room: &mut Room) -> Result<Vec<Sheet>, Error> {
    let text = Package::open(bytes).and_then(|mut package| package.text("content.xml"));
    let text = text.map_err(|why| why.of(name))?;
    let document = document(&text).map_err(|why| why.of(name))?;
    let (struck, hidden) = (struck(&document), hidden(&document));
    let tables = document.descendants().filter(|node| is(*node, "table") && attribute(*node, "name").is_some());
    let is_hidden = |table| attribute(table, "style-name").is_some_and(|style| hidden.contains(style));
    let read = |table| Ok(Sheet { is_hidden: is_hidden(table), ..sheet(table, &struck, name, room)? });
    tables.map(read).collect()
}

/// The styles of sheets that are not shown.
fn hidden<'n>(document: &'n Document<'_>) -> BTreeSet<&'n str> {
    let hides = |node: &Node<'_, '_>| {
        let mut inner = node.children();
        inner.any(|child| is(child, "table-properties") && attribute(child, "display") == Some("false"))
    };
    let styles = document.descendants().filter(|node| is(*node, "style") && hides(node));
    styles.filter_map(|style| attribute(style, "name")).collect()
}

/// The styles that strike their text out.
fn struck<'n>(document: &'n Document<'_>) -> BTreeSet<&'n str> {
    let strikes = |node: &Node<'_, '_>| {
        node.children().any(|child| {
            let is_line = |name| attribute(child, name).is_some_and(|line| line != "none");
            is_line("text-line-through-style") || is_line("text-line-through-type")
        })
    };
    let styles = document.descendants().filter(|node| is(*node, "style") && strikes(node));
    styles.filter_map(|style| attribute(style, "name")).collect()
}

fn sheet(table: Node<'_, '_>, struck: &BTreeSet<&str>, book: &str, room: &mut Room) -> Result<Sheet, Error> {
    let mut sheet = Sheet { name: attribute(table, "name").unwrap_or_default().to_owned(), ..Sheet::default() };
    let (mut row, mut column) = (0_u32, 0_u32);
    for node in inside(table, &["table-cell", "covered-table-cell", "shapes", "table"]) {
        if is(node, "table-column") {
            let count = times(node, "number-columns-repeated");
            if is_hidden(node) {
                sheet.hidden_columns.add(column, column.saturating_add(count - 1));
            }
            column = column.saturating_add(count);
        } else if is(node, "table-row") {
            let count = times(node, "number-rows-repeated");
            if is_hidden(node) {
                sheet.hidden_rows.add(row, row.saturating_add(count - 1));
            }
            cells(node, (row, count), &mut sheet, (struck, book, room))?;
            row = row.saturating_add(count);
        }
    }
    Ok(sheet)
}

fn is_hidden(node: Node<'_, '_>) -> bool {
    matches!(attribute(node, "visibility"), Some("collapse" | "filter"))
}

fn times(node: Node<'_, '_>, name: &str) -> u32 {
    attribute(node, name).and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

fn cells(
    row: Node<'_, '_>,
    (top, rows): (u32, u32),
    sheet: &mut Sheet,
    (struck, book, room): (&BTreeSet<&str>, &str, &mut Room),
) -> Result<(), Error> {
    let mut left = 0_u32;
    for node in row.children().filter(|node| is(*node, "table-cell") || is(*node, "covered-table-cell")) {
        let columns = times(node, "number-columns-repeated");
        let at = (top, left);
        left = left.saturating_add(columns);
        let (spans, notes) = ((times(node, "number-rows-spanned"), times(node, "number-columns-spanned")), notes(node));
        if spans != (1, 1) {
            sheet
                .merged
                .push(Area { first: at, last: (top.saturating_add(spans.0 - 1), at.1.saturating_add(spans.1 - 1)) });
        }
        sheet.notes.extend(notes.map(|note| (at, note)));
        let Some(cell) = cell(node, struck) else { continue };
        let count = rows.saturating_mul(columns);
        let last: Address = (top.saturating_add(rows - 1), left - 1);
        if count > MAX_REPEATED || !ends(last) {
            return Err(Error::Bursts(book.to_owned()));
        }
        for at in (top..=last.0).flat_map(|row| (at.1..left).map(move |column| (row, column))) {
            room.take(book)?;
            sheet.cells.insert(at, cell.clone());
        }
    }
    Ok(())
}

fn notes<'n>(cell: Node<'n, 'n>) -> impl Iterator<Item = String> + 'n {
    cell.children().filter(|node| is(*node, "annotation")).map(|note| paragraphs(note, &["date", "creator"]))
}

/// The paragraphs in an element, one per line.
fn paragraphs(node: Node<'_, '_>, without: &[&str]) -> String {
    let (mut text, mut is_first) = (String::new(), true);
    for node in inside(node, without) {
        if text.len() > LONGEST {
            break;
        }
        if is(node, "p") {
            text.push_str(if is_first { "" } else { "\n" });
            is_first = false;
        } else if is(node, "s") {
            let count = attribute(node, "c").and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
            text.push_str(&" ".repeat(count.min(LONGEST)));
        } else if is(node, "tab") {
            text.push('\t');
        } else if is(node, "line-break") {
            text.push('\n');
        } else if let Some(words) = node.text().filter(|_| node.is_text() && !is_first) {
            text.push_str(words);
        }
    }
    text
}

fn cell(node: Node<'_, '_>, struck: &BTreeSet<&str>) -> Option<Cell> {
    let is_formula = attribute(node, "formula").is_some();
    let shown = paragraphs(node, &ASIDE);
    let value = |name| attribute(node, name).unwrap_or_default();
    let kinds = node.attributes().filter(|attribute| attribute.name() == "value-type").map(|kind| kind.value());
    let kinds: Vec<_> = kinds.collect();
    let content = match kinds.first().copied() {
        _ if kinds.contains(&"error") => Some(Content::Error(shown)),
        Some("float" | "percentage" | "currency") => match value("value").parse::<f64>() {
            // A column that is too narrow shows signs instead.
            Ok(number) if number.is_finite() => {
                Some(number_content(number, Some(shown).filter(|shown| !shown.starts_with("##")), "不明"))
            }
            _ => Some(Content::Error(value("value").to_owned())),
        },
        Some("date") => Some(day(value("date-value"), &shown)),
        Some("time") => Some(Content::Error(TIME.to_owned())),
        Some("boolean") => Some(Content::Truth(value("boolean-value") == "true")),
        Some("string") if shown.is_empty() => text_content(value("string-value"), &Format::built_in(0)),
        _ => text_content(&shown, &Format::built_in(0)),
    };
    let content = content.or_else(|| is_formula.then(|| Content::Error("(計算されていない式)".to_owned())))?;
    let styles = inside(node, &ASIDE).into_iter().filter_map(|node| attribute(node, "style-name"));
    let is_struck = styles.into_iter().any(|style| struck.contains(style));
    Some(Cell { content, is_formula, is_struck })
}

fn day(iso: &str, shown: &str) -> Content {
    let (day, time) = iso.split_once('T').unwrap_or((iso, ""));
    match day.parse::<Date>() {
        Ok(date) if time.bytes().all(|b| b"0:.,".contains(&b)) => {
            Content::Day { date, shown: Some(shown.to_owned()).filter(|shown| !shown.is_empty()) }
        }
        _ => Content::Error(TIME.to_owned()),
    }
}
