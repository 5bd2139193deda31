//! 指標 of a record as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::Context;
use super::evaluation::{EvaluationView, evaluations};
use super::figure::{self, FigureView};
use super::shared::{Told, text, told};
use crate::model::{Indicator, IndicatorKind, RecordId};

#[derive(Serialize, JsonSchema)]
pub(super) struct IndicatorView<'s> {
    id: String,
    page: String,
    number: u32,
    name: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind_label: Option<&'static str>,
    aliases: Told<'s>,
    rule: &'static str,
    rule_label: &'static str,
    rule_reason: Option<&'s str>,
    baseline: Option<FigureView<'s>>,
    target: Option<FigureView<'s>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    targets: Vec<FigureView<'s>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    forecasts: Vec<FigureView<'s>>,
    actuals: Option<Vec<FigureView<'s>>>,
    note: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluations: Option<Vec<EvaluationView<'s>>>,
}

/// The indicators of a record: `null` unknown, `[]` none.
pub(super) fn indicators<'s>(
    context: &Context<'s>,
    record: &RecordId,
    indicators: &'s Option<Vec<Indicator>>,
) -> Option<Vec<IndicatorView<'s>>> {
    Some(indicators.as_ref()?.iter().map(|one| indicator(context, record, one)).collect())
}

fn indicator<'s>(context: &Context<'s>, record: &RecordId, indicator: &'s Indicator) -> IndicatorView<'s> {
    let anchor = indicator.anchor();
    IndicatorView {
        id: record.part(&anchor),
        page: record.part_page(&anchor),
        number: indicator.number.value,
        name: &indicator.name.value,
        kind: indicator.kind.map(IndicatorKind::code),
        kind_label: indicator.kind.map(IndicatorKind::words),
        aliases: told(&indicator.aliases),
        rule: indicator.rule.value.code(),
        rule_label: indicator.rule.value.words(),
        rule_reason: text(&indicator.rule_reason),
        baseline: indicator.baseline.as_ref().map(figure::view),
        target: indicator.target.as_ref().map(figure::view),
        targets: figure::views(&indicator.targets),
        forecasts: figure::views(&indicator.forecasts),
        actuals: indicator.actuals.as_deref().map(figure::views),
        note: text(&indicator.note),
        evaluations: evaluations(context, &indicator.evaluations, indicator.evaluated()),
    }
}
