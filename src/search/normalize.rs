//! The normal form of texts and queries. It is implemented twice, here and in the theme's `search.js`; both are tested
//! with `tests/search/vectors.json`.
//!
//! 1. NFKC of each character with its combining marks, lower case; other marks and invisible characters are removed.
//! 2. What separates statements (white space, 。、：；！？…) becomes one separator, `\n`; decoration (brackets, quotes,
//!    ・, *) is removed, but ・ between digits separates them; thousands separators are removed; `.` `/` `:` are kept
//!    between digits only; dashes become ー after kana and `-` elsewhere; waves become `~`.
//! 3. Character by character: katakana to hiragana, ヵヶ箇 to か, old and variant kanji to the usual ones, 々ゝ to what
//!    they repeat.
//!
//! The *loose* form, used to look words up, also drops ー, enlarges small kana, and replaces づぢ by ずじ.

use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::keys::ByKey;

/// Separates statements in the normal form; no phrase matches across it.
pub(super) const SEPARATOR: char = '\n';

/// The forms of one kanji.
const FORMS: &str = include_str!("../dictionary/forms.txt");

/// A text in its normal form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Normal {
    /// The normal form.
    pub(super) chars: Vec<char>,
    /// The same text after the second step, of the same length: the input for the dictionary.
    pub(super) spelled: String,
}

/// Converts a text to its normal form.
pub(super) fn normalize(text: &str) -> Normal {
    let plain = plain(text);
    let mut normal = Normal { chars: Vec::with_capacity(plain.len()), spelled: String::with_capacity(text.len()) };
    let mut previous = None;
    for (i, c) in plain.iter().enumerate() {
        let Some(kept) = keep(*c, previous, plain.get(i + 1).copied()) else { continue };
        if kept == SEPARATOR && previous.is_none_or(|previous| previous == SEPARATOR) {
            continue;
        }
        let repeated = matches!(kept, '々' | 'ゝ' | 'ヽ' | 'ゞ' | 'ヾ').then(|| normal.chars.last()).flatten();
        normal.chars.push(repeated.copied().filter(|c| *c != SEPARATOR).unwrap_or_else(|| fold(kept)));
        normal.spelled.push(kept);
        previous = Some(kept);
    }
    if normal.chars.last() == Some(&SEPARATOR) {
        normal.chars.pop();
        normal.spelled.pop();
    }
    normal
}

/// The loose form of a normal form.
pub(super) fn loose(chars: impl IntoIterator<Item = char>) -> String {
    chars.into_iter().filter(|c| *c != 'ー').map(enlarge).collect()
}

fn enlarge(c: char) -> char {
    match c {
        'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' => {
            char::from_u32(c as u32 + 1).expect("the large kana follows the small one")
        }
        'づ' => 'ず',
        'ぢ' => 'じ',
        _ => c,
    }
}

/// The first step.
fn plain(text: &str) -> Vec<char> {
    let mut plain = Vec::with_capacity(text.len() / 2);
    let mut rest = text.chars();
    while let Some(first) = rest.next() {
        let marks = rest.clone().take_while(|c| is_joined(*c)).map(char::len_utf8).sum::<usize>();
        if marks == 0 && is_plain(first) {
            plain.push(first);
            continue;
        }
        let behind = text.len() - rest.as_str().len();
        let group = &text[behind - first.len_utf8()..behind + marks];
        rest = text[behind + marks..].chars();
        let lower = group.nfkc().flat_map(char::to_lowercase);
        plain.extend(lower.filter(|c| !is_invisible(*c) && !is_mark(*c)));
    }
    plain
}

/// Whether a character is kanji.
pub(super) fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character is hiragana.
pub(super) fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ')
}

/// Characters that the first step does not change: most characters of Japanese texts.
fn is_plain(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '一'..='鿿' | 'a'..='z' | '0'..='9' | '、' | '。' | '\n' | ' ')
}

/// Characters that belong to the one before.
fn is_joined(c: char) -> bool {
    !is_plain(c) && (matches!(c, 'ﾞ' | 'ﾟ') || is_mark(c))
}

fn is_mark(c: char) -> bool {
    c as u32 >= 0x300 && is_combining_mark(c)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The second step for one character between its neighbours: the character to keep, if any.
fn keep(c: char, previous: Option<char>, next: Option<char>) -> Option<char> {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let between_digits = digit(previous) && digit(next);
    match c {
        'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='鿿' | 'a'..='z' | '0'..='9' => Some(c),
        ',' => (!between_digits).then_some(SEPARATOR),
        '・' => between_digits.then_some(SEPARATOR),
        '.' => between_digits.then_some(c),
        '/' | ':' => Some(if between_digits { c } else { SEPARATOR }),
        '。' | '、' | ';' | '!' | '?' | '|' => Some(SEPARATOR),
        '「' | '」' | '『' | '』' | '【' | '】' | '〔' | '〕' | '〈' | '〉' | '《' | '》' | '(' | ')' | '[' | ']'
        | '{' | '}' | '<' | '>' | '"' | '\'' | '`' | '´' | '‘' | '’' | '“' | '”' | '*' | '^' | '\\' => None,
        'ー' | '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' | '━' => Some(match previous {
            Some('ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー') => 'ー',
            None if c == 'ー' => 'ー',
            _ => '-',
        }),
        '~' | '〜' | '∼' | '〰' => Some('~'),
        c if c.is_whitespace() || c.is_control() => Some(SEPARATOR),
        c => Some(c),
    }
}

/// The third step for one character.
fn fold(c: char) -> char {
    match c {
        'ヵ' | 'ヶ' | 'ゕ' | 'ゖ' | '箇' => 'か',
        'ァ'..='ヴ' => char::from_u32(c as u32 - 0x60).expect("hiragana stand 0x60 before katakana"),
        '一'.. => variant(c),
        _ => c,
    }
}

fn variant(c: char) -> char {
    static MAP: OnceLock<ByKey<char>> = OnceLock::new();
    let map = MAP.get_or_init(|| variants().map(|(other, usual)| (u64::from(other), usual)).collect());
    map.get(&u64::from(c)).copied().unwrap_or(c)
}

/// Old and variant kanji, each with the usual one.
fn variants() -> impl Iterator<Item = (char, char)> {
    FORMS.lines().filter(|line| !line.starts_with('#')).flat_map(|line| {
        let mut forms = line.chars();
        let usual = forms.next();
        forms.filter_map(move |other| Some((other, usual?)))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::format::list;
    use super::*;

    fn normal(text: &str) -> String {
        normalize(text).chars.into_iter().collect()
    }

    #[test]
    fn the_vectors_that_the_page_passes_too() {
        let vectors: Vec<[String; 3]> =
            serde_json::from_str(include_str!("../../tests/search/vectors.json")).expect("a table of three columns");
        for [text, expected, expected_loose] in vectors {
            assert_eq!(normal(&text), expected, "{text}");
            assert_eq!(loose(expected.chars()), expected_loose, "{text}");
            assert_eq!(normal(&expected), expected, "a normal form is its own normal form");
            assert_eq!(normalize(&text).spelled.chars().count(), expected.chars().count(), "{text}");
        }
    }

    #[test]
    fn the_page_has_the_same_variants() {
        let pairs: BTreeMap<_, _> = variants().map(|(other, usual)| (u32::from(other), u32::from(usual))).collect();
        let mut before = 0;
        let numbers = pairs.iter().flat_map(|(variant, usual)| {
            let far = usual.abs_diff(*variant) * 2;
            [variant - std::mem::replace(&mut before, *variant), if usual < variant { far - 1 } else { far }]
        });
        let list = list(numbers);
        let page = include_str!("../../themes/default/js/search-text.js");
        assert!(page.contains(&format!("numbers(\"{list}\")")), "the list in search-text.js should be {list}");
    }

    #[test]
    fn every_variant_leads_to_a_usual_kanji() {
        let mut seen = std::collections::BTreeSet::new();
        for (other, usual) in variants() {
            assert!(fold(other) == usual && fold(usual) == usual, "{other} {usual}");
            assert!(seen.insert(other), "{other} has one usual form");
        }
        assert!(seen.len() > 470);
    }
}
