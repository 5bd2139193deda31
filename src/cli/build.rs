//! `build`: publishes the content to a folder, or prints the findings that prevent it.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use mieruka::diagnostic::{Diagnostics, Severity};
use mieruka::digest::Digest;
use mieruka::model::{Date, Site};
use mieruka::publish::{Changes, Output, Parcel, Patience, Staged};
use mieruka::render::Theme;
use mieruka::search::{Index, Memory, Tokenizer};
use mieruka::source::Sources;
use mieruka::{export, publish};

use super::flags::BuildFlags;
use super::inputs::{self, Inputs};
use super::interrupt;
use super::report::{self, Clock, Wanted, complain, say};
use super::{Error, Reading, Verdict, against, open_theme, read, schema, stamp, today};

/// Builds the site, if the content has no errors and something has changed.
pub(super) fn build(flags: &BuildFlags) -> Result<Verdict, Error> {
    let mut clock = Clock::start();
    publish::check_apart(&flags.out, &flags.folders.content)?;
    if let Some(parcel) = &flags.changes {
        Parcel::check(parcel, &flags.out)?;
    }
    let today = today(flags.today)?;
    let Reading { sources, site, findings } = read(&flags.folders, today, &mut clock)?;
    let wanted = flags.loudness.wanted();
    report::findings(&wanted.of(&findings), &sources);
    if findings.has_errors() {
        let counts = report::counts(&findings);
        complain(&format!("{counts}。{} は更新していません({})", flags.out.display(), clock.total()));
        return Ok(Verdict::Faulty);
    }
    let read = sources.len();
    let records = site.records().filter(|record| record.release().is_open()).count();
    let kept_back = report::kept_back(&site);
    if !flags.dry_run {
        schema::refresh(&site, &flags.folders.content)?;
    }
    let theme = open_theme(&flags.folders)?;
    let inputs = inputs::digest(&sources, &theme, &site, today);
    clock.lap("準備");
    let notice = || complain("ほかの mieruka の書き出しが終わるのを待っています");
    let stop = interrupt::watched();
    let output = Output::open(&place(flags), Patience { notice: &notice, stop, ..Patience::default() })?;
    let unchanged =
        inputs.as_ref().filter(|_| flags.against.is_none()).and_then(|inputs| output.unchanged(&inputs.all));
    let done = match unchanged {
        Some(nothing) => Done { since: nothing.clone(), now: nothing },
        None => {
            let public = compared((site, sources), flags, today, &mut clock);
            make(&public, &theme, &output, (inputs, flags), &mut clock)?
        }
    };
    if wanted != Wanted::Quiet {
        tell(&done, flags, &clock);
    }
    kept_back.iter().for_each(|line| wanted.say(line));
    if findings.count(Severity::Warning) > 0 {
        wanted.say(&report::counts(&findings));
    }
    if flags.timings {
        say(&clock.table(read, records, done.now.files));
    }
    Ok(Verdict::Done)
}

/// What a build changed, or would change.
struct Done {
    /// In the folder.
    now: Changes,
    /// Since the publication with which it is compared.
    since: Changes,
}

/// The folder to publish to; in a dry run the first part of its path that is missing, so that none is created.
fn place(flags: &BuildFlags) -> PathBuf {
    let is_missing = |path: &&Path| !path.as_os_str().is_empty() && path.symlink_metadata().is_err();
    let missing = flags.out.ancestors().take_while(is_missing).last().filter(|_| flags.dry_run);
    missing.unwrap_or(&flags.out).to_owned()
}

fn tell(done: &Done, flags: &BuildFlags, clock: &Clock) {
    if flags.dry_run {
        return report::would_publish(&done.since, &flags.out, clock);
    }
    report::published(&done.now, &flags.out, clock);
    if let Some(parcel) = &flags.changes {
        report::packed(&done.since, parcel);
    }
}

/// What the public sees of a site. The values that change without a correction are told.
fn compared((site, sources): (Site, Sources), flags: &BuildFlags, today: Date, clock: &mut Clock) -> Site {
    let public = site.clone().published();
    if !flags.no_compare {
        let before = flags.against.as_ref().unwrap_or(&flags.out);
        let changed = against::changed_values(before, (&site, &public), today);
        tell_changed(&changed.as_warnings().sorted(), &sources, flags.loudness.wanted());
        clock.lap("前回の公開との比較");
    }
    public
}

/// Prints the values that change without a correction.
fn tell_changed(changed: &Diagnostics, sources: &Sources, wanted: Wanted) {
    report::findings(&wanted.of(changed), sources);
    if !changed.is_empty() {
        let count = changed.iter().len();
        wanted.say(&format!("前回の公開から、訂正なしに変わる値が {count}か所あります(このまま書き出します)"));
    }
}

/// Makes and publishes the whole site; in a dry run it is only made.
fn make(
    site: &Site,
    theme: &Theme,
    output: &Output,
    (inputs, flags): (Option<Inputs>, &BuildFlags),
    clock: &mut Clock,
) -> Result<Done, Error> {
    let (tokenizer, stamp) = (Tokenizer::open()?, stamp());
    let recall = |inputs: &Inputs| Memory::read(&output.recall().unwrap_or_default(), inputs.program);
    let index = Index::of(site, &tokenizer, inputs.as_ref().map(recall).unwrap_or_default());
    let published = flags.against.as_deref().filter(|path| path.is_dir()).unwrap_or(output.published()).to_owned();
    let former = export::Former::read(Box::new(move |path| {
        Some(Box::new(File::open(published.join(path)).ok()?) as Box<dyn Read>)
    }));
    let datasets = export::datasets_since(site, &Arc::new(former));
    let bundle = mieruka::build(site, &datasets, theme, &index, &stamp);
    clock.lap("組み立て");
    let done = put(output.stage(&bundle)?, inputs.as_ref().map(|inputs| &inputs.all), flags)?;
    clock.lap("生成と書き出し");
    if !flags.dry_run {
        index.learned().iter().for_each(|cuts| output.remember(cuts));
    }
    Ok(done)
}

/// Publishes what is made, with the archive of what changed, if they are wanted.
fn put(staged: Staged<'_>, made_from: Option<&Digest>, flags: &BuildFlags) -> Result<Done, Error> {
    let earlier = flags.against.as_deref().map(against::files).transpose()?;
    let since = earlier.map_or_else(|| staged.changes().clone(), |earlier| staged.since(&earlier));
    if flags.dry_run {
        return Ok(Done { now: staged.changes().clone(), since });
    }
    let wanted = flags.changes.as_deref().filter(|_| !since.is_nothing());
    let parcel = wanted.map(|to| staged.pack(&since, to)).transpose()?;
    let now = staged.put(made_from)?;
    parcel.map_or(Ok(()), Parcel::put)?;
    Ok(Done { now, since })
}
