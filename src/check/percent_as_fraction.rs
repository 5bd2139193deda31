//! 率が、同じ名称・系列のほかの値の100分の1ほどで、% にする前の値に見える.

use std::collections::BTreeMap;

use super::Findings;
use crate::model::{Figure, Site};

/// How many times smaller or greater than the others the value may be when it is read as a fraction.
const ALIKE: f64 = 10.0;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let mut series: BTreeMap<(String, &str), Vec<&Figure>> = BTreeMap::new();
    for record in site.records() {
        for figure in record.figures().into_iter().filter(|figure| is_percent(figure)) {
            let alone = || figure.name.as_ref().map(|name| (record.id().0, &*name.value));
            let known = figure.series.as_ref().map(|series| (String::new(), &*series.value));
            if let Some(key) = known.or_else(alone) {
                series.entry(key).or_default().push(figure);
            }
        }
    }
    series.values().for_each(|figures| compare(figures, findings));
}

fn is_percent(figure: &Figure) -> bool {
    figure.unit.as_ref().is_some_and(|unit| ["%", "％"].contains(&&*unit.value))
}

fn compare(figures: &[&Figure], findings: &mut Findings<'_>) {
    let values = || figures.iter().filter_map(|figure| figure.value.as_ref());
    let whole: Vec<f64> = values().map(|value| value.value.value().abs()).filter(|value| *value > 1.0).collect();
    let (least, most) =
        whole.iter().fold((f64::MAX, 0.0_f64), |(low, high), value| (low.min(*value), high.max(*value)));
    for value in values() {
        let percent = value.value.value().abs() * 100.0;
        if (f64::MIN_POSITIVE..=100.0).contains(&percent) && percent >= least / ALIKE && percent <= most * ALIKE {
            findings.warning(
                value.at,
                format!("率 {value}% は、ほかの値のおよそ100分の1です。% にする前の値の可能性があります"),
                "表計算のセルの 83.6% は、値としては 0.836 です。原本を確認し、83.6 のように % の数を書いてください",
            );
        }
    }
}
