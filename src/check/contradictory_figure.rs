//! 1つの数値の欄どうしが食い違う: a value beside a reason why there is none, a range whose ends are the wrong way round.

use super::Findings;
use crate::model::{Figure, FigureKind, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for figure in site.records().flat_map(|record| record.figures()) {
        value_and_reason(figure, findings);
        ends_of_range(figure, findings);
        unit_of_none(figure, findings);
        two_years(figure, findings);
        rule_of_no_target(figure, findings);
    }
}

fn unit_of_none(figure: &Figure, findings: &mut Findings<'_>) {
    if let Some(unit) = figure.unit.as_ref().filter(|_| figure.dimensionless) {
        let message = format!("単位の無い数とありますが、単位「{unit}」が書かれています");
        findings.error(unit.at, message, "`dimensionless` と `unit` のどちらかを消してください");
    }
}

fn rule_of_no_target(figure: &Figure, findings: &mut Findings<'_>) {
    if figure.rule.is_some() && figure.kind != FigureKind::Target {
        let message = format!("判定の規則が、{}に書かれています", figure.kind.word());
        findings.error(figure.at, message, "`rule` は、同じ年度の目標値(`kind: target`)のほうに書いてください");
    }
}

fn two_years(figure: &Figure, findings: &mut Findings<'_>) {
    if let (Some(fiscal), Some(calendar)) = (&figure.fiscal_year, &figure.calendar_year) {
        let message = format!("1つの値に、年度({})と暦年({})が書かれています", fiscal.value, calendar.value);
        let help = "年度の値なら `calendar_year` を、暦年の値なら `fiscal_year` を消してください";
        findings.error(calendar.at, message, help);
    }
}

fn value_and_reason(figure: &Figure, findings: &mut Findings<'_>) {
    let Some(missing) = figure.missing else { return };
    let numbers = [figure.value.as_ref(), figure.low.as_deref(), figure.high.as_deref()]
        .into_iter()
        .flatten()
        .map(|number| number.at);
    let Some(at) = numbers.chain(figure.parts.iter().map(|_| figure.at)).next() else { return };
    let message = format!("値があるのに、値が無い理由「{}」が書かれています", missing.word());
    findings.error(at, message, "値を載せるなら `missing` を、載せないなら値を消してください");
}

fn ends_of_range(figure: &Figure, findings: &mut Findings<'_>) {
    let (Some(low), Some(high)) = (&figure.low, &figure.high) else { return };
    let (least, most) = (low.value.value(), high.value.value());
    if least > most {
        let message = format!("範囲の下限 {low} が、上限 {high} より大きくなっています");
        findings.error(low.at, message, "`low` に小さいほう、`high` に大きいほうを書いてください");
    } else if let Some(value) = figure.value.as_ref().filter(|value| !(least..=most).contains(&value.value.value())) {
        let message = format!("値 {value} が、範囲 {low}～{high} の外にあります");
        findings.error(value.at, message, "`value`・`low`・`high` を原本と見比べてください");
    }
}
