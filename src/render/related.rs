//! 関連: the records to which a record is related, by its own word or by theirs, each once and grouped by kind.

use std::collections::HashSet;

use serde::Serialize;

use super::here::Here;
use super::links::{self, RecordLink};
use crate::diagnostic::Located;
use crate::model::{Record, RecordId, Reference};

/// How many records of a kind stand open; the others are folded.
const OPEN: usize = 8;

/// The related records, ready to print.
#[derive(Serialize)]
pub(super) struct RelatedView {
    pub(super) groups: Vec<GroupView>,
    /// In place of the groups: why there are none.
    absent: &'static str,
}

/// The records of a kind.
#[derive(Serialize)]
pub(super) struct GroupView {
    kind: String,
    open: Vec<EntryView>,
    folded: Vec<EntryView>,
}

#[derive(Serialize)]
struct EntryView {
    href: String,
    text: String,
    /// Whether the other record alone tells of the relation, although this one could.
    is_theirs: bool,
}

/// The related records of a record; `own` are those that it names, if its kind can name any.
pub(super) fn view(
    here: &Here<'_, '_>,
    record: Record<'_>,
    own: Option<&Option<Vec<Located<RecordId>>>>,
) -> RelatedView {
    let site = here.site;
    let id = record.id();
    let named = own.and_then(Option::as_deref).unwrap_or_default();
    let named = named.iter().filter_map(|id| site.record(&id.value)).map(|found| (found, false));
    let theirs = here.room.relations.records(Reference::Related(&id)).map(|found| (found, own.is_some()));
    let mut seen = HashSet::new();
    let both = named.chain(theirs).filter(|(found, _)| seen.insert(found.at()));
    let absent = match own {
        None => "このページを関連とする記録はありません。",
        Some(None) => "関連する記録の記載はありません。",
        Some(Some(_)) => "関連する記録はありません。",
    };
    RelatedView { groups: groups(both.map(|(found, is_theirs)| (links::record(site, found), is_theirs))), absent }
}

/// The records that refer to another one, by kind.
pub(super) fn referring<'s>(here: &Here<'_, '_>, records: impl Iterator<Item = Record<'s>>) -> Vec<GroupView> {
    groups(records.map(|found| (links::record(here.site, found), false)))
}

/// Records by kind, in the order in which the kinds occur first.
fn groups(records: impl Iterator<Item = (RecordLink, bool)>) -> Vec<GroupView> {
    let mut groups: Vec<GroupView> = Vec::new();
    for (RecordLink { href, text, kind }, is_theirs) in records {
        let at = groups.iter().position(|group| group.kind == kind).unwrap_or(groups.len());
        if at == groups.len() {
            groups.push(GroupView { kind, open: Vec::new(), folded: Vec::new() });
        }
        let GroupView { open, folded, .. } = &mut groups[at];
        let list = if open.len() < OPEN { open } else { folded };
        list.push(EntryView { href, text, is_theirs });
    }
    groups
}
