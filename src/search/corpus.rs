//! The documents as lines of JSON, for other search engines: the same that the index is made of, each with what it is found
//! and narrowed by. Nothing is segmented or ranked here.
//!
//! The keys of a line, always all of them and in this order:
//!
//! - `id`, made of the municipality and the page: 16 hexadecimal digits, the same as long as the address is; of all
//!   municipalities no two are equal. `municipality_code`, `municipality`.
//! - `page`, where the document leads: a page of the site, from its root, with the anchor on it if it is a part; `uri`, the
//!   same in full, null where the address of the site is not known.
//! - `kind`, `kind_label` and `role`, as in the manifest of the index.
//! - `title`, a text; `names`, `tags`, `body` and `asides`, lists of `{"anchor", "text"}` in the order of the page: the
//!   anchor on the page, empty for the page itself. A figure also has `figure`: its year, and 目標値 or 実績値.
//! - `years`, western; `departments`, the names of the top-level ones; `thread`, the name that the same goal has in all years,
//!   or null; `facets`, the values by the name of the facet, with no key for what has none.
//!
//! A line ends with U+000A. No other character that a reader may take for the end of a line stands in it: those are escaped.

use serde::Serialize;
use serde_json::{Map, Value};

use super::document::{Block, Class, Document, Role, Subject, kinds, subjects};
use super::facets::{Facet, choices};
use super::writer::document;
use crate::digest::{Parts, hex};
use crate::model::{Relations, Site};

/// The bytes of an identifier.
const ID: usize = 8;

/// The documents of a site, a line each, in the order of publication.
pub fn corpus(site: &Site) -> impl Iterator<Item = String> {
    let (subjects, relations) = (subjects(site), Relations::new(site));
    let kinds = kinds(site, &subjects);
    let facets: Vec<_> = Facet::all(site).into_iter().map(|facet| (facet, facet.described(site))).collect();
    subjects.into_iter().map(move |subject| {
        let document = document(site, &relations, subject);
        let (_, label, role) =
            kinds.iter().find(|(code, ..)| *code == document.kind).expect("every kind is in the table");
        line(&Line { facets: chosen(site, subject, &facets), ..Line::of(site, &document, (label, *role)) })
    })
}

/// The facets of a site, with the name, the label and the values of each.
type Described = (Facet, (String, String, Vec<String>));

/// The values that a document is narrowed by, in the order of the page, each once.
fn chosen(site: &Site, subject: Subject<'_>, facets: &[Described]) -> Map<String, Value> {
    let chosen = subject.record().map(|record| choices(site, record)).unwrap_or_default();
    let values = |(facet, (name, _, values)): &Described| {
        let is_chosen = |place: usize| chosen.iter().any(|(of, at)| of == facet && *at as usize == place);
        let values = values.iter().enumerate().filter(|(place, _)| is_chosen(*place));
        let values: Vec<_> = values.map(|(_, value)| Value::from(value.as_str())).collect();
        (!values.is_empty()).then(|| (name.clone(), Value::Array(values)))
    };
    facets.iter().filter_map(values).collect()
}

/// A document as it is told.
#[derive(Debug, Serialize)]
struct Line<'d> {
    id: String,
    municipality_code: &'d str,
    municipality: &'d str,
    page: String,
    uri: Option<String>,
    kind: &'d str,
    kind_label: &'d str,
    role: Role,
    title: &'d str,
    names: Vec<Passage<'d>>,
    tags: Vec<Passage<'d>>,
    body: Vec<Passage<'d>>,
    asides: Vec<Passage<'d>>,
    years: Vec<i16>,
    departments: Vec<&'d str>,
    thread: Option<&'d str>,
    facets: Map<String, Value>,
}

/// A text with the anchor under which it stands.
#[derive(Debug, Serialize)]
struct Passage<'d> {
    anchor: &'d str,
    text: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    figure: Option<&'d str>,
}

impl<'d> Line<'d> {
    fn of(site: &'d Site, document: &'d Document, (kind_label, role): (&'d str, Role)) -> Self {
        let profile = &site.profile;
        let title =
            document.blocks.iter().find(|block| block.class == Class::Title).expect("every document has a title");
        let hash = if title.anchor.is_empty() { "" } else { "#" };
        let page = format!("{}{hash}{}", document.path, title.anchor);
        let of = |class| document.blocks.iter().filter(move |block| block.class == class).map(Passage::of).collect();
        Self {
            id: id(&profile.municipality.code.value, &page),
            municipality_code: &profile.municipality.code.value,
            municipality: &profile.municipality.name.value,
            uri: profile.base_url.as_ref().map(|base| format!("{base}{page}")),
            page,
            kind: document.kind,
            kind_label,
            role,
            title: &title.text,
            names: of(Class::Name),
            tags: of(Class::Tag),
            body: of(Class::Body),
            asides: of(Class::Aside),
            years: document.years.iter().map(|year| year.western()).collect(),
            departments: document.departments.iter().map(|place| &*site.departments[*place].name.value).collect(),
            thread: document.thread.as_deref(),
            facets: Map::new(),
        }
    }
}

impl<'d> Passage<'d> {
    fn of(block: &'d Block) -> Self {
        Self { anchor: &block.anchor, text: &block.text, figure: block.told.as_deref() }
    }
}

fn id(code: &str, page: &str) -> String {
    let mut parts = Parts::default();
    parts.add(code);
    parts.add(page);
    hex(&parts.finish()[..ID])
}

/// A value on one line. JSON escapes all below U+0020; what else ends a line for some readers stands in texts only.
fn line(value: &impl Serialize) -> String {
    let mut line = serde_json::to_string(value).expect("texts and numbers are JSON");
    for end in ['\u{85}', '\u{2028}', '\u{2029}'] {
        if line.contains(end) {
            line = line.replace(end, &format!("\\u{:04x}", u32::from(end)));
        }
    }
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_line_ends_it() {
        let check = |text: &str, expected: &str| {
            let line = line(&Passage { anchor: "", text, figure: None });
            assert_eq!(line, format!("{{\"anchor\":\"\",\"text\":\"{expected}\"}}\n"));
            assert_eq!(serde_json::from_str::<Value>(&line).expect("a line is JSON")["text"], text);
        };
        check("市\u{2028}民\u{2029}協\u{85}働", "市\\u2028民\\u2029協\\u0085働");
        check("一\r\n二\u{b}三\u{c}四\u{1e}", "一\\r\\n二\\u000b三\\f四\\u001e");
        check("「か」\\\"𠮷", "「か」\\\\\\\"𠮷");
    }
}
