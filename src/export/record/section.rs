//! 計画の節 as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::Context;
use super::evaluation::{EvaluationView, evaluations};
use super::figure::{self, FigureView};
use super::shared::{
    DepartmentRef, Foot, Head, PlanRef, RecordRef, ReferenceView, SdgView, Told, departments, foot, head, plan_ref,
    references, related, sdgs, text, told,
};
use super::years::{YearRecordView, years};
use crate::model::{Chart, Indicator, IndicatorKind, Measure, PlanSection, Record, RecordId, Role};

#[derive(Serialize, JsonSchema)]
pub(super) struct SectionView<'s> {
    #[serde(flatten)]
    head: Head<'s>,
    plan: PlanRef<'s>,
    code: &'s str,
    ordinal: Option<String>,
    title: &'s str,
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
    years: Vec<YearRecordView<'s>>,
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
pub(super) struct IndicatorView<'s> {
    id: String,
    page: String,
    number: u32,
    name: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind_label: Option<&'static str>,
    aliases: Told<'s>,
    rule: &'static str,
    rule_label: &'static str,
    rule_reason: Option<&'s str>,
    baseline: Option<FigureView<'s>>,
    target: Option<FigureView<'s>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    targets: Vec<FigureView<'s>>,
    actuals: Option<Vec<FigureView<'s>>>,
    note: Option<&'s str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    evaluations: Vec<EvaluationView<'s>>,
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
        departments: departments(context, section.departments.as_deref()),
        purpose: told(&section.purpose),
        issues: told(&section.issues),
        charts: section.charts.as_ref().map(|charts| charts.iter().map(chart).collect()),
        indicators: indicators(context, &section.id, &section.indicators),
        roles: section.roles.as_ref().map(|roles| roles.iter().map(role).collect()),
        measures: measures.map(|all| all.iter().map(|one| measure(&section.id, one)).collect()),
        projects: told(&section.projects),
        related_plans: told(&section.related_plans),
        years: years(context, Record::Section(section)),
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

/// The indicators of a record: `null` unknown, `[]` none.
pub(super) fn indicators<'s>(
    context: &Context<'s>,
    record: &RecordId,
    indicators: &'s Option<Vec<Indicator>>,
) -> Option<Vec<IndicatorView<'s>>> {
    Some(indicators.as_ref()?.iter().map(|one| indicator(context, record, one)).collect())
}

fn indicator<'s>(context: &Context<'s>, record: &RecordId, indicator: &'s Indicator) -> IndicatorView<'s> {
    let anchor = indicator.anchor();
    IndicatorView {
        id: record.part(&anchor),
        page: record.part_page(&anchor),
        number: indicator.number.value,
        name: &indicator.name.value,
        kind: indicator.kind.map(IndicatorKind::code),
        kind_label: indicator.kind.map(IndicatorKind::words),
        aliases: told(&indicator.aliases),
        rule: indicator.rule.value.code(),
        rule_label: indicator.rule.value.words(),
        rule_reason: text(&indicator.rule_reason),
        baseline: indicator.baseline.as_ref().map(figure::view),
        target: indicator.target.as_ref().map(figure::view),
        targets: figure::views(&indicator.targets),
        actuals: indicator.actuals.as_deref().map(figure::views),
        note: text(&indicator.note),
        evaluations: evaluations(context, indicator.evaluated()),
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
