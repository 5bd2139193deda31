//! What stands at an address of the site can be linked to, and nothing else.

use mieruka::dataset::RENAMED;
use mieruka::load::load;
use mieruka::model::Date;
use mieruka::source::Sources;
use mieruka::{examine, export};

use crate::sites::{bundle, folder};
/// The links of a page of prose that `check` refuses, each with the rule.
fn refused(sources: &Sources, links: &[String]) -> Vec<(String, &'static str)> {
    let text: String = links.iter().map(|link| format!("[先]({link})\n\n")).collect();
    let sources = sources.revised([("pages/links.md".to_owned(), format!("# 題\n\n{text}").into_bytes())]);
    let (site, faults) = load(&sources);
    assert!(!faults.has_errors(), "{faults:?}");
    let site = site.on(Date::new(2026, 3, Some(31)).expect("a day"));
    let (id, _) = sources.files().find(|(_, file)| file.path == "pages/links.md").expect("it was put there");
    let found = examine(&site).sorted();
    let here = found.iter().filter(|finding| finding.at.file == id);
    here.map(|finding| {
        let excerpt = &sources.file(id).text[finding.at.start as usize..finding.at.end as usize];
        let link = excerpt.trim_start_matches("[先](").trim_end_matches(')');
        (link.to_owned(), finding.rule)
    })
    .collect()
}

/// Every path of the published site but those that may change with every build.
fn paths(sources: &Sources) -> Vec<String> {
    let (site, _) = load(sources);
    let datasets = export::datasets(&site);
    let bundle = bundle(&site, &datasets);
    let changes = |path: &String| path.starts_with("assets/") || path.starts_with("search/") && path.ends_with(".js");
    // A page that leads on to another one is none to link to.
    let is_moved = |path: &String| RENAMED.iter().any(|(former, _)| *path == format!("data/{former}/index.html"));
    bundle.iter().map(|(path, _)| path.to_string()).filter(|path| !changes(path) && !is_moved(path)).collect()
}

#[test]
fn every_page_and_every_file_can_be_linked_to() {
    for name in ["tests/fixtures/good", "content"] {
        let sources = folder(name);
        let paths = paths(&sources);
        let pages = paths.iter().filter_map(|path| path.strip_suffix("index.html"));
        let spellings = pages.flat_map(|page| {
            let page = if page.is_empty() { "./" } else { page };
            [page.to_owned(), format!("{page}#top"), format!("./{page}?q=x")]
        });
        let links: Vec<_> = paths.iter().cloned().chain(spellings).collect();
        assert!(links.iter().any(|link| link == "search/list/") && links.len() > 100);
        assert_eq!(refused(&sources, &links), [], "{name}");
    }
}

#[test]
fn what_is_not_there_cannot_be_linked_to() {
    let links = [
        "data/nonsense/",
        "data/action_items/000000_action_items.csv",
        "data/action_items/202037_action_items.txt",
        "departments/nobody/",
        "departments/nobody/index.json",
        "search/nonsense/",
        "search/list/zz/",
        "goals/1999/",
        "years/1999/",
        "sdgs/0/",
        "sdgs/18/",
        "sdgs/04/",
        "programs/g/2/",
        "programs/g/1",
        "programs/g/1/changes/",
        "programs/g//1/",
        "programs/g/../g/1/",
        "goals/2022/kikaku/changes/",
        "plans/p/1-1/",
        "nonsense/",
        "sitemap/1/",
        "images/nonsense.png",
        "assets/css/base.css",
        "search/manifest.js",
        "/programs/g/1/",
        "javascript:alert",
    ];
    let links = links.map(str::to_owned);
    let refused = refused(&folder("tests/fixtures/good"), &links);
    assert_eq!(refused, links.map(|link| (link, "dead-link")));
}

#[test]
fn an_address_that_was_moved_can_be_linked_to() {
    let moved = "redirects:\n  - {from: programs/g/9/, to: programs/g/1/}\n";
    let sources = folder("tests/fixtures/good").revised([("redirects.yaml".to_owned(), moved.into())]);
    assert_eq!(refused(&sources, &["programs/g/9/".to_owned(), "programs/g/9/index.html".to_owned()]), []);
    assert_eq!(refused(&sources, &["programs/g/9/index.json".to_owned()]).len(), 1);
}

#[test]
fn no_file_of_what_is_kept_back_can_be_linked_to() {
    let drafts = [
        ("programs/g/2.yaml", "title: 下書き\ndraft: true\n"),
        ("goals/2031/kikaku/sheet.yaml", "draft: true\ndepartments: [kikaku]\nstages: [{stage: initial}]\n"),
        ("pages/plan.md", "---\ndraft: true\n---\n# 下書きのページ\n"),
    ];
    let drafts = drafts.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let sources = folder("tests/fixtures/good").revised(drafts);
    let links = [
        "programs/g/2/",
        "programs/g/2/index.html",
        "programs/g/2/index.json",
        "goals/2031/",
        "years/2031/",
        "goals/2031/kikaku/",
        "goals/2031/kikaku/changes/",
        "goals/2031/kikaku/index.json",
        "plan/",
    ];
    let links = links.map(str::to_owned);
    assert_eq!(refused(&sources, &links), links.map(|link| (link, "link-to-unpublished")));
}
