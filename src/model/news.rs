//! 変わったこと: what the content says was changed or added, of which record, and on which day. What has no day is not
//! among it: 時点 says of when a report is, not when it was published.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Correction, Date, Department, Record, RecordId, ResidentView, Site, Stage};

/// Something that was changed or added.
#[derive(Debug, Clone, Copy)]
pub enum Change<'s> {
    /// 正誤.
    Corrected(&'s Correction),
    /// ご意見.
    Said(&'s ResidentView),
    /// A stage of a sheet, with 発行日 of its document.
    Published(&'s Stage, Date),
}

/// A record with what was changed of it, newest first.
#[derive(Debug, Clone)]
pub struct Changed<'s> {
    /// The record.
    pub record: Record<'s>,
    /// The changes; there is at least one.
    pub changes: Vec<Change<'s>>,
}

impl Change<'_> {
    /// The day.
    pub fn date(&self) -> Date {
        match self {
            Self::Corrected(correction) => correction.date.value,
            Self::Said(view) => view.date.value,
            Self::Published(_, date) => *date,
        }
    }
}

impl Changed<'_> {
    /// The day of the newest change.
    pub fn date(&self) -> Option<Date> {
        self.changes.first().map(Change::date)
    }

    /// Whether a department or one below it is responsible for the record; for a sheet only the department itself is.
    pub fn concerns(&self, site: &Site, department: &Department) -> bool {
        let whole = &department.id.value;
        match self.record {
            Record::Sheet(sheet) => sheet.departments.iter().any(|id| id.value == *whole),
            of @ (Record::Plan(_) | Record::Section(_) | Record::Program(_) | Record::Item(_) | Record::Goal(_)) => {
                site.charged(of).iter().any(|id| site.is_within(&id.value, whole))
            }
        }
    }
}

impl Site {
    /// Every record of which a change is known, the newest first.
    pub fn news(&self) -> Vec<Changed<'_>> {
        let corrections = self.corrections.iter().map(|found| (&found.record.value, Change::Corrected(found)));
        let views = self.views.iter().flat_map(|view| view.records.iter().map(|id| (&id.value, Change::Said(view))));
        let stages = self.stages_with_dates().map(|(id, stage, date)| (id, Change::Published(stage, date)));
        let mut by_record: BTreeMap<&RecordId, Vec<Change<'_>>> = BTreeMap::new();
        for (id, change) in corrections.chain(views).chain(stages) {
            by_record.entry(id).or_default().push(change);
        }
        let changed = |(id, changes)| Some(Changed { record: self.record(id)?, changes });
        let mut all: Vec<_> = by_record.into_iter().filter_map(changed).collect();
        all.iter_mut().for_each(|changed| changed.changes.sort_by_key(|change| Reverse(change.date())));
        all.sort_by_key(|changed| Reverse(changed.date()));
        all
    }

    /// The stages of sheets whose document has 発行日.
    fn stages_with_dates(&self) -> impl Iterator<Item = (&RecordId, &Stage, Date)> {
        self.sheets.iter().flat_map(|sheet| sheet.stages.iter().map(move |stage| (&sheet.id, stage))).filter_map(
            |(id, stage)| {
                let document = self.document(&stage.document.as_ref()?.value)?;
                Some((id, stage, document.date.as_ref()?.value))
            },
        )
    }
}
