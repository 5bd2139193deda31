//! 約束と結果: every target beside what became of it, in the groups that its declared rule gives. Without a rule the two
//! values stand beside each other, in no group of success; no degree of achievement is computed. Indicators without a
//! target promise nothing: they are told below, in no count of targets.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use super::head::Head;
use super::here::Here;
use super::html::Html;
use super::indicators::NO_TARGET;
use super::links::{self, Link};
use super::pages::Pages;
use super::tally::{self, BarView};
use super::{bullet, newest, urls, words};
use crate::model::{
    Counts, FixedPage, Indicator, Outcome, Promise, Qualifier, Record, RecordId, Share, Site, YearOfValue, verdict,
};

/// Up to this number of targets, a page shows each. With more, it would be too heavy for a phone: the years have pages of
/// their own and, of a year with too many, the 部局.
const TOLD: usize = 200;

#[derive(Serialize)]
pub(super) struct View {
    about: String,
    /// The year and 部局 of the page, if it is not that of all targets.
    part: Option<String>,
    bar: Option<BarView>,
    /// 題名 of every outcome, in the order of the counts.
    outcomes: Vec<&'static str>,
    groups: Vec<Group>,
    tables: Vec<CountTable>,
    /// The indicators without a target, on the page of all targets.
    aimless: Option<AimlessView>,
}

/// The indicators without a target.
#[derive(Serialize)]
struct AimlessView {
    anchor: &'static str,
    count: String,
    /// The page of all indicators.
    page: Link,
    /// Each with its newest value; none if there are too many.
    rows: Vec<ValueRow>,
}

#[derive(Serialize)]
struct ValueRow {
    link: Link,
    record: String,
    /// 令和6年度(2024年度) 14回.
    latest: Option<Html>,
}

/// The targets of one outcome.
#[derive(Serialize)]
struct Group {
    anchor: &'static str,
    title: &'static str,
    /// What it means that they are in this group.
    about: &'static str,
    count: String,
    /// Whether they are folded: nothing is known of them yet.
    is_folded: bool,
    rows: Vec<Row>,
    /// In place of rows: the pages that have them, with their counts.
    pages: Vec<Link>,
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
    /// Which values are good, or the value from which a change begins.
    besides: Vec<String>,
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
    counts: Vec<String>,
    total: String,
}

/// A target, with what the pages group it by.
struct Told<'s> {
    promise: Promise<'s>,
    /// Judged when a page first asks.
    outcome: OnceLock<Outcome>,
    /// The place of the 部局, as [`bureau`] tells it.
    bureau: usize,
}

impl Told<'_> {
    fn outcome(&self) -> Outcome {
        *self.outcome.get_or_init(|| self.promise.outcome())
    }
}

/// The targets of a page: all, those of a year, or those of a 部局 in a year.
#[derive(Clone, Default)]
struct Part {
    year: Option<Option<YearOfValue>>,
    /// The place of the 部局, as [`bureau`] tells it.
    bureau: Option<usize>,
}

impl Part {
    fn has(&self, told: &Told<'_>) -> bool {
        self.year.is_none_or(|year| told.promise.promised_year() == year)
            && self.bureau.is_none_or(|place| told.bureau == place)
    }

    fn folder(&self, site: &Site) -> String {
        let mut folder = FixedPage::Results.folder().to_owned();
        folder += &match self.year {
            None => return folder,
            Some(Some(YearOfValue::Fiscal(year))) => format!("{}/", year.western()),
            Some(Some(YearOfValue::Calendar(year))) => format!("calendar-{}/", year.western()),
            Some(None) => "unknown/".to_owned(),
        };
        match self.bureau {
            None => folder,
            // No id of a department begins with a line below.
            Some(place) => folder + site.departments.get(place).map_or("_shared", |one| &one.id.value.0) + "/",
        }
    }

    /// 令和4年度(2022年度) 政策企画部.
    fn name(&self, site: &Site) -> Option<String> {
        let year = self.year.map(year_in_words)?;
        Some(self.bureau.map_or(year.clone(), |place| format!("{year} {}", bureau_in_words(site, place))))
    }

    /// The parts of too many targets that have a page of their own; none if there is no such division.
    fn divided(&self, own: &[&Told<'_>]) -> Vec<Self> {
        if own.len() <= TOLD || self.bureau.is_some() {
            return Vec::new();
        }
        let mut parts: BTreeMap<(i16, bool, usize), Self> = BTreeMap::new();
        for Told { promise, bureau, .. } in own {
            let place = self.year.map(|_| *bureau);
            let western = promise.promised_year().map_or(0, YearOfValue::western);
            let is_calendar = matches!(promise.promised_year(), Some(YearOfValue::Calendar(_)));
            let part = Self { year: Some(promise.promised_year()), bureau: place };
            parts.insert((-western, is_calendar, place.unwrap_or_default()), part);
        }
        parts.into_values().collect()
    }
}

/// Adds the page of all targets and, of many, those of their years and 部局.
pub(super) fn add<'a>(pages: &mut Pages<'a>) {
    let site = pages.room.site;
    let told = |promise: Promise<'a>| Told { bureau: bureau(site, promise.record), promise, outcome: OnceLock::new() };
    add_part(pages, Part::default(), &Arc::new(site.records().flat_map(Record::promises).map(told).collect()));
}

fn add_part<'a>(pages: &mut Pages<'a>, part: Part, all: &Arc<Vec<Told<'a>>>) {
    let divided = part.divided(&all.iter().filter(|told| part.has(told)).collect::<Vec<_>>());
    let (shared, shown, below) = (Arc::clone(all), part.clone(), divided.clone());
    let folder = part.folder(pages.room.site);
    pages.add(folder, "pages/results.html", move |here| page(here, &shared, &shown, &below));
    divided.into_iter().for_each(|part| add_part(pages, part, all));
}

fn page(here: &Here<'_, '_>, all: &[Told<'_>], part: &Part, below: &[Part]) -> (Head, View) {
    let own: Vec<_> = all.iter().filter(|told| part.has(told)).collect();
    let mut counts = Counts::default();
    own.iter().for_each(|told| counts.add(told.outcome()));
    let occurring = Outcome::ALL.iter().filter(|(outcome, ..)| counts.of(outcome) > 0);
    let name = part.name(here.site);
    let view = View {
        about: here.words.tell(FixedPage::Results.about().unwrap_or_default()).into_owned(),
        bar: tally::outcomes(here, "results", &counts),
        outcomes: occurring.clone().map(|(_, word, _)| *word).collect(),
        groups: occurring.map(|(outcome, ..)| group(here, *outcome, &own, below)).collect(),
        tables: tables(here, &counts, &own, below),
        part: name.clone(),
        aimless: aimless(here).filter(|_| name.is_none()),
    };
    let whole = FixedPage::Results.title(here.words).into_owned();
    let title = name.as_ref().map_or(whole.clone(), |name| format!("{whole} {name}"));
    let of = name.map(|name| format!("{name}の")).unwrap_or_default();
    let description = format!("{of}目標{}件を、実績と並べて見るページ", own.len());
    let head = Head::new("results", title, description);
    let above = [Part::default(), Part { bureau: None, ..part.clone() }];
    let trail = above[..[part.year.is_some(), part.bureau.is_some()].iter().filter(|is| **is).count()].iter();
    let link = |part: &Part| Link::to(&part.folder(here.site), &part.name(here.site).unwrap_or(whole.clone()));
    let head = head.below(trail.map(link).collect());
    let short = part.bureau.map(|place| bureau_in_words(here.site, place)).or(part.year.map(year_in_words));
    (if let Some(short) = short { head.called(short) } else { head }, view)
}

fn aimless(here: &Here<'_, '_>) -> Option<AimlessView> {
    let all: Vec<_> = here.site.indicators().filter(|(_, one)| !one.has_target()).collect();
    let row = |(record, one): &(Record<'_>, &Indicator)| ValueRow {
        link: links::promise(&one.promise(*record), one.name.value.clone()),
        record: record.label(here.site),
        latest: verdict::latest(one)
            .map(|figure| here.words(&format!("{} {}", year_in_words(figure.year()), figure.told()))),
    };
    (!all.is_empty()).then(|| AimlessView {
        anchor: NO_TARGET,
        count: words::count(all.len()),
        page: here.fixed(FixedPage::Indicators),
        rows: all.iter().filter(|_| all.len() <= TOLD).map(row).collect(),
    })
}

fn group(here: &Here<'_, '_>, outcome: Outcome, own: &[&Told<'_>], below: &[Part]) -> Group {
    let of: Vec<_> = own.iter().copied().filter(|told| told.outcome() == outcome).collect();
    let link = |part: &Part| {
        let count = of.iter().filter(|told| part.has(told)).count();
        let text = format!("{} {}件", part.name(here.site).unwrap_or_default(), words::count(count));
        (count > 0).then(|| Link { href: urls::href_at(&part.folder(here.site), outcome.code()), text })
    };
    let is_told = below.is_empty();
    Group {
        anchor: outcome.code(),
        title: if outcome == Outcome::NotKnown { "実績の数値が無い目標" } else { outcome.word() },
        about: about(outcome),
        count: words::count(of.len()),
        is_folded: outcome == Outcome::NotKnown,
        rows: of.iter().filter(|_| is_told).map(|told| row(here, &told.promise)).collect(),
        pages: below.iter().filter_map(link).collect(),
    }
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
        Outcome::Interim => {
            "実績が、目標の年度や日より前の値のもの。まだ結果ではないので、達した目標にも達していない目標にも数えません。"
        }
        Outcome::NotKnown => "実績がまだ公表されていないか、資料に記載の無いもの。",
    }
}

/// A target beside its result, ready to print.
fn row(here: &Here<'_, '_>, promise: &Promise<'_>) -> Row {
    let is_compared = promise.verdict.is_computed();
    let spelled = |figure: &crate::model::Figure| {
        let is_range = figure.low.is_some() || figure.relative_to.is_some();
        if is_range { figure.spelled() } else { figure.told() }
    };
    Row {
        name: here.words(promise.name),
        record: promise.record.label(here.site),
        year: year_in_words(promise.year),
        departments: departments(here, promise.record),
        target: promise.target.map(|target| newest::of_year(promise, target, spelled(target))),
        besides: besides(promise),
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

/// What a target means, where its own words do not say it.
fn besides(promise: &Promise<'_>) -> Vec<String> {
    let sense = promise.target.and_then(|target| newest::sense(promise, target)).map(str::to_owned);
    let base = newest::base(promise).filter(|_| promise.actual.is_some());
    sense.into_iter().chain(base.map(|base| format!("もとの値 {base}"))).collect()
}

/// The verdict in words that stand alone.
fn verdict(promise: &Promise<'_>) -> String {
    match promise.outcome() {
        Outcome::NotJudged if promise.rule.is_none() => "判定しない(規則なし)".to_owned(),
        Outcome::Interim if !promise.verdict.is_computed() => "途中の値のため判定しない".to_owned(),
        Outcome::Interim => format!("途中の値: {}", promise.verdict.words_of(Outcome::Interim)),
        Outcome::Reached | Outcome::NotReached | Outcome::NotComparable | Outcome::NotJudged | Outcome::NotKnown => {
            promise.verdict.words()
        }
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

/// Counts by year, document and 部局; a table of one row tells nothing. A year or 部局 that has a page below leads there.
fn tables(here: &Here<'_, '_>, all: &Counts<Outcome>, own: &[&Told<'_>], below: &[Part]) -> Vec<CountTable> {
    let site = here.site;
    let mut years: BTreeMap<(i16, Option<YearOfValue>), Counts<Outcome>> = BTreeMap::new();
    let mut holders: BTreeMap<RecordId, Counts<Outcome>> = BTreeMap::new();
    let mut bureaus: BTreeMap<usize, Counts<Outcome>> = BTreeMap::new();
    for told in own {
        let (promise, outcome) = (&told.promise, told.outcome());
        let western = promise.promised_year().map_or(0, YearOfValue::western);
        years.entry((-western, promise.promised_year())).or_default().add(outcome);
        let holder = site.holder_of(promise.record).unwrap_or(promise.record);
        holders.entry(holder.id()).or_default().add(outcome);
        bureaus.entry(told.bureau).or_default().add(outcome);
    }
    let page = |is_it: &dyn Fn(&Part) -> bool, word: &str| {
        below.iter().find(|part| is_it(part)).map(|part| Link::to(&part.folder(site), word))
    };
    let by_year = years.into_iter().map(|((_, year), counts)| {
        let word = year_in_words(year);
        count_row(page(&|part| part.bureau.is_none() && part.year == Some(year), &word), word, [all, &counts])
    });
    let by_holder = holders.into_iter().filter_map(|(id, counts)| {
        let title = site.record(&id)?.title(site);
        Some(count_row(Some(Link::to(&id.page(), &title)), title, [all, &counts]))
    });
    let by_bureau = bureaus.into_iter().map(|(at, counts)| {
        let word = bureau_in_words(site, at);
        let own = || site.departments.get(at).map(|department| links::department(site, &department.id.value));
        count_row(page(&|part| part.bureau == Some(at), &word).or_else(own), word, [all, &counts])
    });
    let tables = [
        ("年度ごと", by_year.collect()),
        ("文書ごと", by_holder.collect()),
        ("部局ごと", by_bureau.collect::<Vec<_>>()),
    ];
    let tables = tables.into_iter().map(|(title, rows): (_, Vec<_>)| CountTable { title, rows });
    tables.filter(|table| table.rows.len() > 1).collect()
}

fn year_in_words(year: Option<YearOfValue>) -> String {
    year.map_or_else(|| words::UNKNOWN.to_owned(), YearOfValue::in_full)
}

fn bureau_in_words(site: &Site, place: usize) -> String {
    let name = |department: &crate::model::Department| site.department_name(&department.id.value);
    site.departments.get(place).map_or_else(|| "担当がいくつかの部局、または記載なし".to_owned(), name)
}

/// The place of the only 部局 in charge; behind all others if there is none, or several.
fn bureau(site: &Site, record: Record<'_>) -> usize {
    match site.bureau_in_charge(record) {
        Share::One(place) => place,
        Share::Several | Share::Unsaid | Share::Difference => usize::MAX,
    }
}

/// A row with a count for each outcome that occurs in all of them.
fn count_row(link: Option<Link>, word: String, [all, counts]: [&Counts<Outcome>; 2]) -> CountRow {
    let occurring = Outcome::ALL.iter().filter(|(outcome, ..)| all.of(outcome) > 0);
    let of_outcomes = occurring.map(|(outcome, ..)| words::count(counts.of(outcome))).collect();
    CountRow { link, word, counts: of_outcomes, total: words::count(counts.total()) }
}
