//! Editors' schemas and the loader agree: each accepts and refuses what the other does. Both come from the same reading
//! functions; here their results are compared.

use std::collections::BTreeMap;

use jsonschema::Validator;
use mieruka::diagnostic::{Diagnostic, Diagnostics};
use mieruka::examine;
use mieruka::load::{ParsedFiles, load, shapes};
use mieruka::model::Site;
use mieruka::schema;
use mieruka::shape::Shape;
use mieruka::source::{self, Sources};
use serde_json::{Value, json};

use crate::sites::{copy, names, repository, root, sources};

/// The findings that a schema can have too: of shape, and of ids that the site does not hold.
const COMMON: [&str; 15] = [
    "bad-id",
    "form-differs",
    "invisible-character",
    "missing-key",
    "unknown-category",
    "unknown-department",
    "unknown-evaluator",
    "unknown-fund",
    "unknown-key",
    "unknown-plan-section",
    "unknown-rating",
    "unknown-record",
    "unknown-scale",
    "unknown-value",
    "wrong-type",
];

/// What no schema can see: two years or numbers in the wrong order, which keys go together, and the name of the file or folder.
const BEYOND: [&str; 12] = [
    "始まりが終わりより前の期間",
    "小さい数から大きい数までの範囲",
    "評価の一覧(`marks`)か範囲(`range`)",
    "1つ以上の評価(`marks`)",
    "評価の一覧(`marks`)と範囲(`range`)の片方だけ",
    "額がありません",
    "番号も名称もありません",
    "`email`・`phone`・`url` のどれか",
    "名前「",
    "フォルダー「",
    "は、様式(`form`)に無い欄です",
    "様式(`form`)に、欄 ",
];

fn validators(site: &Site) -> BTreeMap<String, Validator> {
    let bundle = schema::schemas(site, &shapes());
    bundle.iter().map(|(path, made)| (path.to_string(), validator(&made.bytes().expect("made")))).collect()
}

fn validator(schema: &[u8]) -> Validator {
    let schema = serde_json::from_slice(schema).expect("a schema is JSON");
    jsonschema::draft202012::new(&schema).expect("a schema is a schema")
}

/// The kind of a file by its path, as an editor's patterns tell it.
fn kind<'s>(shapes: &'s [Shape], path: &str) -> Option<&'s Shape> {
    let parts: Vec<_> = path.split('/').collect();
    shapes.iter().find(|shape| {
        let pattern: Vec<_> = shape.files.split('/').collect();
        pattern.len() == parts.len() && pattern.iter().zip(&parts).all(|(pattern, part)| matches(pattern, part))
    })
}

fn matches(pattern: &str, part: &str) -> bool {
    match pattern {
        "*" => true,
        "*.yaml" => part.ends_with(".yaml"),
        "!(plan).yaml" => part.ends_with(".yaml") && part != "plan.yaml",
        "!(program).yaml" => part.ends_with(".yaml") && part != "program.yaml",
        "[0-9]*.yaml" => part.ends_with(".yaml") && part.starts_with(|c: char| c.is_ascii_digit()),
        _ => pattern == part,
    }
}

fn value(text: &str) -> Option<Value> {
    serde_yaml::from_str(text).ok()
}

/// Which files of a content the program refuses for a reason that a schema can have, and why.
fn refusals(sources: &Sources, (site, mut findings): (Site, Diagnostics)) -> (Site, BTreeMap<String, String>) {
    // What the loader refuses is refused; the rules are asked of what it takes.
    if common(&findings).next().is_none() {
        findings.extend(examine(&site));
    }
    let told = common(&findings)
        .map(|finding| (sources.file(finding.at.file).path.clone(), format!("{}: {}", finding.rule, finding.message)));
    let told = told.collect();
    (site, told)
}

fn common(findings: &Diagnostics) -> impl Iterator<Item = &Diagnostic> {
    findings.iter().filter(|finding| {
        COMMON.contains(&finding.rule) && !BEYOND.iter().any(|beyond| finding.message.contains(beyond))
    })
}

fn disagreement(validator: &Validator, value: &Value, refusal: Option<&String>) -> Option<String> {
    let error = validator.iter_errors(value).next().map(|error| format!("{} at {}", error, error.instance_path()));
    match (error, refusal) {
        (Some(error), None) => Some(format!("only the schema refuses: {error}")),
        (None, Some(refusal)) => Some(format!("only the loader refuses: {refusal}")),
        _ => None,
    }
}

/// Every file of a content, judged by both.
fn compare(folder: &std::path::Path) -> usize {
    let sources = source::read(folder).expect("the folder can be read");
    let (site, refused) = refusals(&sources, load(&sources));
    let (shapes, validators) = (shapes(), validators(&site));
    let mut compared = 0;
    for (_, file) in sources.files().filter(|(_, file)| file.path.ends_with(".yaml") && file.defect.is_none()) {
        let (Some(shape), Some(value)) = (kind(&shapes, &file.path), value(&file.text)) else { continue };
        let found = disagreement(&validators[&format!("{}.json", shape.name)], &value, refused.get(&file.path));
        assert_eq!(found, None, "{}/{}", folder.display(), file.path);
        compared += 1;
    }
    compared
}

#[test]
fn all_content_and_the_seeds_pass_both() {
    assert!(compare(&root().join("content")) > 100);
    assert!(compare(&root().join("seeds")) > 8);
}

#[test]
fn every_bad_fixture_is_refused_by_both_or_by_neither() {
    for slug in names("tests/fixtures/bad") {
        let content = tempfile::tempdir().expect("a temporary folder");
        copy(&root().join("tests/fixtures/good"), content.path());
        copy(&root().join("tests/fixtures/bad").join(&slug), content.path());
        assert!(compare(content.path()) > 6, "{slug}");
    }
}

/// The examples of the guide, which name every key, as one content in which nothing is missing.
fn guide() -> Vec<(String, Value)> {
    let guide = repository("content/README.md");
    let guide = guide.replace("kikaku/5", "kikaku/17").replace("1-ウ", "1-ア");
    let guide = ["other-id", "kanko"].iter().fold(guide, |guide, id| guide.replace(id, "kikaku"));
    let plan = |id: &str, code: &str| {
        let plan = json!({"title": id, "draft": false, "publish_on": "2026-04-01", "outline": [{"code": code, "title": "節"}]});
        (format!("plans/{id}/plan.yaml"), plan)
    };
    let mut files = vec![plan("sogo-old", "1-3-2"), plan("smart-city-1", "12")];
    for chapter in guide.split("\n## ").skip(1) {
        let (heading, body) = chapter.split_once('\n').expect("a heading ends its line");
        let heading = heading.replace("<計画>", "sogo").replace("<プログラム>", "gyokaku").replace("<年度>", "2022");
        let heading = heading
            .replace("<名前>", "setsumeikai")
            .replace("<部局>", "kikaku")
            .replace("<編-章-節>", "1-1-1")
            .replace("<番号>", "17");
        let paths = heading.split(['、', ' ']).filter(|path| path.ends_with(".yaml"));
        let blocks = body.split("```yaml\n").skip(1).map(|block| block.split("```").next().expect("a first part"));
        files.extend(paths.zip(blocks).map(|(path, text)| (path.to_owned(), value(text).expect("an example is YAML"))));
    }
    files
}

/// Every value that stands in a tree, as a path of keys and places.
fn paths(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| paths(value, &format!("{here}/{key}"), found)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| paths(value, &format!("{here}/{at}"), found));
        }
        _ => {}
    }
}

/// One small thing wrong, or just different, at every place: a key gone, a key too many, a value of another kind.
fn mutations(file: &Value) -> Vec<(String, Value)> {
    let others = [
        json!(null),
        json!(true),
        json!(""),
        json!(" "),
        json!(0),
        json!(3),
        json!(-1),
        json!(1.5),
        json!(2022),
        json!("文"),
        json!("あ\u{200b}"),
        json!("3"),
        json!("1,000"),
        json!("１２"),
        json!("－３．５"),
        json!("2022"),
        json!("R4"),
        json!("令和83年度"),
        json!("2023-03-31"),
        json!("2023-13"),
        json!("令和5年3月31日"),
        json!("previous_year"),
        json!("no-such-id"),
        json!("target"),
        json!("◎"),
        json!([]),
        json!([null]),
        json!(["文"]),
        json!([3]),
        json!({}),
        json!({"知らない": 1}),
    ];
    let mut places = Vec::new();
    paths(file, "", &mut places);
    let mut found = Vec::new();
    for place in places.iter().filter(|place| !place.is_empty()) {
        for other in &others {
            let mut changed = file.clone();
            *changed.pointer_mut(place).expect("the place is there") = other.clone();
            found.push((format!("{place} = {other}"), changed));
        }
        let (holder, key) = place.rsplit_once('/').expect("a place has a holder");
        let mut changed = file.clone();
        if let Some(Value::Object(map)) = changed.pointer_mut(holder) {
            map.shift_remove(key);
            found.push((format!("{place} dropped"), changed));
        }
    }
    for place in &places {
        let mut changed = file.clone();
        if let Some(Value::Object(map)) = changed.pointer_mut(place) {
            map.insert("banana".to_owned(), json!("文"));
            found.push((format!("{place}/banana added"), changed));
        }
    }
    found
}

#[test]
fn every_small_change_is_taken_or_refused_by_both() {
    let files = guide();
    let texts: BTreeMap<_, _> = files.iter().map(|(path, value)| (path.clone(), value.to_string())).collect();
    let whole = sources(&texts);
    let (site, unchanged) = refusals(&whole, load(&whole));
    let mut shelf = ParsedFiles::of(&whole);
    let (shapes, all) = (shapes(), validators(&site));
    let (mut tried, mut disagreements) = (0, Vec::new());
    for (path, file) in &files {
        let shape = kind(&shapes, path).expect("an example stands at a known place");
        let validator = &all[&format!("{}.json", shape.name)];
        for (change, value) in mutations(file) {
            let mut texts = texts.clone();
            texts.insert(path.clone(), value.to_string());
            let sources = sources(&texts);
            shelf = shelf.updated(&sources, std::slice::from_ref(path));
            let (changed, refused) = refusals(&sources, shelf.assemble());
            // Another id is another list of ids.
            let renewed = (shape.name == "departments").then(|| {
                let own: Vec<_> = shapes.iter().filter(|of| of.name == shape.name).cloned().collect();
                let made = schema::schemas(&changed, &own).get("departments.json").expect("asked for").bytes();
                self::validator(&made.expect("made"))
            });
            let validator = renewed.as_ref().unwrap_or(validator);
            let found = disagreement(validator, &value, refused.get(path));
            disagreements.extend(found.map(|found| format!("{path} {change}: {found}")));
            tried += 1;
        }
        shelf = shelf.updated(&whole, std::slice::from_ref(path));
        assert!(!unchanged.contains_key(path), "{path}: {unchanged:?}");
    }
    assert_eq!(disagreements, Vec::<String>::new());
    assert!(tried > 5000, "{tried}");
}

#[test]
fn the_settings_of_this_repository_are_those_that_the_program_writes() {
    assert_eq!(repository(".vscode/settings.json"), schema::settings(&shapes(), "content"));
}

/// What an editor proposes for the columns of a table can be read into a record.
#[test]
fn the_keys_that_are_proposed_for_columns_can_be_read() {
    let site = crate::sites::site(&crate::sites::folder("tests/fixtures/exact/content"));
    let (shapes, made) = (shapes(), schema::schemas(&site, &shapes()));
    let import: Value =
        serde_json::from_slice(&made.get("import.json").expect("it is there").bytes().expect("made")).expect("JSON");
    let key = &import["properties"]["columns"]["items"]["properties"]["key"];
    let proposed: Vec<_> =
        key["anyOf"][0]["enum"].as_array().expect("words").iter().map(|key| key.as_str().expect("a text")).collect();
    let item = shapes.iter().find(|shape| shape.name == "item").expect("it is there");
    for key in &proposed {
        assert!(mieruka::shape::path(&item.fields, key).is_ok(), "{key}");
    }
    for key in
        ["title", "departments", "references", "indicators.1.actuals.2022", "years.2022.costs.settled.funds.national"]
    {
        assert!(proposed.contains(&key), "{key}: {proposed:?}");
    }
    assert!(proposed.iter().any(|key| key.starts_with("years.2022.evaluations.") && key.ends_with(".mark")));
    let words = key["anyOf"][0]["enumDescriptions"].as_array().expect("words");
    assert_eq!(words.len(), proposed.len());
    assert!(words.iter().all(|words| !words.as_str().expect("a text").contains('⟨')), "{words:?}");
}
