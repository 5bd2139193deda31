//! What a small content with every key publishes as data is exactly what stands in `fixtures/exact/`: the JSON of each record, each
//! table, what the catalogues tell of files, and the forms. Other programs read these bytes, so no change of them goes unseen.
//! After a wanted change: `SNAPSHOTS=overwrite cargo test --release --test site exact`, then read the difference.

use std::io::Cursor;

use calamine::{Reader, Xlsx, open_workbook_from_rs};
use mieruka::bundle::Bundle;
use mieruka::export::datasets;
use mieruka::import::Fields;
use mieruka::import::form::{self, Ground};
use mieruka::load::shapes;
use mieruka::model::ItemNumber;
use serde_json::Value;

use crate::sites::{bundle, folder, json, root, site, sources, text};

const CONTENT: &str = "tests/fixtures/exact/content";

/// Hands over the composed site; what is made of it is what is expected.
fn check(name: &str, make: impl FnOnce(&Bundle<'_>) -> String) {
    let site = site(&folder(CONTENT));
    check_text(name, make(&bundle(&site, &datasets(&site))));
}

fn check_text(name: &str, made: String) {
    let expected = root().join("tests/fixtures/exact").join(name);
    snapbox::assert_data_eq!(made, snapbox::Data::read_from(&expected, None).raw());
}

fn paths(bundle: &Bundle<'_>, is_one: impl Fn(&str) -> bool) -> Vec<String> {
    bundle.iter().map(|(path, _)| path.as_str().to_owned()).filter(|path| is_one(path)).collect()
}

fn below(path: &str, text: &str) -> String {
    format!("== {path}\n{text}\n")
}

fn pretty(path: &str, value: &Value) -> String {
    below(path, &serde_json::to_string_pretty(value).expect("JSON"))
}

/// The documents of the search for other engines; that each stands on one line is told by `corpus`.
#[test]
fn corpus() {
    let site = site(&folder(CONTENT));
    let one = |line: String| pretty("", &serde_json::from_str(&line).expect("a line is JSON"));
    check_text("corpus.txt", mieruka::search::corpus(&site.published()).map(one).collect());
}

#[test]
fn records() {
    check("records.txt", |bundle| {
        let all = paths(bundle, |path| path.ends_with("index.json"));
        all.iter().map(|path| pretty(path, &json(bundle, path))).collect()
    });
}

/// The list of datasets tells the same as the catalogues.
#[test]
fn tables() {
    check("tables.txt", |bundle| {
        let all = paths(bundle, |path| path.ends_with(".csv") && !path.contains("open_data_list"));
        all.iter().map(|path| below(path, &text(bundle, path).replace("\r\n", "\n"))).collect()
    });
}

/// Leaves out what the tables and their pages show: the columns and the sentences.
fn trim(value: &mut Value) {
    match value {
        Value::Object(map) => {
            let of = ["columns", "fields", "description", "dc:description", "dct:description"];
            of.iter().for_each(|key| drop(map.remove(*key)));
            map.values_mut().for_each(trim);
        }
        Value::Array(values) => values.iter_mut().for_each(trim),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Leaves two tables in the longest of the catalogues: one in years, one with a day of its own.
fn shorten(catalogue: &mut Value) {
    let Some(Value::Array(datasets)) = catalogue.get_mut("dcat:dataset") else { return };
    datasets.retain(|dataset| {
        let id = dataset["@id"].as_str().expect("an address");
        ["/key_goals/", "/measures/"].iter().any(|part| id.contains(part))
    });
}

#[test]
fn catalogues() {
    check("catalogues.txt", |bundle| {
        let made = ["data/datapackage.json", "data/csv-metadata.json", "data/catalog.jsonld"].map(|path| {
            let mut value = json(bundle, path);
            trim(&mut value);
            shorten(&mut value);
            pretty(path, &value)
        });
        made.concat()
    });
}

#[test]
fn licences() {
    let told = |id: &str| {
        let site = format!(
            "title: T\nmunicipality: {{code: \"011002\", name: 市}}\nbase_url: https://example.jp/\n\
             licence: {{id: {id}, name: 名, url: \"https://example.jp/l/\"}}\n"
        );
        let site = crate::sites::site(&sources([("site.yaml", site)]));
        let catalogue = json(&bundle(&site, &datasets(&site)), "data/catalog.jsonld");
        let kind = catalogue["dct:license"]["dct:type"]["@id"].as_str();
        kind.map(|kind| kind.rsplit('/').next().expect("a last part").to_owned())
    };
    for (id, expected) in [
        ("CC0-1.0", Some("PublicDomain")),
        ("CC-BY-4.0", Some("Attribution")),
        ("cc-by-3.0-jp", Some("Attribution")),
        ("PDL1.0", Some("Attribution")),
        ("CC-BY-SA-4.0", Some("ShareAlike-CopyLeft")),
        ("CC-BY-NC-4.0", None),
        ("MIT", None),
    ] {
        assert_eq!(told(id).as_deref(), expected, "{id}");
    }
}

/// Every cell of a workbook that holds something: sheet, row, column, text.
fn cells(name: &str, book: Vec<u8>) -> String {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(book)).expect("a workbook");
    let sheets = book.sheet_names();
    let lines = sheets.iter().flat_map(|sheet| {
        let range = book.worksheet_range(sheet).expect("the sheet is there");
        let (top, left) = range.start().unwrap_or_default();
        let line = |(row, column, cell): (usize, usize, &calamine::Data)| {
            format!("{sheet} {} {} {:?}\n", row + 1 + top as usize, column + 1 + left as usize, cell.to_string())
        };
        range.used_cells().map(line).collect::<Vec<_>>()
    });
    below(name, &lines.collect::<String>())
}

#[test]
fn forms() {
    let sources = folder(CONTENT);
    let site = site(&sources);
    let fields = Fields::of(&shapes());
    let ground = || Ground { site: &site, sources: &sources, fields: &fields };
    let sheet = site.sheets.iter().find(|sheet| sheet.id.0 == "goals/2022/kikaku").expect("the sheet is there");
    let goals = form::goals(ground(), sheet).expect("the form can be made");
    let items = form::items(ground(), &site.programs[0], &["1", "2"].map(|n| ItemNumber(n.to_owned())), None)
        .expect("the form can be made");
    check_text("forms.txt", cells("goals", goals) + &cells("items", items));
}
