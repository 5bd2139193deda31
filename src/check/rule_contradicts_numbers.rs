//! 指標の判定の規則が、基準値・目標値と食い違う.

use super::Findings;
use crate::model::{Figure, Indicator, IndicatorRule, Qualifier, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for (_, indicator) in site.indicators() {
        if let Some(fault) = contradiction(indicator) {
            let message = format!(
                "指標「{}」の規則 `{}` は数値と食い違います: {fault}",
                indicator.name,
                indicator.rule.value.code()
            );
            let help = "`rule` と数値のどちらかを直してください。規則の一覧は content/README.md にあります";
            findings.error(indicator.rule.at, message, help);
        }
    }
}

fn contradiction(indicator: &Indicator) -> Option<String> {
    let target = indicator.target.as_ref();
    let pair = indicator.baseline.as_ref().and_then(value).zip(target.and_then(value));
    let shown = |text: &str| pair.map(|(base, target)| format!("基準 {base} に対して目標 {target} で、{text}"));
    let mut targets = target.into_iter().chain(&indicator.targets);
    let mut qualified = |excluded: [Qualifier; 2]| {
        targets.any(|target| target.qualifier.is_some_and(|qualifier| excluded.contains(&qualifier)))
    };
    match indicator.rule.value {
        IndicatorRule::Increase => shown("増えません").filter(|_| pair.is_some_and(|(base, target)| target <= base)),
        IndicatorRule::Decrease => shown("減りません").filter(|_| pair.is_some_and(|(base, target)| target >= base)),
        IndicatorRule::Hold => shown("水準が違います").filter(|_| pair.is_some_and(|(base, target)| target != base)),
        IndicatorRule::TolerateDecline => {
            shown("減っていません").filter(|_| pair.is_some_and(|(base, target)| target >= base))
        }
        IndicatorRule::AtLeast if qualified([Qualifier::AtMost, Qualifier::LessThan]) => {
            Some("目標に「以下」「未満」と書かれています".to_owned())
        }
        IndicatorRule::AtMost if qualified([Qualifier::AtLeast, Qualifier::MoreThan]) => {
            Some("目標に「以上」「超」と書かれています".to_owned())
        }
        IndicatorRule::Range => targets
            .any(|target| target.low.is_none() || target.high.is_none())
            .then(|| "目標に `low` と `high` がありません".to_owned()),
        IndicatorRule::Relative => {
            targets.any(|target| target.relative_to.is_none()).then(|| "目標に `relative_to` がありません".to_owned())
        }
        IndicatorRule::AtLeast | IndicatorRule::AtMost | IndicatorRule::Milestone | IndicatorRule::None => None,
    }
}

fn value(figure: &Figure) -> Option<f64> {
    figure.value.as_ref().map(|value| value.value.value())
}
