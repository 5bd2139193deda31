//! Amounts of money in texts, and how they are asked for in round numbers: 437百万円 and 4億3,700万円 for 437,153千円. Which
//! spellings are equal is the page's to know (`search-amount.js`); only what is about equal is told here.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What people count large amounts in.
const MILLION: u64 = 1_000_000;
/// The least number of these: with fewer digits a round number is too far from what it stands for.
const LEAST: u64 = 100;
/// A number to which more amounts are rounded tells nothing.
const MOST: usize = 3;

/// Amounts with their spellings in normal form.
pub(super) type Amounts = BTreeSet<(u64, String)>;

/// Finds the amounts in a text in normal form.
pub(super) fn amounts(text: &[char], mut tell: impl FnMut(u64, Range<usize>)) {
    let mut at = 0;
    while at < text.len() {
        if !text[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let (value, end) = amount(text, at);
        if let Some(value) = value {
            tell(value, at..end);
        }
        at = end;
    }
}

/// The amount that begins at a digit, and the place behind its last digit or sign; no amount if it is another number.
fn amount(text: &[char], start: usize) -> (Option<u64>, usize) {
    let (mut sum, mut thousands, mut at) = (0_u64, 0_u64, start);
    while text.get(at).is_some_and(char::is_ascii_digit) {
        let begin = at;
        at += text[at..].iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
        let digits: String = text[begin..at].iter().collect();
        let unit: &[char] = &text[at..];
        let (size, length) = match unit {
            ['億', ..] => (100 * MILLION, 1),
            ['百', '万', ..] => (MILLION, 2),
            ['千', '万', ..] => (10 * MILLION, 2),
            ['万', ..] => (10_000, 1),
            ['千', ..] => (1_000, 1),
            _ => (1, 0),
        };
        let Some(value) = times(&digits, size) else { return (None, at) };
        at += length;
        // In 9千299万 the thousands are of the 万 behind them.
        let is_open = size == 1_000 && text.get(at).is_some_and(char::is_ascii_digit);
        if is_open {
            thousands = value;
        } else {
            let group = if size < 10_000 { 1 } else { size };
            let Some(total) = thousands.checked_mul(group).and_then(|all| sum.checked_add(all)?.checked_add(value))
            else {
                return (None, at);
            };
            (sum, thousands) = (total, 0);
        }
        if length == 0 {
            break;
        }
    }
    if text.get(at) == Some(&'円') { (Some(sum), at + 1) } else { (None, at) }
}

/// A decimal number times a size; `None` if that is no whole number.
fn times(digits: &str, size: u64) -> Option<u64> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let parts = 10_u64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let digits = if fraction.is_empty() { Cow::Borrowed(whole) } else { Cow::Owned([whole, fraction].concat()) };
    let value = digits.parse::<u64>().ok()?.checked_mul(size)?;
    value.is_multiple_of(parts).then_some(value / parts)
}

/// The round number for a large amount, in millions; `None` if it is one itself.
pub(super) fn millions(value: u64) -> Option<u64> {
    let millions = value.saturating_add(MILLION / 2) / MILLION;
    (millions >= LEAST && !value.is_multiple_of(MILLION)).then_some(millions)
}

/// Round numbers, each with the spellings of the amounts that are rounded to it.
pub(super) fn rounded(amounts: &Amounts) -> Vec<(String, &str)> {
    let mut groups: BTreeMap<u64, Vec<(u64, &str)>> = BTreeMap::new();
    for (value, spelled) in amounts {
        if let Some(millions) = millions(*value) {
            groups.entry(millions).or_default().push((*value, spelled));
        }
    }
    let tells =
        |(_, own): &(u64, Vec<(u64, &str)>)| own.iter().map(|(value, _)| value).collect::<BTreeSet<_>>().len() <= MOST;
    let lines = |(millions, own): (u64, Vec<_>)| {
        let rest = millions % LEAST * LEAST;
        let large = (rest > 0).then(|| format!("{}億{rest}万円", millions / LEAST));
        let keys: Vec<_> = [Some(format!("{millions}百万円")), large].into_iter().flatten().collect();
        own.into_iter().flat_map(move |(_, spelled)| keys.clone().into_iter().map(move |key| (key, spelled)))
    };
    groups.into_iter().filter(tells).flat_map(lines).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(u64, String)> {
        let chars: Vec<_> = text.chars().collect();
        let mut found = Vec::new();
        amounts(&chars, |value, place| found.push((value, chars[place].iter().collect())));
        found
    }

    #[test]
    fn every_spelling_of_an_amount_is_read() {
        for (text, value) in [
            ("437153千円", 437_153_000),
            ("437152148円", 437_152_148),
            ("437百万円", 437_000_000),
            ("1億9千299万円", 192_990_000),
            ("1億9299万円", 192_990_000),
            ("2千765万円", 27_650_000),
            ("2千万円", 20_000_000),
            ("8億9千万円", 890_000_000),
            ("1.5億円", 150_000_000),
            ("6億円", 600_000_000),
            ("5円", 5),
        ] {
            assert_eq!(found(text), [(value, text.to_owned())]);
        }
        assert_eq!(found("前年度300千円\n今年度1200千円").len(), 2);
        for other in ["437人", "437千人", "第3次", "1.5円", "99999999999999999999円", "1.2.3億円", "円", "3億", ""]
        {
            assert_eq!(found(other), [], "{other}");
        }
    }

    #[test]
    fn a_round_number_leads_to_what_is_rounded_to_it() {
        let check = |values: &[(u64, &str)], expected: &[(&str, &str)]| {
            let amounts: Amounts = values.iter().map(|(value, spelled)| (*value, (*spelled).to_owned())).collect();
            let expected: Vec<_> = expected.iter().map(|(key, spelled)| ((*key).to_owned(), *spelled)).collect();
            assert_eq!(rounded(&amounts), expected);
        };
        check(&[(437_153_000, "437153千円")], &[("437百万円", "437153千円"), ("4億3700万円", "437153千円")]);
        check(&[(436_500_000, "436500千円")], &[("437百万円", "436500千円"), ("4億3700万円", "436500千円")]);
        check(&[(400_120_000, "400120千円")], &[("400百万円", "400120千円")]);
        check(&[(99_400_000, "99400千円"), (437_000_000, "437百万円")], &[]);
        check(&[(900_000_100, "ア"), (900_000_200, "イ"), (900_000_300, "ウ"), (900_000_400, "エ")], &[]);
    }
}
