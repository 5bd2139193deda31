//! 実績が前の年度と同じ文.

use super::Findings;
use super::missing_result::numbered;
use super::repeated_plan::same;
use crate::model::Site;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for record in site.records() {
        for pair in record.years().windows(2) {
            if same(&pair[0].results, &pair[1].results) {
                let year = &pair[1].fiscal_year;
                let first = pair[1].results.iter().flatten().next();
                findings.warning(
                    first.map_or(year.at, |text| text.at),
                    format!("{} の{year}の実績が、前の年度と同じ文です", numbered(record)),
                    "その年度の実績に書き直してください。同じなら、記録の `accepted` に理由を書いてください",
                );
            }
        }
    }
}
