//! Findings as JSON for machines: the same facts as on the terminal.

use serde::Serialize;
use serde_json::Value;

use super::{Diagnostic, Diagnostics, Severity, Span};
use crate::characters::hidden;
use crate::source::Sources;

#[derive(Serialize)]
struct Report<'a> {
    errors: usize,
    warnings: usize,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    severity: &'static str,
    rule: &'static str,
    #[serde(flatten)]
    location: Location<'a>,
    message: &'a str,
    help: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<Note<'a>>,
}

#[derive(Serialize)]
struct Location<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    sheet: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    cell: &'a str,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Note<'a> {
    #[serde(flatten)]
    location: Location<'a>,
    text: &'a str,
}

/// Writes all findings as one JSON object.
pub fn report(findings: &Diagnostics, sources: &Sources) -> String {
    text(&value(findings, sources))
}

/// The object of all findings, to which a command adds what it did.
pub fn value(findings: &Diagnostics, sources: &Sources) -> Value {
    let report = Report {
        errors: findings.count(Severity::Error),
        warnings: findings.count(Severity::Warning),
        findings: findings.iter().map(|finding| describe(finding, sources)).collect(),
    };
    serde_json::to_value(&report).expect("strings and numbers are always JSON")
}

/// Writes the object.
pub fn text(report: &Value) -> String {
    escaped(&serde_json::to_string_pretty(report).expect("it is JSON already"))
}

/// JSON in which no character steers the screen that shows it.
fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    let mut from = 0;
    for (at, c, _) in hidden(json) {
        escaped.push_str(&json[from..at]);
        c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| escaped.push_str(&format!("\\u{unit:04x}")));
        from = at + c.len_utf8();
    }
    escaped + &json[from..]
}

fn describe<'a>(finding: &'a Diagnostic, sources: &'a Sources) -> Finding<'a> {
    Finding {
        severity: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        rule: finding.rule,
        location: location(sources, finding.at),
        message: &finding.message,
        help: &finding.help,
        notes: finding
            .notes
            .iter()
            .map(|note| Note { location: location(sources, note.at), text: &note.text })
            .collect(),
    }
}

fn location(sources: &Sources, at: Span) -> Location<'_> {
    if let Some(cell) = sources.cell(at.file) {
        let (line, column) = sources.position(at.file, at.start);
        return Location { file: &cell.file, sheet: &cell.sheet, cell: &cell.cell, line, column };
    }
    if sources.is_empty() {
        return Location { file: "", sheet: "", cell: "", line: 1, column: 1 };
    }
    let (line, column) = sources.position(at.file, at.start);
    Location { file: &sources.file(at.file).path, sheet: "", cell: "", line, column }
}
