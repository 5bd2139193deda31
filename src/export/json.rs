//! A table as JSON: an array of records, one per line, with the machine names of the columns. Types are kept: numbers
//! keep their digits (30.10 stays 30.10) and statements are arrays. An unknown value is left out, which readers treat
//! as `null`; an empty array is *none*. Leaving them out makes a long table of mostly empty columns a third shorter.

use std::io::Write;

use crate::bundle::Error;
use crate::dataset::{Cell, Column};

/// Writes a table.
pub(super) fn json<'s>(
    to: &mut dyn Write,
    columns: &[Column],
    rows: impl Iterator<Item = Vec<Cell<'s>>>,
) -> Result<(), Error> {
    let keys: Vec<_> = columns.iter().map(|column| format!("\"{}\":", column.name)).collect();
    let mut line = Vec::new();
    to.write_all(b"[")?;
    for (i, row) in rows.enumerate() {
        line.clear();
        line.extend_from_slice(if i == 0 { b"\n{" } else { b",\n{" });
        for (key, cell) in keys.iter().zip(&row).filter(|(_, cell)| **cell != Cell::Empty) {
            if line.last() != Some(&b'{') {
                line.push(b',');
            }
            line.extend_from_slice(key.as_bytes());
            write_cell(&mut line, cell).map_err(|fault| Error::Sink(fault.to_string()))?;
        }
        line.push(b'}');
        to.write_all(&line)?;
    }
    Ok(to.write_all(b"\n]\n")?)
}

fn write_cell(line: &mut Vec<u8>, cell: &Cell<'_>) -> serde_json::Result<()> {
    match cell {
        Cell::Empty => line.extend_from_slice(b"null"),
        Cell::Number(digits) => line.extend_from_slice(digits.as_bytes()),
        Cell::List(texts) => serde_json::to_writer(line, texts)?,
        Cell::Text(text) => serde_json::to_writer(line, text)?,
        Cell::Date(date) => serde_json::to_writer(line, date)?,
        Cell::Integer(n) => serde_json::to_writer(line, n)?,
        Cell::Truth(truth) => serde_json::to_writer(line, truth)?,
    }
    Ok(())
}
