//! 検索: the page that the search room's script fills, and its content without a script.

use serde::Serialize;

use super::families::{self, FamilyLink};
use super::head::Head;
use super::here::Here;

#[derive(Serialize)]
pub(super) struct View {
    families: Vec<FamilyLink>,
    has_script: bool,
}

/// The page.
pub(super) fn page(here: &Here<'_, '_>) -> (Head, View) {
    let view =
        View { families: families::all(here.site), has_script: here.room.theme.has_asset("assets/js/search.js") };
    let description = here.words.tell("⟨plans⟩、⟨item⟩、⟨goal⟩、指標、用語を、言葉や読みから探すページ");
    (Head::new("search", "検索", description), view)
}
