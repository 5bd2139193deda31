//! Findings about cells, with the cell as their position: the text of the cell is a source text, beside the files of
//! the content.

use std::collections::BTreeMap;

use super::book::{Address, Book, Cell, cell_name};
use super::rules::CELL_STRUCK;
use super::value::Fault;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule, Span};
use crate::source::{CellText, FileId};

/// A cell: the index of its book, that of its sheet, and its address.
pub(super) type Place = (usize, usize, Address);

/// Findings about the cells of some workbooks.
pub(super) struct Findings<'b> {
    books: &'b [Book],
    found: Diagnostics,
    cells: Vec<CellText>,
    known: BTreeMap<Place, FileId>,
}

impl<'b> Findings<'b> {
    pub(super) fn new(books: &'b [Book]) -> Self {
        Self { books, found: Diagnostics::default(), cells: Vec::new(), known: BTreeMap::new() }
    }

    /// Adds a finding.
    pub(super) fn push(&mut self, finding: Diagnostic) {
        self.found.push(finding);
    }

    /// Adds an error about a cell.
    pub(super) fn error(&mut self, cell: Place, rule: Rule, message: impl Into<String>, help: impl Into<String>) {
        let at = self.span(cell, 0);
        self.push(Diagnostic::error(rule.slug, at, message, help));
    }

    /// Adds an error about what stands in a cell, behind the name of its field.
    pub(super) fn fault(&mut self, cell: Place, label: &str, fault: Fault) {
        let at = self.span(cell, fault.line);
        self.push(Diagnostic::error(fault.rule, at, format!("{label}: {}", fault.message), fault.help));
    }

    /// Adds an error about a text that is struck through.
    pub(super) fn struck(&mut self, cell: Place, help: &str) {
        self.error(cell, CELL_STRUCK, "取り消し線の引かれた文があります", help);
    }

    /// The name of a cell for the reader: 様式.xlsx!重点目標!J12.
    pub(super) fn address(&self, cell: Place) -> String {
        cell_text(self.books, cell).address()
    }

    /// Adds a warning about a cell.
    pub(super) fn warning(&mut self, cell: Place, rule: Rule, message: &str, help: &str) {
        let at = self.span(cell, 0);
        self.push(Diagnostic::warning(rule.slug, at, message, help));
    }

    /// Adds an error about a whole file.
    pub(super) fn error_of_book(&mut self, book: usize, rule: Rule, message: &str, help: &str) {
        let file = self.add(CellText { file: self.books[book].name.clone(), ..CellText::default() });
        self.push(Diagnostic::error(rule.slug, Span::file(file), message, help));
    }

    /// Adds a warning about a whole file.
    pub(super) fn warning_of_book(&mut self, book: usize, rule: Rule, message: &str, help: &str) {
        let file = self.add(CellText { file: self.books[book].name.clone(), ..CellText::default() });
        self.push(Diagnostic::warning(rule.slug, Span::file(file), message, help));
    }

    /// One line of a cell as a position.
    pub(super) fn span(&mut self, cell: Place, line: usize) -> Span {
        let known = self.known.get(&cell).copied();
        let file = known.unwrap_or_else(|| self.add(cell_text(self.books, cell)));
        self.known.insert(cell, file);
        let text = &self.cells[file.cell().expect("it was made for a cell")].text;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let end = start + text[start..].lines().next().unwrap_or_default().len();
        Span { file, start: start as u32, end: end as u32 }
    }

    /// The text of a cell at a position of [`Self::span`].
    pub(super) fn text(&self, at: Span) -> &str {
        at.file.cell().map_or("", |cell| &self.cells[cell].text)
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

/// The text of a cell, with its position for the reader.
fn cell_text(books: &[Book], (book, sheet, at): Place) -> CellText {
    let (file, cells) = (books[book].name.clone(), &books[book].sheets[sheet]);
    CellText { file, sheet: cells.name.clone(), cell: cell_name(at), text: cells.text(at) }
}

/// A cell, if anything stands in it.
pub(super) fn cell_at(books: &[Book], (book, sheet, at): Place) -> Option<&Cell> {
    books[book].sheets[sheet].cells.get(&at)
}

/// What stands in a cell.
pub(super) fn text_at(books: &[Book], (book, sheet, at): Place) -> String {
    books[book].sheets[sheet].text(at)
}
