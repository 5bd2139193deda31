//! The command line: reads arguments, folders, clock and environment, runs the stages and prints the results. Exit codes:
//! 0 done, 1 the content has errors, 2 reading or writing failed. It contains no rules of the domain.

mod against;
mod approve;
mod ask;
mod astray;
mod blank;
mod build;
mod check;
mod clock;
mod columns;
mod corpus;
mod examined;
mod flags;
mod form;
mod form_all;
mod import;
mod import_table;
mod init;
mod inputs;
mod interrupt;
mod new;
mod own;
mod questions;
mod report;
mod roman;
mod schema;
mod seeds;
mod serve;
mod shells;
mod terminal;
mod usage;
mod window;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use clap::Parser;
use jiff::Timestamp;
use jiff::tz::Offset;
use mieruka::bundle::Stamp;
use mieruka::diagnostic::Diagnostics;
use mieruka::model::{Date, Site};
use mieruka::render::{Theme, ThemeError};
use mieruka::source::{self, Sources};
use mieruka::{load, publish, search};

use clock::Clock;
use flags::{Command, Flags, Folders};
use terminal::{complain, print};

/// The licences of all parts of the program, gathered when it is built.
const LICENCES: &str = include_str!(concat!(env!("OUT_DIR"), "/licences.txt"));

/// Runs the program with these arguments.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let arguments = usage::arguments(arguments);
    let done = Flags::try_parse_from(&arguments).map_or_else(|error| usage::answer(&error, &arguments), carry_out);
    let done = done.and_then(|verdict| terminal::unsaid().map_or(Ok(verdict), |error| Err(Error::Output(error))));
    done.as_ref().err().iter().for_each(|error| complain(&format!("エラー: {error}")));
    window::keep_open(&arguments, matches!(done, Err(Error::Astray(_))));
    match done {
        Ok(Verdict::Done) => ExitCode::SUCCESS,
        Ok(Verdict::Faulty) => ExitCode::from(1),
        Ok(Verdict::Refused) | Err(_) => ExitCode::from(2),
    }
}

fn carry_out(flags: Flags) -> Result<Verdict, Error> {
    if flags.is_quiet() {
        terminal::hush();
    }
    match flags.command {
        None => build::build(&flags.build),
        Some(Command::Build(flags)) => build::build(&flags),
        Some(Command::Check(flags)) => check::check(&flags),
        Some(Command::Serve(flags)) => serve::serve(&flags),
        Some(Command::Init(flags)) => init::init(&flags),
        Some(Command::New(flags)) => new::new(&flags),
        Some(Command::Schema(flags)) => schema::write(&flags),
        Some(Command::Form(flags)) => form::form(&flags),
        Some(Command::Import(flags)) => import::import(&flags),
        Some(Command::Approve(flags)) => approve::approve(&flags),
        Some(Command::Corpus(flags)) => corpus::corpus(&flags),
        Some(Command::Licences) => Ok(printed(LICENCES)),
        Some(Command::Completions(flags)) => Ok(printed(&shells::completions(flags.shell))),
        Some(Command::Manual) => Ok(printed(&shells::manual())),
    }
}

fn printed(text: &str) -> Verdict {
    print(text.trim_end());
    Verdict::Done
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Done,
    Faulty,
    /// Nothing was done, and why has been told.
    Refused,
}

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("{0}\n使い方は {1} --help で確認できます")]
    Usage(String, String),
    #[error(
        "このパソコンの時計が、西暦9999年までの日付を指していません。時計を合わせるか、--today 2026-04-01 のように日付を指定してください"
    )]
    NoDay,
    #[error("結果を最後まで表示できませんでした: {}", mieruka::outside::reason(.0))]
    Output(&'static std::io::Error),
    #[error(transparent)]
    Astray(#[from] astray::Error),
    #[error(transparent)]
    Source(#[from] source::Error),
    #[error(transparent)]
    Theme(#[from] ThemeError),
    #[error(transparent)]
    Tokenizer(#[from] search::Error),
    #[error(transparent)]
    Questions(#[from] questions::Unreadable),
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
    #[error(transparent)]
    Unwritable(#[from] mieruka::import::Unwritable),
    #[error(transparent)]
    Approve(#[from] approve::Error),
}

/// The content with its findings, including what is not published.
struct Reading {
    sources: Sources,
    site: Site,
    findings: Diagnostics,
}

fn read(folders: &Folders, today: Date, clock: &mut Clock) -> Result<Reading, Error> {
    clock.begin("読み込み");
    examine(astray::read(&folders.content)?, folders, today, clock)
}

/// Reads the records in the sources, and applies every rule.
fn examine(sources: Sources, folders: &Folders, today: Date, clock: &mut Clock) -> Result<Reading, Error> {
    clock.begin("記録の解釈");
    let (site, mut findings) = load::load(&sources);
    let site = site.on(today);
    clock.begin("点検");
    findings.extend(mieruka::examine(&site));
    if !site.profile.theme.is_empty() {
        findings.extend(open_theme(folders)?.check(&site));
    }
    let findings = findings.sorted();
    clock.end();
    Ok(Reading { sources, site, findings })
}

/// The bytes of those files of the content that exist, by their paths.
fn originals(content: &Path, paths: impl Iterator<Item = String>) -> Result<BTreeMap<String, Vec<u8>>, Error> {
    let mut originals = BTreeMap::new();
    for path in paths {
        if let Some(bytes) = source::bytes(&content.join(&path), source::MAX_BYTES)? {
            originals.insert(path, bytes);
        }
    }
    Ok(originals)
}

/// The given theme, or `themes/default` beside the content, or the one inside the program.
fn open_theme(folders: &Folders) -> Result<Theme, Error> {
    Ok(Theme::open(theme_folder(folders).as_deref())?)
}

fn theme_folder(folders: &Folders) -> Option<PathBuf> {
    let beside = || folders.content.parent().map(|parent| parent.join("themes/default")).filter(|dir| dir.is_dir());
    folders.theme.clone().or_else(beside)
}

/// The given day, or today in Japan, whatever the time zone of the machine.
fn today(given: Option<Date>) -> Result<Date, Error> {
    const JAPAN: Offset = Offset::constant(9);
    if let Some(day) = given {
        return Ok(day);
    }
    let now = Timestamp::try_from(SystemTime::now()).map_err(|_| Error::NoDay)?;
    let today = JAPAN.to_datetime(now).date();
    Ok(Date { year: today.year(), month: today.month(), day: Some(today.day()) })
}

fn stamp() -> Stamp {
    Stamp { generator: format!("mieruka {}", env!("CARGO_PKG_VERSION")) }
}
