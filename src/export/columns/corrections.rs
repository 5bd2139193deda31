//! `corrections`: 正誤.

use super::fields::{About, Fields, Table};
use crate::export::cell;
use crate::model::{Correction, Site};

/// 正誤.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        name: "corrections",
        title_en: "Corrections",
        description: "公開した内容を直した記録。1行が1つの訂正です。",
        ..About::default()
    };
    columns().table(site, about, |site, _| site.corrections.iter())
}

/// `corrections/<date>/<record>/<field>`: a field is corrected once a day.
fn id(correction: &Correction) -> String {
    format!("corrections/{}/{}/{}", correction.date.value.iso(), correction.record, correction.field)
}

fn columns<'s>() -> Fields<'s, &'s Correction> {
    Fields::<&'s Correction>::with_id(|_, row| cell::owned(id(row)))
        .date(("date", "訂正日"), ("訂正した日。", "Day of the correction."), |row| Some(row.date.value))
        .required()
        .text(("record_id", "記録_ID"), ("直した記録のアドレス。", "Address of the record."), |_, row| {
            cell::text(&row.record.value.0)
        })
        .required()
        .text(
            ("record_title", "記録_名称"),
            ("直した記録の題名。", "Title of the record."),
            |site, row| {
                let subject = site.subject(&row.record.value);
                cell::owned(subject.map_or_else(String::new, |subject| subject.title(site)))
            },
        )
        .needed(("field", "欄"), ("直した欄。", "Field that was corrected."), |row| &row.field)
        .text(("before", "誤"), ("直す前の内容。", "Content before."), |_, row| cell::text(&row.before.value))
        .text(("after", "正"), ("直した後の内容。", "Content after."), |_, row| cell::text(&row.after.value))
        .text(("reason", "理由"), ("直した理由。", "Reason."), |_, row| cell::text(&row.reason.value))
        .page(|_, row| row.record.value.page())
}
