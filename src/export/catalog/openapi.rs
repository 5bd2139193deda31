//! OpenAPI 3.1: the static JSON files of the site as paths for programs. There is no server behind them; the document
//! lists the files and the schema of each.

use serde_json::{Map, Value, json};

use super::{Whole, known};
use crate::dataset::Dataset;
use crate::export::record;
use crate::model::{Department, Record, Site, Words};

/// Each kind of record: its code, its description, its path.
const RECORDS: [((&str, &str), &str); 7] = [
    (Record::PLAN, "plans/{plan}"),
    (Record::SECTION, "plans/{plan}/{code}"),
    (Record::PROGRAM, "programs/{program}"),
    (Record::ITEM, "programs/{program}/{number}"),
    (Record::SHEET, "goals/{year}/{department}"),
    (Record::GOAL, "goals/{year}/{department}/{number}"),
    (Department::KIND, "departments/{department}"),
];

/// A parameter of a path.
const PARAMETERS: [(&str, &str); 6] = [
    ("plan", "計画の版の番号"),
    ("code", "計画の版の中の⟨section⟩の番号"),
    ("program", "⟨program⟩の番号"),
    ("number", "⟨item⟩・⟨goal⟩の番号"),
    ("year", "年度(始まる年の西暦)"),
    ("department", "部局・課所の番号"),
];

/// The document, published in `data/`.
pub(super) fn document(whole: &Whole<'_>, datasets: &[Dataset<'_>]) -> Value {
    let mut paths = Map::new();
    for ((kind, title), template) in RECORDS {
        // A path without any record is left out.
        let Some(example) = first(whole.site, kind) else { continue };
        let schema = record::schema_path(kind);
        let parameters = parameters(whole.site.words(), template, &example);
        let title = &whole.site.words().tell(title);
        let operation = Operation { kind, title, about: "1件の記録", tag: "record", schema: &schema };
        paths.insert(format!("/{template}/index.json"), operation.described(Some(parameters)));
    }
    for dataset in datasets {
        let json = dataset.files.iter().find(|file| file.format == "JSON");
        let Some(json) = json else { continue };
        let schema = dataset.description_beside("schema.json");
        let Dataset { name: kind, title, description: about, .. } = dataset;
        let operation = Operation { kind, title, about, tag: "dataset", schema: &schema };
        paths.insert(format!("/{}", json.path), operation.described(None));
    }
    let profile = &whole.site.profile;
    let licence = profile.licence.as_ref().map(|one| json!({"name": one.name.value, "url": one.uri()}));
    let contact = profile.contact.as_ref().map(|one| json!({"name": one.name.value}));
    known(json!({
        "openapi": "3.1.0",
        "info": {
            "title": whole.collection().title(),
            "description": "記録と表のJSONの一覧です。どれも静的なファイルで、認証も回数の制限もありません。",
            "version": whole.modified().unwrap_or_else(|| "1".to_owned()),
            "license": licence,
            "contact": contact,
        },
        "servers": [{"url": whole.base().map_or("..", |base| base.trim_end_matches('/'))}],
        "tags": [{"name": "record", "description": "1件ごとの記録"}, {"name": "dataset", "description": "表"}],
        "paths": paths,
    }))
}

/// The address of the first record of a kind.
fn first(site: &Site, kind: &str) -> Option<String> {
    match kind {
        "department" => {
            site.departments.first().map(|department| department.id.value.page().trim_end_matches('/').to_owned())
        }
        kind => site.records().find(|record| record.kind() == kind).map(|record| record.id().0),
    }
}

/// The parameters of a path in braces, each with its value in an example.
fn parameters(words: &Words, template: &str, example: &str) -> Vec<Value> {
    let parameter = |(place, example): (&str, &str)| {
        let name = place.strip_prefix('{')?.strip_suffix('}')?;
        let (_, meaning) = PARAMETERS.iter().find(|(known, _)| *known == name)?;
        Some(json!({
            "name": name,
            "in": "path",
            "required": true,
            "description": words.tell(meaning),
            "schema": {"type": "string"},
            "example": example,
        }))
    };
    template.split('/').zip(example.split('/')).filter_map(parameter).collect()
}

/// The operation at one path.
struct Operation<'t> {
    kind: &'t str,
    title: &'t str,
    about: &'t str,
    tag: &'t str,
    /// The path of the response's schema.
    schema: &'t str,
}

impl Operation<'_> {
    fn described(&self, parameters: Option<Vec<Value>>) -> Value {
        let Self { kind, title, about, tag, schema } = self;
        json!({"get": {
            "operationId": format!("get_{tag}_{kind}"),
            "tags": [tag],
            "summary": title,
            "description": about,
            "parameters": parameters.filter(|parameters| !parameters.is_empty()),
            "responses": {
                "200": {
                    "description": title,
                    "content": {"application/json": {"schema": {"$ref": schema.trim_start_matches("data/")}}},
                },
                "404": {"description": "その番号の記録はありません。"},
            },
        }})
    }
}
