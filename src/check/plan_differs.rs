//! 計画の目標年度や章立てが、計画の中で食い違う.

use super::Findings;
use crate::model::{Indicator, OutlineEntry, Plan, PlanSection, RecordId, Release, Site, plain};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for plan in site.plans.iter().filter(|plan| !site.is_broken(&RecordId::plan(&plan.id).0)) {
        target_year(plan, findings);
        plan.outline.iter().for_each(|entry| level(plan, entry, findings));
        for section in plan.sections.iter().filter(|section| section.base.release < Release::Draft) {
            in_outline(plan, section, findings);
            section.indicators.iter().flatten().for_each(|indicator| target(plan, indicator, findings));
        }
    }
}

fn target_year(plan: &Plan, findings: &mut Findings<'_>) {
    let (Some(year), Some(period)) = (&plan.target_year, plan.period) else { return };
    if !period.may_hold(year.value) {
        let message = format!("目標年度の{year}は、計画期間の外にあります");
        findings.warning(year.at, message, "`target_year` と `period` を確認し、誤っているほうを直してください");
    }
}

fn target(plan: &Plan, indicator: &Indicator, findings: &mut Findings<'_>) {
    let year = indicator.target.as_ref().and_then(|target| target.fiscal_year.as_ref());
    let (Some(of_plan), Some(year)) = (&plan.target_year, year) else { return };
    if year.value != of_plan.value {
        let message = format!("指標「{}」の目標値は{year}ですが、計画の目標年度は{of_plan}です", indicator.name);
        let help = "誤っているほうを直してください。原本どおりなら `note` と、記録の `accepted` に理由を書いてください";
        findings.warning_beside(year.at, message, help, (of_plan.at, "計画の目標年度はここです"));
    }
}

/// Reports a level that is not the one to which the code has numbers.
fn level(plan: &Plan, entry: &OutlineEntry, findings: &mut Findings<'_>) {
    let numbers: Vec<_> = entry.code.value.0.split('-').collect();
    if plan.levels.len() < 2 || !numbers.iter().all(|number| number.parse::<u16>().is_ok()) {
        return;
    }
    let (Some(level), Some(expected)) = (&entry.level, plan.levels.get(numbers.len() - 1)) else { return };
    if level.value != expected.value {
        let message = format!("番号 `{}` は{expected}の番号ですが、「{level}」と書かれています", entry.code);
        findings.warning(level.at, message, "`level` と番号を確認し、誤っているほうを直してください");
    }
}

fn in_outline(plan: &Plan, section: &PlanSection, findings: &mut Findings<'_>) {
    let Some(entry) = plan.entry(&section.code) else {
        let message = format!("番号 `{}` が、plan.yaml の章立て(`outline`)にありません", section.code);
        let help = format!(
            "`outline` の下に、次の行を追加してください\n  - {{code: \"{}\", title: {}}}",
            section.code, section.title
        );
        findings.warning(section.title.at, message, help);
        return;
    };
    if plain(&entry.title.value) != plain(&section.title.value) {
        let message = format!("題名「{}」が、章立ての「{}」と違います", section.title, entry.title);
        let help = "どちらかを原本のとおりに直してください";
        findings.warning_beside(section.title.at, message, help, (entry.title.at, "章立てではここです"));
    }
}
