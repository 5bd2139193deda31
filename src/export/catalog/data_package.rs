//! Data Package 2.0 with Table Schema: `datapackage.json`, for frictionless and its relatives.

use serde_json::{Value, json};

use super::{Whole, known};
use crate::bundle::Error;
use crate::dataset::{Column, ColumnType, DataFile, Dataset};

const PROFILES: &str = "https://datapackage.org/profiles/2.0";

/// The package of all tables.
pub(super) fn package(whole: &Whole<'_>, datasets: &[Dataset<'_>]) -> Result<Value, Error> {
    let profile = &whole.site.profile;
    let resources = datasets.iter().map(|dataset| resource(dataset, datasets)).collect::<Result<Vec<_>, _>>()?;
    let licences = profile
        .licence
        .iter()
        .map(|licence| json!({"name": licence.id.value, "path": licence.url.value, "title": licence.name.value}));
    Ok(known(json!({
        "$schema": format!("{PROFILES}/datapackage.json"),
        "name": format!("mieruka-{}", whole.code()),
        "id": whole.base().map(|base| format!("{base}data/datapackage.json")),
        "title": whole.title(),
        "description": whole.description(),
        "homepage": whole.base(),
        "version": whole.modified_iso(),
        "created": whole.modified().filter(|date| date.day.is_some()).map(|date| format!("{}T00:00:00+09:00", date.iso())),
        "keywords": whole.keywords(),
        "licenses": licences.collect::<Vec<_>>(),
        "contributors": [{"title": whole.name(), "roles": ["creator", "publisher"]}],
        "resources": resources,
    })))
}

fn resource(dataset: &Dataset<'_>, datasets: &[Dataset<'_>]) -> Result<Value, Error> {
    let file: &DataFile<'_> = &dataset.files[0];
    let packed = file.packed()?;
    Ok(json!({
        "$schema": format!("{PROFILES}/dataresource.json"),
        "name": dataset.name,
        "type": "table",
        "title": dataset.title,
        "description": dataset.description,
        "path": file.path.trim_start_matches("data/"),
        "format": "csv",
        "mediatype": file.media_type,
        "encoding": "utf-8",
        "bytes": packed.size,
        "hash": format!("sha256:{}", packed.sha256),
        "dialect": {"$schema": format!("{PROFILES}/tabledialect.json"), "delimiter": ",", "header": true},
        "schema": schema(dataset, datasets),
    }))
}

/// Table Schema of a CSV: its fields are named by the headers.
fn schema(dataset: &Dataset<'_>, datasets: &[Dataset<'_>]) -> Value {
    let keys: Vec<_> = dataset
        .foreign_keys
        .iter()
        .filter_map(|key| {
            let other = datasets.iter().find(|other| other.name == key.dataset)?;
            let resource = if other.name == dataset.name { "" } else { other.name };
            let fields: Vec<_> = key.columns.iter().filter_map(|name| dataset.header(name)).collect();
            let references: Vec<_> = key.references.iter().filter_map(|name| other.header(name)).collect();
            Some(json!({"fields": fields, "reference": {"resource": resource, "fields": references}}))
        })
        .collect();
    let primary: Vec<_> = dataset.primary_key.iter().filter_map(|name| dataset.header(name)).collect();
    known(json!({
        "$schema": format!("{PROFILES}/tableschema.json"),
        "fields": dataset.columns.iter().map(|column| field(column, dataset)).collect::<Vec<_>>(),
        "primaryKey": primary,
        "foreignKeys": if keys.is_empty() { Value::Null } else { Value::Array(keys) },
        "missingValues": [""],
    }))
}

fn field(column: &Column, dataset: &Dataset<'_>) -> Value {
    let codes: Vec<_> = column.codes.iter().map(|(code, _)| *code).collect();
    let categories: Vec<_> = column.codes.iter().map(|(code, label)| json!({"value": code, "label": label})).collect();
    let is_key = dataset.primary_key == [column.name];
    known(json!({
        "name": column.header,
        "title": column.name,
        "type": field_type(column.kind),
        "description": format!("{} / {}", column.meaning, column.meaning_en),
        "constraints": {
            "required": column.required.then_some(true),
            "unique": is_key.then_some(true),
            "enum": (!codes.is_empty()).then_some(codes),
        },
        "categories": (!categories.is_empty()).then_some(categories),
    }))
}

fn field_type(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text | ColumnType::List => "string",
        ColumnType::Number => "number",
        ColumnType::Integer => "integer",
        ColumnType::Date => "date",
        ColumnType::Truth => "boolean",
    }
}
