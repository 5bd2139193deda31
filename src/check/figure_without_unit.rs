//! 数値に単位が無い.

use super::{Findings, Rule};
use crate::model::Site;

/// `figure-without-unit`.
pub(super) const RULE: Rule =
    Rule {
        slug: "figure-without-unit", title: "数値に単位が無い", why: "単位の無い数を出さない", check
    };

fn check(site: &Site, findings: &mut Findings<'_>) {
    for figure in site.records().flat_map(|record| record.figures()) {
        if figure.unit.is_some() {
            continue;
        }
        if let Some(value) = figure.value.as_ref().or(figure.low.as_ref()) {
            findings.error(
                value.at,
                format!("数値「{value}」に単位がありません"),
                "`unit: 件` のように単位を書いてください",
            );
        }
    }
}
