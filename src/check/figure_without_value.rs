//! 数値の欄に、値も、値の無い理由も無い.

use super::Findings;
use crate::model::Site;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for figure in site.records().flat_map(|record| record.figures()) {
        let stated = figure.value.is_some()
            || figure.missing.is_some()
            || figure.relative_to.is_some()
            || !figure.parts.is_empty()
            || figure.low.is_some()
            || figure.high.is_some()
            || figure.printed.is_some();
        if !stated {
            let help = "`value` に値を書くか、無い理由を `missing: not_reported` のように書いてください";
            findings.error(figure.at, "数値に値がありません", help);
        }
    }
}
