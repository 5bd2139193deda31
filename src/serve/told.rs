//! Findings as the browser is told them: the place, the line with its marked part, 直し方, and the page of the record. With them
//! goes what waits for whom before the public sees it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Diagnostics, Excerpt, Severity, Span};
use crate::source::{FileId, Sources};

/// The most findings that the browser lists; beyond them the number is told.
const MOST: usize = 500;

/// What is wrong with the content, or worth a look.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Told {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) findings: Vec<Finding>,
    waiting: Vec<Group>,
    /// The pages that the public does not see yet, each with why.
    kept_back: BTreeMap<String, String>,
}

/// Something that waits before the public sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    /// 下書き, 承認待ち, a day.
    pub state: String,
    /// The record, and which part of it.
    pub what: String,
    /// Where it is written.
    pub at: Span,
    /// The page of the record, from the site's root.
    pub page: Option<String>,
}

/// What waits for one department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Group {
    who: String,
    waits: Vec<ToldWait>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct ToldWait {
    state: String,
    what: String,
    page: Option<String>,
    #[serde(flatten)]
    place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    label: &'static str,
    is_error: bool,
    rule: &'static str,
    message: String,
    help: String,
    #[serde(flatten)]
    place: Option<Place>,
    notes: Vec<Note>,
    /// The page of the record, from the site's root.
    page: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Note {
    text: String,
    #[serde(flatten)]
    place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Place {
    file: String,
    line: usize,
    column: usize,
    /// The line: before the marked part, the part, after it.
    excerpt: [String; 3],
}

impl Told {
    /// All findings, errors first; `page` knows the page of what a file holds.
    pub fn of(findings: &Diagnostics, sources: &Sources, page: impl Fn(FileId) -> Option<String>) -> Self {
        let (errors, warnings) = (findings.count(Severity::Error), findings.count(Severity::Warning));
        let of = |severity: Severity| findings.iter().filter(move |finding| finding.severity == severity);
        let in_order = of(Severity::Error).chain(of(Severity::Warning)).take(MOST);
        let findings = in_order.map(|finding| tell(finding, sources, page(finding.at.file))).collect();
        Self { errors, warnings, findings, ..Self::default() }
    }

    /// Adds what waits, by who is to act, and the pages that are kept back, each with why.
    #[must_use]
    pub fn with_waiting(
        mut self,
        sources: &Sources,
        waiting: Vec<(String, Vec<Wait>)>,
        kept_back: BTreeMap<String, String>,
    ) -> Self {
        let told = |Wait { state, what, at, page }| ToldWait { state, what, page, place: place(sources, at) };
        let group = |(who, waits): (String, Vec<Wait>)| Group { who, waits: waits.into_iter().map(told).collect() };
        self.waiting = waiting.into_iter().map(group).collect();
        self.kept_back = kept_back;
        self
    }

    /// How much waits; what waits for several is counted for each.
    pub(super) fn waits(&self) -> usize {
        self.waiting.iter().map(|group| group.waits.len()).sum()
    }

    /// A fault of the outside, which has no place in the content.
    pub fn fault(message: String, help: &str) -> Self {
        let finding = Finding {
            label: Severity::Error.label(),
            is_error: true,
            rule: "",
            message,
            help: help.to_owned(),
            place: None,
            notes: Vec::new(),
            page: None,
        };
        Self { errors: 1, findings: vec![finding], ..Self::default() }
    }

    /// The errors alone.
    pub(super) fn errors(&self) -> Self {
        let errors = self.findings.iter().filter(|finding| finding.is_error).cloned().collect();
        Self { errors: self.errors, findings: errors, ..Self::default() }
    }
}

fn tell(finding: &Diagnostic, sources: &Sources, page: Option<String>) -> Finding {
    Finding {
        label: finding.severity.label(),
        is_error: finding.severity == Severity::Error,
        rule: finding.rule,
        message: finding.message.clone(),
        help: finding.help.clone(),
        place: (!sources.is_empty() && finding.at.file != FileId::FOLDER).then(|| place(sources, finding.at)),
        notes: finding
            .notes
            .iter()
            .map(|note| Note { text: note.text.clone(), place: place(sources, note.at) })
            .collect(),
        page,
    }
}

fn place(sources: &Sources, at: Span) -> Place {
    let Excerpt { text, line, start, end } = Excerpt::of(sources, at);
    let (_, column) = sources.position(at.file, at.start);
    let excerpt = [&text[..start], &text[start..end], &text[end..]].map(str::to_owned);
    Place { file: sources.shown(at.file), line, column, excerpt }
}
