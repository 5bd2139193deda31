//! 関連や正誤の参照先が無い.

use super::Findings;
use super::misnamed::meant;
use crate::diagnostic::Span;
use crate::model::{Plan, RecordId, Reference, Relation, Site, relations};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    renamed(site, findings);
    for Relation { to, at, .. } in relations(site) {
        let (Reference::Related(id) | Reference::Viewed(id) | Reference::Corrected(id)) = to else { continue };
        // Of what is no record, departments can be corrected.
        if !matches!(to, Reference::Corrected(_)) || site.subject(id).is_none() {
            known(site, id, at, findings);
        }
    }
}

/// Reports the folders that are called otherwise where they are referred to, save those that are told by their department.
fn renamed(site: &Site, findings: &mut Findings<'_>) {
    let renamed = findings.renamed;
    for (used, now, places) in renamed.iter() {
        let Some(holder) = site.record(now) else { continue };
        if holder.sheet().is_some_and(|sheet| site.department(&sheet.department.value).is_none()) {
            continue;
        }
        let n = places.len();
        let message = format!("フォルダーは `{now}` ですが、参照している{n}か所では `{used}` です");
        let help = format!(
            "フォルダーの名前を `{}` に戻してください。名前を変えるのなら、参照している{n}か所を書き換えてください",
            used.0.rsplit_once('/').map_or(&*used.0, |(_, name)| name)
        );
        findings.error_beside(holder.at(), message, &help, (places[0], "参照しているところ"));
    }
}

fn known(site: &Site, id: &RecordId, at: Span, findings: &mut Findings<'_>) {
    let folder = id.0.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_broken = || site.is_broken(&id.0) || site.is_broken(folder) || site.is_broken_below(&id.0);
    if site.record(id).is_some() || is_broken() || findings.renamed.has(&id.0) {
        return;
    }
    let holder = id.holder().map(|holder| RecordId(holder.to_owned())).filter(|holder| site.record(holder).is_none());
    if holder.as_ref().is_some_and(|holder| may_be_misplaced(site, holder)) || is_of_other_section(site, id) {
        return;
    }
    let help = holder.map_or_else(|| near(site, id, folder), |holder| without_holder(site, &holder));
    findings.error(at, format!("記録 `{id}` がありません"), help);
}

/// The remedy for an id in a folder that is there: the record that is spelled nearly so.
fn near(site: &Site, id: &RecordId, folder: &str) -> String {
    let ids: Vec<_> = site.subjects().map(|subject| subject.id().0).collect();
    let depth = |id: &str| id.matches('/').count();
    let as_deep = ids.iter().map(String::as_str).filter(|other| depth(other) == depth(&id.0));
    match meant(&id.0, as_deep) {
        Some(near) => format!("`{near}` ではありませんか"),
        None if ids.iter().any(|known| known.rsplit_once('/').is_some_and(|(known, _)| known == folder)) => {
            format!("{folder}/ にある番号を確認してください")
        }
        None => "programs/<プログラム>/<番号>、goals/<年度>/<部局>/<番号>、plans/<計画>/<番号> の形で書いてください"
            .to_owned(),
    }
}

/// Whether a part that the outline of its plan names is missing while another is there that it does not name: that one is
/// told.
pub(super) fn is_of_other_section(site: &Site, id: &RecordId) -> bool {
    let plan = site.plans.iter().find(|plan| id.holder() == Some(&*RecordId::plan(&plan.id).0));
    let is_named = |plan: &Plan| plan.outline.iter().any(|entry| RecordId::section(&plan.id, &entry.code.value) == *id);
    plan.is_some_and(|plan| is_named(plan) && plan.sections.iter().any(|section| plan.entry(&section.code).is_none()))
}

/// Whether a file that could not be placed may be in the folder that is not there.
pub(super) fn may_be_misplaced(site: &Site, holder: &RecordId) -> bool {
    holder.0.split('/').next().is_some_and(|family| site.is_broken(family))
}

/// The remedy for whatever is in the folder of a plan, program or sheet that is not there: the same for all of it.
pub(super) fn without_holder(site: &Site, holder: &RecordId) -> String {
    let (folder, name) = holder.0.rsplit_once('/').unwrap_or_default();
    let ids: Vec<_> = site.holders().map(|holder| holder.id().0).collect();
    let beside = ids.iter().filter_map(|id| id.strip_prefix(folder)?.strip_prefix('/'));
    match meant(name, beside) {
        Some(near) => format!("`{folder}/{near}` ではありませんか"),
        None => format!(
            "{holder}/ に記録がありません。フォルダーの名前を変えたか、消したのなら、元に戻してください。そうでなければ、参照のほうを直してください"
        ),
    }
}
