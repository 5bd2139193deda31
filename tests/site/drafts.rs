//! Unpublished content is in no byte of the published site: the site with drafts and the site without their files are equal,
//! and the secret words in every field of a draft are in no file, packed or not. Editors see all of it.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::DeflateDecoder;
use mieruka::examine;
use mieruka::load::load;
use mieruka::model::{Date, Site};
use mieruka::search::corpus;

use crate::sites::{self, Texts, folder, report, sources, texts};

/// Two characters that nothing else has.
const WORD: &str = "鑫龘";
/// These, an id, a number and a year.
const SECRETS: [&str; 7] = [WORD, "zz-secret", "918273645", "918,273,645", "goals/2031", "2031年度", "令和13年"];

fn fixture() -> Texts {
    said(texts(&folder("tests/fixtures/good")), &[("ratings.yaml", "evaluators: [{id: ka, name: 担当課}]\n")])
}

/// Every kind of record that can be kept back, with the secret in each field that the record has.
fn drafts(mark: &str) -> Texts {
    let figure = "{name: 鑫龘, kind: actual, value: 918273645, unit: 鑫龘, printed: 鑫龘, series: zz-secret, note: 鑫龘, \
                  parts: [{name: 鑫龘, value: 918273645, unit: 鑫龘}]}";
    let common = "references: [{plan: zz-secret, code: 1-1}]\nrelated: [programs/g/1]\nsdgs: [7]\n\
                  source: {document: 鑫龘, place: 鑫龘, note: 鑫龘}\naccepted: [{rule: empty-goal, reason: 鑫龘}]";
    let years = format!(
        "years:\n  - {{fiscal_year: 2023, plan: [鑫龘], results: [鑫龘], effect: [鑫龘], figures: [{figure}], \
         evaluations: [{{by: ka, text: [鑫龘], answer: [鑫龘]}}]}}\n\
         indicators:\n  - {{number: 1, name: 鑫龘, rule: none, rule_reason: 鑫龘, target: {{value: 918273645, unit: 鑫龘}}, \
         targets: [{{value: 918273645, unit: 鑫龘, fiscal_year: 2023}}], aliases: [鑫龘], note: 鑫龘}}\n"
    );
    let indicators = &years[years.find("indicators").expect("written above")..];
    let item = format!(
        "title: 鑫龘\ncategory: 1-ア\ndepartments: [kikaku-ka]\ndepartments_note: 鑫龘\nsummary: [鑫龘]\nbackground: [鑫龘]\n\
         approach: [鑫龘]\ngoal: [鑫龘]\nfigures: [{figure}]\n{years}{common}\n"
    );
    let section = format!(
        "title: 鑫龘\npurpose: [鑫龘]\nissues: [鑫龘]\ncharts: [{{title: 鑫龘, source: 鑫龘, data: [{figure}]}}]\n\
         {years}roles: [{{actor: 鑫龘, roles: [鑫龘]}}]\n\
         measures: [{{number: 1, title: 鑫龘, points: [鑫龘]}}]\nprojects: [鑫龘]\nrelated_plans: [鑫龘]\n{common}\n"
    );
    let goal = format!(
        "title: 鑫龘\nthread: zz-secret\nrating: ○\nitems:\n  - number: 1\n    title: 鑫龘\n    sub_items: [鑫龘]\n    \
         targets: [鑫龘]\n    mid_term: {{progress: [鑫龘], rating: ○}}\n    final: {{results: [鑫龘], rating: ○, \
         evaluations: [{{by: ka, text: [鑫龘]}}]}}\n    \
         figures: [{figure}]\n{indicators}moved_to: {{department: kikaku, note: 鑫龘}}\n{common}\n"
    );
    let sheet = "title: 鑫龘\nstages: [{stage: mid_term}, {stage: final, document: 鑫龘}]\nsource: {document: 鑫龘}\n";
    let plan = "title: 鑫龘\nkana: 鑫龘\naliases: [鑫龘]\nlevels: [章]\nsummary: [鑫龘]\noutline: [{code: 1-1, title: 鑫龘}]\n";
    let program = "title: 鑫龘\nkana: 鑫龘\naliases: [鑫龘]\nperiod: {from: 2021, to: 2025}\nsummary: [鑫龘]\n\
                   pillars: [{code: \"1\", title: 鑫龘, categories: [{code: 1-ア, title: 鑫龘}]}]\n";
    let records = [
        ("programs/g/2.yaml", item.clone() + mark),
        ("programs/zz-secret/program.yaml", program.to_owned() + mark),
        ("programs/zz-secret/1.yaml", item),
        ("plans/p/9-9.yaml", section.clone() + mark),
        ("plans/zz-secret/plan.yaml", plan.to_owned() + mark),
        ("plans/zz-secret/1-1.yaml", section),
        ("goals/2022/kikaku/2.yaml", goal.replace("mid_term: {progress: [鑫龘], rating: ○}", "") + mark),
        ("goals/2031/kikaku/sheet.yaml", sheet.to_owned() + mark),
        ("goals/2031/kikaku/1.yaml", goal),
        (
            "pages/zz-secret.md",
            format!("---\n{mark}---\n# 鑫龘\n\n鑫龘 [鑫龘](goals/2031/) ![鑫龘](images/zz-secret.svg)\n"),
        ),
        (
            "views/zz-secret.yaml",
            format!("date: 2023-05-20\nfrom: 鑫龘\nsaid: [鑫龘]\nanswer: [鑫龘]\nrecords: [programs/g/1]\n{mark}"),
        ),
        ("images/zz-secret.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>鑫龘</title></svg>".to_owned()),
    ];
    let narratives = ["programs/g/2.md", "plans/zz-secret/plan.md", "goals/2031/kikaku/1.md"]
        .map(|path| (path, "鑫龘 [鑫龘](programs/zz-secret/1/)\n".to_owned()));
    records.into_iter().chain(narratives).map(|(path, text)| (path.to_owned(), text)).collect()
}

/// What the published records say of the kept-back ones; it disappears with them.
const SAID: [(&str, &str); 6] = [
    (
        "programs/g/1.yaml",
        "related: [goals/2031/kikaku/1, goals/2022/kikaku/1]\nnone_in: [zz-secret]\n\
      years: [{fiscal_year: 2024, plan: [鑫龘], draft: true}]\n",
    ),
    ("plans/p/1-1-1.yaml", "related: [programs/zz-secret]\n"),
    ("views/1.yaml", "date: 2023-05-20\nsaid: [声]\nrecords: [programs/zz-secret, programs/g/1]\n"),
    ("plans/p/plan.yaml", "predecessor: zz-secret\n"),
    (
        "goals/2022/kikaku/1.yaml",
        "references: [{plan: zz-secret, code: 1-1}, {plan: p, code: 1-1-2}, {plan: p, code: 9-9}]\n",
    ),
    (
        "corrections.yaml",
        "corrections: [{date: 2026-04-01, record: programs/g/2, field: title, before: 鑫龘鑫, after: 鑫龘, reason: 鑫龘}]\n",
    ),
];

/// The same records as if nobody had thought of the others.
const UNSAID: [(&str, &str); 4] = [
    ("programs/g/1.yaml", "related: [goals/2022/kikaku/1]\n"),
    ("goals/2022/kikaku/1.yaml", "references: [{plan: p, code: 1-1-2}]\n"),
    ("corrections.yaml", "corrections: []\n"),
    ("views/1.yaml", "date: 2023-05-20\nsaid: [声]\nrecords: [programs/g/1]\n"),
];

fn said(mut texts: Texts, said: &[(&str, &str)]) -> Texts {
    for (path, more) in said {
        texts.entry((*path).to_owned()).or_default().push_str(more);
    }
    texts
}

fn site(texts: &Texts) -> Site {
    let sources = sources(texts);
    let (site, mut findings) = load(&sources);
    let site = site.on(Date::new(2026, 3, Some(31)).expect("a day"));
    findings.extend(examine(&site));
    assert!(!findings.has_errors(), "{}", report(&findings, &sources));
    site
}

/// Every file of the site, and what other search engines get.
fn files(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let corpus = ("corpus.ndjson".to_owned(), corpus(site).collect::<String>().into_bytes());
    sites::files(site).into_iter().chain([corpus]).collect()
}

fn number(bytes: &[u8], at: usize, len: usize) -> usize {
    bytes[at..at + len].iter().rev().fold(0, |n, byte| n << 8 | usize::from(*byte))
}

/// The files of a ZIP, unpacked: found by the central directory at its end (APPNOTE 4.3.12, 4.3.16).
fn unpacked(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let end = zip.len() - 22;
    let length = |at: usize| 46 + [28, 30, 32].map(|place| number(zip, at + place, 2)).iter().sum::<usize>();
    let entry_after = |at: &usize| Some(*at + length(*at)).filter(|next| *next < end);
    let starts = std::iter::successors(Some(number(zip, end + 16, 4)), entry_after);
    let file = |at: usize| {
        let name = String::from_utf8_lossy(&zip[at + 46..at + 46 + number(zip, at + 28, 2)]).into_owned();
        let local = number(zip, at + 42, 4);
        let data = local + 30 + number(zip, local + 26, 2) + number(zip, local + 28, 2);
        let packed = &zip[data..data + number(zip, at + 20, 4)];
        let mut bytes = packed.to_vec();
        if number(zip, at + 10, 2) == 8 {
            bytes.clear();
            DeflateDecoder::new(packed).read_to_end(&mut bytes).expect("it can be unpacked");
        }
        (name, bytes)
    };
    starts.map(file).collect()
}

/// The files in which a secret stands, those inside ZIP and XLSX too.
fn betrayed(path: &str, bytes: &[u8], found: &mut Vec<String>) {
    if bytes.starts_with(b"PK\x03\x04") {
        unpacked(bytes).iter().for_each(|(name, bytes)| betrayed(&format!("{path}:{name}"), bytes, found));
    }
    let text = sites::said(path, bytes);
    if [path, &*text].iter().any(|text| SECRETS.iter().any(|secret| text.contains(secret))) {
        found.push(path.to_owned());
    }
}

fn secrets(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut found = Vec::new();
    files.iter().for_each(|(path, bytes)| betrayed(path, bytes, &mut found));
    found
}

#[test]
fn what_is_kept_back_is_in_no_byte_of_the_output() {
    let bare = files(&site(&said(fixture(), &UNSAID)).published());
    assert_eq!(secrets(&bare), Vec::<String>::new());
    for mark in ["draft: true\n", "publish_on: 2026-04-01\n", "draft: true\npublish_on: 2020-04-01\n"] {
        let with = said(fixture().into_iter().chain(drafts(mark)).collect(), &SAID);
        let built = files(&site(&with).published());
        assert_eq!(secrets(&built), Vec::<String>::new(), "{mark}");
        assert_eq!(built.keys().collect::<Vec<_>>(), bare.keys().collect::<Vec<_>>(), "{mark}");
        let differing: Vec<_> =
            built.iter().filter(|(path, bytes)| bare[*path] != **bytes).map(|(path, _)| path).collect();
        assert_eq!(differing, Vec::<&String>::new(), "{mark}");
    }
}

#[test]
fn the_search_for_secrets_finds_them_where_they_are() {
    let with = said(fixture().into_iter().chain(drafts("draft: true\n")).collect(), &SAID);
    let found = secrets(&files(&site(&with)));
    for expected in [
        "goals/2031/kikaku/1/index.html",
        "search/grams/",
        "search/texts/",
        ".zip:",
        ".xlsx:",
        "sitemap.xml",
        ".csv",
        "corpus",
    ] {
        assert!(found.iter().any(|path| path.contains(expected)), "{expected}: {found:?}");
    }
}

#[test]
fn a_day_releases_and_a_draft_covers_what_lies_below_it() {
    let with: Texts = fixture().into_iter().chain(drafts("publish_on: 2026-03-31\n")).collect();
    let built = files(&site(&with).published());
    let page = |path: &str| String::from_utf8(built[path].clone()).expect("UTF-8");
    assert!(page("goals/2031/kikaku/1/index.html").contains(WORD));
    assert!(!page("goals/2031/kikaku/1/index.html").contains("class=\"ribbon\""));
    let with: Texts = fixture().into_iter().chain(drafts("publish_on: 2026-04-01\n")).collect();
    let seen = files(&site(&with));
    let page = |path: &str| String::from_utf8(seen[path].clone()).expect("UTF-8");
    for path in [
        "programs/g/2/",
        "programs/zz-secret/1/",
        "plans/p/9-9/",
        "goals/2031/kikaku/",
        "goals/2031/kikaku/1/",
        "zz-secret/",
    ] {
        assert!(page(&format!("{path}index.html")).contains("令和8年4月1日に公開"), "{path} has no ribbon");
    }
    assert!(!page("programs/g/1/index.html").contains("class=\"ribbon\""));
}

/// A site that demands approval from 2023 on, with one department's sheet, one item, and what is given of each stage.
fn stages(sheet: &str, reports: &str, years: &str) -> Texts {
    let mut texts = fixture();
    texts.get_mut("site.yaml").expect("there").push_str("approval: {required_from: 2023}\n");
    texts.insert("goals/2023/kikaku/sheet.yaml".to_owned(), format!("stages:\n{sheet}"));
    let goal =
        format!("title: 窓口\nitems:\n  - number: 1\n    title: 待たない窓口\n    targets: [10分以内]\n{reports}");
    texts.insert("goals/2023/kikaku/1.yaml".to_owned(), goal);
    for record in ["programs/g/1.yaml", "plans/p/1-1-1.yaml"] {
        texts.get_mut(record).expect("there").push_str(&format!("years:\n{years}"));
    }
    texts
}

const APPROVED: &str = "{by: 企画部長, date: 2024-05-01}";
const ACTUALS: &str = ", actuals: [{value: 918273645, unit: 件, fiscal_year: 2023}]";
const FIGURE: &str = "{name: 鑫龘, kind: actual, value: 918273645, unit: 件}";

#[test]
fn a_stage_that_nobody_approved_is_in_no_byte_of_the_output() {
    let initial = format!("  - {{stage: initial, approved: {APPROVED}}}\n");
    let plan = format!("  - fiscal_year: 2023\n    plan: [改修]\n    approved: {{plan: {APPROVED}}}\n");
    let indicators = |actuals: &str| format!("indicators: [{{number: 1, name: 率, rule: none{actuals}}}]\n");
    let unknown = indicators("");
    let bare = files(&site(&stages(&initial, &unknown, &format!("{plan}{unknown}"))).published());
    assert!(String::from_utf8_lossy(&bare["goals/2023/kikaku/1/index.html"]).contains("10分以内"));
    let sheet = format!("{initial}  - {{stage: final, document: 鑫龘}}\n");
    let reports = format!(
        "    mid_term: {{progress: [鑫龘]}}\n    final: {{results: [鑫龘]}}\n    figures: [{FIGURE}]\nrating: ○\n{}",
        indicators(ACTUALS)
    );
    let years = format!(
        "{plan}    results: [鑫龘]\n    effect: [鑫龘]\n    figures: [{FIGURE}]\n  - fiscal_year: 2024\n    plan: [鑫龘]\n{}",
        indicators(ACTUALS)
    );
    let with = site(&stages(&sheet, &reports, &years));
    assert_eq!(with.kept_back().count(), 6, "two reports, and twice the results of a year and the plan of the next");
    let built = files(&with.published());
    assert_eq!(secrets(&built), Vec::<String>::new());
    assert!(built == bare);
}

#[test]
fn each_report_waits_by_itself() {
    let initial = format!("  - {{stage: initial, approved: {APPROVED}}}\n");
    for report in ["    mid_term: {progress: [鑫龘]}\n", "    final: {results: [鑫龘]}\n"] {
        let built = files(&site(&stages(&initial, report, "  - {fiscal_year: 2022}\n")).published());
        assert_eq!(secrets(&built), Vec::<String>::new(), "{report}");
    }
}

#[test]
fn an_approved_stage_is_public_and_its_approval_is_not() {
    let sheet = format!("  - {{stage: mid_term, as_of: 2023-10-01, approved: {APPROVED}}}\n");
    let reports = "    mid_term: {progress: [窓口を増やした]}\n    figures:\n\
                   \x20     - {name: 待ち時間, kind: actual, value: 12, unit: 分, as_of: 2023-10-01}\n\
                   \x20     - {name: 待ち時間, kind: actual, value: 918273645, unit: 分, as_of: 2024-03-31}\n";
    // What is expected of a year is a part of its plan.
    let expected = "figures: [{name: 参加, kind: forecast, value: 918273645, unit: 人}, {name: 参加, kind: actual, value: 34, unit: 人}]";
    let years = format!(
        "  - fiscal_year: 2023\n    results: [済んだ]\n    {expected}\n    approved: {{results: {APPROVED}}}\n"
    );
    let built = files(&site(&stages(&sheet, reports, &years)).published());
    let page = |path: &str| String::from_utf8_lossy(&built[path]).into_owned();
    assert!(page("goals/2023/kikaku/1/index.html").contains("窓口を増やした"));
    assert!(page("goals/2023/kikaku/1/index.html").contains("12"));
    assert!(page("programs/g/1/index.html").contains("済んだ"));
    assert!(page("programs/g/1/index.html").contains("34"));
    assert_eq!(secrets(&built), Vec::<String>::new());
    assert!(built.iter().all(|(path, bytes)| !sites::said(path, bytes).contains("企画部長")));
}
