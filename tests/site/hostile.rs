//! Whatever is typed into a file, the reading ends with findings that can be told, never with a panic.

use std::path::Path;

use mieruka::diagnostic::{json, terminal};
use mieruka::examine;
use mieruka::load::load;
use mieruka::source::{self, Sources};
use proptest::prelude::*;

/// What makes YAML mean something else than was meant, and what is rarely typed.
const PIECES: [&str; 32] = [
    ": ", ":", "\t", "\"", "'", "*a", "&a ", "|", ">", "{", "}", "[", "]", "- ", "\n", "\n  ", "#", "%", "@", "!",
    "!!int ", "? ", "<<: ", "---\n", "\0", "\u{feff}", "　", "：", "𠮷", "e\u{301}", "１", "*",
];

fn good() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/good");
    let sources = source::read(&folder).expect("the fixture can be read");
    sources.files().map(|(_, file)| (file.path.clone(), file.text.clone())).collect()
}

/// Puts pieces into one of the files, each at a place given as a share of its length.
fn damage(files: &mut [(String, String)], which: usize, edits: &[(usize, f64, bool)]) {
    let count = files.len();
    let text = &mut files[which % count].1;
    for (piece, place, cuts) in edits {
        let at = (text.len() as f64 * place) as usize;
        let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        if *cuts {
            text.truncate(at);
        }
        text.insert_str(at, PIECES[piece % PIECES.len()]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_content_is_told_and_never_panics(
        which in 0usize..64,
        edits in prop::collection::vec((0usize..64, 0.0f64..1.0, prop::bool::weighted(0.1)), 1..6),
    ) {
        let mut files = good();
        damage(&mut files, which, &edits);
        let sources = Sources::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let (site, mut findings) = load(&sources);
        findings.extend(examine(&site));
        let findings = findings.sorted();
        let told = terminal::report(&findings, &sources);
        prop_assert_eq!(told.is_empty(), findings.is_empty());
        prop_assert!(json::report(&findings, &sources).contains("findings"));
    }
}
