//! What was typed becomes what is done: reads the outside (folders, clock, environment), runs the stages, tells what came of
//! it. Exit codes: 0 done, 1 the content has errors, 2 the outside failed. No rule of the domain lives here.

mod against;
mod begin;
mod exchange;
mod flags;
mod inputs;
mod preview;
mod report;
mod schemas;
mod seeds;
mod usage;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use jiff::Timestamp;
use jiff::tz::Offset;
use mieruka::bundle::Stamp;
use mieruka::diagnostic::{Diagnostics, Severity};
use mieruka::model::{Date, Site};
use mieruka::publish::Changes;
use mieruka::render::{Theme, ThemeError};
use mieruka::search::{self, Tokenizer};
use mieruka::source::{self, Sources};
use mieruka::{check, export, load, publish, serve};

use flags::{BuildFlags, CheckFlags, Command, Flags, InitFlags, Place, ReportFormat};
use inputs::Inputs;
use report::{Clock, complain, say};

/// Runs the program with these arguments.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let flags = match Flags::try_parse_from(arguments) {
        Ok(flags) => flags,
        Err(error) => return usage::tell(&error),
    };
    let done = match flags.command {
        None => build(&flags.build),
        Some(Command::Build(flags)) => build(&flags),
        Some(Command::Check(flags)) => check(&flags),
        Some(Command::Serve(flags)) => preview::serve(&flags),
        Some(Command::Init(flags)) => init(&flags),
        Some(Command::New(flags)) => begin::new(&flags),
        Some(Command::Schema(flags)) => schemas::write(&flags),
        Some(Command::Form(flags)) => exchange::form(&flags),
        Some(Command::Import(flags)) => exchange::import(&flags),
    };
    match done {
        Ok(Verdict::Done) => ExitCode::SUCCESS,
        Ok(Verdict::Faulty) => ExitCode::from(1),
        Err(error) => {
            complain(&format!("エラー: {error}"));
            ExitCode::from(2)
        }
    }
}

/// What the content is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Done,
    Faulty,
}

/// The outside failed.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error(transparent)]
    Source(#[from] source::Error),
    #[error(transparent)]
    Theme(#[from] ThemeError),
    #[error(transparent)]
    Tokenizer(#[from] search::Error),
    #[error(transparent)]
    Against(#[from] against::Error),
    #[error(transparent)]
    Publish(#[from] publish::Error),
    #[error(transparent)]
    New(#[from] mieruka::new::Refusal),
    #[error(transparent)]
    Serve(#[from] serve::Error),
    #[error(transparent)]
    Exchange(#[from] exchange::Error),
}

/// The content as read and examined, as editors see it.
struct Reading {
    sources: Sources,
    site: Site,
    findings: Diagnostics,
}

fn read(place: &Place, today: Date, clock: &mut Clock) -> Result<Reading, Error> {
    let sources = source::read(&place.content)?;
    clock.lap("読み込み");
    let (site, mut findings) = load::load(&sources);
    let site = site.on(today);
    clock.lap("解釈");
    findings.extend(check::check(&site));
    if !site.profile.theme.is_empty() {
        findings.extend(open_theme(place)?.check(&site));
    }
    clock.lap("点検");
    Ok(Reading { sources, site, findings: findings.sorted() })
}

fn build(flags: &BuildFlags) -> Result<Verdict, Error> {
    let mut clock = Clock::start();
    publish::check_apart(&flags.out, &flags.place.content)?;
    let today = today(flags.today);
    let Reading { sources, site, findings } = read(&flags.place, today, &mut clock)?;
    report::findings(&findings, &sources);
    if findings.has_errors() {
        let counts = report::counts(&findings);
        complain(&format!("{counts}。{} は前のままです({})", flags.out.display(), clock.total()));
        return Ok(Verdict::Faulty);
    }
    let read = sources.len();
    let records = site.records().filter(|record| record.release().is_open()).count();
    let kept_back = report::kept_back(&site);
    schemas::refresh(&site, &flags.place.content)?;
    let theme = open_theme(&flags.place)?;
    let inputs = inputs::digest(&sources, &theme, &site, today);
    drop(sources);
    clock.lap("準備");
    let unchanged = inputs.as_ref().and_then(|inputs| publish::unchanged(&flags.out, &inputs.all));
    let changes = unchanged.map_or_else(|| make(site.published(), &theme, flags, inputs, &mut clock), Ok)?;
    report::published(&changes, &flags.out, &clock);
    kept_back.iter().for_each(|line| say(line));
    if findings.count(Severity::Warning) > 0 {
        say(&report::counts(&findings));
    }
    if flags.timings {
        say(&clock.table(read, records, changes.files));
    }
    Ok(Verdict::Done)
}

/// Makes and publishes the whole site.
fn make(
    site: Site,
    theme: &Theme,
    flags: &BuildFlags,
    inputs: Option<Inputs>,
    clock: &mut Clock,
) -> Result<Changes, Error> {
    let (mut tokenizer, stamp) = (Tokenizer::open()?, stamp());
    if let Some(inputs) = &inputs {
        tokenizer = tokenizer.recalling(&publish::recall(&flags.out).unwrap_or_default(), inputs.program);
    }
    let datasets = export::datasets(&site);
    let bundle = mieruka::build(&site, &datasets, theme, &tokenizer, &stamp);
    clock.lap("組み立て");
    let changes = match &inputs {
        Some(inputs) => publish::publish_sealed(&bundle, &flags.out, &inputs.all)?,
        None => publish::publish(&bundle, &flags.out)?,
    };
    clock.lap("生成と書き出し");
    tokenizer.learned().iter().for_each(|cuts| publish::remember(&flags.out, cuts));
    Ok(changes)
}

fn check(flags: &CheckFlags) -> Result<Verdict, Error> {
    let mut clock = Clock::start();
    let today = today(flags.today);
    let place = Place { content: flags.content.clone(), theme: None };
    let Reading { sources, site, mut findings } = read(&place, today, &mut clock)?;
    let mut compared = String::new();
    if let Some(earlier) = flags.against.as_ref().filter(|_| !findings.has_errors()) {
        let against = against::compare(earlier, &site, today)?;
        findings.extend(against.findings);
        findings = findings.sorted();
        let values =
            if against.has_values { "" } else { "(値の控え digests.json がないので、アドレスだけ)" };
        compared = format!("前の公開 {} ファイルと比べました{values}。", report::grouped(against.files as u64));
    } else if flags.against.is_some() {
        compared = "エラーが直るまで、前の公開とは比べません。".to_owned();
    }
    match flags.format {
        ReportFormat::Json if flags.waiting => say(&report::waiting_json(&site, &findings, &sources)),
        ReportFormat::Json => say(&mieruka::diagnostic::json::report(&findings, &sources)),
        ReportFormat::Text => {
            report::findings(&findings, &sources);
            if flags.waiting {
                say(&report::waiting(&site, &sources));
            }
            let records = report::grouped(site.records().count() as u64);
            let accepted: usize = site.records().map(|record| record.accepted().len()).sum();
            let accepted = if accepted == 0 { String::new() } else { format!("、確認済み {accepted}件") };
            say(&format!(
                "{compared}記録 {records}件を点検: {}{accepted}({})",
                report::counts(&findings),
                clock.total()
            ));
        }
    }
    Ok(if findings.has_errors() { Verdict::Faulty } else { Verdict::Done })
}

fn init(flags: &InitFlags) -> Result<Verdict, Error> {
    let changes = publish::plant(&seeds::files(), &flags.folder)?;
    schemas::seed(&flags.folder.join("content"))?;
    let folder = flags.folder.display();
    say(&format!("{folder} に {}個のファイルを置きました。次のようにすると見られます:", changes.files));
    say(&format!("  cd {folder}\n  mieruka"));
    say("書き方は content/README.md にあります");
    Ok(Verdict::Done)
}

/// The theme that was asked for, or `themes/default` beside the content, or the one inside the program.
fn open_theme(place: &Place) -> Result<Theme, Error> {
    Ok(Theme::open(theme_folder(place).as_deref())?)
}

fn theme_folder(place: &Place) -> Option<PathBuf> {
    let beside = || place.content.parent().map(|parent| parent.join("themes/default")).filter(|dir| dir.is_dir());
    place.theme.clone().or_else(beside)
}

/// The day that was asked for, or the present one in Japan, wherever the machine stands.
fn today(asked: Option<Date>) -> Date {
    const JAPAN: Offset = Offset::constant(9);
    asked.unwrap_or_else(|| {
        let today = JAPAN.to_datetime(Timestamp::now()).date();
        Date { year: today.year(), month: today.month(), day: Some(today.day()) }
    })
}

fn stamp() -> Stamp {
    Stamp { generator: format!("mieruka {}", env!("CARGO_PKG_VERSION")) }
}
