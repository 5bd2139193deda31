//! 評価の尺度が ratings.yaml に無い.

use super::Findings;
use crate::diagnostic::nearest;
use crate::model::{Record, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    if site.is_broken("ratings") {
        return;
    }
    let known = || site.scales.iter().map(|scale| scale.id.value.as_str());
    let named = site.records().flat_map(Record::evaluations).filter_map(|of| of.evaluation.scale.as_ref());
    for scale in named.filter(|scale| site.scale(&scale.value).is_none()) {
        let help = super::unknown_evaluator::help(nearest(&scale.value, known()), "scales", "尺度");
        findings.error(scale.at, format!("評価の尺度「{scale}」は ratings.yaml にありません"), help);
    }
}
