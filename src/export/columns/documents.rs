//! `documents`: the documents that sources name, one row each.

use super::fields::{About, Fields, Table};
use crate::export::cell;
use crate::model::{Document, Site, address};

/// 文書.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        name: "documents",
        title_en: "Source documents",
        description: "記録のもとになった文書。1行が1つの文書です。ほかの表の 出典_文書 は、この表の 文書_ID です。",
        ..About::default()
    };
    columns().table(site, about, |site, _| site.documents.iter())
}

fn columns<'s>() -> Fields<'s, &'s Document> {
    Fields::<&'s Document>::with_id(|_, of| cell::address(format!("documents/{}", of.id)))
        .needed(("document_id", "文書_ID"), ("文書の番号。", "Identifier of the document."), |of| &of.id)
        .needed(("title", "題名"), ("文書の題名。", "Title of the document."), |of| &of.title)
        .maybe(
            ("publisher", "発行者"),
            ("文書を発行した者。空のときは、この団体。", "Publisher; empty where it is the local government itself."),
            |of| of.publisher.as_ref(),
        )
        .known_on([("date", "発行日"), ("date_precision", "発行日_精度")], |of| {
            of.date.as_ref().map(|date| date.value)
        })
        .maybe(
            ("url", "アドレス"),
            ("文書が公開されているアドレス。", "Where the document is published."),
            |of| of.url.as_ref(),
        )
        .maybe(
            ("file", "ファイル"),
            ("このサイトにある文書のファイル。", "File of the document on this site."),
            |of| of.file.as_ref(),
        )
        .page(|_, _| address::dataset_page("documents"))
}
