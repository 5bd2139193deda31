//! `corrections`: 正誤.

use std::collections::HashMap;

use super::fields::{About, Fields, Table};
use crate::export::cell;
use crate::model::{Correction, Record, Site};

struct Row<'s> {
    correction: &'s Correction,
    id: String,
}

/// 正誤.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        name: "corrections",
        title_en: "Corrections",
        description: "公開した内容を直した記録。1行が1つの訂正です。",
        ..About::default()
    };
    columns().table(site, about, |site, _| {
        let mut seen = HashMap::new();
        site.corrections.iter().map(move |correction| Row { correction, id: id(correction, &mut seen) })
    })
}

/// `corrections/<date>/<record>/<field>`; what was corrected twice on one day is counted.
fn id(correction: &Correction, seen: &mut HashMap<String, u32>) -> String {
    let id = format!("corrections/{}/{}/{}", correction.date.value.iso(), correction.record, correction.field);
    let count = seen.entry(id.clone()).and_modify(|count| *count += 1).or_insert(1);
    if *count == 1 { id } else { format!("{id}~{count}") }
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    Fields::<Row<'s>>::with_id(|_, row| cell::owned(row.id.clone()))
        .date(("date", "訂正日"), ("訂正した日。", "Day of the correction."), |row| {
            Some(row.correction.date.value)
        })
        .required()
        .text(("record_id", "記録_ID"), ("直した記録のアドレス。", "Address of the record."), |_, row| {
            cell::text(&row.correction.record.value.0)
        })
        .required()
        .text(
            ("record_title", "記録_名称"),
            ("直した記録の題名。", "Title of the record."),
            |site, row| {
                let record = site.record(&row.correction.record.value);
                cell::owned(record.map_or_else(String::new, |record: Record<'_>| record.title(site)))
            },
        )
        .text(("field", "欄"), ("直した欄。", "Field that was corrected."), |_, row| {
            cell::text(&row.correction.field.value)
        })
        .required()
        .text(("before", "誤"), ("直す前の内容。", "Content before."), |_, row| {
            cell::text(&row.correction.before.value)
        })
        .text(("after", "正"), ("直した後の内容。", "Content after."), |_, row| {
            cell::text(&row.correction.after.value)
        })
        .text(("reason", "理由"), ("直した理由。", "Reason."), |_, row| {
            cell::text(&row.correction.reason.value)
        })
        .page(|_, row| row.correction.record.value.page())
}
