//! A table as XLSX: typed cells, a frozen header with a filter, a sheet that explains the columns and one about the table.
//!
//! Written row by row, so that the longest table costs no more memory than the shortest; only the first rows are held, to find
//! how wide the columns must be. Texts are texts: no cell is a formula, and what is typed over one stays a text.

mod parts;

use std::io::Write;

use super::zip::{Zip, packed};
use crate::bundle::Error;
use crate::dataset::{Cell, Column, ColumnType, Entry, Unit};
use crate::model::Date;
use parts::{Style, column_letters, escaped};

/// The sheets: the rows, the columns explained, what the table is.
const SHEETS: [&str; 3] = ["データ", "列の説明", "この表について"];

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
    let sheets = [
        data_sheet(about, columns, rows)?,
        text_sheet(about, &COLUMN_WIDTHS, &explained(columns))?,
        text_sheet(about, &[20, 100], &told(about))?,
    ];
    let mut zip = Zip::new(to, about.updated);
    zip.add("[Content_Types].xml", &packed(parts::content_types(sheets.len()).as_bytes())?)?;
    zip.add("_rels/.rels", &packed(parts::RELATIONS.as_bytes())?)?;
    zip.add("docProps/core.xml", &packed(parts::properties(about).as_bytes())?)?;
    zip.add("xl/workbook.xml", &packed(parts::workbook(&SHEETS).as_bytes())?)?;
    zip.add("xl/_rels/workbook.xml.rels", &packed(parts::book_relations(sheets.len()).as_bytes())?)?;
    zip.add("xl/styles.xml", &packed(parts::styles().as_bytes())?)?;
    for (i, sheet) in sheets.iter().enumerate() {
        zip.add(&format!("xl/worksheets/sheet{}.xml", i + 1), sheet)?;
    }
    zip.finish()
}

const SHEET: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">";
const FROZEN: &str = "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>";

/// How many rows are looked at to find the widths of the columns.
const MEASURED: usize = 500;

fn data_sheet<'s>(
    about: &About,
    columns: &[Column],
    mut rows: impl Iterator<Item = Vec<Cell<'s>>>,
) -> Result<Entry, Error> {
    let first: Vec<_> = rows.by_ref().take(MEASURED).collect();
    let widths: Vec<_> = (0..).zip(columns).map(|(i, column)| width(column, first.iter().map(|row| &row[i]))).collect();
    let grid = Grid::new(&widths);
    let rows = std::cell::RefCell::new(first.into_iter().chain(rows));
    Entry::of(&|to| {
        write!(to, "{SHEET}{}{FROZEN}{}<sheetData>", parts::fitting_to(&widths), parts::widths(&widths))?;
        let header: Vec<_> = columns.iter().map(|column| Cell::Text(column.header.into())).collect();
        let mut line = Vec::new();
        grid.write_row(to, &mut line, 1, &header, Some(Style::Header))?;
        let mut last = 1;
        for row in &mut *rows.borrow_mut() {
            last += 1;
            grid.write_row(to, &mut line, last, &row, None)?;
        }
        let area = format!("A1:{}{last}", grid.letters.last().map_or("A", String::as_str));
        write!(to, "</sheetData><autoFilter ref=\"{area}\"/>{}", parts::printed(&about.title, &widths))?;
        // 202037 is a text that looks like a number; spreadsheets need not point at each one.
        Ok(write!(
            to,
            "<ignoredErrors><ignoredError sqref=\"{area}\" numberStoredAsText=\"1\"/></ignoredErrors></worksheet>"
        )?)
    })
}

fn text_sheet(about: &About, widths: &[usize], table: &[Vec<String>]) -> Result<Entry, Error> {
    let grid = Grid::new(widths);
    Entry::of(&|to| {
        write!(to, "{SHEET}{}{FROZEN}{}<sheetData>", parts::fitting_to(widths), parts::widths(widths))?;
        let mut line = Vec::new();
        for (i, texts) in table.iter().enumerate() {
            let cells: Vec<_> = texts.iter().map(|text| Cell::Text(text.into())).collect();
            let style = if i == 0 { Style::Header } else { Style::Text };
            grid.write_row(to, &mut line, i + 1, &cells, Some(style))?;
        }
        Ok(write!(to, "</sheetData>{}</worksheet>", parts::printed(&about.title, widths))?)
    })
}

/// The columns of a sheet: how they are lettered and how wide they are.
struct Grid<'w> {
    letters: Vec<String>,
    widths: &'w [usize],
}

impl<'w> Grid<'w> {
    fn new(widths: &'w [usize]) -> Self {
        Self { letters: (0..widths.len()).map(column_letters).collect(), widths }
    }

    /// Writes a row, as high as its longest text; `line` holds the cells meanwhile.
    fn write_row(
        &self,
        to: &mut dyn Write,
        line: &mut Vec<u8>,
        number: usize,
        cells: &[Cell<'_>],
        style: Option<Style>,
    ) -> Result<(), Error> {
        line.clear();
        let (number, mut lines) = (number.to_string(), 1);
        for ((letters, width), cell) in self.letters.iter().zip(self.widths).zip(cells) {
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
                    lines = lines.max(lines_of(&text, *width));
                    push(line, &["\" t=\"inlineStr\"><is><t>", &escaped(&parts::fitting(&text)), "</t></is></c>"]);
                }
            }
        }
        write!(to, "<row r=\"{number}\" ht=\"{}\">", parts::height(lines))?;
        to.write_all(line)?;
        Ok(to.write_all(b"</row>")?)
    }
}

/// On how many lines a text stands in a column of a width.
fn lines_of(text: &str, width: usize) -> usize {
    // No letter is wider than it is long in bytes.
    if text.len() < width { 1 } else { wide(text).div_ceil(width - 1) }
}

fn push(line: &mut Vec<u8>, pieces: &[&str]) {
    pieces.iter().for_each(|piece| line.extend_from_slice(piece.as_bytes()));
}

/// Wide enough for its longest cell, as far as that can be read in one line; longer ones, and headers, stand on several lines.
fn width<'c, 's: 'c>(column: &Column, cells: impl Iterator<Item = &'c Cell<'s>>) -> usize {
    // The mark of the filter stands beside a header.
    let header = wide(column.header).div_ceil(2) + 4;
    let widest = match column.kind {
        ColumnType::List | ColumnType::Text => 60,
        ColumnType::Number | ColumnType::Integer | ColumnType::Date | ColumnType::Truth => 24,
    };
    let content = cells.map(|cell| wide(&cell.as_text()) + 2).max().unwrap_or_default();
    content.min(widest).max(header).max(9)
}

/// How many ASCII letters a text is as wide as.
fn wide(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

const COLUMN_WIDTHS: [usize; 9] = [28, 28, 11, 7, 50, 50, 20, 20, 40];

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
