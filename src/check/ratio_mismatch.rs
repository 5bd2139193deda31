//! 率が、分子 ÷ 分母と合わない.

use super::Findings;
use crate::model::Site;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for figure in site.records().flat_map(|record| record.figures()) {
        let (Some(n), Some(d)) = (&figure.numerator, &figure.denominator) else { continue };
        if d.value.value() == 0.0 {
            findings.error(d.at, "分母が 0 です", "`denominator` に、0 より大きい数を書いてください");
            continue;
        }
        let Some(value) = &figure.value else { continue };
        if figure.unit.as_ref().is_none_or(|unit| unit.value != "%") {
            continue;
        }
        let exact = n.value.value() / d.value.value() * 100.0;
        // Cities round, cut off or round up: one unit of the last printed digit either way.
        let tolerance = 10f64.powi(-(value.value.decimals() as i32));
        if (exact - value.value.value()).abs() >= tolerance {
            findings.error(
                value.at,
                format!("率 {value}% は、{n}/{d} = {exact:.2}% と合いません"),
                "`value`・`numerator`・`denominator` を原本と見比べてください",
            );
        }
    }
}
