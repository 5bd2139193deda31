//! 取組項目: the promise for five years, with plan and results of each year.

use serde::Serialize;

use super::chart::{self, ChartView};
use super::figures::{self, FigureRow};
use super::foot::{self, Foot};
use super::head::{self, Head};
use super::here::{Here, Said};
use super::html::Html;
use super::links::{self, Link, Listed, PlanPart};
use super::money::{self, MoneyView};
use super::pages::Pages;
use super::sdgs::{self, SdgLink};
use super::words;
use crate::model::{ActionItem, FiscalYear, FixedPage, Program, Record, Statements, YearRecord, address};

#[derive(Serialize)]
struct View {
    number: u32,
    title: Html,
    program: Link,
    pillar: Option<String>,
    category: Option<Link>,
    departments: Listed<Link>,
    departments_note: Option<Html>,
    references: Listed<PlanPart>,
    none_in: Vec<String>,
    sdgs: Listed<SdgLink>,
    summary: Said,
    background: Said,
    approach: Said,
    goal: Said,
    years: Vec<YearView>,
    reported: String,
    money: Option<MoneyView>,
    charts: Vec<ChartView>,
    figures: Vec<FigureRow>,
    narrative: Option<Html>,
    contents: Vec<Link>,
    foot: Foot,
}

#[derive(Serialize)]
struct YearView {
    anchor: String,
    name: String,
    short: String,
    state: &'static str,
    code: &'static str,
    ribbon: Option<String>,
    plan: Said,
    results: Said,
    /// Absent if neither result nor effect is reported yet: one word is enough for both.
    effect: Option<Said>,
}

/// The state of the results of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResultState {
    /// There are results.
    Reported,
    /// Recorded as none.
    None,
    /// The year is not reported yet.
    NotReported,
    /// Unknown.
    Unknown,
}

impl ResultState {
    /// The state of the results of a program's year.
    pub(super) fn of(here: &Here<'_, '_>, program: &Program, results: &Statements, year: FiscalYear) -> Self {
        let through = program.results_through.as_ref().map(|year| year.value);
        match results {
            Some(results) if results.is_empty() => Self::None,
            Some(_) => Self::Reported,
            None if here.room.is_unreported(year, through) => Self::NotReported,
            None => Self::Unknown,
        }
    }

    /// The word shown on pages.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Reported => "実績あり",
            Self::None => "実績なし",
            Self::NotReported => words::NOT_REPORTED,
            Self::Unknown => "実績は不明",
        }
    }

    /// The code for the stylesheet.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::None => "none",
            Self::NotReported => "not-reported",
            Self::Unknown => "unknown",
        }
    }

    /// The word in place of absent statements.
    fn absent(self) -> &'static str {
        match self {
            Self::NotReported => "未報告(まだ公表されていません)",
            Self::Reported | Self::None | Self::Unknown => words::UNKNOWN,
        }
    }
}

/// Adds the pages of a program's items.
pub(super) fn add<'a>(pages: &mut Pages<'a>, program: &'a Program) {
    for (at, item) in program.items.iter().enumerate() {
        pages.add(item.id.page(), "pages/item.html", move |here| page(here, program, at, item));
    }
}

fn page<'a>(here: &Here<'_, 'a>, program: &'a Program, at: usize, item: &'a ActionItem) -> (Head, View) {
    let site = here.site;
    let program_link = Link::to(&program.id.page(), &program.title.value);
    let placed = item.category.as_ref().and_then(|category| program.category(&category.value));
    let category = placed.map(|(_, category)| {
        let anchor = address::category_anchor(&category.code.value);
        Link::at(&program.id.page(), &anchor, &format!("{} {}", category.code, category.title))
    });
    let money = money::view(here, Record::Item(item));
    let view = View {
        number: item.number,
        title: here.label(&item.title),
        pillar: placed.map(|(pillar, _)| format!("{} {}", pillar.code, pillar.title)),
        category,
        departments: Listed::of(item.departments.as_ref().map(|ids| links::departments(site, ids))),
        departments_note: here.maybe(&item.departments_note),
        references: Listed::of(
            item.references.as_ref().map(|parts| parts.iter().map(|part| links::plan_part(site, part)).collect()),
        ),
        none_in: item.none_in.iter().map(|id| plan_title(here, &id.value)).collect(),
        sdgs: sdgs::listed(item.sdgs.as_deref()),
        summary: here.said(&item.summary),
        background: here.said(&item.background),
        approach: here.said(&item.approach),
        goal: here.said(&item.goal),
        years: item.years.iter().map(|year| year_view(here, program, year)).collect(),
        reported: reported(here, program),
        charts: chart::charts("chart", "", item.all_figures()),
        figures: figures::rows(here, item.all_figures()),
        narrative: foot::narrative(here, &item.base.narrative),
        contents: contents(item, &money),
        money,
        foot: foot::foot(
            here,
            Record::Item(item),
            Some(&item.related),
            foot::neighbours(&program.items, at, links::item),
        ),
        program: program_link.clone(),
    };
    let label = format!("No.{} {}", item.number, item.title);
    let head = Head::new("item", label, description(item))
        .released(item.base.release)
        .below(vec![Link::fixed(FixedPage::Programs), program_link])
        .called(format!("No.{}", item.number));
    (head, view)
}

fn plan_title(here: &Here<'_, '_>, id: &crate::model::PlanId) -> String {
    here.site.plan(id).map_or_else(|| id.0.clone(), |plan| plan.title.value.clone())
}

fn reported(here: &Here<'_, '_>, program: &Program) -> String {
    let site_wide = here.site.profile.reported_through.as_ref();
    match program.results_through.as_ref().or(site_wide) {
        Some(year) => format!("実績は{}分まで公表されています。", words::year(year.value)),
        None => "実績がどの年度まで公表されているかの記載はありません。".to_owned(),
    }
}

fn year_view(here: &Here<'_, '_>, program: &Program, record: &YearRecord) -> YearView {
    let year = record.fiscal_year.value;
    let state = ResultState::of(here, program, &record.results, year);
    let is_one = state == ResultState::NotReported && record.effect.is_none();
    YearView {
        anchor: year.anchor(),
        name: words::year(year),
        short: year.short(),
        state: state.word(),
        code: state.code(),
        ribbon: ribbon(record),
        plan: here.said(&record.plan),
        results: here.said_or(&record.results, state.absent()),
        effect: (!is_one).then(|| here.said_or(&record.effect, state.absent())),
    }
}

fn ribbon(record: &YearRecord) -> Option<String> {
    let stages = [("計画は", record.plan_release), ("実績は", record.results_release)];
    let waits = stages.into_iter().filter(|(_, release)| !release.is_open());
    let waits: Vec<_> = waits.map(|(stage, release)| format!("{stage}{release}")).collect();
    head::ribbon(record.release).or_else(|| (!waits.is_empty()).then(|| waits.join("、")))
}

fn contents(item: &ActionItem, money: &Option<MoneyView>) -> Vec<Link> {
    let figures = item.all_figures().next().map(|_| Link::within("figures", "数値"));
    let years = [Link::within("goal", "5年後の姿"), Link::within("years", "年度ごとの計画と実績")];
    let rest =
        [Link::within("background", "背景と進め方"), Link::within("related", "関連"), Link::within("source", "出典")];
    years.into_iter().chain(money::content(money)).chain(figures).chain(rest).collect()
}

fn description(item: &ActionItem) -> String {
    let said = item.summary.iter().flatten().map(|text| text.value.replace('*', ""));
    let summary = said.collect::<Vec<_>>().join("。");
    if summary.is_empty() { format!("取組項目「{}」の計画と実績", item.title) } else { summary }
}
