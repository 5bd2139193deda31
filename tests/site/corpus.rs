//! What other search engines get: the same documents and texts as the index, a line each, leading to what is there.

use std::collections::{BTreeMap, BTreeSet};

use mieruka::model::Site;
use mieruka::render::anchors;
use mieruka::search::corpus;
use serde_json::Value;

use crate::facets::{content, found_by};
use crate::sites::{files, folder, said, site, sources, texts};

const EXACT: &str = "tests/fixtures/exact/content";

fn exact() -> Site {
    site(&folder(EXACT)).published()
}

fn read(site: &Site) -> Vec<Value> {
    corpus(site).map(|line| serde_json::from_str(&line).expect("a line is JSON")).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

#[test]
fn a_document_is_a_line_with_all_keys_in_order() {
    let site = exact();
    for line in corpus(&site) {
        let (line, rest) = line.split_once('\n').expect("a line ends");
        assert_eq!(rest, "");
        assert!(!line.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')), "{line}");
        let document: Value = serde_json::from_str(line).expect("a line is JSON");
        let keys: Vec<_> = document.as_object().expect("an object").keys().map(String::as_str).collect();
        let expected = [
            "id",
            "municipality_code",
            "municipality",
            "page",
            "uri",
            "kind",
            "kind_label",
            "role",
            "title",
            "names",
            "tags",
            "body",
            "asides",
            "years",
            "departments",
            "thread",
            "facets",
        ];
        assert_eq!(keys, expected);
        assert_eq!(text(&document["id"]).len(), 16);
    }
    let all = read(&site);
    let ids: BTreeSet<_> = all.iter().map(|document| text(&document["id"])).collect();
    assert_eq!(ids.len(), all.len());
}

/// The texts of the files of a kind, in order of the numbers of their documents: path, or nothing, and texts.
fn shown(made: &BTreeMap<String, Vec<u8>>, kind: &str) -> Vec<Value> {
    let manifest = content(&made["search/manifest.js"]);
    let (together, count, names) =
        (&manifest["files"][kind][0], &manifest["files"][kind][1], &manifest["files"][kind][2]);
    let digits = text(&manifest["files"]["ranks"][2]).len();
    let together = together.as_u64().expect("a number") as usize;
    let name = |n: usize| &text(names)[n / together * digits..][..digits];
    let path = |n: usize| format!("search/{kind}/{}-{}.js", name(n), n % together);
    let file = |n: usize| content(said(&path(n), &made[&path(n)]).as_bytes());
    (0..count.as_u64().expect("a number") as usize).flat_map(|n| list(&file(n)).to_vec()).collect()
}

#[test]
fn it_has_the_texts_of_the_index() {
    let site = exact();
    let (made, told) = (files(&site), read(&site));
    let (indexed, asides) = (shown(&made, "texts"), shown(&made, "asides"));
    assert_eq!((told.len(), told.len()), (indexed.len(), asides.len()));
    for (document, (indexed, asides)) in told.iter().zip(indexed.iter().zip(&asides)) {
        let page = text(&document["page"]);
        assert_eq!(page.split('#').next(), Some(text(&indexed[0])));
        for (class, key) in [(1, "names"), (2, "tags"), (3, "body")] {
            let of = list(&indexed[2]).iter().filter(|text| text[0] == class);
            let expected: Vec<_> = of.map(|of| [&of[1], &of[2], &of[3]]).collect();
            let passages: Vec<_> =
                list(&document[key]).iter().map(|of| [&of["anchor"], &of["text"], &of["figure"]]).collect();
            assert_eq!(passages, expected, "{page} {key}");
        }
        let titles: Vec<_> = list(&indexed[2]).iter().filter(|text| text[0] == 0).map(|of| &of[2]).collect();
        assert_eq!(titles, [&document["title"]], "{page}");
        let expected: Vec<_> = list(&asides[1]).iter().map(|of| [&of[0], &of[1]]).collect();
        let passages: Vec<_> = list(&document["asides"]).iter().map(|of| [&of["anchor"], &of["text"]]).collect();
        assert_eq!(passages, expected, "{page}");
    }
}

#[test]
fn it_leads_to_what_is_there() {
    let site = exact();
    let made = files(&site);
    for document in read(&site) {
        let page = text(&document["page"]);
        assert_eq!(document["uri"], format!("https://example.jp/mieruka/{page}"));
        let (folder, anchor) = page.split_once('#').unwrap_or((page, ""));
        let known = anchors(&made[&format!("{folder}index.html")]);
        let texts = ["names", "tags", "body", "asides"].into_iter().flat_map(|key| list(&document[key]));
        for anchor in texts.map(|of| text(&of["anchor"])).chain([anchor]).filter(|anchor| !anchor.is_empty()) {
            assert!(known.contains(anchor), "{page}: {anchor}");
        }
    }
}

#[test]
fn records_have_the_values_that_they_are_found_by() {
    let names = BTreeMap::from([("最新の実績", "state"), ("目標と結果", "outcome"), ("SDGs", "sdg")]);
    let found = found_by(EXACT);
    let site = site(&folder(EXACT));
    let mut count = 0;
    for document in read(&site) {
        let facets = document["facets"].as_object().expect("an object");
        for (label, name) in &names {
            let expected: BTreeSet<_> = found[text(&document["page"]).split('#').next().expect("a page")]
                .iter()
                .filter_map(|value| value.strip_prefix(&format!("{label}: ")))
                .collect();
            let told: BTreeSet<_> = facets.get(*name).into_iter().flat_map(list).map(text).collect();
            assert_eq!(told, expected, "{} {name}", document["page"]);
            count += told.len();
        }
    }
    assert!(count > 10, "{count}");
}

/// Where the lines of the content end, and how often it is asked, changes no byte; nor does the address of the site, but for the
/// address itself. Two municipalities have no identifier in common.
#[test]
fn it_is_made_of_the_content_alone() {
    let content = texts(&folder("tests/fixtures/good"));
    let of = |content: &BTreeMap<String, String>| corpus(&site(&sources(content))).collect::<String>();
    let windows = content.iter().map(|(path, text)| (path.clone(), text.replace('\n', "\r\n"))).collect();
    assert_eq!(of(&content), of(&windows));
    assert_eq!(of(&content), of(&content));
    let changed = |from: &str, to: &str| {
        let mut content = content.clone();
        let profile = content.get_mut("site.yaml").expect("a site has one");
        assert!(profile.contains(from), "{profile}");
        *profile = profile.replace(from, to);
        read(&site(&sources(content)))
    };
    let whole = read(&site(&sources(&content)));
    let ids = |read: &[Value]| read.iter().map(|document| text(&document["id"]).to_owned()).collect::<Vec<_>>();
    let nowhere = changed("base_url:", "# base_url:");
    assert!(nowhere.iter().all(|document| document["uri"] == Value::Null));
    assert_eq!(ids(&nowhere), ids(&whole));
    let elsewhere = ids(&changed("990019", "011002"));
    assert!(ids(&whole).iter().all(|id| !elsewhere.contains(id)));
}
