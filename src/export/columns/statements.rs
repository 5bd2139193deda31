//! `statements`: every sentence of a record, one row each, with the field in which it stands. The tables of the records have
//! the same sentences as lists in cells.

use std::collections::HashMap;

use super::fields::{About, Fields, HOLDER, Readers, Table};
use super::figures::unique;
use crate::dataset::Cell;
use crate::export::cell;
use crate::model::form::{Class, Part, Row as FormRow, Value};
use crate::model::{Record, RecordId, Site, Text};

struct Row<'s> {
    id: String,
    record: Record<'s>,
    anchor: Option<String>,
    field: String,
    /// Its position within the field.
    number: i64,
    text: &'s Text,
}

/// The name of the table.
pub(super) const NAME: &str = "statements";

/// The most records of which the sentences are told once more, one by one. Of more, the table would be a third of the open
/// data and of the time that they take, and its readers are programs that can divide cells.
const MOST: usize = 3_000;

/// Whether the site is small enough for it.
pub(super) fn is_wanted(site: &Site) -> bool {
    site.records().nth(MOST).is_none()
}

/// 文.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        name: NAME,
        title_en: "Statements",
        description: "記録に書かれた文。1行が1つの文です。欄は、正誤で使う欄の名前と同じです。action_items などの表で1つの欄に並べた文と同じもので、数える、探す、比べるときに使えます。",
        count: Some(count),
        readers: Readers::Programs,
        ..About::default()
    };
    columns().table(site, about, |site, _| site.records().flat_map(rows_of))
}

fn count(site: &Site) -> usize {
    site.records().map(|record| count_of(&record.form())).sum()
}

fn count_of(part: &Part<'_>) -> usize {
    let of = |row: &FormRow<'_>| {
        let own = if row.class == Class::Statement { texts(row).count() } else { 0 };
        own + row.parts.iter().map(count_of).sum::<usize>()
    };
    part.rows.iter().map(of).sum()
}

/// The statements in a row of a form.
fn texts<'s>(row: &FormRow<'s>) -> impl Iterator<Item = &'s Text> {
    row.values.iter().filter_map(|value| if let Value::Text(text) = value { Some(*text) } else { None })
}

fn rows_of(record: Record<'_>) -> Vec<Row<'_>> {
    let mut found = Found { record, id: record.id(), seen: HashMap::new(), rows: Vec::new() };
    found.mapping(&record.form(), None, "");
    found.rows
}

/// The statements of one record while they are collected.
struct Found<'s> {
    record: Record<'s>,
    id: RecordId,
    seen: HashMap<String, u32>,
    rows: Vec<Row<'s>>,
}

impl<'s> Found<'s> {
    fn mapping(&mut self, part: &Part<'s>, above: Option<&str>, path: &str) {
        let own = part.place.anchor();
        let anchor = own.as_deref().or(above);
        for row in &part.rows {
            let path = [path, row.key].concat();
            if row.class == Class::Statement {
                self.statements(row, anchor, &path);
            }
            for part in &row.parts {
                let name = part.place.name().map_or_else(String::new, |name| format!(".{name}"));
                self.mapping(part, anchor, &[&*path, &name, "."].concat());
            }
        }
    }

    fn statements(&mut self, row: &FormRow<'s>, anchor: Option<&str>, field: &str) {
        for (number, text) in (1..).zip(texts(row)) {
            let id = [&*self.id.0, "/statements/", field, "/", &cell::mark(&text.value)].concat();
            let id = unique(&mut self.seen, id);
            let (record, anchor) = (self.record, anchor.map(str::to_owned));
            self.rows.push(Row { id, record, anchor, field: field.to_owned(), number, text });
        }
    }
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    Fields::<Row<'s>>::with_id(|_, row| cell::address(row.id.clone()))
        .record(HOLDER, |row| row.record)
        .anchor(|row| row.anchor.clone())
        .text(("field", "欄"), ("文のある欄。", "Field in which the statement stands."), |_, row| {
            cell::address(row.field.clone())
        })
        .required()
        .integer(("number", "番号"), ("欄の中の何番目の文か。", "Position within the field."), |_, row| {
            Cell::Integer(row.number)
        })
        .required()
        .text(("text", "文"), ("文。", "The statement."), |_, row| cell::text(&row.text.value))
        .page(|_, row| match &row.anchor {
            Some(anchor) => row.record.id().part_page(anchor),
            None => row.record.id().page(),
        })
}
