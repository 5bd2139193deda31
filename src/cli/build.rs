//! `build`: publishes the content to a folder, or prints the findings that prevent it.

use std::fs::File;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use mieruka::diagnostic::{Diagnostics, Severity, json};
use mieruka::model::Site;
use mieruka::publish::{Changes, Output, Patience};
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
    schema::refresh(&site, &flags.folders.content)?;
    let theme = open_theme(&flags.folders)?;
    let inputs = inputs::digest(&sources, &theme, &site, today);
    let (output, done) = open(flags)?;
    let unchanged = inputs.as_ref().and_then(|inputs| output.unchanged(&inputs.all));
    let public = unchanged.is_none().then(|| site.clone().published());
    if let Some(public) = public.as_ref().filter(|_| !flags.no_compare) {
        clock.begin("前回の公開との比較");
        let changed = against::changed_values(&flags.out, (&site, public), today).as_warnings();
        tell_changed(&changed, &sources, flags.telling);
        findings.extend(changed);
    }
    let told = flags.telling.json(&findings, &sources);
    drop((site, sources));
    let changes = match (unchanged, &public) {
        (None, Some(public)) => make((public, &theme), (&output, &done), inputs, &mut clock)?,
        (nothing, _) => nothing.unwrap_or_default(),
    };
    clock.end();
    report::published(&changes, &flags.out, &clock);
    kept_back.iter().for_each(|line| say(line));
    if warnings > 0 {
        say(&counts);
    }
    if flags.timings {
        say(&clock.table(read, records, changes.files));
    }
    if let Some(mut told) = told {
        told["build"] = report::published_json(&changes, &flags.out);
        print(&json::text(&told));
    }
    Ok(Verdict::Done)
}

/// Waits for the folder that is published to, and counts what is made for it.
fn open(flags: &BuildFlags) -> Result<(Output, Arc<AtomicUsize>), Error> {
    let notice = || complain("ほかの mieruka の書き出しが終わるのを待っています");
    let patience = Patience { notice: &notice, stop: interrupt::watched(), ..Patience::default() };
    let done = Arc::clone(&patience.done);
    Ok((Output::open(&flags.out, patience)?, done))
}

/// Prints the values that change without a correction.
fn tell_changed(changed: &Diagnostics, sources: &Sources, telling: Telling) {
    report::told(&changed.clone().sorted(), sources, telling);
    if !changed.is_empty() {
        let count = changed.iter().len();
        say(&format!("前回の公開から、訂正なしに変わる値が {count}か所あります(このまま書き出します)"));
    }
}

/// Makes and publishes the whole site.
fn make(
    (site, theme): (&Site, &Theme),
    (output, done): (&Output, &Arc<AtomicUsize>),
    inputs: Option<Inputs>,
    clock: &mut Clock,
) -> Result<Changes, Error> {
    clock.begin("組み立て");
    let (tokenizer, stamp) = (Tokenizer::open()?, stamp());
    let recall = |inputs: &Inputs| Memory::read(&output.recall().unwrap_or_default(), inputs.program);
    let index = Index::of(site, &tokenizer, inputs.as_ref().map(recall).unwrap_or_default());
    let published = output.published().to_owned();
    let former = export::Former::read(Box::new(move |path| {
        Some(Box::new(File::open(published.join(path)).ok()?) as Box<dyn Read>)
    }));
    let datasets = export::datasets_since(site, &Arc::new(former));
    let bundle = mieruka::build(site, &datasets, theme, &index, &stamp);
    clock.begin_counting("生成と書き出し", bundle.iter().count(), done);
    let changes = output.publish(&bundle, inputs.as_ref().map(|inputs| &inputs.all))?;
    clock.end();
    index.learned().iter().for_each(|cuts| output.remember(cuts));
    Ok(changes)
}
