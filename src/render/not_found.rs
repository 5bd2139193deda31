//! 404: shown at whatever address was asked for, so that no way up from there leads to the root. Its links and its
//! stylesheets begin at the root's path on the server (`/mieruka/assets/…`), as `base_url` gives it; a site that does not
//! know its address shows the page whole at its root only, and elsewhere without style. Robots need no word: whoever is
//! answered with 404 lists nothing, no page links here and no map names it.

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
