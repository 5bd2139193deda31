//! アクションプログラム: its 取組項目 by pillar and category.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::foot::{self, Foot};
use super::head::Head;
use super::here::{Here, Said};
use super::html::Html;
use super::item;
use super::links::{self, Link};
use super::pages::Pages;
use super::year_records::ResultState;
use super::{urls, words};
use crate::model::{ActionItem, Category, DepartmentId, FiscalYear, FixedPage, Program, Record, address};

#[derive(Serialize)]
struct View {
    title: Html,
    period: Option<String>,
    results_through: Option<String>,
    count: usize,
    summary: Said,
    years: Vec<Link>,
    bureaus: Vec<Link>,
    columns: Vec<Column>,
    /// The number of columns of the table.
    width: usize,
    pillars: Vec<PillarView>,
    loose: Option<CategoryView>,
    narrative: Option<Html>,
    foot: Foot,
}

/// A fiscal year of the table.
#[derive(Serialize)]
struct Column {
    western: i16,
    name: String,
}

#[derive(Serialize)]
struct PillarView {
    anchor: String,
    title: String,
    categories: Vec<CategoryView>,
}

#[derive(Serialize)]
struct CategoryView {
    anchor: String,
    title: String,
    items: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    number: u32,
    link: Link,
    departments: Vec<Link>,
    /// One per year of the program; absent if the item has no record of that year.
    states: Vec<Option<StateView>>,
}

#[derive(Serialize)]
struct StateView {
    href: String,
    when: String,
    word: &'static str,
    code: &'static str,
}

/// The years of a program's table: its period, or else the years of its items.
fn years(program: &Program) -> Vec<FiscalYear> {
    let mut years = program.years();
    if years.is_empty() {
        years = program.items.iter().flat_map(|item| &item.years).map(|record| record.fiscal_year.value).collect();
        years.sort();
        years.dedup();
    }
    years
}

/// Adds the pages of a program and its items.
pub(super) fn add<'a>(pages: &mut Pages<'a>, program: &'a Program) {
    let folder = program.id.page();
    pages.add_branch(folder.clone(), move |pages| {
        pages.add(folder.clone(), "pages/program.html", move |here| page(here, program));
        item::add(pages, program);
    });
}

fn page<'a>(here: &Here<'_, 'a>, program: &'a Program) -> (Head, View) {
    let columns = if program.head.has("results") { years(program) } else { Vec::new() };
    let mut by_category: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    let mut loose = Vec::new();
    for item in &program.items {
        let category = item.category.as_ref().filter(|category| program.category(&category.value).is_some());
        let row = row(here, &columns, item);
        match category {
            Some(category) => by_category.entry(&category.value).or_default().push(row),
            None => loose.push(row),
        }
    }
    let mut category = |category: &Category| CategoryView {
        anchor: address::category_anchor(&category.code.value),
        title: format!("{} {}", category.code, category.title),
        items: by_category.remove(category.code.value.as_str()).unwrap_or_default(),
    };
    let pillars: Vec<_> = program
        .pillars
        .iter()
        .map(|pillar| PillarView {
            anchor: address::category_anchor(&pillar.code.value),
            title: format!("{} {}", pillar.code, pillar.title),
            categories: pillar.categories.iter().map(&mut category).collect(),
        })
        .collect();
    let view = View {
        title: here.label(&program.title),
        period: words::period(program.period),
        results_through: program.results_through.as_ref().map(|year| words::year(year.value)),
        count: program.items.len(),
        summary: here.said(&program.summary),
        years: program.years().into_iter().map(|year| Link::to(&year.page(), &words::year(year))).collect(),
        bureaus: bureaus(here, program),
        width: columns.len() + 3,
        columns: columns.iter().map(|year| Column { western: year.western(), name: year.to_string() }).collect(),
        pillars,
        loose: (!loose.is_empty()).then(|| CategoryView {
            anchor: "other".to_owned(),
            title: format!("{}が不明の{}", here.words.category, here.words.item),
            items: loose,
        }),
        narrative: foot::narrative(here, &program.base.narrative),
        foot: foot::foot(here, Record::Program(program), None, (None, None)),
    };
    let description =
        format!("{}の{}の{}と、年度ごとの計画・実績の一覧", program.title, program.items.len(), here.words.item);
    let head = Head::new("program", &program.title.value, description)
        .released(program.base.release)
        .below(vec![here.fixed(FixedPage::Programs)]);
    (head, view)
}

/// The 部局 that are responsible for an item, in the order of the table of departments.
fn bureaus(here: &Here<'_, '_>, program: &Program) -> Vec<Link> {
    let site = here.site;
    let of_items = program.items.iter().flat_map(|item| item.departments.iter().flatten());
    let bureau = |id: &DepartmentId| site.department(id).map(|found| &site.bureau(found).id.value);
    let named: BTreeSet<_> = of_items.filter_map(|id| bureau(&id.value)).collect();
    let listed = site.departments.iter().filter(|department| named.contains(&department.id.value));
    listed.map(|department| links::department(site, &department.id.value)).collect()
}

fn row(here: &Here<'_, '_>, years: &[FiscalYear], item: &ActionItem) -> Row {
    let folder = item.id.page();
    let state = |year: &FiscalYear| {
        let record = item.years.iter().find(|record| record.fiscal_year.value == *year)?;
        let state = ResultState::of(here, Record::Item(item), record);
        let href = urls::href_at(&folder, &year.anchor());
        Some(StateView { href, when: year.short(), word: state.word(), code: state.code() })
    };
    Row {
        number: item.number,
        link: Link::to(&folder, &item.title.value),
        departments: links::departments(here.site, item.departments.as_deref().unwrap_or_default()),
        states: years.iter().map(state).collect(),
    }
}
