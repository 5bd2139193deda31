//! Compares the goals of one sheet with those of a later one. Two goals are the same if both years give them one
//! `thread`, never because of title or number; a relation is shown as a relation. What cannot be known stays unknown: a
//! goal without a thread is neither new nor gone. Figures are compared only if unit, time and wording allow it, and a
//! change is called higher or lower only if its direction is recorded.

use crate::model::verdict::{convention, unit};
use crate::model::{
    DepartmentId, Figure, FigureKind, FiscalYear, Indicator, IndicatorRule, KeyGoal, KeyGoalSheet, Qualifier,
    Relations, Site,
};

/// Two sheets, goal by goal.
#[derive(Default)]
pub(super) struct Comparison<'a> {
    /// In both: the earlier goal and the later one.
    pub(super) continued: Vec<(&'a KeyGoal, &'a KeyGoal)>,
    /// One of them names the other as related, and one of them has no thread: whether the earlier goal continues in the
    /// later one is not recorded.
    pub(super) related: Vec<(&'a KeyGoal, &'a KeyGoal)>,
    /// Moved to another department in the later year.
    pub(super) moved_out: Vec<(&'a KeyGoal, Elsewhere<'a>)>,
    /// Moved from another department.
    pub(super) moved_in: Vec<(&'a KeyGoal, &'a KeyGoal)>,
    /// In the later sheet only.
    pub(super) new: Vec<&'a KeyGoal>,
    /// In the earlier sheet only.
    pub(super) gone: Vec<&'a KeyGoal>,
    /// In the earlier sheet, with neither thread nor relation to another year.
    pub(super) unjoined_before: Vec<&'a KeyGoal>,
    /// In the later sheet, with neither thread nor relation to another year.
    pub(super) unjoined_after: Vec<&'a KeyGoal>,
}

/// The new holder of a goal.
pub(super) enum Elsewhere<'a> {
    /// A goal of another sheet.
    Goal(&'a KeyGoal),
    /// A department, as recorded in `moved_to`.
    Department(&'a DepartmentId),
}

/// Compares two sheets.
pub(super) fn compare<'a>(
    relations: &Relations<'a>,
    earlier: &'a KeyGoalSheet,
    later: &'a KeyGoalSheet,
) -> Comparison<'a> {
    let mut found = Comparison::default();
    for goal in &earlier.goals {
        let partners = || later.goals.iter().filter(|other| have_one_thread(goal, other));
        let related = later.goals.iter().filter(|other| are_related(goal, other));
        found.related.extend(related.clone().map(|other| (goal, other)));
        let elsewhere = relations.thread(goal).find(|other| other.fiscal_year == later.fiscal_year);
        if let Some(moved) = &goal.moved_to {
            found.moved_out.push((goal, Elsewhere::Department(&moved.department.value)));
        } else if partners().next().is_some() {
            for other in partners() {
                match &other.moved_to {
                    Some(moved) => found.moved_out.push((goal, Elsewhere::Department(&moved.department.value))),
                    None => found.continued.push((goal, other)),
                }
            }
        } else if let Some(other) = elsewhere {
            found.moved_out.push((goal, Elsewhere::Goal(other)));
        } else if goal.thread.is_some() {
            found.gone.push(goal);
        } else if related.count() == 0 {
            found.unjoined_before.push(goal);
        }
    }
    for goal in later.goals.iter().filter(|goal| !earlier.goals.iter().any(|other| have_one_thread(other, goal))) {
        let is_related = earlier.goals.iter().any(|other| are_related(other, goal));
        let elsewhere = relations.thread(goal).find(|other| other.fiscal_year == earlier.fiscal_year);
        match (elsewhere, &goal.moved_to, &goal.thread) {
            (_, Some(moved), _) => found.moved_out.push((goal, Elsewhere::Department(&moved.department.value))),
            (Some(other), ..) => found.moved_in.push((goal, other)),
            (None, None, Some(_)) => found.new.push(goal),
            (None, None, None) if !is_related => found.unjoined_after.push(goal),
            (None, None, None) => {}
        }
    }
    found
}

fn have_one_thread(one: &KeyGoal, other: &KeyGoal) -> bool {
    one.thread.as_ref().zip(other.thread.as_ref()).is_some_and(|(one, other)| one.value == other.value)
}

/// Whether one names the other as related. If both have a thread, the threads decide and this is `false`.
fn are_related(one: &KeyGoal, other: &KeyGoal) -> bool {
    let names = |goal: &KeyGoal, other: &KeyGoal| goal.related.iter().flatten().any(|id| id.value == other.id);
    (one.thread.is_none() || other.thread.is_none()) && (names(one, other) || names(other, one))
}

/// A target in numbers in two years.
pub(super) struct TargetChange<'a> {
    pub(super) before: Option<&'a Figure>,
    pub(super) after: Option<&'a Figure>,
    pub(super) change: Change,
}

/// How a target changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// Higher in its own direction.
    Raised,
    /// Lower in its own direction.
    Lowered,
    /// Another value, without a recorded direction.
    Changed,
    /// The same value.
    Kept,
    /// In only one of the years.
    OneYearOnly,
    /// The two may not be compared, for this reason.
    NotComparable(&'static str),
}

/// The targets of two goals, those of the earlier year first.
pub(super) fn targets<'a>(site: &'a Site, earlier: &'a KeyGoal, later: &'a KeyGoal) -> Vec<TargetChange<'a>> {
    let of = |goal: &'a KeyGoal| {
        let figures = goal.known_items().iter().flat_map(|item| &item.figures);
        figures.filter(|figure| figure.kind == FigureKind::Target).collect::<Vec<_>>()
    };
    let (before, after) = (of(earlier), of(later));
    let in_both = before.iter().map(|one| {
        let other = after.iter().copied().find(|other| is_same(one, other));
        let change = other.map_or(Change::OneYearOnly, |other| change(site, one, other));
        TargetChange { before: Some(*one), after: other, change }
    });
    let added = after.iter().filter(|other| !before.iter().any(|one| is_same(one, other)));
    let added = added.map(|other| TargetChange { before: None, after: Some(*other), change: Change::OneYearOnly });
    in_both.chain(added).collect()
}

/// Whether both are the same measure: of one series if both name one, otherwise of the same name.
fn is_same(one: &Figure, other: &Figure) -> bool {
    match (&one.series, &other.series) {
        (Some(one), Some(other)) => one.value == other.value,
        _ => one.name.as_ref().zip(other.name.as_ref()).is_some_and(|(one, other)| one.value == other.value),
    }
}

fn change(site: &Site, before: &Figure, after: &Figure) -> Change {
    let (Some(old), Some(new)) = (&before.value, &after.value) else {
        return Change::NotComparable("1つの数値でない目標があるため");
    };
    if unit(before) != unit(after) {
        return Change::NotComparable("単位が違うため");
    }
    if convention(before) != convention(after) {
        return Change::NotComparable("時点の取り方が違うため");
    }
    if before.qualifier != after.qualifier {
        return Change::NotComparable("「以上」「約」などの付き方が違うため");
    }
    let (old, new) = (old.value.value(), new.value.value());
    if old == new {
        return Change::Kept;
    }
    match rises(site, before, after) {
        Some(rises) if rises == (new > old) => Change::Raised,
        Some(_) => Change::Lowered,
        None => Change::Changed,
    }
}

/// Whether a higher value is more ambitious, by 以上 or 以下, or by the rule of the indicator of the same series;
/// `None` if neither is recorded.
fn rises(site: &Site, before: &Figure, after: &Figure) -> Option<bool> {
    match after.qualifier {
        Some(Qualifier::AtLeast | Qualifier::MoreThan) => return Some(true),
        Some(Qualifier::AtMost | Qualifier::LessThan) => return Some(false),
        Some(Qualifier::About | Qualifier::Roughly) | None => {}
    }
    let series = after.series.as_ref().or(before.series.as_ref())?;
    let is_of_series = |indicator: &&Indicator| {
        indicator.figures().any(|figure| figure.series.as_ref().is_some_and(|own| own.value == series.value))
    };
    let mut indicators = site.indicators().map(|(_, indicator)| indicator);
    match indicators.find(is_of_series)?.rule.value {
        IndicatorRule::Increase | IndicatorRule::AtLeast => Some(true),
        IndicatorRule::Decrease | IndicatorRule::AtMost => Some(false),
        IndicatorRule::Hold
        | IndicatorRule::Range
        | IndicatorRule::TolerateDecline
        | IndicatorRule::Milestone
        | IndicatorRule::Relative
        | IndicatorRule::None => None,
    }
}

/// The years between two sheets for which there is none.
pub(super) fn between(earlier: &KeyGoalSheet, later: &KeyGoalSheet) -> Vec<FiscalYear> {
    let next = std::iter::successors(Some(earlier.fiscal_year.next()), |year| Some(year.next()));
    next.take_while(|year| *year < later.fiscal_year).collect()
}
