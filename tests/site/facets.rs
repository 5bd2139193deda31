//! What the results of a search can be narrowed by: the values of records, read from the index by its description.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::sites::{files, folder, site};

/// What a file of the index says.
pub(crate) fn content(bytes: &[u8]) -> Value {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let (_, rest) = text.split_once(',').expect("a name and its content");
    serde_json::from_str(rest.trim_end().strip_suffix(");").expect("the end of a call")).expect("JSON")
}

/// A list of numbers.
fn numbers(text: &str) -> Vec<usize> {
    let digits: Vec<_> = (' '..='~').filter(|c| !matches!(c, '"' | '\\')).collect();
    let (mut numbers, mut value) = (Vec::new(), 0);
    for c in text.chars() {
        let digit = digits.iter().position(|known| *known == c).expect("a digit");
        if digit < 56 {
            numbers.push(value * 56 + digit);
            value = 0;
        } else {
            value = value * 37 + digit - 56 + 1;
        }
    }
    numbers
}

/// What each document can be found by, as `facet: value`.
pub(crate) fn found_by(folder_of: &str) -> BTreeMap<String, BTreeSet<String>> {
    let site = site(&folder(folder_of));
    let made = files(&site);
    let manifest = content(&made["search/manifest.js"]);
    let (_, ranks) = made.iter().find(|(path, _)| path.starts_with("search/ranks/")).expect("a file of ranks");
    let ranks = content(ranks);
    let texts = |value: &Value| value.as_str().expect("a text").to_owned();
    let heads = ranks["heads"].as_array().expect("titles").iter().map(|head| texts(&head[0]));
    let mut found: Vec<(String, BTreeSet<String>)> = heads.map(|path| (path, BTreeSet::new())).collect();
    let facets =
        manifest["facets"].as_array().expect("facets").iter().zip(ranks["facets"].as_array().expect("columns"));
    for (facet, column) in facets {
        for ((_, values), set) in found.iter_mut().zip(numbers(column[1].as_str().expect("a list"))) {
            let places = column[0][set].as_array().expect("a set").iter();
            let value = |place: &Value| texts(&facet[2][place.as_u64().expect("a place") as usize]);
            values.extend(places.map(|place| format!("{}: {}", texts(&facet[1]), value(place))));
        }
    }
    found.into_iter().collect()
}

fn check(found: &BTreeMap<String, BTreeSet<String>>, path: &str, expected: &[&str]) {
    let values: Vec<_> = found[path].iter().map(String::as_str).collect();
    assert_eq!(values, expected, "{path}");
}

#[test]
fn records_are_found_by_state_outcome_marks_and_sdgs() {
    let found = found_by("tests/fixtures/exact/content");
    let item = [
        "SDGs: 16 平和と公正をすべての人に",
        "SDGs: 9 産業と技術革新の基盤をつくろう",
        "今後の方向性: 拡充",
        "最新の実績: 実績あり",
        "目標と結果: 実績の数値が無い",
        "目標と結果: 目標に達した",
        "目標と結果: 目標に達していない",
        "総合評価: Ａ",
        "評価(◎・○・△・×): ○",
    ];
    check(&found, "programs/g/1/", &item);
    let goal = [
        "SDGs: 4 質の高い教育をみんなに",
        "今後の方向性: 継続",
        "目標と結果: 目標に達した",
        "評価(◎・○・△・×): ○",
        "評価(◎・○・△・×): ◎",
    ];
    check(&found, "goals/2022/kikaku/1/", &goal);
    check(&found, "departments/kikaku/", &[]);
}
