//! 年度がプログラムや計画の期間の外にある.

use std::collections::BTreeMap;

use super::Findings;
use crate::diagnostic::{Span, and_others};
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
    let mut outside: BTreeMap<FiscalYear, Vec<Span>> = BTreeMap::new();
    let years = holder.held().flat_map(Record::years).map(|year| &year.fiscal_year);
    years
        .filter(|year| !period.may_hold(year.value))
        .for_each(|year| outside.entry(year.value).or_default().push(year.at));
    let years = period.years();
    let span = match (years.first(), years.last()) {
        (Some(first), Some(last)) => format!("{first}から{last}まで"),
        _ => format!("{file} の `period` のとおり"),
    };
    let help = format!("期間は{span}です。年度を直すか、期間が変わったのなら {file} の `period` を直してください");
    for (year, places) in outside {
        let (told, count) = if places.len() < TOGETHER { (places.len(), 1) } else { (1, places.len()) };
        let others = and_others(count, "件");
        let message = format!("{year}は「{}」の期間にありません{others}", holder.title(site));
        places[..told].iter().for_each(|at| findings.error(*at, &*message, &*help));
    }
}
