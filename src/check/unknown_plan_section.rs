//! 計画(版)と番号の参照先が無い.

use super::Findings;
use super::misnamed::meant;
use super::unknown_record::{may_be_misplaced, without_holder};
use crate::diagnostic::Span;
use crate::model::{PlanId, PlanReference, Record, RecordId, Relation, Site, relations};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for Relation { to, at, .. } in relations(site) {
        to.plan().iter().for_each(|id| known_plan(site, id, at, findings));
    }
    for reference in site.records().flat_map(Record::references) {
        known_section(site, reference, findings);
    }
}

fn known_plan(site: &Site, id: &PlanId, at: Span, findings: &mut Findings<'_>) {
    let record = RecordId::plan(id);
    if site.plan(id).is_some()
        || site.is_broken(&record.0)
        || findings.renamed.has(&record.0)
        || may_be_misplaced(site, &record)
    {
        return;
    }
    findings.error(at, format!("計画 `{id}` がありません"), without_holder(site, &record));
}

fn known_section(site: &Site, reference: &PlanReference, findings: &mut Findings<'_>) {
    let Some(plan) = site.plan(&reference.plan.value) else {
        return known_plan(site, &reference.plan.value, reference.plan.at, findings);
    };
    let code = &reference.code.value;
    let broken = site.is_broken(&RecordId::plan(&plan.id).0) || site.is_broken(&RecordId::section(&plan.id, code).0);
    if plan.entry(code).is_some() || plan.section(code).is_some() || broken {
        return;
    }
    let codes = plan.outline.iter().map(|entry| entry.code.value.0.as_str());
    let help = match meant(&code.0, codes) {
        Some(near) => {
            let title =
                plan.outline.iter().find(|entry| entry.code.value.0 == near).map_or("", |entry| &entry.title.value);
            format!("`{near}`({title})ではありませんか。版が違えば番号の意味も違います")
        }
        None => format!("plans/{}/plan.yaml の `outline` に、番号と名称を追加してください", plan.id),
    };
    findings.error(reference.code.at, format!("{}に番号 `{code}` はありません", plan.title), help);
}
