//! アクションプログラム: its 取組項目 by pillar and category.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::costs::{self, Line};
use super::evaluation::{self, CellView, HeadView};
use super::foot::{self, Foot};
use super::head::Head;
use super::here::{Here, Said};
use super::html::Html;
use super::item;
use super::links::{self, Link};
use super::newest::{self, NewestView, PairView};
use super::pages::Pages;
use super::tally::{self, TallyView};
use super::words;
use crate::model::{
    ActionItem, Branch, DepartmentId, Family, FiscalYear, FixedPage, Program, Record, ResultState, Scale, Tally, Tree,
};

#[derive(Serialize)]
struct View {
    title: Html,
    period: Option<String>,
    results_through: Option<String>,
    costs: Option<Line>,
    count: usize,
    summary: Said,
    years: Vec<Link>,
    bureaus: Vec<Link>,
    /// The plan whose outline is the tree.
    tree: Option<Link>,
    columns: Vec<Column>,
    scales: Vec<HeadView>,
    /// The number of columns of the table.
    width: usize,
    /// Whether any item has a target beside its result.
    has_pairs: bool,
    /// The words for the highest level and for those below it.
    over: String,
    under: String,
    groups: Vec<Group>,
    loose: Option<Group>,
    tally: Option<TallyView>,
    narrative: Option<Html>,
    foot: Foot,
}

/// A fiscal year of the table.
#[derive(Serialize)]
struct Column {
    western: i16,
    name: String,
}

/// The items of one branch of the tree.
#[derive(Serialize)]
struct Group {
    anchor: String,
    /// The highest branch, where its first group begins.
    over: Option<Top>,
    /// The branches below the highest, down to this one; none for a highest branch.
    names: Vec<String>,
    /// The anchors of branches above it that have no items of their own.
    passed: Vec<String>,
    items: Vec<Row>,
}

#[derive(Serialize)]
struct Top {
    anchor: Option<String>,
    title: String,
}

#[derive(Serialize)]
struct Row {
    number: String,
    link: Link,
    departments: Vec<Link>,
    newest: Option<NewestView>,
    pair: Option<PairView>,
    /// One per year whose items are in different states; absent if the item has no record of that year.
    states: Vec<Option<StateView>>,
    /// One per scale on which an item has a mark.
    grades: Vec<CellView>,
}

#[derive(Serialize)]
struct StateView {
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
    let items = || program.items.iter().map(Record::Item);
    let tally = Tally::of(here.site, items());
    let is_mixed = |year: &FiscalYear| tally.states.get(year).is_some_and(|states| states.unanimous().is_none());
    let columns: Vec<_> = years(program).into_iter().filter(is_mixed).collect();
    let scales = evaluation::columns(here, items(), |item, scale| item.latest_on(scale));
    let tree = here.site.tree(program);
    let mut by_branch: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    let mut loose = Vec::new();
    for item in &program.items {
        let category = item.category.as_ref().filter(|category| tree.branch(&category.value).is_some());
        let row = row(here, &columns, &scales, item);
        match category {
            Some(category) => by_branch.entry(&category.value).or_default().push(row),
            None => loose.push(row),
        }
    }
    let has_pairs = by_branch.values().flatten().chain(&loose).any(|row| row.pair.is_some());
    let view = View {
        title: here.label(&program.title),
        period: program.period.in_full(),
        results_through: program.results_through.as_ref().map(|year| words::year(year.value)),
        costs: costs::line(here, Family::Program(program)),
        count: program.items.len(),
        summary: here.said(&program.summary),
        years: year_pages(here, program),
        bureaus: bureaus(here, program),
        width: columns.len() + scales.len() + 4 + usize::from(has_pairs),
        has_pairs,
        scales: evaluation::heads(&scales),
        columns: columns.iter().map(|year| Column { western: year.western(), name: year.to_string() }).collect(),
        tree: program.tree.as_ref().and_then(|plan| here.site.plan(&plan.value)).map(links::plan),
        over: tree.levels.first().cloned().unwrap_or_default(),
        under: tree.levels.get(1..).unwrap_or_default().join("・"),
        groups: groups(tree, by_branch),
        tally: tally::view(here, "tally", &tally),
        loose: (!loose.is_empty()).then(|| Group {
            anchor: "other".to_owned(),
            over: Some(Top { anchor: None, title: format!("{}が不明の{}", here.words.category, here.words.item) }),
            names: Vec::new(),
            passed: Vec::new(),
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

/// A group for each branch that has items, or nothing below it.
fn groups(tree: &Tree, mut items: BTreeMap<&str, Vec<Row>>) -> Vec<Group> {
    let (mut groups, mut top, mut passed) = (Vec::new(), None, Vec::new());
    for branch in &tree.branches {
        let items = items.remove(branch.code.0.as_str()).unwrap_or_default();
        let (anchor, is_passed) = (branch.anchor(), items.is_empty() && branch.is_parent);
        if branch.depth() == 0 {
            top = Some(Top { anchor: is_passed.then(|| anchor.clone()), title: branch.name() });
        }
        match (is_passed, branch.depth()) {
            (true, 0) => {}
            (true, _) => passed.push(anchor),
            (false, _) => {
                let (over, passed) = (top.take(), std::mem::take(&mut passed));
                groups.push(Group { anchor, over, names: below_top(tree, branch), passed, items });
            }
        }
    }
    groups
}

/// 第7施策 健康, 第3基本事業 検診.
fn below_top(tree: &Tree, branch: &Branch) -> Vec<String> {
    tree.above(branch).chain([branch]).skip(1).map(Branch::name).collect()
}

/// The pages of its years; a year of which no record says anything has none.
fn year_pages(here: &Here<'_, '_>, program: &Program) -> Vec<Link> {
    let years = here.site.years().iter().filter(|year| program.years().contains(year));
    years.map(|year| Link::to(&year.page(), &words::year(*year))).collect()
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

fn row<'a>(here: &Here<'_, 'a>, years: &[FiscalYear], scales: &[&Scale], item: &'a ActionItem) -> Row {
    let state = |year: &FiscalYear| {
        let record = Record::Item(item).year(*year)?;
        let state = ResultState::of(here.site, Record::Item(item), record);
        Some(StateView { when: year.short(), word: state.word(), code: state.code() })
    };
    Row {
        number: item.number.0.clone(),
        link: Link::to(&item.id.page(), &item.title.value),
        departments: links::departments(here.site, item.departments.as_deref().unwrap_or_default()),
        newest: newest::result(here, Record::Item(item)),
        pair: newest::pair(here, Record::Item(item)),
        states: years.iter().map(state).collect(),
        grades: scales
            .iter()
            .map(|scale| evaluation::cell(here, scale, &Record::Item(item).latest_on(scale)))
            .collect(),
    }
}
