//! The two output streams, and the line at the end of the terminal that is rewritten while something lasts. A closed or full
//! stream stops no work; that a result did not reach standard output is remembered for the exit code, unless its reader has
//! gone by itself, as `head` does.

use std::ffi::OsStr;
use std::io::{self, BufWriter, ErrorKind, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use mieruka::characters::shown;

use super::columns::width;

/// The first failure of standard output.
static UNSAID: OnceLock<io::Error> = OnceLock::new();

/// Whether summaries are left out (`--quiet`).
static IS_HUSHED: AtomicBool = AtomicBool::new(false);

/// The line that stands at the end of the terminal now.
static LINE: Mutex<String> = Mutex::new(String::new());

/// Leaves out summaries from now on.
pub(crate) fn hush() {
    IS_HUSHED.store(true, Ordering::Relaxed);
}

/// Whether summaries are left out.
pub(crate) fn is_hushed() -> bool {
    IS_HUSHED.load(Ordering::Relaxed)
}

/// Prints a line of a summary to standard output, unless summaries are left out.
pub(crate) fn say(line: &str) {
    if !is_hushed() {
        print(line);
    }
}

/// Prints what was asked for to standard output.
pub(crate) fn print(line: &str) {
    let _line = erased();
    let mut out = io::stdout();
    keep(writeln!(out, "{}", shown(line)).and_then(|()| out.flush()));
}

/// Writes texts to standard output as they are, until its reader goes.
pub(crate) fn pour(mut texts: impl Iterator<Item = String>) {
    let _line = erased();
    let mut out = BufWriter::new(io::stdout().lock());
    keep(texts.try_for_each(|text| out.write_all(text.as_bytes())).and_then(|()| out.flush()));
}

/// Keeps why something could not be printed, unless its reader has gone.
fn keep(printed: io::Result<()>) {
    if let Some(error) = printed.err().filter(|error| error.kind() != ErrorKind::BrokenPipe) {
        drop(UNSAID.set(error));
    }
}

/// Why a line did not reach standard output.
pub(crate) fn unsaid() -> Option<&'static io::Error> {
    UNSAID.get()
}

/// Prints a line to standard error.
pub(crate) fn complain(line: &str) {
    report(&format!("{}\n", shown(line)));
}

/// Prints a text to standard error as it is.
pub(crate) fn report(text: &str) {
    let _line = erased();
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Whether standard error is a terminal that wants colours. On Windows only those that say what they are understand them
/// without being switched.
pub(crate) fn is_coloured() -> bool {
    let named = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    io::stderr().is_terminal() && wants_colour(named("NO_COLOR").as_deref(), named("TERM").as_deref())
}

fn wants_colour(no_colour: Option<&OsStr>, kind: Option<&OsStr>) -> bool {
    no_colour.is_none() && kind.is_some_and(|kind| kind != "dumb")
}

/// Whether somebody sees a line that is rewritten.
pub(crate) fn is_watched() -> bool {
    !is_hushed() && io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|kind| kind != "dumb")
}

/// Puts a line in the place of the last one.
pub(crate) fn rewrite(line: String) {
    let mut last = erased();
    let _ = write!(io::stderr(), "{line}").and_then(|()| io::stderr().flush());
    *last = line;
}

/// Removes the line; until the guard goes, no other is written.
fn erased() -> MutexGuard<'static, String> {
    let mut line = LINE.lock().unwrap_or_else(PoisonError::into_inner);
    let last = std::mem::take(&mut *line);
    if !last.is_empty() {
        let _ = write!(io::stderr(), "\r{}\r", " ".repeat(width(&last))).and_then(|()| io::stderr().flush());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_for_terminals_that_know_them() {
        let check =
            |no_colour: Option<&str>, kind: Option<&str>| wants_colour(no_colour.map(OsStr::new), kind.map(OsStr::new));
        assert!(check(None, Some("xterm-256color")));
        assert!(!check(Some("1"), Some("xterm")) && !check(None, Some("dumb")) && !check(None, None));
    }
}
