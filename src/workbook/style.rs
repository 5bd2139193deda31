//! How cells look: each distinct style stands once in the workbook's table, and cells name its place there.

use std::fmt::Write;

use super::sheet::list;
use super::text::{MAIN, XML};

/// Letters of one kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Font {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its height in points.
    pub(crate) size: f64,
    /// Whether it is bold.
    pub(crate) is_bold: bool,
    /// Its colour as `3F4A5A`, if not black.
    pub(crate) colour: Option<&'static str>,
}

/// Where a text stands in the width of its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Across {
    /// Texts on the left, numbers on the right.
    ByKind,
    /// On the left.
    Left,
    /// In the middle.
    Middle,
}

/// Where a text stands in the height of its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Down {
    /// At the top.
    Top,
    /// In the middle.
    Middle,
}

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    /// Its letters.
    pub(crate) font: Font,
    /// The colour behind them.
    pub(crate) fill: Option<&'static str>,
    /// The colour of a thin line around it.
    pub(crate) line: Option<&'static str>,
    /// Where the text stands.
    pub(crate) across: Across,
    /// Where the text stands.
    pub(crate) down: Down,
    /// Whether a long text goes on in the next line.
    pub(crate) wraps: bool,
    /// The format of numbers: `@` for what stays a text whatever is typed.
    pub(crate) format: &'static str,
    /// Whether it can be written into where the sheet is protected.
    pub(crate) is_open: bool,
}

/// The place of a style in its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StyleId(pub(super) String);

/// The table of styles.
#[derive(Debug, Clone)]
pub(crate) struct Styles {
    fonts: Vec<Font>,
    fills: Vec<&'static str>,
    lines: Vec<&'static str>,
    formats: Vec<&'static str>,
    styles: Vec<Style>,
}

/// Formats of numbers that every application brings along.
const BUILT_IN: [(&str, usize); 4] = [("General", 0), ("0", 1), ("0.00", 2), ("@", 49)];
/// The first number of those that it does not.
const FIRST_FORMAT: usize = 164;
/// The fills that every workbook begins with.
const FILLS: &str =
    "<fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>";
/// No line around a cell.
const NO_LINE: &str = "<border><left/><right/><top/><bottom/><diagonal/></border>";

impl Styles {
    /// A table without styles. The base font is that of cells without one, and what columns are measured by.
    pub(crate) fn new(base: Font) -> Self {
        Self { fonts: vec![base], fills: Vec::new(), lines: Vec::new(), formats: Vec::new(), styles: Vec::new() }
    }

    /// Adds a style.
    pub(crate) fn add(&mut self, style: Style) -> StyleId {
        place(&mut self.fonts, style.font);
        style.fill.map(|fill| place(&mut self.fills, fill));
        style.line.map(|line| place(&mut self.lines, line));
        if !BUILT_IN.iter().any(|(format, _)| *format == style.format) {
            place(&mut self.formats, style.format);
        }
        // The first place is that of cells without a style.
        StyleId((place(&mut self.styles, style) + 1).to_string())
    }

    /// The table as a part of a workbook.
    pub(super) fn xml(&self) -> String {
        let mut xml = format!("{XML}<styleSheet xmlns=\"{MAIN}\">");
        list(
            &mut xml,
            "numFmts",
            (FIRST_FORMAT..)
                .zip(&self.formats)
                .map(|(id, code)| format!("<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>")),
        );
        list(&mut xml, "fonts", self.fonts.iter().map(Font::xml));
        let solid = |colour: &&str| {
            format!(
                "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF{colour}\"/><bgColor indexed=\"64\"/></patternFill></fill>"
            )
        };
        let fills = self.fills.iter().map(solid).collect::<String>();
        let _ = write!(xml, "<fills count=\"{}\">{FILLS}{fills}</fills>", self.fills.len() + 2);
        let around = |colour: &&str| {
            let side = |side: &str| format!("<{side} style=\"thin\"><color rgb=\"FF{colour}\"/></{side}>");
            format!("<border>{}<diagonal/></border>", ["left", "right", "top", "bottom"].map(side).concat())
        };
        list(&mut xml, "borders", std::iter::once(NO_LINE.to_owned()).chain(self.lines.iter().map(around)));
        xml.push_str(
            "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>",
        );
        let bare = "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>".to_owned();
        list(&mut xml, "cellXfs", std::iter::once(bare).chain(self.styles.iter().map(|style| self.cell(style))));
        xml.push_str(
            "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>",
        );
        xml
    }

    fn cell(&self, style: &Style) -> String {
        let format = BUILT_IN.iter().find(|(format, _)| *format == style.format).map(|(_, id)| *id);
        let format = format.unwrap_or_else(|| FIRST_FORMAT + of(&self.formats, &style.format));
        let fill = style.fill.map_or(0, |fill| of(&self.fills, &fill) + 2);
        let line = style.line.map_or(0, |line| of(&self.lines, &line) + 1);
        let border = if line > 0 { " applyBorder=\"1\"" } else { "" };
        let open = if style.is_open { (" applyProtection=\"1\"", "<protection locked=\"0\"/>") } else { ("", "") };
        let across = match style.across {
            Across::ByKind => "",
            Across::Left => " horizontal=\"left\"",
            Across::Middle => " horizontal=\"center\"",
        };
        let down = match style.down {
            Down::Top => "top",
            Down::Middle => "center",
        };
        let wraps = if style.wraps { " wrapText=\"1\"" } else { "" };
        format!(
            "<xf numFmtId=\"{format}\" fontId=\"{}\" fillId=\"{fill}\" borderId=\"{line}\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\"{border} applyAlignment=\"1\"{}><alignment{across} vertical=\"{down}\"{wraps}/>{}</xf>",
            of(&self.fonts, &style.font),
            open.0,
            open.1
        )
    }
}

impl Font {
    fn xml(&self) -> String {
        let bold = if self.is_bold { "<b/>" } else { "" };
        let colour = self.colour.map_or_else(String::new, |colour| format!("<color rgb=\"FF{colour}\"/>"));
        // Which letters a font has, for systems that do not have it: those of Japanese, without serifs.
        let letters = if self.name.is_ascii() && self.name != "Yu Gothic" {
            "<family val=\"2\"/>"
        } else {
            "<family val=\"3\"/><charset val=\"128\"/>"
        };
        format!("<font>{bold}<sz val=\"{}\"/>{colour}<name val=\"{}\"/>{letters}</font>", self.size, self.name)
    }
}

/// Where a value stands in a list, at its end if it was not there.
fn place<T: PartialEq>(known: &mut Vec<T>, value: T) -> usize {
    known.iter().position(|known| *known == value).unwrap_or_else(|| {
        known.push(value);
        known.len() - 1
    })
}

fn of<T: PartialEq>(known: &[T], value: &T) -> usize {
    known.iter().position(|known| known == value).expect("what a style names was added with it")
}
