//! `build`: publishes the content to a folder, or prints the findings that prevent it.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use mieruka::diagnostic::{Diagnostics, Severity, json};
use mieruka::digest::Digest;
use mieruka::model::{Date, Site};
use mieruka::publish::{Changes, Output, Parcel, Patience, Staged};
use mieruka::render::Theme;
use mieruka::search::{Index, Memory, Tokenizer};
use mieruka::source::Sources;
use mieruka::{export, publish};

use super::clock::Clock;
use super::flags::{BuildFlags, Telling};
use super::inputs::{self, Inputs};
use super::interrupt;
use super::report;
use super::terminal::{complain, print, say};
use super::{Error, Reading, Verdict, against, open_theme, read, schema, stamp, today};

/// Builds the site, if the content has no errors and something has changed.
pub(super) fn build(flags: &BuildFlags) -> Result<Verdict, Error> {
    let mut clock = Clock::start();
    publish::check_apart(&flags.out, &flags.folders.content)?;
    if let Some(parcel) = &flags.changes {
        Parcel::check(parcel, &flags.out)?;
    }
    let today = today(flags.today)?;
    let Reading { sources, site, mut findings } = read(&flags.folders, today, &mut clock)?;
    report::told(&findings, &sources, flags.telling);
    let (counts, warnings) = (report::counts(&findings), findings.count(Severity::Warning));
    if findings.has_errors() {
        flags.telling.json(&findings, &sources).iter().for_each(|told| print(&json::text(told)));
        complain(&format!("{counts}。{} は更新していません({})", flags.out.display(), clock.total()));
        return Ok(Verdict::Faulty);
    }
    clock.begin("準備");
    let read = sources.len();
    let records = site.records().filter(|record| record.release().is_open()).count();
    let kept_back = report::kept_back(&site);
    if !flags.dry_run {
        schema::refresh(&site, &flags.folders.content)?;
    }
    let theme = open_theme(&flags.folders)?;
    let inputs = inputs::digest(&sources, &theme, &site, today);
    let (output, made) = open(flags)?;
    let unchanged =
        inputs.as_ref().filter(|_| flags.against.is_none()).and_then(|inputs| output.unchanged(&inputs.all));
    let public = unchanged.is_none().then(|| site.clone().published());
    if let Some(public) = public.as_ref().filter(|_| !flags.no_compare) {
        clock.begin("前回の公開との比較");
        findings.extend(compared((&site, public), &sources, flags, today));
    }
    let told = flags.telling.json(&findings, &sources);
    drop((site, sources));
    let done = match (unchanged, &public) {
        (None, Some(public)) => make((public, &theme), (&output, &made), (inputs, flags), &mut clock)?,
        (nothing, _) => Done::of(nothing.unwrap_or_default()),
    };
    clock.end();
    tell(&done, flags, &clock);
    kept_back.iter().for_each(|line| say(line));
    if warnings > 0 {
        say(&counts);
    }
    if flags.timings {
        say(&clock.table(read, records, done.now.files));
    }
    if let Some(mut told) = told {
        told["build"] = report::published_json(&done.since, &flags.out);
        print(&json::text(&told));
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

impl Done {
    fn of(now: Changes) -> Self {
        Self { since: now.clone(), now }
    }
}

/// Waits for the folder that is published to, and counts what is made for it.
fn open(flags: &BuildFlags) -> Result<(Output, Arc<AtomicUsize>), Error> {
    let notice = || complain("ほかの mieruka の書き出しが終わるのを待っています");
    let patience = Patience { notice: &notice, stop: interrupt::watched(), ..Patience::default() };
    let done = Arc::clone(&patience.done);
    Ok((Output::open(&place(flags), patience)?, done))
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

/// The values that change without a correction; they are printed.
fn compared(sites: (&Site, &Site), sources: &Sources, flags: &BuildFlags, today: Date) -> Diagnostics {
    let before = flags.against.as_ref().unwrap_or(&flags.out);
    let changed = against::changed_values(before, sites, today).as_warnings();
    tell_changed(&changed, sources, flags.telling);
    changed
}

/// Prints the values that change without a correction.
fn tell_changed(changed: &Diagnostics, sources: &Sources, telling: Telling) {
    report::told(&changed.clone().sorted(), sources, telling);
    if !changed.is_empty() {
        let count = changed.iter().len();
        say(&format!("前回の公開から、訂正なしに変わる値が {count}か所あります(このまま書き出します)"));
    }
}

/// Makes and publishes the whole site; in a dry run it is only made.
fn make(
    (site, theme): (&Site, &Theme),
    (output, made): (&Output, &Arc<AtomicUsize>),
    (inputs, flags): (Option<Inputs>, &BuildFlags),
    clock: &mut Clock,
) -> Result<Done, Error> {
    clock.begin("組み立て");
    let (tokenizer, stamp) = (Tokenizer::open()?, stamp());
    let recall = |inputs: &Inputs| Memory::read(&output.recall().unwrap_or_default(), inputs.program);
    let index = Index::of(site, &tokenizer, inputs.as_ref().map(recall).unwrap_or_default());
    let published = flags.against.as_deref().filter(|path| path.is_dir()).unwrap_or(output.published()).to_owned();
    let former = export::Former::read(Box::new(move |path| {
        Some(Box::new(File::open(published.join(path)).ok()?) as Box<dyn Read>)
    }));
    let datasets = export::datasets_since(site, &Arc::new(former));
    let bundle = mieruka::build(site, &datasets, theme, &index, &stamp);
    clock.begin_counting("生成と書き出し", bundle.iter().count(), made);
    let done = put(output.stage(&bundle)?, inputs.as_ref().map(|inputs| &inputs.all), flags)?;
    clock.end();
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
