//! 正誤の「正」が、記録の今の内容と違う.

use super::Findings;
use crate::diagnostic::Span;
use crate::model::{Correction, DELETED, Field, Site, Subject};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for (i, correction) in site.corrections.iter().enumerate() {
        let Some(subject) = site.subject(&correction.record.value) else { continue };
        let later = site.corrections[i + 1..].iter().chain(&site.corrections[..i]);
        if later.into_iter().any(|other| replaces(other, correction)) {
            continue;
        }
        let fields = subject.fields();
        let fields: Vec<_> = fields.iter().filter(|field| field.lies_in(&correction.field.value)).collect();
        match correction.after.value == DELETED {
            true => report_undeleted(correction, &fields, findings),
            false if fields.is_empty() => {}
            false => report_uncorrected(correction, subject, &fields, findings),
        }
    }
}

/// Whether a later correction of the same field covers the present content.
fn replaces(other: &Correction, correction: &Correction) -> bool {
    other.record.value == correction.record.value
        && other.field.value == correction.field.value
        && (other.date.value, other.date.at) > (correction.date.value, correction.date.at)
}

fn report_uncorrected(correction: &Correction, of: Subject<'_>, fields: &[&Field<'_>], findings: &mut Findings<'_>) {
    let after = &correction.after.value;
    if fields.iter().any(|field| field.says(after)) {
        return;
    }
    let message = format!("訂正後の内容(`after`)が、記録 `{}` の `{}` と一致しません", of.id(), correction.field);
    let there = fields.first().and_then(|field| field.values.first()).map_or(of.at(), |value| value.at);
    let help = "記録を直すか、`after` を記録と同じ文にしてください。数値は「4分野」のように単位まで書きます";
    findings.error_beside(correction.after.at, message, help, (there, "今の記録はここです"));
}

fn report_undeleted(correction: &Correction, fields: &[&Field<'_>], findings: &mut Findings<'_>) {
    let Some(at) = fields.iter().find_map(|field| place_of(field, &correction.before.value)) else { return };
    let message = "削除したと書かれた内容が、まだ記録にあります".to_owned();
    let help = "記録から消すか、この訂正を消してください";
    findings.error_beside(correction.after.at, message, help, (at, "ここに残っています"));
}

fn place_of(field: &Field<'_>, text: &str) -> Option<Span> {
    field.values.iter().find(|value| value.says(text)).map(|value| value.at)
}
