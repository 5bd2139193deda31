//! Where each part of a rule's condition speaks and where it keeps quiet, file by file. The words of the reports stand in
//! `fixtures/bad`.

use std::collections::{BTreeMap, BTreeSet};

use mieruka::check::waiting;
use mieruka::diagnostic::Diagnostic;
use mieruka::model::Release;

use crate::sites::{examined, folder, report, sources, texts};

/// The places that a rule names in the good fixture with these files put in, as `file:line`.
fn places(rule: &str, files: &[(&str, &str)]) -> Vec<String> {
    let mut content = texts(&folder("tests/fixtures/good"));
    content.extend(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
    let sources = sources(content);
    let report = report(&examined(&sources).1, &sources);
    let of_rule =
        report.split("\n\n").filter(|finding| finding.lines().next().unwrap_or("").contains(&format!("[{rule}]")));
    let place = |finding: &str| {
        let (_, at) = finding.split_once("--> ").expect("a finding has a place");
        at.lines().next().and_then(|at| at.rsplit_once(':')).expect("file, line and column").0.to_owned()
    };
    of_rule.map(place).collect()
}

fn check(rule: &str, files: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(places(rule, files), expected, "{rule}: {files:?}");
}

/// One setting of the site, which stands in its third line.
fn check_setting(rule: &str, setting: &str, is_wrong: bool) {
    let text = format!("title: 見本\nmunicipality: {{code: \"990001\", name: 見本市}}\n{setting}\n");
    check(rule, &[("site.yaml", &text)], if is_wrong { &["site.yaml:3"] } else { &[] });
}

/// The figures of an item; those in the given lines are wrong.
fn check_figures(rule: &str, figures: &[&str], lines: &[usize]) {
    let figures: String = figures.iter().map(|figure| format!("  - {{name: 数, kind: actual, {figure}}}\n")).collect();
    let text = format!("title: 電子申請\ncategory: 1-ア\nfigures:\n{figures}");
    let expected: Vec<_> = lines.iter().map(|line| format!("programs/g/1.yaml:{line}")).collect();
    assert_eq!(places(rule, &[("programs/g/1.yaml", &text)]), expected, "{rule}: {figures}");
}

#[test]
fn addresses_of_the_site() {
    for good in ["http://a.jp/", "https://a-b_c.jp:80/~x/%20/"] {
        check_setting("bad-base-url", &format!("base_url: {good}"), false);
    }
    for bad in ["ftp://a.jp/", "https:///x/", "https://a.jp", "https://a.jp/x?/", "https://市.jp/"] {
        check_setting("bad-base-url", &format!("base_url: {bad}"), true);
    }
}

#[test]
fn a_copied_file_is_told_unless_it_says_something_else() {
    let item = "title: 申請\ncategory: 1-ア\nsummary: [窓口へ来なくても申請できる]\n";
    let is_told = |copy: &str, is_wrong: bool| {
        let expected: &[&str] = if is_wrong { &["programs/g/9.yaml:1"] } else { &[] };
        check("copied-record", &[("programs/g/8.yaml", item), ("programs/g/9.yaml", copy)], expected);
    };
    is_told(item, true);
    is_told(&format!("{item}draft: true\n"), false);
    is_told(&item.replace("申請できる", "届け出られる"), false);
    is_told(&format!("{item}departments: [kikaku-ka]\n"), false);
    is_told(&format!("{item}figures: [{{name: 件数, kind: actual, value: 1, unit: 件, fiscal_year: 2022}}]\n"), false);
    let bare = "title: 申請\ncategory: 1-ア\n";
    check("copied-record", &[("programs/g/8.yaml", bare), ("programs/g/9.yaml", bare)], &[]);
    let year = "title: 市政\nitems: [{number: 1, title: 公開, targets: [10件]}]\n";
    check("copied-record", &[("goals/2022/kikaku/8.yaml", year), ("goals/2023/kikaku/8.yaml", year)], &[]);
}

#[test]
fn the_name_of_the_body_begins_with_a_letter() {
    for (name, is_wrong) in
        [("市", false), ("広域連合A", false), ("=HYPERLINK(1)", true), ("+81", true), ("・市", true)]
    {
        let site = format!("title: 見本\nmunicipality:\n  code: \"990001\"\n  name: \"{name}\"\n");
        check("bad-municipality-name", &[("site.yaml", &site)], if is_wrong { &["site.yaml:4"] } else { &[] });
    }
}

#[test]
fn codes_of_municipalities() {
    for (code, is_wrong) in [
        ("202037", false),
        ("000000", false),
        ("20203７", true),
        ("2020371", true),
        ("202038", true),
        ("//a/../b", true),
    ] {
        let site = format!("title: 見本\nmunicipality:\n  code: \"{code}\"\n  name: 市\n");
        let expected: &[&str] = if is_wrong { &["site.yaml:3"] } else { &[] };
        // A link makes `check` ask for all paths, of which the code is a part.
        let page = "---\ntitle: 案内\n---\n[表](../data/nothing.csv)\n";
        check("bad-municipality-code", &[("site.yaml", &site), ("pages/annai.md", page)], expected);
    }
}

#[test]
fn days_of_publication() {
    for (published, updated, is_wrong) in
        [("2026-04-01", "2026-04-01", false), ("2026-04-30", "2026-04", false), ("2026-05-01", "2026-04", true)]
    {
        check_setting("publication-order", &format!("published: {published}\nupdated: {updated}"), is_wrong);
    }
}

#[test]
fn images_of_the_brand() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\"><path d=\"M0 0h9v9z\"/></svg>";
    let site = "title: 見本\nmunicipality: {code: \"990001\", name: 見本市}\nbrand: {icon: images/a.svg}\n";
    check("unknown-image", &[("site.yaml", site), ("images/a.svg", svg)], &[]);
    check("unknown-image", &[("site.yaml", site), ("images/a.svg", "<svg")], &[]);
    check("unknown-image", &[("site.yaml", site), ("images/b.svg", svg)], &["site.yaml:3"]);
    let link = site.replace("{icon: images/a.svg}", "{preview: {file: images/a.svg, alt: 町}}");
    check("preview-image", &[("site.yaml", &link), ("images/a.svg", svg)], &["site.yaml:3"]);
    check("preview-image", &[("site.yaml", &link), ("images/b.svg", svg)], &["site.yaml:3"]);
    check("preview-image", &[("site.yaml", &link), ("images/a.svg", "<svg")], &[]);
    check("preview-image", &[("site.yaml", site), ("images/a.svg", svg)], &[]);
}

/// An image shows itself and loads nothing.
#[test]
fn styles_of_images() {
    let image = |style: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\"><path d=\"M0 0h9v9z\" style=\"{style}\"/></svg>"
        )
    };
    for good in ["fill:red", "fill:url(#g)", "fill:url('#g')"] {
        check("bad-image", &[("images/a.svg", &image(good))], &[]);
    }
    for bad in [
        "@import 'x'",
        "fill:\\75rl(x)",
        "fill:url(x)",
        "fill:url(#g) url(x)",
        "fill:image-set('x' 1x)",
        "fill:javascript:x",
    ] {
        check("bad-image", &[("images/a.svg", &image(bad))], &["images/a.svg:1"]);
    }
}

#[test]
fn days_and_numbers_that_are_none() {
    let as_of = |day: &str| format!("value: 1, unit: 件, as_of: {day}");
    let good = ["2023-03", "1900-03-31", "平成31年4月30日", "令和元年5月1日", "H31.4"];
    let bad = ["999-03-31", "平成31年5月1日", "令和元年4月30日", "2023-02-29", "2023-03-31-1", "2023"];
    let figures = [good, bad[..5].try_into().expect("five")].concat().into_iter().map(as_of).collect::<Vec<_>>();
    let figures: Vec<_> = figures.iter().map(String::as_str).collect();
    check_figures("wrong-type", &figures, &[9, 10, 11, 12, 13]);
    check_figures("wrong-type", &[&as_of(bad[5])], &[4]);
    let title = |title: &str| format!("title: {title}\ncategory: 1-ア\n");
    for (digits, is_wrong) in [("12", false), ("1.5", false), ("100", false), ("1.50", true)] {
        let expected: &[&str] = if is_wrong { &["programs/g/1.yaml:1"] } else { &[] };
        check("wrong-type", &[("programs/g/1.yaml", &title(digits))], expected);
    }
}

#[test]
fn figures_have_a_value_or_a_reason() {
    let stated = [
        "value: 1, unit: 件",
        "missing: new",
        "relative_to: previous_year",
        "parts: [{name: 甲, value: 1, unit: 回}]",
        "low: 1, unit: 件",
        "high: 1, unit: 件",
        "printed: 少し",
    ];
    check_figures("figure-without-value", &[&stated[..], &["unit: 件"]].concat(), &[11]);
}

#[test]
fn a_figure_has_a_value_or_a_reason_not_both() {
    let both = [
        "missing: new, value: 1, unit: 件",
        "missing: new, low: 1, unit: 件",
        "missing: new, parts: [{name: 甲, value: 1, unit: 回}]",
    ];
    let ranges = ["low: 5, high: 1, unit: 件", "value: 9, low: 1, high: 5, unit: 件"];
    let sound = ["missing: new, printed: 新設", "low: 1, high: 5, unit: 件", "value: 5, low: 1, high: 5, unit: 件"];
    check_figures("contradictory-figure", &[&sound[..], &both, &ranges].concat(), &[7, 8, 9, 10, 11]);
}

#[test]
fn what_would_be_told_twice() {
    let rule = "duplicate-number";
    let terms =
        "terms:\n  - {id: a, term: 協働, explanation: 一}\n  - {id: b, term: 参画, aliases: [協働], explanation: 二}\n";
    check(rule, &[("glossary.yaml", terms)], &["glossary.yaml:3"]);
    let scale = "  - {fiscal_year: 2022, stage: final, criteria: {◎: 上}}\n";
    check(rule, &[("ratings.yaml", &format!("ratings:\n{scale}{scale}"))], &["ratings.yaml:3"]);
    check_stages(rule, "{stage: initial}, {stage: initial}", "", &["goals/2022/kikaku/sheet.yaml:2"]);
    let correction =
        "  - {date: 2026-04-01, record: programs/g/1, field: title, before: 甲, after: 電子申請, reason: 誤り}\n";
    check(rule, &[("corrections.yaml", &format!("corrections:\n{correction}{correction}"))], &["corrections.yaml:3"]);
    let twins =
        ["missing: not_reported", "value: 1, unit: 件"].map(|keys| format!("  - {{name: 数, kind: actual, {keys}}}\n"));
    let item = format!("title: 電子申請\ncategory: 1-ア\nfigures:\n{}", twins.concat());
    check("duplicate-figure", &[("programs/g/1.yaml", &item)], &["programs/g/1.yaml:5"]);
}

#[test]
fn reports_are_dated_in_their_year() {
    let dated = |day: &str| format!("    mid_term: {{as_of: {day}, progress: [a]}}\n");
    let rule = "as-of-outside-year";
    check_stages(rule, "{stage: mid_term}", &dated("2022-10-01"), &[]);
    check_stages(rule, "{stage: mid_term}", &dated("2023-05-31"), &[]);
    check_stages(rule, "{stage: mid_term}", &dated("2021-10-01"), &["goals/2022/kikaku/1.yaml:6"]);
    check_stages(rule, "{stage: mid_term, as_of: 2023-10-01}", "", &["goals/2022/kikaku/sheet.yaml:2"]);
}

#[test]
fn reports_are_of_the_day_of_their_stage() {
    let dated = |day: &str| format!("    mid_term: {{as_of: {day}, progress: [a]}}\n");
    for (stages, of_goal, is_other) in [
        ("{stage: mid_term, as_of: 2022-09-30}", "2022-09-30", false),
        ("{stage: mid_term, as_of: 2022-09}", "2022-09-30", false),
        ("{stage: mid_term, as_of: 2022-09-30}", "2022-10-01", true),
        ("{stage: mid_term, as_of: 2022-09-30}", "2022-10", true),
        ("{stage: mid_term}", "2022-10-01", false),
        ("{stage: mid_term}, {stage: final, as_of: 2023-03-31}", "2022-10-01", false),
    ] {
        let expected: &[&str] = if is_other { &["goals/2022/kikaku/1.yaml:6"] } else { &[] };
        check_stages("as-of-differs", stages, &dated(of_goal), expected);
    }
    let goal =
        |day: &str| format!("title: 題\nitems: [{{number: 1, title: 項目, final: {{as_of: {day}, results: [a]}}}}]\n");
    let sheet = "title: 一覧表\nstages: [{stage: final, as_of: 2023-03-31}]\n";
    for (second, expected) in [("2023-03-30", "sheet.yaml:2"), ("2023-03-31", "1.yaml:2")] {
        let (first, second) = (goal("2023-03-30"), goal(second));
        let files = [("sheet.yaml", sheet), ("1.yaml", &*first), ("2.yaml", &*second)];
        let files = files.map(|(name, text)| (format!("goals/2022/kikaku/{name}"), text));
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        check("as-of-differs", &files, &[&format!("goals/2022/kikaku/{expected}")]);
    }
}

#[test]
fn results_before_their_time() {
    let rule = "early-result";
    let year = |year: u32, keys: &str| {
        format!("title: 電子申請\ncategory: 1-ア\nyears:\n  - fiscal_year: {year}\n    plan: [周知]\n    {keys}\n")
    };
    let figure = |keys: &str| format!("figures: [{{name: 数, value: 1, unit: 件, {keys}}}]");
    for (text, is_early) in [
        (year(2022, "results: [周知した]"), false),
        (year(2023, "results: [周知した]"), true),
        (year(2023, "results: []"), false),
        (year(2023, "results: [周知した]\n    draft: true"), false),
        (year(2023, "effect: [10万円]"), true),
        (year(2023, &figure("kind: actual")), true),
        (year(2023, &figure("kind: target")), false),
        (year(2023, &figure("kind: actual, as_of: 2023-09-30")), false),
        (year(2023, &figure("kind: actual, as_of: 2024-03-31")), true),
    ] {
        let expected: &[&str] = if is_early { &["programs/g/program.yaml:3"] } else { &[] };
        check(rule, &[("programs/g/1.yaml", &text)], expected);
    }
    let late = year(2024, "results: [周知した]");
    let files = [("programs/g/1.yaml", &*late), ("programs/g/2.yaml", &late)];
    check(rule, &files, &["programs/g/program.yaml:3"]);
    let future = ["kind: actual, fiscal_year: 2050", "kind: target, fiscal_year: 2050", "kind: actual, as_of: 2050-01"];
    let item = |keys: &&str| format!("title: 電子申請\ncategory: 1-ア\n{}\n", figure(keys));
    for (text, is_early) in future.iter().map(item).zip([true, false, true]) {
        check(rule, &[("programs/g/1.yaml", &text)], if is_early { &["programs/g/1.yaml:3"] } else { &[] });
    }
    let chart = |place: &str| format!("title: 情報の共有\n{place}\n");
    let forecast = "{name: 人口, kind: actual, value: 1, unit: 人, fiscal_year: 2050}";
    check(rule, &[("plans/p/1-1-1.yaml", &chart(&format!("charts: [{{title: 推計, data: [{forecast}]}}]")))], &[]);
    let sheet = |day: &str| format!("{{title: 一覧表, stages: [{{stage: final, as_of: {day}}}]}}\n");
    let goal =
        |day: &str| format!("title: 題\nitems: [{{number: 1, title: 項目, final: {{as_of: {day}, results: [a]}}}}]\n");
    for (of_stage, of_goal, expected) in [
        ("2026-10-01", "2026-10-01", &[][..]),
        ("2027-03-31", "2026-10-01", &["goals/2026/kikaku/sheet.yaml:1"]),
        ("2026-10-01", "2027-03-31", &["goals/2026/kikaku/1.yaml:2"]),
        ("2026-10-01", "2033-03-31", &[]),
    ] {
        let (sheet, goal) = (sheet(of_stage), goal(of_goal));
        check(rule, &[("goals/2026/kikaku/sheet.yaml", &sheet), ("goals/2026/kikaku/1.yaml", &goal)], expected);
    }
}

#[test]
fn sheets_are_of_their_folder() {
    let departments = "departments:\n  - {id: kikaku, name: 企画部}\n  - {id: kikaku-ka, parent: kikaku, name: 企画課}\n  - {id: shimin, name: 市民部}\n";
    for (title, ids, is_other) in [
        ("令和4年度 企画部 重点目標", "kikaku", false),
        ("R4年度 企画部 重点目標", "kikaku", false),
        ("重点目標一覧表", "kikaku", false),
        ("企画部 重点目標", "kikaku-ka", false),
        ("企画部・市民部 重点目標", "shimin, kikaku", false),
        ("令和4・5年度 重点目標", "kikaku", false),
        ("2023年度 企画部 重点目標", "kikaku", true),
        ("令和5年度 企画部 重点目標", "kikaku", true),
        ("市民部 重点目標", "kikaku", true),
        ("重点目標", "shimin", true),
    ] {
        let sheet = format!("{{title: {title}, departments: [{ids}], stages: [{{stage: final}}]}}\n");
        let expected: &[&str] = if is_other { &["goals/2022/kikaku/sheet.yaml:1"] } else { &[] };
        let files = [("departments.yaml", departments), ("goals/2022/kikaku/sheet.yaml", &*sheet)];
        check("sheet-differs", &files, expected);
    }
}

#[test]
fn goals_that_moved() {
    let departments = "departments:\n  - {id: kikaku, name: 企画部}\n  - {id: kikaku-ka, parent: kikaku, name: 企画課}\n  - {id: shimin, name: 市民部}\n";
    let item = "items:\n  - {number: 1, title: 公開, final: {results: [公開した]}";
    for (goal, lines) in [
        ("moved_to: {department: shimin}".to_owned(), &[][..]),
        ("moved_to: {department: kikaku}".to_owned(), &[2]),
        (format!("moved_to: {{department: shimin}}\n{item}}}"), &[2]),
        (format!("{item}, moved_to: {{department: shimin}}}}"), &[]),
        (format!("{item}, moved_to: {{department: kikaku}}}}"), &[3]),
    ] {
        let goal = format!("title: 開かれた市政\n{goal}\n");
        let expected: Vec<_> = lines.iter().map(|line| format!("goals/2022/kikaku/1.yaml:{line}")).collect();
        let expected: Vec<_> = expected.iter().map(String::as_str).collect();
        let files = [("departments.yaml", departments), ("goals/2022/kikaku/1.yaml", &*goal)];
        check("contradictory-move", &files, &expected);
    }
}

/// The indicators of a section, each in a line from the third on; those in the given lines are wrong.
fn check_indicators(indicators: &[&str], lines: &[usize]) {
    let list: String = indicators.iter().zip(1..).map(|(keys, n)| format!("  - {{number: {n}, {keys}}}\n")).collect();
    let section = format!("title: 情報の共有\nindicators:\n{list}");
    let expected: Vec<_> = lines.iter().map(|line| format!("plans/p/1-1-1.yaml:{line}")).collect();
    assert_eq!(places("indicator-differs", &[("plans/p/1-1-1.yaml", &section)]), expected, "{list}");
}

#[test]
fn figures_of_one_indicator() {
    let counted = |kind: &str| format!("name: 相談, rule: none{kind}");
    let (bare, done, gained) = (counted(""), counted(", kind: output"), counted(", kind: outcome"));
    check_indicators(&[&bare, &bare], &[4]);
    check_indicators(&[&done, &gained], &[]);
    check_indicators(&[&done, &gained, &done], &[5]);
    let of = |numbers: &str| format!("name: 数, rule: none, {numbers}");
    for (numbers, is_other) in [
        ("baseline: {value: 5, unit: 件, fiscal_year: 2020}, target: {value: 8, unit: 件, fiscal_year: 2025}", false),
        ("baseline: {value: 5, unit: 千円}, target: {value: 8000, unit: 円}", false),
        ("baseline: {value: 5, unit: 件}, target: {value: 8, unit: 人}", true),
        ("baseline: {value: 5, unit: 件}, actuals: [{value: 8, unit: 人, fiscal_year: 2022}]", true),
        ("baseline: {value: 5, unit: 件}, target: {relative_to: previous_year, change: \"+1%\"}", false),
        ("baseline: {value: 5, unit: 件, fiscal_year: 2026}, target: {value: 8, unit: 件, fiscal_year: 2025}", true),
        ("actuals: [{value: 8, unit: 件}]", true),
        ("forecasts: [{value: 8, unit: 件}]", true),
        ("forecasts: [{value: 8, unit: 件, fiscal_year: 2025}]", false),
        ("baseline: {value: 5, unit: 件}, forecasts: [{value: 8, unit: 人, fiscal_year: 2025}]", true),
        ("actuals: [{value: 8, unit: 件, as_of: 2022-10-01}]", false),
        (
            "baseline: {value: 5, unit: 件, fiscal_year: 2020}, actuals: [{value: 5, unit: 件, fiscal_year: 2020}]",
            false,
        ),
        ("baseline: {value: 5, unit: 件, fiscal_year: 2020}, actuals: [{value: 6, unit: 件, fiscal_year: 2020}]", true),
    ] {
        check_indicators(&[&of(numbers)], if is_other { &[3] } else { &[] });
    }
    check_indicators(&["name: 数, rule: none", "name: 額, rule: none", "name: 数, rule: none"], &[5]);
}

#[test]
fn corrections_that_correct() {
    let rule = "contradictory-correction";
    let one = |day: &str, field: &str, before: &str, after: &str| {
        format!(
            "  - {{date: {day}, record: programs/g/1, field: {field}, before: {before}, after: {after}, reason: 誤り}}\n"
        )
    };
    let item =
        "title: 電子申請\ncategory: 1-ア\nsummary: [一, 二]\nfigures: [{name: 数, kind: actual, value: 6, unit: 件}]\n";
    let two = |field: &str, [a, b, c, d]: [&str; 4]| {
        [one("2026-04-01", field, a, b), one("2026-05-01", field, c, d)].concat()
    };
    for (corrections, lines) in [
        (one("2026-04-01", "title", "電子申込", "電子申請"), &[][..]),
        (one("2026-04-01", "title", "電子申請", "電子申請"), &[2]),
        (two("title", ["甲", "乙", "乙", "電子申請"]), &[]),
        (two("title", ["甲", "乙", "丙", "電子申請"]), &[3]),
        (two("figures.数", ["4", "5件", "\"5\"", "6件"]), &[]),
        (two("summary", ["甲", "一", "乙", "二"]), &[]),
    ] {
        let corrections = format!("corrections:\n{corrections}");
        let expected: Vec<_> = lines.iter().map(|line| format!("corrections.yaml:{line}")).collect();
        let expected: Vec<_> = expected.iter().map(String::as_str).collect();
        check(rule, &[("programs/g/1.yaml", item), ("corrections.yaml", &corrections)], &expected);
    }
}

#[test]
fn a_plan_agrees_with_its_sections() {
    let rule = "plan-differs";
    let plan = |keys: &str, entry: &str| {
        format!("title: 見本計画\nlevels: [編, 章, 節]\n{keys}\noutline:\n  - {{code: 1-1-1, {entry}}}\n")
    };
    let indicator =
        "\nindicators: [{number: 1, name: 数, rule: none, target: {value: 8, unit: 件, fiscal_year: 2025}}]";
    let good = "level: 節, title: 情報の共有";
    for (keys, entry, section, expected) in [
        ("target_year: 2025", good, indicator, &[][..]),
        ("target_year: 2024", good, indicator, &["plans/p/1-1-1.yaml:2"]),
        ("", good, indicator, &[]),
        ("period: {from: 2026}\ntarget_year: 2025", good, "", &["plans/p/plan.yaml:4"]),
        ("period: {to: 2030}\ntarget_year: 2025", good, "", &[]),
        ("target_year: 2025", "level: 章, title: 情報の共有", "", &["plans/p/plan.yaml:5"]),
        ("target_year: 2025", "title: 情報の共有", "", &[]),
        ("target_year: 2025", "level: 節, title: 情報の公開", "", &["plans/p/1-1-1.yaml:1"]),
    ] {
        let section = format!("title: 情報の共有{section}\n");
        check(rule, &[("plans/p/plan.yaml", &plan(keys, entry)), ("plans/p/1-1-1.yaml", &section)], expected);
    }
    check(rule, &[("plans/p/2-1-1.yaml", "title: 情報の共有\n")], &["plans/p/2-1-1.yaml:1"]);
    check(rule, &[("plans/p/2-1-1.yaml", "title: 情報の共有\ndraft: true\n")], &[]);
    check(rule, &[("plans/p/1-1-1.yaml", "title: 情報*の共有\n")], &[]);
    let section = format!(
        "title: 情報の共有{}\n",
        indicator.replace(
            "[{number: 1",
            "[{number: 2, name: 額, rule: none, target: {value: 8, unit: 件, fiscal_year: 2025}}, {number: 1"
        )
    );
    let plan = plan("target_year: 2024", good);
    check(rule, &[("plans/p/plan.yaml", &plan), ("plans/p/1-1-1.yaml", &section)], &["plans/p/plan.yaml:3"]);
}

#[test]
fn a_word_that_was_begun_is_told() {
    for begun in ["draft:", "draft: ~", "publish_on:"] {
        let item = format!("title: 電子申請\n{begun}\ncategory: 1-ア\n");
        check("missing-key", &[("programs/g/1.yaml", &item)], &["programs/g/1.yaml:2"]);
    }
    let number = |value: &str| {
        let figure =
            format!("title: 題\ncategory: 1-ア\nfigures:\n  - {{name: 数, kind: actual, value: {value}, unit: 件}}\n");
        advice("programs/g/1.yaml", &figure)
    };
    assert!(number(".5").contains("`value: 0.5` と書いてください"));
    assert!(number("5.").contains("`value: 5` と書いてください"));
}

#[test]
fn what_is_no_link_and_no_image_of_ours() {
    let page = |text: &str| format!("# 題\n\n{text}\n");
    check("stray-emphasis", &[("pages/x.md", &page("［文］（about/）"))], &["pages/x.md:3"]);
    check("stray-emphasis", &[("pages/x.md", &page("~~取消~~です"))], &["pages/x.md:3", "pages/x.md:3"]);
    check("bad-image", &[("pages/x.md", &page("![図](https://example.jp/a.png)"))], &["pages/x.md:3"]);
    check("misplaced-file", &[("pages/x.markdown", &page("文"))], &["pages/x.markdown:1"]);
}

#[test]
fn ratios_are_compared_to_the_last_printed_digit() {
    let figures = [
        "value: \"66.3\", unit: \"%\", numerator: 144, denominator: 217",
        "value: \"66.4\", unit: \"%\", numerator: 144, denominator: 217",
        "value: \"66.6\", unit: \"%\", numerator: 144, denominator: 217",
        "value: \"66.2\", unit: \"%\", numerator: 144, denominator: 217",
        "value: 1, unit: 倍, numerator: 144, denominator: 217",
    ];
    check_figures("ratio-mismatch", &figures, &[6, 7]);
}

#[test]
fn equal_values_of_a_series_may_be_written_in_other_units() {
    let figures = [
        "series: a, value: 437153, unit: 千円, fiscal_year: 2021",
        "series: a, value: 437153000, unit: 円, fiscal_year: 2021",
        "series: a, value: 437154, unit: 千円, fiscal_year: 2022",
        "series: a, value: 9, unit: 件, fiscal_year: 2021",
        "series: b, value: 1, unit: 件, fiscal_year: 2021, as_of: 2021-10-01",
        "series: b, value: 2, unit: 件, fiscal_year: 2021, as_of: 2022-03-31",
        "series: b, value: 3, unit: 件, fiscal_year: 2021",
        "series: c, value: 0, unit: 件, fiscal_year: 2021",
        "series: c, value: 0, unit: 件, fiscal_year: 2021",
    ];
    check_figures("value-differs", &figures, &[10]);
}

#[test]
fn the_days_of_a_series_lie_alike_in_their_years() {
    let same = [
        "value: 1, unit: 件, fiscal_year: 2021, as_of: 2022-03-31",
        "value: 1, unit: 件, fiscal_year: 2022, as_of: 2023-03-31",
    ];
    check_figures("as-of-differs", &same, &[]);
    for other in ["2022-03-31", "2023-03-30", "2023-04-30", "2024-03-31", "2023-03"] {
        let figure = format!("value: 1, unit: 件, fiscal_year: 2022, as_of: {other}");
        check_figures("as-of-differs", &[same[0], &figure], &[5]);
    }
}

#[test]
fn rules_of_indicators() {
    let baseline = |value: u32| format!("baseline: {{value: {value}, unit: 件}}");
    let numbers = |base: u32, target: u32| format!("{}, target: {{value: {target}, unit: 件}}", baseline(base));
    let target = |words: &str| format!("target: {{unit: 件, {words}}}");
    let cases = [
        ("increase", numbers(1, 2), false),
        ("increase", numbers(2, 2), true),
        ("increase", target("value: 2"), false),
        ("decrease", numbers(2, 1), false),
        ("decrease", numbers(2, 2), true),
        ("hold", numbers(2, 2), false),
        ("hold", numbers(2, 3), true),
        ("tolerate_decline", numbers(2, 1), false),
        ("tolerate_decline", numbers(2, 2), true),
        ("at_least", target("value: 2, qualifier: 以上"), false),
        ("at_least", target("value: 2, qualifier: 以下"), true),
        ("at_least", target("value: 2, qualifier: 未満"), true),
        ("at_most", target("value: 2, qualifier: 以下"), false),
        ("at_most", target("value: 2, qualifier: 以上"), true),
        ("at_most", target("value: 2, qualifier: 超"), true),
        ("range", target("low: 1, high: 2"), false),
        ("range", target("low: 1"), true),
        ("range", target("high: 2"), true),
        ("relative", target("relative_to: previous_year, change: \"+1%\""), false),
        ("relative", target("value: 2"), true),
        ("none", numbers(2, 1), false),
    ];
    for (rule, numbers, is_wrong) in cases {
        let text = format!(
            "title: 節\nindicators:\n  - number: 1\n    name: 数\n    rule: {rule}\n    {}\n",
            numbers.replacen(", target", "\n    target", 1)
        );
        let expected: &[&str] = if is_wrong { &["plans/p/1-1-1.yaml:5"] } else { &[] };
        check("rule-contradicts-numbers", &[("plans/p/1-1-1.yaml", &text)], expected);
    }
}

#[test]
fn what_need_not_be_reported_yet() {
    let goal = |keys: &str| format!("title: 目標\n{keys}items:\n  - number: 1\n    title: 項\n");
    for (keys, is_late) in [("", true), ("moved_to: {department: kikaku}\n", false), ("draft: true\n", false)] {
        let line = if is_late { &["goals/2022/kikaku/1.yaml:3"][..] } else { &[] };
        check("missing-result", &[("goals/2022/kikaku/1.yaml", &goal(keys))], line);
    }
    let moved = "title: 目標\nitems:\n  - {number: 1, title: 項, moved_to: {department: kikaku}}\n";
    check("missing-result", &[("goals/2022/kikaku/1.yaml", moved)], &[]);
    let item =
        |keys: &str, year: &str| format!("title: 項目\ncategory: 1-ア\n{keys}years:\n  - {{fiscal_year: {year}}}\n");
    let cases = [
        ("", "2022", true),
        ("", "2023", false),
        ("draft: true\n", "2022", false),
        ("", "2022, draft: true", false),
        ("", "2022, results: []", false),
        ("", "2022, figures: [{name: 数, kind: actual, value: 1, unit: 件}]", false),
        ("", "2022, figures: [{name: 数, kind: actual, missing: not_reported}]", true),
        ("", "2022, figures: [{name: 数, kind: target, value: 1, unit: 件}]", true),
    ];
    for (keys, year, is_late) in cases {
        let line = if is_late { &["programs/g/1.yaml:4"][..] } else { &[] };
        check("missing-result", &[("programs/g/1.yaml", &item(keys, year))], line);
    }
}

/// The sections of a plan that is reported up to 2022, of a period.
#[test]
fn years_of_sections() {
    const SECTION: &str = "plans/p/1-1-1.yaml";
    let plan = |keys: &str| {
        let outline =
            "outline:\n  - {code: 1-1-1, level: 節, title: 情報の共有}\n  - {code: 1-1-2, level: 節, title: 参加}\n";
        format!("title: 見本計画\nlevels: [編, 章, 節]\n{keys}{outline}")
    };
    let wrong = |rule: &str, keys: &str, years: &[&str], lines: &[usize]| {
        let years: String = years.iter().map(|year| format!("  - {{{year}}}\n")).collect();
        let section = format!("title: 情報の共有\ndepartments: [kikaku]\nyears:\n{years}");
        let expected: Vec<_> = lines.iter().map(|line| format!("{SECTION}:{line}")).collect();
        let files = [("plans/p/plan.yaml", plan(keys)), (SECTION, section)];
        let files: Vec<_> = files.iter().map(|(path, text)| (*path, &**text)).collect();
        assert_eq!(places(rule, &files), expected, "{rule}: {keys} {years}");
    };
    let (reported, period) = ("results_through: 2022\n", "period: {from: 2021, to: 2025}\n");
    let years = ["fiscal_year: 2022", "fiscal_year: 2023"];
    wrong("missing-result", "", &years, &[]);
    wrong("missing-result", reported, &years, &[4]);
    wrong("missing-result", reported, &["fiscal_year: 2022, results: [した]"], &[]);
    let number = "fiscal_year: 2022, figures: [{name: 数, kind: actual, value: 1, unit: 件}]";
    wrong("missing-result", reported, &[number], &[]);
    wrong("year-outside-period", period, &["fiscal_year: 2020", "fiscal_year: 2021", "fiscal_year: 2026"], &[4, 6]);
    wrong("duplicate-number", "", &["fiscal_year: 2022", "fiscal_year: 2022"], &[5]);
    wrong("repeated-result", "", &["fiscal_year: 2021, results: [した]", "fiscal_year: 2022, results: [した]"], &[5]);
    wrong(
        "repeated-plan",
        "",
        &[2021, 2022, 2023].map(|y| format!("fiscal_year: {y}, plan: [する]")).each_ref().map(|y| &**y),
        &[6],
    );
    wrong(
        "duplicate-figure",
        "",
        &[number, &number.replace("value: 1", "value: 2, fiscal_year: 2022").replace("2022, fig", "2021, fig")],
        &[4],
    );
    let files = [
        ("plans/p/plan.yaml", plan(reported)),
        (SECTION, "title: 情報の共有\nyears:\n  - {fiscal_year: 2023, results: [した]}\n".to_owned()),
    ];
    check("early-result", &files.each_ref().map(|(path, text)| (*path, &**text)), &["plans/p/plan.yaml:3"]);
}

#[test]
fn years_of_values_and_numbers_without_unit() {
    check_figures("contradictory-figure", &["value: 1, dimensionless: true", "value: 1, unit: 件"], &[]);
    check_figures("contradictory-figure", &["value: 1, unit: 件, dimensionless: true"], &[4]);
    let both = "value: 1, unit: 件, fiscal_year: 2021, calendar_year: 2021";
    check_figures("contradictory-figure", &["value: 1, unit: 件, calendar_year: 2021", both], &[5]);
    check_figures("figure-without-unit", &["value: 1, dimensionless: true", "value: 1, dimensionless: false"], &[5]);
    let of = |day: &str| format!("value: 1, unit: 件, calendar_year: 2021, as_of: {day}");
    let days = ["2021-01-01", "2021-12-31", "2022-01-01", "2022-03-31", "2020-12-31"].map(of);
    check_figures("as-of-outside-year", &days.each_ref().map(|day| &**day), &[7, 8]);
    let years = ["fiscal_year: 2021", "calendar_year: 2021", "calendar_year: 2022"];
    let values = years.map(|year| format!("unit: 件, {year}, value: {}", year.len()));
    check_figures("duplicate-figure", &values.each_ref().map(|value| &**value), &[]);
    let twice = ["value: 1, unit: 件, calendar_year: 2021", "value: 2, unit: 件, calendar_year: 平成33年"];
    check_figures("wrong-type", &twice, &[5]);
    let twice = ["value: 1, unit: 件, calendar_year: 2021", "value: 2, unit: 件, calendar_year: 令和3年"];
    check_figures("duplicate-figure", &twice, &[5]);
    // The site is looked at on 2026-11-21.
    let future = ["calendar_year: 2026", "calendar_year: 2027", "fiscal_year: 2027"];
    let future = future.map(|year| format!("value: 1, unit: 件, {year}"));
    check_figures("early-result", &future.each_ref().map(|value| &**value), &[5, 6]);
}

/// One indicator, wherever it may be: what is wrong with it is told in its line.
#[test]
fn indicators_of_every_record() {
    const RECORDS: [(&str, &str); 3] = [
        ("plans/p/1-1-1.yaml", "title: 情報の共有\n"),
        ("programs/g/1.yaml", "title: 電子申請\n"),
        ("goals/2022/kikaku/1.yaml", "title: 開かれた市政\n"),
    ];
    let wrong = |rule: &str, indicators: &[&str], lines: &[usize]| {
        for (path, title) in RECORDS {
            let list: String =
                indicators.iter().map(|keys| format!("  - {{name: 数{}, {keys}}}\n", keys.len())).collect();
            let text = format!("{title}indicators:\n{list}");
            let expected: Vec<_> = lines.iter().map(|line| format!("{path}:{line}")).collect();
            assert_eq!(places(rule, &[(path, &text)]), expected, "{rule}: {text}");
        }
    };
    wrong("duplicate-number", &["number: 1, rule: none", "number: 1, rule: hold"], &[4]);
    wrong("unknown-value", &["number: 1, rule: none, kind: subject", "number: 2, rule: none, kind: 成果"], &[4]);
    let value = |value: u32, year: &str| format!("{{value: {value}, unit: 件, {year}}}");
    let target = |list: &[String], last: &str| {
        format!("number: 1, rule: increase, targets: [{}], target: {last}", list.join(", "))
    };
    let (early, late) = (value(5, "fiscal_year: 2022"), value(9, "fiscal_year: 2025"));
    wrong("duplicate-figure", &[&target(&[early.clone(), late.clone()], &late)], &[]);
    wrong("duplicate-figure", &[&target(&[early.clone(), late.clone()], &value(8, "fiscal_year: 2025"))], &[3]);
    wrong("duplicate-figure", &[&target(&[early.clone(), value(6, "fiscal_year: 2022")], &late)], &[3]);
    wrong("indicator-differs", &[&target(std::slice::from_ref(&early), &late)], &[]);
    wrong("indicator-differs", &[&target(&["{value: 5, unit: 件}".to_owned()], &late)], &[3]);
    wrong("indicator-differs", &[&target(&[value(5, "calendar_year: 2022")], &late)], &[3]);
    wrong("indicator-differs", &[&target(&["{value: 5, unit: 人, fiscal_year: 2022}".to_owned()], &late)], &[3]);
    let range = "number: 1, rule: range, target: {low: 1, high: 2, unit: 件}";
    wrong("rule-contradicts-numbers", &[range], &[]);
    wrong("rule-contradicts-numbers", &[&format!("{range}, targets: [{early}]")], &[3]);
    wrong(
        "parts-mismatch",
        &["number: 1, rule: none, actuals: [{value: 3, unit: 件, parts: [{name: 甲, value: 1}]}]"],
        &[3],
    );
    wrong("figure-without-unit", &["number: 1, rule: none, targets: [{value: 3, fiscal_year: 2022}]"], &[3]);
    wrong("early-result", &[&format!("number: 1, rule: none, actuals: [{}]", value(1, "fiscal_year: 2027"))], &[3]);
}

#[test]
fn indicators_are_corrected_and_report_their_year() {
    let with = |values: &str| {
        format!(
            "title: 電子申請\ncategory: 1-ア\nyears:\n  - {{fiscal_year: 2022}}\n\
             indicators:\n  - {{number: 2, name: 数, rule: none, {values}}}\n"
        )
    };
    let target = "targets: [{value: 4, unit: 件, fiscal_year: 2022}]";
    let item = with(&format!("{target}, actuals: [{{value: 5, unit: 件, fiscal_year: 2022}}]"));
    check("missing-result", &[("programs/g/1.yaml", &item)], &[]);
    check("missing-result", &[("programs/g/1.yaml", &with(target))], &["programs/g/1.yaml:4"]);
    let correction = |field: &str, after: &str| {
        format!(
            "corrections:\n  - {{date: 2026-04-01, record: programs/g/1, field: {field}, before: \"1\", after: \"{after}\", reason: 誤り}}\n"
        )
    };
    for (field, after, is_known) in [
        ("indicators.2.actuals.2022", "5", true),
        ("indicators.2.targets.2022", "4", true),
        ("indicators.2.name", "数", true),
        ("indicators.2.actuals.2021", "5", false),
        ("indicators.1.actuals.2022", "5", false),
    ] {
        let files = [("programs/g/1.yaml", &*item), ("corrections.yaml", &correction(field, after))];
        let expected: &[&str] = if is_known { &[] } else { &["corrections.yaml:2"] };
        check("correction-unknown-field", &files, expected);
        check("correction-not-applied", &files, &[]);
    }
}

#[test]
fn of_several_corrections_the_last_one_holds() {
    let item = "title: 電子申請\ncategory: 1-ア\nsummary: [三]\nbackground: [甲]\n";
    let correction = |day: &str, field: &str, after: &str| {
        format!("  - {{date: {day}, record: programs/g/1, field: {field}, before: 零, after: {after}, reason: 誤り}}\n")
    };
    let check = |corrections: &[String], lines: &[usize]| {
        let text = format!("corrections:\n{}", corrections.concat());
        let expected: Vec<_> = lines.iter().map(|line| format!("corrections.yaml:{line}")).collect();
        let files = [("programs/g/1.yaml", item), ("corrections.yaml", &text)];
        assert_eq!(places("correction-not-applied", &files), expected, "{text}");
    };
    let [early, late] = [correction("2026-04-01", "summary", "二"), correction("2026-05-01", "summary", "三")];
    check(&[early.clone(), late.clone()], &[]);
    check(&[late.clone(), early.clone()], &[]);
    check(&[early.clone(), correction("2026-05-01", "background", "甲")], &[2]);
    check(&[early.clone(), correction("2026-04-01", "summary", "三")], &[]);
    check(&[correction("2026-05-01", "summary", "二"), correction("2026-04-01", "summary", "三")], &[2]);
    check(&[early, correction("2026-05-01", "summary", "四")], &[3]);
}

#[test]
fn what_could_not_be_read_may_hold_what_is_looked_for() {
    let item = |keys: &str| format!("title: 電子申請\ncategory: 1-ア\n{keys}\n");
    let broken = "title: [\n";
    let related = item("related: [programs/g/2]");
    check("unknown-record", &[("programs/g/1.yaml", &related)], &["programs/g/1.yaml:3"]);
    check("unknown-record", &[("programs/g/1.yaml", &related), ("programs/g/2.yaml", broken)], &[]);
    let elsewhere = item("related: [programs/h/2]");
    check("unknown-record", &[("programs/g/1.yaml", &elsewhere), ("programs/h/program.yaml", broken)], &[]);
    let section = item("references: [{plan: p, code: 9-9-9}]");
    check("unknown-plan-section", &[("programs/g/1.yaml", &section)], &["programs/g/1.yaml:3"]);
    check("unknown-plan-section", &[("programs/g/1.yaml", &section), ("plans/p/9-9-9.yaml", broken)], &[]);
    let outlined = item("references: [{plan: p, code: 1-1-2}]");
    check("unknown-plan-section", &[("programs/g/1.yaml", &outlined)], &[]);
    let plan = item("none_in: [r]");
    check("unknown-plan-section", &[("programs/g/1.yaml", &plan)], &["programs/g/1.yaml:3"]);
    check("unknown-plan-section", &[("programs/g/1.yaml", &plan), ("plans/r/plan.yaml", broken)], &[]);
}

/// What a report advises, for one file in the good fixture.
fn advice(path: &str, text: &str) -> String {
    let mut content = texts(&folder("tests/fixtures/good"));
    content.insert(path.to_owned(), text.to_owned());
    let sources = sources(content);
    report(&examined(&sources).1, &sources)
}

#[test]
fn the_advice_fits_the_fault() {
    let related = |id: &str| advice("programs/g/1.yaml", &format!("title: 題\ncategory: 1-ア\nrelated: [{id}]\n"));
    assert!(related("programs/g/99").contains("programs/g/ にある番号を確認してください"));
    assert!(related("program/g/1").contains("`programs/g/1` ではありませんか"));
    assert!(related("zzz").contains("の形で書いてください"));
    let linked = |link: &str| advice("pages/about.md", &format!("# 題\n\n[文]({link})\n"));
    assert!(linked("images/NAI.PNG").contains("画像「images/NAI.PNG」がありません"));
    assert!(linked("programs/g/9/").contains("リンク「programs/g/9/」のリンク先がありません"));
    assert!(
        advice("goals/2023/kikaku/1.yaml", "title: 目標\nitems: []\n")
            .contains("`mieruka new sheet --year 2023 --department kikaku` で作成できます")
    );
}

#[test]
fn names_of_pages_that_the_site_needs() {
    for name in ["search", "data", "goals", "plans", "programs", "departments", "years", "sdgs", "sitemap", "legend"] {
        let path = format!("pages/{name}.md");
        check("taken-address", &[(&path, "# 題\n")], &[&format!("{path}:1")]);
        assert!(advice(&path, "# 題\n").contains(&format!("pages/{name}-about.md")), "{name}");
    }
    for name in ["404", "index", "feed", "guide"] {
        check("taken-address", &[(&format!("pages/{name}.md"), "# 題\n")], &[]);
    }
}

#[test]
fn an_image_is_used_by_what_names_it() {
    let svg = ("images/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let site = "title: 見本\nmunicipality: {code: \"990001\", name: 見本市}\nbrand: {icon: images/a.svg}\n";
    check("unused-image", &[svg], &["images/a.svg:1"]);
    for (path, text) in [
        ("pages/about.md", "# 題\n\n![図](./images/a.svg)\n"),
        ("pages/about.md", "---\ndraft: true\n---\n# 題\n\n[図](images/a.svg?x)\n"),
        ("programs/g/1.md", "![図](images/a.svg)\n"),
        ("site.yaml", site),
    ] {
        check("unused-image", &[svg, (path, text)], &[]);
    }
}

#[test]
fn settings_of_a_page_are_told_as_what_they_are() {
    let told = |text: &str| advice("pages/about.md", text);
    assert!(
        told("--- \ndraft: true\n---\n# 題\n")
            .contains("設定の始まりの --- の前か後ろに、空白があります\n --> pages/about.md:1:1")
    );
    assert!(
        told("\n---\ndraft: true\n---\n# 題\n")
            .contains("設定の始まりの --- の上に、空行があります\n --> pages/about.md:2:1")
    );
    assert!(told("－－－\ndraft: true\n－－－\n# 題\n").contains("設定の始まりが、半角の --- ではありません"));
    assert_eq!(told("---\ndraft: true\n--- \n# 題\n"), "");
    let narrative = advice("programs/g/1.md", "---\ndraft: true\n---\n文\n");
    assert!(narrative.contains("記録の説明の文章には、設定(--- で囲んだ行)を書けません"));
}

#[test]
fn half_a_character_is_told_where_it_is() {
    let told = advice("programs/g/1.yaml", "title: 電子申請\nsummary:\n  - \"絵\\uD83D文字\"\n");
    assert!(told.starts_with("エラー[invisible-character]: 文字の半分だけを表す番号 \\uD83D が書かれています\n --> programs/g/1.yaml:3:7\n"), "{told}");
}

#[test]
fn a_word_is_looked_up_whatever_the_form_of_its_characters() {
    let goal = "title: 目標\nitems:\n  - {number: 1, title: 項目, final: {results: [済], rating: ◎\u{fe0e}}}\n";
    check("unknown-rating", &[("goals/2022/kikaku/1.yaml", goal)], &[]);
    check("unknown-rating", &[("goals/2022/kikaku/1.yaml", &goal.replace('◎', "〒"))], &["goals/2022/kikaku/1.yaml:3"]);
    let item = "title: 電子申請\ncategory: 1-ア\ndepartments: [kikaku-ka\u{fe00}]\n";
    check("unknown-department", &[("programs/g/1.yaml", item)], &[]);
}

#[test]
fn what_takes_time_for_each_pair_has_a_bound() {
    let words = |count: usize| {
        format!("synonyms:\n  - [{}]\n", (0..count).map(|n| format!("語{n}")).collect::<Vec<_>>().join(", "))
    };
    check("wrong-type", &[("synonyms.yaml", &words(20))], &[]);
    check("wrong-type", &[("synonyms.yaml", &words(21))], &["synonyms.yaml:2"]);
    let contact = |ways: &str| format!("departments:\n  - id: kikaku\n    name: 企画部\n    contact: {{{ways}}}\n");
    check("wrong-type", &[("departments.yaml", &contact("phone: 000-0"))], &[]);
    check("wrong-type", &[("departments.yaml", &contact(""))], &["departments.yaml:4"]);
    let prose = |count: usize| format!("# 題\n\n{}", "あ".repeat(count));
    check("too-large", &[("pages/about.md", &prose(349_000))], &[]);
    check("too-large", &[("pages/about.md", &prose(350_000))], &["pages/about.md:1"]);
    let figures = |count: usize| {
        format!("title: 電子申請\nfigures:\n{}", "  - {name: 数, kind: actual, value: 1, unit: 件}\n".repeat(count))
    };
    check("wrong-type", &[("programs/g/1.yaml", &figures(1001))], &["programs/g/1.yaml:3"]);
}

#[test]
fn a_thousand_faults_of_one_kind_are_counted() {
    let told = advice("pages/about.md", &format!("# 題\n\n{}", "[先](nonsense/) ".repeat(1000)));
    assert_eq!(told.matches("エラー[dead-link]").count(), 3);
    assert!(told.contains("リンク先がありません(このファイルには、ほかに900件あります)"));
    let far = advice("pages/about.md", &format!("# 題\n\n{}[先](nonsense/)\n", "あ".repeat(1485)));
    assert!(far.contains("--> pages/about.md:3:1486\n"), "the column is that in the line, of which a part is shown");
    assert!(told.len() < 400_000, "{}", told.len());
}

#[test]
fn what_waits_is_listed_once_with_what_it_waits_for() {
    let draft = "draft: true\n";
    let files = [
        ("plans/p/1-1-1.yaml", format!("title: 節\n{draft}")),
        ("plans/r/plan.yaml", format!("title: 下書きの計画\noutline: [{{code: \"1\", title: 章}}]\n{draft}")),
        ("plans/r/1.yaml", "title: 章\n".to_owned()),
        ("programs/h/program.yaml", format!("title: 下書きの綱\nperiod: {{from: 2021, to: 2022}}\npillars: []\n{draft}")),
        ("programs/h/1.yaml", "title: 中の項目\n".to_owned()),
        (
            "programs/g/1.yaml",
            "title: 電子申請\ncategory: 1-ア\nyears:\n  - {fiscal_year: 2024, plan: [甲], draft: true}\n  - {fiscal_year: 2025, plan: [乙]}\n".to_owned(),
        ),
        ("goals/2022/kikaku/2.yaml", format!("title: 下書きの目標\nitems: []\n{draft}")),
        ("goals/2024/kikaku/sheet.yaml", format!("stages: [{{stage: initial}}]\n{draft}")),
        ("goals/2024/kikaku/1.yaml", "title: 中の目標\nitems: []\n".to_owned()),
        ("pages/later.md", format!("---\n{draft}---\n# 後のページ\n")),
    ];
    let mut content = texts(&folder("tests/fixtures/good"));
    content.extend(files.map(|(path, text)| (path.to_owned(), text)));
    let (site, _) = examined(&sources(content));
    let waiting = waiting(&site);
    assert!(waiting.iter().flat_map(|(_, all)| all).all(|waiting| waiting.release == Release::Draft));
    let told: Vec<_> = waiting
        .iter()
        .map(|(department, all)| {
            let all: Vec<_> = all.iter().map(|waiting| waiting.what.as_str()).collect();
            (department.map(|department| department.name.value.as_str()), all)
        })
        .collect();
    let expected = [
        (Some("企画部"), vec!["令和4年度 企画部 重点目標2 下書きの目標", "令和6年度 企画部 重点目標"]),
        (None, vec!["1-1-1 節", "下書きの計画", "No.1 電子申請 令和6年度", "下書きの綱", "ページ「後のページ」"]),
    ];
    assert_eq!(told, expected);
}

#[test]
fn sentences_that_end_before_a_hash() {
    let item = |lines: &[&str]| format!("title: 電子申請\ncategory: 1-ア\nbackground:\n{}\n", lines.join("\n"));
    for cut in [
        "  - 募集 #暮らし",
        "  - 国道18号 #1 公開",
        "  - 募集\t#暮らし\r",
        "  - 一行めと\n    二行め #三",
        "  - 令和5年度 #年",
        "  - 募集の\n    #暮らし を出す",
        "  - 一行めと\n    二行め\r\n    #三 です",
    ] {
        let line = 3 + cut.lines().count();
        check("cut-text", &[("programs/g/1.yaml", &item(&[cut]))], &[&format!("programs/g/1.yaml:{line}")]);
    }
    let whole = [
        "  - 募集 # 説明",
        "  - \"募集 #暮らし\"",
        "  - '募集 #暮らし' #説明",
        "  - 募集#暮らし",
        "  - 募集 ## 説明",
        "  - |\n    募集 #暮らし",
        "  - 募集\n  #- 次",
        "  - 募集\n    # 説明",
    ];
    check("cut-text", &[("programs/g/1.yaml", &item(&whole))], &[]);
    let bracket = "title: 電子申請\ncategory: 1-ア\nbackground: [募集, #暮らし\n  次]\n";
    check("cut-text", &[("programs/g/1.yaml", bracket)], &["programs/g/1.yaml:3"]);
    let switched_off = "title: 電子申請\n#summary: a\ncategory: 1-ア\nfigures:\n  - name: 数\n    #note: 注\n    kind: target\n    value: 1\n    unit: 件\n";
    check("cut-text", &[("programs/g/1.yaml", switched_off)], &[]);
    check("cut-text", &[("pages/x.md", "---\npublish_on: 2030-04-01 #春\n---\n# 題\n")], &["pages/x.md:2"]);
}

/// A sheet of 2022 with these stages, and what its only item reports.
fn check_stages(rule: &str, stages: &str, reports: &str, expected: &[&str]) {
    let sheet = format!("title: 一覧表\nstages: [{stages}]\n");
    let goal = format!("title: 目標\nitems:\n  - number: 1\n    title: 項目\n    targets: [5件]\n{reports}");
    check(rule, &[("goals/2022/kikaku/sheet.yaml", &sheet), ("goals/2022/kikaku/1.yaml", &goal)], expected);
}

#[test]
fn stages_and_reports() {
    const GOAL: &str = "goals/2022/kikaku/1.yaml";
    let (mid_term, last) = ("    mid_term: {progress: [a]}\n", "    final: {rating: ○}\n");
    let both = format!("{mid_term}{last}");
    let rule = "report-without-stage";
    check_stages(rule, "{stage: mid_term}, {stage: final}", &both, &[]);
    check_stages(rule, "{stage: mid_term}", "rating: ◎\n", &["goals/2022/kikaku/1.yaml:6"]);
    check_stages(rule, "{stage: final}", "rating: ◎\n", &[]);
    check_stages(rule, "{stage: initial}", "", &[]);
    check_stages(rule, "", "", &[&format!("{GOAL}:3")]);
    check_stages(rule, "{stage: initial}", mid_term, &[&format!("{GOAL}:6")]);
    check_stages(rule, "{stage: final}", &both, &[&format!("{GOAL}:6")]);
    check_stages(rule, "", &both, &[&format!("{GOAL}:6"), &format!("{GOAL}:7")]);
    check_stages(
        "missing-result",
        "{stage: mid_term}, {stage: final}",
        "",
        &[&format!("{GOAL}:3"), &format!("{GOAL}:3")],
    );
}

#[test]
fn years_that_are_reported() {
    let sheet = "title: 一覧表\nstages: [{stage: initial}]\n";
    for (through, expected) in [(2021, &[][..]), (2022, &["goals/2022/kikaku/sheet.yaml:1"])] {
        let site =
            format!("title: 見本\nmunicipality: {{code: \"990001\", name: 見本市}}\nreported_through: {through}\n");
        let goal = "title: 目標\nitems: [{number: 1, title: 項目}]\n";
        let files =
            [("site.yaml", &*site), ("goals/2022/kikaku/sheet.yaml", sheet), ("goals/2022/kikaku/1.yaml", goal)];
        check("missing-result", &files, expected);
    }
}

#[test]
fn chains_that_lead_back() {
    let departments = |lines: &str| format!("departments:\n  - {{id: kikaku, name: 企画部}}\n{lines}");
    let wrong = |lines: &str, expected: &[usize]| {
        let expected: Vec<_> = expected.iter().map(|line| format!("departments.yaml:{line}")).collect();
        let expected: Vec<_> = expected.iter().map(String::as_str).collect();
        check("circular-chain", &[("departments.yaml", &departments(lines))], &expected);
    };
    wrong("  - {id: a, name: 甲, parent: kikaku}\n  - {id: b, name: 乙, parent: a, successor: [a]}\n", &[]);
    wrong("  - {id: a, name: 甲, parent: a}\n", &[3]);
    wrong("  - {id: a, name: 甲, parent: b}\n  - {id: b, name: 乙, parent: a}\n", &[4]);
    wrong(
        "  - {id: a, name: 甲, successor: [b, c]}\n  - {id: b, name: 乙, successor: [c]}\n  - {id: c, name: 丙}\n",
        &[],
    );
    wrong("  - {id: a, name: 甲, successor: [b, a]}\n  - {id: b, name: 乙, successor: [a]}\n", &[3, 4]);
    let below = |n: usize| {
        format!(
            "  - {{id: d{n}, name: 第{n}, parent: {}}}\n",
            if n == 1 { "kikaku".to_owned() } else { format!("d{}", n - 1) }
        )
    };
    let deep = |levels: usize| (1..levels).map(below).collect::<String>();
    wrong(&deep(8), &[]);
    wrong(&deep(9), &[10]);
}

#[test]
fn printed_forms_of_a_value() {
    let rule = "printed-differs";
    let same = [
        "value: 12, unit: 名, printed: 12名",
        "value: 12, unit: 名, printed: １２名(令和5年度)",
        "value: 437153, unit: 千円, printed: \"437,153千円\"",
        "value: 437153, unit: 千円, printed: \"437,153\"",
        "value: 19299, unit: 万円, printed: 約1億9千299万円",
        "value: 19299, unit: 万円, printed: 約1億9千万円",
        "value: 25, unit: 人, printed: 二十五人",
        "value: 85, unit: \"%\", printed: 8割5分",
        "value: 150, unit: \"%\", printed: 1.5倍",
        "value: -5.2, unit: \"%\", printed: △5.2%",
        "value: -5, unit: 件, printed: 5件減",
        "value: 1, unit: 件, printed: 一部実施",
        "value: 7, unit: 件, printed: 一部実施",
        "value: 1, unit: 件, printed: 令和5年3月に実施",
        "low: 5, high: 8, unit: 回, printed: 5～8回",
        "parts: [{name: 講演会, value: 1, unit: 回}, {name: 研修, value: 2, unit: 回}], printed: 講演会1回、研修2回",
        "value: 66, unit: \"%\", printed: \"66% [144/217棟]\"",
    ];
    same.iter().for_each(|figure| check_figures(rule, &[figure], &[]));
    let others = [
        "value: 13, unit: 名, printed: 12名",
        "value: 0.836, unit: \"%\", printed: 83.6%",
        "value: 437153, unit: 円, printed: 437千円",
        "value: 24, unit: 人, printed: 二十五人",
        "value: 13, unit: 名, printed: 約12名",
        "value: 5.2, unit: \"%\", printed: △5.2%",
        "low: 5, high: 9, unit: 回, printed: 5～8回",
        "parts: [{name: 講演会, value: 1, unit: 回}, {name: 研修, value: 3, unit: 回}], printed: 講演会1回、研修2回",
    ];
    others.iter().for_each(|figure| check_figures(rule, &[figure], &[4]));
}

#[test]
fn parts_of_a_total() {
    let of = |value: &str, unit: &str, parts: &[&str]| {
        let parts: Vec<_> = parts.iter().map(|part| format!("{{name: 数, value: {part}}}")).collect();
        format!("value: {value}, unit: \"{unit}\", parts: [{}]", parts.join(", "))
    };
    for (figure, is_wrong) in [
        (of("110", "件", &["60", "50"]), false),
        (of("100", "件", &["60", "50"]), true),
        (of("111", "件", &["60", "50"]), true),
        (of("111", "千円", &["60", "50"]), false),
        (of("112", "千円", &["60", "50"]), true),
        (of("100", "%", &["33.3", "33.3", "33.3"]), false),
        (of("2", "千円", &["1500, unit: 円", "500, unit: 円"]), false),
        (of("3", "回", &["1, unit: 件", "1, unit: 人"]), false),
    ] {
        check_figures("parts-mismatch", &[&figure], if is_wrong { &[4] } else { &[] });
    }
}

#[test]
fn figures_given_twice() {
    let rule = "duplicate-figure";
    let first = "value: 1, unit: 件, fiscal_year: 2022";
    check_figures(rule, &[first, "value: 2, unit: 件, fiscal_year: 2022"], &[5]);
    check_figures(rule, &[first, first], &[5]);
    check_figures(rule, &[first, "value: 2, unit: 件, fiscal_year: 2023"], &[]);
    check_figures(rule, &[first, "value: 2, unit: 件, fiscal_year: 2022, as_of: 2022-10-01"], &[]);
    check_figures(rule, &[first, "value: 2, unit: 人, fiscal_year: 2022"], &[]);
    let actuals = "[{value: 1, unit: 件, fiscal_year: 2022}, {value: 2, unit: 件, fiscal_year: 2022}]";
    let section =
        format!("title: 情報の共有\nindicators:\n  - {{number: 1, name: 数, rule: none, actuals: {actuals}}}\n");
    check(rule, &[("plans/p/1-1-1.yaml", &section)], &["plans/p/1-1-1.yaml:3"]);
}

#[test]
fn samples_that_are_left() {
    let name = "municipality: {code: \"202037\", name: 上田市}";
    for (setting, is_left) in [
        ("base_url: https://www.city.ueda.nagano.jp/", false),
        ("base_url: https://example.jp/mieruka/", true),
        ("base_url: https://www.city.example.lg.jp/", true),
        ("base_url: https://a.test/", true),
        ("base_url: https://example.jp/\npublisher: この見本の作成者", false),
        ("contact: {name: 企画課, email: a@example.com}", true),
        ("contact: {name: 企画課, email: example@city.ueda.nagano.jp}", false),
        ("contact: {name: 見本市 企画課}", true),
        ("notice: [このサイトは、動作を確かめるための見本です。]", true),
        ("notice: [国際見本市の結果を載せています。]", false),
    ] {
        let site = format!("title: 上田市\n{name}\n{setting}\n");
        check("sample-value", &[("site.yaml", &site)], if is_left { &["site.yaml:3"] } else { &[] });
    }
    let item = |source: &str| format!("title: 電子申請\ncategory: 1-ア\nsource: {{document: {source}}}\n");
    check("sample-value", &[("programs/g/1.yaml", &item("見本市総合計画"))], &["programs/g/1.yaml:1"]);
    check("sample-value", &[("programs/g/1.yaml", &item("国際見本市報告書"))], &[]);
}

#[test]
fn settings_that_are_doubtful() {
    let of = |settings: &str| format!("title: 市\nmunicipality: {{code: \"202037\", name: 上田市}}\n{settings}");
    let url = "base_url: https://www.city.ueda.nagano.jp/";
    for (settings, lines) in [
        (url.to_owned(), &[][..]),
        (String::new(), &[1]),
        ("base_url: http://localhost:4649/".to_owned(), &[3]),
        ("base_url: http://192.168.0.5/".to_owned(), &[3]),
        ("base_url: http://gyousei.local/".to_owned(), &[3]),
        ("base_url: http://bunsho/".to_owned(), &[3]),
        (format!("{url}\nlanguage: en"), &[4]),
        (format!("{url}\nlanguage: ja-JP"), &[]),
        (format!("{url}\nupdated: 2036-11-28"), &[4]),
        (format!("{url}\nupdated: 2026-04-01\nreported_through: 2050"), &[5]),
    ] {
        let expected: Vec<_> = lines.iter().map(|line| format!("site.yaml:{line}")).collect();
        let expected: Vec<_> = expected.iter().map(String::as_str).collect();
        check("doubtful-setting", &[("site.yaml", &of(&settings))], &expected);
    }
    for (kana, is_wrong) in
        [("まつもとし", false), ("マツモトシ", true), ("松本市", true), ("おーぷんでーた・すいしんか", false)]
    {
        let text = format!("departments:\n  - {{id: kikaku, name: 企画部, kana: {kana}}}\n");
        check("doubtful-setting", &[("departments.yaml", &text)], if is_wrong { &["departments.yaml:2"] } else { &[] });
    }
}

/// Whatever is missing is told once, without a place where there is no file.
#[test]
fn an_empty_folder_is_told_once() {
    for files in [&[][..], &[("README.md", "")], &[("goals/x.txt", "")]] {
        let sources = sources(files.iter().copied());
        let (_, findings) = examined(&sources);
        let told = report(&findings, &sources);
        assert!(told.starts_with("エラー[missing-file]: site.yaml がありません\n直し方: "), "{told}");
        assert_eq!(findings.iter().count(), 1, "{told}");
    }
}

/// The costs of the year 2021 of an item, one per line from line 7 on.
fn costs(costs: &[&str]) -> String {
    let costs: String = costs.iter().map(|cost| format!("      - {{{cost}}}\n")).collect();
    format!(
        "title: 電子申請\ncategory: 1-ア\nyears:\n  - fiscal_year: 2021\n    results: [始めた]\n    costs:\n{costs}"
    )
}

fn check_costs(rule: &str, written: &[&str], lines: &[usize]) {
    let expected: Vec<_> = lines.iter().map(|line| format!("programs/g/1.yaml:{line}")).collect();
    assert_eq!(places(rule, &[("programs/g/1.yaml", &costs(written))]), expected, "{rule}: {written:?}");
}

#[test]
fn stages_and_units_of_money_are_known_words() {
    let bad =
        ["stage: 決算, unit: 円, total: 1", "stage: final, unit: 人, total: 1", "stage: initial, unit: 千, total: 1"];
    check_costs("unknown-value", &bad, &[7, 8, 9]);
    check_costs(
        "missing-key",
        &["stage: final, total: 1", "stage: settled, unit: 円", "unit: 円, total: 1"],
        &[7, 8, 9],
    );
    check_costs("missing-key", &["stage: final, unit: 円, persons: 1", "stage: initial, unit: 円, funds: {}"], &[]);
    check_costs(
        "wrong-type",
        &["stage: final, unit: 円, total: 0.00001", "stage: initial, unit: 円, total: 0.0001"],
        &[7],
    );
    check_costs(
        "wrong-type",
        &["stage: final, unit: 円, total: '1,000'", "stage: initial, unit: 円, funds: {other: 少し}"],
        &[7, 8],
    );
}

#[test]
fn sums_of_money_are_checked_where_all_parts_are_known() {
    let sound = [
        "stage: planned, unit: 円, total: 100, funds: {national: 60, general: 40}, staff: 10",
        "stage: initial, unit: 円, total: 100, staff: 10, full: 110",
        "stage: final, unit: 円, total: 100, full: 150",
        "stage: estimate, unit: 円, funds: {national: 60}",
    ];
    check_costs("cost-sum-mismatch", &sound, &[]);
    let bad = [
        "stage: planned, unit: 円, total: 100, funds: {national: 60, general: 41}",
        "stage: initial, unit: 円, total: 100, funds: {}",
        "stage: final, unit: 円, total: 100, staff: 10, full: 111",
        "stage: estimate, unit: 円, total: '0.3', funds: {national: '0.1', general: '0.2'}",
    ];
    check_costs("cost-sum-mismatch", &bad, &[7, 8, 9]);
}

#[test]
fn a_stage_and_a_fund_are_told_once() {
    check_costs("duplicate-number", &["stage: final, unit: 円, total: 1", "stage: final, unit: 千円, total: 1"], &[8]);
    check_costs("duplicate-number", &["stage: final, unit: 円, total: 1", "stage: settled, unit: 千円, total: 1"], &[]);
    check_setting("duplicate-number", "funds: [{id: a, name: 甲}, {id: a, name: 乙}]", true);
    check_setting("bad-id", "funds: [{id: general, name: 甲}]", true);
}

/// The tests look at the site in November 2026, within the year 2026.
#[test]
fn nothing_is_settled_before_its_year_is_over() {
    let rule = "early-result";
    let year = |year: u16, money: &str| {
        format!("title: 電子申請\ncategory: 1-ア\nyears:\n  - fiscal_year: {year}\n    {money}\n")
    };
    let settled = "costs: [{stage: settled, unit: 円, total: 1}]";
    let reached = "effects: [{amount: 1, unit: 円, stage: actual}]";
    let program = "title: 見本\nperiod: {from: 2021, to: 2030}\npillars: [{code: '1', title: 柱, categories: [{code: 1-ア, title: 区分}]}]\n";
    let told = |text: &str| places(rule, &[("programs/g/program.yaml", program), ("programs/g/1.yaml", text)]);
    for money in [settled, reached] {
        assert_eq!(told(&year(2025, money)), [""; 0], "{money}");
        assert_eq!(told(&year(2026, money)), ["programs/g/1.yaml:5"], "{money}");
    }
    for money in ["costs: [{stage: estimate, unit: 円, total: 1}]", "effects: [{amount: 1, unit: 円, stage: planned}]"]
    {
        assert_eq!(told(&year(2026, money)), [""; 0], "{money}");
    }
}

#[test]
fn money_of_an_unapproved_stage_waits_and_is_not_published() {
    let site = "title: 見本\nmunicipality: {code: \"990001\", name: 見本市}\napproval: {required_from: 2021}\n";
    let item = |approved: &str| {
        let costs = "costs: [{stage: initial, unit: 円, total: 1}, {stage: settled, unit: 円, total: 2}]";
        let effects = "effects: [{amount: 3, unit: 円, stage: planned}, {amount: 4, unit: 円}]";
        format!(
            "title: 電子申請\ncategory: 1-ア\nyears:\n  - {{fiscal_year: 2021, {costs}, {effects}, approved: {{{approved}}}}}\n"
        )
    };
    let by = "{by: 課長, date: 2021-05-10}";
    let check = |approved: &str, waits: &[&str], open: &[&str]| {
        let mut content = texts(&folder("tests/fixtures/good"));
        content.extend([("site.yaml".to_owned(), site.to_owned()), ("programs/g/1.yaml".to_owned(), item(approved))]);
        let editors = examined(&sources(content)).0;
        let waiting: Vec<_> = waiting(&editors).into_iter().flat_map(|(_, all)| all).map(|one| one.what).collect();
        assert_eq!(waiting.iter().filter(|what| what.contains("電子申請")).count(), waits.len(), "{waiting:?}");
        assert!(waits.iter().all(|part| waiting.iter().any(|what| what.ends_with(part))), "{waiting:?}");
        let public = editors.published();
        let amounts = public.records().flat_map(|record| record.fields()).filter(|field| field.path.contains("years."));
        let amounts: Vec<_> = amounts.flat_map(|field| field.values).map(|value| value.text.into_owned()).collect();
        assert_eq!(amounts, open, "{approved}");
    };
    check(&format!("plan: {by}, results: {by}"), &[], &["1円", "2円", "3円(計画額)", "4円"]);
    check(&format!("plan: {by}"), &["の実績"], &["1円", "3円(計画額)"]);
    check(&format!("results: {by}"), &["の取組計画"], &["2円", "4円"]);
    check("", &["の取組計画", "の実績"], &[]);
}

const SCALES: &str = "ratings:
  - {fiscal_year: 2022, stage: final, criteria: {○: 達成}}
scales:
  - {id: sogo, name: 総合, marks: [{mark: A}, {mark: Ｂ}], axes: [効果]}
  - {id: ten, name: 点, range: {from: 1, to: 5, step: \"0.5\"}}
evaluators: [{id: ka, name: 担当課}, {id: bu, name: 部長}]
";

/// The evaluations of an item, one a line; those in the given lines are wrong.
fn check_evaluations(rule: &str, (year, evaluations): (u16, &[&str]), lines: &[usize]) {
    let evaluations: String = evaluations.iter().map(|of| format!("      - {{{of}}}\n")).collect();
    let item =
        format!("title: 電子申請\ncategory: 1-ア\nyears:\n  - fiscal_year: {year}\n    evaluations:\n{evaluations}");
    let program = "title: 行革\nperiod: {from: 2021, to: 2030}\npillars: [{code: \"1\", title: 柱, categories: [{code: 1-ア, title: 区分}]}]\n";
    let files = [("ratings.yaml", SCALES), ("programs/g/program.yaml", program), ("programs/g/1.yaml", item.as_str())];
    let expected: Vec<_> = lines.iter().map(|line| format!("programs/g/1.yaml:{line}")).collect();
    assert_eq!(places(rule, &files), expected, "{rule}: {evaluations}");
}

#[test]
fn marks_of_evaluations() {
    let marks =
        ["by: ka, scale: sogo, mark: Ａ", "by: bu, scale: sogo, mark: B", "by: ka, scale: sogo, axis: 効果, mark: C"];
    check_evaluations("unknown-mark", (2022, &marks), &[8]);
    let marks = [
        "by: ka, scale: ten, mark: 5.0",
        "by: bu, scale: ten, mark: \"3.50\"",
        "by: ka, mark: 〇",
        "by: bu, text: [よい]",
    ];
    check_evaluations("unknown-mark", (2022, &marks), &[]);
    check_evaluations("wrong-type", (2022, &marks), &[6]);
    // An unknown scale is one fault, not three.
    let unknown = ["by: ka, scale: so, axis: 効力, mark: Z"];
    check_evaluations("unknown-scale", (2022, &unknown), &[6]);
    check_evaluations("unknown-mark", (2022, &unknown), &[]);
    check_evaluations("unknown-axis", (2022, &unknown), &[]);
    check_evaluations("rating-without-criteria", (2022, &["by: ka, mark: ○", "by: bu, mark: ◎"]), &[7]);
    check_evaluations("rating-without-criteria", (2021, &["by: ka, mark: ○", "by: bu, scale: sogo, mark: A"]), &[6]);
}

#[test]
fn evaluations_of_one_place_are_told_apart() {
    let marks = [
        "by: ka, scale: sogo, mark: A",
        "by: ka, scale: sogo, axis: 効果, mark: A",
        "by: bu, scale: sogo, mark: A",
        "by: ka, scale: ten, mark: 1",
        "by: ka, scale: sogo, mark: B",
    ];
    check_evaluations("duplicate-number", (2022, &marks), &[10]);
    let scales = "scales:\n  - {id: a, name: 甲, marks: [{mark: A}, {mark: Ａ}], axes: [甲, 甲]}\n  - {id: a, name: 乙, range: {from: 1, to: 2}}\nevaluators:\n  - {id: k, name: 課}\n  - {id: k, name: 部}\n";
    check(
        "duplicate-number",
        &[("ratings.yaml", scales)],
        &["ratings.yaml:2", "ratings.yaml:2", "ratings.yaml:3", "ratings.yaml:6"],
    );
}

#[test]
fn scales_are_either_marks_or_a_range() {
    for (scale, is_wrong) in [
        ("marks: [{mark: A}]", false),
        ("range: {from: 0, to: 1, step: \"0.1\"}", false),
        ("marks: []", true),
        ("ordered: false", true),
        ("marks: [{mark: A}], range: {from: 1, to: 5}", true),
        ("range: {from: 5, to: 1}", true),
        ("range: {from: 1, to: 1}", true),
        ("range: {from: 1, to: 5, step: 3}", true),
        ("range: {from: 1, to: 5, step: 0}", true),
        ("range: {from: 1, to: 5, step: -1}", true),
    ] {
        let ratings = format!("scales:\n  - {{id: a, name: 甲, {scale}}}\n");
        let expected: &[&str] = if is_wrong { &["ratings.yaml:2"] } else { &[] };
        check("wrong-type", &[("ratings.yaml", &ratings)], expected);
    }
    check(
        "bad-id",
        &[("ratings.yaml", "scales:\n  - {id: rating, name: 甲, range: {from: 1, to: 5}}\n")],
        &["ratings.yaml:2"],
    );
}

#[test]
fn evaluations_of_a_year_that_is_not_over() {
    let mark = "by: ka, scale: ten, mark: 1";
    for (year, lines) in [(2025, &[][..]), (2026, &[6]), (2027, &[6])] {
        check_evaluations("early-result", (year, &[mark]), lines);
    }
    check_evaluations("early-result", (2025, &["by: ka, scale: ten, mark: 1, as_of: 2026-10-01"]), &[]);
    check_evaluations("early-result", (2025, &["by: ka, scale: ten, mark: 1, as_of: 2027-10-01"]), &[6]);
    let goal = |stage: &str| {
        format!(
            "title: 市政\nitems:\n  - number: 1\n    title: 公開\n    {stage}: {{evaluations: [{{by: ka, scale: ten, mark: 1}}]}}\n"
        )
    };
    let sheet =
        ("goals/2026/kikaku/sheet.yaml", "departments: [kikaku]\nstages: [{stage: mid_term}, {stage: final}]\n");
    for (stage, expected) in [("mid_term", &[][..]), ("final", &["goals/2026/kikaku/1.yaml:5"])] {
        let text = goal(stage);
        check("early-result", &[("ratings.yaml", SCALES), sheet, ("goals/2026/kikaku/1.yaml", &text)], expected);
    }
}

/// Every finding of a content, as its place, what it says and what it advises, with the good fixture's other files.
fn told(files: &[(&str, &str)], without: &[&str]) -> Vec<String> {
    let mut content = texts(&folder("tests/fixtures/good"));
    content.retain(|path, _| !without.iter().any(|folder| path.starts_with(folder)));
    content.extend(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
    let sources = sources(content);
    let report = report(&examined(&sources).1, &sources);
    let line = |finding: &str, start: &str| {
        let found = finding.lines().find_map(|line| line.trim_start().strip_prefix(start));
        found.unwrap_or_default().to_owned()
    };
    let told = |finding: &str| {
        let [at, help] = ["--> ", "直し方: "].map(|start| line(finding, start));
        format!("{at} {} → {help}", finding.lines().next().unwrap_or_default())
    };
    report.split("\n\n").filter(|finding| !finding.trim().is_empty()).map(told).collect()
}

#[test]
fn a_cause_is_told_once_and_what_follows_from_it_waits() {
    let item = |keys: &str| format!("title: 電子申請\ncategory: 1-ア\n{keys}\n");
    let program = "title: 見本プログラム\nperiod: {from: 2021, to: 2025}\n";
    let sheet = "departments: [kikaku]\nstages:\n  - {stage: final}\n";
    let goal = "title: 目標\nitems:\n  - number: 1\n    title: 公開\n    final: {results: [公開した]}\n";
    let links = "# 題\n\n[文](programs/gyokaku-4/1/) [文](departments/kikaku/) [文](data/action_items/)\n";
    let about = ("pages/about.md", links);

    // A folder with another name than those who refer to it say.
    let related = item("related: [programs/gyokaku-4/1, programs/gyokaku-4/2]");
    let renamed = |program: &str, files: &[(&str, &str)]| {
        told(&[&[("programs/gyokaku4/program.yaml", program), about], files].concat(), &[])
    };
    let found = renamed(program, &[("programs/g/1.yaml", &related)]);
    assert_eq!(
        found,
        [
            "programs/gyokaku4/program.yaml:1:1 エラー[unknown-record]: フォルダーは `programs/gyokaku4` ですが、参照している2か所では `programs/gyokaku-4` です → フォルダーの名前を `gyokaku-4` に戻してください。名前を変えるのなら、参照している2か所を書き換えてください"
        ]
    );
    // One place alone may be the mistyped one, and so are all if somebody knows the folder as it is.
    let single = item("related: [programs/gyokaku-4/1]");
    let places = |found: Vec<String>| {
        found.into_iter().map(|one| one.split(' ').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let plain = ("pages/about.md", "# 題\n");
    let one = renamed(program, &[("programs/g/1.yaml", &single), plain]);
    assert_eq!(places(one), ["programs/g/1.yaml:3:11"]);
    let known = item("related: [programs/gyokaku-4/1, programs/gyokaku-4/2, programs/gyokaku4]");
    let known = renamed(program, &[("programs/g/1.yaml", &known), plain]);
    assert_eq!(places(known), ["programs/g/1.yaml:3:11", "programs/g/1.yaml:3:33"]);
    // Another number is another program.
    let next = told(&[("programs/gyokaku-5/program.yaml", program), ("programs/g/1.yaml", &related), plain], &[]);
    assert_eq!(places(next), ["programs/g/1.yaml:3:11", "programs/g/1.yaml:3:33"]);

    // The folder of an unknown department.
    let goals = [
        ("goals/2022/kikau/sheet.yaml", sheet),
        ("goals/2022/kikau/1.yaml", goal),
        ("programs/g/1.yaml", &item("related: [goals/2022/kikaku/1]")),
    ];
    let found = told(&goals, &["goals/"]);
    assert_eq!(
        found,
        [
            "goals/2022/kikau/sheet.yaml:1:1 エラー[unknown-department]: フォルダー「goals/2022/kikau」の部局「kikau」は departments.yaml にありません → `kikaku` ではありませんか。フォルダーの名前を、その id に変えてください。部局の id を変えたのなら、フォルダーの名前も変えます"
        ]
    );

    // A department whose id is mistyped where it is declared; none at all.
    let departments =
        "departments:\n  - {id: kikakuu, name: 企画部}\n  - {id: kikaku-ka, parent: kikaku, name: 企画課}\n";
    let found =
        told(&[("departments.yaml", departments), ("pages/about.md", "# 題\n\n[文](departments/kikaku/)\n")], &[]);
    assert_eq!(
        found,
        [
            "departments.yaml:2:10 エラー[unknown-department]: 部局・課所の id は `kikakuu` ですが、使っている3か所では `kikaku` です → id を `kikaku` に直してください。`kikakuu` が正しいなら、3か所のほうを書き換えてください"
        ]
    );
    let found = told(&[("pages/about.md", "# 題\n\n[文](departments/kikaku/)\n")], &["departments.yaml"]);
    assert_eq!(
        found,
        [
            "goals/2022/kikaku/sheet.yaml:1:1 エラー[unknown-department]: departments.yaml に部局・課所が1つもありません(3か所で使われています) → departments.yaml に、使っている部局・課所を書いてください"
        ]
    );

    // Files with mistyped names may be what is missing.
    for (path, text, without) in [
        ("department.yaml", "departments: []\n", "departments.yaml"),
        ("programs/g/progam.yaml", program, "programs/g/program.yaml"),
        ("goals/20221/kikaku/sheet.yaml", sheet, "goals/"),
        ("goals/2022x/sheet.yaml", sheet, "goals/"),
    ] {
        let linked = item("related: [goals/2022/kikaku/1, programs/g]");
        let about = ("pages/about.md", "# 題\n\n[文](data/key_goals/)\n");
        let found = places(told(&[(path, text), ("programs/g/1.yaml", &linked), about], &[without]));
        assert_eq!(found, [format!("{path}:1:1")]);
    }
}

/// The files in which something is found, each finding with its rule, beside those of `usual`.
fn named(content: &BTreeMap<String, String>, usual: &BTreeSet<String>) -> BTreeSet<String> {
    let sources = sources(content.clone());
    let (_, findings) = examined(&sources);
    let place = |one: &Diagnostic| format!("{} {}", sources.file(one.at.file).path, one.message);
    let unusual = findings.iter().filter(|one| !usual.contains(&place(one)));
    let all = unusual.map(|one| if usual.is_empty() { place(one) } else { sources.file(one.at.file).path.clone() });
    all.collect()
}

#[test]
fn a_broken_or_mistyped_file_is_all_that_is_told() {
    let none = BTreeSet::new();
    for content in ["content", "tests/fixtures/exact/content", "tests/fixtures/words/content"] {
        let whole = texts(&folder(content));
        let usual = named(&whole, &none).into_iter().chain([String::new()]).collect();
        let is_text = |path: &&String| path.ends_with(".yaml") || path.starts_with("pages/");
        // Of the many items some do.
        let is_one_of_many = |path: &&String| path.starts_with("programs/gyokaku-4/") && !path.contains("/1");
        for path in whole.keys().filter(is_text).filter(|path| !is_one_of_many(path)) {
            let mut broken = whole.clone();
            broken.insert(path.clone(), "\t: [\n".to_owned());
            assert_eq!(named(&broken, &usual), BTreeSet::from([path.clone()]), "{content}, broken");
        }
        let is_holder =
            |path: &&String| ["plan.yaml", "program.yaml", "sheet.yaml"].iter().any(|name| path.ends_with(name));
        let is_mistyped =
            |path: &&String| is_holder(path) || ["site.yaml", "departments.yaml"].contains(&path.as_str());
        for path in whole.keys().filter(is_mistyped) {
            let (mut renamed, name) = (whole.clone(), path.rfind('/').map_or(0, |at| at + 1));
            let text = renamed.remove(path).expect("it is there");
            let other = format!("{}{}", &path[..=name], &path[name + 2..]);
            renamed.insert(other.clone(), text);
            assert_eq!(named(&renamed, &usual), BTreeSet::from([other]), "{content}, renamed");
        }
    }
    let mut section = texts(&folder("content"));
    let text = section.remove("plans/sogo-3/1-3-1.yaml").expect("it is there");
    section.insert("plans/sogo-3/1-31.yaml".to_owned(), text);
    let usual = BTreeSet::from([String::new()]);
    assert_eq!(named(&section, &usual), BTreeSet::from(["plans/sogo-3/1-31.yaml".to_owned()]));
}

#[test]
fn a_list_that_is_gone_is_told_once_and_a_page_by_its_near_name() {
    let marked = |title: &str| format!("title: {title}\ncategory: 1-ア\nsummary: [オンライン*の申請]\n");
    let items = [("programs/g/1.yaml", marked("電子申請")), ("programs/g/2.yaml", marked("窓口"))];
    let files: Vec<_> = items.iter().map(|(path, text)| (*path, &**text)).collect();
    assert_eq!(
        told(&files, &["glossary.yaml"]),
        [
            "programs/g/1.yaml:3:11 エラー[unknown-term]: glossary.yaml に用語が1つもありません(2か所に印 * があります) → glossary.yaml に、印を付けた用語を書いてください"
        ]
    );
    assert_eq!(
        told(&[("pages/oshirase.md", "# 題\n\n[文](abuot/)\n")], &[]),
        ["pages/oshirase.md:3:1 エラー[dead-link]: リンク「abuot/」のリンク先がありません → `about/` ではありませんか"]
    );
}

#[test]
fn an_id_is_never_said_to_be_another_number_or_another_thing() {
    let help = |files: &[(&str, &str)]| {
        let found = told(files, &[]).into_iter().filter(|one| one.contains("エラー"));
        found.map(|one| one.split(" → ").nth(1).unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let item = |keys: &str| format!("title: 電子申請\ncategory: 1-ア\n{keys}\n");
    let of = |document: &str| item(&format!("source: {{document: \"{document}\"}}"));
    let documents = ("documents.yaml", "documents:\n  - {id: \"001\", title: 甲}\n  - {id: keikaku-5, title: 乙}\n");
    for (document, expected) in [
        ("003", "documents.yaml に `id` と題名を追加してください"),
        ("1", "`001`(甲)ではありませんか"),
        ("keikaku-6", "documents.yaml に `id` と題名を追加してください"),
        ("keikak-5", "`keikaku-5`(乙)ではありませんか"),
        ("ＫＥＩＫＡＫＵ-5", "`keikaku-5`(乙)ではありませんか"),
    ] {
        assert_eq!(help(&[("programs/g/1.yaml", &of(document)), documents]), [expected], "{document}");
    }
    // A list without anything is no list; words of one's own need none.
    let empty = ("documents.yaml", "documents: []\n");
    assert_eq!(help(&[("programs/g/1.yaml", &of("003")), empty]).len(), 1);
    assert!(help(&[("programs/g/1.yaml", &of("市の資料")), empty]).is_empty());
    // The department above is not meant.
    let departments = ("departments.yaml", "departments:\n  - {id: kikaku, name: 企画部}\n");
    let sheet = ("goals/2022/kikaku/sheet.yaml", "stages:\n  - {stage: final}\n");
    let found = help(&[("programs/g/1.yaml", &item("departments: [kikaku-ka]")), departments, sheet]);
    assert_eq!(found, ["departments.yaml に部局・課所を追加するか、そこにある id を書いてください"]);
    // The same code in half width is meant, and never the one beside it.
    let program = "title: 見本プログラム\nperiod: {from: 2021, to: 2025}\npillars:\n  - code: \"1\"\n    title: 柱\n    categories:\n      - {code: 1-ｱ, title: 区分}\n      - {code: 1-イ, title: 区分二}\n";
    let found = help(&[("programs/g/program.yaml", program), ("programs/g/1.yaml", &item(""))]);
    assert_eq!(found, ["`1-ｱ` ではありませんか。使える区分は 1-ｱ、1-イ です"]);
}

#[test]
fn a_list_of_which_a_part_is_gone_is_told_once() {
    let names = ["zaisei", "somu", "kenko", "suido", "kyoiku", "shogai", "toshi", "norin", "kanko"];
    let item = |of: &[&str]| format!("title: 電子申請\ncategory: 1-ア\ndepartments: [{}]\n", of.join(", "));
    let about = ("pages/about.md", "# 題\n\n[文](departments/zaisei/)\n");
    assert_eq!(
        told(&[("programs/g/1.yaml", &item(&names)), about], &[]),
        [
            "programs/g/1.yaml:3:15 エラー[unknown-department]: departments.yaml に無い部局・課所の id が9個、9か所で使われています: 「kanko」「kenko」「kyoiku」「norin」「shogai」など → departments.yaml の一部が消えていないか確認し、消えていれば、控えから元に戻してください。正しい id がほかにあるなら、使っているところを直してください"
        ]
    );
    // A few are told one by one: three in full, then the places of the others.
    let few = told(&[("programs/g/1.yaml", &item(&names[..8])), ("pages/about.md", "# 題\n")], &[]);
    assert_eq!(few.len(), 4);
    assert!(few[0].contains("部局・課所「zaisei」は departments.yaml にありません"), "{few:#?}");
}

#[test]
fn a_folder_copied_for_another_year_is_told() {
    let copied = |goal: &str, sheet: &str| {
        let files = [("goals/2023/kikaku/1.yaml", goal), ("goals/2023/kikaku/sheet.yaml", sheet)];
        places("copied-record", &files)
    };
    let original = texts(&folder("tests/fixtures/good"));
    let [goal, sheet] = ["1", "sheet"].map(|name| original[&format!("goals/2022/kikaku/{name}.yaml")].clone());
    assert_eq!(copied(&goal, &sheet), ["goals/2023/kikaku/sheet.yaml:1"]);
    assert!(copied(&goal.replace("公開した", "一部を公開した"), &sheet).is_empty());
    assert!(copied(&goal, &format!("{sheet}draft: true\n")).is_empty());
}

#[test]
fn a_part_with_another_code_in_the_outline_is_told_by_its_title() {
    let plan = "title: 見本計画\nlevels: [編, 章, 節]\noutline:\n  - {code: 1-1-4, level: 節, title: 情報の共有}\n  - {code: 1-1-2, level: 節, title: 参加の推進}\n";
    let found = told(&[("plans/p/plan.yaml", plan)], &[]);
    let expected = "章立てでは、同じ題名の番号が `1-1-4` です。章立ての番号を `1-1-1` に直すか、このファイルの名前を 1-1-4.yaml に直してください";
    assert!(found.iter().any(|one| one.ends_with(expected)), "{found:#?}");
}

#[test]
fn an_id_that_is_mistyped_where_it_is_declared_is_told_there() {
    let item = |evaluations: &str| {
        format!("title: 電子申請\ncategory: 1-ア\nyears:\n  - fiscal_year: 2022\n    evaluations:\n{evaluations}")
    };
    let evaluation = "      - {by: hyoka-iinkai, scale: sougou, mark: A}\n";
    let ratings = |evaluator: &str, scale: &str| {
        format!(
            "evaluators:\n  - {{id: {evaluator}, name: 委員会}}\nscales:\n  - {{id: {scale}, name: 総合, marks: [{{mark: A, meaning: 良い}}]}}\n"
        )
    };
    let told = |ratings: &str| {
        let items =
            [("programs/g/1.yaml", item(evaluation)), ("programs/g/2.yaml", item(evaluation).replace("電子", "窓口"))];
        let files: Vec<_> =
            items.iter().map(|(path, text)| (*path, &**text)).chain([("ratings.yaml", ratings)]).collect();
        let found = told(&files, &[]).into_iter().filter(|one| one.contains("エラー"));
        found.map(|one| one.split(" → ").next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(told(&ratings("hyoka-iinkai", "sougou")), Vec::<String>::new());
    assert_eq!(
        told(&ratings("hyouka-iinkai", "sougou")),
        [
            "ratings.yaml:2:10 エラー[unknown-evaluator]: 評価者の id は `hyouka-iinkai` ですが、使っている2か所では `hyoka-iinkai` です"
        ]
    );
    assert_eq!(
        told(&ratings("hyoka-iinkai", "sogou")),
        ["ratings.yaml:4:10 エラー[unknown-scale]: 尺度の id は `sogou` ですが、使っている2か所では `sougou` です"]
    );
    assert_eq!(
        told("evaluators:\n  - {id: hyoka-iinkai, name: 委員会}\n"),
        [
            "programs/g/1.yaml:6:35 エラー[unknown-scale]: ratings.yaml の `scales` に尺度が1つもありません(2か所で使われています)"
        ]
    );
}
