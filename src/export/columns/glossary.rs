//! `glossary`: 用語集.

use super::fields::{About, Fields, Table};
use crate::export::cell;
use crate::model::{FixedPage, Site, Term};

/// 用語集.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        name: "glossary",
        title_en: "Glossary",
        description: "計画や取組に出てくる用語の読みと説明。1行が1語です。",
        ..About::default()
    };
    columns().table(site, about, |site, _| site.glossary.iter())
}

fn columns<'s>() -> Fields<'s, &'s Term> {
    Fields::<&'s Term>::with_id(|_, term| cell::owned(format!("glossary#{}", term.id)))
        .needed(("term", "用語"), ("用語。", "Term."), |term| &term.term)
        .text(("reading", "用語_カナ"), ("用語の読み。", "Reading in katakana."), |_, term| {
            cell::kana(term.reading.as_ref())
        })
        .needed(("explanation", "説明"), ("用語の説明。", "Explanation."), |term| &term.explanation)
        .list(("aliases", "別名"), ("別の書き方。", "Other spellings."), |_, term| {
            cell::list(term.aliases.as_deref())
        })
        .page(|_, term| format!("{}#{}", FixedPage::Glossary.folder(), term.id))
}
