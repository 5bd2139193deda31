//! 年度: everything planned, reported or promised in one fiscal year.

use serde::Serialize;

use super::head::Head;
use super::here::{Here, Said};
use super::item::ResultState;
use super::links::{self, Link};
use super::pages::Pages;
use super::{changes, stages, words};
use crate::model::{ActionItem, FiscalYear, FixedPage, Program, Record, YearRecord};

/// Up to this number of items, the page of a year shows plan and result of each. With more, the page would be too heavy
/// for a phone: it shows counts, and the lists of the programs show the items.
const TOLD: usize = 200;

#[derive(Serialize)]
struct IndexView {
    years: Vec<YearRow>,
}

#[derive(Serialize)]
struct YearRow {
    link: Link,
    sheets: usize,
    goals: usize,
    items: usize,
    reported: usize,
}

#[derive(Serialize)]
struct View {
    year: String,
    span: String,
    goals: Option<Link>,
    sheets: Vec<SheetRow>,
    programs: Vec<ProgramView>,
    previous: Option<Link>,
    next: Option<Link>,
}

#[derive(Serialize)]
struct SheetRow {
    link: Link,
    changes: Option<Link>,
    stages: String,
    goals: usize,
}

#[derive(Serialize)]
struct ProgramView {
    anchor: String,
    link: Link,
    rows: Vec<ItemRow>,
    counts: Vec<Count>,
}

#[derive(Serialize)]
struct Count {
    word: &'static str,
    code: &'static str,
    count: usize,
    /// The items, if they are in different states and the page lists them.
    items: Vec<Link>,
}

#[derive(Serialize)]
struct ItemRow {
    number: String,
    link: Link,
    departments: Vec<String>,
    category: String,
    word: &'static str,
    code: &'static str,
    plan: Said,
    /// Absent if the word of the state is enough.
    results: Option<Said>,
}

/// Adds the list of years and a page each.
pub(super) fn add(pages: &mut Pages<'_>) {
    let years = pages.room.site.years();
    pages.add(FixedPage::Years.folder(), "pages/years.html", move |here| list(here, years));
    for (at, year) in years.iter().copied().enumerate() {
        let link = |year: Option<&FiscalYear>| year.map(|year| Link::to(&year.page(), &words::year(*year)));
        let near = (link(at.checked_sub(1).and_then(|at| years.get(at))), link(years.get(at + 1)));
        pages.add(year.page(), "pages/year.html", move |here| page(here, year, near.clone()));
    }
}

fn records(program: &Program, year: FiscalYear) -> impl Iterator<Item = (&ActionItem, &YearRecord)> {
    program.items.iter().filter_map(move |item| {
        item.years.iter().find(|record| record.fiscal_year.value == year).map(|record| (item, record))
    })
}

fn list(here: &Here<'_, '_>, years: &[FiscalYear]) -> (Head, IndexView) {
    let row = |year: &FiscalYear| {
        let sheets: Vec<_> = here.site.sheets.iter().filter(|sheet| sheet.fiscal_year == *year).collect();
        let items = || here.site.programs.iter().flat_map(|program| records(program, *year));
        YearRow {
            link: Link::to(&year.page(), &words::year(*year)),
            goals: sheets.iter().map(|sheet| sheet.goals.len()).sum(),
            sheets: sheets.len(),
            items: items().count(),
            reported: items().filter(|(_, record)| record.results.is_some()).count(),
        }
    };
    let view = IndexView { years: years.iter().map(row).collect() };
    (Head::new("years", "年度", "年度ごとに、計画したこと、実績、重点目標を見るページ"), view)
}

fn page(here: &Here<'_, '_>, year: FiscalYear, (previous, next): (Option<Link>, Option<Link>)) -> (Head, View) {
    let site = here.site;
    let sheets: Vec<_> = site.sheets.iter().filter(|sheet| sheet.fiscal_year == year).collect();
    let name = words::year(year);
    let view = View {
        span: format!("{}年4月から{}年3月まで", year.western(), year.western() + 1),
        goals: (!sheets.is_empty()).then(|| Link::to(&year.goals_page(), &format!("{name} 重点目標"))),
        sheets: sheets
            .iter()
            .map(|sheet| SheetRow {
                link: Link::to(&sheet.id.page(), &Record::Sheet(sheet).title(site)),
                changes: changes::link(here, sheet),
                stages: stages::in_words(sheet),
                goals: sheet.goals.len(),
            })
            .collect(),
        programs: site
            .programs
            .iter()
            .map(|program| program_view(here, program, year))
            .filter(|program| !program.counts.is_empty())
            .collect(),
        previous,
        next,
        year: name.clone(),
    };
    let description = format!("{name}の取組項目の計画と実績、重点目標の一覧");
    let head = Head::new("year", format!("{name}の計画と実績"), description);
    (head.below(vec![Link::fixed(FixedPage::Years)]).called(name), view)
}

fn program_view(here: &Here<'_, '_>, program: &Program, year: FiscalYear) -> ProgramView {
    let is_told = here.site.programs.iter().flat_map(|program| records(program, year)).nth(TOLD).is_none();
    let of_year: Vec<_> = records(program, year)
        .map(|(found, record)| (ResultState::of(here, program, &record.results, year), found, record))
        .collect();
    let states = [ResultState::Reported, ResultState::None, ResultState::NotReported, ResultState::Unknown];
    let is_mixed = of_year.windows(2).any(|pair| pair[0].0 != pair[1].0);
    let link =
        |found: &ActionItem| Link::at(&found.id.page(), &year.anchor(), &format!("{} {}", found.number, found.title));
    let count = |state: ResultState| {
        let found = || of_year.iter().filter(|(found, ..)| *found == state).map(|(_, found, _)| *found);
        let items = found().filter(|_| is_mixed && is_told).map(link).collect();
        Count { word: state.word(), code: state.code(), count: found().count(), items }
    };
    ProgramView {
        anchor: format!("program-{}", program.id),
        link: Link::to(&program.id.page(), &program.title.value),
        counts: states.into_iter().map(count).filter(|count| count.count > 0).collect(),
        rows: of_year
            .iter()
            .filter(|_| is_told)
            .map(|(state, found, record)| row(here, *state, found, record))
            .collect(),
    }
}

fn row(here: &Here<'_, '_>, state: ResultState, found: &ActionItem, record: &YearRecord) -> ItemRow {
    let year = record.fiscal_year.value;
    let departments = links::departments(here.site, found.departments.as_deref().unwrap_or_default());
    ItemRow {
        number: found.number.0.clone(),
        link: Link::at(&found.id.page(), &year.anchor(), &found.title.value),
        departments: departments.into_iter().map(|link| link.text).collect(),
        category: found.category.as_ref().map_or_else(String::new, |category| category.value.clone()),
        plan: here.said(&record.plan),
        results: (state == ResultState::Reported).then(|| here.said(&record.results)),
        word: state.word(),
        code: state.code(),
    }
}
