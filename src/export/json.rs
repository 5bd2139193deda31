//! A table as JSON: an array of records, one a line, with the machine names of the columns. Types stay: numbers keep their
//! digits (30.10 stays 30.10), statements are arrays, and what is not known is `null`.

use crate::bundle::Error;
use crate::dataset::{Cell, Column};

/// Writes a table.
pub(super) fn json<'s>(
    path: &str,
    columns: &[Column],
    rows: impl Iterator<Item = Vec<Cell<'s>>>,
) -> Result<Vec<u8>, Error> {
    let keys: Vec<_> = columns.iter().map(|column| format!("\"{}\":", column.name)).collect();
    let mut out = b"[".to_vec();
    for (i, row) in rows.enumerate() {
        out.extend_from_slice(if i == 0 { b"\n{" } else { b",\n{" });
        for (j, (key, cell)) in keys.iter().zip(&row).enumerate() {
            if j > 0 {
                out.push(b',');
            }
            out.extend_from_slice(key.as_bytes());
            write_cell(&mut out, cell)
                .map_err(|fault| Error::Format { path: path.to_owned(), reason: fault.to_string() })?;
        }
        out.push(b'}');
    }
    out.extend_from_slice(b"\n]\n");
    Ok(out)
}

fn write_cell(out: &mut Vec<u8>, cell: &Cell<'_>) -> serde_json::Result<()> {
    match cell {
        Cell::Empty => out.extend_from_slice(b"null"),
        Cell::Number(digits) => out.extend_from_slice(digits.as_bytes()),
        Cell::List(texts) => serde_json::to_writer(out, texts)?,
        Cell::Text(text) => serde_json::to_writer(out, text)?,
        Cell::Date(date) => serde_json::to_writer(out, date)?,
        Cell::Integer(n) => serde_json::to_writer(out, n)?,
        Cell::Truth(truth) => serde_json::to_writer(out, truth)?,
    }
    Ok(())
}
