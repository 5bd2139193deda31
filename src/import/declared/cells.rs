//! The values of a row, each read from its cell as the column is declared.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::super::book::{Cell, Content, cell_name};
use super::super::digest::clean;
use super::super::field::Kind;
use super::super::findings::{Findings, PUBLISH_STRUCK, Place, STRUCK};
use super::super::rules::{
    CELL_DASH, CELL_DITTO, CELL_FRACTION, CELL_LINES, CELL_LOST, CELL_NUMBER, CELL_STRUCK, NOT_READ,
    UNKNOWN_DEPARTMENT, UNKNOWN_VALUE, UNMAPPED_COLUMN, WRITTEN_TWICE,
};
use super::super::value::{
    Fault, Meaning, SIGNS, ditto, is_none, only_bullet, read, refuse_ditto, refused, without_bullet,
};
use super::drift::REGISTER;
use super::grid::Grid;
use super::heads::{Heads, is_later, letters};
use super::terms::shortened;
use crate::characters::{is_plain, joined, unspaced, visible};
use crate::diagnostic::{Rule, Severity, and_others, first_few, is_slip};
use crate::model::{ColumnSource, ColumnUse, Ditto, Site, TO_FILL, TableColumn, Text, holes, is_name_of_row};
use crate::shape::{Field, PLACE, PathStep, path};
use crate::yaml::{Lines, Yaml};

/// A declared column with its place in the table.
pub(super) struct Bound<'d> {
    pub(super) column: &'d TableColumn,
    /// The columns that it reads, by the names under which the declaration has them.
    named: BTreeMap<&'d str, u32>,
    target: Option<(Vec<PathStep>, Kind)>,
    /// Its head, for messages.
    label: String,
    /// The heads of the columns whose cells are its value.
    heads: Vec<String>,
}

impl<'d> Bound<'d> {
    /// Finds the columns in the header; otherwise the message and 直し方. The table is some years later than the reading.
    pub(super) fn of(
        column: &'d TableColumn,
        (heads, years): (&Heads, i64),
        fields: &[Field],
    ) -> Result<Self, (String, String)> {
        let named: BTreeMap<_, _> = column
            .columns()
            .into_iter()
            .map(|name| {
                let is_own = matches!(&column.from, ColumnSource::Column(own) if own.value == name);
                let is_ignored = matches!(column.used, ColumnUse::Ignored(_));
                let at = match column.repeat.filter(|_| is_own) {
                    Some(repeat) => heads.repeated(name, repeat),
                    None => match heads.all(name)[..] {
                        [first, _, ..] if is_ignored => Ok(first),
                        _ => heads.find_later(name, years),
                    },
                };
                at.map(|at| (name, at))
            })
            .collect::<Result<_, (String, String)>>()?;
        let label = match &column.from {
            ColumnSource::Column(name) => {
                let at = named[name.value.as_str()];
                if let Some(head) = column.head.as_ref().filter(|head| !is_later(&head.value, heads.head(at), years)) {
                    let found = heads.head(at);
                    let message = format!("{}列の見出しが「{found}」で、「{head}」ではありません", letters(at));
                    return Err((
                        message,
                        "列が動いたのなら `column` を、見出しが変わったのなら `head` を直してください".to_owned(),
                    ));
                }
                let head = heads.head(at);
                if column.repeat.is_none()
                    && column.head.is_none()
                    && heads.is_lettered(&name.value, at)
                    && !head.is_empty()
                {
                    let message = format!("{}列の見出し「{head}」が、表の読み方にありません", letters(at));
                    let help = match heads.name(at) {
                        name if name == head => format!("`column: {name}` と、見出しで書いてください"),
                        letters => format!("`column: {letters}, head: {head}` と、見出しも書いてください"),
                    };
                    return Err((message, format!("{help}。来年の表で列が動いても気付きます")));
                }
                if head.is_empty() { format!("{}列", letters(at)) } else { head.to_owned() }
            }
            ColumnSource::Joined(text) => text.value.replace(['{', '}'], ""),
            ColumnSource::Fixed(text) => text.value.clone(),
        };
        let heads = match &column.from {
            ColumnSource::Column(_) => vec![label.clone()],
            ColumnSource::Joined(text) => {
                holes(&text.value).into_iter().map(|name| heads.head(named[name]).to_owned()).collect()
            }
            ColumnSource::Fixed(_) => Vec::new(),
        };
        let target = match &column.used {
            ColumnUse::Key(key) => {
                let path = path(fields, &key.value)?;
                let kind = Kind::of_key(path.kind).ok_or_else(|| no_cell(&key.value))?;
                Some((path.steps.into_iter().map(|step| later(step, years)).collect(), kind))
            }
            ColumnUse::TitleOf(_) | ColumnUse::Ignored(_) => None,
        };
        Ok(Self { column, named, target, label, heads })
    }

    /// Its head, for messages.
    pub(super) fn label(&self) -> &str {
        &self.label
    }

    /// The heads of the columns whose cells are its value; none of what stands in every row.
    pub(super) fn heads(&self) -> &[String] {
        &self.heads
    }

    /// The path of its values in the record.
    pub(super) fn path(&self) -> Option<&[PathStep]> {
        self.target.as_ref().map(|(path, _)| path.as_slice())
    }

    /// The different values of its cells: what its words are read as, the first before those of later rows.
    pub(super) fn words(&self, grid: &Grid<'_>) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        let Some(column) = self.first() else { return words };
        for row in grid.rows() {
            let Some(word) = self.part(grid, (row, column)) else { continue };
            let word = self.column.value_of(&word).map_or(word.clone(), str::to_owned);
            if !words.iter().any(|known| unspaced(known) == unspaced(&word)) {
                words.push(word);
            }
        }
        words
    }

    /// The column of a name in the declaration.
    fn at(&self, name: &str) -> Option<u32> {
        self.named.get(name).copied()
    }

    /// The first column that it reads.
    pub(super) fn first(&self) -> Option<u32> {
        match &self.column.from {
            ColumnSource::Column(name) => self.at(&name.value),
            ColumnSource::Joined(text) => holes(&text.value).first().and_then(|name| self.at(name)),
            ColumnSource::Fixed(_) => None,
        }
    }

    /// The part of a cell that it reads, unless the cell is empty or has a word that stands for nothing.
    fn part(&self, grid: &Grid<'_>, at: (u32, u32)) -> Option<String> {
        let text = visible(&grid.text(at));
        let is_nothing = |part: &&str| {
            let part = unspaced(part);
            part.is_empty() || self.column.empty.iter().any(|word| unspaced(&word.value) == part)
        };
        let part = match (self.column.nth, &self.column.split) {
            (Some(nth), Some(by)) => parts(&text, &by.value).nth(nth as usize - 1),
            _ => Some(&*text),
        };
        part.filter(|part| !is_nothing(part)).map(|part| part.trim().to_owned())
    }

    /// Whether a cell has more parts than the one that it reads.
    fn has_further(&self, grid: &Grid<'_>, at: (u32, u32)) -> bool {
        let (Some(nth), Some(by)) = (self.column.nth, &self.column.split) else { return false };
        parts(&grid.text(at), &by.value).nth(nth as usize).is_some()
    }

    /// Whether its values go into the record.
    pub(super) fn is_read(&self) -> bool {
        matches!(self.column.used, ColumnUse::Key(_))
    }

    /// Whether its values are those of figures.
    fn is_of_figure(&self) -> bool {
        self.path().is_some_and(|path| path.last() == Some(&PathStep::Key("value")))
    }

    /// What a figure in words says, if the reading has words for a word of the table, and no number: 増加.
    fn words_for_number(&self, kind: &Kind, cell: &Cell) -> Option<String> {
        let is_figure = *kind == Kind::Number && self.is_of_figure() && !cell.is_struck;
        let words = self.column.value_of(&clean(&cell.shown())).filter(|_| is_figure)?;
        is_in_words(words).then(|| words.to_owned())
    }

    /// The path of what its cells say otherwise: the words of a figure, or its number.
    fn other_spelling(&self, path: &[PathStep], is_in_words: bool) -> Option<Vec<PathStep>> {
        let has_words = self.column.values.iter().any(|(_, to)| self::is_in_words(&to.value));
        (has_words && self.is_of_figure()).then(|| if is_in_words { path.to_vec() } else { in_words(path) })
    }

    /// The columns of the row whose cells are its value.
    pub(super) fn own(&self) -> Vec<u32> {
        match &self.column.from {
            ColumnSource::Joined(text) => holes(&text.value).iter().filter_map(|name| self.at(name)).collect(),
            ColumnSource::Column(_) | ColumnSource::Fixed(_) => self.first().into_iter().collect(),
        }
    }

    /// A text with the cells of a row in the place of its columns; nothing if one is empty.
    pub(super) fn joined(&self, text: &str, grid: &Grid<'_>, row: u32) -> Option<String> {
        let mut whole = text.to_owned();
        for name in holes(text) {
            let cell = self.part(grid, (row, self.at(name)?))?;
            whole = whole.replace(&format!("{{{name}}}"), &unspaced(&cell));
        }
        Some(whole)
    }
}

/// The parts of a text between separators that have something; a space stands for white space of any kind.
fn parts<'t>(text: &'t str, by: &'t str) -> impl Iterator<Item = &'t str> {
    let is_space = by == " ";
    let words = text.split_whitespace().filter(move |_| is_space);
    words.chain(text.split(by).map(str::trim).filter(move |part| !is_space && !part.is_empty()))
}

/// A step of a path, some years later.
fn later(step: PathStep, years: i64) -> PathStep {
    let PathStep::Item(names) = step else { return step };
    let moved = |(key, value): (&'static str, String)| {
        let year = value.parse::<i64>().ok().filter(|_| key == "fiscal_year");
        (key, year.map_or(value, |year| (year + years).to_string()))
    };
    PathStep::Item(names.into_iter().map(moved).collect())
}

fn no_cell(key: &str) -> (String, String) {
    (format!("欄「{key}」は、表から取り込めません"), "YAML のファイルに書いてください".to_owned())
}

/// A value of a row.
#[derive(Clone)]
pub(super) struct Found {
    /// The place of its column among those of the reading.
    pub(super) order: usize,
    pub(super) kind: Kind,
    pub(super) meaning: Meaning,
    /// Its cell; a value that stands in every row has none.
    pub(super) place: Option<Place>,
    pub(super) label: String,
    /// Whether its cell says it in another way, so that it goes: a number, where words stood.
    pub(super) is_replaced: bool,
}

impl Found {
    /// Adds the departments of another row, in the order of the site: that of the rows is none.
    pub(super) fn add_departments(&mut self, other: Self, site: &Site) {
        let (Meaning::Words(words), Meaning::Words(more)) = (&mut self.meaning, other.meaning) else { return };
        words.extend(more);
        words.sort_by_key(|word| site.departments.iter().position(|known| known.id.value.0 == *word));
        words.dedup();
    }

    /// Whether it is only how an indicator of a row begins: what stands in every row says nothing of one that is there.
    pub(super) fn is_first_only(&self, path: &[PathStep]) -> bool {
        self.place.is_none() && matches!(path, [PathStep::Key("indicators"), ..])
    }
}

/// What is reported of a column, by what is wrong.
type Told = BTreeMap<(usize, &'static str, String), Cause>;

/// Cells with the same fault: the first, the line in it, the 直し方, and the others.
struct Cause {
    place: Place,
    line: usize,
    help: String,
    others: Vec<Place>,
}

/// Values of a row without what they need beside them: the first, what it says, their number, and the columns that are empty.
struct Bare {
    place: Place,
    said: String,
    names: BTreeSet<String>,
    count: usize,
    /// The values that are not taken with them, and the title of the row, if its columns are shifted.
    shifted: Option<(usize, String)>,
}

/// The cells of a sheet.
pub(super) struct Cells<'c, 'd> {
    site: &'c Site,
    grid: &'c Grid<'c>,
    bound: &'c [Bound<'d>],
    /// The words that stand for an empty cell, by the column.
    empty: BTreeMap<u32, &'d [Text]>,
    told: Told,
    hidden: Told,
    /// The cells of units that are refused: each is told once, however many numbers have it.
    units: BTreeSet<Place>,
    /// By the row.
    bare: BTreeMap<u32, Bare>,
    /// Zeros of that kind.
    zeros: Vec<Place>,
    /// Amounts with a part of their unit, by the unit: 1234.578 of 千円.
    fractions: BTreeMap<String, Vec<(Place, String)>>,
}

impl<'c, 'd> Cells<'c, 'd> {
    pub(super) fn of(site: &'c Site, grid: &'c Grid<'c>, bound: &'c [Bound<'d>]) -> Self {
        let single =
            |one: &Bound<'d>| matches!(one.column.from, ColumnSource::Column(_)).then(|| one.first()).flatten();
        let empty = bound.iter().filter_map(|one| Some((single(one)?, &one.column.empty[..]))).collect();
        Self {
            site,
            grid,
            bound,
            empty,
            told: Told::new(),
            hidden: Told::new(),
            units: BTreeSet::new(),
            bare: BTreeMap::new(),
            zeros: Vec::new(),
            fractions: BTreeMap::new(),
        }
    }

    /// Whether a cell has nothing, or a word that stands for nothing.
    fn is_empty(&self, at: (u32, u32)) -> bool {
        let text = unspaced(&visible(&self.grid.text(at)));
        text.is_empty()
            || self.empty.get(&at.1).is_some_and(|words| words.iter().any(|word| unspaced(&word.value) == text))
    }

    /// The values of a row by their paths; what stands in every row belongs to those of a cell.
    pub(super) fn row(&mut self, row: u32) -> BTreeMap<Vec<PathStep>, Found> {
        let mut values: BTreeMap<Vec<PathStep>, Found> = BTreeMap::new();
        let bound = self.bound;
        for (index, one) in bound.iter().enumerate().filter(|(_, one)| one.first().is_some()) {
            let Some((path, kind)) = &one.target else { continue };
            let Some(found) = self.found(index, row, kind) else { continue };
            let is_in_words = found.kind != *kind;
            if let Some(other) = one.other_spelling(path, is_in_words).filter(|_| found.meaning != Meaning::Unknown) {
                let kind = if is_in_words { Kind::Number } else { Kind::Line };
                let gone = Found { kind, meaning: Meaning::Unknown, is_replaced: true, ..found.clone() };
                values.entry(other).or_insert(gone);
            }
            let path = &if is_in_words { in_words(path) } else { path.clone() };
            let is_known = found.meaning != Meaning::Unknown;
            let at = found.place;
            match values.get(path).filter(|_| is_known) {
                Some(other) if other.meaning != Meaning::Unknown => {
                    if other.meaning != found.meaning {
                        let fault = fault(
                            WRITTEN_TWICE,
                            "同じ欄に読む列が2つあり、内容が違います",
                            "どちらかの列を `ignore` にしてください",
                        );
                        self.push(index, at, fault);
                    }
                    continue;
                }
                _ => {
                    if is_known || !values.contains_key(path) {
                        values.insert(path.clone(), found);
                    }
                }
            }
            if is_known && !is_in_words {
                match self.refused_unit(one, row) {
                    None => values.extend(self.unit(index, path, row)),
                    Some((place, fault)) if self.units.insert(place) => self.push(index, Some(place), fault),
                    Some(_) => {}
                }
            }
        }
        self.withhold_shifted(row, &mut values);
        for (index, one) in bound.iter().enumerate() {
            let (Some((path, kind)), ColumnSource::Fixed(text)) = (&one.target, &one.column.from) else { continue };
            let item = holder_of_fixed(path);
            let has_value =
                values.iter().any(|(path, found)| path.starts_with(item) && found.meaning != Meaning::Unknown);
            if has_value && !values.contains_key(path) {
                match self.read(one, kind, (&text_cell(&text.value), "")) {
                    Ok(meaning) => {
                        let found = Found {
                            order: index,
                            kind: kind.clone(),
                            meaning,
                            place: None,
                            label: one.label.clone(),
                            is_replaced: false,
                        };
                        values.insert(path.clone(), found);
                    }
                    Err(fault) => self.push(index, Some(self.grid.place((row, 0))), fault),
                }
            }
        }
        self.tell_gaps(row, &values);
        values
    }

    /// The value of a declared column in a row; `None` if it was refused.
    fn found(&mut self, index: usize, row: u32, kind: &Kind) -> Option<Found> {
        let one = &self.bound[index];
        let at = (row, one.first()?);
        let place = Some(self.grid.place(at));
        let cell = match &one.column.from {
            ColumnSource::Column(_) if one.column.nth.is_some() => one.part(self.grid, at).map(|part| text_cell(&part)),
            ColumnSource::Column(_) => self.grid.cell(at).cloned(),
            ColumnSource::Joined(text) => one.joined(&text.value, self.grid, row).map(|text| text_cell(&text)),
            ColumnSource::Fixed(_) => None,
        };
        if let Some(fault) = self.refused_parts(one, row) {
            self.push(index, place, fault);
            return None;
        }
        let found = |meaning| {
            Some(Found {
                order: index,
                kind: kind.clone(),
                meaning,
                place,
                label: one.label.clone(),
                is_replaced: false,
            })
        };
        let Some(cell) = cell.and_then(|cell| self.visible(index, place, cell)) else { return found(Meaning::Unknown) };
        let cell = match self.meant(one, at, cell) {
            Ok(cell) => cell,
            Err(fault) => {
                self.push(index, place, fault);
                return None;
            }
        };
        let text = cell.shown();
        if one.column.empty.iter().any(|word| word.value.trim() == text.trim()) {
            return found(Meaning::Unknown);
        }
        let is_alone = |name: &Text| one.at(&name.value).is_some_and(|at| self.is_empty((row, at)));
        if let Some(name) = one.column.only_with.as_ref().filter(|name| is_alone(name)) {
            // A zero is what a form shows that nobody has filled in; another value is one that somebody has typed.
            let place = self.grid.place(at);
            if text.trim().parse() == Ok(0.0) {
                self.zeros.push(place);
            } else {
                let said = || Bare {
                    place,
                    said: format!("{} {}", one.label, text.trim()),
                    names: BTreeSet::new(),
                    count: 0,
                    shifted: None,
                };
                let bare = self.bare.entry(row).or_insert_with(said);
                bare.names.insert(name.value.clone());
                bare.count += 1;
            }
            return found(Meaning::Unknown);
        }
        if let Some((place, fault)) = self.refused_cell(one, row, kind) {
            self.push(index, Some(place), fault);
            return None;
        }
        if is_zero_text(one.column, kind, &cell) {
            let help = "空のセルを参照した式の 0 なら、この列の `empty` に \"0\" を書いてください。0 という文なら、`values: {\"0\": \"0\"}` と書いてください";
            self.push(index, place, fault(UNKNOWN_VALUE, "文の欄が、数の 0 になっています", help));
            return None;
        }
        if let Some(words) = one.words_for_number(kind, &cell) {
            return found(Meaning::Word(words)).map(|found| Found { kind: Kind::Line, ..found });
        }
        match self.read(one, kind, (&cell, &self.unit_of(one, row))) {
            Ok(meaning) => {
                self.note_fraction(one, place, &meaning);
                found(meaning)
            }
            Err(fault) => {
                let is_ditto = fault.rule == CELL_DITTO.slug && one.column.ditto.is_none();
                let is_word = fault.rule == CELL_NUMBER.slug && one.is_of_figure() && is_in_words(&text);
                let fault = match (is_ditto, is_word) {
                    (true, _) => self.with_choice(fault, at),
                    (false, true) => Fault { help: help_of_words(text.trim()), ..fault },
                    (false, false) => fault,
                };
                self.push(index, place, fault);
                None
            }
        }
    }

    /// Takes no value of a row whose values stand under several names that are empty: its columns are shifted, and nobody knows of
    /// which name the others are.
    fn withhold_shifted(&mut self, row: u32, values: &mut BTreeMap<Vec<PathStep>, Found>) {
        let Some(bare) = self.bare.get_mut(&row).filter(|bare| bare.names.len() > 1) else { return };
        let is_taken = |found: &Found| self.bound[found.order].column.only_with.is_none();
        let title = values.get(&[PathStep::Key("title")][..]).map(|found| match &found.meaning {
            Meaning::Word(title) => title.clone(),
            Meaning::Unknown | Meaning::Words(_) => String::new(),
        });
        let own = |(path, found): &(&Vec<PathStep>, &Found)| {
            let is_unit = matches!(path.last(), Some(PathStep::Key("unit" | "dimensionless")));
            !is_taken(found) && !is_unit && found.meaning != Meaning::Unknown
        };
        bare.shifted = Some((values.iter().filter(own).count(), title.unwrap_or_default()));
        values.retain(|_, found| is_taken(found));
    }

    /// Notes an amount of 千円 or of 円 with a part of it, as a formula has it.
    fn note_fraction(&mut self, one: &Bound<'_>, place: Option<Place>, meaning: &Meaning) {
        let (Meaning::Word(digits), Some(unit), Some(place)) = (meaning, &one.column.unit, place) else { return };
        let is_money = ["千円", "円"].contains(&unit.value.as_str()) && one.path().is_some_and(is_amount);
        let has_part = digits.split_once('.').is_some_and(|(_, part)| part.contains(|c: char| c != '0'));
        if is_money && has_part {
            self.fractions.entry(unit.value.clone()).or_default().push((place, digits.clone()));
        }
    }

    /// The cell that is meant where one says 同上, as its column declares it; otherwise the cell itself.
    fn meant(&self, one: &Bound<'_>, at: (u32, u32), cell: Cell) -> Result<Cell, Fault> {
        let Some(which) = one.column.ditto else { return Ok(cell) };
        let (mut at, mut cell) = (at, cell);
        while let Some(word) = ditto(&cell.shown()).map(str::to_owned) {
            let next = self.beside(which, at);
            let found = next.and_then(|next| Some((next, self.grid.cell(next)?.clone())));
            let Some(next) = found.filter(|(_, cell)| !visible(&cell.shown()).trim().is_empty()) else {
                let message = format!("「{word}」の指す{}のセルに、文がありません", which.word());
                let help = "文をコピーするか、この列の `ditto` を直してください";
                return Err(fault(CELL_DITTO, message, help));
            };
            (at, cell) = next;
        }
        Ok(cell)
    }

    /// The cell that may be meant by 同上.
    fn beside(&self, which: Ditto, (row, column): (u32, u32)) -> Option<(u32, u32)> {
        if let Grid::Sheets { .. } = self.grid {
            return None;
        }
        match which {
            Ditto::Above => Some((self.grid.rows().range(..row).next_back().copied()?, column)),
            Ditto::Left => {
                let is_text = |one: &&Bound<'_>| matches!(one.target, Some((_, Kind::Statements)));
                let texts = self.bound.iter().filter(is_text).filter_map(Bound::first);
                Some((row, texts.filter(|other| *other < column).max()?))
            }
        }
    }

    /// A cell that says 同上 where it is not declared what that means, with the cells that may be meant.
    fn with_choice(&self, fault: Fault, at: (u32, u32)) -> Fault {
        let choices =
            [(Ditto::Left, "同じ行の左の文"), (Ditto::Above, "上の行")].into_iter().filter_map(|(which, word)| {
                let beside = self.beside(which, at)?;
                let text = shortened(&self.grid.cell(beside)?.shown());
                Some(format!("{word}({}{text})のことなら、`ditto: {}`", cell_name(beside), which.word()))
            });
        match &choices.collect::<Vec<_>>()[..] {
            [] => fault,
            choices => {
                let help = format!(
                    "表の読み方の、この列の行に書き加えてください。{}。どちらでもなければ、セルに文をコピーしてください",
                    choices.join("、")
                );
                Fault { help, ..fault }
            }
        }
    }

    /// Why the cells of a row cannot be read as one value: some are empty, or no column reads further parts of them.
    fn refused_parts(&self, one: &Bound<'_>, row: u32) -> Option<Fault> {
        let own: Vec<_> = one.own().into_iter().map(|column| (row, column)).collect();
        let empty = own.iter().filter(|at| one.part(self.grid, **at).is_none()).count();
        if empty != 0 && empty != own.len() {
            let message = "つなげるセルの一部が空です";
            return Some(fault(UNKNOWN_VALUE, message, "空のセルを埋めるか、その行のセルをすべて空にしてください"));
        }
        let nth = one.column.nth?;
        let is_read = |other: &Bound<'_>| other.own() == one.own() && other.column.nth > Some(nth);
        let is_last = !self.bound.iter().any(is_read);
        (is_last && own.iter().any(|at| one.has_further(self.grid, *at))).then(|| {
            let help = format!("この列の `nth: {}` の行を加えてください", nth + 1);
            fault(UNMAPPED_COLUMN, format!("{}番目の部分を読む行が、表の読み方にありません", nth + 1), help)
        })
    }

    /// Why one of the cells whose texts are its value has none that can be read. Other cells are read by their kind.
    fn refused_cell(&self, one: &Bound<'_>, row: u32, kind: &Kind) -> Option<(Place, Fault)> {
        let is_text = matches!(one.column.from, ColumnSource::Joined(_))
            || one.column.nth.is_some()
            || one.column.split.is_some()
            || !one.column.values.is_empty()
            || *kind == Kind::Statements;
        let cells = one.own().into_iter().map(|column| (row, column)).filter(|_| is_text);
        cells
            .filter(|at| one.part(self.grid, *at).is_some())
            .find_map(|at| Some((self.grid.place(at), refused_text(self.grid.cell(at)?)?)))
    }

    /// Reports a part of a list whose parts before it have nothing: its place in the record would be another one.
    fn tell_gaps(&mut self, row: u32, values: &BTreeMap<Vec<PathStep>, Found>) {
        let is_there = |start: &[PathStep]| {
            values.iter().any(|(path, found)| path.starts_with(start) && found.meaning != Meaning::Unknown)
        };
        let mut gaps = Vec::new();
        for (index, one) in self.bound.iter().enumerate() {
            let Some((path, _)) = &one.target else { continue };
            let Some(at) = path.iter().position(|step| matches!(step, PathStep::Item(name) if name[0].0 == PLACE))
            else {
                continue;
            };
            let PathStep::Item(name) = &path[at] else { continue };
            let number = name[0].1.parse::<u32>().unwrap_or(1);
            let before = PathStep::Item(vec![(PLACE, (number - 1).to_string())]);
            if number > 1 && is_there(&path[..=at]) && !is_there(&[&path[..at], &[before]].concat()) {
                gaps.push((index, number, (row, one.first().unwrap_or_default())));
            }
        }
        for (index, number, at) in gaps {
            let message = format!("{}番目が空で、{number}番目に値があります", number - 1);
            let fault = fault(UNKNOWN_VALUE, message, "表の値を、1番目から順に詰めて書いてください");
            self.push(index, Some(self.grid.place(at)), fault);
        }
    }

    /// A cell without characters that no page can show; they are reported.
    fn visible(&mut self, index: usize, place: Option<Place>, cell: Cell) -> Option<Cell> {
        let Content::Text(text) = &cell.content else { return Some(cell) };
        if is_plain(text) {
            return Some(cell);
        }
        let shown = visible(text);
        if shown != *text {
            let key = (index, CELL_LOST.slug, "見えない文字や制御文字を除いて取り込みます".to_owned());
            let help = "このままでかまいません。気になるときは、表の文を打ち直してください".to_owned();
            tell(&mut self.hidden, key, place, 0, help);
        }
        (!shown.trim().is_empty()).then_some(Cell { content: Content::Text(shown), ..cell })
    }

    fn read(&self, one: &Bound<'_>, kind: &Kind, (cell, unit): (&Cell, &str)) -> Result<Meaning, Fault> {
        if cell.is_struck {
            return Err(struck());
        }
        let column = one.column;
        let text = clean(&cell.shown());
        let is_list = matches!(kind, Kind::Statements | Kind::Departments | Kind::Plans | Kind::Records | Kind::Sdgs);
        let parts: Vec<&str> = match &column.split {
            Some(by) if is_list && column.nth.is_none() => parts(&text, &by.value).collect(),
            _ => vec![text.trim()],
        };
        if *kind == Kind::Statements {
            parts.iter().try_for_each(|part| refuse_ditto(part, kind))?;
            return statements(&text, &parts, column);
        }
        if !column.values.is_empty() {
            let words = parts.iter().map(|part| self.translated(column, kind, part)).collect::<Result<Vec<_>, _>>()?;
            return self.read_one(kind, &text_cell(&words.join("\n")), unit);
        }
        match (&column.split, kind) {
            (Some(_), Kind::Line) => self.read_one(kind, &text_cell(&joined(&text)), unit),
            (Some(_), _) if is_list && column.nth.is_none() => self.read_one(kind, &text_cell(&parts.join("\n")), unit),
            _ => self.read_one(kind, cell, unit),
        }
    }

    fn read_one(&self, kind: &Kind, cell: &Cell, unit: &str) -> Result<Meaning, Fault> {
        read(kind, Some(cell), (&Meaning::Unknown, unit), self.site)
    }

    /// The unit of a number in a row: what its cell may show behind the digits.
    fn unit_of(&self, one: &Bound<'_>, row: u32) -> String {
        let fixed = one.column.unit.as_ref().map(|unit| unit.value.clone());
        let at = || one.at(&one.column.unit_from.as_ref()?.value);
        fixed.or_else(|| Some(self.grid.text((row, at()?)))).unwrap_or_default()
    }

    /// The value that the declaration has for a word of the table.
    fn translated(&self, column: &TableColumn, kind: &Kind, word: &str) -> Result<String, Fault> {
        match column.value_of(word) {
            Some(to) if to.contains(TO_FILL) => {
                let help = format!(
                    "import/<名前>.yaml の `values` の「{}」の後に、記録での値を書いてください",
                    from_line(word)
                );
                Err(fault(UNKNOWN_VALUE, format!("「{}」の読み替えが、まだ書かれていません", from_line(word)), help))
            }
            Some(to) => Ok(to.to_owned()),
            // A department may have its own name; of numbers only those that cannot be read are translated.
            None if matches!(kind, Kind::Departments | Kind::Department | Kind::Number) => Ok(word.to_owned()),
            None if is_name_of_row(&column.steps) => Ok(word.to_owned()),
            None => {
                let known: BTreeSet<_> = column.values.iter().map(|(_, to)| to.value.as_str()).collect();
                let known = known.into_iter().collect::<Vec<_>>().join("、");
                let is_mark = matches!(&column.used, ColumnUse::Key(key) if key.value.contains(".evaluations."));
                let new = if is_mark {
                    "新しい評価なら、先に ratings.yaml の尺度に加えます"
                } else {
                    "新しい値も書けます"
                };
                let word = from_line(word);
                let help =
                    format!("`values` に `\"{word}\": 記録での値` と書いてください。今あるのは {known} です。{new}");
                Err(fault(UNKNOWN_VALUE, format!("「{word}」の読み替えがありません"), help))
            }
        }
    }

    /// Why the cell of a unit has none that can be read.
    fn refused_unit(&self, one: &Bound<'_>, row: u32) -> Option<(Place, Fault)> {
        let at = (row, one.at(&one.column.unit_from.as_ref()?.value)?);
        let cell = self.grid.cell(at)?;
        let number = || match &cell.content {
            // What a formula shows for an empty cell, where a unit may be missing.
            Content::Number { value, .. } if one.column.dimensionless && value == "0" => None,
            Content::Number { shown, .. } => {
                let help = "単位を書いてください。単位の無い数なら、セルを空にし、この列に `dimensionless: true` と書いてください";
                Some(fault(UNKNOWN_VALUE, format!("単位の欄が、数の {shown} になっています"), help))
            }
            Content::Text(_)
            | Content::Unclear { .. }
            | Content::Day { .. }
            | Content::Truth(_)
            | Content::Error(_) => None,
        };
        let ditto = || {
            let word = ditto(&cell.shown())?.to_owned();
            Some(fault(CELL_DITTO, format!("単位の欄が「{word}」になっています"), "単位を書いてください"))
        };
        Some((self.grid.place(at), refused_text(cell).or_else(number).or_else(ditto)?))
    }

    /// The unit of a number, or that it has none, as the column declares it.
    fn unit(&self, index: usize, path: &[PathStep], row: u32) -> Option<(Vec<PathStep>, Found)> {
        let one = &self.bound[index];
        let cell = |name: &Text| {
            let at = (row, one.at(&name.value)?);
            let text = visible(&self.grid.text(at)).split_whitespace().collect::<Vec<_>>().join(" ");
            let is_empty = matches!(self.grid.cell(at)?.content, Content::Number { .. });
            (!is_empty && !text.is_empty() && one.column.empty.iter().all(|word| word.value != text))
                .then_some((text, at))
        };
        let own = (row, one.first().unwrap_or_default());
        let fixed = one.column.unit.as_ref().map(|unit| (unit.value.clone(), own));
        let unit = fixed.or_else(|| one.column.unit_from.as_ref().and_then(cell));
        let ((key, kind, word), at) = match unit {
            Some((unit, at)) => (("unit", Kind::Line, unit), at),
            None if one.column.dimensionless => (("dimensionless", Kind::Truth, true.to_string()), own),
            None => {
                // The record may have one.
                let at = (row, one.at(&one.column.unit_from.as_ref()?.value)?);
                let (path, place) = ([holder_of(path), &[PathStep::Key("unit")]].concat(), Some(self.grid.place(at)));
                let (kind, label) = (Kind::Line, "単位".to_owned());
                return Some((
                    path,
                    Found { order: index, kind, meaning: Meaning::Unknown, place, label, is_replaced: false },
                ));
            }
        };
        let (place, label) = (Some(self.grid.place(at)), "単位".to_owned());
        let path = [holder_of(path), &[PathStep::Key(key)]].concat();
        Some((path, Found { order: index, kind, meaning: Meaning::Word(word), place, label, is_replaced: false }))
    }

    fn push(&mut self, index: usize, place: Option<Place>, fault: Fault) {
        let key = (index, fault.rule, format!("{}: {}", self.bound[index].label, fault.message));
        let is_dash = fault.rule == CELL_DASH.slug;
        let help = if is_dash {
            "分からないときと同じなら、この列の `empty` にその文字を書いてください".to_owned()
        } else {
            fault.help
        };
        tell(&mut self.told, key, place, fault.line, help);
    }

    /// The departments that are not declared, by their names as they are compared.
    fn departments(&self, findings: &mut Findings<'_>) -> BTreeMap<String, (Place, String)> {
        let mut names = BTreeMap::new();
        for ((_, rule, _), cause) in &self.told {
            if *rule == UNKNOWN_DEPARTMENT.slug {
                let at = findings.span(cause.place, cause.line);
                let name = visible(findings.text(at)).split_whitespace().collect::<String>();
                names.entry(unspaced(&name)).or_insert((cause.place, name));
            }
        }
        names
    }

    /// Reports several departments that are not declared together, with what declares them.
    fn tell_departments(&mut self, findings: &mut Findings<'_>, names: &BTreeMap<String, (Place, String)>) {
        if names.len() < 2 {
            return;
        }
        self.told.retain(|(_, rule, _), _| *rule != UNKNOWN_DEPARTMENT.slug);
        let Some((first, _)) = names.values().next().cloned() else { return };
        let line = |(number, (_, name)): (usize, &(Place, String))| {
            let entry = vec![("id", Yaml::Text(format!("ka-{number}"))), ("name", Yaml::Text(name.clone()))];
            Lines::item(&Yaml::Braces(entry)).text()
        };
        let known = || self.site.departments.iter().map(|department| department.name.value.as_str());
        let slip = |(place, name): &(Place, String)| {
            let other = known().find(|other| is_slip(name, other))?;
            Some(format!("「{name}」({})は「{other}」", cell_name(place.2)))
        };
        let slips: Vec<_> = names.values().filter_map(slip).collect();
        let lines: String = (1..).zip(names.values()).map(line).collect();
        let message = format!("departments.yaml に無い部局・課所が{}あります", names.len());
        let slips = match &slips[..] {
            [] => String::new(),
            slips => format!("{}の書き誤りではありませんか。新しい部局なら、", slips.join("、")),
        };
        let help = format!(
            "{slips}departments.yaml に次の行を書いてください。`id` は仮のもので、公開したら変えられないので、直してから書きます。別の書き方なら、その部局の `aliases` か、この列の `values` に書きます。まとめて書き加えるには、{REGISTER}\n{}",
            lines.trim_end()
        );
        findings.error(first, UNKNOWN_DEPARTMENT, message, help);
    }

    /// Reports what was wrong, each thing once in a column; the names of departments that are not declared.
    pub(super) fn tell(mut self, findings: &mut Findings<'_>) -> BTreeSet<String> {
        let departments = self.departments(findings);
        self.tell_departments(findings, &departments);
        for (row, bare) in self.bare {
            let (message, help) = bare.told(row);
            findings.warning(bare.place, NOT_READ, &message, &help);
        }
        if let Some(first) = self.zeros.first() {
            let named = first_few(self.zeros.iter().map(|(.., at)| cell_name(*at)));
            let message =
                format!("名称などの列(`only_with`)が空の行の 0 は、取り込みません({}欄: {named})", self.zeros.len());
            findings.warning(
                *first,
                NOT_READ,
                &message,
                "空の欄を式が 0 と表示しているだけなら、このままでかまいません",
            );
        }
        for (unit, mut cells) in self.fractions {
            cells.sort_unstable();
            let named = first_few(cells.iter().map(|((.., at), digits)| format!("{} {digits}", cell_name(*at))));
            let message = format!("{unit}より細かい額が{}か所あります: {named}", cells.len());
            let help = format!(
                "表のとおりに載せ、合計の見出しだけを{unit}未満で四捨五入します。式の結果の端数なら、表で丸めてから取り込んでください"
            );
            findings.warning(cells[0].0, CELL_FRACTION, &message, &help);
        }
        let is_table = matches!(self.grid, Grid::Rows { .. });
        let severities = [(self.told, Severity::Error), (self.hidden, Severity::Warning)];
        for (told, severity) in severities {
            for ((_, rule, message), Cause { place, line, help, others }) in told {
                let at = findings.span(place, line);
                let message = message + &elsewhere(&others, is_table);
                findings.push(match severity {
                    Severity::Error => crate::diagnostic::Diagnostic::error(rule, at, message, help),
                    Severity::Warning => crate::diagnostic::Diagnostic::warning(rule, at, message, help),
                });
            }
        }
        departments.into_values().map(|(_, name)| name).collect()
    }
}

impl Bare {
    /// What is reported of a row, and 直し方.
    fn told(&self, row: u32) -> (String, String) {
        let Self { said, names, count, .. } = self;
        let others = and_others(*count, "列");
        let listed: String = names.iter().map(|name| format!("「{name}」")).collect();
        if let Some((withheld, title)) = &self.shifted {
            let message = format!(
                "{}行目「{title}」は列がずれているようなので、名称のある列の値も合わせて、{}欄を取り込みません。空の{listed}に値があります: {said}{others}",
                row + 1,
                withheld + count
            );
            let help =
                "値を正しい列に直して、もう一度取り込むと入ります。このままなら、この記録の数値は「記載なし」です";
            return (message, help.to_owned());
        }
        let message = format!("{listed}が空の行に値があるので、取り込みません: {said}{others}");
        let help = format!("列がずれていないかを確認してください。要る値なら、この行の{listed}を書くと取り込みます");
        (message, help)
    }
}

/// How many other rows there are, with the cells of the first ones, if all are on one sheet.
fn elsewhere(others: &[Place], is_table: bool) -> String {
    const NAMED: usize = 8;
    let count = and_others(1 + others.len(), "行");
    if others.is_empty() || !is_table {
        return count;
    }
    let cells: Vec<_> = others.iter().take(NAMED).map(|(.., at)| cell_name(*at)).collect();
    let more = if others.len() > NAMED { "…" } else { "" };
    format!("{}: {}{more})", count.trim_end_matches(')'), cells.join("、"))
}

fn tell(told: &mut Told, key: (usize, &'static str, String), place: Option<Place>, line: usize, help: String) {
    let Some(place) = place else { return };
    let first = || Cause { place, line, help, others: Vec::new() };
    match told.entry(key) {
        Entry::Vacant(slot) => _ = slot.insert(first()),
        Entry::Occupied(mut slot) => slot.get_mut().others.push(place),
    }
}

fn fault(rule: Rule, message: impl Into<String>, help: impl Into<String>) -> Fault {
    Fault { rule: rule.slug, message: message.into(), help: help.into(), line: 0 }
}

/// Whether a cell of a text is the number that a formula shows for an empty cell.
fn is_zero_text(column: &TableColumn, kind: &Kind, cell: &Cell) -> bool {
    let is_zero = matches!(&cell.content, Content::Number { value, .. } if value == "0");
    is_zero && matches!(kind, Kind::Line | Kind::Statements) && column.values.is_empty()
}

/// Whether what a reading has for a word is no number, and was written.
fn is_in_words(to: &str) -> bool {
    !to.contains(TO_FILL) && !to.contains(|c: char| c.is_numeric())
}

/// What to do about a word in a column of numbers.
fn help_of_words(word: &str) -> String {
    format!(
        "文のまま載せるなら、この列に `values: {{{word}: {word}}}` と、空欄と同じなら `empty: [{word}]` と書いてください。数なら、数字だけを書きます"
    )
}

/// The path of the words of a figure, by that of its number.
fn in_words(path: &[PathStep]) -> Vec<PathStep> {
    [holder_of(path), &[PathStep::Key("printed")]].concat()
}

/// A word of a cell, on one line.
fn from_line(word: &str) -> String {
    word.replace('\n', "\\n")
}

fn struck() -> Fault {
    fault(CELL_STRUCK, STRUCK, PUBLISH_STRUCK)
}

/// Why what a cell shows cannot be a text, or a part of one.
pub(super) fn refused_text(cell: &Cell) -> Option<Fault> {
    cell.is_struck.then(struck).or_else(|| refused(&cell.content))
}

fn text_cell(text: &str) -> Cell {
    Cell { content: Content::Text(text.to_owned()), is_formula: false, is_struck: false }
}

/// The statements of a cell: one, or those between the separators that the declaration names.
fn statements(text: &str, parts: &[&str], column: &TableColumn) -> Result<Meaning, Fault> {
    if text.is_empty() {
        return Ok(Meaning::Unknown);
    }
    if is_none(text) {
        return Ok(Meaning::Words(Vec::new()));
    }
    if column.split.is_none() && text.contains('\n') {
        let help = "1行ずつ別の文なら、この列に `split: 行` と書いてください";
        return Err(fault(CELL_LINES, "セルに改行があり、1つの文か、2つ以上の文かが分かりません", help));
    }
    let mut words = Vec::new();
    for (at, part) in parts.iter().enumerate().filter(|(_, part)| !part.is_empty()) {
        let word = column.value_of(part).unwrap_or_else(|| without_bullet(part));
        if !word.is_empty() {
            words.push(word.to_owned());
        } else if parts.len() == 1 || SIGNS.contains(part) {
            let help = format!(
                "印だけのセルなら、この列に `values: {{{part}: 該当}}` のように、記録での文を書いてください。空欄と同じなら、`empty` に書いてください"
            );
            return Err(only_bullet(part, &help, at));
        }
    }
    Ok(Meaning::Words(words))
}

/// Whether a path is that of an amount of money.
pub(super) fn is_amount(path: &[PathStep]) -> bool {
    let has = |key: &str| path.iter().any(|step| matches!(step, PathStep::Key(known) if *known == key));
    (has("costs") || has("effects")) && !has("persons")
}

/// The path of what has the unit of a value: its figure, or the item of a list.
pub(super) fn holder_of(path: &[PathStep]) -> &[PathStep] {
    match path.split_last() {
        Some((PathStep::Key("value"), figure)) => figure,
        _ => item_of(path),
    }
}

/// The path of what a value that stands in every row belongs to: a figure of an item, or an item.
fn holder_of_fixed(path: &[PathStep]) -> &[PathStep] {
    let (item, parent) = (item_of(path), &path[..path.len() - 1]);
    if item.is_empty() { item } else { parent }
}

/// The path of the item of a list in which a value stands; that of the record if there is none.
fn item_of(path: &[PathStep]) -> &[PathStep] {
    let last = path.iter().rposition(|step| matches!(step, PathStep::Item(_)));
    &path[..last.map_or(0, |at| at + 1)]
}
