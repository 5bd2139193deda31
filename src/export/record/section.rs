//! 計画の節 as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::Context;
use super::figure::{self, FigureView};
use super::indicator::{IndicatorView, indicators};
use super::money::{self, BudgetView};
use super::shared::{
    DepartmentRef, Foot, Head, PlanRef, RecordRef, ReferenceView, RewordingView, SdgView, Told, departments, foot,
    head, plan_ref, references, related, rewording, sdgs, text, told,
};
use super::texts::{OwnTextView, own_texts};
use super::years::{YearRecordView, years};
use crate::model::{Chart, Measure, PlanSection, Record, RecordId, Role};

#[derive(Serialize, JsonSchema)]
pub(super) struct SectionView<'s> {
    #[serde(flatten)]
    head: Head<'s>,
    plan: PlanRef<'s>,
    code: &'s str,
    ordinal: Option<String>,
    title: &'s str,
    #[serde(flatten)]
    rewording: RewordingView<'s>,
    departments: Option<Vec<DepartmentRef<'s>>>,
    purpose: Told<'s>,
    issues: Told<'s>,
    charts: Option<Vec<ChartView<'s>>>,
    indicators: Option<Vec<IndicatorView<'s>>>,
    roles: Option<Vec<RoleView<'s>>>,
    measures: Option<Vec<MeasureView<'s>>>,
    projects: Told<'s>,
    related_plans: Told<'s>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    texts: Vec<OwnTextView<'s>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    years: Vec<YearRecordView<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    budget: Option<Vec<BudgetView<'s>>>,
    sdgs: Option<Vec<SdgView>>,
    references: Option<Vec<ReferenceView<'s>>>,
    related: Option<Vec<RecordRef>>,
    #[serde(flatten)]
    foot: Foot<'s>,
}

#[derive(Serialize, JsonSchema)]
struct ChartView<'s> {
    title: &'s str,
    source: Option<&'s str>,
    note: Option<&'s str>,
    data: Option<Vec<FigureView<'s>>>,
}

#[derive(Serialize, JsonSchema)]
struct RoleView<'s> {
    actor: &'s str,
    roles: Told<'s>,
}

#[derive(Serialize, JsonSchema)]
struct MeasureView<'s> {
    number: u32,
    title: &'s str,
    points: Option<Vec<PointView<'s>>>,
}

#[derive(Serialize, JsonSchema)]
struct PointView<'s> {
    id: String,
    page: String,
    text: &'s str,
}

pub(super) fn view<'s>(context: &Context<'s>, section: &'s PlanSection, path: &str) -> SectionView<'s> {
    let measures = section.measures.as_ref();
    SectionView {
        head: head(context, Record::Section(section), path),
        plan: plan_ref(context, &section.plan),
        code: &section.code.0,
        ordinal: context.site.plan(&section.plan).map(|plan| plan.ordinal(&section.code)),
        title: &section.title.value,
        rewording: rewording(Record::Section(section)),
        departments: departments(context, section.departments.as_deref()),
        purpose: told(&section.purpose),
        issues: told(&section.issues),
        charts: section.charts.as_ref().map(|charts| charts.iter().map(chart).collect()),
        indicators: indicators(context, &section.id, &section.indicators),
        roles: section.roles.as_ref().map(|roles| roles.iter().map(role).collect()),
        measures: measures.map(|all| all.iter().map(|one| measure(&section.id, one)).collect()),
        projects: told(&section.projects),
        related_plans: told(&section.related_plans),
        texts: own_texts(context, Record::Section(section), &section.texts),
        years: years(context, Record::Section(section)),
        budget: money::budget(&section.budget),
        sdgs: sdgs(&section.sdgs),
        references: references(context, &section.references),
        related: related(context, &section.related),
        foot: foot(context, Record::Section(section)),
    }
}

fn chart(chart: &Chart) -> ChartView<'_> {
    ChartView {
        title: &chart.title.value,
        source: text(&chart.source),
        note: text(&chart.note),
        data: chart.data.as_deref().map(figure::views),
    }
}

fn role(role: &Role) -> RoleView<'_> {
    RoleView { actor: &role.actor.value, roles: told(&role.roles) }
}

fn measure<'s>(section: &RecordId, measure: &'s Measure) -> MeasureView<'s> {
    let point = |(i, text): (usize, &'s str)| {
        let anchor = measure.point_anchor(i + 1);
        PointView { id: section.part(&anchor), page: section.part_page(&anchor), text }
    };
    MeasureView {
        number: measure.number.value,
        title: &measure.title.value,
        points: told(&measure.points).map(|points| points.into_iter().enumerate().map(point).collect()),
    }
}
