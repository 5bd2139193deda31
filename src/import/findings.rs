//! Findings about cells, with the cell as their position: the text of the cell is a source text, beside the files of
//! the content.

use std::collections::BTreeMap;

use super::book::{Address, Book, Cell, cell_name};
use super::rules::{CANNOT_EDIT, CELL_STRUCK, CHANGED_SINCE, DAMAGED_FORM, OLDER_FORM, WRITTEN_TWICE};
use super::value::Fault;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule, Span};
use crate::model::RecordId;
use crate::source::{CellText, FileId};

/// What is told of a text that is struck through, and what to do where it is of a field.
pub(super) const STRUCK: &str = "取り消し線の引かれた文があります";
pub(super) const PUBLISH_STRUCK: &str = "公開しないなら文を消し、公開するなら取り消し線を外してください";
/// What to do about a record that cannot be edited.
pub(super) const EDIT_YOURSELF: &str = "この記録は、YAML のファイルを直接編集してください";
/// What to do about two cells of one field.
pub(super) const ONE_OF_BOTH: &str = "どちらか1つにしてください";

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
        self.error(cell, CELL_STRUCK, STRUCK, help);
    }

    /// Adds an error about a field of a form that this version does not know.
    pub(super) fn unknown_field(&mut self, cell: Place, path: &str) {
        let help = "今使っているバージョンの mieruka で様式を作成し直し、書いた文をコピーしてください";
        self.error(cell, DAMAGED_FORM, format!("様式に、mieruka の知らない欄「{path}」があります"), help);
    }

    /// Adds an error about a cell that says something else than another one of the same field.
    pub(super) fn written_twice(&mut self, cell: Place, label: &str, (other, help): (Place, &str)) {
        let other = self.address(other);
        let message = format!("{label}: 同じ欄が2か所にあり、内容が違います(もう1つは {other})");
        self.error(cell, WRITTEN_TWICE, message, help);
    }

    /// Adds an error about a cell whose record has changed `since` it was made, with what both have now.
    pub(super) fn changed_since(
        &mut self,
        cell: Place,
        (label, record): (&str, &RecordId),
        since: &str,
        both: [&str; 2],
    ) {
        let quoted = |text: &str| if text.is_empty() { "空欄".to_owned() } else { format!("「{text}」") };
        let [now, written] = both.map(quoted);
        let message =
            format!("{label}: {since}、記録({record}.yaml)のほうも変わっています。記録は今{now}、表は{written}です");
        self.error(cell, CHANGED_SINCE, message, OLDER_FORM);
    }

    /// Adds an error about a record whose file cannot be edited.
    pub(super) fn cannot_edit(&mut self, cell: Place, record: &RecordId) {
        let message = format!("{record}.yaml の書き方が複雑なため、ほかを変えずに書き換えることができません");
        self.error(cell, CANNOT_EDIT, message, EDIT_YOURSELF);
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
