//! 取組項目の体系が、2つ以上の書き方で書かれている.

use super::Findings;
use crate::model::Site;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for program in &site.programs {
        let written = [
            program.tree.as_ref().map(|plan| ("tree", plan.at)),
            program.outline.first().map(|entry| ("outline", entry.code.at)),
            program.pillars.first().map(|pillar| ("pillars", pillar.code.at)),
        ];
        let mut written = written.into_iter().flatten();
        if let (Some((first, at)), Some((second, beside))) = (written.next(), written.next()) {
            let message = format!("体系が `{first}` と `{second}` の両方にあります");
            let help = "`tree`・`outline`・`pillars` のうちの1つだけを残してください";
            findings.error_beside(beside, message, help, (at, "1つ目はここです"));
        }
    }
}
