//! Changes of published content stay visible: corrections are shown everywhere, former addresses redirect, digests stay small.

use std::collections::BTreeMap;

use mieruka::model::{Date, Site};
use mieruka::permanence::{self, Now, Published};

use crate::content::content;
use crate::sites::{bundle, files, site, sources};

const SITE: &str =
    "title: 見本\nmunicipality: {code: \"990001\", name: 見本市}\nbase_url: https://example.jp/mieruka/\n";
const PROGRAM: &str = "title: P\nperiod: {from: 2021, to: 2025}\n";
const NO_CORRECTIONS: &str = "corrections: []\n";
const ITEM: &str = "title: 電子申請\nyears:\n  - fiscal_year: 2021\n    results: [12の手続を電子申請にした]\n";

fn built(texts: &[(&str, &str)]) -> BTreeMap<String, String> {
    let files = files(&site(&sources(texts.iter().copied())));
    files.into_iter().map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

#[test]
fn a_correction_is_told_on_the_record_in_the_list_in_the_feed_and_in_the_data() {
    let correction = "corrections:\n  - date: 2026-04-01\n    record: programs/g/1\n    field: years.2021.results\n    \
                      before: 11の手続を電子申請にした\n    after: 12の手続を電子申請にした\n    reason: 数えまちがい\n";
    let texts = [("site.yaml", SITE), ("programs/g/program.yaml", PROGRAM), ("programs/g/1.yaml", ITEM)];
    let files = built(&[&texts[..], &[("corrections.yaml", correction)]].concat());
    let places = [
        "programs/g/1/index.html",
        "programs/g/1/index.json",
        "corrections/index.html",
        "feed.xml",
        "data/corrections/990001_corrections.csv",
        "data/corrections/990001_corrections.json",
    ];
    for place in places {
        for said in ["11の手続を電子申請にした", "12の手続を電子申請にした", "数えまちがい"]
        {
            assert!(files[place].contains(said), "{place} does not say {said}");
        }
    }
}

/// The site in which the item is called so, with these corrections.
fn titled(title: &str, corrections: &str) -> Site {
    let item = format!("title: {}\n", serde_json::to_string(title).expect("a text is always JSON"));
    let texts = [("site.yaml", SITE), ("programs/g/program.yaml", PROGRAM), ("programs/g/1.yaml", &*item)];
    site(&sources([&texts[..], &[("corrections.yaml", corrections)]].concat()))
}

#[test]
fn a_proposed_correction_can_be_pasted_whatever_was_changed() {
    for old in
        ["true", "null", "~", "1.0", "2026-01-01", "- x", "a: b", "a:", "# x", "a # x", "[a]", "\"a\"", "20%", "題"]
    {
        let (before, now) = (titled(old, NO_CORRECTIONS), titled("新しい題名", NO_CORRECTIONS));
        let mut bundle = mieruka::bundle::Bundle::new();
        permanence::add(&mut bundle, &before);
        let digests = bundle.get(permanence::FILE).expect("it was added").bytes().expect("it can be made");
        let manifest = br#"{"generator": "mieruka", "files": {}}"#;
        let published = Published::read(manifest, Some(&digests)).expect("it was just written");
        let today = Date::new(2026, 11, Some(21)).expect("a day");
        let recall = |_: &_| Some(serde_json::json!({ "title": old }).to_string());
        let now = Now { editors: &now, public: &now, has: &|_| true, today, recall: &recall };
        let found = permanence::compare(&published, &now);
        let help = &found.iter().next().expect("the title has changed").help;
        let (_, entry) = help.split_once('\n').expect("the entry is proposed below");
        let corrected = titled("新しい題名", &format!("corrections:\n{entry}\n"));
        let [correction] = &corrected.corrections[..] else { panic!("{entry}") };
        assert_eq!((&*correction.before.value, &*correction.after.value), (old, "新しい題名"), "{entry}");
    }
}

/// The site with a department of this name, its successor, and corrections.
fn charged(name: &str, successor: &str, corrections: &str) -> Site {
    let departments =
        format!("departments:\n  - {{id: joho, name: {name}{successor}}}\n  - {{id: digital, name: 電算部}}\n");
    let item = "title: 電子申請\ndepartments: [joho]\n";
    let texts = [("site.yaml", SITE), ("programs/g/program.yaml", PROGRAM), ("programs/g/1.yaml", item)];
    let more = [("departments.yaml", &*departments), ("corrections.yaml", corrections)];
    site(&sources([&texts[..], &more].concat()))
}

/// What replacing the first site by the second one finds.
fn replaced(before: &Site, now: &Site) -> Vec<(String, String)> {
    let mut bundle = mieruka::bundle::Bundle::new();
    permanence::add(&mut bundle, before);
    let digests = bundle.get(permanence::FILE).expect("it was added").bytes().expect("it can be made");
    let published = Published::read(br#"{"generator": "mieruka", "files": {}}"#, Some(&digests)).expect("just written");
    let recalled = files(before);
    let recall = |id: &mieruka::model::RecordId| {
        Some(String::from_utf8_lossy(recalled.get(&format!("{id}/index.json"))?).into_owned())
    };
    let today = Date::new(2026, 11, Some(21)).expect("a day");
    let now = Now { editors: now, public: now, has: &|_| true, today, recall: &recall };
    permanence::compare(&published, &now).iter().map(|one| (one.message.clone(), one.help.clone())).collect()
}

#[test]
fn a_department_that_is_called_otherwise_is_told_and_can_be_corrected() {
    let before = charged("情報課", "", NO_CORRECTIONS);
    let found = replaced(&before, &charged("情報政策課", "", NO_CORRECTIONS));
    let [(message, help)] = &found[..] else { panic!("{found:?}") };
    assert!(message.contains("departments/joho の `name` が変わります"), "{message}");
    assert!(help.contains("successor") && help.contains("before: 情報課"), "{help}");
    let (_, entry) = help.split_once('\n').expect("the entry is proposed below");
    let corrected = charged("情報政策課", "", &format!("corrections:\n{entry}\n"));
    assert_eq!(replaced(&before, &corrected), []);
    let files = files(&corrected);
    for place in [
        "corrections/index.html",
        "departments/joho/index.html",
        "departments/joho/index.json",
        "feed.xml",
        "data/corrections/990001_corrections.csv",
    ] {
        let text = String::from_utf8_lossy(&files[place]);
        assert!(text.contains("情報政策課") && text.contains("情報課"), "{place}");
    }
    // A department that takes its place is one of its own, and the records of former years keep the name.
    assert_eq!(replaced(&before, &charged("情報課", ", successor: [digital]", NO_CORRECTIONS)), []);
}

#[test]
fn a_program_that_goes_on_is_no_correction_and_one_that_ends_sooner_is() {
    let of = |period: &str| {
        let program = format!("title: P\nperiod: {period}\n");
        let texts =
            [("site.yaml", SITE), ("programs/g/program.yaml", &*program), ("programs/g/1.yaml", "title: 電子申請\n")];
        site(&sources(texts))
    };
    let before = of("{from: 2021, to: 2025}");
    let told =
        |period: &str| replaced(&before, &of(period)).into_iter().map(|(message, _)| message).collect::<Vec<_>>();
    for grown in ["{from: 2021, to: 2026}", "{from: 2021, to: 2031}"] {
        assert!(told(grown).is_empty(), "{grown}: {:?}", told(grown));
    }
    for (changed, path) in [
        ("{from: 2021, to: 2024}", "to"),
        ("{from: 2021, to: 2026-03}", "to"),
        ("{from: 2021}", "to"),
        ("{from: 2020, to: 2026}", "from"),
        ("{from: 2022, to: 2025}", "from"),
    ] {
        let found = told(changed);
        assert!(found.len() == 1 && found[0].contains(&format!("`period.{path}`")), "{changed}: {found:?}");
    }
}

#[test]
fn a_chart_that_disappears_is_told_once_and_with_its_page_not_at_all() {
    let manifest =
        br#"{"generator": "mieruka", "files": {"programs/g/1/figures/0a.csv": 1, "programs/g/1/figures/0a.html": 1,
        "programs/g/1/figures/0a.svg": 1, "programs/g/1/index.json": 1, "data/figures/990001_figures.csv": 1}}"#;
    let published = Published::read(manifest, None).expect("a manifest");
    let (site, today) = (titled("題", NO_CORRECTIONS), Date::new(2026, 11, Some(21)).expect("a day"));
    let told = |has: &(dyn Fn(&str) -> bool + Sync)| -> Vec<String> {
        let now = Now { editors: &site, public: &site, has, today, recall: &|_| None };
        permanence::compare(&published, &now).iter().map(|one| one.message.clone()).collect()
    };
    let with_page = told(&|path| !path.contains("/figures/"));
    assert_eq!(with_page.len(), 2, "{with_page:?}");
    assert!(with_page.iter().any(|one| one.contains("programs/g/1/figures/0a.svg")), "{with_page:?}");
    let without = told(&|_| false);
    assert!(without.len() == 1 && without[0].contains("data/figures/"), "{without:?}");
}

#[test]
fn a_former_address_leads_on_and_stands_in_no_list() {
    let redirects =
        "redirects:\n  - {from: programs/f/9/, to: programs/g/1/#y2021, date: 2026-04-01, reason: 統合したため}\n";
    let texts = [("site.yaml", SITE), ("programs/g/program.yaml", PROGRAM), ("programs/g/1.yaml", ITEM)];
    let files = built(&[&texts[..], &[("redirects.yaml", redirects)]].concat());
    let page = &files["programs/f/9/index.html"];
    for said in [
        "<meta http-equiv=\"refresh\" content=\"0; url=../../../programs/g/1/index.html#y2021\">",
        "<link rel=\"canonical\" href=\"https://example.jp/mieruka/programs/g/1/\">",
        "<meta name=\"robots\" content=\"noindex\">",
        "<a href=\"../../../programs/g/1/index.html#y2021\">No.1 電子申請</a>",
        "統合したため",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // The table of redirects is for programs that know the former id; pages, lists and the search do not name it.
    let others = files.iter().filter(|(path, _)| *path != "programs/f/9/index.html" && !path.starts_with("data/"));
    let named = others.filter(|(_, text)| text.contains("programs/f/9")).map(|(path, _)| path.as_str());
    assert_eq!(named.collect::<Vec<_>>(), [""; 0], "nothing but the page itself and the data knows of a redirect");
}

#[test]
fn the_digests_cost_a_few_hundred_bytes_a_record() {
    let (_, site) = content();
    let mut bundle = mieruka::bundle::Bundle::new();
    mieruka::permanence::add(&mut bundle, &site);
    let bytes = bundle.get(mieruka::permanence::FILE).expect("it was added").bytes().expect("it can be made").len();
    let records = site.records().count();
    assert!(bytes < records * 1024, "{bytes} bytes for {records} records");
}

#[test]
fn every_path_fits_every_system() {
    let (_, site) = content();
    let datasets = mieruka::export::datasets(&site);
    for (path, _) in bundle(&site, &datasets).iter() {
        let path = path.as_str();
        let is_plain = path.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_./".contains(&b));
        let is_taken = |part: &str| mieruka::model::is_reserved(part.split('.').next().unwrap_or_default());
        assert!(is_plain && path.len() <= 120 && !path.split('/').any(is_taken), "{path}");
        assert!(!path.split('/').any(|part| part.starts_with('.') || part.ends_with('.')), "{path}");
    }
}

#[test]
fn a_correction_names_what_was_published() {
    let of = |value: &str, before: &str| {
        let item = format!(
            "title: A\nfigures:\n  - {{name: 数, kind: actual, value: {value}, unit: 分野, printed: 公開中の{value}分野}}\n"
        );
        let correction = format!(
            "corrections:\n  - date: 2026-04-01\n    record: programs/g/1\n    field: figures.数.actual\n    before: {before}\n    after: 4分野\n    reason: 数えまちがい\n"
        );
        let corrections = if before.is_empty() { NO_CORRECTIONS } else { &correction };
        site(&sources([
            ("site.yaml", SITE),
            ("programs/g/program.yaml", PROGRAM),
            ("programs/g/1.yaml", &item),
            ("corrections.yaml", corrections),
        ]))
    };
    let earlier = of("5", "");
    let files = files(&earlier);
    let published =
        Published::read(br#"{"generator": "mieruka", "files": {}}"#, Some(&files[permanence::FILE])).expect("digests");
    let text = |path: String| files.get(&path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    for (before, expected) in [("5分野", 0), ("公開中の5分野", 0), ("\"5\"", 0), ("6分野", 1), ("15分野", 1)]
    {
        let now = of("4", before);
        let now = Now {
            editors: &now,
            public: &now,
            has: &|_| true,
            today: Date::new(2026, 4, Some(1)).expect("a day"),
            recall: &|id| text(format!("{id}/index.json")),
        };
        let found = permanence::compare(&published, &now);
        assert_eq!(found.iter().filter(|one| one.rule == "correction-false-before").count(), expected, "{before}");
        assert_eq!(found.iter().count(), expected, "{before}");
    }
}
