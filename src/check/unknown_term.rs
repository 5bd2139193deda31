//! 用語の印 * に、用語集の項目が無い.

use super::Findings;
use crate::diagnostic::{Located, Span};
use crate::model::{ResidentView, Site, Text, term_marks};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    if site.is_broken("glossary") {
        return;
    }
    let views = site.views.iter().flat_map(ResidentView::prose);
    for text in site.records().flat_map(|record| record.prose()).chain(views) {
        for mark in term_marks(&text.value, &site.glossary).into_iter().filter(|mark| mark.term.is_none()) {
            let before: Vec<char> = text.value[..mark.at].chars().rev().take(8).collect();
            let word: String = before.into_iter().rev().collect();
            findings.error(
                place(text),
                format!("「{word}*」の印に当たる用語が用語集にありません"),
                "glossary.yaml に用語(`term` か `aliases`)を追加してください。用語の印でないなら * を消してください",
            );
        }
    }
}

fn place(text: &Text) -> Span {
    let Located { at, .. } = text;
    *at
}
