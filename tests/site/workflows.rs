//! The workflows on the server run what is here, and nobody else can change what they use.

use std::fs;
use std::path::Path;

fn workflows() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/workflows");
    let files = fs::read_dir(folder).expect("there are workflows").flatten();
    let read = |path: &Path| fs::read_to_string(path).expect("it can be read");
    files.map(|file| (file.file_name().to_string_lossy().into_owned(), read(&file.path()))).collect()
}

#[test]
fn every_action_is_named_by_its_commit() {
    let mut count = 0;
    for (name, text) in workflows() {
        for action in text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: ")) {
            let (_, version) = action.split_once('@').unwrap_or_default();
            let (commit, version) = version.split_once(" # ").unwrap_or_default();
            let is_commit = commit.len() == 40 && commit.bytes().all(|c| c.is_ascii_hexdigit());
            assert!(is_commit && version.starts_with('v'), "{name}: {action}");
            count += 1;
        }
    }
    assert!(count >= 5, "{count}");
}

#[test]
fn scripts_that_are_run_are_there() {
    let mut found = Vec::new();
    for (name, text) in workflows() {
        for script in text.split([' ', '\n']).filter(|word| word.starts_with(".ci/")) {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(script);
            let text = fs::read_to_string(path).unwrap_or_else(|fault| panic!("{name}: {script}: {fault}"));
            assert!(text.starts_with("#!/usr/bin/env bash"), "{name}: {script}");
            found.push(script.to_owned());
        }
    }
    found.sort();
    assert_eq!(found, [".ci/archive", ".ci/run"]);
}
