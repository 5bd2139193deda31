//! A table as XLSX: typed cells, a frozen header with filters, and sheets that explain the columns and the table.
//!
//! Only the first rows are kept in memory, to compute the column widths.

use std::io::Write;

use crate::bundle::Error;
use crate::characters::breadth;
use crate::dataset::{Cell, Column, ColumnType, SHEETS, Unit};
use crate::workbook::{
    self, Across, Down, Fit, Font, Frozen, Growth, Layout, Paper, Part, RowLook, Rows, Style, StyleId, Styles, Value,
    fitting, serial_day,
};

/// The contents of a workbook besides its rows.
pub(super) struct About {
    /// Its document properties.
    pub(super) book: workbook::About,
    /// Lines of the sheet about the table: a label and a text.
    pub(super) lines: Vec<(&'static str, String)>,
}

/// A table while it is written.
pub(super) struct Xlsx<'c, 's> {
    title: &'c str,
    columns: &'c [Column],
    look: Look,
    styles: Styles,
    /// The rows before the sheet of the data is begun: from these the column widths are computed.
    first: Vec<Vec<Cell<'s>>>,
    sheet: Option<DataSheet>,
}

/// The sheet of the data while its rows are written.
struct DataSheet {
    layout: Layout,
    widths: Vec<usize>,
    rows: Rows,
    /// The number of the next row.
    next: u32,
}

impl<'c, 's> Xlsx<'c, 's> {
    /// Begins a workbook with this title.
    pub(super) fn begin(title: &'c str, columns: &'c [Column]) -> Self {
        let (styles, look) = Look::new();
        Self { title, columns, look, styles, first: Vec::new(), sheet: None }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, row: Vec<Cell<'s>>) -> Result<(), Error> {
        match &mut self.sheet {
            Some(sheet) => sheet.row(&row, &self.look),
            None => {
                self.first.push(row);
                if self.first.len() == MEASURED { self.measure() } else { Ok(()) }
            }
        }
    }

    /// Begins the sheet of the data with the first rows.
    fn measure(&mut self) -> Result<(), Error> {
        let first = std::mem::take(&mut self.first);
        let mut sheet = DataSheet::begin(self.title, &self.look, self.columns, &first)?;
        first.iter().try_for_each(|row| sheet.row(row, &self.look))?;
        self.sheet = Some(sheet);
        Ok(())
    }

    /// Ends the workbook.
    pub(super) fn end<W: Write>(mut self, mut to: W, about: &About) -> Result<W, Error> {
        if self.sheet.is_none() {
            self.measure()?;
        }
        let data = self.sheet.take().expect("it was begun").end()?;
        let sheets = [
            data,
            text_sheet(self.title, &self.look, SHEETS[1], &COLUMN_WIDTHS, &explained(self.columns))?,
            text_sheet(self.title, &self.look, SHEETS[2], &[20, 100], &told(about))?,
        ];
        workbook::write(&mut to, &about.book, &self.styles, &sheets)?;
        Ok(to)
    }
}

/// The styles of the cells. A number format keeps up to four decimal places.
struct Look {
    header: StyleId,
    text: StyleId,
    truth: StyleId,
    date: StyleId,
    decimals: [StyleId; 5],
}

impl Look {
    fn new() -> (Styles, Self) {
        let font = Font { name: "Yu Gothic", size: 10.0, is_bold: false, colour: None };
        let mut styles = Styles::new(font);
        let (across, wraps) = (Across::ByKind, true);
        let header = Style {
            font: Font { is_bold: true, ..font },
            fill: Some("E8EEF7"),
            line: None,
            across,
            down: Down::Middle,
            wraps,
            format: "@",
            is_open: false,
        };
        let of = |format| Style { font, fill: None, down: Down::Top, format, ..header };
        let look = Self {
            header: styles.add(header),
            text: styles.add(of("@")),
            truth: styles.add(of("General")),
            date: styles.add(of("yyyy-mm-dd")),
            decimals: ["0", "0.0", "0.00", "0.000", "0.0000"].map(|format| styles.add(of(format))),
        };
        (styles, look)
    }

    /// The style of a cell by its value.
    fn of(&self, cell: &Cell<'_>) -> &StyleId {
        match cell {
            Cell::Number(digits) => {
                &self.decimals[digits.split_once('.').map_or(0, |(_, fraction)| fraction.len()).min(4)]
            }
            Cell::Integer(_) => &self.decimals[0],
            Cell::Date(_) => &self.date,
            Cell::Truth(_) => &self.truth,
            Cell::Empty | Cell::Text(_) | Cell::List(_) => &self.text,
        }
    }
}

/// The number of rows from which the column widths are computed.
const MEASURED: usize = 500;

impl DataSheet {
    fn begin(title: &str, look: &Look, columns: &[Column], first: &[Vec<Cell<'_>>]) -> Result<Self, Error> {
        let cells = |i| first.iter().map(move |row: &Vec<Cell<'_>>| &row[i]);
        let widths: Vec<_> = (0..).zip(columns).map(|(i, column)| width(column, cells(i))).collect();
        let mut layout = layout(title, &widths);
        layout.is_table = true;
        layout.paper.repeated_column = Some(1);
        let mut rows = layout.begin()?;
        let header: Vec<_> = columns.iter().map(|column| Cell::Text(column.header.into())).collect();
        write_row(&mut rows, 0, &widths, &header, |_| &look.header)?;
        Ok(Self { layout, widths, rows, next: 1 })
    }

    fn row(&mut self, cells: &[Cell<'_>], look: &Look) -> Result<(), Error> {
        write_row(&mut self.rows, self.next, &self.widths, cells, |cell| look.of(cell))?;
        self.next += 1;
        Ok(())
    }

    fn end(self) -> Result<Part, Error> {
        let entry = self.layout.end(self.rows)?;
        Ok(Part { name: SHEETS[0].to_owned(), layout: self.layout, entry })
    }
}

fn text_sheet(title: &str, look: &Look, name: &str, widths: &[usize], table: &[Vec<String>]) -> Result<Part, Error> {
    let layout = layout(title, widths);
    let entry = layout.entry(|to| {
        (0..).zip(table).try_for_each(|(row, texts)| {
            let cells: Vec<_> = texts.iter().map(|text| Cell::Text(text.into())).collect();
            write_row(to, row, widths, &cells, |_| if row == 0 { &look.header } else { &look.text })
        })
    })?;
    Ok(Part { name: name.to_owned(), layout, entry })
}

/// The number of characters across an A4 landscape page at the smallest legible scale.
const PAPER: usize = 260;

/// The layout of a sheet with these column widths under a header. A sheet wider than the paper is split over pages.
fn layout(title: &str, widths: &[usize]) -> Layout {
    let column = |width: &usize| workbook::Column { width: *width as f64, is_hidden: false };
    Layout {
        columns: widths.iter().map(column).collect(),
        frozen: Frozen { rows: 1, columns: 0 },
        paper: Paper {
            fit: if widths.iter().sum::<usize>() <= PAPER { Fit::Width } else { Fit::Pages },
            has_lines: true,
            footer: format!("&L{}&R&P / &N", title.replace('&', "&&")),
            repeated_rows: Some((0, 0)),
            ..Paper::default()
        },
        ..Layout::default()
    }
}

/// Writes a row with the height of its longest text.
fn write_row<'l>(
    to: &mut Rows,
    row: u32,
    widths: &[usize],
    cells: &[Cell<'_>],
    style: impl Fn(&Cell<'_>) -> &'l StyleId,
) -> Result<(), Error> {
    to.begin(row);
    let mut lines = 1;
    for ((column, width), cell) in widths.iter().enumerate().zip(cells) {
        let style = Some(style(cell));
        match cell {
            Cell::Empty => {}
            Cell::List(texts) if texts.is_empty() => {}
            Cell::Number(digits) => to.cell(column, style, Value::Number(digits))?,
            Cell::Integer(n) => to.cell(column, style, Value::Number(&n.to_string()))?,
            Cell::Date(date) => to.cell(column, style, Value::Number(&serial_day(date).to_string()))?,
            Cell::Truth(truth) => to.cell(column, style, Value::Truth(*truth))?,
            Cell::Text(_) | Cell::List(_) => {
                let text = cell.as_text();
                lines = lines.max(lines_of(&text, *width));
                to.cell(column, style, Value::Text(&fitting(&text)))?;
            }
        }
    }
    to.end(RowLook { height: Some((height(lines), Growth::Grows)), is_hidden: false })
}

/// The height of a row with a number of lines, in points; the maximum of spreadsheets is 409.
fn height(lines: usize) -> f64 {
    (lines * 16 + 3).min(409) as f64
}

/// The number of lines of a text in a column of a width.
fn lines_of(text: &str, width: usize) -> usize {
    // No character is wider than its length in bytes.
    if text.len() < width { 1 } else { breadth(text).div_ceil(width - 1) }
}

/// Wide enough for the longest cell up to a legible line; longer cells, and headers, are wrapped.
fn width<'c, 's: 'c>(column: &Column, cells: impl Iterator<Item = &'c Cell<'s>>) -> usize {
    // The filter button is beside the header.
    let header = breadth(column.header).div_ceil(2) + 4;
    let widest = match column.kind {
        ColumnType::List | ColumnType::Text => 60,
        ColumnType::Number | ColumnType::Integer | ColumnType::Date | ColumnType::Truth => 24,
    };
    let content = cells.map(|cell| breadth(&cell.as_text()) + 2).max().unwrap_or_default();
    content.min(widest).max(header).max(9)
}

const COLUMN_WIDTHS: [usize; 9] = [28, 28, 11, 7, 50, 50, 20, 20, 40];

/// One row per column: its name, its content, its meaning.
fn explained(columns: &[Column]) -> Vec<Vec<String>> {
    let header =
        ["列", "名前(JSON)", "型", "必須", "意味", "Meaning", "単位", "値の範囲", "コード"].map(str::to_owned).to_vec();
    let row = |column: &Column| {
        let codes: Vec<_> = column.codes.iter().map(|(code, label)| format!("{code}={label}")).collect();
        let required = if column.required { "必須" } else { "" };
        [
            column.header,
            column.name,
            column.kind.label(),
            required,
            &column.meaning,
            column.meaning_en,
            &column.unit.map(Unit::words).unwrap_or_default(),
            &column.limit.words().unwrap_or_default(),
            &codes.join("、"),
        ]
        .map(str::to_owned)
        .to_vec()
    };
    std::iter::once(header).chain(columns.iter().map(row)).collect()
}

fn told(about: &About) -> Vec<Vec<String>> {
    let lines = about.lines.iter().map(|(word, text)| vec![(*word).to_owned(), text.clone()]);
    std::iter::once(vec!["項目".to_owned(), "内容".to_owned()]).chain(lines).collect()
}
