//! The ordinary text, read from the parser's events as they come: the library's way over serde costs as much again as the
//! parsing itself. Whatever is not ordinary (a fault, a reference, a tag, deep nesting, a number in an unusual form) is left
//! to that way, which guards against it or says what is wrong.

use std::borrow::Cow;

use serde_yaml::granit_parser::{Event, Parser, ScalarStyle, Span as Place, StrInput};

use super::{Node, Value, fold};
use crate::diagnostic::{Located, Span};
use crate::source::{FileId, floor};

/// A longer text is left to the library's guards, which no shorter one can reach.
const LONGEST: usize = 256 * 1024;
/// Deeper nesting is left to the library's guard.
const DEEPEST: usize = 24;
/// A longer number is not read here.
const DIGITS: usize = 15;
/// The words that YAML or the library may take for something else than a text, however they are capitalised.
const RESERVED: [&str; 6] = ["null", "true", "false", "nan", "inf", "infinity"];

/// The tree of an ordinary text.
pub(super) fn tree(file: FileId, text: &str) -> Option<Node> {
    let mut reader = Reader { file, text, parser: Parser::new_from_str(text) };
    let is_begun = text.len() <= LONGEST
        && matches!(reader.next()?.0, Event::StreamStart)
        && matches!(reader.next()?.0, Event::DocumentStart(_, None));
    let first = is_begun.then(|| reader.next()).flatten()?;
    let node = reader.node(first, DEEPEST)?;
    let is_ended = matches!(reader.next()?.0, Event::DocumentEnd) && matches!(reader.next()?.0, Event::StreamEnd);
    is_ended.then_some(node)
}

struct Reader<'t> {
    file: FileId,
    text: &'t str,
    parser: Parser<'t, StrInput<'t>>,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Option<(Event<'t>, Place)> {
        self.parser.next_event()?.ok()
    }

    /// The node that begins with an event; `None` if it is not ordinary.
    fn node(&mut self, (event, place): (Event<'t>, Place), deep: usize) -> Option<Node> {
        let at = self.span(&place)?;
        let value = if let Event::Scalar(word, style, 0, None) = event {
            self.scalar(word, style, at)?
        } else if let Event::SequenceStart(_, 0, None) = event {
            Value::List(self.items(deep.checked_sub(1)?)?)
        } else if let Event::MappingStart(_, 0, None) = event {
            Value::Map(self.entries(deep.checked_sub(1)?)?)
        } else {
            return None;
        };
        Some(Node { value, at })
    }

    fn items(&mut self, deep: usize) -> Option<Vec<Node>> {
        let mut items = Vec::new();
        loop {
            let begun = self.next()?;
            if matches!(begun.0, Event::SequenceEnd) {
                return Some(items);
            }
            items.push(self.node(begun, deep)?);
        }
    }

    fn entries(&mut self, deep: usize) -> Option<Vec<(Located<String>, Node)>> {
        let mut entries: Vec<(Located<String>, Node)> = Vec::new();
        loop {
            let (event, place) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                break;
            }
            let Event::Scalar(word, style, 0, None) = event else { return None };
            let at = self.span(&place)?;
            let key = Located { value: key(word, style)?, at };
            let begun = self.next()?;
            entries.push((key, self.node(begun, deep)?));
        }
        let mut keys: Vec<_> = entries.iter().map(|(key, _)| key.value.as_str()).collect();
        keys.sort_unstable();
        keys.windows(2).all(|pair| pair[0] != pair[1]).then_some(entries)
    }

    fn scalar(&self, word: Cow<'t, str>, style: ScalarStyle, at: Span) -> Option<Value> {
        if style != ScalarStyle::Plain || is_text(&word) {
            return Some(Value::Text(fold::unfolded(self.text, at.start as usize..at.end as usize, word.into_owned())));
        }
        match &*word {
            "" => Some(Value::Empty),
            "true" | "false" => Some(Value::Truth(word == "true")),
            word => is_number(word).then(|| Value::Number(word.to_owned())),
        }
    }

    fn span(&self, place: &Place) -> Option<Span> {
        let bytes = place.byte_range()?;
        let start = floor(self.text, bytes.start);
        Some(Span { file: self.file, start: start as u32, end: floor(self.text, bytes.end).max(start) as u32 })
    }
}

/// A key that is a text.
fn key(word: Cow<'_, str>, style: ScalarStyle) -> Option<String> {
    (style != ScalarStyle::Plain || is_text(&word)).then(|| word.into_owned())
}

/// Whether a word without quotes is a text for certain: it has a character that no number has, or begins as none does.
fn is_text(word: &str) -> bool {
    let bytes = word.as_bytes();
    let is_of_numbers = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-' | b'_' | b'~');
    let is_divided = |pair: &[u8]| pair[0].is_ascii_digit() && pair[1] == b'-';
    match bytes.first() {
        None => false,
        Some(_) if !bytes.iter().all(is_of_numbers) => !word.starts_with("<<"),
        Some(b'A'..=b'Z' | b'a'..=b'z') => !RESERVED.iter().any(|reserved| word.eq_ignore_ascii_case(reserved)),
        Some(b'0'..=b'9') => bytes.windows(2).any(is_divided),
        Some(_) => false,
    }
}

/// Whether a word is a number in its usual form.
fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits = |part: &str| (1..=DIGITS).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    are_digits(whole) && are_digits(fraction) && (whole == "0" || !whole.starts_with('0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::guarded;

    const FILES: [&str; 5] = [
        include_str!("../../content/site.yaml"),
        include_str!("../../content/departments.yaml"),
        include_str!("../../content/corrections.yaml"),
        include_str!("../../content/glossary.yaml"),
        include_str!("../../content/ratings.yaml"),
    ];
    /// What makes a difference to YAML.
    const SIGNS: [&str; 48] = [
        "\n",
        "\n\n",
        " ",
        "  ",
        "\t",
        ": ",
        ":",
        "- ",
        "-",
        "#",
        " # ",
        "\"",
        "'",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a ",
        "*a",
        "!!str ",
        "!",
        "|\n",
        ">\n",
        "|-\n  ",
        "? ",
        "<<: ",
        "~",
        "null",
        "NULL",
        "true",
        "False",
        "yes",
        "0",
        "01",
        "-1",
        "1.5",
        "-0.0",
        "1e3",
        "0x1f",
        "1_000",
        ".5",
        ".inf",
        "nan",
        "2022-04-01",
        "---\n",
        "...\n",
        "\u{feff}",
    ];

    /// Whether a text is read straight; then it is read as the library reads it.
    fn is_straight(text: &str) -> bool {
        let straight = tree(FileId(0), text);
        if let Some(node) = &straight {
            assert_eq!(Ok(node), guarded(FileId(0), text).as_ref(), "{text}");
        }
        straight.is_some()
    }

    #[test]
    fn what_editors_write_is_read_straight() {
        assert!(FILES.iter().all(|text| is_straight(text)));
    }

    #[test]
    fn a_damaged_text_is_read_as_the_library_reads_it() {
        let mut random = fastrand::Rng::with_seed(20);
        let mut straight = 0;
        for round in 0..4000 {
            let text = FILES[round % FILES.len()];
            let places: Vec<_> = text.char_indices().map(|(at, _)| at).collect();
            let from = places[random.usize(..places.len())];
            let mut text = text[from..].chars().take(300).collect::<String>();
            for _ in 0..random.usize(1..4) {
                let places: Vec<_> = text.char_indices().map(|(at, _)| at).collect();
                let at = places[random.usize(..places.len())];
                text.insert_str(at, SIGNS[random.usize(..SIGNS.len())]);
            }
            straight += usize::from(is_straight(&text));
        }
        assert!(straight > 400, "only {straight} are ordinary");
    }

    #[test]
    fn doubtful_words_are_left_to_the_library() {
        for word in
            SIGNS.iter().chain(&["003", "+5", "12 人", "1,000", "1-3-2", "kosodate-01", "1.2.3", "<<", "=", "９"])
        {
            for text in ["{}", "a: {}", "- {}", "[{}, {}]", "{}: 1", "a: \"{}\"", "{{}: 1, b: 2}"] {
                is_straight(&text.replace("{}", word));
            }
        }
        for doubtful in ["a: 003", "a: 1e3", "a: &b 1", "a: 1\na: 2", "<<: {a: 1}", "a: NULL", "a: !!str 1", ""] {
            assert!(!is_straight(doubtful), "{doubtful}");
        }
    }
}
