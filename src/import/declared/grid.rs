//! The records of a file as rows, and what each says as columns: those of a table; where each sheet is a record, the columns
//! are the cells that the reading names by their labels.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::book::{Address, Book, Cell, Sheet, cell_name};
use super::super::findings::Place;
use super::heads::Heads;
use super::labels::Labels;
use crate::model::{ColumnSource, TableReading};

/// Rows and columns.
pub(super) enum Grid<'b> {
    /// Those of a sheet, below its header.
    Rows { place: (usize, usize), sheet: &'b Sheet, body: u32 },
    /// A row for each sheet, with the cells of its columns.
    Sheets { books: &'b [Book], sheets: Vec<Cells> },
}

/// The cells of a sheet that is a record.
pub(super) struct Cells {
    place: (usize, usize),
    /// The first of its cells.
    first: Address,
    /// Those of the columns, as far as they were found.
    cells: Vec<Option<Address>>,
}

impl<'b> Grid<'b> {
    /// The cell that a row has in a column.
    pub(super) fn place(&self, (row, column): Address) -> Place {
        match self {
            Self::Rows { place: (book, at), .. } => (*book, *at, (row, column)),
            Self::Sheets { sheets, .. } => {
                let Cells { place: (book, at), first, cells } = &sheets[row as usize];
                (*book, *at, cells[column as usize].unwrap_or(*first))
            }
        }
    }

    /// What stands there, if it is not empty.
    pub(super) fn cell(&self, at: Address) -> Option<&'b Cell> {
        match self {
            Self::Rows { sheet, .. } => sheet.cells.get(&at),
            Self::Sheets { books, sheets } => {
                let Cells { place: (book, sheet), cells, .. } = &sheets[at.0 as usize];
                books[*book].sheets[*sheet].cells.get(&cells[at.1 as usize]?)
            }
        }
    }

    /// The text that a cell shows.
    pub(super) fn text(&self, at: Address) -> String {
        self.cell(at).map(Cell::shown).unwrap_or_default()
    }

    /// The rows that have something.
    pub(super) fn rows(&self) -> BTreeSet<u32> {
        match self {
            Self::Rows { sheet, body, .. } => sheet.cells.range((*body, 0)..).map(|((row, _), _)| *row).collect(),
            Self::Sheets { sheets, .. } => (0..).zip(sheets).map(|(row, _)| row).collect(),
        }
    }
}

/// What does not agree with the sheets, or is not in the reading: whether it stops the import, message and 直し方, each with the
/// first cell and the number of sheets.
pub(super) type Unfit = BTreeMap<(bool, String, String), (Place, usize)>;

/// A name by which a reading names cells, with the label that must stand beside them.
type Name<'r> = (&'r str, Option<&'r str>);

/// The sheets of some books that are records: those with the label of the number.
pub(super) fn sheets<'b>(reading: &TableReading, books: &'b [Book], of: Range<usize>) -> (Heads, Grid<'b>, Unfit) {
    let (names, mut unfit, mut sheets) = (names(reading), Unfit::new(), Vec::new());
    for place in of.flat_map(|book| (0..books[book].sheets.len()).map(move |sheet| (book, sheet))) {
        let sheet = &books[place.0].sheets[place.1];
        let Some(first) = sheet.cells.keys().next() else { continue };
        let labels = Labels::of(sheet);
        let mut tell = |is_fault, at: Address, (message, help): (String, String)| {
            let at = (place.0, place.1, at);
            unfit.entry((is_fault, message, help)).and_modify(|(_, count)| *count += 1).or_insert((at, 1));
        };
        if let Err((message, _)) = labels.find(&reading.id.value, None) {
            let help = "記録のシートなら、番号の欄を書いてください。説明のシートなら、このままでかまいません";
            tell(false, *first, (format!("シート「{}」は取り込みません。{message}", sheet.name), help.to_owned()));
            continue;
        }
        let (mut cells, mut seen) = (Vec::new(), BTreeSet::new());
        for (name, head) in &names {
            match labels.find(name, *head) {
                Ok(found) => {
                    seen.extend(found.labels);
                    seen.insert(found.cell);
                    cells.push(Some(found.cell));
                }
                Err(fault) => {
                    tell(true, *first, fault);
                    cells.push(None);
                }
            }
        }
        for (at, cell) in sheet.cells.iter().filter(|(at, cell)| !seen.contains(at) && !cell.shown().trim().is_empty())
        {
            tell(true, *at, unnamed(reading, *at, cell));
        }
        sheets.push(Cells { place, first: *first, cells });
    }
    (Heads::of_labels(&names), Grid::Sheets { books, sheets }, unfit)
}

/// Whether a sheet has the label of the number, and most of the others.
pub(super) fn fits(reading: &TableReading, sheet: &Sheet) -> bool {
    let (labels, names) = (Labels::of(sheet), names(reading));
    let known = names.iter().filter(|(name, head)| labels.find(name, *head).is_ok()).count();
    labels.find(&reading.id.value, None).is_ok() && known * 2 > names.len()
}

/// A cell that the reading does not name.
fn unnamed(reading: &TableReading, at: Address, cell: &Cell) -> (String, String) {
    let text = cell.shown().split_whitespace().collect::<Vec<_>>().join(" ");
    let message = format!("「{text}」のセルが、import/{}.yaml にありません", reading.name);
    let name = cell_name(at);
    let help = format!(
        "`columns` に `{{column: {text}, key: …}}` か、取り込まないなら `{{column: {name}, ignore: 理由}}` と書いてください"
    );
    (message, help)
}

/// The names of a reading: that of the number first.
fn names(reading: &TableReading) -> Vec<Name<'_>> {
    let mut names: Vec<Name<'_>> = vec![(&reading.id.value, None)];
    for column in &reading.columns {
        let own = if let ColumnSource::Column(name) = &column.from { Some(name.value.as_str()) } else { None };
        for name in column.columns() {
            let head = column.head.as_ref().filter(|_| own == Some(name)).map(|head| head.value.as_str());
            match names.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => *known = known.or(head),
                None => names.push((name, head)),
            }
        }
    }
    names
}
