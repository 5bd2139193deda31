//! 重点目標一覧表: the form, with a row for each 重点取組項目.

use serde::Serialize;

use super::foot::{self, Foot};
use super::goal::{self, ItemView};
use super::head::Head;
use super::here::Here;
use super::html::Html;
use super::links::{self, Link};
use super::origin::{self, Moved};
use super::pages::Pages;
use super::rating::{self, CriteriaView};
use super::stages::{self, StageView};
use super::{changes, words};
use crate::model::{FixedPage, GoalItem, KeyGoal, KeyGoalSheet, Record, StageKind};

#[derive(Serialize)]
struct View {
    title: String,
    year: Link,
    departments: Vec<Link>,
    stages: Vec<StageView>,
    columns: Columns,
    goals: Vec<GoalView>,
    criteria: Vec<CriteriaView>,
    earlier: Option<Link>,
    later: Option<Link>,
    changes: Option<Link>,
    narrative: Option<Html>,
    foot: Foot,
}

/// The columns for which the sheet has content, and the words for the others.
#[derive(Serialize)]
struct Columns {
    targets: bool,
    mid_term: bool,
    final_report: bool,
    rating: bool,
    /// The number of columns other than those of the goal and its items.
    rest: usize,
    absent: Vec<String>,
}

#[derive(Serialize)]
struct GoalView {
    number: u32,
    link: Link,
    rows: usize,
    items: Vec<ItemView>,
    absent: Option<&'static str>,
    moved: Option<Moved>,
}

/// Adds the pages of a sheet and its goals.
pub(super) fn add<'a>(pages: &mut Pages<'a>, sheet: &'a KeyGoalSheet) {
    pages.add_branch(sheet.id.page(), Vec::new(), move |pages| {
        pages.add(sheet.id.page(), "pages/sheet.html", move |here| page(here, sheet));
        goal::add(pages, sheet);
    });
    changes::add(pages, sheet);
}

fn page<'a>(here: &Here<'_, 'a>, sheet: &'a KeyGoalSheet) -> (Head, View) {
    let site = here.site;
    let title = Record::Sheet(sheet).title(site);
    let year = Link::to(&sheet.fiscal_year.goals_page(), &words::year(sheet.fiscal_year));
    let (earlier, later) = near(here, sheet);
    let view = View {
        title: title.clone(),
        year: year.clone(),
        departments: links::departments(site, &sheet.departments),
        stages: stages::all(here, sheet),
        columns: columns(here, sheet),
        goals: sheet.goals.iter().map(|goal| goal_view(here, sheet, goal)).collect(),
        criteria: rating::criteria(here, sheet.fiscal_year),
        narrative: foot::narrative(here, &sheet.base.narrative),
        foot: foot::foot(here, Record::Sheet(sheet), None, (earlier.clone(), later.clone())),
        earlier,
        later,
        changes: changes::link(here, sheet),
    };
    let description = format!("{title}{}", here.words.tell("の⟨list⟩: ⟨part⟩、⟨targets⟩、⟨achieved⟩"));
    let head = Head::new("sheet", title, description)
        .released(sheet.base.release)
        .below(vec![here.fixed(FixedPage::Goals), year])
        .called(site.department_name(&sheet.department.value));
    (head, view)
}

/// The previous and the next sheet of the same department; years without a sheet are skipped.
fn near(here: &Here<'_, '_>, sheet: &KeyGoalSheet) -> (Option<Link>, Option<Link>) {
    let same = |other: &&KeyGoalSheet| other.department.value == sheet.department.value;
    let others = || here.site.sheets.iter().filter(same);
    let year = |sheet: &&KeyGoalSheet| sheet.fiscal_year;
    let earlier = others().filter(|other| other.fiscal_year < sheet.fiscal_year).max_by_key(year);
    let later = others().filter(|other| other.fiscal_year > sheet.fiscal_year).min_by_key(year);
    (earlier.map(|other| link(here, other)), later.map(|other| link(here, other)))
}

fn link(here: &Here<'_, '_>, sheet: &KeyGoalSheet) -> Link {
    Link::to(&sheet.id.page(), &Record::Sheet(sheet).title(here.site))
}

fn columns(here: &Here<'_, '_>, sheet: &KeyGoalSheet) -> Columns {
    let items = || sheet.goals.iter().flat_map(KeyGoal::known_items);
    let form = &here.site.profile.goals;
    let targets = form.has("targets") && items().any(|item| item.targets.is_some());
    let mid_term =
        form.has("mid_term") && (sheet.has(StageKind::MidTerm) || items().any(|item| item.mid_term.is_some()));
    let final_report =
        form.has("final") && (sheet.has(StageKind::Final) || items().any(|item| item.final_report.is_some()));
    let nouns = here.words;
    let known = [
        ("targets", targets, &nouns.targets),
        ("mid_term", mid_term, &nouns.progress),
        ("final", final_report, &nouns.achieved),
    ];
    let absent = known
        .iter()
        .filter(|(row, is_there, _)| !is_there && form.has(row))
        .map(|(.., noun)| (*noun).clone())
        .collect();
    let is_evaluated = |item: &GoalItem, stage| item.evaluated(sheet.fiscal_year, stage).next().is_some();
    let mut stages = [StageKind::MidTerm, StageKind::Final].into_iter();
    let rating = form.has("rating") || stages.any(|stage| items().any(|item| is_evaluated(item, stage)));
    let rest = usize::from(targets) + (1 + usize::from(rating)) * (usize::from(mid_term) + usize::from(final_report));
    Columns { targets, mid_term, final_report, rating, rest, absent }
}

fn goal_view(here: &Here<'_, '_>, sheet: &KeyGoalSheet, goal: &KeyGoal) -> GoalView {
    let items: Vec<_> = goal.known_items().iter().map(|item| goal::item_view(here, sheet, item)).collect();
    GoalView {
        number: goal.number,
        link: Link::to(&goal.id.page(), &goal.title.value),
        rows: items.len().max(1),
        absent: words::absent(goal.items.as_deref()),
        items,
        moved: goal.moved_to.as_ref().map(|moved| origin::moved(here, moved)),
    }
}
