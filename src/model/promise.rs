//! 約束と結果: every target beside what became of it. A target and an actual value belong together if one record states
//! both for the same year under the same name; those of an indicator by its rule. Without a declared rule the two values
//! stand beside each other, and nothing is said of them. What has no target is no promise.

use super::coded::coded;
use super::figure::decimal;
use super::verdict::{self, Verdict};
use super::{
    Date, Figure, FigureKind, FiscalYear, GoalItem, Indicator, IndicatorRule, KeyGoal, Qualifier, Record, YearOfValue,
};

coded! {
    /// What became of a target.
    Outcome, word {
        Reached "目標に達した" "reached",
        NotReached "目標に達していない" "not-reached",
        NotComparable "比べられない" "not-comparable",
        NotJudged "判定しない" "not-judged",
        Interim "途中の値" "interim",
        NotKnown "実績の数値が無い" "not-known",
    }
}

/// A target beside what became of it.
#[derive(Debug, Clone)]
pub struct Promise<'s> {
    /// The record that states it.
    pub record: Record<'s>,
    /// The part of the record in which it stands.
    part: Part<'s>,
    /// What is counted or measured.
    pub name: &'s str,
    /// The year of the result or, without one, of the target.
    pub year: Option<YearOfValue>,
    /// The target; absent for an indicator without one, which is none of the promises of its record.
    pub target: Option<&'s Figure>,
    /// The latest actual value.
    pub actual: Option<&'s Figure>,
    /// The value from which a target that is a change (前年度比+5%) begins, if it is known.
    pub base: Option<&'s Figure>,
    /// The rule by which they are compared.
    pub rule: Option<IndicatorRule>,
    /// What the rule says.
    pub verdict: Verdict,
}

impl<'s> Promise<'s> {
    /// The anchor of the part in which it stands; empty for the record as a whole.
    pub fn anchor(&self) -> String {
        match self.part {
            Part::Whole => String::new(),
            Part::Year(year) => year.anchor(),
            Part::Item(item) => item.anchor(),
            Part::Indicator(indicator) => indicator.anchor(),
        }
    }

    /// The target and the result, if it has both.
    pub fn pair(&self) -> Option<(&'s Figure, &'s Figure)> {
        self.target.zip(self.actual)
    }

    /// What became of it: nothing yet, if the result is older than what was to be reached.
    pub fn outcome(&self) -> Outcome {
        match self.verdict {
            _ if self.pair().is_some_and(|(target, actual)| is_before(actual, target, self.due())) => Outcome::Interim,
            Verdict::NoActual => Outcome::NotKnown,
            Verdict::NotJudged => Outcome::NotJudged,
            Verdict::Undecidable(_) => Outcome::NotComparable,
            Verdict::Holds(_) => Outcome::Reached,
            Verdict::HoldsNot(_) => Outcome::NotReached,
        }
    }

    /// When a target is due that names no day.
    fn due(&self) -> Due {
        if matches!(self.part, Part::Indicator(_)) { Due::AnyDay } else { Due::LastDay }
    }

    /// The year for which it was promised or, if the target says none, that of the result.
    pub fn promised_year(&self) -> Option<YearOfValue> {
        self.target.and_then(Figure::year).or(self.year)
    }

    /// The fiscal year of the result or target; `None` for a calendar year.
    pub fn fiscal_year(&self) -> Option<FiscalYear> {
        fiscal(self.year)
    }

    /// The fiscal year for which it was promised; `None` for a calendar year.
    pub fn promised_fiscal_year(&self) -> Option<FiscalYear> {
        fiscal(self.promised_year())
    }
}

impl<'s> Record<'s> {
    /// Its targets, with what became of each, in the order of its form: figures, then indicators.
    pub fn promises(self) -> Vec<Promise<'s>> {
        let mut promises = self.promised_figures();
        let aiming = self.indicators().iter().filter(|indicator| indicator.has_target());
        promises.extend(aiming.map(|indicator| indicator.promise(self)));
        promises
    }

    fn promised_figures(self) -> Vec<Promise<'s>> {
        let years = self.years().iter().flat_map(|year| {
            let at = year.fiscal_year.value;
            year.figures.iter().map(move |figure| (Part::Year(at), figure))
        });
        match self {
            Self::Item(item) => {
                let whole = item.figures.iter().map(|figure| (Part::Whole, figure));
                of_part(self, &whole.chain(years).collect::<Vec<_>>())
            }
            Self::Section(_) => of_part(self, &years.collect::<Vec<_>>()),
            Self::Goal(goal) => of_goal(self, goal),
            Self::Plan(_) | Self::Program(_) | Self::Sheet(_) => Vec::new(),
        }
    }
}

/// Where a target stands in its record.
#[derive(Debug, Clone, Copy)]
enum Part<'s> {
    Whole,
    Year(FiscalYear),
    Item(&'s GoalItem),
    Indicator(&'s Indicator),
}

fn of_goal<'s>(record: Record<'s>, goal: &'s KeyGoal) -> Vec<Promise<'s>> {
    let figures = |item: &'s GoalItem| item.figures.iter().map(move |figure| (Part::Item(item), figure));
    goal.known_items().iter().flat_map(|item| of_part(record, &figures(item).collect::<Vec<_>>())).collect()
}

fn fiscal(year: Option<YearOfValue>) -> Option<FiscalYear> {
    if let Some(YearOfValue::Fiscal(year)) = year { Some(year) } else { None }
}

/// The targets among the figures of one part of a record, each with the actual value of its name and year.
fn of_part<'s>(record: Record<'s>, figures: &[(Part<'s>, &'s Figure)]) -> Vec<Promise<'s>> {
    let targets = figures.iter().filter(|(_, figure)| figure.kind == FigureKind::Target && is_told(figure));
    targets.filter_map(|(part, target)| of_figure(record, *part, target, figures)).collect()
}

fn of_figure<'s>(
    record: Record<'s>,
    part: Part<'s>,
    target: &'s Figure,
    figures: &[(Part<'s>, &'s Figure)],
) -> Option<Promise<'s>> {
    let (name, year) = (target.name.as_ref()?.value.as_str(), target.year()?);
    let named = || {
        let all = figures.iter().map(|(_, figure)| *figure);
        all.filter(|figure| figure.name.as_ref().is_some_and(|own| own.value == name))
    };
    let of_year = named().filter(|figure| figure.is_result() && figure.year() == Some(year));
    let actual = of_year.max_by_key(|figure| day(figure));
    let rule = target.rule();
    let verdict = match (actual, rule) {
        (None, _) => Verdict::NoActual,
        (Some(_), None) => Verdict::NotJudged,
        (Some(actual), Some(rule)) => judged(rule, actual, target, &named().collect::<Vec<_>>()),
    };
    let base = base(target, actual, &named().filter(|figure| figure.is_result()).collect::<Vec<_>>());
    Some(Promise { record, part, name, year: Some(year), target: Some(target), actual, base, rule, verdict })
}

/// The value from which a target that is a change begins.
fn base<'s>(target: &Figure, actual: Option<&Figure>, known: &[&'s Figure]) -> Option<&'s Figure> {
    verdict::referred(target.relative_to?, actual?, known).filter(|figure| figure.is_stated())
}

/// A value of no named day is the one of the whole year, and later than those of its days.
fn day(figure: &Figure) -> (bool, Option<Date>) {
    let day = figure.as_of.as_ref().map(|date| date.value.end_of_month());
    (day.is_none(), day)
}

/// When a target is due that names no day.
#[derive(Debug, Clone, Copy)]
enum Due {
    /// At the end of its year.
    LastDay,
    /// On the day of the year on which the values are taken: many indicators have one.
    AnyDay,
}

/// Whether a value is of a year before that of a target or, within its year, of a day before that on which it is due.
fn is_before(actual: &Figure, target: &Figure, due: Due) -> bool {
    let Some((of, year)) = actual.year().zip(target.year()).filter(|(of, year)| of.is_like(*year)) else {
        return false;
    };
    let day = |figure: &Figure| figure.as_of.as_ref().map(|date| date.value.end_of_month().iso());
    let last = || day(target).or_else(|| matches!(due, Due::LastDay).then(|| year.last_day()));
    of < year || of == year && day(actual).is_some_and(|day| last().is_some_and(|last| day < last))
}

/// A value from before the day of the target says nothing yet of it.
fn judged(rule: IndicatorRule, actual: &Figure, target: &Figure, known: &[&Figure]) -> Verdict {
    match (&actual.as_of, &target.as_of) {
        _ if is_before(actual, target, Due::LastDay) => Verdict::Undecidable("実績が年度の途中の値のため"),
        (Some(_), Some(_)) if verdict::convention(actual) != verdict::convention(target) => verdict::OTHER_DAYS,
        _ => verdict::compared(rule, [actual, target], known).unwrap_or_else(|not_computed| not_computed),
    }
}

fn is_told(figure: &Figure) -> bool {
    figure.missing.is_none() && figure.is_stated()
}

impl Indicator {
    /// Whether any target is stated. Values alone promise nothing.
    pub fn has_target(&self) -> bool {
        self.target.iter().chain(&self.targets).any(is_told)
    }

    /// Its target with what became of it.
    pub fn promise<'s>(&'s self, record: Record<'s>) -> Promise<'s> {
        let actual = verdict::latest(self);
        let target = actual.and_then(|actual| self.target_of(actual)).or(self.last_target());
        Promise {
            record,
            part: Part::Indicator(self),
            name: &self.name.value,
            year: actual.or(target).and_then(Figure::year),
            base: target.and_then(|target| {
                base(target, actual, &self.actuals.iter().flatten().chain(&self.baseline).collect::<Vec<_>>())
            }),
            target,
            actual,
            rule: Some(self.rule.value),
            verdict: verdict::judge(self),
        }
    }
}

impl Figure {
    /// The rule by which an actual value is compared with this target: the declared one, or the one that its own 以上 or 以下
    /// says.
    pub fn rule(&self) -> Option<IndicatorRule> {
        self.rule.or_else(|| match self.qualifier? {
            Qualifier::AtLeast | Qualifier::MoreThan => Some(IndicatorRule::AtLeast),
            Qualifier::AtMost | Qualifier::LessThan => Some(IndicatorRule::AtMost),
            Qualifier::About | Qualifier::Roughly => None,
        })
    }

    /// How much more than another value it is, in the unit of both; `None` unless both are numbers of one unit, and for a
    /// bound (以上, 超, 約), which is no number.
    pub fn beyond(&self, other: &Self) -> Option<String> {
        let (own, other_value) = (&self.value.as_ref()?.value, &other.value.as_ref()?.value);
        if verdict::unit(self) != verdict::unit(other) || self.qualifier.is_some() {
            return None;
        }
        let decimals = own.decimals().max(other_value.decimals());
        let gap = own.whole(decimals)?.checked_sub(other_value.whole(decimals)?)?;
        let sign = match gap.signum() {
            1 => "+",
            0 => "±",
            _ => "−",
        };
        let grouped = decimal(gap.unsigned_abs(), decimals).parse::<super::Number>().ok()?.grouped();
        let unit = verdict::unit(self).unwrap_or_default();
        // What lies between two percentages is no percentage.
        let unit = if ["%", "％"].contains(&unit) { "ポイント" } else { unit };
        Some(format!("{sign}{grouped}{unit}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Located, Span};
    use crate::source::FileId;

    fn at<T>(value: T) -> Located<T> {
        Located { value, at: Span::file(FileId(0)) }
    }

    fn figure(kind: FigureKind, value: &str, unit: &str) -> Figure {
        Figure {
            name: Some(at("講座".to_owned())),
            value: Some(at(value.parse().expect("a number"))),
            unit: Some(at(unit.to_owned())),
            fiscal_year: FiscalYear::new(2022).map(at),
            ..Figure::unknown(kind, Span::file(FileId(0)))
        }
    }

    fn gap(actual: &str, target: &str) -> Option<String> {
        figure(FigureKind::Actual, actual, "円").beyond(&figure(FigureKind::Target, target, "円"))
    }

    #[test]
    fn the_gap_is_exact() {
        assert_eq!(gap("2765", "3000").as_deref(), Some("−235円"));
        assert_eq!(gap("0.3", "0.1").as_deref(), Some("+0.2円"));
        assert_eq!(gap("96.93", "98.7").as_deref(), Some("−1.77円"));
        assert_eq!(gap("1000", "1000.0").as_deref(), Some("±0.0円"));
        let percent = |kind, value| figure(kind, value, "%");
        let gap = percent(FigureKind::Actual, "99.53").beyond(&percent(FigureKind::Target, "99"));
        assert_eq!(gap.as_deref(), Some("+0.53ポイント"));
        assert_eq!(figure(FigureKind::Actual, "1", "回").beyond(&figure(FigureKind::Target, "1", "人")), None);
    }

    fn outcome(target: Figure, actual: Figure) -> Verdict {
        let known = [&target, &actual];
        target.rule().map_or(Verdict::NotJudged, |rule| judged(rule, &actual, &target, &known))
    }

    #[test]
    fn only_a_declared_rule_judges() {
        let target = || figure(FigureKind::Target, "20", "回");
        let actual = || figure(FigureKind::Actual, "13", "回");
        let at_least = |target: Figure| Figure { qualifier: Some(Qualifier::AtLeast), ..target };
        assert_eq!(outcome(target(), actual()), Verdict::NotJudged);
        assert_eq!(outcome(at_least(target()), actual()), Verdict::HoldsNot(""));
        let declared = Figure { rule: Some(IndicatorRule::Decrease), ..target() };
        assert_eq!(outcome(declared, actual()), Verdict::Holds(""));
        let about = Figure { qualifier: Some(Qualifier::About), ..target() };
        assert_eq!(outcome(about, actual()), Verdict::NotJudged);
    }

    #[test]
    fn a_value_of_a_day_within_the_year_is_not_compared_with_the_target_for_the_year() {
        let target = || Figure { qualifier: Some(Qualifier::AtLeast), ..figure(FigureKind::Target, "20", "回") };
        let of = |date: &str| Figure {
            as_of: Some(at(date.parse().expect("a day"))),
            ..figure(FigureKind::Actual, "25", "回")
        };
        let interim = Verdict::Undecidable("実績が年度の途中の値のため");
        assert_eq!(outcome(target(), of("2022-09-25")), interim);
        assert_eq!(outcome(target(), of("2023-03-01")), interim);
        assert_eq!(outcome(target(), of("2023-03-31")), Verdict::Holds(""));
        assert_eq!(outcome(target(), of("2023-03")), Verdict::Holds(""));
        let dated = Figure { as_of: Some(at("2022-10-01".parse().expect("a day"))), ..target() };
        assert_eq!(outcome(dated.clone(), of("2022-10-01")), Verdict::Holds(""));
        assert_eq!(outcome(dated.clone(), of("2022-09-30")), interim);
        assert_eq!(outcome(dated, of("2023-03-31")), verdict::OTHER_DAYS);
    }

    #[test]
    fn a_value_is_before_a_target_by_its_year_and_day() {
        let of = |kind, year: i64, day: Option<&str>| Figure {
            fiscal_year: FiscalYear::new(year).map(at),
            as_of: day.map(|day| at(day.parse().expect("a day"))),
            ..figure(kind, "1", "回")
        };
        let is = |actual, target, expected| {
            let (year, day) = actual;
            let actual = of(FigureKind::Actual, year, day);
            let (year, day) = target;
            assert_eq!(is_before(&actual, &of(FigureKind::Target, year, day), Due::LastDay), expected, "{actual:?}");
        };
        is((2021, None), (2022, None), true);
        is((2022, None), (2022, None), false);
        is((2023, Some("2023-05-01")), (2022, None), false);
        is((2022, Some("2023-03-30")), (2022, None), true);
        is((2022, Some("2023-03-31")), (2022, None), false);
        is((2022, Some("2022-09")), (2022, Some("2022-10-01")), true);
        is((2022, Some("2022-10-01")), (2022, Some("2022-10-01")), false);
        is((2022, None), (2022, Some("2022-10-01")), false);
        let other = Figure { fiscal_year: None, ..of(FigureKind::Target, 2030, None) };
        assert!(!is_before(&of(FigureKind::Actual, 2022, None), &other, Due::LastDay));
        let autumn = of(FigureKind::Actual, 2022, Some("2022-10-01"));
        assert!(!is_before(&autumn, &of(FigureKind::Target, 2022, None), Due::AnyDay));
        assert!(is_before(&autumn, &of(FigureKind::Target, 2023, None), Due::AnyDay));
    }
}
