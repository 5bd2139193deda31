//! What a page of a record says first: its newest result, the targets beside it, the marks, and what comes next. All of it
//! stands below in full, so the search does not index it.

use serde::Serialize;

use super::evaluation::{self, EvaluationsView};
use super::here::Here;
use super::html::Html;
use super::newest::{self, PairView};
use super::rating::{self, RatingView};
use super::words;
use crate::model::{
    Evaluation, FiscalYear, GoalItem, KeyGoal, KeyGoalSheet, Outcome, Promise, Record, ResultState, StageKind, Text,
    YearRecord, circled,
};

/// How many results and targets are told; a link leads to the others.
const TOLD: usize = 3;
/// How many marks are told; they are short.
const MARKS: usize = 12;
/// How much of a result is told.
const LINE: usize = 120;

/// The answer of a page, ready to print.
#[derive(Default, Serialize)]
pub(super) struct AnswerView {
    /// 令和4年度(2022年度)の実績.
    title: String,
    /// Where it stands in full.
    anchor: String,
    lines: Vec<Html>,
    /// In place of the lines: why there are none.
    absent: Option<&'static str>,
    /// The reports of the parts of a goal.
    parts: Vec<PartView>,
    /// How many lines or parts are left out.
    rest: usize,
    /// The marks of a year as a whole.
    marks: Option<EvaluationsView>,
    pairs: Vec<PairView>,
    /// What is published next, if that is known.
    next: Option<String>,
}

/// The report of a part of a goal.
#[derive(Serialize)]
struct PartView {
    anchor: String,
    mark: String,
    title: Html,
    rating: Option<RatingView>,
    marks: Option<EvaluationsView>,
    line: Option<Html>,
    pairs: Vec<PairView>,
}

/// The answer of an item or a section; `None` if nothing is known.
pub(super) fn of_years(here: &Here<'_, '_>, record: Record<'_>) -> Option<AnswerView> {
    let promises = record.promises();
    let pairs = newest_pairs(here, promises.iter());
    let year = newest::year(here, record);
    let next = next_year(here, record, year).map(|year| format!("次は{}の実績です", words::year(year)));
    let blank = AnswerView { next, pairs, ..AnswerView::default() };
    if let Some(year) = year {
        return Some(of_year(here, record, year, blank));
    }
    let waiting = promises.iter().filter(|promise| promise.outcome() == Outcome::NotKnown).count();
    let title = match (blank.pairs.is_empty(), waiting) {
        (false, _) => "目標と実績".to_owned(),
        (true, 0) if blank.next.is_none() => return None,
        (true, 0) => "実績はまだ公表されていません".to_owned(),
        (true, count) => format!("目標{}件に、実績の数値がありません", words::count(count)),
    };
    let anchor = if promises.is_empty() { "years" } else { "indicators" };
    Some(AnswerView { title, anchor: anchor.to_owned(), ..blank })
}

fn of_year(here: &Here<'_, '_>, record: Record<'_>, year: &YearRecord, blank: AnswerView) -> AnswerView {
    let results = year.results.as_deref().unwrap_or_default();
    let whole: Vec<_> = year.evaluated().filter(|of| is_mark(of.evaluation)).take(MARKS).collect();
    AnswerView {
        title: format!("{}の実績", words::year(year.fiscal_year.value)),
        anchor: year.fiscal_year.value.anchor(),
        lines: results.iter().take(TOLD).map(|text| line(here, text)).collect(),
        absent: newest::absent(record, year),
        rest: results.len().saturating_sub(TOLD),
        marks: evaluation::view(here, "", &whole),
        ..blank
    }
}

/// The answer of a goal: the newest stage that has a report; `None` if nothing is known.
pub(super) fn of_goal(here: &Here<'_, '_>, sheet: &KeyGoalSheet, goal: &KeyGoal) -> Option<AnswerView> {
    let items = goal.known_items();
    let mut stages = [StageKind::Final, StageKind::MidTerm].into_iter();
    let newest = stages.find(|stage| items.iter().any(|item| item.report(*stage).is_some()));
    let next = next_stage(here, sheet, newest).map(|stage| format!("次は{}の報告です", stage.words()));
    let promises = Record::Goal(goal).promises();
    let Some(stage) = newest else {
        let title = "実績の報告はまだ公表されていません".to_owned();
        let pairs = newest_pairs(here, promises.iter());
        return next.is_some().then(|| AnswerView {
            title,
            anchor: "items".to_owned(),
            next,
            pairs,
            ..AnswerView::default()
        });
    };
    let reported: Vec<_> = items.iter().filter(|item| item.report(stage).is_some()).collect();
    let of_parts = |promise: &Promise<'_>| reported.iter().any(|item| item.anchor() == promise.anchor());
    let (of_parts, others): (Vec<_>, Vec<_>) = promises.into_iter().partition(of_parts);
    let blank = AnswerView { next, pairs: newest_pairs(here, others.iter()), ..AnswerView::default() };
    let pairs = |item: &GoalItem| {
        let anchor = item.anchor();
        newest_pairs(here, of_parts.iter().filter(|promise| promise.anchor() == anchor))
    };
    let parts = reported
        .iter()
        .enumerate()
        .map(|(at, item)| PartView { pairs: pairs(item), ..part(here, sheet, (item, stage), at < TOLD) });
    let parts: Vec<_> = parts.filter(PartView::says_something).collect();
    let day = sheet.stages.iter().find(|listed| listed.stage.value == stage).and_then(|listed| listed.as_of.as_ref());
    let day = day.map(|date| format!("({}現在)", date.value)).unwrap_or_default();
    Some(AnswerView {
        title: format!("{}の{}{day}", words::year(sheet.fiscal_year), stage.words()),
        anchor: "items".to_owned(),
        rest: reported.len() - parts.len(),
        parts,
        ..blank
    })
}

impl PartView {
    fn says_something(&self) -> bool {
        self.line.is_some() || self.rating.is_some() || self.marks.is_some() || !self.pairs.is_empty()
    }
}

/// A part of a goal; with the first line of its report, or with its mark alone.
fn part(here: &Here<'_, '_>, sheet: &KeyGoalSheet, (item, stage): (&GoalItem, StageKind), has_line: bool) -> PartView {
    let report = item.report(stage);
    let first = report.and_then(|report| report.results.as_ref()?.first()).filter(|_| has_line);
    let rating = report.and_then(|report| report.rating.as_ref());
    let whole: Vec<_> = item.evaluated(sheet.fiscal_year, stage).filter(|of| is_mark(of.evaluation)).collect();
    PartView {
        anchor: item.anchor(),
        mark: circled(item.number.value),
        title: here.words(&words::shortened(&item.title.value, 40)),
        rating: rating.map(|known| rating::view(here, Some(known), sheet.fiscal_year, stage)),
        marks: evaluation::view(here, "", &whole),
        line: first.map(|text| line(here, text)),
        pairs: Vec::new(),
    }
}

fn line(here: &Here<'_, '_>, text: &Text) -> Html {
    let is_long = text.value.chars().count() > LINE;
    if is_long { here.words(&words::shortened(&text.value, LINE)) } else { here.label(text) }.without_dot()
}

/// Whether it is a mark for the whole; the words and the axes stand below.
fn is_mark(of: &Evaluation) -> bool {
    of.axis.is_none() && of.mark.is_some()
}

/// The targets with results of the newest year that has any.
fn newest_pairs<'p, 's: 'p>(here: &Here<'_, '_>, promises: impl Iterator<Item = &'p Promise<'s>>) -> Vec<PairView> {
    let year = |promise: &Promise<'_>| promise.year.map(|year| year.western());
    let known: Vec<_> = promises.filter(|of| of.pair().is_some()).collect();
    let newest = known.iter().filter_map(|of| year(of)).max();
    known.iter().filter(|of| year(of) == newest).take(TOLD).filter_map(|of| newest::view(here, of)).collect()
}

/// The first year after the newest one whose results are known not to be published yet.
fn next_year(here: &Here<'_, '_>, record: Record<'_>, newest: Option<&YearRecord>) -> Option<FiscalYear> {
    let after = newest.map(|year| year.fiscal_year.value);
    let later = record.years().iter().filter(|year| after.is_none_or(|after| year.fiscal_year.value > after));
    later
        .filter(|year| ResultState::of(here.site, record, year) == ResultState::NotReported)
        .map(|year| year.fiscal_year.value)
        .min()
}

/// The stage after the newest one, if it is known not to be published yet.
fn next_stage(here: &Here<'_, '_>, sheet: &KeyGoalSheet, newest: Option<StageKind>) -> Option<StageKind> {
    let form = &here.site.profile.goals;
    let asked = [(StageKind::MidTerm, "mid_term"), (StageKind::Final, "final")].into_iter();
    let asked = asked.filter(|(_, row)| form.has(row)).map(|(stage, _)| stage);
    let mut later = asked.filter(|stage| newest.is_none_or(|newest| *stage > newest) && !sheet.has(*stage));
    later.next().filter(|_| here.site.is_unreported(sheet.fiscal_year, None))
}
