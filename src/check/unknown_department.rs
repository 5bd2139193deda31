//! 部局・課所の id が departments.yaml に無い.

use super::Findings;
use crate::diagnostic::{Span, nearest};
use crate::model::{DepartmentId, KeyGoalSheet, Site, relations};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    if site.is_broken("departments") {
        return;
    }
    // The folder of a sheet is named after the department; a sheet that names no other is of it.
    let unknown: Vec<_> = site.sheets.iter().filter(|sheet| is_unknown(site, &sheet.department.value)).collect();
    let is_told = |at: Span| unknown.iter().any(|sheet| sheet.department.at == at);
    for relation in relations(site).filter(|relation| !is_told(relation.at)) {
        relation.to.department().into_iter().for_each(|id| known(site, id, relation.at, findings));
    }
    for KeyGoalSheet { id, department, .. } in &unknown {
        let message = format!("フォルダー「{id}」の部局「{department}」は departments.yaml にありません");
        let renamed = match near(site, &department.value) {
            Some((_, id)) => format!("`{id}` ではありませんか。フォルダーの名前を、その id に変えてください"),
            None => "フォルダーの名前を、departments.yaml にある id に変えてください".to_owned(),
        };
        let help = format!("{renamed}。部局の id を変えたのなら、フォルダーの名前も変えます");
        findings.error(department.at, message, help);
    }
}

fn is_unknown(site: &Site, id: &DepartmentId) -> bool {
    site.department(id).is_none()
}

fn known(site: &Site, id: &DepartmentId, at: Span, findings: &mut Findings<'_>) {
    if !is_unknown(site, id) {
        return;
    }
    let help = match near(site, id) {
        Some((name, id)) if name == id => format!("`{id}` ではありませんか"),
        Some((name, id)) => format!("「{name}」なら `{id}` と書いてください"),
        None => "departments.yaml に部局・課所を追加するか、そこにある id を書いてください".to_owned(),
    };
    findings.error(at, format!("部局・課所「{id}」は departments.yaml にありません"), help);
}

/// The id or the name that is spelled nearly so, with the id that it stands for.
fn near(site: &Site, id: &DepartmentId) -> Option<(String, String)> {
    let spellings = |d: &'_ crate::model::Department| -> Vec<(String, String)> {
        let names = std::iter::once(&d.name).chain(d.aliases.iter().flatten()).map(|name| name.value.clone());
        names.chain([d.id.value.0.clone()]).map(|name| (name, d.id.value.0.clone())).collect()
    };
    let table: Vec<_> = site.departments.iter().flat_map(spellings).collect();
    let near = nearest(&id.0, table.iter().map(|(name, _)| name.as_str()))?;
    table.iter().find(|(name, _)| name == near).cloned()
}
