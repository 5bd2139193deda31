//! 更新の履歴: a correction moves the day of the tables that hold what was corrected, and of no others.

use std::collections::BTreeSet;

use mieruka::export::datasets;
use mieruka::load::load;
use mieruka::source::Sources;

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
    let (site, _) = load(&Sources::from_texts(texts));
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
    check("summary", &["action_items", "corrections"]);
    check("years.2021.results", &["action_item_years", "corrections"]);
    check("years.2021.figures", &["action_item_years", "corrections", "figures"]);
    check("departments", &["action_items", "corrections", "references"]);
}

#[test]
fn without_a_day_in_the_content_none_is_told() {
    let texts = [("site.yaml", "title: T\nmunicipality: {code: \"011002\", name: 見本市}\n")];
    let (site, _) = load(&Sources::from_texts(texts));
    assert!(datasets(&site).iter().all(|table| table.modified().is_none() && table.history.is_empty()));
}
