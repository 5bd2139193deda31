//! 取組項目の区分がプログラムに無い.

use super::Findings;
use crate::diagnostic::nearest;
use crate::model::{RecordId, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for program in &site.programs {
        if site.is_broken(&RecordId::program(&program.id).0) {
            continue;
        }
        let codes: Vec<_> =
            program.pillars.iter().flat_map(|p| &p.categories).map(|category| category.code.value.as_str()).collect();
        for category in program.items.iter().filter_map(|item| item.category.as_ref()) {
            if codes.contains(&category.value.as_str()) {
                continue;
            }
            let near =
                nearest(&category.value, codes.iter().copied()).map(|near| format!("`{near}` ではありませんか。"));
            let help = match codes.is_empty() {
                true => format!(
                    "programs/{}/program.yaml の `pillars` に区分(`categories`)を書くか、`category` の行を消してください",
                    program.id
                ),
                false => format!("{}使える区分は {} です", near.unwrap_or_default(), codes.join("、")),
            };
            findings.error(category.at, format!("区分「{category}」は program.yaml にありません"), help);
        }
    }
}
