//! The findings in the form sent to the browser: position, line with the marked part, 直し方, and the page of the
//! record. Also the records that wait for publication, by who is to act.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::characters::{shown, shown_name};
use crate::diagnostic::{Diagnostic, Diagnostics, Excerpt, Severity, Span};
use crate::source::{FileId, Sources};

/// The most findings that the browser lists; of the others it shows only the number.
const MOST: usize = 500;

/// The errors and warnings about the content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Told {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) findings: Vec<Finding>,
    waiting: Vec<Group>,
    /// The pages that are not public yet, each with the reason.
    kept_back: BTreeMap<String, String>,
}

/// A part of a record that waits for publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    /// 下書き, 承認待ち, or a day.
    pub state: String,
    /// The record and the part of it.
    pub what: String,
    /// The position in the content.
    pub at: Span,
    /// The page of the record, relative to the site's root.
    pub page: Option<String>,
}

/// The parts that wait for one department.
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
    /// The page of the record, relative to the site's root.
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
    /// All findings, errors first; `page` returns the page of a file's record.
    pub fn of(findings: &Diagnostics, sources: &Sources, page: impl Fn(FileId) -> Option<String>) -> Self {
        let (errors, warnings) = (findings.count(Severity::Error), findings.count(Severity::Warning));
        let of = |severity: Severity| findings.iter().filter(move |finding| finding.severity == severity);
        let in_order = of(Severity::Error).chain(of(Severity::Warning)).take(MOST);
        let findings = in_order.map(|finding| tell(finding, sources, page(finding.at.file))).collect();
        Self { errors, warnings, findings, ..Self::default() }
    }

    /// Adds the parts that wait, by who is to act, and the unpublished pages, each with the reason.
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

    /// The number of waiting parts; one that waits for several is counted for each.
    pub(super) fn waits(&self) -> usize {
        self.waiting.iter().map(|group| group.waits.len()).sum()
    }

    /// An error outside the content, without a position.
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

    /// The errors only.
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
        message: shown(&finding.message).into_owned(),
        help: shown(&finding.help).into_owned(),
        place: (!sources.is_empty() && finding.at.file != FileId::FOLDER).then(|| place(sources, finding.at)),
        notes: finding
            .notes
            .iter()
            .map(|note| Note { text: shown(&note.text).into_owned(), place: place(sources, note.at) })
            .collect(),
        page,
    }
}

fn place(sources: &Sources, at: Span) -> Place {
    let Excerpt { text, line, column, start, end } = Excerpt::of(sources, at);
    let excerpt = [&text[..start], &text[start..end], &text[end..]].map(|part| shown(part).into_owned());
    Place { file: shown_name(&without_home(sources, at.file)), line, column, excerpt }
}

/// The path from the content folder on: the names of the folders above it belong to this machine.
fn without_home(sources: &Sources, file: FileId) -> String {
    let shown = sources.shown(file);
    let above = sources.root().parent().filter(|_| sources.root().is_absolute());
    let above = above.map(|above| above.to_string_lossy().replace('\\', "/"));
    let rest = above.and_then(|above| Some(shown.strip_prefix(&above)?.trim_start_matches('/').to_owned()));
    rest.unwrap_or(shown)
}
