//! 約束と結果: every target beside what became of it, in the groups that its declared rule gives. Without a rule the two
//! values stand beside each other, in no group of success; no degree of achievement is computed.

use std::collections::BTreeMap;

use serde::Serialize;

use super::head::Head;
use super::here::Here;
use super::html::Html;
use super::links::{self, Link};
use super::tally::{self, BarView};
use super::{bullet, newest, words};
use crate::model::{Counts, FixedPage, Outcome, Promise, Qualifier, Record, RecordId, Share, YearOfValue};

/// Up to this number of targets with results, the page shows each. With more, the page would be too heavy for a phone:
/// it shows those of the newest year, or the counts alone.
const TOLD: usize = 400;

#[derive(Serialize)]
pub(super) struct View {
    about: String,
    bar: Option<BarView>,
    /// 題名 of every outcome, in the order of the counts.
    outcomes: Vec<&'static str>,
    groups: Vec<Group>,
    /// The year to which the rows are limited because there are too many.
    only: Option<String>,
    /// Targets without a result.
    waiting: Vec<Row>,
    waiting_count: usize,
    tables: Vec<CountTable>,
}

/// The targets of one outcome.
#[derive(Serialize)]
struct Group {
    anchor: &'static str,
    title: &'static str,
    /// What it means that they are in this group.
    about: &'static str,
    count: usize,
    rows: Vec<Row>,
}

/// A target beside its result.
#[derive(Serialize)]
struct Row {
    link: Link,
    name: Html,
    record: String,
    year: String,
    departments: Vec<String>,
    target: Option<String>,
    actual: Option<String>,
    as_of: Option<String>,
    /// How much more or less than the target it is, where they are compared.
    gap: Option<String>,
    picture: Option<Html>,
    verdict: String,
    rule: Option<String>,
    notes: Vec<Html>,
}

/// Counts by document, year or 部局.
#[derive(Serialize)]
struct CountTable {
    title: &'static str,
    rows: Vec<CountRow>,
}

#[derive(Serialize)]
struct CountRow {
    link: Option<Link>,
    word: String,
    counts: Vec<usize>,
    total: usize,
}

/// The page.
pub(super) fn page(here: &Here<'_, '_>) -> (Head, View) {
    let promises: Vec<_> = here.site.records().flat_map(Record::promises).collect();
    let mut counts = Counts::default();
    promises.iter().for_each(|promise| counts.add(promise.outcome()));
    let (waiting, known): (Vec<_>, Vec<_>) =
        promises.iter().partition(|promise| promise.outcome() == Outcome::NotKnown);
    let newest = known.iter().filter_map(|promise| promise.fiscal_year()).max();
    let of_newest = |promise: &&&Promise<'_>| promise.fiscal_year() == newest;
    let is_many = known.len() > TOLD;
    let told: Vec<_> = known.iter().filter(|promise| !is_many || of_newest(promise)).copied().collect();
    let told = if told.len() > TOLD { Vec::new() } else { told };
    let view = View {
        about: here.words.tell(FixedPage::Results.about().unwrap_or_default()).into_owned(),
        bar: tally::outcomes(here, "results", &counts),
        outcomes: Outcome::ALL
            .iter()
            .filter(|(outcome, ..)| counts.of(outcome) > 0)
            .map(|(_, word, _)| *word)
            .collect(),
        only: newest.filter(|_| is_many && !told.is_empty()).map(words::year),
        groups: groups(here, &counts, &told),
        waiting: if waiting.len() > TOLD {
            Vec::new()
        } else {
            waiting.iter().map(|promise| row(here, promise)).collect()
        },
        waiting_count: waiting.len(),
        tables: tables(here, &counts, &promises),
    };
    let title = FixedPage::Results.title(here.words).into_owned();
    let description = format!("目標{}件を、実績と並べて見るページ", promises.len());
    (Head::new("results", title, description), view)
}

fn groups(here: &Here<'_, '_>, counts: &Counts<Outcome>, told: &[&Promise<'_>]) -> Vec<Group> {
    let outcomes = Outcome::ALL.iter().filter(|(outcome, ..)| *outcome != Outcome::NotKnown);
    let group = |(outcome, word, code): &(Outcome, &'static str, &'static str)| Group {
        anchor: code,
        title: word,
        about: about(*outcome),
        count: counts.of(outcome),
        rows: told.iter().filter(|promise| promise.outcome() == *outcome).map(|promise| row(here, promise)).collect(),
    };
    outcomes.map(group).filter(|group| group.count > 0).collect()
}

fn about(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Reached => {
            "目標に書かれた「以上」「以下」か、このサイトに示した規則で比べると、実績が目標に達したもの。"
        }
        Outcome::NotReached => {
            "目標に書かれた「以上」「以下」か、このサイトに示した規則で比べると、実績が目標に達していないもの。"
        }
        Outcome::NotComparable => "規則はあるものの、時点や単位が違うなどの理由で比べられないもの。",
        Outcome::NotJudged => "比べる規則が示されていないもの。2つの値を並べるだけで、良し悪しは判定しません。",
        Outcome::NotKnown => "実績がまだ公表されていないか、資料に記載の無いもの。",
    }
}

/// A target beside its result, ready to print.
fn row(here: &Here<'_, '_>, promise: &Promise<'_>) -> Row {
    let is_compared = matches!(promise.outcome(), Outcome::Reached | Outcome::NotReached);
    let spelled = |figure: &crate::model::Figure| {
        let is_range = figure.low.is_some() || figure.relative_to.is_some();
        if is_range { figure.spelled() } else { figure.told() }
    };
    Row {
        name: here.words(promise.name),
        record: promise.record.label(here.site),
        year: promise.year.map_or_else(|| words::UNKNOWN.to_owned(), YearOfValue::in_full),
        departments: departments(here, promise.record),
        target: promise.target.map(|target| newest::of_year(promise, target, spelled(target))),
        actual: promise.actual.map(spelled),
        as_of: promise.actual.and_then(|figure| figure.as_of.as_ref()).map(|date| format!("{}現在", date.value)),
        gap: promise.pair().filter(|_| is_compared).and_then(|(target, actual)| actual.beyond(target)),
        picture: promise.pair().and_then(|(target, actual)| bullet::draw(target, actual, promise.rule)),
        verdict: verdict(promise),
        rule: rule(promise),
        notes: promise.actual.and_then(|actual| here.maybe(&actual.note)).into_iter().collect(),
        link: links::promise(promise, promise.name.to_owned()),
    }
}

/// The verdict in words that stand alone.
fn verdict(promise: &Promise<'_>) -> String {
    match promise.outcome() {
        Outcome::NotJudged => "判定しない(規則なし)".to_owned(),
        Outcome::NotComparable => format!("判定{}", promise.verdict.words()),
        Outcome::Reached | Outcome::NotReached | Outcome::NotKnown => promise.verdict.words(),
    }
}

/// The rule as declared, or the word of the target that says it.
fn rule(promise: &Promise<'_>) -> Option<String> {
    let rule = promise.rule?;
    let by_word = promise.target.filter(|target| target.name.is_some() && target.rule.is_none());
    let word = by_word.and_then(|target| target.qualifier).map(Qualifier::word);
    Some(word.map_or_else(|| format!("規則: {}", rule.words()), |word| format!("目標値の「{word}」による")))
}

fn departments(here: &Here<'_, '_>, record: Record<'_>) -> Vec<String> {
    links::departments(here.site, here.site.charged(record)).into_iter().map(|link| link.text).collect()
}

/// Counts by year, document and 部局; a table of one row tells nothing.
fn tables(here: &Here<'_, '_>, all: &Counts<Outcome>, promises: &[Promise<'_>]) -> Vec<CountTable> {
    let mut years: BTreeMap<(i16, String), Counts<Outcome>> = BTreeMap::new();
    let mut holders: BTreeMap<RecordId, Counts<Outcome>> = BTreeMap::new();
    let mut bureaus: BTreeMap<usize, Counts<Outcome>> = BTreeMap::new();
    for promise in promises {
        let year = promise.year.map_or((0, words::UNKNOWN.to_owned()), |year| (-year.western(), year.in_full()));
        years.entry(year).or_default().add(promise.outcome());
        holders.entry(holder(here, promise.record)).or_default().add(promise.outcome());
        bureaus.entry(bureau(here, promise.record)).or_default().add(promise.outcome());
    }
    let by_year = years.into_iter().map(|((_, word), counts)| count_row(None, word, [all, &counts])).collect();
    let by_holder = holders.into_iter().filter_map(|(id, counts)| {
        let title = here.site.record(&id)?.title(here.site);
        Some(count_row(Some(Link::to(&id.page(), &title)), title, [all, &counts]))
    });
    let by_bureau = bureaus.into_iter().map(|(at, counts)| {
        let link = here.site.departments.get(at).map(|department| links::department(here.site, &department.id.value));
        let word =
            link.as_ref().map_or_else(|| "担当がいくつかの部局、または記載なし".to_owned(), |link| link.text.clone());
        count_row(link, word, [all, &counts])
    });
    let tables =
        [("年度ごと", by_year), ("文書ごと", by_holder.collect()), ("部局ごと", by_bureau.collect::<Vec<_>>())];
    let tables = tables.into_iter().map(|(title, rows): (_, Vec<_>)| CountTable { title, rows });
    tables.filter(|table| table.rows.len() > 1).collect()
}

/// The plan, program or sheet that contains a record.
fn holder(here: &Here<'_, '_>, record: Record<'_>) -> RecordId {
    match record {
        Record::Section(section) => RecordId::plan(&section.plan),
        Record::Item(item) => RecordId::program(&item.program),
        Record::Goal(goal) => here.site.sheet_of(goal).map_or_else(|| goal.id.clone(), |sheet| sheet.id.clone()),
        Record::Plan(_) | Record::Program(_) | Record::Sheet(_) => record.id(),
    }
}

/// The place of the only 部局 in charge; behind all others if there is none, or several.
fn bureau(here: &Here<'_, '_>, record: Record<'_>) -> usize {
    match here.site.bureau_in_charge(record) {
        Share::One(place) => place,
        Share::Several | Share::Unsaid | Share::Difference => usize::MAX,
    }
}

/// A row with a count for each outcome that occurs in all of them.
fn count_row(link: Option<Link>, word: String, [all, counts]: [&Counts<Outcome>; 2]) -> CountRow {
    let occurring = Outcome::ALL.iter().filter(|(outcome, ..)| all.of(outcome) > 0);
    let of_outcomes = occurring.map(|(outcome, ..)| counts.of(outcome)).collect();
    CountRow { link, word, counts: of_outcomes, total: counts.total() }
}
