//! 重点目標 as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::Context;
use super::evaluation::{EvaluationView, evaluations};
use super::figure::{FigureView, views};
use super::indicator::{IndicatorView, indicators};
use super::money::{self, BudgetView, MoneyView};
use super::shared::{
    CriteriaView, DateView, DepartmentRef, Foot, Head, MovedToView, RatingView, RecordRef, ReferenceView,
    RewordingView, SdgView, Told, YearView, criteria, date, department, foot, head, moved_to, rating, record_ref,
    references, related, rewording, sdgs, text, told, year,
};
use super::texts::{OwnTextView, own_texts};
use crate::model::{GoalItem, KeyGoal, Record, StageKind};

#[derive(Serialize, JsonSchema)]
pub(super) struct GoalView<'s> {
    #[serde(flatten)]
    head: Head<'s>,
    sheet: Option<RecordRef>,
    fiscal_year: YearView,
    department: DepartmentRef<'s>,
    departments: Vec<DepartmentRef<'s>>,
    number: u32,
    title: &'s str,
    #[serde(flatten)]
    rewording: RewordingView<'s>,
    thread: Option<ThreadView<'s>>,
    /// The stages that its sheet has published.
    stages: Vec<&'static str>,
    rating_criteria: Vec<CriteriaView<'s>>,
    rating: Option<RatingView<'s>>,
    moved_to: Option<MovedToView<'s>>,
    items: Option<Vec<GoalItemView<'s>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    budget: Option<Vec<BudgetView<'s>>>,
    #[serde(flatten)]
    money: MoneyView<'s>,
    references: Option<Vec<ReferenceView<'s>>>,
    sdgs: Option<Vec<SdgView>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    indicators: Option<Vec<IndicatorView<'s>>>,
    related: Option<Vec<RecordRef>>,
    #[serde(flatten)]
    foot: Foot<'s>,
}

/// The same goal in other years.
#[derive(Serialize, JsonSchema)]
struct ThreadView<'s> {
    name: &'s str,
    goals: Vec<RecordRef>,
}

#[derive(Serialize, JsonSchema)]
struct GoalItemView<'s> {
    id: String,
    page: String,
    number: u32,
    title: &'s str,
    sub_items: Told<'s>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    texts: Vec<OwnTextView<'s>>,
    targets: Told<'s>,
    mid_term: Option<ReportView<'s>>,
    #[serde(rename = "final")]
    final_report: Option<ReportView<'s>>,
    moved_to: Option<MovedToView<'s>>,
    figures: Vec<FigureView<'s>>,
}

#[derive(Serialize, JsonSchema)]
struct ReportView<'s> {
    as_of: Option<DateView>,
    results: Told<'s>,
    rating: Option<RatingView<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluations: Option<Vec<EvaluationView<'s>>>,
}

pub(super) fn view<'s>(context: &Context<'s>, goal: &'s KeyGoal, path: &str) -> GoalView<'s> {
    let sheet = context.site.sheet_of(goal);
    let stages: Vec<_> = sheet.into_iter().flat_map(|sheet| &sheet.stages).map(|stage| stage.stage.value).collect();
    let last = if stages.contains(&StageKind::Final) { StageKind::Final } else { StageKind::MidTerm };
    let of_this_year = context.site.ratings.iter().filter(|known| known.fiscal_year.value == goal.fiscal_year);
    GoalView {
        head: head(context, Record::Goal(goal), path),
        sheet: sheet.map(|sheet| record_ref(context, Record::Sheet(sheet))),
        fiscal_year: year(goal.fiscal_year),
        department: department(context, &goal.department),
        departments: sheet
            .into_iter()
            .flat_map(|sheet| &sheet.departments)
            .map(|id| department(context, &id.value))
            .collect(),
        number: goal.number,
        title: &goal.title.value,
        rewording: rewording(Record::Goal(goal)),
        thread: thread(context, goal),
        stages: stages.iter().map(|stage| stage.code()).collect(),
        rating_criteria: of_this_year.map(|of| criteria(context.site, of)).collect(),
        rating: rating(context, &goal.rating, goal.fiscal_year, last),
        moved_to: moved_to(context, &goal.moved_to),
        items: goal.items.as_ref().map(|items| items.iter().map(|item| item_view(context, goal, item)).collect()),
        budget: money::budget(&goal.budget),
        money: money::view(context, &goal.money),
        references: references(context, &goal.references),
        sdgs: sdgs(&goal.sdgs),
        indicators: indicators(context, &goal.id, &goal.indicators),
        related: related(context, &goal.related),
        foot: foot(context, Record::Goal(goal)),
    }
}

fn thread<'s>(context: &Context<'s>, goal: &'s KeyGoal) -> Option<ThreadView<'s>> {
    let name = text(&goal.thread)?;
    let others = context.relations.thread(goal).filter(|other| other.id != goal.id);
    Some(ThreadView { name, goals: others.map(|other| record_ref(context, Record::Goal(other))).collect() })
}

fn item_view<'s>(context: &Context<'s>, goal: &'s KeyGoal, item: &'s GoalItem) -> GoalItemView<'s> {
    let anchor = item.anchor();
    GoalItemView {
        id: goal.id.part(&anchor),
        page: goal.id.part_page(&anchor),
        number: item.number.value,
        title: &item.title.value,
        sub_items: told(&item.sub_items),
        texts: own_texts(context, Record::Goal(goal), &item.texts),
        targets: told(&item.targets),
        mid_term: report_view(context, goal, item, StageKind::MidTerm),
        final_report: report_view(context, goal, item, StageKind::Final),
        moved_to: moved_to(context, &item.moved_to),
        figures: views(&item.figures),
    }
}

fn report_view<'s>(
    context: &Context<'s>,
    goal: &KeyGoal,
    item: &'s GoalItem,
    stage: StageKind,
) -> Option<ReportView<'s>> {
    let report = item.report(stage)?;
    Some(ReportView {
        as_of: report.as_of.as_ref().map(|known| date(known.value)),
        results: told(&report.results),
        rating: rating(context, &report.rating, goal.fiscal_year, stage),
        evaluations: evaluations(context, &report.evaluations, item.evaluated(goal.fiscal_year, stage)),
    })
}
