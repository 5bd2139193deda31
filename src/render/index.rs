//! Who refers to whom, found once for all pages, each relation when the first page asks for it. Only looked up, never walked
//! through: no order comes from here but that of publication within a list.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::model::{Correction, Department, DepartmentId, KeyGoal, PlanId, Record, RecordId, SectionCode, Site};

/// The number of SDGs.
pub(super) const SDGS: usize = 17;

/// What stands under each name.
type Lists<'a, T> = OnceLock<HashMap<&'a str, Vec<T>>>;

/// The look-ups.
pub(super) struct Index<'a> {
    site: &'a Site,
    referrers: Lists<'a, Record<'a>>,
    sections: OnceLock<HashMap<&'a str, HashMap<&'a str, Vec<Record<'a>>>>>,
    departments: Lists<'a, Record<'a>>,
    moved: Lists<'a, &'a KeyGoal>,
    predecessors: Lists<'a, &'a Department>,
    divisions: Lists<'a, &'a Department>,
    threads: Lists<'a, &'a KeyGoal>,
    corrections: Lists<'a, &'a Correction>,
    sdgs: OnceLock<Vec<Vec<Record<'a>>>>,
}

/// Gathers values under their names, in order.
fn gather<'a, T>(pairs: impl Iterator<Item = (&'a str, T)>) -> HashMap<&'a str, Vec<T>> {
    let mut lists: HashMap<_, Vec<_>> = HashMap::new();
    pairs.for_each(|(name, value)| lists.entry(name).or_default().push(value));
    lists
}

fn found<'l, T>(lists: &'l HashMap<&str, Vec<T>>, name: &str) -> &'l [T] {
    lists.get(name).map_or(&[], Vec::as_slice)
}

impl<'a> Index<'a> {
    /// Look-ups in a site; nothing is looked for yet.
    pub(super) fn new(site: &'a Site) -> Self {
        Self {
            site,
            referrers: OnceLock::new(),
            sections: OnceLock::new(),
            departments: OnceLock::new(),
            moved: OnceLock::new(),
            predecessors: OnceLock::new(),
            divisions: OnceLock::new(),
            threads: OnceLock::new(),
            corrections: OnceLock::new(),
            sdgs: OnceLock::new(),
        }
    }

    fn goals(&self) -> impl Iterator<Item = &'a KeyGoal> + use<'a> {
        self.site.sheets.iter().flat_map(|sheet| &sheet.goals)
    }

    /// The records that name this one as related.
    pub(super) fn referrers(&self, id: &RecordId) -> &[Record<'a>] {
        let lists = self.referrers.get_or_init(|| {
            let of = |record: Record<'a>| record.related().iter().map(move |id| (id.value.0.as_str(), record));
            gather(self.site.records().flat_map(of))
        });
        found(lists, &id.0)
    }

    /// The records that refer to a part of a plan.
    pub(super) fn referring_to(&self, plan: &PlanId, code: &SectionCode) -> &[Record<'a>] {
        let sections = self.sections.get_or_init(|| {
            let mut sections: HashMap<&str, HashMap<&str, Vec<_>>> = HashMap::new();
            for record in self.site.records() {
                for reference in record.references() {
                    let of_plan = sections.entry(&reference.plan.value.0).or_default();
                    of_plan.entry(&reference.code.value.0).or_default().push(record);
                }
            }
            sections
        });
        sections.get(plan.0.as_str()).map_or(&[], |sections| found(sections, &code.0))
    }

    /// The records for which a department is responsible, not counting its divisions.
    pub(super) fn records_of(&self, department: &DepartmentId) -> &[Record<'a>] {
        let lists = self.departments.get_or_init(|| {
            let of = |record: Record<'a>| record.departments().iter().map(move |id| (id.value.0.as_str(), record));
            let of_sheets = self.site.sheets.iter().flat_map(|sheet| {
                let of = |goal: &'a KeyGoal| {
                    sheet.departments.iter().map(move |id| (id.value.0.as_str(), Record::Goal(goal)))
                };
                sheet.goals.iter().flat_map(of)
            });
            gather(self.site.records().flat_map(of).chain(of_sheets))
        });
        found(lists, &department.0)
    }

    /// The goals that moved to a department.
    pub(super) fn moved_to(&self, department: &DepartmentId) -> &[&'a KeyGoal] {
        let lists = self.moved.get_or_init(|| {
            let mut lists: HashMap<&str, Vec<&KeyGoal>> = HashMap::new();
            for goal in self.goals() {
                let of_items = goal.known_items().iter().filter_map(|item| item.moved_to.as_ref());
                for moved in goal.moved_to.iter().chain(of_items) {
                    let goals = lists.entry(&moved.department.value.0).or_default();
                    if goals.last().is_none_or(|last| last.id != goal.id) {
                        goals.push(goal);
                    }
                }
            }
            lists
        });
        found(lists, &department.0)
    }

    /// What a department took the place of.
    pub(super) fn predecessors(&self, department: &DepartmentId) -> &[&'a Department] {
        let lists = self.predecessors.get_or_init(|| {
            let of = |department: &'a Department| {
                department.successor.iter().flatten().map(move |id| (id.value.0.as_str(), department))
            };
            gather(self.site.departments.iter().flat_map(of))
        });
        found(lists, &department.0)
    }

    /// The 課所 of a 部局.
    pub(super) fn divisions(&self, department: &DepartmentId) -> &[&'a Department] {
        let lists = self.divisions.get_or_init(|| {
            let of = |department: &'a Department| Some((department.parent.as_ref()?.value.0.as_str(), department));
            gather(self.site.departments.iter().filter_map(of))
        });
        found(lists, &department.0)
    }

    /// The same goal across years, oldest first.
    pub(super) fn thread(&self, goal: &KeyGoal) -> &[&'a KeyGoal] {
        let lists = self
            .threads
            .get_or_init(|| gather(self.goals().filter_map(|goal| Some((goal.thread.as_ref()?.value.as_str(), goal)))));
        goal.thread.as_ref().map_or(&[], |thread| found(lists, &thread.value))
    }

    /// 正誤 of a record.
    pub(super) fn corrections(&self, id: &RecordId) -> &[&'a Correction] {
        let lists = self.corrections.get_or_init(|| {
            gather(self.site.corrections.iter().map(|correction| (correction.record.value.0.as_str(), correction)))
        });
        found(lists, &id.0)
    }

    /// The records of an SDG.
    pub(super) fn sdg(&self, number: u8) -> &[Record<'a>] {
        let sdgs = self.sdgs.get_or_init(|| {
            let mut sdgs = vec![Vec::new(); SDGS];
            for record in self.site.records() {
                for sdg in record.sdgs().unwrap_or_default() {
                    if let Some(records) = usize::from(sdg.value).checked_sub(1).and_then(|at| sdgs.get_mut(at)) {
                        records.push(record);
                    }
                }
            }
            sdgs
        });
        usize::from(number).checked_sub(1).and_then(|at| sdgs.get(at)).map_or(&[], Vec::as_slice)
    }
}
