//! The styles of a form's cells: cells to be filled in are white and framed, all others are tinted and locked.

use crate::workbook::{Across, Column, Down, Font, Style, StyleId, Styles};

const LINE: &str = "8A94A3";
const TINT: &str = "E8EEF7";
const BAND: &str = "F4F6FA";
const WHITE: &str = "FFFFFF";

/// The styles of a form.
pub(super) struct Look {
    pub(super) title: StyleId,
    pub(super) note: StyleId,
    /// 見出し of a column or a row.
    pub(super) head: StyleId,
    /// Fields of a goal as a whole.
    pub(super) band: StyleId,
    /// A locked number or name.
    pub(super) fixed: StyleId,
    /// A longer locked text.
    pub(super) told: StyleId,
    /// A text of the guide.
    pub(super) guide: StyleId,
    /// To be filled in: text.
    pub(super) input: StyleId,
    /// To be filled in: the title of a goal.
    pub(super) name: StyleId,
    /// To be filled in: a mark or a date.
    pub(super) short: StyleId,
}

impl Look {
    pub(super) fn new() -> (Styles, Self) {
        let font = Font { name: "Yu Gothic", size: 9.5, is_bold: false, colour: None };
        let bold = Font { is_bold: true, ..font };
        let plain = Style {
            font,
            fill: None,
            line: None,
            across: Across::ByKind,
            down: Down::Middle,
            wraps: false,
            format: "General",
            is_open: false,
        };
        let framed = Style { line: Some(LINE), wraps: true, ..plain };
        let middle = Style { across: Across::Middle, ..framed };
        let top = Style { across: Across::Left, down: Down::Top, ..framed };
        // Text format: what is typed is kept; 10/1 does not become a date.
        let open = |style: Style| Style { is_open: true, format: "@", ..style };
        // Column widths are measured in this font.
        let mut styles = Styles::new(Font { name: "Calibri", size: 11.0, is_bold: false, colour: None });
        let look = Self {
            title: styles.add(Style { font: Font { size: 15.0, ..bold }, ..plain }),
            note: styles.add(Style { font: Font { colour: Some("3F4A5A"), ..font }, ..plain }),
            head: styles.add(Style { font: bold, fill: Some(TINT), ..middle }),
            band: styles.add(Style { font: bold, fill: Some(BAND), ..framed }),
            fixed: styles.add(Style { fill: Some(BAND), ..middle }),
            told: styles.add(Style { fill: Some(BAND), ..top }),
            guide: styles.add(Style { fill: Some(WHITE), ..top }),
            input: styles.add(open(top)),
            name: styles.add(open(Style { font: Font { size: 11.0, ..bold }, ..framed })),
            short: styles.add(open(middle)),
        };
        (styles, look)
    }
}

/// The width of a column for a number of letters: the format counts pixels, 7 each and 5 for the edges, in 256ths of a
/// letter.
pub(super) fn column(width: f64) -> Column {
    let pixels = (width * 7.0).round() + 5.0;
    Column { width: (pixels / 7.0 * 256.0).trunc() / 256.0, is_hidden: false }
}

/// The width of a text in this font, in the characters by which columns are measured.
fn width(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.95 } else { 1.75 }).sum()
}

/// The height that a text needs in a column, in points. Spreadsheets compute it themselves except for merged cells.
pub(super) fn height(text: &str, column: f64) -> f64 {
    let room = (column - 1.0).max(2.0);
    let lines: f64 = text.lines().map(|line| (width(line) / room).ceil().max(1.0)).sum();
    (lines.max(1.0) * 13.5 + 5.0).min(409.0)
}
