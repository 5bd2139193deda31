//! The numbers in a printed text: 12名, １億9千299万円, 二十五件, △5.2%. What a number counts, and whether it is meant as one, is
//! for the reader to decide.

use unicode_normalization::UnicodeNormalization;

/// A number in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numeral {
    /// Its value; negative after ▲, △ or a minus sign.
    pub value: f64,
    /// The value of its first digits alone, without the 千, 万 or 割 behind them.
    pub bare: f64,
    /// Whether it has a sign.
    pub is_signed: bool,
    /// Whether it is written in kanji alone, which other words have too: 一部, 統一.
    pub is_kanji: bool,
    /// Its place in the plain text.
    pub start: usize,
    /// One past its end.
    pub end: usize,
}

/// The text with compatible forms made one (１ is 1, ㎡ is m2), without the commas within numbers.
pub fn plain(text: &str) -> String {
    let text: Vec<char> = text.nfkc().collect();
    let is_digit = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(char::is_ascii_digit);
    let is_comma = |at: usize| text[at] == ',' && is_digit(at.checked_sub(1)) && is_digit(Some(at + 1));
    (0..text.len()).filter(|at| !is_comma(*at)).map(|at| text[at]).collect()
}

/// Every number in a plain text.
pub fn numerals(plain: &str) -> Vec<Numeral> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = plain[at..].chars().next() {
        match numeral(plain, at) {
            Some(one) => {
                at = one.end;
                found.push(one);
            }
            None => at += c.len_utf8(),
        }
    }
    found
}

/// A number so far: what stands before the last 万 or 億, what before the last 千, and the digits behind both.
#[derive(Default)]
struct Sum {
    whole: f64,
    below: f64,
    digits: Option<f64>,
}

impl Sum {
    /// Counts thousands, hundreds, tens.
    fn small(&mut self, scale: f64) {
        self.below += self.digits.take().unwrap_or(1.0) * scale;
    }

    /// Counts myriads; a bare 万 is no number.
    fn large(&mut self, scale: f64) -> bool {
        let count = self.below + self.digits.take().unwrap_or(0.0);
        self.whole += count * scale;
        self.below = 0.0;
        count != 0.0
    }

    fn value(&self) -> f64 {
        self.whole + self.below + self.digits.unwrap_or(0.0)
    }
}

/// The number that begins at a place.
fn numeral(text: &str, start: usize) -> Option<Numeral> {
    let (mut sum, mut bare, mut is_kanji, mut at) = (Sum::default(), None, true, start);
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        if c.is_ascii_digit() && sum.digits.is_none() {
            let end = at + digits(&text[at..]);
            sum.digits = text[at..end].parse().ok();
            (is_kanji, at) = (false, end);
        } else if let Some(digit) = kanji_digit(c) {
            sum.digits = Some(sum.digits.unwrap_or(0.0) * 10.0 + digit);
            at = next;
        } else if let Some(scale) = scale(c) {
            let is_number = if scale < 1e4 { at > start || scale < 1e3 } else { at > start };
            if !is_number || (scale >= 1e4 && !sum.large(scale)) {
                break;
            }
            if scale < 1e4 {
                sum.small(scale);
            }
            at = next;
        } else {
            break;
        }
        bare = bare.or(sum.digits);
    }
    let before = &text[..start];
    let is_signed = is_negative(before);
    let sign = if is_signed { -1.0 } else { 1.0 };
    let value = sum.value();
    let (value, at) = tenths(text, at, value).unwrap_or((value, at));
    (at > start).then(|| Numeral {
        value: sign * value,
        bare: sign * bare.unwrap_or(value),
        is_signed,
        is_kanji,
        start,
        end: at,
    })
}

/// The length of the digits at the beginning, with a fraction.
fn digits(text: &str) -> usize {
    let run = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = run(text);
    let fraction = text[whole..].strip_prefix('.').map_or(0, run);
    if fraction > 0 { whole + 1 + fraction } else { whole }
}

/// 3割5分 is 35%.
fn tenths(text: &str, at: usize, value: f64) -> Option<(f64, usize)> {
    let rest = text[at..].strip_prefix('割')?;
    let end = text.len() - rest.len();
    let part = numeral(text, end).filter(|part| text[part.end..].starts_with('分'));
    Some(part.map_or((value * 10.0, end), |part| (value * 10.0 + part.value, part.end + '分'.len_utf8())))
}

/// Whether a text ends with a sign, and not with a range or a date.
fn is_negative(before: &str) -> bool {
    let Some(sign) = before.chars().last().filter(|c| "▲△-−".contains(*c)) else { return false };
    let before = &before[..before.len() - sign.len_utf8()];
    "▲△".contains(sign) || !before.ends_with(|c: char| c.is_alphanumeric())
}

fn kanji_digit(c: char) -> Option<f64> {
    "〇一二三四五六七八九".chars().position(|digit| digit == c).map(|digit| digit as f64)
}

fn scale(c: char) -> Option<f64> {
    const SCALES: [(char, f64); 6] = [('十', 1e1), ('百', 1e2), ('千', 1e3), ('万', 1e4), ('億', 1e8), ('兆', 1e12)];
    SCALES.iter().find(|(word, _)| *word == c).map(|(_, scale)| *scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[f64]) {
        let text = plain(text);
        assert_eq!(numerals(&text).iter().map(|one| one.value).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn numbers_are_read_in_every_spelling() {
        check("12名", &[12.0]);
        check("１，２３４．５件", &[1234.5]);
        check("約1億9千299万円", &[192_990_000.0]);
        check("年間3千万円以上", &[30_000_000.0]);
        check("二十五件", &[25.0]);
        check("百二十", &[120.0]);
        check("二〇二五", &[2025.0]);
        check("1.5万人", &[15_000.0]);
        check("437千円", &[437_000.0]);
        check("△5.2%、▲1,234", &[-5.2, -1234.0]);
        check("-3〜5", &[-3.0, 5.0]);
        check("5-8件", &[5.0, 8.0]);
        check("3割、8割5分", &[30.0, 85.0]);
        check("144/217棟", &[144.0, 217.0]);
        check("千曲市、万全", &[]);
        check("1, 2", &[1.0, 2.0]);
    }

    #[test]
    fn a_number_in_words_alone_is_marked() {
        assert!(numerals("一部").iter().all(|one| one.is_kanji));
        assert!(numerals("1千円").iter().all(|one| !one.is_kanji && one.bare == 1.0));
    }
}
