//! The styles of cells: each distinct style is in the workbook's table once, and cells refer to it by index.

use std::fmt::Write;

use super::sheet::list;
use super::text::{MAIN, XML};

/// A font.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Font {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its height in points.
    pub(crate) size: f64,
    /// Whether it is bold.
    pub(crate) is_bold: bool,
    /// Its colour as `3F4A5A`; black if `None`.
    pub(crate) colour: Option<&'static str>,
}

/// The horizontal alignment of a text in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Across {
    /// Texts left, numbers right.
    ByKind,
    /// Left.
    Left,
    /// Centred.
    Middle,
}

/// The vertical alignment of a text in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Down {
    /// Top.
    Top,
    /// Centred.
    Middle,
}

/// The style of a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    /// Its font.
    pub(crate) font: Font,
    /// The background colour.
    pub(crate) fill: Option<&'static str>,
    /// The colour of a thin border.
    pub(crate) line: Option<&'static str>,
    /// The horizontal alignment.
    pub(crate) across: Across,
    /// The vertical alignment.
    pub(crate) down: Down,
    /// Whether a long text is wrapped.
    pub(crate) wraps: bool,
    /// The number format: `@` keeps everything that is typed as text.
    pub(crate) format: &'static str,
    /// Whether it can be edited in a protected sheet.
    pub(crate) is_open: bool,
}

/// The index of a style in its table.
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

/// Number formats that are built into every application.
const BUILT_IN: [(&str, usize); 4] = [("General", 0), ("0", 1), ("0.00", 2), ("@", 49)];
/// The first id for other formats.
const FIRST_FORMAT: usize = 164;
/// The fills at the start of every workbook.
const FILLS: &str =
    "<fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>";
/// A cell without a border.
const NO_LINE: &str = "<border><left/><right/><top/><bottom/><diagonal/></border>";

impl Styles {
    /// A table without styles. The base font is used for cells without a style, and column widths are measured in it.
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
        // Index 0 is for cells without a style.
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
        // The font family and character set, for systems without the font: Japanese, without serifs.
        let letters = if self.name.is_ascii() && self.name != "Yu Gothic" {
            "<family val=\"2\"/>"
        } else {
            "<family val=\"3\"/><charset val=\"128\"/>"
        };
        format!("<font>{bold}<sz val=\"{}\"/>{colour}<name val=\"{}\"/>{letters}</font>", self.size, self.name)
    }
}

/// The index of a value in a list; a value that is not in the list is appended.
fn place<T: PartialEq>(known: &mut Vec<T>, value: T) -> usize {
    known.iter().position(|known| *known == value).unwrap_or_else(|| {
        known.push(value);
        known.len() - 1
    })
}

fn of<T: PartialEq>(known: &[T], value: &T) -> usize {
    known.iter().position(|known| known == value).expect("what a style names was added with it")
}
