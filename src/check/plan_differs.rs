//! 計画の目標年度や章立てが、計画の中で食い違う.

use super::Findings;
use crate::diagnostic::Located;
use crate::model::{FiscalYear, Indicator, OutlineEntry, Plan, PlanSection, RecordId, Release, Site, Text, plain};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for plan in site.plans.iter().filter(|plan| !site.is_broken(&RecordId::plan(&plan.id).0)) {
        plan.outline.iter().for_each(|entry| level(plan, entry, findings));
        let sections = || plan.sections.iter().filter(|section| section.base.release < Release::Draft);
        sections().for_each(|section| in_outline(plan, section, findings));
        let indicators: Vec<_> = sections().flat_map(|section| section.indicators.iter().flatten()).collect();
        plan.target_year.iter().for_each(|year| target_year(plan, year, &indicators, findings));
    }
}

/// Reports a target year of the plan that is none of its years, or not that of its targets; if it is that of none, once.
fn target_year(plan: &Plan, of_plan: &Located<FiscalYear>, indicators: &[&Indicator], findings: &mut Findings<'_>) {
    if plan.period.is_some_and(|period| !period.may_hold(of_plan.value)) {
        let message = format!("目標年度の{of_plan}は、計画期間の外にあります");
        let help = "`target_year` と `period` を確認し、誤っているほうを直してください";
        return findings.warning(of_plan.at, message, help);
    }
    let year = |of: &&Indicator| Some((of.name.clone(), of.target.as_ref()?.fiscal_year.clone()?));
    let targets: Vec<_> = indicators.iter().filter_map(year).collect();
    let others: Vec<_> = targets.iter().filter(|(_, year)| year.value != of_plan.value).collect();
    let help = "誤っているほうを直してください。原本どおりなら `note` と、記録の `accepted` に理由を書いてください";
    if others.len() > 1 && others.len() == targets.len() {
        let message = format!("計画の目標年度は{of_plan}ですが、その年度の目標値がある指標はありません");
        return findings.warning_beside(of_plan.at, message, help, (others[0].1.at, "はじめの指標の目標値はここです"));
    }
    for (name, year) in others {
        let message = format!("指標「{name}」の目標値は{year}ですが、計画の目標年度は{of_plan}です");
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

/// A title without the mark of the glossary, which is no part of it.
fn bare(title: &Text) -> String {
    plain(&title.value).replace('*', "")
}

fn in_outline(plan: &Plan, section: &PlanSection, findings: &mut Findings<'_>) {
    let Some(entry) = plan.entry(&section.code) else {
        let message = format!("番号 `{}` が、plan.yaml の⟨outline⟩(`outline`)にありません", section.code);
        let code = &section.code;
        let is_named = |entry: &&OutlineEntry| bare(&entry.title) == bare(&section.title);
        let without_file = |entry: &&OutlineEntry| plan.section(&entry.code.value).is_none();
        let help = match plan.outline.iter().filter(is_named).find(without_file) {
            Some(OutlineEntry { code: other, .. }) => format!(
                "⟨outline⟩では、同じ題名の番号が `{other}` です。⟨outline⟩の番号を `{code}` に直すか、このファイルの名前を {other}.yaml に直してください"
            ),
            None => format!(
                "`outline` の下に、次の行を追加してください\n  - {{code: \"{code}\", title: {}}}",
                section.title
            ),
        };
        findings.warning(section.title.at, message, help);
        return;
    };
    if bare(&entry.title) != bare(&section.title) {
        let message = format!("題名「{}」が、⟨outline⟩の「{}」と違います", section.title, entry.title);
        let help = "どちらかを原本のとおりに直してください";
        findings.warning_beside(section.title.at, message, help, (entry.title.at, "⟨outline⟩ではここです"));
    }
}
