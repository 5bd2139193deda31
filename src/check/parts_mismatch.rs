//! 内訳の合計が、値と合わない.

use super::Findings;
use crate::model::{Figure, FigurePart, Site, unit_scale};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for figure in site.records().flat_map(|record| record.figures()).filter(|figure| !figure.parts.is_empty()) {
        let (Some(value), Some(sum)) = (&figure.value, sum(figure)) else { continue };
        if (sum - value.value.value()).abs() > tolerance(figure) {
            let message = format!("値 {value} は、`parts` の合計 {} と合いません", number(sum));
            findings.error(value.at, message, "`value` と `parts` の値を原本と見比べてください");
        }
    }
}

/// The sum in the unit of the value, unless the parts count different things.
fn sum(figure: &Figure) -> Option<f64> {
    let unit = figure.unit.as_ref().map_or("", |unit| &unit.value);
    let (scale, base) = unit_scale(unit);
    let of = |part: &FigurePart| {
        let (own, thing) = part.unit.as_ref().map_or((scale, base), |unit| unit_scale(&unit.value));
        (thing == base).then(|| part.value.value.value() * own / scale)
    };
    figure.parts.iter().map(of).sum()
}

/// Amounts in thousands and shares are rounded one by one; counts are not.
fn tolerance(figure: &Figure) -> f64 {
    let numbers = || figure.value.iter().chain(figure.parts.iter().map(|part| &part.value));
    let last = 10f64.powi(-(numbers().map(|number| number.value.decimals()).max().unwrap_or(0) as i32));
    let unit = figure.unit.as_ref().map_or("", |unit| &unit.value);
    let is_rounded = unit == "%" || unit_scale(unit).0 > 1.0 || last < 1.0;
    if is_rounded { last * figure.parts.len() as f64 / 2.0 + 1e-9 } else { 1e-9 }
}

/// A sum without the traces of its calculation.
fn number(sum: f64) -> String {
    let text = format!("{sum:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
