//! 時点が、その年度から離れている.

use super::Findings;
use crate::diagnostic::Located;
use crate::model::{CalendarYear, Date, FigureKind, FiscalYear, Record, Release, Site, YearOfValue};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for figure in site.records().flat_map(|record| record.figures()) {
        let (Some(year), Some(as_of)) = (figure.year(), &figure.as_of) else { continue };
        let (is_of_year, key) = match year {
            YearOfValue::Fiscal(year) => (is_of_year(as_of.value, year), "年度(`fiscal_year`)"),
            YearOfValue::Calendar(year) => (is_of_calendar_year(as_of.value, year), "暦年(`calendar_year`)"),
        };
        if figure.kind == FigureKind::Actual && !is_of_year {
            findings.warning(
                as_of.at,
                format!("時点の{as_of}は、{year}の値としては離れています"),
                format!("時点(`as_of`)と{key}を確認し、誤っているほうを直してください"),
            );
        }
    }
    for record in site.records() {
        reports(record, findings);
    }
}

fn reports(record: Record<'_>, findings: &mut Findings<'_>) {
    for Dated { day, year, .. } in dated(record).into_iter().filter(|one| !is_of_year(one.day.value, one.year)) {
        let message = format!("時点の{day}は、{year}の報告としては離れています");
        findings.warning(day.at, message, "`as_of` を確かめてください");
    }
}

/// The day of a report, with its year and whether the public may see it.
pub(super) struct Dated<'r> {
    pub(super) day: &'r Located<Date>,
    pub(super) year: FiscalYear,
    pub(super) release: Release,
}

/// The days of which a sheet or a goal reports.
pub(super) fn dated(record: Record<'_>) -> Vec<Dated<'_>> {
    let of = |year| move |(day, release): (_, Release)| Some(Dated { day: Option::as_ref(day)?, year, release });
    match record {
        Record::Sheet(sheet) => {
            let days = sheet.stages.iter().map(|stage| (&stage.as_of, stage.release));
            days.filter_map(of(sheet.fiscal_year)).collect()
        }
        Record::Goal(goal) => {
            let reports = goal.known_items().iter().flat_map(|item| [&item.mid_term, &item.final_report]).flatten();
            reports.map(|report| (&report.as_of, report.release)).filter_map(of(goal.fiscal_year)).collect()
        }
        Record::Plan(_) | Record::Section(_) | Record::Program(_) | Record::Item(_) => Vec::new(),
    }
}

/// Accounts close on 31 May: what is of a year may be dated in the spring after it.
pub(super) fn is_of_year(day: Date, year: FiscalYear) -> bool {
    let held = FiscalYear::of(day);
    held == year || held == year.next() && (4..=6).contains(&day.month)
}

/// A count at the end of a year may be dated on the first day of the next.
fn is_of_calendar_year(day: Date, year: CalendarYear) -> bool {
    let is_first = (day.month, day.day) == (1, Some(1));
    day.year == year.western() || is_first && day.year == year.western() + 1
}
