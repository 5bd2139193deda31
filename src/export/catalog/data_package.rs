//! Data Package 2.0 with Table Schema: `datapackage.json`, for frictionless and related tools.

use serde_json::{Value, json};

use super::{Part, Whole, known, list};
use crate::bundle::Error;
use crate::dataset::{Column, ColumnType, Dataset, Packed, Unit};

const PROFILES: &str = "https://datapackage.org/profiles/2.0";

/// The package of the site: all tables, their years, and the list of tables.
pub(super) fn package(whole: &Whole<'_>, datasets: &[Dataset<'_>]) -> Result<Value, Error> {
    let mut package = tables(whole, datasets)?;
    if let Some(Value::Array(resources)) = package.get_mut("resources") {
        let years = datasets.iter().flat_map(Part::all).filter(|part| part.edition.is_some());
        resources.extend(years.map(|part| year_resource(whole, part, datasets)).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(package)
}

/// The package of the archive: the tables without their years.
pub(super) fn tables(whole: &Whole<'_>, datasets: &[Dataset<'_>]) -> Result<Value, Error> {
    let profile = &whole.site.profile;
    let mut resources = datasets.iter().map(|dataset| resource(dataset, datasets)).collect::<Result<Vec<_>, _>>()?;
    resources.push(list_resource(whole, datasets)?);
    let licences = profile
        .licence
        .iter()
        .map(|licence| json!({"name": licence.id.value, "path": licence.url.value, "title": licence.name.value}));
    Ok(known(json!({
        "$schema": format!("{PROFILES}/datapackage.json"),
        "name": format!("mieruka-{}", whole.code()),
        "id": whole.base().map(|base| format!("{base}data/datapackage.json")),
        "title": whole.collection().title(),
        "description": whole.collection().introduction(),
        "homepage": whole.base(),
        "version": whole.modified(),
        "created": whole.modified().filter(|day| day.len() == 10).map(|day| format!("{day}T00:00:00+09:00")),
        "keywords": whole.keywords(),
        "licenses": licences.collect::<Vec<_>>(),
        "contributors": [{"title": whole.publisher(), "roles": ["creator", "publisher"]}],
        "resources": resources,
    })))
}

/// The path of the separately published Table Schema of a table, relative to `data/`.
pub(super) fn schema_path(dataset: &Dataset<'_>) -> String {
    dataset.files[0].path.trim_start_matches("data/").replace(".csv", ".tableschema.json")
}

/// One year of a table, with the schema of the table.
fn year_resource(whole: &Whole<'_>, part: Part<'_, '_>, datasets: &[Dataset<'_>]) -> Result<Value, Error> {
    let file = &part.files()[0];
    let name = part.id(whole).trim_start_matches(whole.code()).trim_start_matches('_').to_owned();
    let schema = schema(part.dataset, datasets);
    let (title, description) = (part.title(), part.description());
    let resource = Resource { name: &name, title: &title, description: &description, path: &file.path };
    Ok(resource.described(file.packed()?, schema))
}

fn resource(dataset: &Dataset<'_>, datasets: &[Dataset<'_>]) -> Result<Value, Error> {
    let file = &dataset.files[0];
    let Dataset { name, title, description, .. } = dataset;
    Ok(Resource { name, title, description, path: &file.path }.described(file.packed()?, schema(dataset, datasets)))
}

fn list_resource(whole: &Whole<'_>, datasets: &[Dataset<'_>]) -> Result<Value, Error> {
    let packed = Packed::of(&|to| list::write(to, whole, datasets))?;
    let fields: Vec<_> = list::columns().iter().map(|column| field(column, &[])).collect();
    let schema = json!({
        "$schema": format!("{PROFILES}/tableschema.json"),
        "fields": fields,
        "primaryKey": ["ファイル_ID"],
        "missingValues": [""],
    });
    let list = Resource {
        name: "dataset_list",
        title: "データセット一覧",
        description: "この団体のデータセットとファイルの一覧。1行が1つのファイルです。",
        path: &whole.collection().list(),
    };
    Ok(list.described(&packed, schema))
}

/// A CSV file of the package.
struct Resource<'t> {
    name: &'t str,
    title: &'t str,
    description: &'t str,
    /// The path from the root of the site.
    path: &'t str,
}

impl Resource<'_> {
    fn described(&self, packed: &Packed, schema: Value) -> Value {
        json!({
            "$schema": format!("{PROFILES}/dataresource.json"),
            "name": self.name,
            "type": "table",
            "title": self.title,
            "description": self.description,
            "path": self.path.trim_start_matches("data/"),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": packed.entry.size,
            "hash": format!("sha256:{}", packed.sha256),
            "dialect": {"$schema": format!("{PROFILES}/tabledialect.json"), "delimiter": ",", "header": true},
            "schema": schema,
        })
    }
}

/// The Table Schema of a CSV file: the fields have the names of the headers.
pub(super) fn schema(dataset: &Dataset<'_>, datasets: &[Dataset<'_>]) -> Value {
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
        "fields": dataset.columns.iter().map(|column| field(column, dataset.primary_key)).collect::<Vec<_>>(),
        "primaryKey": primary,
        "foreignKeys": if keys.is_empty() { Value::Null } else { Value::Array(keys) },
        "missingValues": [""],
    }))
}

fn field(column: &Column, key: &[&str]) -> Value {
    let codes: Vec<_> = column.codes.iter().map(|(code, _)| *code).collect();
    let categories: Vec<_> = column.codes.iter().map(|(code, label)| json!({"value": code, "label": label})).collect();
    known(json!({
        "name": column.header,
        "title": column.name,
        "type": field_type(column.kind),
        "description": format!("{} / {}", column.meaning, column.meaning_en),
        "constraints": {
            "required": column.required.then_some(true),
            "unique": (key == [column.name]).then_some(true),
            "enum": (!codes.is_empty()).then_some(codes),
            "minimum": column.limit.least(),
            "maximum": column.limit.greatest(),
            "pattern": column.limit.shape(),
        },
        "unit": column.unit.map(Unit::words),
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
