//! 404: shown at any address, so no relative path leads to the root. Its links and stylesheets begin with the root's
//! path on the server (`/mieruka/assets/…`), taken from `base_url`; if the site's address is unknown, the page is
//! complete only at the root and has no style elsewhere. Robots need no instruction: a response with status 404 is not
//! listed, no page links here and no sitemap lists it.

use serde::Serialize;

use super::families::{self, FamilyLink};
use super::head::Head;
use super::here::Here;

#[derive(Serialize)]
pub(super) struct View {
    families: Vec<FamilyLink>,
}

/// The page.
pub(super) fn page(here: &Here<'_, '_>) -> (Head, View) {
    let mut head = Head::new("not-found", "ページが見つかりません", "お探しのページはありません");
    head.is_listed = false;
    (head, View { families: families::all(here.site) })
}
