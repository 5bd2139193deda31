//! JSON Schema 2020-12 of the tables.

use serde_json::{Map, Value, json};

use super::known;
use crate::dataset::{Column, ColumnType, Dataset, standard};

/// The dialect of all schemas.
pub(super) const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of a table's JSON: the same in all municipalities.
pub(super) fn table(dataset: &Dataset<'_>) -> Value {
    let properties: Map<_, _> =
        dataset.columns.iter().map(|column| (column.name.to_owned(), property(column))).collect();
    let required: Vec<_> = dataset.columns.iter().filter(|column| column.required).map(|column| column.name).collect();
    known(json!({
        "$schema": DIALECT,
        "$id": standard(dataset.name),
        "title": dataset.title,
        "description": dataset.description,
        "type": "array",
        "items": {
            "type": "object",
            "properties": properties,
            "required": required,
            "unevaluatedProperties": false,
        },
    }))
}

fn property(column: &Column) -> Value {
    let codes: Vec<_> = column.codes.iter().map(|(code, label)| json!({"const": code, "title": label})).collect();
    let (kind, format, items) = match column.kind {
        ColumnType::Text => ("string", None, None),
        ColumnType::List => ("array", None, Some(json!({"type": "string"}))),
        ColumnType::Number => ("number", None, None),
        ColumnType::Integer => ("integer", None, None),
        ColumnType::Date => ("string", Some("date"), None),
        ColumnType::Truth => ("boolean", None, None),
    };
    json!({
        "title": column.header,
        "description": format!("{} / {}", column.meaning, column.meaning_en),
        "type": kind,
        "format": format,
        "items": items,
        "minimum": column.limit.least(),
        "maximum": column.limit.greatest(),
        "pattern": column.limit.shape().map(|shape| format!("^{shape}$")),
        "oneOf": (!codes.is_empty()).then_some(codes),
    })
}
