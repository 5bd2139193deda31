//! 承認: which stages of goals and items have an approver, if the site demands one.
//!
//! From the fiscal year in `site.yaml` on, a stage is public only with `approved`. Until then only that stage is
//! unpublished: a sheet keeps its targets public while its results wait.

use super::release::clean;
use super::{
    ActionItem, Date, Figure, FigureKind, FiscalYear, Indicator, KeyGoalSheet, PlanSection, Release, Report, StageKind,
    Text, YearRecord,
};
use crate::diagnostic::Located;

/// Who approved a stage, and when. It stays in the content and is not published.
#[derive(Debug, Clone, PartialEq)]
pub struct Approval {
    /// 承認者.
    pub by: Text,
    /// 承認日.
    pub date: Located<Date>,
}

/// The approvals of one year of an item or a section.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct YearApprovals {
    /// The approval of 取組計画.
    pub plan: Option<Approval>,
    /// The approval of 実績 and 効果額.
    pub results: Option<Approval>,
}

/// The release of a stage, by its approval.
fn release(approval: Option<&Approval>) -> Release {
    if approval.is_some() { Release::Open } else { Release::Unapproved }
}

/// Sets the releases of a sheet's stages: nothing of it is public before its first approval, no report before that of
/// its stage.
pub(super) fn settle_sheet(sheet: &mut KeyGoalSheet) {
    sheet.stages.iter_mut().for_each(|stage| stage.release = release(stage.approved.as_ref()));
    let of = |kind| {
        let stage = sheet.stages.iter().find(|stage| stage.stage.value == kind);
        stage.map_or(Release::Unapproved, |stage| stage.release)
    };
    let (mid_term, last) = (of(StageKind::MidTerm), of(StageKind::Final));
    let whole = sheet.stages.iter().map(|stage| stage.release).min().unwrap_or(Release::Unapproved);
    sheet.base.release = sheet.base.release.max(whole);
    let is_settled = |report: &Option<Report>, release| report.as_ref().is_none_or(|report| report.release == release);
    sheet.goals.change(
        |goal| {
            let mut items = goal.items.iter().flatten();
            items.any(|item| !is_settled(&item.mid_term, mid_term) || !is_settled(&item.final_report, last))
        },
        |goal| {
            for item in goal.items.iter_mut().flatten() {
                item.mid_term.iter_mut().for_each(|report| report.release = mid_term);
                item.final_report.iter_mut().for_each(|report| report.release = last);
            }
        },
    );
}

/// Sets the releases of a record's years.
pub(super) fn settle_years(years: &mut [YearRecord], from: FiscalYear) {
    for year in years.iter_mut().filter(|year| year.fiscal_year.value >= from) {
        (year.plan_release, year.results_release) = releases(year.approved.as_deref());
    }
}

/// Whether [`settle_years`] changes one of them.
pub(super) fn unsettles_years(years: &[YearRecord], from: FiscalYear) -> bool {
    let mut demanded = years.iter().filter(|year| year.fiscal_year.value >= from);
    demanded.any(|year| (year.plan_release, year.results_release) != releases(year.approved.as_deref()))
}

fn releases(approved: Option<&YearApprovals>) -> (Release, Release) {
    let stage = |of: fn(&YearApprovals) -> Option<&Approval>| release(approved.and_then(of));
    (stage(|all| all.plan.as_ref()), stage(|all| all.results.as_ref()))
}

/// Leaves out the unpublished stages of a sheet, with their figures.
pub(super) fn hide_in_sheet(sheet: &mut KeyGoalSheet) {
    sheet.stages.retain(|stage| stage.release.is_open());
    let mid_term = sheet.stages.iter().find(|stage| stage.stage.value == StageKind::MidTerm);
    let told_by = mid_term.and_then(|stage| stage.as_of.as_ref()).map(|as_of| as_of.value);
    if sheet.has(StageKind::Final) {
        sheet
            .goals
            .iter_mut()
            .flat_map(|goal| goal.items.iter_mut().flatten())
            .for_each(|item| hide(&mut item.mid_term));
        return;
    }
    for goal in sheet.goals.iter_mut() {
        goal.rating = None;
        goal.money.hide_results();
        let year = goal.fiscal_year;
        let is_public = |figure: &Figure| !is_result(figure, year) || is_told(figure, told_by);
        hide_in_indicators(&mut goal.indicators, year, is_public);
        for item in goal.items.iter_mut().flatten() {
            hide(&mut item.mid_term);
            hide(&mut item.final_report);
            item.figures.retain(is_public);
        }
    }
}

fn hide(report: &mut Option<Report>) {
    report.take_if(|report| !report.release.is_open());
}

/// Leaves out the unpublished stages of an item's years, with their figures.
pub(super) fn hide_in_item(item: &mut ActionItem) {
    for year in hide_in_years(&mut item.years) {
        item.figures.retain(|figure| !is_result(figure, year));
        hide_in_indicators(&mut item.indicators, year, |figure| !is_result(figure, year));
    }
}

/// Leaves out the unpublished stages of a section's years, with the results of its indicators.
pub(super) fn hide_in_section(section: &mut PlanSection) {
    for year in hide_in_years(&mut section.years) {
        hide_in_indicators(&mut section.indicators, year, |figure| !is_result(figure, year));
    }
}

/// Leaves out actual values that are not public, and the evaluations of the year. If an indicator has no others, they
/// become *unknown*, never *none*.
fn hide_in_indicators(indicators: &mut Option<Vec<Indicator>>, year: FiscalYear, is_public: impl Fn(&Figure) -> bool) {
    for indicator in indicators.iter_mut().flatten() {
        clean(&mut indicator.actuals, &is_public);
        clean(&mut indicator.evaluations, |of| of.fiscal_year.as_ref().is_none_or(|of| of.value != year));
    }
}

/// Leaves out the unpublished stages of years, with their figures; these are the years without their results.
fn hide_in_years(years: &mut Vec<YearRecord>) -> Vec<FiscalYear> {
    let mut hidden = Vec::new();
    for year in years.iter_mut() {
        if !year.plan_release.is_open() {
            year.plan = None;
            year.figures.retain(|figure| !is_planned(figure));
            year.money.hide_plans();
        }
        if !year.results_release.is_open() {
            (year.results, year.effect) = (None, None);
            // It is not known to which stage they belong.
            year.texts.clear();
            year.evaluations = None;
            year.figures.retain(is_planned);
            year.money.hide_results();
            hidden.push(year.fiscal_year.value);
        }
    }
    years.retain(|year| year.plan_release.is_open() || year.results_release.is_open());
    hidden
}

/// Whether a figure is of what was planned.
fn is_planned(figure: &Figure) -> bool {
    matches!(figure.kind, FigureKind::Target | FigureKind::Forecast)
}

/// Whether a figure is a result of a year.
fn is_result(figure: &Figure, year: FiscalYear) -> bool {
    figure.kind == FigureKind::Actual && figure.fiscal_year.as_ref().is_none_or(|told| told.value == year)
}

/// Whether a figure belongs to a report as of that day: it must not be later.
fn is_told(figure: &Figure, day: Option<Date>) -> bool {
    figure.as_of.as_ref().zip(day).is_some_and(|(as_of, day)| as_of.value <= day)
}
