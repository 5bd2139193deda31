//! 前の年度との違い: threads alone determine which goals continue, are new, gone or moved; targets are called higher or lower only
//! where the content says so, and unknown differences are not stated.

use crate::sites::{bundle, site, sources};

const SITE: &str =
    "title: 市\nmunicipality: {code: \"000000\", name: 市}\nbase_url: https://example.jp/\nupdated: 2026-04-01\n";
const DEPARTMENTS: &str = "departments:\n  - {id: kikaku, name: 企画部}\n  - {id: bunka, name: 文化部}\n  - {id: hoken, name: 保健部, successor: [kenko]}\n  - {id: kenko, name: 健康部}\n";

/// A goal with one figure as its target.
fn goal(title: &str, keys: &str, figures: &[&str]) -> String {
    let figures: String = figures.iter().map(|figure| format!("      - {{kind: target, {figure}}}\n")).collect();
    let figures = if figures.is_empty() { String::new() } else { format!("    figures:\n{figures}") };
    format!("title: {title}\n{keys}items:\n  - number: 1\n    title: 取組\n{figures}")
}

fn city() -> Vec<(&'static str, String)> {
    let (sheet, thread) = ("stages: [{stage: initial}]\n".to_owned(), |name: &str| format!("thread: {name}\n"));
    vec![
        ("site.yaml", SITE.to_owned()),
        ("departments.yaml", DEPARTMENTS.to_owned()),
        ("goals/2021/kikaku/sheet.yaml", sheet.clone()),
        (
            "goals/2021/kikaku/1.yaml",
            goal(
                "続く目標甲",
                &thread("tsuzuku"),
                &[
                    "name: 講座, value: 5, unit: 回, qualifier: 以上",
                    "name: 待ち時間, value: 10, unit: 分, qualifier: 以下",
                    "name: 配布, value: 100, unit: 部",
                    "name: 予算, value: 10, unit: 千円",
                    "name: 登録, value: 10, unit: 人, as_of: 2021-03-31",
                    "name: 会議, value: 3, unit: 回",
                    "name: 昔の数値, value: 7, unit: 件",
                ],
            ),
        ),
        ("goals/2021/kikaku/2.yaml", goal("無くなる目標", &thread("owaru"), &[])),
        ("goals/2021/kikaku/3.yaml", goal("移る目標", &thread("utsuru"), &[])),
        ("goals/2021/kikaku/4.yaml", goal("名前の無い目標", "", &[])),
        ("goals/2021/kikaku/5.yaml", goal("文化に移る目標", "thread: bunka\nmoved_to: {department: bunka}\n", &[])),
        ("goals/2021/hoken/sheet.yaml", sheet.clone()),
        ("goals/2021/hoken/1.yaml", goal("健診", &thread("kenshin"), &[])),
        ("goals/2022/kikaku/sheet.yaml", sheet.clone()),
        (
            "goals/2022/kikaku/1.yaml",
            goal(
                "続く目標乙",
                &thread("tsuzuku"),
                &[
                    "name: 講座, value: 8, unit: 回, qualifier: 以上",
                    "name: 待ち時間, value: 12, unit: 分, qualifier: 以下",
                    "name: 配布, value: 80, unit: 部",
                    "name: 予算, value: 1, unit: 万円",
                    "name: 登録, value: 20, unit: 人, as_of: 2022-09-30",
                    "name: 会議, value: 3, unit: 回",
                    "name: 今の数値, value: 9, unit: 件",
                ],
            ),
        ),
        ("goals/2022/kikaku/2.yaml", goal("新しい目標丙", &thread("atarashii"), &[])),
        ("goals/2022/kikaku/3.yaml", goal("関連だけの目標", "related: [goals/2021/kikaku/1]\n", &[])),
        ("goals/2022/kikaku/4.yaml", goal("来た目標", &thread("kenshin"), &[])),
        ("goals/2022/bunka/sheet.yaml", sheet.clone()),
        ("goals/2022/bunka/1.yaml", goal("移った先", &thread("utsuru"), &[])),
        ("goals/2024/kenko/sheet.yaml", sheet),
        ("goals/2024/kenko/1.yaml", goal("健診", &thread("kenshin"), &[])),
    ]
}

/// The text of a page's main part, without markup; `None` where there is no such page.
fn page(path: &str) -> Option<String> {
    let site = site(&sources(city()));
    let html = bundle(&site, &[]).get(path)?.bytes().expect("the page can be made");
    let html = String::from_utf8(html).expect("UTF-8");
    let main = html.split("<main").nth(1).unwrap_or(&html).split("</main>").next().expect("a first part").to_owned();
    let words = main.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect::<Vec<_>>();
    Some(words.join("|"))
}

/// The part of a page below a heading.
fn part<'t>(page: &'t str, heading: &str) -> &'t str {
    let at = page.find(&format!("|{heading}")).unwrap_or_else(|| panic!("{heading} is not on the page: {page}"));
    let rest = &page[at + 1 + heading.len()..];
    let headings =
        ["続く目標", "新しい目標", "無くなった目標", "関連のある目標", "移った目標", "つながりの分からない目標"];
    let end = headings.iter().filter_map(|next| rest.find(&format!("|{next} |"))).min();
    &rest[..end.unwrap_or(rest.len())]
}

#[test]
fn goals_are_told_by_their_threads() {
    let page = page("goals/2022/kikaku/changes/index.html").expect("the page is there");
    let (_, body) = page.split_once("それだけで同じ目標とはしません").expect("the rule is told");
    assert!(part(body, "続く目標").contains("重点目標1 続く目標乙"));
    assert!(part(body, "続く目標").contains("題名が変わりました"));
    assert!(part(body, "新しい目標").contains("重点目標2 新しい目標丙"));
    assert!(
        part(body, "新しい目標").contains("含まれている可能性があります"),
        "a goal without a thread makes new ones doubtful"
    );
    assert!(part(body, "無くなった目標").contains("重点目標2 無くなる目標"));
    assert!(!part(body, "無くなった目標").contains("名前の無い目標"), "what has no thread is not said to be gone");
    assert!(part(body, "関連のある目標").contains("関連だけの目標"), "a relation is no continuation");
    let moved = part(body, "移った目標");
    for word in [
        "文化に移る目標",
        "移る目標",
        "令和4年度 文化部 重点目標1 移った先",
        "来た目標",
        "令和3年度 保健部 重点目標1 健診",
    ] {
        assert!(moved.contains(word), "{word}: {moved}");
    }
    assert!(part(body, "つながりの分からない目標").contains("重点目標4 名前の無い目標"));
}

#[test]
fn targets_are_higher_or_lower_only_where_that_is_written() {
    let page = page("goals/2022/kikaku/changes/index.html").expect("the page is there");
    let row = |name: &str| {
        let (_, rest) = page.split_once(&format!("|{name}|")).unwrap_or_else(|| panic!("{name} is on the page"));
        rest.split("\n").next().expect("a line").to_owned()
    };
    let check = |name: &str, before: &str, after: &str, word: &str| {
        let row = row(name);
        assert!([before, after, word].iter().all(|part| row.contains(&format!("|{part}|"))), "{name}: {row}");
    };
    check("講座", "5回以上", "8回以上", "目標を引き上げ");
    check("待ち時間", "10分以下", "12分以下", "目標を引き下げ");
    check("配布", "100部", "80部", "変更");
    check("予算", "10千円", "1万円", "比べられません");
    check("登録", "10人", "20人", "比べられません");
    check("会議", "3回", "3回", "同じ");
    assert!(page.contains("令和3年度(2021年度): 昔の数値 7件") && page.contains("令和4年度(2022年度): 今の数値 9件"));
}

#[test]
fn a_sheet_without_an_earlier_one_has_no_such_page() {
    assert_eq!(page("goals/2021/kikaku/changes/index.html"), None);
    assert_eq!(page("goals/2022/bunka/changes/index.html"), None);
    let later = page("goals/2022/kikaku/index.html").expect("the sheet is there");
    assert!(later.contains("企画部の令和3年度との違い"));
    assert!(!page("goals/2021/kikaku/index.html").expect("the sheet is there").contains("との違い"));
}

#[test]
fn a_successor_is_compared_with_what_it_took_the_place_of() {
    let page = page("goals/2024/kenko/changes/index.html").expect("the page is there");
    assert!(
        page.contains("令和3年度") && page.contains("令和4年度(2022年度)、令和5年度(2023年度)の一覧表は掲載していない")
    );
    assert!(page.contains("目標の数値が書かれていないので"));
}

#[test]
fn it_stands_on_the_pages_of_the_year_and_in_the_map() {
    for path in ["goals/2022/index.html", "years/2022/index.html"] {
        assert!(page(path).expect("the year is there").contains("企画部の令和3年度との違い"), "{path}");
    }
    assert!(page("sitemap.xml").expect("the map is there").contains("goals/2022/kikaku/changes/"));
}
