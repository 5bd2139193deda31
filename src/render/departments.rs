//! 部局 and 課所: what each is responsible for, then and now.

use serde::Serialize;

use super::head::Head;
use super::here::Here;
use super::html::Html;
use super::links::{self, Link, RecordLink};
use super::pages::Pages;
use super::{stages, urls, words};
use crate::model::{Department, KeyGoalSheet, Record};

#[derive(Serialize)]
struct IndexView {
    bureaus: Vec<BureauView>,
}

#[derive(Serialize)]
struct BureauView {
    link: Link,
    kana: Option<String>,
    count: usize,
    divisions: Vec<DivisionView>,
}

#[derive(Serialize)]
struct DivisionView {
    link: Link,
    count: usize,
}

#[derive(Serialize)]
struct View {
    name: String,
    kana: Option<String>,
    parent: Option<Link>,
    aliases: Vec<String>,
    valid: Option<String>,
    predecessors: Vec<Link>,
    successors: Vec<Link>,
    has_known_successors: bool,
    note: Option<Html>,
    divisions: Vec<DivisionView>,
    sheets: Vec<SheetView>,
    count: usize,
    groups: Vec<Group>,
    moved: Vec<RecordLink>,
}

/// A sheet of the department, in the order of the years.
#[derive(Serialize)]
struct SheetView {
    year: String,
    link: RecordLink,
    stages: String,
    goals: usize,
}

#[derive(Serialize)]
struct Group {
    anchor: String,
    title: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    link: RecordLink,
    year: Option<String>,
    departments: Vec<Link>,
}

/// Adds the list of departments and a page each.
pub(super) fn add(pages: &mut Pages<'_>) {
    let site = pages.room.site;
    pages.add("departments/", "pages/departments.html", list);
    for department in &site.departments {
        let folder = urls::department(&department.id.value);
        pages.add(folder, "pages/department.html", move |here| page(here, department));
    }
}

fn list(here: &Here<'_, '_>) -> (Head, IndexView) {
    let bureaus = here.site.departments.iter().filter(|department| department.parent.is_none());
    let view = IndexView { bureaus: bureaus.map(|bureau| bureau_view(here, bureau)).collect() };
    (Head::new("departments", "部局・課所", "部局と課所の一覧と、それぞれが担当する計画・取組・重点目標"), view)
}

fn bureau_view(here: &Here<'_, '_>, bureau: &Department) -> BureauView {
    let id = &bureau.id.value;
    let divisions: Vec<_> = divisions(here, bureau);
    let own = here.room.index().records_of(id).len();
    BureauView {
        link: Link::to(&urls::department(id), &bureau.name.value),
        kana: bureau.kana.as_ref().map(|kana| kana.value.clone()),
        count: own + divisions.iter().map(|division| division.count).sum::<usize>(),
        divisions,
    }
}

fn divisions(here: &Here<'_, '_>, bureau: &Department) -> Vec<DivisionView> {
    let index = here.room.index();
    let view = |division: &&Department| DivisionView {
        link: Link::to(&urls::department(&division.id.value), &division.name.value),
        count: index.records_of(&division.id.value).len(),
    };
    index.divisions(&bureau.id.value).iter().map(view).collect()
}

fn page(here: &Here<'_, '_>, department: &Department) -> (Head, View) {
    let site = here.site;
    let index = here.room.index();
    let id = &department.id.value;
    let parent = department.parent.as_ref().map(|parent| links::department(site, &parent.value));
    let name = site.department_name(id);
    let groups = groups(here, department);
    let moved: Vec<_> = index.moved_to(id).iter().map(|goal| links::record(site, Record::Goal(goal))).collect();
    let view = View {
        kana: department.kana.as_ref().map(|kana| kana.value.clone()),
        aliases: department.aliases.iter().flatten().map(|alias| alias.value.clone()).collect(),
        valid: department.valid.and_then(words::period),
        predecessors: index.predecessors(id).iter().map(|d| links::department(site, &d.id.value)).collect(),
        successors: links::departments(site, department.successor.as_deref().unwrap_or_default()),
        has_known_successors: department.successor.is_some(),
        note: here.maybe(&department.note),
        divisions: divisions(here, department),
        sheets: sheets(here, department),
        count: groups.iter().map(|group| group.rows.len()).sum(),
        groups,
        moved,
        parent: parent.clone(),
        name: name.clone(),
    };
    let description = format!("{name}が担当する計画の節、取組項目、重点目標と、組織の移り変わり");
    let mut trail = vec![Link::to("departments/", "部局・課所")];
    trail.extend(parent);
    (Head::new("department", name, description).below(trail).called(&department.name.value), view)
}

/// The sheets of a department, oldest first.
fn sheets(here: &Here<'_, '_>, department: &Department) -> Vec<SheetView> {
    let sheet = |record: &Record<'_>| match record {
        Record::Sheet(sheet) => Some((sheet.fiscal_year, sheet_view(here, sheet))),
        Record::Plan(_) | Record::Section(_) | Record::Program(_) | Record::Item(_) | Record::Goal(_) => None,
    };
    let mut sheets: Vec<_> = here.room.index().records_of(&department.id.value).iter().filter_map(sheet).collect();
    sheets.sort_by_key(|(year, _)| *year);
    sheets.into_iter().map(|(_, view)| view).collect()
}

fn sheet_view(here: &Here<'_, '_>, sheet: &KeyGoalSheet) -> SheetView {
    SheetView {
        year: words::year(sheet.fiscal_year),
        link: links::record(here.site, Record::Sheet(sheet)),
        stages: stages::in_words(sheet),
        goals: sheet.goals.len(),
    }
}

/// The records of a department and of its divisions but for its sheets, by kind; a record that several of them share stands once.
fn groups(here: &Here<'_, '_>, department: &Department) -> Vec<Group> {
    let index = here.room.index();
    let own = index.records_of(&department.id.value).iter();
    let below = index.divisions(&department.id.value).iter().flat_map(|d| index.records_of(&d.id.value));
    let all = own.chain(below).filter(|record| !matches!(record, Record::Sheet(_)));
    let mut records: Vec<_> = all.map(|record| (rank(*record), record.id(), *record)).collect();
    records.sort_by_key(|(rank, _, record)| (*rank, order(*record)));
    records.dedup_by(|a, b| a.1 == b.1);
    let mut groups: Vec<Group> = Vec::new();
    for (_, _, record) in records {
        let title = format!("担当する{}", record.kind_label());
        if groups.last().is_none_or(|group| group.title != title) {
            groups.push(Group { anchor: record.kind().replace('_', "-"), title, rows: Vec::new() });
        }
        let departments = links::departments(here.site, record.departments());
        let row = Row { link: links::record(here.site, record), year: year(record), departments };
        groups.last_mut().expect("a group was just made").rows.push(row);
    }
    groups
}

fn year(record: Record<'_>) -> Option<String> {
    match record {
        Record::Goal(goal) => Some(words::year(goal.fiscal_year)),
        Record::Plan(_) | Record::Section(_) | Record::Program(_) | Record::Item(_) | Record::Sheet(_) => None,
    }
}

fn rank(record: Record<'_>) -> usize {
    ["plan_section", "action_item", "key_goal"].iter().position(|kind| *kind == record.kind()).unwrap_or(usize::MAX)
}

/// Sections by code, items by number, goals by year: newest first.
fn order(record: Record<'_>) -> (std::cmp::Reverse<i16>, String, u32) {
    match record {
        Record::Item(item) => (std::cmp::Reverse(0), item.program.0.clone(), item.number),
        Record::Goal(goal) => (std::cmp::Reverse(goal.fiscal_year.western()), goal.department.0.clone(), goal.number),
        other @ (Record::Plan(_) | Record::Section(_) | Record::Program(_) | Record::Sheet(_)) => {
            (std::cmp::Reverse(0), other.id().0, 0)
        }
    }
}
