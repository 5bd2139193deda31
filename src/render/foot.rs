//! The end of every record's page: related records, referring records, 正誤, 出典, and the record as JSON.

use std::sync::Arc;

use serde::Serialize;

use super::corrections::CorrectionView;
use super::here::Here;
use super::html::Html;
use super::links::{self, Link};
use super::origin::{self, Source};
use super::related::{self, RelatedView};
use super::rewording::{self, RewordingView};
use super::talk::{self, TalkView};
use super::views::{self, OpinionView};
use super::{corrections, markdown};
use crate::diagnostic::Located;
use crate::model::{Narrative, Record, RecordId, Records};

/// The end of a record's page.
#[derive(Serialize)]
pub(super) struct Foot {
    /// In other words, before all that follows.
    rewording: Option<RewordingView>,
    related: RelatedView,
    views: Vec<OpinionView>,
    corrections: Vec<CorrectionView>,
    source: Option<Source>,
    /// What the source does not say.
    pub(super) lacking: Vec<String>,
    /// Where to ask about it.
    talk: Option<TalkView>,
    data: String,
    previous: Option<Link>,
    next: Option<Link>,
}

/// The end of a record's page; `related` only for the kinds that can name related records.
pub(super) fn foot(
    here: &Here<'_, '_>,
    record: Record<'_>,
    related: Option<&Option<Vec<Located<RecordId>>>>,
    (previous, next): (Option<Link>, Option<Link>),
) -> Foot {
    let relations = &here.room.relations;
    let id = record.id();
    Foot {
        rewording: rewording::view(here, record),
        related: related::view(here, record, related),
        views: relations.views(&id).map(|of| views::view(here, of)).collect(),
        corrections: relations.corrections(&id).map(|c| corrections::view(here, c)).collect(),
        source: record.base().source.as_ref().map(|citation| origin::source(here, citation)),
        lacking: Vec::new(),
        talk: talk::view(here, record),
        data: "index.json".to_owned(),
        previous,
        next,
    }
}

/// The links to the neighbours of the element at `at`.
pub(super) fn neighbours<T>(all: &Records<T>, at: usize, link: impl Fn(&T) -> Link) -> (Option<Link>, Option<Link>) {
    let previous = at.checked_sub(1).and_then(|at| all.get(at));
    (previous.map(&link), all.get(at + 1).map(&link))
}

/// A record's narrative, with headings below those of the page.
pub(super) fn narrative(here: &Here<'_, '_>, narrative: &Option<Arc<Narrative>>) -> Option<Html> {
    narrative.as_ref().map(|narrative| {
        markdown::html(
            &narrative.markdown.value,
            3,
            &here.root,
            &|text, rubies| here.statement(text, rubies),
            &|path| links::note(here.site, path),
        )
    })
}
