//! Tables of which a record has several rows: whose number stands in the first of them only, in cells that are merged over
//! them, or as 同上 below it. The rows are read as if each had what is meant.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::super::book::{Area, Sheet};
use super::super::findings::{Findings, Place};
use super::super::rules::{CELL_DITTO, UNKNOWN_ROW};
use super::super::value::ditto;
use super::heads::Heads;
use super::terms::is_no_record;
use crate::characters::{unspaced, visible};
use crate::diagnostic::and_others;
use crate::model::{ColumnSource, Ditto, TableReading};

/// The columns of a table of which a record has several rows.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    /// That of the number of a record.
    pub(super) id: u32,
    /// That of the name of the indicator of a row, and that of its year.
    pub(super) name: Option<u32>,
    pub(super) year: Option<u32>,
}

/// Rows whose number is that of a row above.
#[derive(Default)]
pub(super) struct Continued {
    /// Those in which nothing stands in its place.
    pub(super) empty: BTreeSet<u32>,
    /// Whether there are some that are declared, or 同上.
    has_numbers_above: bool,
    /// Those of which it is not said that they belong to the number above: with nothing in its place, and with 同上.
    orphans: [Vec<u32>; 2],
}

impl Columns {
    /// Those of a reading, if they are there.
    pub(super) fn of(reading: &TableReading, heads: &Heads) -> Option<Self> {
        if !reading.layout.has_several_rows() {
            return None;
        }
        let name = reading.name_of_indicator().map(|column| &column.from);
        let name = if let Some(ColumnSource::Column(name)) = name { Some(&name.value) } else { None };
        let year = reading.year_of_rows().map(|year| &year.column.value);
        let at = |name: Option<&String>| heads.find(name?).ok();
        Some(Self { id: at(Some(&reading.id.value))?, name: at(name), year: at(year) })
    }

    /// Whether it is said whose the cells of a merged area are: the numbers or the years of its rows, or the name of an
    /// indicator in several years.
    pub(super) fn is_said(self, area: &Area) -> bool {
        let name = self.name.filter(|_| self.year.is_some());
        area.first.1 == area.last.1 && [Some(self.id), self.year, name].contains(&Some(area.first.1))
    }

    /// The sheet with the numbers that are meant, below its header; if it is declared, those above empty cells.
    pub(super) fn filled<'s>(self, sheet: &'s Sheet, body: u32, is_declared: bool) -> (Cow<'s, Sheet>, Continued) {
        let (mut filled, mut continued) = (spread(sheet, body, |area| self.is_said(area)), Continued::default());
        let rows: BTreeSet<u32> = filled.cells.range((body, 0)..).map(|((row, _), _)| *row).collect();
        let has = |sheet: &Sheet, at| !unspaced(&visible(&sheet.text(at))).is_empty();
        let mut above = None;
        for row in rows {
            let at = (row, self.id);
            let is_empty = !has(&filled, at);
            let is_ditto = ditto(&filled.text(at)).is_some();
            if !is_empty && !is_ditto {
                above = filled.cells.get(&at).cloned();
                continue;
            }
            // Without a name of an indicator, or without a year, a row is none of a record; neither is a sum.
            let is_of =
                |mark| has(&filled, (row, mark)) && !is_no_record(&unspaced(&visible(&filled.text((row, mark)))));
            let is_row = is_ditto || self.name.or(self.year).is_some_and(is_of);
            let Some(cell) = above.as_ref().filter(|_| is_row) else { continue };
            if is_declared {
                filled.to_mut().cells.insert(at, cell.clone());
                continued.has_numbers_above = true;
                continued.empty.extend(is_empty.then_some(row));
            } else {
                continued.orphans[usize::from(is_ditto)].push(row);
            }
        }
        (filled, continued)
    }
}

/// The columns of which 同上, and a cell that is merged over several rows, is the value of the row above.
pub(super) fn above(reading: &TableReading, heads: &Heads) -> BTreeSet<u32> {
    let declared = reading.columns.iter().filter(|column| column.ditto == Some(Ditto::Above));
    let names = declared.filter_map(|column| match &column.from {
        ColumnSource::Column(name) => Some(&name.value),
        ColumnSource::Joined(_) | ColumnSource::Fixed(_) => None,
    });
    names.filter_map(|name| heads.find(name).ok()).collect()
}

/// The sheet with what stands in some cells that are merged below its header, in each of their rows.
pub(super) fn spread(sheet: &Sheet, body: u32, is_said: impl Fn(&Area) -> bool) -> Cow<'_, Sheet> {
    let mut filled = Cow::Borrowed(sheet);
    for area in sheet.merged.iter().filter(|area| area.first.0 >= body && is_said(area)) {
        let Some(cell) = sheet.cells.get(&area.first) else { continue };
        let below = (area.first.0 + 1..=area.last.0).map(|row| (row, area.first.1));
        below.for_each(|at| _ = filled.to_mut().cells.insert(at, cell.clone()));
    }
    filled
}

impl Continued {
    /// Whether there are rows whose number is only that above.
    pub(super) fn is_any(&self) -> bool {
        self.has_numbers_above
    }

    /// The rows of which it is not said whose they are.
    pub(super) fn orphans(&self) -> impl Iterator<Item = u32> {
        self.orphans.iter().flatten().copied()
    }

    /// Reports them, with what to write.
    pub(super) fn tell(&self, reading: &TableReading, place: impl Fn(u32) -> Place, findings: &mut Findings<'_>) {
        let (key, of) = reading.of.written();
        let line = format!("record: {{{key}: {of}, id: {}, ditto: 上の行}}", reading.id);
        let [empty, dittos] = &self.orphans;
        if let Some(first) = empty.first() {
            let message = format!("番号が空の行が、番号のある行の下にあります{}", and_others(empty.len(), "行"));
            let help = format!(
                "上の番号の記録の続きなら、表の読み方を `{line}` と直してください。続きでないなら番号を書き、取り込まない行なら行ごと消してください"
            );
            findings.error(place(*first), UNKNOWN_ROW, message, help);
        }
        if let Some(first) = dittos.first() {
            let message =
                format!("番号の欄の「同上」の類が、上の番号のことかが決まりません{}", and_others(dittos.len(), "行"));
            let help =
                format!("上の番号のことなら、表の読み方を `{line}` と直してください。違うなら、番号を書いてください");
            findings.error(place(*first), CELL_DITTO, message, help);
        }
    }
}

/// Whether the rows of a merged area have one number.
pub(super) fn is_one(sheet: &Sheet, id: u32, area: &Area) -> bool {
    let number = |row: u32| unspaced(&sheet.text((row, id)));
    let first = number(area.first.0);
    !first.is_empty() && (area.first.0..=area.last.0).all(|row| number(row) == first)
}
