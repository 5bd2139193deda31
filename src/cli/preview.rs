//! `serve`: the same stages as `build`, shown instead of written, again after every save.

use std::net::SocketAddr;
use std::process::{Command, Stdio};

use mieruka::diagnostic::{Severity, terminal};
use mieruka::search::Tokenizer;
use mieruka::serve::{self, Stage};
use mieruka::{export, source};

use super::flags::{Place, ServeFlags};
use super::report::{self, Clock, complain, say};
use super::{Error, Reading, Verdict, open_theme, read, stamp, theme_folder, today};

/// Where the preview waits when nothing else is asked for.
const PORT: u16 = 4649;

/// Serves until the process is ended.
pub(super) fn serve(flags: &ServeFlags) -> Result<Verdict, Error> {
    let place = flags.place.clone();
    if !place.content.is_dir() {
        return Err(source::Error::NoFolder(place.content).into());
    }
    let watched: Vec<_> = [Some(place.content.clone()), theme_folder(&place)].into_iter().flatten().collect();
    let edit = move |stage: &Stage| {
        if let Err(error) = edit(&place, stage) {
            complain(&format!("エラー: {error}"));
            stage.refuse(format!("エラー: {error}"));
        }
    };
    let open = flags.open;
    serve::serve(flags.port.unwrap_or_else(|| free_port(PORT)), &watched, edit, |address| welcome(address, open))?;
    Ok(Verdict::Done)
}

/// One edition: reads everything; shows it, or the findings where there are errors.
fn edit(place: &Place, stage: &Stage) -> Result<(), Error> {
    let mut clock = Clock::start();
    let Reading { sources, site, findings } = read(&place.content, today(None), &mut clock)?;
    report::findings(&findings, &sources);
    let counts = report::counts(&findings);
    if findings.has_errors() {
        complain(&format!("{counts}。直るまで前のページを見せます({})", clock.total()));
        stage.refuse(terminal::report(&findings, &sources, false));
        return Ok(());
    }
    let (theme, tokenizer, stamp) = (open_theme(place)?, Tokenizer::open()?, stamp());
    let datasets = export::datasets(&site);
    let bundle = mieruka::build(&site, &datasets, &theme, &tokenizer, &stamp);
    let warnings = if findings.count(Severity::Warning) > 0 { format!("{counts}、") } else { String::new() };
    say(&format!(
        "{warnings}{} ページ・ファイルを見せています({})",
        report::grouped(bundle.len() as u64),
        clock.total()
    ));
    stage.show(&bundle);
    Ok(())
}

fn welcome(address: SocketAddr, open: bool) {
    let url = format!("http://{address}/");
    say(&format!("{url} で見られます。終えるには Ctrl+C を押します"));
    if open && browse(&url).is_err() {
        complain("ブラウザーを開けませんでした。上のアドレスをブラウザーに入れてください");
    }
}

/// The preferred port if nobody has it, otherwise any.
fn free_port(preferred: u16) -> u16 {
    std::net::TcpListener::bind(("127.0.0.1", preferred)).map_or(0, |_| preferred)
}

fn browse(url: &str) -> std::io::Result<()> {
    let (program, before): (_, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/c", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    Command::new(program).args(before).arg(url).stdout(Stdio::null()).stderr(Stdio::null()).spawn().map(drop)
}
