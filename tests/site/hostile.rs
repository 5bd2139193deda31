//! Whatever is typed into a file, the reading ends with findings that can be told, never with a panic.

use std::sync::LazyLock;

use mieruka::diagnostic::{Diagnostics, json};
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

/// What the report for machines says of a place that is not there.
fn misplaced(told: &Value, sources: &Sources) -> Option<String> {
    let (path, line) = (told["file"].as_str()?, told["line"].as_u64()?);
    let Some((_, file)) = sources.find(path) else { return Some(format!("no such file: {told}")) };
    let length =
        file.text.split('\n').nth(usize::try_from(line).ok()?.checked_sub(1)?).map(|line| line.chars().count());
    let column = usize::try_from(told["column"].as_u64()?).ok()?;
    (!length.is_some_and(|length| (1..=length + 1).contains(&column))).then(|| format!("no such place: {told}"))
}

/// What is wrong with how the findings are told.
fn untrue(findings: &Diagnostics, sources: &Sources) -> Vec<String> {
    let told: Value = serde_json::from_str(&json::report(findings, sources)).expect("the report is JSON");
    let all = told["findings"].as_array().expect("it has findings");
    let places = all
        .iter()
        .flat_map(|finding| std::iter::once(finding).chain(finding["notes"].as_array().into_iter().flatten()));
    let mut untrue: Vec<_> = places.filter_map(|place| misplaced(place, sources)).collect();
    let count = |severity: &str| all.iter().filter(|finding| finding["severity"] == severity).count();
    if told["errors"] != count("error") || told["warnings"] != count("warning") || all.len() != findings.iter().count()
    {
        untrue.push(format!("the counts are wrong: {told}"));
    }
    let spans =
        findings.iter().flat_map(|finding| std::iter::once(finding.at).chain(finding.notes.iter().map(|note| note.at)));
    let torn = spans.filter(|at| sources.file(at.file).text.get(at.start as usize..at.end as usize).is_none());
    untrue.extend(torn.map(|at| format!("not within its text: {at:?}")));
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
