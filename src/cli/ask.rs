//! Questions at a terminal.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

/// Whether somebody sits there who can answer.
pub(super) fn is_possible() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// The answer to a question; none if the input has ended.
pub(super) fn answer(question: &str) -> Option<String> {
    let _ = write!(io::stdout(), "{question}").and_then(|()| io::stdout().flush());
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    read.is_ok_and(|bytes| bytes > 0).then(|| answer.trim().to_owned())
}

/// Whether an answer is a yes.
pub(super) fn is_yes(answer: Option<String>) -> bool {
    matches!(answer.as_deref(), Some("y" | "Y" | "ｙ" | "Ｙ" | "yes" | "はい"))
}
