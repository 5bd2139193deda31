//! 重点目標一覧表 as JSON, with the list of its goals.

use schemars::JsonSchema;
use serde::Serialize;

use super::Context;
use super::shared::{
    CriteriaView, DateView, DepartmentRef, Foot, Head, MovedToView, YearView, criteria, date, department, foot, head,
    moved_to, text, year,
};
use crate::model::{KeyGoal, KeyGoalSheet, Record, Stage};

#[derive(Serialize, JsonSchema)]
pub(super) struct SheetView<'s> {
    #[serde(flatten)]
    head: Head<'s>,
    title: String,
    fiscal_year: YearView,
    departments: Vec<DepartmentRef<'s>>,
    stages: Vec<StageView<'s>>,
    rating_criteria: Vec<CriteriaView<'s>>,
    goals: Vec<GoalRef<'s>>,
    #[serde(flatten)]
    foot: Foot<'s>,
}

#[derive(Serialize, JsonSchema)]
struct StageView<'s> {
    stage: &'static str,
    stage_label: &'static str,
    as_of: Option<DateView>,
    document: Option<&'s str>,
}

#[derive(Serialize, JsonSchema)]
struct GoalRef<'s> {
    id: &'s str,
    page: String,
    number: u32,
    title: &'s str,
    moved_to: Option<MovedToView<'s>>,
}

pub(super) fn view<'s>(context: &Context<'s>, sheet: &'s KeyGoalSheet, path: &str) -> SheetView<'s> {
    let record = Record::Sheet(sheet);
    let of_this_year = context.site.ratings.iter().filter(|known| known.fiscal_year.value == sheet.fiscal_year);
    SheetView {
        head: head(context, record, path),
        title: record.title(context.site),
        fiscal_year: year(sheet.fiscal_year),
        departments: sheet.departments.iter().map(|id| department(context, &id.value)).collect(),
        stages: sheet.stages.iter().map(stage).collect(),
        rating_criteria: of_this_year.map(|of| criteria(context.site, of)).collect(),
        goals: sheet.goals.iter().map(|goal| goal_ref(context, goal)).collect(),
        foot: foot(context, record),
    }
}

fn stage(stage: &Stage) -> StageView<'_> {
    StageView {
        stage: stage.stage.value.code(),
        stage_label: stage.stage.value.words(),
        as_of: stage.as_of.as_ref().map(|known| date(known.value)),
        document: text(&stage.document),
    }
}

fn goal_ref<'s>(context: &Context<'s>, goal: &'s KeyGoal) -> GoalRef<'s> {
    GoalRef {
        id: &goal.id.0,
        page: goal.id.page(),
        number: goal.number,
        title: &goal.title.value,
        moved_to: moved_to(context, &goal.moved_to),
    }
}
