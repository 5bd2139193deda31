//! 更新の履歴: a correction changes the date of the tables that contain the corrected value, and of no others. 公開日: every
//! description has the date of the content.

use std::collections::BTreeSet;

use mieruka::export::datasets;
use serde_json::Value;

use crate::open_data::csv_table;
use crate::sites::{self, bundle, json, sources};

/// The tables whose last day is that of a correction of this record and field.
fn moved(record: &str, field: &str) -> BTreeSet<String> {
    let corrections = format!(
        "corrections:\n  - date: 2026-12-01\n    record: {record}\n    field: {field}\n    before: 1\n    after: 2\n    reason: 写しの誤り\n"
    );
    let texts = [
        ("site.yaml", "title: T\nmunicipality: {code: \"011002\", name: 見本市}\nupdated: 2026-11-21\n"),
        ("programs/p/program.yaml", "title: P\nperiod: {from: 2021, to: 2025}\n"),
        ("programs/p/1.yaml", "title: 取組\nyears: []\n"),
        ("corrections.yaml", &corrections),
    ];
    // What it corrects need not be there.
    let (site, _) = sites::examined(&sources(texts));
    assert_eq!(site.corrections.len(), 1);
    let tables = datasets(&site);
    let days = tables.iter().map(|table| (table.name.to_owned(), table.modified().expect("a day").iso()));
    let (moved, others): (Vec<_>, Vec<_>) = days.partition(|(_, day)| day == "2026-12-01");
    assert!(others.iter().all(|(_, day)| day == "2026-11-21"));
    moved.into_iter().map(|(name, _)| name).collect()
}

fn check(field: &str, expected: &[&str]) {
    assert_eq!(moved("programs/p/1", field), expected.iter().map(|name| (*name).to_owned()).collect(), "{field}");
}

#[test]
fn a_correction_moves_the_day_of_the_tables_it_touches() {
    check("summary", &["action_items", "corrections", "statements"]);
    check("years.2021.results", &["action_item_years", "corrections", "statements"]);
    check("years.2021.figures", &["action_item_years", "corrections", "figures"]);
    check("departments", &["action_items", "corrections", "relations"]);
    let of_a_name = ["corrections", "departments", "objects", "relations"];
    assert_eq!(moved("departments/joho", "name"), of_a_name.map(str::to_owned).into());
}

#[test]
fn without_a_day_in_the_content_none_is_told() {
    let texts = [("site.yaml", "title: T\nmunicipality: {code: \"011002\", name: 見本市}\n")];
    let site = sites::site(&sources(texts));
    assert!(datasets(&site).iter().all(|table| table.modified().is_none() && table.told.is_empty()));
}

/// A site with these lines beside its title, and its data.
fn told(lines: &str) -> (Value, Value, Value, Vec<(String, String)>) {
    let site =
        format!("title: T\nmunicipality: {{code: \"011002\", name: 見本市}}\nbase_url: https://example.jp/\n{lines}");
    let texts = [
        ("site.yaml", site.as_str()),
        ("programs/p/program.yaml", "title: P\nperiod: {from: 2021, to: 2025}\n"),
        ("programs/p/1.yaml", "title: 取組\nyears: [{fiscal_year: 2021, plan: [計画]}]\n"),
        ("plans/s/plan.yaml", "title: S\n"),
    ];
    let site = sites::site(&sources(texts));
    let tables = datasets(&site);
    let bundle = bundle(&site, &tables);
    let catalog = json(&bundle, "data/catalog.jsonld");
    let described = json(&bundle, "data/measures/dataset.jsonld");
    let csvw = json(&bundle, "data/action_item_years/011002_action_item_years.csv-metadata.json");
    let list = bundle.get("data/011002_open_data_list.csv").expect("the list").bytes().expect("it can be made");
    let (headers, rows) = csv_table(&list);
    let place = |header: &str| headers.iter().position(|known| known == header).expect("such a column");
    let (id, file) = (place("ファイル_ID"), place("ファイル_公開日"));
    let days = rows.iter().map(|row| (row[id].clone(), row[file].clone())).collect();
    (catalog, described, csvw, days)
}

#[test]
fn the_day_of_publication_is_the_contents_and_a_table_may_have_its_own() {
    let (catalog, measures, years, days) =
        told("published: 2026-04-01\nupdated: 2026-11-21\ndatasets: [{name: measures, published: 2026-10-01}]\n");
    assert_eq!(catalog["dct:issued"]["@value"], "2026-04-01");
    assert_eq!((&measures["datePublished"], &measures["dateModified"]), (&"2026-10-01".into(), &"2026-11-21".into()));
    assert_eq!(years["dc:issued"], "2026-04-01");
    for (id, day) in days {
        // Nobody says when a single year was added.
        let expected = if id.contains("_2021.") {
            ""
        } else if id.contains("_measures.") {
            "2026-10-01"
        } else {
            "2026-04-01"
        };
        assert_eq!(day, expected, "{id}");
    }
    for described in catalog["dcat:dataset"].as_array().expect("datasets") {
        for file in described["dcat:distribution"].as_array().expect("files") {
            let is_year = file["@id"].as_str().is_some_and(|id| id.contains("_2021."));
            let expected = described.get("dct:issued").filter(|_| !is_year);
            assert!(described.get("dct:issued").is_some() && file.get("dct:issued") == expected, "{}", file["@id"]);
        }
    }
}

#[test]
fn a_site_that_was_not_published_yet_names_no_day_of_publication() {
    let (catalog, measures, years, days) = told("updated: 2026-11-21\n");
    assert!(!catalog.to_string().contains("dct:issued"));
    assert_eq!((measures.get("datePublished"), years.get("dc:issued")), (None, None));
    assert!(days.iter().all(|(_, day)| day.is_empty()));
}
