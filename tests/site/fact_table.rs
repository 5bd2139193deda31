//! `figures` as a table of facts: each row names what it is about, its series and what became of it, and what is added up was
//! declared to add up.

use std::collections::{BTreeMap, BTreeSet};

use mieruka::export::datasets;
use mieruka::model::Site;

use crate::sites::{self, folder, sources};

/// The rows of a table by the machine names of its columns.
pub(crate) fn rows(site: &Site, name: &str) -> Vec<BTreeMap<&'static str, String>> {
    let tables = datasets(site);
    let table = tables.iter().find(|table| table.name == name).unwrap_or_else(|| panic!("{name}"));
    let named = |cells: Vec<mieruka::dataset::Cell<'_>>| {
        table.columns.iter().zip(cells).map(|(column, cell)| (column.name, cell.as_text().into_owned())).collect()
    };
    table.rows().map(named).collect()
}

fn item(figures: &str, years: &str) -> Site {
    let item = format!("title: 取組\nfigures: {figures}\nyears:\n{years}");
    let texts = [
        ("site.yaml", "title: T\nmunicipality: {code: \"011002\", name: 見本市}\nbase_url: https://example.jp/\n"),
        ("programs/p/program.yaml", "title: P\nperiod: {from: 2021, to: 2025}\n"),
        ("programs/p/1.yaml", item.as_str()),
    ];
    sites::site(&sources(texts))
}

const YEARS: &str = "  - {fiscal_year: 2021, figures: [{name: 件数, kind: target, value: 5, unit: 件, qualifier: 以上}, {name: 件数, kind: actual, value: 4, unit: 件}]}
  - {fiscal_year: 2022, figures: [{name: 件数, kind: actual, value: 6, unit: 件, nature: flow, addable: true}]}
";

#[test]
fn the_years_of_a_record_are_one_series() {
    let site = item("[{name: 件数, kind: target, value: 9, unit: 件, fiscal_year: 2025}]", YEARS);
    let all = rows(&site, "figures");
    let series: BTreeSet<_> = all.iter().map(|row| row["series_id"].as_str()).collect();
    assert_eq!(series, BTreeSet::from(["programs/p/1/件数"]));
    let objects: Vec<_> = all.iter().map(|row| row["object_id"].as_str()).collect();
    assert_eq!(objects, ["programs/p/1", "programs/p/1#y2021", "programs/p/1#y2021", "programs/p/1#y2022"]);
    // A declared series is that of all figures of its name.
    let declared = item("[{name: 件数, kind: target, value: 9, unit: 件, fiscal_year: 2025, series: kensu}]", YEARS);
    assert!(rows(&declared, "figures").iter().all(|row| row["series_id"] == "series/kensu"));
}

#[test]
fn what_is_not_declared_is_not_known() {
    let all = rows(&item("[]", YEARS), "figures");
    let told: Vec<_> = all.iter().map(|row| [row["nature"].as_str(), row["addable"].as_str()]).collect();
    assert_eq!(told, [["", ""], ["", ""], ["flow", "true"]]);
}

#[test]
fn a_target_tells_what_became_of_it() {
    let all = rows(&item("[]", YEARS), "figures");
    let told: Vec<_> = all.iter().map(|row| [row["outcome"].as_str(), row["outcome_reason"].as_str()]).collect();
    assert_eq!(told, [["not-reached", "目標に達していない"], ["", ""], ["", ""]]);
    let full = sites::site(&folder("tests/fixtures/exact/content"));
    let indicators = rows(&full, "indicators");
    for row in &indicators {
        let is_promise = row["target_value_state"] != "unknown";
        assert_eq!([&row["outcome"], &row["outcome_reason"]].map(|said| !said.is_empty()), [is_promise; 2], "{row:?}");
    }
    assert!(indicators.iter().any(|row| row["target_value_state"] == "unknown"), "one promises nothing");
    let latest = indicators.iter().find(|row| row["actuals_state"] == "given").expect("one with a value");
    assert!(!latest["latest_value"].is_empty(), "{latest:?}");
    assert!(indicators.iter().all(|row| row["actuals_state"] != "none"), "an empty list of values is not due yet");
}

#[test]
fn effects_and_costs_are_figures_in_one_unit() {
    let years = "  - fiscal_year: 2021
    effects: [{kind: saving, stage: actual, amount: 1200, unit: 千円}, {kind: revenue, stage: planned, amount: 30, unit: 万円}]
    costs: [{stage: settled, unit: 千円, total: 50}]
";
    let site = item("[]", years);
    let told: Vec<_> = rows(&site, "figures")
        .into_iter()
        .map(|row| {
            ["kind", "stage", "effect_kind", "value_in_base_unit", "unit_base", "fiscal_year", "object_id"]
                .map(|name| row[name].clone())
        })
        .collect();
    assert_eq!(
        told,
        [
            ["effect", "actual", "saving", "1200000", "円", "2021", "programs/p/1#y2021"],
            ["effect", "planned", "revenue", "300000", "円", "2021", "programs/p/1#y2021"],
            ["cost", "settled", "", "50000", "円", "2021", "programs/p/1#y2021"],
        ]
    );
    let ids = |table: &str| rows(&site, table).into_iter().map(|row| row["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids("figures"), [ids("effects"), ids("costs")].concat(), "their rows have the same ids");
}

#[test]
fn ids_follow_the_content_not_the_order() {
    let of = |figures: &str| {
        let all = rows(&item("[]", &format!("  - {{fiscal_year: 2021, figures: [{figures}]}}\n")), "figures");
        all.into_iter().map(|row| (row["value"].clone(), row["id"].clone())).collect::<BTreeMap<_, _>>()
    };
    let (first, second) = (
        "{name: 残高, kind: actual, value: 1, unit: 円, as_of: 2021-09-30}",
        "{name: 残高, kind: actual, value: 2, unit: 円, as_of: 2022-03-31}",
    );
    let both = of(&format!("{first}, {second}"));
    assert_eq!(both, of(&format!("{second}, {first}")));
    assert_eq!(both["1"], "programs/p/1#y2021/残高/actual/2021-09-30/円");
    let (before, after) = (
        of("{name: 旧名, id: zandaka, kind: actual, value: 1, unit: 件}"),
        of("{name: 新名, id: zandaka, kind: actual, value: 1, unit: 件}"),
    );
    assert_eq!(before, after);
}

#[test]
fn a_correction_keeps_its_id_when_another_is_written_before_it() {
    let ids = |more: &str| {
        let first =
            "  - {date: 2026-04-01, record: programs/p/1, field: title, before: 取り組み, after: 取組, reason: 表記}\n";
        let corrections = format!("corrections:\n{more}{first}");
        let texts = [
            ("site.yaml", "title: T\nmunicipality: {code: \"011002\", name: 見本市}\n"),
            ("programs/p/program.yaml", "title: P\nperiod: {from: 2021, to: 2025}\n"),
            ("programs/p/1.yaml", "title: 取組\nsummary: [要点]\nyears: []\n"),
            ("corrections.yaml", corrections.as_str()),
        ];
        let all = rows(&sites::site(&sources(texts)), "corrections");
        all.into_iter().map(|row| row["id"].clone()).collect::<BTreeSet<_>>()
    };
    let alone = ids("");
    assert_eq!(alone, BTreeSet::from(["corrections/2026-04-01/programs/p/1/title".to_owned()]));
    let both =
        ids("  - {date: 2026-04-01, record: programs/p/1, field: summary, before: 要旨, after: 要点, reason: 表記}\n");
    assert!(both.is_superset(&alone) && both.len() == 2, "{both:?}");
}

#[test]
fn every_row_has_its_full_address_and_a_key_among_all_municipalities() {
    let site = item("[]", YEARS);
    let rows = rows(&site, "figures");
    assert!(rows.iter().all(|row| row["uri"] == format!("https://example.jp/{}", row["page"])));
    let tables = datasets(&site);
    let figures = tables.iter().find(|table| table.name == "figures").expect("the table");
    let keys: Vec<_> = figures.foreign_keys.iter().map(|key| (figures.joined(key), key.dataset)).collect();
    assert!(
        keys.contains(&((vec!["municipality_code", "object_id"], &["municipality_code", "id"][..]), "objects")),
        "{keys:?}"
    );
}

#[test]
fn every_sentence_is_a_row_under_the_name_of_its_field() {
    let site = item("[]", "  - {fiscal_year: 2021, plan: [一, 二], results: [三]}\n");
    let told: Vec<_> = rows(&site, "statements")
        .into_iter()
        .map(|row| ["record_id", "anchor", "field", "number", "text"].map(|name| row[name].clone()))
        .collect();
    let of = |field: &str, number: &str, text: &str| ["programs/p/1", "y2021", field, number, text].map(str::to_owned);
    assert_eq!(
        told,
        [of("years.2021.plan", "1", "一"), of("years.2021.plan", "2", "二"), of("years.2021.results", "1", "三")]
    );
    let ids = |plan: &str| {
        let site = item("[]", &format!("  - {{fiscal_year: 2021, plan: [{plan}]}}\n"));
        rows(&site, "statements")
            .into_iter()
            .map(|row| (row["text"].clone(), row["id"].clone()))
            .collect::<BTreeMap<_, _>>()
    };
    assert_eq!(ids("一, 二"), ids("二, 一"), "an id does not count");
}

#[test]
fn who_holds_others_has_a_table() {
    let full = sites::site(&folder("tests/fixtures/exact/content"));
    for table in ["plans", "programs", "key_goal_sheets", "sdgs", "units", "redirects"] {
        assert!(!rows(&full, table).is_empty(), "{table}");
    }
    let units: BTreeSet<_> = rows(&full, "units").into_iter().map(|row| row["unit"].clone()).collect();
    assert!(rows(&full, "figures").iter().all(|row| row["unit"].is_empty()
        || row["kind"] == "cost"
        || row["kind"] == "effect"
        || units.contains(&row["unit"])));
}

#[test]
fn a_part_of_a_told_whole_does_not_add_up_with_it() {
    let parts = "parts: [{name: 甲, value: 2, unit: 件}, {name: 乙, value: 3, unit: 件}]";
    let of = |value: &str| {
        let figure = format!("{{name: 件数, kind: actual, {value}nature: flow, addable: true, {parts}}}");
        let all = rows(&item("[]", &format!("  - {{fiscal_year: 2021, figures: [{figure}]}}\n")), "figures");
        let number = |row: &BTreeMap<&str, String>| row["value"].parse::<f64>().unwrap_or(0.0);
        all.iter().filter(|row| row["addable"] == "true").map(number).sum::<f64>()
    };
    assert_eq!((of("value: 5, unit: 件, "), of("")), (5.0, 5.0));
}

#[test]
fn every_record_names_what_holds_it_and_the_bureau_that_alone_is_in_charge() {
    let full = sites::site(&folder("tests/fixtures/exact/content"));
    let objects: BTreeMap<_, _> = rows(&full, "objects").into_iter().map(|row| (row["id"].clone(), row)).collect();
    let told = |id: &str| ["whole_id", "charge", "bureau_id"].map(|name| objects[id][name].as_str());
    assert_eq!(told("programs/g"), ["", "unknown", ""]);
    assert_eq!(told("programs/g/1"), ["programs/g", "several", ""]);
    assert_eq!(told("programs/g/1#y2021"), ["programs/g/1", "several", ""]);
    assert_eq!(told("programs/h/0086"), ["programs/h", "one", "kikaku"]);
    assert_eq!(told("plans/p/1-1#kpi-1"), ["plans/p/1-1", "one", "kikaku"]);
    for (table, column) in [("action_items", "program_id"), ("plan_sections", "plan_id"), ("evaluations", "object_id")]
    {
        let named = rows(&full, table);
        assert!(!named.is_empty() && named.iter().all(|row| objects.contains_key(&row[column])), "{table}.{column}");
    }
}
