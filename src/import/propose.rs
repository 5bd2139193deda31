//! Compares the fields of the workbooks with the records: what would change, what is refused, and the resulting files.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, Cell, Content};
use super::digest::{clean, digest};
use super::entry::{Entry, Spelling};
use super::field::{self, Field, Fields, Part, parts};
use super::findings::{EDIT_YOURSELF, Findings, ONE_OF_BOTH, PUBLISH_STRUCK, Place, cell_at, text_at};
use super::layout::entries;
use super::lossy::{self, Through};
use super::new_rows::{self, Named};
use super::rows::Rows;
use super::rules::{
    BROKEN_RECORD, CANNOT_EDIT, CELL_EMPTIED, CELL_FORMULA, CELL_HIDDEN, CELL_MERGED, CHANGED_SINCE, MISSING_TITLE,
    UNKNOWN_BASE, UNKNOWN_RECORD,
};
use super::table_cell::refuse_lost;
use super::value::{Fault, Meaning, meaning, read as read_cell, shown};
use super::write::{Want, missing_item, write};
use crate::dataset::Dataset;
use crate::diagnostic::{Diagnostics, Rule, Span};
use crate::model::{Correction, FiscalYear, Record, RecordId, Site, Words, circled};
use crate::source::{CellText, MAX_BYTES};
use crate::yaml::{Draft, Node, Value, parse};

/// One value that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The record.
    pub record: RecordId,
    /// The name of the record.
    pub title: String,
    /// The Japanese name of the field: ②の達成状況・達成度.
    pub field: String,
    /// What a cell shows for the present value; empty if unknown.
    pub before: String,
    /// What it would show for the new value.
    pub after: String,
    /// 様式.xlsx!重点目標!J12.
    pub place: String,
}

/// One file before and after the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Path relative to the content.
    pub path: String,
    /// Its present bytes; `None` if the file does not exist.
    pub before: Option<Vec<u8>>,
    /// Its new bytes.
    pub after: Vec<u8>,
}

/// The changes that the workbooks propose.
#[derive(Debug, Default)]
pub struct Proposal {
    /// The values that would change, by record.
    pub changes: Vec<Change>,
    /// The changed files.
    pub revisions: Vec<Revision>,
    /// The findings; with errors nothing may be written.
    pub findings: Diagnostics,
    /// The cells that the findings refer to.
    pub cells: Vec<CellText>,
    /// The number of fields and cells compared.
    pub fields: usize,
    /// The fields, each with its cell.
    pub(super) entries: Vec<Entry>,
    /// Whether a table of the city's own changes what records have, and it is not known which of both is newer.
    pub(super) is_doubtful: bool,
}

impl Proposal {
    /// Whether a table of the city's own changes what records have, and it is not known which of both is newer.
    pub fn has_doubts(&self) -> bool {
        self.is_doubtful
    }

    /// Whether a cell is empty for which its record has a value.
    pub fn has_emptied(&self) -> bool {
        self.findings.iter().any(|finding| finding.rule == CELL_EMPTIED.slug)
    }

    /// Whether a table of the open data was read, which does not carry what its cells were.
    pub fn has_tables(&self) -> bool {
        self.entries.iter().any(|entry| matches!(entry.spelling, Spelling::Table(_)))
    }
}

/// The maximum number of values of one record that change at once: each is an edit of the whole text.
const MAX_WANTS: usize = 2_000;

/// What is known of the publication from which a table of the open data comes; a form carries this itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Base {
    /// The fields that have changed since, by record and path: a cell that differs there may be older than the content.
    Changed(BTreeSet<(RecordId, String)>),
    /// Nothing.
    #[default]
    Unknown,
}

/// What has been written into a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// The file.
    pub file: String,
    /// The fields that are not as they were when it was made.
    pub edited: usize,
    /// The fields in which nothing stands.
    pub empty: usize,
}

/// Workbooks whose fields were found.
pub struct Reading<'b> {
    books: &'b [Book],
    fields: &'b Fields,
    entries: Vec<Entry>,
    /// The number of further cells that were only compared.
    compared: usize,
    findings: Findings<'b>,
    /// What names the items of new rows.
    named: Named,
    /// What is reported once for several cells, by the first of them.
    told: BTreeSet<(&'static str, Place)>,
}

/// Finds the fields of some workbooks; a table of the open data is known by those of the present content, and a new row of a
/// form by the record that it names.
pub fn read<'b>(books: &'b [Book], fields: &'b Fields, (site, datasets): (&Site, &[Dataset<'_>])) -> Reading<'b> {
    let mut findings = Findings::new(books);
    let (entries, compared) = entries(books, fields, datasets, &mut findings);
    let (entries, named) = new_rows::named(entries, (books, site), &mut findings);
    Reading { books, fields, entries, compared, findings, named, told: BTreeSet::new() }
}

/// The fields of one record in all workbooks.
struct Sheet<'r, 'b> {
    reading: &'r mut Reading<'b>,
    site: &'r Site,
    base: &'r Base,
    record: RecordId,
    /// The names and the units of figures as the workbook has them, by their path.
    figures: BTreeMap<String, String>,
    wants: Vec<(Entry, Want)>,
    changes: Vec<Change>,
}

impl Reading<'_> {
    /// The fields that the workbooks contain: record and path.
    pub fn fields(&self) -> impl Iterator<Item = (&RecordId, &str)> {
        self.entries.iter().map(|entry| (&entry.record, entry.path.as_str()))
    }

    /// What has been written into each of the forms.
    pub fn returned(&self) -> Vec<Returned> {
        let mut all: BTreeMap<usize, Returned> = BTreeMap::new();
        for entry in &self.entries {
            let Spelling::Form { base } = &entry.spelling else { continue };
            let text = text_at(self.books, entry.cell);
            let file = self.books[entry.cell.0].name.clone();
            let of = all.entry(entry.cell.0).or_insert(Returned { file, edited: 0, empty: 0 });
            of.edited += usize::from(digest(&text) != *base);
            of.empty += usize::from(text.trim().is_empty());
        }
        all.into_values().collect()
    }

    /// The paths of the files of the records that the workbooks contain, and of the sheets that hold them.
    pub fn paths(&self) -> BTreeSet<String> {
        let records = self.entries.iter().map(|entry| &entry.record).filter(|record| is_address(record));
        records.flat_map(|record| [path_of(record)].into_iter().chain(sheet_of(record))).collect()
    }

    /// Compares the fields with the records; the bytes of their files are given by path.
    pub fn propose(mut self, site: &Site, originals: &BTreeMap<String, Vec<u8>>, base: &Base) -> Proposal {
        let mut proposal = Proposal { fields: self.entries.len() + self.compared, ..Proposal::default() };
        let mut records: BTreeMap<RecordId, Vec<Entry>> = BTreeMap::new();
        proposal.entries = std::mem::take(&mut self.entries);
        for entry in proposal.entries.iter().cloned() {
            records.entry(entry.record.clone()).or_default().push(entry);
        }
        let mut ids: Vec<_> = records.keys().cloned().collect();
        ids.sort_by(|a, b| crate::model::natural_order(&a.0, &b.0));
        for record in ids {
            let entries = records.remove(&record).unwrap_or_default();
            let record_of = record.clone();
            let original = originals.get(&path_of(&record));
            let sheet = Sheet {
                reading: &mut self,
                site,
                base,
                record,
                figures: BTreeMap::new(),
                wants: Vec::new(),
                changes: Vec::new(),
            };
            let (entries, of_tables): (Vec<_>, Vec<_>) =
                entries.into_iter().partition(|entry| sheet.reading.fields.is_of_sheets(&record_of, &entry.path));
            let mut revision = sheet.revise(entries, original);
            let now = revision.as_ref().map(|(revision, _)| &revision.after).or(original);
            if let Some((after, changes)) = self.revise_rows(site, &record_of, &of_tables, now) {
                let (first, mut all) = revision.take().unzip();
                let before = first.map_or(original.cloned(), |revision: Revision| revision.before);
                all.get_or_insert_default().extend(changes);
                revision = all.map(|all| (Revision { path: path_of(&record_of), before, after }, all));
            }
            if let Some((revision, changes)) = revision {
                proposal.revisions.push(revision);
                proposal.changes.extend(changes);
            }
        }
        (proposal.findings, proposal.cells) = self.findings.into_parts();
        proposal
    }

    /// What the tables of forms change of a record.
    fn revise_rows(
        &mut self,
        site: &Site,
        record: &RecordId,
        entries: &[Entry],
        now: Option<&Vec<u8>>,
    ) -> Option<(Vec<u8>, Vec<Change>)> {
        let Some(now) = now else {
            let is_edited = |entry: &&Entry| match &entry.spelling {
                Spelling::Form { base } => digest(&text_at(self.books, entry.cell)) != *base,
                Spelling::Table(_) => false,
            };
            let edited = entries.iter().find(is_edited)?;
            let message = format!("様式を作成したときにあった記録 `{record}` が、今はありません");
            let help = "ID が変わっていないか、--content のフォルダーが正しいかを確認してください";
            self.findings.error(edited.cell, UNKNOWN_RECORD, message, help);
            return None;
        };
        let Reading { books, fields, findings, named, .. } = self;
        Rows { books, fields, findings, site, record, named, told: BTreeSet::new() }.revise(entries, now)
    }
}

impl Proposal {
    /// Moves findings of the changed content to the cell that they come from, if it is known.
    pub fn locate(
        &mut self,
        (books, fields): (&[Book], &Fields),
        found: &Diagnostics,
        path_of_file: impl Fn(Span) -> String,
    ) {
        let mut findings = Findings::new(books);
        findings.resume(std::mem::take(&mut self.findings), std::mem::take(&mut self.cells));
        let mut its: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
        self.entries.iter().for_each(|entry| its.entry(path_of(&entry.record)).or_default().push(entry));
        let mut trees: BTreeMap<&str, Option<Node>> = BTreeMap::new();
        let mut cell = |at: Span| {
            let path = path_of_file(at);
            self.revisions.iter().find(|revision| revision.path == path).and_then(|revision| {
                let tree = trees.entry(&revision.path).or_insert_with(|| {
                    let text = String::from_utf8_lossy(&revision.after).replace("\r\n", "\n");
                    parse(at.file, text.trim_start_matches('\u{feff}')).ok()
                });
                let tree = tree.as_ref()?;
                let inner = field::path_at(tree, at.start);
                let its = its.get(&path)?.iter();
                let plain = its.map(|entry| (*entry, field::plain(fields, &entry.path, tree, &entry.record)));
                let plain: Vec<_> = plain.collect();
                let near = plain.iter().filter(|(_, plain)| {
                    inner == *plain
                        || inner.starts_with(&format!("{plain}."))
                        || plain.starts_with(&format!("{inner}."))
                });
                // What an item lacks is told at its first key.
                let beside = inner.rsplit_once('.').map(|(item, _)| format!("{item}."));
                let beside =
                    plain.iter().find(|(_, plain)| beside.as_ref().is_some_and(|item| plain.starts_with(item)));
                near.max_by_key(|(_, plain)| common(&inner, plain)).or(beside).map(|(entry, _)| entry.cell)
            })
        };
        for finding in found.iter() {
            let mut moved = finding.clone();
            for at in std::iter::once(&mut moved.at).chain(moved.notes.iter_mut().map(|note| &mut note.at)) {
                *at = cell(*at).map_or(*at, |cell| findings.span(cell, 0));
            }
            findings.push(moved);
        }
        (self.findings, self.cells) = findings.into_parts();
    }
}

impl Sheet<'_, '_> {
    fn revise(mut self, entries: Vec<Entry>, original: Option<&Vec<u8>>) -> Option<(Revision, Vec<Change>)> {
        let first = entries.first()?.clone();
        let is_new = original.is_none();
        if is_new && (was_there(&entries) || !self.may_be_new()) {
            self.tell_gone(&entries);
            return None;
        }
        let bytes = original.cloned().unwrap_or_else(|| b"title:\n".to_vec());
        let Ok(mut draft) = Draft::open(&bytes) else {
            let message = format!("content の {} を読めないため、比較できません", path_of(&self.record));
            let help = "先に mieruka check を実行し、示されたエラーを直してください";
            self.fault(&first, BROKEN_RECORD, message, help);
            return None;
        };
        for entry in &entries {
            if entry.path.ends_with(".name") || entry.path.ends_with(".unit") {
                let text = self.cell(entry).map(|cell| cell.shown()).unwrap_or_default();
                self.figures.insert(entry.path.clone(), text);
            }
        }
        for entry in self.without_copies(entries) {
            if self.wants.len() >= MAX_WANTS {
                let message = format!("1つの記録で変わる欄が多すぎます({MAX_WANTS} まで)");
                self.fault(&entry, CANNOT_EDIT, message, EDIT_YOURSELF);
                return None;
            }
            self.compare(entry, draft.tree());
        }
        self.forget_known_figures(draft.tree());
        let tree = draft.tree();
        match original {
            None => self.refuse_nameless(tree, |_| Some(0)),
            Some(_) => self.refuse_nameless(tree, |want| first_new(tree, want)),
        }
        if self.wants.is_empty() {
            return None;
        }
        let wants: Vec<_> = self.wants.iter().map(|(_, want)| want.clone()).collect();
        if write(&mut draft, self.reading.fields.form(&self.record), &wants).is_err() {
            self.reading.findings.cannot_edit(self.wants[0].0.cell, &self.record);
            return None;
        }
        let revision = Revision { path: path_of(&self.record), before: original.cloned(), after: draft.bytes() };
        if revision.after.len() as u64 > MAX_BYTES {
            let message = format!("{} が大きくなりすぎます({} MiB まで)", revision.path, MAX_BYTES / 1024 / 1024);
            let entry = self.wants[0].0.clone();
            self.fault(&entry, CANNOT_EDIT, message, "文を短くするか、記録を分けてください");
            return None;
        }
        Some((revision, self.changes))
    }

    /// Reports a record that is not there: as an error if something was written for it.
    fn tell_gone(&mut self, entries: &[Entry]) {
        let Some(first) = entries.first() else { return };
        if !entries.iter().any(|entry| self.is_written(entry)) {
            if was_there(entries) {
                let message = format!("様式を作成したときにあった記録 `{}` が、今はありません", self.record);
                let help = "様式のその欄は書き換えられていないので、取り込みません。消していないのなら、記録のファイルを元に戻してください";
                self.reading.findings.warning(first.cell, UNKNOWN_RECORD, &message, help);
            }
            return;
        }
        if matches!(first.spelling, Spelling::Table(_)) {
            let message = format!("この ID の記録 `{}` はありません", self.record);
            return self.fault(first, UNKNOWN_RECORD, message, OF_A_TABLE);
        }
        let message = if was_there(entries) {
            format!("様式を作成したときにあった記録 `{}` が、今はありません", self.record)
        } else {
            format!("記録 `{}` がありません", self.record)
        };
        let help = "ID が変わっていないか、--content のフォルダーが正しいかを確認してください。様式が古いときは、作成し直してください";
        self.fault(first, UNKNOWN_RECORD, message, help);
    }

    /// The entries without second ones of a field in the same workbook, as a copied row has; if they say something else,
    /// they are reported.
    fn without_copies(&mut self, entries: Vec<Entry>) -> Vec<Entry> {
        let mut first: BTreeMap<(usize, String), Entry> = BTreeMap::new();
        let mut kept = Vec::new();
        for entry in entries {
            let Some(other) = first.get(&(entry.cell.0, entry.path.clone())) else {
                first.insert((entry.cell.0, entry.path.clone()), entry.clone());
                kept.push(entry);
                continue;
            };
            let text = |entry: &Entry| self.cell(entry).map(|cell| clean(&cell.shown())).unwrap_or_default();
            if text(other) != text(&entry) {
                let help = "どちらか1つにしてください。行をコピーしても、新しい項目にはなりません";
                let label = self.label(&entry);
                self.reading.findings.written_twice(entry.cell, &label, (other.cell, help));
            }
        }
        kept
    }

    /// The name of an entry's field.
    fn label(&self, entry: &Entry) -> String {
        let known = self.reading.fields.field(&self.record, &entry.path);
        known.map_or_else(|| entry.path.clone(), |known| self.words(entry, known))
    }

    /// A goal in a free part of the form: its sheet exists, and the number is unused.
    fn may_be_new(&self) -> bool {
        let Some((sheet, number)) = self.record.0.rsplit_once('/') else { return false };
        let sheet = RecordId(sheet.to_owned());
        matches!(self.site.record(&sheet), Some(Record::Sheet(_))) && number.parse::<u32>().is_ok_and(|n| n > 0)
    }

    fn cell(&self, entry: &Entry) -> Option<Cell> {
        cell_at(self.reading.books, entry.cell).cloned()
    }

    fn is_written(&self, entry: &Entry) -> bool {
        self.cell(entry).is_some_and(|cell| match &entry.spelling {
            Spelling::Form { base } => digest(&cell.shown()) != *base,
            Spelling::Table(_) => true,
        })
    }

    fn fault(&mut self, entry: &Entry, rule: Rule, message: impl Into<String>, help: impl Into<String>) {
        self.reading.findings.error(entry.cell, rule, message, help);
    }

    fn compare(&mut self, entry: Entry, tree: &Node) {
        let fields = self.reading.fields;
        let Some(known) = fields.field(&self.record, &entry.path) else {
            return self.reading.findings.unknown_field(entry.cell, &entry.path);
        };
        let (parts, is_lost) = parts(known, &entry.path, Some(tree));
        let now = meaning(&known.kind, field::value(tree, &parts));
        let shows = shown(&known.kind, &now, self.site);
        let cell = self.cell(&entry).map(|cell| self.restored(&entry, cell, &shows));
        if cell.as_ref().is_some_and(|cell| cell.is_struck) {
            return self.reading.findings.struck(entry.cell, PUBLISH_STRUCK);
        }
        let written = cell.as_ref().map(Cell::shown).unwrap_or_default();
        let through = self.through(&entry);
        let stands = match &entry.spelling {
            Spelling::Form { base } => digest(&written) == *base || clean(&written) == clean(&shows),
            Spelling::Table(table) => table.is_as_made(&known.kind, &written, through),
        };
        if stands || self.is_joined(&entry) {
            return;
        }
        let unit = self.of_figure(&entry, "unit").cloned().unwrap_or_default();
        let read = match &entry.spelling {
            Spelling::Form { .. } => refuse_lost(&written, &shows, through)
                .and_then(|()| read_cell(&known.kind, cell.as_ref(), (&now, &unit), self.site)),
            Spelling::Table(table) => table.read(&known.kind, cell.as_ref(), (&now, through), self.site),
        };
        let meant = match read {
            Ok(meant) => meant,
            Err(fault) => return self.refuse(&entry, known, fault),
        };
        if meant.composed() == now.composed() {
            return;
        }
        let change = (&meant, &now);
        if is_lost || self.has_changed(&entry, &shows) || self.is_before_correction(&entry, change) {
            return self.conflict(&entry, known, &shows, &written);
        }
        if meant == Meaning::Unknown && self.refuses_nothing(&entry, known, &shows) {
            return;
        }
        self.tell_doubts(&entry, cell.as_ref());
        self.want(entry, known, Want { parts, kind: known.kind.clone(), meaning: meant }, shows);
    }

    /// The cell of a form with the lines of the record that its encoding has changed.
    fn restored(&self, entry: &Entry, cell: Cell, shows: &str) -> Cell {
        match (&cell.content, &entry.spelling) {
            (Content::Text(text), Spelling::Form { .. }) => {
                Cell { content: Content::Text(lossy::restored(text, shows, self.through(entry))), ..cell }
            }
            _ => cell,
        }
    }

    fn through(&self, entry: &Entry) -> Through {
        if self.reading.books[entry.cell.0].is_shift_jis { Through::ShiftJis } else { Through::Unicode }
    }

    /// Whether something is to be reported now, or was for another cell.
    fn is_first(&mut self, rule: Rule, place: Place) -> bool {
        self.reading.told.insert((rule.slug, place))
    }

    /// Whether a value may not be taken away: it is needed, or the cell is one of a table, which may be older.
    fn refuses_nothing(&mut self, entry: &Entry, known: &Field, shows: &str) -> bool {
        if known.is_needed {
            let message = format!("「{}」が空です", known.label);
            let help = "この欄は空にできません。項目や数値を削除するときは、YAML のファイルを編集してください";
            self.fault(entry, MISSING_TITLE, message, help);
        } else if matches!(entry.spelling, Spelling::Table(_)) {
            let message =
                format!("{}: 表の欄が空ですが、記録には「{}」とあります", self.words(entry, known), one_line(shows));
            let help =
                "表のほうが古いのなら、ダウンロードし直してください。消すときは、様式か YAML のファイルで消します";
            self.fault(entry, CHANGED_SINCE, message, help);
        } else {
            return false;
        }
        true
    }

    /// Reports what a change should be looked at for.
    fn tell_doubts(&mut self, entry: &Entry, cell: Option<&Cell>) {
        let (book, sheet, at) = entry.cell;
        let is_of_unknown = matches!(entry.spelling, Spelling::Table(_)) && *self.base == Base::Unknown;
        if is_of_unknown && self.is_first(UNKNOWN_BASE, (book, sheet, (0, 0))) {
            let message =
                "この表がいつのものかが分かりません。自分で変えていない欄は、記録のほうが新しい可能性があります";
            let help = "表をダウンロードしたときの公開フォルダーを --against で指定すると、確認できます";
            self.reading.findings.warning(entry.cell, UNKNOWN_BASE, message, help);
        }
        if cell.is_some_and(|cell| cell.is_formula) {
            let message = "式の欄です。今の計算結果を、文として取り込みます";
            self.reading.findings.warning(
                entry.cell,
                CELL_FORMULA,
                message,
                "違うときは、式でなく文を入力し直してください",
            );
        }
        let hidden = self.reading.books[book].sheets[sheet].hidden(at);
        if hidden.is_some_and(|first| self.is_first(CELL_HIDDEN, (book, sheet, first))) {
            let help = "行と列をすべて表示して、変える予定の欄であることを確認してください";
            self.reading.findings.warning(entry.cell, CELL_HIDDEN, "隠れた行か列の欄が変わります", help);
        }
    }

    /// A cell merged with that of another field: one text for two fields, or one that spreadsheets have dropped.
    fn is_joined(&mut self, entry: &Entry) -> bool {
        let (book, sheet, at) = entry.cell;
        let area = self.reading.books[book].sheets[sheet].merged.iter().find(|area| area.has(at)).copied();
        let Some(area) = area.filter(|area| area.first != at || area.first.0 != area.last.0) else { return false };
        if self.is_first(CELL_MERGED, (book, sheet, area.first)) {
            let message = "ほかの欄と結合されたセルで、どの項目の文かが決まりません";
            let help = "結合を解除し、項目ごとの欄に書いてください。同じ内容でも、それぞれに書きます";
            let first = Entry { cell: (book, sheet, area.first), ..entry.clone() };
            self.fault(&first, CELL_MERGED, message, help);
        }
        true
    }

    fn refuse(&mut self, entry: &Entry, known: &Field, fault: Fault) {
        let label = self.words(entry, known);
        self.reading.findings.fault(entry.cell, &label, fault);
    }

    /// Whether the record has changed since the form or the table was made.
    fn has_changed(&self, entry: &Entry, shows: &str) -> bool {
        match (&entry.spelling, self.base) {
            (Spelling::Form { base }, _) => digest(shows) != *base,
            (Spelling::Table(_), Base::Changed(fields)) => fields.contains(&(self.record.clone(), entry.path.clone())),
            (Spelling::Table(_), Base::Unknown) => false,
        }
    }

    /// Whether a table has what a correction says was wrong before.
    fn is_before_correction(&self, entry: &Entry, (meant, now): (&Meaning, &Meaning)) -> bool {
        let words = |meaning: &Meaning| match meaning {
            Meaning::Unknown => Vec::new(),
            Meaning::Word(word) => vec![word.clone()],
            Meaning::Words(words) => words.clone(),
        };
        let now = words(now);
        let new: Vec<_> = words(meant).into_iter().filter(|word| !now.contains(word)).collect();
        let concerns = |correction: &&Correction| {
            let field = &correction.field.value;
            correction.record.value == self.record
                && entry.path.strip_prefix(field.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        matches!(entry.spelling, Spelling::Table(_))
            && self.site.corrections.iter().filter(concerns).any(|correction| {
                correction.before.value.lines().any(|line| new.iter().any(|word| word == line.trim()))
            })
    }

    fn conflict(&mut self, entry: &Entry, known: &Field, shows: &str, written: &str) {
        let (since, now) = match &entry.spelling {
            Spelling::Form { .. } => ("様式を作成した後に", shows),
            Spelling::Table(table) => ("表を公開した後に", &*table.now),
        };
        let (label, both) = (self.words(entry, known), [now, written].map(one_line));
        let both = both.each_ref().map(String::as_str);
        self.reading.findings.changed_since(entry.cell, (&label, &self.record), since, both);
    }

    fn want(&mut self, entry: Entry, known: &Field, want: Want, before: String) {
        if let Some((other, same)) = self.wants.iter().find(|(other, _)| other.path == entry.path) {
            if same.meaning != want.meaning {
                let label = self.words(&entry, known);
                self.reading.findings.written_twice(entry.cell, &label, (other.cell, ONE_OF_BOTH));
            }
            return;
        }
        self.changes.push(Change {
            record: self.record.clone(),
            title: self.site.record(&self.record).map(|record| record.title(self.site)).unwrap_or_default(),
            field: self.words(&entry, known),
            before,
            after: shown(&want.kind, &want.meaning, self.site),
            place: self.place(&entry),
        });
        self.wants.push((entry, want));
    }

    fn place(&self, entry: &Entry) -> String {
        self.reading.findings.address(entry.cell)
    }

    /// What the workbook has for another key of a figure.
    fn of_figure(&self, entry: &Entry, key: &str) -> Option<&String> {
        let (before, _) = entry.path.rsplit_once('.')?;
        self.figures.get(&format!("{before}.{key}"))
    }

    /// ②の達成状況・達成度, 令和4年度の実績.
    fn words(&self, entry: &Entry, known: &Field) -> String {
        let label = match self.of_figure(entry, "name") {
            Some(name) => format!("数値「{name}」の{}", known.label),
            None => known.label.clone(),
        };
        let number = entry.path.split('.').nth(1).and_then(|part| part.parse::<u32>().ok());
        match number {
            Some(year) if entry.path.starts_with("years.") => {
                let year = FiscalYear::new(i64::from(year)).map_or_else(|| year.to_string(), FiscalYear::wareki);
                format!("{year}の{label}")
            }
            Some(number) => format!("{}の{label}", circled(number)),
            None => label,
        }
    }

    /// A figure that was new in the form and has been imported since is not written again.
    fn forget_known_figures(&mut self, tree: &Node) {
        let heads: BTreeSet<_> = self.wants.iter().filter_map(|(_, want)| new_figure(tree, want)).collect();
        for head in heads {
            let its = |want: &Want| want.parts.starts_with(&head);
            let says = |index: usize| {
                self.wants.iter().filter(|(_, want)| its(want)).all(|(_, want)| {
                    let mut parts = want.parts.clone();
                    parts[head.len() - 1] = Part::Index(index);
                    meaning(&want.kind, field::value(tree, &parts)) == want.meaning
                })
            };
            let list = field::value(tree, &head[..head.len() - 1]).map(|node| &node.value);
            let count = if let Some(Value::List(items)) = list { items.len() } else { 0 };
            if (0..count).any(says) {
                let keeps: Vec<_> = self.wants.iter().map(|(_, want)| !its(want)).collect();
                let (mut wants, mut changes) = (keeps.iter(), keeps.iter());
                self.wants.retain(|_| wants.next() == Some(&true));
                self.changes.retain(|_| changes.next() == Some(&true));
            }
        }
    }

    /// A new figure needs a name and a kind.
    fn refuse_nameless_figures(&mut self, tree: &Node) {
        let heads: BTreeSet<_> = self.wants.iter().filter_map(|(_, want)| new_figure(tree, want)).collect();
        for head in heads {
            for needed in self.reading.fields.figure().filter(|field| field.is_needed) {
                let (key, what) = (needed.key(), &needed.label);
                let its: Vec<_> = self.wants.iter().filter(|(_, want)| want.parts.starts_with(&head)).collect();
                if its.iter().any(|(_, want)| want.parts.last() == Some(&Part::Key(key))) {
                    continue;
                }
                let Some(entry) = its.first().map(|(entry, _)| entry.clone()) else { continue };
                let message = format!("新しい数値の{what}が書かれていません");
                let help = format!("同じ行に、{what}を書いてください");
                self.fault(&entry, MISSING_TITLE, message, help);
            }
        }
    }

    /// A new item needs a name before anything else.
    fn refuse_nameless(&mut self, tree: &Node, depth: impl Fn(&Want) -> Option<usize>) {
        let head = |(entry, want): &(Entry, Want)| -> Option<Vec<String>> {
            Some(entry.path.split('.').take(depth(want)?).map(str::to_owned).collect())
        };
        let heads: BTreeSet<_> = self.wants.iter().filter_map(head).collect();
        let named = |head: &[String], path: &str| path == [head, &["title".to_owned()]].concat().join(".");
        self.refuse_nameless_figures(tree);
        for head in heads.iter().filter(|head| head.first().is_none_or(|list| list == "items")) {
            if self.wants.iter().any(|(entry, _)| named(head, &entry.path)) {
                continue;
            }
            let before = if head.is_empty() { String::new() } else { format!("{}.", head.join(".")) };
            let Some((entry, _)) = self.wants.iter().find(|(entry, _)| entry.path.starts_with(&before)).cloned() else {
                continue;
            };
            if matches!(entry.spelling, Spelling::Table(_)) {
                let number = head.last().map_or("", String::as_str);
                let message = format!("この ID の項目 `{}#i{number}` はありません", self.record);
                self.fault(&entry, UNKNOWN_RECORD, message, OF_A_TABLE);
                continue;
            }
            let Words { goal, part, .. } = &self.reading.fields.words;
            let what = if head.is_empty() { goal } else { part };
            let message = format!("新しい{what}の題名が書かれていません");
            let help = format!("同じ行({goal}は見出しの行)に、題名を書いてください");
            self.fault(&entry, MISSING_TITLE, message, &help);
        }
    }
}

/// What to do about a row of a table whose ID leads nowhere.
const OF_A_TABLE: &str = "公開中の表の ID をそのまま残してください。ほかの団体や古い表の行なら消してください。新しい項目は「mieruka form」の様式に書きます";

/// Whether the record had something in it when the form or the table was made of it.
fn was_there(entries: &[Entry]) -> bool {
    let nothing = digest("");
    entries.iter().any(|entry| match &entry.spelling {
        Spelling::Form { base } => *base != nothing,
        Spelling::Table(_) => true,
    })
}

/// The parts up to the new figure that a wanted value belongs to, if there is one.
fn new_figure(tree: &Node, want: &Want) -> Option<Vec<Part>> {
    let at = want.parts.iter().position(|part| matches!(part, Part::New(_)))?;
    missing_item(tree, &want.parts).map(|_| want.parts[..=at].to_vec())
}

/// The number of leading steps that two paths share.
fn common(one: &str, other: &str) -> usize {
    one.split('.').zip(other.split('.')).take_while(|(one, other)| one == other).count()
}

fn one_line(text: &str) -> String {
    text.replace('\n', " / ")
}

/// The file of a record.
fn path_of(record: &RecordId) -> String {
    format!("{record}.yaml")
}

/// The file of the sheet of a goal.
fn sheet_of(record: &RecordId) -> Option<String> {
    let (folder, _) = record.0.rsplit_once('/').filter(|_| record.0.starts_with("goals/"))?;
    Some(format!("{folder}/sheet.yaml"))
}

/// Whether a text from a workbook may be the address of a record: nothing that leads outside the content.
fn is_address(record: &RecordId) -> bool {
    let is_name = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let parts: Vec<_> = record.0.split('/').collect();
    match parts[..] {
        ["goals", year, department, number] => is_name(year) && is_name(department) && number.parse::<u32>().is_ok(),
        ["programs", program, number] => is_name(program) && is_name(number),
        ["plans", plan, code] => is_name(plan) && is_name(code),
        ["departments" | "glossary"] => true,
        _ => false,
    }
}

/// The depth of the part of a path that does not exist in the tree yet.
fn first_new(tree: &Node, want: &Want) -> Option<usize> {
    let there = field::steps(tree, &want.parts).len();
    Some((there..want.parts.len()).find(|at| matches!(want.parts[*at], Part::Number(_)))? + 1)
}
