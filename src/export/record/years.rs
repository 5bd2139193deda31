//! The years of a record as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::Context;
use super::evaluation::{EvaluationView, evaluations};
use super::figure::{FigureView, views};
use super::money::{self, MoneyView};
use super::shared::{Told, YearView, told, year};
use super::texts::{OwnTextView, own_texts};
use crate::model::{FiscalYear, Record, RecordId, YearRecord};

#[derive(Serialize, JsonSchema)]
pub(super) struct YearRecordView<'s> {
    id: String,
    page: String,
    fiscal_year: YearView,
    plan: Told<'s>,
    results: Told<'s>,
    effect: Told<'s>,
    /// Whether the results of the year are published; before that, none are expected.
    is_reported: Option<bool>,
    figures: Vec<FigureView<'s>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    texts: Vec<OwnTextView<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluations: Option<Vec<EvaluationView<'s>>>,
    #[serde(flatten)]
    money: MoneyView<'s>,
}

/// The years of a record.
pub(super) fn years<'s>(context: &Context<'s>, record: Record<'s>) -> Vec<YearRecordView<'s>> {
    let (id, through) = (record.id(), context.site.results_through(record).map(|through| through.value));
    record
        .years()
        .iter()
        .map(|year| YearRecordView {
            texts: own_texts(context, record, &year.texts),
            ..view(context, &id, through, year)
        })
        .collect()
}

fn view<'s>(
    context: &Context<'s>,
    of: &RecordId,
    through: Option<FiscalYear>,
    record: &'s YearRecord,
) -> YearRecordView<'s> {
    let fiscal_year = record.fiscal_year.value;
    let anchor = fiscal_year.anchor();
    YearRecordView {
        id: of.part(&anchor),
        page: of.part_page(&anchor),
        fiscal_year: year(fiscal_year),
        plan: told(&record.plan),
        results: told(&record.results),
        effect: told(&record.effect),
        is_reported: through.map(|through| fiscal_year <= through),
        figures: views(&record.figures),
        texts: Vec::new(),
        evaluations: evaluations(context, &record.evaluations, record.evaluated()),
        money: money::view(context, &record.money),
    }
}
