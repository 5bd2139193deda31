//! 同じ系列・年度の値が、記録によって違う.

use super::Findings;
use std::collections::BTreeMap;

use crate::model::{Figure, FigureKind, Site, YearOfValue};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let mut seen: BTreeMap<(&str, FigureKind, YearOfValue), Vec<&Figure>> = BTreeMap::new();
    for figure in site.records().flat_map(|record| record.figures()) {
        let (Some(series), Some(year)) = (&figure.series, figure.year()) else { continue };
        let earlier = seen.entry((&series.value, figure.kind, year)).or_default();
        if let Some(other) = earlier.iter().find(|other| differs(other, figure)) {
            let message = format!(
                "系列 `{series}` の{year}の値 {} は、別の記録の {} と違います",
                figure.display(),
                other.display()
            );
            let help =
                "原本を確認してください。どちらも原本どおりなら `note` と、記録の `accepted` に理由を書いてください";
            findings.warning_beside(figure.at, message, help, (other.at, "もう1つの値はここです"));
        }
        earlier.push(figure);
    }
}

/// Whether two figures should have the same value and do not; figures of two different known days are two values.
pub(super) fn differs(a: &Figure, b: &Figure) -> bool {
    let day = |figure: &Figure| figure.as_of.as_ref().map(|as_of| as_of.value);
    if day(a).zip(day(b)).is_some_and(|(a, b)| a != b) {
        return false;
    }
    let (Some((x, unit_x)), Some((y, unit_y))) = (a.scaled(), b.scaled()) else { return false };
    unit_x == unit_y && (x - y).abs() > f64::EPSILON * x.abs().max(y.abs())
}
