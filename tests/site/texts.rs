//! What is typed is what is published, the same on the page, in the data and in the index: wrapped sentences, emphasis,
//! characters that can be written in two ways.

use mieruka::export::datasets;

use crate::sites::{Texts, bundle, examined, folder, json, site, sources, text, texts};

/// The good content with one more file.
fn with(path: &str, content: &str) -> Texts {
    let mut files = texts(&folder("tests/fixtures/good"));
    files.insert(path.to_owned(), content.to_owned());
    files
}

/// A file of the site that is made of the good content and one more file.
fn made(path: &str, content: &str, file: &str) -> String {
    let site = site(&sources(with(path, content)));
    let datasets = datasets(&site);
    text(&bundle(&site, &datasets), file)
}

const ITEM: &str = "programs/g/1.yaml";
const HEAD: &str = "title: 電子申請\ncategory: 1-ア\ndepartments: [kikaku-ka]\n";

/// A statement as it is typed, and as it is read in page and data.
fn check(typed: &str, expected: &str) {
    let item = format!("{HEAD}summary:\n{typed}");
    let site = site(&sources(with(ITEM, &item)));
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    assert_eq!(json(&bundle, "programs/g/1/index.json")["summary"][0], expected, "{typed}");
    let page = text(&bundle, "programs/g/1/index.html");
    assert!(page.contains(&format!("<li>{expected}</li>")), "{typed}: {page}");
    assert!(
        page.contains(&format!("<meta name=\"description\" property=\"og:description\" content=\"{expected}\">")),
        "{typed}: {page}"
    );
    let table = text(&bundle, "data/action_items/990019_action_items.csv");
    assert!(table.contains(&format!(",{expected},")), "{typed}: {table}");
}

#[test]
fn a_wrapped_statement_is_one_sentence_everywhere() {
    let whole = "公共施設の方針";
    for typed in [
        "  - 公共施\n    設の方針\n",
        "  - '公共施\n    設の方針'\n",
        "  - \"公共施\n    設の方針\"\n",
        "  - >\n    公共施\n    設の方針\n",
        "  - |\n    公共施\n    設の方針\n",
        "  公共施\n  設の方針\n",
    ] {
        check(typed, whole);
    }
    check("  - open\n    data\n", "open data");
    check("  - 庁内の\n    DX を\n", "庁内の DX を");
}

#[test]
fn a_character_in_two_parts_is_one_everywhere() {
    check("  - か\u{3099}くしゅうの場\n", "がくしゅうの場");
    check("  - 神\u{fa19}社\n", "神\u{fa19}社");
}

#[test]
fn a_department_is_found_by_a_name_in_two_parts() {
    let departments = folder("tests/fixtures/good").find("departments.yaml").expect("it is there").1.text.clone();
    let (site, _) = examined(&sources(with("departments.yaml", &departments.replace("name: ", "name: か\u{3099}"))));
    assert!(site.departments.iter().all(|department| department.name.value.starts_with('が')));
}

#[test]
fn prose_is_read_as_it_is_typed() {
    let page = |body: &str| made("pages/about.md", &format!("# **「題」**名\n\n{body}\n"), "about/index.html");
    assert!(
        page("公共施\n設の方針。**「重要」**です").contains("<p>公共施設の方針。<strong>「重要」</strong>です</p>")
    );
    assert!(page("次の\n・一\n・二").contains("<p>次の<br />\n・一<br />\n・二</p>"));
    assert!(page("## **（案）**の扱い").contains("<strong>（案）</strong>の扱い"));
    assert!(page("| **「甲」**の | 乙 |\n|---|---|\n| *「丙」*の | 丁 |").contains("<td><em>「丙」</em>の</td>"));
    assert!(page("- **「甲」**の").contains("<li><strong>「甲」</strong>の</li>"));
    assert!(page("").contains("<h1>「題」名</h1>"));
    assert!(page("か\u{3099}").contains("<p>が</p>"));
}

#[test]
fn words_within_a_sentence_are_not_torn_in_data_and_index() {
    let files = with("programs/g/1.md", "公共施\n**設**の[方針](about/)です。\n");
    let site = site(&sources(files));
    let datasets = datasets(&site);
    let narrative = &json(&bundle(&site, &datasets), "programs/g/1/index.json")["narrative"]["text"];
    assert_eq!(narrative.as_str().map(str::trim), Some("公共施設の方針です。"));
}
