//! A table as JSON: an array of records, one per line, with the machine names of the columns. Types are kept: numbers
//! keep their digits (30.10 stays 30.10) and statements are arrays. An unknown value is left out, which readers treat
//! as `null`; an empty array is *none*. Leaving them out makes a long table of mostly empty columns a third shorter.

use std::io::Write;

use crate::bundle::Error;
use crate::dataset::{Cell, Column};

/// A table while it is written.
pub(super) struct Json<W> {
    to: W,
    keys: Vec<String>,
    line: Vec<u8>,
    is_empty: bool,
}

impl<W: Write> Json<W> {
    /// Begins the array.
    pub(super) fn begin(mut to: W, columns: &[Column]) -> Result<Self, Error> {
        to.write_all(b"[")?;
        let keys = columns.iter().map(|column| format!("\"{}\":", column.name)).collect();
        Ok(Self { to, keys, line: Vec::new(), is_empty: true })
    }

    /// Writes a row.
    pub(super) fn row(&mut self, row: &[Cell<'_>]) -> Result<(), Error> {
        let Self { to, keys, line, is_empty } = self;
        line.clear();
        line.extend_from_slice(if *is_empty { b"\n{" } else { b",\n{" });
        *is_empty = false;
        for (key, cell) in keys.iter().zip(row).filter(|(_, cell)| !matches!(cell, Cell::Empty)) {
            if line.last() != Some(&b'{') {
                line.push(b',');
            }
            line.extend_from_slice(key.as_bytes());
            write_cell(line, cell).map_err(|fault| Error::Sink(fault.to_string()))?;
        }
        line.push(b'}');
        Ok(to.write_all(line)?)
    }

    /// Ends the array.
    pub(super) fn end(mut self) -> Result<W, Error> {
        self.to.write_all(b"\n]\n")?;
        Ok(self.to)
    }
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
