//! Feeds tell what is known to have changed: that of a department has an entry for each record that it is responsible for, and there
//! is none without an entry or without an address.

use std::collections::BTreeMap;

use crate::sites::{files, folder, site, sources, texts};

const DEPARTMENTS: &str = "departments:\n  - {id: kikaku, name: 企画部}\n  - {id: kikaku-ka, parent: kikaku, name: 企画課}\n  \
                           - {id: zeimu, name: 税務部}\n";
const SHEET: &str = "departments: [kikaku]\nstages:\n  - {stage: initial, document: a}\n  - {stage: mid_term, as_of: 2022-10-01}\n  \
                     - {stage: final, document: b}\n";
const DOCUMENTS: &str = "documents:\n  - {id: a, title: 当初の表, date: 2022-05}\n  - {id: b, title: 報告の表}\n";
const ITEM: &str = "title: 電子申請\ndepartments: [kikaku-ka]\nyears:\n  - {fiscal_year: 2022, results: [12件]}\n";
const CORRECTIONS: &str = "corrections:\n  - {date: 2024-01-05, record: programs/g/1, field: years.2022.results, before: 10件, after: 11件, reason: 写し}\n  \
     - {date: 2026-04-01, record: programs/g/1, field: years.2022.results, before: 11件, after: 12件, reason: 数え}\n";
const VIEW: &str = "date: 2025-06-07\nsaid: [使いにくい]\nrecords: [programs/g/1]\n";

/// The site with known changes, and a file instead of or beside those.
fn built(other: (&str, &str)) -> BTreeMap<String, String> {
    let mut content: BTreeMap<String, String> = texts(&folder("tests/fixtures/good")).into_iter().collect();
    let changed = [
        ("departments.yaml", DEPARTMENTS),
        ("documents.yaml", DOCUMENTS),
        ("goals/2022/kikaku/sheet.yaml", SHEET),
        ("programs/g/1.yaml", ITEM),
        ("corrections.yaml", CORRECTIONS),
        ("views/a.yaml", VIEW),
        other,
    ];
    content.extend(changed.map(|(path, text)| (path.to_owned(), text.to_owned())));
    let files = files(&site(&sources(content)));
    files.into_iter().map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

/// The texts of an element, in order.
fn all<'t>(xml: &'t str, name: &str) -> Vec<&'t str> {
    let (begin, end) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&begin).skip(1).filter_map(|rest| rest.split(&end).next()).collect()
}

#[test]
fn a_department_has_an_entry_for_each_changed_record() {
    let files = built(("synonyms.yaml", "synonyms: []\n"));
    let feed = &files["departments/kikaku/feed.xml"];
    let entries = all(feed, "entry");
    assert_eq!(entries.len(), 2, "{feed}");
    assert_eq!(
        all(feed, "updated"),
        ["2026-04-01", "2026-04-01", "2022-05-01"].map(|day| format!("{day}T00:00:00+09:00"))
    );
    let told = all(entries[0], "summary")[0].lines().map(|line| line.split(' ').next()).collect::<Vec<_>>();
    assert_eq!(told, ["令和8年4月1日", "令和7年6月7日", "令和6年1月5日"].map(Some), "{feed}");
    assert!(entries[1].contains("当初の表") && !feed.contains("報告の表"), "{feed}");
    assert_eq!(all(&files["departments/kikaku-ka/feed.xml"], "entry").len(), 1, "the sheet is not the division's");
    for folder in ["kikaku", "kikaku-ka"] {
        let page = &files[&format!("departments/{folder}/index.html")];
        assert_eq!(page.matches("href=\"feed.xml\"").count(), 2, "{folder}");
    }
}

#[test]
fn a_department_without_entries_has_no_feed() {
    let site = "title: 見本\nmunicipality: {code: \"990019\", name: 見本市}\n";
    for files in [built(("site.yaml", site)), built(("corrections.yaml", "corrections: []\n"))] {
        let without = if files.contains_key("feed.xml") { "departments/zeimu/" } else { "departments/kikaku/" };
        assert!(!files.contains_key(&format!("{without}feed.xml")), "{without}");
        assert!(!files[&format!("{without}index.html")].contains("feed.xml\" type"), "{without}");
    }
}

#[test]
fn the_feed_of_the_site_tells_each_change() {
    let feed = &built(("synonyms.yaml", "synonyms: []\n"))["feed.xml"];
    for told in ["11件 → 12件", "10件 → 11件", "使いにくい", "期首(目標): 「当初の表」"] {
        assert!(feed.contains(told), "{told}: {feed}");
    }
    assert!(all(feed, "id").iter().any(|id| id.ends_with("goals/2022/kikaku/#initial")), "{feed}");
}

#[test]
fn an_entry_keeps_its_id_when_another_is_written_before_it() {
    let older = "  - {date: 2023-02-03, record: programs/g/1, field: years.2022.results, before: 9件, after: 10件, reason: 打ち}\n";
    let more = CORRECTIONS.replace("corrections:\n", &format!("corrections:\n{older}"));
    let ids = |corrections: &str| {
        let files = built(("corrections.yaml", corrections));
        let entries = all(&files["feed.xml"], "id").into_iter().filter(|id| id.contains("corrections/#"));
        let ids: Vec<_> = entries.map(str::to_owned).collect();
        let anchors = ids.iter().map(|id| id.rsplit_once('#').expect("an anchor").1);
        assert!(
            anchors.into_iter().all(|anchor| files["corrections/index.html"].contains(&format!("id=\"{anchor}\"")))
        );
        ids
    };
    let (before, after) = (ids(CORRECTIONS), ids(&more));
    assert_eq!((before.len(), after.len()), (2, 3));
    assert!(before.iter().all(|id| after.contains(id)), "{before:?} {after:?}");
}
