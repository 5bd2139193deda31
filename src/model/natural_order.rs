//! The order in which people count: 2 before 10, 1-3-2 before 1-10-1.

use std::cmp::Ordering;

/// Compares two codes, their numbers by value and the rest as text; a number comes before a letter.
pub fn natural_order(a: &str, b: &str) -> Ordering {
    let keyed = |code| chunks(code).map(|(number, text)| (number.is_none(), number, text));
    keyed(a).cmp(keyed(b)).then_with(|| a.cmp(b))
}

/// Whether two codes differ in zeros before their numbers only.
pub fn same_count(a: &str, b: &str) -> bool {
    let counts =
        |code| chunks(code).map(|(number, text)| if number.is_some() { text.trim_start_matches('0') } else { text });
    counts(a).eq(counts(b))
}

fn chunks(mut text: &str) -> impl Iterator<Item = (Option<u64>, &str)> {
    std::iter::from_fn(move || {
        let first = text.chars().next()?;
        let is_digit = first.is_ascii_digit();
        let end = text.find(|c: char| c.is_ascii_digit() != is_digit).unwrap_or(text.len());
        let (chunk, rest) = text.split_at(end);
        text = rest;
        Some((is_digit.then(|| chunk.parse().unwrap_or(u64::MAX)), chunk))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_by_value() {
        let mut codes = ["10", "2", "1-10-1", "1-3-2", "16-cloud", "1"];
        codes.sort_by(|a, b| natural_order(a, b));
        assert_eq!(codes, ["1", "1-3-2", "1-10-1", "2", "10", "16-cloud"]);
        codes = ["100", "0086", "a02", "86", "a1", "99"];
        codes.sort_by(|a, b| natural_order(a, b));
        assert_eq!(codes, ["0086", "86", "99", "100", "a1", "a02"]);
    }

    #[test]
    fn zeros_before_a_number_count_nothing() {
        assert!(same_count("0086", "86") && same_count("7-1", "07-01") && !same_count("a1", "b1"));
    }
}
