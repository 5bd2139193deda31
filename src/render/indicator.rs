//! 指標 as every page shows it: its values, the verdict and what it rests on, the charts.

use serde::Serialize;

use super::chart::{self, ChartView, Detail};
use super::evaluation::{self, EvaluationsView};
use super::figures::{self, FigureTable, FigureText, PlainView};
use super::here::Here;
use super::html::Html;
use super::links::Listed;
use super::urls;
use super::words;
use crate::model::verdict;
use crate::model::{Figure, FixedPage, Indicator, IndicatorKind, IndicatorRule, Outcome, Record, SeriesOf};

/// 指標, ready to print.
#[derive(Serialize)]
pub(super) struct IndicatorView {
    pub(super) number: u32,
    pub(super) anchor: String,
    pub(super) name: Html,
    pub(super) kind: Option<&'static str>,
    aliases: Vec<String>,
    baseline: Option<FigureText>,
    target: Option<FigureText>,
    /// The target that was read, if there are several.
    of_year: Option<FigureText>,
    latest: Option<FigureText>,
    has_no_actuals: bool,
    rule: &'static str,
    rule_href: String,
    rule_reason: Option<Html>,
    verdict: String,
    verdict_words: String,
    verdict_code: &'static str,
    is_computed: bool,
    /// How the verdict was computed.
    basis: String,
    note: Option<Html>,
    evaluations: Option<EvaluationsView>,
    /// In place of evaluations that are stated to be none.
    unevaluated: Option<&'static str>,
    charts: Vec<ChartView>,
    /// The values of the years as a list, in place of the table.
    plain: Option<Vec<PlainView>>,
    figures: Option<FigureTable>,
    /// The name of their table.
    caption: String,
}

/// Up to this number of indicators, each has a chart with numbers and a table. Of more, those whose values need no further
/// words have their course and a list: the page would be too heavy for a phone.
const FULL: usize = 3;

/// The indicators of a record with their verdicts.
pub(super) fn views<'s>(
    here: &Here<'_, '_>,
    record: Record<'s>,
    found: &'s Option<Vec<Indicator>>,
) -> Listed<IndicatorView> {
    let are_many = found.as_ref().is_some_and(|all| all.len() > FULL);
    let with_charts = |one| {
        let charts = |detail| chart::of_detail(here, record, SeriesOf::Indicator(one), detail);
        let view = view(here, record, one);
        match figures::plain(&rows(one)).filter(|_| are_many) {
            plain @ Some(_) => IndicatorView { charts: charts(Detail::Course), plain, figures: None, ..view },
            None => IndicatorView { charts: charts(Detail::Full), ..view },
        }
    };
    Listed::of(found.as_ref().map(|all| all.iter().map(with_charts).collect()))
}

/// An indicator with its verdict, without charts.
pub(super) fn view<'s>(here: &Here<'_, '_>, record: Record<'s>, indicator: &'s Indicator) -> IndicatorView {
    let promise = indicator.promise(record);
    let (verdict, outcome) = (promise.verdict, promise.outcome());
    let of_year = verdict::target_read(indicator);
    let values = if indicator.targets.is_empty() { "実績値" } else { "目標値と実績値" };
    let name = indicator.name.value.replace('*', "");
    IndicatorView {
        number: indicator.number.value,
        anchor: indicator.anchor(),
        name: here.label(&indicator.name),
        kind: indicator.kind.map(IndicatorKind::words),
        aliases: indicator.aliases.iter().flatten().map(|alias| alias.value.clone()).collect(),
        baseline: indicator.baseline.as_ref().map(|figure| figures::text(here, figure)),
        target: indicator.last_target().map(|figure| figures::text(here, figure)),
        of_year: of_year
            .filter(|read| Some(*read) != indicator.last_target())
            .map(|figure| figures::text(here, figure)),
        latest: verdict::latest(indicator).map(|figure| figures::text(here, figure)),
        has_no_actuals: indicator.actuals.as_ref().is_some_and(Vec::is_empty),
        rule: indicator.rule.value.words(),
        rule_href: urls::href_at(FixedPage::Legend.folder(), &indicator.rule.value.anchor()),
        rule_reason: here.maybe(&indicator.rule_reason),
        verdict: match outcome {
            Outcome::NotJudged => verdict.words(),
            Outcome::Interim => format!("{}: {}", outcome.word(), verdict.words_of(outcome)),
            Outcome::Reached | Outcome::NotReached | Outcome::NotComparable | Outcome::NotKnown => {
                format!("判定: {}", verdict.words())
            }
        },
        verdict_words: verdict.words_of(outcome),
        verdict_code: verdict.code(),
        is_computed: verdict.is_computed(),
        basis: basis(indicator.rule.value, of_year),
        note: here.maybe(&indicator.note),
        evaluations: evaluation::view(here, &name, &indicator.evaluated().collect::<Vec<_>>()),
        unevaluated: words::none(indicator.evaluations.as_deref()),
        charts: Vec::new(),
        figures: figures::table(here, &name, rows(indicator)),
        plain: None,
        caption: format!("「{name}」の{values}"),
    }
}

/// The values of the years.
fn rows(indicator: &Indicator) -> Vec<&Figure> {
    indicator.targets.iter().chain(indicator.actuals.iter().flatten()).collect()
}

/// What the verdict was computed from: the rule, and the target that was read if there are several.
fn basis(rule: IndicatorRule, read: Option<&Figure>) -> String {
    match read.and_then(Figure::year) {
        Some(year) => format!("規則「{}」により、{year}の目標値と比べた結果", rule.words()),
        None => format!("規則「{}」による計算", rule.words()),
    }
}
