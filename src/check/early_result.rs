//! 実績が、公表済みの年度より後か、まだ来ていない年度や日のものになっている. A chart may tell what is forecast; a value from
//! within its year is no result of it.

use super::Findings;
use super::as_of_outside_year::{dated, is_of_year};
use super::missing_result::{numbered, through};
use crate::diagnostic::{Located, Span, and_others};
use crate::model::{
    Cost, CostStage, Date, EffectStage, Evaluated, Figure, FigureKind, FiscalYear, Indicator, Money, Record, Site,
    StageKind, Statements, YearOfValue, YearRecord,
};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for holder in site.holders() {
        through(site, holder).iter().for_each(|through| unpublished(holder, through, findings));
    }
    let Some(today) = site.today else { return };
    let views = site.views.iter().filter(|view| view.release.is_open());
    views.for_each(|view| future_day("ご意見の日付", &view.date, today, findings));
    for record in site.records().filter(|record| record.release().is_open()) {
        actuals(record).for_each(|figure| future_figure(figure, today, findings));
        let unfinished = record.money().filter(|(year, _)| *year >= FiscalYear::of(today));
        unfinished.for_each(|(year, money)| early_money(year, money, today, findings));
        // A day that is not of its year is told as such.
        let reports =
            dated(record).into_iter().filter(|one| one.release.is_open() && is_of_year(one.day.value, one.year));
        reports.for_each(|one| future_day("時点", one.day, today, findings));
        let told = last_published(site, record);
        let is_new = |of: &Evaluated<'_>| of.release.is_open() && told.is_none_or(|through| of.year <= through);
        let evaluated = record.evaluations().into_iter().filter(is_new);
        evaluated.for_each(|of| early_evaluation(&of, today, findings));
    }
}

/// Reports results of a program or a plan that are later than those which it says are published, all as one fault.
fn unpublished(holder: Record<'_>, through: &Located<FiscalYear>, findings: &mut Findings<'_>) {
    let is_late = |year: &&YearRecord| {
        year.fiscal_year.value > through.value && year.release.is_open() && year.results_release.is_open()
    };
    let records = holder.held().filter(|record| record.release().is_open());
    let years = records.flat_map(|record| record.years().iter().filter(is_late).map(move |year| (record, year)));
    let results = years.filter_map(|(record, year)| Some((record, year, place_of_result(record, year)?)));
    let results: Vec<_> = results.collect();
    let Some((record, year, at)) = results.first() else { return };
    let first = format!("{} に{}の実績があります", numbered(*record), year.fiscal_year);
    let more = and_others(results.len(), "件");
    let help = "実績を公表したのなら、公表済みの年度をその年度に進めてください。まだなら、その実績を消してください";
    let message = format!("公表済みの年度は{through}ですが、{first}{more}");
    findings.warning_beside(through.at, message, help, (*at, "その実績はここです"));
}

fn place_of_result(record: Record<'_>, year: &YearRecord) -> Option<Span> {
    let first = |texts: &Statements| texts.iter().flatten().next().map(|text| text.at);
    let is_result = |figure: &&Figure| is_result(figure, year.fiscal_year.value);
    let figure = || actuals(record).find(is_result).map(|figure| figure.at);
    first(&year.results)
        .or_else(|| first(&year.effect))
        .or_else(figure)
        .or_else(|| year.evaluations.iter().flatten().next().map(|of| of.at))
        .or_else(|| year.money.reported())
}

fn is_result(figure: &Figure, of: FiscalYear) -> bool {
    let is_interim = figure.as_of.as_ref().is_some_and(|day| FiscalYear::of(day.value) == of && day.value.month != 3);
    let is_of_year = figure.fiscal_year.as_ref().is_some_and(|year| year.value == of);
    is_of_year && !is_interim
}

fn actuals(record: Record<'_>) -> impl Iterator<Item = &Figure> {
    let figures = match record {
        Record::Section(section) => {
            let of_years = section.years.iter().flat_map(|year| &year.figures);
            section.indicators.iter().flatten().flat_map(Indicator::figures).chain(of_years).collect()
        }
        Record::Plan(_) | Record::Program(_) | Record::Item(_) | Record::Goal(_) | Record::Sheet(_) => record.figures(),
    };
    figures.into_iter().filter(|figure| figure.kind == FigureKind::Actual && figure.missing.is_none())
}

fn future_figure(figure: &Figure, today: Date, findings: &mut Findings<'_>) {
    let now = |year: YearOfValue| match year {
        YearOfValue::Fiscal(_) => FiscalYear::of(today).western(),
        YearOfValue::Calendar(_) => today.year,
    };
    let late = figure.year().filter(|year| year.western() > now(*year));
    match (late, &figure.as_of) {
        (Some(year), _) => {
            let message = format!("{year}の実績値がありますが、{year}はまだ始まっていません");
            let key = if figure.fiscal_year.is_some() { "年度(`fiscal_year`)" } else { "暦年(`calendar_year`)" };
            findings.warning(figure.at, message, format!("{key}と区分を確認し、誤っているほうを直してください"));
        }
        (None, Some(day)) if figure.fiscal_year.as_ref().is_none_or(|year| is_of_year(day.value, year.value)) => {
            future_day("時点", day, today, findings)
        }
        (None, _) => {}
    }
}

/// Reports what is settled, or reached, in a year that is not over.
fn early_money(year: FiscalYear, money: &Money, today: Date, findings: &mut Findings<'_>) {
    let is_settled = |cost: &&Cost| cost.stage.value == CostStage::Settled;
    let settled =
        money.costs().iter().filter(is_settled).map(|cost| (cost.stage.at, "決算", "`stage: estimate`(決算見込)"));
    let reached = money.effects().iter().filter_map(|effect| effect.stage.as_ref());
    let reached = reached.filter(|stage| stage.value == EffectStage::Actual);
    let reached = reached.map(|stage| (stage.at, "実績額", "`stage: planned`(計画額)"));
    for (at, what, instead) in settled.chain(reached) {
        let help = format!("今日は {} です。年度を確認してください。見込みなら {instead} と書きます", today.iso());
        findings.warning(at, format!("{year}の{what}がありますが、{year}はまだ終わっていません"), help);
    }
}

/// The year after which results of a record are told as unpublished.
fn last_published(site: &Site, record: Record<'_>) -> Option<FiscalYear> {
    let of_site = site.profile.reported_through.as_ref().filter(|_| matches!(record, Record::Item(_)));
    site.results_through(record).or(of_site).map(|through| through.value)
}

/// A mid-term report evaluates a year that has begun, anything else one that is over.
fn early_evaluation(of: &Evaluated<'_>, today: Date, findings: &mut Findings<'_>) {
    let (year, this_year) = (of.year, FiscalYear::of(today));
    let when = match of.stage {
        Some(StageKind::MidTerm) => (year > this_year).then_some("始まっていません"),
        Some(StageKind::Initial | StageKind::Final) | None => (year >= this_year).then_some("終わっていません"),
    };
    match (when, &of.evaluation.as_of) {
        (Some(when), _) => {
            let message = format!("{year}の評価がありますが、{year}はまだ{when}");
            let help = "年度を確認してください。年度の途中の評価なら、`accepted` に理由を書いてください";
            findings.warning(of.evaluation.at, message, help);
        }
        (None, Some(day)) => future_day("時点", day, today, findings),
        (None, None) => {}
    }
}

fn future_day(what: &str, day: &Located<Date>, today: Date, findings: &mut Findings<'_>) {
    if day.value > today {
        let help = format!("今日は {} です。日付を確認してください", today.iso());
        findings.warning(day.at, format!("{what}の{day}は、未来の日付です"), help);
    }
}
