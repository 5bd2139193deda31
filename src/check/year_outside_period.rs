//! 年度がプログラムの期間の外にある.

use super::Findings;
use crate::model::Site;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for program in &site.programs {
        for year in program.items.iter().flat_map(|item| &item.years) {
            if program.period.may_hold(year.fiscal_year.value) {
                continue;
            }
            let years = program.years();
            let period = match (years.first(), years.last()) {
                (Some(first), Some(last)) => format!("{first}から{last}まで"),
                _ => "program.yaml の `period` のとおり".to_owned(),
            };
            findings.error(
                year.fiscal_year.at,
                format!("{}は「{}」の期間にありません", year.fiscal_year, program.title),
                format!(
                    "期間は{period}です。年度を直すか、期間が変わったのなら program.yaml の `period` を直してください"
                ),
            );
        }
    }
}
