//! 404: shown at whatever address was asked for. Its links are full addresses where the site knows its own; the
//! stylesheet is reached only from the site's root, and the page is readable without it.

use serde::Serialize;

use super::families::{self, FamilyLink};
use super::head::Head;
use super::here::Here;
use super::pages::Pages;

#[derive(Serialize)]
struct View {
    families: Vec<FamilyLink>,
}

/// Adds the page.
pub(super) fn add(pages: &mut Pages<'_>) {
    pages.add_stray("404.html", "pages/not_found.html", page);
}

fn page(here: &Here<'_, '_>) -> (Head, View) {
    let mut head = Head::new("not-found", "ページが見つかりません", "お探しのページはありません");
    head.is_listed = false;
    (head, View { families: families::all(here.site) })
}
