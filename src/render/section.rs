//! 節: its aim, the indicators, the measures, and the referring records.

use std::sync::Arc;

use serde::Serialize;

use super::answer::{self, AnswerView};
use super::chart::{self, ChartView};
use super::figures::{self, FigureTable};
use super::foot::{self, Foot};
use super::form::{self, Facts, RowView};
use super::head::Head;
use super::here::{Here, Said};
use super::html::Html;
use super::indicator::{self, IndicatorView};
use super::lacking::Lacking;
use super::links::{self, Link, Listed, PlanPart};
use super::money::{self, MoneyView};
use super::pages::Pages;
use super::related::{self, GroupView};
use super::sdgs::{self, SdgLink};
use super::words;
use super::year_records::{self, YearsView};
use crate::model::{
    self, Chart, Figure, FixedPage, FormKind, Measure, Plan, PlanSection, Record, Reference, Role, SeriesOf, Words,
    circled,
};

#[derive(Serialize)]
struct View {
    ordinal: String,
    title: Html,
    plan: Link,
    above: Vec<String>,
    departments: Listed<Link>,
    sdgs: Listed<SdgLink>,
    answer: Option<AnswerView>,
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
    money: Option<MoneyView>,
    /// The keys of the rows on the form.
    asked: Vec<&'static str>,
    /// Whether the city has a form of its own.
    is_own: bool,
    /// The rows in their order.
    rows: Vec<RowView>,
    /// Charts and rows of the figures of the years.
    year_charts: Vec<ChartView>,
    figures: Option<FigureTable>,
    references: Option<Listed<PlanPart>>,
    referring: Vec<GroupView>,
    narrative: Option<Html>,
    contents: Vec<Link>,
    foot: Foot,
}

#[derive(Serialize)]
struct CaptionView {
    anchor: String,
    title: Html,
    source: Option<Html>,
    note: Option<Html>,
    charts: Vec<ChartView>,
    figures: Option<FigureTable>,
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

/// Adds the pages of a plan's sections.
pub(super) fn add<'a>(pages: &mut Pages<'a>, plan: &'a Plan) {
    let facts = Arc::new(Facts::of(plan.sections.iter().map(Record::Section)));
    for (at, section) in plan.sections.iter().enumerate() {
        let facts = facts.clone();
        pages.add(section.id.page(), "pages/section.html", move |here| page(here, (plan, &facts), at, section));
        chart::alone::add(pages, Record::Section(section));
    }
}

fn page<'a>(
    here: &Here<'_, 'a>,
    (plan, facts): (&'a Plan, &Facts),
    at: usize,
    section: &'a PlanSection,
) -> (Head, View) {
    let site = here.site;
    let plan_link = Link::to(&plan.id.page(), &plan.title.value);
    let ordinal = plan.ordinal(&section.code);
    let money = money::view(here, Record::Section(section));
    let mut rows = rows(here, &plan.head, section);
    facts.mark(&mut rows);
    let contents = contents(here.words, section, plan.head.form.is_some().then_some(&rows), &money);
    let mut view = View {
        title: here.label(&section.title),
        plan: plan_link.clone(),
        above: above(plan, section),
        departments: Listed::of(section.departments.as_ref().map(|ids| links::departments(site, ids))),
        sdgs: sdgs::listed(section.sdgs.as_deref()),
        answer: answer::of_years(here, Record::Section(section)),
        purpose: here.said(&section.purpose),
        issues: here.said(&section.issues),
        charts: Listed::of(section.charts.as_ref().map(|charts| {
            charts.iter().enumerate().map(|(place, chart)| caption(here, section, place, chart)).collect()
        })),
        indicators: indicator::views(here, Record::Section(section), &section.indicators),
        roles: listed(&section.roles, |role| role_view(here, role)),
        measures: listed(&section.measures, |found| measure(here, found)),
        projects: here.said(&section.projects),
        related_plans: here.said(&section.related_plans),
        years: (!section.years.is_empty()).then(|| year_records::view(here, Record::Section(section), facts)),
        asked: form::asked(&plan.head, FormKind::Plan),
        is_own: plan.head.form.is_some(),
        rows,
        year_charts: chart::charts(here, Record::Section(section), SeriesOf::Record),
        figures: figures::table(here, words::UNNAMED, year_figures(section)),
        references: section
            .references
            .as_ref()
            .map(|parts| Listed::of(Some(parts.iter().map(|part| links::plan_part(site, part)).collect()))),
        referring: related::referring(here, here.room.relations.records(Reference::Section(&plan.id, &section.code))),
        narrative: foot::narrative(here, &section.base.narrative),
        contents,
        money,
        foot: foot::foot(
            here,
            Record::Section(section),
            Some(&section.related),
            foot::neighbours(&plan.sections, at, |section| link(plan, section)),
        ),
        ordinal: ordinal.clone(),
    };
    view.foot.lacking = lacking(here, &mut view).told();
    let head = Head::new("section", format!("{ordinal} {}", section.title), description(here.words, section))
        .released(section.base.release)
        .below(vec![here.fixed(FixedPage::Plans), plan_link])
        .called(ordinal);
    (head, view)
}

/// What its source does not say; its parts are left out of the contents.
fn lacking(here: &Here<'_, '_>, view: &mut View) -> Lacking {
    let (words, mut lacking) = (here.words, Lacking::default());
    let is_asked = |key| view.asked.contains(&key);
    lacking.note(&words.section_departments, &(view.departments.is_unknown && is_asked("departments")));
    lacking.note(&words.section_sdgs, &(view.sdgs.is_unknown && is_asked("sdgs")));
    let hidden: Vec<String> = if view.is_own {
        let known = |row: &RowView| match row.id.as_str() {
            "indicators" => view.indicators.is_unknown,
            "measures" => view.measures.is_unknown,
            "roles" => view.roles.is_unknown,
            "charts" => view.charts.is_unknown,
            _ => row.is_unknown(),
        };
        let unknown = view.rows.iter().filter(|row| known(row));
        unknown.inspect(|row| lacking.note(&row.word, &true)).map(|row| row.anchor.clone()).collect()
    } else {
        lacking.note(&words.purpose, &view.purpose);
        lacking.note(&words.indicators, &view.indicators);
        lacking.note(&words.measures, &view.measures);
        lacking.note(&words.issues, &view.issues);
        lacking.note(&words.charts, &view.charts);
        lacking.note(&words.roles, &view.roles);
        lacking.note(&words.projects, &view.projects);
        lacking.note(&words.related_plans, &view.related_plans);
        let has_narrative = view.narrative.is_some();
        let parts = [
            ("purpose", view.purpose.is_unknown),
            ("indicators", view.indicators.is_unknown),
            ("measures", view.measures.is_unknown),
            ("issues", view.issues.is_unknown && view.charts.is_unknown),
            ("roles", view.roles.is_unknown),
            ("projects", view.projects.is_unknown && view.related_plans.is_unknown && !has_narrative),
        ];
        parts.into_iter().filter(|(_, is_unknown)| *is_unknown).map(|(anchor, _)| anchor.to_owned()).collect()
    };
    indicator::lacking(&mut lacking, &view.indicators);
    if let Some(years) = &mut view.years {
        lacking.append(std::mem::take(&mut years.lacking));
    }
    view.contents.retain(|link| !hidden.contains(&link.href[1..].to_owned()));
    lacking
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

/// The rows in the order of the city's form, or in that of the default page. The years stand where the first of their rows
/// does.
fn rows(here: &Here<'_, '_>, head: &model::Head, section: &PlanSection) -> Vec<RowView> {
    const DEFAULT: [&str; 6] = ["indicators", "years", "measures", "issues", "roles", "projects"];
    if head.form.is_none() {
        return DEFAULT.map(|id| RowView::of(id, "", None)).into();
    }
    let known = |key: &str| match key {
        "purpose" => Some(Some(here.said(&section.purpose))),
        "issues" => Some(Some(here.said(&section.issues))),
        "projects" => Some(Some(here.said(&section.projects))),
        "related_plans" => Some(Some(here.said(&section.related_plans))),
        "charts" | "roles" | "measures" => Some(None),
        _ => form::block(key),
    };
    let [before, after, _] = head.around_years();
    let rows = |head: &model::Head| form::rows(here, (head, FormKind::Plan), &section.texts, known);
    rows(&before).into_iter().chain([RowView::of("years", "", None)]).chain(rows(&after)).collect()
}

fn contents(nouns: &Words, section: &PlanSection, form: Option<&Vec<RowView>>, money: &Option<MoneyView>) -> Vec<Link> {
    let years = [
        (!section.years.is_empty(), "years", "年度ごとの計画と実績"),
        (year_figures(section).next().is_some(), "figures", "数値"),
    ];
    let there = |parts: &[(bool, &str, &str)]| -> Vec<Link> {
        let there = parts.iter().filter(|(is_there, ..)| *is_there);
        there.map(|(_, anchor, text)| Link::within(anchor, text)).collect()
    };
    let both = nouns.tell("⟨projects⟩と⟨related_plans⟩");
    let link = |row: &RowView| if row.id == "years" { there(&years) } else { row.link().into_iter().collect() };
    let is_default = form.is_none();
    let parts = match form {
        Some(rows) => rows.iter().flat_map(link).collect(),
        None => there(&[
            (true, "purpose", &nouns.purpose),
            (true, "indicators", &nouns.indicators),
            years[0],
            years[1],
            (true, "measures", &nouns.measures),
            (true, "issues", &nouns.issues),
            (true, "roles", &nouns.roles),
            (true, "projects", &both),
        ]),
    };
    let rest = [Link::within("related", "関連"), Link::within("source", "出典")];
    parts.into_iter().chain(money::content(money).filter(|_| is_default)).chain(rest).collect()
}

fn year_figures(section: &PlanSection) -> impl Iterator<Item = &Figure> {
    section.years.iter().flat_map(|year| &year.figures)
}

fn description(nouns: &Words, section: &PlanSection) -> String {
    let purpose: Vec<_> = section.purpose.iter().flatten().map(|text| text.value.replace('*', "")).collect();
    if purpose.is_empty() {
        format!("「{}」の目的、{}、施策", section.title, nouns.indicators)
    } else {
        purpose.join("")
    }
}

fn caption(here: &Here<'_, '_>, section: &PlanSection, place: usize, chart: &Chart) -> CaptionView {
    let data = || chart.data.iter().flatten();
    CaptionView {
        anchor: section.chart_anchor(place, chart),
        title: here.label(&chart.title),
        source: here.maybe(&chart.source),
        note: here.maybe(&chart.note),
        charts: chart::charts(here, Record::Section(section), SeriesOf::Chart(place, chart)),
        caption: format!("「{}」の図の数値", chart.title.value.replace('*', "")),
        figures: figures::table(here, &chart.title.value, data()),
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
