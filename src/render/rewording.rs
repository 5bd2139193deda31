//! やさしい日本語 and English: what a record says in other words, below its own.

use serde::Serialize;

use super::here::{Here, Said};
use super::html::Html;
use crate::model::{Record, Statements};

/// A record in other words, ready to print.
#[derive(Serialize)]
pub(super) struct RewordingView {
    plain: Option<Said>,
    title: Option<Html>,
    summary: Option<Said>,
}

/// What a record says in other words, if it says anything.
pub(super) fn view(here: &Here<'_, '_>, record: Record<'_>) -> Option<RewordingView> {
    let other = record.rewording()?;
    let said =
        |statements: &Statements| statements.as_ref().filter(|known| !known.is_empty()).map(|_| here.said(statements));
    let (plain, summary) = (said(&other.plain), said(&other.summary_en));
    let title = here.maybe(&other.title_en);
    (plain.is_some() || title.is_some() || summary.is_some()).then_some(RewordingView { plain, title, summary })
}
