//! A table as CSV: UTF-8 with one byte-order mark, CRLF, RFC 4180.
//!
//! A text cell that a spreadsheet would run as a formula (it begins with `=` or `@`, or with `+` or `-` and is not a number) gets one
//! apostrophe in front, and so does a text that begins with an apostrophe itself: a program takes one leading apostrophe off
//! and has the text as it was. Numbers are never touched.

use std::borrow::Cow;
use std::io::Write;

use crate::bundle::Error;
use crate::dataset::{Cell, Column};

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes a table.
pub(super) fn csv<'s>(
    to: &mut dyn Write,
    columns: &[Column],
    rows: impl Iterator<Item = Vec<Cell<'s>>>,
) -> Result<(), Error> {
    to.write_all(BYTE_ORDER_MARK.as_bytes())?;
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).buffer_capacity(1 << 16).from_writer(to);
    let fault = |fault: csv::Error| Error::Sink(fault.to_string());
    writer.write_record(columns.iter().map(|column| column.header)).map_err(fault)?;
    for row in rows {
        for cell in &row {
            writer.write_field(spelled(cell).as_bytes()).map_err(fault)?;
        }
        writer.write_record(None::<&[u8]>).map_err(fault)?;
    }
    Ok(writer.flush()?)
}

/// The cell as it stands in a CSV.
pub(super) fn spelled<'c>(cell: &'c Cell<'_>) -> Cow<'c, str> {
    let text = cell.as_text();
    match cell {
        Cell::Text(_) | Cell::List(_) if is_risky(&text) => Cow::Owned(format!("'{text}")),
        _ => text,
    }
}

fn is_risky(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(b'=' | b'@' | b'\'') => true,
        Some(b'+' | b'-') => !is_number(&text[1..]),
        _ => text.starts_with(['＝', '＠', '＋', '－']),
    }
}

/// Whether what follows a sign is a number, perhaps a percentage.
fn is_number(text: &str) -> bool {
    let digits = text.strip_suffix('%').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the documentation tells programs to do.
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
    fn numbers_stay_numbers() {
        assert_eq!(spelled(&Cell::Number(Cow::Borrowed("-5.0"))), "-5.0");
        assert_eq!(spelled(&Cell::Integer(-5)), "-5");
    }
}
