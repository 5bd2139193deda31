//! Text encoding of the format: texts and their length, the names of cells, days as numbers.

use std::borrow::Cow;

pub(super) const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
pub(super) const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
pub(super) const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
pub(super) const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// From a row and a column to a row and a column, both inclusive, counted from 0.
pub(crate) type Area = ((u32, usize), (u32, usize));

/// A, B … Z, AA …: the name of the column at an index counted from 0.
pub(crate) fn column_letters(mut place: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + u8::try_from(place % 26).expect("26 letters fit"));
        if place < 26 {
            break;
        }
        place = place / 26 - 1;
    }
    letters.reverse();
    String::from_utf8(letters).expect("letters are ASCII")
}

/// An area as `A1:C3`, with a mark (`$` or nothing) before each letter and number.
pub(super) fn area(((top, left), (bottom, right)): Area, mark: &str) -> String {
    let cell = |row, column| format!("{mark}{}{mark}{}", column_letters(column), row + 1);
    format!("{}:{}", cell(top, left), cell(bottom, right))
}

/// A day as spreadsheets count: from the end of 1899.
pub(crate) fn serial_day(iso: &str) -> i64 {
    let epoch = jiff::civil::Date::constant(1899, 12, 30);
    iso.parse::<jiff::civil::Date>().map_or(0, |day| i64::from(epoch.until(day).map_or(0, |span| span.get_days())))
}

/// The day of a number, as 2023-03-31; none before March 1900, where spreadsheets count a day that never was.
pub(crate) fn day_of_serial(number: i64) -> Option<String> {
    let epoch = jiff::civil::Date::constant(1899, 12, 30);
    let days = jiff::Span::new().try_days(number).ok().filter(|_| number > 60)?;
    epoch.checked_add(days).ok().map(|day| day.to_string())
}

/// The longest text of a cell, in UTF-16 code units.
const LONGEST_TEXT: usize = 32_767;
/// The end of a text that was cut.
const CUT: &str = "…(続きは CSV と JSON)";

/// Whether a text fits into a cell: spreadsheets report a workbook with a longer text as damaged.
pub(super) fn fits(text: &str) -> bool {
    text.len() <= LONGEST_TEXT || text.encode_utf16().count() <= LONGEST_TEXT
}

/// A text that fits into a cell: a longer one is cut.
pub(crate) fn fitting(text: &str) -> Cow<'_, str> {
    if fits(text) {
        return Cow::Borrowed(text);
    }
    let mut room = LONGEST_TEXT - CUT.encode_utf16().count();
    let fits = |c: &char| match room.checked_sub(c.len_utf16()) {
        Some(rest) => {
            room = rest;
            true
        }
        None => false,
    };
    let kept: String = text.chars().take_while(fits).collect();
    Cow::Owned(kept + CUT)
}

/// Whether a text may be the beginning of a longer one: it is as long as a cell can be, or has the mark of a cut.
pub(crate) fn is_cut(text: &str) -> bool {
    text.ends_with(CUT) || text.encode_utf16().count() >= LONGEST_TEXT
}

/// A text escaped for XML. Spreadsheets read `_x0041_` as an escaped letter, so its first underscore is escaped itself.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    // U+FFFE and U+FFFF begin with 0xEF, as full-width forms do; texts with these are checked character by character. Without an
    // early end many bytes are looked at in one step.
    let is_doubtful = |byte: u8| byte < b' ' || matches!(byte, b'&' | b'<' | b'>' | b'"' | b'_' | 0xef);
    if !text.bytes().fold(false, |found, byte| found | is_doubtful(byte)) {
        return Cow::Borrowed(text);
    }
    if text.contains("_x") {
        return Cow::Owned(marked(&text.replace("_x", "_x005F_x")));
    }
    if !text.contains(|c| matches!(c, '&' | '<' | '>' | '"') || is_outside_xml(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(marked(text))
}

/// A text escaped for an attribute: line breaks are kept.
pub(super) fn attribute(text: &str) -> String {
    escaped(text).replace('\n', "&#10;")
}

fn marked(text: &str) -> String {
    let mut xml = String::with_capacity(text.len() + 16);
    for c in text.chars().filter(|c| !is_outside_xml(*c)) {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            c => xml.push(c),
        }
    }
    xml
}

/// Characters that are invalid in XML.
fn is_outside_xml(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        let named = [0, 25, 26, 51, 52, 701, 702].map(column_letters);
        assert_eq!(named, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn days_are_counted_as_spreadsheets_do() {
        assert_eq!(serial_day("1900-03-01"), 61);
        assert_eq!(serial_day("2023-03-31"), 45016);
        assert_eq!(day_of_serial(45016).as_deref(), Some("2023-03-31"));
        assert_eq!([60, -1, i64::MAX].map(day_of_serial), [None, None, None]);
    }

    #[test]
    fn texts_stay_texts() {
        assert_eq!(escaped("=A1&\"<b>\"\u{1}"), "=A1&amp;&quot;&lt;b&gt;&quot;");
        assert_eq!(escaped("_x0041_"), "_x005F_x0041_");
        assert_eq!(attribute("一\n\"二\""), "一&#10;&quot;二&quot;");
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_cut_between_letters() {
        assert_eq!(fitting("短い文"), "短い文");
        let long = "𠮟".repeat(20_000);
        let cut = fitting(&long);
        assert!(cut.ends_with(CUT) && cut.starts_with('𠮟') && fits(&cut) && !fits(&long));
        assert!((LONGEST_TEXT - 1..=LONGEST_TEXT).contains(&cut.encode_utf16().count()));
    }
}
