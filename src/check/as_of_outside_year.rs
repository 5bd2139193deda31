//! 時点が、その年度から離れている.

use super::Findings;
use crate::diagnostic::Located;
use crate::model::{Date, FigureKind, FiscalYear, Record, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for figure in site.records().flat_map(|record| record.figures()) {
        let (Some(year), Some(as_of)) = (&figure.fiscal_year, &figure.as_of) else { continue };
        if figure.kind == FigureKind::Actual && !is_of_year(as_of.value, year.value) {
            findings.warning(
                as_of.at,
                format!("時点の{as_of}は、{year}の値としては離れています"),
                "時点(`as_of`)と年度(`fiscal_year`)を確認し、誤っているほうを直してください",
            );
        }
    }
    for record in site.records() {
        reports(record, findings);
    }
}

fn reports(record: Record<'_>, findings: &mut Findings<'_>) {
    let (year, days): (_, Vec<&Located<Date>>) = match record {
        Record::Sheet(sheet) => {
            (sheet.fiscal_year, sheet.stages.iter().filter_map(|stage| stage.as_of.as_ref()).collect())
        }
        Record::Goal(goal) => {
            let reports = goal.known_items().iter().flat_map(|item| [&item.mid_term, &item.final_report]).flatten();
            (goal.fiscal_year, reports.filter_map(|report| report.as_of.as_ref()).collect())
        }
        Record::Plan(_) | Record::Section(_) | Record::Program(_) | Record::Item(_) => return,
    };
    for as_of in days.into_iter().filter(|day| !is_of_year(day.value, year)) {
        let message = format!("時点の{as_of}は、{year}の報告としては離れています");
        findings.warning(as_of.at, message, "`as_of` を確かめてください");
    }
}

/// Accounts close on 31 May: what is of a year may be dated in the spring after it.
fn is_of_year(day: Date, year: FiscalYear) -> bool {
    let held = FiscalYear::of(day);
    held == year || held == year.next() && (4..=6).contains(&day.month)
}
