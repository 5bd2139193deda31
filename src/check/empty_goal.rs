//! 重点目標に項目も移管先も無い.

use super::Findings;
use crate::model::Site;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for goal in site.sheets.iter().flat_map(|sheet| &sheet.goals) {
        if goal.known_items().is_empty() && goal.moved_to.is_none() {
            findings.warning(
                goal.title.at,
                format!("⟨goal⟩「{}」に、項目も移管先もありません", goal.title),
                "`items` を書くか、ほかの部局へ移ったのなら `moved_to` を書いてください",
            );
        }
    }
}
