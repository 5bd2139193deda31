//! 重点目標に項目も移管先も無い.

use super::{Findings, Rule};
use crate::model::Site;

/// `empty-goal`.
pub(super) const RULE: Rule =
    Rule {
        slug: "empty-goal", title: "重点目標に項目も移管先も無い", why: "中身の無い目標を出さない", check
    };

fn check(site: &Site, findings: &mut Findings<'_>) {
    for goal in site.sheets.iter().flat_map(|sheet| &sheet.goals) {
        if goal.known_items().is_empty() && goal.moved_to.is_none() {
            findings.warning(
                goal.title.at,
                format!("重点目標「{}」に、項目も移管先もありません", goal.title),
                "`items` を書くか、ほかの部局へ移ったのなら `moved_to` を書いてください",
            );
        }
    }
}
