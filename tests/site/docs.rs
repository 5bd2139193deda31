//! The documents are true where that can be told: what they name is there, and what is there they name.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use regex::Regex;

use crate::sites::{names, repository, root};

/// A path of this repository, where it is named in full.
static PATH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\w./-])((?:src|tests|themes/default)/[\w./-]*\w)").expect("the pattern is one")
});

/// The texts of the repository that people write, but for contents and fixtures: by path.
fn written() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in [".ci", "src", "tests", "themes"] {
        collect(&root().join(folder), &mut found);
    }
    let single = ["README.md", "Cargo.toml", "content/README.md", "seeds/README.md"].into_iter();
    found.extend(single.filter(|path| root().join(path).is_file()).map(|path| (path.to_owned(), repository(path))));
    found
}

fn collect(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("readable").path();
        let name = path.strip_prefix(root()).expect("below the repository").to_string_lossy().replace('\\', "/");
        let is_passed_over = ["node_modules", "fixtures", "transcripts"].iter().any(|part| name.contains(part));
        if path.is_dir() && !is_passed_over {
            collect(&path, found);
        } else if [".rs", ".md", ".mjs", ".js", ".css", ".html", ".ci/run"].iter().any(|end| name.ends_with(end)) {
            found.push((name, fs::read_to_string(&path).expect("readable")));
        }
    }
}

/// What a file says to people: all of a document, the comments of a program.
fn told<'t>(path: &str, text: &'t str) -> impl Iterator<Item = &'t str> {
    let is_document = !path.ends_with(".rs") && !path.ends_with("js");
    text.lines().filter(move |line| is_document || line.trim_start().starts_with("//"))
}

#[test]
fn every_path_that_is_named_is_there() {
    let mut named = 0;
    for (file, text) in written() {
        for line in told(&file, &text) {
            for path in PATH.captures_iter(line).map(|found| found[1].to_owned()) {
                // What stands in `<…>` or `*` begins behind the path.
                assert!(root().join(&path).exists(), "{file} names {path}");
                named += 1;
            }
        }
    }
    assert!(named > 60, "only {named} paths were looked at");
}

#[test]
fn every_link_between_documents_leads_to_a_file() {
    let link = Regex::new(r"\]\(([^):]+?)(?:#[^)]*)?\)").expect("the pattern is one");
    for document in ["README.md", "tests/README.md", "tests/search/README.md", "themes/default/README.md"] {
        let folder = root().join(document).parent().expect("a file lies in a folder").to_owned();
        for found in link.captures_iter(&repository(document)) {
            assert!(folder.join(&found[1]).exists(), "{document} links {}", &found[1]);
        }
    }
}

/// The words in backquotes in the first cells of a document's tables.
fn first_cells(document: &str) -> Vec<String> {
    let rows = document.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    let quoted = rows.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned);
    quoted.collect()
}

/// Whether a folder holds what a path names, in which `<…>` and `*` stand for anything.
fn is_there(folder: &Path, path: &str) -> bool {
    let Some((first, rest)) = path.split_once('/') else {
        let pattern = Regex::new(r"\\\*|<[^>]*>")
            .expect("the pattern is one")
            .replace_all(&regex::escape(path), ".*")
            .into_owned();
        let pattern = Regex::new(&format!("^{pattern}$")).expect("the pattern is one");
        let mut entries = fs::read_dir(folder).into_iter().flatten();
        return path.is_empty() && folder.is_dir()
            || entries.any(|entry| pattern.is_match(&entry.expect("readable").file_name().to_string_lossy()));
    };
    if !first.contains(['<', '*']) {
        return is_there(&folder.join(first), rest);
    }
    fs::read_dir(folder).into_iter().flatten().any(|entry| is_there(&entry.expect("readable").path(), rest))
}

#[test]
fn the_tables_of_files_are_those_of_the_folders() {
    for document in ["tests/README.md", "themes/default/README.md"] {
        let cells = first_cells(&repository(document));
        let folder = root().join(document).parent().expect("a file lies in a folder").to_owned();
        let lost: Vec<_> = cells.iter().filter(|path| !is_there(&folder, path)).collect();
        assert_eq!(lost, Vec::<&String>::new(), "{document}");
        let rows: BTreeSet<_> =
            cells.iter().map(|path| path.split('/').next().unwrap_or_default().to_owned()).collect();
        let unsaid: Vec<_> = names(document.trim_end_matches("/README.md"))
            .into_iter()
            .filter(|name| folder.join(name).is_dir() && !rows.contains(name))
            .collect();
        let plain = ["fonts", "images"];
        assert!(unsaid.iter().all(|name| plain.contains(&name.as_str())), "{document} has no row for {unsaid:?}");
    }
}

#[test]
fn every_script_of_the_tests_is_run() {
    let run = repository(".ci/run") + &repository("tests/README.md");
    let scripts = ["tests/search", "tests/data"].into_iter().flat_map(|folder| {
        names(folder)
            .into_iter()
            .map(move |name| format!("{folder}/{name}"))
            .filter(|path| path.ends_with(".mjs") || path.ends_with(".py"))
    });
    let scripts: Vec<_> = scripts.collect();
    let is_part = |path: &str| {
        let import = format!("from \"./{}\"", path.rsplit('/').next().unwrap_or_default());
        scripts.iter().any(|other| repository(other).contains(&import))
    };
    let idle: Vec<_> = scripts.iter().filter(|path| !run.contains(path.as_str()) && !is_part(path)).collect();
    assert_eq!(idle, Vec::<&String>::new(), "neither .ci/run nor tests/README.md names them");
}

#[test]
fn the_readme_has_a_row_for_every_command() {
    let help = Command::new(env!("CARGO_BIN_EXE_mieruka")).arg("--help").output().expect("the program starts");
    let help = String::from_utf8(help.stdout).expect("it speaks UTF-8");
    let list =
        help.split("コマンド:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("it lists its commands");
    let commands: BTreeSet<_> = list
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    let rows = first_cells(&repository("README.md"));
    let rows: BTreeSet<_> =
        rows.iter().filter_map(|row| row.strip_prefix("mieruka ")?.split(' ').next()).map(str::to_owned).collect();
    assert_eq!(rows, commands);
}

#[test]
fn every_page_template_belongs_to_one_file() {
    let written = written();
    for template in names("themes/default/templates/pages") {
        let naming = written
            .iter()
            .filter(|(path, text)| path.starts_with("src/render/") && text.contains(&format!("\"pages/{template}\"")));
        let naming: Vec<_> = naming.map(|(path, _)| path).collect();
        assert_eq!(naming.len(), 1, "{template}: {naming:?}");
    }
}

#[test]
fn what_the_map_of_the_code_names_is_there() {
    let map = repository("src/lib.rs");
    let quoted = map.lines().filter(|line| line.starts_with("//!")).flat_map(|line| line.split('`').skip(1).step_by(2));
    let paths: Vec<_> = quoted.filter(|word| word.contains('/')).collect();
    assert!(paths.len() > 5, "{paths:?}");
    for path in paths {
        assert!(root().join(path).exists() || root().join("src").join(path).exists(), "src/lib.rs names {path}");
    }
}
