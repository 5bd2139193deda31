//! 数値に単位が無い.

use super::Findings;
use crate::model::Site;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for figure in site.records().flat_map(|record| record.figures()) {
        if figure.unit.is_some() || figure.dimensionless {
            continue;
        }
        if let Some(value) = figure.value.as_ref().or(figure.low.as_deref()) {
            findings.error(
                value.at,
                format!("数値「{value}」に単位がありません"),
                "`unit: 件` のように単位を書いてください。指数など、単位の無い数なら `dimensionless: true` と書きます",
            );
        }
    }
}
