//! From a value of the model to a cell: one datum, without surrounding spaces, without tabs, line breaks or control
//! characters, each composed. The meaning of the cells is not known here.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::characters::composed;
use crate::dataset::Cell;
use crate::digest::{digest, hex};
use crate::model::{Date, FiscalYear, Number, Record, Site, Text};

/// A text cell; a text without a letter is an empty cell.
pub(super) fn text(text: &str) -> Cell<'_> {
    filled(clean(text))
}

/// A text cell from a text built by the caller.
pub(super) fn owned<'s>(text: String) -> Cell<'s> {
    let cleaned = match clean(&text) {
        Cow::Borrowed(same) => (same.len() < text.len()).then(|| same.to_owned()),
        Cow::Owned(cleaned) => Some(cleaned),
    };
    filled(Cow::Owned(cleaned.unwrap_or(text)))
}

/// A text cell, empty if there is no text.
pub(super) fn optional(value: Option<&Text>) -> Cell<'_> {
    value.map_or(Cell::Empty, |value| text(&value.value))
}

/// A code or an id, which is clean by construction.
pub(super) fn code<'s>(code: Option<&'s str>) -> Cell<'s> {
    code.map_or(Cell::Empty, |code| Cell::Text(Cow::Borrowed(code)))
}

/// An id or an address built by the caller, which is clean by construction.
pub(super) fn address<'s>(address: String) -> Cell<'s> {
    Cell::Text(Cow::Owned(address))
}

/// A text as a part of an id: what was written, whatever its place among others.
pub(super) fn mark(text: &str) -> String {
    hex(&digest(clean(text).as_bytes())[..4])
}

/// The title of a record.
pub(super) fn title<'s>(record: Record<'s>, site: &'s Site) -> Cell<'s> {
    match record {
        Record::Plan(plan) => text(&plan.title.value),
        Record::Section(section) => text(&section.title.value),
        Record::Program(program) => text(&program.title.value),
        Record::Item(item) => text(&item.title.value),
        Record::Goal(goal) => text(&goal.title.value),
        Record::Sheet(_) => owned(record.title(site)),
    }
}

/// A unit, without platform-dependent characters (㎡ is m2).
pub(super) fn unit(unit: Option<&str>) -> Cell<'_> {
    match unit {
        Some(unit) if unit.is_ascii() => text(unit),
        Some(unit) => owned(unit.nfkc().collect()),
        None => Cell::Empty,
    }
}

/// よみ in katakana, as the names of such columns (`_カナ`) require.
pub(super) fn kana<'s>(reading: Option<&Text>) -> Cell<'s> {
    reading.map_or(Cell::Empty, |reading| owned(reading.value.chars().map(katakana).collect()))
}

fn katakana(c: char) -> char {
    match c {
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        _ => c,
    }
}

/// Statements in order: no value if they are unknown, an empty list if there are none.
pub(super) fn list(texts: Option<&[Text]>) -> Cell<'_> {
    let Some(texts) = texts else { return Cell::Empty };
    Cell::List(texts.iter().map(|text| clean(&text.value)).filter(|text| !text.is_empty()).collect())
}

/// A number by its digits.
pub(super) fn number(number: Option<&Number>) -> Cell<'_> {
    number.map_or(Cell::Empty, |number| Cell::Number(Cow::Borrowed(number.digits())))
}

/// A whole number.
pub(super) fn integer<'s>(n: impl Into<i64>) -> Cell<'s> {
    Cell::Integer(n.into())
}

/// A fiscal year by the western year in which it begins.
pub(super) fn year<'s>(year: Option<FiscalYear>) -> Cell<'s> {
    year.map_or(Cell::Empty, |year| integer(year.western()))
}

/// A fiscal year as 令和4年度.
pub(super) fn wareki<'s>(year: Option<FiscalYear>) -> Cell<'s> {
    year.map_or(Cell::Empty, |year| Cell::Text(Cow::Owned(year.wareki())))
}

/// A day; for a month its last day (the next column states the precision).
pub(super) fn date<'s>(date: Option<Date>) -> Cell<'s> {
    date.map_or(Cell::Empty, |date| Cell::Date(Date { day: Some(last_day(date)), ..date }.iso()))
}

fn last_day(date: Date) -> i8 {
    let exists = |day: &i8| Date::new(date.year, date.month, Some(*day)).is_some();
    date.day.unwrap_or_else(|| (28..=31).rev().find(exists).unwrap_or(28))
}

fn filled(text: Cow<'_, str>) -> Cell<'_> {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

/// Trims spaces, replaces each control character, line break and ideographic space by a plain space, and composes
/// characters.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if is_settled(text.as_bytes()) {
        return Cow::Borrowed(text.trim_ascii());
    }
    let trimmed = text.trim_matches(is_edge);
    if is_settled(trimmed.as_bytes())
        || (!trimmed.contains(is_foreign) && matches!(composed(trimmed), Cow::Borrowed(_)))
    {
        return Cow::Borrowed(trimmed);
    }
    let kept = trimmed.chars().filter(|c| !is_no_character(*c)).map(|c| if is_foreign(c) { ' ' } else { c });
    Cow::Owned(composed(&kept.collect::<String>()).trim_matches(is_edge).to_owned())
}

/// Whether a text contains only common characters (ASCII, kana, kanji, their punctuation and full-width forms), which
/// need no lookup in the Unicode tables.
fn is_settled(mut text: &[u8]) -> bool {
    loop {
        text = match text {
            [] => return true,
            [b' '..=b'~', rest @ ..] | [0xe4..=0xe9, _, _, rest @ ..] | [0xef, 0xbc | 0xbd, _, rest @ ..] => rest,
            [0xe3, 0x80, 0x80, ..] | [0xe3, 0x82, 0x99 | 0x9a, ..] => return false,
            [0xe3, _, _, rest @ ..] => rest,
            _ => return false,
        }
    }
}

fn is_foreign(c: char) -> bool {
    c.is_control() || is_no_character(c) || matches!(c, '\u{3000}' | '\u{2028}' | '\u{2029}')
}

/// The byte-order mark, and the characters that are invalid in XML and thus in workbooks.
fn is_no_character(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn is_edge(c: char) -> bool {
    c.is_whitespace() || is_foreign(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(dirty: &str, expected: &str) {
        assert_eq!(clean(dirty), expected, "{dirty:?}");
        assert_eq!(owned(dirty.to_owned()), filled(Cow::Borrowed(expected)), "{dirty:?}");
    }

    #[test]
    fn a_cell_holds_one_datum_without_layout() {
        cleaned("自治会加入率", "自治会加入率");
        cleaned("\u{3000} 自治会\u{3000}加入率 \n", "自治会 加入率");
        cleaned("一\t二\r\n三", "一 二  三");
        cleaned("\u{feff}一\u{feff}二", "一二");
        cleaned("か\u{3099}", "が");
        cleaned("\u{3000}", "");
        cleaned("\u{7}", "");
        cleaned("𠮟る👨‍👩‍👧", "𠮟る👨‍👩‍👧");
    }

    #[test]
    fn units_and_readings_are_spelled_one_way() {
        let written = |text: &str| crate::diagnostic::Located {
            value: text.to_owned(),
            at: crate::diagnostic::Span::file(crate::source::FileId(0)),
        };
        assert_eq!(unit(Some("㎡")).as_text(), "m2");
        assert_eq!(kana(Some(&written("うえだし"))).as_text(), "ウエダシ");
    }

    #[test]
    fn a_month_ends_on_its_last_day() {
        let day = |text: &str| date(text.parse().ok()).as_text().into_owned();
        assert_eq!(day("2024-02"), "2024-02-29");
        assert_eq!(day("2023-04"), "2023-04-30");
        assert_eq!(day("2023-03-05"), "2023-03-05");
    }
}
