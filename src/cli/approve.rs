//! `approve`: sets the approval of a stage for a department and a year, or publishes drafts; shown before it is written.

use std::collections::BTreeMap;

use mieruka::approve::{self, Approved, Change, Complicated, Of, Part};
use mieruka::import::{NoDepartment, department};
use mieruka::model::{ProgramId, StageKind};
use mieruka::publish::{self, Revised};
use mieruka::source;

use super::clock::Clock;
use super::flags::{ApproveFlags, Folders};
use super::terminal::say;
use super::{Verdict, read, today};

/// Why nothing can be approved.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Department(#[from] NoDepartment),
    #[error("段階「{0}」は使えません。{1} のいずれかを指定してください")]
    NoStage(String, String),
    #[error("承認には --year、--stage、--by を付けてください。下書きを公開するときは --drafts を付けてください")]
    Nothing,
    #[error(transparent)]
    Complicated(#[from] Complicated),
}

/// Approves, or publishes drafts.
pub(super) fn approve(flags: &ApproveFlags) -> Result<Verdict, super::Error> {
    let mut clock = Clock::start();
    let today = today(None)?;
    let content = read(&Folders::of_content(&flags.content), today, &mut clock)?;
    let site = &content.site;
    let typed = flags.department.as_deref();
    let department = typed.map(|typed| department(site, typed)).transpose().map_err(Error::from)?;
    let program = flags.program.clone().map(ProgramId);
    let of = Of { department: department.as_ref(), program: program.as_ref() };
    let bytes = |path: &str| source::bytes(&flags.content.join(path), source::MAX_BYTES).ok().flatten();
    let changes = match (flags.drafts, flags.year, &flags.stage, &flags.by) {
        (true, ..) => approve::release(site, bytes, of),
        (false, Some(year), Some(stage), Some(by)) => {
            let date = flags.date.unwrap_or(today);
            approve::approve(site, bytes, of, Approved { part: part(stage)?, year, by, date })
        }
        (false, ..) => return Err(Error::Nothing.into()),
    };
    let changes = changes.map_err(Error::from)?;
    if changes.is_empty() {
        say(if flags.drafts {
            "下書きはありません"
        } else {
            "承認を待っているものはありません"
        });
        return Ok(Verdict::Done);
    }
    show(&changes, flags.consent.verbose);
    if !flags.consent.is_given() {
        return Ok(Verdict::Done);
    }
    let files: Vec<_> = changes
        .iter()
        .map(|change| Revised { path: &change.path, before: Some(&change.before), after: &change.after })
        .collect();
    publish::revise(&files, &flags.content)?;
    let next = if flags.drafts {
        "次は mieruka build で書き出します"
    } else {
        "mieruka check で点検してください"
    };
    say(&format!("{}件の記録を書き換えました。{next}", changes.len()));
    Ok(Verdict::Done)
}

/// The maximum number of records that are shown one by one.
const SHOWN: usize = 3;

/// Prints records, and the lines that come and go, unless they are those of the record before; of many the first ones and, by
/// what holds them, how many there are.
fn show(changes: &[Change], is_verbose: bool) {
    let mut last = Vec::new();
    let shown = if is_verbose { changes.len() } else { changes.len().min(SHOWN) };
    for change in &changes[..shown] {
        say(&format!("{} {}", change.record, change.title));
        let (before, after) = (String::from_utf8_lossy(&change.before), String::from_utf8_lossy(&change.after));
        let gone = before.lines().filter(|line| !after.lines().any(|other| other == *line));
        let come = after.lines().filter(|line| !before.lines().any(|other| other == *line));
        let gone = gone.map(|line| format!("    前 {}", line.trim()));
        let lines: Vec<_> = gone.chain(come.map(|line| format!("    後 {}", line.trim()))).collect();
        if lines != last {
            lines.iter().for_each(|line| say(line));
            last = lines;
        }
    }
    if shown < changes.len() {
        let mut held: BTreeMap<String, usize> = BTreeMap::new();
        let holder = |id: String| id.rsplit_once('/').map(|(holder, _)| holder.to_owned()).unwrap_or(id);
        changes.iter().for_each(|change| *held.entry(holder(change.record.to_string())).or_default() += 1);
        let held: Vec<_> = held.iter().map(|(holder, count)| format!("{holder} {count}件")).collect();
        say(&format!("…ほか{}件(すべて表示するには、--verbose を付けます)", changes.len() - shown));
        return say(&format!("{}件の記録が変わります({})", changes.len(), held.join("、")));
    }
    say(&format!("{}件の記録が変わります", changes.len()));
}

fn part(typed: &str) -> Result<Part, Error> {
    let stages = StageKind::ALL.iter().map(|(kind, word, code)| (Part::Stage(*kind), *word, *code));
    let years = [(Part::Plan, "計画", "plan"), (Part::Results, "実績", "results")];
    // 期首(目標) is 期首, 中間報告 is 中間.
    let short = |word: &str| word.split('(').next().unwrap_or_default().trim_end_matches("報告").to_owned();
    let known = || stages.clone().chain(years);
    let found = known().find(|(_, word, code)| typed == *code || short(typed) == short(word));
    let words = || known().map(|(_, word, _)| short(word)).collect::<Vec<_>>().join("・");
    found.map(|(part, ..)| part).ok_or_else(|| Error::NoStage(typed.to_owned(), words()))
}
