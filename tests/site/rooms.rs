//! The rooms keep to themselves: who names which library, who touches the outside, and no arrow between rooms runs back.
//! What is looked for is planted as well, in every room and in every way of writing it, and must be found there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use crate::rust::Code;

/// Who names which library. A library without a row is in no room, and a place that does not name it has no business here.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("aho_corasick", &["render/terms.rs"]),
    ("annotate_snippets", &["diagnostic/terminal.rs"]),
    ("clap", &["cli/"]),
    ("csv", &["export/", "import/book/"]),
    ("encoding_rs", &["import/"]),
    ("flate2", &["dataset/packed.rs"]),
    ("fst", &["dictionary/"]),
    ("hyper", &["serve/server.rs"]),
    ("hyper_util", &["serve/server.rs"]),
    ("include_dir", &["render/theme/mod.rs"]),
    ("ipadic_data", &["dictionary/"]),
    ("jiff", &["cli/mod.rs", "model/year.rs", "workbook/text.rs"]),
    ("lindera", &["search/tokenizer.rs"]),
    ("lindera_dictionary", &["dictionary/", "search/tokenizer.rs"]),
    ("mimalloc", &["main.rs"]),
    ("notify", &["serve/"]),
    ("parquet", &["export/parquet.rs"]),
    ("pulldown_cmark", &["markdown.rs"]),
    ("roxmltree", &["import/book/", "load/image.rs"]),
    ("rustix", &["publish/durable.rs", "publish/output.rs", "publish/rights.rs", "serve/watch.rs"]),
    ("schemars", &["export/record/"]),
    (
        "serde",
        &[
            "cli/examined.rs",
            "diagnostic/json.rs",
            "export/",
            "permanence/",
            "publish/",
            "render/",
            "search/",
            "serve/",
            "yaml/",
        ],
    ),
    (
        "serde_json",
        &[
            "cli/",
            "diagnostic/json.rs",
            "dictionary/",
            "export/",
            "permanence/",
            "publish/",
            "render/",
            "schema/",
            "search/",
            "serve/",
        ],
    ),
    ("serde_yaml", &["yaml/", "render/theme/manifest.rs"]),
    ("sha2", &["digest.rs"]),
    ("tera", &["render/"]),
    (
        "thiserror",
        &[
            "approve.rs",
            "bundle.rs",
            "cli/",
            "import/",
            "model/",
            "new/",
            "permanence/",
            "publish/",
            "render/theme/",
            "search/",
            "serve/",
            "source/",
        ],
    ),
    ("tokio", &["cli/interrupt.rs", "serve/"]),
    ("unicode_normalization", &["characters/", "export/", "import/", "load/", "model/", "search/"]),
    ("zip", &["import/book/"]),
];

/// Who touches the outside, and by what; no room may take the whole of `std`.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("std::*", &[]),
    ("std::env", &["cli/", "dictionary/", "main.rs", "publish/memory.rs"]),
    ("std::fs", &["cli/", "dictionary/", "publish/", "render/theme/mod.rs", "serve/", "source/"]),
    ("std::io::stderr", &["cli/terminal.rs"]),
    ("std::io::stdin", &["cli/ask.rs", "cli/import.rs"]),
    ("std::io::stdout", &["cli/"]),
    ("std::net", &["cli/", "serve/"]),
    ("std::process", &["cli/", "dictionary/", "main.rs"]),
    ("std::time::Instant", &["cli/clock.rs", "serve/"]),
    ("std::time::SystemTime", &["cli/mod.rs", "publish/seal.rs", "serve/"]),
    ("jiff::Timestamp::now", &[]),
    ("jiff::Zoned::now", &[]),
    ("print!", &[]),
    ("println!", &["dictionary/"]),
    ("eprint!", &[]),
    ("eprintln!", &[]),
    ("dbg!", &[]),
];

/// The methods of a path that ask the disk.
const ASKS_THE_DISK: [&str; 10] = [
    "canonicalize",
    "exists",
    "is_dir",
    "is_file",
    "is_symlink",
    "metadata",
    "read_dir",
    "read_link",
    "symlink_metadata",
    "try_exists",
];

/// What every file knows by these names without an import.
const PRELUDE: [&str; 32] = [
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Some",
    "String",
    "ToOwned",
    "ToString",
    "Vec",
];

/// A file below `src/` and what it says.
struct File {
    name: String,
    code: Code,
}

impl File {
    fn read(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), code: Code::read(text) }
    }

    /// The room in which it stands: `render`, `bundle`.
    fn room(&self) -> &str {
        self.name.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// Its path as a module.
    fn module(&self) -> Vec<&str> {
        let path = self.name.trim_end_matches(".rs");
        path.split('/').filter(|part| !["mod", "lib", "main"].contains(part)).collect()
    }

    /// A path in full: from the root of the program (`crate::…`), or from a library. What an import or a module has brought is
    /// followed to where it came from.
    fn full(&self, path: &str) -> String {
        let mut parts: Vec<_> = path.split("::").collect();
        for _ in 0..4 {
            let came = |(name, from): &&(String, String)| name == parts[0] && from.split("::").next() != Some(name);
            let Some((_, from)) = self.code.brought.iter().find(came) else { break };
            parts.splice(..1, from.split("::"));
        }
        let mut module = self.module();
        match parts[0] {
            "crate" | "mieruka" => module.clear(),
            "self" => {}
            "super" => {
                let up = parts.iter().take_while(|part| **part == "super").count();
                module.truncate(module.len().saturating_sub(up));
                parts.drain(1..up);
            }
            _ => return parts.join("::"),
        }
        [&["crate"], &module[..], &parts[1..]].concat().join("::")
    }

    fn paths(&self) -> impl Iterator<Item = String> {
        self.code.paths.iter().map(|path| self.full(path))
    }

    /// The rooms that it names, its own among them.
    fn rooms(&self) -> impl Iterator<Item = String> {
        self.paths().filter_map(|path| Some(path.strip_prefix("crate::")?.split("::").next()?.to_owned()))
    }
}

/// Every file of the program, as text.
static TEXTS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let mut found = Vec::new();
    collect(&root().join("src"), &mut found);
    found.sort();
    found
});

/// The files of the program, without those that are tests only.
static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
    let files: Vec<_> = TEXTS.iter().map(|(name, text)| File::read(name, text)).collect();
    let is_of = |test: &str, file: &File| [format!("{test}.rs"), format!("{test}/mod.rs")].contains(&file.name);
    let tests: Vec<_> = files
        .iter()
        .flat_map(|file| file.code.tests.iter().map(|test| [&file.module()[..], &[test]].concat().join("/")))
        .collect();
    files.into_iter().filter(|file| !tests.iter().any(|test| is_of(test, file))).collect()
});

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn collect(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("src is there") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix(root().join("src")).expect("below src").to_string_lossy().replace('\\', "/");
            found.push((name, fs::read_to_string(&path).expect("readable")));
        }
    }
}

/// The nouns and the stages, as the map of the code lists them.
static LISTS: LazyLock<[BTreeSet<String>; 2]> = LazyLock::new(|| {
    let (_, map) = TEXTS.iter().find(|(name, _)| name == "lib.rs").expect("the map of the code");
    let map = map.replace("//!", "");
    let (nouns, rest) = map.split_once("may be used by all").expect("the map lists the nouns");
    let (stages, _) = rest.split_once("do not know one another").expect("the map lists the stages");
    let (_, nouns) = nouns.split_once("Nouns are shared").expect("the map lists the nouns");
    let names =
        |list: &str| list.split("[`").skip(1).filter_map(|rest| Some(rest.split_once('`')?.0.to_owned())).collect();
    [names(nouns), names(stages)]
});

fn is_below(path: &str, name: &str) -> bool {
    path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Names that stand where the table does not allow them.
fn out_of_place(files: &[File], table: &[(&str, &[&str])]) -> Vec<String> {
    let wrong = |file: &File| -> Vec<String> {
        let paths: BTreeSet<_> = file.paths().collect();
        let rows = table.iter().filter(|(_, rooms)| !rooms.iter().any(|room| file.name.starts_with(room)));
        let named = rows.filter(|(name, _)| paths.iter().any(|path| is_below(path, name)));
        named.map(|(name, _)| format!("{} names {name}", file.name)).collect()
    };
    files.iter().flat_map(wrong).collect()
}

/// Files that ask the disk by a path's own methods, and may not name `std::fs`.
fn asks_the_disk(files: &[File]) -> Vec<String> {
    let (_, allowed) = OUTSIDE.iter().find(|(name, _)| *name == "std::fs").expect("the table has a row for the disk");
    let strangers = files.iter().filter(|file| !allowed.iter().any(|room| file.name.starts_with(room)));
    let asks = |file: &File| -> Vec<String> {
        let paths =
            file.paths().filter_map(|path| Some(path.strip_prefix("std::path::Path")?.rsplit_once("::")?.1.to_owned()));
        let asked: BTreeSet<_> = paths.chain(file.code.methods.iter().cloned()).collect();
        asked
            .iter()
            .filter(|name| ASKS_THE_DISK.contains(&name.as_str()))
            .map(|name| format!("{} asks {name}", file.name))
            .collect()
    };
    strangers.flat_map(asks).collect()
}

/// Arrows that the map does not allow: a room uses nouns, and a noun no stage. What is no room is composed above them all.
fn arrows_back(files: &[File]) -> Vec<String> {
    let [nouns, stages] = &*LISTS;
    let within = files.iter().filter(|file| nouns.contains(file.room()) || stages.contains(file.room()));
    let back = |file: &File| -> Vec<String> {
        let named: BTreeSet<_> = file.rooms().filter(|room| room != file.room() && !nouns.contains(room)).collect();
        named.iter().map(|room| format!("{} uses {room}", file.name)).collect()
    };
    within.flat_map(back).collect()
}

/// The rooms from which a way leads back to them.
fn circles(files: &[File]) -> Vec<String> {
    let mut reached: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files.iter().filter(|file| !["lib", "main", "cli"].contains(&file.room())) {
        let others = file.rooms().filter(|room| room != file.room());
        reached.entry(file.room().to_owned()).or_default().extend(others);
    }
    for _ in 0..reached.len() {
        let before = reached.clone();
        for rooms in reached.values_mut() {
            let further: Vec<_> = rooms.iter().filter_map(|room| before.get(room)).flatten().cloned().collect();
            rooms.extend(further);
        }
    }
    reached.iter().filter(|(room, rooms)| rooms.contains(*room)).map(|(room, _)| room.clone()).collect()
}

/// Types and imports that take a name of the prelude for something else.
fn hides_the_prelude(files: &[File]) -> Vec<String> {
    let hides = |file: &File| -> Vec<String> {
        let imported = file.code.brought.iter().filter(|(_, from)| !from.starts_with("std::")).map(|(name, _)| name);
        let names = file.code.types.iter().chain(imported).filter(|name| PRELUDE.contains(&name.as_str()));
        names.map(|name| format!("{} hides {name}", file.name)).collect()
    };
    files.iter().flat_map(hides).collect()
}

/// Modules that stand in another one's file, where `super` would mean something else to this test.
fn modules_inside(files: &[File]) -> Vec<String> {
    let inside = |file: &File| -> Vec<String> {
        file.code.inline.iter().map(|module| format!("{} holds {module}", file.name)).collect()
    };
    files.iter().flat_map(inside).collect()
}

const NOTHING: [String; 0] = [];

#[test]
fn each_library_is_named_in_its_room_only() {
    assert_eq!(out_of_place(&FILES, LIBRARIES), NOTHING);
    let named = |library: &str, room: &str| {
        let within = FILES.iter().filter(|file| file.name.starts_with(room));
        within.into_iter().any(|file| file.paths().any(|path| is_below(&path, library)))
    };
    let rows = LIBRARIES.iter().flat_map(|(library, rooms)| rooms.iter().map(move |room| (*library, *room)));
    let idle: Vec<_> = rows.filter(|(library, room)| !named(library, room)).collect();
    assert_eq!(idle, [], "rows that allow what is not done");
}

#[test]
fn each_library_has_its_room() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("it is there");
    let tables = manifest
        .split("\n[")
        .filter(|table| table.split(']').next().is_some_and(|name| name.ends_with("dependencies")));
    let of_the_program = tables.filter(|table| !table.starts_with("dev-"));
    let names =
        of_the_program.flat_map(|table| table.lines().skip(1)).filter_map(|line| line.split_once([' ', '.', '=']));
    let names: BTreeSet<_> =
        names.map(|(name, _)| name.replace('-', "_")).filter(|name| !name.starts_with('#')).collect();
    let rows: BTreeSet<_> = LIBRARIES.iter().map(|(library, _)| (*library).to_owned()).collect();
    assert_eq!(rows, names, "the table of libraries and Cargo.toml");
}

#[test]
fn only_the_outside_rooms_touch_the_outside() {
    assert_eq!(out_of_place(&FILES, OUTSIDE), NOTHING);
    assert_eq!(asks_the_disk(&FILES), NOTHING);
}

#[test]
fn no_stage_uses_a_stage_and_no_way_leads_back() {
    assert_eq!(arrows_back(&FILES), NOTHING);
    assert_eq!(circles(&FILES), NOTHING);
}

#[test]
fn no_type_hides_the_prelude() {
    assert_eq!(hides_the_prelude(&FILES), NOTHING);
}

#[test]
fn modules_are_files() {
    // The macro's own items of the dictionary.
    assert_eq!(modules_inside(&FILES), ["search/tokenizer.rs holds ipadic"]);
}

#[test]
fn the_map_names_every_room() {
    let (_, lib) = TEXTS.iter().find(|(name, _)| name == "lib.rs").expect("the map of the code");
    let modules: BTreeSet<_> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let rows = lib.lines().filter_map(|line| line.strip_prefix("//! | [`")?.split('`').next());
    let rows: BTreeSet<_> = rows.map(|name| name.trim_start_matches("mod@")).collect();
    assert_eq!(rows, modules, "the table of rooms");
    let [nouns, stages] = &*LISTS;
    assert_eq!(nouns.intersection(stages).collect::<Vec<_>>(), [""; 0], "a room is a noun or a stage");
    assert_eq!(nouns.union(stages).map(String::as_str).collect::<BTreeSet<_>>(), modules, "the nouns and the stages");
    let beside = ["cli", "dictionary", "lib", "main"];
    let there: BTreeSet<_> = FILES.iter().map(File::room).filter(|room| !beside.contains(room)).collect();
    assert_eq!(there, modules, "the folders of src");
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<_> = TEXTS.iter().filter(|(_, text)| !text.starts_with("//!")).map(|(name, _)| name).collect();
    assert_eq!(silent, Vec::<&String>::new());
}

/// What a predicate finds in a file of a room that holds a line behind the declaration of a test.
fn planted(room: &str, line: &str, find: impl Fn(&[File]) -> Vec<String>) -> Vec<String> {
    find(&[File::read(&format!("{room}/planted.rs"), &format!("//! x\n#[cfg(test)]\nmod reader;\n\n{line}\n"))])
}

#[test]
fn whole_files_are_seen() {
    let [nouns, stages] = &*LISTS;
    for (name, text) in TEXTS.iter() {
        let file =
            File::read(name, &format!("{text}\nuse crate::{{bundle::Error, planted}};\nuse std::{{env, fs::read}};\n"));
        let files = [file];
        let is_of_a_room = nouns.contains(files[0].room()) || stages.contains(files[0].room());
        assert_eq!(arrows_back(&files).last() == Some(&format!("{name} uses planted")), is_of_a_room, "{name}");
        let named = out_of_place(&files, &[("std::env", &[]), ("std::fs", &[])]);
        assert_eq!(named, [format!("{name} names std::env"), format!("{name} names std::fs")]);
    }
}

#[test]
fn what_is_planted_in_any_room_is_found() {
    let [nouns, stages] = &*LISTS;
    for room in nouns.union(stages) {
        let stage = if room == "render" { "search" } else { "render" };
        for line in [
            "use crate::STAGE::Thing;",
            "use crate::{bundle::Error, STAGE};",
            "use crate::{STAGE::{self as other, Thing}, bundle};",
            "use super::super::STAGE::Thing;",
            "pub(crate) use super::super::{model, STAGE::*};",
            "fn f() -> crate::STAGE::Thing { 'a' }",
            "fn f() { let _ = super::super::STAGE::thing(\"//\"); }",
            "use crate as all; fn f() { all::STAGE::thing() }",
            "fn f() { assert!(crate::STAGE::thing()); }",
        ] {
            let found = planted(room, &line.replace("STAGE", stage), arrows_back);
            assert!(found.iter().any(|found| found.ends_with(&format!("uses {stage}"))), "{room}: {line}: {found:?}");
        }
        for line in ["use crate::Theme;", "use crate::*;", "fn f() { crate::build() }"] {
            assert_eq!(planted(room, line, arrows_back).len(), 1, "{room}: {line}");
        }
        for line in [
            "use tera::Tera;",
            "use {std::fmt, tera::Tera};",
            "fn f() { tera::f() }",
            "#[derive(tera::Tera)] struct X;",
        ] {
            let found = planted(room, line, |files| out_of_place(files, LIBRARIES));
            assert_eq!(found.len(), usize::from(room != "render"), "{room}: {line}");
        }
        for line in [
            "use std::{env, fs};",
            "use std::time::{self, Duration}; fn f() { time::SystemTime::now() }",
            "use std as s; fn f() { s::net::f() }",
            "fn f() { std::process::exit(2) }",
            "fn f() { eprintln!(\"{}\", 1) }",
            "fn f() { if dbg!(true) {} }",
            "use jiff::Zoned; fn f() { Zoned::now() }",
        ] {
            let may = ["publish", "serve", "source"].contains(&room.as_str());
            assert!(may || !planted(room, line, |files| out_of_place(files, OUTSIDE)).is_empty(), "{room}: {line}");
        }
        for line in
            ["fn f(p: &Path) -> bool { p.is_dir() }", "use std::path::PathBuf; fn f() { x.map(PathBuf::exists) }"]
        {
            let may = ["publish", "serve", "source"].contains(&room.as_str());
            assert_eq!(planted(room, line, asks_the_disk).is_empty(), may, "{room}: {line}");
        }
        for line in [
            "pub(crate) enum From<'a> { A(&'a str) }",
            "struct Into;",
            "use super::Thing as Some;",
            "use crate::bundle::Result;",
        ] {
            assert_eq!(planted(room, line, hides_the_prelude).len(), 1, "{room}: {line}");
        }
        for line in [
            "// use crate::STAGE;",
            "/* use crate::STAGE; */",
            "const X: &str = \"use crate::STAGE; \\\" fs::read\";",
            "const X: &str = r#\"crate::STAGE \"tera::Tera\" std::fs\"#;",
            "#[cfg(test)] mod tests { use crate::STAGE; fn f() { std::fs::read(\"}\") } }",
            "const C: [char; 3] = ['\"', '\\'', '{'];",
        ] {
            let line = line.replace("STAGE", stage);
            assert_eq!(planted(room, &line, arrows_back), NOTHING, "{line}");
            assert_eq!(planted(room, &line, |files| out_of_place(files, OUTSIDE)), NOTHING, "{line}");
        }
    }
}

#[test]
fn a_circle_is_found() {
    let files = [("model/x.rs", "use crate::source;"), ("source/mod.rs", "use crate::{digest, outside::reason};")];
    let read = |files: &[(&str, &str)]| files.iter().map(|(name, text)| File::read(name, text)).collect::<Vec<_>>();
    assert_eq!(circles(&read(&files)), NOTHING);
    let back = [files[0], files[1], ("outside.rs", "fn f() { super::model::f() }")];
    assert_eq!(circles(&read(&back)), ["model", "outside", "source"]);
}
