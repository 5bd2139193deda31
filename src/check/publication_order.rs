//! 公開日・更新日の前後が合わない.

use super::Findings;
use crate::diagnostic::Located;
use crate::model::{Date, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let profile = &site.profile;
    let of_tables = profile.datasets.iter().map(|table| &table.published);
    for published in profile.published.iter().chain(of_tables.clone()) {
        in_order("公開日", published, "更新日", profile.updated.as_ref(), findings);
    }
    for published in profile.published.iter() {
        of_tables.clone().for_each(|table| in_order("サイトの公開日", published, "表の公開日", Some(table), findings));
    }
}

/// Reports a day that must not be later than another and is.
fn in_order(
    first: &str,
    earlier: &Located<Date>,
    second: &str,
    later: Option<&Located<Date>>,
    findings: &mut Findings<'_>,
) {
    // A month without a day may be its last day.
    let is_before = |date: Date| Date { day: date.day.or(Some(31)), ..date } < earlier.value;
    let Some(later) = later.filter(|later| is_before(later.value)) else { return };
    findings.error_beside(
        earlier.at,
        format!("{first}「{}」が、{second}「{}」より後です", earlier.value, later.value),
        "2つの日付を確認し、誤っているほうを直してください",
        (later.at, &format!("{second}はここです")),
    );
}
