//! Rows that have their height and still grow with what is typed. The library marks every height as one that somebody has set, and
//! spreadsheets keep such rows as they are: here the mark is taken off again.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::Error;

/// The mark.
const SET_BY_HAND: &str = " customHeight=\"1\"";

/// Takes the mark off these rows of the first, second … sheet.
pub(super) fn release(book: &[u8], growing: &[Vec<u32>]) -> Result<Vec<u8>, Error> {
    let mut archive = ZipArchive::new(Cursor::new(book))?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i)?;
        let name = entry.name()?.into_owned();
        let options = SimpleFileOptions::default().last_modified_time(entry.last_modified().unwrap_or_default());
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        let sheet =
            name.strip_prefix("xl/worksheets/sheet").and_then(|rest| rest.strip_suffix(".xml")?.parse::<usize>().ok());
        if let Some(rows) = sheet.and_then(|sheet| growing.get(sheet - 1)) {
            bytes = released(&String::from_utf8_lossy(&bytes), rows).into_bytes();
        }
        writer.start_file(name, options)?;
        writer.write_all(&bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

fn released(xml: &str, rows: &[u32]) -> String {
    let mut text = String::with_capacity(xml.len());
    for (i, part) in xml.split("<row ").enumerate() {
        if i > 0 {
            text.push_str("<row ");
        }
        let row = part.strip_prefix("r=\"").and_then(|rest| rest.split('"').next()?.parse::<u32>().ok());
        match row {
            Some(row) if i > 0 && rows.contains(&(row - 1)) => text.push_str(&part.replacen(SET_BY_HAND, "", 1)),
            _ => text.push_str(part),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_named_rows_are_released() {
        let xml = "<sheetData><row r=\"1\" ht=\"20\" customHeight=\"1\"><c/></row><row r=\"2\" ht=\"20\" customHeight=\"1\"/></sheetData>";
        let expected =
            "<sheetData><row r=\"1\" ht=\"20\" customHeight=\"1\"><c/></row><row r=\"2\" ht=\"20\"/></sheetData>";
        assert_eq!(released(xml, &[1]), expected);
    }
}
