//! The verdicts for every rule, with the eight indicators that plain arithmetic from baseline to target gets wrong.

use super::super::{Date, FiscalYear, Text};
use super::*;
use crate::diagnostic::{Located, Span};
use crate::source::FileId;

fn at<T>(value: T) -> Located<T> {
    Located { value, at: Span::file(FileId(0)) }
}

fn number(digits: &str) -> Located<Number> {
    at(digits.parse().expect("a number"))
}

fn text(value: &str) -> Text {
    at(value.to_owned())
}

fn empty(kind: FigureKind, year: i64) -> Figure {
    Figure { fiscal_year: FiscalYear::new(year).map(at), ..Figure::unknown(kind, Span::file(FileId(0))) }
}

/// 83.6%, or 講演会1回・研修会2回 written as `講演会=1 研修会=2`.
fn figure(kind: FigureKind, year: i64, value: &str) -> Figure {
    let mut figure = empty(kind, year);
    if value.contains('=') {
        let part = |part: &str| {
            let (name, value) = part.split_once('=').expect("name=value");
            FigurePart { name: text(name), value: number(value), unit: Some(text("回")) }
        };
        figure.parts = value.split(' ').map(part).collect();
    } else {
        figure.value = Some(number(value));
        figure.unit = Some(text("%"));
    }
    figure
}

fn indicator(rule: IndicatorRule, baseline: &str, target: &str, actual: &str) -> Indicator {
    let some = |kind, year, value: &str| (!value.is_empty()).then(|| figure(kind, year, value));
    Indicator {
        baseline: some(FigureKind::Baseline, 2023, baseline),
        target: some(FigureKind::Target, 2030, target),
        actuals: Some(some(FigureKind::Actual, 2026, actual).into_iter().collect()),
        ..Indicator::unknown(text("例"), rule, Span::file(FileId(0)))
    }
}

fn check(rule: IndicatorRule, (baseline, target, actual): (&str, &str, &str), expected: &str) {
    let words = judge(&indicator(rule, baseline, target, actual)).words();
    assert_eq!(words, expected, "{rule:?}: {baseline} → {target}, {actual}");
}

#[test]
fn without_an_actual_value_nothing_is_judged() {
    for (rule, _, _) in IndicatorRule::ALL {
        check(rule, ("66", "70", ""), "実績が未公表");
    }
}

#[test]
fn growth_is_judged_by_the_target_and_told_from_the_baseline() {
    use IndicatorRule::{Decrease, Increase};
    check(Increase, ("66", "70", "70"), "目標に達した");
    check(Increase, ("66", "70", "68"), "目標に達していない(基準値より増えた)");
    check(Increase, ("66", "70", "66"), "目標に達していない(基準値と同じ)");
    check(Increase, ("66", "70", "60"), "目標に達していない(基準値より減った)");
    check(Decrease, ("20", "10", "9"), "目標に達した");
    check(Decrease, ("20", "10", "25"), "目標に達していない(基準値より増えた)");
}

#[test]
fn four_indicators_hold_a_level_that_is_baseline_and_target_at_once() {
    use IndicatorRule::Hold;
    check(Hold, ("5", "5", "5"), "目標に達した(今の水準を保っている)");
    check(Hold, ("5", "5", "6"), "目標に達した(今の水準を上回る)");
    check(Hold, ("5", "5", "4"), "目標に達していない(今の水準を下回る)");
    check(Hold, ("講演会=1 研修会=2", "講演会=1 研修会=2", "講演会=1 研修会=2"), "目標に達した(今の水準を保っている)");
    check(
        Hold,
        ("講演会=1 研修会=2", "講演会=1 研修会=2", "講演会=3 研修会=1"),
        "目標に達していない(今の水準を下回る)",
    );
    check(Hold, ("講演会=1 研修会=2", "講演会=1 研修会=2", "講演会=1"), "比べられない(内訳がそろわないため)");
}

#[test]
fn two_indicators_are_ceilings_that_the_baseline_satisfies_already() {
    use IndicatorRule::AtMost;
    check(AtMost, ("22.1", "50.0", "30.0"), "目標に達した(上限以内)");
    check(AtMost, ("22.1", "50.0", "50.0"), "目標に達した(上限以内)");
    check(AtMost, ("5.6", "6.5", "7.0"), "目標に達していない(上限を超えた)");
    let mut below = indicator(AtMost, "5.6", "6.5", "6.5");
    below.target.as_mut().expect("it has a target").qualifier = Some(Qualifier::LessThan);
    assert_eq!(judge(&below), Verdict::HoldsNot("上限を超えた"), "未満 does not hold at the limit");
}

#[test]
fn one_indicator_tolerates_decline() {
    use IndicatorRule::TolerateDecline;
    check(TolerateDecline, ("83.6", "80.0", "81.0"), "目標に達した(目標値を下回っていない)");
    check(TolerateDecline, ("83.6", "80.0", "79.9"), "目標に達していない(目標値を下回った)");
}

#[test]
fn one_indicator_has_no_baseline() {
    check(IndicatorRule::Increase, ("", "14", "14"), "目標に達した");
    check(IndicatorRule::Increase, ("", "14", "8"), "目標に達していない(基準値が無い)");
}

#[test]
fn floors_and_ranges() {
    check(IndicatorRule::AtLeast, ("35", "40.0", "40.0"), "目標に達した");
    check(IndicatorRule::AtLeast, ("35", "40.0", "39.9"), "目標に達していない");
    let mut range = indicator(IndicatorRule::Range, "10", "", "12");
    range.target = Some(Figure {
        low: Some(Box::new(number("10"))),
        high: Some(Box::new(number("15"))),
        unit: Some(text("%")),
        ..empty(FigureKind::Target, 2030)
    });
    assert_eq!(judge(&range), Verdict::Holds("範囲の中"));
    check(IndicatorRule::Range, ("10", "15", "12"), "比べられない(数値でない値があるため)");
}

#[test]
fn words_are_not_computed() {
    check(IndicatorRule::None, ("1", "2", "3"), "判定しない");
    check(IndicatorRule::Milestone, ("1", "2", "3"), "比べられない(到達点が文で書かれているため)");
    check(IndicatorRule::Increase, ("1", "", "3"), "比べられない(目標値が不明)");
}

fn relative_to(to: RelativeTo, change: &str, actuals: Vec<Figure>) -> Verdict {
    let mut indicator = indicator(IndicatorRule::Relative, "", "", "");
    let target = empty(FigureKind::Target, 2030);
    indicator.target = Some(Figure { relative_to: Some(to), change: Some(Box::new(text(change))), ..target });
    indicator.actuals = Some(actuals);
    judge(&indicator)
}

#[test]
fn changes_are_measured_against_the_year_they_name() {
    let of = |year, value| figure(FigureKind::Actual, year, value);
    let previous = RelativeTo::PreviousYear;
    assert_eq!(relative_to(previous, "+10%", vec![of(2025, "100"), of(2026, "110")]), Verdict::Holds(""));
    assert_eq!(relative_to(previous, "+10%", vec![of(2025, "100"), of(2026, "109")]), Verdict::HoldsNot(""));
    let base = RelativeTo::Year(FiscalYear::new(2020).expect("a year"));
    assert_eq!(relative_to(base, "-10%", vec![of(2020, "100"), of(2026, "90")]), Verdict::Holds(""));
    assert_eq!(relative_to(base, "-10%", vec![of(2026, "90")]), Verdict::Undecidable("比べる年度の値が無いため"));
}

#[test]
fn values_of_different_days_are_not_compared() {
    let mut before = figure(FigureKind::Actual, 2025, "99.37");
    before.as_of = Some(at(Date::new(2026, 5, Some(31)).expect("a day")));
    let mut now = figure(FigureKind::Actual, 2026, "96.93");
    now.as_of = Some(at(Date::new(2027, 3, Some(31)).expect("a day")));
    assert_eq!(relative_to(RelativeTo::PreviousYear, "+1%", vec![before, now]), OTHER_DAYS);
}

/// The targets of 2025 and 2026, with an actual value of a year.
fn by_year(year: i64, actual: &str, last: &str) -> Indicator {
    let target = |year, value| figure(FigureKind::Target, year, value);
    Indicator {
        targets: vec![target(2025, "50"), target(2026, "60")],
        actuals: Some(vec![figure(FigureKind::Actual, year, actual)]),
        ..indicator(IndicatorRule::Increase, "40", last, "")
    }
}

#[test]
fn a_value_is_compared_with_the_target_of_its_year() {
    let read = |indicator: &Indicator| target_read(indicator).and_then(Figure::year).map(YearOfValue::western);
    let check = |(year, actual, last): (i64, &str, &str), words: &str, target: Option<i16>| {
        let indicator = by_year(year, actual, last);
        assert_eq!((judge(&indicator).words().as_str(), read(&indicator)), (words, target), "{year} {actual} {last}");
    };
    check((2025, "55", "80"), "目標に達した", Some(2025));
    check((2026, "55", "80"), "目標に達していない(基準値より増えた)", Some(2026));
    check((2027, "79", "80"), "目標に達していない(基準値より増えた)", Some(2030));
    check((2027, "79", ""), "比べられない(実績の年度の目標値が無いため)", None);
    assert_eq!(read(&indicator(IndicatorRule::Increase, "40", "80", "81")), None, "there is only one target");
}

#[test]
fn a_calendar_year_is_never_compared_with_a_fiscal_one() {
    let calendar = |kind, value: &str| Figure {
        fiscal_year: None,
        calendar_year: Some(Box::new(at("2026".parse().expect("a year")))),
        ..figure(kind, 2026, value)
    };
    let mut mixed = indicator(IndicatorRule::Increase, "40", "80", "");
    mixed.actuals = Some(vec![calendar(FigureKind::Actual, "81")]);
    assert_eq!(judge(&mixed), OTHER_YEARS);
    mixed.targets = vec![figure(FigureKind::Target, 2026, "70")];
    assert_eq!(judge(&mixed), OTHER_YEARS, "2026年度 is not 2026年");
    mixed.targets = vec![calendar(FigureKind::Target, "70")];
    assert_eq!(judge(&mixed), Verdict::Holds(""));
    mixed.targets = vec![calendar(FigureKind::Target, "90")];
    assert_eq!(judge(&mixed), Verdict::HoldsNot("基準値とは、年度と暦年が違う"));
}
