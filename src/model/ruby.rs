//! 読み仮名: the characters of a text to which its editor gave a reading, in the notation known from Aozora Bunko:
//! `｜武石《たけし》`, or `武石《たけし》` if the reading directly follows Chinese characters.

use std::collections::BTreeMap;

use crate::diagnostic::Span;
use crate::source::FileId;

/// Some characters of a text with their reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruby {
    /// Byte offset of the first character, in the text without its notation.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// よみ.
    pub reading: String,
}

/// What is wrong with a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RubyFault {
    /// `｜` and `《` without `》` after them.
    NoEnd,
    /// Nothing between `｜` and `《`.
    NoBase,
    /// The reading is not written in kana.
    NotKana,
}

/// The most characters that one reading may cover.
const LONGEST: usize = 30;

/// Removes the notation from a text.
pub fn ruby(text: &str) -> Result<(String, Vec<Ruby>), RubyFault> {
    let mut plain = String::with_capacity(text.len());
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['｜', '《']) {
        let (before, marked) = rest.split_at(at);
        plain.push_str(before);
        rest = match marked.strip_prefix('｜') {
            Some(behind) => match base(behind) {
                Some(word) => explicit(word, &behind[word.len()..], &mut plain, &mut found)?,
                None => {
                    plain.push('｜');
                    behind
                }
            },
            None => implied(marked, &mut plain, &mut found),
        };
    }
    plain.push_str(rest);
    Ok((plain, found))
}

/// The characters between `｜` and `《`; `None` if no `《` follows soon, as after a `｜` that is part of the text.
fn base(text: &str) -> Option<&str> {
    let end = text.char_indices().take(LONGEST + 1).find(|(_, c)| matches!(c, '《' | '｜' | '》' | '\n'))?;
    (end.1 == '《').then_some(&text[..end.0])
}

/// Reads `《たけし》…` after `｜武石`; returns the rest.
fn explicit<'t>(base: &str, text: &'t str, plain: &mut String, found: &mut Vec<Ruby>) -> Result<&'t str, RubyFault> {
    let (reading, rest) = text['《'.len_utf8()..].split_once('》').ok_or(RubyFault::NoEnd)?;
    if base.trim().is_empty() {
        return Err(RubyFault::NoBase);
    }
    if !is_kana(reading) {
        return Err(RubyFault::NotKana);
    }
    let start = plain.len();
    plain.push_str(base);
    found.push(Ruby { start, end: plain.len(), reading: reading.to_owned() });
    Ok(rest)
}

/// Reads `《たけし》` after Chinese characters; other brackets of this form stay unchanged.
fn implied<'t>(text: &'t str, plain: &mut String, found: &mut Vec<Ruby>) -> &'t str {
    let behind = &text['《'.len_utf8()..];
    let end = plain.len();
    // Not further back than the word before, or a long text of readings alone would be read once for each.
    let word = &plain[found.last().map_or(0, |last| last.end)..];
    let start = end - word.chars().rev().take_while(|c| is_chinese(*c)).map(char::len_utf8).sum::<usize>();
    let reading = &behind[..behind.find(|c| !is_of_reading(c)).unwrap_or(behind.len())];
    match behind[reading.len()..].strip_prefix('》') {
        Some(rest) if start < end && !reading.is_empty() => {
            found.push(Ruby { start, end, reading: reading.to_owned() });
            rest
        }
        _ => {
            plain.push('《');
            behind
        }
    }
}

fn is_kana(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_of_reading)
}

fn is_of_reading(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '・' | ' ' | '　')
}

fn is_chinese(c: char) -> bool {
    matches!(c, '々' | '〆' | 'ヶ' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The readings of all texts, by the position of the text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Readings(BTreeMap<(FileId, u32), (String, Vec<Ruby>)>);

impl Readings {
    /// Stores the readings of the text at a position.
    pub fn add(&mut self, at: Span, plain: &str, rubies: Vec<Ruby>) {
        if !rubies.is_empty() {
            self.0.insert((at.file, at.start), (plain.to_owned(), rubies));
        }
    }

    /// Adds those of another file.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The readings of the text at a position.
    pub fn of(&self, at: Span) -> &[Ruby] {
        self.0.get(&(at.file, at.start)).map_or(&[], |(_, rubies)| rubies)
    }

    /// The readings of all texts that begin within an extent.
    pub fn within(&self, at: Span) -> impl Iterator<Item = &Ruby> {
        let extent = (at.file, at.start)..(at.file, at.end.max(at.start));
        self.0.range(extent).flat_map(|(_, (_, rubies))| rubies)
    }

    /// Every word with its reading.
    pub fn words(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .values()
            .flat_map(|(plain, rubies)| rubies.iter().map(|ruby| (&plain[ruby.start..ruby.end], ruby.reading.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_of_readings_is_read_once() {
        let (plain, rubies) = ruby(&"武石《たけし》".repeat(100_000)).expect("the notation is sound");
        assert_eq!((plain.chars().count(), rubies.len()), (200_000, 100_000));
    }

    fn check(text: &str, expected: &str) {
        let (plain, rubies) = ruby(text).expect("the notation is sound");
        let words: Vec<_> = rubies.iter().map(|r| format!("{}={}", &plain[r.start..r.end], r.reading)).collect();
        assert_eq!(format!("{plain} [{}]", words.join(" ")), expected, "{text}");
    }

    #[test]
    fn readings_are_taken_out_of_the_text() {
        check("ふつうの文", "ふつうの文 []");
        check("新しい｜武石《たけし》地域", "新しい武石地域 [武石=たけし]");
        check("新しい武石《たけし》と丸子《まるこ》", "新しい武石と丸子 [武石=たけし 丸子=まるこ]");
        check("｜DX《ディーエックス》推進", "DX推進 [DX=ディーエックス]");
        check("｜長《なが》野《の》", "長野 [長=なが 野=の]");
    }

    #[test]
    fn other_brackets_and_lines_stay() {
        check("《資料》を見る", "《資料》を見る []");
        check("計画《第2版》", "計画《第2版》 []");
        check("計画《たけし", "計画《たけし []");
        check("庁舎｜改修", "庁舎｜改修 []");
        check("庁舎｜改修｜武石《たけし》", "庁舎｜改修武石 [武石=たけし]");
    }

    #[test]
    fn half_a_notation_is_refused() {
        assert_eq!(ruby("｜武石《たけし"), Err(RubyFault::NoEnd));
        assert_eq!(ruby("｜《たけし》"), Err(RubyFault::NoBase));
        assert_eq!(ruby("｜武石《takeshi》"), Err(RubyFault::NotKana));
        assert_eq!(ruby("｜武石《》"), Err(RubyFault::NotKana));
    }
}
