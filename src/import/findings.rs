//! Findings about cells, with the cell as their position: the text of the cell is a source text, beside the files of
//! the content.

use std::collections::BTreeMap;

use super::book::{Address, Book, cell_name};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::source::{CellText, FileId};

/// The position of a finding that has none yet.
pub(super) const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };

/// Findings about the cells of some workbooks.
pub(super) struct Findings<'b> {
    books: &'b [Book],
    found: Diagnostics,
    cells: Vec<CellText>,
    known: BTreeMap<(usize, usize, Address), FileId>,
}

impl<'b> Findings<'b> {
    pub(super) fn new(books: &'b [Book]) -> Self {
        Self { books, found: Diagnostics::default(), cells: Vec::new(), known: BTreeMap::new() }
    }

    /// Adds a finding about a cell.
    pub(super) fn push(&mut self, book: usize, sheet: usize, at: Address, finding: Diagnostic) {
        let at = self.span(book, sheet, at, 0);
        self.found.push(Diagnostic { at, ..finding });
    }

    /// Adds a finding whose position is known.
    pub(super) fn push_at(&mut self, at: Span, finding: Diagnostic) {
        self.found.push(Diagnostic { at, ..finding });
    }

    /// Adds a finding about a whole file.
    pub(super) fn push_book(&mut self, book: usize, finding: Diagnostic) {
        let file = self.add(CellText {
            file: self.books[book].name.clone(),
            sheet: String::new(),
            cell: String::new(),
            text: String::new(),
        });
        self.found.push(Diagnostic { at: Span { file, start: 0, end: 0 }, ..finding });
    }

    /// One line of a cell as a position.
    pub(super) fn span(&mut self, book: usize, sheet: usize, at: Address, line: usize) -> Span {
        let file = match self.known.get(&(book, sheet, at)) {
            Some(file) => *file,
            None => {
                let (name, cells) = (&self.books[book].name, &self.books[book].sheets[sheet]);
                let text = CellText {
                    file: name.clone(),
                    sheet: cells.name.clone(),
                    cell: cell_name(at),
                    text: cells.text(at),
                };
                let file = self.add(text);
                self.known.insert((book, sheet, at), file);
                file
            }
        };
        let text = &self.cells[file.cell().expect("it was made for a cell")].text;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let end = start + text[start..].lines().next().unwrap_or_default().len();
        Span { file, start: start as u32, end: end as u32 }
    }

    fn add(&mut self, text: CellText) -> FileId {
        self.cells.push(text);
        FileId::of_cell(self.cells.len() - 1)
    }

    /// Continues with earlier findings.
    pub(super) fn resume(&mut self, found: Diagnostics, cells: Vec<CellText>) {
        (self.found, self.cells) = (found, cells);
    }

    /// The findings and the cells that they refer to.
    pub(super) fn into_parts(self) -> (Diagnostics, Vec<CellText>) {
        (self.found.sorted(), self.cells)
    }
}
