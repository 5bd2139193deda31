//! `mieruka licences` names every crate that the program is built from for this platform.

use std::process::Command;

use serde_json::Value;

fn printed(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it speaks UTF-8")
}

/// The packages that cargo lists below ours, by its own walk: `name vVersion`, one a line.
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
        "Rust 標準ライブラリー",
        "lindera-ipadic ",
    ] {
        assert!(licences.contains(part), "{part}");
    }
    let metadata = printed(env!("CARGO"), &["metadata", "--offline", "--locked", "--no-deps", "--format-version", "1"]);
    let metadata: Value = serde_json::from_str(&metadata).expect("cargo writes JSON");
    let home = metadata["workspace_root"].as_str().expect("the metadata names the workspace");
    assert!(!licences.contains(home), "no path of the machine that built it");
}
