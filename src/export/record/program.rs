//! アクションプログラム as JSON, with the list of its items.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::Context;
use super::shared::{Foot, Head, PeriodView, Told, YearView, foot, head, period, text, told, year};
use crate::model::{ActionItem, Category, Pillar, Program, Record};

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
    pillars: Vec<PillarView<'s>>,
    /// Items without a category of the program.
    other_items: Vec<ItemRef<'s>>,
    #[serde(flatten)]
    foot: Foot<'s>,
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
    number: u32,
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
    let mut items = BTreeMap::<&str, Vec<ItemRef<'s>>>::new();
    let mut other_items = Vec::new();
    for item in &program.items {
        match text(&item.category).filter(|code| program.category(code).is_some()) {
            Some(code) => items.entry(code).or_default().push(item_ref(item)),
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
        pillars: program.pillars.iter().map(|pillar| pillar_view(pillar, &mut items)).collect(),
        other_items,
        foot: foot(context, record),
    }
}

fn pillar_view<'s>(pillar: &'s Pillar, items: &mut BTreeMap<&str, Vec<ItemRef<'s>>>) -> PillarView<'s> {
    let category = |category: &'s Category| CategoryView {
        code: &category.code.value,
        title: &category.title.value,
        items: items.remove(category.code.value.as_str()).unwrap_or_default(),
    };
    PillarView {
        code: &pillar.code.value,
        title: &pillar.title.value,
        categories: pillar.categories.iter().map(category).collect(),
    }
}

fn item_ref(item: &ActionItem) -> ItemRef<'_> {
    ItemRef { id: &item.id.0, page: item.id.page(), number: item.number, title: &item.title.value }
}
