//! `new`: reads what is there, lets the library begin the record, lays the files and tells what came of it.

use std::collections::BTreeSet;
use std::path::Path;

use mieruka::model::{FiscalYear, Site};
use mieruka::new::{self, Fate, Files, Ground, Refusal, Rollover, SheetFate};
use mieruka::source::{self, Sources};
use mieruka::{load, publish};

use super::flags::{Into, NewFlags, NewKind, NewYearFlags};
use super::report::{self, complain, say};
use super::{Error, Verdict, schemas};

/// Begins a record, or a year.
pub(super) fn new(flags: &NewFlags) -> Result<Verdict, Error> {
    match &flags.kind {
        NewKind::Item(flags) => begin(&flags.into, |ground| {
            let (program, category) = (flags.program.as_deref(), flags.category.as_deref());
            new::item(ground, program, category, &flags.department, flags.title.as_deref())
        }),
        NewKind::Goal(flags) => begin(&flags.into, |ground| {
            new::goal(
                ground,
                needed(flags.year, "--year", ground)?,
                flags.department.as_deref(),
                flags.title.as_deref(),
            )
        }),
        NewKind::Sheet(flags) => begin(&flags.into, |ground| {
            new::sheet(ground, needed(flags.year, "--year", ground)?, flags.department.as_deref())
        }),
        NewKind::Year(flags) => year(flags),
    }
}

fn needed(year: Option<FiscalYear>, flag: &'static str, ground: Ground<'_>) -> Result<FiscalYear, Refusal> {
    year.ok_or_else(|| Refusal::NoYear { flag, known: new::known_years(ground) })
}

/// The content as it stands, faults and all: what cannot be read still takes its place and its number.
struct Standing {
    site: Site,
    paths: BTreeSet<String>,
    sources: Sources,
    is_whole: bool,
}

fn standing(content: &Path) -> Result<Standing, Error> {
    let sources = source::read(content)?;
    let (site, faults) = load::load(&sources);
    let paths = sources.files().map(|(_, file)| file.path.clone()).collect();
    let is_whole = !faults.has_errors();
    if !is_whole {
        report::findings(&faults.sorted(), &sources);
    }
    Ok(Standing { site, paths, sources, is_whole })
}

fn begin(into: &Into, make: impl FnOnce(Ground<'_>) -> Result<Files, Refusal>) -> Result<Verdict, Error> {
    let there = standing(&into.content)?;
    let files = make(Ground { site: &there.site, paths: &there.paths, shapes: &load::shapes() })?;
    lay(&files, into)?;
    for (path, _) in files.iter() {
        let done = if into.dry_run { "置くファイル" } else { "置きました" };
        say(&format!("{done}: {}", into.content.join(path.as_str()).display()));
    }
    if !into.dry_run {
        say("開いて【未記入】のところを書いてください。`draft: true` の行を消すまで公開されません");
    }
    Ok(Verdict::Done)
}

fn lay(files: &Files, into: &Into) -> Result<(), Error> {
    if into.dry_run {
        return Ok(());
    }
    publish::plant(files, &into.content)?;
    let (site, _) = load::load(&source::read(&into.content)?);
    schemas::refresh(&site, &into.content)
}

fn year(flags: &NewYearFlags) -> Result<Verdict, Error> {
    let there = standing(&flags.into.content)?;
    if !there.is_whole {
        complain(
            "読めない記録があるままでは、写し漏れるおそれがあります。上のエラーを直してから、もう一度動かしてください",
        );
        return Ok(Verdict::Faulty);
    }
    let shapes = load::shapes();
    let ground = Ground { site: &there.site, paths: &there.paths, shapes: &shapes };
    let (from, to) = (needed(flags.from, "--from", ground)?, needed(flags.to, "--to", ground)?);
    let rollover = new::year(ground, from, to, flags.department.as_deref())?;
    drop(there.sources);
    lay(&rollover.files, &flags.into)?;
    say(&format!("{from} → {to}"));
    rollover.sheets.iter().for_each(|sheet| tell(sheet, to));
    sum_up(&rollover, &flags.into);
    Ok(Verdict::Done)
}

/// One sheet: where it goes, then goal by goal.
fn tell(sheet: &SheetFate, to: FiscalYear) {
    let state = match (&sheet.folder, sheet.was_there) {
        (None, _) => "写せません".to_owned(),
        (Some(folder), true) => format!("{folder} はすでにあるので、変えません"),
        (Some(folder), false) => folder.clone(),
    };
    say(&format!("\n{}: {state}", sheet.department));
    sheet.note.iter().for_each(|note| say(&format!("  要確認  {note}")));
    for (goal, fate) in &sheet.goals {
        match fate {
            Fate::Continues => say(&format!("  続く    {goal}")),
            Fate::Moves(department) => say(&format!("  移った  {goal} → {department}")),
            Fate::IsNotThere => say(&format!("  要確認  {goal}: {to}の一覧表に、結び付く目標がありません")),
            Fate::Asks(reasons) => {
                say(&format!("  要確認  {goal}"));
                reasons.iter().for_each(|reason| say(&format!("          - {reason}")));
            }
        }
    }
}

fn sum_up(rollover: &Rollover, into: &Into) {
    let files = rollover.files.len();
    let count = |is: fn(&Fate) -> bool| {
        rollover.sheets.iter().flat_map(|sheet| &sheet.goals).filter(|(_, fate)| is(fate)).count()
    };
    let goals = format!(
        "続く {}件、要確認 {}件、移った {}件",
        count(|fate| matches!(fate, Fate::Continues)),
        count(|fate| matches!(fate, Fate::Asks(_) | Fate::IsNotThere)),
        count(|fate| matches!(fate, Fate::Moves(_)))
    );
    match (files, into.dry_run) {
        (0, _) => say(&format!("\n{goals}。新しく置くものはありません")),
        (_, true) => {
            say(&format!("\n{goals}。{files}個のファイルを置きます(--dry-run なので、まだ何も書いていません)"))
        }
        (_, false) => {
            say(&format!("\n{goals}。{files}個のファイルを下書きとして置きました"));
            say(
                "「要確認」の目標は、終わったのならファイルを消し、続くのなら目標を書き直してください。残りの【未記入】は mieruka check で見られます",
            );
        }
    }
}
