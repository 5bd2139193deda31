//! 部局 and 課所: the current and former responsibilities of each.

use std::collections::HashSet;

use serde::Serialize;

use super::corrections::{self, CorrectionView};
use super::costs::{self, Line};
use super::head::Head;
use super::here::{Here, Room};
use super::html::Html;
use super::links::{self, Link, RecordLink};
use super::newest::{self, NewestView};
use super::pages::Pages;
use super::talk::{self, TalkView};
use super::tally::{self, TallyView};
use super::{families, feeds, stages, words};
use crate::model::{Department, FixedPage, ItemNumber, KeyGoalSheet, Period, Record, RecordId, Reference, Tally};

#[derive(Serialize)]
struct IndexView {
    bureaus: Vec<BureauView>,
}

/// 部局 with the number of its records, those of its divisions included.
#[derive(Serialize)]
pub(super) struct BureauView {
    pub(super) link: Link,
    kana: Option<String>,
    pub(super) count: usize,
    pub(super) divisions: Vec<DivisionView>,
}

/// 課所 with the number of its records.
#[derive(Serialize)]
pub(super) struct DivisionView {
    pub(super) link: Link,
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
    corrections: Vec<CorrectionView>,
    divisions: Vec<DivisionView>,
    costs: Vec<Line>,
    talk: Option<TalkView>,
    sheets: Vec<SheetView>,
    count: usize,
    groups: Vec<Group>,
    columns: Columns,
    tally: Option<TallyView>,
    moved: Vec<RecordLink>,
    has_feed: bool,
}

/// A sheet of the department, in the order of the years.
#[derive(Serialize)]
struct SheetView {
    year: String,
    link: RecordLink,
    stages: String,
    goals: usize,
}

/// Which columns of the list any row fills, besides the one of its name.
#[derive(Serialize)]
struct Columns {
    year: bool,
    newest: bool,
    pair: bool,
    departments: bool,
    /// The number of all columns.
    count: usize,
}

impl Columns {
    fn of(groups: &[Group]) -> Self {
        let any = |fills: fn(&Row) -> bool| groups.iter().flat_map(|group| &group.rows).any(fills);
        let all = [
            any(|row| row.year.is_some()),
            any(|row| row.newest.is_reported()),
            any(|row| row.pair.is_some()),
            any(|row| !row.departments.is_empty()),
        ];
        let [year, newest, pair, departments] = all;
        Self { year, newest, pair, departments, count: 1 + all.into_iter().filter(|is| *is).count() }
    }
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
    newest: NewestView,
    pair: Option<newest::PairView>,
    departments: Vec<Link>,
}

/// Adds the list of departments and a page each.
pub(super) fn add(pages: &mut Pages<'_>) {
    let site = pages.room.site;
    pages.add_fixed(FixedPage::Departments, "pages/departments.html", list);
    for department in &site.departments {
        let folder = department.id.value.page();
        let feed_base = pages.room.chrome.base_url.clone().filter(|_| has_news(&pages.room, department));
        let has_feed = feed_base.is_some();
        if let Some(base) = feed_base {
            pages.add_file(format!("{folder}feed.xml"), move |here| feeds::of_department(here, &base, department));
        }
        pages.add(folder, "pages/department.html", move |here| page(here, department, has_feed));
    }
}

/// Whether a change is known of anything for which a department is responsible.
fn has_news(room: &Room<'_>, department: &Department) -> bool {
    room.news().iter().any(|changed| changed.concerns(room.site, department))
}

fn list(here: &Here<'_, '_>) -> (Head, IndexView) {
    let view = IndexView { bureaus: bureaus(here).collect() };
    let description = format!("部局と課所の一覧と、それぞれが担当する{}", families::named(here.site).join("・"));
    (Head::new("departments", "部局・課所", description), view)
}

/// Every 部局.
pub(super) fn bureaus<'h>(here: &'h Here<'_, '_>) -> impl Iterator<Item = BureauView> + 'h {
    let bureaus = here.site.departments.iter().filter(|department| department.parent.is_none());
    bureaus.map(|bureau| bureau_view(here, bureau))
}

fn bureau_view(here: &Here<'_, '_>, bureau: &Department) -> BureauView {
    let id = &bureau.id.value;
    let divisions = divisions(here, bureau);
    let own = here.room.relations.records(Reference::Department(id)).count();
    BureauView {
        link: Link::to(&id.page(), &bureau.name.value),
        kana: bureau.kana.as_ref().map(|kana| kana.value.clone()),
        count: own + divisions.iter().map(|division| division.count).sum::<usize>(),
        divisions,
    }
}

fn divisions(here: &Here<'_, '_>, bureau: &Department) -> Vec<DivisionView> {
    let relations = &here.room.relations;
    let view = |division: &Department| DivisionView {
        link: Link::to(&division.id.value.page(), &name_below(here, division, bureau)),
        count: relations.records(Reference::Department(&division.id.value)).count(),
    };
    relations.below(&bureau.id.value).into_iter().map(view).collect()
}

/// The name of a division without those of a department above it and of what is above that.
fn name_below(here: &Here<'_, '_>, division: &Department, above: &Department) -> String {
    let (whole, above) = (here.site.department_name(&division.id.value), here.site.department_name(&above.id.value));
    whole.strip_prefix(&above).map_or(&*whole, str::trim_start).to_owned()
}

fn page(here: &Here<'_, '_>, department: &Department, has_feed: bool) -> (Head, View) {
    let site = here.site;
    let relations = &here.room.relations;
    let id = &department.id.value;
    let parent = department.parent.as_ref().map(|parent| links::department(site, &parent.value));
    let name = site.department_name(id);
    let groups = groups(here, department);
    let view = View {
        kana: department.kana.as_ref().map(|kana| kana.value.clone()),
        aliases: department.aliases.iter().flatten().map(|alias| alias.value.clone()).collect(),
        valid: department.valid.and_then(Period::in_full),
        predecessors: relations
            .departments(Reference::Successor(id))
            .map(|d| links::department(site, &d.id.value))
            .collect(),
        successors: links::departments(site, department.successor.as_deref().unwrap_or_default()),
        has_known_successors: department.successor.is_some(),
        note: here.maybe(&department.note),
        corrections: relations
            .corrections(&RecordId::of_folder(&id.page()))
            .map(|c| corrections::view(here, c))
            .collect(),
        divisions: divisions(here, department),
        costs: costs::lines(here, id),
        talk: talk::of_department(here, department, &|| format!("「{name}」について")),
        sheets: sheets(here, department),
        count: groups.iter().map(|group| group.rows.len()).sum(),
        columns: Columns::of(&groups),
        groups,
        tally: tally::view(here, "tally", &Tally::of(site, charged(here, department))),
        moved: links::records(site, relations.records(Reference::MovedTo(id))),
        has_feed,
        parent: parent.clone(),
        name: name.clone(),
    };
    let description = here.words.tell("が担当する⟨kinds⟩と、組織の移り変わり");
    let description = format!("{name}{description}");
    let mut trail = vec![here.fixed(FixedPage::Departments)];
    trail.extend(parent);
    (Head::new("department", name, description).below(trail).called(&department.name.value), view)
}

/// The sheets of a department, oldest first.
fn sheets(here: &Here<'_, '_>, department: &Department) -> Vec<SheetView> {
    let own = here.room.relations.records(Reference::Department(&department.id.value));
    let sheet = |record| if let Record::Sheet(sheet) = record { Some(sheet) } else { None };
    let mut sheets: Vec<_> = own.filter_map(sheet).collect();
    sheets.sort_by_key(|sheet| sheet.fiscal_year);
    sheets.into_iter().map(|sheet| sheet_view(here, sheet)).collect()
}

fn sheet_view(here: &Here<'_, '_>, sheet: &KeyGoalSheet) -> SheetView {
    SheetView {
        year: words::year(sheet.fiscal_year),
        link: links::record(here.site, Record::Sheet(sheet)),
        stages: stages::in_words(sheet),
        goals: sheet.goals.len(),
    }
}

/// The records of a department and its divisions, with the goals of their sheets, each once.
fn charged<'a>(here: &Here<'_, 'a>, department: &Department) -> impl Iterator<Item = Record<'a>> {
    let all: Vec<_> = here.room.relations.charges(&department.id.value).collect();
    let mut seen = HashSet::new();
    all.into_iter()
        .flat_map(|record| if let Record::Sheet(_) = record { record.held().collect() } else { vec![record] })
        .filter(move |record| seen.insert(record.at()))
}

/// The records of a department and its divisions, without the sheets, by kind; a record that several of them share
/// appears once.
fn groups(here: &Here<'_, '_>, department: &Department) -> Vec<Group> {
    let all = here.room.relations.charges(&department.id.value);
    let mut records: Vec<_> = all.filter(|record| !matches!(record, Record::Sheet(_))).collect();
    records.sort_by_key(|record| (rank(*record), order(*record)));
    let mut groups: Vec<Group> = Vec::new();
    for record in records {
        let title = format!("担当する{}", record.kind_label(here.site));
        let at = groups.iter().position(|group| group.title == title).unwrap_or_else(|| {
            let anchor = anchor(&groups, record);
            groups.push(Group { anchor, title, rows: Vec::new() });
            groups.len() - 1
        });
        let departments = links::departments(here.site, here.site.charged(record));
        let (newest, pair) = (newest::result(here, record), newest::pair(here, record));
        let row = Row { link: links::record(here.site, record), year: year(here, record), newest, pair, departments };
        groups[at].rows.push(row);
    }
    groups
}

/// Records of one kind are in several groups where the city's programs call them by several words.
fn anchor(groups: &[Group], record: Record<'_>) -> String {
    let kind = record.kind().replace('_', "-");
    match groups.iter().filter(|group| group.anchor.starts_with(&kind)).count() {
        0 => kind,
        others => format!("{kind}-{}", others + 1),
    }
}

/// The year of a goal, or that of the newest result.
fn year(here: &Here<'_, '_>, record: Record<'_>) -> Option<String> {
    let goal = if let Record::Goal(goal) = record { Some(goal.fiscal_year) } else { None };
    goal.or_else(|| Some(newest::year(here, record)?.fiscal_year.value)).map(words::year)
}

fn rank(record: Record<'_>) -> Option<usize> {
    Record::KINDS.iter().position(|(kind, _)| *kind == record.kind())
}

/// Sections by code, items by number, goals by year: newest first.
fn order(record: Record<'_>) -> (std::cmp::Reverse<i16>, String, ItemNumber) {
    match record {
        Record::Item(item) => (std::cmp::Reverse(0), item.program.0.clone(), item.number.clone()),
        Record::Goal(goal) => {
            let number = ItemNumber(goal.number.to_string());
            (std::cmp::Reverse(goal.fiscal_year.western()), goal.department.0.clone(), number)
        }
        other @ (Record::Plan(_) | Record::Section(_) | Record::Program(_) | Record::Sheet(_)) => {
            (std::cmp::Reverse(0), other.id().0, ItemNumber(String::new()))
        }
    }
}
