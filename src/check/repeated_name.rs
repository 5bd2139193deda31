//! 同じ上位の部局に同じ名称が2つあるか、同義語の語が2組にある. Names of different years, and of 課所 in different 部局, may be
//! the same.

use std::collections::BTreeMap;

use super::Findings;
use crate::characters::one_width;
use crate::model::{Department, FiscalYear, Period, Site, Text};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let mut known: BTreeMap<_, Vec<&Department>> = BTreeMap::new();
    for department in &site.departments {
        let parent = department.parent.as_ref().map(|parent| &parent.value);
        let same = known.entry((parent, one_width(&department.name.value))).or_default();
        if let Some(other) = same.iter().find(|other| may_meet(department.valid, other.valid)) {
            let message = format!("部局・課所「{}」が2つあります", department.name);
            let help =
                "同じものなら1つにまとめてください。名称の続く組織改正なら、それぞれの `valid` に年度を書いてください";
            findings.warning_beside(department.name.at, message, help, (other.name.at, "もう1つはここです"));
        }
        same.push(department);
    }
    let mut words: BTreeMap<String, (usize, &Text)> = BTreeMap::new();
    for (group, word) in
        site.synonyms.iter().enumerate().flat_map(|(group, words)| words.iter().map(move |w| (group, w)))
    {
        let (first, other) = *words.entry(one_width(&word.value)).or_insert((group, word));
        if first != group {
            let message = format!("同義語「{word}」が、2つの組にあります");
            let help = "同じ意味なら1つの組にまとめ、違う意味ならどちらかから消してください";
            findings.warning_beside(word.at, message, help, (other.at, "もう1つはここです"));
        }
    }
}

/// Whether two names may have been in use in one year; a period that is not told is the whole time.
fn may_meet(one: Option<Period>, other: Option<Period>) -> bool {
    let starts = |period: Option<Period>| period.and_then(|period| period.from);
    let may_hold = |period: Option<Period>, year: FiscalYear| period.is_none_or(|period| period.may_hold(year));
    match (starts(one), starts(other)) {
        (Some(from), Some(since)) => may_hold(one, since) || may_hold(other, from),
        (Some(from), None) => may_hold(other, from),
        (None, Some(since)) => may_hold(one, since),
        (None, None) => true,
    }
}
