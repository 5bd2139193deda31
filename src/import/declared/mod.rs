//! Tables of the city's own, one record a row, a year or an indicator of a record a row, or one sheet a record, read as `import/<name>.yaml` declares. Every column is mapped or ignored.
//! A new row is a new record, a draft; a cell that differs from its record is a change of it. The table that was imported
//! before tells which cells were edited since: others change nothing, and a record that was edited as well is not overwritten.

mod body;
mod cells;
mod continued;
mod digits;
mod doubts;
mod drift;
mod grid;
mod guesses;
mod heads;
mod indicators;
mod labels;
mod learn;
mod learn_sheets;
mod long;
mod needs;
mod numbers;
mod origin;
mod roles;
mod several;
mod terms;
pub(super) mod wanted;
mod years;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use self::cells::{Bound, Cells, Found};
use self::continued::{Columns, Continued};
use self::digits::Digits;
pub use self::drift::OtherTitle;
use self::grid::Grid;
use self::heads::{Heads, letters};
pub use self::learn::{Hints, Learnt, Owner, UNITS as MONEY_UNITS, learn};
pub use self::needs::{Addition, Needs, Unwritable};
use self::numbers::Numbers;
use self::terms::{is_no_record, shortened};
use self::wanted::{Wanted, find};
use super::book::{Area, Book, Cell, Content, Sheet, cell_name};
use super::digest::clean;
use super::entry::{Entry, Spelling};
use super::findings::{Findings, Place};
use super::propose::{Change, Proposal, Revision};
use super::rules::{
    BROKEN_RECORD, CANNOT_EDIT, CELL_EMPTIED, CELL_HIDDEN, CELL_MERGED, CELL_YEAR, CHANGED_SINCE, MISSING_TITLE,
    NOT_READ, SEVERAL_NAMES, UNKNOWN_BASE, UNKNOWN_CATEGORY, UNKNOWN_DEPARTMENT, UNKNOWN_LAYOUT, UNKNOWN_PLAN_SECTION,
    UNKNOWN_RECORD, UNKNOWN_ROW, UNMAPPED_COLUMN, WRITTEN_TWICE,
};
use super::value::{Meaning, meaning, shown};
use crate::characters::unspaced;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule, and_others};
use crate::model::{
    ColumnSource, ColumnUse, FiscalYear, Record, RecordId, Site, TO_FILL, TableColumn, TableLayout, TableReading,
    TableRecords, TextEncoding, is_slug,
};
use crate::shape::{Field, PathStep, Shape};
use crate::source::{CellText, MAX_BYTES};
use crate::yaml::{Draft, Lines, Node, Step, Value, Yaml};

/// The readings whose file name is a part of the name of a file; otherwise those without one whose columns are those of it.
pub fn fitting<'s>(site: &'s Site, book: &Book) -> Vec<&'s TableReading> {
    let named = |reading: &&TableReading| reading.file.as_ref().is_some_and(|file| book.name.contains(&file.value));
    let by_name: Vec<_> = site.table_readings.iter().filter(named).collect();
    if !by_name.is_empty() {
        return by_name;
    }
    let has_heads = |reading: &&TableReading| {
        if reading.layout == TableLayout::Sheets {
            return book.sheets.iter().any(|sheet| grid::fits(reading, sheet));
        }
        let Some((_, sheet)) = sheet(reading, book) else { return false };
        let mut heads = Heads::of(sheet, &reading.header);
        heads.take_whole(whole(reading));
        let columns: Vec<_> = reading.columns.iter().flat_map(|column| column.columns()).collect();
        let known = columns.iter().filter(|column| !heads.all(column).is_empty()).count();
        // A number that is still to be written is asked for, of the reading that is meant.
        let has_id = reading.id.value.contains(TO_FILL) || heads.find(&reading.id.value).is_ok();
        has_id && known * 2 > columns.len()
    };
    site.table_readings.iter().filter(|reading| reading.file.is_none()).filter(has_heads).collect()
}

/// The names of all columns that a reading reads.
fn names(reading: &TableReading) -> impl Iterator<Item = &str> {
    let columns = reading.columns.iter().flat_map(|column| column.columns()).chain([reading.id.value.as_str()]);
    columns.chain(reading.year.iter().map(|year| year.column.value.as_str()))
}

/// The names that mean all columns with that head: those that stand again for each year, and those that are not taken.
fn whole(reading: &TableReading) -> impl Iterator<Item = &str> {
    let is_whole = |column: &&TableColumn| column.repeat.is_some() || matches!(column.used, ColumnUse::Ignored(_));
    reading.columns.iter().filter(is_whole).filter_map(|column| match &column.from {
        ColumnSource::Column(name) => Some(name.value.as_str()),
        ColumnSource::Joined(_) | ColumnSource::Fixed(_) => None,
    })
}

/// The columns that are of each row, and of no record as a whole.
fn columns_of_rows(reading: &TableReading, heads: &Heads) -> BTreeSet<u32> {
    let of_rows = reading.columns.iter().filter(|column| column.steps.iter().any(PathStep::is_of_row));
    of_rows.flat_map(|column| column.columns()).flat_map(|name| heads.all(name)).collect()
}

/// The sheet that a reading reads.
fn sheet<'b>(reading: &TableReading, book: &'b Book) -> Option<(usize, &'b Sheet)> {
    let named = |sheet: &Sheet| match &reading.sheet {
        Some(name) => unspaced(&sheet.name) == unspaced(&name.value),
        None => !sheet.cells.is_empty(),
    };
    let shown = book.sheets.iter().position(|sheet| named(sheet) && !sheet.is_hidden);
    let at = shown.or_else(|| book.sheets.iter().position(named))?;
    Some((at, &book.sheets[at]))
}

/// A table with its rows.
pub struct Table<'b> {
    site: &'b Site,
    books: &'b [Book],
    fields: &'b [Field],
    of: &'b TableRecords,
    rows: Vec<Row>,
    /// The number of books that are read; those after them were imported before.
    current: usize,
    /// The values of the table that was imported before, by record and path.
    before: Option<BTreeMap<(RecordId, Vec<PathStep>), Meaning>>,
    findings: Findings<'b>,
    needs: Needs,
    /// Whether a cell that is empty now takes its value from the record.
    is_clearing: bool,
    /// Cells that are empty although their record has a value: each with the record, and what it has.
    emptied: Vec<(Place, String)>,
    /// Cells that change what a record has, without a table that was imported before: the first, and their number.
    doubts: Option<(Place, String, usize)>,
    /// Whether each row is an indicator.
    has_indicators: bool,
}

/// The records that were read, with the year and the number of the indicator of the row if each is one, by their places.
type Known = BTreeMap<(RecordId, Option<FiscalYear>, Option<u32>), Place>;

/// One row; of a table whose rows are years or indicators, those of a record are one in the end.
struct Row {
    record: RecordId,
    /// Whether its number is only that of a row above.
    continues: bool,
    /// Its year, if each row is one.
    year: Option<FiscalYear>,
    place: Place,
    values: BTreeMap<Vec<PathStep>, Found>,
}

impl<'b> Table<'b> {
    /// Reads some files as declared; those after the first `current` are the tables that were imported before.
    pub fn read(
        reading: &'b TableReading,
        (books, current): (&'b [Book], usize),
        site: &'b Site,
        shapes: &'b [Shape],
    ) -> Self {
        let shape =
            shapes.iter().find(|shape| shape.name == reading.of.shape()).expect("every kind of file has its shape");
        let mut table = Table {
            site,
            books,
            fields: &shape.fields,
            of: &reading.of,
            rows: Vec::new(),
            current,
            before: None,
            findings: Findings::new(books),
            needs: Needs::of(&reading.name),
            is_clearing: false,
            emptied: Vec::new(),
            doubts: None,
            has_indicators: reading.layout == TableLayout::Indicators,
        };
        let mut numbers = Numbers::of(site, reading);
        table.rows = table.rows_of(reading, 0..current, &mut numbers);
        if books.len() > current {
            // What was wrong in it was told when it was imported.
            let findings = std::mem::replace(&mut table.findings, Findings::new(books));
            let needs = std::mem::replace(&mut table.needs, Needs::of(&reading.name));
            let rows = table.rows_of(reading, current..books.len(), &mut numbers.of_before());
            (table.findings, table.needs) = (findings, needs);
            let values =
                |row: Row| row.values.into_iter().map(move |(path, found)| ((row.record.clone(), path), found.meaning));
            table.before = Some(rows.into_iter().flat_map(values).collect());
        }
        let before = table.before.as_ref();
        let was_there = |record: &RecordId, number: u32| {
            before.is_none_or(|before| before.contains_key(&(record.clone(), numbers::name_of(number))))
        };
        numbers.tell_gone(was_there, &mut table.findings);
        table
    }

    /// What it names that the content does not declare.
    pub fn needs(&self) -> &Needs {
        &self.needs
    }

    /// Whether a cell that is empty now takes its value from the record, as it was confirmed.
    pub fn clearing(self, is_confirmed: bool) -> Self {
        Self { is_clearing: is_confirmed, ..self }
    }

    /// What it names, and what is wrong with its cells whatever the content declares: to be mended before it is imported.
    pub fn registered(self) -> (Needs, Diagnostics, Vec<CellText>) {
        const REGISTERED: [Rule; 3] = [UNKNOWN_DEPARTMENT, UNKNOWN_CATEGORY, SEVERAL_NAMES];
        let (found, cells) = self.findings.into_parts();
        let is_left = |one: &&Diagnostic| !REGISTERED.iter().any(|rule| rule.slug == one.rule);
        (self.needs, found.iter().filter(is_left).cloned().collect(), cells)
    }

    /// The paths of the files of its records.
    pub fn paths(&self) -> impl Iterator<Item = String> {
        self.rows.iter().map(|row| format!("{}.yaml", row.record))
    }

    /// The rows of some books.
    fn rows_of(&mut self, reading: &'b TableReading, books: Range<usize>, numbers: &mut Numbers<'b>) -> Vec<Row> {
        let mut known = BTreeMap::new();
        match reading.layout {
            TableLayout::Rows => books.flat_map(|book| self.rows_of_table(reading, book, &mut known)).collect(),
            TableLayout::Years | TableLayout::Indicators => {
                let mut rows: Vec<_> = books.flat_map(|book| self.rows_of_table(reading, book, &mut known)).collect();
                if reading.layout == TableLayout::Indicators {
                    rows = numbers.give(rows, &mut known, &mut self.findings);
                }
                long::joined(rows, self.site, &mut self.findings)
            }
            TableLayout::Sheets => {
                let (mut heads, grid, unfit) = grid::sheets(reading, self.books, books);
                self.tell_unfit(unfit);
                grid.sheets().into_iter().for_each(|place| self.tell_notes(place));
                self.rows_of_grid(reading, &mut heads, (&grid, &Continued::default()), &mut known)
            }
        }
    }

    fn rows_of_table(&mut self, reading: &'b TableReading, book: usize, known: &mut Known) -> Vec<Row> {
        let books = self.books;
        let Some((at, sheet)) = sheet(reading, &books[book]) else {
            self.tell_no_sheet(reading, book);
            return Vec::new();
        };
        self.refuse_encoding(reading, book);
        self.tell_other_sheets(book, at);
        let mut heads = Heads::of(sheet, &reading.header);
        heads.take_whole(whole(reading));
        self.follow(reading, &mut heads, (book, at));
        self.tell_notes((book, at));
        self.tell_hidden(reading, &heads, (book, at));
        let Some(columns) = Columns::of(reading, &heads) else {
            let above = continued::above(reading, &heads);
            let is_said = |area: &Area| area.first.1 == area.last.1 && above.contains(&area.first.1);
            let sheet = &*continued::spread(sheet, heads.body, is_said);
            self.refuse_merged(sheet, (book, at), heads.body, is_said);
            let grid = Grid::Rows { place: (book, at), sheet, body: heads.body };
            return self.rows_of_grid(reading, &mut heads, (&grid, &Continued::default()), known);
        };
        let (sheet, continued) = columns.filled(sheet, heads.body, reading.is_continued);
        continued.tell(reading, |row| (book, at, (row, columns.id)), &mut self.findings);
        let of_rows = columns_of_rows(reading, &heads);
        let is_of_record = |area: &Area| {
            let is_one = || continued::is_one(&sheet, columns.id, area);
            columns.is_said(area) || (!of_rows.contains(&area.first.1) && is_one())
        };
        self.refuse_merged(&sheet, (book, at), heads.body, is_of_record);
        let grid = Grid::Rows { place: (book, at), sheet: &sheet, body: heads.body };
        self.rows_of_grid(reading, &mut heads, (&grid, &continued), known)
    }

    /// Reads columns that are named by their letters where they stand now, and reports that they have moved.
    fn follow(&mut self, reading: &TableReading, heads: &mut Heads, (book, at): (usize, usize)) {
        let own = reading.columns.iter().filter_map(|column| match &column.from {
            ColumnSource::Column(name) => Some((name.value.as_str(), column.head.as_ref()?.value.as_str())),
            ColumnSource::Joined(_) | ColumnSource::Fixed(_) => None,
        });
        let declared = own.map(|(name, head)| (name, Some(head)));
        let declared = declared.chain(names(reading).map(|name| (name, None)));
        let Some((name, column, count)) = heads.follow(declared) else { return };
        let message = format!(
            "{name}列だった「{}」が、{}列にあります{}。見出しと並びが同じなので、動いた先から取り込みます",
            heads.head(column),
            letters(column),
            and_others(count, "列")
        );
        let help = "変更点を確認してください。表の読み方の `column` は、このままでかまいません";
        let row = heads.body.saturating_sub(1);
        self.findings.warning((book, at, (row, column)), UNMAPPED_COLUMN, &message, help);
    }

    /// Reports that the sheet of the reading is not there.
    fn tell_no_sheet(&mut self, reading: &TableReading, book: usize) {
        let Book { name: file, sheets, .. } = &self.books[book];
        let known: Vec<_> = sheets.iter().filter(|sheet| !sheet.cells.is_empty()).map(|sheet| &sheet.name).collect();
        let Some(sheet) = &reading.sheet else {
            let help = "表のあるファイルか、シートが空になっていないかを確認してください";
            return self.findings.error_of_book(book, UNKNOWN_LAYOUT, "セルのあるシートがありません", help);
        };
        let renamed = match known[..] {
            [only] => format!(
                "`sheet: {only}` に直してください。名前が毎年変わるなら、この行を消すと、最初のシートを読みます"
            ),
            _ => "あるシートの名前に直してください".to_owned(),
        };
        let listed: String = known.iter().map(|name| format!("「{name}」")).collect();
        let message = format!("シート「{sheet}」が、{file} にありません。あるのは{listed}です");
        let help = format!("シートの名前が変わったのなら、{renamed}");
        self.findings.push(Diagnostic::error(UNKNOWN_LAYOUT.slug, sheet.at, message, help));
    }

    fn rows_of_grid(
        &mut self,
        reading: &'b TableReading,
        heads: &mut Heads,
        (grid, continued): (&Grid<'_>, &Continued),
        known: &mut Known,
    ) -> Vec<Row> {
        heads.name_all(names(reading), 0);
        let id = match heads.find(&reading.id.value) {
            Ok(id) => id,
            Err((message, help)) => {
                self.findings.push(Diagnostic::error(UNMAPPED_COLUMN.slug, reading.id.at, message, help));
                return Vec::new();
            }
        };
        let rows = grid.rows();
        let Some(years) = self.years_later(reading, heads, (grid, id)) else { return Vec::new() };
        if years != 0 {
            heads.name_all(names(reading), years);
        }
        if matches!(grid, Grid::Rows { place: (book, _), .. } if *book >= self.current) {
            heads.take_renamed();
        }
        if let Grid::Rows { place, .. } = grid {
            self.tell_unnamed(reading, (heads, years), *place);
        }
        let of_rows = match reading.year_of_rows() {
            Some(year) => {
                let Some(years) = long::years(year, heads, (grid, id), &mut self.findings) else { return Vec::new() };
                Some(years)
            }
            None => None,
        };
        let mut bound = self.bind(reading, (heads, years));
        if let Grid::Rows { .. } = grid {
            // In the order of the table, whatever the order of the lines of its reading is.
            bound.sort_by_key(|one| one.first().unwrap_or(u32::MAX));
        }
        let mut cells = Cells::of(self.site, grid, &bound);
        let orphans: BTreeSet<u32> = continued.orphans().collect();
        let rows: Vec<u32> = rows.into_iter().filter(|row| !orphans.contains(row)).collect();
        let mut digits = Digits::of(reading);
        let nameless = rows.iter().filter(|row| unspaced(&grid.text((**row, id))).is_empty());
        self.tell_nameless(nameless.map(|row| grid.place((*row, id))));
        let titles = bound.iter().find(|one| matches!(one.path(), Some([PathStep::Key("title")])));
        let titles = titles.and_then(Bound::first);
        let (mut read, mut named) = (Vec::new(), BTreeSet::new());
        for row in rows {
            let at = (grid.place((row, id)), grid.cell((row, id)));
            let year = of_rows.as_ref().and_then(|years| years.get(&row)).copied();
            if of_rows.is_some() && year.is_none() {
                continue;
            }
            let title = || titles.map(|column| grid.text((row, column))).unwrap_or_default();
            let Some(record) = self.record(at, title) else { continue };
            if reading.layout != TableLayout::Indicators && self.is_known(&record, (at.0, year), known) {
                continue;
            }
            let mut values = cells.row(row);
            digits.settle(&mut values, &grid.text((row, id)));
            let is_known = self.site.record(&record).is_some_and(|record| record.base().source.is_some());
            origin::of_file(&mut values, (&self.books[at.0.0].name, years), is_known);
            let values = if let Some(year) = year { long::in_year(values, year) } else { values };
            read.push(Row { record, continues: continued.empty.contains(&row), year, place: at.0, values });
            named.insert(row);
        }
        let departments = cells.tell(&mut self.findings);
        digits.tell(&mut self.findings);
        if let Grid::Rows { place, .. } = grid {
            let columns = bound.iter().filter(|one| one.is_read()).flat_map(Bound::own).chain([id]).collect();
            self.refuse_joined(*place, &columns, &named);
        }
        let program = reading.of.program().and_then(|program| self.site.program(&program.value));
        let levels = drift::levels(grid, &bound);
        drift::tell(self.site, program, &levels, grid, &mut self.findings);
        self.needs.departments.extend(departments);
        let of_departments = |(path, found): (&Vec<PathStep>, &Found)| {
            matches!(path[..], [PathStep::Key("department" | "departments")]) && found.meaning != Meaning::Unknown
        };
        self.needs.has_declared |= read.iter().any(|row: &Row| row.values.iter().any(of_departments));
        self.needs.add(self.site, program, &levels, (grid, &bound));
        let known = read.iter().filter(|row| row.year.is_some()).flat_map(|row| &row.values);
        let known = known.filter(|(_, found)| found.meaning != Meaning::Unknown);
        known.for_each(|(path, _)| self.needs.add_years(path));
        read
    }

    /// Reports what does not agree with the sheets that are records, each thing once.
    fn tell_unfit(&mut self, unfit: grid::Unfit) {
        for ((is_fault, message, help), (place, count)) in unfit {
            let message = message + &and_others(count, "シート");
            match is_fault {
                true => self.findings.error(place, UNMAPPED_COLUMN, message, help),
                false => self.findings.warning(place, NOT_READ, &message, &help),
            }
        }
    }

    /// Refuses cells that are merged over several rows, or from the header into a row: whose they are is not said.
    /// Of a table of which a record has several rows it may be.
    fn refuse_merged(&mut self, sheet: &Sheet, (book, at): (usize, usize), body: u32, is_said: impl Fn(&Area) -> bool) {
        let several = sheet.merged.iter().filter(|area| area.last.0 >= body && area.first.0 < area.last.0);
        let mut merged = several.filter(|area| area.first.0 < body || !is_said(area));
        let Some(first) = merged.next() else { return };
        let others = and_others(1 + merged.count(), "か所");
        let message = format!("2行以上にわたって結合されたセルで、どの行の値かが決まりません{others}");
        let help = "結合を解除し、行ごとに書いてください。同じ内容でも、それぞれに書きます。1行が1つの記録の表で、結合したどの行にも同じ値なら、この列に `ditto: 上の行` と書けば、結合したまま読みます";
        self.findings.error((book, at, first.first), CELL_MERGED, message, help);
    }

    /// Refuses the cells of a row that are merged over several columns of which more than one is read.
    fn refuse_joined(&mut self, (book, at): (usize, usize), read: &BTreeSet<u32>, rows: &BTreeSet<u32>) {
        let sheet = &self.books[book].sheets[at];
        let is_joined = |area: &&Area| {
            area.first.0 == area.last.0
                && rows.contains(&area.first.0)
                && read.range(area.first.1..=area.last.1).nth(1).is_some()
        };
        let mut joined = sheet.merged.iter().filter(is_joined);
        let Some(first) = joined.next() else { return };
        let others = and_others(1 + joined.count(), "か所");
        let message = format!("2列以上にわたって結合されたセルで、どの列の値かが決まりません{others}");
        let help = "結合を解除し、列ごとに書いてください。同じ内容でも、それぞれに書きます";
        self.findings.error((book, at, first.first), CELL_MERGED, message, help);
    }

    /// Reports the comments on the cells of a sheet, once.
    fn tell_notes(&mut self, (book, at): (usize, usize)) {
        let notes = &self.books[book].sheets[at].notes;
        let Some((first, _)) = notes.first() else { return };
        let message = format!("セルのコメントは取り込みません{}", and_others(notes.len(), "か所"));
        let help = "公開する内容ならセルに書いてください。確認のためのメモなら、このままでかまいません";
        self.findings.warning((book, at, *first), NOT_READ, &message, help);
    }

    /// Reports that hidden rows and columns are read, and that the sheet itself is hidden.
    fn tell_hidden(&mut self, reading: &TableReading, heads: &Heads, (book, at): (usize, usize)) {
        let sheet = &self.books[book].sheets[at];
        let named = reading.columns.iter().filter(|column| !matches!(column.used, ColumnUse::Ignored(_)));
        let read: BTreeSet<u32> = named.flat_map(|column| column.columns()).flat_map(|name| heads.all(name)).collect();
        let rows: BTreeSet<u32> = sheet.cells.range((heads.body, 0)..).map(|((row, _), _)| *row).collect();
        let rows: Vec<_> = rows.into_iter().filter(|row| sheet.hides_row(*row)).collect();
        let columns: Vec<_> = read.into_iter().filter(|column| sheet.hides_column(*column)).collect();
        let help = "行と列をすべて表示して、取り込む予定の値であることを確認してください";
        if let Some(row) = rows.first() {
            let message = format!("隠れた行も取り込みます{}", and_others(rows.len(), "行"));
            self.findings.warning((book, at, (*row, 0)), CELL_HIDDEN, &message, help);
        }
        if let Some(column) = columns.first() {
            let message = format!("隠れた列も取り込みます{}", and_others(columns.len(), "列"));
            self.findings.warning((book, at, (heads.body, *column)), CELL_HIDDEN, &message, help);
        }
        if sheet.is_hidden {
            let message = format!("隠れたシート「{}」を取り込みます", sheet.name);
            let help = "シートを表示して、取り込む予定のシートであることを確認してください";
            self.findings.warning((book, at, (0, 0)), CELL_HIDDEN, &message, help);
        }
    }

    /// Reports the rows without an id, once.
    fn tell_nameless(&mut self, mut rows: impl Iterator<Item = Place>) {
        let Some(first) = rows.next() else { return };
        let others = and_others(1 + rows.count(), "行");
        let message = format!("番号の無い行は、取り込みません{others}");
        let help = "記録の行なら、番号を書いてください。合計や注の行なら、このままでかまいません";
        self.findings.warning(first, NOT_READ, &message, help);
    }

    fn refuse_encoding(&mut self, reading: &TableReading, book: usize) {
        let Some(encoding) = reading.encoding else { return };
        if (encoding == TextEncoding::ShiftJis) != self.books[book].is_shift_jis {
            let message = format!("文字コードが {} ではありません", encoding.word());
            let help = format!("保存し直すか、import/{}.yaml の `encoding` を直してください", reading.name);
            self.findings.error_of_book(book, UNKNOWN_LAYOUT, &message, &help);
        }
    }

    /// Reports the sheets that no reading reads.
    fn tell_other_sheets(&mut self, book: usize, read: usize) {
        let site = self.site;
        let is_read = |name: &str| {
            let mut named = site.table_readings.iter().filter_map(|reading| reading.sheet.as_ref());
            named.any(|sheet| unspaced(&sheet.value) == unspaced(name))
        };
        let others =
            self.books[book].sheets.iter().enumerate().filter(|(at, sheet)| *at != read && !is_read(&sheet.name));
        let first = others.filter_map(|(at, sheet)| Some((book, at, *sheet.cells.keys().next()?))).collect::<Vec<_>>();
        for place in first {
            let message = format!("シート「{}」は取り込みません", self.books[book].sheets[place.1].name);
            let help = "記録のシートなら、そのシートの表の読み方を、もう1つ書いてください(`sheet` に名前を書きます)";
            self.findings.warning(place, NOT_READ, &message, help);
        }
    }

    /// The declared columns as those of the table; what does not agree is reported.
    fn bind(&mut self, reading: &'b TableReading, (heads, years): (&Heads, i64)) -> Vec<Bound<'b>> {
        let mut bound = Vec::new();
        for column in &reading.columns {
            match Bound::of(column, (heads, years), self.fields) {
                Ok(one) => bound.push(one),
                Err((message, help)) => {
                    let help = years::successor(reading, column, (heads, years)).unwrap_or(help);
                    self.findings.push(Diagnostic::error(UNMAPPED_COLUMN.slug, column.at, message, help));
                }
            }
        }
        bound
    }

    /// Reports the columns that the reading does not name.
    fn tell_unnamed(&mut self, reading: &TableReading, (heads, years): (&Heads, i64), (book, at): (usize, usize)) {
        for (column, head) in heads.unnamed() {
            let name = heads.name(column);
            let row = heads.body.saturating_sub(1);
            let cells = self.books[book].sheets[at].cells.iter().filter(|((_, of), _)| *of == column);
            let mut cells =
                cells.map(|(_, cell)| matches!(&cell.content, Content::Error(_)) && cell.is_formula).peekable();
            if head.is_empty() && cells.peek().is_some() && cells.all(|is_waiting| is_waiting) {
                let message = format!("見出しの無い{}列には、計算されていない式だけがあります", letters(column));
                let help = format!(
                    "ファイルを Excel で開き、上書き保存してから、もう一度実行してください(式の結果が保存されます)。要らない列なら、列を消すか、`columns` に `{{column: {name}, ignore: 理由}}` と書いてください"
                );
                self.findings.error((book, at, (row, column)), UNMAPPED_COLUMN, message, help);
                continue;
            }
            let message = match head {
                "" => format!("見出しの無い{}列が、import/{}.yaml にありません", letters(column), reading.name),
                head => format!("列「{head}」({}列)が、import/{}.yaml にありません", letters(column), reading.name),
            };
            let line =
                Lines::item(&Yaml::Braces(vec![("column", Yaml::Text(name.clone())), ("key", "…".into())])).text();
            let help = years::line(reading, heads, (column, years)).unwrap_or_else(|| {
                let new = format!(
                    "`columns` に `{}` か、取り込まないなら `key` の代わりに `ignore: 理由` と書いてください",
                    line.trim()
                );
                match heads.former(column) {
                    Some(former) => format!("列「{former}」の見出しが変わったのなら、その行の `column` を直してください。新しい列なら、{new}"),
                    None => new,
                }
            });
            self.findings.error((book, at, (row, column)), UNMAPPED_COLUMN, message, help);
        }
    }

    /// By how many years the table is later than the one for which the reading was written; nothing if its column does not say.
    fn years_later(&mut self, reading: &TableReading, heads: &Heads, (grid, id): (&Grid<'_>, u32)) -> Option<i64> {
        let Some((year, is)) = reading.year.as_ref().and_then(|year| Some((year, year.is.as_ref()?))) else {
            return Some(0);
        };
        let column = match heads.find(&year.column.value) {
            Ok(column) => column,
            Err((message, help)) => {
                self.findings.push(Diagnostic::error(UNMAPPED_COLUMN.slug, year.at, message, help));
                return None;
            }
        };
        let rows = grid.rows().into_iter().filter(|row| !unspaced(&grid.text((*row, id))).is_empty());
        let said: Vec<_> = rows.map(|row| (row, unspaced(&grid.text((row, column))))).collect();
        let Some((first, now)) = said.first() else { return Some(0) };
        let head = &year.column.value;
        if let Some((row, other)) = said.iter().find(|(_, other)| other != now) {
            let message = format!("列「{head}」が「{now}」の行と「{other}」の行があり、表の年度が決まりません");
            let of_rows = match reading.layout {
                TableLayout::Indicators => "1行が1つの指標の1年度の表なら、`year` の `is` を消し",
                TableLayout::Rows | TableLayout::Years | TableLayout::Sheets => {
                    "1行が1つの記録の1年度の表なら、表の読み方に `layout: years` と書き"
                }
            };
            let help = format!(
                "{of_rows}、`key` の年度を `@` にしてください。そうでなければ、年度ごとに表を分けてください。表の年度の列でないなら、`year` を消してください"
            );
            self.findings.error(grid.place((*row, column)), CELL_YEAR, message, help);
            return None;
        }
        let Some(years) = years::between(&is.value, now) else {
            let message = format!("列「{head}」の「{now}」を、年度として読めません(表の読み方では「{is}」)");
            let help = "「7」「R7」「2025」のように、表の読み方(`year` の `is`)と同じ書き方にしてください";
            self.findings.error(grid.place((*first, column)), CELL_YEAR, message, help);
            return None;
        };
        if years != 0 {
            let (moved, by) = if years > 0 { ("進めて", years) } else { ("戻して", -years) };
            let message = format!(
                "列「{head}」が「{now}」です(表の読み方では「{is}」)。`key` の年度を、どれも{by}年{moved}取り込みます"
            );
            let help = format!(
                "変更点の年度を確認してください。違うときは、import/{}.yaml の `year` と `columns` を直します",
                reading.name
            );
            self.findings.warning(grid.place((*first, column)), NOT_READ, &message, &help);
        }
        Some(years)
    }

    /// The record of a row, by the text in the column of ids.
    fn record(&mut self, (place, cell): (Place, Option<&Cell>), title: impl FnOnce() -> String) -> Option<RecordId> {
        let written = cell.map(Cell::shown).unwrap_or_default();
        let id = unspaced(&written).to_lowercase();
        if id.is_empty() {
            return None;
        }
        if let Some(fault) = cell.and_then(cells::refused_text) {
            self.findings.fault(place, "番号の欄", fault);
            return None;
        }
        if is_no_record(&id) {
            let message = format!("番号の列に{}とある行は、取り込みません", shortened(&written));
            let help = "合計や注の行なら、このままでかまいません。記録の行なら、番号を書いてください";
            self.findings.warning(place, NOT_READ, &message, help);
            return None;
        }
        if !is_slug(&id) || id == self.of.written().0 {
            let message = format!("番号「{}」は使えません", written.trim());
            let help = "半角の英数字と - だけの番号にしてください(大文字は小文字として読みます)";
            self.findings.error(place, UNKNOWN_ROW, message, help);
            return None;
        }
        if id.bytes().all(|byte| byte == b'0') {
            let title = Some(clean(&title())).filter(|title| !title.is_empty());
            let named = title.map(|title| format!("「{title}」")).unwrap_or_default();
            let message = format!("番号が「{}」の行{named}は、取り込みません", written.trim());
            let help = "記録なら、番号を書いてください。書くまで、この行は公開されません。空のセルを参照した式の 0 で、記録の行でないなら、このままでかまいません";
            self.findings.warning(place, UNKNOWN_ROW, &message, help);
            return None;
        }
        Some(self.of.record(&id))
    }

    /// Whether a record has a row of that year already, which is reported.
    fn is_known(&mut self, record: &RecordId, (place, year): (Place, Option<FiscalYear>), known: &mut Known) -> bool {
        let first = *known.entry((record.clone(), year, None)).or_insert(place);
        if first == place {
            return false;
        }
        let of_year = year.map(|year| format!("{year}の")).unwrap_or_default();
        let written = self.books[place.0].sheets[place.1].text(place.2);
        let first = self.findings.address(first);
        let message = format!("番号「{}」の{of_year}行が2つあります(もう1つは {first})", written.trim());
        let help = match year {
            Some(_) => "番号を直すか、どちらかの行を消してください",
            None => {
                "番号を直すか、同じ行が2度あるのなら、どちらかを消してください。1つの記録に2行以上ある表なら、消さずに、表の読み方に `layout: indicators`(1行が1つの指標)か `layout: years`(1行が1つの年度)と書きます。目標と実績を別の行に書いた表は、1行に並べてください"
            }
        };
        self.findings.error(place, WRITTEN_TWICE, message, help);
        true
    }

    /// Compares the rows with the records; the bytes of their files are given by path.
    pub fn propose(mut self, originals: &BTreeMap<String, Vec<u8>>) -> Proposal {
        let mut proposal = Proposal::default();
        for row in std::mem::take(&mut self.rows) {
            proposal.fields += row.values.len();
            let path = format!("{}.yaml", row.record);
            let done = match originals.get(&path) {
                None => self.begin(&row),
                Some(original) => self.change(&row, original),
            };
            let done = done.filter(|(after, _)| !self.is_too_large(&row, after));
            if let Some((after, changes)) = done {
                proposal.entries.extend(entries(&row, &after));
                let before = originals.get(&path).cloned();
                proposal.revisions.push(Revision { path, before, after });
                proposal.changes.extend(changes);
            }
        }
        proposal.is_doubtful = self.doubts.is_some();
        self.tell_doubts();
        self.tell_emptied();
        (proposal.findings, proposal.cells) = self.findings.into_parts();
        proposal
    }

    /// Refuses a record that would be too large to be read again.
    fn is_too_large(&mut self, row: &Row, after: &[u8]) -> bool {
        let is_too_large = after.len() as u64 > MAX_BYTES;
        if is_too_large {
            let limit = MAX_BYTES / 1024 / 1024;
            let message = format!("{}.yaml が大きくなりすぎます({limit} MiB まで)", row.record);
            self.findings.error(row.place, CANNOT_EDIT, message, "文を短くするか、記録を分けてください");
        }
        is_too_large
    }

    fn tell_doubts(&mut self) {
        let Some((place, message, count)) = self.doubts.take() else { return };
        let others = and_others(count, "欄");
        let help = match self.before {
            None => "前に取り込んだ表を --before で指定すると、表で変えた欄だけを取り込みます",
            Some(_) => "前に取り込んだ表には、この欄がありません。記録と表のどちらが正しいかを確認してください",
        };
        self.findings.warning(place, UNKNOWN_BASE, &format!("{message}{others}"), help);
    }

    /// Reports the cells that are empty although their record has a value, together.
    fn tell_emptied(&mut self) {
        const NAMED: usize = 5;
        let mut emptied = std::mem::take(&mut self.emptied);
        emptied.sort_unstable();
        let Some((first, _)) = emptied.first() else { return };
        let named: Vec<_> = emptied.iter().take(NAMED).map(|(_, told)| told.as_str()).collect();
        let others = emptied.len().saturating_sub(NAMED);
        let others = if others > 0 { format!("、ほか{others}欄") } else { String::new() };
        let known = match self.before {
            Some(_) => "前に取り込んだ表から空になった欄",
            None => "表では空で、記録には値のある欄",
        };
        let message =
            format!("{known}が{}か所あります。記録の値はそのままです: {}{others}", emptied.len(), named.join("、"));
        let help = "値を消したのなら、`--clear` を付けて実行すると、記録からも消します(消す前に、すべて表示します)。消していないなら、セルに値を書いてください。表でなく記録に書き足した値なら、このままでかまいません";
        self.findings.warning(*first, CELL_EMPTIED, &message, help);
    }

    /// A new record, as a draft; one that was imported before and is gone was removed by an editor.
    fn begin(&mut self, row: &Row) -> Option<(Vec<u8>, Vec<Change>)> {
        let next = self.before.as_ref().and_then(|before| before.range((row.record.clone(), Vec::new())..).next());
        if next.is_some_and(|((record, _), _)| *record == row.record) {
            let message = format!("前に取り込んだ記録 `{}` が、今はありません", row.record);
            let help = "消した記録なら、表の行も消してください。消していないなら、ファイルを戻してください";
            self.findings.error(row.place, UNKNOWN_RECORD, message, help);
            return None;
        }
        let title = row.values.get(&vec![PathStep::Key("title")]);
        if title.is_none_or(|found| found.meaning == Meaning::Unknown) {
            let message = "新しい記録の題名が書かれていません";
            self.findings.error(row.place, MISSING_TITLE, message, "同じ行の、題名の列に書いてください");
            return None;
        }
        self.tell_outside(row);
        let mut wanted = Wanted::nothing();
        // In the order of the columns: evaluations stand in that of the table.
        let known = row.values.iter().filter(|(_, found)| found.meaning != Meaning::Unknown);
        let mut known: Vec<_> = known.collect();
        known.sort_by_key(|(_, found)| found.order);
        known.iter().for_each(|(path, found)| wanted.put(path, &found.kind, &found.meaning));
        let lines = wanted.entries(self.fields).into_iter().map(|(key, value)| Lines::key(key, &value));
        let draft = Lines::key("draft", &Yaml::Truth(true));
        let text = lines.chain([draft]).collect::<Lines>().text();
        let field = format!("新しい記録(下書き、{}欄)", known.len());
        let title = title.map(|found| shown(&found.kind, &found.meaning, self.site)).unwrap_or_default();
        let (before, after) = (String::new(), String::new());
        let place = self.findings.address(row.place);
        Some((text.into_bytes(), vec![Change { record: row.record.clone(), title, field, before, after, place }]))
    }

    /// Reports a new section that the outline of its plan does not have.
    fn tell_outside(&mut self, row: &Row) {
        let TableRecords::Sections(plan) = self.of else { return };
        let outline = self.site.plan(&plan.value).map(|plan| &plan.outline[..]).unwrap_or_default();
        if outline.iter().all(|entry| self.of.record(&entry.code.value.0) != row.record) {
            let code = row.record.0.rsplit('/').next().unwrap_or_default();
            let message = format!("番号「{code}」は、plans/{plan}/plan.yaml の `outline` にありません");
            let help = "新しい節なら、`outline` に番号と題名を書いてください。番号の書き誤りなら、表を直してください";
            self.findings.warning(row.place, UNKNOWN_PLAN_SECTION, &message, help);
        }
    }

    /// The changes of a record that exists.
    fn change(&mut self, row: &Row, original: &[u8]) -> Option<(Vec<u8>, Vec<Change>)> {
        if self.site.record(&row.record).is_some_and(Record::is_sample) {
            let message = format!("content の {}.yaml は、見本の記録です", row.record);
            let help = "見本のファイルを消してから、もう一度取り込んでください。新しい記録になります";
            self.findings.error(row.place, BROKEN_RECORD, message, help);
            return None;
        }
        let opened = Draft::open(original).ok().filter(|draft| self.knows_indicators(&row.record, draft.tree()));
        let Some(mut draft) = opened else {
            let message = format!("content の {}.yaml を読めないため、比較できません", row.record);
            let help = "先に mieruka check を実行し、示されたエラーを直してください";
            self.findings.error(row.place, BROKEN_RECORD, message, help);
            return None;
        };
        if self.tell_removed(row, draft.tree()) {
            return None;
        }
        let (mut wanted, mut changes) = (Wanted::nothing(), Vec::new());
        for (path, found) in &row.values {
            let now = meaning(&found.kind, find(draft.tree(), path));
            if self.has_indicators && found.is_first_only(path) && now != Meaning::Unknown {
                continue;
            }
            if !self.is_wanted(row, path, found, &now) {
                continue;
            }
            match path.split_last() {
                Some((PathStep::Key("name"), item)) if found.meaning == Meaning::Unknown && !has_values(row, item) => {
                    wanted.let_go(item);
                }
                _ => wanted.put(path, &found.kind, &found.meaning),
            }
            changes.push(Change {
                record: row.record.clone(),
                title: self
                    .site
                    .record(&row.record)
                    .map(|record: Record<'_>| record.title(self.site))
                    .unwrap_or_default(),
                field: format!("{}({})", found.label, dotted(path)),
                before: shown(&found.kind, &now, self.site),
                after: shown(&found.kind, &found.meaning, self.site),
                place: found
                    .place
                    .map_or_else(|| self.findings.address(row.place), |place| self.findings.address(place)),
            });
        }
        if changes.is_empty() {
            return None;
        }
        if wanted.write(&mut draft, &[], self.fields).is_err() {
            self.findings.cannot_edit(row.place, &row.record);
            return None;
        }
        Some((draft.bytes(), changes))
    }

    /// Whether the names of all indicators of a record are known: otherwise they cannot be told from new ones.
    fn knows_indicators(&self, record: &RecordId, tree: &Node) -> bool {
        let own = tree.find(&[Step::Key("indicators")]).map(|node| &node.value);
        let written = if let Some(Value::List(items)) = own { items.len() } else { 0 };
        let known = self.site.record(record).map(|record| record.indicators().len());
        !self.has_indicators || known == Some(written)
    }

    /// Reports the indicators of rows that were imported before and that an editor has removed; whether there are any.
    fn tell_removed(&mut self, row: &Row, tree: &Node) -> bool {
        let Some(before) = self.before.as_ref().filter(|_| self.has_indicators) else { return false };
        let is_removed = |(path, _): &(&Vec<PathStep>, &Found)| {
            let is_name = matches!(&path[..], [PathStep::Key("indicators"), _, PathStep::Key("name")]);
            is_name && find(tree, path).is_none() && before.contains_key(&(row.record.clone(), path.to_vec()))
        };
        let removed: Vec<_> = row.values.iter().filter(is_removed).map(|(_, found)| found).collect();
        for found in &removed {
            let name = shown(&found.kind, &found.meaning, self.site);
            let message = format!("前に取り込んだ指標「{name}」が、今は記録({}.yaml)にありません", row.record);
            let help = "消した指標なら、表の行も消してください。消していないなら、記録を戻してください";
            self.findings.error(found.place.unwrap_or(row.place), UNKNOWN_RECORD, message, help);
        }
        !removed.is_empty()
    }

    /// Whether a cell changes its record: it differs, and was edited; a conflict and a doubt are reported.
    fn is_wanted(&mut self, row: &Row, path: &[PathStep], found: &Found, now: &Meaning) -> bool {
        if found.meaning.composed() == now.composed() {
            return false;
        }
        let place = found.place.unwrap_or(row.place);
        let key = (row.record.clone(), path.to_vec());
        // A column that the table before did not have says nothing about it.
        let before = self.before.as_ref().and_then(|before| before.get(&key).cloned());
        let quoted = |meaning: &Meaning| match clean(&shown(&found.kind, meaning, self.site)).replace('\n', " / ") {
            text if text.is_empty() => "空欄".to_owned(),
            text => format!("「{text}」"),
        };
        match before {
            Some(before) if before.composed() == found.meaning.composed() => false,
            Some(before) if before.composed() != now.composed() => {
                let message = format!(
                    "{}: 前に取り込んだ後に、記録({}.yaml)のほうも変わっています。記録は今{}、表は{}です",
                    found.label,
                    row.record,
                    quoted(now),
                    quoted(&found.meaning)
                );
                let help = "どちらが正しいかを決め、表か記録のどちらかを直して、同じにしてください";
                self.findings.error(place, CHANGED_SINCE, message, help);
                false
            }
            _ if found.meaning == Meaning::Unknown && path == [PathStep::Key("title")] => {
                let message = format!("題名が空です。記録では{}です", quoted(now));
                let help = "題名を書いてください。取り込まない行なら、番号の欄も空にします";
                self.findings.error(place, MISSING_TITLE, message, help);
                false
            }
            _ if found.meaning == Meaning::Unknown && !self.is_clearing && !found.is_replaced => {
                let cell = cell_name(place.2);
                self.emptied.push((place, format!("{cell} {} の{}{}", row.record, found.label, quoted(now))));
                false
            }
            None if found.meaning == Meaning::Unknown && !found.is_replaced => {
                let first = || {
                    let message = format!(
                        "{}: 記録の{}を消します。表でなく記録に書いた値かもしれません",
                        found.label,
                        quoted(now)
                    );
                    (place, message, 0)
                };
                self.doubts.get_or_insert_with(first).2 += 1;
                true
            }
            _ if found.meaning == Meaning::Unknown => true,
            None if *now != Meaning::Unknown => {
                let first = || {
                    let (now, after) = (quoted(now), quoted(&found.meaning));
                    let message = format!(
                        "{}: 記録の{now}を、表の{after}に変えます。記録のほうが新しい可能性があります",
                        found.label
                    );
                    (place, message, 0)
                };
                self.doubts.get_or_insert_with(first).2 += 1;
                true
            }
            _ => true,
        }
    }
}

/// Whether a row has a value in an item of a list.
fn has_values(row: &Row, item: &[PathStep]) -> bool {
    row.values.iter().any(|(path, found)| path.starts_with(item) && found.meaning != Meaning::Unknown)
}

/// The cells of a row, each by the place of its value in the text of the record.
fn entries(row: &Row, text: &[u8]) -> Vec<Entry> {
    let Ok(draft) = Draft::open(text) else { return Vec::new() };
    let entry = |(path, found): (&Vec<PathStep>, &Found)| {
        Some(Entry {
            cell: found.place?,
            record: row.record.clone(),
            path: wanted::located(draft.tree(), path)?,
            spelling: Spelling::Form { base: String::new() },
        })
    };
    row.values.iter().filter_map(entry).collect()
}

/// A path as it is written in a declaration.
pub(super) fn dotted(path: &[PathStep]) -> String {
    let step = |step: &PathStep| match step {
        PathStep::Key(key) => (*key).to_owned(),
        PathStep::Declared(id) => id.clone(),
        PathStep::Item(name) => name.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join("."),
    };
    path.iter().map(step).collect::<Vec<_>>().join(".")
}
