//! Errors of the operating system in Japanese, patience with those that pass, and paths as people write them.

use std::io::{Error, ErrorKind, Result};
use std::path::Path;
use std::thread;
use std::time::Duration;

/// The errors of Windows while another program holds a file open: access denied, sharing violation, lock violation, delete
/// pending, file mapped by a user.
const HELD_ON_WINDOWS: [i32; 5] = [5, 32, 33, 303, 1224];

/// The reason of an error in Japanese; the system's own text where there is no translation.
#[expect(clippy::wildcard_enum_match_arm, reason = "the system knows many more")]
pub fn reason(error: &Error) -> String {
    // The numbers have this meaning only on Windows.
    if cfg!(windows) && is_held(error.raw_os_error()) {
        return match error.raw_os_error() {
            Some(5) => {
                "権限がないか、ほかのアプリ(Excel など)が開いています。開いていれば閉じてから、もう一度実行してください"
            }
            _ => "ほかのアプリ(Excel など)が開いています。閉じてから、もう一度実行してください",
        }
        .to_owned();
    }
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "空き容量が足りません".to_owned(),
        ErrorKind::FileTooLarge => "ファイルの大きさが、この場所の上限を超えます".to_owned(),
        ErrorKind::PermissionDenied => "権限がありません".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "読み取り専用の場所です".to_owned(),
        ErrorKind::NotFound => "見つかりません".to_owned(),
        ErrorKind::InvalidFilename => "名前が長すぎるか、使えない文字があります".to_owned(),
        ErrorKind::NotADirectory => "途中にフォルダーでないものがあります".to_owned(),
        ErrorKind::IsADirectory => "ファイルではなくフォルダーです".to_owned(),
        ErrorKind::AddrInUse | ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => {
            "ほかのアプリが使用中です".to_owned()
        }
        ErrorKind::AlreadyExists => "同じ名前のものがすでにあります".to_owned(),
        ErrorKind::DirectoryNotEmpty => "フォルダーが空ではありません".to_owned(),
        ErrorKind::CrossesDevices => "別の装置(ディスクやマウント)にまたがるので、移せません".to_owned(),
        ErrorKind::OutOfMemory => "メモリーが足りません".to_owned(),
        ErrorKind::TimedOut | ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
            "ネットワークの相手から返事がありません".to_owned()
        }
        ErrorKind::StaleNetworkFileHandle | ErrorKind::NotConnected => {
            "共有フォルダーとの接続が切れています".to_owned()
        }
        ErrorKind::BrokenPipe => "出力先が途中で閉じられました".to_owned(),
        _ => unnamed(error),
    }
}

/// The errors of Unix that the standard library has no name for; any other in the words of the system.
fn unnamed(error: &Error) -> String {
    const TABLE_FULL: i32 = 23;
    const TOO_MANY_OPEN: i32 = 24;
    const INPUT_OUTPUT: i32 = 5;
    let is_loop = |code| code == if cfg!(target_os = "linux") { 40 } else { 62 };
    match error.raw_os_error().filter(|_| cfg!(unix)) {
        Some(TABLE_FULL | TOO_MANY_OPEN) => "同時に開けるファイルの数の上限に達しました".to_owned(),
        Some(INPUT_OUTPUT) => "ディスクの読み書きに失敗しました".to_owned(),
        Some(code) if is_loop(code) => "リンクが自分自身に戻っています".to_owned(),
        _ => format!("システムのエラー({error})"),
    }
}

/// How long to wait before each further attempt, in milliseconds: five seconds in all. A scanner goes through thousands of new
/// files one after the other.
const PAUSES: [u64; 8] = [20, 50, 130, 300, 500, 1000, 1500, 1500];

/// Does what another program may hold up for a moment: tries again as long as that is so.
pub fn patiently<T>(act: impl Fn() -> Result<T>) -> Result<T> {
    tried(&PAUSES, may_pass, act)
}

fn tried<T>(pauses: &[u64], may_pass: impl Fn(&Error) -> bool, act: impl Fn() -> Result<T>) -> Result<T> {
    for pause in pauses {
        match act() {
            Err(error) if may_pass(&error) => thread::sleep(Duration::from_millis(*pause)),
            done => return done,
        }
    }
    act()
}

/// Whether an error may disappear by itself: a virus scanner or an indexer has the file open.
fn may_pass(error: &Error) -> bool {
    cfg!(windows) && is_held(error.raw_os_error())
}

fn is_held(code: Option<i32>) -> bool {
    code.is_some_and(|code| HELD_ON_WINDOWS.contains(&code))
}

/// A path as people write it: without the prefix that Windows adds to resolved paths.
pub fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    match text.strip_prefix(r"\\?\UNC\") {
        Some(share) => format!(r"\\{share}"),
        None => text.strip_prefix(r"\\?\").unwrap_or(&text).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shown_as_it_is_written() {
        for (path, expected) in [
            (r"\\?\C:\Users\市役所\public", r"C:\Users\市役所\public"),
            (r"\\?\UNC\server\share\public", r"\\server\share\public"),
            ("/srv/public", "/srv/public"),
            (r"C:\public", r"C:\public"),
        ] {
            assert_eq!(shown(Path::new(path)), expected);
        }
    }

    #[test]
    fn only_what_another_program_holds_may_pass() {
        assert!([5, 32, 33, 303, 1224].iter().all(|code| is_held(Some(*code))));
        assert!(!is_held(Some(2)) && !is_held(None));
    }

    #[test]
    fn only_what_passes_is_tried_again() {
        let check = |held_for: usize, code, expected: bool, attempts| {
            let count = std::cell::Cell::new(0);
            let act = || {
                count.set(count.get() + 1);
                if count.get() > held_for { Ok(()) } else { Err(Error::from_raw_os_error(code)) }
            };
            assert_eq!(tried(&[0, 0, 0], |error| is_held(error.raw_os_error()), act).is_ok(), expected);
            assert_eq!(count.get(), attempts);
        };
        check(0, 32, true, 1);
        check(2, 32, true, 3);
        check(9, 32, false, 4);
        check(1, 2, false, 1);
    }
}
