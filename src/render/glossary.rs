//! 用語集: the terms by reading, each with its anchor.

use serde::Serialize;

use super::head::Head;
use super::here::Here;
use super::html::Html;
use crate::model::Term;

#[derive(Serialize)]
pub(super) struct View {
    terms: Vec<TermView>,
}

#[derive(Serialize)]
struct TermView {
    anchor: String,
    term: String,
    reading: Option<String>,
    aliases: Vec<String>,
    explanation: Html,
}

/// The page.
pub(super) fn page(here: &Here<'_, '_>) -> (Head, View) {
    let mut terms: Vec<_> = here.site.glossary.iter().collect();
    let key = |term: &&Term| term.reading.as_ref().unwrap_or(&term.term).value.clone();
    terms.sort_by_key(key);
    let view = View { terms: terms.into_iter().map(|term| term_view(here, term)).collect() };
    let description = format!("このサイトに出てくる{}の用語の読みと説明", view.terms.len());
    (Head::new("glossary", "用語集", description), view)
}

fn term_view(here: &Here<'_, '_>, term: &Term) -> TermView {
    TermView {
        anchor: term.id.value.clone(),
        term: term.term.value.clone(),
        reading: term.reading.as_ref().map(|reading| reading.value.clone()),
        aliases: term.aliases.iter().flatten().map(|alias| alias.value.clone()).collect(),
        explanation: here.label(&term.explanation),
    }
}
