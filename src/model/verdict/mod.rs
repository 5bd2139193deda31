//! The verdict on a target and what became of it, computed only from a declared rule.
//!
//! Baseline and target do not determine whether a higher value is better: of the 21 indicators of one real plan, eight
//! would be judged wrongly. Values are compared only if unit and as-of convention are equal; the verdict states a fact
//! (目標に達した, 基準値より増えた) and no degree of success. Its first words are those of its [`Outcome`], the one table of them.

use super::{
    Figure, FigureKind, FigurePart, Indicator, IndicatorRule, Number, Outcome, Qualifier, RelativeTo, YearOfValue,
};

/// The result of the rule for the latest actual value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// There is no actual value.
    NoActual,
    /// The rule excludes a verdict.
    NotJudged,
    /// The rule cannot be applied, for this reason.
    Undecidable(&'static str),
    /// The target is met; what else the rule says of it.
    Holds(&'static str),
    /// The target is not met yet; what else the rule says of it.
    HoldsNot(&'static str),
}

impl Verdict {
    /// The words on pages and in data.
    pub fn words(self) -> String {
        match self {
            Self::NoActual => "実績が未公表".to_owned(),
            Self::NotJudged => Outcome::NotJudged.word().to_owned(),
            Self::Undecidable(reason) => told(Outcome::NotComparable.word(), reason),
            Self::Holds(besides) => told(Outcome::Reached.word(), besides),
            Self::HoldsNot(besides) => told(Outcome::NotReached.word(), besides),
        }
    }

    /// The words for what it came to: a value from before the target is due has not reached it, and has not failed it.
    pub fn words_of(self, outcome: Outcome) -> String {
        match self {
            Self::Holds(besides) if outcome == Outcome::Interim => told("いまは目標の水準にある", besides),
            Self::HoldsNot(besides) if outcome == Outcome::Interim => told("いまは目標の水準にない", besides),
            Self::NoActual | Self::NotJudged | Self::Undecidable(_) | Self::Holds(_) | Self::HoldsNot(_) => {
                self.words()
            }
        }
    }

    /// The code for the stylesheet.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoActual => "no-actual",
            Self::NotJudged => "not-judged",
            Self::Undecidable(_) => "undecidable",
            Self::Holds(_) => "holds",
            Self::HoldsNot(_) => "holds-not",
        }
    }

    /// Whether the verdict was computed, so that the rule is named next to it.
    pub fn is_computed(self) -> bool {
        matches!(self, Self::Holds(_) | Self::HoldsNot(_))
    }
}

/// 目標に達していない(基準値より増えた).
fn told(words: &str, besides: &str) -> String {
    if besides.is_empty() { words.to_owned() } else { format!("{words}({besides})") }
}

/// The latest reported actual value: the last by year and day; of equal ones, the last in the list.
pub fn latest(indicator: &Indicator) -> Option<&Figure> {
    let reported = indicator.actuals.iter().flatten().filter(|figure| figure.is_stated());
    let western = |figure: &Figure| figure.year().map(YearOfValue::western);
    reported.max_by_key(|figure| (western(figure), figure.as_of.as_ref().map(|d| d.value)))
}

/// Judges the latest actual value by the indicator's rule.
pub fn judge(indicator: &Indicator) -> Verdict {
    computed(indicator).unwrap_or_else(|not_computed| not_computed)
}

/// The computed verdict, or the one that says why there is none.
fn computed(indicator: &Indicator) -> Result<Verdict, Verdict> {
    let actual = latest(indicator).ok_or(Verdict::NoActual)?;
    if indicator.rule.value == IndicatorRule::None {
        return Err(Verdict::NotJudged);
    }
    let target = indicator.target_of(actual).ok_or(without_target(indicator))?;
    let known: Vec<_> = indicator.actuals.iter().flatten().chain(&indicator.baseline).collect();
    compared(indicator.rule.value, [actual, target], &known)
}

/// Judges an actual value by a rule; `known` are the other values of the same measure.
pub fn compared(rule: IndicatorRule, [actual, target]: [&Figure; 2], known: &[&Figure]) -> Result<Verdict, Verdict> {
    if ![IndicatorRule::None, IndicatorRule::Milestone].contains(&rule) && !are_alike(actual, target) {
        return Err(OTHER_YEARS);
    }
    match rule {
        IndicatorRule::None => Err(Verdict::NotJudged),
        IndicatorRule::Milestone => Err(Verdict::Undecidable("到達点が文で書かれているため")),
        IndicatorRule::Relative => relative(actual, target, known),
        IndicatorRule::Range => range(actual, target),
        IndicatorRule::Increase => toward(known, actual, target, 1.0),
        IndicatorRule::Decrease => toward(known, actual, target, -1.0),
        IndicatorRule::AtLeast => limit(actual, target, FLOOR, ["", ""]),
        IndicatorRule::TolerateDecline => limit(actual, target, FLOOR, ["目標値を下回っていない", "目標値を下回った"]),
        IndicatorRule::AtMost => limit(actual, target, CEILING, ["上限以内", "上限を超えた"]),
        IndicatorRule::Hold => hold(actual, target),
    }
}

/// The target that was read, if there are several: the words name it.
pub fn target_read(indicator: &Indicator) -> Option<&Figure> {
    let is_one_of_several = !indicator.targets.is_empty();
    latest(indicator).filter(|_| is_one_of_several).and_then(|actual| indicator.target_of(actual))
}

fn without_target(indicator: &Indicator) -> Verdict {
    let reason =
        if indicator.targets.is_empty() { "目標値が不明" } else { "実績の年度の目標値が無いため" };
    Verdict::Undecidable(reason)
}

/// Whether two values are not one of a fiscal year and one of a calendar year.
fn are_alike(a: &Figure, b: &Figure) -> bool {
    a.year().zip(b.year()).is_none_or(|(a, b)| a.is_like(b))
}

const NOT_NUMBERS: Verdict = Verdict::Undecidable("数値でない値があるため");
const OTHER_UNITS: Verdict = Verdict::Undecidable("単位が違うため");
const OTHER_YEARS: Verdict = Verdict::Undecidable("年度の値と暦年の値は比べられないため");
/// Values of different days of the year.
pub const OTHER_DAYS: Verdict = Verdict::Undecidable("基準日がそろわないため");

/// The numbers to compare, part by part, as (actual, target).
fn pairs(actual: &Figure, target: &Figure) -> Result<Vec<(f64, f64)>, Verdict> {
    if let (Some(a), Some(t)) = (&actual.value, &target.value) {
        let pair = (a.value.value(), t.value.value());
        return if unit(actual) == unit(target) { Ok(vec![pair]) } else { Err(OTHER_UNITS) };
    }
    if target.parts.is_empty() || actual.parts.is_empty() {
        return Err(NOT_NUMBERS);
    }
    let find = |name: &str| actual.parts.iter().find(|part| part.name.value == name);
    let pair =
        |part: &FigurePart| find(&part.name.value).map(|found| (found.value.value.value(), part.value.value.value()));
    target.parts.iter().map(pair).collect::<Option<_>>().ok_or(Verdict::Undecidable("内訳がそろわないため"))
}

/// The unit of a value.
pub fn unit(figure: &Figure) -> Option<&str> {
    figure.unit.as_ref().map(|unit| unit.value.as_str())
}

fn toward(known: &[&Figure], actual: &Figure, target: &Figure, sign: f64) -> Result<Verdict, Verdict> {
    if pairs(actual, target)?.iter().all(|(a, t)| a * sign >= t * sign) {
        return Ok(Verdict::Holds(""));
    }
    let baseline = known.iter().copied().find(|figure| figure.kind == FigureKind::Baseline);
    if baseline.is_some_and(|baseline| !are_alike(baseline, actual)) {
        return Ok(Verdict::HoldsNot("基準値とは、年度と暦年が違う"));
    }
    let baseline = baseline.and_then(|baseline| baseline.value.as_ref());
    let (Some(baseline), Some(value)) = (baseline, &actual.value) else {
        return Ok(Verdict::HoldsNot("基準値が無い"));
    };
    Ok(match value.value.value().partial_cmp(&baseline.value.value()) {
        Some(std::cmp::Ordering::Greater) => Verdict::HoldsNot("基準値より増えた"),
        Some(std::cmp::Ordering::Less) => Verdict::HoldsNot("基準値より減った"),
        _ => Verdict::HoldsNot("基準値と同じ"),
    })
}

/// The sign of a limit, and the qualifier of a target that is itself outside.
type Limit = (f64, Qualifier);
const FLOOR: Limit = (1.0, Qualifier::MoreThan);
const CEILING: Limit = (-1.0, Qualifier::LessThan);

fn limit(
    actual: &Figure,
    target: &Figure,
    (sign, excludes): Limit,
    [holds, holds_not]: [&'static str; 2],
) -> Result<Verdict, Verdict> {
    let strict = target.qualifier == Some(excludes);
    let is_within = |(a, t): &(f64, f64)| a * sign > t * sign || (!strict && a == t);
    Ok(if pairs(actual, target)?.iter().all(is_within) { Verdict::Holds(holds) } else { Verdict::HoldsNot(holds_not) })
}

fn hold(actual: &Figure, target: &Figure) -> Result<Verdict, Verdict> {
    let pairs = pairs(actual, target)?;
    Ok(match pairs.iter().all(|(a, t)| a >= t) {
        false => Verdict::HoldsNot("今の水準を下回る"),
        true if pairs.iter().all(|(a, t)| a == t) => Verdict::Holds("今の水準を保っている"),
        true => Verdict::Holds("今の水準を上回る"),
    })
}

fn range(actual: &Figure, target: &Figure) -> Result<Verdict, Verdict> {
    let (Some(value), Some(low), Some(high)) = (&actual.value, &target.low, &target.high) else {
        return Err(NOT_NUMBERS);
    };
    if unit(actual) != unit(target) {
        return Err(OTHER_UNITS);
    }
    let is_within = (low.value.value()..=high.value.value()).contains(&value.value.value());
    Ok(if is_within { Verdict::Holds("範囲の中") } else { Verdict::HoldsNot("範囲の外") })
}

fn relative(actual: &Figure, target: &Figure, known: &[&Figure]) -> Result<Verdict, Verdict> {
    let (Some(to), Some(change)) = (target.relative_to, target.change.as_ref().and_then(|c| percent(&c.value))) else {
        return Err(Verdict::Undecidable("比べる年度か変化の割合が数値でないため"));
    };
    if to == RelativeTo::PreviousYear && actual.year().is_none() {
        return Err(Verdict::Undecidable("実績の年度が不明"));
    }
    let compared = referred(to, actual, known).ok_or(Verdict::Undecidable("比べる年度の値が無いため"))?;
    if convention(compared) != convention(actual) {
        return Err(OTHER_DAYS);
    }
    let pairs = pairs(actual, compared)?;
    let [(value, before)] = pairs[..] else { return Err(NOT_NUMBERS) };
    // Binary fractions must not change the result: 110 is 10% more than 100.
    let beyond = (value - before) * 100.0 - change * before;
    let slack = before.abs() * 1e-7;
    let holds = if change < 0.0 { beyond <= slack } else { beyond >= -slack };
    Ok(if holds { Verdict::Holds("") } else { Verdict::HoldsNot("") })
}

/// The value of the year to which a target refers that is a change.
pub fn referred<'f>(to: RelativeTo, actual: &Figure, known: &[&'f Figure]) -> Option<&'f Figure> {
    let of_year = |figure: &&Figure| match (to, figure.year(), actual.year()) {
        (RelativeTo::Year(year), found, _) => found == Some(YearOfValue::Fiscal(year)),
        (RelativeTo::PreviousYear, Some(before), Some(year)) => year.follows(before),
        (RelativeTo::PreviousYear, None, _) | (RelativeTo::PreviousYear, _, None) => false,
    };
    known.iter().copied().find(of_year)
}

/// `+10%` or `-10%`.
fn percent(change: &str) -> Option<f64> {
    let digits = change.strip_suffix('%')?;
    digits.strip_prefix('+').unwrap_or(digits).parse::<Number>().ok().map(|number| number.value())
}

/// The day of the year to which a value belongs; values with different days are never compared.
pub fn convention(figure: &Figure) -> Option<(i8, Option<i8>)> {
    figure.as_of.as_ref().map(|date| (date.value.month, date.value.day))
}

#[cfg(test)]
mod tests;
