//! OpenAPI 3.1: the static JSON of the site as paths that programs can ask for. Nothing answers but files; the document says
//! which there are and which schema each keeps to.

use serde_json::{Map, Value, json};

use super::{Whole, known};
use crate::dataset::Dataset;
use crate::export::record;
use crate::model::Site;

/// Each kind of record: its code, what it is, where it lies.
const RECORDS: [(&str, &str, &str); 7] = [
    ("plan", "計画", "plans/{plan}"),
    ("plan_section", "計画の節", "plans/{plan}/{code}"),
    ("program", "アクションプログラム", "programs/{program}"),
    ("action_item", "取組項目", "programs/{program}/{number}"),
    ("key_goal_sheet", "重点目標一覧表", "goals/{year}/{department}"),
    ("key_goal", "重点目標", "goals/{year}/{department}/{number}"),
    ("department", "部局・課所", "departments/{department}"),
];

/// What stands at a place of a path.
const PARAMETERS: [(&str, &str); 6] = [
    ("plan", "計画の版の番号"),
    ("code", "計画の版の中の節の番号"),
    ("program", "アクションプログラムの番号"),
    ("number", "取組項目・重点目標の番号"),
    ("year", "年度(始まる年の西暦)"),
    ("department", "部局・課所の番号"),
];

/// The document; it lies in `data/`.
pub(super) fn document(whole: &Whole<'_>, datasets: &[Dataset<'_>]) -> Value {
    let mut paths = Map::new();
    for (kind, title, template) in RECORDS {
        // A path without a record has nothing to answer.
        let Some(example) = first(whole.site, kind) else { continue };
        let schema = record::schema_path(kind);
        let parameters = parameters(template, &example);
        let operation = operation(kind, title, "1件の記録", "record", parameters, &schema);
        paths.insert(format!("/{template}/index.json"), operation);
    }
    for dataset in datasets {
        let json = dataset.files.iter().find(|file| file.format == "JSON");
        let Some(json) = json else { continue };
        let schema = dataset.files[0].path.replace(".csv", ".schema.json");
        let operation = operation(dataset.name, dataset.title, dataset.description, "dataset", Vec::new(), &schema);
        paths.insert(format!("/{}", json.path), operation);
    }
    let profile = &whole.site.profile;
    let licence = profile.licence.as_ref().map(|one| json!({"name": one.name.value, "url": one.url.value}));
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

/// The places of a path in braces, each with what it is in an example.
fn parameters(template: &str, example: &str) -> Vec<Value> {
    let parameter = |(place, example): (&str, &str)| {
        let name = place.strip_prefix('{')?.strip_suffix('}')?;
        let (_, meaning) = PARAMETERS.iter().find(|(known, _)| *known == name)?;
        Some(json!({
            "name": name,
            "in": "path",
            "required": true,
            "description": meaning,
            "schema": {"type": "string"},
            "example": example,
        }))
    };
    template.split('/').zip(example.split('/')).filter_map(parameter).collect()
}

fn operation(kind: &str, title: &str, about: &str, tag: &str, parameters: Vec<Value>, schema: &str) -> Value {
    json!({"get": {
        "operationId": format!("get_{tag}_{kind}"),
        "tags": [tag],
        "summary": title,
        "description": about,
        "parameters": (!parameters.is_empty()).then_some(parameters),
        "responses": {
            "200": {
                "description": title,
                "content": {"application/json": {"schema": {"$ref": schema.trim_start_matches("data/")}}},
            },
            "404": {"description": "その番号の記録はありません。"},
        },
    }})
}
