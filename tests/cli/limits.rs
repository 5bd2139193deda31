//! What the program does where the system gives it less than it needs: an output that is full, that is closed, or whose reader
//! goes; and what it shows on a terminal while it has to wait.

use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

fn mieruka() -> Command {
    Command::new(env!("CARGO_BIN_EXE_mieruka"))
}

#[test]
fn a_result_that_nobody_received_is_a_failure() {
    for arguments in [&["--help"][..], &["licences"], &["check", "--format", "json"], &["check"]] {
        let full = File::options().write(true).open("/dev/full").expect("Linux has a device that is always full");
        let output =
            mieruka().args(arguments).stdout(full).stderr(Stdio::piped()).output().expect("the program starts");
        let complaint = String::from_utf8(output.stderr).expect("it speaks UTF-8");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {complaint}");
        assert!(
            complaint.contains("結果を最後まで表示できませんでした: 空き容量が足りません"),
            "{arguments:?}: {complaint}"
        );
    }
}

/// Whether a command ended with this code, and without a complaint about the output.
fn check(line: &str, code: i32) {
    let line = line.replace("mieruka", env!("CARGO_BIN_EXE_mieruka"));
    let output = Command::new("sh").args(["-c", &line]).output().expect("a shell starts");
    let complaint = String::from_utf8(output.stderr).expect("it speaks UTF-8");
    assert_eq!(output.status.code(), Some(code), "{line}: {complaint}");
    assert!(!complaint.contains("表示できません") && !complaint.contains("panicked"), "{line}: {complaint}");
}

#[test]
fn what_nobody_wants_to_hear_is_no_failure() {
    check("mieruka licences >&-", 0);
    check("mieruka check --content tests/fixtures/exact/content >&- 2>&-", 0);
    check("mieruka check --content tests/cli/transcripts/faults.in/content --format json >&- 2>&-", 1);
    check("mieruka check --content tests/cli/transcripts/none >&- 2>&-", 2);
    check("mieruka check --content tests/cli/transcripts/faults.in/content 2>/dev/full", 1);
}

#[test]
fn a_reader_that_goes_leaves_the_verdict() {
    for (arguments, code) in [
        (&["licences"][..], 0),
        (&["check", "--content", "tests/cli/transcripts/faults.in/content", "--format", "json"], 1),
    ] {
        let mut child = mieruka()
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
    }
}

/// What a terminal receives while a build waits for another for two seconds and a half.
fn seen(environment: &[(&str, &str)], options: &str) -> String {
    let folder = tempfile::tempdir().expect("there is room for a test");
    let content = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/exact/content");
    let line = format!("{} build --content {content} --out public {options}", env!("CARGO_BIN_EXE_mieruka"));
    let lock = File::open(folder.path()).expect("a folder can be opened");
    lock.lock().expect("nobody else builds here");
    let mut command = Command::new("script");
    command.args(["--quiet", "--return", "--command", &line, "/dev/null"]).current_dir(folder.path());
    command.env("TERM", "xterm").envs(environment.iter().copied()).env("XDG_CACHE_HOME", folder.path().join("cache"));
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("a terminal can be recorded");
    let reader = thread::spawn(move || child.wait_with_output().expect("it ends"));
    thread::sleep(Duration::from_millis(2500));
    drop(lock);
    let output = reader.join().expect("no panic");
    assert!(output.status.success());
    fs::metadata(folder.path().join("public/index.html")).expect("it was built");
    String::from_utf8(output.stdout).expect("it speaks UTF-8")
}

#[test]
fn a_terminal_is_told_what_lasts() {
    let all = seen(&[], "");
    assert!(all.contains("準備(1 秒)\r          \r"), "{all:?}");
    let lines = all.split("\r\n").filter_map(|line| line.rsplit('\r').next());
    assert!(lines.clone().any(|line| line.starts_with("public に ")), "{all:?}");
    assert!(
        lines.clone().any(|line| line.starts_with("ほかの mieruka "))
            && !lines.clone().any(|line| line.contains("準備(")),
        "{all:?}"
    );
    for (environment, options) in
        [(&[("TERM", "dumb")][..], ""), (&[], "--quiet"), (&[], "--format json --errors-only")]
    {
        let all = seen(environment, options);
        assert!(!all.contains("\r "), "{environment:?} {options}: {all:?}");
    }
    let plain = seen(&[("NO_COLOR", "1")], "");
    assert!(!plain.contains('\u{1b}'), "{plain:?}");
}
