//! `new`: reads the content, has the library make the files of a record or a year, writes them and prints the result.

use std::collections::BTreeSet;
use std::path::Path;

use mieruka::model::{FiscalYear, Site, Words};
use mieruka::new::{self, Addition, Fate, Files, Ground, ItemFate, ProgramFate, Refusal, Rollover, SheetFate};
use mieruka::publish::Revised;
use mieruka::source::{self, Sources};
use mieruka::{load, publish};

use super::flags::{Destination, NewFlags, NewKind, NewYearFlags};
use super::report;
use super::terminal::{complain, say};
use super::{Error, Verdict, astray, originals, schema};

/// Makes a record, or a year.
pub(super) fn new(flags: &NewFlags) -> Result<Verdict, Error> {
    match &flags.kind {
        NewKind::Item(flags) => create(&flags.into, |ground| {
            let (program, category) = (flags.program.as_deref(), flags.category.as_deref());
            new::item(ground, (program, flags.number.as_deref()), category, &flags.department, flags.title.as_deref())
        }),
        NewKind::Goal(flags) => create(&flags.into, |ground| {
            let year = needed(flags.of.year, "--year", ground)?;
            new::goal(ground, year, flags.of.department.as_deref(), flags.title.as_deref())
        }),
        NewKind::Sheet(flags) => create(&flags.into, |ground| {
            new::sheet(ground, needed(flags.of.year, "--year", ground)?, flags.of.department.as_deref())
        }),
        NewKind::Year(flags) => year(flags),
    }
}

fn needed(year: Option<FiscalYear>, flag: &'static str, ground: Ground<'_>) -> Result<FiscalYear, Refusal> {
    year.ok_or_else(|| Refusal::NoYear(flag, new::known_years(ground)))
}

/// The present content, with errors: an unreadable file still occupies its path and its number.
pub(super) struct Present {
    pub(super) site: Site,
    paths: BTreeSet<String>,
    pub(super) sources: Sources,
    is_whole: bool,
}

impl Present {
    /// Whether every file could be read; otherwise prints what would be missing in what is made of them.
    pub(super) fn is_whole(&self, what_happens: &str) -> bool {
        if !self.is_whole {
            complain(&format!(
                "読めない記録があるままでは、{what_happens}おそれがあります。上のエラーを直してから、もう一度実行してください"
            ));
        }
        self.is_whole
    }
}

pub(super) fn present(content: &Path) -> Result<Present, Error> {
    let sources = astray::read(content)?;
    let (site, faults) = load::load(&sources);
    let paths = sources.files().map(|(_, file)| file.path.clone()).collect();
    let is_whole = !faults.has_errors();
    if !is_whole {
        report::findings(&faults.sorted(), &sources);
    }
    Ok(Present { site, paths, sources, is_whole })
}

fn create(into: &Destination, make: impl FnOnce(Ground<'_>) -> Result<Files, Refusal>) -> Result<Verdict, Error> {
    let present = present(&into.content)?;
    let files = make(Ground { site: &present.site, paths: &present.paths, shapes: &load::shapes() })?;
    write(&files, into)?;
    for (path, _) in files.iter() {
        let done = if into.dry_run { "作成するファイル" } else { "作成しました" };
        say(&format!("{done}: {}", into.content.join(path.as_str()).display()));
    }
    if !into.dry_run {
        say("ファイルを開いて、【未記入】のところを書いてください。`draft: true` の行を消すまで公開されません");
    }
    Ok(Verdict::Done)
}

fn write(files: &Files, into: &Destination) -> Result<(), Error> {
    if into.dry_run {
        return Ok(());
    }
    publish::create(files, &into.content)?;
    let (site, _) = load::load(&source::read(&into.content)?);
    schema::refresh(&site, &into.content)
}

fn year(flags: &NewYearFlags) -> Result<Verdict, Error> {
    let present = present(&flags.into.content)?;
    if !present.is_whole("コピーから抜ける") {
        return Ok(Verdict::Faulty);
    }
    let shapes = load::shapes();
    let ground = Ground { site: &present.site, paths: &present.paths, shapes: &shapes };
    let (from, to) = (needed(flags.from, "--from", ground)?, needed(flags.to, "--to", ground)?);
    let items = present.site.programs.iter().flat_map(|program| &program.items);
    let originals = originals(&flags.into.content, items.map(|item| format!("{}.yaml", item.id)))?;
    let rollover = new::year(ground, (from, to), flags.department.as_deref(), &originals)?;
    drop(present.sources);
    if !flags.into.dry_run {
        publish::revise(&rollover.additions.iter().map(revised).collect::<Vec<_>>(), &flags.into.content)?;
    }
    write(&rollover.files, &flags.into)?;
    say(&format!("{from} → {to}"));
    let words = present.site.words();
    rollover.sheets.iter().for_each(|sheet| print_sheet(sheet, to, words));
    rollover.programs.iter().for_each(print_program);
    sum_up(&rollover, &flags.into, words);
    Ok(Verdict::Done)
}

fn revised(addition: &Addition) -> Revised<'_> {
    Revised { path: &addition.path, before: Some(&addition.before), after: &addition.after }
}

/// Prints one sheet: its new folder, then each goal.
fn print_sheet(sheet: &SheetFate, to: FiscalYear, words: &Words) {
    let state = match (&sheet.folder, sheet.was_there) {
        (None, _) => "コピーできません".to_owned(),
        (Some(folder), true) => format!("{folder} はすでにあるので、変えません"),
        (Some(folder), false) => folder.clone(),
    };
    say(&format!("\n{}: {state}", sheet.department));
    sheet.note.iter().for_each(|note| say(&format!("  要確認  {note}")));
    for (goal, fate) in &sheet.goals {
        match fate {
            Fate::Continues => say(&format!("  続く    {goal}")),
            Fate::Moves(department) => say(&format!("  移った  {goal} → {department}")),
            Fate::IsNotThere => say(&format!("  要確認  {goal}: {to}の{}に、続きの目標がありません", words.list)),
            Fate::Asks(reasons) => print_reasons(goal, reasons),
        }
    }
}

/// Prints one program: the items that get the year and those that an editor has to check; those that had it are counted.
fn print_program(program: &ProgramFate) {
    say(&format!("\n{}", program.title));
    program.note.iter().for_each(|note| say(&format!("  {note}")));
    for (item, fate) in &program.items {
        match fate {
            ItemFate::Continues => say(&format!("  続く    {item}")),
            ItemFate::Stays(reason) => say(&format!("  要確認  {item}: {reason}")),
            ItemFate::Asks(reasons) => print_reasons(item, reasons),
            ItemFate::WasThere => {}
        }
    }
    let existing = program.items.iter().filter(|(_, fate)| *fate == ItemFate::WasThere).count();
    if existing > 0 {
        say(&format!("  すでにその年度が書かれている {existing}件は、変えません"));
    }
}

fn print_reasons(name: &str, reasons: &[String]) {
    say(&format!("  要確認  {name}"));
    reasons.iter().for_each(|reason| say(&format!("          - {reason}")));
}

fn sum_up(rollover: &Rollover, into: &Destination, words: &Words) {
    let Words { goal, item, .. } = words;
    let files = rollover.files.len();
    let count = |is: fn(&Fate) -> bool| {
        rollover.sheets.iter().flat_map(|sheet| &sheet.goals).filter(|(_, fate)| is(fate)).count()
    };
    let goals = format!(
        "{goal}: 続く {}件、要確認 {}件、移った {}件",
        count(|fate| matches!(fate, Fate::Continues)),
        count(|fate| matches!(fate, Fate::Asks(_) | Fate::IsNotThere)),
        count(|fate| matches!(fate, Fate::Moves(_)))
    );
    let added = rollover.additions.len();
    let goals =
        if rollover.programs.is_empty() { goals } else { format!("{goals}。{item}: 年度を追加 {added}件") };
    let what = match (files, added) {
        (_, 0) => format!("{files}個のファイルを"),
        (0, _) => format!("{added}個の{item}に年度を"),
        _ => format!("{files}個のファイルと{added}個の{item}の年度を"),
    };
    match (files + added, into.dry_run) {
        (0, _) => say(&format!("\n{goals}。新しく作成するものはありません")),
        (_, true) => say(&format!("\n{goals}。{what}作成します(--dry-run なので、まだ何も書いていません)")),
        (_, false) => {
            say(&format!("\n{goals}。{what}下書きとして作成しました"));
            say(&format!(
                "「要確認」のものは、終わったのならファイル({item}ではその年度)を消し、続くのなら書き直してください。残りの【未記入】は mieruka check で確認できます"
            ));
        }
    }
}
