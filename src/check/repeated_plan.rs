//! 取組計画が3年以上同じ文.

use super::Findings;
use super::missing_result::numbered;
use crate::model::{Site, Statements};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for record in site.records() {
        let mut run = 1;
        for pair in record.years().windows(2) {
            run = if same(&pair[0].plan, &pair[1].plan) { run + 1 } else { 1 };
            if run == 3 {
                let year = &pair[1].fiscal_year;
                findings.warning(
                    year.at,
                    format!("{} の⟨year_plan⟩が、{year}まで3年同じ文です", numbered(record)),
                    "計画を見直していれば書き直してください。同じ計画が続くなら、記録の `accepted` に理由を書いてください",
                );
            }
        }
    }
}

/// Whether two years tell the same, and not that there is nothing.
pub(super) fn same(a: &Statements, b: &Statements) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    !a.is_empty() && a.iter().map(|text| &text.value).eq(b.iter().map(|text| &text.value))
}
