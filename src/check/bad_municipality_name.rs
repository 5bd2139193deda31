//! 団体の名称が、文字で始まっていない. Titles of tables begin with it, and spreadsheets calculate what begins with a sign.

use super::Findings;
use crate::model::Site;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let name = &site.profile.municipality.name;
    if !site.is_broken("site") && !name.value.starts_with(char::is_alphabetic) {
        let message = format!("団体の名称(`name`)「{name}」が、文字で始まっていません");
        findings.error(name.at, message, "団体の正式な名称を書いてください");
    }
}
