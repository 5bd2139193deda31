//! 取組項目 as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::Context;
use super::figure::{FigureView, views};
use super::program::{ProgramRef, program_ref};
use super::shared::{
    DepartmentRef, Foot, Head, PlanRef, RecordRef, ReferenceView, SdgView, Told, departments, foot, head, plan_ref,
    references, related, sdgs, text, told,
};
use super::texts::{OwnTextView, own_texts};
use super::years::{YearRecordView, years};
use crate::model::{ActionItem, Record};

#[derive(Serialize, JsonSchema)]
pub(super) struct ItemView<'s> {
    #[serde(flatten)]
    head: Head<'s>,
    program: Option<ProgramRef<'s>>,
    number: u32,
    title: &'s str,
    pillar: Option<CodedTitle<'s>>,
    category: Option<CodedTitle<'s>>,
    departments: Option<Vec<DepartmentRef<'s>>>,
    departments_note: Option<&'s str>,
    summary: Told<'s>,
    background: Told<'s>,
    approach: Told<'s>,
    goal: Told<'s>,
    references: Option<Vec<ReferenceView<'s>>>,
    none_in: Vec<PlanRef<'s>>,
    sdgs: Option<Vec<SdgView>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    texts: Vec<OwnTextView<'s>>,
    figures: Vec<FigureView<'s>>,
    years: Vec<YearRecordView<'s>>,
    related: Option<Vec<RecordRef>>,
    #[serde(flatten)]
    foot: Foot<'s>,
}

/// A title with its code.
#[derive(Serialize, JsonSchema)]
pub(super) struct CodedTitle<'s> {
    pub(super) code: &'s str,
    pub(super) title: Option<&'s str>,
}

pub(super) fn view<'s>(context: &Context<'s>, item: &'s ActionItem, path: &str) -> ItemView<'s> {
    let program = context.site.program(&item.program);
    let code = text(&item.category);
    let found = program.zip(code).and_then(|(program, code)| program.category(code));
    ItemView {
        head: head(context, Record::Item(item), path),
        program: program.map(program_ref),
        number: item.number,
        title: &item.title.value,
        pillar: found.map(|(pillar, _)| CodedTitle { code: &pillar.code.value, title: Some(&pillar.title.value) }),
        category: code.map(|code| CodedTitle { code, title: found.map(|(_, category)| category.title.value.as_str()) }),
        departments: departments(context, item.departments.as_deref()),
        departments_note: text(&item.departments_note),
        summary: told(&item.summary),
        background: told(&item.background),
        approach: told(&item.approach),
        goal: told(&item.goal),
        references: references(context, &item.references),
        none_in: item.none_in.iter().map(|plan| plan_ref(context, &plan.value)).collect(),
        sdgs: sdgs(&item.sdgs),
        texts: own_texts(context, Record::Item(item), &item.texts),
        figures: views(&item.figures),
        years: years(context, Record::Item(item)),
        related: related(context, &item.related),
        foot: foot(context, Record::Item(item)),
    }
}
