//! その年度に無い部局・課所を担当にしている.

use super::Findings;
use crate::model::{FiscalYear, Record, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for record in site.records() {
        for id in record.departments() {
            let Some(department) = site.department(&id.value) else { continue };
            let Some(valid) = department.valid else { continue };
            let years = years(site, record);
            if years.is_empty() || years.iter().any(|year| valid.may_hold(*year)) {
                continue;
            }
            let end =
                |year: Option<FiscalYear>, words: &str| year.map_or_else(String::new, |year| format!("{year}{words}"));
            let span = format!("{}{}", end(valid.from, "から"), end(valid.to, "まで"));
            findings.error(
                id.at,
                format!("「{}」が使われたのは{span}で、この記録の年度にはありません", department.name),
                "その年度の部局・課所の id に直すか、departments.yaml の `valid` を確認してください",
            );
        }
    }
}

/// The years in which a record's departments are responsible; empty if it has none.
fn years(site: &Site, record: Record<'_>) -> Vec<FiscalYear> {
    match record {
        Record::Item(item) => site.program(&item.program).map(|program| program.years()).unwrap_or_default(),
        Record::Sheet(sheet) => vec![sheet.fiscal_year],
        Record::Plan(_) | Record::Section(_) | Record::Program(_) | Record::Goal(_) => Vec::new(),
    }
}
