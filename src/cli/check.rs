//! `check`: prints the findings about the content, and about its differences from an earlier publication.

use mieruka::diagnostic::{Diagnostics, json};

use super::clock::Clock;
use super::flags::{CheckFlags, Folders};
use super::terminal::{print, say};
use super::{Error, Reading, Verdict, against, read, today};
use super::{questions, report};

/// Prints the findings; writes nothing.
pub(super) fn check(flags: &CheckFlags) -> Result<Verdict, Error> {
    let mut clock = Clock::start();
    let today = today(flags.today)?;
    let folders = Folders::of_content(&flags.content);
    let Reading { sources, site, mut findings } = read(&folders, today, &mut clock)?;
    let mut compared = String::new();
    clock.begin("前回の公開との比較");
    if let Some(earlier) = flags.against.as_ref().filter(|_| !findings.has_errors()) {
        let against = against::compare(earlier, &site, today)?;
        findings.extend(against.findings);
        findings = findings.sorted();
        let values = if against.has_values { "" } else { "(digests.json がないため、アドレスだけ)" };
        compared = format!("前回の公開 {} ファイルと比べました{values}。", report::grouped(against.files as u64));
    } else if flags.against.is_some() {
        compared = "エラーがあるため、前回の公開とは比べていません。".to_owned();
    }
    clock.begin("質問");
    let asked = match flags.questions.as_ref().filter(|_| !findings.has_errors()) {
        Some(list) => Some(questions::ask(list, &site.clone().published())?),
        None => None,
    };
    clock.end();
    if let Some(mut told) = flags.telling.json(&findings, &sources) {
        if flags.waiting {
            told["waiting"] = report::waiting_json(&site, &sources);
        }
        if let Some(asked) = &asked {
            told["questions"] = questions::told_json(asked);
        }
        print(&json::text(&told));
        return Ok(verdict(&findings));
    }
    let wanted = flags.telling.wanted(&findings);
    report::findings(&wanted, &sources);
    if flags.waiting {
        print(&report::waiting(&site, &sources));
    }
    if let Some(asked) = &asked {
        print(&questions::told(asked));
    } else if flags.questions.is_some() {
        say("エラーがあるため、質問は調べていません。");
    }
    let records = report::grouped(site.records().count() as u64);
    let accepted: usize = site.records().map(|record| record.base().accepted.len()).sum();
    let accepted = if accepted == 0 { String::new() } else { format!("、確認済み {accepted}件") };
    report::by_department(&site, &wanted, &sources).iter().for_each(|lines| say(lines));
    say(&format!("{compared}記録 {records}件を点検: {}{accepted}({})", report::counts(&findings), clock.total()));
    Ok(verdict(&findings))
}

fn verdict(findings: &Diagnostics) -> Verdict {
    if findings.has_errors() { Verdict::Faulty } else { Verdict::Done }
}
