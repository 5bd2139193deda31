//! CSV on the Web: `<file>.csv-metadata.json` beside each CSV, and the group of all tables with their foreign keys.

use serde_json::{Value, json};

use super::{Part, Whole, known, list};
use crate::dataset::{Column, ColumnType, Dataset, ForeignKey, GUARD, LIST_SEPARATOR, Limit, Unit, standard};

const CONTEXT: &str = "http://www.w3.org/ns/csvw";

/// The metadata beside one CSV.
pub(super) fn table(whole: &Whole<'_>, part: Part<'_, '_>) -> Value {
    let mut metadata = json!({"@context": [CONTEXT, {"@language": "ja"}]});
    let described = described(whole, part, part.files()[0].name(), None);
    if let (Value::Object(all), Value::Object(described)) = (&mut metadata, described) {
        all.extend(described);
    }
    metadata
}

/// The metadata beside the list of datasets.
pub(super) fn of_list(whole: &Whole<'_>) -> Value {
    json!({
        "@context": [CONTEXT, {"@language": "ja"}],
        "url": whole.collection().list().trim_start_matches("data/"),
        "dc:title": list::title(whole),
        "dc:publisher": whole.publisher(),
        "dialect": dialect(),
        "tableSchema": {
            "null": "",
            "columns": list::columns().iter().map(column).collect::<Vec<_>>(),
            "primaryKey": "file_id",
        },
    })
}

fn dialect() -> Value {
    json!({"encoding": "utf-8", "header": true, "delimiter": ",", "doubleQuote": true, "lineTerminators": ["\r\n"]})
}

/// The metadata of all tables whose CSV is there: the format knows no compression.
pub(super) fn group(whole: &Whole<'_>, all: &[Dataset<'_>], is_there: fn(&Dataset<'_>) -> bool) -> Value {
    let datasets: Vec<_> = all.iter().filter(|set| is_there(set)).collect();
    let tables =
        datasets.iter().map(|dataset| described(whole, Part { dataset, edition: None }, url(dataset), Some(&datasets)));
    json!({
        "@context": [CONTEXT, {"@language": "ja"}],
        "dc:title": whole.collection().title(),
        "dc:description": whole.collection().introduction(),
        "tables": tables.collect::<Vec<_>>(),
    })
}

fn url<'d>(dataset: &'d Dataset<'_>) -> &'d str {
    dataset.csv.path.trim_start_matches("data/")
}

/// A table by the address of its CSV; its foreign keys are valid only together with the tables that they refer to.
fn described(whole: &Whole<'_>, part: Part<'_, '_>, url: &str, among: Option<&[&Dataset<'_>]>) -> Value {
    let dataset = part.dataset;
    let licence = whole.site.profile.licence.as_ref();
    known(json!({
        "url": url,
        "dc:title": part.title(whole),
        "dc:description": part.description(),
        "dc:publisher": whole.publisher(),
        "dc:license": licence.map(|licence| json!({"@id": licence.uri()})),
        "dc:issued": part.published(),
        "dc:modified": part.modified(),
        "dialect": dialect(),
        "dc:conformsTo": {"@id": standard(dataset.name)},
        "tableSchema": {
            "@id": standard(dataset.name),
            "null": "",
            "columns": dataset.columns.iter().map(|one| of_table(dataset, one)).collect::<Vec<_>>(),
            "primaryKey": Dataset::PRIMARY_KEY,
            "foreignKeys": among.map(|others| foreign_keys(dataset, others)).filter(|keys| !keys.is_empty()),
        },
    }))
}

fn foreign_keys(dataset: &Dataset<'_>, others: &[&Dataset<'_>]) -> Vec<Value> {
    // A key that may be empty is left out: readers of this format look for a row with the empty value.
    let is_told = |name: &str| dataset.columns.iter().any(|column| column.name == name && column.required);
    let key = |key: &ForeignKey| {
        if !is_told(key.column) {
            return None;
        }
        let (own, references) = dataset.joined(key);
        let other = others.iter().find(|other| other.name == key.dataset)?;
        Some(json!({
            "columnReference": own,
            "reference": {"resource": url(other), "columnReference": references},
        }))
    };
    dataset.foreign_keys.iter().filter_map(key).collect()
}

/// A column, named among those of all municipalities.
fn of_table(dataset: &Dataset<'_>, one: &Column) -> Value {
    let mut described = column(one);
    described["propertyUrl"] = json!(format!("{}#{}", standard(dataset.name), one.name));
    described
}

fn column(column: &Column) -> Value {
    let base = match column.kind {
        ColumnType::Text | ColumnType::List => "string",
        ColumnType::Number => "decimal",
        ColumnType::Integer => "integer",
        ColumnType::Date => "date",
        ColumnType::Truth => "boolean",
    };
    let (least, greatest, shape) = (column.limit.least(), column.limit.greatest(), column.limit.shape());
    let datatype = if column.limit == Limit::Free {
        json!(base)
    } else {
        known(json!({"base": base, "format": shape, "minimum": least, "maximum": greatest}))
    };
    known(json!({
        "name": column.name,
        "titles": column.header,
        "dc:description": format!("{} / {}", column.meaning, column.meaning_en),
        "schema:unitText": column.unit.map(Unit::words),
        "datatype": datatype,
        "separator": (column.kind == ColumnType::List).then(|| LIST_SEPARATOR.to_string()),
        "required": column.required.then_some(true),
        "skos:note": column.is_guarded().then(|| format!("先頭に「{GUARD}」があれば、1つ取ってください。")),
    }))
}
