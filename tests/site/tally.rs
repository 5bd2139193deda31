//! 集計: counts add up to what was counted, in every fixture and for every way to divide its records.

use std::collections::BTreeMap;

use mieruka::model::{Counts, Outcome, Record, Site, Tally};
use proptest::prelude::*;

use crate::sites::{self, site};

/// What a tally says in all, by kind of count.
fn totals(tally: &Tally<'_>) -> BTreeMap<String, usize> {
    let mut totals = BTreeMap::new();
    for (year, states) in &tally.states {
        states.iter().for_each(|(state, count)| *totals.entry(format!("{year} {state:?}")).or_default() += count);
    }
    for (year, outcomes) in &tally.outcomes {
        outcomes
            .iter()
            .for_each(|(outcome, count)| *totals.entry(format!("{year:?} {outcome:?}")).or_default() += count);
    }
    for (marks, counts) in &tally.marks {
        counts.iter().for_each(|(key, count)| *totals.entry(format!("{marks:?} {key:?}")).or_default() += count);
    }
    totals
}

fn added(tallies: impl Iterator<Item = BTreeMap<String, usize>>) -> BTreeMap<String, usize> {
    let mut sum = BTreeMap::new();
    tallies.flatten().for_each(|(key, count)| *sum.entry(key).or_default() += count);
    sum
}

fn check(site: &Site) {
    let whole = Tally::of(site, site.records());
    let years: usize = site.records().map(|record| record.years().len()).sum();
    let on_form = |record: &Record<'_>| site.head_of(*record).is_none_or(|(head, _)| head.has("results"));
    let told: usize = site.records().filter(on_form).map(|record| record.years().len()).sum();
    assert!(told <= years);
    assert_eq!(whole.states.values().map(Counts::total).sum::<usize>(), told, "each year once");
    let promises = || site.records().flat_map(Record::promises);
    assert_eq!(whole.all_outcomes().total(), promises().count(), "each target once");
    for (outcome, ..) in Outcome::ALL {
        assert_eq!(whole.all_outcomes().of(&outcome), promises().filter(|one| one.outcome() == outcome).count());
    }
    let by_holder = added(site.holders().map(|holder| totals(&Tally::of(site, holder.held()))));
    assert_eq!(by_holder, totals(&whole), "documents add up");
    let by_year = added(site.years().iter().map(|year| totals(&whole.of_year(*year))));
    assert!(by_year.iter().all(|(key, count)| totals(&whole).get(key) == Some(count)), "years are parts of the whole");
}

/// Of how many there are, a bar of fewer tells; what is neither good nor bad has not the look of a target that was not met.
#[test]
fn a_bar_tells_of_how_many_it_is_and_looks_like_what_it_means() {
    let site = site(&sites::folder("tests/fixtures/bodies/services"));
    let page = sites::text(&sites::bundle(&site, &[]), "years/2024/index.html").to_string();
    let bar = |title: &str| page.split("<h3>").find(|part| part.starts_with(title)).expect("a bar").to_owned();
    let direction = bar("令和6年度の事務事業: 担当課の今後の方向性");
    assert!(direction.contains("<span class=\"small\">3件のうち、この評価がある2件・"), "{direction}");
    assert!(direction.contains("class=\"part way-2\"") && direction.contains("class=\"hatch way\""), "{direction}");
    assert_eq!(direction.matches("<pattern").count(), 1, "a pattern that no part uses is not there: {direction}");
    let cost = bar("令和6年度の事務事業: 担当課の事業費の削減余地");
    assert!(cost.contains("<p class=\"bar-sentence\">1件: 余地がない</p>") && !cost.contains("<svg"), "{cost}");
    let outcomes = bar("目標と実績");
    assert!(outcomes.contains("<span class=\"small\">2件・") && !outcomes.contains("<pattern"), "{outcomes}");
}

#[test]
fn counts_add_up_to_what_was_counted() {
    for folder in ["content", "tests/fixtures/good", "tests/fixtures/exact/content"] {
        check(&site(&sites::folder(folder)));
    }
    for body in ["services", "policies", "ward"] {
        check(&site(&sites::folder(&format!("tests/fixtures/bodies/{body}"))));
    }
}

/// Of the indicators, a mark of a year tells how many there were in that year: those of a plan that begins later, or of a goal
/// of another year, might have had none.
#[test]
fn a_mark_of_indicators_tells_of_how_many() {
    let site = site(&sites::folder("tests/fixtures/exact/content"));
    let bundle = sites::bundle(&site, &[]);
    // Two of the program and one of the goal of 2022; the eight of the plan from 2026 on are of later years.
    for (page, said) in [
        (
            "years/2022/index.html",
            "令和4年度の指標: 担当課の総合評価 <span class=\"small\">3件のうち、この評価がある1件・",
        ),
        (
            "programs/g/index.html",
            "令和4年度の指標: 担当課の総合評価 <span class=\"small\">2件のうち、この評価がある1件・",
        ),
        ("years/2024/index.html", "令和6年度の指標: 担当課の総合評価 <span class=\"small\">1件・"),
    ] {
        let page = sites::text(&bundle, page);
        assert!(page.contains(said), "{said}: {page}");
    }
    let whole = |records: Vec<Record<'_>>| {
        let wholes = Tally::of(&site, records).wholes;
        wholes
            .into_iter()
            .filter(|((kind, ..), _)| *kind == "indicator")
            .map(|((_, year, _), n)| (year.western(), n))
            .collect::<Vec<_>>()
    };
    assert_eq!(site.indicators().count(), 11);
    assert_eq!(whole(site.records().collect()), [(2022, 3), (2024, 1), (2025, 1)]);
    let none = site.records().filter(|record| record.indicators().is_empty());
    assert_eq!(whole(none.collect()), [], "who has no indicators tells of none");
}

/// A year of an item: nothing, only a plan, results in words or none, and marks of one or two evaluators.
fn year() -> impl Strategy<Value = String> {
    let plan = prop::sample::select(vec!["", ", plan: [開く。]", ", plan: []"]);
    let results = prop::sample::select(vec!["", ", results: [開いた。]", ", results: []"]);
    let mark = || prop::option::of(prop::sample::select(vec!["A", "B", "D"]));
    let direction = prop::option::of(prop::sample::select(vec!["拡充", "廃止"]));
    (plan, results, mark(), mark(), direction).prop_map(|(plan, results, effect, need, direction)| {
        let axis =
            |axis, mark: Option<&str>| mark.map(|mark| format!("{{by: ka, scale: sogo, axis: {axis}, mark: {mark}}}"));
        let direction = direction.map(|mark| format!("{{by: bu, scale: hoko, mark: {mark}}}"));
        let marks: Vec<_> = [axis("有効性", effect), axis("妥当性", need), direction].into_iter().flatten().collect();
        let evaluations =
            if marks.is_empty() { String::new() } else { format!(", evaluations: [{}]", marks.join(", ")) };
        format!("{plan}{results}{evaluations}")
    })
}

/// An indicator with its rule: a target of a year or none, values of years before, in or after it, none or unknown.
fn indicator() -> impl Strategy<Value = String> {
    let rule = prop::sample::select(vec!["at_least", "at_most", "increase", "none"]);
    let value = || {
        (0..9i32, 2022..=2024i32).prop_map(|(value, year)| format!("{{value: {value}, unit: 回, fiscal_year: {year}}}"))
    };
    (rule, prop::option::of(value()), prop::option::of(prop::option::of(value()))).prop_map(
        |(rule, target, actuals)| {
            let target = target.map(|target| format!(", targets: [{target}]")).unwrap_or_default();
            let actuals = actuals.map(|one| format!(", actuals: [{}]", one.unwrap_or_default())).unwrap_or_default();
            format!("name: 回数, rule: {rule}{target}{actuals}")
        },
    )
}

fn item() -> impl Strategy<Value = String> {
    let departments = prop::sample::select(vec![
        "",
        "departments: [hoiku]\n",
        "departments: [fukushi, kankyo]\n",
        "departments: []\n",
    ]);
    (departments, prop::collection::vec(year(), 0..3), prop::collection::vec(indicator(), 0..3)).prop_map(
        |(departments, years, indicators)| {
            let years: String = years
                .iter()
                .enumerate()
                .map(|(n, year)| format!("  - {{fiscal_year: {}{year}}}\n", 2023 + n))
                .collect();
            let indicators: String =
                indicators.iter().enumerate().map(|(n, one)| format!("  - {{number: {}, {one}}}\n", n + 1)).collect();
            let list = |key: &str, rows: String| if rows.is_empty() { rows } else { format!("{key}:\n{rows}") };
            format!(
                "title: 教室\ncategory: \"01-02-03\"\n{departments}{}{}",
                list("indicators", indicators),
                list("years", years)
            )
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the items of a program say, and however they are divided.
    #[test]
    fn counts_add_up_whatever_the_records_say(items in prop::collection::vec((item(), 0..3usize), 1..7)) {
        let mut content = sites::texts(&sites::folder("tests/fixtures/bodies/services"));
        content.retain(|path, _| !path.starts_with("programs/jimujigyo/") || path.ends_with("program.yaml"));
        content.extend(items.iter().enumerate().map(|(n, (item, _))| (format!("programs/jimujigyo/{n}.yaml"), item.clone())));
        let site = site(&sites::sources(content));
        check(&site);
        let part = |wanted| site.programs[0].items.iter().zip(&items).filter(move |(_, (_, part))| *part == wanted).map(|(item, _)| Record::Item(item));
        let parts = added((0..3).map(|wanted| totals(&Tally::of(&site, part(wanted)))));
        prop_assert_eq!(parts, totals(&Tally::of(&site, site.programs[0].items.iter().map(Record::Item))));
    }
}
