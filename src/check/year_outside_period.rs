//! 年度がプログラムや計画の期間の外にある.

use super::Findings;
use crate::model::{Period, Record, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for program in &site.programs {
        within(site, Record::Program(program), program.period, "program.yaml", findings);
    }
    for (plan, period) in site.plans.iter().filter_map(|plan| Some((plan, plan.period?))) {
        within(site, Record::Plan(plan), period, "plan.yaml", findings);
    }
}

/// Reports the years of the held records that are not of the period, which is written in `file`.
fn within(site: &Site, holder: Record<'_>, period: Period, file: &str, findings: &mut Findings<'_>) {
    let years = holder.held().flat_map(Record::years);
    for year in years.filter(|year| !period.may_hold(year.fiscal_year.value)) {
        let years = period.years();
        let span = match (years.first(), years.last()) {
            (Some(first), Some(last)) => format!("{first}から{last}まで"),
            _ => format!("{file} の `period` のとおり"),
        };
        findings.error(
            year.fiscal_year.at,
            format!("{}は「{}」の期間にありません", year.fiscal_year, holder.title(site)),
            format!("期間は{span}です。年度を直すか、期間が変わったのなら {file} の `period` を直してください"),
        );
    }
}
