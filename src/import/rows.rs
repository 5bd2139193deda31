//! The rows of a form's tables: their fields are keys of any record, by dotted paths. As in every form, a cell that was not
//! edited changes nothing, and one whose record has changed since is refused.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, Cell};
use super::declared::dotted;
use super::declared::wanted::{Wanted, find};
use super::digest::{clean, digest};
use super::entry::{Entry, Spelling};
use super::field::{Fields, Kind};
use super::findings::{Findings, ONE_OF_BOTH, PUBLISH_STRUCK, Place, cell_at, text_at};
use super::new_rows::Named;
use super::propose::Change;
use super::rules::{MISSING_TITLE, UNKNOWN_ROW, WRITTEN_TWICE};
use super::value::{Meaning, meaning, read, shown};
use crate::model::{Record, RecordId, Site, is_slug, vocabulary};
use crate::shape::{Field, Kind as ShapeKind, PathStep};
use crate::yaml::Draft;

/// What stands in the column of the unit for numbers that have none.
pub(super) const NO_UNIT: &str = "（単位なし）";

/// Before the number of an empty row whose id has still to be written: no id is spelled so.
pub(super) const NEW: &str = "新";

/// The fields of a record in the tables of forms.
pub(super) struct Rows<'r, 'b> {
    pub(super) books: &'b [Book],
    pub(super) fields: &'b Fields,
    pub(super) findings: &'r mut Findings<'b>,
    pub(super) site: &'r Site,
    pub(super) record: &'r RecordId,
    /// What names the items of new rows.
    pub(super) named: &'r Named,
    /// The cells of new rows that are reported already.
    pub(super) told: BTreeSet<Place>,
}

/// A value that somebody has written.
struct Edit {
    at: Place,
    steps: Vec<PathStep>,
    kind: Kind,
    meaning: Meaning,
}

impl Rows<'_, '_> {
    /// Writes what was edited; nothing if that is nothing, or if it cannot be written.
    pub(super) fn revise(mut self, entries: &[Entry], original: &[u8]) -> Option<(Vec<u8>, Vec<Change>)> {
        let mut draft = Draft::open(original).ok()?;
        let entries = &self.with_ids(entries);
        let (mut edits, mut changes) = (Vec::<Edit>::new(), Vec::new());
        for entry in entries {
            let Some((edit, change)) = self.compare(entry, &draft) else { continue };
            if let Some(other) = edits.iter().find(|other| other.steps == edit.steps) {
                if other.meaning != edit.meaning {
                    self.findings.written_twice(entry.cell, &change.field, (other.at, ONE_OF_BOTH));
                }
                continue;
            }
            edits.push(edit);
            changes.push(change);
        }
        let units = self.units(entries, &edits, &draft);
        self.refuse_unfinished(entries, (&edits, &units), &draft);
        let mut wanted = Wanted::nothing();
        for edit in edits.iter().chain(&units) {
            wanted.put(&edit.steps, &edit.kind, &edit.meaning);
        }
        if edits.is_empty() {
            return None;
        }
        if wanted.write(&mut draft, &[], self.fields.keys(self.record)).is_err() {
            self.findings.cannot_edit(edits[0].at, self.record);
            return None;
        }
        Some((draft.bytes(), changes))
    }

    /// The entries with the ids that were written into new rows; without those of rows that have none, which are reported.
    fn with_ids(&mut self, entries: &[Entry]) -> Vec<Entry> {
        let new = |entry: &Entry| {
            let (list, rest) = entry.path.split_once('.')?;
            let (row, key) = rest.split_once('.')?;
            row.starts_with(NEW).then(|| (list.to_owned(), row.to_owned(), key.to_owned(), entry.cell))
        };
        let text = |place: Place| clean(&text_at(self.books, place)).trim().to_owned();
        let rows: BTreeSet<_> =
            entries.iter().filter_map(new).map(|(list, row, _, cell)| (list, row, cell.0)).collect();
        let (mut ids, mut faults) = (BTreeMap::new(), Vec::new());
        for (list, row, book) in rows {
            let its = entries.iter().filter_map(new).filter(|of| (&of.0, &of.1, of.3.0) == (&list, &row, book));
            let (id, others): (Vec<_>, Vec<_>) = its.partition(|(_, _, key, _)| key == "id");
            let Some((.., at)) = id.first() else { continue };
            let written = others.iter().find(|(.., cell)| !text(*cell).is_empty());
            match (text(*at), written) {
                (id, None) if id.is_empty() => {}
                (id, Some((.., cell))) if id.is_empty() => {
                    let help = "同じ行の id の欄に、半角の英小文字と数字と - で書いてください";
                    faults.push((*cell, MISSING_TITLE, "新しい行の id が書かれていません".to_owned(), help));
                }
                (id, _) if !is_slug(&id) => {
                    let help = "半角の英小文字と数字と - で書いてください。公開したら変えられません";
                    faults.push((*at, UNKNOWN_ROW, format!("id「{id}」は使えません"), help));
                }
                (id, None) => {
                    let help = "同じ行の欄に書くか、id を消してください";
                    faults.push((*at, MISSING_TITLE, format!("id「{id}」の行に、ほかに何も書かれていません"), help));
                }
                (id, Some(_)) => drop(ids.insert((list, row, book), id)),
            }
        }
        for (cell, rule, message, help) in faults {
            self.findings.error(cell, rule, message, help);
        }
        let renamed = |entry: &Entry| match new(entry) {
            None => Some(entry.clone()),
            Some((list, row, key, cell)) => {
                let id = ids.get(&(list.clone(), row, cell.0)).filter(|_| key != "id")?;
                Some(Entry { path: format!("{list}.{id}.{key}"), ..entry.clone() })
            }
        };
        entries.iter().filter_map(renamed).collect()
    }

    fn compare(&mut self, entry: &Entry, draft: &Draft) -> Option<(Edit, Change)> {
        let Spelling::Form { base } = &entry.spelling else { return None };
        let Some((steps, kind)) = self.fields.of_table(self.record, &entry.path) else {
            self.findings.unknown_field(entry.cell, &entry.path);
            return None;
        };
        let now = meaning(&kind, find(draft.tree(), &steps));
        let shows = shown(&kind, &now, self.site);
        let cell = cell_at(self.books, entry.cell);
        let written = cell.map(Cell::shown).unwrap_or_default();
        if digest(&written) == *base || clean(&written) == clean(&shows) {
            return None;
        }
        let label = label(&steps);
        if cell.is_some_and(|cell| cell.is_struck) {
            self.findings.struck(entry.cell, PUBLISH_STRUCK);
            return None;
        }
        let read = match read(&kind, cell, (&now, ""), self.site) {
            Ok(read) => read,
            Err(fault) => {
                self.findings.fault(entry.cell, &label, fault);
                return None;
            }
        };
        if read.composed() == now.composed() {
            return None;
        }
        if digest(&shows) != *base && self.is_taken(entry.cell) {
            return None;
        }
        if digest(&shows) != *base && !self.is_prefilled(&steps, draft) {
            let of = (label.as_str(), self.record);
            self.findings.changed_since(entry.cell, of, "様式を作成した後に", [&shows, &written]);
            return None;
        }
        let change = Change {
            record: self.record.clone(),
            title: self.site.record(self.record).map(|record: Record<'_>| record.title(self.site)).unwrap_or_default(),
            field: label,
            before: shows,
            after: shown(&kind, &read, self.site),
            place: self.findings.address(entry.cell),
        };
        Some((Edit { at: entry.cell, steps, kind, meaning: read }, change))
    }

    /// Reports a new row whose item is there already and says something else.
    fn is_taken(&mut self, (book, sheet, (row, _)): Place) -> bool {
        let Some((key, what)) = self.named.get(&(book, sheet, row)) else { return false };
        let message = format!("新しい行の{what}は、記録({}.yaml)にもうあり、内容が違います", self.record);
        let help = "今あるものを直すなら、その行か YAML のファイルに書き、この行を空にしてください。別のものなら、ほかと重ならないように書いてください";
        if self.told.insert(*key) {
            self.findings.error(*key, WRITTEN_TWICE, message, help);
        }
        true
    }

    /// Reports the new rows that lack what their items cannot be without.
    fn refuse_unfinished(&mut self, entries: &[Entry], (edits, units): (&[Edit], &[Edit]), draft: &Draft) {
        let mut told = BTreeSet::new();
        for edit in edits {
            let (book, sheet, (row, _)) = edit.at;
            let Some((key, what)) = self.named.get(&(book, sheet, row)) else { continue };
            let item = item_of(&edit.steps);
            if find(draft.tree(), item).is_some() || !told.insert(item) {
                continue;
            }
            let given = edits.iter().chain(units).filter(|edit| edit.meaning != Meaning::Unknown);
            let given: Vec<_> = given.filter_map(|edit| edit.steps.strip_prefix(item)?.first().cloned()).collect();
            let unit = Some([item, &[PathStep::Key("unit")]].concat());
            let keys = self.fields.keys(self.record);
            for needed in required(keys, item) {
                // A number without its unit has been reported, and so has a value that cannot be read.
                let is_written = |entry: &Entry| {
                    let place = (entry.cell.0, entry.cell.1, entry.cell.2.0) == (book, sheet, row);
                    place && entry.path.rsplit('.').next() == Some(needed) && cell_at(self.books, entry.cell).is_some()
                };
                let is_told = needed == "unit" && edits.iter().any(|edit| unit_of(keys, &edit.steps) == unit)
                    || entries.iter().any(is_written);
                if !is_told && !given.contains(&PathStep::Key(needed)) {
                    let word = match needed {
                        "name" => "指標",
                        _ => vocabulary::word("", needed).map_or(needed, |word| word.word),
                    };
                    let message = format!("新しい行({what})の{word}が書かれていません");
                    self.findings.error(*key, MISSING_TITLE, message, format!("同じ行の{word}の欄に書いてください"));
                }
            }
        }
    }

    /// Whether a cell was made with the unit that the others have, for a value that was not there.
    fn is_prefilled(&self, steps: &[PathStep], draft: &Draft) -> bool {
        steps.last() == Some(&PathStep::Key("unit")) && find(draft.tree(), steps).is_none()
    }

    /// The units of new numbers: what stands in the column of the unit of their rows.
    fn units(&mut self, entries: &[Entry], edits: &[Edit], draft: &Draft) -> Vec<Edit> {
        let mut units: BTreeMap<Vec<PathStep>, Edit> = BTreeMap::new();
        let keys = self.fields.keys(self.record);
        for edit in edits.iter().filter(|edit| edit.meaning != Meaning::Unknown) {
            let Some(steps) = unit_of(keys, &edit.steps) else { continue };
            let is_there = |steps: &[PathStep]| find(draft.tree(), steps).is_some();
            if is_there(&steps) || edits.iter().any(|other| other.steps == steps) || units.contains_key(&steps) {
                continue;
            }
            let (book, sheet, (row, _)) = edit.at;
            let is_unit = |entry: &&Entry| {
                entry.path.ends_with(".unit") && (entry.cell.0, entry.cell.1, entry.cell.2.0) == (book, sheet, row)
            };
            let cell = entries.iter().find(is_unit).and_then(|entry| cell_at(self.books, entry.cell));
            match cell.map(|cell| clean(&cell.shown())).filter(|unit| !unit.is_empty()) {
                Some(unit) if unit == NO_UNIT => {
                    let mut bare = steps.clone();
                    bare.pop();
                    bare.push(PathStep::Key("dimensionless"));
                    let meaning = Meaning::Word(true.to_string());
                    units.insert(steps, Edit { at: edit.at, steps: bare, kind: Kind::Truth, meaning });
                }
                Some(unit) => {
                    let edit =
                        Edit { at: edit.at, steps: steps.clone(), kind: Kind::Line, meaning: Meaning::Word(unit) };
                    units.insert(steps, edit);
                }
                None => {
                    let message = format!("{}: 単位が書かれていません", label(&edit.steps));
                    let help = "同じ行の単位の欄に書いてください。単位の無い数は、YAML のファイルに書きます";
                    self.findings.error(edit.at, MISSING_TITLE, message, help);
                }
            }
        }
        units.into_values().collect()
    }
}

/// The path to the item that a new row is for: that of an indicator, a cost or an evaluation.
fn item_of(steps: &[PathStep]) -> &[PathStep] {
    let is_list = |step: &PathStep| ["indicators", "costs", "evaluations"].map(PathStep::Key).contains(step);
    let list = steps.iter().position(is_list).unwrap_or_default();
    &steps[..steps.len().min(list + 2)]
}

/// The fields of the mapping to which a path leads.
fn within<'f>(mut fields: &'f [Field], path: &[PathStep]) -> Option<&'f [Field]> {
    for step in path {
        let PathStep::Key(key) = step else { continue };
        let ShapeKind::List(of) = &fields.iter().find(|field| field.key == *key)?.kind else { return None };
        let ShapeKind::Map(inner) = &**of else { return None };
        fields = inner;
    }
    Some(fields)
}

/// The keys that an item cannot be without, except those by which it is named.
fn required(fields: &[Field], item: &[PathStep]) -> Vec<&'static str> {
    let (Some(fields), Some(PathStep::Item(names))) = (within(fields, item), item.last()) else { return Vec::new() };
    let is_name = |field: &&Field| names.iter().any(|(key, _)| *key == field.key);
    fields.iter().filter(|field| field.is_required && !is_name(field)).map(|field| field.key).collect()
}

/// The place of the unit of a number: that of a figure, or of a cost.
fn unit_of(fields: &[Field], steps: &[PathStep]) -> Option<Vec<PathStep>> {
    let last = steps.iter().rposition(|step| matches!(step, PathStep::Item(_)))?;
    let (item, PathStep::Key(key)) = (&steps[..=last], steps.get(last + 1)?) else { return None };
    let fields = within(fields, item)?;
    let is_number =
        |field: &Field| field.key == *key && matches!(field.kind, ShapeKind::Number | ShapeKind::Amounts(_));
    let has_unit = fields.iter().any(|field| field.key == "unit") && fields.iter().any(is_number);
    has_unit.then(|| [item, &[PathStep::Key("unit")]].concat())
}

/// 実績値(indicators.1.actuals.2024.value)
fn label(steps: &[PathStep]) -> String {
    let word = steps.iter().rev().find_map(|step| match step {
        PathStep::Key("value") => None,
        PathStep::Key(key) => vocabulary::word("", key).map(|word| word.word).filter(|word| !word.contains('⟨')),
        PathStep::Declared(_) | PathStep::Item(_) => None,
    });
    let path = dotted(steps);
    word.map_or_else(|| path.clone(), |word| format!("{word}({path})"))
}
