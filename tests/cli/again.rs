//! A build from the same files says what the last one said, without reading a record.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::publish::tree;

/// Builds the content beside `public` with these options besides.
fn build(folder: &Path, options: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mieruka"));
    command.args(["build", "--timings"]).args(options).current_dir(folder).env("XDG_CACHE_HOME", folder.join("cache"));
    command.output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it prints text")
}

/// Whether the build read the records, and whether it changed anything.
fn did(output: &Output) -> (bool, bool) {
    assert!(output.status.success(), "{}", text(&output.stderr));
    let out = text(&output.stdout);
    (out.contains("記録の解釈"), !out.contains("変更はありません"))
}

/// The last lines before the times: what waits, and the counts of the findings.
fn counts(output: &Output) -> Vec<String> {
    let lines = text(&output.stdout);
    lines.lines().filter(|line| line.contains('件')).map(str::to_owned).collect()
}

#[test]
fn a_second_build_says_the_same_and_reads_nothing() {
    const DAY: [&str; 2] = ["--today", "2026-04-01"];
    let folder = tempfile::tempdir().expect("there is room for a test");
    for (path, bytes) in tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exact/content")) {
        let to = folder.path().join("content").join(path);
        fs::create_dir_all(to.parent().expect("it lies in a folder")).expect("it can be made");
        fs::write(to, bytes).expect("it can be written");
    }
    let first = build(folder.path(), &DAY);
    let second = build(folder.path(), &DAY);
    assert_eq!((did(&first), did(&second)), ((true, true), (false, false)));
    assert!(text(&first.stderr).contains("注意["), "there is something to say again");
    assert_eq!((text(&first.stderr), counts(&first)), (text(&second.stderr), counts(&second)));

    let quiet = build(folder.path(), &[DAY[0], DAY[1], "--errors-only"]);
    assert_eq!((did(&quiet), text(&quiet.stderr)), ((false, false), String::new()));
    assert_eq!(did(&build(folder.path(), &["--today", "2026-04-02"])), (true, false), "another day has other findings");
    let as_json = |output: &Output| -> serde_json::Value {
        serde_json::from_slice(&output.stdout).expect("nothing stands beside the JSON")
    };
    let json = || as_json(&build(folder.path(), &["--today", "2026-04-03", "--format", "json"]));
    let (read, again) = (json(), json());
    assert!(again == read && again["warnings"].as_u64() > Some(0));

    fs::remove_file(folder.path().join("public/index.html")).expect("it is there");
    assert_eq!(did(&build(folder.path(), &["--today", "2026-04-03"])), (true, true), "what was touched is made again");
    let site = folder.path().join("content/site.yaml");
    let edited = fs::read_to_string(&site).expect("it is there") + "\n# 書き足した行\n";
    fs::write(site, edited).expect("it can be written");
    assert!(did(&build(folder.path(), &["--today", "2026-04-02"])).0, "other files are read");
}
