//! Findings as text for a person at a terminal: the excerpt, the position and 直し方.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::fold::{Shown, fold};
use super::{Diagnostic, Diagnostics, Excerpt, Severity, Span};
use crate::characters::{shown, shown_name};
use crate::source::{CellText, FileId, Sources};

/// The longest excerpt line, in columns: where a longer one is wrapped, the marks below it would stand under something else.
const WIDTH: usize = 160;
const WIDTH_ON_TERMINALS: usize = 80;
/// The most findings with the same remedy that have a line each: every error has to be found, of notices the kind is enough.
const LINES_OF_ERRORS: usize = 200;
const LINES_OF_WARNINGS: usize = 10;

/// Writes all findings, an empty line between them.
pub fn report(findings: &Diagnostics, sources: &Sources) -> String {
    rendered(findings, sources, Renderer::plain().term_width(WIDTH))
}

/// The same in colour, for a terminal.
pub fn coloured_report(findings: &Diagnostics, sources: &Sources) -> String {
    rendered(findings, sources, Renderer::styled().term_width(WIDTH_ON_TERMINALS))
}

fn rendered(findings: &Diagnostics, sources: &Sources, renderer: Renderer) -> String {
    let mut text = String::new();
    for Shown { finding, rest } in fold(findings) {
        let positions = std::iter::once(finding.at).chain(finding.notes.iter().map(|note| note.at));
        let rendered = renderer.render(&[group(finding, sources)]);
        text.push_str(&positions.fold(rendered, |rendered, at| placed(rendered, sources, at)));
        text.push_str("\n直し方: ");
        text.push_str(&shown(&finding.help));
        text.push_str("\n\n");
        if !rest.is_empty() {
            text.push_str(&others(&rest, sources));
        }
    }
    text
}

/// Further findings with the same remedy, a line each.
fn others(rest: &[&Diagnostic], sources: &Sources) -> String {
    let most = match rest[0].severity {
        Severity::Error => LINES_OF_ERRORS,
        Severity::Warning => LINES_OF_WARNINGS,
    };
    let mut text = format!("ほか{}件(直し方は同じ):\n", rest.len());
    for finding in rest.iter().take(most) {
        text.push_str(&format!("  {} {}\n", address(sources, finding.at), shown(&finding.message)));
    }
    if rest.len() > most {
        text.push_str(&format!("  …あと{}件。すべて表示するには、--format json を付けてください\n", rest.len() - most));
    }
    text + "\n"
}

fn address(sources: &Sources, at: Span) -> String {
    let path = path(sources, at);
    if sources.cell(at.file).is_some() {
        return path;
    }
    let (line, column) = sources.position(at.file, at.start);
    format!("{path}:{line}:{column}")
}

/// Removes line and column after the address of a cell: a reader would take them for a part of it. Of a long line only a part is
/// shown, and the column is that in the line.
fn placed(rendered: String, sources: &Sources, at: Span) -> String {
    let Excerpt { text, line, column, start, .. } = Excerpt::of(sources, at);
    let shown_column = shown(&text[..start]).chars().count() + 1;
    let path = path(sources, at);
    let place = match sources.cell(at.file) {
        Some(_) => format!("{path}\n"),
        None if shown_column == column => return rendered,
        None => format!("{path}:{line}:{column}\n"),
    };
    rendered.replace(&format!("{path}:{line}:{shown_column}\n"), &place)
}

fn path(sources: &Sources, at: Span) -> String {
    shown_name(&sources.cell(at.file).map_or_else(|| sources.shown(at.file), CellText::address))
}

fn group<'a>(finding: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    }
    .with_name(finding.severity.label());
    let title = level.primary_title(shown(&finding.message)).id(finding.rule);
    let mut group = Group::with_title(title);
    if finding.at.file == FileId::FOLDER || sources.is_empty() && finding.at.file.cell().is_none() {
        return group;
    }
    group = group.element(snippet(sources, finding.at, "ここ", AnnotationKind::Primary));
    for note in &finding.notes {
        group = group.element(snippet(sources, note.at, &note.text, AnnotationKind::Context));
    }
    group
}

fn snippet<'a>(
    sources: &'a Sources,
    at: Span,
    label: &'a str,
    kind: AnnotationKind,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let Excerpt { text, line, start, end, .. } = Excerpt::of(sources, at);
    let [before, marked, after] = [&text[..start], &text[start..end], &text[end..]].map(shown);
    let marks = before.len()..before.len() + marked.len();
    Snippet::source(format!("{before}{marked}{after}"))
        .path(path(sources, at))
        .line_start(line)
        .fold(true)
        .annotation(kind.span(marks).label(shown(label)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::json;
    use crate::source::FileId;

    #[test]
    fn nothing_in_a_name_or_a_line_steers_the_terminal() {
        let sources = Sources::from_texts([("pages/a\u{1b}]0;x\u{7}\n.md", "# あ\u{85}\u{9b}い\u{202e}\n")]);
        let mut findings = Diagnostics::default();
        findings.push(Diagnostic::error("x", Span { file: FileId(0), start: 2, end: 5 }, "名\u{1b}", "直\u{1b}"));
        for report in [report(&findings, &sources), json::report(&findings, &sources)] {
            assert!(report.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'), "{report:?}");
        }
        assert!(report(&findings, &sources).contains("1 | # あ<U+0085><U+009B>い<U+202E>\n  |   ^^ ここ"));
    }

    #[test]
    fn a_finding_shows_the_place_and_what_to_type() {
        let sources = Sources::from_texts([("goals/1.yaml", "title: あ\nrating: Ｓ\n")]);
        let at = Span { file: FileId(0), start: 19, end: 22 };
        let mut findings = Diagnostics::default();
        findings.push(Diagnostic::error(
            "unknown-rating",
            at,
            "評価「Ｓ」は使えません",
            "◎・○・△・× のいずれかを書いてください",
        ));
        let expected = "\
エラー[unknown-rating]: 評価「Ｓ」は使えません
 --> goals/1.yaml:2:9
  |
2 | rating: Ｓ
  |         ^^ ここ
直し方: ◎・○・△・× のいずれかを書いてください

";
        assert_eq!(report(&findings, &sources), expected);
    }
}
