//! `build`: publishes the content to a folder, or prints the findings that prevent it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use mieruka::diagnostic::{Diagnostics, json};
use mieruka::digest::Digest;
use mieruka::model::{Date, Site};
use mieruka::parallel::both;
use mieruka::publish::{Changes, Output, Parcel, Patience, Staged};
use mieruka::render::Theme;
use mieruka::search::{Index, Tokenizer};
use mieruka::source::Sources;
use mieruka::{export, publish, search};
use serde_json::Value;

use super::clock::Clock;
use super::examined::{Examined, MadeOf};
use super::flags::{BuildFlags, Telling};
use super::inputs::{self, Inputs};
use super::interrupt;
use super::report;
use super::terminal::{complain, print, say};
use super::{Error, Reading, Verdict, against, astray, examine, open_theme, schema, stamp, today};

/// Builds the site, if the content has no errors and something has changed.
pub(super) fn build(flags: &BuildFlags) -> Result<Verdict, Error> {
    let mut clock = Clock::start();
    publish::check_apart(&flags.out, &flags.folders.content)?;
    if let Some(parcel) = &flags.changes {
        Parcel::check(parcel, &flags.out)?;
    }
    let today = today(flags.today)?;
    clock.begin("読み込み");
    let (sources, theme) = both(|| astray::read(&flags.folders.content), || open_theme(&flags.folders));
    let sources = sources?;
    let inputs = theme.as_ref().ok().and_then(|theme| inputs::digest(&sources, theme, (&flags.folders.content, today)));
    if let Some((changes, examined)) = unchanged(flags, inputs.as_ref())? {
        clock.end();
        examined.tell(flags.telling);
        sum_up(flags, &Done::of(changes), (&examined, examined.json(flags.telling), sources.len()), &clock);
        return Ok(Verdict::Done);
    }
    let Reading { sources, site, findings } = examine(sources, &flags.folders, today, &mut clock)?;
    if findings.has_errors() {
        report::told(&findings, &sources, flags.telling);
        flags.telling.json(&findings, &sources).iter().for_each(|told| print(&json::text(told)));
        let counts = report::counts(&findings);
        complain(&format!("{counts}。{} は更新していません({})", flags.out.display(), clock.total()));
        return Ok(Verdict::Faulty);
    }
    clock.begin("準備");
    if !flags.dry_run {
        schema::refresh(&site, &flags.folders.content)?;
    }
    let theme = theme?;
    let made_of = inputs.map(|inputs| MadeOf { printed: inputs.printed, site: inputs.of(&site) });
    let examined = Examined::new(made_of, &site, &findings, &sources);
    examined.tell(flags.telling);
    let (output, made) = open(flags)?;
    let unchanged = examined.made_from().filter(|_| flags.against.is_none()).and_then(|of| output.unchanged(of));
    let public = unchanged.is_none().then(|| site.clone().published());
    let mut all = findings;
    if let Some(public) = public.as_ref().filter(|_| !flags.no_compare) {
        clock.begin("前回の公開との比較");
        all.extend(compared((&site, public), &sources, flags, today));
    }
    let (told, read) = (flags.telling.json(&all, &sources), sources.len());
    drop((site, sources));
    let done = match (unchanged, &public) {
        (None, Some(public)) => make((public, &theme), (&output, &made), (&examined, flags), &mut clock)?,
        (nothing, _) => Done::of(nothing.unwrap_or_default()),
    };
    clock.end();
    examined.bytes().iter().filter(|_| !flags.dry_run).for_each(|bytes| output.remember(bytes));
    sum_up(flags, &done, (&examined, told, read), &clock);
    Ok(Verdict::Done)
}

/// What the last build to the folder said, if this one would say the same and change nothing.
fn unchanged(flags: &BuildFlags, inputs: Option<&Inputs>) -> Result<Option<(Changes, Examined)>, Error> {
    let kept = inputs.filter(|_| flags.against.is_none());
    let Some(examined) = kept.and_then(|inputs| Examined::recalled(&flags.out, &inputs.printed)) else {
        return Ok(None);
    };
    let (output, _) = open(flags)?;
    let changes = examined.made_from().and_then(|of| output.unchanged(of));
    Ok(changes.map(|changes| (changes, examined)))
}

/// Prints what a build changed, and how its content is.
fn sum_up(flags: &BuildFlags, done: &Done, (examined, told, read): (&Examined, Option<Value>, usize), clock: &Clock) {
    tell(done, flags, clock);
    examined.sum_up();
    if flags.timings {
        say(&clock.table(read, examined.records, done.now.files));
    }
    if let Some(mut told) = told {
        told["build"] = report::published_json(&done.since, &flags.out);
        print(&json::text(&told));
    }
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
    (examined, flags): (&Examined, &BuildFlags),
    clock: &mut Clock,
) -> Result<Done, Error> {
    clock.begin("組み立て");
    let (tokenizer, stamp) = (Tokenizer::open()?, stamp());
    let before = flags.against.as_deref().filter(|path| path.is_dir()).unwrap_or(output.published());
    let datasets = export::datasets_since(site, &against::former(before));
    let index = Index::after(site, &tokenizer, search::Former::new(against::opener(before)));
    let bundle = mieruka::build(site, &datasets, theme, &index, &stamp);
    clock.begin_counting("生成と書き出し", bundle.early().len(), made);
    let done = put(output.stage(&bundle, &mieruka::first(&datasets))?, examined.made_from(), flags)?;
    clock.end();
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
