//! The command line: reads arguments, folders, clock and environment, runs the stages and prints the results. Exit codes:
//! 0 done, 1 the content has errors, 2 reading or writing failed. It contains no rules of the domain.

mod against;
mod approve;
mod ask;
mod build;
mod check;
mod flags;
mod form;
mod form_all;
mod import;
mod import_table;
mod init;
mod inputs;
mod interrupt;
mod new;
mod report;
mod schema;
mod seeds;
mod serve;
mod usage;

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

use flags::{Command, Flags, Folders};
use report::{Clock, complain, say};

/// The licences of all parts of the program, gathered when it is built.
const LICENCES: &str = include_str!(concat!(env!("OUT_DIR"), "/licences.txt"));

/// Runs the program with these arguments.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let done = Flags::try_parse_from(arguments).map_or_else(|error| usage::answer(&error), carry_out);
    match done.and_then(|verdict| report::unsaid().map_or(Ok(verdict), |error| Err(Error::Output(error)))) {
        Ok(Verdict::Done) => ExitCode::SUCCESS,
        Ok(Verdict::Faulty) => ExitCode::from(1),
        Ok(Verdict::Refused) => ExitCode::from(2),
        Err(error) => {
            complain(&format!("エラー: {error}"));
            if let Error::Source(source::Error::NoFolder(_)) = error {
                complain(no_folder());
            }
            ExitCode::from(2)
        }
    }
}

fn carry_out(flags: Flags) -> Result<Verdict, Error> {
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
        Some(Command::Licences) => {
            say(LICENCES.trim_end());
            Ok(Verdict::Done)
        }
    }
}

/// The remedy where the folder of the content is not found.
fn no_folder() -> &'static str {
    if Path::new("site.yaml").is_file() {
        return "直し方: 今のフォルダーが記録のフォルダーのようです。1つ上のフォルダーで実行するか、`--content .` を付けてください";
    }
    "直し方: 記録のフォルダー(content)がある場所で実行するか、`--content` で場所を指定してください。新しく始めるときは `mieruka init <フォルダー>` です"
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
    #[error("{0}\n使い方は mieruka --help で確認できます")]
    Usage(String),
    #[error(
        "このパソコンの時計が、西暦9999年までの日付を指していません。時計を合わせるか、--today 2026-04-01 のように日付を指定してください"
    )]
    NoDay,
    #[error("結果を最後まで表示できませんでした: {}", mieruka::outside::reason(.0))]
    Output(&'static std::io::Error),
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
    let sources = source::read(&folders.content)?;
    clock.lap("読み込み");
    let (site, mut findings) = load::load(&sources);
    let site = site.on(today);
    clock.lap("記録の解釈");
    findings.extend(mieruka::examine(&site));
    if !site.profile.theme.is_empty() {
        findings.extend(open_theme(folders)?.check(&site));
    }
    clock.lap("点検");
    Ok(Reading { sources, site, findings: findings.sorted() })
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
