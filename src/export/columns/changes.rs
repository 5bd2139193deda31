//! `changes`: what changed in the tables from one publication to the next, one row per cell; an added or removed row is one.

use std::collections::HashMap;
use std::sync::Arc;

use super::codes;
use super::fields::{About, Fields, Readers, Table};
use super::figures::unique;
use crate::dataset::Cell;
use crate::export::cell;
use crate::model::{Site, address};

/// A row that came, one of which a cell changed, one that went.
pub(in crate::export) const KINDS: codes::Codes = &[("added", "追加"), ("changed", "変更"), ("removed", "削除")];

/// A cell that changed, or a row that came or went.
#[derive(Debug, Clone)]
pub(in crate::export) struct Changed {
    pub(in crate::export) date: String,
    pub(in crate::export) table: String,
    pub(in crate::export) row: String,
    pub(in crate::export) kind: &'static str,
    pub(in crate::export) field: String,
    pub(in crate::export) before: String,
    pub(in crate::export) after: String,
}

struct Row {
    id: String,
    changed: Changed,
}

/// 変更の記録, of these changes.
pub(in crate::export) fn table<'s>(
    site: &'s Site,
    rows: impl Fn() -> Arc<Vec<Changed>> + Send + Sync + 's,
) -> Table<'s> {
    let about = About {
        name: "changes",
        title_en: "Changes of the tables",
        description: "公開のたびに、ほかの表のどの行がどう変わったか。1行が1つの欄の変更、行の追加、行の削除です。追加された行は 後 に、削除された行は 前 に、空でない欄を JSON で書きます。初めの公開の内容に、この表の行を上から順に当てはめると、今の表になります。",
        // Counting them would mean finding them.
        length: Some(|_| 0),
        readers: Readers::Programs,
        ..About::default()
    };
    columns().table(site, about, move |_, _| {
        let (all, mut seen) = (rows(), HashMap::new());
        (0..all.len()).map(move |at| Row { id: unique(&mut seen, id(&all[at])), changed: all[at].clone() })
    })
}

/// `changes/<date>/<table>/<row>/<field>`.
fn id(of: &Changed) -> String {
    let parts = ["changes", &of.date, &of.table, &of.row, &of.field];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

/// The columns of the table.
pub(in crate::export) fn columns_of(site: &Site) -> Vec<crate::dataset::Column> {
    columns().table(site, About { name: "changes", ..About::default() }, |_, _| std::iter::empty()).columns
}

fn columns<'s>() -> Fields<'s, Row> {
    Fields::<Row>::with_id(|_, row| cell::address(row.id.clone()))
        .add_date(("date", "日付"), ("変わった日。", "Day of the change."), |row| row.changed.date.clone())
        .text(("table", "表"), ("変わった表。", "Table that changed."), |_, row| {
            cell::address(row.changed.table.clone())
        })
        .required()
        .text(("row_id", "行_ID"), ("変わった行の ID。", "Identifier of the row."), |_, row| {
            cell::address(row.changed.row.clone())
        })
        .required()
        .coded(
            [("kind", "種類_コード"), ("kind_label", "種類")],
            KINDS,
            ("追加・変更・削除の別。", "Whether the row was added, changed or removed."),
            |_, row| Some(row.changed.kind),
        )
        .required()
        .text(
            ("field", "列"),
            (
                "変わった列の英語名。行の追加と削除では空。",
                "Machine name of the column; empty for a row that was added or removed.",
            ),
            |_, row| cell::owned(row.changed.field.clone()),
        )
        .text(
            ("before", "前"),
            ("変わる前の内容。空なら、値が無かった。", "Content before; empty where there was none."),
            |_, row| written(&row.changed.before),
        )
        .text(
            ("after", "後"),
            ("変わった後の内容。空なら、値が無くなった。", "Content after; empty where there is none any more."),
            |_, row| written(&row.changed.after),
        )
        .page(|_, row| address::dataset_page(&row.changed.table))
}

/// The content of a cell as it was written.
fn written<'s>(text: &str) -> Cell<'s> {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned().into()) }
}
