//! 年度: everything planned, reported or promised in one fiscal year.

use serde::Serialize;

use super::evaluation::{self, CellView, HeadView};
use super::head::Head;
use super::here::{Here, Said};
use super::links::{self, Link};
use super::pages::Pages;
use super::tally::{self, TallyView};
use super::{changes, stages, words, years_compared};
use crate::model::{Evaluated, FiscalYear, FixedPage, Record, ResultState, Scale, Site, YearRecord};

/// Up to this number of records, the page of a year shows plan and result of each. With more, the page would be too heavy
/// for a phone: it shows counts, and the lists of the programs and plans show the records.
pub(super) const TOLD: usize = 200;

#[derive(Serialize)]
struct IndexView {
    years: Vec<YearRow>,
    /// Whether sections of plans have years, besides items.
    has_sections: bool,
}

#[derive(Serialize)]
struct YearRow {
    link: Link,
    sheets: usize,
    goals: usize,
    records: usize,
    reported: usize,
}

#[derive(Serialize)]
struct View<'s> {
    year: String,
    span: String,
    goals: Option<Link>,
    sheets: Vec<SheetRow>,
    holders: Vec<HolderView<'s>>,
    tally: Option<TallyView>,
    previous: Option<Link>,
    next: Option<Link>,
    /// The pages that compare it with the year before and after.
    compared: Vec<Link>,
}

#[derive(Serialize)]
struct SheetRow {
    link: Link,
    changes: Option<Link>,
    stages: String,
    goals: usize,
}

/// A program or a plan with the records that have the year.
#[derive(Serialize)]
struct HolderView<'s> {
    anchor: String,
    link: Link,
    /// What one of the records is called.
    kind: &'s str,
    has_categories: bool,
    /// The words for plan and results, if the form has these rows.
    plan: Option<String>,
    results: Option<String>,
    count: usize,
    scales: Vec<HeadView>,
    /// Where all of them are listed.
    list: Link,
    rows: Vec<RecordRow>,
    /// By state; none if the form has no results.
    counts: Vec<Count>,
}

#[derive(Serialize)]
struct Count {
    word: &'static str,
    code: &'static str,
    count: usize,
    /// The records, if they are in different states and the page lists them.
    records: Vec<Link>,
}

#[derive(Serialize)]
struct RecordRow {
    number: String,
    link: Link,
    departments: Vec<String>,
    category: String,
    word: &'static str,
    code: &'static str,
    plan: Said,
    /// Absent if the word of the state is enough.
    results: Option<Said>,
    /// One per scale on which a record has a mark of the year.
    grades: Vec<CellView>,
}

/// Adds the list of years and a page each.
pub(super) fn add(pages: &mut Pages<'_>) {
    let years = pages.room.site.years();
    pages.add_fixed(FixedPage::Years, "pages/years.html", move |here| list(here, years));
    for (at, year) in years.iter().copied().enumerate() {
        let link = |year: Option<&FiscalYear>| year.map(|year| Link::to(&year.page(), &words::year(*year)));
        let near = (link(at.checked_sub(1).and_then(|at| years.get(at))), link(years.get(at + 1)));
        pages.add(year.page(), "pages/year.html", move |here| page(here, year, near.clone()));
    }
}

/// The records that a plan or a program holds and that have the year.
fn records<'s>(holder: Record<'s>, year: FiscalYear) -> impl Iterator<Item = (Record<'s>, &'s YearRecord)> {
    let of_year = move |found: Record<'s>| found.year(year).map(|record| (found, record));
    holder.held().filter_map(of_year)
}

/// Programs, then plans.
pub(super) fn holders(site: &Site) -> impl Iterator<Item = Record<'_>> {
    site.programs.iter().map(Record::Program).chain(site.plans.iter().map(Record::Plan))
}

fn list(here: &Here<'_, '_>, years: &[FiscalYear]) -> (Head, IndexView) {
    let row = |year: &FiscalYear| {
        let sheets: Vec<_> = here.site.sheets.iter().filter(|sheet| sheet.fiscal_year == *year).collect();
        let of_year = || holders(here.site).flat_map(|holder| records(holder, *year));
        YearRow {
            link: Link::to(&year.page(), &words::year(*year)),
            goals: sheets.iter().map(|sheet| sheet.goals.len()).sum(),
            sheets: sheets.len(),
            records: of_year().count(),
            reported: of_year().filter(|(found, record)| found.reports(record)).count(),
        }
    };
    let mut sections = here.site.plans.iter().flat_map(|plan| &plan.sections);
    let has_sections = sections.any(|section| !section.years.is_empty());
    let view = IndexView { years: years.iter().map(row).collect(), has_sections };
    let description = here.words.tell(if here.site.fills(FixedPage::Goals) {
        "年度ごとに、計画したこと、⟨results⟩、⟨goal⟩を見るページ"
    } else {
        "年度ごとに、計画したことと⟨results⟩を見るページ"
    });
    (Head::new("years", "年度", description), view)
}

fn page<'a>(here: &Here<'_, 'a>, year: FiscalYear, (previous, next): (Option<Link>, Option<Link>)) -> (Head, View<'a>) {
    let site = here.site;
    let sheets: Vec<_> = site.sheets.iter().filter(|sheet| sheet.fiscal_year == year).collect();
    let name = words::year(year);
    let view = View {
        span: format!("{}年4月から{}年3月まで", year.western(), year.western() + 1),
        goals: (!sheets.is_empty()).then(|| Link::to(&year.goals_page(), &format!("{name} {}", here.words.goal))),
        sheets: sheets
            .iter()
            .map(|sheet| SheetRow {
                link: Link::to(&sheet.id.page(), &Record::Sheet(sheet).title(site)),
                changes: changes::link(here, sheet),
                stages: stages::in_words(sheet),
                goals: sheet.goals.len(),
            })
            .collect(),
        holders: holders(site)
            .map(|holder| holder_view(here, holder, year))
            .filter(|holder| holder.count > 0)
            .collect(),
        tally: tally::view(here, "tally", &here.room.tally().of_year(year)),
        compared: compared(here, year),
        previous,
        next,
        year: name.clone(),
    };
    let goals = if here.site.fills(FixedPage::Goals) { "、⟨goal⟩" } else { "" };
    let description = format!(
        "の{}の計画と実績{goals}の一覧",
        if here.site.fills(FixedPage::Programs) { "⟨item⟩" } else { "⟨section⟩" }
    );
    let description = format!("{name}{}", here.words.tell(&description));
    let head = Head::new("year", format!("{name}の計画と実績"), description);
    (head.below(vec![here.fixed(FixedPage::Years)]).called(name), view)
}

fn compared(here: &Here<'_, '_>, year: FiscalYear) -> Vec<Link> {
    let pairs = [[year.previous(), year], [year, year.next()]].into_iter();
    let pairs = pairs.filter(|pair| years_compared::has_both(here.site, *pair));
    pairs.map(|pair| Link::to(&pair[0].compared_page(), &format!("{}と{}を比べる", pair[0], pair[1]))).collect()
}

fn holder_view<'a>(here: &Here<'_, 'a>, holder: Record<'_>, year: FiscalYear) -> HolderView<'a> {
    let is_told = holders(here.site).flat_map(|holder| records(holder, year)).nth(TOLD).is_none();
    let of_year: Vec<_> = records(holder, year)
        .map(|(found, record)| (ResultState::of(here.site, found, record), found, record))
        .collect();
    let scales = evaluation::columns(here, of_year.iter().map(|(.., record)| *record), given);
    let is_mixed = of_year.windows(2).any(|pair| pair[0].0 != pair[1].0);
    let link = |found: Record<'_>| {
        let text = format!("{} {}", number(here, found), found.title(here.site));
        Link::at(&found.id().page(), &year.anchor(), &text)
    };
    let count = |state: ResultState| {
        let found = || of_year.iter().filter(|(found, ..)| *found == state).map(|(_, found, _)| *found);
        let records = found().filter(|_| is_mixed && is_told).map(link).collect();
        Count { word: state.word(), code: state.code(), count: found().count(), records }
    };
    let (title, nouns) = (holder.title(here.site), here.site.words_of(holder));
    let head = of_year.first().and_then(|(_, found, _)| here.site.own_head_of(*found));
    let asked =
        |row: &str, word: &str| head.is_none_or(|head| head.has(row)).then(|| super::year_records::of_year(word, year));
    let results = asked("results", &nouns.results);
    HolderView {
        anchor: anchor(holder),
        kind: if let Record::Plan(_) = holder { &nouns.section } else { &nouns.item },
        scales: evaluation::heads(&scales),
        has_categories: matches!(holder, Record::Program(_)),
        list: list_of(holder, &title),
        link: Link::to(&holder.id().page(), &title),
        plan: asked("plan", &nouns.year_plan),
        count: of_year.len(),
        counts: ResultState::ALL
            .into_iter()
            .filter(|_| results.is_some())
            .map(|(state, ..)| count(state))
            .filter(|count| count.count > 0)
            .collect(),
        rows: of_year
            .iter()
            .filter(|_| is_told)
            .map(|(state, found, record)| row(here, &scales, *state, (*found, record)))
            .collect(),
        results,
    }
}

/// `program-gyokaku-4`, `plan-sogo`.
pub(super) fn anchor(holder: Record<'_>) -> String {
    let id = holder.id();
    format!("{}-{}", holder.kind(), id.0.rsplit('/').next().unwrap_or_default())
}

fn list_of(holder: Record<'_>, title: &str) -> Link {
    let anchor = if let Record::Plan(_) = holder { "outline" } else { "items" };
    Link::at(&holder.id().page(), anchor, &format!("{title}の一覧"))
}

/// The number of a record within the one that holds it.
pub(super) fn number(here: &Here<'_, '_>, record: Record<'_>) -> String {
    match record {
        Record::Item(item) => item.number.to_string(),
        Record::Section(section) => {
            here.site.plan(&section.plan).map_or_else(|| section.code.0.clone(), |plan| plan.ordinal(&section.code))
        }
        Record::Plan(_) | Record::Program(_) | Record::Sheet(_) | Record::Goal(_) => String::new(),
    }
}

/// What a year was given on a scale for the whole.
fn given<'s>(record: &'s YearRecord, scale: &Scale) -> Vec<Evaluated<'s>> {
    record.evaluated().filter(|of| of.is_on(scale)).collect()
}

fn row(
    here: &Here<'_, '_>,
    scales: &[&Scale],
    state: ResultState,
    (found, record): (Record<'_>, &YearRecord),
) -> RecordRow {
    let year = record.fiscal_year.value;
    let departments = links::departments(here.site, found.departments());
    let category = if let Record::Item(item) = found { item.category.as_ref() } else { None };
    RecordRow {
        number: number(here, found),
        link: Link::at(&found.id().page(), &year.anchor(), &found.title(here.site)),
        departments: departments.into_iter().map(|link| link.text).collect(),
        category: category.map_or_else(String::new, |category| category.value.clone()),
        plan: here.said(&record.plan),
        results: record.results.as_ref().filter(|results| !results.is_empty()).map(|_| here.said(&record.results)),
        word: state.word(),
        code: state.code(),
        grades: scales.iter().map(|scale| evaluation::cell(here, scale, &given(record, scale))).collect(),
    }
}
