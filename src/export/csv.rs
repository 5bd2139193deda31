//! A table as CSV: UTF-8 with one byte-order mark, CRLF, RFC 4180.
//!
//! People open the tables in spreadsheets, and only programs read the list of datasets, which is written as it is. In a
//! table, a text cell that a spreadsheet would run as a formula (it begins with `=` or `@`, or with `+` or `-` and is not a
//! number) is prefixed with one apostrophe, and so is one that begins with an apostrophe itself: a program that removes
//! one leading apostrophe gets the original text. Ids are never changed: other tables name
//! them, and they begin with an address. Nothing else is changed: codes and intervals (`1-3-2`, `003`) are what
//! other programs join by, and whoever opens them in a spreadsheet takes the XLSX, where they are texts.

use std::borrow::Cow;
use std::io::Write;

use crate::bundle::Error;
use crate::dataset::{Cell, Column, GUARD};

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes a table for spreadsheets and programs.
pub(super) fn csv<'s>(
    to: impl Write,
    columns: &[Column],
    rows: impl Iterator<Item = Vec<Cell<'s>>>,
) -> Result<(), Error> {
    written(Csv::begin(to, columns)?, rows)
}

/// Writes a table for programs alone.
pub(super) fn plain<'s>(
    to: impl Write,
    columns: &[Column],
    rows: impl Iterator<Item = Vec<Cell<'s>>>,
) -> Result<(), Error> {
    let mut csv = Csv::begin(to, columns)?;
    csv.guards.fill(false);
    written(csv, rows)
}

fn written<'s>(mut csv: Csv<impl Write>, mut rows: impl Iterator<Item = Vec<Cell<'s>>>) -> Result<(), Error> {
    rows.try_for_each(|row| csv.row(&row))?;
    csv.end().map(drop)
}

/// A table while it is written for spreadsheets and programs.
pub(super) struct Csv<W: Write> {
    writer: csv::Writer<W>,
    /// Whether texts of each column are guarded.
    guards: Vec<bool>,
    /// The row that is written: the library writes whole rows faster than their fields.
    record: csv::ByteRecord,
}

impl<W: Write> Csv<W> {
    /// Begins with the header.
    pub(super) fn begin(mut to: W, columns: &[Column]) -> Result<Self, Error> {
        to.write_all(BYTE_ORDER_MARK.as_bytes())?;
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).buffer_capacity(1 << 16).from_writer(to);
        writer.write_record(columns.iter().map(|column| column.header)).map_err(fault)?;
        let guards = columns.iter().map(Column::is_guarded).collect();
        Ok(Self { writer, guards, record: csv::ByteRecord::new() })
    }

    /// Writes a row.
    pub(super) fn row(&mut self, row: &[Cell<'_>]) -> Result<(), Error> {
        self.record.clear();
        for (is_guarded, cell) in self.guards.iter().zip(row) {
            let text = if *is_guarded { spelled(cell) } else { cell.as_text() };
            self.record.push_field(text.as_bytes());
        }
        self.writer.write_byte_record(&self.record).map_err(fault)
    }

    /// Ends the table.
    pub(super) fn end(self) -> Result<W, Error> {
        self.writer.into_inner().map_err(|fault| Error::from(fault.into_error()))
    }
}

fn fault(fault: csv::Error) -> Error {
    Error::Sink(fault.to_string())
}

/// The cell as it is written to CSV.
fn spelled<'c>(cell: &'c Cell<'_>) -> Cow<'c, str> {
    let text = cell.as_text();
    let is_text = matches!(cell, Cell::Text(_) | Cell::List(_));
    if is_text && is_risky(&text) { Cow::Owned(format!("{GUARD}{text}")) } else { text }
}

fn is_risky(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(b'=' | b'@' | b'\'') => true,
        Some(b'+' | b'-') => !is_number(&text[1..]),
        _ => text.starts_with(['＝', '＠', '＋', '－']),
    }
}

/// Whether what follows a sign is a number, possibly a percentage.
fn is_number(text: &str) -> bool {
    let digits = text.strip_suffix('%').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the documentation instructs programs to do.
    fn read_back(text: &str) -> &str {
        text.strip_prefix('\'').unwrap_or(text)
    }

    fn guarded(text: &str, expected: &str) {
        let cell = Cell::Text(Cow::Borrowed(text));
        assert_eq!(spelled(&cell), expected);
        assert_eq!(read_back(&spelled(&cell)), text);
    }

    #[test]
    fn no_text_is_run_as_a_formula_and_none_is_lost() {
        guarded("=1+1", "'=1+1");
        guarded("@SUM(A1)", "'@SUM(A1)");
        guarded("-", "'-");
        guarded("+81 268", "'+81 268");
        guarded("-10%", "-10%");
        guarded("+5", "+5");
        guarded("'quoted'", "''quoted'");
        guarded("＝A1", "'＝A1");
        guarded("自治会加入率", "自治会加入率");
        guarded("a=b", "a=b");
    }

    #[test]
    fn codes_days_and_intervals_are_as_they_are() {
        for text in
            ["1-3-2", "2020-04-01/2026-03-31", "2022-04-01", "003", "1E4", "1,000", "１２", "16-cloud", "", "17"]
        {
            guarded(text, text);
        }
    }

    #[test]
    fn numbers_stay_numbers() {
        assert_eq!(spelled(&Cell::Number(Cow::Borrowed("-5.0"))), "-5.0");
        assert_eq!(spelled(&Cell::Integer(-5)), "-5");
    }
}
