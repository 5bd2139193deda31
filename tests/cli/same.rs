//! The same content makes the same bytes: on one processor and on several, wherever it lies, in whatever order its files came.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::publish::tree;

/// Writes these files into a folder one after the other, the first of them first.
fn lay<'f>(files: impl Iterator<Item = (&'f String, &'f Vec<u8>)>, folder: &Path) {
    for (path, bytes) in files {
        let to = folder.join(path);
        fs::create_dir_all(to.parent().expect("it lies in a folder")).expect("it can be made");
        fs::write(to, bytes).expect("it can be written");
    }
}

/// Builds `content` beside itself; `before` is what the program is started by.
fn build(folder: &Path, before: &[&str]) {
    let line = [before, &[env!("CARGO_BIN_EXE_mieruka"), "build", "--today", "2026-12-01"]].concat();
    let mut command = Command::new(line[0]);
    command.args(&line[1..]).current_dir(folder).env("XDG_CACHE_HOME", folder.join("cache")).stdout(Stdio::null());
    let status = command.status().unwrap_or_else(|fault| panic!("{} cannot be started: {fault}", line[0]));
    assert!(status.success(), "{line:?}");
}

#[test]
#[cfg(target_os = "linux")]
fn one_processor_or_several_and_any_order_of_files() {
    let content = tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    let [one, several] = [(); 2].map(|()| tempfile::tempdir().expect("there is room for a test"));
    let deeper = several.path().join("another/place");
    lay(content.iter(), &one.path().join("content"));
    lay(content.iter().rev(), &deeper.join("content"));
    build(one.path(), &["taskset", "--cpu-list", "0"]);
    let beside: Vec<_> = fs::read_dir(one.path()).expect("readable").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(beside.len(), 3, "cache, content, public: {beside:?}");
    assert!(one.path().join("cache/mieruka").is_dir(), "what is kept lies in the folder for caches");
    build(&deeper, &[]);
    let (one, several) = (tree(&one.path().join("public")), tree(&deeper.join("public")));
    assert!(one.len() > 500 && one.keys().eq(several.keys()));
    let differing: Vec<_> =
        one.iter().filter(|(path, bytes)| several[*path] != **bytes).map(|(path, _)| path).collect();
    assert_eq!(differing, Vec::<&String>::new());
}
