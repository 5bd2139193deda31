//! The characters of texts, whatever file they come from: which may not be published ([`hidden`]), which are taken for
//! another one ([`look_alikes`]), the one form of those that can be written in two ways ([`composed`]), and how the lines of a wrapped sentence are joined ([`joined`]).

mod lines;
mod look_alike;
mod width;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

pub use lines::{begins_like_item, gap, joined};
pub use look_alike::{LookAlike, look_alikes};
pub(crate) use width::breadth;
pub use width::is_east_asian;

/// Why a character may not stand in a text that is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// A control character, as Word puts it where a line breaks.
    Control,
    /// Nothing is seen of it.
    Invisible,
    /// It turns the direction of the text around it.
    Direction,
    /// It looks like white space, and is none.
    Filler,
    /// What is left where a character was lost.
    Lost,
    /// 外字: every computer shows something else.
    Private,
    /// One more mark on a character than any language writes.
    Heaped,
    /// No character at all.
    Unassigned,
}

/// Characters that may not stand anywhere, in order.
const TABLE: &[(RangeInclusive<u32>, Hidden)] = &[
    (0x00..=0x08, Hidden::Control),
    (0x0b..=0x1f, Hidden::Control),
    (0x7f..=0x9f, Hidden::Control),
    (0xad..=0xad, Hidden::Invisible),
    (0x034f..=0x034f, Hidden::Invisible),
    (0x061c..=0x061c, Hidden::Direction),
    (0x115f..=0x1160, Hidden::Filler),
    (0x17b4..=0x17b5, Hidden::Invisible),
    (0x180b..=0x180f, Hidden::Invisible),
    (0x200b..=0x200c, Hidden::Invisible),
    (0x200e..=0x200f, Hidden::Direction),
    (0x2028..=0x2029, Hidden::Control),
    (0x202a..=0x202e, Hidden::Direction),
    (0x2060..=0x2065, Hidden::Invisible),
    (0x2066..=0x2069, Hidden::Direction),
    (0x206a..=0x206f, Hidden::Invisible),
    (0x2800..=0x2800, Hidden::Filler),
    (0x3164..=0x3164, Hidden::Filler),
    (0xe000..=0xf8ff, Hidden::Private),
    (0xfdd0..=0xfdef, Hidden::Unassigned),
    (0xfeff..=0xfeff, Hidden::Invisible),
    (0xffa0..=0xffa0, Hidden::Filler),
    (0xfff0..=0xfff8, Hidden::Unassigned),
    (0xfff9..=0xfffb, Hidden::Invisible),
    (0xfffc..=0xfffd, Hidden::Lost),
    (0xfffe..=0xffff, Hidden::Unassigned),
    (0x1bca0..=0x1bca3, Hidden::Invisible),
    (0x1d173..=0x1d17a, Hidden::Invisible),
    (0xe0000..=0xe00ff, Hidden::Invisible),
    (0xe01f0..=0xe0fff, Hidden::Invisible),
    (0xf0000..=0x0010_ffff, Hidden::Private),
];

/// The most marks on one character (Unicode Standard Annex 15, 13).
const MARKS: usize = 30;

impl Hidden {
    /// Names a character of this kind: 見えない文字(U+200B、幅の無い文字).
    pub fn named(self, c: char) -> String {
        let (kind, about) = match self {
            Self::Control => ("見えない文字", "、制御文字"),
            Self::Invisible => ("見えない文字", "、幅の無い文字"),
            Self::Direction => ("見えない文字", "、文字の並ぶ向きを変える文字"),
            Self::Filler => ("見えない文字", "、空白に見える文字"),
            Self::Lost => ("文字化けの跡", ""),
            Self::Private => ("外字", ""),
            Self::Heaped => ("1つの文字に重なりすぎた記号", ""),
            Self::Unassigned => ("文字でない符号", ""),
        };
        format!("{kind}(U+{:04X}{about})", u32::from(c))
    }

    /// What to write instead.
    pub fn help(self) -> &'static str {
        match self {
            Self::Control | Self::Invisible | Self::Direction | Self::Filler | Self::Unassigned => {
                "貼り付けで紛れ込むことがあります。前後の文字ごと消して、入力し直してください"
            }
            Self::Heaped => "文字に重ねる記号を減らして、入力し直してください",
            Self::Lost => "元の文書を見て、正しい文字を入力し直してください",
            Self::Private => {
                "外字は、ほかのパソコンでは別の字になるか表示されません。同じ字が Unicode にあればその字を、無ければ通用の字かひらがなを書いてください"
            }
        }
    }
}

/// Whether a text has nothing that [`hidden`] or [`composed`] concern, as almost all have not.
pub fn is_plain(text: &str) -> bool {
    text.char_indices().all(|(at, c)| is_common(c) || reason(text, at, c).is_none() && !extends(c))
}

/// What most texts are made of.
fn is_common(c: char) -> bool {
    matches!(c, ' '..='~' | '\n' | '\t' | '\u{3000}'..='\u{3029}' | 'ぁ'..='ん' | 'ァ'..='ヿ' | '一'..='鿿' | '！'..='～')
}

/// The characters of a text that may not be published, with their offsets.
pub fn hidden(text: &str) -> impl Iterator<Item = (usize, char, Hidden)> {
    let is_harmless = text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t'));
    let text = if is_harmless { "" } else { text };
    text.char_indices().filter_map(|(at, c)| Some((at, c, reason(text, at, c)?)))
}

/// The characters of a text that may not be published, each once, with its first offset and how often it stands there. The
/// tags of which the flags of England, Scotland and Wales are made are one.
pub fn hidden_kinds(text: &str) -> Vec<(usize, char, Hidden, usize)> {
    let mut kinds: BTreeMap<char, (usize, char, Hidden, usize)> = BTreeMap::new();
    for (at, c, reason) in hidden(text) {
        let kind = if matches!(c, '\u{e0020}'..='\u{e007f}') { '\u{e0020}' } else { c };
        kinds.entry(kind).or_insert((at, c, reason, 0)).3 += 1;
    }
    kinds.into_values().collect()
}

/// A text without the characters that may not be published.
pub fn visible(text: &str) -> String {
    text.char_indices().filter(|(at, c)| reason(text, *at, *c).is_none()).map(|(_, c)| c).collect()
}

/// A name with letters and digits in half width and kana in full width, to tell whether two names are one.
pub fn one_width(name: &str) -> String {
    looked_up(name).nfkc().collect()
}

/// A text in compatible forms (１ is 1) and without white space, as dates, years and numbers are read.
pub(crate) fn unspaced(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// A text for a screen: what would not be seen there, or would steer it, is named.
pub fn shown(text: &str) -> Cow<'_, str> {
    if hidden(text).next().is_none() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        match (reason(text, at, c), u32::from(c)) {
            (None | Some(Hidden::Lost), _) => shown.push(c),
            (Some(_), code @ ..0x20) => shown.extend(char::from_u32(0x2400 + code)),
            (Some(_), code) => shown.push_str(&format!("<U+{code:04X}>")),
        }
    }
    Cow::Owned(shown)
}

/// The name of a file for a screen, on one line.
pub fn shown_name(name: &str) -> String {
    shown(name).replace('\n', "␊").replace('\t', "␉")
}

/// A word by which something is looked up: without what only chooses the form of its characters, as phones add it to ○.
pub fn looked_up(word: &str) -> Cow<'_, str> {
    let is_form = |c: char| is_selector(c) || c == '\u{200d}';
    if word.contains(is_form) { word.replace(is_form, "").into() } else { word.into() }
}

/// The character classes of [`hidden`] for a regular expression in a JSON Schema, as far as sixteen bits reach; whether a
/// selector or a joiner stands in its place is not asked there.
pub fn hidden_class() -> String {
    let short = TABLE.iter().filter(|(range, _)| *range.end() <= 0xffff);
    short.map(|(range, _)| format!("\\u{:04x}-\\u{:04x}", range.start(), range.end())).collect()
}

fn reason(text: &str, at: usize, c: char) -> Option<Hidden> {
    let before = || text[..at].chars().next_back();
    let after = || text[at + c.len_utf8()..].chars().next();
    match c {
        _ if is_common(c) => None,
        '\u{200d}' => {
            let is_linked = before().is_some_and(is_part_of_emoji) && after().is_some_and(is_emoji);
            (!is_linked).then_some(Hidden::Invisible)
        }
        '\u{fe0e}' | '\u{fe0f}' => (!before().is_some_and(is_selected)).then_some(Hidden::Invisible),
        '\u{fe00}'..='\u{fe0d}' | '\u{e0100}'..='\u{e01ef}' => {
            (!before().is_some_and(is_east_asian)).then_some(Hidden::Invisible)
        }
        _ if extends(c) && text[..at].chars().rev().take(MARKS).filter(|c| extends(*c)).count() == MARKS => {
            Some(Hidden::Heaped)
        }
        _ if matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff) => Some(Hidden::Unassigned),
        _ => TABLE.iter().find(|(range, _)| range.contains(&u32::from(c))).map(|(_, hidden)| *hidden),
    }
}

/// Whether a character chooses the form of the one before it.
pub(crate) fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a selector of the coloured or the plain form may follow: an emoji, or the digit of a key.
fn is_selected(c: char) -> bool {
    is_emoji(c) || c.is_ascii_digit() || matches!(c, '#' | '*')
}

fn is_part_of_emoji(c: char) -> bool {
    is_emoji(c) || c == '\u{fe0f}'
}

fn is_emoji(c: char) -> bool {
    matches!(c, '©' | '®' | '‼' | '⁉' | '™' | 'ℹ' | '〰' | '〽' | '㊗' | '㊙' | '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// A text in which each character with its marks is one character: か and ゛ are が, as macOS writes names of files. The signs
/// of dictionaries for the parts of kanji are the kanji, for which programs that read PDF take them (U+2F47 for 日). Kanji that
/// only look like another one (U+FA19 beside 神) stay as they were typed.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_radical) {
        let kanji = |c: char| if is_radical(c) { c.nfkc().next().unwrap_or(c) } else { c };
        return Cow::Owned(composed(&text.chars().map(kanji).collect::<String>()).into_owned());
    }
    if !text.chars().any(extends) {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    let (mut group, mut marks) = (String::new(), 0);
    for c in text.chars() {
        if !extends(c) || marks == MARKS {
            put(&mut whole, &mut group);
            marks = 0;
        }
        group.push(c);
        marks += 1;
    }
    put(&mut whole, &mut group);
    Cow::Owned(whole)
}

fn is_radical(c: char) -> bool {
    matches!(c, '\u{2e9f}' | '\u{2ef3}' | '\u{2f00}'..='\u{2fd5}')
}

/// Adds a character with its marks, as one character if there is one.
fn put(whole: &mut String, group: &mut String) {
    if group.chars().nth(1).is_some() {
        whole.extend(group.nfc())
    } else {
        whole.push_str(group)
    }
    group.clear();
}

/// Whether a character may form one with those before it: a mark, or a later part of a Hangul syllable.
fn extends(c: char) -> bool {
    u32::from(c) >= 0x300
        && !is_common(c)
        && !is_selector(c)
        && (matches!(c, '\u{1161}'..='\u{11ff}') || canonical_combining_class(c) != 0 || is_combining_mark(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = hidden(text).map(|(_, c, hidden)| hidden.named(c)).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn what_nobody_sees_may_not_stand_in_a_text() {
        check("一\u{b}二", &["見えない文字(U+000B、制御文字)"]);
        check("外字\u{e000}", &["外字(U+E000)"]);
        check(
            "\u{202e}あ\u{2066}",
            &["見えない文字(U+202E、文字の並ぶ向きを変える文字)", "見えない文字(U+2066、文字の並ぶ向きを変える文字)"],
        );
        for c in "\0\u{1}\u{1b}\u{7f}\u{85}\u{9b}\u{ad}\u{34f}\u{61c}\u{115f}\u{1160}\u{17b4}\u{180e}\u{200b}\u{200c}\u{200d}\u{200f}\u{2028}\u{2029}\u{2060}\u{206a}\u{206f}\u{2800}\u{3164}\u{f8ff}\u{fdd0}\u{fe0f}\u{feff}\u{ffa0}\u{fff9}\u{fffb}\u{fffc}\u{fffd}\u{fffe}\u{ffff}\u{1d173}\u{1ffff}\u{e0001}\u{e0041}\u{e007f}\u{e0100}\u{f0000}\u{10ffff}\r".chars() {
            assert_eq!(hidden(&format!("a{c}b")).count(), 1, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn the_tags_of_a_flag_are_told_once() {
        let flag = "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}";
        assert_eq!(hidden_kinds(&format!("旗{flag}と{flag}")), [(7, '\u{e0067}', Hidden::Invisible, 12)]);
        assert_eq!(hidden_kinds("一\u{200b}\u{200b}二\u{ad}").len(), 2);
    }

    #[test]
    fn marks_are_not_heaped() {
        let heap = |count: usize| format!("か{}", "\u{301}".repeat(count));
        check(&heap(30), &[]);
        check(&heap(31), &["1つの文字に重なりすぎた記号(U+0301)"]);
    }

    #[test]
    fn emoji_and_forms_of_kanji_are_text() {
        check("👨‍👩‍👧と❤️と1️⃣と🏳️‍🌈と👩🏽‍💻", &[]);
        check("葛\u{e0100}城市と辻\u{e0101}、神\u{fe00}社", &[]);
        check("庁内の文字\tと全角\u{3000}空白\u{a0}と\n改行", &[]);
        check("あ\u{200d}い", &["見えない文字(U+200D、幅の無い文字)"]);
        check("課a\u{e0100}", &["見えない文字(U+E0100、幅の無い文字)"]);
    }

    #[test]
    fn marks_are_composed_and_look_alikes_stay() {
        assert_eq!(composed("か\u{3099}は\u{309a}e\u{301}\u{1100}\u{1161}"), "がぱé\u{ac00}");
        assert_eq!(composed("神\u{fa19}羽\u{fa1e}㎡Å\u{212b}"), "神\u{fa19}羽\u{fa1e}㎡Å\u{212b}");
        assert_eq!(composed("葛\u{e0100}城"), "葛\u{e0100}城");
        assert_eq!(composed("\u{2f47}本の\u{2e9f}か\u{3099}"), "日本の母が");
    }

    #[test]
    fn a_name_has_one_width() {
        assert_eq!(one_width("ＤＸ推進ｾﾝﾀｰ（ｶﾞ）"), "DX推進センター(ガ)");
    }

    #[test]
    fn nothing_steers_a_screen() {
        assert_eq!(shown("a\u{1b}]0;x\u{7}\u{85}\u{202e}\u{e000}👨‍👩‍👧"), "a␛]0;x␇<U+0085><U+202E><U+E000>👨‍👩‍👧");
    }

    #[test]
    fn a_word_is_looked_up_without_the_form_of_its_characters() {
        assert_eq!(looked_up("◎\u{fe0f}"), "◎");
        assert_eq!(looked_up("葛\u{e0100}城課"), "葛城課");
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(TABLE.windows(2).all(|pair| pair[0].0.end() < pair[1].0.start()));
    }
}
