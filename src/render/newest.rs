//! What lists say of a record: its newest result in one line, and its newest target beside the result.

use serde::Serialize;

use super::bullet;
use super::here::Here;
use super::html::Html;
use super::{rating, words};
use crate::model::legend::NOT_PUBLISHED;
use crate::model::{
    Figure, FiscalYear, KeyGoal, Outcome, Promise, Qualifier, Record, ResultState, StageKind, YearOfValue, YearRecord,
    verdict,
};

/// How much of a result a list shows.
const LINE: usize = 60;

/// The newest result of a record.
#[derive(Serialize)]
pub(super) struct NewestView {
    /// R4; nothing if there is no result.
    when: Option<String>,
    /// 令和4年度(2022年度).
    year: Option<String>,
    text: Option<Html>,
    /// In place of the text: why there is none.
    absent: &'static str,
}

impl NewestView {
    /// Whether a year or a stage is reported.
    pub(super) fn is_reported(&self) -> bool {
        self.when.is_some()
    }

    fn of(year: FiscalYear, text: Option<Html>, absent: &'static str) -> Self {
        Self { when: Some(year.short()), year: Some(words::year(year)), text, absent }
    }
}

/// A target beside its result.
#[derive(Serialize)]
pub(super) struct PairView {
    name: String,
    when: String,
    target: String,
    /// Which values are good, where the target does not say that it is a limit from above.
    sense: Option<&'static str>,
    /// Of a target that is a change: the value from which it begins, with its year.
    base: Option<String>,
    actual: String,
    /// The word for a value from before the target is due.
    interim: Option<&'static str>,
    as_of: Option<String>,
    note: Option<Html>,
    picture: Option<Html>,
}

/// The newest reported year of a record; `None` if none is reported.
pub(super) fn year<'s>(here: &Here<'_, '_>, record: Record<'s>) -> Option<&'s YearRecord> {
    let is_told = |year: &&YearRecord| {
        matches!(ResultState::of(here.site, record, year), ResultState::Reported | ResultState::None)
    };
    record.years().iter().rev().find(is_told)
}

/// Why a reported year has no result in words.
pub(super) fn absent(record: Record<'_>, year: &YearRecord) -> Option<&'static str> {
    match &year.results {
        Some(results) if !results.is_empty() => None,
        Some(_) if !record.has_numbers(year) => Some(words::NONE),
        _ => Some(BY_NUMBERS),
    }
}

/// With what a note begins, and with what a plan ends: results of a year also tell why, and what comes next.
const NOTES: [&str; 6] = ["※", "＊", "*", "注", "(注", "（注"];
const PLANS: [&str; 6] = ["予定", "予定です", "予定である", "見込み", "見込みです", "見込みである"];
/// In place of a result, where there are only notes and plans.
const NO_RESULT: &str = "注や予定だけの記載";
/// In place of a result, where there are no words.
const BY_NUMBERS: &str = "数値・評価で報告";

/// Whether a line of the results says what was done, and is no note and no plan.
fn is_result(line: &str) -> bool {
    let end = line.trim_end_matches(['。', '.', ' ', '　', ')', '）']);
    !NOTES.iter().any(|note| line.starts_with(note)) && !PLANS.iter().any(|plan| end.ends_with(plan))
}

/// What is told of the newest reported year, or of the newest report of a goal; else the word for why there is none.
pub(super) fn result(here: &Here<'_, '_>, record: Record<'_>) -> NewestView {
    let told = if let Record::Goal(goal) = record { report(here, goal) } else { result_of_year(here, record) };
    told.unwrap_or_else(|| NewestView { when: None, year: None, text: None, absent: unreported(here, record) })
}

fn result_of_year(here: &Here<'_, '_>, record: Record<'_>) -> Option<NewestView> {
    let year = year(here, record)?;
    let first = year.results.iter().flatten().find(|line| is_result(&line.value));
    let text = first.map(|text| here.words(&words::shortened(&text.value, LINE)).without_dot());
    Some(NewestView::of(year.fiscal_year.value, text, absent(record, year).unwrap_or(NO_RESULT)))
}

/// Why no result of a record is told.
fn unreported(here: &Here<'_, '_>, record: Record<'_>) -> &'static str {
    if let Record::Goal(goal) = record {
        let sheet = here.site.sheet_of(goal).filter(|_| goal.moved_to.is_none());
        return sheet.map_or(words::MOVED, |sheet| rating::unmarked(here, sheet));
    }
    let is_waiting = |year: &YearRecord| ResultState::of(here.site, record, year) == ResultState::NotReported;
    let promises = record.promises();
    match record.years() {
        years if years.iter().any(is_waiting) => words::NOT_REPORTED,
        _ if promises.iter().any(|promise| promise.actual.is_some()) || has_values(record) => BY_NUMBERS,
        [] if record.indicators().iter().any(|one| one.actuals.as_ref().is_some_and(Vec::is_empty)) => NOT_PUBLISHED,
        _ => words::UNKNOWN,
    }
}

/// Whether an indicator has a value, with a target or without one.
fn has_values(record: Record<'_>) -> bool {
    record.indicators().iter().any(|one| verdict::latest(one).is_some())
}

/// The newest target of a record that has a result; a target that refers to another year says nothing without that one.
pub(super) fn pair(here: &Here<'_, '_>, record: Record<'_>) -> Option<PairView> {
    let is_plain = |(target, _): (&Figure, &Figure)| target.relative_to.is_none();
    let known = record.promises().into_iter().filter(|promise| promise.pair().is_some_and(is_plain));
    view(here, &known.max_by_key(|promise| promise.year.map(YearOfValue::western))?)
}

/// A target as told, with its year where the result is of another one.
pub(super) fn of_year(promise: &Promise<'_>, target: &Figure, told: String) -> String {
    match target.year().filter(|year| Some(*year) != promise.year) {
        Some(other) => format!("{told}({})", other.short()),
        None => told,
    }
}

/// Which values are good, where a target is a limit from above and its own words do not say so.
pub(super) fn sense(promise: &Promise<'_>, target: &Figure) -> Option<&'static str> {
    let says_it = matches!(target.qualifier, Some(Qualifier::AtMost | Qualifier::LessThan));
    promise.rule.filter(|rule| rule.is_ceiling() && !says_it)?.direction()
}

/// Of a target that is a change, the value from which it begins: without that one, the result says nothing of the change.
pub(super) fn base(promise: &Promise<'_>) -> Option<String> {
    promise.target?.relative_to?;
    Some(match promise.base {
        Some(base) => format!("{} {}", base.year().map(YearOfValue::short).unwrap_or_default(), base.spelled()),
        None => words::UNKNOWN.to_owned(),
    })
}

/// A target that has a result.
pub(super) fn view(here: &Here<'_, '_>, promise: &Promise<'_>) -> Option<PairView> {
    let (target, actual) = promise.pair()?;
    Some(PairView {
        name: promise.name.to_owned(),
        when: promise.year.map_or_else(|| words::UNKNOWN.to_owned(), YearOfValue::short),
        target: of_year(promise, target, target.spelled()),
        sense: sense(promise, target),
        base: base(promise),
        actual: actual.spelled(),
        interim: Some(promise.outcome()).filter(|outcome| *outcome == Outcome::Interim).map(Outcome::word),
        as_of: actual.as_of.as_ref().map(|date| format!("{}現在", date.value)),
        note: here.maybe(&actual.note),
        picture: bullet::draw(target, actual, promise.rule),
    })
}

/// The first result of the newest stage of a goal that has a report.
fn report(here: &Here<'_, '_>, goal: &KeyGoal) -> Option<NewestView> {
    let of = |stage| goal.known_items().iter().filter_map(move |item| item.report(stage));
    let stage = [StageKind::Final, StageKind::MidTerm].into_iter().find(|stage| of(*stage).next().is_some())?;
    let mut lines = of(stage).flat_map(|report| report.results.iter().flatten());
    let text = lines.clone().find(|line| is_result(&line.value));
    let absent = if lines.next().is_some() { NO_RESULT } else { BY_NUMBERS };
    let text = text.map(|text| here.words(&words::shortened(&text.value, LINE)).without_dot());
    Some(NewestView::of(goal.fiscal_year, text, absent))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: bool) {
        assert_eq!(is_result(line), expected, "{line}");
    }

    #[test]
    fn notes_and_plans_are_no_results() {
        check("講座を10回開催", true);
        check("売却予定地の情報を発信", true);
        check("予定どおり実施", true);
        check("※ 数値は速報値", false);
        check("注: 前年度と数え方が違う", false);
        check("令和5年度に公募する予定", false);
        check("令和5年度に公募する予定です。", false);
        check("来年度に完了する見込み", false);
    }
}
