//! What a build says of its content besides what it has changed. It is kept with the publication: a build from the same files,
//! on the same day and by the same program, says it again without reading a record.

use std::path::Path;

use mieruka::diagnostic::{self, Diagnostics, Severity, json};
use mieruka::digest::Digest;
use mieruka::model::Site;
use mieruka::publish;
use mieruka::source::Sources;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::flags::{ReportFormat, Telling};
use super::report;
use super::terminal::{self, is_coloured, is_hushed, say};

/// The inputs of a build, by their digests.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct MadeOf {
    /// What the printed texts are made of.
    pub(super) printed: Digest,
    /// What the site is made of.
    pub(super) site: Digest,
}

/// The findings in every form in which they are told, and the counts.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Examined {
    /// What it is made of, if that is known.
    made_of: Option<MadeOf>,
    plain: String,
    coloured: String,
    json: Value,
    counts: Option<String>,
    kept_back: Option<String>,
    /// How many records are public.
    pub(super) records: usize,
}

impl Examined {
    /// What was found in these sources, without an error.
    pub(super) fn new(made_of: Option<MadeOf>, site: &Site, findings: &Diagnostics, sources: &Sources) -> Self {
        let warned = findings.count(Severity::Warning) > 0;
        let by_cause = report::by_cause(findings);
        Self {
            made_of,
            plain: diagnostic::terminal::report(&by_cause, sources),
            coloured: diagnostic::terminal::coloured_report(&by_cause, sources),
            json: json::value(findings, sources),
            counts: warned.then(|| report::counts(findings)),
            kept_back: report::kept_back(site),
            records: site.records().filter(|record| record.release().is_open()).count(),
        }
    }

    /// What the last build to a folder kept, if it had the same inputs.
    pub(super) fn recalled(out: &Path, printed: &Digest) -> Option<Self> {
        let kept: Self = serde_json::from_slice(&publish::recall(out)?).ok()?;
        kept.made_of.is_some_and(|of| of.printed == *printed).then_some(kept)
    }

    /// The digest of what the site is made of.
    pub(super) fn made_from(&self) -> Option<&Digest> {
        self.made_of.as_ref().map(|of| &of.site)
    }

    /// The bytes to keep; none where nobody could tell what they belong to.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        self.made_of.map(|_| serde_json::to_vec(self).expect("texts are always JSON"))
    }

    /// Prints the findings that are wanted.
    pub(super) fn tell(&self, telling: Telling) {
        if telling.format == ReportFormat::Text && !telling.errors_only && !is_hushed() {
            terminal::report(if is_coloured() { &self.coloured } else { &self.plain });
        }
    }

    /// Prints the counts.
    pub(super) fn sum_up(&self) {
        [&self.kept_back, &self.counts].into_iter().flatten().for_each(|line| say(line));
    }

    /// The findings as JSON, if that is asked for.
    pub(super) fn json(&self, telling: Telling) -> Option<Value> {
        (telling.format == ReportFormat::Json).then(|| self.json.clone())
    }
}
