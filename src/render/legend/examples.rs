//! Generated indicators that illustrate each rule.

use crate::diagnostic::{Located, Span};
use crate::model::{
    Date, Figure, FigureKind, FiscalYear, Indicator, IndicatorRule, Number, Qualifier, RelativeTo, Text,
};
use crate::source::FileId;

/// The examples of a rule.
pub(super) fn of(rule: IndicatorRule) -> Vec<Indicator> {
    let plain = |values: &[(&str, &str, &str)]| values.iter().map(|values| indicator(rule, *values)).collect();
    match rule {
        IndicatorRule::Increase => plain(&[("66", "70", "71"), ("66", "70", "68"), ("66", "70", "65")]),
        IndicatorRule::Decrease => plain(&[("20", "10", "9"), ("20", "10", "15"), ("20", "10", "25")]),
        IndicatorRule::AtLeast => plain(&[("35", "40", "40"), ("45", "40", "39")]),
        IndicatorRule::AtMost => {
            let below = |mut indicator: Indicator| {
                indicator.target.iter_mut().for_each(|target| target.qualifier = Some(Qualifier::LessThan));
                indicator
            };
            vec![indicator(rule, ("22.1", "50.0", "30.0")), below(indicator(rule, ("5.6", "6.5", "6.5")))]
        }
        IndicatorRule::Hold => plain(&[("5", "5", "5"), ("5", "5", "6"), ("5", "5", "4")]),
        IndicatorRule::Range => [("", "", "12"), ("", "", "16")].map(|values| range(indicator(rule, values))).into(),
        IndicatorRule::TolerateDecline => plain(&[("83.6", "80.0", "81.0"), ("83.6", "80.0", "79.9")]),
        IndicatorRule::Milestone => vec![milestone(indicator(rule, ("", "", "")))],
        IndicatorRule::Relative => {
            vec![relative(None, "110"), relative(None, "105"), relative(Some(5), "110")]
        }
        IndicatorRule::None => plain(&[("10", "12", "11")]),
    }
}

/// An indicator in per cent: (baseline, target, actual); an empty text leaves the value out.
pub(in crate::render) fn indicator(rule: IndicatorRule, (baseline, target, actual): (&str, &str, &str)) -> Indicator {
    let figure = |kind, value: &str| (!value.is_empty()).then(|| valued(kind, value));
    Indicator {
        baseline: figure(FigureKind::Baseline, baseline),
        target: figure(FigureKind::Target, target),
        actuals: Some(figure(FigureKind::Actual, actual).into_iter().collect()),
        ..Indicator::unknown(text("例"), rule, nowhere())
    }
}

fn range(mut indicator: Indicator) -> Indicator {
    indicator.target = Some(Figure {
        low: Some(Box::new(number("10"))),
        high: Some(Box::new(number("15"))),
        ..empty(FigureKind::Target)
    });
    indicator
}

fn milestone(mut indicator: Indicator) -> Indicator {
    let printed = |kind, words: &str| Figure { unit: None, printed: Some(Box::new(text(words))), ..empty(kind) };
    indicator.target = Some(printed(FigureKind::Target, "計画を策定"));
    indicator.actuals = Some(vec![printed(FigureKind::Actual, "素案を作成")]);
    indicator
}

/// 前年度比+10% of 100 on 31 March; the value of this year belongs to the same day or to another month.
fn relative(month: Option<i8>, value: &str) -> Indicator {
    let day = |year, month| Date::new(year, month, None).map(at);
    let before = FiscalYear::new(2024).map(at);
    let now = FiscalYear::new(2025).map(at);
    let change = Some(Box::new(text("+10%")));
    let mut indicator = indicator(IndicatorRule::Relative, ("", "", ""));
    indicator.target =
        Some(Figure { relative_to: Some(RelativeTo::PreviousYear), change, ..empty(FigureKind::Target) });
    indicator.baseline =
        Some(Figure { fiscal_year: before, as_of: day(2025, 3), ..valued(FigureKind::Baseline, "100") });
    indicator.actuals = Some(vec![Figure {
        fiscal_year: now,
        as_of: day(2026, month.unwrap_or(3)),
        ..valued(FigureKind::Actual, value)
    }]);
    indicator
}

fn valued(kind: FigureKind, value: &str) -> Figure {
    Figure { value: Some(number(value)), ..empty(kind) }
}

fn empty(kind: FigureKind) -> Figure {
    Figure { unit: Some(text("%")), ..Figure::unknown(kind, nowhere()) }
}

/// A number without a place.
pub(in crate::render) fn number(digits: &str) -> Located<Number> {
    at(digits.parse().expect("the examples hold numbers"))
}

/// A text without a place.
pub(in crate::render) fn text(value: &str) -> Text {
    at(value.to_owned())
}

/// A value without a place.
pub(in crate::render) fn at<T>(value: T) -> Located<T> {
    Located { value, at: nowhere() }
}

fn nowhere() -> Span {
    Span::file(FileId(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::verdict::judge;

    fn check(rule: IndicatorRule, expected: &[&str]) {
        let verdicts: Vec<_> = of(rule).iter().map(|indicator| judge(indicator).words()).collect();
        assert_eq!(verdicts, expected, "{rule:?}");
    }

    #[test]
    fn the_examples_show_what_each_rule_does() {
        use IndicatorRule::{AtMost, Hold, Increase, Milestone, None, Range, Relative, TolerateDecline};
        check(
            Increase,
            &["目標に達した", "目標に達していない(基準値より増えた)", "目標に達していない(基準値より減った)"],
        );
        check(AtMost, &["目標に達した(上限以内)", "目標に達していない(上限を超えた)"]);
        check(
            Hold,
            &[
                "目標に達した(今の水準を保っている)",
                "目標に達した(今の水準を上回る)",
                "目標に達していない(今の水準を下回る)",
            ],
        );
        check(Range, &["目標に達した(範囲の中)", "目標に達していない(範囲の外)"]);
        check(TolerateDecline, &["目標に達した(目標値を下回っていない)", "目標に達していない(目標値を下回った)"]);
        check(Milestone, &["比べられない(到達点が文で書かれているため)"]);
        check(Relative, &["目標に達した", "目標に達していない", "比べられない(基準日がそろわないため)"]);
        check(None, &["判定しない"]);
    }
}
