//! The order in which people count: 2 before 10, 1-3-2 before 1-10-1.

use std::cmp::Ordering;

/// Compares two codes, their numbers by value and the rest as text.
pub fn natural_order(a: &str, b: &str) -> Ordering {
    chunks(a).cmp(chunks(b)).then_with(|| a.cmp(b))
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
    }
}
