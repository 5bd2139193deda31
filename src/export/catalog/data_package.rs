//! Data Package 2.0 with Table Schema: `datapackage.json`, for frictionless and related tools. The schema of each table is a
//! file of its own, which the package names.

use serde_json::{Value, json};

use super::{Part, Whole, known, list};
use crate::bundle::Error;
use crate::dataset::{Column, ColumnType, DataFile, Dataset, GENERATOR, GUARD, Packed, Unit, standard, version_of};
use crate::digest::{Parts, hex};

const PROFILES: &str = "https://datapackage.org/profiles/2.0";

/// The CSV of a table: as it is published or, in the archive, as it is.
pub(super) type Csv = for<'d, 's> fn(&'d Dataset<'s>) -> &'d DataFile<'s>;

/// The package: the tables, and the list of them. Files of single years are left out: the tables contain their rows.
pub(super) fn package(whole: &Whole<'_>, datasets: &[Dataset<'_>], csv: Csv) -> Result<Value, Error> {
    let profile = &whole.site.profile;
    let mut resources =
        datasets.iter().map(|dataset| resource(whole, dataset, csv(dataset))).collect::<Result<Vec<_>, _>>()?;
    resources.push(list_resource(whole, datasets)?);
    let licences = profile
        .licence
        .iter()
        .map(|licence| json!({"name": licence.id.value, "path": licence.uri(), "title": licence.name.value}));
    Ok(known(json!({
        "$schema": format!("{PROFILES}/datapackage.json"),
        "name": format!("mieruka-{}", whole.code()),
        "id": whole.base().map(|base| format!("{base}data/datapackage.json")),
        "title": whole.collection().title(),
        "description": whole.collection().introduction(),
        "homepage": whole.base(),
        "generator": GENERATOR,
        "version": version(whole, datasets)?,
        "created": whole.modified().filter(|day| day.len() == 10).map(|day| format!("{day}T00:00:00+09:00")),
        "keywords": whole.keywords(datasets),
        "licenses": licences.collect::<Vec<_>>(),
        "contributors": [{"title": whole.publisher(), "roles": ["creator", "publisher"]}],
        "resources": resources,
    })))
}

/// The day of the site and a digest of all tables: it changes with each of them.
fn version(whole: &Whole<'_>, datasets: &[Dataset<'_>]) -> Result<String, Error> {
    let mut sum = Parts::default();
    for dataset in datasets {
        sum.add(&dataset.csv.packed()?.sha256);
    }
    Ok(version_of(whole.modified(), &hex(&sum.finish()[..4])))
}

/// The path of the separately published Table Schema of a table, relative to `data/`.
pub(super) fn schema_path(dataset: &Dataset<'_>) -> String {
    dataset.description_beside("tableschema.json").trim_start_matches("data/").to_owned()
}

fn resource(whole: &Whole<'_>, dataset: &Dataset<'_>, file: &DataFile<'_>) -> Result<Value, Error> {
    let title = Part { dataset, edition: None }.title(whole);
    let Dataset { name, description, .. } = dataset;
    let resource = Resource { name, title: &title, description, path: &file.path };
    let mut described = resource.described(file.packed()?, json!(schema_path(dataset)));
    described["conformsTo"] = json!(standard(name));
    if file.path.ends_with(".gz") {
        described["compression"] = json!("gz");
    }
    Ok(described)
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
        name: "open_data_list",
        title: &list::title(whole),
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
            "bytes": packed.size,
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
            let (own, others) = dataset.joined(key);
            let fields: Vec<_> = own.iter().filter_map(|name| dataset.header(name)).collect();
            let references: Vec<_> = others.iter().filter_map(|name| other.header(name)).collect();
            Some(json!({"fields": fields, "reference": {"resource": resource, "fields": references}}))
        })
        .collect();
    let primary: Vec<_> = Dataset::PRIMARY_KEY.iter().filter_map(|name| dataset.header(name)).collect();
    known(json!({
        "$schema": format!("{PROFILES}/tableschema.json"),
        "fields": dataset.columns.iter().map(|column| field(column, &["id"])).collect::<Vec<_>>(),
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
        "guard": column.is_guarded().then_some(GUARD),
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
