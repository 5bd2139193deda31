//! Reads the views of residents.

use super::common::{record_id, release};
use super::fields::{Fields, Slot, day, text};
use crate::diagnostic::Span;
use crate::model::{ResidentView, Text};
use crate::shape::Kind;
use crate::yaml::Value;

pub(super) fn view(fields: Fields<'_>, id: &str) -> Option<ResidentView> {
    let mut fields = fields.of_kind("view");
    let date = fields.required("date", day);
    let from = fields.optional("from", text);
    let said = fields.required("said", statements);
    let answer = fields.statements("answer");
    let records = fields.list_or_empty("records", record_id);
    let (at, release) = (fields.at, release(&mut fields));
    Some(ResidentView { at, id: id.to_owned(), date: date?, from, said: said?, answer, records, release })
}

/// Statements without which there is nothing to read.
fn statements(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Vec<Text>> {
    slot.expects(|| Kind::OneOrMore(Box::new(Kind::Text)))?;
    match value {
        Value::List(list) => Some(list.iter().filter_map(|node| text(&node.value, node.at, slot)).collect()),
        Value::Empty | Value::Truth(_) | Value::Number(_) | Value::Text(_) | Value::Map(_) => {
            text(value, at, slot).map(|text| vec![text])
        }
    }
}
