//! Three made-up bodies of other kinds than the first content's: a city that evaluates its services, a prefecture that evaluates its
//! policies, a ward whose goals get points. Each says what it publishes in its own words, without a finding, and shows it.

use std::collections::BTreeMap;

use mieruka::export::datasets;

use crate::sites::{self, bundle, folder, report, text};

/// Every page of a body as it is read: without tags and with single spaces.
fn pages(body: &str) -> BTreeMap<String, String> {
    let sources = folder(&format!("tests/fixtures/bodies/{body}"));
    let (site, findings) = sites::examined(&sources);
    assert_eq!(report(&findings, &sources), "", "{body}");
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let paths = bundle.iter().map(|(path, _)| path.to_string()).filter(|path| path.ends_with(".html"));
    paths.map(|path| (path.clone(), read(&text(&bundle, &path)))).collect()
}

fn read(html: &str) -> String {
    let (_, body) = html.split_once("<body").expect("a page has a body");
    let texts = body.split('<').map(|tag| tag.split_once('>').map_or("", |(_, text)| text));
    texts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A page says this; of a text in which values follow one another, a space is where a tag is.
fn check(pages: &BTreeMap<String, String>, page: &str, said: &[&str]) {
    let text = pages.get(page).unwrap_or_else(|| panic!("{page} is among {:?}", pages.keys()));
    for said in said {
        assert!(text.contains(said), "{page}: {said}\n{text}");
    }
}
