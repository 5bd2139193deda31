//! The words that every page uses for absent values, years and counts.

pub(super) use crate::model::legend::{NONE, NOT_HELD, NOT_PUBLISHED, NOT_REPORTED, UNKNOWN};
use crate::model::{FiscalYear, Number, YearOfValue};

/// In place of the name of a figure that has none.
pub(super) const UNNAMED: &str = "名称の記載なし";

/// In place of what stands on the page of the department to which a goal was moved.
pub(super) const MOVED: &str = "移った先に記載";

/// The word for why a list has no entries, if it has none.
pub(super) fn absent<T>(known: Option<&[T]>) -> Option<&'static str> {
    match known {
        None => Some(UNKNOWN),
        Some([]) => Some(NONE),
        Some(_) => None,
    }
}

/// The word for a list that is stated to have no entries.
pub(super) fn none<T>(known: Option<&[T]>) -> Option<&'static str> {
    absent(known).filter(|_| known.is_some())
}

/// 令和4年度(2022年度).
pub(super) fn year(year: FiscalYear) -> String {
    YearOfValue::Fiscal(year).in_full()
}

/// A count with separators: 1,234.
pub(super) fn count(number: usize) -> String {
    let digits = number.to_string();
    digits.parse::<Number>().map_or(digits, |number| number.grouped())
}

/// A text shortened for a description: at most `limit` characters.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped() {
        assert_eq!((count(61), count(10_000)), ("61".to_owned(), "10,000".to_owned()));
    }
}
