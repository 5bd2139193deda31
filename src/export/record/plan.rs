//! 計画 as JSON, with its 章立て.

use schemars::JsonSchema;
use serde::Serialize;

use super::Context;
use super::shared::{Foot, Head, PeriodView, PlanRef, Told, YearView, foot, head, period, plan_ref, text, told, year};
use crate::model::{OutlineEntry, Plan, Record, RecordId};

#[derive(Serialize, JsonSchema)]
pub(super) struct PlanView<'s> {
    #[serde(flatten)]
    head: Head<'s>,
    title: &'s str,
    kana: Option<&'s str>,
    aliases: Told<'s>,
    period: Option<PeriodView>,
    target_year: Option<YearView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    results_through: Option<YearView>,
    predecessor: Option<PlanRef<'s>>,
    part_of: Option<PlanRef<'s>>,
    levels: Vec<&'s str>,
    outline: Vec<EntryView<'s>>,
    summary: Told<'s>,
    #[serde(flatten)]
    foot: Foot<'s>,
}

#[derive(Serialize, JsonSchema)]
struct EntryView<'s> {
    id: String,
    code: &'s str,
    level: Option<&'s str>,
    mark: Option<String>,
    ordinal: String,
    printed: Option<&'s str>,
    title: &'s str,
    page: Option<String>,
}

pub(super) fn view<'s>(context: &Context<'s>, plan: &'s Plan, path: &str) -> PlanView<'s> {
    let record = Record::Plan(plan);
    PlanView {
        head: head(context, record, path),
        title: &plan.title.value,
        kana: text(&plan.kana),
        aliases: told(&plan.aliases),
        period: plan.period.map(period),
        target_year: plan.target_year.as_ref().map(|target| year(target.value)),
        results_through: plan.results_through.as_ref().map(|through| year(through.value)),
        predecessor: plan.predecessor.as_ref().map(|before| plan_ref(context, &before.value)),
        part_of: plan.part_of.as_ref().map(|whole| plan_ref(context, &whole.value)),
        levels: plan.levels.iter().map(|level| level.value.as_str()).collect(),
        outline: plan.outline.iter().map(|entry| entry_view(plan, entry)).collect(),
        summary: told(&plan.summary),
        foot: foot(context, record),
    }
}

fn entry_view<'s>(plan: &'s Plan, entry: &'s OutlineEntry) -> EntryView<'s> {
    let code = &entry.code.value;
    EntryView {
        id: RecordId::section(&plan.id, code).0,
        code: &code.0,
        level: text(&entry.level),
        mark: plan.mark(entry),
        ordinal: plan.ordinal(code),
        printed: text(&entry.printed),
        title: &entry.title.value,
        page: plan.section(code).map(|section| section.id.page()),
    }
}
