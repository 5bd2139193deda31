//! One publication after another: the day and the version of a table follow its rows, whenever it is built, and `changes` tells
//! what became of each row.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use mieruka::export::{Former, datasets_since, export};
use mieruka::model::Date;
use serde_json::Value;

use crate::open_data::csv_table;
use crate::sites::{self, sources};

type Files = BTreeMap<String, Vec<u8>>;

/// The data of a content, published on a day after `former`.
fn published(updated: &str, item: &str, more: &[(&str, &str)], (former, today): (&Files, &str)) -> Files {
    let site = format!(
        "title: T\nmunicipality: {{code: \"011002\", name: 見本市}}\nbase_url: https://example.jp/\nupdated: {updated}\n"
    );
    let texts = [
        ("site.yaml", site.as_str()),
        ("programs/p/program.yaml", "title: P\nperiod: {from: 2021, to: 2025}\n"),
        ("programs/p/1.yaml", item),
    ];
    let site = sites::site(&sources(texts.into_iter().chain(more.iter().copied())));
    let site = site.on(today.parse::<Date>().expect("a day"));
    let former = former.clone();
    let open = move |path: &str| Some(Box::new(Cursor::new(former.get(path)?.clone())) as Box<dyn Read>);
    let datasets = datasets_since(&site, &Arc::new(Former::read(Box::new(open))));
    let bundle = export(&site, &datasets);
    bundle.iter().map(|(path, made)| (path.to_string(), made.bytes().expect("it can be made"))).collect()
}

fn item(count: u32) -> String {
    format!(
        "title: 取組\nyears:\n  - {{fiscal_year: 2021, figures: [{{name: 件数, kind: actual, value: 4, unit: 件}}]}}\n  \
         - {{fiscal_year: 2022, figures: [{{name: 件数, kind: actual, value: {count}, unit: 件}}]}}\n"
    )
}

/// The rows of a CSV, each by its headers.
fn rows(files: &Files, path: &str) -> Vec<BTreeMap<String, String>> {
    let (headers, rows) = csv_table(&files[path]);
    rows.into_iter().map(|row| headers.iter().cloned().zip(row).collect()).collect()
}

/// 最終更新日 of each file in the list.
fn days(files: &Files) -> BTreeMap<String, String> {
    let list = rows(files, "data/011002_open_data_list.csv");
    list.into_iter().map(|row| (row["ファイル_ID"].clone(), row["ファイル_最終更新日"].clone())).collect()
}

fn version(files: &Files) -> Value {
    let package: Value = serde_json::from_slice(&files["data/datapackage.json"]).expect("JSON");
    package["version"].clone()
}

#[test]
fn a_day_follows_the_rows_of_its_file() {
    let none = Files::new();
    let first = published("2026-04-01", &item(5), &[], (&none, "2026-04-02"));
    assert!(days(&first).values().all(|day| day == "2026-04-01"));
    // Nobody says that something changed, but it did: on the day of the build.
    let second = published("2026-04-01", &item(6), &[], (&first, "2026-06-07"));
    let days = days(&second);
    for (file, day) in [
        ("011002_figures.csv", "2026-06-07"),
        ("011002_figures.xlsx", "2026-06-07"),
        ("011002_figures_2022.csv", "2026-06-07"),
        ("011002_figures_2021.csv", "2026-04-01"),
        ("011002_figures_2021.xlsx", "2026-04-01"),
        ("011002_glossary.csv", "2026-04-01"),
    ] {
        assert_eq!(days[file], day, "{file}");
    }
    assert_ne!(version(&first), version(&second));
    for path in ["data/figures/011002_figures_2021.xlsx", "data/glossary/011002_glossary.xlsx"] {
        assert_eq!(first[path], second[path], "{path}");
    }
}

#[test]
fn a_new_day_of_the_site_alone_changes_no_table() {
    let first = published("2026-04-01", &item(5), &[], (&Files::new(), "2026-04-02"));
    let second = published("2026-10-01", &item(5), &[], (&first, "2026-10-02"));
    assert_eq!(days(&first), days(&second));
    let tables = first.keys().filter(|path| path.matches('/').count() == 2 && path.starts_with("data/"));
    tables.for_each(|path| assert_eq!(first[path], second[path], "{path}"));
    // The day that the content names, if it names one since the last change.
    let third = published("2026-11-01", &item(6), &[], (&second, "2026-12-24"));
    assert_eq!(days(&third)["011002_figures.csv"], "2026-11-01");
}

#[test]
fn the_same_publication_has_the_same_bytes_on_any_day() {
    let first = published("2026-04-01", &item(5), &[], (&Files::new(), "2026-04-02"));
    assert_eq!(first, published("2026-04-01", &item(5), &[], (&Files::new(), "2026-09-09")));
    let second = published("2026-04-01", &item(6), &[], (&first, "2026-04-03"));
    assert_eq!(second, published("2026-04-01", &item(6), &[], (&second, "2026-09-09")));
}

#[test]
fn who_follows_the_changes_has_the_same_rows_as_who_takes_everything() {
    let other = ("programs/p/2.yaml", "title: \"'=別の取組\"\nyears: []\n");
    let later = ("programs/p/3.yaml", "title: 新しい取組\nsummary: [\"=1｜2\", 三]\nyears: []\n");
    let first = published("2026-04-01", &item(5), &[other], (&Files::new(), "2026-04-02"));
    let second = published("2026-05-01", &item(6), &[other, later], (&first, "2026-05-02"));
    let third = published("2026-06-01", &item(7), &[later], (&second, "2026-06-02"));
    assert!(rows(&first, "data/changes/011002_changes.csv").is_empty());
    let changes = rows(&third, "data/changes/011002_changes.csv");
    let told: Vec<_> = changes.iter().filter(|row| row["表"] == "figures" && row["列"] == "value").collect();
    let told: Vec<_> = told.iter().map(|row| [&row["日付"], &row["種類_コード"], &row["前"], &row["後"]]).collect();
    assert_eq!(told, [["2026-05-01", "changed", "5", "6"], ["2026-06-01", "changed", "6", "7"]]);
    let gone = changes.iter().find(|row| row["種類_コード"] == "removed" && row["行_ID"] == "programs/p/2");
    assert!(gone.is_some_and(|row| row["表"] == "action_items" && row["日付"] == "2026-06-01"));
    for table in ["action_items", "action_item_years", "figures", "objects", "relations"] {
        assert_eq!(followed(&first, &changes, table), whole(&third, table), "{table}");
    }
}

#[test]
fn a_table_that_comes_or_goes_is_followed_too() {
    let moved =
        ("redirects.yaml", "redirects:\n  - {from: programs/q/, to: programs/p/, date: 2026-05-01, reason: 改めた}\n");
    let first = published("2026-04-01", &item(5), &[], (&Files::new(), "2026-04-02"));
    let second = published("2026-05-01", &item(5), &[moved], (&first, "2026-05-02"));
    let third = published("2026-06-01", &item(5), &[], (&second, "2026-06-02"));
    let told = |files: &Files| -> Vec<_> {
        let changes = rows(files, "data/changes/011002_changes.csv");
        let of = changes.into_iter().filter(|row| row["表"] == "redirects");
        of.map(|row| ["日付", "行_ID", "種類_コード"].map(|name| row[name].clone())).collect()
    };
    let of = |day: &str, kind: &str| [day, "redirects/programs/q/", kind].map(str::to_owned);
    assert_eq!(told(&second), [of("2026-05-01", "added")]);
    assert_eq!(told(&third), [of("2026-05-01", "added"), of("2026-06-01", "removed")]);
    assert!(told(&published("2026-06-01", &item(5), &[], (&third, "2026-09-09"))) == told(&third), "it goes once");
}

type Rows = BTreeMap<String, BTreeMap<String, String>>;

/// The rows of a table by id, without empty cells: the texts of the CSV by the machine names of its columns.
fn whole(files: &Files, table: &str) -> Rows {
    let path = format!("data/{table}/011002_{table}");
    let schema: Value = serde_json::from_slice(&files[&format!("{path}.tableschema.json")]).expect("JSON");
    let fields: Vec<_> = schema["fields"].as_array().expect("fields").iter().collect();
    let cell = |field: &Value, text: String| {
        let text = if field["guard"].is_null() { text } else { text.strip_prefix('\'').unwrap_or(&text).to_owned() };
        (field["title"].as_str().expect("a name").to_owned(), text)
    };
    let (_, rows) = csv_table(&files[&format!("{path}.csv")]);
    rows.into_iter()
        .map(|row| {
            let cells = fields.iter().zip(row).map(|(field, text)| cell(field, text));
            let row: BTreeMap<_, _> = cells.filter(|(_, text)| !text.is_empty()).collect();
            (row["id"].clone(), row)
        })
        .collect()
}

/// What a reader has who took a table once and applied the changes since.
fn followed(first: &Files, changes: &[BTreeMap<String, String>], table: &str) -> Rows {
    let mut rows = whole(first, table);
    for change in changes.iter().filter(|change| change["表"] == table) {
        let [id, kind, field, after] = ["行_ID", "種類_コード", "列", "後"].map(|name| change[name].clone());
        let after = after.strip_prefix('\'').unwrap_or(&after).to_owned();
        match kind.as_str() {
            "added" => drop(rows.insert(id, serde_json::from_str(&after).expect("a row"))),
            "removed" => drop(rows.remove(&id)),
            _ if after.is_empty() => drop(rows.get_mut(&id).expect("a row").remove(&field)),
            _ => drop(rows.get_mut(&id).expect("a row").insert(field, after)),
        }
    }
    rows
}

#[test]
fn a_long_table_is_compressed_but_what_was_published_stays() {
    let terms = |count: u32| -> String {
        let term = |n| format!("  - {{id: t{n}, term: 用語{n}, explanation: 意味}}\n");
        format!("terms:\n{}", (0..count).map(term).collect::<String>())
    };
    let (short, long, longer) = (terms(3), terms(20_001), terms(20_002));
    let made = |terms: &str, day: &str, former: &Files| {
        published("2026-04-01", &item(5), &[("glossary.yaml", terms)], (former, day))
    };
    let has = |files: &Files, ending: &str| files.contains_key(&format!("data/glossary/011002_glossary.{ending}"));
    let first = made(&long, "2026-04-02", &Files::new());
    assert_eq!(["csv", "json", "csv.csv-metadata.json"].map(|ending| has(&first, ending)), [false; 3]);
    assert_eq!(["csv.gz", "parquet", "tableschema.json", "schema.json"].map(|ending| has(&first, ending)), [true; 4]);
    let zipped = &first["data/glossary/011002_glossary.csv.gz"];
    let mut csv = Vec::new();
    flate2::read::GzDecoder::new(&**zipped).read_to_end(&mut csv).expect("gzip");
    assert_eq!(csv_table(&csv).1.len(), 20_001);
    let package: Value = serde_json::from_slice(&first["data/datapackage.json"]).expect("JSON");
    let resources = package["resources"].as_array().expect("resources");
    let glossary = resources.iter().find(|one| one["name"] == "glossary").expect("the table");
    assert_eq!(
        (&glossary["path"], &glossary["compression"]),
        (&"glossary/011002_glossary.csv.gz".into(), &"gz".into())
    );
    // What changed is found in the compressed rows too.
    let second = made(&longer, "2026-05-02", &first);
    let told = rows(&second, "data/changes/011002_changes.csv");
    assert_eq!(told.iter().map(|row| row["行_ID"].as_str()).collect::<Vec<_>>(), ["glossary#t20001"]);
    // A table that grows keeps the addresses that it had.
    let grown = made(&long, "2026-05-02", &made(&short, "2026-04-02", &Files::new()));
    assert_eq!(["csv", "json", "csv.gz"].map(|ending| has(&grown, ending)), [true, true, false]);
}
