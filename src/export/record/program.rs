//! アクションプログラム as JSON, with the list of its items.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::Context;
use super::shared::{
    Foot, Head, Number, PeriodView, PlanRef, Told, YearView, foot, head, period, plan_ref, text, told, year,
};
use crate::model::{ActionItem, Branch, Category, Pillar, Program, Record, Tree};

#[derive(Serialize, JsonSchema)]
pub(super) struct ProgramView<'s> {
    #[serde(flatten)]
    head: Head<'s>,
    title: &'s str,
    kana: Option<&'s str>,
    aliases: Told<'s>,
    period: PeriodView,
    results_through: Option<YearView>,
    summary: Told<'s>,
    tree: Option<PlanRef<'s>>,
    levels: Vec<&'s str>,
    outline: Vec<BranchView<'s>>,
    pillars: Vec<PillarView<'s>>,
    /// Items without a category of the program.
    other_items: Vec<ItemRef<'s>>,
    #[serde(flatten)]
    foot: Foot<'s>,
}

/// A branch of the tree above the items, with those that stand directly below it.
#[derive(Serialize, JsonSchema)]
struct BranchView<'s> {
    code: &'s str,
    level: Option<&'s str>,
    ordinal: &'s str,
    title: &'s str,
    parent: Option<&'s str>,
    items: Vec<&'s str>,
}

#[derive(Serialize, JsonSchema)]
struct PillarView<'s> {
    code: &'s str,
    title: &'s str,
    categories: Vec<CategoryView<'s>>,
}

#[derive(Serialize, JsonSchema)]
struct CategoryView<'s> {
    code: &'s str,
    title: &'s str,
    items: Vec<ItemRef<'s>>,
}

#[derive(Serialize, JsonSchema)]
struct ItemRef<'s> {
    id: &'s str,
    page: String,
    number: Number<'s>,
    title: &'s str,
}

/// A program that is referred to.
#[derive(Serialize, JsonSchema)]
pub(super) struct ProgramRef<'s> {
    id: &'s str,
    title: &'s str,
    page: String,
    period: PeriodView,
    results_through: Option<YearView>,
}

pub(super) fn program_ref(program: &Program) -> ProgramRef<'_> {
    ProgramRef {
        id: &program.id.0,
        title: &program.title.value,
        page: program.id.page(),
        period: period(program.period),
        results_through: program.results_through.as_ref().map(|through| year(through.value)),
    }
}

pub(super) fn view<'s>(context: &Context<'s>, program: &'s Program, path: &str) -> ProgramView<'s> {
    let record = Record::Program(program);
    let tree = context.site.tree(program);
    let mut items = BTreeMap::<&str, Vec<&ActionItem>>::new();
    let mut other_items = Vec::new();
    for item in &program.items {
        match text(&item.category).filter(|code| tree.branch(code).is_some()) {
            Some(code) => items.entry(code).or_default().push(item),
            None => other_items.push(item_ref(item)),
        }
    }
    ProgramView {
        head: head(context, record, path),
        title: &program.title.value,
        kana: text(&program.kana),
        aliases: told(&program.aliases),
        period: period(program.period),
        results_through: program.results_through.as_ref().map(|through| year(through.value)),
        summary: told(&program.summary),
        tree: program.tree.as_ref().map(|plan| plan_ref(context, &plan.value)),
        levels: tree.levels.iter().map(String::as_str).collect(),
        outline: tree.branches.iter().map(|branch| branch_view(tree, branch, &items)).collect(),
        pillars: program.pillars.iter().map(|pillar| pillar_view(pillar, &items)).collect(),
        other_items,
        foot: foot(context, record),
    }
}

fn branch_view<'s>(tree: &'s Tree, branch: &'s Branch, items: &BTreeMap<&str, Vec<&'s ActionItem>>) -> BranchView<'s> {
    let items = items.get(branch.code.0.as_str()).into_iter().flatten();
    BranchView {
        code: &branch.code.0,
        level: branch.level.as_deref(),
        ordinal: &branch.ordinal,
        title: &branch.title,
        parent: tree.above(branch).last().map(|above| above.code.0.as_str()),
        items: items.map(|item| item.id.0.as_str()).collect(),
    }
}

fn pillar_view<'s>(pillar: &'s Pillar, items: &BTreeMap<&str, Vec<&'s ActionItem>>) -> PillarView<'s> {
    let category = |category: &'s Category| CategoryView {
        code: &category.code.value,
        title: &category.title.value,
        items: items.get(category.code.value.as_str()).into_iter().flatten().map(|item| item_ref(item)).collect(),
    };
    PillarView {
        code: &pillar.code.value,
        title: &pillar.title.value,
        categories: pillar.categories.iter().map(category).collect(),
    }
}

fn item_ref(item: &ActionItem) -> ItemRef<'_> {
    ItemRef { id: &item.id.0, page: item.id.page(), number: Number::of(&item.number), title: &item.title.value }
}
