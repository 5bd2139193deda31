//! 公開する記録が、公開前の記録を指している.

use super::{Findings, Rule};
use crate::diagnostic::Span;
use crate::model::{Record, Site};

/// `reference-to-unpublished`.
pub(super) const RULE: Rule = Rule {
    slug: "reference-to-unpublished",
    title: "公開する記録が、公開前の記録を指している",
    why: "参照が出ないことに気付く",
    check,
};

fn check(site: &Site, findings: &mut Findings<'_>) {
    if site.kept_back().next().is_none() {
        return;
    }
    for record in site.records().filter(|record| record.release().is_open()) {
        record.related().iter().filter(|id| site.keeps_back(&id.value)).for_each(|id| report(id.at, findings));
        let parts = record.references().iter();
        parts
            .filter(|part| site.keeps_back_part(&part.plan.value, &part.code.value))
            .for_each(|part| report(part.code.at, findings));
        let plans = match record {
            Record::Item(item) => &item.none_in[..],
            Record::Plan(plan) => plan.predecessor.as_slice(),
            Record::Section(_) | Record::Program(_) | Record::Sheet(_) | Record::Goal(_) => &[],
        };
        plans
            .iter()
            .filter(|plan| site.plan(&plan.value).is_some_and(|plan| !plan.release.is_open()))
            .for_each(|plan| report(plan.at, findings));
    }
    let corrections = site.corrections.iter().filter(|correction| site.keeps_back(&correction.record.value));
    corrections.for_each(|correction| report(correction.record.at, findings));
}

fn report(at: Span, findings: &mut Findings<'_>) {
    findings.warning(
        at,
        "まだ公開されない記録を指しています。公開されるまで、この参照は出ません",
        "このままでかまいません。すぐに出すには、指す先の `draft` か `publish_on` を消してください",
    );
}
