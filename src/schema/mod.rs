//! Editors' schemas: a JSON Schema (2020-12) for each kind of content file, with the city's terms and the site's own ids, so
//! that an editor completes and explains what is typed. They are made from [`Shape`]s alone. The schemas of exported records
//! are in `export`.

mod ids;
mod keys;
mod value;

use serde_json::{Value, json};

use crate::bundle::Bundle;
use crate::model::Site;
use crate::shape::Shape;
use ids::Ids;

/// The folder of schemas within the content folder; names with a dot are not read as content.
pub const FOLDER: &str = ".schema";

/// A schema for each kind of file: `goal.json` …
pub fn schemas(site: &Site, shapes: &[Shape]) -> Bundle<'static> {
    let (mut bundle, ids) = (Bundle::new(), Ids::of(site));
    for shape in shapes {
        let mut schema = schema(&ids, shape);
        let item = shapes.iter().find(|shape| shape.name == "item").filter(|_| shape.name == "import");
        if let Some(item) = item {
            let key = &mut schema["properties"]["columns"]["items"]["properties"]["key"];
            *key = proposed(key.take(), &keys::keys(site, &ids, &item.fields));
        }
        let text = pretty(&schema);
        bundle.add(format!("{}.json", shape.name), site.words().tell(&text).into_owned());
    }
    bundle
}

/// The settings by which the YAML extension of VS Code finds the schemas, for a folder that holds `content`.
pub fn settings(shapes: &[Shape], content: &str) -> String {
    let schema = |shape: &Shape| {
        (format!("./{content}/{FOLDER}/{}.json", shape.name), json!(format!("{content}/{}", shape.files)))
    };
    let schemas: serde_json::Map<_, _> = shapes.iter().map(schema).collect();
    pretty(&json!({
        "yaml.schemas": schemas,
        "yaml.schemaStore.enable": false,
        "files.encoding": "utf8",
        "[yaml]": {"editor.quickSuggestions": {"other": true, "strings": true}},
    }))
}

fn schema(ids: &Ids, shape: &Shape) -> Value {
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": shape.title,
        "description": format!("{}の記録。キーが無いのは「分からない」、[] は「無い」です。", shape.title),
    });
    let top = value::map(ids, shape.name, &shape.fields);
    let parts = schema.as_object_mut().zip(top.as_object()).expect("both are objects");
    parts.0.extend(parts.1.clone());
    schema
}

/// The schema of a text for which words are proposed: any other is allowed as well.
fn proposed(mut text: Value, words: &[(String, String)]) -> Value {
    let mut any = serde_json::Map::new();
    for part in ["type", "pattern", "errorMessage", "patternErrorMessage"] {
        any.extend(text.as_object_mut().and_then(|text| text.remove(part)).map(|value| (part.to_owned(), value)));
    }
    let listed = ids::one_of(words);
    text["anyOf"] = if words.is_empty() { json!([any]) } else { json!([listed, any]) };
    text
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
