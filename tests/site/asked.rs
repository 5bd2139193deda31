//! How what people write leads to what stands in the texts: the keys of words in the index, read by its description.

use std::collections::BTreeSet;

use mieruka::search::Questions;
use mieruka::source::Sources;
use serde_json::Value;

use crate::facets::content;
use crate::sites::{TOKENIZER, files, folder, repository, site, sources, texts};

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
fn whoever_asks_for_a_word_is_led_to_those_of_its_group_that_stand_somewhere() {
    let town = repository("tests/fixtures/words/content/site.yaml");
    let keys = keys(&sources([
        ("site.yaml", town.as_str()),
        ("programs/p/program.yaml", "title: 事業の一覧\nitem: 事業\nperiod: {from: 2023, to: 2023}\n"),
        ("programs/p/1.yaml", "title: 公園の整備\n"),
        ("synonyms.yaml", "synonyms:\n  - [公園, 広場, 緑地]\n"),
    ]));
    for other in ["広場", "緑地"] {
        assert!(keys.contains(&format!("{other} s 公園")), "{other}");
    }
    let nowhere = [" s 広場", " s 緑地"];
    assert!(!keys.iter().any(|line| nowhere.iter().any(|end| line.ends_with(end))));
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

#[test]
fn what_stands_nowhere_is_told_of_the_judged_questions() {
    let site = site(&folder("content"));
    let questions = Questions::of(&site, &TOKENIZER);
    // What the page forgives: slips of the keys, other spellings.
    let forgiven = ["typo", "variant", "reading", "english", "character"];
    for line in repository("tests/search/queries.jsonl").lines() {
        let judged: Value = serde_json::from_str(line).expect("JSON");
        let text = |key: &str| judged[key].as_str().expect("a text").to_owned();
        let (query, category) = (text("query"), text("category"));
        let asked = questions.ask(&query);
        if category == "zero" {
            assert!(asked.is_empty, "{query}: {asked:?}");
        } else if !forgiven.contains(&category.as_str()) {
            assert!(!asked.is_empty, "{query}: {asked:?}");
        }
    }
}

#[test]
fn the_words_that_stand_nowhere_are_told() {
    let site = site(&folder("content"));
    let questions = Questions::of(&site, &TOKENIZER);
    let check = |question: &str, missing: &[&str], is_empty: bool| {
        let asked = questions.ask(question);
        assert_eq!(
            (asked.missing, asked.is_empty),
            (missing.iter().map(|word| (*word).to_owned()).collect(), is_empty),
            "{question}"
        );
    };
    check("移住", &[], false);
    check("いじゅう", &[], false);
    check("引っ越し", &[], false);
    check("取組項目25", &[], false);
    check("437百万円", &[], false);
    check("2022年度", &[], false);
    check("火葬場", &["火葬"], true);
    check("公民館 講座 火星", &["火星"], false);
    check("公民館 火星", &["火星"], true);
    check("20万円", &["20万円"], true);
    check("", &[], true);
}
