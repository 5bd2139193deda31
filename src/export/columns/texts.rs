//! `texts`: what stands in rows of the city's own, one row per statement.

use std::collections::HashMap;

use super::fields::{About, Fields, Table};
use super::figures::unique;
use crate::dataset::Cell;
use crate::export::cell;
use crate::model::{FiscalYear, FormPart, OwnText, Record, RecordId, Site, Text};

struct Row<'s> {
    id: String,
    record: RecordId,
    anchor: Option<String>,
    year: Option<FiscalYear>,
    own: &'s OwnText,
    word: &'s str,
    /// Its position and the text; `None` if the row is stated to be none.
    statement: Option<(usize, &'s Text)>,
}

/// Rows of the city's own.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        name: "texts",
        title_en: "Texts in rows of the municipality's own forms",
        description: "団体の様式だけにある欄の文。1行が1つの文です。無いと書かれた欄は、文の無い1行です。",
        ..About::default()
    };
    columns().table(site, about, |site, _| {
        let is_used = |record: &Record<'_>| record.own_texts().iter().any(|(_, _, texts)| !texts.is_empty());
        site.records().filter(is_used).flat_map(move |record| rows(site, record))
    })
}

fn rows<'s>(site: &'s Site, record: Record<'s>) -> Vec<Row<'s>> {
    let (mut rows, mut seen) = (Vec::new(), HashMap::new());
    let head = site.head_of(record).map(|(head, _)| head);
    for (anchor, year, texts) in record.own_texts() {
        let of = if year.is_some() { FormPart::Year } else { FormPart::Whole };
        for own in texts {
            let declared = head.and_then(|head| head.own(of).find(|(id, _)| *id == own.id.value));
            let Some((_, word)) = declared else { continue };
            let mut row = |statement: Option<(usize, &'s Text)>| Row {
                id: unique(&mut seen, id(record, anchor.as_deref(), own, statement)),
                record: record.id(),
                anchor: anchor.clone(),
                year: year.map(|year| year.fiscal_year.value),
                own,
                word,
                statement,
            };
            rows.extend((1..).zip(&own.statements).map(|statement| row(Some(statement))).collect::<Vec<_>>());
            rows.extend(own.statements.is_empty().then(|| row(None)));
        }
    }
    rows
}

/// `<record>#<anchor>-<row>/<statement>`; the statement itself is told from others, whatever its place.
fn id(record: Record<'_>, anchor: Option<&str>, own: &OwnText, statement: Option<(usize, &Text)>) -> String {
    let part = anchor.map_or_else(String::new, |anchor| format!("{anchor}-"));
    let said = statement.map_or_else(String::new, |(_, text)| format!("/{}", cell::mark(&text.value)));
    record.id().part(&format!("{part}{}{said}", own.id))
}

impl Row<'_> {
    fn page(&self) -> String {
        self.anchor.as_ref().map_or_else(|| self.record.page(), |anchor| self.record.part_page(anchor))
    }
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    Fields::<Row<'s>>::with_id(|_, row| cell::address(row.id.clone()))
        .text(("record_id", "記録_ID"), ("記録の ID。", "Identifier of the record."), |_, row| {
            cell::owned(row.record.0.clone())
        })
        .required()
        .refers_to("objects")
        .fiscal_year(|row| row.year)
        .by_year(|row| row.year)
        .needed(("row_id", "欄_ID"), ("欄の ID。", "Identifier of the row of the form."), |row| &row.own.id)
        .text(("row_word", "欄"), ("欄の名前。", "Name of the row of the form."), |_, row| cell::text(row.word))
        .required()
        .integer(
            ("order", "順"),
            ("欄の中の文の順。", "Position of the statement within the row."),
            |_, row| {
                row.statement.map_or(Cell::Empty, |(order, _)| Cell::Integer(i64::try_from(order).unwrap_or(i64::MAX)))
            },
        )
        .maybe(("text", "文"), ("欄の文。", "The statement."), |row| row.statement.map(|(_, text)| text))
        .state(("text_state", "文_状態コード"), |row| if row.statement.is_some() { "given" } else { "none" })
        .page(|_, row| row.page())
}
