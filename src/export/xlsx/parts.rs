//! The fixed parts of a workbook in Office Open XML: what belongs to it, how its sheets are called, how its cells look.

use std::borrow::Cow;
use std::fmt::Write;

use super::About;
use crate::dataset::Cell;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// Where the parts of the package begin.
pub(super) const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>";

/// How a cell looks. A number keeps the digits behind its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// 見出し.
    Header,
    /// Text on as many lines as it needs, which stays a text when it is written over.
    Text,
    /// Yes or no.
    Truth,
    /// A day.
    Date,
    /// A number with so many digits behind the point, four at most.
    Decimals(usize),
}

/// Formats of numbers that the application does not bring along.
const FORMATS: [(u8, &str); 4] = [(164, "yyyy-mm-dd"), (165, "0.0"), (166, "0.000"), (167, "0.0000")];
/// The number formats of [`Style::id`] from 2 on: text, any, day, whole, and with one to four digits behind the point.
const CELL_FORMATS: [u8; 8] = [49, 0, 164, 1, 165, 2, 166, 167];

impl Style {
    /// The style of a cell by what it holds.
    pub(super) fn of(cell: &Cell<'_>) -> Self {
        match cell {
            Cell::Number(digits) => {
                Self::Decimals(digits.split_once('.').map_or(0, |(_, fraction)| fraction.len()).min(4))
            }
            Cell::Integer(_) => Self::Decimals(0),
            Cell::Date(_) => Self::Date,
            Cell::Truth(_) => Self::Truth,
            Cell::Empty | Cell::Text(_) | Cell::List(_) => Self::Text,
        }
    }

    /// Its place in the table of [`styles`].
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Header => "1",
            Self::Text => "2",
            Self::Truth => "3",
            Self::Date => "4",
            Self::Decimals(0) => "5",
            Self::Decimals(1) => "6",
            Self::Decimals(2) => "7",
            Self::Decimals(3) => "8",
            Self::Decimals(_) => "9",
        }
    }
}

/// The table of styles, in the order of [`Style::id`].
pub(super) fn styles() -> String {
    let mut xml = format!("{XML}<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"{}\">", FORMATS.len());
    for (id, code) in FORMATS {
        let _ = write!(xml, "<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>");
    }
    let font = "<sz val=\"10\"/><name val=\"Yu Gothic\"/><family val=\"3\"/><charset val=\"128\"/></font>";
    let _ = write!(xml, "</numFmts><fonts count=\"2\"><font>{font}<font><b/>{font}</fonts>");
    xml.push_str("<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFE8EEF7\"/><bgColor indexed=\"64\"/></patternFill></fill></fills>");
    let _ = write!(
        xml,
        "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"{}\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>",
        CELL_FORMATS.len() + 2
    );
    let mut cell = |format: u8, font: u8, fill: u8, align: &str| {
        let _ = write!(
            xml,
            "<xf numFmtId=\"{format}\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyAlignment=\"1\"><alignment vertical=\"{align}\" wrapText=\"1\"/></xf>"
        );
    };
    cell(49, 1, 2, "center");
    CELL_FORMATS.iter().for_each(|format| cell(*format, 0, 0, "top"));
    xml.push_str("</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>");
    xml
}

/// What kinds of parts there are.
pub(super) fn content_types(sheets: usize) -> String {
    let mut xml = format!(
        "{XML}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
    );
    let mut part = |name: &str, kind: &str| {
        let _ = write!(
            xml,
            "<Override PartName=\"/xl/{name}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml\"/>"
        );
    };
    part("workbook", "sheet.main");
    part("styles", "styles");
    (1..=sheets).for_each(|i| part(&format!("worksheets/sheet{i}"), "worksheet"));
    xml.push_str("</Types>");
    xml
}

/// The sheets by name. On paper the header stands on every page, and beside the rows of the first sheet their ID.
pub(super) fn workbook(names: &[&str]) -> String {
    let mut xml =
        format!("{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><bookViews><workbookView/></bookViews><sheets>");
    for (i, name) in (1..).zip(names) {
        let _ = write!(xml, "<sheet name=\"{name}\" sheetId=\"{i}\" r:id=\"rId{i}\"/>");
    }
    xml.push_str("</sheets><definedNames>");
    for (i, name) in names.iter().enumerate() {
        let beside = if i == 0 { format!("'{name}'!$B:$B,") } else { String::new() };
        let _ = write!(
            xml,
            "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{i}\">{beside}'{name}'!$1:$1</definedName>"
        );
    }
    xml.push_str("</definedNames></workbook>");
    xml
}

/// The sheets by place.
pub(super) fn book_relations(sheets: usize) -> String {
    let mut xml = format!("{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for i in 1..=sheets {
        let _ =
            write!(xml, "<Relationship Id=\"rId{i}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>");
    }
    let _ = write!(
        xml,
        "<Relationship Id=\"rId{}\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>",
        sheets + 1
    );
    xml
}

/// Title, maker, day.
pub(super) fn properties(about: &About) -> String {
    let day = about.updated.and_then(|date| Some((date, date.day?)));
    let day = day.map_or_else(String::new, |(date, _)| {
        ["created", "modified"]
            .map(|word| {
                format!("<dcterms:{word} xsi:type=\"dcterms:W3CDTF\">{}T00:00:00Z</dcterms:{word}>", date.iso())
            })
            .concat()
    });
    format!(
        "{XML}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>{day}</cp:coreProperties>",
        escaped(&about.title),
        escaped(&about.creator)
    )
}

/// How high a row of so many lines is, in points; spreadsheets know none higher than 409.
pub(super) fn height(lines: usize) -> usize {
    (lines * 16 + 3).min(409)
}

/// How many characters stand beside one another on A4 across, made as small as can still be read.
const PAPER: usize = 260;

/// Whether a sheet of columns this wide is made as small as the paper is wide; a wider one takes pages beside one another.
fn fits(widths: &[usize]) -> bool {
    widths.iter().sum::<usize>() <= PAPER
}

/// Says at the head of a sheet whether it is fitted to the paper.
pub(super) fn fitting_to(widths: &[usize]) -> &'static str {
    if fits(widths) { "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>" } else { "" }
}

/// How a sheet is printed: A4 across, with lines between the cells, its title and the number of the page.
pub(super) fn printed(title: &str, widths: &[usize]) -> String {
    let size = if fits(widths) { "fitToHeight=\"0\"" } else { "scale=\"60\" pageOrder=\"overThenDown\"" };
    format!(
        "<printOptions gridLines=\"1\"/><pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"landscape\" {size}/><headerFooter><oddFooter>&amp;L{}&amp;R&amp;P / &amp;N</oddFooter></headerFooter>",
        escaped(&title.replace('&', "&&"))
    )
}

/// The widths of the columns, in characters.
pub(super) fn widths(widths: &[usize]) -> String {
    let mut xml = String::from("<cols>");
    for (i, width) in (1..).zip(widths) {
        let _ = write!(xml, "<col min=\"{i}\" max=\"{i}\" width=\"{width}\" customWidth=\"1\"/>");
    }
    xml.push_str("</cols>");
    xml
}

/// A, B … Z, AA …: the name of the column at a place counted from 0.
pub(super) fn column_letters(mut place: usize) -> String {
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

/// A day as spreadsheets count: from the end of 1899.
pub(super) fn serial_day(iso: &str) -> i64 {
    let epoch = jiff::civil::Date::constant(1899, 12, 30);
    iso.parse::<jiff::civil::Date>().map_or(0, |day| i64::from(epoch.until(day).map_or(0, |span| span.get_days())))
}

/// The longest text of a cell, in UTF-16 code units.
const LONGEST_TEXT: usize = 32_767;
/// Ends a text that was cut.
const CUT: &str = "…(続きは CSV と JSON)";

/// A text that a cell can hold: a longer one is cut, since spreadsheets take a workbook with one for damaged.
pub(super) fn fitting(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST_TEXT || text.encode_utf16().count() <= LONGEST_TEXT {
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

/// A text as XML has it. Spreadsheets read `_x0041_` as an escaped letter, so its first mark is escaped itself.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    // U+FFFE and U+FFFF begin with 0xEF, as full-width forms do; those are looked at letter by letter.
    let is_plain = |byte: u8| byte >= b' ' && !matches!(byte, b'&' | b'<' | b'>' | b'"' | 0xef);
    if text.contains("_x") {
        return Cow::Owned(marked(&text.replace("_x", "_x005F_x")));
    }
    if text.bytes().all(is_plain) || !text.contains(|c| matches!(c, '&' | '<' | '>' | '"') || is_outside_xml(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(marked(text))
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

/// Characters that XML cannot hold.
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
    }

    #[test]
    fn texts_stay_texts() {
        assert_eq!(escaped("=A1&\"<b>\"\u{1}"), "=A1&amp;&quot;&lt;b&gt;&quot;");
        assert_eq!(escaped("_x0041_"), "_x005F_x0041_");
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_cut_between_letters() {
        assert_eq!(fitting("短い文"), "短い文");
        let long = "𠮟".repeat(20_000);
        let cut = fitting(&long);
        assert!(cut.ends_with(CUT) && cut.starts_with('𠮟'));
        assert!((LONGEST_TEXT - 1..=LONGEST_TEXT).contains(&cut.encode_utf16().count()));
    }
}
