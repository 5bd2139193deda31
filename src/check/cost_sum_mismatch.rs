//! 事業費の内訳の合計が、総額や総コストと合わない. Amounts of 千円 and more are each rounded: what that can make is a 注意.

use super::Findings;
use crate::model::{Cost, FiscalYear, Mismatch, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for (year, money) in site.records().flat_map(|record| record.money()) {
        for cost in money.costs() {
            let funds = "財源(`funds`)の合計";
            cost.funds_mismatch()
                .iter()
                .for_each(|found| report(year, cost, (funds, "総額(`total`)"), found, findings));
            let parts = "総額(`total`)と人件費(`staff`)の合計";
            cost.full_mismatch()
                .iter()
                .for_each(|found| report(year, cost, (parts, "総コスト(`full`)"), found, findings));
        }
    }
}

fn report(
    year: FiscalYear,
    cost: &Cost,
    (parts, whole): (&str, &str),
    found: &Mismatch<'_>,
    findings: &mut Findings<'_>,
) {
    let unit = cost.unit.value;
    let gap = (found.stated.value.yen() - found.sum).abs().told_in(unit);
    let (sum, stated) = (found.sum.told_in(unit), &found.stated.value);
    let of = format!("{year}の{}の{parts} {sum}", cost.stage.value.word());
    let at = found.stated.at;
    if found.is_rounding {
        let step = found.step.told_in(unit);
        let message = format!("{of} が、{whole} {stated} と{gap}違います({step}未満を丸めたために出る範囲の差です)");
        findings.warning(at, message, "原本どおりなら、記録の `accepted` に理由を書いてください。違えば直してください");
    } else {
        let message = format!("{of} が、{whole} {stated} と合いません(差は{gap})");
        let help =
            "原本と見比べて直してください。財源や人件費の一部しか分からないときは、分かるものだけを `note` に書きます";
        findings.error(at, message, help);
    }
}
