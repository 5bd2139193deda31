//! 集計: how many records, years and parts are in which state, how many targets came to what, and how often each mark was
//! given. Everything is counted once and nothing is left out: what has no mark or no result is counted as that, so
//! that the counts of a kind add up to the number of things that were looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Evaluated, FiscalYear, GoalItem, Indicator, KeyGoal, Outcome, Period, Record, ResultState, Scale, Site, StageKind,
};

/// How often each of several answers was given, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts<K>(BTreeMap<K, usize>);

impl<K> Default for Counts<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord> Counts<K> {
    /// Counts one more.
    pub fn add(&mut self, answer: K) {
        *self.0.entry(answer).or_default() += 1;
    }

    /// How often an answer was given.
    pub fn of(&self, answer: &K) -> usize {
        self.0.get(answer).copied().unwrap_or_default()
    }

    /// The answers that were given at all, with their counts.
    pub fn iter(&self) -> impl Iterator<Item = (&K, usize)> {
        self.0.iter().map(|(answer, count)| (answer, *count))
    }

    /// How many were counted.
    pub fn total(&self) -> usize {
        self.0.values().sum()
    }

    /// The answer, if it is the same everywhere.
    pub fn unanimous(&self) -> Option<&K> {
        self.0.keys().next().filter(|_| self.0.len() == 1)
    }
}

/// What marks are counted together: those of one year, stage, scale, evaluator and 観点. Marks of others are not added.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marks<'s> {
    /// What was evaluated: the kind of record, or [`Marks::INDICATOR`].
    pub kind: &'static str,
    /// 年度.
    pub year: FiscalYear,
    /// The stage of goals.
    pub stage: Option<StageKind>,
    /// The id of the scale; [`Scale::GLYPHS`] for ◎○△×.
    pub scale: &'s str,
    /// The id of the evaluator; none for the marks of a form without evaluators.
    pub by: Option<&'s str>,
    /// 観点.
    pub axis: Option<&'s str>,
}

impl Marks<'_> {
    /// The kind of indicators.
    pub const INDICATOR: &'static str = "indicator";
}

/// A mark, the best or first declared one first; what has none is last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A mark by its place in the scale.
    Mark(usize, String),
    /// There is a report without a mark.
    Unmarked,
}

/// What was counted over some records.
#[derive(Debug, Clone, Default)]
pub struct Tally<'s> {
    /// Results by year, of records whose form has results.
    pub states: BTreeMap<FiscalYear, Counts<ResultState>>,
    /// What became of targets, by the fiscal year of the result or target; none for calendar years and unknown ones.
    pub outcomes: BTreeMap<Option<FiscalYear>, Counts<Outcome>>,
    /// Marks.
    pub marks: BTreeMap<Marks<'s>, Counts<Key>>,
    /// How many there are that might have a mark: records by kind and year, the parts of goals by stage and, in the years in
    /// which any was evaluated, the indicators whose plan, program or goal is of that year.
    pub wholes: BTreeMap<(&'static str, FiscalYear, Option<StageKind>), usize>,
}

impl<'s> Tally<'s> {
    /// Counts over some records.
    pub fn of(site: &'s Site, records: impl IntoIterator<Item = Record<'s>>) -> Self {
        let mut tally = Self::default();
        let mut indicators = Vec::new();
        for record in records {
            tally.count(site, record);
            indicators.extend(record.indicators().iter().map(|indicator| (record, indicator)));
        }
        let years = tally.marks.keys().filter(|marks| marks.kind == Marks::INDICATOR).map(|marks| marks.year);
        for year in years.collect::<BTreeSet<_>>() {
            let of_year = indicators.iter().filter(|(record, indicator)| is_of_year(site, *record, indicator, year));
            tally.wholes.insert((Marks::INDICATOR, year, None), of_year.count());
        }
        tally
    }

    /// What of it is of one fiscal year.
    #[must_use]
    pub fn of_year(&self, year: FiscalYear) -> Self {
        let marks = self.marks.iter().filter(|(marks, _)| marks.year == year);
        let states = self.states.get(&year).map(|states| (year, states.clone()));
        let outcomes = self.outcomes.get(&Some(year)).map(|outcomes| (Some(year), outcomes.clone()));
        Self {
            states: states.into_iter().collect(),
            outcomes: outcomes.into_iter().collect(),
            marks: marks.map(|(marks, counts)| (marks.clone(), counts.clone())).collect(),
            wholes: self.wholes.iter().filter(|((_, of, _), _)| *of == year).map(|(of, count)| (*of, *count)).collect(),
        }
    }

    /// What became of the targets of all years.
    pub fn all_outcomes(&self) -> Counts<Outcome> {
        let mut all = Counts::default();
        for (outcome, count) in self.outcomes.values().flat_map(Counts::iter) {
            *all.0.entry(*outcome).or_default() += count;
        }
        all
    }

    fn count(&mut self, site: &'s Site, record: Record<'s>) {
        if site.head_of(record).is_none_or(|(head, _)| head.has("results")) {
            for year in record.years() {
                let states = self.states.entry(year.fiscal_year.value).or_default();
                states.add(ResultState::of(site, record, year));
            }
        }
        for year in record.years() {
            *self.wholes.entry((record.kind(), year.fiscal_year.value, None)).or_default() += 1;
        }
        for promise in record.promises() {
            self.outcomes.entry(promise.promised_fiscal_year()).or_default().add(promise.outcome());
        }
        if let Record::Goal(goal) = record {
            for stage in [StageKind::MidTerm, StageKind::Final] {
                let parts = goal.known_items().iter().filter(|item| item.report(stage).is_some()).count();
                *self.wholes.entry((record.kind(), goal.fiscal_year, Some(stage))).or_default() += parts;
            }
        }
        let marked = |of: &&Evaluated<'s>| of.evaluation.mark.is_some();
        record.evaluations().iter().filter(marked).for_each(|of| self.evaluated(site, record, of));
        if let Record::Goal(goal) = record
            && site.profile.goals.has("rating")
        {
            goal.known_items().iter().for_each(|item| self.rated(goal, item));
        }
    }

    fn evaluated(&mut self, site: &'s Site, record: Record<'s>, of: &Evaluated<'s>) {
        let (Some(scale), Some(grade)) = (of.evaluation.scale_id(), site.grade(of)) else { return };
        let marks = Marks {
            kind: if of.evaluation.fiscal_year.is_some() { Marks::INDICATOR } else { record.kind() },
            year: of.year,
            stage: of.stage,
            scale,
            by: Some(&of.evaluation.by.value),
            axis: of.evaluation.axis.as_ref().map(|axis| axis.value.as_str()),
        };
        let place = grade.place.unwrap_or(usize::MAX);
        self.marks.entry(marks).or_default().add(Key::Mark(place, grade.mark));
    }

    /// ◎○△× of a part of a goal, at each stage that is reported.
    fn rated(&mut self, goal: &'s KeyGoal, item: &GoalItem) {
        for stage in [StageKind::MidTerm, StageKind::Final] {
            let Some(report) = item.report(stage) else { continue };
            if report.rating.is_none() && report.is_evaluated() {
                continue;
            }
            let marks = Marks {
                kind: Record::Goal(goal).kind(),
                year: goal.fiscal_year,
                stage: Some(stage),
                scale: Scale::GLYPHS,
                by: None,
                axis: None,
            };
            let key = report.rating.as_ref().map(|mark| Key::Mark(mark.value.place(), mark.value.glyph().to_owned()));
            self.marks.entry(marks).or_default().add(key.unwrap_or(Key::Unmarked));
        }
    }
}

/// Whether an indicator might have a mark of a year: one of a plan, program or goal of that year, and what has one.
fn is_of_year(site: &Site, record: Record<'_>, indicator: &Indicator, year: FiscalYear) -> bool {
    let period = match record {
        Record::Section(section) => site.plan(&section.plan).and_then(|plan| plan.period.as_ref()),
        Record::Item(item) => site.program(&item.program).map(|program| &program.period),
        Record::Goal(goal) if goal.fiscal_year != year => return indicator.evaluated().any(|of| of.year == year),
        Record::Goal(_) | Record::Plan(_) | Record::Program(_) | Record::Sheet(_) => None,
    };
    let is_within =
        |period: &Period| period.from.is_none_or(|from| from <= year) && period.to.is_none_or(|to| year <= to);
    period.is_none_or(is_within) || indicator.evaluated().any(|of| of.year == year)
}
