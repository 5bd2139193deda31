//! What an encoding does to a text on its way through a spreadsheet: characters outside Shift_JIS come back as `?`, or
//! as what Windows puts for them, and some characters have a twin. A text that differs from the record only so is the
//! text of the record.

use encoding_rs::SHIFT_JIS;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::characters::is_selector;

/// The encoding that a text came through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Through {
    /// Shift_JIS, as Windows, Python or another program writes it.
    ShiftJis,
    /// Now one that holds every character; the text may have been in another before.
    Unicode,
}

/// Characters with two code points for one sign of JIS: each program chooses one of them.
const TWINS: [(char, char); 9] = [
    ('〜', '～'),
    ('−', '－'),
    ('‖', '∥'),
    ('—', '―'),
    ('¢', '￠'),
    ('£', '￡'),
    ('¬', '￢'),
    ('¦', '￤'),
    ('¯', '￣'),
];

/// What Windows puts for characters outside Shift_JIS, where it is not the letter without its mark.
const BEST_FIT: [(char, &str); 35] = [
    ('¡', "!"),
    ('¢', "c"),
    ('£', "L"),
    ('¥', "\\￥"),
    ('¦', "|"),
    ('©', "c"),
    ('«', "≪<"),
    ('»', "≫>"),
    ('\u{ad}', "-"),
    ('®', "R"),
    ('·', "・･"),
    ('•', "・･"),
    ('¸', "，,"),
    ('Æ', "A"),
    ('æ', "a"),
    ('Ð', "D"),
    ('ð', "d"),
    ('Ø', "O"),
    ('ø', "o"),
    ('Þ', "T"),
    ('þ', "t"),
    ('ß', "sβ"),
    ('ı', "i"),
    ('ł', "l"),
    ('Ł', "L"),
    ('‾', "~￣"),
    ('–', "-‐―"),
    ('‑', "-‐"),
    ('‒', "-‐"),
    ('—', "-―"),
    ('⁄', "/"),
    ('ゔ', "ヴ"),
    ('♥', "\u{3}"),
    ('‹', "<"),
    ('›', ">"),
];

/// What programs put for a character that they cannot write.
const UNKNOWN: [char; 3] = ['?', '〓', char::REPLACEMENT_CHARACTER];

/// How a program writes a character beyond the first plane that it cannot write, and a variation selector.
#[derive(Clone, Copy)]
struct Writer {
    /// Windows counts such a character as two.
    astral: usize,
    drops_selectors: bool,
}

const WRITERS: [Writer; 4] = [
    Writer { astral: 2, drops_selectors: false },
    Writer { astral: 1, drops_selectors: false },
    Writer { astral: 2, drops_selectors: true },
    Writer { astral: 1, drops_selectors: true },
];

/// Whether a text can be what became of a known one.
pub(super) fn is_same(came: &str, known: &str, through: Through) -> bool {
    let came: Vec<char> = came.nfc().collect();
    WRITERS.iter().any(|writer| writer.wrote(&came, known, through))
}

/// An edited text with the parts that it shares with a known one as they are there: the first and the last characters, as
/// far as one that no encoding changes. `None` if they are less than half of the known text.
pub(super) fn mended(came: &str, known: &[String], through: Through) -> Option<String> {
    let came: Vec<char> = came.nfc().collect();
    let is_near = |known: &&String| 2 * came.len() >= known.chars().count();
    let tries = known.iter().filter(is_near).flat_map(|known| WRITERS.iter().map(move |writer| (known, writer)));
    let mended = tries.filter_map(|(known, writer)| writer.mended(&came, &known.nfc().collect::<Vec<_>>(), through));
    mended.max_by_key(|(kept, _)| *kept).map(|(_, text)| text)
}

impl Writer {
    /// How many characters are those of the known text, and the text.
    fn mended(self, came: &[char], known: &[char], through: Through) -> Option<(usize, String)> {
        let (from, start) = self.shared(came, known, through);
        let back = |chars: &[char]| chars.iter().rev().copied().collect::<Vec<_>>();
        let (end, last) = self.shared(&back(&came[from..]), &back(&known[start..]), through);
        let kept = start + last;
        let parts = [&known[..start], &came[from..came.len() - end], &known[known.len() - last..]];
        (2 * kept >= known.len()).then(|| (kept, parts.concat().into_iter().collect()))
    }

    /// How many characters of both begin alike, up to the last that is the same in both.
    fn shared(self, came: &[char], known: &[char], through: Through) -> (usize, usize) {
        let (mut at, mut same) = (0, (0, 0));
        for (index, was) in known.iter().enumerate() {
            let Some(len) = self.len(*was, &came[at..], through) else { break };
            if came[at] == *was || are_twins(*was, came[at]) {
                same = (at + len, index + 1);
            }
            at += len;
        }
        same
    }

    fn wrote(self, mut rest: &[char], known: &str, through: Through) -> bool {
        for was in known.nfc().filter(|c| !self.drops_selectors || !is_selector(*c)) {
            let Some(len) = self.len(was, rest, through) else { return false };
            rest = &rest[len..];
        }
        rest.is_empty()
    }

    /// How many of the next characters a known character has become.
    fn len(self, was: char, rest: &[char], through: Through) -> Option<usize> {
        let came = *rest.first()?;
        // Other programs are stricter than this encoder.
        let is_lost = came_back(was) != Some(was);
        let unknown = if u32::from(was) > 0xffff { self.astral } else { 1 };
        if came == was || are_twins(was, came) {
            Some(1)
        } else if is_lost && rest.len() >= unknown && rest[..unknown].iter().all(|c| UNKNOWN.contains(c)) {
            Some(unknown)
        } else {
            (through == Through::ShiftJis && (came_back(was) == Some(came) || fits(was, came))).then_some(1)
        }
    }
}

fn are_twins(one: char, other: char) -> bool {
    TWINS.contains(&(one, other)) || TWINS.contains(&(other, one))
}

fn fits(was: char, came: char) -> bool {
    if came_back(was) == Some(was) {
        return false;
    }
    let base = was.nfkd().find(|c| !is_combining_mark(*c));
    base == Some(came) || BEST_FIT.iter().any(|(known, fit)| *known == was && fit.contains(came))
}

/// What a character is after it was written in Shift_JIS and read again; `None` if it cannot be written.
fn came_back(was: char) -> Option<char> {
    let mut bytes = [0; 4];
    let (written, _, is_lost) = SHIFT_JIS.encode(was.encode_utf8(&mut bytes));
    if is_lost {
        return None;
    }
    SHIFT_JIS.decode_without_bom_handling(&written).0.chars().next()
}

/// The cell's lines; a line that differs from the record only by the encoding is replaced by that of the record.
pub(super) fn restored(cell: &str, shown: &str, through: Through) -> String {
    // Only these can have become something else.
    let odd: Vec<_> = shown.lines().filter(|line| !line.chars().all(|c| came_back(c) == Some(c))).collect();
    let odd: Vec<String> = odd.into_iter().map(str::to_owned).collect();
    let stands = |line: &str| shown.lines().any(|known| known == line);
    let known = |line: &str| odd.iter().find(|known| is_same(line, known, through)).cloned();
    let line = |line: &str| known(line).or_else(|| mended(line, &odd, through)).filter(|_| !stands(line));
    cell.lines().map(|came| line(came).unwrap_or_else(|| came.to_owned())).collect::<Vec<_>>().join("\n")
}

/// A character that stands for a lost one, if a text has more of them than the known one.
pub(super) fn lost(came: &str, known: &str, through: Through) -> Option<char> {
    let signs = match through {
        Through::ShiftJis => &UNKNOWN[..],
        Through::Unicode => &UNKNOWN[2..],
    };
    let count = |text: &str, sign: char| text.chars().filter(|c| *c == sign).count();
    signs.iter().copied().find(|sign| count(came, *sign) > count(known, *sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_encoding_loses_is_restored() {
        let restored = |cell, shown| restored(cell, shown, Through::ShiftJis);
        assert_eq!(restored("4月?5月\n??", "・一\n4月♡5月"), "4月♡5月\n??");
        assert_eq!(restored("4月?5月", "4月～5月"), "4月?5月");
    }

    #[test]
    fn a_text_is_known_by_what_became_of_it() {
        let same = |came, known| is_same(came, known, Through::ShiftJis);
        for (came, known) in [
            ("2,156m?", "2,156m²"),
            ("2,156m2", "2,156m²"),
            ("??る", "𠮟る"),
            ("?る", "𠮟る"),
            ("4月～5月", "4月〜5月"),
            ("－5", "−5"),
            ("∥", "‖"),
            ("―", "—"),
            ("cafe", "café"),
            ("㎡", "㎡"),
            ("神社", "神社"),
            ("か゛", "か゛"),
        ] {
            assert!(same(came, known), "{known} → {came}");
        }
        for (came, known) in [("2,156m3", "2,156m²"), ("?", "補"), ("A", "Ａ"), ("2", "②"), ("m2?", "m²"), ("", "一")]
        {
            assert!(!same(came, known), "{known} → {came}");
        }
        assert!(!is_same("m2", "m²", Through::Unicode) && is_same("m?", "m²", Through::Unicode));
        let mended = |came, known: &str| mended(came, &["別の文".to_owned(), known.to_owned()], Through::ShiftJis);
        assert_eq!(mended("面積は550m2です", "面積は549m²です").as_deref(), Some("面積は550m²です"));
        assert_eq!(mended("??野家は4月～6月", "𠮷野家は4月〜5月").as_deref(), Some("𠮷野家は4月〜6月"));
        // What is beside the edit may be a part of it.
        assert_eq!(mended("面積はm2000です", "面積はm²です").as_deref(), Some("面積はm2000です"));
        assert_eq!(mended("まったく別のもの", "面積は549m²です"), None);
        assert_eq!(lost("m?", "m²", Through::ShiftJis), Some('?'));
        assert_eq!(lost("何?", "なに?", Through::ShiftJis), None);
    }
}
