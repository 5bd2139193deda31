//! 検索: the page that the search room's script fills, and its content without a script.

use serde::Serialize;

use super::families::{self, FamilyLink};
use super::head::Head;
use super::here::Here;
use crate::model::{FixedPage, Words};

#[derive(Serialize)]
pub(super) struct View {
    families: Vec<FamilyLink>,
    has_script: bool,
}

/// The page.
pub(super) fn page(here: &Here<'_, '_>) -> (Head, View) {
    let view =
        View { families: families::all(here.site), has_script: here.room.theme.has_asset("assets/js/search.js") };
    let Words { plans, item, goal, indicators, .. } = here.words;
    let kinds = [
        (FixedPage::Plans, plans),
        (FixedPage::Programs, item),
        (FixedPage::Goals, goal),
        (FixedPage::Indicators, indicators),
    ];
    let kinds: String =
        kinds.iter().filter(|(page, _)| here.site.fills(*page)).map(|(_, word)| format!("{word}、")).collect();
    let description = format!("{kinds}用語を、言葉や読みから探すページ");
    (Head::new("search", "検索", description), view)
}
