//! A table as XLSX: typed cells, a frozen header with a filter, a sheet that explains the columns and one about the table.
//!
//! Written row by row, so that the longest table costs no more memory than the shortest. Texts are texts: no cell is a formula.

mod parts;

use std::io::Write;

use super::zip::{Zip, packed};
use crate::bundle::Error;
use crate::dataset::{Cell, Column, ColumnType, Packed, Unit};
use crate::model::Date;
use parts::{Style, column_letters, escaped};

/// The last row that spreadsheets know.
const MAX_ROWS: usize = 1_048_576;

/// What a workbook says beside its rows.
pub(super) struct About {
    /// 題名.
    pub(super) title: String,
    /// The city.
    pub(super) creator: String,
    /// 更新日.
    pub(super) updated: Option<Date>,
    /// Lines of the sheet about the table: a word and what it says.
    pub(super) lines: Vec<(&'static str, String)>,
}

/// Writes a table.
pub(super) fn xlsx<'s>(
    to: &mut dyn Write,
    about: &About,
    columns: &[Column],
    rows: impl Iterator<Item = Vec<Cell<'s>>>,
) -> Result<(), Error> {
    let mut sheets = Vec::new();
    let mut rows = rows.peekable();
    let mut names = Vec::new();
    while sheets.is_empty() || rows.peek().is_some() {
        names.push(if sheets.is_empty() { "データ".to_owned() } else { format!("データ{}", sheets.len() + 1) });
        let some = rows.by_ref().take(MAX_ROWS - 1);
        sheets.push(data_sheet(columns, some)?);
    }
    for (name, widths, table) in
        [("列の説明", COLUMN_WIDTHS.as_slice(), explained(columns)), ("この表について", &[24, 100], told(about))]
    {
        names.push(name.to_owned());
        sheets.push(text_sheet(widths, &table)?);
    }
    write_book(to, about, &names, &sheets)
}

fn write_book(to: &mut dyn Write, about: &About, names: &[String], sheets: &[Packed]) -> Result<(), Error> {
    let mut zip = Zip::new(to, about.updated);
    zip.add("[Content_Types].xml", &packed(parts::content_types(sheets.len()).as_bytes())?)?;
    zip.add("_rels/.rels", &packed(parts::RELATIONS.as_bytes())?)?;
    zip.add("docProps/core.xml", &packed(parts::properties(about).as_bytes())?)?;
    zip.add("xl/workbook.xml", &packed(parts::workbook(names).as_bytes())?)?;
    zip.add("xl/_rels/workbook.xml.rels", &packed(parts::book_relations(sheets.len()).as_bytes())?)?;
    zip.add("xl/styles.xml", &packed(parts::styles().as_bytes())?)?;
    for (i, sheet) in sheets.iter().enumerate() {
        zip.add(&format!("xl/worksheets/sheet{}.xml", i + 1), sheet)?;
    }
    zip.finish()
}

const SHEET: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">";
/// Printed across, as many pages wide as it takes for tables and one for explanations.
const ACROSS: &str = "<pageSetup paperSize=\"9\" orientation=\"landscape\"/>";
const ONE_WIDE: &str = "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/>";
const FIT: &str = "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>";
const FROZEN: &str = "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>";

fn data_sheet<'s>(columns: &[Column], rows: impl Iterator<Item = Vec<Cell<'s>>>) -> Result<Packed, Error> {
    let letters: Vec<_> = (0..columns.len()).map(column_letters).collect();
    let widths: Vec<_> = columns.iter().map(width).collect();
    let rows = std::cell::RefCell::new(rows);
    Packed::of(&|to| {
        write!(to, "{SHEET}{FROZEN}{}<sheetData>", parts::widths(&widths))?;
        let mut line = Vec::new();
        let header: Vec<_> = columns.iter().map(|column| Cell::Text(column.header.into())).collect();
        write_row(&mut line, 1, &letters, &header, Some(Style::Header))?;
        to.write_all(&line)?;
        let mut last = 1;
        for row in &mut *rows.borrow_mut() {
            last += 1;
            line.clear();
            write_row(&mut line, last, &letters, &row, None)?;
            to.write_all(&line)?;
        }
        let end = letters.last().map_or("A", String::as_str);
        Ok(write!(to, "</sheetData><autoFilter ref=\"A1:{end}{last}\"/>{ACROSS}</worksheet>")?)
    })
}

fn text_sheet(widths: &[usize], table: &[Vec<String>]) -> Result<Packed, Error> {
    let letters: Vec<_> = (0..widths.len()).map(column_letters).collect();
    Packed::of(&|to| {
        write!(to, "{SHEET}{FIT}{FROZEN}{}<sheetData>", parts::widths(widths))?;
        let mut line = Vec::new();
        for (i, texts) in table.iter().enumerate() {
            let cells: Vec<_> = texts.iter().map(|text| Cell::Text(text.into())).collect();
            let style = if i == 0 { Style::Header } else { Style::Wrapped };
            write_row(&mut line, i + 1, &letters, &cells, Some(style))?;
        }
        to.write_all(&line)?;
        Ok(write!(to, "</sheetData>{ONE_WIDE}</worksheet>")?)
    })
}

fn write_row(
    line: &mut Vec<u8>,
    number: usize,
    letters: &[String],
    cells: &[Cell<'_>],
    style: Option<Style>,
) -> Result<(), Error> {
    let number = number.to_string();
    push(line, &["<row r=\"", &number, "\">"]);
    for (letters, cell) in letters.iter().zip(cells) {
        if matches!(cell, Cell::Empty) || matches!(cell, Cell::List(texts) if texts.is_empty()) {
            continue;
        }
        let style = style.unwrap_or_else(|| Style::of(cell)).id();
        push(line, &["<c r=\"", letters, &number, "\" s=\"", style]);
        match cell {
            Cell::Number(digits) => push(line, &["\"><v>", digits, "</v></c>"]),
            Cell::Integer(n) => push(line, &["\"><v>", &n.to_string(), "</v></c>"]),
            Cell::Date(date) => push(line, &["\"><v>", &parts::serial_day(date).to_string(), "</v></c>"]),
            Cell::Truth(truth) => push(line, &["\" t=\"b\"><v>", if *truth { "1" } else { "0" }, "</v></c>"]),
            Cell::Text(_) | Cell::List(_) | Cell::Empty => {
                let text = cell.as_text();
                push(line, &["\" t=\"inlineStr\"><is><t>", &escaped(&parts::fitting(&text)), "</t></is></c>"]);
            }
        }
    }
    push(line, &["</row>"]);
    Ok(())
}

fn push(line: &mut Vec<u8>, pieces: &[&str]) {
    pieces.iter().for_each(|piece| line.extend_from_slice(piece.as_bytes()));
}

/// As wide as the header, and wide enough for what such columns hold.
fn width(column: &Column) -> usize {
    let header = column.header.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>() + 4;
    let content = match (column.kind, column.name) {
        (_, "id") => 36,
        (ColumnType::Text, _) => 20,
        (ColumnType::List, _) => 60,
        (ColumnType::Number | ColumnType::Integer | ColumnType::Truth, _) => 8,
        (ColumnType::Date, _) => 12,
    };
    header.max(content).min(60)
}

const COLUMN_WIDTHS: [usize; 9] = [30, 30, 10, 8, 60, 60, 24, 24, 60];

/// One row a column: what it is called, what it holds, what it means.
fn explained(columns: &[Column]) -> Vec<Vec<String>> {
    let header =
        ["列", "名前(JSON)", "型", "必須", "意味", "Meaning", "単位", "値の範囲", "コード"].map(str::to_owned).to_vec();
    let row = |column: &Column| {
        let codes: Vec<_> = column.codes.iter().map(|(code, label)| format!("{code}={label}")).collect();
        let required = if column.required { "必須" } else { "" };
        [
            column.header,
            column.name,
            column.kind.label(),
            required,
            column.meaning,
            column.meaning_en,
            &column.unit.map(Unit::words).unwrap_or_default(),
            &column.limit.words().unwrap_or_default(),
            &codes.join("、"),
        ]
        .map(str::to_owned)
        .to_vec()
    };
    std::iter::once(header).chain(columns.iter().map(row)).collect()
}

fn told(about: &About) -> Vec<Vec<String>> {
    let lines = about.lines.iter().map(|(word, text)| vec![(*word).to_owned(), text.clone()]);
    std::iter::once(vec!["項目".to_owned(), "内容".to_owned()]).chain(lines).collect()
}
