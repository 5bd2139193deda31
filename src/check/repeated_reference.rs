//! 同じ参照が2回書かれているか、自分を指している.

use std::collections::HashMap;

use super::Findings;
use crate::model::{Reference, Referrer, Relation, Site, of_department, of_record};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for record in site.records() {
        // The departments of a goal stand in its sheet, which is a record of its own.
        one_by_one(of_record(site, record).filter(|relation| relation.at.file == record.at().file), findings);
    }
    site.departments.iter().for_each(|department| one_by_one(of_department(department), findings));
}

fn one_by_one<'s>(relations: impl Iterator<Item = Relation<'s>>, findings: &mut Findings<'_>) {
    let mut seen = HashMap::new();
    for Relation { from, to, at } in relations {
        let name = if let Reference::Sdg(number) = to { format!("目標 {number}").into() } else { to.id() };
        if is_itself(from, to) {
            findings.warning(at, format!("「{name}」は、この記録そのものです"), "この行を消してください。ファイルをコピーして作った記録なら、ほかにも前の内容が残っていないか確認してください");
        }
        // Each item of a goal may have moved to the same department.
        if let Some(first) = seen.insert(to, at).filter(|_| !matches!(to, Reference::MovedTo(_))) {
            let message = format!("「{name}」が2回書かれています");
            findings.warning_beside(at, message, "どちらかを消してください", (first, "1つ目はここです"));
        }
    }
}

fn is_itself(from: Referrer<'_>, to: Reference<'_>) -> bool {
    let is_address = matches!(to, Reference::Related(_) | Reference::Section(..));
    if let Referrer::Record(from) = from { is_address && to.id() == from.id().0 } else { false }
}
