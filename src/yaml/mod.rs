//! YAML as a tree in which every value has its position, edits of its text that leave everything else unchanged
//! ([`Draft`]), and the lines of new texts ([`Lines`]). The room of the YAML library, which elsewhere only reads the
//! manifest of a theme: it guards against alias bombs, deep nesting and duplicate keys, and translates the library's
//! messages into Japanese. The meaning of the keys is not known here.

mod anchor;
mod draft;
mod extent;
mod fold;
mod pen;
mod scalar;
mod slip;
mod straight;

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Location, Spanned};

pub use anchor::anchors;
pub use draft::{Draft, Refusal, Step};
pub use pen::{Lines, Yaml};
pub use slip::{Slip, slip};

use crate::diagnostic::{Diagnostic, Located, Span};
use crate::source::{FileId, floor};

/// The rule for a text that is not YAML.
pub const BROKEN_YAML: &str = "broken-yaml";
/// The help for faults without a more precise one.
pub const FORM: &str = "字下げ(半角空白2つ)がそろっているか、引用符 \" が閉じているか、キーの後が「: 」(半角コロンと半角空白)かを確認してください。`: ` や ` #` を含む文、記号で始まる文は引用符で囲みます";
/// The rule for a duplicate key.
pub const DUPLICATE_KEY: &str = "duplicate-key";

/// A value and its position.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Its position.
    pub at: Span,
}

impl Node {
    /// The value at a path.
    pub fn find(&self, at: &[Step]) -> Option<&Self> {
        at.iter().try_fold(self, |node, step| match (&node.value, step) {
            (Value::Map(entries), Step::Key(key)) => {
                entries.iter().find(|(known, _)| known.value == *key).map(|(_, node)| node)
            }
            (Value::List(items), Step::Index(index)) => items.get(*index),
            _ => None,
        })
    }

    /// What follows a text without quotes on its line as a comment that does not look like one: in 「…で #うえだ を募集」 a
    /// sentence ends before the `#`, and nobody who writes it expects that. A comment has a space behind its `#`.
    pub fn cut_off(&self, text: &str) -> Vec<Span> {
        let mut found = Vec::new();
        self.gather_cut_off(text, &mut found);
        found
    }

    fn gather_cut_off(&self, text: &str, found: &mut Vec<Span>) {
        match &self.value {
            Value::Map(entries) => entries.iter().for_each(|(_, node)| node.gather_cut_off(text, found)),
            Value::List(items) => items.iter().for_each(|node| node.gather_cut_off(text, found)),
            Value::Text(_) => found.extend(cut_off(self.at, text)),
            Value::Empty | Value::Truth(_) | Value::Number(_) => {}
        }
    }

    /// Changes every word in it, keys among them.
    pub fn respell(&mut self, spell: &mut impl FnMut(&mut String, Span)) {
        match &mut self.value {
            Value::Map(entries) => {
                for (key, node) in entries {
                    spell(&mut key.value, key.at);
                    node.respell(spell);
                }
            }
            Value::List(items) => items.iter_mut().for_each(|node| node.respell(spell)),
            Value::Text(text) => spell(text, self.at),
            Value::Empty | Value::Truth(_) | Value::Number(_) => {}
        }
    }

    /// The first byte of the first word in it.
    pub fn first_byte(&self) -> u32 {
        match &self.value {
            Value::Map(entries) => entries.first().map_or(self.at.start, |(key, _)| key.at.start),
            Value::List(items) => items.first().map_or(self.at.start, Self::first_byte),
            Value::Empty | Value::Truth(_) | Value::Number(_) | Value::Text(_) => self.at.start,
        }
    }
}

/// A parsed value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No value after the colon, or `null`.
    Empty,
    /// `true` or `false`.
    Truth(bool),
    /// A number, as written.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values, in order.
    Map(Vec<(Located<String>, Node)>),
}

impl Value {
    /// The word of a text or a number, without white space around it.
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Number(word) | Self::Text(word) => Some(word.trim()),
            Self::Empty | Self::Truth(_) | Self::List(_) | Self::Map(_) => None,
        }
    }
}

/// Reads a file's text into a tree.
pub fn parse(file: FileId, text: &str) -> Result<Node, Box<Diagnostic>> {
    straight::tree(file, text).map_or_else(|| guarded(file, text), Ok)
}

/// The same on the library's way, with all its guards.
fn guarded(file: FileId, text: &str) -> Result<Node, Box<Diagnostic>> {
    let raw: Spanned<Raw> = serde_yaml::from_str_with_options(text, options())
        .map_err(|error| Box::new(translate(file, text, error.without_snippet())))?;
    Ok(Tree { file, text }.node(raw))
}

fn options() -> serde_yaml::Options {
    let mut budget = serde_yaml::budget::Budget::default();
    budget.max_depth = 32;
    budget.max_nodes = 400_000;
    budget.max_events = 1_000_000;
    budget.max_aliases = 64;
    budget.max_total_scalar_bytes = 16 * 1024 * 1024;
    let mut options = serde_yaml::Options::default();
    options.budget = Some(budget);
    options.strict_booleans = true;
    options.with_snippet = false;
    options.merge_keys = serde_yaml::options::MergeKeyPolicy::Error;
    options.alias_limits.max_total_replayed_events = 10_000;
    options
}

/// The tree as the library returns it.
enum Raw {
    Empty,
    /// `true` or `false`.
    Truth(bool),
    Number,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Raw;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }
            fn visit_unit<E>(self) -> Result<Raw, E> {
                Ok(Raw::Empty)
            }
            fn visit_none<E>(self) -> Result<Raw, E> {
                Ok(Raw::Empty)
            }
            fn visit_bool<E>(self, truth: bool) -> Result<Raw, E> {
                Ok(Raw::Truth(truth))
            }
            fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
                Ok(Raw::Number)
            }
            fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
                Ok(Raw::Number)
            }
            fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
                Ok(Raw::Number)
            }
            fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
                Ok(Raw::Number)
            }
            fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
                Ok(Raw::Number)
            }
            fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
                Ok(Raw::Text(text.to_owned()))
            }
            fn visit_string<E>(self, text: String) -> Result<Raw, E> {
                Ok(Raw::Text(text))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
                let mut list = Vec::new();
                while let Some(value) = seq.next_element()? {
                    list.push(value);
                }
                Ok(Raw::List(list))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Raw::Map(entries))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

struct Tree<'t> {
    file: FileId,
    text: &'t str,
}

impl Tree<'_> {
    fn node(&self, raw: Spanned<Raw>) -> Node {
        let at = self.span(raw.referenced);
        let value = match raw.value {
            Raw::Empty => Value::Empty,
            Raw::Truth(truth) => Value::Truth(truth),
            Raw::Number => {
                let written = self.span(raw.defined);
                Value::Number(self.text[written.start as usize..written.end as usize].trim().to_owned())
            }
            Raw::Text(text) => {
                let written = self.span(raw.defined);
                Value::Text(fold::unfolded(self.text, written.start as usize..written.end as usize, text))
            }
            Raw::List(list) => Value::List(list.into_iter().map(|raw| self.node(raw)).collect()),
            Raw::Map(entries) => {
                Value::Map(entries.into_iter().map(|(key, raw)| (self.key(key), self.node(raw))).collect())
            }
        };
        Node { value, at }
    }

    fn key(&self, key: Spanned<String>) -> Located<String> {
        let at = self.span(key.referenced);
        Located { value: key.value, at }
    }

    fn span(&self, location: Location) -> Span {
        span(self.file, self.text, location)
    }
}

fn span(file: FileId, text: &str, location: Location) -> Span {
    // Errors of the scanner have only line and column.
    let start = location.span().byte_offset().map_or_else(|| offset(text, location), |offset| offset as usize);
    let end = start + location.span().byte_len().unwrap_or(0) as usize;
    let start = floor(text, start);
    Span { file, start: start as u32, end: floor(text, end).max(start) as u32 }
}

fn offset(text: &str, location: Location) -> usize {
    let before = (location.line() as usize).saturating_sub(1);
    let line_start: usize = text.split_inclusive('\n').take(before).map(str::len).sum();
    let column = (location.column() as usize).saturating_sub(1);
    line_start + text[line_start..].chars().take(column).map(char::len_utf8).sum::<usize>()
}

fn cut_off(at: Span, text: &str) -> Option<Span> {
    let (start, end) = (at.start as usize, text[..at.end as usize].trim_end_matches([' ', '\t']).len());
    if text[start..].starts_with(['"', '\'', '|', '>', '*']) {
        return None;
    }
    let (is_listed, rest) = text[end..].strip_prefix(',').map_or((false, &text[end..]), |rest| (true, rest));
    let comment = rest.trim_start_matches([' ', '\t']);
    let (spaces, comment) = match comment.strip_prefix("\r\n").or_else(|| comment.strip_prefix('\n')) {
        Some(_) if is_listed => return None,
        Some(below) => continued(below, column(&text[..start]))?,
        None => (rest.len() - comment.len(), comment),
    };
    let is_cut = spaces > 0 && comment.strip_prefix('#').is_some_and(|word| word.starts_with(is_word));
    is_cut.then(|| {
        let start = text.len() - comment.len();
        let comment = comment.split(['\n', '\r']).next().unwrap_or_default();
        Span { start: start as u32, end: (start + comment.trim_end().len()) as u32, ..at }
    })
}

/// What a line below a text has, if it stands where only a line of that text may stand: right of its key or dash. A line that
/// was switched off begins where lines of its kind begin.
fn continued(below: &str, column: usize) -> Option<(usize, &str)> {
    let comment = below.trim_start_matches(' ');
    let spaces = below.len() - comment.len();
    (spaces > column).then_some((spaces, comment))
}

/// The column of the key or the dash before a text.
fn column(before: &str) -> usize {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let key = line.trim_start_matches([' ', '-']);
    if key.is_empty() { line.rfind('-').unwrap_or(line.len().saturating_sub(1)) } else { line.len() - key.len() }
}

/// Neither a space nor one more sign of a comment.
fn is_word(c: char) -> bool {
    !c.is_whitespace() && c != '#'
}

/// The position of a quote that opens a value and is not closed on its line, in a text that cannot be read.
fn open_quote(text: &str) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let value = [": ", "- "].iter().filter_map(|before| line.find(before)).min().map(|at| at + 2);
        if let Some((at, quote)) = value.and_then(|at| Some((at, line[at..].chars().next()?)))
            && matches!(quote, '"' | '\'')
            && !line[at + 1..].contains(quote)
        {
            return Some(start + at);
        }
        start += line.len();
    }
    None
}

/// The finding about a character because of which nothing can be read.
fn hidden(file: FileId, text: &str) -> Option<Diagnostic> {
    let is_hidden = |c: char| c.is_control() && !['\n', '\r', '\t'].contains(&c) || c == '\u{feff}';
    let (start, found) = text.char_indices().find(|(_, c)| is_hidden(*c))?;
    let at = Span { file, start: start as u32, end: (start + found.len_utf8()) as u32 };
    let (message, help) = match found {
        '\u{1b}' => (
            "文字コードが UTF-8 ではありません(ISO-2022-JP、いわゆる JIS のようです)".to_owned(),
            "編集ソフトで文字コード UTF-8 を選んで保存し直してください",
        ),
        '\u{feff}' => (
            "ファイルの途中に、文字コードの印(BOM、U+FEFF)があります".to_owned(),
            "2つのファイルをつないだときに残ります。この行の始めを消して入力し直してください",
        ),
        _ => (
            format!("見えない文字(U+{:04X})が入っています", u32::from(found)),
            "貼り付けで紛れ込むことがあります。この文字の前後を消して入力し直してください",
        ),
    };
    Some(Diagnostic::error(BROKEN_YAML, at, message, help))
}

/// The finding about a `...` before the last line, which ends a file.
fn ended(file: FileId, text: &str) -> Option<Diagnostic> {
    let is_end = |line: &str| line.trim_end() == "..." || line.starts_with("... ");
    let before = text.split_inclusive('\n').take_while(|line| !is_end(line)).map(str::len).sum::<usize>();
    let start = u32::try_from(before).ok().filter(|_| before < text.len())?;
    let help = "`...` の行を消してください。省略の印なら「…」と書き、前の行と同じ数だけ字下げしてください";
    let at = Span { file, start, end: start + 3 };
    Some(Diagnostic::error(BROKEN_YAML, at, "`...` の行で、ファイルが終わったと見なされます", help))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the YAML reader knows many faults")]
fn translate(file: FileId, text: &str, error: &serde_yaml::Error) -> Diagnostic {
    use serde_yaml::Error as E;
    if let Some(hidden) = hidden(file, text) {
        return hidden;
    }
    if let Some(quote) = open_quote(text) {
        let at = Span { file, start: quote as u32, end: quote as u32 + 1 };
        let (quote, other) = if text[quote..].starts_with('"') { ('"', '\'') } else { ('\'', '"') };
        let help = format!(
            "文の終わりに {quote} を付けてください。文の中に {quote} があるときは、全体を {other} {other} で囲みます"
        );
        return Diagnostic::error(BROKEN_YAML, at, format!("引用符 {quote} が閉じていません"), help);
    }
    let at = error.location().map_or(Span::file(file), |location| span(file, text, location));
    let broken = |message: &str, help: &str| Diagnostic::error(BROKEN_YAML, at, message, help);
    match error {
        E::AliasError { error, .. } => translate(file, text, error),
        E::DuplicateMappingKey { key, .. } => Diagnostic::error(
            DUPLICATE_KEY,
            at,
            format!("キー「{}」が2回書かれています", key.as_deref().unwrap_or("?")),
            "どちらか1つにまとめてください",
        ),
        E::Budget { .. }
        | E::AliasReplayLimitExceeded { .. }
        | E::AliasExpansionLimitExceeded { .. }
        | E::AliasReplayStackDepthExceeded { .. }
        | E::AliasReplayCounterOverflow { .. } => broken(
            "文が多すぎるか、字下げが深すぎます",
            "ファイルを分けてください。`&` と `*` による書き方は使えません",
        ),
        E::UnknownAnchor { .. } => {
            broken("`*` で始まる文は、このままでは書けません", "通常の文なら、値の全体を引用符 \" \" で囲んでください")
        }
        E::Eof { .. } => broken("ファイルに中身がありません", "必要なキーを書くか、ファイルを消してください"),
        E::MultipleDocuments { .. } => ended(file, text).unwrap_or_else(|| {
            broken(
                "1つのファイルに2つの記録があります(`---` の行で分かれています)",
                "`---` から下を、別のファイルに移してください",
            )
        }),
        E::MergeKeyNotAllowed { .. } | E::MergeValueNotMapOrSeqOfMaps { .. } => {
            broken("`<<` は使えません", "共通の内容も、それぞれの場所に書いてください")
        }
        E::UnsupportedTag { .. } | E::TaggedScalarCannotDeserializeIntoString { .. } => {
            broken("`!` で始まる値は使えません", "通常の文なら、値の全体を引用符 \" \" で囲んでください")
        }
        _ => match slip(text, at) {
            Some(Slip { at, message, help }) => Diagnostic::error(BROKEN_YAML, at, message, help),
            None => broken("YAML として読めません。この行か、その上の行の書き方に誤りがあります", FORM),
        },
    }
}
