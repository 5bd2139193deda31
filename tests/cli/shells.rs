//! The shells complete what may be typed: here in bash; the scripts of all shells hold the same words.

use std::process::Command;

/// What bash offers for the last word of a line.
fn check(line: &str, expected: &str) {
    let words: Vec<_> = line.split(' ').collect();
    let script = format!(
        "source <('{}' completions bash); COMP_WORDS=({}); COMP_CWORD={}; _mieruka; echo \"${{COMPREPLY[@]}}\"",
        env!("CARGO_BIN_EXE_mieruka"),
        words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" "),
        words.len() - 1
    );
    let output = Command::new("bash").args(["-c", &script]).output().expect("bash starts");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{line}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim_end(), expected, "{line}");
}

#[test]
fn bash_offers_what_may_follow() {
    check("mieruka bu", "build");
    check("mieruka new ", "item goal sheet year --quiet --help");
    check("mieruka new y", "year");
    check("mieruka check --wa", "--waiting");
    check("mieruka check --format j", "json");
    check("mieruka check --content build", "");
    check("mieruka approve --dr", "--drafts --dry-run");
    check("mieruka build --content new --no", "--no-compare");
}
