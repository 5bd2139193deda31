//! Approvals of many records at once: each is one edit of its file, and what has nothing to approve stays as it is.

use mieruka::approve::{Approved, Change, Of, Part, approve, release};
use mieruka::model::{Date, DepartmentId, FiscalYear, ProgramId, StageKind};

use crate::sites::{site, sources};

const TEXTS: [(&str, &str); 8] = [
    ("site.yaml", "title: T\nmunicipality: {code: \"011002\", name: 見本市}\n"),
    (
        "departments.yaml",
        "departments:\n  - {id: kikaku, name: 企画部}\n  - {id: ka, name: 課, parent: kikaku}\n  - {id: somu, name: 総務部}\n",
    ),
    ("programs/g/program.yaml", "title: G\nperiod: {from: 2022, to: 2024}\n"),
    (
        "programs/g/1.yaml",
        "title: 一\ndepartments: [ka]\nyears:\n  - fiscal_year: 令和4年度   # はじめ\n    plan: [植える。]\n    results: [植えた。]\n  - fiscal_year: 2023\n    plan: [ふやす。]\n",
    ),
    (
        "programs/g/2.yaml",
        "title: 二\ndepartments: [somu]\nyears:\n  - fiscal_year: 2022\n    results: [直した。]\n    approved: {plan: {by: 課長, date: 2022-04-01}}\n",
    ),
    (
        "programs/g/3.yaml",
        "title: 三\ndepartments: [ka]\nyears:\n  - {fiscal_year: 2022, plan: [待つ。]}\ndraft: true   # 下書き\n",
    ),
    (
        "goals/2022/kikaku/sheet.yaml",
        "title: 一覧表\nstages:\n  - {stage: initial, approved: {by: 部長, date: 2022-05-01}}\n  - {stage: final}\n",
    ),
    ("goals/2022/kikaku/1.yaml", "title: 目標\nitems: [{number: 1, title: 項目}]\n"),
];

fn approved(part: Part, department: Option<&str>) -> Vec<(String, String)> {
    let site = site(&sources(TEXTS));
    let department = department.map(|id| DepartmentId(id.to_owned()));
    let of = Of { department: department.as_ref(), program: None };
    let year = FiscalYear::new(2022).expect("a year");
    let date = Date::new(2023, 5, Some(10)).expect("a day");
    lines(&approve(&site, bytes, of, Approved { part, year, by: "部長", date }).expect("it can be written"))
}

fn bytes(path: &str) -> Option<Vec<u8>> {
    TEXTS.iter().find(|(known, _)| *known == path).map(|(_, text)| text.as_bytes().to_vec())
}

/// The records that change, each with the lines that it had not before.
fn lines(changes: &[Change]) -> Vec<(String, String)> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let come = |change: &Change| {
        let (before, after) = (text(&change.before), text(&change.after));
        let come = after.lines().filter(|line| !before.lines().any(|known| known == *line)).map(str::trim);
        (change.record.0.clone(), come.collect::<Vec<_>>().join("\n"))
    };
    changes.iter().map(come).collect()
}

#[test]
fn the_results_of_a_department_are_approved_where_there_are_some() {
    let line = "approved: {results: {by: 部長, date: 2023-05-10}}".to_owned();
    assert_eq!(approved(Part::Results, Some("kikaku")), [("programs/g/1".to_owned(), line)]);
    let both = "approved: {plan: {by: 課長, date: 2022-04-01}, results: {by: 部長, date: 2023-05-10}}".to_owned();
    assert_eq!(approved(Part::Results, Some("somu")), [("programs/g/2".to_owned(), both)]);
}

#[test]
fn a_stage_of_a_sheet_is_approved_once() {
    let line = "- {stage: final, approved: {by: 部長, date: 2023-05-10}}".to_owned();
    let sheet = "goals/2022/kikaku".to_owned();
    assert_eq!(approved(Part::Stage(StageKind::Final), Some("kikaku")), [(sheet, line)]);
    assert_eq!(approved(Part::Stage(StageKind::Initial), None), []);
}

#[test]
fn drafts_lose_their_mark_and_nothing_else() {
    let site = site(&sources(TEXTS));
    let program = ProgramId("g".to_owned());
    let changes = release(&site, bytes, Of { department: None, program: Some(&program) }).expect("it can be written");
    assert_eq!(changes.len(), 1);
    let after = String::from_utf8(changes[0].after.clone()).expect("UTF-8");
    assert_eq!(after, "title: 三\ndepartments: [ka]\nyears:\n  - {fiscal_year: 2022, plan: [待つ。]}\n# 下書き\n");
}
