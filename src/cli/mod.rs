//! What was typed becomes what is done: reads the outside (folders, clock, environment), runs the stages, tells what came of
//! it. Exit codes: 0 done, 1 the content has errors, 2 the outside failed. No rule of the domain lives here.

mod against;
mod build;
mod check;
mod flags;
mod form;
mod import;
mod init;
mod inputs;
mod new;
mod report;
mod schema;
mod seeds;
mod serve;
mod usage;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use jiff::Timestamp;
use jiff::tz::Offset;
use mieruka::bundle::Stamp;
use mieruka::diagnostic::Diagnostics;
use mieruka::model::{Date, Site};
use mieruka::render::{Theme, ThemeError};
use mieruka::source::{self, Sources};
use mieruka::{load, publish, search};

use flags::{Command, Flags, Place};
use report::{Clock, complain};

/// Runs the program with these arguments.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let flags = match Flags::try_parse_from(arguments) {
        Ok(flags) => flags,
        Err(error) => return usage::tell(&error),
    };
    let done = match flags.command {
        None => build::build(&flags.build),
        Some(Command::Build(flags)) => build::build(&flags),
        Some(Command::Check(flags)) => check::check(&flags),
        Some(Command::Serve(flags)) => serve::serve(&flags),
        Some(Command::Init(flags)) => init::init(&flags),
        Some(Command::New(flags)) => new::new(&flags),
        Some(Command::Schema(flags)) => schema::write(&flags),
        Some(Command::Form(flags)) => form::form(&flags),
        Some(Command::Import(flags)) => import::import(&flags),
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
    Serve(#[from] mieruka::serve::Error),
    #[error(transparent)]
    Form(#[from] form::Error),
    #[error(transparent)]
    Import(#[from] import::Error),
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
    findings.extend(mieruka::examine(&site));
    if !site.profile.theme.is_empty() {
        findings.extend(open_theme(place)?.check(&site));
    }
    clock.lap("点検");
    Ok(Reading { sources, site, findings: findings.sorted() })
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
