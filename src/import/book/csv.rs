//! A CSV as one sheet: UTF-8 with or without a BOM, UTF-16 with one, or Shift_JIS if the bytes can be nothing else.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, SHIFT_JIS, UTF_8};

use super::{Book, Cell, Content, Error, MAX_CELLS, Sheet, text_content};

/// Reads a CSV.
pub(super) fn open(name: &str, bytes: &[u8]) -> Result<Book, Error> {
    let (encoding, text) = decode(bytes).ok_or_else(|| Error::Encoding(name.to_owned()))?;
    let mut cells = BTreeMap::new();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    for (row, record) in (0u32..).zip(reader.records()) {
        let record = record.map_err(|_| Error::NotABook(name.to_owned()))?;
        for (column, field) in (0u32..).zip(&record) {
            if let Some(content) = text_content(field) {
                cells.insert((row, column), Cell { content: unguarded(content), is_formula: false });
            }
        }
        if cells.len() > MAX_CELLS {
            return Err(Error::Bursts(name.to_owned()));
        }
    }
    let is_shift_jis = encoding == SHIFT_JIS;
    let notices =
        if is_shift_jis { vec![format!("「{name}」を Shift_JIS として読みました")] } else { Vec::new() };
    let sheet = Sheet { name: String::new(), cells, merged: Vec::new() };
    Ok(Book { name: name.to_owned(), sheets: vec![sheet], is_shift_jis, notices })
}

fn decode(bytes: &[u8]) -> Option<(&'static Encoding, String)> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => SHIFT_JIS,
    };
    let (text, _, has_errors) = encoding.decode(bytes);
    (!has_errors).then(|| (encoding, text.into_owned()))
}

/// Removes the one apostrophe that keeps spreadsheets from running a text.
fn unguarded(content: Content) -> Content {
    match content {
        Content::Text(text) => Content::Text(text.strip_prefix('\'').map(str::to_owned).unwrap_or(text)),
        other @ (Content::Number(_) | Content::Date(_) | Content::Truth(_) | Content::Error(_)) => other,
    }
}
