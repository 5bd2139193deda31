//! 部局・課所, 計画 and records by name: what a cell shows for an id, and the id for what was typed.

use crate::diagnostic::{nearest, perhaps};
use crate::model::{Department, DepartmentId, PlanId, Record, RecordId, Site};

/// Why a name leads to no department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unclear {
    /// No match; the most similar names.
    Unknown(Option<String>),
    /// Several matches; all of them with their 部局.
    Several(Vec<String>),
}

/// What a cell shows: the name, with that of its 部局 if others have the same name.
pub(super) fn shown(site: &Site, id: &str) -> String {
    let Some(department) = site.department(&DepartmentId(id.to_owned())) else { return id.to_owned() };
    let name = &department.name.value;
    let is_alone = site.departments.iter().filter(|other| other.name.value == *name).count() == 1;
    if is_alone { name.clone() } else { full(site, department) }
}

fn full(site: &Site, department: &Department) -> String {
    site.department_name(&department.id.value)
}

/// Finds a department by id, by name, by 部局 and name, or by another spelling that the content defines.
pub(super) fn find(site: &Site, typed: &str) -> Result<String, Unclear> {
    let typed = plain(typed);
    let is_meant = |department: &&Department| {
        let aliases = department.aliases.iter().flatten().map(|alias| plain(&alias.value));
        department.id.value.0 == typed
            || plain(&full(site, department)) == typed
            || aliases.into_iter().any(|alias| alias == typed)
    };
    let named = |department: &&Department| plain(&department.name.value) == typed;
    let meant: Vec<_> = site.departments.iter().filter(is_meant).collect();
    let meant = if meant.is_empty() { site.departments.iter().filter(named).collect() } else { meant };
    match meant[..] {
        [one] => Ok(one.id.value.0.clone()),
        [] => {
            let names = site.departments.iter().flat_map(|d| [d.name.value.as_str(), d.id.value.0.as_str()]);
            Err(Unclear::Unknown(nearest(&typed, names).map(str::to_owned)))
        }
        _ => Err(Unclear::Several(meant.iter().map(|department| full(site, department)).collect())),
    }
}

/// The message and 直し方 for a name without a match.
pub(super) fn tell(typed: &str, unclear: &Unclear) -> (String, String) {
    match unclear {
        Unclear::Unknown(near) => {
            let help = format!("{}正式な名称か id を書いてください", perhaps(near.as_deref()));
            (format!("部局・課所「{typed}」は departments.yaml にありません"), help)
        }
        Unclear::Several(names) => (
            format!("「{typed}」という名称の部局・課所が{}つあります", names.len()),
            format!("「{}」のように、部局から書いてください", names.join("」「")),
        ),
    }
}

/// What a cell shows for the id of a plan: its title.
pub(super) fn plan(site: &Site, id: &str) -> String {
    site.plan(&PlanId(id.to_owned())).map_or_else(|| id.to_owned(), |plan| plan.title.value.clone())
}

/// What a cell shows for a record: its address, followed by its name.
pub(super) fn record(site: &Site, id: &str) -> String {
    match site.record(&RecordId(id.to_owned())) {
        // The address of a section already contains its number.
        Some(Record::Section(section)) => format!("{id} {}", section.title),
        Some(record) => format!("{id} {}", record.label(site)),
        None => id.to_owned(),
    }
}

/// Finds a plan by id, title or another spelling; otherwise returns the titles that are allowed.
pub(super) fn find_plan(site: &Site, typed: &str) -> Result<String, String> {
    let typed = plain(typed);
    let is_meant = |plan: &&crate::model::Plan| {
        plan.id.0 == typed
            || plain(&plan.title.value) == typed
            || plan.aliases.iter().flatten().any(|alias| plain(&alias.value) == typed)
    };
    let mut found = site.plans.iter().filter(is_meant);
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only.id.0.clone()),
        _ => Err(site.plans.iter().map(|plan| format!("「{}」", plan.title)).collect()),
    }
}

/// A name without its spaces.
fn plain(name: &str) -> String {
    name.split_whitespace().collect()
}
