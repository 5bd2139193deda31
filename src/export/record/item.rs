//! 取組項目 as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::Context;
use super::figure::{FigureView, views};
use super::indicator::{IndicatorView, indicators};
use super::money::{self, BudgetView};
use super::program::{ProgramRef, program_ref};
use super::shared::{
    DepartmentRef, Foot, Head, Number, PlanRef, RecordRef, ReferenceView, RewordingView, SdgView, Told, departments,
    foot, head, plan_ref, references, related, rewording, sdgs, text, told,
};
use super::texts::{OwnTextView, own_texts};
use super::years::{YearRecordView, years};
use crate::model::{ActionItem, Branch, Record};

#[derive(Serialize, JsonSchema)]
pub(super) struct ItemView<'s> {
    #[serde(flatten)]
    head: Head<'s>,
    program: Option<ProgramRef<'s>>,
    number: Number<'s>,
    title: &'s str,
    #[serde(flatten)]
    rewording: RewordingView<'s>,
    pillar: Option<CodedTitle<'s>>,
    category: Option<CodedTitle<'s>>,
    path: Vec<BranchRef<'s>>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    budget: Option<Vec<BudgetView<'s>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    indicators: Option<Vec<IndicatorView<'s>>>,
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

/// A branch of the tree of the program.
#[derive(Serialize, JsonSchema)]
struct BranchRef<'s> {
    code: &'s str,
    ordinal: &'s str,
    title: &'s str,
}

fn branch_ref(branch: &Branch) -> BranchRef<'_> {
    BranchRef { code: &branch.code.0, ordinal: &branch.ordinal, title: &branch.title }
}

pub(super) fn view<'s>(context: &Context<'s>, item: &'s ActionItem, path: &str) -> ItemView<'s> {
    let program = context.site.program(&item.program);
    let code = text(&item.category);
    let branches = context.site.path(item);
    ItemView {
        head: head(context, Record::Item(item), path),
        program: program.map(program_ref),
        number: Number::of(&item.number),
        title: &item.title.value,
        rewording: rewording(Record::Item(item)),
        pillar: branches.first().map(|root| CodedTitle { code: &root.code.0, title: Some(&root.title) }),
        category: code.map(|code| CodedTitle { code, title: branches.last().map(|branch| branch.title.as_str()) }),
        path: branches.into_iter().map(branch_ref).collect(),
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
        budget: money::budget(&item.budget),
        indicators: indicators(context, &item.id, &item.indicators),
        figures: views(&item.figures),
        years: years(context, Record::Item(item)),
        related: related(context, &item.related),
        foot: foot(context, Record::Item(item)),
    }
}
