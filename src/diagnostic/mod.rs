//! Findings about the content (`Diagnostic`), their collection, and positions in it (`Span`, `Located`).
//! `terminal` and `json` turn findings into text; which rules exist is not known here.

mod excerpt;
mod fold;
pub mod json;
mod near;
mod others;
pub mod terminal;

use std::collections::BTreeMap;
use std::fmt;

pub use excerpt::Excerpt;
pub use near::{is_slip, nearest, or_near, perhaps};
pub use others::{and_others, first_few};

use crate::source::FileId;

/// A range of a content file, as byte offsets into its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The beginning of a file, for findings about the file as a whole.
    pub fn file(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }
}

/// A value with its position in the content.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its position.
    pub at: Span,
}

impl<T> Located<T> {
    /// Another value at the same position.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Located<U> {
        Located { value: f(self.value), at: self.at }
    }
}

impl<T: fmt::Display> fmt::Display for Located<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// エラー: nothing is published until it is corrected.
    Error,
    /// 注意: to be looked at; the site is published all the same.
    Warning,
}

impl Severity {
    /// The word for it in reports.
    pub fn label(self) -> &'static str {
        match self {
            Self::Error => "エラー",
            Self::Warning => "注意",
        }
    }
}

/// A kind of finding.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Stable slug.
    pub slug: &'static str,
    /// 題名.
    pub title: &'static str,
}

/// Declares rules by name, slug and 題名, and the list of them all.
macro_rules! rules {
    ($(#[$about:meta])* $list:ident; $($name:ident $slug:literal $title:literal;)*) => {
        $(pub(super) const $name: $crate::diagnostic::Rule = $crate::diagnostic::Rule { slug: $slug, title: $title };)*
        $(#[$about])*
        pub const $list: &[$crate::diagnostic::Rule] = &[$($name),*];
    };
}
pub(crate) use rules;

/// A further position that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The position.
    pub at: Span,
    /// The label at this position.
    pub text: String,
}

/// One finding: what is wrong, where, and what to type instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// エラー or 注意.
    pub severity: Severity,
    /// The stable slug of the rule.
    pub rule: &'static str,
    /// The position.
    pub at: Span,
    /// What is wrong, in plain Japanese.
    pub message: String,
    /// Further positions.
    pub notes: Vec<Note>,
    /// 直し方: what to type.
    pub help: String,
}

impl Diagnostic {
    /// A finding that stops publication.
    pub fn error(rule: &'static str, at: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { severity: Severity::Error, rule, at, message: message.into(), notes: Vec::new(), help: help.into() }
    }

    /// A finding that does not stop publication.
    pub fn warning(rule: &'static str, at: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(rule, at, message, help) }
    }

    /// Adds a further position.
    #[must_use]
    pub fn with_note(mut self, at: Span, text: impl Into<String>) -> Self {
        self.notes.push(Note { at, text: text.into() });
        self
    }
}

/// The most findings of one rule that are told of one file.
const MOST: usize = 100;

/// The findings of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(findings: I) -> Self {
        Self(findings.into_iter().collect())
    }
}

impl Diagnostics {
    /// Adds one finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all findings of another collection.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The findings by position, severity and rule, each once, and no more than [`MOST`] of one rule in one file: the last of
    /// them tells how many there are more.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.0.sort_by(|a, b| (a.at, a.severity, a.rule, &a.message).cmp(&(b.at, b.severity, b.rule, &b.message)));
        self.0.dedup();
        let mut last = BTreeMap::new();
        let mut kept: Vec<Diagnostic> = Vec::new();
        for finding in self.0 {
            let (count, place) = last.entry((finding.at.file, finding.rule, finding.severity)).or_insert((0, 0));
            *count += 1;
            if *count <= MOST {
                *place = kept.len();
                kept.push(finding);
            }
        }
        for (count, place) in last.into_values().filter(|(count, _)| *count > MOST) {
            kept[place].message.push_str(&format!("(このファイルには、ほかに{}件あります)", count - MOST));
        }
        Self(kept)
    }

    /// In the order of a terminal, where the last lines are read first: 注意 before エラー, and of each the causes before what
    /// may follow from them.
    #[must_use]
    pub fn by_cause(&self, is_cause: impl Fn(&Diagnostic) -> bool) -> Self {
        let mut all = self.0.clone();
        all.sort_by_key(|one| (std::cmp::Reverse(one.severity), !is_cause(one)));
        Self(all)
    }

    /// Only those that stop publication.
    #[must_use]
    pub fn errors(&self) -> Self {
        self.0.iter().filter(|one| one.severity == Severity::Error).cloned().collect()
    }

    /// The same findings as 注意.
    #[must_use]
    pub fn as_warnings(mut self) -> Self {
        self.0.iter_mut().for_each(|one| one.severity = Severity::Warning);
        self
    }

    /// The same findings in other words, which depend on their file.
    #[must_use]
    pub fn told(mut self, tell: impl Fn(FileId, &str) -> Option<String>) -> Self {
        for Diagnostic { at, message, notes, help, .. } in &mut self.0 {
            for text in [message, help].into_iter().chain(notes.iter_mut().map(|note| &mut note.text)) {
                if let Some(told) = tell(at.file, text) {
                    *text = told;
                }
            }
        }
        self
    }

    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|d| d.severity == severity).count()
    }

    /// Whether publication must stop.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// The findings in their present order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Whether there are no findings.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
