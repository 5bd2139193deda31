//! The rooms keep to themselves: who names which library, and no stage uses a stage.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(dir: &Path, found: &mut Vec<(String, String)>) {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(dir).expect("src is there") {
        let path: PathBuf = entry.expect("readable").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix(&src).expect("below src").to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&path).expect("readable");
            // What a test may name is not the room's affair; comments may name anything.
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let code = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
            found.push((name, code));
        }
    }
}

fn code() -> Vec<(String, String)> {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.sort();
    found
}

#[test]
fn each_library_is_named_in_its_room_only() {
    let rooms: [(&str, &[&str]); 16] = [
        ("aho_corasick::", &["render/terms.rs"]),
        ("roxmltree::", &["load/image.rs"]),
        ("serde_yaml::", &["yaml/", "render/theme/manifest.rs"]),
        ("pulldown_cmark::", &["load/markdown.rs", "render/markdown.rs"]),
        ("tera::", &["render/"]),
        ("csv::", &["export/", "import/book"]),
        ("calamine::", &["import/book"]),
        ("zip::Zip", &["import/book"]),
        ("encoding_rs::", &["import/"]),
        ("lindera", &["search/tokenizer.rs", "dictionary/"]),
        ("notify::", &["serve/"]),
        ("hyper::", &["serve/server.rs"]),
        ("clap::", &["cli/"]),
        ("annotate_snippets::", &["diagnostic/terminal.rs"]),
        ("println!", &["dictionary/"]),
        ("std::process::", &["main.rs", "cli/"]),
    ];
    for (library, allowed) in rooms {
        for (file, text) in code() {
            let named = text.contains(library);
            assert!(!named || allowed.iter().any(|room| file.starts_with(room)), "{file} names {library}");
        }
    }
}

#[test]
fn no_stage_uses_a_stage() {
    let stages =
        ["load", "check", "render", "export", "search", "schema", "new", "permanence", "publish", "serve", "import"];
    for (file, text) in code() {
        let Some(room) =
            stages.iter().find(|stage| file.starts_with(&format!("{stage}/")) || file == format!("{stage}.rs"))
        else {
            continue;
        };
        for other in stages.iter().filter(|other| *other != room) {
            assert!(!text.contains(&format!("crate::{other}")), "{file} uses {other}");
        }
    }
}

#[test]
fn only_the_outside_rooms_touch_the_outside() {
    let outside = ["cli/", "source/", "publish/", "serve/", "main.rs", "render/theme/mod.rs", "dictionary/"];
    for (file, text) in code() {
        let touches =
            ["std::fs", "std::env", "SystemTime", "Instant::now", "std::net"].iter().find(|word| text.contains(*word));
        let allowed = outside.iter().any(|room| file.starts_with(room));
        assert!(allowed || touches.is_none(), "{file} names {}", touches.unwrap_or(&""));
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for (file, _) in code() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(&file);
        let text = fs::read_to_string(path).expect("readable");
        assert!(text.starts_with("//!"), "{file} does not begin with //!");
    }
}
