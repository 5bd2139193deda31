//! 評価の観点が、その尺度に無い.

use super::Findings;
use crate::diagnostic::{nearest, perhaps};
use crate::model::{Record, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    if site.is_broken("ratings") {
        return;
    }
    for of in site.records().flat_map(Record::evaluations) {
        let (named, Some(axis)) = (of.evaluation.scale.as_ref(), &of.evaluation.axis) else { continue };
        // An unknown scale is told as such.
        let axes = match named.map(|id| site.scale(&id.value)) {
            Some(None) => continue,
            Some(Some(scale)) => scale.axes.as_slice(),
            None => &[],
        };
        let known = || axes.iter().map(|axis| axis.value.as_str());
        if known().any(|known| known == axis.value) {
            continue;
        }
        let message = format!("観点「{axis}」は、尺度「{}」にありません", site.scale_name(named));
        let near = perhaps(nearest(&axis.value, known()));
        let help = match (axes.is_empty(), named) {
            (true, None) => {
                "ratings.yaml に、観点(`axes`)のある尺度を書き、その id を `scale` に書いてください".to_owned()
            }
            (true, Some(_)) => "ratings.yaml のその尺度に `axes` を書くか、`axis` を消してください".to_owned(),
            (false, _) => format!("{near}使える観点は {} です", known().collect::<Vec<_>>().join("・")),
        };
        findings.error(axis.at, message, help);
    }
}
