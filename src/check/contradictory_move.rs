//! 移管した目標に項目があるか、移管先が自分の一覧表の部局になっている.

use super::Findings;
use crate::model::{DepartmentId, KeyGoal, KeyGoalSheet, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for sheet in &site.sheets {
        sheet.goals.iter().for_each(|goal| moved(sheet, goal, findings));
    }
}

fn moved(sheet: &KeyGoalSheet, goal: &KeyGoal, findings: &mut Findings<'_>) {
    let is_own = |id: &DepartmentId| sheet.departments.iter().any(|own| own.value == *id);
    let moves = goal.moved_to.iter().chain(goal.known_items().iter().filter_map(|item| item.moved_to.as_ref()));
    for to in moves.filter(|to| is_own(&to.department.value)) {
        let message = format!("移管先の `{}` は、この⟨list⟩の部局です", to.department);
        findings.warning(to.department.at, message, "移管先の部局の id に直すか、`moved_to` を消してください");
    }
    let away = goal.moved_to.as_ref().filter(|to| !is_own(&to.department.value));
    let (Some(to), Some(item)) = (away, goal.known_items().first()) else { return };
    let message = format!("⟨goal⟩「{}」には、移管先も項目もあります", goal.title);
    let help = "目標の全部が移ったのなら項目を消し、一部が移ったのなら、その項目に `moved_to` を書いてください";
    findings.warning_beside(to.department.at, message, help, (item.number.at, "項目はここからです"));
}
