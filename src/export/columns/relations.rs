//! `relations`: every relation of a record to departments, plan sections, SDGs and other records, one row each.

use std::collections::HashSet;
use std::sync::Arc;

use super::codes;
use super::fields::{About, Fields, Table};
use crate::dataset::{Cell, Limit};
use crate::export::cell;
use crate::model::{Department, Record, Reference, Relation, Site, of_department, of_record, relations};

/// The record or part from which relations start.
struct Origin {
    id: String,
    kind: &'static str,
    title: String,
    page: String,
}

struct Row<'s> {
    from: Arc<Origin>,
    relation: &'static str,
    to: Reference<'s>,
}

/// The code of a relation; `None` for one that another table contains.
fn code(to: Reference<'_>) -> Option<&'static str> {
    Some(match to {
        Reference::Department(_) => "department",
        Reference::Section(..) => "plan_section",
        Reference::NoPosition(_) => "no_position",
        Reference::Sdg(_) => "sdg",
        Reference::Related(_) => "related",
        Reference::MovedTo(_) => "moved_to",
        Reference::Predecessor(_) => "predecessor",
        Reference::PartOf(_) => "part_of",
        Reference::Tree(_) => "tree",
        Reference::Successor(_) => "successor",
        Reference::Thread(_) | Reference::Parent(_) | Reference::Corrected(_) | Reference::Viewed(_) => return None,
    })
}

fn sdg(to: Reference<'_>) -> Option<u8> {
    if let Reference::Sdg(number) = to { Some(number) } else { None }
}

fn title(site: &Site, to: Reference<'_>) -> Option<String> {
    match to {
        Reference::Department(id) | Reference::MovedTo(id) | Reference::Successor(id) | Reference::Parent(id) => {
            Some(site.department_name(id))
        }
        Reference::Section(plan, code) => Some(site.plan(plan)?.entry(code)?.title.value.clone()),
        Reference::NoPosition(plan)
        | Reference::Predecessor(plan)
        | Reference::PartOf(plan)
        | Reference::Tree(plan) => Some(site.plan(plan)?.title.value.clone()),
        Reference::Sdg(number) => crate::model::sdg_name(number).map(str::to_owned),
        Reference::Related(id) | Reference::Corrected(id) | Reference::Viewed(id) => {
            site.record(id).map(|record| record.title(site))
        }
        Reference::Thread(name) => Some(name.to_owned()),
    }
}

/// 関係.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        name: "relations",
        title_en: "Relations between records",
        description: "記録と、担当の部局・課所、⟨plan_section⟩、SDGs、関連する記録との関係。1行が1つの関係です。",
        length: Some(length),
        ..About::default()
    };
    columns().table(site, about, |site, _| {
        let of_records = site.records().flat_map(|record| rows(of_a_record(site, record), of_record(site, record)));
        let departments = site.departments.iter();
        of_records.chain(departments.flat_map(|known| rows(of_a_department(site, known), of_department(known))))
    })
}

/// Relations as written, including duplicates.
fn length(site: &Site) -> usize {
    relations(site).filter(|relation| code(relation.to).is_some()).count()
}

/// The relations of one origin, without duplicates.
fn rows<'s>(from: Origin, relations: impl Iterator<Item = Relation<'s>>) -> impl Iterator<Item = Row<'s>> {
    let (from, mut seen) = (Arc::new(from), HashSet::new());
    let row = move |Relation { to, .. }| Some(Row { from: Arc::clone(&from), relation: code(to)?, to });
    relations.filter(move |relation| seen.insert(relation.to)).filter_map(row)
}

fn of_a_record(site: &Site, record: Record<'_>) -> Origin {
    let id = record.id();
    Origin { kind: record.kind(), title: record.title(site), page: id.page(), id: id.0 }
}

fn of_a_department(site: &Site, department: &Department) -> Origin {
    let id = &department.id.value;
    Origin { id: id.0.clone(), kind: "department", title: site.department_name(id), page: id.page() }
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    Fields::<Row<'s>>::with_id(|_, row| cell::address(format!("{}>{}>{}", row.from.id, row.relation, row.to.id())))
        .text(
            ("from_id", "記録_ID"),
            ("関係の元の記録の ID。", "Identifier of the record that points."),
            |_, row| cell::address(row.from.id.clone()),
        )
        .required()
        .refers_to("objects")
        .coded(
            [("from_kind", "記録_種類コード"), ("from_kind_label", "記録_種類")],
            codes::RECORD_KINDS,
            ("関係の元の記録の種類。", "Kind of the record that points."),
            |_, row| Some(row.from.kind),
        )
        .required()
        .text(
            ("from_title", "記録_名称"),
            ("関係の元の記録の題名。", "Title of the record that points."),
            |_, row| cell::owned(row.from.title.clone()),
        )
        .required()
        .coded(
            [("relation", "関係_コード"), ("relation_label", "関係")],
            codes::RELATIONS,
            ("関係の種類。", "Kind of the relation."),
            |_, row| Some(row.relation),
        )
        .required()
        .text(("to_id", "相手_ID"), ("関係の相手の ID。", "Identifier of what is pointed at."), |_, row| {
            cell::address(row.to.id().into_owned())
        })
        .required()
        .refers_to("objects")
        .text(
            ("to_title", "相手_名称"),
            ("関係の相手の名称。", "Title of what is pointed at."),
            |site, row| title(site, row.to).map_or(Cell::Empty, cell::owned),
        )
        .text(
            ("department_id", "部局課所_ID"),
            ("相手が部局・課所のとき、その ID。", "Identifier of the department, where one is pointed at."),
            |_, row| cell::code(row.to.department().map(|id| id.0.as_str())),
        )
        .refers_to("departments")
        .text(
            ("section_id", "節_ID"),
            ("相手が⟨plan_section⟩のとき、その ID。", "Identifier of the plan section, where one is pointed at."),
            |_, row| {
                if let Reference::Section(..) = row.to { cell::owned(row.to.id().into_owned()) } else { Cell::Empty }
            },
        )
        .refers_to("plan_sections")
        .integer(
            ("sdg", "SDGs_番号"),
            ("相手がSDGsのとき、目標の番号(1～17)。", "Number of the SDG, where one is pointed at."),
            |_, row| sdg(row.to).map_or(Cell::Empty, cell::integer),
        )
        .limited(Limit::Between(1, 17))
        .text(
            ("sdg_uri", "SDGs_URI"),
            ("SDGsの目標の国際的な番号。", "International identifier of the SDG."),
            |_, row| sdg(row.to).map_or(Cell::Empty, |number| cell::owned(crate::model::sdg_uri(number))),
        )
        .page(|_, row| row.from.page.clone())
}
