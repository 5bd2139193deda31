//! よみ of departments and terms for those who choose to see them above the words.

use super::pages::Pages;
use crate::model::Site;

/// Where a script finds them.
const FILE: &str = "assets/readings.js";

/// The words of the site with their よみ.
fn readings(site: &Site) -> impl Iterator<Item = (&str, &str)> {
    let departments = site.departments.iter().map(|own| (&own.name, own.kana.as_ref()));
    let terms = site.glossary.iter().map(|term| (&term.term, term.reading.as_ref()));
    let known = departments.chain(terms).filter_map(|(word, reading)| Some((&*word.value, &*reading?.value)));
    known.filter(|(word, _)| !word.chars().all(is_kana))
}

/// Whether a sign is read as it is written: か, カ, ー, ・.
fn is_kana(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}')
}

/// Whether any is known.
pub(super) fn are_known(site: &Site) -> bool {
    readings(site).next().is_some()
}

/// Adds the file of them, each word once.
pub(super) fn add(pages: &mut Pages<'_>) {
    let mut all: Vec<_> = readings(pages.room.site).collect();
    all.sort_unstable();
    all.dedup_by_key(|(word, _)| *word);
    if !all.is_empty() {
        let json = serde_json::to_string(&all).expect("texts serialize to JSON");
        pages.add_file(FILE.to_owned(), move |_| format!("globalThis.mierukaReadings={json};\n"));
    }
}
