//! A figure as JSON: what the content states, and a few more fields that every reader needs.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Number;

use super::shared::{DateView, YearView, calendar_year, date, text, year};
use crate::diagnostic::Located;
use crate::model::{self, Figure, FigurePart, RelativeTo, unit_scale};

/// 数値.
#[derive(Serialize, JsonSchema)]
pub(super) struct FigureView<'s> {
    name: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nature: Option<WordView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    addable: Option<bool>,
    kind: &'static str,
    kind_label: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<WordView>,
    display: String,
    value: Option<Number>,
    digits: Option<&'s str>,
    unit: Option<&'s str>,
    /// A number without unit.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    dimensionless: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_scale: Option<ScaleView<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    qualifier: Option<WordView>,
    fiscal_year: Option<YearView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    calendar_year: Option<YearView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<DateView>,
    printed: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    numerator: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    denominator: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<Number>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<PartView<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relative_to: Option<RelativeView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<WordView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'s str>,
}

/// A code with its label.
#[derive(Serialize, JsonSchema)]
pub(super) struct WordView {
    pub(super) code: &'static str,
    pub(super) label: &'static str,
}

/// 千円 is 1000 円.
#[derive(Serialize, JsonSchema)]
struct ScaleView<'s> {
    factor: u64,
    base: &'s str,
}

#[derive(Serialize, JsonSchema)]
struct PartView<'s> {
    name: &'s str,
    display: String,
    value: Number,
    unit: Option<&'s str>,
}

#[derive(Serialize, JsonSchema)]
struct RelativeView {
    code: &'static str,
    label: &'static str,
    fiscal_year: Option<YearView>,
}

/// A number as JSON: an integer if it is whole.
pub(super) fn number(digits: &str, value: f64) -> Number {
    let whole = digits.parse::<i64>().map(Number::from).ok();
    whole.or_else(|| Number::from_f64(value)).expect("digits are a finite number")
}

/// The number of a value as JSON.
pub(super) fn digits(number: &model::Number) -> Number {
    self::number(number.digits(), number.value())
}

/// A figure.
pub(super) fn view(figure: &Figure) -> FigureView<'_> {
    let unit = text(&figure.unit);
    FigureView {
        name: text(&figure.name),
        series: text(&figure.series),
        id: text(&figure.id),
        nature: figure.nature.map(|nature| WordView { code: nature.code(), label: nature.word() }),
        addable: figure.addable,
        kind: figure.kind.code(),
        kind_label: figure.kind.word(),
        rule: figure.rule.map(|rule| WordView { code: rule.code(), label: rule.words() }),
        display: figure.display(),
        value: maybe(figure.value.as_ref()),
        digits: figure.value.as_ref().map(|value| value.value.digits()),
        unit,
        dimensionless: figure.dimensionless,
        unit_scale: unit
            .map(unit_scale)
            .filter(|(factor, _)| *factor > 1.0)
            .map(|(factor, base)| ScaleView { factor: factor as u64, base }),
        qualifier: figure.qualifier.map(|word| WordView { code: word.code(), label: word.word() }),
        fiscal_year: figure.fiscal_year.as_ref().map(|known| year(known.value)),
        calendar_year: figure.calendar_year.as_ref().map(|known| calendar_year(known.value)),
        as_of: figure.as_of.as_ref().map(|known| date(known.value)),
        printed: text(&figure.printed),
        numerator: maybe(figure.numerator.as_deref()),
        denominator: maybe(figure.denominator.as_deref()),
        low: maybe(figure.low.as_deref()),
        high: maybe(figure.high.as_deref()),
        parts: figure.parts.iter().map(part).collect(),
        relative_to: figure.relative_to.map(|to| relative(figure, to)),
        change: text(&figure.change),
        missing: figure.missing.map(|word| WordView { code: word.code(), label: word.word() }),
        note: text(&figure.note),
    }
}

/// Figures in order.
pub(super) fn views(figures: &[Figure]) -> Vec<FigureView<'_>> {
    figures.iter().map(view).collect()
}

fn maybe(number: Option<&Located<model::Number>>) -> Option<Number> {
    number.map(|number| digits(&number.value))
}

fn part(part: &FigurePart) -> PartView<'_> {
    PartView {
        name: &part.name.value,
        display: part.display(),
        value: digits(&part.value.value),
        unit: text(&part.unit),
    }
}

fn relative(figure: &Figure, to: RelativeTo) -> RelativeView {
    match to {
        RelativeTo::PreviousYear => RelativeView {
            code: "previous_year",
            label: "前年度",
            fiscal_year: figure.fiscal_year.as_ref().map(|known| year(known.value.previous())),
        },
        RelativeTo::Year(named) => {
            RelativeView { code: "year", label: "特定の年度", fiscal_year: Some(year(named)) }
        }
    }
}
