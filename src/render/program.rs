//! アクションプログラム: its 取組項目 by pillar and category.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

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
    /// Its items, or in their place the pages that have them.
    list: Option<ListView>,
    parts: Vec<PartLink>,
    tally: Option<TallyView>,
    narrative: Option<Html>,
    foot: Foot,
}

/// Items as a table.
#[derive(Serialize)]
struct ListView {
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
}

/// The items of a highest branch on a page of their own, with the branches below it.
#[derive(Serialize)]
struct PartLink {
    link: Link,
    anchor: String,
    count: String,
    below: Vec<BranchLink>,
}

#[derive(Serialize)]
struct BranchLink {
    link: Link,
    anchor: String,
    depth: usize,
}

/// The page of such a part.
#[derive(Serialize)]
struct PartView {
    program: Link,
    title: String,
    count: usize,
    list: ListView,
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
    newest: NewestView,
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

/// Up to this number of items, the page of a program shows each. With more, it would be too heavy for a phone: the highest
/// branches of its tree have pages of their own.
const TOLD: usize = 200;

/// The items of a highest branch, or those of no known one.
type Part<'t> = Option<&'t Branch>;

/// The parts of a program that have pages of their own; none if its items stand on its own page.
fn parts<'t>(program: &Program, tree: &'t Tree) -> Vec<Part<'t>> {
    if program.items.len() <= TOLD || tree.roots().count() < 2 {
        return Vec::new();
    }
    let has = |part: &Part<'_>| program.items.iter().any(|item| is_same(part_of(tree, item), *part));
    tree.roots().map(Some).chain([None]).filter(has).collect()
}

/// The highest branch above an item.
fn part_of<'t>(tree: &'t Tree, item: &ActionItem) -> Part<'t> {
    tree.branch(&item.category.as_ref()?.value).map(|branch| top(tree, branch))
}

/// The highest branch above a branch, or itself.
fn top<'t>(tree: &'t Tree, branch: &'t Branch) -> &'t Branch {
    tree.above(branch).next().unwrap_or(branch)
}

fn is_same(a: Part<'_>, b: Part<'_>) -> bool {
    a.map(|branch| &branch.code) == b.map(|branch| &branch.code)
}

/// No number of an item begins with a line below.
fn part_folder(program: &Program, part: Part<'_>) -> String {
    format!("{}_{}/", program.id.page(), part.map_or_else(|| LOOSE.to_owned(), Branch::anchor))
}

fn part_title(here: &Here<'_, '_>, part: Part<'_>) -> String {
    part.map_or_else(|| format!("{}が不明の{}", here.words.category, here.words.item), Branch::name)
}

/// The anchor of the items of no known branch.
const LOOSE: &str = "other";

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
    let parts = parts(program, pages.room.site.tree(program));
    let parts: Vec<_> = parts.into_iter().map(|part| (part_folder(program, part), part)).collect();
    let listed = parts.iter().map(|(folder, _)| folder.clone()).collect();
    pages.add_branch(folder.clone(), listed, move |pages| {
        pages.add(folder.clone(), "pages/program.html", move |here| page(here, program));
        let columns = Arc::new(OnceLock::new());
        for (folder, part) in parts.clone() {
            let columns = Arc::clone(&columns);
            pages.add(folder, "pages/program_part.html", move |here| {
                part_page(here, program, part, columns.get_or_init(|| mixed_years(program, &tally_of(here, program))))
            });
        }
        item::add(pages, program);
    });
}

fn page<'a>(here: &Here<'_, 'a>, program: &'a Program) -> (Head, View) {
    let tally = tally_of(here, program);
    let tree = here.site.tree(program);
    let parts: Vec<_> = parts(program, tree).into_iter().map(|part| part_link(here, program, part)).collect();
    let view = View {
        title: here.label(&program.title),
        period: program.period.in_full(),
        results_through: program.results_through.as_ref().map(|year| words::year(year.value)),
        costs: costs::line(here, Family::Program(program)),
        count: program.items.len(),
        summary: here.said(&program.summary),
        years: year_pages(here, program),
        bureaus: bureaus(here, program),
        tree: program.tree.as_ref().and_then(|plan| here.site.plan(&plan.value)).map(links::plan),
        list: parts.is_empty().then(|| list(here, program, &mixed_years(program, &tally), None)),
        parts,
        tally: tally::view(here, "tally", &tally),
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

fn tally_of<'a>(here: &Here<'_, 'a>, program: &'a Program) -> Tally<'a> {
    Tally::of(here.site, program.items.iter().map(Record::Item))
}

/// The years in which not all items are in one state: the columns of every list of the program.
fn mixed_years(program: &Program, tally: &Tally<'_>) -> Vec<FiscalYear> {
    let is_mixed = |year: &FiscalYear| tally.states.get(year).is_some_and(|states| states.unanimous().is_none());
    years(program).into_iter().filter(is_mixed).collect()
}

fn part_page<'a>(
    here: &Here<'_, 'a>,
    program: &'a Program,
    part: Part<'a>,
    columns: &[FiscalYear],
) -> (Head, PartView) {
    let tree = here.site.tree(program);
    let title = part_title(here, part);
    let count = program.items.iter().filter(|item| is_same(part_of(tree, item), part)).count();
    let description = format!("{}のうち「{title}」の{count}の{}と、最新の実績", program.title, here.words.item);
    let head = Head::new("program", format!("{} {title}", program.title), description)
        .below(vec![here.fixed(FixedPage::Programs), links::program(program)])
        .called(&title);
    (head, PartView { program: links::program(program), title, count, list: list(here, program, columns, Some(part)) })
}

fn part_link(here: &Here<'_, '_>, program: &Program, part: Part<'_>) -> PartLink {
    let tree = here.site.tree(program);
    let folder = part_folder(program, part);
    let is_below = |branch: &&Branch| branch.depth() > 0 && is_same(Some(top(tree, branch)), part);
    let below = tree.branches.iter().filter(is_below).map(|branch| BranchLink {
        link: Link::at(&folder, &branch.anchor(), &branch.name()),
        anchor: branch.anchor(),
        depth: branch.depth(),
    });
    let of = program.items.iter().filter(|item| is_same(part_of(tree, item), part));
    PartLink {
        link: Link::to(&folder, &part_title(here, part)),
        anchor: part.map_or_else(|| LOOSE.to_owned(), Branch::anchor),
        count: words::count(of.count()),
        below: below.collect(),
    }
}

/// All items, or those of a part, with a column for each of these years.
fn list<'a>(here: &Here<'_, 'a>, program: &'a Program, columns: &[FiscalYear], part: Option<Part<'_>>) -> ListView {
    let items = || program.items.iter().map(Record::Item);
    let scales = evaluation::columns(here, items(), |item, scale| item.latest_on(scale));
    let tree = here.site.tree(program);
    let mut by_branch: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    let mut loose = Vec::new();
    for item in program.items.iter().filter(|item| part.is_none_or(|part| is_same(part_of(tree, item), part))) {
        let category = item.category.as_ref().filter(|category| tree.branch(&category.value).is_some());
        let row = row(here, columns, &scales, item);
        match category {
            Some(category) => by_branch.entry(&category.value).or_default().push(row),
            None => loose.push(row),
        }
    }
    let has_pairs = by_branch.values().flatten().chain(&loose).any(|row| row.pair.is_some());
    ListView {
        width: columns.len() + scales.len() + 4 + usize::from(has_pairs),
        has_pairs,
        scales: evaluation::heads(&scales),
        columns: columns.iter().map(|year| Column { western: year.western(), name: year.to_string() }).collect(),
        over: tree.levels.first().cloned().unwrap_or_default(),
        under: tree.levels.get(1..).unwrap_or_default().join("・"),
        groups: groups(tree, part, by_branch),
        loose: (!loose.is_empty()).then(|| Group {
            anchor: LOOSE.to_owned(),
            over: Some(Top { anchor: None, title: part_title(here, None) }),
            names: Vec::new(),
            passed: Vec::new(),
            items: loose,
        }),
    }
}

/// A group for each branch that has items, or nothing below it.
fn groups(tree: &Tree, part: Option<Part<'_>>, mut items: BTreeMap<&str, Vec<Row>>) -> Vec<Group> {
    let (mut groups, mut over, mut passed) = (Vec::new(), None, Vec::new());
    let is_told = |branch: &&Branch| part.is_none_or(|part| is_same(Some(top(tree, branch)), part));
    for branch in tree.branches.iter().filter(is_told) {
        let items = items.remove(branch.code.0.as_str()).unwrap_or_default();
        let (anchor, is_passed) = (branch.anchor(), items.is_empty() && branch.is_parent);
        if branch.depth() == 0 {
            over = Some(Top { anchor: is_passed.then(|| anchor.clone()), title: branch.name() });
        }
        match (is_passed, branch.depth()) {
            (true, 0) => {}
            (true, _) => passed.push(anchor),
            (false, _) => {
                let (over, passed) = (over.take(), std::mem::take(&mut passed));
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
