//! 公開する記録が、公開前の記録を指している.

use super::Findings;
use crate::diagnostic::Span;
use crate::model::{Record, RecordId, Reference, Referrer, Relation, Release, Site, relations};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    if site.kept_back().next().is_none() {
        return;
    }
    relations(site)
        .filter(|relation| is_open(relation.from) && is_kept_back(site, relation.to) && !is_place(*relation))
        .for_each(|relation| report(relation.at, release(site, relation.to), findings));
}

/// Whether an item is placed by the tree of its program, which tells once for all of them.
fn is_place(relation: Relation<'_>) -> bool {
    let Referrer::Record(Record::Item(item)) = relation.from else { return false };
    item.category.as_ref().is_some_and(|code| code.at == relation.at)
}

fn is_open(from: Referrer<'_>) -> bool {
    match from {
        Referrer::Record(record) => record.release().is_open(),
        Referrer::View(view) => view.release.is_open(),
        Referrer::Department(_) | Referrer::Correction(_) => true,
    }
}

fn is_kept_back(site: &Site, to: Reference<'_>) -> bool {
    if let Reference::Section(plan, code) = to {
        return site.keeps_back_part(plan, code);
    }
    to.record().is_some_and(|id| site.keeps_back(&id))
}

/// Why the target is kept back.
fn release(site: &Site, to: Reference<'_>) -> Release {
    let of = |id: &RecordId| site.record(id).map_or(Release::Draft, Record::release);
    if let Reference::Section(plan, code) = to {
        return of(&RecordId::plan(plan)).max(of(&RecordId::section(plan, code)));
    }
    to.record().map_or(Release::Open, |id| of(&id))
}

fn report(at: Span, release: Release, findings: &mut Findings<'_>) {
    let way = match release {
        Release::Unapproved => "参照先に承認(`approved`)を書いてください",
        Release::On(_) => "参照先の `publish_on` を消してください",
        Release::Draft | Release::Open => "参照先の `draft` を消してください",
    };
    findings.warning(
        at,
        "まだ公開されない記録を参照しています。公開されるまで、この参照は表示されません",
        format!("このままでかまいません。すぐに表示するには、{way}"),
    );
}
