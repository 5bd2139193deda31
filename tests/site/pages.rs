//! The pages of the first content are consistent: one heading of the first level and no level skipped, distinct titles, links
//! to pages and anchors that exist.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use mieruka::export::datasets;
use mieruka::model::Site;

use crate::content::{content, good_with};
use crate::sites::{self, bundle, text};

/// The site of the first content, made once for all tests: every page by its path, and the paths of everything else too.
fn made() -> &'static (BTreeMap<String, String>, BTreeSet<String>) {
    static MADE: OnceLock<(BTreeMap<String, String>, BTreeSet<String>)> = OnceLock::new();
    MADE.get_or_init(|| {
        let (_, site) = content();
        let datasets = datasets(&site);
        let bundle = bundle(&site, &datasets);
        let paths: BTreeSet<_> = bundle.iter().map(|(path, _)| path.to_string()).collect();
        let pages = paths.iter().filter(|path| sites::is_page(path));
        (pages.map(|path| (path.clone(), text(&bundle, path))).collect(), paths)
    })
}

fn pages() -> &'static BTreeMap<String, String> {
    &made().0
}

/// The values of an attribute, in order.
fn values<'t>(html: &'t str, attribute: &str) -> Vec<&'t str> {
    let opening = format!(" {attribute}=\"");
    html.split(&opening).skip(1).filter_map(|rest| rest.split_once('"')).map(|(value, _)| value).collect()
}

fn headings(html: &str) -> Vec<u32> {
    let after = html.split("<h").skip(1);
    after.filter_map(|rest| rest.chars().next().and_then(|level| level.to_digit(10))).collect()
}

#[test]
fn every_page_has_one_first_heading_and_skips_no_level() {
    for (path, html) in pages() {
        let levels = headings(html);
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{path}");
        assert_eq!(levels.first(), Some(&1), "{path} begins with another heading");
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{path} skips a level: {levels:?}");
    }
}

#[test]
fn every_page_has_a_title_of_its_own() {
    let mut seen = BTreeMap::new();
    for (path, html) in pages() {
        let (_, rest) = html.split_once("<title>").expect("a page has a title");
        let (title, _) = rest.split_once("</title>").expect("a title ends");
        assert!(title.ends_with("上田市の目標・計画・実績"), "{path}: {title}");
        assert_eq!(seen.insert(title.to_owned(), path.clone()), None, "{path} has the title of another page: {title}");
    }
}

#[test]
fn every_list_to_sort_has_its_script() {
    let lists: Vec<_> = pages().iter().filter(|(_, html)| html.contains(" data-list=\"")).collect();
    assert!(lists.iter().any(|(path, _)| *path == "data/index.html"));
    lists.iter().for_each(|(path, html)| assert!(html.contains("js/table.js"), "{path}"));
}

#[test]
fn no_page_names_an_anchor_twice() {
    for (path, html) in pages() {
        let ids = values(html, "id");
        let unique: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{path}");
    }
}

#[test]
fn every_link_leads_to_a_file_and_an_anchor() {
    let (pages, paths) = made();
    for (path, html) in pages.iter().filter(|(path, _)| *path != "404.html") {
        for href in values(html, "href").into_iter().filter(|href| !href.contains(':')) {
            let (file, anchor) = href.split_once('#').map_or((href, None), |(file, anchor)| (file, Some(anchor)));
            let target = resolve(path, file);
            assert!(paths.contains(&target), "{path}: {href} leads nowhere");
            let is_there = anchor.is_none_or(|anchor| pages[&target].contains(&format!("id=\"{anchor}\"")));
            assert!(is_there, "{path}: {href} names no anchor of {target}");
        }
    }
}

/// The path that a relative link on a page means.
fn resolve(page: &str, href: &str) -> String {
    if href.is_empty() {
        return page.to_owned();
    }
    let mut parts: Vec<_> = page.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            "." => {}
            ".." => assert!(parts.pop().is_some(), "{page}: {href} leaves the site"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn nothing_runs_in_a_page_and_nothing_is_styled_in_it() {
    for (path, html) in pages() {
        assert!(!html.contains("<style") && !html.contains(" style=\""), "{path}");
        let scripts = html.split("<script").skip(1);
        for script in scripts {
            let is_allowed = script.starts_with(" type=\"application/ld+json\"") || script.contains("src=\"");
            assert!(is_allowed, "{path} holds a script");
        }
    }
}

#[test]
fn a_term_is_linked_where_it_first_stands_in_running_text() {
    let mut linked = 0;
    for (path, html) in pages() {
        let links: Vec<_> = html.split("<a class=\"term\" href=\"").skip(1).collect();
        let targets: Vec<_> = links.iter().filter_map(|rest| rest.split('"').next()).collect();
        let unique: BTreeSet<_> = targets.iter().collect();
        assert_eq!(targets.len(), unique.len(), "{path} links a term twice");
        assert!(targets.iter().all(|target| target.contains("glossary/index.html#")), "{path}");
        linked += targets.len();
        for element in ["h1", "h2", "h3", "h4", "th", "caption", "label", "figcaption", "button", "nav"] {
            for part in html.split(&format!("<{element}")).skip(1).filter(|part| part.starts_with(['>', ' '])) {
                let part = part.split(&format!("</{element}>")).next().expect("a first part");
                assert!(!part.contains("class=\"term\""), "{path}: a term is linked in <{element}>: {part}");
            }
        }
    }
    assert!(linked > 200, "terms are linked: {linked}");
    let item = &pages()["programs/gyokaku-4/17/index.html"];
    let (before, _) = item.split_once("aria-label=\"オープンデータ(用語の説明)\"").expect("the term is linked");
    let (_, main) = before.split_once("</h1>").expect("behind the title");
    assert!(!main.contains("<li>オープンデータ"), "the first of the text is linked, not a later one");
}

#[test]
fn readings_stand_on_pages_and_not_in_titles() {
    let about = "# ｜武石《たけし》について\n\n丸子《まるこ》の窓口\n\n- [真田《さなだ》](glossary/)\n";
    let site = sites::site(&good_with("pages/about.md", about));
    let page = text(&bundle(&site, &[]), "about/index.html");
    assert!(page.contains("<h1><ruby>武石<rp>(</rp><rt>たけし</rt><rp>)</rp></ruby>について</h1>"), "{page}");
    assert!(page.contains("<title>武石について | "));
    assert!(page.contains("<meta name=\"description\" property=\"og:description\" content=\"丸子の窓口\">"));
    assert!(page.contains(">真田</a>") || page.contains("<ruby>真田<rp>(</rp><rt>さなだ</rt><rp>)</rp></ruby></a>"));
    let words: Vec<_> = site.readings.words().collect();
    assert_eq!(words, [("武石", "たけし"), ("丸子", "まるこ"), ("真田", "さなだ")]);
}

#[test]
fn unknown_none_and_not_reported_are_different_words() {
    let pages = pages();
    let item = &pages["programs/gyokaku-4/23/index.html"];
    assert!(item.contains("この資料に記載が無いもの: SDGs、効果額"), "SDGs are not known");
    assert!(item.contains("位置付けなし"), "the form says that there is no position");
    assert!(item.contains("未報告(まだ公表されていません)"), "令和5年度 is not reported");
}

/// What the pages of the content with every key say of years and indicators.
#[test]
fn years_and_indicators_stand_wherever_they_may() {
    let site = sites::site(&sites::folder("tests/fixtures/exact/content"));
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let says = |path: &str, words: &[&str]| {
        let page = text(&bundle, path);
        words.iter().for_each(|word| assert!(page.contains(word), "{path}: {word}"));
    };
    let states = ["R1 実績は不明", "R2 実績あり", "R3 実績あり", "R4 実績あり", "R5 実績なし", "R6 未報告"];
    says("plans/q/1/index.html", &states);
    says("plans/q/1/index.html", &["広げた", "数値で報告されています", "この節の年度ごとの数値", "id=\"y2021\""]);
    says(
        "years/2021/index.html",
        &["第二次計画", "href=\"../../plans/q/1/index.html#y2021\"", "取組項目</th>", "節</th>"],
    );
    says("years/index.html", &["計画のある取組項目・事務事業・節"]);
    says(
        "plans/p/1-1/index.html",
        &[
            "平成26年(2014年) 305人",
            "令和8年度 0.58<",
            "令和12年度 <b>80.0%以上</b>",
            "<dt>目標値</dt><dd><b>12人超</b></dd>",
            "令和7年度の目標値と比べた結果",
            "アウトカム(成果)",
        ],
    );
    says(
        "programs/g/1/index.html",
        &["なし(数値で報告されています)", "id=\"kpi-1\"", "令和4年度の目標値と比べた結果", "電子申請の件数の推移"],
    );
    says("programs/g/2/index.html", &["<h2 data-form>指標</h2>\n<p class=\"absent\">なし</p>"]);
    says("goals/2022/kikaku/1/index.html", &["id=\"kpi-1\"", "インプット", "判定: 目標に達した(上限以内)"]);
    let links =
        ["plans/p/1-1/index.html#kpi-8", "programs/g/1/index.html#kpi-1", "goals/2022/kikaku/1/index.html#kpi-1"]
            .map(|to| format!("href=\"../{to}\""));
    says("indicators/index.html", &links.each_ref().map(|link| &**link));
    assert!(
        !text(&bundle, "goals/2022/kikaku/2/index.html").contains("指標</h2>"),
        "a form without indicators has none"
    );
}

/// A list has a column to filter by for each scale on which one of its records has a mark for the whole, and no other.
#[test]
fn lists_are_filtered_by_what_was_given_on_each_scale() {
    let site = sites::site(&sites::folder("tests/fixtures/exact/content"));
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let facets = |path: &str| {
        let page = text(&bundle, path);
        let heads = page.split("data-facet=\"scale-").skip(1).filter_map(|head| head.split('"').next());
        heads.map(str::to_owned).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(facets("programs/g/index.html"), "sogo kumin shinchoku hoko");
    assert_eq!(
        facets("years/2021/index.html"),
        "sogo hoko",
        "what was given in other years is not in the list of this one"
    );
    assert_eq!(facets("goals/2022/index.html"), "kumin hoko");
    assert_eq!(facets("goals/2021/index.html"), "");
    // B of 2022 is that of an axis.
    let page = text(&bundle, "programs/g/index.html");
    assert!(page.contains("data-label=\"総合評価\">R3 <span class=\"word\">Ａ</span></td>"), "{page}");
    assert!(page.contains("data-label=\"今後の方向性\">R3 <span class=\"word\">拡充</span></td>"), "{page}");
    assert!(page.contains("data-label=\"今後の方向性\"><span class=\"absent\">記載なし</span></td>"), "{page}");
}

/// With very many indicators, the page of all leads to the records that have them.
#[test]
fn the_page_of_many_indicators_stays_light() {
    let page = |indicators: usize| {
        let list: String =
            (1..=indicators).map(|n| format!("  - {{number: {n}, name: 鑫{n}, rule: none, actuals: []}}\n")).collect();
        let item = format!("title: 電子申請\ncategory: 1-ア\nindicators:\n{list}");
        let site = sites::site(&good_with("programs/g/1.yaml", &item));
        let datasets = datasets(&site);
        text(&bundle(&site, &datasets), "indicators/index.html")
    };
    let (few, many) = (page(500), page(501));
    assert!(few.contains("鑫500") && !few.contains("数が多いため"));
    assert!(!many.contains("鑫") && many.contains("指標 501件") && many.contains("programs/g/1/index.html"));
}

/// With many indicators, the values stand in a list beside their course, with all that is said of them, and the page stays
/// below 40 KB.
#[test]
fn the_page_of_a_record_with_many_indicators_stays_light() {
    let page = |indicators: usize| {
        let values = |from: u32, to: u32| {
            let value = |year: u32| format!("{{value: {}, unit: 件, fiscal_year: {year}}}", year % 100 * 13);
            (from..=to).map(value).collect::<Vec<_>>().join(", ")
        };
        let actuals = values(2020, 2024).replace('}', ", as_of: 2025-03-01}").replacen('}', ", note: 試行の年}", 1);
        let baseline = "{value: 200, unit: 件, fiscal_year: 2019, note: 計画を作った時の値}";
        let one = |n: usize| {
            let targets = values(2024, 2025);
            format!(
                "  - {{number: {n}, name: 窓口{n}の件数, rule: at_least, baseline: {baseline}, targets: [{targets}], \
                 actuals: [{actuals}], note: 窓口で受けた件数を数えます。電話は含みません。}}\n"
            )
        };
        let list: String = (1..=indicators).map(one).collect();
        let site = sites::site(&good_with(
            "programs/g/1.yaml",
            &format!("title: 電子申請\ncategory: 1-ア\nindicators:\n{list}"),
        ));
        let datasets = datasets(&site);
        text(&bundle(&site, &datasets), "programs/g/1/index.html").to_string()
    };
    let (few, many) = (page(2), page(9));
    assert!(page(3).contains("plain-values"), "three with seven values each are many");
    assert!(few.contains("<table class=\"figures") && few.contains("class=\"value actual\""), "{few}");
    assert!(!few.contains("plain-values") && !many.contains("<table class=\"figures"), "{many}");
    let day = "<small>令和7年3月1日<span data-form>現在</span></small>";
    let list = format!(
        "<dt>実績値</dt><dd>令和2年度 260件 {day} <small class=\"remark\">試行の年</small></dd>\
         <dd>令和3年度 273件 {day}</dd>"
    );
    assert_eq!((many.matches(&list).count(), many.matches("class=\"dots actual\"").count()), (9, 9), "{many}");
    assert!(many.len() <= 40_000, "{} bytes", many.len());
}

const SENTENCE: &str = "市民の声を聞きながら、これまでの進め方を見直す。";

/// The sheet of a city that fills in all of it: nine indicators over six years with targets, ten evaluations with their reasons,
/// the money of each year, a notice and a contact. Each text is so many sentences; there are so many such records.
fn full_sheets(sentences: usize, records: usize) -> Site {
    let mut content = sites::texts(&sites::folder("tests/fixtures/bodies/services"));
    let site = content.get_mut("site.yaml").expect("it is there");
    *site = site.replace("https://www.example.jp/services/", "https://www.city.shiomi.unabara.jp/mieruka/");
    site.push_str("contact: {name: 総務部企画調整課, phone: 000-000-0000, email: kikaku@city.shiomi.unabara.jp}\n");
    site.push_str(
        "notice: [このサイトは、市の評価シートをもとに作っています。, 正式な内容は、市の文書で確かめてください。]\n",
    );
    let program = content.get_mut("programs/jimujigyo/program.yaml").expect("it is there");
    *program = program.replace("from: 2023", "from: 2020");
    let text = SENTENCE.repeat(sentences);
    let values = |first: u32, years: std::ops::RangeInclusive<u32>| {
        let value = |year: u32| format!("{{value: {}, unit: ％, fiscal_year: {year}}}", first + year * 7 % 90);
        years.map(value).collect::<Vec<_>>().join(", ")
    };
    let indicator = |n: u32| {
        let kind = ["output", "subject", "outcome"][(n as usize - 1) / 3];
        let targets = values(n + 1, if n > 6 { 2020..=2025 } else { 2025..=2025 });
        let name = format!("学校や保育園を単位とする講演会の{n}番目の割合");
        let actuals = values(n, 2020..=2024);
        format!(
            "  - {{number: {n}, name: {name}, kind: {kind}, rule: none, targets: [{targets}], actuals: [{actuals}]}}\n"
        )
    };
    let year = |year: u32, stage: &str, more: &str| {
        let cost = "total: 141, unit: 千円, funds: {prefectural: 94, general: 47}, staff: 520, persons: 3, full: 661";
        format!("  - {{fiscal_year: {year}, costs: [{{stage: {stage}, {cost}}}]{more}}}\n")
    };
    let marks = "ka seigo 結びつく,ka kankyo 妥当,ka taisho 適切,ka yochi 余地がある,ka eikyo 影響がある,ka jigyohi 余地がない,\
                 ka jinkenhi 余地がない,ka kohei 公平,ka hoko 継続,bu hoko 継続";
    let evaluation = |mark: &str| {
        let [by, scale, mark] = mark.split(' ').collect::<Vec<_>>()[..] else { panic!("{mark}") };
        format!("{{by: {by}, scale: {scale}, mark: {mark}, text: [{text}]}}")
    };
    let evaluations: Vec<_> = marks.split(',').map(evaluation).collect();
    let reported = format!(", results: [{text}], evaluations: [{}]", evaluations.join(", "));
    let years: String = (2020..=2023).map(|n| year(n, "settled", "")).collect();
    let item = format!(
        "category: \"01-02-03\"\ndepartments: [hoiku]\nsummary: [{text}]\ngoal: [{text}]\n\
         texts: {{taisho: [{text}], konkyo: [{text}]}}\nindicators:\n{}years:\n{years}{}{}",
        (1..=9).map(indicator).collect::<String>(),
        year(2024, "settled", &reported),
        year(2025, "planned", &format!(", plan: [{text}]")),
    );
    let sheets = (1000..1000 + records)
        .map(|n| (format!("programs/jimujigyo/{n}.yaml"), format!("title: 家庭教育学級{n}の開催\n{item}")));
    content.extend(sheets);
    sites::site(&sites::sources(content))
}

/// A page that has everything is below 40,000 bytes, because it says once what its parts have in common: in a city with so many
/// charts that they have no files, and in one where each can be taken along.
#[test]
fn the_page_of_a_full_sheet_stays_light() {
    for (sentences, records, files) in [(5, 35, 0), (5, 1, 10)] {
        let site = full_sheets(sentences, records);
        let datasets = datasets(&site);
        let page = text(&bundle(&site, &datasets), "programs/jimujigyo/1000/index.html").to_string();
        assert!(page.len() <= 40_000, "{} bytes", page.len());
        assert_eq!(page.matches("class=\"take\"").count(), files);
        tells_all_once(&page, sentences);
    }
}

fn tells_all_once(page: &str, sentences: usize) {
    for (said, times) in [
        // Neither indicators nor evaluators repeat what is the same for all of them.
        ("legend/index.html#rule-none", 1),
        // Each value stands once, in the list beside its course.
        ("<dl class=\"values\">", 0),
        ("<small data-form>途中の値</small></dd></div></dl>", 6),
        ("<strong>担当課</strong><br>", 1),
        // The years without a text are one, to which the link of each leads.
        ("前年度の実績(令和2年度から令和5年度まで)</h4><p class=\"absent\" data-form>数値で報告されています", 1),
        ("id=\"y2020\"", 1),
        ("id=\"y2022\"", 1),
        ("href=\"#y2022\"", 1),
        ("id=\"y2023\"", 1),
        ("今年度の計画(R2・R3・R4・R5・R6)", 1),
        // All that the record says stands there.
        ("class=\"dots actual\"", 9),
        ("class=\"dots target\"", 9),
        ("<dt>実績値</dt>", 9),
        (&format!("<li>{}</li>", SENTENCE.repeat(sentences)), 7),
        // A reason of one statement is no list of one.
        (&format!("<p>{}</p>", SENTENCE.repeat(sentences)), 10),
    ] {
        assert_eq!(page.matches(said).count(), times, "{said}");
    }
}

/// Sheets that are filled in by hand begin their lines with a dot; a list has marks of its own. The data keep the dot.
#[test]
fn a_line_that_begins_with_a_dot_has_one_mark() {
    let item =
        "title: 電子申請\ncategory: 1-ア\nyears:\n  - {fiscal_year: 2022, plan: [・始める。], results: [・始めた。]}\n";
    let site = sites::site(&good_with("programs/g/1.yaml", item));
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let page = text(&bundle, "programs/g/1/index.html");
    assert_eq!((page.matches("<li>始めた。</li>").count(), page.matches("・始").count()), (2, 0), "{page}");
    let list = text(&bundle, "programs/g/index.html");
    assert!(list.contains("始めた。") && !list.contains("・始めた"), "{list}");
    assert!(text(&bundle, "programs/g/1/index.json").contains("・始めた。"));
}

/// A program whose items stand on the pages of its highest branches.
fn many_items() -> Site {
    let mut content = sites::texts(&sites::folder("tests/fixtures/good"));
    for n in 1..=230 {
        let category = match n % 3 {
            0 => "category: 2-ア\n",
            1 => "category: 1-ア\n",
            _ => "",
        };
        content.insert(format!("programs/g/{n}.yaml"), format!("title: 事業{n}\n{category}"));
    }
    content.insert(
        "programs/g/program.yaml".to_owned(),
        "title: 改革\nperiod: {from: 2020, to: 2024}\npillars:\n  - {code: \"1\", title: 一, categories: [{code: 1-ア, title: 一の一}]}\n  - {code: \"2\", title: 二, categories: [{code: 2-ア, title: 二の一}]}\n".to_owned(),
    );
    sites::site(&sites::sources(content))
}

/// Every page is in the sitemap, but for those that ask not to be found.
#[test]
fn the_sitemap_lists_every_page_that_is_meant_to_be_found() {
    for site in [many_items(), sites::site(&sites::folder("tests/fixtures/exact/content"))] {
        let datasets = datasets(&site);
        let bundle = bundle(&site, &datasets);
        let base = site.profile.base_url.as_ref().expect("an address").value.as_str();
        let paths = bundle.iter().map(|(path, _)| path.as_str().to_owned());
        let pages = paths.filter(|path| path == "index.html" || path.ends_with("/index.html"));
        let meant = pages.filter(|path| !text(&bundle, path).contains("<meta name=\"robots\" content=\"noindex\">"));
        let meant: BTreeSet<_> = meant.map(|path| format!("{base}{}", path.trim_end_matches("index.html"))).collect();
        let map = text(&bundle, "sitemap.xml");
        let listed: Vec<_> = map.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next()).collect();
        assert_eq!(listed.iter().copied().map(str::to_owned).collect::<BTreeSet<_>>(), meant);
        assert_eq!(listed.len(), meant.len(), "each once");
    }
}

/// The items of a program with many stand on the pages of its highest branches.
#[test]
fn the_pages_of_a_program_with_many_items_stay_light() {
    let site = many_items();
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let page = text(&bundle, "programs/g/index.html");
    assert!(
        !page.contains("<table") && page.contains("_c1/index.html\">") && page.contains("id=\"c1-2d-30a2\""),
        "{page}"
    );
    let rows = |part: &str| {
        let page = text(&bundle, &format!("programs/g/_{part}/index.html"));
        assert!(page.len() < 150_000, "{part}");
        page.matches("<tr><td class=\"num\">").count()
    };
    assert_eq!((rows("c1"), rows("c2"), rows("other")), (77, 76, 77));
}

/// The part of a page between two words.
fn between<'t>(page: &'t str, from: &str, to: &str) -> &'t str {
    let rest = page.split_once(from).unwrap_or_else(|| panic!("{from}: {page}")).1;
    rest.split_once(to).unwrap_or_else(|| panic!("{to}: {rest}")).0
}

/// A target that is a limit from above looks like one, and says so where its own words do not; a target that is a change
/// stands beside the value from which it begins. An arrow is the way of time, never the way from a target to a result.
#[test]
fn a_target_says_what_it_wants() {
    let site = sites::site(&sites::folder("tests/fixtures/exact/content"));
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let goal = text(&bundle, "goals/2022/kikaku/1/index.html");
    let answer = between(&goal, "class=\"answer-first\"", "</section>");
    assert!(answer.contains("目標 10分以下</span>") && answer.contains("目標 5人(目標以下がよい)</span>"), "{answer}");
    assert_eq!(
        (answer.matches("class=\"bullet ceiling\"").count(), answer.matches("class=\"bullet\"").count()),
        (2, 0)
    );
    let section = text(&bundle, "plans/p/1-1/index.html");
    let answer = between(&section, "class=\"answer-first\"", "</section>");
    assert_eq!(answer.matches("<strong>81.5%</strong>(途中の値)</span>").count(), 1, "{answer}");
    assert_eq!(answer.matches("途中の値").count(), 1, "the others are due: {answer}");
    let item = text(&bundle, "programs/g/1/index.html");
    let answer = between(&item, "class=\"answer-first\"", "</section>");
    assert!(!answer.contains("ceiling") && answer.contains("目標 10回以上</span>"), "{answer}");
    let item = &pages()["programs/gyokaku-4/21/index.html"];
    let answer = between(item, "class=\"answer-first\"", "</section>");
    assert!(answer.contains("目標 前年度比+5%(もとの値 R3 437,153千円)</span>"), "{answer}");
    let results = &pages()["results/index.html"];
    assert!(results.contains("前年度比+5% <span class=\"small\">もとの値 R3 437,153千円</span>"), "{results}");
    for page in ["index.html", "results/index.html", "programs/gyokaku-4/index.html"] {
        let page = pages()[page].split("<main").nth(1).expect("a page has a main part");
        assert!(!page.split("<footer").next().expect("a first part").contains('→'), "{page}");
    }
}

/// What is absent in a list has its word from the table of them, and a sentence on what is published leaves out no result
/// of the same page.
#[test]
fn lists_and_sentences_tell_what_is_absent_and_what_is_there() {
    let site = sites::site(&sites::folder("tests/fixtures/exact/content"));
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let department = text(&bundle, "departments/kikaku/index.html");
    let newest = |title: &str| {
        let row = department.split("<tr>").find(|row| row.contains(title)).unwrap_or_else(|| panic!("{title}"));
        let cell = row.split("<td data-form>").nth(2).and_then(|cell| cell.split("</td>").next());
        cell.unwrap_or_else(|| panic!("{row}")).to_owned()
    };
    assert_eq!(newest("重点目標2 移った目標"), "<span class=\"absent\">移った先に記載</span>");
    let section = department.split("<tr>").find(|row| row.contains("第1編第1章 情報の共有")).expect("a row");
    let says =
        "<td class=\"nothing\" data-form>—</td><td data-form><span class=\"absent\">数値・評価で報告</span></td>";
    assert!(section.contains(says), "a year is not blank, and its numbers are a result: {section}");
    let own = &pages()["departments/seisaku-kikaku/index.html"];
    let rows: Vec<_> = own
        .split("<tr>")
        .filter(|row| row.contains("goals/2023/seisaku-kikaku/") && row.starts_with("<th"))
        .filter(|row| row.contains("<a href"))
        .collect();
    assert!(
        !rows.is_empty() && rows.iter().all(|row| row.contains("<span class=\"absent\">未報告</span>")),
        "{rows:?}"
    );
    assert!(pages().values().all(|page| !page.contains("<td data-form></td>")), "no cell of a list is blank");
    let item = text(&bundle, "programs/g/1/index.html");
    let said = "実績は令和4年度(2022年度)分まで公表されています。この記録には、それより後の令和5年度(2023年度)までの実績もあります。";
    assert!(item.contains(said), "{item}");
    let item = &pages()["programs/gyokaku-4/21/index.html"];
    assert!(item.contains("data-form>実績は令和4年度(2022年度)分まで公表されています。</p>"), "{item}");
}

#[test]
fn a_record_answers_first() {
    let item = &pages()["programs/gyokaku-4/22/index.html"];
    let answer = between(item, "class=\"answer-first\"", "</section>");
    assert!(
        item.find("answer-first") < item.find("facts-list") && item.find("facts-list") < item.find("class=\"toc\"")
    );
    assert_eq!(answer.matches("<li>").count(), 3, "{answer}");
    let says = ["令和4年度(2022年度)の実績", "href=\"#y2022\">ほか3件", "次は令和5年度(2023年度)の実績です"];
    says.iter().for_each(|words| assert!(answer.contains(words), "{words}: {answer}"));
    let pair = between(answer, "class=\"pair-line\">", "</strong>");
    assert!(pair.contains(">目標 3,000万円以上</span>") && pair.ends_with(">実績 <strong>約2,765万円"), "{pair}");
    let later = between(item, "<details class=\"later\">", "</details>");
    assert!(["y2023", "y2024", "y2025"].iter().all(|year| later.contains(&format!("id=\"{year}\""))), "{later}");
    assert!(!later.contains("id=\"y2022\"") && item.contains("id=\"y2022\""));
}

#[test]
fn a_goal_answers_with_the_words_of_its_marks() {
    let site = sites::site(&sites::folder("tests/fixtures/exact/content"));
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let goal = text(&bundle, "goals/2022/kikaku/1/index.html");
    let answer = between(&goal, "class=\"answer-first\"", "</section>");
    assert!(answer.contains("期末(達成状況)") && !answer.contains("中間報告"), "{answer}");
    assert!(answer.contains("◎</span> 上回る") && answer.contains("公開した"), "{answer}");
    // What the source does not say of ② and ③ leaves no empty heading.
    assert!(goal.contains("小項目(②・③)、期限・数値目標等(②・③)"), "{goal}");
    assert_eq!(goal.matches("<h4>目標</h4>").count(), 1);
}

#[test]
fn related_records_stand_once_and_are_folded_beyond_eight() {
    let page = &pages()["plans/sogo-3/1-3-1/index.html"];
    let related = between(page, "id=\"related\"", "</section>");
    let links = values(related, "href");
    assert_eq!(links.iter().collect::<BTreeSet<_>>().len(), links.len(), "each once");
    let open: usize = related.split("<details>").skip(1).map(|folded| folded.matches("</details>").count()).sum();
    assert!(open > 0 && related.contains("<summary data-form>ほかの取組項目"), "{related}");
    assert_eq!(related.split("<details>").next().unwrap_or_default().matches("<li>").count(), 8, "{related}");
    let theirs = &pages()["programs/gyokaku-4/22/index.html"];
    assert_eq!(between(theirs, "id=\"related\"", "</section>").matches("先方だけが記載").count(), 1);
}

#[test]
fn a_record_leads_to_the_contact_of_its_department() {
    let site = sites::site(&sites::folder("tests/fixtures/exact/content"));
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    // 企画課 has no contact of its own: that of the 部局 above it is used.
    let item = text(&bundle, "programs/g/1/index.html");
    let mail = between(&item, "href=\"mailto:kikaku@example.jp?subject=", "\"");
    assert!(mail.starts_with("「No.1%20") && mail.contains("」(令和"), "{mail}");
    assert!(mail.ends_with("&amp;body=ページ:%20https://example.jp/mieruka/programs/g/1/%0D%0A%0D%0A"), "{mail}");
}

/// A link to any page shows the city's picture, by its whole address; without one nothing is said of a picture.
#[test]
fn a_link_has_the_picture_of_the_city() {
    let site = sites::site(&sites::folder("tests/fixtures/exact/content"));
    let datasets = datasets(&site);
    let made = bundle(&site, &datasets);
    for path in ["index.html", "programs/g/1/index.html"] {
        let page = text(&made, path);
        for said in [
            "<meta property=\"og:image\" content=\"https://example.jp/mieruka/images/machi.jpg\">",
            "<meta property=\"og:image:alt\" content=\"見本の町並み\">",
            "<meta property=\"og:image:width\" content=\"1\">",
            "<meta name=\"twitter:card\" content=\"summary_large_image\">",
        ] {
            assert!(page.contains(said), "{path}: {said}");
        }
    }
    assert!(made.get("images/machi.jpg").is_some());
    let without = sites::site(&sites::folder("tests/fixtures/good"));
    assert!(!text(&bundle(&without, &[]), "index.html").contains("og:image"));
}
