//! 年度がプログラムや計画の期間の外にある.

use std::collections::{BTreeMap, BTreeSet};

use super::Findings;
use crate::diagnostic::and_others;
use crate::model::{FiscalYear, Period, Record, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for program in &site.programs {
        within(site, Record::Program(program), program.period, "program.yaml", findings);
    }
    for (plan, period) in site.plans.iter().filter_map(|plan| Some((plan, plan.period?))) {
        within(site, Record::Plan(plan), period, "plan.yaml", findings);
    }
}

/// From how many records on a year is told once: it is the period that has changed.
const TOGETHER: usize = 10;

/// Reports the years of the held records that are not of the period, which is written in `file`.
fn within(site: &Site, holder: Record<'_>, period: Period, file: &str, findings: &mut Findings<'_>) {
    let years = holder.held().flat_map(Record::years);
    let outside: Vec<_> = years.filter(|year| !period.may_hold(year.fiscal_year.value)).collect();
    let mut counts: BTreeMap<FiscalYear, usize> = BTreeMap::new();
    outside.iter().for_each(|year| *counts.entry(year.fiscal_year.value).or_default() += 1);
    let mut told = BTreeSet::new();
    for year in &outside {
        let of = year.fiscal_year.value;
        let others = match counts[&of] {
            TOGETHER.. if !told.insert(of) => continue,
            all @ TOGETHER.. => and_others(all, "件"),
            _ => String::new(),
        };
        let years = period.years();
        let span = match (years.first(), years.last()) {
            (Some(first), Some(last)) => format!("{first}から{last}まで"),
            _ => format!("{file} の `period` のとおり"),
        };
        findings.error(
            year.fiscal_year.at,
            format!("{of}は「{}」の期間にありません{others}", holder.title(site)),
            format!("期間は{span}です。年度を直すか、期間が変わったのなら {file} の `period` を直してください"),
        );
    }
}
