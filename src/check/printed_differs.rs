//! 値と、印刷された書き方の数が違う.

use super::Findings;
use crate::diagnostic::Located;
use crate::model::{Figure, Number, Numeral, Qualifier, Site, numerals, plain, unit_scale};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for figure in site.records().flat_map(|record| record.figures()) {
        report(figure, findings);
    }
}

/// Reports the first number of a figure that its printed form does not have.
fn report(figure: &Figure, findings: &mut Findings<'_>) {
    let Some(printed) = &figure.printed else { return };
    let text = plain(&printed.value);
    let unit = figure.unit.as_ref().map_or_else(String::new, |unit| plain(&unit.value));
    let found = numerals(&text);
    let counts = found.iter().filter(|one| is_count(one, &text, &unit)).count();
    let Some(number) =
        numbers(figure).find(|number| !found.iter().any(|one| is_same(one, &number.value, &unit, figure, &text)))
    else {
        return;
    };
    if counts == 0 {
        return;
    }
    let message = format!("値「{number}」が、印刷の表記「{printed}」と違います");
    let other = (printed.at, "印刷の表記はここです");
    let help = "原本を確認し、`value` と `printed` を合わせてください";
    match counts {
        1 => findings.error_beside(number.at, message, help, other),
        _ => findings.warning_beside(number.at, message, help, other),
    }
}

/// The numbers that a printed form has to show.
fn numbers(figure: &Figure) -> impl Iterator<Item = &Located<Number>> {
    let parts = figure.parts.iter().map(|part| &part.value).filter(|_| figure.value.is_none());
    figure.value.iter().chain(figure.low.as_deref()).chain(figure.high.as_deref()).chain(parts)
}

/// Whether a number counts something: it is no year and no date, and no word that begins with a numeral.
fn is_count(one: &Numeral, text: &str, unit: &str) -> bool {
    let (before, after) = (&text[..one.start], &text[one.end..]);
    if !unit.is_empty() && after.starts_with(unit) {
        return true;
    }
    let is_year = ["令和", "平成", "昭和", "R", "H", "S"].iter().any(|era| before.ends_with(era));
    !one.is_kanji && !is_year && !after.starts_with(['年', '月', '日']) && !before.ends_with(['第', '/'])
}

fn is_same(one: &Numeral, number: &Number, unit: &str, figure: &Figure, text: &str) -> bool {
    let (scale, _) = unit_scale(unit);
    let times = if text[one.end..].starts_with('倍') { 100.0 } else { 1.0 };
    let of = number.value();
    let is_close = |a: f64, b: f64| {
        let (a, b) = if one.is_signed { (a, b) } else { (a.abs(), b.abs()) };
        (a - b).abs() <= b.abs().max(1e-9) * if is_rough(figure, text) { ROUGH } else { 1e-9 }
    };
    is_close(one.value, of)
        || is_close(one.value, of * scale)
        || is_close(one.bare, of)
        || is_close(one.value * times, of)
}

/// How far a rounded number may lie from the value.
const ROUGH: f64 = 0.05;

fn is_rough(figure: &Figure, text: &str) -> bool {
    matches!(figure.qualifier, Some(Qualifier::About | Qualifier::Roughly))
        || ["約", "およそ", "概ね", "おおむね", "ほど", "程度", "余", "強", "弱"].iter().any(|word| text.contains(word))
}
