//! 訂正の「誤」が、「正」や、前の訂正の「正」と食い違う.

use super::Findings;
use crate::model::{Correction, Site, Text, plain};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for correction in site.corrections.iter().filter(|one| one.before.value == one.after.value) {
        let message = "訂正前の内容(`before`)と訂正後の内容(`after`)が、同じです";
        let help = "公開していた内容を `before` に、今の内容を `after` に書いてください";
        findings.error(correction.after.at, message, help);
    }
    let field = |one: &&Correction| (one.record.value.clone(), one.field.value.clone());
    let mut corrections: Vec<_> = site.corrections.iter().collect();
    corrections.sort_by_cached_key(|one| (field(one), one.date.value));
    for of_field in corrections.chunk_by(|one, other| field(one) == field(other)) {
        let days: Vec<_> = of_field.chunk_by(|one, other| one.date.value == other.date.value).collect();
        for pair in days.windows(2) {
            let last = pair[0].last().expect("a day with a correction");
            pair[1].iter().for_each(|correction| unchained(site, correction, last, findings));
        }
    }
}

/// Reports a correction that does not begin with what the last one of its field left. Of several texts in one field each may
/// have corrections of its own.
fn unchained(site: &Site, correction: &Correction, last: &Correction, findings: &mut Findings<'_>) {
    let Some(subject) = site.subject(&correction.record.value) else { return };
    let fields = subject.fields();
    let mut values =
        fields.iter().filter(|field| field.lies_in(&correction.field.value)).flat_map(|field| &field.values);
    let (Some(value), None) = (values.next(), values.next()) else { return };
    let unit = value.figure.and_then(|figure| figure.unit.as_ref()).map_or("", |unit| &unit.value);
    let bare = |text: &Text| plain(&text.value).trim_end_matches(&*plain(unit)).to_owned();
    if bare(&last.after) != bare(&correction.before) {
        let message = format!("訂正前の内容(`before`)が、前の訂正の訂正後の内容「{}」と一致しません", last.after);
        let help = "2つの訂正を見比べ、誤っているほうを直してください";
        findings.warning_beside(correction.before.at, message, help, (last.after.at, "前の訂正はここです"));
    }
}
