//! The lines of a chart at round values, from the lowest to the highest value, with their labels.

use crate::characters::breadth;
use crate::model::Number;

/// Great amounts in the words of their powers of ten thousand.
const WORDS: [(f64, &str); 3] = [(1e12, "兆"), (1e8, "億"), (1e4, "万")];
/// From this amount on.
const GREAT: f64 = 1e6;

/// The values of two to six lines from the lowest to the highest value, each with its label. Great numbers of a plain unit
/// are told as 50万 or 2億; with 千円 they would be misread.
pub(super) fn lines(low: f64, high: f64, is_plain: bool) -> Vec<(f64, String)> {
    let span = if high > low { high - low } else { 1.0 };
    let power = 10f64.powf((span / 4.0).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|one| one * power).into_iter().find(|step| span / step <= 4.0);
    let step = step.unwrap_or(span);
    let (first, last) = ((low / step).floor() as i64, (high / step).ceil().max(1.0) as i64);
    let values: Vec<_> = (first..=last).map(|n| n as f64 * step).collect();
    let is_great = is_plain && values.iter().any(|value| value.abs() >= GREAT);
    let word = WORDS.into_iter().find(|(power, _)| is_great && values.iter().all(|value| value % power == 0.0));
    let (power, word) = word.unwrap_or((1.0, ""));
    let decimals = usize::try_from(-(step.log10().floor() as i64)).unwrap_or(0);
    let grouped = |digits: String| digits.parse::<Number>().map_or(digits, |number| number.grouped());
    let label = |value: f64| {
        let word = if value == 0.0 { "" } else { word };
        grouped(format!("{:.decimals$}", value / power)) + word
    };
    values.into_iter().map(|value| (value, label(value))).collect()
}

/// How many half-width characters are as wide as the longest label.
pub(super) fn longest(lines: &[(f64, String)]) -> usize {
    lines.iter().map(|(_, label)| breadth(label)).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(low: f64, high: f64, labels: &[&str]) {
        let found = lines(low, high, true);
        assert_eq!(found.iter().map(|(_, label)| label.as_str()).collect::<Vec<_>>(), labels);
        assert!(found[0].0 <= low && found[found.len() - 1].0 >= high);
    }

    #[test]
    fn lines_stand_at_round_values() {
        check(0.0, 98765.0, &["0", "50,000", "100,000"]);
        check(0.0, 3.2, &["0", "1", "2", "3", "4"]);
        check(0.0, 0.32, &["0.0", "0.1", "0.2", "0.3", "0.4"]);
        check(-30.0, 100.0, &["-50", "0", "50", "100"]);
        check(0.0, 0.0, &["0.0", "0.5"]);
        check(0.0, 100.0, &["0", "50", "100"]);
        check(96.3, 99.4, &["96", "97", "98", "99", "100"]);
    }

    #[test]
    fn great_numbers_are_told_in_words() {
        check(0.0, 999_999.0, &["0", "50万", "100万"]);
        check(0.0, 1_700_000.0, &["0", "50万", "100万", "150万", "200万"]);
        check(0.0, 9.8e11, &["0", "5,000億", "10,000億"]);
        check(-1.2e8, 1e8, &["-2億", "-1億", "0", "1億"]);
        let thousands: Vec<_> = lines(0.0, 1_700_000.0, false).into_iter().map(|(_, label)| label).collect();
        assert_eq!(thousands, ["0", "500,000", "1,000,000", "1,500,000", "2,000,000"]);
    }
}
