//! Links to pages and records, with texts that are understandable out of context.

use serde::Serialize;

use super::data::size_in_words;
use super::{urls, words};
use crate::diagnostic::Located;
use crate::model::{
    ActionItem, Branch, Department, DepartmentId, FiscalYear, Plan, PlanId, PlanReference, Program, ProgramId, Promise,
    Record, SectionCode, Site, Subject,
};

/// A link within the site, relative to its root.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Link {
    pub(super) href: String,
    pub(super) text: String,
}

impl Link {
    /// A link to a folder's page.
    pub(super) fn to(folder: &str, text: &str) -> Self {
        Self { href: urls::href(folder), text: text.to_owned() }
    }

    /// A link to an anchor of a folder's page.
    pub(super) fn at(folder: &str, anchor: &str, text: &str) -> Self {
        Self { href: urls::href_at(folder, anchor), text: text.to_owned() }
    }

    /// A link to an anchor of the same page.
    pub(super) fn within(anchor: &str, text: &str) -> Self {
        Self { href: format!("#{anchor}"), text: text.to_owned() }
    }
}

/// A list of links, or the word for why there are none.
#[derive(Debug, Serialize)]
pub(super) struct Listed<T> {
    pub(super) items: Vec<T>,
    pub(super) absent: Option<&'static str>,
    /// Whether the source does not say it.
    pub(super) is_unknown: bool,
}

impl<T> Listed<T> {
    /// A list that may be unknown, or empty.
    pub(super) fn of(items: Option<Vec<T>>) -> Self {
        Self { absent: words::absent(items.as_deref()), is_unknown: items.is_none(), items: items.unwrap_or_default() }
    }
}

/// A link to a record, with its kind.
#[derive(Debug, Clone, Serialize)]
pub(super) struct RecordLink {
    pub(super) href: String,
    pub(super) text: String,
    pub(super) kind: String,
}

/// A part of a plan to which a record refers.
#[derive(Debug, Serialize)]
pub(super) struct PlanPart {
    pub(super) plan: String,
    pub(super) ordinal: String,
    pub(super) title: Option<String>,
    pub(super) href: Option<String>,
    pub(super) is_held: bool,
}

/// A file of the city, with its type and size.
#[derive(Debug, Serialize)]
pub(super) struct FileLink {
    pub(super) href: String,
    pub(super) text: String,
}

/// A file of the city: PDF 1.2MB.
pub(super) fn file(site: &Site, path: &str) -> Option<FileLink> {
    let file = site.file(path)?;
    let text = format!("{} {}", file.kind.word(), size_in_words(file.bytes.len() as u64));
    Some(FileLink { href: path.to_owned(), text })
}

/// The type and size of a file of the city.
pub(super) fn note(site: &Site, path: &str) -> Option<String> {
    file(site, path).map(|file| file.text)
}

/// The link to a record, with a text that is understandable among records of all kinds.
pub(super) fn record(site: &Site, record: Record<'_>) -> RecordLink {
    let text = if let Record::Section(section) = record {
        let PlanPart { plan, ordinal, .. } = part(site, &section.plan, &section.code);
        format!("{plan} {ordinal} {}", section.title)
    } else {
        record.label(site)
    };
    RecordLink { href: urls::href(&record.id().page()), text, kind: record.kind_label(site).to_owned() }
}

/// What a correction is of.
pub(super) fn subject(site: &Site, of: Subject<'_>) -> RecordLink {
    match of {
        Subject::Record(found) => record(site, found),
        Subject::Department(_) => {
            let kind = site.words().tell(Department::KIND.1).into_owned();
            RecordLink { href: urls::href(&of.id().page()), text: of.title(site), kind }
        }
    }
}

/// The links of several records.
pub(super) fn records<'s>(site: &Site, of: impl Iterator<Item = Record<'s>>) -> Vec<RecordLink> {
    of.map(|found| record(site, found)).collect()
}

/// A department by its full name: 政策企画部 政策企画課.
pub(super) fn department(site: &Site, id: &DepartmentId) -> Link {
    Link::to(&id.page(), &site.department_name(id))
}

/// Several departments.
pub(super) fn departments(site: &Site, ids: &[Located<DepartmentId>]) -> Vec<Link> {
    ids.iter().map(|id| department(site, &id.value)).collect()
}

/// No.17 オープンデータの推進.
pub(super) fn item(item: &ActionItem) -> Link {
    Link::to(&item.id.page(), &format!("No.{} {}", item.number, item.title))
}

/// A part of a plan: linked to its page if there is one, else to its line in the plan's outline.
pub(super) fn plan_part(site: &Site, reference: &PlanReference) -> PlanPart {
    part(site, &reference.plan.value, &reference.code.value)
}

/// A part of a plan, by the plan's id and the section's code.
pub(super) fn part(site: &Site, plan_id: &PlanId, code: &SectionCode) -> PlanPart {
    let Some(plan) = site.plan(plan_id) else {
        let (plan, ordinal) = (plan_id.0.clone(), code.0.clone());
        return PlanPart { plan, ordinal, title: None, href: None, is_held: false };
    };
    let section = plan.section(code);
    let entry = plan.entry(code);
    let href = match section {
        Some(section) => Some(urls::href(&section.id.page())),
        None => entry.map(|_| urls::href_at(&plan_id.page(), &code.anchor())),
    };
    PlanPart {
        plan: plan.title.value.clone(),
        ordinal: plan.ordinal(code),
        title: section.map(|s| &s.title).or(entry.map(|e| &e.title)).map(|title| title.value.clone()),
        href,
        is_held: section.is_some(),
    }
}

/// A program.
pub(super) fn program(program: &Program) -> Link {
    Link::to(&program.id.page(), &program.title.value)
}

/// The goals of a year.
pub(super) fn goals_of(year: FiscalYear, noun: &str) -> Link {
    Link::to(&year.goals_page(), &format!("{year} {noun}"))
}

/// Where a target stands.
pub(super) fn promise(promise: &Promise<'_>, text: String) -> Link {
    let (folder, anchor) = (promise.record.id().page(), promise.anchor());
    Link { href: if anchor.is_empty() { urls::href(&folder) } else { urls::href_at(&folder, &anchor) }, text }
}

/// A plan by its title.
pub(super) fn plan(plan: &Plan) -> Link {
    Link::to(&plan.id.page(), &plan.title.value)
}

/// A branch of the tree of a program, on the program's page.
pub(super) fn branch(program: &ProgramId, branch: &Branch) -> Link {
    Link::at(&program.page(), &branch.anchor(), &branch.name())
}
