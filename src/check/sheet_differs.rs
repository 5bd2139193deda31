//! 一覧表の題名・部局が、フォルダーの年度・部局と違う: a sheet that was copied for another year or department.

use super::Findings;
use crate::model::{Department, DepartmentId, FiscalYear, KeyGoalSheet, Site, Text};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for sheet in site.sheets.iter().filter(|sheet| !site.is_broken(&sheet.id.0)) {
        departments(site, sheet, findings);
        sheet.title.iter().for_each(|title| year(sheet, title, findings));
        sheet.title.iter().for_each(|title| named(site, sheet, title, findings));
    }
}

fn departments(site: &Site, sheet: &KeyGoalSheet, findings: &mut Findings<'_>) {
    let folder = &sheet.department.value;
    let is_of_folder = |id: &DepartmentId| site.is_within(id, folder) || site.is_within(folder, id);
    // An unknown department is told as such.
    let Some(first) = sheet.departments.first().filter(|_| site.department(folder).is_some()) else { return };
    if !sheet.departments.iter().any(|id| is_of_folder(&id.value)) {
        let name = site.department_name(&first.value);
        let message =
            format!("部局が「{name}」ですが、フォルダーは goals/{}/{folder}/ です", sheet.fiscal_year.western());
        findings.warning(first.at, message, "`departments` を直すか、その部局のフォルダーに移してください");
    }
}

fn year(sheet: &KeyGoalSheet, title: &Text, findings: &mut Findings<'_>) {
    if let Some(year) = year_in(&title.value).filter(|year| *year != sheet.fiscal_year) {
        let message = format!(
            "題名は{year}ですが、フォルダーは{}の goals/{}/ です",
            sheet.fiscal_year,
            sheet.fiscal_year.western()
        );
        findings.warning(title.at, message, "題名を直すか、その年度のフォルダーに移してください");
    }
}

/// The first year that a text names.
fn year_in(text: &str) -> Option<FiscalYear> {
    let (before, _) = text.split_once("年度")?;
    before.char_indices().find_map(|(at, _)| before[at..].parse().ok())
}

/// Reports a title that names another department and none of its own.
fn named(site: &Site, sheet: &KeyGoalSheet, title: &Text, findings: &mut Findings<'_>) {
    let is_named = |department: &&Department| title.value.contains(&department.name.value);
    let own = || sheet.departments.iter().filter_map(|id| site.department(&id.value)).flat_map(|one| site.upwards(one));
    if own().next().is_none() || own().any(|department| is_named(&department)) {
        return;
    }
    if let Some(other) = site.departments.iter().filter(is_named).max_by_key(|other| other.name.value.len()) {
        let name = site.department_name(&sheet.departments[0].value);
        let message = format!("題名に「{}」とありますが、部局は「{name}」です", other.name);
        findings.warning(title.at, message, "題名か `departments` の、誤っているほうを直してください");
    }
}
