//! Views of residents are on their page, on the pages of the records named, in the feed, the data and the search; a site without
//! views has no page, no table and no link for them.

use mieruka::export::datasets;
use mieruka::load::load;
use mieruka::model::{Date, Site};

use crate::sites::{self, bundle, examined, folder, json, report, sources, text, texts};

const VIEW: &str = "date: 2023-05-20\nfrom: 説明会\nsaid: [鑫声鑫]\nanswer: [鑫答鑫]\nrecords: [programs/g/1]\n";

fn site(views: &[(&str, &str)]) -> Site {
    let mut content = texts(&folder("tests/fixtures/good"));
    content.extend(views.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
    let (site, faults) = load(&sources(content));
    assert!(faults.is_empty(), "{faults:#?}");
    site.on(Date::new(2026, 3, Some(31)).expect("a day")).published()
}

/// The paths of the files that hold a text.
fn holders(site: &Site, wanted: &str) -> Vec<String> {
    let files = sites::files(site);
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(wanted);
    let is_text =
        |path: &str| !["search/", "data/schema/"].iter().any(|of| path.starts_with(of)) && !path.ends_with(".jsonld");
    files.iter().filter(|(path, bytes)| is_text(path) && holds(bytes)).map(|(path, _)| path.clone()).collect()
}

#[test]
fn a_view_is_wherever_its_record_is() {
    let site = site(&[("views/a.yaml", VIEW)]);
    let expected = [
        "data/views/990019_views.csv",
        "data/views/990019_views.json",
        "data/views/990019_views.parquet",
        "departments/kikaku-ka/feed.xml",
        "departments/kikaku/feed.xml",
        "feed.xml",
        "programs/g/1/index.html",
        "programs/g/1/index.json",
        "views/index.html",
    ];
    let readable = |word: &str| {
        let found = holders(&site, word).into_iter();
        found.filter(|path| !path.starts_with("data/views/index") && !path.contains("mieruka")).collect::<Vec<_>>()
    };
    assert_eq!(readable("鑫声鑫"), expected);
    assert_eq!(readable("鑫答鑫"), expected);
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let page = text(&bundle, "views/index.html");
    assert!(page.contains("id=\"view-a\"") && page.contains("programs/g/1/"), "{page}");
    assert!(text(&bundle, "programs/g/1/index.html").contains("views/index.html#view-a"));
    assert!(text(&bundle, "index.html").contains("/views/index.html\""), "the navigation leads to it");
    assert_eq!(json(&bundle, "programs/g/1/index.json")["views"][0]["given_at"], "説明会");
    let found = bundle.iter().filter(|(path, _)| path.as_str().starts_with("search/texts/"));
    let said = |path: &str| sites::said(path, text(&bundle, path).as_bytes());
    let found = found.filter(|(path, _)| said(path.as_str()).contains("鑫声鑫")).count();
    assert!(found > 0, "the search has it");
}

#[test]
fn a_site_without_views_says_nothing_of_them() {
    for views in [&[][..], &[("views/a.yaml", "date: 2023-05-20\nsaid: [声]\ndraft: true\n")]] {
        let site = site(views);
        assert_eq!(holders(&site, "ご意見"), Vec::<String>::new());
        assert_eq!(holders(&site, "views/"), Vec::<String>::new());
    }
}

#[test]
fn the_newest_view_is_first() {
    let of = |date: &str| format!("date: {date}\nsaid: [声]\n");
    let texts = [("a", "2023-05-20"), ("c", "2024-05-20"), ("b", "2023-05-20")]
        .map(|(id, date)| (format!("views/{id}.yaml"), of(date)));
    let views: Vec<_> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let ids: Vec<_> = site(&views).views.iter().map(|view| view.id.clone()).collect();
    assert_eq!(ids, ["c", "a", "b"]);
}

#[test]
fn views_of_what_is_not_there_are_told() {
    let check = |text: &str, expected: &[&str]| {
        let mut content = texts(&folder("tests/fixtures/good"));
        content.insert("views/a.yaml".to_owned(), text.to_owned());
        let sources = sources(content);
        let told = report(&examined(&sources).1, &sources);
        let found: Vec<_> = told.lines().filter(|line| line.contains("]: ")).collect();
        assert_eq!(found, expected, "{told}");
    };
    check(VIEW, &[]);
    check(
        "date: 2023-05-20\nsaid: [声]\nrecords: [programs/g/9]\n",
        &["エラー[unknown-record]: 記録 `programs/g/9` がありません"],
    );
    check("date: 2027-05-20\nsaid: [声]\n", &["注意[early-result]: ご意見の日付の令和9年5月20日は、未来の日付です"]);
    check(
        "date: 2023-05-20\nsaid: [声の*ある文]\n",
        &["エラー[unknown-term]: 「声の*」の印に当たる用語が用語集にありません"],
    );
    check("date: 2023-05\nsaid: [声]\n", &["エラー[wrong-type]: ご意見の日付(`date`)には、日までの日付を書きます"]);
    check(
        "date: 2023-05-20\nfrom: [場]\nsaid: [声]\n",
        &["エラー[wrong-type]: 寄せられた場(`from`)には、1つの文を書きます"],
    );
    check("date: 2023-05-20\n", &["エラー[missing-key]: ご意見(`said`)がありません"]);
}
