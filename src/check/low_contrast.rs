//! 団体の色の文字が、地の色から見分けにくい.

use super::Findings;
use crate::model::{Colour, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let Some(colour) = &site.profile.brand.color else { return };
    let [white, grey] = Colour::LIGHT_GROUNDS;
    let found = colour.value.least_contrast(&Colour::LIGHT_GROUNDS);
    if found >= Colour::LEAST_CONTRAST {
        return;
    }
    let better = colour.value.readable(Colour::BLACK, &Colour::LIGHT_GROUNDS);
    let message = format!(
        "色 {} は明るすぎて、文字が読みにくくなります(コントラスト比は、白い背景で {}:1、薄い灰色の背景で {}:1)",
        colour.value,
        rounded_down(colour.value.contrast(white)),
        rounded_down(colour.value.contrast(grey)),
    );
    let help = format!(
        "4.5:1 以上になる暗い色にしてください。\"{better}\" なら {}:1 です。暗い画面の色は、ここから自動で作ります",
        rounded_down(better.least_contrast(&Colour::LIGHT_GROUNDS)),
    );
    findings.error(colour.at, message, help);
}

/// A ratio with one decimal, rounded down.
fn rounded_down(ratio: f64) -> f64 {
    (ratio * 10.0).floor() / 10.0
}
