//! The first thirty minutes and the next, followed as `content/README.md` tells them: its commands are run, its questions
//! answered, its cells filled, its lines changed, and what it says can be seen must be there; and the first page is made in time.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::workbook::{Deed, after};

const GUIDE: &str = include_str!("../../content/README.md");
const ANSWERS: &str = "| 質問 | 答え(例) |";
const CELLS: &str = "| セル | 欄 | 書くこと(例) |";
const LINES: &str = "| ファイル | 前 | 後 |";
/// An answer of nothing.
const ENTER: &str = "Enter";
/// Where the form of before is to be put away.
const AWAY: &str = "前の様式のファイルを消し";

/// What the guide asks for or promises.
#[derive(Debug)]
enum Step<'g> {
    Run(&'g str, Vec<&'g str>),
    /// Questions and answers of the command before.
    Answer(Vec<[&'g str; 2]>),
    PutAway,
    Fill(Vec<[&'g str; 3]>),
    Change([&'g str; 3]),
    /// A file that is named, and its text.
    Stands(&'g str, String),
}

fn chapter(title: &str) -> &'static str {
    let chapter =
        GUIDE.split("\n## ").find(|chapter| chapter.strip_prefix(title).is_some_and(|rest| rest.starts_with('\n')));
    chapter.unwrap_or_else(|| panic!("the guide has a chapter {title}"))
}

fn cells<const N: usize>(row: &str) -> Option<[&str; N]> {
    let cells: Vec<_> = row.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
    cells.try_into().ok()
}

/// The words in backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn rows<'g, const N: usize>(lines: &mut impl Iterator<Item = &'g str>) -> Vec<[&'g str; N]> {
    lines.skip(1).map_while(cells).collect()
}

fn fenced<'g>(lines: &mut impl Iterator<Item = &'g str>) -> Vec<&'g str> {
    lines.take_while(|line| *line != "```").collect()
}

fn steps(chapter: &str) -> Vec<Step<'_>> {
    let (mut lines, mut steps, mut file) = (chapter.lines(), Vec::new(), "");
    while let Some(line) = lines.next() {
        match line {
            ANSWERS => steps.push(Step::Answer(rows(&mut lines))),
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
            _ if line.starts_with(AWAY) => steps.push(Step::PutAway),
            _ => file = quoted(line).filter(|word| word.ends_with(".yaml")).last().unwrap_or(file),
        }
    }
    steps
}

/// Runs the program; `y` is `--yes`, a browser is not opened.
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

/// Runs the program at a terminal and answers its questions.
fn answer(folder: &Path, command: &str, answers: &[[&str; 2]]) -> String {
    let line = format!("{} {command}", env!("CARGO_BIN_EXE_mieruka"));
    let mut terminal = Command::new("script");
    terminal.args(["--quiet", "--return", "--command", &line, "/dev/null"]).current_dir(folder).env("TERM", "dumb");
    let child = terminal.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.expect("a terminal can be recorded");
    let typed: String = answers.iter().map(|[_, answer]| format!("{}\n", answer.trim_start_matches(ENTER))).collect();
    let mut keyboard = child.stdin.take().expect("it is piped");
    keyboard.write_all(typed.as_bytes()).expect("it can be typed");
    let done = child.wait_with_output().expect("it ends");
    let told = String::from_utf8(done.stdout).expect("it speaks UTF-8");
    assert!(done.status.success(), "{told}");
    let mut rest = told.as_str();
    for [question, _] in answers {
        rest = rest.split_once(question).unwrap_or_else(|| panic!("{question} is not asked: {told}")).1;
    }
    assert_eq!(
        rest.matches("): ").count() + rest.matches("エラー").count(),
        1,
        "the last question and no other: {told}"
    );
    told
}

fn book(folder: &Path) -> PathBuf {
    let is_book = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "xlsx");
    let mut entries = fs::read_dir(folder).expect("it is there").map(|entry| entry.expect("readable").path());
    entries.find(is_book).expect("a form was made")
}

fn fill(folder: &Path, rows: &[[&str; 3]]) {
    let deeds: Vec<_> = rows.iter().map(|[cell, _, text]| Deed::Type(cell, text)).collect();
    let book = book(folder);
    let filled = after(1, &fs::read(&book).expect("the form is there"), &deeds);
    fs::write(&book, filled).expect("the form can be written");
}

/// Takes the steps, and tells what the program has printed.
fn follow(folder: &Path, steps: &[Step<'_>]) -> String {
    let mut told = String::new();
    for (step, next) in steps.iter().zip(steps.iter().skip(1).map(Some).chain([None])) {
        match step {
            Step::Run(command, promised) => {
                let now = match next {
                    Some(Step::Answer(answers)) => answer(folder, command, answers),
                    _ => run(folder, command),
                };
                let mut lines = now.lines();
                let lost = promised.iter().find(|promise| !lines.any(|line| line.starts_with(**promise)));
                assert_eq!(lost, None, "mieruka {command}\n{now}");
                told.push_str(&now);
            }
            Step::Answer(_) => {}
            Step::PutAway => fs::remove_file(book(folder)).expect("the form can be removed"),
            Step::Fill(rows) => fill(folder, rows),
            Step::Change([file, before, after]) => {
                let text = fs::read_to_string(folder.join(file)).expect("the file is there");
                assert_eq!(text.matches(&format!("{before}\n")).count(), 1, "{file}: {before}");
                fs::write(folder.join(file), text.replacen(before, after, 1)).expect("it can be written");
            }
            Step::Stands(file, text) => {
                let there = fs::read_to_string(folder.join(file)).expect("the file is there");
                assert_eq!(there, *text, "{file}");
            }
        }
    }
    told
}

/// How long somebody needs who reads 400 characters a minute, types two a second and as long again to think, and for whom a
/// cell takes half a minute and a click ten seconds.
fn seconds(chapter: &str, steps: &[Step<'_>], told: &str) -> usize {
    let is_read = |c: &char| !c.is_whitespace() && !matches!(c, '|' | '-' | '`' | '*' | '#');
    let read = |text: &str| text.chars().filter(is_read).count() * 60 / 400;
    let clicks: usize =
        ["開", "押", "保存", "閉じ", "置き", "クリック"].map(|deed| chapter.matches(deed).count()).iter().sum();
    let done = |step: &Step<'_>| match step {
        Step::Run(command, _) => 10 + ("mieruka ".len() + command.chars().count()) / 2,
        Step::Answer(rows) => 30 * rows.len(),
        Step::Fill(rows) => 30 * rows.len(),
        Step::Change(_) => 30,
        Step::PutAway => 10,
        Step::Stands(..) => 0,
    };
    read(chapter) + read(told) + 10 * clicks + steps.iter().map(done).sum::<usize>()
}

#[test]
fn the_first_thirty_minutes_and_the_next_go_as_told() {
    let folder = tempfile::tempdir().expect("there is room for a test");
    let page = |address: &str| fs::read_to_string(folder.path().join("public").join(address).join("index.html"));
    let [first, next] = ["最初の30分", "次の30分"].map(chapter);
    let address = quoted(first).find(|word| word.starts_with("goals/")).expect("it tells where the page is");
    let mut seen = Vec::new();
    for (chapter, minutes) in [(first, 20), (next, 25)] {
        let steps = steps(chapter);
        assert!(steps.len() > 5, "{steps:?}");
        let told = follow(folder.path(), &steps);
        let seconds = seconds(chapter, &steps, &told);
        assert!(seconds < minutes * 60, "{seconds} seconds\n{told}");
        run(folder.path(), "build");
        let page = page(address).expect("the page is there");
        seen.extend(steps.into_iter().flat_map(|step| if let Step::Fill(rows) = step { rows } else { Vec::new() }));
        let unseen: Vec<_> = seen.iter().filter(|[_, _, text]| !page.contains(text)).collect();
        assert!(unseen.is_empty(), "{unseen:?}");
    }
    assert!(page(address).expect("the page is there").contains("子育て福祉課"));
    assert!(page("legend").expect("the page is there").contains("予定どおり"));
}
