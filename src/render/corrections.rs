//! 正誤: the corrections, newest first.

use serde::Serialize;

use super::head::Head;
use super::here::Here;
use super::html::Html;
use super::links::{self, RecordLink};
use crate::model::Correction;

#[derive(Serialize)]
pub(super) struct View {
    corrections: Vec<CorrectionView>,
}

/// 正誤, ready to print.
#[derive(Serialize)]
pub(super) struct CorrectionView {
    anchor: String,
    date: String,
    iso: String,
    record: Option<RecordLink>,
    field: String,
    before: Html,
    after: Html,
    reason: Html,
}

/// The page.
pub(super) fn page(here: &Here<'_, '_>) -> (Head, View) {
    let mut corrections: Vec<_> = here.site.corrections.iter().collect();
    corrections.sort_by_key(|correction| std::cmp::Reverse(correction.date.value));
    let view = View { corrections: corrections.into_iter().map(|correction| view(here, correction)).collect() };
    (Head::new("corrections", "正誤", "公開した後に直した内容と理由の一覧"), view)
}

/// A correction, ready to print.
pub(super) fn view(here: &Here<'_, '_>, correction: &Correction) -> CorrectionView {
    CorrectionView {
        anchor: correction.anchor(),
        date: correction.date.value.to_string(),
        iso: correction.date.value.iso(),
        record: here.site.subject(&correction.record.value).map(|subject| links::subject(here.site, subject)),
        field: correction.field.value.clone(),
        before: here.label(&correction.before),
        after: here.label(&correction.after),
        reason: here.label(&correction.reason),
    }
}
