//! The workbooks, read by an independent library: every cell has the type and the value of the model, no text that fits is cut,
//! and the sheet of explanations names every column.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use mieruka::dataset::{Cell, DataFile, Dataset};

use crate::open_data::bytes;

/// What a spreadsheet can hold in one cell, in UTF-16 code units.
const LONGEST_TEXT: usize = 32_767;

/// Compares the workbooks of a table, and of its years, with its rows.
pub(crate) fn check_workbooks(dataset: &Dataset<'_>) {
    for file in dataset.files.iter().filter(|file| file.format == "XLSX") {
        check(dataset, file, dataset.rows());
    }
    for edition in &dataset.editions {
        for file in edition.files.iter().filter(|file| file.format == "XLSX") {
            check(dataset, file, dataset.source.rows_of(edition.year));
        }
    }
}

fn check<'d>(dataset: &Dataset<'_>, file: &DataFile<'_>, rows: impl Iterator<Item = Vec<Cell<'d>>>) {
    let mut book = Xlsx::new(Cursor::new(bytes(file))).unwrap_or_else(|fault| panic!("{}: {fault}", file.path));
    assert_eq!(book.sheet_names(), ["データ", "列の説明", "この表について"]);
    let sheet = book.worksheet_range("データ").expect("the sheet of rows");
    let at = |row: usize, column: usize| {
        let place = (u32::try_from(row).expect("few rows"), u32::try_from(column).expect("few columns"));
        sheet.get_value(place).unwrap_or(&Data::Empty)
    };
    for (place, column) in dataset.columns.iter().enumerate() {
        assert_eq!(at(0, place), &Data::String(column.header.to_owned()), "{}", file.path);
    }
    let mut count = 0;
    for (number, cells) in (1..).zip(rows) {
        for (place, cell) in cells.iter().enumerate() {
            let read = at(number, place);
            assert!(is_same(read, cell), "{} {number} {}: {cell:?} {read:?}", file.path, dataset.columns[place].name);
        }
        count = number;
    }
    assert_eq!(sheet.height(), count + 1, "{}", file.path);
    let explained = book.worksheet_range("列の説明").expect("the sheet of explanations");
    let headers: Vec<_> = explained.rows().skip(1).map(|row| row[0].to_string()).collect();
    assert_eq!(headers, dataset.columns.iter().map(|column| column.header).collect::<Vec<_>>());
}

fn is_same(read: &Data, cell: &Cell<'_>) -> bool {
    match (cell, read) {
        (Cell::Empty, Data::Empty) => true,
        (Cell::List(texts), Data::Empty) => texts.is_empty(),
        (Cell::Text(_) | Cell::List(_), Data::String(read)) => is_same_text(read, &cell.as_text()),
        (Cell::Number(digits), Data::Float(read)) => digits.parse() == Ok(*read),
        (Cell::Integer(n), Data::Float(read)) => *n as f64 == *read,
        (Cell::Date(day), Data::DateTime(read)) => {
            let epoch = jiff::civil::date(1899, 12, 30);
            let day: jiff::civil::Date = day.parse().expect("a day of the calendar");
            f64::from(epoch.until(day).expect("days between").get_days()) == read.as_f64()
        }
        (Cell::Truth(truth), Data::Bool(read)) => truth == read,
        _ => false,
    }
}

/// A text that does not fit is there from its beginning as far as it fits, and says that it goes on elsewhere.
fn is_same_text(read: &str, text: &str) -> bool {
    if text.encode_utf16().count() <= LONGEST_TEXT {
        return read == text;
    }
    let kept = read.strip_suffix("…(続きは CSV と JSON)");
    kept.is_some_and(|kept| kept.len() > LONGEST_TEXT / 2 && text.starts_with(kept))
        && read.encode_utf16().count() <= LONGEST_TEXT
}
