//! 重点目標 of one fiscal year: the sheets and their rating criteria.

use serde::Serialize;

use super::evaluation::{self, CellView, HeadView};
use super::head::Head;
use super::here::Here;
use super::links::{self, Link};
use super::pages::Pages;
use super::rating::{self, CriteriaView, ItemMark};
use super::tally::{self, TallyView};
use super::{changes, stages, words};
use crate::model::{FiscalYear, FixedPage, KeyGoal, KeyGoalSheet, Record, Scale, Tally};

#[derive(Serialize)]
struct View {
    year: String,
    count: usize,
    /// Whether the form asks for marks.
    is_rated: bool,
    scales: Vec<HeadView>,
    /// The number of columns of the table.
    width: usize,
    sheets: Vec<SheetView>,
    criteria: Vec<CriteriaView>,
    tally: Option<TallyView>,
    previous: Option<Link>,
    next: Option<Link>,
    year_page: Link,
}

#[derive(Serialize)]
struct SheetView {
    link: Link,
    department: String,
    stages: String,
    changes: Option<Link>,
    goals: Vec<GoalRow>,
}

#[derive(Serialize)]
struct GoalRow {
    number: u32,
    link: Link,
    items: usize,
    marks: Vec<ItemMark>,
    /// The word, if there is no mark.
    unmarked: Option<&'static str>,
    /// One per scale on which a goal has a mark.
    grades: Vec<CellView>,
    moved: Option<Link>,
}

/// The years with sheets, ascending.
pub(super) fn years(sheets: &[KeyGoalSheet]) -> Vec<FiscalYear> {
    let mut years: Vec<_> = sheets.iter().map(|sheet| sheet.fiscal_year).collect();
    years.sort();
    years.dedup();
    years
}

/// Adds a page per year.
pub(super) fn add(pages: &mut Pages<'_>) {
    let years = years(&pages.room.site.sheets);
    for (at, year) in years.iter().copied().enumerate() {
        let link = |year: Option<&FiscalYear>| year.map(|year| Link::to(&year.goals_page(), &words::year(*year)));
        let near = (link(at.checked_sub(1).and_then(|at| years.get(at))), link(years.get(at + 1)));
        pages.add(year.goals_page(), "pages/goals_year.html", move |here| page(here, year, near.clone()));
    }
}

fn page(here: &Here<'_, '_>, year: FiscalYear, (previous, next): (Option<Link>, Option<Link>)) -> (Head, View) {
    let of_year = here.site.sheets.iter().filter(|sheet| sheet.fiscal_year == year);
    let name = words::year(year);
    let goals = of_year.clone().flat_map(|sheet| &sheet.goals).map(Record::Goal);
    let scales = evaluation::columns(here, goals.clone(), |goal, scale| goal.latest_on(scale));
    let is_rated = here.site.profile.goals.has("rating");
    let view = View {
        count: goals.clone().count(),
        is_rated,
        width: 3 + usize::from(is_rated) + scales.len(),
        sheets: of_year.map(|sheet| sheet_view(here, &scales, sheet)).collect(),
        scales: evaluation::heads(&scales),
        criteria: rating::criteria(here, year),
        tally: tally::view(here, "tally", &Tally::of(here.site, goals)),
        previous,
        next,
        year_page: Link::to(&year.page(), &format!("{name}の計画と実績")),
        year: name.clone(),
    };
    let description = format!("{name}に各部局が特に力を入れる{}と、その結果の一覧", here.words.goal);
    let head = Head::new("goals-year", format!("{name} {}", here.words.goals), description)
        .below(vec![here.fixed(FixedPage::Goals)])
        .called(name);
    (head, view)
}

fn sheet_view(here: &Here<'_, '_>, scales: &[&Scale], sheet: &KeyGoalSheet) -> SheetView {
    SheetView {
        link: Link::to(&sheet.id.page(), &Record::Sheet(sheet).title(here.site)),
        department: names(here, sheet),
        stages: stages::in_words(sheet),
        changes: changes::link(here, sheet),
        goals: sheet.goals.iter().map(|goal| goal_row(here, scales, (sheet, goal))).collect(),
    }
}

fn goal_row(here: &Here<'_, '_>, scales: &[&Scale], (sheet, goal): (&KeyGoalSheet, &KeyGoal)) -> GoalRow {
    let marks = rating::marks(here, goal);
    let is_unmarked = marks.is_empty() && goal.moved_to.is_none();
    GoalRow {
        number: goal.number,
        link: Link::to(&goal.id.page(), &goal.title.value),
        items: goal.known_items().len(),
        unmarked: is_unmarked.then(|| rating::unmarked(here, sheet)),
        marks,
        grades: scales
            .iter()
            .map(|scale| evaluation::cell(here, scale, &Record::Goal(goal).latest_on(scale)))
            .collect(),
        moved: goal.moved_to.as_ref().map(|moved| links::department(here.site, &moved.department.value)),
    }
}

/// 市民まちづくり推進部・上田地域自治センター.
fn names(here: &Here<'_, '_>, sheet: &KeyGoalSheet) -> String {
    let names: Vec<_> = sheet.departments.iter().map(|id| here.site.department_name(&id.value)).collect();
    names.join("・")
}
