//! The line at which a finding points, with the marked part of it.

use super::Span;
use crate::source::{Sources, floor};

/// The most bytes that are shown of a line before a mark, of it and after it: a report of a file with one long line stays short.
const MOST: usize = 600;

/// One line of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excerpt<'a> {
    /// The line, or of a long one the part around the mark.
    pub text: &'a str,
    /// Its number, from 1.
    pub line: usize,
    /// The column of the mark, from 1, in characters.
    pub column: usize,
    /// The start of the marked part, in bytes.
    pub start: usize,
    /// One past its end.
    pub end: usize,
}

impl<'a> Excerpt<'a> {
    /// Only the line on which a span begins: a file of megabytes makes no larger report than a small one.
    pub fn of(sources: &'a Sources, at: Span) -> Self {
        let text = &sources.file(at.file).text;
        let start = (at.start as usize).min(text.len());
        let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
        let (line, column) = sources.position(at.file, at.start);
        let end = (at.end as usize).clamp(start, line_end);
        let empty = start == end && end < line_end;
        let end = if empty { end + text[end..].chars().next().map_or(0, char::len_utf8) } else { end };
        let from = floor(text, line_start.max(start.saturating_sub(MOST)));
        let end = floor(text, end.min(start + MOST));
        let to = floor(text, line_end.min(end + MOST));
        Self { text: &text[from..to], line, column, start: start - from, end: end - from }
    }
}
