//! What the program does where the system gives it less than it needs: an output that is full.

use std::fs::File;
use std::process::{Command, Stdio};

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
