//! `references`: every relation of a record to departments, plan sections, SDGs and other records, one row each.

use std::collections::HashSet;

use super::codes;
use super::fields::{About, Fields};
use crate::dataset::{Cell, Dataset, ForeignKey, Limit};
use crate::export::{address, cell};
use crate::model::{Department, DepartmentId, KeyGoal, PlanId, PlanReference, Record, RecordId, Site};

/// Where a relation begins.
#[derive(Clone, Copy)]
enum Referrer<'s> {
    Record(Record<'s>),
    Department(&'s Department),
}

/// Where it leads.
#[derive(Clone, Copy)]
enum To<'s> {
    Department(&'s DepartmentId),
    Section(&'s PlanReference),
    NoPosition(&'s PlanId),
    Sdg(u8),
    Record(&'s RecordId),
    Taker(&'s DepartmentId),
    Predecessor(&'s PlanId),
    Successor(&'s DepartmentId),
}

struct Row<'s> {
    from: Referrer<'s>,
    to: To<'s>,
}

impl Referrer<'_> {
    fn id(self) -> String {
        match self {
            Self::Record(record) => record.id().0,
            Self::Department(department) => department.id.value.0.clone(),
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::Record(record) => record.kind(),
            Self::Department(_) => "department",
        }
    }

    fn title(self, site: &Site) -> String {
        match self {
            Self::Record(record) => record.title(site),
            Self::Department(department) => site.department_name(&department.id.value),
        }
    }

    fn page(self) -> String {
        match self {
            Self::Record(record) => address::page(&record.id()),
            Self::Department(department) => format!("departments/{}/", department.id),
        }
    }
}

impl<'s> To<'s> {
    fn relation(self) -> &'static str {
        match self {
            Self::Department(_) => "department",
            Self::Section(_) => "plan_section",
            Self::NoPosition(_) => "no_position",
            Self::Sdg(_) => "sdg",
            Self::Record(_) => "related",
            Self::Taker(_) => "moved_to",
            Self::Predecessor(_) => "predecessor",
            Self::Successor(_) => "successor",
        }
    }

    fn id(self) -> String {
        match self {
            Self::Department(id) | Self::Taker(id) | Self::Successor(id) => id.0.clone(),
            Self::Section(reference) => section_id(reference),
            Self::NoPosition(plan) | Self::Predecessor(plan) => format!("plans/{plan}"),
            Self::Sdg(number) => format!("sdgs/{number}"),
            Self::Record(id) => id.0.clone(),
        }
    }

    fn title(self, site: &Site) -> Option<String> {
        match self {
            Self::Department(id) | Self::Taker(id) | Self::Successor(id) => Some(site.department_name(id)),
            Self::Section(reference) => {
                let entry = site.plan(&reference.plan.value)?.entry(&reference.code.value)?;
                Some(entry.title.value.clone())
            }
            Self::NoPosition(plan) | Self::Predecessor(plan) => Some(site.plan(plan)?.title.value.clone()),
            Self::Sdg(number) => crate::model::sdg_name(number).map(str::to_owned),
            Self::Record(id) => site.record(id).map(|record| record.title(site)),
        }
    }

    fn department(self) -> Option<&'s DepartmentId> {
        match self {
            Self::Department(id) | Self::Taker(id) | Self::Successor(id) => Some(id),
            _ => None,
        }
    }

    fn sdg(self) -> Option<u8> {
        if let Self::Sdg(number) = self { Some(number) } else { None }
    }
}

fn section_id(reference: &PlanReference) -> String {
    format!("plans/{}/{}", reference.plan, reference.code)
}

/// 関係.
pub(super) fn table(site: &Site) -> Dataset<'_> {
    let about = About {
        name: "references",
        title_en: "Relations between records",
        description: "記録と、担当の部局・課所、計画の節、SDGs、関連する記録との関係。1行が1つの関係です。",
        foreign_keys: &[
            ForeignKey { columns: &["department_id"], dataset: "departments", references: &["id"] },
            ForeignKey { columns: &["section_id"], dataset: "plan_sections", references: &["id"] },
        ],
        length: Some(length),
        years: None,
    };
    columns().table(site, about, |site, _| {
        let departments = site.departments.iter().map(Referrer::Department);
        site.records().map(Referrer::Record).chain(departments).flat_map(rows_of)
    })
}

/// Relations as written, repeated ones included.
fn length(site: &Site) -> usize {
    let of_record = |record: Record<'_>| {
        let written = record.departments().len() + record.references().len() + record.related().len();
        let others = match record {
            Record::Item(item) => item.none_in.len(),
            Record::Goal(goal) => 1 + moves(goal).count(),
            Record::Plan(plan) => plan.predecessor.iter().count(),
            Record::Section(_) | Record::Program(_) | Record::Sheet(_) => 0,
        };
        written + others + record.sdgs().map_or(0, <[_]>::len)
    };
    let successors = site.departments.iter().flat_map(|department| &department.successor).map(Vec::len);
    site.records().map(of_record).sum::<usize>() + successors.sum::<usize>()
}

/// The relations of one record as written, each once.
fn rows_of(from: Referrer<'_>) -> impl Iterator<Item = Row<'_>> {
    let mut seen = HashSet::new();
    let to = match from {
        Referrer::Record(record) => of_record(record),
        Referrer::Department(department) => {
            department.successor.iter().flatten().map(|id| To::Successor(&id.value)).collect()
        }
    };
    to.into_iter().filter(move |to| seen.insert((to.relation(), to.id()))).map(move |to| Row { from, to })
}

fn of_record(record: Record<'_>) -> Vec<To<'_>> {
    let mut to: Vec<_> = record.departments().iter().map(|id| To::Department(&id.value)).collect();
    match record {
        Record::Item(item) => to.extend(item.none_in.iter().map(|plan| To::NoPosition(&plan.value))),
        Record::Goal(goal) => {
            to.push(To::Department(&goal.department));
            to.extend(moves(goal));
        }
        Record::Plan(plan) => to.extend(plan.predecessor.iter().map(|plan| To::Predecessor(&plan.value))),
        Record::Section(_) | Record::Program(_) | Record::Sheet(_) => {}
    }
    to.extend(record.references().iter().map(To::Section));
    to.extend(record.sdgs().unwrap_or_default().iter().map(|number| To::Sdg(number.value)));
    to.extend(record.related().iter().map(|id| To::Record(&id.value)));
    to
}

fn moves(goal: &KeyGoal) -> impl Iterator<Item = To<'_>> {
    let items = goal.known_items().iter().filter_map(|item| item.moved_to.as_ref());
    goal.moved_to.iter().chain(items).map(|moved| To::Taker(&moved.department.value))
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    Fields::<Row<'s>>::with_id(|_, row| {
        cell::address(format!("{}>{}>{}", row.from.id(), row.to.relation(), row.to.id()))
    })
    .text(
        ("from_id", "記録_ID"),
        ("関係の元の記録の ID。", "Identifier of the record that points."),
        |_, row| cell::address(row.from.id()),
    )
    .required()
    .coded(
        [("from_kind", "記録_種類コード"), ("from_kind_label", "記録_種類")],
        codes::RECORD_KINDS,
        ("関係の元の記録の種類。", "Kind of the record that points."),
        |_, row| Some(row.from.kind()),
    )
    .required()
    .text(
        ("from_title", "記録_名称"),
        ("関係の元の記録の題名。", "Title of the record that points."),
        |site, row| cell::owned(row.from.title(site)),
    )
    .required()
    .coded(
        [("relation", "関係_コード"), ("relation_label", "関係")],
        codes::RELATIONS,
        ("関係の種類。", "Kind of the relation."),
        |_, row| Some(row.to.relation()),
    )
    .required()
    .text(("to_id", "相手_ID"), ("関係の相手の ID。", "Identifier of what is pointed at."), |_, row| {
        cell::address(row.to.id())
    })
    .required()
    .text(
        ("to_title", "相手_名称"),
        ("関係の相手の名称。", "Title of what is pointed at."),
        |site, row| row.to.title(site).map_or(Cell::Empty, cell::owned),
    )
    .text(
        ("department_id", "部局課所_ID"),
        ("相手が部局・課所のとき、その ID。", "Identifier of the department, where one is pointed at."),
        |_, row| cell::code(row.to.department().map(|id| id.0.as_str())),
    )
    .text(
        ("section_id", "節_ID"),
        ("相手が計画の節のとき、その ID。", "Identifier of the plan section, where one is pointed at."),
        |_, row| if let To::Section(reference) = row.to { cell::owned(section_id(reference)) } else { Cell::Empty },
    )
    .integer(
        ("sdg", "SDGs_番号"),
        ("相手がSDGsのとき、目標の番号(1～17)。", "Number of the SDG, where one is pointed at."),
        |_, row| row.to.sdg().map_or(Cell::Empty, cell::integer),
    )
    .limited(Limit::Between(1, 17))
    .text(
        ("sdg_uri", "SDGs_URI"),
        ("SDGsの目標の国際的な番号。", "International identifier of the SDG."),
        |_, row| row.to.sdg().map_or(Cell::Empty, |number| cell::owned(crate::model::sdg_uri(number))),
    )
    .page(|row| row.from.page())
}
