//! Finds the years in a text, whatever the notation: 令和4年度 = R4年度 = 令和四年度 = 2022年度. Implemented twice, here and in
//! the theme's `search-years.js`; both are tested with `tests/search/years.json`.
//!
//! A year is an era (令和 平成 昭和, or R H S not preceded by a letter or digit) with its number (digits, 元, 一 to 九十九),
//! or four digits 19xx or 20xx before 年 or as the beginning of a date.

/// The notation of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Said {
    /// It only looks like the beginning of one: 令和4 in 令和45.
    Begun,
    /// 年度.
    Fiscal,
    /// 年, or a date.
    Calendar,
    /// Neither.
    Bare,
}

/// One mention of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mention {
    /// Its position, in characters.
    pub(super) at: usize,
    /// The western year.
    pub(super) year: u32,
    /// Its notation.
    pub(super) said: Said,
}

/// Names, letters, the year before the first, the highest number.
const ERAS: [([char; 2], char, u32, u32); 3] =
    [(['令', '和'], 'r', 2018, 99), (['平', '成'], 'h', 1988, 31), (['昭', '和'], 's', 1925, 64)];

/// Calls `tell` with all years in a text in normal form, in order.
pub(super) fn years(chars: &[char], mut tell: impl FnMut(Mention)) {
    for (at, c) in chars.iter().enumerate() {
        match c {
            '令' | '平' | '昭' => era_name(chars, at, &mut tell),
            'r' | 'h' | 's' => era_letter(chars, at, &mut tell),
            '1' | '2' => western(chars, at, &mut tell),
            _ => {}
        }
    }
}

fn era_name(chars: &[char], at: usize, tell: &mut impl FnMut(Mention)) {
    let Some((.., base, last)) = ERAS.iter().find(|(name, ..)| chars[at..].starts_with(name)) else { return };
    let number = &chars[at + 2..];
    let digits = digits(number);
    let kanji = number.iter().take_while(|c| NUMERALS.contains(c)).count();
    let run = if number.first() == Some(&'元') { 1 } else { digits.max(kanji) };
    for length in 1..=run.min(LONGEST_NUMBER) {
        let whole = length == run;
        let Some(n) = ordinal(&number[..length]).filter(|n| (1..=*last).contains(n)) else { continue };
        let said = if whole { said(&number[length..], Said::Bare) } else { Said::Begun };
        tell(Mention { at, year: base + n, said });
    }
}

fn era_letter(chars: &[char], at: usize, tell: &mut impl FnMut(Mention)) {
    let Some((.., base, last)) = ERAS.iter().find(|(_, letter, ..)| *letter == chars[at]) else { return };
    let number = &chars[at + 1..];
    let run = digits(number);
    let apart = at == 0 || !chars[at - 1].is_ascii_alphanumeric();
    for length in 1..=run.min(DIGITS) {
        let behind = &number[length..];
        let whole = apart && length == run && !behind.first().is_some_and(char::is_ascii_lowercase);
        let Some(n) = ordinal(&number[..length]).filter(|n| (1..=*last).contains(n)) else { continue };
        tell(Mention { at, year: base + n, said: if whole { said(behind, Said::Bare) } else { Said::Begun } });
    }
}

fn western(chars: &[char], at: usize, tell: &mut impl FnMut(Mention)) {
    let run = digits(&chars[at..]);
    if run < 4 || !matches!(chars[at..at + 2], ['1', '9'] | ['2', '0']) {
        return;
    }
    let behind = &chars[at + 4..];
    let is_date = matches!(behind, ['/' | '.' | '-', second, ..] if second.is_ascii_digit());
    let said = if is_date { Said::Calendar } else { said(behind, Said::Begun) };
    let apart = at == 0 || !(chars[at - 1].is_ascii_digit() || chars[at - 1] == '.');
    if said != Said::Begun && run == 4 {
        let year = chars[at..at + 4].iter().filter_map(|c| c.to_digit(10)).fold(0, |year, digit| year * 10 + digit);
        tell(Mention { at, year, said: if apart { said } else { Said::Begun } });
    }
}

/// The characters after a number determine the notation.
fn said(behind: &[char], otherwise: Said) -> Said {
    match behind {
        ['年', '度', ..] => Said::Fiscal,
        ['年', ..] => Said::Calendar,
        ['.' | '/', second, ..] if second.is_ascii_digit() => Said::Calendar,
        _ => otherwise,
    }
}

fn digits(chars: &[char]) -> usize {
    chars.iter().take_while(|c| c.is_ascii_digit()).count()
}

/// The maximum number of digits of a year of an era, and of characters: 三十一.
const DIGITS: usize = 2;
const LONGEST_NUMBER: usize = 3;
const NUMERALS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// 4, 元, 四, 十二, 三十一.
fn ordinal(chars: &[char]) -> Option<u32> {
    let numeral = |c: char| NUMERALS.iter().position(|n| *n == c).map(|place| place as u32 + 1);
    match *chars {
        ['元'] => Some(1),
        [one] if one.is_ascii_digit() => one.to_digit(10),
        [ten, one] if ten.is_ascii_digit() => Some(ten.to_digit(10)? * 10 + one.to_digit(10)?),
        [one] => numeral(one),
        ['十', one] => numeral(one).filter(|n| *n < 10).map(|n| 10 + n),
        [ten, '十'] => numeral(ten).filter(|n| *n < 10).map(|n| n * 10),
        [ten, '十', one] => Some(numeral(ten).filter(|n| *n < 10)? * 10 + numeral(one).filter(|n| *n < 10)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::normalize::normalize;
    use super::*;

    #[test]
    fn the_vectors_that_the_page_passes_too() {
        type Year = (usize, u32, u8);
        let vectors: Vec<(String, Vec<Year>)> =
            serde_json::from_str(include_str!("../../tests/search/years.json")).expect("texts with their years");
        for (text, expected) in vectors {
            let mut found = Vec::new();
            years(&normalize(&text).chars, |mention| found.push((mention.at, mention.year, mention.said as u8)));
            assert_eq!(found, expected, "{text}");
        }
    }
}
