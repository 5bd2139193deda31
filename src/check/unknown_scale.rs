//! 評価の尺度が ratings.yaml に無い.

use super::Findings;
use super::misnamed::{List, id, meant};
use crate::model::{Record, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    if site.is_broken("ratings") {
        return;
    }
    let declared: Vec<_> = site.scales.iter().map(|scale| id(&scale.id)).collect();
    let evaluations = site.records().flat_map(Record::evaluations);
    let used: Vec<_> = evaluations.filter_map(|of| of.evaluation.scale.as_ref()).map(id).collect();
    let list = List { what: "尺度", place: "ratings.yaml の `scales`" };
    findings.undeclared(&list, (&declared, &used), |scale, _| {
        let near = meant(scale, declared.iter().map(|(id, _)| &**id));
        let help = super::unknown_evaluator::help(near, "scales", "尺度");
        (format!("評価の尺度「{scale}」は ratings.yaml にありません"), help)
    });
}
