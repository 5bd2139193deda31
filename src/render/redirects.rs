//! 転送: a page at each former address that redirects to the new one. It is in no sitemap, list or index.

use serde::Serialize;

use super::head::Head;
use super::here::Here;
use super::pages::Pages;
use super::urls;
use crate::dataset::RENAMED;
use crate::model::{RecordId, Redirect, address};

#[derive(Serialize)]
struct View {
    href: String,
    title: Option<String>,
    since: Option<String>,
    reason: Option<String>,
}

/// Adds the pages, except where editors see a page that is not public yet.
pub(super) fn add(pages: &mut Pages<'_>) {
    for redirect in &pages.room.site.redirects {
        if let (Some(folder), Some(_)) = (redirect.folder(), Redirect::target(&redirect.to.value)) {
            pages.add_moved(folder, "pages/redirect.html", move |here| redirected(here, redirect));
        }
    }
    for (former, name) in RENAMED {
        pages.add_moved(address::dataset_page(former), "pages/redirect.html", move |here| {
            let why =
                format!("データの表 {former} の名前を {name} に変えました。ファイルの名前も同じように変わりました。");
            page(here, (address::dataset_page(name), None), None, Some(why))
        });
    }
}

fn redirected(here: &Here<'_, '_>, redirect: &Redirect) -> (Head, View) {
    let target = Redirect::target(&redirect.to.value).expect("only such redirects have a page");
    let since = redirect.date.as_ref().map(|date| date.value.to_string());
    page(here, target, since, redirect.reason.as_ref().map(|reason| reason.value.clone()))
}

fn page(
    here: &Here<'_, '_>,
    (folder, anchor): (String, Option<&str>),
    since: Option<String>,
    reason: Option<String>,
) -> (Head, View) {
    let href = anchor.map_or_else(|| urls::href(&folder), |anchor| urls::href_at(&folder, anchor));
    let record = here.site.record(&RecordId::of_folder(&folder));
    let title = record.map(|record| record.label(here.site));
    let view = View { href: href.clone(), title, since, reason };
    let mut head = Head::new("moved", "ページが移動しました", "このページは移動しました");
    head.is_listed = false;
    head.moved_to = Some((folder, href));
    (head, view)
}
