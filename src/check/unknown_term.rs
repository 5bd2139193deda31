//! 用語の印 * に、用語集の項目が無い.

use super::Findings;
use crate::model::{ResidentView, Site, Text, term_marks};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    if site.is_broken("glossary") {
        return;
    }
    let views = site.views.iter().flat_map(ResidentView::prose);
    let texts = site.records().flat_map(|record| record.prose()).chain(views);
    let marks = |text: &'_ Text| term_marks(&text.value, &site.glossary).into_iter().filter(|mark| mark.term.is_none());
    let unknown: Vec<_> = texts.flat_map(|text| marks(text).map(move |mark| (text, mark.at))).collect();
    if let (true, [(first, _), _, ..]) = (site.glossary.is_empty(), &unknown[..]) {
        let message = format!("glossary.yaml に用語が1つもありません({}か所に印 * があります)", unknown.len());
        return findings.error(first.at, message, "glossary.yaml に、印を付けた用語を書いてください");
    }
    for (text, at) in unknown {
        let is_of_word = |c: &char| c.is_alphanumeric();
        let before: Vec<char> = text.value[..at].chars().rev().take_while(is_of_word).take(8).collect();
        let word: String = before.into_iter().rev().collect();
        findings.error(
            text.at,
            format!("「{word}*」の印に当たる用語が用語集にありません"),
            "glossary.yaml に用語(`term` か `aliases`)を追加してください。用語の印でないなら * を消してください",
        );
    }
}
