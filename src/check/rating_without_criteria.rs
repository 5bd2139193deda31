//! 評価記号に、その年度の評価基準が無い.

use super::Findings;
use crate::diagnostic::Located;
use crate::model::{FiscalYear, Rating, Record, Site, StageKind};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    if site.is_broken("ratings") {
        return;
    }
    for goal in site.sheets.iter().flat_map(|sheet| &sheet.goals) {
        let year = goal.fiscal_year;
        goal.rating.iter().for_each(|rating| known(site, year, StageKind::Final, rating, findings));
        for item in goal.known_items() {
            let mid_term = item.mid_term.iter().map(|report| (StageKind::MidTerm, report));
            let reports = mid_term.chain(item.final_report.iter().map(|report| (StageKind::Final, report)));
            for (stage, report) in reports {
                report.rating.iter().for_each(|rating| known(site, year, stage, rating, findings));
            }
        }
    }
    for of in site.records().flat_map(Record::evaluations) {
        of.evaluation.rating().iter().for_each(|rating| known(site, of.year, of.stage_of_criteria(), rating, findings));
    }
}

fn known(site: &Site, year: FiscalYear, stage: StageKind, rating: &Located<Rating>, findings: &mut Findings<'_>) {
    let criteria = site.criteria(year, stage);
    if criteria.is_some_and(|criteria| criteria.criteria.iter().any(|(mark, _)| mark.value == rating.value)) {
        return;
    }
    findings.warning(
        rating.at,
        format!("{year}の「{}」には、評価「{}」の基準がありません", stage.words(), rating.value.glyph()),
        "ratings.yaml に、この年度と段階の `criteria` を書いてください",
    );
}
