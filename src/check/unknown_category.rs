//! 取組項目の区分がプログラムに無い.

use super::Findings;
use super::misnamed::meant;
use crate::model::{Program, RecordId, Site, Text};

/// More codes than this are not told one by one.
const LISTED: usize = 20;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for program in &site.programs {
        let plan = program.tree.as_ref().map(|plan| &plan.value);
        let is_unknown = plan.is_some_and(|plan| site.plan(plan).is_none());
        if is_unknown || site.is_broken(&RecordId::program(&program.id).0) {
            continue;
        }
        let tree = site.tree(program);
        for category in program.items.iter().filter_map(|item| item.category.as_ref()) {
            if tree.branch(&category.value).is_none() {
                let codes: Vec<_> = tree.leaves().map(|branch| branch.code.0.as_str()).collect();
                let file = plan.map_or("program.yaml".to_owned(), |plan| format!("plans/{plan}/plan.yaml"));
                let message = format!("⟨category⟩「{category}」は {file} にありません");
                findings.error(category.at, message, help(program, category, &codes));
            }
        }
    }
}

fn help(program: &Program, category: &Text, codes: &[&str]) -> String {
    let near = meant(&category.value, codes.iter().copied()).map(|near| format!("`{near}` ではありませんか。"));
    let known = match codes {
        [] => format!(
            "programs/{}/program.yaml の `pillars` か `outline` に⟨category⟩を書くか、`category` の行を消してください",
            program.id
        ),
        codes if codes.len() > LISTED => format!("使えるのは、⟨outline⟩にある{}個の番号です", codes.len()),
        codes => format!("使える⟨category⟩は {} です", codes.join("、")),
    };
    format!("{}{known}", near.unwrap_or_default())
}
