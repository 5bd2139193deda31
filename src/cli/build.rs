//! `build`: publishes the content to a folder, or prints the findings that prevent it.

use mieruka::diagnostic::{Diagnostics, Severity};
use mieruka::model::Site;
use mieruka::publish::{Changes, Output, Patience};
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
    schema::refresh(&site, &flags.folders.content)?;
    let theme = open_theme(&flags.folders)?;
    let inputs = inputs::digest(&sources, &theme, &site, today);
    clock.lap("準備");
    let notice = || complain("ほかの mieruka の書き出しが終わるのを待っています");
    let stop = interrupt::watched();
    let output = Output::open(&flags.out, Patience { notice: &notice, stop, ..Patience::default() })?;
    let changes = match inputs.as_ref().and_then(|inputs| output.unchanged(&inputs.all)) {
        Some(nothing) => nothing,
        None => {
            let public = site.clone().published();
            if !flags.no_compare {
                let changed = against::changed_values(&flags.out, (&site, &public), today);
                tell_changed(&changed.as_warnings().sorted(), &sources, wanted);
                clock.lap("前回の公開との比較");
            }
            drop((site, sources));
            make(&public, &theme, &output, inputs, &mut clock)?
        }
    };
    if wanted != Wanted::Quiet {
        report::published(&changes, &flags.out, &clock);
    }
    kept_back.iter().for_each(|line| wanted.say(line));
    if findings.count(Severity::Warning) > 0 {
        wanted.say(&report::counts(&findings));
    }
    if flags.timings {
        say(&clock.table(read, records, changes.files));
    }
    Ok(Verdict::Done)
}

/// Prints the values that change without a correction.
fn tell_changed(changed: &Diagnostics, sources: &Sources, wanted: Wanted) {
    report::findings(&wanted.of(changed), sources);
    if !changed.is_empty() {
        let count = changed.iter().len();
        wanted.say(&format!("前回の公開から、訂正なしに変わる値が {count}か所あります(このまま書き出します)"));
    }
}

/// Makes and publishes the whole site.
fn make(
    site: &Site,
    theme: &Theme,
    output: &Output,
    inputs: Option<Inputs>,
    clock: &mut Clock,
) -> Result<Changes, Error> {
    let (tokenizer, stamp) = (Tokenizer::open()?, stamp());
    let recall = |inputs: &Inputs| Memory::read(&output.recall().unwrap_or_default(), inputs.program);
    let index = Index::of(site, &tokenizer, inputs.as_ref().map(recall).unwrap_or_default());
    let datasets = export::datasets_since(site, &against::former(output.published()));
    let bundle = mieruka::build(site, &datasets, theme, &index, &stamp);
    clock.lap("組み立て");
    let changes = output.publish(&bundle, inputs.as_ref().map(|inputs| &inputs.all))?;
    clock.lap("生成と書き出し");
    index.learned().iter().for_each(|cuts| output.remember(cuts));
    Ok(changes)
}
