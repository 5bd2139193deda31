//! Splits a script into tokens: enough of JavaScript to distinguish code from texts, templates, comments and regular
//! expressions. The code is not interpreted.

use super::fault;
use crate::diagnostic::Diagnostic;
use crate::source::FileId;

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, a keyword, a number or a text.
    Value,
    /// A template with its content, or a regular expression without its flags.
    Raw,
    /// `++`, `--`, `=>` or one character of any other sign.
    Sign,
}

/// A piece of a script.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    pub(super) start: usize,
    /// The number of open brackets around it.
    pub(super) depth: usize,
    /// The gap before it.
    pub(super) gap: Gap,
}

impl Token<'_> {
    pub(super) fn is(&self, text: &str) -> bool {
        self.text == text
    }

    pub(super) fn is_name(&self) -> bool {
        self.text.starts_with(is_word)
    }
}

/// The separator of two tokens, comments included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    Nothing,
    Space,
    Line,
}

/// Splits a script into tokens.
pub(super) fn tokens(file: FileId, text: &str) -> Result<Vec<Token<'_>>, Diagnostic> {
    let mut scanner = Scanner { file, text, at: 0, tokens: Vec::new(), open: Vec::new(), divides: false };
    while scanner.step()? {}
    scanner.closed()?;
    Ok(scanner.tokens)
}

struct Scanner<'t> {
    file: FileId,
    text: &'t str,
    at: usize,
    tokens: Vec<Token<'t>>,
    /// The open brackets: where they are, and whether a slash after their end divides.
    open: Vec<(usize, bool)>,
    /// Whether a slash after the last token divides.
    divides: bool,
}

impl<'t> Scanner<'t> {
    /// Whether all brackets are closed.
    fn closed(&self) -> Result<(), Diagnostic> {
        self.open.last().map_or(Ok(()), |(at, _)| Err(self.unclosed(*at, 1)))
    }

    fn unclosed(&self, start: usize, length: usize) -> Diagnostic {
        let opening = &self.text[start..start + length];
        fault(
            self.file,
            start,
            opening,
            format!("「{opening}」が閉じられていません"),
            "対応する閉じる記号を書いてください",
        )
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Reads one token; returns `false` at the end.
    fn step(&mut self) -> Result<bool, Diagnostic> {
        let gap = self.gap()?;
        let (start, depth) = (self.at, self.open.len());
        let Some(first) = self.rest().chars().next() else { return Ok(false) };
        let kind = match first {
            '"' | '\'' => self.enclosed(first, Kind::Value)?,
            '`' => self.enclosed(first, Kind::Raw)?,
            '/' if !self.divides => self.enclosed(first, Kind::Raw)?,
            _ if is_word(first) || self.is_fraction() => self.word(first),
            _ => self.sign(first)?,
        };
        let depth = depth.min(self.open.len());
        self.tokens.push(Token { kind, text: &self.text[start..self.at], start, depth, gap });
        Ok(true)
    }

    /// Skips characters as long as they match.
    fn skip(&mut self, wanted: impl Fn(char) -> bool) {
        self.at = self.rest().find(|c| !wanted(c)).map_or(self.text.len(), |length| self.at + length);
    }

    /// Skips white space and comments.
    fn gap(&mut self) -> Result<Gap, Diagnostic> {
        let start = self.at;
        loop {
            self.skip(|c| c.is_whitespace() || c == '\u{feff}');
            if self.rest().starts_with("//") {
                self.skip(|c| !is_line_end(c));
            } else if self.rest().starts_with("/*") {
                self.at += self.rest().find("*/").ok_or_else(|| self.unclosed(self.at, 2))? + 2;
            } else {
                break;
            }
        }
        let passed = &self.text[start..self.at];
        let gap = if passed.is_empty() { Gap::Nothing } else { Gap::Space };
        Ok(if passed.contains(is_line_end) { Gap::Line } else { gap })
    }

    /// Whether a number begins here with its point.
    fn is_fraction(&self) -> bool {
        self.rest().strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// Reads a name, a keyword or a number.
    fn word(&mut self, first: char) -> Kind {
        let start = self.at;
        let is_number = first == '.' || first.is_ascii_digit();
        self.skip(|c| is_word(c) || (is_number && c == '.'));
        let is_property = self.tokens.last().is_some_and(|token| token.is("."));
        self.divides = is_property || !begins_value(&self.text[start..self.at]);
        Kind::Value
    }

    fn sign(&mut self, first: char) -> Result<Kind, Diagnostic> {
        let long = ["=>", "++", "--"].into_iter().find(|sign| self.rest().starts_with(sign));
        let before = self.tokens.last().map_or("", |token| token.text);
        self.divides = match first {
            ')' | ']' | '}' => self.open.pop().map(|(_, divides)| divides).ok_or_else(|| {
                let message = format!("「{first}」に対応する括弧がありません");
                let help = "余分な閉じ括弧を消すか、対応する括弧を書いてください";
                fault(self.file, self.at, &self.rest()[..1], message, help)
            })?,
            _ => long.is_some_and(|sign| sign != "=>"),
        };
        if matches!(first, '(' | '[' | '{') {
            let divides = first == '[' || (first == '(' && !matches!(before, "for" | "if" | "while" | "with"));
            self.open.push((self.at, divides));
        }
        self.at += long.map_or(first.len_utf8(), str::len);
        Ok(Kind::Sign)
    }

    /// Reads a text, a template or a regular expression, up to the character that ends it. Only templates may span
    /// lines and contain code.
    fn enclosed(&mut self, end: char, kind: Kind) -> Result<Kind, Diagnostic> {
        let start = self.at;
        self.at += 1;
        let mut in_class = false;
        while let Some(c) = self.rest().chars().next().filter(|c| end == '`' || !matches!(c, '\n' | '\r')) {
            if end == '`' && self.rest().starts_with("${") {
                self.expression()?;
                continue;
            }
            self.at += c.len_utf8();
            if c == end && !in_class {
                self.divides = true;
                return Ok(kind);
            }
            in_class = end == '/' && (c == '[' || (in_class && c != ']'));
            if c == '\\' {
                let is_windows_line_end = self.rest().starts_with("\r\n");
                self.at += usize::from(is_windows_line_end) + self.rest().chars().next().map_or(0, char::len_utf8);
            }
        }
        Err(self.unclosed(start, 1))
    }

    /// Reads `${…}`.
    fn expression(&mut self) -> Result<(), Diagnostic> {
        let at = self.at + "$".len();
        let mut inner = Scanner { at, tokens: Vec::new(), open: Vec::new(), divides: false, ..*self };
        while inner.step()? && !inner.open.is_empty() {}
        self.at = inner.at;
        inner.closed()
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '#' | '@' | '\\' | '\u{200c}' | '\u{200d}')
}

/// Whether a slash after a word begins a regular expression.
fn begins_value(word: &str) -> bool {
    let of_values =
        matches!(word, "await" | "delete" | "in" | "instanceof" | "new" | "of" | "typeof" | "void" | "yield");
    of_values || matches!(word, "case" | "do" | "else" | "extends" | "return" | "throw")
}
