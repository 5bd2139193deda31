//! 部局・課所の id が departments.yaml に無い.

use std::collections::BTreeMap;

use super::Findings;
use super::misnamed::{List, departments, meant};
use crate::diagnostic::{Span, nearest};
use crate::model::{Department, KeyGoalSheet, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    if site.is_broken("departments") {
        return;
    }
    let (declared, used) = departments(site);
    // The folder of a sheet is named after the department; a sheet that names no other is of it.
    let folders: BTreeMap<Span, &KeyGoalSheet> = site.sheets.iter().map(|sheet| (sheet.department.at, sheet)).collect();
    findings.undeclared(&DEPARTMENTS, (&declared, &used), |id, at| match folders.get(&at) {
        Some(sheet) => folder(site, sheet),
        None => named(site, id),
    });
}

const DEPARTMENTS: List = List { what: "部局・課所", place: "departments.yaml" };

fn folder(site: &Site, KeyGoalSheet { id, department, .. }: &KeyGoalSheet) -> (String, String) {
    let renamed = match near(site, &department.value.0) {
        Some((_, id)) => format!("`{id}` ではありませんか。フォルダーの名前を、その id に変えてください"),
        None => "フォルダーの名前を、departments.yaml にある id に変えてください".to_owned(),
    };
    let message = format!("フォルダー「{id}」の部局「{department}」は departments.yaml にありません");
    (message, format!("{renamed}。部局の id を変えたのなら、フォルダーの名前も変えます"))
}

fn named(site: &Site, id: &str) -> (String, String) {
    let help = match near(site, id) {
        Some((name, id)) if name == id => format!("`{id}` ではありませんか"),
        Some((name, id)) => format!("「{name}」なら `{id}` と書いてください"),
        None => "departments.yaml に部局・課所を追加するか、そこにある id を書いてください".to_owned(),
    };
    (format!("部局・課所「{id}」は departments.yaml にありません"), help)
}

/// The id or the name that is spelled nearly so, with the id that it stands for.
fn near(site: &Site, id: &str) -> Option<(String, String)> {
    let ids = || site.departments.iter().map(|one| one.id.value.0.as_str());
    if let Some(near) = meant(id, ids()) {
        return Some((near.to_owned(), near.to_owned()));
    }
    let names = |one: &'_ Department| -> Vec<(String, String)> {
        let names = std::iter::once(&one.name).chain(one.aliases.iter().flatten());
        names.map(|name| (name.value.clone(), one.id.value.0.clone())).collect()
    };
    let table: Vec<_> = site.departments.iter().flat_map(names).collect();
    let near = nearest(id, table.iter().map(|(name, _)| name.as_str()))?;
    table.iter().find(|(name, _)| name == near).cloned()
}
