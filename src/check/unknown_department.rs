//! 部局・課所の id が departments.yaml に無い.

use super::{Findings, Rule};
use crate::diagnostic::{Located, nearest};
use crate::model::{DepartmentId, Record, Site};

/// `unknown-department`.
pub(super) const RULE: Rule = Rule {
    slug: "unknown-department",
    title: "部局・課所の id が departments.yaml に無い",
    why: "担当が分からない記録を出さない",
    check,
};

fn check(site: &Site, findings: &mut Findings<'_>) {
    if site.is_broken("departments") {
        return;
    }
    for department in &site.departments {
        let others = department.parent.iter().chain(department.successor.iter().flatten());
        others.for_each(|id| known(site, id, findings));
    }
    for record in site.records() {
        record.departments().iter().for_each(|id| known(site, id, findings));
        moves(record).for_each(|id| known(site, id, findings));
    }
    for sheet in &site.sheets {
        known(site, &sheet.department, findings);
    }
}

/// The departments to which goals and items moved.
fn moves(record: Record<'_>) -> impl Iterator<Item = &Located<DepartmentId>> {
    let goal = match record {
        Record::Goal(goal) => Some(goal),
        Record::Plan(_) | Record::Section(_) | Record::Program(_) | Record::Item(_) | Record::Sheet(_) => None,
    };
    let moves = goal.into_iter().flat_map(|goal| {
        goal.moved_to.iter().chain(goal.known_items().iter().filter_map(|item| item.moved_to.as_ref()))
    });
    moves.map(|moved| &moved.department)
}

fn known(site: &Site, id: &Located<DepartmentId>, findings: &mut Findings<'_>) {
    if site.department(&id.value).is_some() {
        return;
    }
    let spellings = |d: &'_ crate::model::Department| -> Vec<(String, String)> {
        let names = std::iter::once(&d.name).chain(d.aliases.iter().flatten()).map(|name| name.value.clone());
        names.chain([d.id.value.0.clone()]).map(|name| (name, d.id.value.0.clone())).collect()
    };
    let table: Vec<_> = site.departments.iter().flat_map(spellings).collect();
    let near = nearest(&id.value.0, table.iter().map(|(name, _)| name.as_str()));
    let help = match near.and_then(|near| table.iter().find(|(name, _)| name == near)) {
        Some((name, id)) if name == id => format!("`{id}` ではありませんか"),
        Some((name, id)) => format!("「{name}」なら `{id}` と書いてください"),
        None => "departments.yaml に部局・課所を足すか、そこにある id を書いてください".to_owned(),
    };
    findings.error(id.at, format!("部局・課所「{}」は departments.yaml にありません", id.value), help);
}
