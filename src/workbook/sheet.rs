//! A sheet: its layout, protection and print settings, and its rows, which are written one by one and not kept in
//! memory.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;

use super::Part;
use super::style::StyleId;
use super::text::{Area, MAIN, XML, area, attribute, column_letters, escaped, fits};
use crate::bundle::Error;
use crate::dataset::{Entry, Packer};

/// A column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// In characters of the base font.
    pub(crate) width: f64,
    /// Whether it is hidden.
    pub(crate) is_hidden: bool,
}

/// The number of rows and columns that do not scroll.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Frozen {
    pub(crate) rows: u32,
    pub(crate) columns: usize,
}

/// The scale at which a sheet is printed on A4 landscape.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Fit {
    /// Scaled to the width of the paper.
    #[default]
    Width,
    /// At 60 %, split over several pages if it is wider than the paper.
    Pages,
}

/// How a sheet is printed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paper {
    pub(crate) fit: Fit,
    /// Whether grid lines are printed.
    pub(crate) has_lines: bool,
    /// With the codes of the format: `&P` is the page number.
    pub(crate) footer: String,
    /// The printed area; the whole sheet if `None`.
    pub(crate) area: Option<Area>,
    /// Rows that are repeated on every page, from the first to the last.
    pub(crate) repeated_rows: Option<(u32, u32)>,
    /// The column that is repeated on every page.
    pub(crate) repeated_column: Option<usize>,
}

/// The values that may be chosen in a cell.
#[derive(Debug, Clone)]
pub(crate) enum Choices {
    /// One of these words.
    Words(Vec<&'static str>),
    /// The text of one of these cells, as `選択肢!$A$1:$A$9`; other values lead to a warning and are not refused.
    Cells(String),
}

/// A title and a text.
#[derive(Debug, Clone)]
pub(crate) struct Prompt(pub(crate) String, pub(crate) String);

/// The drop-down and the hint of a cell.
#[derive(Debug, Clone)]
pub(crate) struct Validation {
    /// Its row and column.
    pub(crate) at: (u32, usize),
    /// The values that may be chosen, and the message for any other value.
    pub(crate) choices: Option<(Choices, Prompt)>,
    /// The message shown when the cell is selected.
    pub(crate) hint: Option<Prompt>,
}

/// The layout of a sheet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layout {
    pub(crate) columns: Vec<Column>,
    pub(crate) frozen: Frozen,
    pub(crate) paper: Paper,
    pub(crate) merged: Vec<Area>,
    pub(crate) validations: Vec<Validation>,
    /// Whether its first row is a header with filters. Numbers stored as text, as 202037, then get no warning in
    /// spreadsheets.
    pub(crate) is_table: bool,
    /// Whether only unlocked cells can be edited; rows and columns can still be resized.
    pub(crate) is_protected: bool,
    /// Whether it is hidden.
    pub(crate) is_hidden: bool,
}

impl Layout {
    /// The sheet with the rows that `rows` writes.
    pub(crate) fn entry(&self, rows: impl FnOnce(&mut Rows) -> Result<(), Error>) -> Result<Entry, Error> {
        let mut written = self.begin()?;
        rows(&mut written)?;
        self.end(written)
    }

    /// Begins the sheet.
    pub(crate) fn begin(&self) -> Result<Rows, Error> {
        let mut to = Packer::part();
        write!(to, "{XML}<worksheet xmlns=\"{MAIN}\">{}", self.head())?;
        let letters = (0..self.columns.len()).map(column_letters).collect();
        Ok(Rows { to, letters, row: 0, number: String::new(), line: Vec::new() })
    }

    /// Ends the sheet behind its rows.
    pub(crate) fn end(&self, mut rows: Rows) -> Result<Entry, Error> {
        write!(rows.to, "{}</worksheet>", self.tail(rows.row))?;
        rows.to.entry()
    }

    /// The XML before the rows.
    fn head(&self) -> String {
        let fit = if self.paper.fit == Fit::Width { "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>" } else { "" };
        let mut xml = format!("{fit}{}<cols>", self.frozen.xml());
        for (i, Column { width, is_hidden }) in (1..).zip(&self.columns) {
            let hidden = if *is_hidden { " hidden=\"1\"" } else { "" };
            let _ = write!(xml, "<col min=\"{i}\" max=\"{i}\" width=\"{width}\"{hidden} customWidth=\"1\"/>");
        }
        xml + "</cols><sheetData>"
    }

    /// The XML after the rows.
    fn tail(&self, last: u32) -> String {
        let mut xml = "</sheetData>".to_owned();
        if self.is_protected {
            xml.push_str(
                "<sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\" formatColumns=\"0\" formatRows=\"0\"/>",
            );
        }
        let table = area(((0, 0), (last, self.columns.len().saturating_sub(1))), "");
        if self.is_table {
            let _ = write!(xml, "<autoFilter ref=\"{table}\"/>");
        }
        list(
            &mut xml,
            "mergeCells",
            self.merged.iter().map(|merged| format!("<mergeCell ref=\"{}\"/>", area(*merged, ""))),
        );
        list(&mut xml, "dataValidations", self.validations.iter().map(Validation::xml));
        xml.push_str(&self.paper.xml());
        if self.is_table {
            let _ = write!(
                xml,
                "<ignoredErrors><ignoredError sqref=\"{table}\" numberStoredAsText=\"1\"/></ignoredErrors>"
            );
        }
        xml
    }
}

impl Frozen {
    fn xml(self) -> String {
        let Self { rows, columns } = self;
        let split = |name: &str, at: usize| if at > 0 { format!("{name}=\"{at}\" ") } else { String::new() };
        let pane = match (columns > 0, rows > 0) {
            (false, false) => return String::new(),
            (true, true) => "bottomRight",
            (true, false) => "topRight",
            (false, true) => "bottomLeft",
        };
        format!(
            "<sheetViews><sheetView workbookViewId=\"0\"><pane {}{}topLeftCell=\"{}{}\" activePane=\"{pane}\" state=\"frozen\"/></sheetView></sheetViews>",
            split("xSplit", columns),
            split("ySplit", rows as usize),
            column_letters(columns),
            rows + 1
        )
    }
}

impl Paper {
    fn xml(&self) -> String {
        let lines = if self.has_lines { "<printOptions gridLines=\"1\"/>" } else { "" };
        let size = match self.fit {
            Fit::Width => "fitToHeight=\"0\"",
            Fit::Pages => "scale=\"60\" pageOrder=\"overThenDown\"",
        };
        let footer = if self.footer.is_empty() {
            String::new()
        } else {
            format!("<headerFooter><oddFooter>{}</oddFooter></headerFooter>", escaped(&self.footer))
        };
        format!(
            "{lines}<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"landscape\" {size}/>{footer}"
        )
    }
}

impl Validation {
    fn xml(&self) -> String {
        let (row, column) = self.at;
        let mut attributes = String::new();
        let mut says = |title: &str, text: &str, Prompt(words, message): &Prompt| {
            let _ = write!(attributes, " {title}=\"{}\" {text}=\"{}\"", attribute(words), attribute(message));
        };
        self.choices.iter().for_each(|(_, refusal)| says("errorTitle", "error", refusal));
        self.hint.iter().for_each(|hint| says("promptTitle", "prompt", hint));
        let (kind, formula) = match self.choices.as_ref().map(|(choices, _)| choices) {
            None => ("", String::new()),
            Some(Choices::Words(words)) => (" type=\"list\"", format!("\"{}\"", words.join(","))),
            Some(Choices::Cells(cells)) => (" type=\"list\" errorStyle=\"warning\"", cells.clone()),
        };
        let formula = if formula.is_empty() { formula } else { format!("<formula1>{}</formula1>", escaped(&formula)) };
        format!(
            "<dataValidation{kind} allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\"{attributes} sqref=\"{}{}\">{formula}</dataValidation>",
            column_letters(column),
            row + 1
        )
    }
}

/// A list element with its count; empty for an empty list.
pub(super) fn list(xml: &mut String, name: &str, items: impl Iterator<Item = String>) {
    let items: Vec<_> = items.collect();
    if !items.is_empty() {
        let _ = write!(xml, "<{name} count=\"{}\">{}</{name}>", items.len(), items.concat());
    }
}

/// The value of a cell.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value<'t> {
    /// Nothing.
    Blank,
    /// A text, which is never a formula.
    Text(&'t str),
    /// A number by its digits.
    Number(&'t str),
    /// Yes or no.
    Truth(bool),
}

impl<'t> Value<'t> {
    /// A text, or `Empty` if there is none.
    fn of(text: &'t str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }
}

/// Whether a row's height changes when more text is typed into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Growth {
    /// It grows.
    Grows,
    /// It is fixed.
    Stays,
}

/// The height and visibility of a row.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RowLook {
    /// In points.
    pub(crate) height: Option<(f64, Growth)>,
    /// Whether it is hidden.
    pub(crate) is_hidden: bool,
}

/// The rows of a sheet while they are written, from the first to the last.
pub(crate) struct Rows {
    to: Packer,
    letters: Vec<String>,
    row: u32,
    number: String,
    line: Vec<u8>,
}

impl Rows {
    /// Begins a row, counted from 0.
    pub(crate) fn begin(&mut self, row: u32) {
        self.row = row;
        self.number = (row + 1).to_string();
        self.line.clear();
    }

    /// Writes the next cell of the row.
    pub(crate) fn cell(&mut self, column: usize, style: Option<&StyleId>, value: Value<'_>) -> Result<(), Error> {
        let (letters, number) = (&self.letters[column], &self.number);
        push(&mut self.line, &["<c r=\"", letters, number]);
        style.iter().for_each(|StyleId(id)| push(&mut self.line, &["\" s=\"", id]));
        match value {
            Value::Blank => push(&mut self.line, &["\"/>"]),
            Value::Text(text) if !fits(text) => {
                let reason = format!("{letters}{number} の文が、1つの欄に入る長さ(32,767字)を超えています");
                return Err(Error::Format { path: "XLSX".to_owned(), reason });
            }
            Value::Text(text) => {
                let tag = if text.trim_ascii().len() == text.len() { "<t>" } else { "<t xml:space=\"preserve\">" };
                push(&mut self.line, &["\" t=\"inlineStr\"><is>", tag, &escaped(text), "</t></is></c>"]);
            }
            Value::Number(digits) => push(&mut self.line, &["\"><v>", digits, "</v></c>"]),
            Value::Truth(truth) => push(&mut self.line, &["\" t=\"b\"><v>", if truth { "1" } else { "0" }, "</v></c>"]),
        }
        Ok(())
    }

    /// Ends the row.
    pub(crate) fn end(&mut self, look: RowLook) -> Result<(), Error> {
        write!(self.to, "<row r=\"{}\"", self.number)?;
        if let Some((height, growth)) = look.height {
            let stays = if growth == Growth::Stays { " customHeight=\"1\"" } else { "" };
            write!(self.to, " ht=\"{height}\"{stays}")?;
        }
        self.to.write_all(if look.is_hidden { b" hidden=\"1\">" } else { b">" })?;
        self.to.write_all(&self.line)?;
        Ok(self.to.write_all(b"</row>")?)
    }
}

fn push(line: &mut Vec<u8>, pieces: &[&str]) {
    pieces.iter().for_each(|piece| line.extend_from_slice(piece.as_bytes()));
}

/// A sheet that is filled cell by cell, in any order, before it is written.
pub(crate) struct Sheet {
    name: String,
    /// Its layout.
    pub(crate) layout: Layout,
    rows: BTreeMap<u32, Filled>,
}

#[derive(Default)]
struct Filled {
    look: RowLook,
    cells: BTreeMap<usize, (String, Option<StyleId>)>,
}

impl Sheet {
    /// A sheet without cells.
    pub(crate) fn new(name: &str, columns: Vec<Column>) -> Self {
        let layout = Layout { columns, is_protected: true, ..Layout::default() };
        Self { name: name.to_owned(), layout, rows: BTreeMap::new() }
    }

    /// Writes a text.
    pub(crate) fn text(&mut self, (row, column): (u32, usize), text: &str, style: Option<&StyleId>) {
        self.rows.entry(row).or_default().cells.insert(column, (text.to_owned(), style.cloned()));
    }

    /// Writes a text over several cells.
    pub(crate) fn text_over(&mut self, whole: Area, text: &str, style: &StyleId) {
        let ((top, left), (bottom, right)) = whole;
        for row in top..=bottom {
            (left..=right).for_each(|column| self.text((row, column), "", Some(style)));
        }
        self.text((top, left), text, Some(style));
        if (top, left) != (bottom, right) {
            self.layout.merged.push(whole);
        }
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The texts of a row, by column.
    pub(crate) fn texts(&self, row: u32) -> impl Iterator<Item = (usize, &str)> {
        let cells = self.rows.get(&row).into_iter().flat_map(|filled| &filled.cells);
        cells.map(|(column, (text, _))| (*column, text.as_str()))
    }

    /// Sets the height of a row.
    pub(crate) fn height(&mut self, row: u32, points: f64, growth: Growth) {
        self.rows.entry(row).or_default().look.height = Some((points, growth));
    }

    /// Hides a row.
    pub(crate) fn hide(&mut self, row: u32) {
        self.rows.entry(row).or_default().look.is_hidden = true;
    }

    /// The sheet, ready for writing.
    pub(crate) fn part(self) -> Result<Part, Error> {
        let Self { name, layout, rows } = self;
        let entry = layout.entry(|to| {
            rows.iter().try_for_each(|(row, filled)| {
                to.begin(*row);
                filled
                    .cells
                    .iter()
                    .try_for_each(|(column, (text, style))| to.cell(*column, style.as_ref(), Value::of(text)))?;
                to.end(filled.look)
            })
        })?;
        Ok(Part { name, layout, entry })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn xml(part: &Part) -> String {
        let mut xml = Vec::new();
        part.entry.write_to(&mut xml).expect("a vector takes everything");
        String::from_utf8(xml).expect("XML is text")
    }

    fn columns(widths: &[f64]) -> Vec<Column> {
        widths.iter().map(|width| Column { width: *width, is_hidden: false }).collect()
    }

    #[test]
    fn cells_come_in_order_and_only_some_rows_grow() {
        let style = StyleId("1".to_owned());
        let mut sheet = Sheet::new("表", columns(&[8.0, 20.5]));
        sheet.text((2, 1), "二", None);
        sheet.text((2, 0), " 一\n", Some(&style));
        sheet.height(2, 20.0, Growth::Grows);
        sheet.text_over(((1, 0), (1, 1)), "題", &style);
        sheet.height(1, 26.5, Growth::Stays);
        sheet.text((0, 0), "印", None);
        sheet.hide(0);
        let text = |text: &str| format!("<is><t>{text}</t></is></c>");
        let rows = [
            format!("<row r=\"1\" hidden=\"1\"><c r=\"A1\" t=\"inlineStr\">{}</row>", text("印")),
            format!(
                "<row r=\"2\" ht=\"26.5\" customHeight=\"1\"><c r=\"A2\" s=\"1\" t=\"inlineStr\">{}<c r=\"B2\" s=\"1\"/></row>",
                text("題")
            ),
            format!(
                "<row r=\"3\" ht=\"20\"><c r=\"A3\" s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> 一\n</t></is></c><c r=\"B3\" t=\"inlineStr\">{}</row>",
                text("二")
            ),
        ];
        let xml = xml(&sheet.part().expect("it can be written"));
        assert!(xml.contains(&format!("<sheetData>{}</sheetData>", rows.concat())), "{xml}");
        assert!(xml.contains("<mergeCells count=\"1\"><mergeCell ref=\"A2:B2\"/></mergeCells>"), "{xml}");
        assert!(xml.contains("<sheetProtection sheet=\"1\""), "{xml}");
    }

    #[test]
    fn choices_and_hints_stand_with_their_cells() {
        let mut sheet = Sheet::new("表", columns(&[8.0; 3]));
        let hint = Prompt("評価".to_owned(), "◎ \"よい\"\n○ ふつう".to_owned());
        let marks = (Choices::Words(vec!["◎", "○"]), Prompt("評価".to_owned(), "どちらか".to_owned()));
        let names = (Choices::Cells("選択肢!$A$1:$A$9".to_owned()), Prompt("名称".to_owned(), "無い".to_owned()));
        sheet.layout.validations = vec![
            Validation { at: (1, 2), choices: Some(marks), hint: Some(hint) },
            Validation { at: (2, 0), choices: Some(names), hint: None },
        ];
        let xml = xml(&sheet.part().expect("it can be written"));
        let shows = "allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\"";
        let expected = format!(
            "<dataValidations count=\"2\"><dataValidation type=\"list\" {shows} errorTitle=\"評価\" error=\"どちらか\" promptTitle=\"評価\" prompt=\"◎ &quot;よい&quot;&#10;○ ふつう\" sqref=\"C2\"><formula1>&quot;◎,○&quot;</formula1></dataValidation><dataValidation type=\"list\" errorStyle=\"warning\" {shows} errorTitle=\"名称\" error=\"無い\" sqref=\"A3\"><formula1>選択肢!$A$1:$A$9</formula1></dataValidation></dataValidations>"
        );
        assert!(xml.contains(&expected), "{xml}");
    }

    #[test]
    fn a_text_that_no_cell_can_hold_is_refused() {
        let mut sheet = Sheet::new("表", columns(&[8.0]));
        sheet.text((0, 0), &"あ".repeat(40_000), None);
        assert!(sheet.part().is_err_and(|fault| fault.to_string().contains("A1")));
    }
}
