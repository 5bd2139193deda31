//! Reads what the heads of the families say about the city's own form.

use super::common::slug_text;
use super::fields::{Decode, Fields, Slot, code, text};
use crate::diagnostic::{Located, Span};
use crate::model::{FormKind, FormRow, Head, OwnText, RowKey, Text};
use crate::shape::Kind;
use crate::yaml::Node;
use crate::yaml::Value;

/// `item` and `form`.
pub(super) fn head(fields: &mut Fields<'_>, kind: FormKind) -> Head {
    let row: Decode<FormRow> = match kind {
        FormKind::Plan => {
            |value, at, slot| form_row(value, at, slot, |value, at, slot| row(value, at, slot, FormKind::Plan))
        }
        FormKind::Item => {
            |value, at, slot| form_row(value, at, slot, |value, at, slot| row(value, at, slot, FormKind::Item))
        }
        FormKind::Goal => {
            |value, at, slot| form_row(value, at, slot, |value, at, slot| row(value, at, slot, FormKind::Goal))
        }
    };
    Head { item: fields.optional("item", text), sheet: None, form: fields.list("form", row) }
}

/// `texts` of a record: the rows of the city's own. A row without a value is unknown.
pub(super) fn texts(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Vec<OwnText>> {
    slot.expects(|| Kind::OwnTexts)?;
    let entries = Fields::of(value, at, slot)?.into_entries().iter();
    let own = |(id, node): &(Text, Node)| {
        let statements = match &node.value {
            Value::Empty => return None,
            Value::List(lines) => lines.iter().filter_map(|line| text(&line.value, line.at, slot)).collect(),
            value @ (Value::Truth(_) | Value::Number(_) | Value::Text(_) | Value::Map(_)) => {
                text(value, node.at, slot).into_iter().collect()
            }
        };
        Some(OwnText { id: id.clone(), statements })
    };
    Some(entries.filter_map(own).collect())
}

/// `goals` of site.yaml.
pub(super) fn goals(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Head> {
    let mut fields = Fields::of(value, at, slot)?;
    let sheet = fields.optional("sheet", text);
    Some(Head { sheet, ..head(&mut fields, FormKind::Goal) })
}

fn form_row(value: &Value, at: Span, slot: &Slot<'_>, row: Decode<Located<&'static str>>) -> Option<FormRow> {
    let mut fields = Fields::of(value, at, slot)?;
    let faults = slot.faults.count();
    let known = fields.optional("row", row);
    let own = fields.optional("id", slug_text);
    let word = fields.optional("word", text);
    let is_in_years = fields.optional("in", years).is_some();
    let own_key = if is_in_years { RowKey::OwnOfYear } else { RowKey::Own };
    let row = match (known, own) {
        (Some(known), None) => Some(known.map(RowKey::Known)),
        (None, Some(own)) if word.is_some() => Some(own.map(own_key)),
        (None, _) if slot.faults.count() > faults => None,
        (None, Some(_)) => {
            slot.wrong(at, "団体の欄の `id` と `word`", "`{id: taisho, word: 対象}` のように書いてください")
        }
        (Some(_), Some(_)) | (None, None) => slot.wrong(
            at,
            "`row`(決まった欄)か `id`(団体の欄)のどちらか",
            "`{row: summary, word: 概要}` か `{id: taisho, word: 対象}` のように書いてください",
        ),
    };
    Some(FormRow { row: row?, word })
}

fn row(value: &Value, at: Span, slot: &Slot<'_>, kind: FormKind) -> Option<Located<&'static str>> {
    code(value, at, slot, kind.rows().map(|(key, word)| (key, key, word)))
}

fn years(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<()>> {
    code(value, at, slot, std::iter::once(((), "years", "年度ごとの欄")))
}
