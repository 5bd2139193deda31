//! `<link rel="alternate">`: the same content as data, for programs that come by a page. A record's JSON, the rows of a list or of a
//! table's page, the catalogues on the page of all tables; the descriptions of these are in `export`.

use serde::Serialize;

use super::here::Here;
use crate::dataset::{Collection, Dataset, Described};
use crate::model::{FixedPage, RecordId};

/// A file that says what the page says.
#[derive(Serialize)]
pub(super) struct Alternate {
    href: String,
    media_type: &'static str,
    title: String,
}

/// The files that say what a page says.
pub(super) fn of(here: &Here<'_, '_>) -> Vec<Alternate> {
    if here.path == FixedPage::Data.folder() {
        let catalogues = Collection::of(here.site).descriptions().into_iter();
        let file =
            |one: Described| Some(Alternate { media_type: one.catalogue?, title: one.name.to_owned(), href: one.path });
        return catalogues.filter_map(file).collect();
    }
    if here.site.subject(&RecordId::of_folder(here.path)).is_some() {
        let (href, title) = (format!("{}index.json", here.path), "この記録のデータ(JSON)".to_owned());
        return vec![Alternate { href, media_type: "application/json", title }];
    }
    table(here).map(files).unwrap_or_default()
}

/// The table that a page shows or lists.
fn table<'r>(here: &'r Here<'_, '_>) -> Option<&'r Dataset<'r>> {
    let shown = here.room.datasets.iter().find(|set| set.folder() == here.path);
    let listed = || {
        let page = FixedPage::ALL.iter().find(|page| page.folder() == here.path)?;
        let name = if *page == FixedPage::Goals { "key_goal_sheets" } else { page.name() };
        here.room.datasets.iter().find(|set| set.name == name)
    };
    shown.or_else(listed)
}

fn files(set: &Dataset<'_>) -> Vec<Alternate> {
    let file = |file: &crate::dataset::DataFile<'_>| Alternate {
        href: file.path.clone(),
        media_type: file.media_type,
        title: format!("{}のデータ({})", set.title, file.format),
    };
    set.files.iter().map(file).collect()
}
