//! 前の年度との違い: what became of the goals of a department from one year to the next.

use serde::Serialize;

use super::comparison::{self, Change, Comparison, Elsewhere, TargetChange};
use super::head::Head;
use super::here::Here;
use super::links::{self, Link};
use super::pages::Pages;
use super::words;
use crate::model::{Figure, FigureKind, FixedPage, KeyGoal, KeyGoalSheet, Record};

#[derive(Serialize)]
struct View {
    title: String,
    before: Link,
    after: Link,
    before_year: String,
    after_year: String,
    /// Years between the two for which the site has no sheet.
    skipped: Option<String>,
    counts: Vec<Count>,
    continued: Vec<PairView>,
    /// Why no targets can be compared, if none can.
    no_targets: Option<String>,
    new: Vec<Link>,
    /// Whether a new goal may be an earlier one whose thread is unknown.
    is_new_doubtful: bool,
    gone: Vec<Link>,
    related: Vec<MovedView>,
    moved_out: Vec<MovedView>,
    moved_in: Vec<MovedView>,
    unjoined_before: Vec<Link>,
    unjoined_after: Vec<Link>,
}

#[derive(Serialize)]
struct Count {
    word: &'static str,
    anchor: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct PairView {
    before: Link,
    after: Link,
    is_renamed: bool,
    targets: Vec<TargetView>,
    /// Targets in only one of the years.
    others: Vec<OtherTarget>,
}

#[derive(Serialize)]
struct OtherTarget {
    name: String,
    value: String,
    year: String,
}

#[derive(Serialize)]
struct TargetView {
    name: String,
    before: String,
    after: String,
    word: &'static str,
    code: &'static str,
    why: Option<&'static str>,
}

#[derive(Serialize)]
struct MovedView {
    goal: Link,
    other: Link,
}

/// Adds the page that compares a sheet with the previous one, if there is one.
pub(super) fn add<'a>(pages: &mut Pages<'a>, sheet: &'a KeyGoalSheet) {
    let Some(earlier) = pages.room.site.sheet_before(sheet) else { return };
    pages.add(sheet.id.changes(), "pages/changes.html", move |here| page(here, earlier, sheet));
}

/// The link to that page.
pub(super) fn link(here: &Here<'_, '_>, sheet: &KeyGoalSheet) -> Option<Link> {
    let earlier = here.site.sheet_before(sheet)?;
    let department = here.site.department_name(&sheet.department.value);
    Some(Link::to(&sheet.id.changes(), &format!("{department}の{}との違い", earlier.fiscal_year)))
}

fn page<'a>(here: &Here<'_, 'a>, earlier: &'a KeyGoalSheet, later: &'a KeyGoalSheet) -> (Head, View) {
    let site = here.site;
    let found = comparison::compare(&here.room.relations, earlier, later);
    let to = |sheet: &KeyGoalSheet| Link::to(&sheet.id.page(), &Record::Sheet(sheet).title(site));
    let department = site.department_name(&later.department.value);
    let goal = &here.words.goal;
    let title = format!("{department}の{goal} {}から{}への違い", earlier.fiscal_year, later.fiscal_year);
    let skipped = comparison::between(earlier, later);
    let skipped: Vec<_> = skipped.iter().map(|year| words::year(*year)).collect();
    let year = Link::to(&later.fiscal_year.goals_page(), &words::year(later.fiscal_year));
    let view = View {
        title: title.clone(),
        before: to(earlier),
        after: to(later),
        before_year: words::year(earlier.fiscal_year),
        after_year: words::year(later.fiscal_year),
        skipped: (!skipped.is_empty()).then(|| skipped.join("、")),
        counts: counts(&found),
        no_targets: no_targets(earlier, later),
        continued: found.continued.iter().map(|(before, after)| pair(here, before, after)).collect(),
        is_new_doubtful: earlier.goals.iter().any(|goal| goal.thread.is_none() && goal.moved_to.is_none()),
        related: found.related.iter().map(|(goal, other)| moved(here, goal, &Elsewhere::Goal(other))).collect(),
        new: goals(here, &found.new),
        gone: goals(here, &found.gone),
        moved_out: found.moved_out.iter().map(|(goal, other)| moved(here, goal, other)).collect(),
        moved_in: found.moved_in.iter().map(|(goal, other)| moved(here, goal, &Elsewhere::Goal(other))).collect(),
        unjoined_before: goals(here, &found.unjoined_before),
        unjoined_after: goals(here, &found.unjoined_after),
    };
    let description = format!("{title}: 続く目標、新しい目標、無くなった目標、移った目標と、目標の数値の変更");
    let head = Head::new("changes", title, description)
        .released(later.base.release.max(earlier.base.release))
        .below(vec![here.fixed(FixedPage::Goals), year, to(later)])
        .called(format!("{}との違い", earlier.fiscal_year));
    (head, view)
}

fn counts(found: &Comparison<'_>) -> Vec<Count> {
    let unjoined = found.unjoined_before.len() + found.unjoined_after.len();
    let counts = [
        ("続く目標", "continued", found.continued.len()),
        ("新しい目標", "new", found.new.len()),
        ("無くなった目標", "gone", found.gone.len()),
        ("関連のある目標", "related", found.related.len()),
        ("移った目標", "moved", found.moved_out.len() + found.moved_in.len()),
        ("つながりの分からない目標", "unjoined", unjoined),
    ];
    let counts = counts.into_iter().filter(|(.., count)| *count > 0);
    counts.map(|(word, anchor, count)| Count { word, anchor, count }).collect()
}

fn goals(here: &Here<'_, '_>, goals: &[&KeyGoal]) -> Vec<Link> {
    goals.iter().map(|goal| goal_link(here, goal)).collect()
}

fn goal_link(here: &Here<'_, '_>, goal: &KeyGoal) -> Link {
    Link::to(&goal.id.page(), &format!("{}{} {}", here.words.goal, goal.number, goal.title.value.replace('*', "")))
}

fn moved(here: &Here<'_, '_>, goal: &KeyGoal, other: &Elsewhere<'_>) -> MovedView {
    let other = match other {
        Elsewhere::Department(id) => links::department(here.site, id),
        Elsewhere::Goal(other) => {
            let label = Record::Goal(other).label(here.site);
            Link::to(&other.id.page(), &label)
        }
    };
    MovedView { goal: goal_link(here, goal), other }
}

fn pair(here: &Here<'_, '_>, before: &KeyGoal, after: &KeyGoal) -> PairView {
    let targets = comparison::targets(here.site, before, after);
    let other = |figure: &Figure, goal: &KeyGoal| OtherTarget {
        name: name(figure),
        value: figure.spelled(),
        year: words::year(goal.fiscal_year),
    };
    PairView {
        before: goal_link(here, before),
        after: goal_link(here, after),
        is_renamed: before.title.value != after.title.value,
        others: targets
            .iter()
            .filter_map(|found| match (found.before, found.after) {
                (Some(figure), None) => Some(other(figure, before)),
                (None, Some(figure)) => Some(other(figure, after)),
                _ => None,
            })
            .collect(),
        targets: targets.iter().filter_map(target).collect(),
    }
}

/// A target of both years.
fn target(found: &TargetChange<'_>) -> Option<TargetView> {
    let (word, code, why) = match found.change {
        Change::Raised => ("目標を引き上げ", "raised", None),
        Change::Lowered => ("目標を引き下げ", "lowered", None),
        Change::Changed => ("変更", "changed", None),
        Change::Kept => ("同じ", "kept", None),
        Change::NotComparable(why) => ("比べられません", "not-comparable", Some(why)),
        Change::OneYearOnly => return None,
    };
    let (before, after) = (found.before?, found.after?);
    Some(TargetView { name: name(after), before: before.spelled(), after: after.spelled(), word, code, why })
}

fn name(figure: &Figure) -> String {
    figure.name.as_ref().map_or_else(String::new, |name| name.value.clone())
}

/// The years whose sheets have no target in numbers; if there is one, no targets can be compared.
fn no_targets(earlier: &KeyGoalSheet, later: &KeyGoalSheet) -> Option<String> {
    let has = |sheet: &KeyGoalSheet| {
        let items = sheet.goals.iter().flat_map(KeyGoal::known_items);
        items.flat_map(|item| &item.figures).any(|figure| figure.kind == FigureKind::Target)
    };
    let without: Vec<_> =
        [earlier, later].into_iter().filter(|sheet| !has(sheet)).map(|sheet| words::year(sheet.fiscal_year)).collect();
    (!without.is_empty()).then(|| without.join("と"))
}
