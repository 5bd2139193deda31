//! `mieruka licences` names every crate that the program is built from for this platform.

use std::process::Command;

use serde_json::Value;

fn printed(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it speaks UTF-8")
}

/// The packages that cargo lists below ours, by its own walk: `name version`. Its metadata connects more: what a feature would
/// want if something else had it.
fn packages() -> Vec<String> {
    let tree = printed(env!("CARGO"), &["tree", "--offline", "--locked", "--edges", "normal", "--prefix", "none"]);
    let name = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ").replace(" v", " ");
    tree.lines().skip(1).map(name).collect()
}

#[test]
fn every_part_of_the_program_has_its_licence() {
    let licences = printed(env!("CARGO_BIN_EXE_mieruka"), &["licences"]);
    let packages = packages();
    assert!(packages.len() > 150, "{}", packages.len());
    let missing: Vec<_> = packages.iter().filter(|name| !licences.contains(&format!("\n{name} ("))).collect();
    assert_eq!(missing, Vec::<&String>::new());
    for part in [
        "Copyright (c) 2026 The mieruka authors",
        "Nara Institute of Science",
        "SudachiDict(同義語の表の一部)\n\n同義語の表 senses.txt は",
        "Rust 標準ライブラリー",
        "lindera-ipadic ",
        "デザイントークン(色の値)\n\nMIT License, Copyright (c) 2023 デジタル庁\n\nPermission is hereby granted",
    ] {
        assert!(licences.contains(part), "{part}");
    }
    let metadata = printed(env!("CARGO"), &["metadata", "--offline", "--locked", "--no-deps", "--format-version", "1"]);
    let metadata: Value = serde_json::from_str(&metadata).expect("cargo writes JSON");
    let home = metadata["workspace_root"].as_str().expect("the metadata names the workspace");
    assert!(!licences.contains(home), "no path of the machine that built it");
}

#[test]
fn no_part_is_named_without_a_text() {
    let licences = printed(env!("CARGO_BIN_EXE_mieruka"), &["licences"]);
    let rule = "-".repeat(80);
    for part in licences.split(&rule).skip(1) {
        let (names, text) = part.trim().split_once("\n\n").unwrap_or((part, ""));
        assert!(text.len() > 100 && text.contains(|c: char| c.is_whitespace()), "{names}: {text}");
    }
}
