//! Every file conforms to the schema that is published with it: the CSV to its Table Schema and its CSVW metadata, the JSON to
//! its JSON Schema. The schemas are read from the output, as a user of the data would; this file implements the rules of Table
//! Schema that they use, and fails on any other.

use mieruka::bundle::Bundle;
use mieruka::dataset::{DataFile, Dataset};
use regex::Regex;
use serde_json::Value;

use crate::open_data::{bytes, csv_table};
use crate::sites::json;

/// Compares the files of a table with the schemas in the output, of which `package` describes the columns.
pub(crate) fn check_schemas(bundle: &Bundle<'_>, package: &Value, dataset: &Dataset<'_>) {
    let resources = package["resources"].as_array().expect("resources");
    let resource =
        resources.iter().find(|resource| resource["name"] == dataset.name).expect("the table is in the package");
    let csvs = dataset.all_files().filter(|file| file.format == "CSV");
    let schema = json(bundle, &format!("data/{}", resource["schema"].as_str().expect("a path")));
    csvs.for_each(|file| check_csv(bundle, file, schema["fields"].as_array().expect("fields")));
    let schema = json(bundle, &dataset.description_beside("schema.json"));
    let options = jsonschema::options().with_draft(jsonschema::Draft::Draft202012).should_validate_formats(true);
    let schema = options.build(&schema).expect("a schema of 2020-12");
    for file in dataset.all_files().filter(|file| file.format == "JSON") {
        let records: Value = serde_json::from_slice(&bytes(file)).expect("JSON");
        let faults: Vec<_> = schema.iter_errors(&records).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{} {faults:?}", file.path);
    }
}

fn check_csv(bundle: &Bundle<'_>, file: &DataFile<'_>, fields: &[Value]) {
    let metadata = json(bundle, &format!("{}-metadata.json", file.path));
    assert_eq!(metadata["url"], file.name(), "the metadata lies beside its file");
    let columns = metadata["tableSchema"]["columns"].as_array().expect("columns");
    let (headers, rows) = csv_table(&bytes(file));
    assert!(headers.iter().zip(fields).all(|(header, field)| field["name"] == **header), "{}", file.path);
    assert!(headers.iter().zip(columns).all(|(header, column)| column["titles"] == **header), "{}", file.path);
    assert_eq!((headers.len(), headers.len()), (fields.len(), columns.len()));
    let shapes: Vec<_> = fields.iter().map(shape).collect();
    for row in &rows {
        for (((value, field), column), shape) in row.iter().zip(fields).zip(columns).zip(&shapes) {
            check_field(value, field, shape.as_ref(), &file.path);
            assert!(column["required"] != true || !value.is_empty(), "{} {column}", file.path);
        }
    }
}

/// A cell of a CSV against a field of Table Schema.
fn check_field(value: &str, field: &Value, shape: Option<&Regex>, path: &str) {
    let at = format!("{path} {}: {value}", field["name"]);
    let constraints = field["constraints"].as_object().expect("constraints");
    if value.is_empty() {
        assert!(constraints.get("required") != Some(&Value::Bool(true)), "{at}");
        return;
    }
    let number: Result<f64, _> = value.parse();
    let is_typed = match field["type"].as_str().expect("a type") {
        "string" => true,
        "number" => number.is_ok(),
        "integer" => value.parse::<i64>().is_ok(),
        "date" => value.len() == 10 && value.parse::<jiff::civil::Date>().is_ok(),
        "boolean" => matches!(value, "true" | "false"),
        other => panic!("{other}"),
    };
    assert!(is_typed, "{at}");
    for (rule, wanted) in constraints {
        let keeps = match rule.as_str() {
            "required" | "unique" => true,
            "enum" => wanted.as_array().expect("an array").iter().any(|known| known == value),
            "minimum" => number.as_ref().is_ok_and(|n| Some(*n) >= wanted.as_f64()),
            "maximum" => number.as_ref().is_ok_and(|n| Some(*n) <= wanted.as_f64()),
            "pattern" => shape.is_some_and(|shape| shape.is_match(value)),
            other => panic!("{other} is not known"),
        };
        assert!(keeps, "{at} {rule}");
    }
}

/// The shape that a field's values have, if it says one.
fn shape(field: &Value) -> Option<Regex> {
    let pattern = field["constraints"]["pattern"].as_str()?;
    Some(Regex::new(&format!("^(?:{pattern})$")).expect("a regular expression"))
}
