//! How the cells of a form look: what is to be filled in is white and framed, everything else is tinted and locked.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

const FONT: &str = "Yu Gothic";
const LINE: Color = Color::RGB(0x8A_94_A3);
const TINT: Color = Color::RGB(0xE8_EE_F7);
const BAND: Color = Color::RGB(0xF4_F6_FA);

/// The formats of a form.
pub(super) struct Look {
    pub(super) title: Format,
    pub(super) note: Format,
    /// 見出し of a column or a row.
    pub(super) head: Format,
    /// What belongs to a goal as a whole.
    pub(super) band: Format,
    /// A number or a name that cannot be changed.
    pub(super) fixed: Format,
    /// A longer text that cannot be changed.
    pub(super) told: Format,
    /// To be filled in: text.
    pub(super) input: Format,
    /// To be filled in: the title of a goal.
    pub(super) name: Format,
    /// To be filled in: a mark or a date.
    pub(super) short: Format,
}

impl Look {
    pub(super) fn new() -> Self {
        let plain = || Format::new().set_font_name(FONT).set_font_size(9.5).set_align(FormatAlign::VerticalCenter);
        let framed = || plain().set_border(FormatBorder::Thin).set_border_color(LINE).set_text_wrap();
        let top = |format: Format| format.set_align(FormatAlign::Top).set_align(FormatAlign::Left);
        let middle = |format: Format| format.set_align(FormatAlign::Center);
        // Text: what is typed stays as it is typed, 10/1 is no date.
        let open = |format: Format| format.set_unlocked().set_num_format("@");
        Self {
            title: plain().set_font_size(15).set_bold(),
            note: plain().set_font_color(Color::RGB(0x3F_4A_5A)),
            head: middle(framed()).set_bold().set_background_color(TINT),
            band: framed().set_bold().set_background_color(BAND),
            fixed: middle(framed()).set_background_color(BAND),
            told: top(framed()).set_background_color(BAND),
            input: open(top(framed())),
            name: open(framed()).set_bold().set_font_size(11),
            short: open(middle(framed())),
        }
    }
}

/// How many of the characters by which columns are measured a text takes, in this font.
fn width(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.95 } else { 1.75 }).sum()
}

/// The height that a text needs in a column, in points. Spreadsheets find it themselves except where cells are joined.
pub(super) fn height(text: &str, column: f64) -> f64 {
    let room = (column - 1.0).max(2.0);
    let lines: f64 = text.lines().map(|line| (width(line) / room).ceil().max(1.0)).sum();
    (lines.max(1.0) * 13.5 + 5.0).min(409.0)
}
