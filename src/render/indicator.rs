//! 指標 as every page shows it: its values, the verdict and what it rests on, the charts.

use serde::Serialize;

use super::chart::{self, ChartView, Detail};
use super::evaluation::{self, EvaluationsView};
use super::figures::{self, FigureTable, FigureText, PlainView};
use super::here::Here;
use super::html::Html;
use super::lacking::Lacking;
use super::links::Listed;
use super::urls;
use super::words;
use crate::model::verdict;
use crate::model::{Figure, FigureKind, FixedPage, Indicator, IndicatorKind, IndicatorRule, Outcome, Record, SeriesOf};

/// 指標, ready to print.
#[derive(Serialize)]
pub(super) struct IndicatorView {
    pub(super) number: u32,
    pub(super) anchor: String,
    pub(super) name: Html,
    pub(super) kind: Option<&'static str>,
    aliases: Vec<String>,
    baseline: Option<FigureText>,
    /// Whether any indicator of the record has a baseline; if none has, the page says it once at its end.
    has_baselines: bool,
    /// Whether any indicator of the record is judged; if of several none is, the page says it once before them.
    has_rules: bool,
    target: Option<FigureText>,
    may_have_target: bool,
    /// The target that was read, if there are several.
    of_year: Option<FigureText>,
    /// The forecast of the last year.
    forecast: Option<FigureText>,
    latest: Option<FigureText>,
    has_no_actuals: bool,
    rule: &'static str,
    rule_href: String,
    rule_reason: Option<Html>,
    /// What stands before the verdict: whether it is one, or only of a value on the way.
    outcome: Option<&'static str>,
    /// Whether the newest value of each of several with a target that are not judged is one on the way: the page says it once
    /// before them.
    are_interim: bool,
    verdict: String,
    /// Whether the verdict is the word of the rule: one of them is enough.
    is_rule: bool,
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

/// Up to this number of indicators, each has a chart with numbers and a table. Of more, each has its course and a list: the
/// page would be too heavy for a phone.
const FULL: usize = 3;

/// The same for the values of all of them.
const FULL_VALUES: usize = 16;

/// The indicators of a record with their verdicts.
pub(super) fn views<'s>(
    here: &Here<'_, '_>,
    record: Record<'s>,
    found: &'s Option<Vec<Indicator>>,
) -> Listed<IndicatorView> {
    let values = found.iter().flatten().map(|one| rows(one).len()).sum::<usize>();
    let are_many = found.as_ref().is_some_and(|all| all.len() > FULL) || values > FULL_VALUES;
    let has_baselines = found.iter().flatten().any(|one| one.baseline.is_some());
    let is_judged = |one: &Indicator| one.rule.value != IndicatorRule::None;
    let has_rules = found.as_ref().is_some_and(|all| all.len() < 2 || all.iter().any(is_judged));
    let with_charts = |one| {
        let charts = |detail| chart::of_detail(here, record, SeriesOf::Indicator(one), detail);
        let view = IndicatorView { has_baselines, has_rules, ..view(here, record, one) };
        if are_many {
            let plain = (!rows(one).is_empty()).then(|| plain(here, one, has_baselines));
            IndicatorView { charts: charts(Detail::Course), plain, figures: None, ..view }
        } else {
            IndicatorView { charts: charts(Detail::Full), ..view }
        }
    };
    let mut views: Option<Vec<_>> = found.as_ref().map(|all| all.iter().map(with_charts).collect());
    let is_interim = |view: &IndicatorView| view.outcome == Some(Outcome::Interim.word());
    let are_interim = |all: &[IndicatorView]| {
        let mut aiming = all.iter().filter(|view| view.target.is_some()).peekable();
        aiming.peek().is_some() && aiming.all(is_interim)
    };
    if let Some(views) = views.as_mut().filter(|all| !has_rules && are_interim(all)) {
        views.iter_mut().for_each(|view| (view.outcome, view.are_interim) = (None, true));
    }
    Listed::of(views)
}

/// An indicator with its verdict, without charts.
pub(super) fn view<'s>(here: &Here<'_, '_>, record: Record<'s>, indicator: &'s Indicator) -> IndicatorView {
    let promise = indicator.promise(record);
    let (verdict, outcome) = (promise.verdict, promise.outcome());
    let of_year = verdict::target_read(indicator);
    let words = if outcome == Outcome::Interim { verdict.words_of(outcome) } else { verdict.words() };
    let values: Vec<_> = indicator.of_years().map(|figure| figure.kind).collect();
    let values = FigureKind::ALL.iter().filter(|(kind, ..)| *kind == FigureKind::Actual || values.contains(kind));
    let values: Vec<_> = values.map(|(_, word, _)| *word).collect();
    let name = indicator.name.value.replace('*', "");
    IndicatorView {
        number: indicator.number.value,
        anchor: indicator.anchor(),
        name: here.label(&indicator.name),
        kind: indicator.kind.map(IndicatorKind::words),
        aliases: indicator.aliases.iter().flatten().map(|alias| alias.value.clone()).collect(),
        baseline: indicator.baseline.as_ref().map(|figure| figures::text(here, figure)),
        has_baselines: true,
        has_rules: true,
        target: indicator.last_target().map(|figure| figures::text(here, figure)),
        may_have_target: may_have_target(indicator),
        of_year: of_year
            .filter(|read| Some(*read) != indicator.last_target())
            .map(|figure| figures::text(here, figure)),
        forecast: indicator.last_forecast().map(|figure| figures::text(here, figure)),
        latest: verdict::latest(indicator).map(|figure| figures::text(here, figure)),
        has_no_actuals: indicator.actuals.as_ref().is_some_and(Vec::is_empty),
        rule: indicator.rule.value.words(),
        rule_href: urls::href_at(FixedPage::Legend.folder(), &indicator.rule.value.anchor()),
        rule_reason: here.maybe(&indicator.rule_reason),
        outcome: match outcome {
            Outcome::NotJudged => None,
            Outcome::Interim => Some(outcome.word()),
            Outcome::Reached | Outcome::NotReached | Outcome::NotComparable | Outcome::NotKnown => Some("判定"),
        },
        are_interim: false,
        is_rule: words == indicator.rule.value.words(),
        verdict: words,
        verdict_words: verdict.words_of(outcome),
        verdict_code: verdict.code(),
        is_computed: verdict.is_computed(),
        basis: basis(of_year),
        note: here.maybe(&indicator.note),
        evaluations: evaluation::view(here, &name, &indicator.evaluated().collect::<Vec<_>>()),
        unevaluated: words::none(indicator.evaluations.as_deref()),
        charts: Vec::new(),
        figures: figures::table(here, &name, rows(indicator)),
        plain: None,
        caption: format!("「{name}」の{}", values.join("と")),
    }
}

/// All values as a list; a row of baselines where any indicator of the record has one.
fn plain(here: &Here<'_, '_>, indicator: &Indicator, has_baselines: bool) -> Vec<PlainView> {
    let all: Vec<_> = indicator.distinct().collect();
    let target = verdict::target_read(indicator).or(indicator.last_target());
    // A target that is repeated among those of single years stands there once.
    let is_target = |figure: &&Figure| {
        let of = |target: &Figure| target.year() == figure.year() && target.spelled() == figure.spelled();
        figure.kind == FigureKind::Target && target.is_some_and(of)
    };
    let main = [indicator.baseline.as_ref(), all.iter().copied().find(is_target), verdict::latest(indicator)];
    let mut kinds = figures::plain(here, &all, &main.into_iter().flatten().collect::<Vec<_>>());
    let is_told = |kind: &FigureKind| match kind {
        FigureKind::Baseline => has_baselines,
        FigureKind::Target => may_have_target(indicator),
        FigureKind::Forecast => !indicator.forecasts.is_empty(),
        FigureKind::Actual => true,
    };
    let has = |kind: FigureKind| all.iter().any(|figure| figure.kind == kind);
    kinds.retain(|view| has(view.kind) || is_told(&view.kind));
    if indicator.actuals.as_ref().is_some_and(Vec::is_empty) {
        let of_actuals = kinds.iter_mut().filter(|kind| kind.kind == FigureKind::Actual);
        of_actuals.for_each(|kind| kind.absent = Some(words::NOT_PUBLISHED));
    }
    kinds
}

/// Whether the lack of a target is worth a word: how many there will be of those whom an item is for is no target.
fn may_have_target(indicator: &Indicator) -> bool {
    indicator.kind != Some(IndicatorKind::Subject) || indicator.forecasts.is_empty()
}

/// The values of the years.
fn rows(indicator: &Indicator) -> Vec<&Figure> {
    indicator.of_years().collect()
}

/// What the verdict was computed from, behind the name of the rule: the target that was read if there are several.
fn basis(read: Option<&Figure>) -> String {
    match read.and_then(Figure::year) {
        Some(year) => format!("により、{year}の目標値と比べた結果"),
        None => "による計算".to_owned(),
    }
}

/// Notes that no indicator has a baseline.
pub(super) fn lacking(lacking: &mut Lacking, indicators: &Listed<IndicatorView>) {
    let has_none = |of: &IndicatorView| !of.has_baselines;
    lacking.note(FigureKind::Baseline.word(), &indicators.items.iter().any(has_none));
}
