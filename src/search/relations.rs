//! Who names whom, found once for all documents: a page also shows the records that refer to it.

use std::collections::BTreeMap;

use crate::model::{Correction, DepartmentId, KeyGoal, PlanReference, Record, RecordId, Site};

/// The look-ups, each in the order of publication.
#[derive(Debug, Default)]
pub(super) struct Relations<'s> {
    referrers: BTreeMap<&'s RecordId, Vec<Record<'s>>>,
    sections: BTreeMap<&'s str, BTreeMap<&'s str, Vec<Record<'s>>>>,
    departments: BTreeMap<&'s DepartmentId, Vec<Record<'s>>>,
    moved: BTreeMap<&'s DepartmentId, Vec<Record<'s>>>,
    threads: BTreeMap<&'s str, Vec<Record<'s>>>,
    corrections: BTreeMap<&'s RecordId, Vec<&'s Correction>>,
}

impl<'s> Relations<'s> {
    /// Walks once through the site.
    pub(super) fn of(site: &'s Site) -> Self {
        let mut relations = Self::default();
        for record in site.records() {
            relations.add(record);
        }
        for sheet in &site.sheets {
            for (goal, department) in
                sheet.goals.iter().flat_map(|goal| sheet.departments.iter().map(move |d| (goal, d)))
            {
                relations.departments.entry(&department.value).or_default().push(Record::Goal(goal));
            }
        }
        for correction in &site.corrections {
            relations.corrections.entry(&correction.record.value).or_default().push(correction);
        }
        relations
    }

    fn add(&mut self, record: Record<'s>) {
        for related in record.related() {
            self.referrers.entry(&related.value).or_default().push(record);
        }
        for PlanReference { plan, code } in record.references() {
            let sections = self.sections.entry(&plan.value.0).or_default();
            sections.entry(&code.value.0).or_default().push(record);
        }
        for department in record.departments() {
            self.departments.entry(&department.value).or_default().push(record);
        }
        if let Record::Goal(goal) = record {
            self.add_goal(goal);
        }
    }

    fn add_goal(&mut self, goal: &'s KeyGoal) {
        if let Some(thread) = &goal.thread {
            self.threads.entry(&thread.value).or_default().push(Record::Goal(goal));
        }
        for moved in goal.moved_to.iter().chain(goal.known_items().iter().filter_map(|item| item.moved_to.as_ref())) {
            self.moved.entry(&moved.department.value).or_default().push(Record::Goal(goal));
        }
    }

    /// The records that name this one.
    pub(super) fn referrers(&self, id: &RecordId) -> &[Record<'s>] {
        self.referrers.get(id).map_or(&[], Vec::as_slice)
    }

    /// The records that refer to a part of a plan.
    pub(super) fn referring_to(&self, plan: &str, code: &str) -> &[Record<'s>] {
        self.sections.get(plan).and_then(|sections| sections.get(code)).map_or(&[], Vec::as_slice)
    }

    /// The records for which a department is responsible.
    pub(super) fn records_of(&self, department: &DepartmentId) -> &[Record<'s>] {
        self.departments.get(department).map_or(&[], Vec::as_slice)
    }

    /// The goals that moved to a department.
    pub(super) fn moved_to(&self, department: &DepartmentId) -> &[Record<'s>] {
        self.moved.get(department).map_or(&[], Vec::as_slice)
    }

    /// The same goal in all years.
    pub(super) fn thread(&self, goal: &KeyGoal) -> &[Record<'s>] {
        goal.thread.as_ref().and_then(|thread| self.threads.get(thread.value.as_str())).map_or(&[], Vec::as_slice)
    }

    /// 正誤 of a record.
    pub(super) fn corrections(&self, id: &RecordId) -> &[&'s Correction] {
        self.corrections.get(id).map_or(&[], Vec::as_slice)
    }
}
