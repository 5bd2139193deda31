//! 関連や正誤の参照先が無い.

use super::Findings;
use crate::diagnostic::{Span, nearest};
use crate::model::{RecordId, Reference, Relation, Site, relations};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for Relation { to, at, .. } in relations(site) {
        match to {
            Reference::Related(id) | Reference::Viewed(id) => known(site, id, at, findings),
            // Of what is no record, departments can be corrected.
            Reference::Corrected(id) if site.subject(id).is_none() => known(site, id, at, findings),
            Reference::Corrected(_)
            | Reference::Department(_)
            | Reference::Section(..)
            | Reference::NoPosition(_)
            | Reference::Sdg(_)
            | Reference::MovedTo(_)
            | Reference::Predecessor(_)
            | Reference::PartOf(_)
            | Reference::Tree(_)
            | Reference::Successor(_)
            | Reference::Thread(_)
            | Reference::Parent(_) => {}
        }
    }
}

fn known(site: &Site, id: &RecordId, at: Span, findings: &mut Findings<'_>) {
    let folder = id.0.rsplit_once('/').map_or("", |(folder, _)| folder);
    if site.record(id).is_some() || site.is_broken(&id.0) || site.is_broken(folder) || site.is_broken_below(&id.0) {
        return;
    }
    let ids: Vec<_> = site.subjects().map(|subject| subject.id().0).collect();
    // Another number is another record, however similar it is.
    let help = match nearest(&id.0, ids.iter().map(String::as_str)).filter(|near| !is_other_number(near, id)) {
        Some(near) => format!("`{near}` ではありませんか"),
        None if ids.iter().any(|known| known.rsplit_once('/').is_some_and(|(known, _)| known == folder)) => {
            format!("{folder}/ にある番号を確認してください")
        }
        None => "programs/<プログラム>/<番号>、goals/<年度>/<部局>/<番号>、plans/<計画>/<番号> の形で書いてください"
            .to_owned(),
    };
    findings.error(at, format!("記録 `{id}` がありません"), help);
}

fn is_other_number(near: &str, id: &RecordId) -> bool {
    let letters = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "");
    letters(near) == letters(&id.0)
}
