//! 節: its aim, the indicators, the measures, and the referring records.

use serde::Serialize;

use super::chart::{self, ChartView};
use super::evaluation::{self, EvaluationsView};
use super::figures::{self, FigureRow, FigureText};
use super::foot::{self, Foot};
use super::head::Head;
use super::here::{Here, Said};
use super::html::Html;
use super::judgement;
use super::links::{self, Link, Listed, PlanPart, RecordLink};
use super::pages::Pages;
use super::sdgs::{self, SdgLink};
use super::urls;
use super::year_records::{self, YearsView};
use crate::model::{
    Chart, Figure, FixedPage, Indicator, IndicatorKind, IndicatorRule, Measure, Plan, PlanSection, Record, Reference,
    Role, Words, circled,
};

#[derive(Serialize)]
struct View {
    ordinal: String,
    title: Html,
    plan: Link,
    above: Vec<String>,
    departments: Listed<Link>,
    sdgs: Listed<SdgLink>,
    purpose: Said,
    issues: Said,
    charts: Listed<CaptionView>,
    indicators: Listed<IndicatorView>,
    roles: Listed<RoleView>,
    measures: Listed<MeasureView>,
    projects: Said,
    related_plans: Said,
    /// Absent if the form of the plan has none.
    years: Option<YearsView>,
    /// Charts and rows of the figures of the years.
    year_charts: Vec<ChartView>,
    figures: Vec<FigureRow>,
    references: Option<Listed<PlanPart>>,
    referring: Vec<RecordLink>,
    narrative: Option<Html>,
    contents: Vec<Link>,
    foot: Foot,
}

#[derive(Serialize)]
struct CaptionView {
    title: Html,
    source: Option<Html>,
    note: Option<Html>,
    charts: Vec<ChartView>,
    figures: Vec<FigureRow>,
    /// The name of the table of its figures.
    caption: String,
}

#[derive(Serialize)]
struct RoleView {
    actor: String,
    roles: Said,
}

#[derive(Serialize)]
struct MeasureView {
    number: u32,
    title: Html,
    points: Vec<PointView>,
    absent: Option<&'static str>,
}

#[derive(Serialize)]
struct PointView {
    anchor: String,
    mark: String,
    text: Html,
}

/// 指標, ready to print.
#[derive(Serialize)]
pub(super) struct IndicatorView {
    pub(super) number: u32,
    pub(super) anchor: String,
    pub(super) name: Html,
    pub(super) kind: Option<&'static str>,
    aliases: Vec<String>,
    baseline: Option<FigureText>,
    target: Option<FigureText>,
    /// The target that was read, if there are several.
    of_year: Option<FigureText>,
    latest: Option<FigureText>,
    has_no_actuals: bool,
    rule: &'static str,
    rule_href: String,
    rule_reason: Option<Html>,
    verdict: String,
    verdict_words: String,
    verdict_code: &'static str,
    is_computed: bool,
    /// How the verdict was computed.
    basis: String,
    note: Option<Html>,
    evaluations: Option<EvaluationsView>,
    charts: Vec<ChartView>,
    rows: Vec<FigureRow>,
    /// The name of their table.
    caption: String,
}

/// Adds the pages of a plan's sections.
pub(super) fn add<'a>(pages: &mut Pages<'a>, plan: &'a Plan) {
    for (at, section) in plan.sections.iter().enumerate() {
        pages.add(section.id.page(), "pages/section.html", move |here| page(here, plan, at, section));
    }
}

fn page<'a>(here: &Here<'_, 'a>, plan: &'a Plan, at: usize, section: &'a PlanSection) -> (Head, View) {
    let site = here.site;
    let plan_link = Link::to(&plan.id.page(), &plan.title.value);
    let ordinal = plan.ordinal(&section.code);
    let view = View {
        title: here.label(&section.title),
        plan: plan_link.clone(),
        above: above(plan, section),
        departments: Listed::of(section.departments.as_ref().map(|ids| links::departments(site, ids))),
        sdgs: sdgs::listed(section.sdgs.as_deref()),
        purpose: here.said(&section.purpose),
        issues: here.said(&section.issues),
        charts: listed(&section.charts, |chart| caption(here, chart)),
        indicators: indicators(here, &section.indicators),
        roles: listed(&section.roles, |role| role_view(here, role)),
        measures: listed(&section.measures, |found| measure(here, found)),
        projects: here.said(&section.projects),
        related_plans: here.said(&section.related_plans),
        years: (!section.years.is_empty()).then(|| year_records::view(here, Record::Section(section))),
        year_charts: chart::charts("chart", "", year_figures(section)),
        figures: figures::rows(here, year_figures(section)),
        references: section
            .references
            .as_ref()
            .map(|parts| Listed::of(Some(parts.iter().map(|part| links::plan_part(site, part)).collect()))),
        referring: links::records(site, here.room.relations.records(Reference::Section(&plan.id, &section.code))),
        narrative: foot::narrative(here, &section.base.narrative),
        contents: contents(here.words, section),
        foot: foot::foot(
            here,
            Record::Section(section),
            Some(&section.related),
            foot::neighbours(&plan.sections, at, |section| link(plan, section)),
        ),
        ordinal: ordinal.clone(),
    };
    let head = Head::new("section", format!("{ordinal} {}", section.title), description(section))
        .released(section.base.release)
        .below(vec![here.fixed(FixedPage::Plans), plan_link])
        .called(ordinal);
    (head, view)
}

fn link(plan: &Plan, section: &PlanSection) -> Link {
    Link::to(&section.id.page(), &format!("{} {}", plan.ordinal(&section.code), section.title))
}

fn listed<T, V>(items: &Option<Vec<T>>, view: impl Fn(&T) -> V) -> Listed<V> {
    Listed::of(items.as_ref().map(|items| items.iter().map(view).collect()))
}

/// The titles of the levels above: 第1編 自治・協働・行政, 第3章 …
fn above(plan: &Plan, section: &PlanSection) -> Vec<String> {
    let holds = |code: &str| section.code.0.starts_with(&format!("{code}-"));
    let entries = plan.outline.iter().filter(|entry| plan.levels.len() > 1 && holds(&entry.code.value.0));
    entries.map(|entry| format!("{} {}", plan.ordinal(&entry.code.value), entry.title)).collect()
}

fn contents(nouns: &Words, section: &PlanSection) -> Vec<Link> {
    let both = nouns.tell("⟨projects⟩と⟨related_plans⟩");
    let parts = [
        (true, "purpose", nouns.purpose.as_str()),
        (true, "indicators", &nouns.indicators),
        (!section.years.is_empty(), "years", "年度ごとの計画と実績"),
        (year_figures(section).next().is_some(), "figures", "数値"),
        (true, "measures", &nouns.measures),
        (true, "issues", &nouns.issues),
        (true, "roles", &nouns.roles),
        (true, "projects", &both),
        (true, "related", "関連"),
        (true, "source", "出典"),
    ];
    parts.iter().filter(|(is_there, ..)| *is_there).map(|(_, anchor, text)| Link::within(anchor, text)).collect()
}

fn year_figures(section: &PlanSection) -> impl Iterator<Item = &Figure> {
    section.years.iter().flat_map(|year| &year.figures)
}

fn description(section: &PlanSection) -> String {
    let purpose: Vec<_> = section.purpose.iter().flatten().map(|text| text.value.replace('*', "")).collect();
    if purpose.is_empty() { format!("「{}」の目的、指標、施策", section.title) } else { purpose.join("") }
}

fn caption(here: &Here<'_, '_>, chart: &Chart) -> CaptionView {
    let data = || chart.data.iter().flatten();
    CaptionView {
        title: here.label(&chart.title),
        source: here.maybe(&chart.source),
        note: here.maybe(&chart.note),
        charts: chart::charts(&format!("chart-{}", chart.title.at.start), "", data()),
        caption: format!("「{}」の図の数値", chart.title.value.replace('*', "")),
        figures: figures::rows(here, data()),
    }
}

fn role_view(here: &Here<'_, '_>, role: &Role) -> RoleView {
    RoleView { actor: role.actor.value.clone(), roles: here.said(&role.roles) }
}

fn measure(here: &Here<'_, '_>, measure: &Measure) -> MeasureView {
    let number = measure.number.value;
    let said = here.said(&measure.points);
    let point = |(i, text)| PointView { anchor: measure.point_anchor(i + 1), mark: circled(i as u32 + 1), text };
    MeasureView {
        number,
        title: here.label(&measure.title),
        points: said.items.into_iter().enumerate().map(point).collect(),
        absent: said.absent,
    }
}

/// The indicators of a record with their verdicts.
pub(super) fn indicators(here: &Here<'_, '_>, found: &Option<Vec<Indicator>>) -> Listed<IndicatorView> {
    listed(found, |found| indicator(here, found))
}

/// An indicator with its verdict.
pub(super) fn indicator(here: &Here<'_, '_>, indicator: &Indicator) -> IndicatorView {
    let verdict = judgement::judge(indicator);
    let rows = indicator.targets.iter().chain(indicator.actuals.iter().flatten());
    let of_year = judgement::target_read(indicator);
    let values = if indicator.targets.is_empty() { "実績値" } else { "目標値と実績値" };
    let name = indicator.name.value.replace('*', "");
    IndicatorView {
        number: indicator.number.value,
        anchor: indicator.anchor(),
        name: here.label(&indicator.name),
        kind: indicator.kind.map(IndicatorKind::words),
        aliases: indicator.aliases.iter().flatten().map(|alias| alias.value.clone()).collect(),
        baseline: indicator.baseline.as_ref().map(|figure| figures::text(here, figure)),
        target: indicator.last_target().map(|figure| figures::text(here, figure)),
        of_year: of_year
            .filter(|read| Some(*read) != indicator.last_target())
            .map(|figure| figures::text(here, figure)),
        latest: judgement::latest(indicator).map(|figure| figures::text(here, figure)),
        has_no_actuals: indicator.actuals.as_ref().is_some_and(Vec::is_empty),
        rule: indicator.rule.value.words(),
        rule_href: urls::href_at(FixedPage::Legend.folder(), &indicator.rule.value.anchor()),
        rule_reason: here.maybe(&indicator.rule_reason),
        verdict: format!("判定: {}", verdict.words()),
        verdict_words: verdict.words(),
        verdict_code: verdict.code(),
        is_computed: verdict.is_computed(),
        basis: basis(indicator.rule.value, of_year),
        note: here.maybe(&indicator.note),
        evaluations: evaluation::view(here, &name, &indicator.evaluated().collect::<Vec<_>>()),
        charts: chart::charts(&format!("chart-{}", indicator.anchor()), &name, indicator.distinct()),
        rows: figures::rows_of(here, &name, rows),
        caption: format!("「{name}」の{values}"),
    }
}

/// What the verdict was computed from: the rule, and the target that was read if there are several.
fn basis(rule: IndicatorRule, read: Option<&Figure>) -> String {
    match read.and_then(Figure::year) {
        Some(year) => format!("規則「{}」により、{year}の目標値と比べた結果", rule.words()),
        None => format!("規則「{}」による計算", rule.words()),
    }
}
