//! A sheet of a form while it is filled: labels, and fields with the hidden text that identifies them when they are
//! read back.

use super::super::declared::wanted::find;
use super::super::entry::{LABEL_ROW, LABELS, MARK, labels_digest, slot};
use super::super::field::{self, Fields, Kind, parts};
use super::super::value::{meaning, shown};
use super::look::{Look, column, height};
use super::{Error, Making, guide};
use crate::model::{Rating, RatingCriteria, RecordId, Site, Words};
use crate::workbook::{Choices, Column, Frozen, Growth, Prompt, Sheet, StyleId, Validation, fitting};
use crate::yaml::Node;

/// The first visible column; before it are the two hidden ones.
pub(super) const FIRST: usize = 2;

/// A sheet with its rows so far.
pub(super) struct Page<'s> {
    sheet: Sheet,
    pub(super) site: &'s Site,
    fields: &'s Fields,
    /// The current row.
    pub(super) row: u32,
    widths: Vec<f64>,
    slots: Vec<String>,
    key: String,
    count: usize,
    /// The height that the fields of this row need.
    height: f64,
    /// A field that no cell can hold.
    too_long: Option<Error>,
}

impl<'s> Page<'s> {
    /// An empty sheet with a number of columns of these widths, in characters; further columns are as wide as the last.
    pub(super) fn new(making: &Making<'s>, name: &str, widths: &[f64], columns: usize) -> Self {
        let further = widths.last().copied().unwrap_or(20.0);
        let widths: Vec<_> = widths.iter().copied().chain(std::iter::repeat(further)).take(columns).collect();
        let hidden = Column { is_hidden: true, ..column(1.0) };
        let columns = [hidden; FIRST].into_iter().chain(widths.iter().copied().map(column));
        let mut sheet = Sheet::new(name, columns.collect());
        (FIRST..).zip(&widths).for_each(|(column, _)| sheet.text((0, column), &column_token(column), None));
        sheet.hide(0);
        Self {
            sheet,
            site: making.site,
            fields: making.fields,
            row: 1,
            widths,
            slots: Vec::new(),
            key: LABEL_ROW.to_owned(),
            count: 0,
            height: 0.0,
            too_long: None,
        }
    }

    /// Ends a row and begins the next.
    pub(super) fn next(&mut self) {
        self.sheet.text((self.row, 0), &self.key, None);
        if !self.slots.is_empty() {
            self.sheet.text((self.row, 1), &self.slots.join(" "), None);
        }
        self.count += self.slots.len();
        self.slots.clear();
        self.height = 0.0;
        self.key = LABEL_ROW.to_owned();
        self.row += 1;
    }

    /// Sets the height of the row.
    pub(super) fn high(&mut self, points: f64) {
        self.sheet.height(self.row, points, Growth::Stays);
    }

    /// Sets the height of the row to what its fields need now; it grows with them. This does not work with merged
    /// cells.
    pub(super) fn grow(&mut self) {
        self.sheet.height(self.row, self.height.max(20.0), Growth::Grows);
    }

    /// Repeats the rows from this one to the last on every printed page.
    pub(super) fn repeat_from(&mut self, first: u32) {
        self.sheet.layout.paper.repeated_rows = Some((first, self.row - 1));
    }

    /// Freezes the rows so far and the columns before this one.
    pub(super) fn freeze(&mut self, columns: usize) {
        self.sheet.layout.frozen = Frozen { rows: self.row, columns };
    }

    /// The total width of columns.
    pub(super) fn width(&self, from: usize, to: usize) -> f64 {
        self.widths[from - FIRST..=to - FIRST].iter().sum()
    }

    /// Writes a label over some columns.
    pub(super) fn label(&mut self, from: usize, to: usize, text: &str, style: &StyleId) {
        self.label_from(self.row, from, to, text, style);
    }

    /// Writes a label over some columns of this row and of those from another one on.
    pub(super) fn label_from(&mut self, top: u32, from: usize, to: usize, text: &str, style: &StyleId) {
        self.sheet.text_over(((top, from), (self.row, to)), text, style);
    }

    /// Writes the title of the sheet, and what a reader has to know first.
    pub(super) fn open(&mut self, last: usize, (title, note): (&str, &str), look: &Look) {
        self.label(FIRST, last, title, &look.title);
        self.high(26.0);
        self.next();
        self.label(FIRST, last, note, &look.note);
        self.next();
    }

    /// Writes a label over each column.
    pub(super) fn heads<'w>(&mut self, words: impl Iterator<Item = &'w str>, style: &StyleId) {
        (FIRST..).zip(words).for_each(|(column, words)| self.label(column, column, words, style));
    }

    /// Writes a label that increases the height of its row.
    pub(super) fn told(&mut self, column: usize, text: &str, style: &StyleId) {
        self.told_over((column, column), text, style);
    }

    fn told_over(&mut self, (from, to): (usize, usize), text: &str, style: &StyleId) {
        self.height = self.height.max(height(text, self.width(from, to)));
        self.label(from, to, text, style);
    }

    /// Writes a field of a record over some columns, and returns what it shows. The criteria are those that explain its
    /// marks, if they are printed.
    pub(super) fn field(
        &mut self,
        (from, to): (usize, usize),
        (record, tree, path): (&RecordId, Option<&Node>, &str),
        style: &StyleId,
        criteria: Option<&RatingCriteria>,
    ) -> String {
        let known = self.fields.field(record, path).expect("the forms have only fields that the record has");
        let node = tree.and_then(|tree| field::value(tree, &parts(known, path, Some(tree)).0));
        let text = shown(&known.kind, &meaning(&known.kind, node), self.site);
        self.put((from, to), (record, path, &known.label), &text, style);
        self.help(from, Some(&known.kind), hint(&known.kind, criteria, &self.fields.words));
        text
    }

    /// Writes a field of a table's row, and returns what it shows; `prefilled` stands for a value that is not there.
    pub(super) fn table_field(
        &mut self,
        column: usize,
        (record, tree, path): (&RecordId, &Node, &str),
        style: &StyleId,
        prefilled: &str,
    ) -> String {
        let (steps, kind) =
            self.fields.of_table(record, path).expect("the tables have only fields that the record has");
        let node = find(tree, &steps);
        let text =
            node.map_or_else(|| prefilled.to_owned(), |node| shown(&kind, &meaning(&kind, Some(node)), self.site));
        self.put((column, column), (record, path, path), &text, style);
        self.help(column, Some(&kind), hint(&kind, None, &self.fields.words));
        text
    }

    /// Writes an empty field of a row whose record has still to be named; `hint` is for a cell that names it or what is new.
    pub(super) fn new_field(
        &mut self,
        column: usize,
        (row, path, kind): (&RecordId, &str, Option<&Kind>),
        style: &StyleId,
        hint: Option<&str>,
    ) {
        self.put((column, column), (row, path, path), "", style);
        let hint = match hint {
            Some(hint) => Some(Prompt("新しい行".to_owned(), hint.chars().take(LONGEST_HINT).collect())),
            None => kind.and_then(|kind| self::hint(kind, None, &self.fields.words)),
        };
        self.help(column, kind, hint);
    }

    /// Writes what stands in a field over some columns, with the hidden text that identifies it.
    fn put(
        &mut self,
        (from, to): (usize, usize),
        (record, path, label): (&RecordId, &str, &str),
        text: &str,
        style: &StyleId,
    ) {
        if fitting(text) != text {
            let label = label.to_owned();
            self.too_long = Some(Error::TooLong { record: record.clone(), path: path.to_owned(), label });
        }
        self.told_over((from, to), text, style);
        self.key.clone_from(&record.0);
        self.slots.push(slot(&column_token(from), path, text));
    }

    fn help(&mut self, column: usize, kind: Option<&Kind>, hint: Option<Prompt>) {
        let choices = kind.and_then(|kind| self.choices(kind));
        if choices.is_some() || hint.is_some() {
            self.sheet.layout.validations.push(Validation { at: (self.row, column), choices, hint });
        }
    }

    /// The choices for a cell, and the message for any other value.
    fn choices(&self, kind: &Kind) -> Option<(Choices, Prompt)> {
        let one_of = |words: &[&str]| format!("{} のいずれかを選んでください。", words.join("・"));
        match kind {
            Kind::Rating => {
                let marks: Vec<_> = Rating::ALL.iter().map(|(_, glyph, _)| *glyph).collect();
                let refusal = one_of(&marks);
                Some((Choices::Words(marks), Prompt("評価".to_owned(), refusal)))
            }
            Kind::Department => {
                let cells = format!("{}!$A$1:$A${}", guide::CHOICES, self.site.departments.len().max(1));
                let refusal = "departments.yaml に無い名称です。取り込むときにエラーになります。";
                Some((Choices::Cells(cells), Prompt("部局・課所の名称".to_owned(), refusal.to_owned())))
            }
            Kind::Choice(words) => {
                let words: Vec<_> = words.iter().map(|(word, _)| *word).collect();
                let refusal = Prompt("選んでください".to_owned(), one_of(&words));
                Some((Choices::Words(words), refusal))
            }
            Kind::Date
            | Kind::Sdgs
            | Kind::Departments
            | Kind::Number
            | Kind::Truth
            | Kind::Year
            | Kind::References
            | Kind::Plans
            | Kind::Records
            | Kind::Line
            | Kind::Statements => None,
        }
    }

    /// Writes the hidden marks, sets the printed area, and returns the sheet.
    pub(super) fn finish(mut self) -> Result<Sheet, Error> {
        if let Some(error) = self.too_long {
            return Err(error);
        }
        (1..self.row).for_each(|row| self.mark_labels(row));
        self.sheet.text((0, 0), &format!("{MARK} {}", self.count), None);
        let last = FIRST + self.widths.len() - 1;
        let paper = &mut self.sheet.layout.paper;
        paper.area = Some(((1, FIRST), (self.row.saturating_sub(1).max(1), last)));
        paper.footer = "&L&9&F&C&9&P / &N&R&9&A".to_owned();
        Ok(self.sheet)
    }

    /// Adds the digest of the labels of a row to its slots.
    fn mark_labels(&mut self, row: u32) {
        let slots = self.sheet.texts(row).find(|(column, _)| *column == 1).map_or("", |(_, slots)| slots);
        let is_field =
            |column| slots.split_whitespace().any(|slot| slot.starts_with(&format!("{}=", column_token(column))));
        let labels = self.sheet.texts(row).filter(|(column, _)| *column >= FIRST && !is_field(*column));
        let mark = format!("{slots} {LABELS}{}", labels_digest(labels.map(|(_, text)| text.to_owned())));
        self.sheet.text((row, 1), mark.trim_start(), None);
    }
}

fn column_token(column: usize) -> String {
    format!("c{column}")
}

/// The maximum length of a hint is 255 characters; this is a little less.
const LONGEST_HINT: usize = 250;

/// The message shown when a cell is selected.
fn hint(kind: &Kind, criteria: Option<&RatingCriteria>, words: &Words) -> Option<Prompt> {
    let (title, text) = match kind {
        Kind::Rating => return Some(Prompt("評価".to_owned(), rating_hint(criteria))),
        Kind::Date => {
            ("時点", "令和5年3月31日、R5.3.31、2023-03-31 のどれでも書けます。分からないときは空欄にします。")
        }
        Kind::Sdgs => ("SDGs", "目標の番号(1～17)を「11、17」のように書きます。分からないときは空欄にします。"),
        Kind::Departments => (
            "⟨departments_asked⟩",
            "1行に1つ、正式な名称を書きます(名称の一覧は「記入要領」の次の隠れたシート「選択肢」)。",
        ),
        Kind::Number => (
            "値",
            "数字だけを書きます(1234、-5、30.10)。単位は次の欄に書きます。分からないときは空欄にし、「値が無い理由」を選びます。",
        ),
        Kind::Year => ("年度", "令和4年度、R4、2022 のどれでも書けます。その記録の年度なら、空欄でかまいません。"),
        Kind::References => (
            "⟨references⟩",
            "計画の名称と⟨section⟩の番号を「第三次総合計画 1-3-2」のように空白で区切り、1行に1つ書きます。無いと分かっているときは（なし）とします。",
        ),
        Kind::Plans => ("位置付けの無い計画", "位置付けが無い(—)と書かれた計画の名称を、1行に1つ書きます。"),
        Kind::Records => (
            "関連する記録",
            "ページのアドレス(programs/…、goals/…、plans/…)を1行に1つ書きます。ブラウザーのアドレスを貼ってもかまいません。",
        ),
        Kind::Department | Kind::Choice(_) | Kind::Line | Kind::Truth | Kind::Statements => return None,
    };
    Some(Prompt(words.tell(title).into_owned(), words.tell(text).into_owned()))
}

/// The meaning of the marks, if it is printed.
fn rating_hint(criteria: Option<&RatingCriteria>) -> String {
    let Some(criteria) = criteria else {
        let marks = Rating::ALL.map(|(_, glyph, _)| glyph).concat();
        return format!("{marks} から選びます。評価が無いときは空欄にします。");
    };
    let lines: Vec<_> =
        criteria.criteria.iter().map(|(mark, words)| format!("{} {}", mark.value.glyph(), words.value)).collect();
    lines.join("\n").chars().take(LONGEST_HINT).collect()
}
