//! Which record refers to which: one walk over the site, [`relations`], and the inverse look-up, [`Relations`]. Pages,
//! tables, records, search and rules all read them, so that they agree.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::{
    Correction, Department, DepartmentId, KeyGoal, PlanId, Record, RecordId, ResidentView, SectionCode, Site, address,
};
use crate::diagnostic::{Located, Span};

/// What refers to something.
#[derive(Debug, Clone, Copy)]
pub enum Referrer<'s> {
    /// A record.
    Record(Record<'s>),
    /// A department.
    Department(&'s Department),
    /// A correction.
    Correction(&'s Correction),
    /// A view of residents.
    View(&'s ResidentView),
}

/// The target of a reference, and its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reference<'s> {
    /// 担当.
    Department(&'s DepartmentId),
    /// 計画における位置付け.
    Section(&'s PlanId, &'s SectionCode),
    /// 計画における位置付けなし.
    NoPosition(&'s PlanId),
    /// SDGs.
    Sdg(u8),
    /// 関連する記録.
    Related(&'s RecordId),
    /// 移管先.
    MovedTo(&'s DepartmentId),
    /// 前の計画.
    Predecessor(&'s PlanId),
    /// The plan of which a plan is a part.
    PartOf(&'s PlanId),
    /// The plan whose outline is the tree of a program.
    Tree(&'s PlanId),
    /// The name that joins a goal across years.
    Thread(&'s str),
    /// 後継の部局・課所.
    Successor(&'s DepartmentId),
    /// The 部局 of a 課所.
    Parent(&'s DepartmentId),
    /// 正誤.
    Corrected(&'s RecordId),
    /// ご意見.
    Viewed(&'s RecordId),
}

/// One reference, as written.
#[derive(Debug, Clone, Copy)]
pub struct Relation<'s> {
    /// The referrer.
    pub from: Referrer<'s>,
    /// The target.
    pub to: Reference<'s>,
    /// Its position.
    pub at: Span,
}

impl Referrer<'_> {
    /// Its position, which is unique.
    fn at(self) -> Span {
        match self {
            Self::Record(record) => record.at(),
            Self::Department(department) => department.id.at,
            Self::Correction(correction) => correction.record.at,
            Self::View(view) => view.at,
        }
    }
}

impl<'s> Reference<'s> {
    /// The department, if it is to one.
    pub fn department(self) -> Option<&'s DepartmentId> {
        use Reference::{Department, MovedTo, Parent, Successor};
        if let Department(id) | MovedTo(id) | Successor(id) | Parent(id) = self { Some(id) } else { None }
    }

    /// The plan, if it is to a whole one.
    pub fn plan(self) -> Option<&'s PlanId> {
        use Reference::{NoPosition, PartOf, Predecessor, Tree};
        if let NoPosition(id) | Predecessor(id) | PartOf(id) | Tree(id) = self { Some(id) } else { None }
    }

    /// The record, if it is to a whole one by its address or its id.
    pub fn record(self) -> Option<Cow<'s, RecordId>> {
        use Reference::{Corrected, Related, Viewed};
        if let Related(id) | Corrected(id) | Viewed(id) = self {
            return Some(Cow::Borrowed(id));
        }
        self.plan().map(|plan| Cow::Owned(RecordId::plan(plan)))
    }

    /// The target in the data: its address or its id.
    pub fn id(self) -> Cow<'s, str> {
        match self {
            Self::Department(id) | Self::MovedTo(id) | Self::Successor(id) | Self::Parent(id) => Cow::Borrowed(&id.0),
            Self::Section(plan, code) => Cow::Owned(RecordId::section(plan, code).0),
            Self::NoPosition(plan) | Self::Predecessor(plan) | Self::PartOf(plan) | Self::Tree(plan) => {
                Cow::Owned(RecordId::plan(plan).0)
            }
            Self::Sdg(number) => Cow::Owned(address::sdg(number)),
            Self::Related(id) | Self::Corrected(id) | Self::Viewed(id) => Cow::Borrowed(&id.0),
            Self::Thread(name) => Cow::Borrowed(name),
        }
    }
}

/// Every reference of the site in the order of publication: those of records, of departments, of corrections, of views.
pub fn relations(site: &Site) -> impl Iterator<Item = Relation<'_>> {
    let corrected = |correction| relation(Referrer::Correction(correction), Reference::Corrected)(&correction.record);
    (site.records().flat_map(|record| of_record(site, record)))
        .chain(site.departments.iter().flat_map(of_department))
        .chain(site.corrections.iter().map(corrected))
        .chain(site.views.iter().flat_map(of_view))
}

/// What a record refers to. The departments of a goal are those of its sheet.
pub fn of_record<'s>(site: &'s Site, record: Record<'s>) -> impl Iterator<Item = Relation<'s>> {
    let from = Referrer::Record(record);
    let (item, plan, program, goal) = match record {
        Record::Item(item) => (Some(item), None, None, None),
        Record::Plan(plan) => (None, Some(plan), None, None),
        Record::Program(program) => (None, None, Some(program), None),
        Record::Goal(goal) => (None, None, None, Some(goal)),
        Record::Section(_) | Record::Sheet(_) => (None, None, None, None),
    };
    let sheet = goal.and_then(|goal| site.sheet_of(goal));
    let departments = sheet.map_or(record.departments(), |sheet| &sheet.departments);
    let parts = record.references().iter().map(move |part| {
        let to = Reference::Section(&part.plan.value, &part.code.value);
        Relation { from, to, at: part.code.at }
    });
    let placed = item.and_then(|item| {
        let ((plan, code), at) = (site.place_in_plan(item)?, item.category.as_ref()?.at);
        Some(Relation { from, to: Reference::Section(plan, code), at })
    });
    (departments.iter().map(relation(from, Reference::Department)))
        .chain(item.into_iter().flat_map(|item| &item.none_in).map(relation(from, Reference::NoPosition)))
        .chain(goal.into_iter().flat_map(moves).map(relation(from, Reference::MovedTo)))
        .chain(plan.and_then(|plan| plan.predecessor.as_ref()).map(relation(from, Reference::Predecessor)))
        .chain(plan.and_then(|plan| plan.part_of.as_ref()).map(relation(from, Reference::PartOf)))
        .chain(program.and_then(|program| program.tree.as_ref()).map(relation(from, Reference::Tree)))
        .chain(placed)
        .chain(parts)
        .chain(record.sdgs().unwrap_or_default().iter().map(relation(from, |number| Reference::Sdg(*number))))
        .chain(record.related().iter().map(relation(from, Reference::Related)))
        .chain(goal.and_then(|goal| goal.thread.as_ref()).map(relation(from, |name: &String| Reference::Thread(name))))
}

/// The departments to which a goal and its items moved.
fn moves(goal: &KeyGoal) -> impl Iterator<Item = &Located<DepartmentId>> {
    let of_items = goal.known_items().iter().filter_map(|item| item.moved_to.as_ref());
    goal.moved_to.iter().chain(of_items).map(|moved| &moved.department)
}

/// What a department refers to.
pub fn of_department(department: &Department) -> impl Iterator<Item = Relation<'_>> {
    let from = Referrer::Department(department);
    (department.successor.iter().flatten().map(relation(from, Reference::Successor)))
        .chain(department.parent.iter().map(relation(from, Reference::Parent)))
}

/// The records that a view of residents is about.
pub fn of_view(view: &ResidentView) -> impl Iterator<Item = Relation<'_>> {
    view.records.iter().map(relation(Referrer::View(view), Reference::Viewed))
}

fn relation<'s, T: 's>(
    from: Referrer<'s>,
    to: impl Fn(&'s T) -> Reference<'s>,
) -> impl Fn(&'s Located<T>) -> Relation<'s> {
    move |written| Relation { from, to: to(&written.value), at: written.at }
}

/// The inverse look-up: what refers to something, in the order of publication and each once. It is gathered lazily.
#[derive(Debug)]
pub struct Relations<'s> {
    site: &'s Site,
    lists: OnceLock<HashMap<Reference<'s>, Vec<Referrer<'s>>>>,
}

impl<'s> Relations<'s> {
    /// The relations of a site; nothing is gathered yet.
    pub fn new(site: &'s Site) -> Self {
        Self { site, lists: OnceLock::new() }
    }

    fn to(&self, reference: Reference<'_>) -> Vec<Referrer<'s>> {
        self.lists.get_or_init(|| gathered(self.site)).get(&reference).cloned().unwrap_or_default()
    }

    /// The records with a reference.
    pub fn records(&self, with: Reference<'_>) -> impl Iterator<Item = Record<'s>> + use<'s> {
        self.to(with)
            .into_iter()
            .filter_map(|from| if let Referrer::Record(record) = from { Some(record) } else { None })
    }

    /// The departments with a reference.
    pub fn departments(&self, with: Reference<'_>) -> impl Iterator<Item = &'s Department> + use<'s> {
        let department = |from| if let Referrer::Department(found) = from { Some(found) } else { None };
        self.to(with).into_iter().filter_map(department)
    }

    /// 正誤 of a record.
    pub fn corrections(&self, of: &RecordId) -> impl Iterator<Item = &'s Correction> + use<'s> {
        let correction = |from| if let Referrer::Correction(found) = from { Some(found) } else { None };
        self.to(Reference::Corrected(of)).into_iter().filter_map(correction)
    }

    /// ご意見 about a record.
    pub fn views(&self, of: &RecordId) -> impl Iterator<Item = &'s ResidentView> + use<'s> {
        let view = |from| if let Referrer::View(found) = from { Some(found) } else { None };
        self.to(Reference::Viewed(of)).into_iter().filter_map(view)
    }

    /// The same goal across years, oldest first; none if the goal has no thread.
    pub fn thread(&self, goal: &KeyGoal) -> impl Iterator<Item = &'s KeyGoal> + use<'_, 's> {
        let records = goal.thread.as_ref().map(|name| self.records(Reference::Thread(&name.value)));
        let goal = |record| if let Record::Goal(goal) = record { Some(goal) } else { None };
        records.into_iter().flatten().filter_map(goal)
    }

    /// The departments below one, each before its own.
    pub fn below(&self, department: &DepartmentId) -> Vec<&'s Department> {
        let mut found = Vec::new();
        self.add_below(department, 1, &mut found);
        found
    }

    fn add_below(&self, department: &DepartmentId, level: usize, found: &mut Vec<&'s Department>) {
        if level == Department::LEVELS {
            return;
        }
        for one in self.departments(Reference::Parent(department)) {
            found.push(one);
            self.add_below(&one.id.value, level + 1, found);
        }
    }

    /// What a department and its divisions are responsible for, each record once; of the sheets only its own.
    pub fn charges(&self, department: &DepartmentId) -> impl Iterator<Item = Record<'s>> + use<'_, 's> {
        let divisions = self.below(department).into_iter();
        let below = divisions.flat_map(|division| self.records(Reference::Department(&division.id.value)));
        let below = below.filter(|record| !matches!(record, Record::Sheet(_)));
        let mut seen = HashSet::new();
        self.records(Reference::Department(department)).chain(below).filter(move |record| seen.insert(record.at()))
    }
}

/// For each target, what refers to it.
fn gathered(site: &Site) -> HashMap<Reference<'_>, Vec<Referrer<'_>>> {
    let mut lists: HashMap<_, Vec<Referrer<'_>>> = HashMap::new();
    for Relation { from, to, .. } in relations(site) {
        let list = lists.entry(to).or_default();
        if list.last().is_none_or(|last| last.at() != from.at()) {
            list.push(from);
        }
    }
    lists
}
