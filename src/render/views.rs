//! ご意見と回答: every view of residents, newest first, and those about a record on its page.

use serde::Serialize;

use super::head::Head;
use super::here::{Here, Said};
use super::links::{self, Link, RecordLink};
use super::words;
use crate::model::{FixedPage, ResidentView, address};

#[derive(Serialize)]
pub(super) struct View {
    views: Vec<OpinionView>,
}

/// One view of residents, ready to print.
#[derive(Serialize)]
pub(super) struct OpinionView {
    anchor: String,
    /// To it, from elsewhere.
    link: Link,
    iso: String,
    from: Option<String>,
    said: Said,
    answer: Said,
    records: Vec<RecordLink>,
}

/// The page.
pub(super) fn page(here: &Here<'_, '_>) -> (Head, View) {
    let view = View { views: here.site.views.iter().map(|of| view(here, of)).collect() };
    let title = FixedPage::Views.title(here.words).into_owned();
    (Head::new("views", title, "寄せられたご意見と、それへの回答の一覧"), view)
}

/// A view, ready to print.
pub(super) fn view(here: &Here<'_, '_>, of: &ResidentView) -> OpinionView {
    let anchor = address::view_anchor(&of.id);
    let date = of.date.value.to_string();
    OpinionView {
        link: Link::at(FixedPage::Views.folder(), &anchor, &date),
        anchor,
        iso: of.date.value.iso(),
        from: of.from.as_ref().map(|from| from.value.clone()),
        said: Said::new(of.said.iter().map(|text| here.html(text)).collect(), None),
        answer: here.said_or(&of.answer, words::UNKNOWN),
        records: links::records(here.site, of.records.iter().filter_map(|id| here.site.record(&id.value))),
    }
}
