//! 訂正の「誤」が、「正」や、前の訂正の「正」と食い違う.

use super::Findings;
use crate::model::{Correction, Site, Text, plain};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for correction in &site.corrections {
        if correction.before.value == correction.after.value {
            let message = "訂正前の内容(`before`)と訂正後の内容(`after`)が、同じです";
            findings.error(
                correction.after.at,
                message,
                "公開していた内容を `before` に、今の内容を `after` に書いてください",
            );
        }
        unchained(site, correction, findings);
    }
}

/// Reports a correction that does not begin with what the previous one of its field left. Of several texts in one field each may
/// have corrections of its own.
fn unchained(site: &Site, correction: &Correction, findings: &mut Findings<'_>) {
    let Some(record) = site.record(&correction.record.value) else { return };
    let fields = record.fields();
    let mut values =
        fields.iter().filter(|field| field.lies_in(&correction.field.value)).flat_map(|field| &field.values);
    let (Some(value), None) = (values.next(), values.next()) else { return };
    let unit = value.figure.and_then(|figure| figure.unit.as_ref()).map_or("", |unit| &unit.value);
    let bare = |text: &Text| plain(&text.value).trim_end_matches(&*plain(unit)).to_owned();
    let is_before = |other: &&Correction| {
        (&other.record.value, &other.field.value) == (&correction.record.value, &correction.field.value)
            && other.date.value < correction.date.value
    };
    let Some(last) = site.corrections.iter().filter(is_before).max_by_key(|other| other.date.value) else { return };
    if bare(&last.after) != bare(&correction.before) {
        let message = format!("訂正前の内容(`before`)が、前の訂正の訂正後の内容「{}」と一致しません", last.after);
        let help = "2つの訂正を見比べ、誤っているほうを直してください";
        findings.warning_beside(correction.before.at, message, help, (last.after.at, "前の訂正はここです"));
    }
}
