//! The files of `new` load without errors and pass the editors' schemas; a new year copies what continues, and nothing that has
//! to be written anew.

use std::collections::{BTreeMap, BTreeSet};

use mieruka::examine;
use mieruka::load::{load, shapes};
use mieruka::model::{FiscalYear, Site};
use mieruka::new::{self, Addition, Fate, Files, Ground, ItemFate, TO_FILL};

use crate::sites::{self, report, sources};

fn year(western: i64) -> FiscalYear {
    FiscalYear::new(western).expect("a year")
}

fn made(files: &Files) -> Vec<(String, String)> {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("a new file is UTF-8");
    files.iter().map(|(path, made)| (path.to_string(), text(made.bytes().expect("made")))).collect()
}

/// Begins something on a content, and reads the content again with it.
fn with<T>(
    texts: &[(String, String)],
    begin: impl FnOnce(Ground<'_>) -> (T, Vec<(String, String)>),
) -> (T, Vec<(String, String)>) {
    let (site, _) = load(&sources(texts.to_vec()));
    let paths: BTreeSet<_> = texts.iter().map(|(path, _)| path.clone()).collect();
    let (value, new) = begin(Ground { site: &site, paths: &paths, shapes: &shapes() });
    assert!(new.iter().all(|(path, _)| !paths.contains(path)), "nothing is overwritten");
    (value, [texts.to_vec(), new].concat())
}

/// The findings of a content as editors see it.
fn errors(texts: &[(String, String)]) -> (Site, String) {
    let sources = sources(texts.to_vec());
    let (site, mut findings) = load(&sources);
    let site = site.on("2026-04-01".parse().expect("a day"));
    findings.extend(examine(&site));
    let report = report(&findings.sorted(), &sources);
    (site, report.split("\n\n").filter(|part| part.starts_with("エラー")).collect::<Vec<_>>().join("\n"))
}

fn folder(name: &str) -> Vec<(String, String)> {
    sites::texts(&sites::folder(name)).into_iter().collect()
}

#[test]
fn what_is_begun_is_read_without_an_error() {
    for name in ["content", "seeds"] {
        let start = folder(name);
        let (site, _) = load(&sources(start.clone()));
        let (department, when) = (site.sheets[0].department.value.0.clone(), year(2031));
        let program = site.programs.last().map(|program| program.id.0.as_str());
        let ((), content) =
            with(&start, |ground| ((), made(&new::item(ground, (program, None), None, &[], None).expect("an item"))));
        let ((), content) = with(&content, |ground| {
            (
                (),
                made(
                    &new::item(ground, (program, None), None, std::slice::from_ref(&department), Some("a: b #c"))
                        .expect("an item"),
                ),
            )
        });
        let ((), content) = with(&content, |ground| {
            ((), made(&new::goal(ground, when, Some(&department), Some("- 「題名」")).expect("a goal")))
        });
        let ((), content) =
            with(&content, |ground| ((), made(&new::goal(ground, when, Some(&department), None).expect("a goal"))));
        let ((), content) =
            with(&content, |ground| ((), made(&new::sheet(ground, year(2032), Some(&department)).expect("a sheet"))));
        assert_eq!(content.len(), start.len() + 6, "{name}");
        let (site, errors) = errors(&content);
        assert_eq!(errors, "", "{name}");
        let titles: Vec<_> =
            site.sheets.iter().filter(|sheet| sheet.fiscal_year == when).flat_map(|sheet| &sheet.goals).collect();
        assert_eq!(titles[0].title.value, "- 「題名」");
        assert_eq!(titles[1].number, 2);
    }
}

/// Fifteen departments with four goals each: with and without thread, with a target in numbers, moved to another.
fn city() -> Vec<(String, String)> {
    let mut texts = vec![
        ("site.yaml".to_owned(), "title: 市\nmunicipality: {code: \"000000\", name: 市}\n".to_owned()),
        ("departments.yaml".to_owned(), "departments:\n".to_owned()),
    ];
    for n in 1..=15 {
        texts[1].1.push_str(&format!("  - {{id: d{n}, name: 第{n}部}}\n"));
        let folder = format!("goals/2023/d{n}");
        texts.push((
            format!("{folder}/sheet.yaml"),
            format!("title: 令和5年度 第{n}部 重点目標\nstages: [{{stage: initial}}]\n"),
        ));
        let item = "items:\n  - number: 1\n    title: \"取組: 1\"\n    targets: [\"4,321件\"]\n    figures:\n      - {name: \"件数, 全体\", kind: target, value: \"4321\", unit: 件}\n";
        let goal =
            |number: u32, rest: String| (format!("{folder}/{number}.yaml"), format!("title: 目標{number}\n{rest}"));
        texts.push(goal(1, format!("thread: t{n}\n{item}related: [{folder}/2]\n")));
        texts.push(goal(2, item.to_owned()));
        texts.push(goal(4, format!("thread: m{n}\nitems: []\nmoved_to: {{department: d1}}\n")));
    }
    texts
}

#[test]
fn fifteen_departments_turn_the_year_at_once() {
    let start = city();
    let turn = |ground: Ground<'_>| {
        let rollover = new::year(ground, (year(2023), year(2024)), None, &BTreeMap::new()).expect("there are sheets");
        let files = made(&rollover.files);
        (rollover, files)
    };
    let (rollover, content) = with(&start, turn);
    assert_eq!(content.len(), start.len() + 15 * 3);
    let fates: Vec<_> = rollover.sheets.iter().flat_map(|sheet| &sheet.goals).map(|(_, fate)| fate).collect();
    assert_eq!(fates.iter().filter(|fate| matches!(fate, Fate::Continues)).count(), 15);
    assert_eq!(fates.iter().filter(|fate| matches!(fate, Fate::Moves(_))).count(), 15);
    let (site, errors) = errors(&content);
    assert_eq!(errors, "");
    for sheet in site.sheets.iter().filter(|sheet| sheet.fiscal_year == year(2024)) {
        assert!(!sheet.base.release.is_open(), "a new year begins as a draft");
        assert_eq!(
            sheet.title.as_ref().expect("a title").value,
            format!("令和6年度 第{}部 重点目標", &sheet.department.value.0[1..])
        );
        assert_eq!(sheet.goals.len(), 2, "two goals go on");
        let (first, second) = (&sheet.goals[0], &sheet.goals[1]);
        assert_eq!(first.thread.as_ref().expect("the thread").value, format!("t{}", &sheet.department.value.0[1..]));
        assert_eq!(
            first.related.as_ref().expect("a relation")[0].value,
            second.id,
            "relations follow into the new year"
        );
        assert_eq!(second.related.as_ref().expect("a relation")[0].value.0, second.id.0.replace("2024", "2023"));
        for item in first.known_items() {
            assert!(item.figures.is_empty() && item.final_report.is_none() && item.mid_term.is_none());
            let targets = item.targets.as_ref().expect("targets to be rewritten");
            assert!(targets.iter().all(|target| target.value.starts_with(TO_FILL)));
        }
    }
    let (again, after) = with(&content, turn);
    assert_eq!((after, again.files.len()), (content, 0), "a second time changes nothing");
    assert!(again.sheets.iter().all(|sheet| sheet.was_there));
    let fates = again.sheets.iter().flat_map(|sheet| &sheet.goals);
    assert!(fates.into_iter().all(|(_, fate)| matches!(fate, Fate::Continues | Fate::Moves(_))));
}

#[test]
fn a_target_in_numbers_is_named_and_not_copied() {
    let (_, content) = with(&city(), |ground| {
        let rollover =
            new::year(ground, (year(2023), year(2024)), Some("第1部"), &BTreeMap::new()).expect("there is a sheet");
        ((), made(&rollover.files))
    });
    let (_, text) = content.iter().find(|(path, _)| path == "goals/2024/d1/1.yaml").expect("the goal is there");
    let line = text.lines().find(|line| line.contains("件数, 全体")).expect("the figure is named");
    assert!(line.trim_start().starts_with('#'), "{line}");
    let filled = text.replace("value: ,", "value: 5000,").replace("# figures:", "figures:");
    let filled = filled.replace("#   - {name: \"件数", "  - {name: \"件数");
    let mut content = content.clone();
    content.retain(|(path, _)| path != "goals/2024/d1/1.yaml");
    content.push(("goals/2024/d1/1.yaml".to_owned(), filled));
    let (site, errors) = errors(&content);
    assert_eq!(errors, "", "what is uncommented is read");
    let goal = site.sheets.iter().find(|sheet| sheet.fiscal_year == year(2024)).expect("the sheet").goals[0].clone();
    assert_eq!(goal.known_items()[0].figures[0].spelled(), "5,000件");
}

const PROGRAM: &str = "title: 大綱\nperiod: {from: 2022, to: 2024}\n";

/// A program with an item that goes on, one that says that it is done, one that lacks the earlier year, one of a department that went.
fn program() -> Vec<(String, String)> {
    let departments =
        "departments:\n  - {id: a, name: 甲部}\n  - {id: b, name: 乙部, valid: {to: 2023}, successor: [a]}\n";
    let item = |number: u32, department: &str, years: &str| {
        (
            format!("programs/g/{number}.yaml"),
            format!("title: 項目{number}\ndepartments: [{department}]\n{years}related: []  # 末尾\n"),
        )
    };
    let plan = "years:\n  - fiscal_year: 2023\n    plan: [\"5件: 追加\", 二]\n";
    vec![
        ("site.yaml".to_owned(), "title: 市\nmunicipality: {code: \"000000\", name: 市}\n".to_owned()),
        ("departments.yaml".to_owned(), departments.to_owned()),
        ("programs/g/program.yaml".to_owned(), PROGRAM.to_owned()),
        item(1, "a", &format!("{plan}    # 備考\n    results: [一]\n")),
        item(2, "a", &format!("{plan}    results: [工事が完了]\n")),
        item(3, "a", "years: []\n"),
        item(4, "b", plan),
    ]
}

fn bytes(texts: &[(String, String)]) -> BTreeMap<String, Vec<u8>> {
    texts.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect()
}

/// The content after the items have turned the year, and what became of each.
fn turned(start: &[(String, String)], from: i64) -> (Vec<ItemFate>, Option<String>, Vec<(String, String)>) {
    let (rollover, _) = with(start, |ground| {
        let turn = new::year(ground, (year(from), year(from + 1)), None, &bytes(start)).expect("there is a program");
        (turn, Vec::new())
    });
    let mut after = start.to_vec();
    for Addition { path, after: text, .. } in &rollover.additions {
        let (_, old) = after.iter_mut().find(|(known, _)| known == path).expect("the file was there");
        *old = String::from_utf8(text.clone()).expect("it stays a text");
    }
    let [program] = &rollover.programs[..] else { panic!("there is one program") };
    (program.items.iter().map(|(_, fate)| fate.clone()).collect(), program.note.clone(), after)
}

#[test]
fn items_of_a_program_get_the_year_once_and_within_its_period() {
    let start = program();
    let (fates, _, content) = turned(&start, 2023);
    assert_eq!(fates[0], ItemFate::Continues);
    assert!(matches!(&fates[1], ItemFate::Asks(why) if why[0].contains("完了")), "{fates:?}");
    assert!(matches!(&fates[2], ItemFate::Stays(_)), "{fates:?}");
    assert!(matches!(&fates[3], ItemFate::Asks(why) if why[0].contains("後継は甲部(`a`)です")), "{fates:?}");
    let text = |content: &[(String, String)]| {
        content.iter().find(|(path, _)| path == "programs/g/1.yaml").expect("there").1.clone()
    };
    let added = "  - fiscal_year: 2024\n    draft: true\n    plan:\n      - \"【未記入】(令和5年度は「5件: 追加」)\"\n      - 【未記入】(令和5年度は「二」)\n";
    assert_eq!(text(&content), text(&start).replace("related:", &format!("{added}related:")));
    let (site, errors) = errors(&content);
    assert_eq!(errors, "", "what is not written yet is a draft");
    let item = &site.programs[0].items[0];
    assert!(item.base.release.is_open() && item.years[1].results.is_none() && !item.years[1].release.is_open());
    let (again, _, same) = turned(&content, 2023);
    assert_eq!(same, content, "a second time changes nothing");
    assert_eq!(again.iter().filter(|fate| **fate == ItemFate::WasThere).count(), 3);
    let (fates, note, same) = turned(&content, 2024);
    assert!(fates.is_empty() && note.is_some_and(|note| note.contains("期間")), "the program ends");
    assert_eq!(same, content);
}
