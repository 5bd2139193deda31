//! Splits a script into tokens: enough of JavaScript to distinguish code from texts, templates, comments and regular
//! expressions. The code is not interpreted.

use std::ops::Range;

/// A fault in a script, with its position.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) at: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

impl Fault {
    pub(super) fn new(at: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { at, message: message.into(), help: help.into() }
    }
}

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Word,
    Number,
    Text,
    /// A template with its content.
    Template,
    /// A regular expression, without its flags.
    Pattern,
    /// `++`, `--`, `=>` or one character of any other sign.
    Sign,
}

/// A piece of a script.
#[derive(Debug, Clone)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    pub(super) at: Range<usize>,
    /// The number of open brackets around it.
    pub(super) depth: usize,
    /// The gap before it.
    pub(super) gap: Gap,
}

impl Token<'_> {
    pub(super) fn is(&self, text: &str) -> bool {
        self.text == text && matches!(self.kind, Kind::Word | Kind::Sign)
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
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, Fault> {
    let mut scanner = Scanner::new(text);
    while scanner.step()? {}
    scanner.closed()?;
    Ok(scanner.tokens)
}

const BYTE_ORDER_MARK: char = '\u{feff}';
const SIGNS: [&str; 3] = ["=>", "++", "--"];
/// A bracket that is not closed yet.
struct Bracket {
    at: usize,
    /// Whether a slash after its end divides.
    divides: bool,
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<Token<'t>>,
    open: Vec<Bracket>,
    /// Whether a slash after the last token divides.
    divides: bool,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        let at = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        Self { text, at, tokens: Vec::new(), open: Vec::new(), divides: false }
    }

    /// Whether all brackets are closed.
    fn closed(&self) -> Result<(), Fault> {
        self.open.last().map_or(Ok(()), |Bracket { at, .. }| {
            let message = format!("「{}」が閉じられていません", &self.text[*at..=*at]);
            Err(Fault::new(*at..at + 1, message, "対応する閉じ括弧を書いてください"))
        })
    }

    /// Reads one token; returns `false` at the end.
    fn step(&mut self) -> Result<bool, Fault> {
        let gap = self.gap()?;
        let start = self.at;
        let Some(first) = self.rest().chars().next() else { return Ok(false) };
        let depth = self.open.len();
        if matches!(first, ')' | ']' | '}') && depth == 0 {
            let help = "余分な閉じ括弧を消すか、対応する括弧を書いてください";
            return Err(Fault::new(start..start + 1, format!("「{first}」に対応する括弧がありません"), help));
        }
        let kind = self.token(first)?;
        self.divides = self.divides_behind(kind, start);
        let depth = depth.min(self.open.len());
        self.tokens.push(Token { kind, text: &self.text[start..self.at], at: start..self.at, depth, gap });
        Ok(true)
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Skips characters as long as they match.
    fn skip(&mut self, wanted: impl Fn(char) -> bool) {
        self.at = self.rest().find(|c| !wanted(c)).map_or(self.text.len(), |length| self.at + length);
    }

    /// Skips white space and comments.
    fn gap(&mut self) -> Result<Gap, Fault> {
        let start = self.at;
        loop {
            self.skip(char::is_whitespace);
            if self.rest().starts_with("//") {
                self.skip(|c| !is_line_end(c));
            } else if self.rest().starts_with("/*") {
                let Some(length) = self.rest().find("*/") else {
                    return Err(Fault::new(self.at..self.at + 2, "注釈が閉じられていません", "「*/」を書いてください"));
                };
                self.at += length + 2;
            } else {
                break;
            }
        }
        let passed = &self.text[start..self.at];
        Ok(if passed.contains(is_line_end) {
            Gap::Line
        } else if passed.is_empty() {
            Gap::Nothing
        } else {
            Gap::Space
        })
    }

    fn token(&mut self, first: char) -> Result<Kind, Fault> {
        let is_fraction = |rest: &str| rest[1..].starts_with(|c: char| c.is_ascii_digit());
        match first {
            '"' | '\'' => self.enclosed(first).map(|()| Kind::Text),
            '`' => self.enclosed(first).map(|()| Kind::Template),
            '/' if !self.divides => self.enclosed(first).map(|()| Kind::Pattern),
            '0'..='9' => Ok(self.word(Kind::Number)),
            '.' if is_fraction(self.rest()) => Ok(self.word(Kind::Number)),
            _ if is_word(first) => Ok(self.word(Kind::Word)),
            _ => {
                self.sign(first);
                Ok(Kind::Sign)
            }
        }
    }

    fn word(&mut self, kind: Kind) -> Kind {
        self.skip(|c| is_word(c) || (kind == Kind::Number && c == '.'));
        kind
    }

    fn sign(&mut self, first: char) {
        match first {
            '(' | '[' | '{' => {
                let before = self.tokens.last().map_or("", |token| token.text);
                let divides = first == '[' || (first == '(' && !begins_statement(before));
                self.open.push(Bracket { at: self.at, divides });
            }
            ')' | ']' | '}' => self.divides = self.open.pop().is_some_and(|bracket| bracket.divides),
            _ => {}
        }
        let long = SIGNS.iter().find(|sign| self.rest().starts_with(**sign));
        self.at += long.map_or(first.len_utf8(), |sign| sign.len());
    }

    /// Whether a slash after this token divides it.
    fn divides_behind(&self, kind: Kind, start: usize) -> bool {
        match kind {
            Kind::Number | Kind::Text | Kind::Template | Kind::Pattern => true,
            Kind::Word => {
                let is_property = self.tokens.last().is_some_and(|token| token.is("."));
                is_property || !begins_value(&self.text[start..self.at])
            }
            Kind::Sign => match &self.text[start..self.at] {
                ")" | "]" | "}" => self.divides,
                sign => matches!(sign, "++" | "--"),
            },
        }
    }

    /// Reads a text, a template or a regular expression, up to the character that ends it. Only templates may span
    /// lines and contain code.
    fn enclosed(&mut self, end: char) -> Result<(), Fault> {
        let start = self.at;
        self.at += 1;
        let mut in_class = false;
        while let Some(c) = self.rest().chars().next().filter(|c| end == '`' || !matches!(c, '\n' | '\r')) {
            match c {
                '\\' => self.escape(),
                '$' if end == '`' && self.rest().starts_with("${") => self.expression()?,
                _ => {
                    self.at += c.len_utf8();
                    if c == end && !in_class {
                        return Ok(());
                    }
                    in_class = end == '/' && (c == '[' || (in_class && c != ']'));
                }
            }
        }
        let (what, place) = match end {
            '`' => ("テンプレート文字列", ""),
            '/' => ("正規表現", "同じ行に"),
            _ => ("文字列", "同じ行に"),
        };
        let help = format!("{place}「{end}」を書いてください");
        Err(Fault::new(start..start + 1, format!("{what}が閉じられていません"), help))
    }

    /// Reads a backslash with the character that it escapes.
    fn escape(&mut self) {
        self.at += 1;
        let length =
            if self.rest().starts_with("\r\n") { 2 } else { self.rest().chars().next().map_or(0, char::len_utf8) };
        self.at += length;
    }

    /// `${…}`.
    fn expression(&mut self) -> Result<(), Fault> {
        let at = self.at + "$".len();
        let mut inner = Scanner { at, ..Scanner::new(self.text) };
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

/// Whether a statement begins after the brackets that follow a word.
fn begins_statement(word: &str) -> bool {
    matches!(word, "for" | "if" | "while" | "with")
}
