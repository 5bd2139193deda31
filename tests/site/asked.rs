//! How what people write leads to what stands in the texts: the keys of words in the index, read by its description.

use std::collections::BTreeSet;

use mieruka::source::Sources;

use crate::facets::content;
use crate::sites::{files, folder, repository, site, sources, texts};

/// What each key leads to, as `key code spelling`.
fn keys(content_of: &Sources) -> BTreeSet<String> {
    let made = files(&site(content_of));
    let words = made.iter().filter(|(path, _)| path.starts_with("search/words/"));
    let lines = words.flat_map(|(_, bytes)| {
        let text = content(bytes).as_str().expect("a text").to_owned();
        text.lines().map(|line| line.replace('\t', " ")).collect::<Vec<_>>()
    });
    lines.collect()
}

#[test]
fn a_record_is_found_by_its_number_beside_what_it_is() {
    let keys = keys(&folder("content"));
    for other in ["取組項目25", "項目25", "第25項目", "取組項目no25"] {
        assert!(keys.contains(&format!("{other} s no25")), "{other}");
    }
    for other in ["第3重点目標", "第3目標", "重点目標no3"] {
        assert!(keys.contains(&format!("{other} s 重点目標3")), "{other}");
    }
    assert!(keys.contains("節1-3-1 s 1-3-1"));
    let needless = ["no25 s ", "no3 s ", "目標3 s ", "重点目標3 s "];
    assert!(!keys.iter().any(|line| needless.iter().any(|begun| line.starts_with(begun))));
}

#[test]
fn the_city_calls_its_records_as_it_likes() {
    let keys = keys(&folder("tests/fixtures/words/content"));
    for line in ["事務事業2 s no2", "事業2 s no2", "第2事業 s no2", "方針no1 s 方針1"] {
        assert!(keys.contains(line), "{line}");
    }
    assert!(!keys.iter().any(|line| line.contains("取組項目") || line.contains("重点目標")));
}

#[test]
fn zeros_before_a_number_need_not_be_typed() {
    let town = repository("tests/fixtures/words/content/site.yaml");
    let program = [
        ("site.yaml", town.as_str()),
        ("programs/p/program.yaml", "title: 事業の一覧\nitem: 事業\nperiod: {from: 2023, to: 2023}\n"),
        ("programs/p/0086.yaml", "title: 公園\n"),
    ];
    assert!(keys(&sources(program)).contains("事業86 s no0086"));
}

#[test]
fn where_only_goals_have_numbers_a_number_is_a_goal() {
    let goals = folder("tests/fixtures/words/content");
    let goals = texts(&goals).into_iter().filter(|(path, _)| !path.starts_with("programs/"));
    assert!(keys(&sources(goals)).contains("no1 s 方針1"));
}

#[test]
fn a_round_amount_leads_to_what_is_rounded_to_it() {
    let keys = keys(&folder("content"));
    for other in ["437百万円", "4億3700万円"] {
        for amount in ["437153千円", "437152148円"] {
            assert!(keys.contains(&format!("{other} s {amount}")), "{other} {amount}");
        }
    }
    assert!(!keys.iter().any(|line| line.starts_with("1200千円") || line.ends_with(" s 1200千円")));
}

#[test]
fn a_word_that_does_not_occur_leads_to_one_of_its_sense() {
    let keys = keys(&folder("content"));
    assert!(keys.contains("Ｈ引つ越し h 移住"));
    assert!(!keys.iter().any(|line| line.ends_with(" h 転宅") || line.starts_with("Ｈ移住 ")));
}
