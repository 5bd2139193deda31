//! A window of its own: whoever starts the program on Windows by a double click sees the window close before anything can be
//! read. There the program says how it is meant to be used, and waits.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::ask;
use super::terminal::print;

/// How the program was started.
struct Start {
    system: &'static str,
    arguments: usize,
    /// The current folder, and the one that the program lies in.
    folders: [Option<PathBuf>; 2],
    /// Whether a command prompt or a shell has left its mark.
    has_prompt: bool,
}

/// Explains how the program is used if it was started by a double click and found nothing to do, and keeps the window open.
pub(super) fn keep_open(arguments: &[OsString], found_nothing: bool) {
    if !is_own(&start(arguments)) || !ask::is_possible() {
        return;
    }
    if found_nothing {
        print(EXPLANATION);
    }
    ask::answer("\nEnter キーを押すと、この画面を閉じます");
}

const EXPLANATION: &str = "
mieruka は、文字で命令を入力して使うソフトです。

  1. この画面を閉じ、mieruka.exe のあるフォルダーをエクスプローラーで開きます
  2. アドレス欄に cmd と入力して Enter を押します
  3. 開いた画面に、次の1行を入力して Enter を押します

       mieruka init .

  4. 質問に答えると、content フォルダーができ、次に入力することが表示されます
     (content の中の README.md の「最初の30分」に、続きの手順があります)";

fn start(arguments: &[OsString]) -> Start {
    let program = env::current_exe().ok().and_then(|program| program.parent().map(Path::to_owned));
    Start {
        system: env::consts::OS,
        arguments: arguments.len().saturating_sub(1),
        folders: [env::current_dir().ok(), program],
        has_prompt: ["PROMPT", "TERM", "SHELL"].iter().any(|name| env::var_os(name).is_some()),
    }
}

/// Whether the window belongs to the program: Explorer starts a program without arguments, in its folder, and gives it no
/// prompt. PowerShell does not either; whoever calls it there in its own folder without arguments presses Enter once.
fn is_own(start: &Start) -> bool {
    let [folder, program] = &start.folders;
    start.system == "windows" && start.arguments == 0 && !start.has_prompt && folder.is_some() && folder == program
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_double_click_is_known_by_where_and_how_the_program_starts() {
        let place = |path: &str| Some(PathBuf::from(path));
        let check = |system, arguments, folders: [&str; 2], has_prompt, expected| {
            let start = Start { system, arguments, folders: folders.map(place), has_prompt };
            assert_eq!(is_own(&start), expected, "{system} {arguments} {folders:?} {has_prompt}");
        };
        check("windows", 0, ["mieruka", "mieruka"], false, true);
        check("windows", 0, ["mieruka", "mieruka"], true, false);
        check("windows", 0, ["machi", "mieruka"], false, false);
        check("windows", 1, ["mieruka", "mieruka"], false, false);
        check("linux", 0, ["mieruka", "mieruka"], false, false);
        let nowhere = Start { system: "windows", arguments: 0, folders: [None, None], has_prompt: false };
        assert!(!is_own(&nowhere));
    }
}
