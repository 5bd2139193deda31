//! The empty rows below the tables of indicators, costs and evaluations: a row names the record and what is new of it, and its
//! fields become those of that record. What a row does not name, or names in two ways, is told at its cell.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, Cell};
use super::digest::clean;
use super::entry::Entry;
use super::field::{Fields, Kind};
use super::findings::{Findings, Place, cell_at};
use super::rows::NEW;
use super::rules::{CELL_NUMBER, MISSING_TITLE, UNKNOWN_RECORD, UNKNOWN_VALUE};
use super::value::{record_at, refused};
use crate::characters::unspaced;
use crate::diagnostic::{nearest, perhaps};
use crate::model::{CostStage, Record, RecordId, Site};
use crate::shape::{AXIS, escaped};

/// The path of the cell that names the record.
pub(super) const RECORD: &str = "record";

/// What a cell shows for the marks without a scale.
pub(super) const MARKS: &str = "◎○△×";

/// How many candidates a message names.
const CANDIDATES: usize = 5;

/// The lists that have new rows: each with a name that any of its items could have, and the keys that name one.
const LISTS: [(&str, &str, &[&str]); 3] =
    [("indicators", "1", &["number"]), ("costs", "settled", &["stage"]), ("evaluations", "x", &["by", "scale"])];

/// What names a new item, by the row of the workbook in which it stands: the cell, and the words for it.
pub(super) type Named = BTreeMap<(usize, usize, u32), (Place, String)>;

/// A row of a sheet.
type At = (usize, usize, u32);

/// The path of a new item's field, as `costs.新.total` has it with a name that any item could have.
fn of_any(path: &str) -> Option<(String, &'static [&'static str])> {
    let list = path.split(&format!(".{NEW}.")).next()?.rsplit('.').next()?;
    let (_, name, keys) = LISTS.iter().find(|(known, ..)| *known == list)?;
    Some((path.replace(NEW, name), keys))
}

/// The kind of a new item's field.
pub(super) fn kind(fields: &Fields, path: &str) -> Option<Kind> {
    let (path, _) = of_any(path)?;
    fields.of_table(&RecordId("programs/x/1".to_owned()), &path).map(|(_, kind)| kind)
}

/// The words of an evaluation's scale and axis.
pub(super) fn scale_words(site: &Site, scale: Option<&str>, axis: Option<&str>) -> String {
    let name = scale.map_or(MARKS, |id| site.scale(id).map_or(id, |of| of.name.value.as_str()));
    axis.map_or_else(|| name.to_owned(), |axis| format!("{name} {axis}"))
}

/// The part of a path that names an evaluation.
pub(super) fn evaluation_part(by: &str, scale: Option<&str>, axis: Option<&str>) -> String {
    let axis = axis.map(|axis| format!("{AXIS}{}", escaped(axis))).unwrap_or_default();
    scale.map_or_else(|| by.to_owned(), |scale| format!("{by}.{scale}{axis}"))
}

/// The entries with those of new rows as fields of the records that they name; without rows in which nothing stands, or
/// something is wrong.
pub(super) fn named(
    entries: Vec<Entry>,
    (books, site): (&[Book], &Site),
    findings: &mut Findings<'_>,
) -> (Vec<Entry>, Named) {
    let is_new = |entry: &Entry| entry.record.0.starts_with(NEW);
    let (new, mut entries): (Vec<_>, Vec<_>) = entries.into_iter().partition(is_new);
    let mut rows: BTreeMap<At, Vec<Entry>> = BTreeMap::new();
    for entry in new {
        let (book, sheet, (row, _)) = entry.cell;
        rows.entry((book, sheet, row)).or_default().push(entry);
    }
    let mut named = Named::new();
    for (at, its) in rows {
        let mut row = NewRow { books, site, findings: &mut *findings, entries: &its };
        let Some((record, name, key)) = row.read() else { continue };
        entries.extend(row.fields(&record, &name));
        let told = row.words(&name);
        named.insert(at, (key, told));
    }
    (entries, named)
}

/// One row.
struct NewRow<'r, 'b> {
    books: &'r [Book],
    site: &'r Site,
    findings: &'r mut Findings<'b>,
    entries: &'r [Entry],
}

impl NewRow<'_, '_> {
    /// The record, the name of the item, and the cell with it; nothing if nothing stands in the row, or something is wrong.
    fn read(&mut self) -> Option<(RecordId, String, Place)> {
        let written = self.entries.iter().find(|entry| !self.text(entry).is_empty())?.cell;
        let path = self.entries.iter().map(|entry| entry.path.as_str()).find(|path| *path != RECORD)?;
        let (_, keys) = of_any(path)?;
        let record = self.record(written);
        let name = match keys {
            ["number"] => self.number(written, record.as_ref()),
            ["stage"] => self.stage(written),
            _ => self.evaluation(written),
        };
        let (record, (name, key)) = (record?, name?);
        if self.entries.iter().filter(|entry| !is_name(&entry.path)).all(|entry| self.text(entry).is_empty()) {
            let message = format!("新しい行に、{}のほかに何も書かれていません", self.words(&name));
            self.findings.error(key, MISSING_TITLE, message, "同じ行の欄に書くか、この行を空にしてください");
            return None;
        }
        Some((record, name, key))
    }

    /// The fields of the record.
    fn fields(&self, record: &RecordId, name: &str) -> Vec<Entry> {
        let of = |entry: &Entry| Entry { record: record.clone(), path: entry.path.replace(NEW, name), ..entry.clone() };
        self.entries.iter().filter(|entry| !is_name(&entry.path)).map(of).collect()
    }

    /// The words for an item: 指標 4.
    fn words(&self, name: &str) -> String {
        let of = self.entries.iter().find_map(|entry| of_any(&entry.path)).map_or(&[][..], |(_, keys)| keys);
        match of {
            ["number"] => format!("指標の番号 {name}"),
            ["stage"] => {
                let known = CostStage::ALL.iter().find(|(.., code)| *code == name);
                format!("事業費の段階「{}」", known.map_or(name, |(_, word, _)| word))
            }
            _ => "評価者と尺度".to_owned(),
        }
    }

    fn record(&mut self, written: Place) -> Option<RecordId> {
        let help = "「記録」の欄に、ページのアドレス(programs/…、plans/…)か、記録の題名を書いてください";
        let (typed, at) = self.needed(RECORD, written, "記録", help)?;
        let has_rows = |record: &Record<'_>| matches!(record, Record::Item(_) | Record::Section(_));
        let all = || self.site.records().filter(has_rows);
        let titles = |record: Record<'_>| [record.title(self.site), record.label(self.site), titled(self.site, record)];
        let meant: BTreeSet<_> = all()
            .filter(|record| titles(*record).iter().any(|title| unspaced(title) == unspaced(&typed)))
            .map(|record| record.id())
            .collect();
        let addressed = || {
            let id = RecordId(record_at(&typed, self.site)?);
            all().any(|record| record.id() == id).then_some(id)
        };
        let found = match meant.len() {
            0 => addressed(),
            1 => meant.first().cloned(),
            count => {
                let message = format!("「{}」という題名の記録が{count}つあります", typed.trim());
                let ids: Vec<_> = meant.iter().take(CANDIDATES).map(|id| format!("`{id}`")).collect();
                let help = format!("{} のように、アドレスで書いてください", ids.join("、"));
                self.findings.error(at, UNKNOWN_RECORD, message, help);
                return None;
            }
        };
        if found.is_none() {
            let known: Vec<_> = all().flat_map(|record| [record.title(self.site), record.id().0]).collect();
            let near = perhaps(nearest(&typed, known.iter().map(String::as_str)));
            let message = format!("記録「{}」がありません", typed.trim());
            let help = format!(
                "{near}取組項目か節のアドレス(programs/…、plans/…)か題名を書いてください。記録そのものは、YAML のファイルで作成します"
            );
            self.findings.error(at, UNKNOWN_RECORD, message, help);
        }
        found
    }

    fn number(&mut self, written: Place, record: Option<&RecordId>) -> Option<(String, Place)> {
        let used = record.and_then(|id| self.site.record(id)).into_iter().flat_map(|record| record.indicators());
        let next = used.map(|indicator| indicator.number.value).max().unwrap_or(0) + 1;
        let next = record.map(|_| format!("(この記録では、{next} から空いています)")).unwrap_or_default();
        let help = format!("「番号」の欄に、その記録でまだ使っていない番号を書いてください{next}");
        let (typed, at) = self.needed("number", written, "指標の番号", &help)?;
        match unspaced(&typed).parse::<u32>() {
            Ok(number @ 1..) => Some((number.to_string(), at)),
            _ => {
                let message = format!("「{}」は、指標の番号として使えません", typed.trim());
                self.findings.error(at, CELL_NUMBER, message, help);
                None
            }
        }
    }

    fn stage(&mut self, written: Place) -> Option<(String, Place)> {
        let known: Vec<_> = CostStage::ALL.iter().map(|(_, word, _)| *word).collect();
        let help = format!("{} のいずれかを選んでください", known.join("・"));
        let (typed, at) = self.needed("stage", written, "事業費の段階", &help)?;
        let is_meant =
            |words: &&(CostStage, &str, &str)| [words.1, words.2].iter().any(|word| unspaced(word) == unspaced(&typed));
        let found = CostStage::ALL.iter().find(is_meant);
        if found.is_none() {
            self.findings.error(at, UNKNOWN_VALUE, format!("段階「{}」は使えません", typed.trim()), help);
        }
        found.map(|(.., code)| ((*code).to_owned(), at))
    }

    fn evaluation(&mut self, written: Place) -> Option<(String, Place)> {
        let evaluators = self.site.evaluators.iter().map(|of| (of.id.value.clone(), vec![of.name.value.clone()]));
        let by = self.one_of(("by", "評価者"), written, evaluators.collect());
        let bare = (evaluation_part("", None, None), vec![MARKS.to_owned()]);
        let scales = self.site.scales.iter().flat_map(|scale| {
            let axes = scale.axes.iter().map(|axis| Some(axis.value.as_str()));
            let name = |axis: Option<&str>| {
                let words = scale_words(self.site, Some(&scale.id.value), axis);
                let part = evaluation_part("", Some(&scale.id.value), axis);
                let by_id = axis.map_or_else(|| scale.id.value.clone(), |axis| format!("{} {axis}", scale.id));
                (part, vec![words, by_id])
            };
            [None].into_iter().chain(axes).map(name).collect::<Vec<_>>()
        });
        let ways = [bare].into_iter().chain(scales).collect();
        let scale = self.one_of(("scale", "尺度"), written, ways);
        let ((by, at), (scale, _)) = (by?, scale?);
        Some((format!("{by}{scale}"), at))
    }

    /// The one of some names that a cell says; the first of the words of each is told.
    fn one_of(
        &mut self,
        (key, what): (&str, &str),
        written: Place,
        names: Vec<(String, Vec<String>)>,
    ) -> Option<(String, Place)> {
        let known: Vec<_> =
            names.iter().filter_map(|(_, words)| words.first()).map(|word| format!("「{word}」")).collect();
        let help = match &known[..] {
            [] => format!("先に ratings.yaml に{what}を書いてください"),
            known => format!("{} のいずれかを書いてください", known.join("")),
        };
        let (typed, at) = self.needed(key, written, what, &help)?;
        let says = |(name, words): &&(String, Vec<String>)| {
            unspaced(name) == unspaced(&typed) || words.iter().any(|word| unspaced(word) == unspaced(&typed))
        };
        let meant: Vec<_> = names.iter().filter(says).collect();
        match meant[..] {
            [(name, _)] => return Some((name.clone(), at)),
            [] => {
                let message = format!("{what}「{}」がありません", typed.trim());
                self.findings.error(at, UNKNOWN_VALUE, message, help);
            }
            _ => {
                let message = format!("「{}」という{what}が{}つあります", typed.trim(), meant.len());
                self.findings.error(at, UNKNOWN_VALUE, message, "ratings.yaml の id で書いてください");
            }
        }
        None
    }

    /// What a cell that names something says, and the cell; an empty one is reported at what was written beside it.
    fn needed(&mut self, key: &str, written: Place, what: &str, help: &str) -> Option<(String, Place)> {
        let entry = self.entries.iter().find(|entry| has_key(&entry.path, key))?;
        let text = self.text(entry);
        if text.is_empty() {
            let message = format!("新しい行の{what}が書かれていません");
            self.findings.error(written, MISSING_TITLE, message, help);
            return None;
        }
        let cell = self.cell(entry);
        if let Some(fault) = cell.and_then(|cell| refused(&cell.content)) {
            self.findings.fault(entry.cell, what, fault);
            return None;
        }
        if cell.is_some_and(|cell| cell.is_struck) {
            let help = "新しい行でないなら消し、新しい行なら取り消し線を外してください";
            self.findings.struck(entry.cell, help);
            return None;
        }
        Some((text, entry.cell))
    }

    fn cell(&self, entry: &Entry) -> Option<&Cell> {
        cell_at(self.books, entry.cell)
    }

    fn text(&self, entry: &Entry) -> String {
        clean(&self.cell(entry).map(Cell::shown).unwrap_or_default()).trim().to_owned()
    }
}

/// Whether the last step of a path is a key.
fn has_key(path: &str, key: &str) -> bool {
    path.rsplit('.').next() == Some(key)
}

/// Whether the cell at a path names the record or what is new of it.
fn is_name(path: &str) -> bool {
    path == RECORD || of_any(path).is_some_and(|(_, keys)| keys.iter().any(|key| has_key(path, key)))
}

/// 1-2 子育て
fn titled(site: &Site, record: Record<'_>) -> String {
    match record {
        Record::Section(section) => format!("{} {}", section.code, section.title),
        Record::Item(item) => format!("{} {}", item.number, record.title(site)),
        Record::Plan(_) | Record::Program(_) | Record::Sheet(_) | Record::Goal(_) => String::new(),
    }
}
