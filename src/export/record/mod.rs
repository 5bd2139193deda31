//! The whole record as JSON beside its page: `<record page>/index.json`.
//!
//! Everything known about the record, with the names of its ids. `null` is *unknown*, `[]` is *none*; a figure has only
//! the fields that are stated. `$schema` is the address of the published schema of the kind.

mod department;
mod evaluation;
mod figure;
mod goal;
mod indicator;
mod item;
mod money;
mod plan;
mod program;
mod schema;
mod section;
mod shared;
mod sheet;
mod texts;
mod years;

use std::sync::Arc;

use schemars::Schema;
use serde::Serialize;

use super::charts;
use crate::bundle::{Bundle, Error};
use crate::model::{Department, Record, Relations, Site};

/// What the JSON of many records needs, computed once.
pub(super) struct Context<'s> {
    pub(super) site: &'s Site,
    pub(super) relations: Relations<'s>,
}

/// Adds the JSON of every record.
pub(super) fn add<'a>(bundle: &mut Bundle<'a>, site: &'a Site) {
    let context = Arc::new(Context { site, relations: Relations::new(site) });
    for holder in site.holders() {
        let context = context.clone();
        bundle.add_branch(holder.id().page(), move || {
            let mut branch = Bundle::new();
            for record in std::iter::once(holder).chain(holder.held()) {
                let context = context.clone();
                let path = format!("{}index.json", record.id().page());
                branch.add_lazy(path.clone(), move || written(&context, record, &path));
                charts::add(&mut branch, site, record);
            }
            branch
        });
    }
    for ((kind, title), make) in schemas() {
        let path = schema_path(kind);
        bundle.add_lazy(path.clone(), move || bytes(&path, &schema::published(make(), site, title, &path)));
    }
    for department in &site.departments {
        let context = context.clone();
        let path = format!("{}index.json", department.id.value.page());
        bundle.add_lazy(path.clone(), move || bytes(&path, &department::view(&context, department, &path)));
    }
}

/// A kind of record: its code, its name, the schema of its JSON.
type Kind = ((&'static str, &'static str), fn() -> Schema);

/// The schemas of all kinds of records.
fn schemas() -> [Kind; 7] {
    [
        (Record::PLAN, schema::of::<plan::PlanView<'_>>),
        (Record::SECTION, schema::of::<section::SectionView<'_>>),
        (Record::PROGRAM, schema::of::<program::ProgramView<'_>>),
        (Record::ITEM, schema::of::<item::ItemView<'_>>),
        (Record::SHEET, schema::of::<sheet::SheetView<'_>>),
        (Record::GOAL, schema::of::<goal::GoalView<'_>>),
        (Department::KIND, schema::of::<department::DepartmentView<'_>>),
    ]
}

/// The path at which the schema of a kind of record is published.
pub(super) fn schema_path(kind: &str) -> String {
    format!("data/schema/{kind}.schema.json")
}

fn written<'s>(context: &Context<'s>, record: Record<'s>, path: &str) -> Result<Vec<u8>, Error> {
    match record {
        Record::Plan(plan) => bytes(path, &plan::view(context, plan, path)),
        Record::Section(section) => bytes(path, &section::view(context, section, path)),
        Record::Program(program) => bytes(path, &program::view(context, program, path)),
        Record::Item(item) => bytes(path, &item::view(context, item, path)),
        Record::Sheet(sheet) => bytes(path, &sheet::view(context, sheet, path)),
        Record::Goal(goal) => bytes(path, &goal::view(context, goal, path)),
    }
}

fn bytes(path: &str, view: &impl Serialize) -> Result<Vec<u8>, Error> {
    let fault = |fault: serde_json::Error| Error::Format { path: path.to_owned(), reason: fault.to_string() };
    let mut bytes = serde_json::to_vec(view).map_err(fault)?;
    bytes.push(b'\n');
    Ok(bytes)
}
