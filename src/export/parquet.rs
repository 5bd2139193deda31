//! A table as Parquet: typed columns by their machine names, for programs that read many tables or those of many cities.
//! Unknown is null, none is an empty list, a decimal number is a double. Rows are gathered in groups, so that a long table is
//! never whole in memory.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;

use crate::bundle::Error;
use crate::dataset::{Cell, Column, ColumnType};
use crate::workbook::serial_day;

/// 1970-01-01 as workbooks count days.
const EPOCH: i64 = 25_569;

/// How many rows are gathered at a time: of long texts some ten megabytes.
const GROUP: usize = 5_000;

impl From<ParquetError> for Error {
    fn from(fault: ParquetError) -> Self {
        Self::Sink(fault.to_string())
    }
}

/// A table while it is written.
pub(super) struct Parquet<'c, W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: &'c [Column],
    /// The rows of a group that is not whole yet.
    filled: Vec<Filled>,
    rows: usize,
}

impl<'c, W: Write + Send> Parquet<'c, W> {
    /// Begins with the schema.
    pub(super) fn begin(to: W, name: &str, columns: &'c [Column]) -> Result<Self, Error> {
        let schema = Arc::new(parse_message_type(&schema(name, columns))?);
        let properties = WriterProperties::builder()
            .set_created_by("mieruka".to_owned())
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            .build();
        let writer = SerializedFileWriter::new(to, schema, Arc::new(properties))?;
        Ok(Self { writer, columns, filled: columns.iter().map(Filled::of).collect(), rows: 0 })
    }

    /// Adds a row.
    pub(super) fn row(&mut self, row: &[Cell<'_>]) -> Result<(), Error> {
        self.filled.iter_mut().zip(row).for_each(|(column, cell)| column.push(cell));
        self.rows += 1;
        if self.rows == GROUP { self.write() } else { Ok(()) }
    }

    /// Writes the rows that are gathered.
    fn write(&mut self) -> Result<(), Error> {
        let filled = std::mem::replace(&mut self.filled, self.columns.iter().map(Filled::of).collect());
        let mut group = self.writer.next_row_group()?;
        for column in filled {
            let writer = group.next_column()?.expect("the schema has each column of the table");
            column.write(writer)?;
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }

    /// Ends the table.
    pub(super) fn end(mut self) -> Result<W, Error> {
        if self.rows > 0 {
            self.write()?;
        }
        Ok(self.writer.into_inner()?)
    }
}

/// The columns in the language of schemas.
fn schema(name: &str, columns: &[Column]) -> String {
    let field = |column: &Column| {
        let (name, need) = (column.name, if column.required { "REQUIRED" } else { "OPTIONAL" });
        match column.kind {
            ColumnType::Text => format!("{need} BYTE_ARRAY {name} (UTF8);"),
            ColumnType::List => {
                format!(
                    "OPTIONAL GROUP {name} (LIST) {{ REPEATED GROUP list {{ REQUIRED BYTE_ARRAY element (UTF8); }} }}"
                )
            }
            ColumnType::Number => format!("{need} DOUBLE {name};"),
            ColumnType::Integer => format!("{need} INT64 {name};"),
            ColumnType::Date => format!("{need} INT32 {name} (DATE);"),
            ColumnType::Truth => format!("{need} BOOLEAN {name};"),
        }
    };
    format!("message {name} {{ {} }}", columns.iter().map(field).collect::<String>())
}

/// The cells of a column in a group of rows.
struct Filled {
    values: Values,
    /// For each row whether it has a value; in lists 0 is unknown, 1 none, 2 a statement.
    levels: Vec<i16>,
    /// In lists whether it is a further statement of the row.
    repeats: Vec<i16>,
    is_required: bool,
}

/// Values of one type.
enum Values {
    Texts(Texts),
    Lists(Texts),
    Numbers(Vec<f64>),
    Integers(Vec<i64>),
    Days(Vec<i32>),
    Truths(Vec<bool>),
}

/// Texts behind one another, and where each ends: they share their bytes.
#[derive(Default)]
struct Texts {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len());
    }

    fn parts(self) -> Vec<ByteArray> {
        let (bytes, mut start) = (ByteArray::from(self.bytes), 0);
        let text = |end: usize| {
            let text = bytes.slice(start, end - start);
            start = end;
            text
        };
        self.ends.into_iter().map(text).collect()
    }
}

impl Filled {
    fn of(column: &Column) -> Self {
        let values = match column.kind {
            ColumnType::Text => Values::Texts(Texts::default()),
            ColumnType::List => Values::Lists(Texts::default()),
            ColumnType::Number => Values::Numbers(Vec::new()),
            ColumnType::Integer => Values::Integers(Vec::new()),
            ColumnType::Date => Values::Days(Vec::new()),
            ColumnType::Truth => Values::Truths(Vec::new()),
        };
        Self { values, levels: Vec::new(), repeats: Vec::new(), is_required: column.required }
    }

    fn push(&mut self, cell: &Cell<'_>) {
        match (&mut self.values, cell) {
            (Values::Lists(texts), Cell::List(all)) => {
                all.iter().for_each(|text| texts.push(text));
                self.repeats.extend((0..all.len().max(1)).map(|place| i16::from(place > 0)));
                let level = if all.is_empty() { 1 } else { 2 };
                self.levels.extend((0..all.len().max(1)).map(|_| level));
                return;
            }
            (Values::Texts(texts), Cell::Text(text)) => texts.push(text),
            (Values::Numbers(numbers), Cell::Number(digits)) => {
                numbers.push(digits.parse().expect("a number is told by its digits"));
            }
            (Values::Integers(numbers), Cell::Integer(number)) => numbers.push(*number),
            (Values::Days(days), Cell::Date(day)) => days.push(day_of(day)),
            (Values::Truths(truths), Cell::Truth(truth)) => truths.push(*truth),
            (_, Cell::Empty) => {
                self.levels.push(0);
                self.repeats.push(0);
                return;
            }
            (Values::Texts(_) | Values::Lists(_) | Values::Numbers(_) | Values::Integers(_), cell)
            | (Values::Days(_) | Values::Truths(_), cell) => {
                unreachable!("{cell:?} is of another type than its column")
            }
        }
        self.levels.push(1);
    }

    fn write(self, writer: SerializedColumnWriter<'_>) -> Result<(), Error> {
        let is_list = matches!(self.values, Values::Lists(_));
        let levels = (!self.is_required || is_list).then_some(&*self.levels);
        let repeats = is_list.then_some(&*self.repeats);
        match self.values {
            Values::Texts(texts) | Values::Lists(texts) => {
                written::<ByteArrayType>(writer, &texts.parts(), levels, repeats)
            }
            Values::Numbers(numbers) => written::<DoubleType>(writer, &numbers, levels, repeats),
            Values::Integers(numbers) => written::<Int64Type>(writer, &numbers, levels, repeats),
            Values::Days(days) => written::<Int32Type>(writer, &days, levels, repeats),
            Values::Truths(truths) => written::<BoolType>(writer, &truths, levels, repeats),
        }
    }
}

fn written<T: DataType>(
    mut writer: SerializedColumnWriter<'_>,
    values: &[T::T],
    levels: Option<&[i16]>,
    repeats: Option<&[i16]>,
) -> Result<(), Error> {
    writer.typed::<T>().write_batch(values, levels, repeats)?;
    Ok(writer.close()?)
}

/// Days since 1970-01-01.
fn day_of(iso: &str) -> i32 {
    i32::try_from(serial_day(iso) - EPOCH).expect("days of this era are few")
}
