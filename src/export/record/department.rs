//! 部局 or 課所 as JSON, with what it is responsible for.

use schemars::JsonSchema;
use serde::Serialize;

use super::Context;
use super::shared::{
    CorrectionView, DepartmentRef, Head, PeriodView, RecordRef, Told, corrections, department, departments, head_of,
    period, record_ref, text, told,
};
use crate::model::{Contact, Department, RecordId, Reference};

#[derive(Serialize, JsonSchema)]
pub(super) struct DepartmentView<'s> {
    #[serde(flatten)]
    head: Head<'s>,
    name: &'s str,
    kana: Option<&'s str>,
    aliases: Told<'s>,
    parent: Option<DepartmentRef<'s>>,
    divisions: Vec<DepartmentRef<'s>>,
    valid: Option<PeriodView>,
    successor: Option<Vec<DepartmentRef<'s>>>,
    /// Where to ask about its records.
    contact: Option<ContactView<'s>>,
    note: Option<&'s str>,
    corrections: Vec<CorrectionView<'s>>,
    /// The records for which it and its divisions are responsible, as on its page.
    records: Vec<RecordRef>,
}

#[derive(Serialize, JsonSchema)]
struct ContactView<'s> {
    email: Option<&'s str>,
    phone: Option<&'s str>,
    url: Option<&'s str>,
}

fn contact(of: &Contact) -> ContactView<'_> {
    ContactView { email: text(&of.email), phone: text(&of.phone), url: text(&of.url) }
}

pub(super) fn view<'s>(context: &Context<'s>, own: &'s Department, path: &str) -> DepartmentView<'s> {
    let id = &own.id.value;
    let divisions = context.relations.departments(Reference::Parent(id));
    DepartmentView {
        head: head_of(context, path, id.0.clone(), Department::KIND, context.site.department_name(id)),
        name: &own.name.value,
        kana: text(&own.kana),
        aliases: told(&own.aliases),
        parent: own.parent.as_ref().map(|parent| department(context, &parent.value)),
        divisions: divisions.map(|division| department(context, &division.id.value)).collect(),
        valid: own.valid.map(period),
        successor: departments(context, own.successor.as_deref()),
        contact: own.contact.as_ref().map(contact),
        note: text(&own.note),
        corrections: corrections(context, &RecordId::of_folder(&id.page())),
        records: context.relations.charges(id).map(|record| record_ref(context, record)).collect(),
    }
}
