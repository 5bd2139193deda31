//! The workbook of LibreOffice. It writes repeated equal cells as one with a count; a count that is too large for the
//! memory is refused.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{Ods, Reader};

use super::{Cell, Error, MAX_CELLS, Sheet, content};

/// The maximum repetition of a cell that is not empty.
const MAX_REPEATED: u64 = 1_000;

/// Reads the sheets.
pub(super) fn sheets(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Error> {
    let broken = || Error::NotABook(name.to_owned());
    if bursts(&content_xml(bytes).ok_or_else(broken)?) {
        return Err(Error::Bursts(name.to_owned()));
    }
    let mut book = Ods::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let mut sheets = Vec::new();
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet).map_err(|_| broken())?;
        let formulas = book.worksheet_formula(&sheet).map_err(|_| broken())?;
        let (top, left) = range.start().unwrap_or_default();
        let mut cells = BTreeMap::new();
        for (row, column, data) in range.used_cells() {
            let at = (top + row as u32, left + column as u32);
            let is_formula = formulas.get_value(at).is_some_and(|formula| !formula.is_empty());
            if let Some(content) = content(data.clone()) {
                cells.insert(at, Cell { content, is_formula });
            }
        }
        if cells.len() > MAX_CELLS {
            return Err(Error::Bursts(name.to_owned()));
        }
        sheets.push(Sheet { name: sheet, cells, merged: Vec::new() });
    }
    Ok(sheets)
}

fn content_xml(bytes: &[u8]) -> Option<String> {
    let mut text = String::new();
    zip::ZipArchive::new(Cursor::new(bytes)).ok()?.by_name("content.xml").ok()?.read_to_string(&mut text).ok()?;
    Some(text)
}

/// Whether a cell or a row that is not empty is repeated too often.
fn bursts(xml: &str) -> bool {
    let mut row_times = 1;
    for tag in xml.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        if tag.starts_with("table:table-row ") || tag == "table:table-row" {
            row_times = times(tag, "table:number-rows-repeated=\"");
        }
        let holds = tag.starts_with("table:table-cell ")
            && (tag.contains("office:value-type") || tag.contains("table:formula"));
        if holds && row_times.saturating_mul(times(tag, "table:number-columns-repeated=\"")) > MAX_REPEATED {
            return true;
        }
    }
    false
}

fn times(tag: &str, attribute: &str) -> u64 {
    tag.split(attribute).nth(1).and_then(|rest| rest.split('"').next()?.parse().ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_holds_something_can_burst() {
        assert!(!bursts(
            "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16000\"/>"
        ));
        assert!(bursts(
            "<table:table-row table:number-rows-repeated=\"10000\"><table:table-cell office:value-type=\"float\"/>"
        ));
        assert!(bursts(
            "<table:table-row><table:table-cell office:value-type=\"float\" table:number-columns-repeated=\"16000\"/>"
        ));
    }
}
