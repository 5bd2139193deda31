//! The first thirty minutes, followed as `content/README.md` tells them: its commands are run, its cells are filled, its lines
//! are changed, and what it says can be seen must be there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::workbook::{Deed, after};

const GUIDE: &str = include_str!("../../content/README.md");
const CELLS: &str = "| シート | セル | 書くこと |";
const LINES: &str = "| ファイル | 前 | 後 |";
/// In the order of the form.
const SHEETS: [&str; 2] = ["重点目標", "数値"];

/// What the guide asks for or promises.
#[derive(Debug)]
enum Step<'g> {
    Run(&'g str, Vec<&'g str>),
    Fill(Vec<[&'g str; 3]>),
    Change([&'g str; 3]),
    /// A file that is named, and its text.
    Stands(&'g str, String),
}

fn chapter() -> &'static str {
    let chapter = GUIDE.split("\n## ").find(|chapter| chapter.starts_with("最初の30分\n"));
    chapter.expect("the guide begins with the first thirty minutes")
}

fn cells(row: &str) -> Option<[&str; 3]> {
    let mut cells = row.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ");
    Some([cells.next()?, cells.next()?, cells.next()?])
}

/// The words in backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn rows<'g>(lines: &mut impl Iterator<Item = &'g str>) -> Vec<[&'g str; 3]> {
    lines.skip(1).map_while(cells).collect()
}

fn fenced<'g>(lines: &mut impl Iterator<Item = &'g str>) -> Vec<&'g str> {
    lines.take_while(|line| *line != "```").collect()
}

fn steps(chapter: &str) -> Vec<Step<'_>> {
    let (mut lines, mut steps, mut file) = (chapter.lines(), Vec::new(), "");
    while let Some(line) = lines.next() {
        match line {
            CELLS => steps.push(Step::Fill(rows(&mut lines))),
            LINES => {
                let unquoted = |row: [_; 3]| Step::Change(row.map(|cell: &str| cell.trim_matches('`')));
                steps.extend(rows(&mut lines).into_iter().map(unquoted));
            }
            "```console" => {
                let block = fenced(&mut lines);
                let (command, output) = block.split_first().expect("a block begins with its command");
                let command = command.strip_prefix("$ mieruka").expect("it is typed").trim();
                steps.push(Step::Run(command, output.to_vec()));
            }
            "```text" => steps.push(Step::Stands(file, fenced(&mut lines).join("\n") + "\n")),
            _ => file = quoted(line).filter(|word| word.ends_with(".yaml")).last().unwrap_or(file),
        }
    }
    steps
}

/// Runs the program with nobody at the terminal: questions keep the sample's values, `y` is `--yes`, a browser is not opened.
fn run(folder: &Path, command: &str) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_mieruka"));
    program.args(command.split_whitespace()).current_dir(folder).stdin(Stdio::null());
    match command.split_whitespace().next() {
        Some("import") => program.arg("--yes"),
        Some("serve") => program.arg("--help"),
        _ => &mut program,
    };
    let done = program.output().expect("the program can be started");
    let told = String::from_utf8([done.stderr, done.stdout].concat()).expect("it speaks UTF-8");
    assert_eq!(done.status.code(), Some(told.contains("エラー[").into()), "mieruka {command}\n{told}");
    told
}

fn fill(folder: &Path, rows: &[[&str; 3]]) {
    let is_book = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "xlsx");
    let mut entries = fs::read_dir(folder).expect("it is there").map(|entry| entry.expect("readable").path());
    let book = entries.find(is_book).expect("a form was made");
    for (sheet, name) in (1..).zip(SHEETS) {
        let deeds: Vec<_> =
            rows.iter().filter(|row| row[0] == name).map(|[_, cell, text]| Deed::Type(cell, text)).collect();
        let filled = after(sheet, &fs::read(&book).expect("the form is there"), &deeds);
        fs::write(&book, filled).expect("the form can be written");
    }
    assert!(rows.iter().all(|row| SHEETS.contains(&row[0])), "{rows:?}");
}

fn take(folder: &Path, step: &Step<'_>) {
    match step {
        Step::Run(command, promised) => {
            let told = run(folder, command);
            let mut lines = told.lines();
            let lost = promised.iter().find(|promise| !lines.any(|line| line.starts_with(**promise)));
            assert_eq!(lost, None, "mieruka {command}\n{told}");
        }
        Step::Fill(rows) => fill(folder, rows),
        Step::Change([file, before, after]) => {
            let text = fs::read_to_string(folder.join(file)).expect("the file is there");
            assert_eq!(text.matches(&format!("{before}\n")).count(), 1, "{file}: {before}");
            fs::write(folder.join(file), text.replacen(before, after, 1)).expect("it can be written");
        }
        Step::Stands(file, text) => {
            assert_eq!(fs::read_to_string(folder.join(file)).expect("the file is there"), *text, "{file}");
        }
    }
}

#[test]
fn the_first_thirty_minutes_go_as_told() {
    let folder = tempfile::tempdir().expect("there is room for a test");
    let steps = steps(chapter());
    assert!(steps.len() > 9, "{steps:?}");
    steps.iter().for_each(|step| take(folder.path(), step));

    let addresses: Vec<_> =
        quoted(chapter()).filter(|word| word.starts_with("goals/") && word.matches('/').count() > 3).collect();
    assert_eq!(addresses, ["goals/2026/kikaku/1/", "goals/2026/kikaku/2/"]);
    let page = |address| fs::read_to_string(folder.path().join("public").join(address).join("index.html"));
    let pages: String = addresses.iter().map(|address| page(address).expect("the page is there")).collect();
    for step in &steps {
        let rows = if let Step::Fill(rows) = step { rows.as_slice() } else { &[] };
        let unseen: Vec<_> = rows.iter().filter(|[_, _, text]| !pages.contains(text)).collect();
        assert!(unseen.is_empty(), "{unseen:?}");
    }
    assert!(pages.contains("政策企画部"));
}
