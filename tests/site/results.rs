//! 約束と結果: the groups of the page, and the pages of years and 部局 where a city has many targets.

use std::collections::BTreeMap;
use std::fmt::Write;

use mieruka::export::datasets;
use mieruka::load::load;
use mieruka::model::{Date, FiscalYear, Record, Site};

use crate::sites::{self, Texts, bundle, folder, sources, text};

/// A program of two departments; `items` are the figures of its years, by department.
fn site(items: impl IntoIterator<Item = (&'static str, String)>) -> Site {
    let mut texts: Texts = sites::texts(&folder("tests/fixtures/good"));
    texts.retain(|path, _| path == "site.yaml");
    texts.insert(
        "departments.yaml".to_owned(),
        "departments:\n  - {id: a, name: 甲部}\n  - {id: b, name: 乙部}\n".to_owned(),
    );
    texts.insert("programs/x/program.yaml".to_owned(), "title: 事業\nperiod: {from: 2020, to: 2024}\n".to_owned());
    texts.extend(items.into_iter().enumerate().map(|(n, (department, years))| {
        let item = format!("title: 題{n}\ndepartments: [{department}]\nyears:\n{years}");
        (format!("programs/x/{}.yaml", n + 1), item)
    }));
    let (site, faults) = load(&sources(texts));
    assert!(faults.is_empty(), "{faults:#?}");
    site.on(Date::new(2026, 3, Some(31)).expect("a day")).published()
}

/// A year with a target of 20 and a result.
fn year(western: i16, result: &str) -> String {
    let target = "{name: 件数, kind: target, value: 20, unit: 件, qualifier: 以上}";
    let actual = format!("{{name: 件数, kind: actual, unit: 件, {result}}}");
    format!("  - {{fiscal_year: {western}, figures: [{target}, {actual}]}}\n")
}

/// The pages of results, by their path.
fn pages(site: &Site) -> BTreeMap<String, String> {
    let datasets = datasets(site);
    let bundle = bundle(site, &datasets);
    let paths = bundle.iter().map(|(path, _)| path.as_str().to_owned());
    let pages: Vec<_> = paths.filter(|path| path.starts_with("results/")).collect();
    pages.into_iter().map(|path| (path.clone(), text(&bundle, &path).to_string())).collect()
}

fn group<'p>(page: &'p str, anchor: &str) -> &'p str {
    let from = page.find(&format!("<section id=\"{anchor}\">")).expect("the group is there");
    let rest = &page[from..];
    &rest[..rest[1..].find("<section id=\"").map_or(rest.len(), |end| end + 1)]
}

#[test]
fn a_value_from_before_its_target_is_in_a_group_of_its_own() {
    let site = site([
        ("a", year(2022, "value: 25, as_of: 2022-09-30")),
        ("a", year(2022, "value: 25")),
        ("a", year(2022, "value: 15")),
    ]);
    let page = &pages(&site)["results/index.html"];
    let interim = group(page, "interim");
    for said in ["途中の値 <span class=\"small\">1件", "まだ結果ではない", "題0", "途中の値のため判定しない"]
    {
        assert!(interim.contains(said), "{said}: {interim}");
    }
    assert!(group(page, "reached").contains("題1") && !group(page, "reached").contains("題0"), "{page}");
    assert!(group(page, "not-reached").contains("題2") && !page.contains("id=\"not-comparable\""), "{page}");
    assert!(page.contains("<span class=\"swatch interim\"></span>途中の値 <strong>1</strong>"), "{page}");
}

#[test]
fn a_target_is_counted_in_its_own_year() {
    let value = |western: i16, value: u32| format!("{{value: {value}, unit: 人, fiscal_year: {western}}}");
    let indicator = |number: u32, [target, actual]: [String; 2]| {
        format!("  - {{number: {number}, name: 数{number}, rule: at_least, target: {target}, actuals: [{actual}]}}\n")
    };
    let mut texts = sites::texts(&folder("tests/fixtures/good"));
    texts.retain(|path, _| !path.starts_with("goals/") && !path.starts_with("plans/"));
    let of = [indicator(1, [value(2025, 10), value(2021, 12)]), indicator(2, [value(2022, 10), value(2022, 12)])];
    let item = format!("title: 電子申請\ncategory: 1-ア\nindicators:\n{}", of.concat());
    texts.insert("programs/g/1.yaml".to_owned(), item);
    let site = sites::site(&sources(texts));
    let page = &pages(&site)["results/index.html"];
    let years = page.split("<caption").find(|part| part.contains("令和7年度(2025年度)")).expect("the counts by year");
    assert!(years.contains("令和4年度(2022年度)") && !years.contains("令和3年度(2021年度)</"), "{years}");
    let told: Vec<_> = site.records().flat_map(Record::promises).map(|one| one.promised_fiscal_year()).collect();
    let years = [2025, 2022].map(FiscalYear::new);
    assert_eq!(told, years);
}

#[test]
fn many_targets_have_a_page_a_year_and_a_bureau() {
    let few = (0..3).map(|_| ("a", year(2021, "value: 25")));
    let many = (0..203).map(|n| (if n < 150 { "a" } else { "b" }, year(2022, "value: 15")));
    let site = site(few.chain(many));
    let pages = pages(&site);
    let paths: Vec<_> = pages.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "results/2021/index.html",
            "results/2022/a/index.html",
            "results/2022/b/index.html",
            "results/2022/index.html",
            "results/index.html"
        ]
    );
    let rows: Vec<_> = pages.values().map(|page| page.matches("<td data-label=\"判定\">").count()).collect();
    assert_eq!(rows, [3, 150, 53, 0, 0], "each target stands on one page");
    let mut missing = String::new();
    for (path, said) in [
        ("results/index.html", "href=\"../results/2022/index.html#not-reached\">令和4年度(2022年度) 203件</a>"),
        ("results/index.html", "href=\"../results/2021/index.html#reached\">令和3年度(2021年度) 3件</a>"),
        ("results/index.html", "<th scope=\"row\"><a href=\"../results/2022/index.html\">令和4年度(2022年度)</a>"),
        (
            "results/2022/index.html",
            "href=\"../../results/2022/b/index.html#not-reached\">令和4年度(2022年度) 乙部 53件",
        ),
        ("results/2022/b/index.html", "<title>約束と結果 令和4年度(2022年度) 乙部"),
        ("results/2022/b/index.html", "href=\"../../../results/2022/index.html\">令和4年度(2022年度)</a>"),
    ] {
        if !pages[path].contains(said) {
            let _ = write!(missing, "{path}: {said}\n{}\n", pages[path]);
        }
    }
    assert!(missing.is_empty(), "{missing}");
    assert!(pages.values().all(|page| page.len() < 300_000), "no page is heavy");
}

#[test]
fn lists_show_a_result_and_no_note_or_plan() {
    let told = |results: &str| {
        let site = site([("a", format!("  - {{fiscal_year: 2022, results: [{results}]}}\n"))]);
        let datasets = datasets(&site);
        text(&bundle(&site, &datasets), "programs/x/index.html").to_string()
    };
    let page = told("※ 速報値, 来年度に公募する予定, 講座を10回開いた");
    assert!(page.contains("<span class=\"newest\">") && page.contains("講座を10回開いた"), "{page}");
    assert!(!page.contains("速報値") && !page.contains("公募する予定"), "{page}");
    assert!(told("来年度に公募する予定").contains("<span class=\"absent\">注や予定だけの記載</span>"));
}

/// What has no target is no promise: it is told apart, and is in no count of targets.
#[test]
fn an_indicator_without_a_target_is_told_apart() {
    let value = |western: i16, value: u32| format!("{{value: {value}, unit: 人, fiscal_year: {western}}}");
    let indicator = |number: u32, name: &str, rest: &str| format!("  - {{number: {number}, name: {name}, {rest}}}\n");
    let mut texts = sites::texts(&folder("tests/fixtures/good"));
    let [target, actual, later] = [value(2022, 10), value(2022, 12), value(2023, 11)];
    let indicators = [
        indicator(1, "来場者", &format!("rule: at_least, target: {target}, actuals: [{actual}]")),
        indicator(2, "登録者", &format!("rule: at_least, targets: [{target}], actuals: []")),
        indicator(
            3,
            "職員",
            &format!("rule: none, kind: subject, forecasts: [{target}, {later}], actuals: [{actual}]"),
        ),
        indicator(4, "傘の数", "rule: increase, actuals: []"),
    ];
    let item = format!("title: 電子申請\ncategory: 1-ア\nindicators:\n{}", indicators.concat());
    texts.insert("programs/g/1.yaml".to_owned(), item);
    let (site, faults) = load(&sources(texts));
    assert!(faults.is_empty(), "{faults:#?}");
    let page = &pages(&site)["results/index.html"];
    let apart = group(page, "no-target");
    assert!(apart.contains("目標が示されていない指標 <span class=\"small\">2件"), "{apart}");
    assert!(apart.contains("職員</a>") && apart.contains("令和4年度(2022年度) 12人"), "{apart}");
    assert!(apart.contains("傘の数</a>") && !apart.contains("来場者") && !apart.contains("登録者"), "{apart}");
    assert!(page.contains("目標2件のうち、実績の数値がある1件(<a href=\"#no-target\">"), "{page}");
    assert!(page.contains("目標2件を、実績と並べて見る"), "{page}");
    assert!(!group(page, "not-known").contains("傘の数") && !page.contains("<section id=\"not-judged\">"), "{page}");
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let board = text(&bundle, "indicators/index.html");
    let counts: Vec<_> = ["reached", "not-known", "no-target"]
        .map(|anchor| group(&board, anchor).split("<span class=\"small\">").nth(1).expect("a count")[..4].to_owned())
        .into();
    assert_eq!(counts, ["1件", "1件", "2件"], "the groups are all of the indicators: {board}");
    // What is expected is shown as such, and compared with nothing.
    let item = text(&bundle, "programs/g/1/index.html");
    let staff = item.split("<li id=\"kpi-").find(|part| part.starts_with("3\"")).expect("it is there");
    let expected = "<dt>見込値</dt><dd>令和4年度 10人</dd><dd>令和5年度 11人</dd>";
    assert!(staff.contains(expected) && staff.contains("<dt>実績値</dt>") && !staff.contains("目標値"), "{staff}");
    let item = text(&bundle, "programs/g/1/index.html");
    assert!(item.contains("目標 10人</span>") && !item.contains("目標3件"), "{item}");
    let table = text(&bundle, "data/indicators/990019_indicators.csv");
    let told: Vec<_> =
        table.lines().skip(1).map(|row| row.contains(",reached,") || row.contains(",not-known,")).collect();
    assert_eq!(told, [true, true, false, false], "{table}");
    let figures = text(&bundle, "data/figures/990019_figures.csv");
    assert_eq!(figures.lines().filter(|row| row.contains(",forecast,")).count(), 2, "{figures}");
}
