//! A table as CSV: UTF-8 with one byte-order mark, CRLF, RFC 4180.
//!
//! A text cell that a spreadsheet would run as a formula (it begins with `=` or `@`, or with `+` or `-` and is not a
//! number) is prefixed with one apostrophe. So is a text that spreadsheets and programs would silently convert —
//! `1-3-2` to a date, `003` to 3, `1E4` to ten thousand — and one that begins with an apostrophe itself: a program that
//! removes one leading apostrophe gets the original text. Numbers are never changed, nor are texts of a fixed pattern,
//! which is stated in the schema of the column.

use std::borrow::Cow;
use std::io::Write;

use unicode_normalization::UnicodeNormalization;

use crate::bundle::Error;
use crate::dataset::{Cell, Column, Limit};

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
        for (column, cell) in columns.iter().zip(&row) {
            let is_fixed = matches!(column.limit, Limit::Shape(..));
            let field = if is_fixed { cell.as_text() } else { spelled(cell) };
            writer.write_field(field.as_bytes()).map_err(fault)?;
        }
        writer.write_record(None::<&[u8]>).map_err(fault)?;
    }
    Ok(writer.flush()?)
}

/// The cell as it is written to CSV.
fn spelled<'c>(cell: &'c Cell<'_>) -> Cow<'c, str> {
    let text = cell.as_text();
    let is_text = matches!(cell, Cell::Text(_) | Cell::List(_));
    if is_text && (is_risky(&text) || is_mistaken(&text)) { Cow::Owned(format!("'{text}")) } else { text }
}

fn is_risky(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(b'=' | b'@' | b'\'') => true,
        Some(b'+' | b'-') => !is_number(&text[1..]),
        _ => text.starts_with(['＝', '＠', '＋', '－']),
    }
}

/// Whether readers would convert a text to a number, a day or a time, and lose its spelling. Full-width digits count as
/// digits, as in Japanese spreadsheets.
fn is_mistaken(text: &str) -> bool {
    // Nearly all texts begin with a letter or soon have one; checking the others is expensive.
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let may_be_part = |c: char| is_digit(c) || ('！'..='～').contains(&c) || "-/:.,+ eET".contains(c);
    if !text.starts_with(|c: char| is_digit(c) || c == '.') || !text.chars().all(may_be_part) {
        return false;
    }
    let plain: String = text.nfkc().collect();
    let all = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (digits, rest) = plain.split_at(plain.bytes().take_while(u8::is_ascii_digit).count());
    match rest.chars().next() {
        None => (digits.len() > 1 && digits.starts_with('0')) || digits.len() > 15 || plain != text,
        Some('.') => all(&rest[1..]),
        Some('e' | 'E') => all(rest[1..].trim_start_matches(['+', '-'])),
        Some('-' | '/' | ':') => rest.split(['-', '/', ':', ' ', 'T', '.']).skip(1).all(all),
        Some(',') => rest.split(',').skip(1).all(all),
        Some(_) => false,
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
    fn no_text_is_mistaken_for_a_date_or_a_number() {
        guarded("1-3-2", "'1-3-2");
        guarded("2022-04-01", "'2022-04-01");
        guarded("2022/4/1 9:30", "'2022/4/1 9:30");
        guarded("10:30", "'10:30");
        guarded("003", "'003");
        guarded("1E4", "'1E4");
        guarded("1.50", "'1.50");
        guarded("1,000", "'1,000");
        guarded("１２", "'１２");
        guarded("12345678901234567", "'12345678901234567");
        guarded("123456789012345678901234567890", "'123456789012345678901234567890");
        guarded("1", "1");
        guarded("17", "17");
        guarded("16-cloud", "16-cloud");
        guarded("1-ア", "1-ア");
        guarded("6~8", "6~8");
        guarded("3か所", "3か所");
        guarded("", "");
    }

    #[test]
    fn numbers_stay_numbers() {
        assert_eq!(spelled(&Cell::Number(Cow::Borrowed("-5.0"))), "-5.0");
        assert_eq!(spelled(&Cell::Integer(-5)), "-5");
    }
}
