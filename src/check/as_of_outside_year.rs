//! 時点が、その年度から離れている.

use super::Findings;
use crate::model::{FigureKind, FiscalYear, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for figure in site.records().flat_map(|record| record.figures()) {
        let (Some(year), Some(as_of)) = (&figure.fiscal_year, &figure.as_of) else { continue };
        let held = FiscalYear::of(as_of.value);
        // Accounts close on 31 May: a value of the year may be dated in the spring after it.
        let settled = held == year.value.next() && (4..=6).contains(&as_of.value.month);
        if figure.kind == FigureKind::Actual && held != year.value && !settled {
            findings.warning(
                as_of.at,
                format!("時点の{as_of}は、{year}の値としては離れています"),
                "時点(`as_of`)と年度(`fiscal_year`)を確認し、誤っているほうを直してください",
            );
        }
    }
}
