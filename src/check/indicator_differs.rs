//! 指標の基準値・目標値・実績値の単位や年度が食い違う.

use std::collections::BTreeMap;

use super::{Findings, value_differs};
use crate::model::{Figure, Indicator, Record, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for indicators in site.records().map(Record::indicators) {
        names(indicators, findings);
        for indicator in indicators {
            units(indicator, findings);
            years(indicator, findings);
            kinds_of_year(indicator, findings);
            baseline(indicator, findings);
        }
    }
}

/// One name for two indicators of a record; what is done and what comes of it may be counted under the same name.
fn names(indicators: &[Indicator], findings: &mut Findings<'_>) {
    let mut seen = BTreeMap::new();
    for indicator in indicators {
        let name = &indicator.name;
        let kind = indicator.kind.as_ref().map(|kind| kind.code());
        if let Some(first) = seen.insert((&name.value, kind), name.at) {
            let message = format!("指標「{name}」が、1つの記録に2つあります");
            let help = "どちらかを消すか、別の指標なら名称で区別してください";
            findings.warning_beside(name.at, message, help, (first, "1つ目はここです"));
        }
    }
}

/// Reports the first figure in another unit; 千円 and 円 are one, a relative target has a unit of its own.
fn units(indicator: &Indicator, findings: &mut Findings<'_>) {
    let unit = |figure: &Figure| figure.scaled().filter(|(_, unit)| !unit.is_empty()).map(|(_, unit)| unit.to_owned());
    let figures = indicator.figures().filter(|figure| figure.relative_to.is_none());
    let mut measured = figures.filter_map(|figure| Some((figure, unit(figure)?)));
    let Some((first, expected)) = measured.next() else { return };
    if let Some((figure, unit)) = measured.find(|(_, unit)| *unit != expected) {
        let (name, kind) = (&indicator.name, figure.kind.word());
        let message =
            format!("指標「{name}」の{kind}の単位は「{unit}」ですが、{}は「{expected}」です", first.kind.word());
        let at = figure.unit.as_ref().map_or(figure.at, |unit| unit.at);
        findings.warning_beside(at, message, "単位を原本と見比べてください", (first.at, "もう1つの単位はここです"));
    }
}

fn years(indicator: &Indicator, findings: &mut Findings<'_>) {
    let actuals = indicator.actuals.iter().flatten();
    for actual in actuals.filter(|actual| actual.year().is_none() && actual.as_of.is_none()) {
        let message = format!("指標「{}」の実績値に、年度がありません", indicator.name);
        findings.warning(actual.at, message, "`fiscal_year: 2022` のように、何年度の値かを書いてください");
    }
    let of_years = indicator.targets.iter().chain(&indicator.forecasts);
    for figure in of_years.filter(|figure| figure.year().is_none()) {
        let message = format!("指標「{}」の年度ごとの{}に、年度がありません", indicator.name, figure.kind.word());
        findings.warning(figure.at, message, "`fiscal_year: 2022` のように、何年度の値かを書いてください");
    }
    let year = |figure: &Option<Figure>| figure.as_ref().and_then(|figure| figure.fiscal_year.clone());
    let (Some(baseline), Some(target)) = (year(&indicator.baseline), year(&indicator.target)) else { return };
    if baseline.value > target.value {
        let message = format!("指標「{}」の基準値は{baseline}で、目標値の{target}より後です", indicator.name);
        let help = "2つの年度を確認し、誤っているほうを直してください";
        findings.warning_beside(baseline.at, message, help, (target.at, "目標値の年度はここです"));
    }
}

/// Reports the first value of a calendar year among those of fiscal years, or the other way round.
fn kinds_of_year(indicator: &Indicator, findings: &mut Findings<'_>) {
    let mut dated = indicator.figures().filter_map(|figure| Some((figure, figure.year()?)));
    let Some((first, expected)) = dated.next() else { return };
    if let Some((figure, year)) = dated.find(|(_, year)| !year.is_like(expected)) {
        let (name, kind) = (&indicator.name, figure.kind.word());
        let message = format!("指標「{name}」の{kind}は{year}の値ですが、{}は{expected}の値です", first.kind.word());
        let help = "年度と暦年の値は比べられないため、判定されません。どちらの年の値かを原本で確認してください";
        findings.warning_beside(figure.at, message, help, (first.at, "もう1つの値はここです"));
    }
}

/// Reports an actual value of the year of the baseline that is not the baseline.
fn baseline(indicator: &Indicator, findings: &mut Findings<'_>) {
    let Some(baseline) = &indicator.baseline else { return };
    let Some(year) = &baseline.fiscal_year else { return };
    let of_year = |actual: &&Figure| actual.fiscal_year.as_ref().is_some_and(|of| of.value == year.value);
    let mut actuals = indicator.actuals.iter().flatten().filter(of_year);
    if let Some(actual) = actuals.find(|actual| value_differs::differs(baseline, actual)) {
        let (value, name) = (actual.display(), &indicator.name);
        let message =
            format!("指標「{name}」の{year}の実績値 {value} は、同じ年度の基準値 {} と違います", baseline.display());
        let help = "原本を確認してください。どちらも原本どおりなら `note` と、記録の `accepted` に理由を書いてください";
        findings.warning_beside(actual.at, message, help, (baseline.at, "基準値はここです"));
    }
}
