//! The records of a file as rows, and what each says as columns: those of a table; where each sheet is a record, the columns
//! are the cells that the reading names by their labels.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::book::{Address, Book, Cell, Sheet, cell_name};
use super::super::findings::Place;
use super::heads::Heads;
use super::labels::Labels;
use crate::characters::unspaced;
use crate::model::{ColumnSource, ColumnUse, TO_FILL, TableReading};

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

    /// The sheets each of which is a record.
    pub(super) fn sheets(&self) -> Vec<(usize, usize)> {
        match self {
            Self::Rows { .. } => Vec::new(),
            Self::Sheets { sheets, .. } => sheets.iter().map(|sheet| sheet.place).collect(),
        }
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

/// Whether a sheet shows how to write one, by its name: 記入例, 様式（記載例）.
pub(super) fn is_example(name: &str) -> bool {
    let name = unspaced(name);
    ["記入例", "記載例", "作成例", "入力例", "記入見本", "記載見本"].iter().any(|word| name.contains(word))
}

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
        if is_example(&sheet.name) {
            let help = "記録のシートなら、シートの名前を変えてください。書き方の例なら、このままでかまいません";
            tell(
                false,
                *first,
                (format!("シート「{}」は、書き方の例なので取り込みません", sheet.name), help.to_owned()),
            );
            continue;
        }
        if let Err((message, _)) = labels.find(&reading.id.value, None) {
            let help = "記録のシートなら、番号の欄を書いてください。説明のシートなら、このままでかまいません";
            tell(false, *first, (format!("シート「{}」は取り込みません。{message}", sheet.name), help.to_owned()));
            continue;
        }
        let (mut cells, mut seen) = (Vec::new(), BTreeSet::new());
        let (mut labelled, mut values) = (BTreeMap::new(), BTreeMap::new());
        let read = read(reading);
        for (name, head) in &names {
            match labels.find(name, *head) {
                Ok(found) => {
                    seen.extend(found.labels.iter().copied());
                    seen.insert(found.cell);
                    cells.push(Some(found.cell));
                    labelled.extend(found.labels.into_iter().map(|at| (at, *name)));
                    let other = read.contains(name).then(|| values.insert(found.cell, *name)).flatten();
                    if let Some(other) = other {
                        tell(true, found.cell, same(found.cell, [other, name]));
                    }
                }
                Err(fault) => {
                    tell(true, *first, fault);
                    cells.push(None);
                }
            }
        }
        for (at, name) in &values {
            if let Some(other) = labelled.get(at) {
                tell(true, *at, taken(*at, name, other));
            }
        }
        if sheet.is_hidden {
            let help = "シートを表示して、取り込む予定のシートであることを確認してください";
            tell(false, *first, (format!("隠れたシート「{}」を取り込みます", sheet.name), help.to_owned()));
        }
        let hidden: Vec<_> = values.keys().filter(|at| sheet.hidden(**at).is_some()).collect();
        if let Some(at) = hidden.iter().find(|at| sheet.cells.contains_key(at)) {
            let help = "行と列をすべて表示して、取り込む予定の値であることを確認してください";
            tell(false, **at, ("隠れた行か列のセルも取り込みます".to_owned(), help.to_owned()));
        }
        for (at, cell) in sheet.cells.iter().filter(|(at, cell)| !seen.contains(at) && !cell.shown().trim().is_empty())
        {
            tell(true, *at, unnamed(reading, *at, cell));
        }
        sheets.push(Cells { place, first: *first, cells });
    }
    (Heads::of_labels(&names), Grid::Sheets { books, sheets }, unfit)
}

/// Whether a sheet has the label of the number, unless that is still to be written, and most of the others.
pub(super) fn fits(reading: &TableReading, sheet: &Sheet) -> bool {
    let (labels, names) = (Labels::of(sheet), names(reading));
    let known = names.iter().filter(|(name, head)| labels.find(name, *head).is_ok()).count();
    let has_id = reading.id.value.contains(TO_FILL) || labels.find(&reading.id.value, None).is_ok();
    has_id && known * 2 > names.len()
}

/// A cell that two names mean.
fn same(at: Address, [one, other]: [&str; 2]) -> (String, String) {
    let message = format!("「{one}」と「{other}」が、同じセル({})です", cell_name(at));
    (message, "欄が動いたのなら、`column` を直してください".to_owned())
}

/// A cell that is meant as a value and is the label of another.
fn taken(at: Address, name: &str, other: &str) -> (String, String) {
    let message = format!("「{name}」の値のセル({})が、「{other}」の見出しです", cell_name(at));
    let help = "値の欄が無くなったか、動いています。表の欄を元に戻すか、`column` を直してください";
    (message, help.to_owned())
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

/// The names whose cells go into the record.
fn read(reading: &TableReading) -> BTreeSet<&str> {
    let columns = reading.columns.iter().filter(|column| !matches!(column.used, ColumnUse::Ignored(_)));
    columns.flat_map(|column| column.columns()).chain([reading.id.value.as_str()]).collect()
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
