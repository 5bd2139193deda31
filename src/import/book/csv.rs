//! A CSV as one sheet, or a table separated by tabs, as spreadsheets save 「Unicode テキスト」, or by semicolons: UTF-8 with or
//! without a BOM, UTF-16 with one, or Shift_JIS if the bytes can be nothing else.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, SHIFT_JIS, UTF_8};

use super::format::Format;
use super::{Book, Cell, Error, MAX_CELLS, Room, Sheet, ends, text_content};

/// Reads a CSV.
pub(super) fn open(name: &str, bytes: &[u8]) -> Result<Book, Error> {
    let (encoding, text) = decode(bytes).ok_or_else(|| Error::Encoding(name.to_owned()))?;
    let mut cells = BTreeMap::new();
    let (separator, text) = separated(&text);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let (mut room, plain) = (Room(MAX_CELLS), Format::built_in(0));
    for (row, record) in (0u32..).zip(reader.records()) {
        let record = record.map_err(|_| Error::NotABook(name.to_owned()))?;
        for (column, field) in (0u32..).zip(&record) {
            if let Some(content) = text_content(unguarded(field), &plain) {
                room.take(name)?;
                cells.insert((row, column), Cell { content, is_formula: false, is_struck: false });
            }
        }
        if !ends((row, 0)) {
            return Err(Error::Bursts(name.to_owned()));
        }
    }
    let is_shift_jis = encoding == SHIFT_JIS;
    let notices =
        if is_shift_jis { vec![format!("「{name}」を Shift_JIS として読みました")] } else { Vec::new() };
    let sheet = Sheet { cells, ..Sheet::default() };
    Ok(Book { name: name.to_owned(), sheets: vec![sheet], is_shift_jis, notices })
}

/// What separates the cells, and the table: `sep=;` above it says so to Excel, which does not show that line. Elsewhere the
/// first line with a separator tells; a comma always separates.
fn separated(text: &str) -> (u8, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let told = first.trim().trim_matches('"').strip_prefix("sep=").map(str::as_bytes);
    if let Some([separator @ (b',' | b';' | b'\t' | b'|')]) = told {
        return (*separator, rest);
    }
    let line = text.lines().find(|line| line.contains([',', ';', '\t'])).unwrap_or_default();
    let separator = [b',', b'\t', b';'].into_iter().find(|byte| line.as_bytes().contains(byte));
    (separator.unwrap_or(b','), text)
}

fn decode(bytes: &[u8]) -> Option<(&'static Encoding, String)> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => SHIFT_JIS,
    };
    if encoding == SHIFT_JIS {
        return Some((encoding, shift_jis(bytes)?));
    }
    let (text, _, has_errors) = encoding.decode(bytes);
    (!has_errors).then(|| (encoding, text.into_owned()))
}

/// Windows writes the space without a break as a byte of its own, which is outside the standard.
fn shift_jis(bytes: &[u8]) -> Option<String> {
    let (mut text, mut from, mut at) = (String::new(), 0, 0);
    let mut decoded = |piece: &[u8]| {
        let piece = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(piece)?;
        text.push_str(&piece);
        Some(())
    };
    while let Some(byte) = bytes.get(at) {
        if *byte == 0xa0 {
            decoded(&bytes[from..at])?;
            decoded(b" ")?;
            from = at + 1;
        }
        at += if matches!(byte, 0x81..=0x9f | 0xe0..=0xfc) { 2 } else { 1 };
    }
    decoded(&bytes[from..])?;
    Some(text)
}

/// Removes the one apostrophe that keeps spreadsheets from running a text.
fn unguarded(field: &str) -> &str {
    field.strip_prefix('\'').unwrap_or(field)
}
