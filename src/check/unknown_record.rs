//! 関連や正誤の参照先が無い.

use super::{Findings, Rule};
use crate::diagnostic::{Located, nearest};
use crate::model::{RecordId, Site};

/// `unknown-record`.
pub(super) const RULE: Rule =
    Rule {
        slug: "unknown-record", title: "関連や正誤の参照先が無い", why: "行き先の無いリンクを出さない", check
    };

fn check(site: &Site, findings: &mut Findings<'_>) {
    for record in site.records() {
        record.related().iter().for_each(|id| known(site, id, findings));
    }
    for correction in &site.corrections {
        known(site, &correction.record, findings);
    }
}

fn known(site: &Site, id: &Located<RecordId>, findings: &mut Findings<'_>) {
    let folder = id.value.0.rsplit_once('/').map_or("", |(folder, _)| folder);
    if site.record(&id.value).is_some() || site.is_broken(&id.value.0) || site.is_broken(folder) {
        return;
    }
    let ids: Vec<_> = site.records().map(|record| record.id().0).collect();
    // Another number is another record, however similar it is.
    let help = match nearest(&id.value.0, ids.iter().map(String::as_str)).filter(|near| !is_other_number(near, id)) {
        Some(near) => format!("`{near}` ではありませんか"),
        None if ids.iter().any(|known| known.rsplit_once('/').is_some_and(|(known, _)| known == folder)) => {
            format!("{folder}/ にある番号を確かめてください")
        }
        None => "programs/<プログラム>/<番号>、goals/<年度>/<部局>/<番号>、plans/<計画>/<番号> の形で書いてください"
            .to_owned(),
    };
    findings.error(id.at, format!("記録 `{}` がありません", id.value), help);
}

fn is_other_number(near: &str, id: &Located<RecordId>) -> bool {
    let letters = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "");
    letters(near) == letters(&id.value.0)
}
