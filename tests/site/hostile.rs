//! Whatever is typed into a file, the reading ends with findings that can be told, never with a panic.

use std::sync::LazyLock;

use mieruka::diagnostic::{Diagnostics, Severity, Span, json};
use mieruka::source::Sources;
use proptest::prelude::*;
use serde_json::Value;

use crate::sites::{examined, folder, report, sources, texts};

/// What makes YAML mean something else than was meant, and what is rarely typed.
const PIECES: [&str; 32] = [
    ": ", ":", "\t", "\"", "'", "*a", "&a ", "|", ">", "{", "}", "[", "]", "- ", "\n", "\n  ", "#", "%", "@", "!",
    "!!int ", "? ", "<<: ", "---\n", "\0", "\u{feff}", "　", "：", "𠮷", "e\u{301}", "１", "*",
];

static GOOD: LazyLock<Vec<(String, String)>> =
    LazyLock::new(|| texts(&folder("tests/fixtures/good")).into_iter().collect());

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

/// The byte at which a character stands, by line and column from 1.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let before = text[start..].chars().take(column.checked_sub(1)?).map(char::len_utf8).sum::<usize>();
    Some(start + before)
}

/// Whether the report for machines names the place that a finding means, and the place is one.
fn is_placed(told: &Value, at: Span, sources: &Sources) -> bool {
    let number = |key: &str| told[key].as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or_default();
    let text = &sources.file(at.file).text;
    told["file"] == sources.file(at.file).path
        && text.get(at.start as usize..at.end as usize).is_some()
        && offset(text, number("line"), number("column")) == Some(at.start as usize)
}

/// What is wrong with how the findings are told.
fn untrue(findings: &Diagnostics, sources: &Sources) -> Vec<String> {
    let told: Value = serde_json::from_str(&json::report(findings, sources)).expect("the report is JSON");
    let all = told["findings"].as_array().expect("it has findings");
    let count = |severity: &str| all.iter().filter(|finding| finding["severity"] == severity).count();
    let counts = [all.len(), count("error") + count("warning"), count("error")];
    let expected = [findings.iter().count(), findings.iter().count(), findings.count(Severity::Error)];
    let mut untrue = Vec::new();
    if counts != expected || told["errors"] != counts[2] || told["warnings"] != counts[0] - counts[2] {
        untrue.push(format!("the counts are wrong: {told}"));
    }
    for (told, finding) in all.iter().zip(findings.iter()) {
        let notes = told["notes"].as_array().into_iter().flatten().zip(finding.notes.iter().map(|note| note.at));
        let places = std::iter::once((told, finding.at)).chain(notes);
        untrue.extend(
            places.filter(|(told, at)| !is_placed(told, *at, sources)).map(|(told, at)| format!("{at:?}: {told}")),
        );
    }
    untrue
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_content_is_told_and_never_panics(
        which in 0usize..64,
        edits in prop::collection::vec((0usize..64, 0.0f64..1.0, prop::bool::weighted(0.1)), 1..6),
    ) {
        let mut files = GOOD.clone();
        damage(&mut files, which, &edits);
        let sources = sources(files);
        let (_, findings) = examined(&sources);
        prop_assert_eq!(report(&findings, &sources).is_empty(), findings.is_empty());
        prop_assert_eq!(untrue(&findings, &sources), Vec::<String>::new());
    }
}
