//! 計画(版)と番号の参照先が無い.

use super::{Findings, Rule};
use crate::diagnostic::{Located, nearest};
use crate::model::{PlanId, PlanReference, Record, Site};

/// `unknown-plan-section`.
pub(super) const RULE: Rule = Rule {
    slug: "unknown-plan-section",
    title: "計画(版)と番号の参照先が無い",
    why: "別の版の節や、無い節に結ばない",
    check,
};

fn check(site: &Site, findings: &mut Findings<'_>) {
    for plan in &site.plans {
        plan.predecessor.iter().for_each(|id| known_plan(site, id, findings));
    }
    for record in site.records() {
        record.references().iter().for_each(|reference| known_section(site, reference, findings));
        if let Record::Item(item) = record {
            item.none_in.iter().for_each(|id| known_plan(site, id, findings));
        }
    }
}

fn known_plan(site: &Site, id: &Located<PlanId>, findings: &mut Findings<'_>) {
    if site.plan(&id.value).is_some() || site.is_broken(&format!("plans/{}", id.value)) {
        return;
    }
    let help = match nearest(&id.value.0, site.plans.iter().map(|plan| plan.id.0.as_str())) {
        Some(near) => format!("`{near}` ではありませんか"),
        None => "plans/ にある計画のフォルダー名を書いてください".to_owned(),
    };
    findings.error(id.at, format!("計画 `{}` がありません", id.value), help);
}

fn known_section(site: &Site, reference: &PlanReference, findings: &mut Findings<'_>) {
    let Some(plan) = site.plan(&reference.plan.value) else {
        return known_plan(site, &reference.plan, findings);
    };
    let code = &reference.code.value;
    let broken = site.is_broken(&format!("plans/{}", plan.id)) || site.is_broken(&format!("plans/{}/{code}", plan.id));
    if plan.entry(code).is_some() || plan.section(code).is_some() || broken {
        return;
    }
    let codes = plan.outline.iter().map(|entry| entry.code.value.0.as_str());
    let help = match nearest(&code.0, codes) {
        Some(near) => {
            let title =
                plan.outline.iter().find(|entry| entry.code.value.0 == near).map_or("", |entry| &entry.title.value);
            format!("`{near}`({title})ではありませんか。版が違えば番号の意味も違います")
        }
        None => format!("plans/{}/plan.yaml の `outline` に、番号と名称を足してください", plan.id),
    };
    findings.error(reference.code.at, format!("{}に番号 `{code}` はありません", plan.title), help);
}
