//! Who refers to whom, found once for all pages. Only looked up, never walked through: no order comes from here but
//! that of publication within a list.

use std::collections::HashMap;

use crate::model::{Correction, Department, DepartmentId, KeyGoal, PlanId, Record, RecordId, SectionCode, Site};

/// The number of SDGs.
pub(super) const SDGS: usize = 17;

/// The look-ups.
#[derive(Default)]
pub(super) struct Index<'a> {
    referrers: HashMap<&'a str, Vec<Record<'a>>>,
    sections: HashMap<&'a str, HashMap<&'a str, Vec<Record<'a>>>>,
    departments: HashMap<&'a str, Vec<Record<'a>>>,
    moved: HashMap<&'a str, Vec<&'a KeyGoal>>,
    predecessors: HashMap<&'a str, Vec<&'a Department>>,
    divisions: HashMap<&'a str, Vec<&'a Department>>,
    threads: HashMap<&'a str, Vec<&'a KeyGoal>>,
    corrections: HashMap<&'a str, Vec<&'a Correction>>,
    sdgs: Vec<Vec<Record<'a>>>,
}

impl<'a> Index<'a> {
    /// Walks once through the site.
    pub(super) fn new(site: &'a Site) -> Self {
        let mut index = Self { sdgs: vec![Vec::new(); SDGS], ..Self::default() };
        site.records().for_each(|record| index.add_record(record));
        site.sheets.iter().for_each(|sheet| {
            for goal in &sheet.goals {
                index.add_goal(goal);
                for department in &sheet.departments {
                    index.departments.entry(&department.value.0).or_default().push(Record::Goal(goal));
                }
            }
        });
        for department in &site.departments {
            if let Some(parent) = &department.parent {
                index.divisions.entry(&parent.value.0).or_default().push(department);
            }
            for successor in department.successor.iter().flatten() {
                index.predecessors.entry(&successor.value.0).or_default().push(department);
            }
        }
        for correction in &site.corrections {
            index.corrections.entry(&correction.record.value.0).or_default().push(correction);
        }
        index
    }

    fn add_record(&mut self, record: Record<'a>) {
        for related in record.related() {
            self.referrers.entry(&related.value.0).or_default().push(record);
        }
        for reference in record.references() {
            let sections = self.sections.entry(&reference.plan.value.0).or_default();
            sections.entry(&reference.code.value.0).or_default().push(record);
        }
        for department in record.departments() {
            self.departments.entry(&department.value.0).or_default().push(record);
        }
        for sdg in record.sdgs().unwrap_or_default() {
            if let Some(records) = usize::from(sdg.value).checked_sub(1).and_then(|at| self.sdgs.get_mut(at)) {
                records.push(record);
            }
        }
    }

    fn add_goal(&mut self, goal: &'a KeyGoal) {
        if let Some(thread) = &goal.thread {
            self.threads.entry(&thread.value).or_default().push(goal);
        }
        let moves = goal.moved_to.iter().chain(goal.known_items().iter().filter_map(|item| item.moved_to.as_ref()));
        for moved in moves {
            let goals = self.moved.entry(&moved.department.value.0).or_default();
            if goals.last().is_none_or(|last| last.id != goal.id) {
                goals.push(goal);
            }
        }
    }

    /// The records that name this one as related.
    pub(super) fn referrers(&self, id: &RecordId) -> &[Record<'a>] {
        self.referrers.get(id.0.as_str()).map_or(&[], Vec::as_slice)
    }

    /// The records that refer to a part of a plan.
    pub(super) fn referring_to(&self, plan: &PlanId, code: &SectionCode) -> &[Record<'a>] {
        let sections = self.sections.get(plan.0.as_str());
        sections.and_then(|sections| sections.get(code.0.as_str())).map_or(&[], Vec::as_slice)
    }

    /// The records for which a department is responsible, not counting its divisions.
    pub(super) fn records_of(&self, department: &DepartmentId) -> &[Record<'a>] {
        self.departments.get(department.0.as_str()).map_or(&[], Vec::as_slice)
    }

    /// The goals that moved to a department.
    pub(super) fn moved_to(&self, department: &DepartmentId) -> &[&'a KeyGoal] {
        self.moved.get(department.0.as_str()).map_or(&[], Vec::as_slice)
    }

    /// What a department took the place of.
    pub(super) fn predecessors(&self, department: &DepartmentId) -> &[&'a Department] {
        self.predecessors.get(department.0.as_str()).map_or(&[], Vec::as_slice)
    }

    /// The 課所 of a 部局.
    pub(super) fn divisions(&self, department: &DepartmentId) -> &[&'a Department] {
        self.divisions.get(department.0.as_str()).map_or(&[], Vec::as_slice)
    }

    /// The same goal across years, oldest first.
    pub(super) fn thread(&self, goal: &KeyGoal) -> &[&'a KeyGoal] {
        goal.thread.as_ref().and_then(|thread| self.threads.get(thread.value.as_str())).map_or(&[], Vec::as_slice)
    }

    /// 正誤 of a record.
    pub(super) fn corrections(&self, id: &RecordId) -> &[&'a Correction] {
        self.corrections.get(id.0.as_str()).map_or(&[], Vec::as_slice)
    }

    /// The records of an SDG.
    pub(super) fn sdg(&self, number: u8) -> &[Record<'a>] {
        usize::from(number).checked_sub(1).and_then(|at| self.sdgs.get(at)).map_or(&[], Vec::as_slice)
    }
}
