//! 正誤の欄が、記録に無い.

use super::Findings;
use crate::diagnostic::{nearest, or_near};
use crate::model::{DELETED, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for correction in site.corrections.iter().filter(|correction| correction.after.value != DELETED) {
        let Some(subject) = site.subject(&correction.record.value) else { continue };
        let fields = subject.fields();
        let name = &correction.field.value;
        if fields.iter().any(|field| field.lies_in(name)) {
            continue;
        }
        let help = or_near(nearest(name, fields.iter().map(|field| field.path.as_str())), || {
            "`years.2021.results` のように、YAML のキーと番号・年度を . でつないで書いてください".to_owned()
        });
        let message = format!("記録 `{}` に、欄 `{name}` はありません", correction.record);
        findings.error_beside(correction.field.at, message, &help, (subject.at(), "対象の記録はここです"));
    }
}
