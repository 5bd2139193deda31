//! `corpus`: the documents of the search for other engines, as the site would be published now, or the findings that prevent
//! it.

use std::path::Path;

use mieruka::model::Site;
use mieruka::{publish, search};

use super::clock::Clock;
use super::flags::{CorpusFlags, Folders, ReportFormat, Telling};
use super::report;
use super::terminal::{complain, pour, say};
use super::{Error, Reading, Verdict, read, today};

/// Prints the documents, or writes them to a file.
pub(super) fn corpus(flags: &CorpusFlags) -> Result<Verdict, Error> {
    let mut clock = Clock::start();
    let today = today(flags.today)?;
    let Reading { sources, site, findings } = read(&Folders::of_content(&flags.content), today, &mut clock)?;
    report::told(&findings, &sources, Telling { format: ReportFormat::Text, errors_only: false });
    if findings.has_errors() {
        complain(&format!("{}。何も出力していません({})", report::counts(&findings), clock.total()));
        return Ok(Verdict::Faulty);
    }
    let kept_back = report::kept_back(&site);
    let site = site.published();
    let Some(out) = &flags.out else {
        pour(search::corpus(&site));
        return Ok(Verdict::Done);
    };
    clock.begin("書き出し");
    let count = write(&site, out)?;
    clock.end();
    say(&format!("{} に {}件を書き出しました({})", out.display(), report::grouped(count), clock.total()));
    kept_back.iter().for_each(|line| say(line));
    Ok(Verdict::Done)
}

/// Writes the documents to a file; returns their number.
fn write(site: &Site, out: &Path) -> Result<u64, Error> {
    let mut count = 0;
    publish::create_whole(out, |to| {
        search::corpus(site).try_for_each(|line| {
            count += 1;
            to.write_all(line.as_bytes())
        })
    })?;
    Ok(count)
}
