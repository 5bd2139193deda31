//! The tables of the open data read back: the header says what each column is, the `ID` which record a row is.

use super::book::Sheet;
use super::entry::{Entry, Place, Spelling};
use super::findings::{Findings, NOWHERE};
use super::rules::UNKNOWN_ROW;
use crate::diagnostic::Diagnostic;
use crate::model::RecordId;

/// What the address of a row begins with, what its fields begin with, and for each column that can be read back its header,
/// its field and the header of the code beside it.
pub(super) struct Table {
    pub(super) mark: &'static str,
    pub(super) columns: &'static [(&'static str, &'static str, Option<&'static str>)],
}

/// The tables by the header that only they have.
pub(super) const TABLES: &[Table] = &[
    Table {
        mark: "重点取組項目_番号",
        columns: &[
            ("重点取組項目_名称", "title", None),
            ("小項目", "sub_items", Some("小項目_状態コード")),
            ("期限・数値目標", "targets", Some("期限・数値目標_状態コード")),
            ("中間報告_時点", "mid_term.as_of", None),
            ("中間報告", "mid_term.progress", Some("中間報告_状態コード")),
            ("中間評価", "mid_term.rating", None),
            ("達成状況_時点", "final.as_of", None),
            ("達成状況", "final.results", Some("達成状況_状態コード")),
            ("期末評価", "final.rating", None),
            ("移管先_ID", "moved_to.department", None),
            ("移管_注", "moved_to.note", None),
        ],
    },
    Table {
        mark: "取組計画",
        columns: &[
            ("取組計画", "plan", Some("取組計画_状態コード")),
            ("実績", "results", Some("実績_状態コード")),
            ("効果額", "effect", Some("効果額_状態コード")),
        ],
    },
    Table {
        mark: "改革の概要",
        columns: &[
            ("取組項目_名称", "title", None),
            ("改革の概要", "summary", Some("改革の概要_状態コード")),
            ("これまでの実績・課題", "background", Some("これまでの実績・課題_状態コード")),
            ("取組内容・改革手段", "approach", Some("取組内容・改革手段_状態コード")),
            ("成果目標", "goal", Some("成果目標_状態コード")),
            ("担当_注", "departments_note", None),
        ],
    },
    Table {
        mark: "重点目標_番号",
        columns: &[
            ("重点目標_名称", "title", None),
            ("評価", "rating", None),
            ("移管先_ID", "moved_to.department", None),
            ("移管_注", "moved_to.note", None),
        ],
    },
];

fn header(sheet: &Sheet) -> Vec<(String, u32)> {
    sheet.cells.range((0, 0)..(1, 0)).map(|((_, column), cell)| (cell.shown().trim().to_owned(), *column)).collect()
}

fn table(header: &[(String, u32)]) -> Option<&'static Table> {
    let has = |name: &str| header.iter().any(|(known, _)| known == name);
    TABLES.iter().find(|table| has("ID") && has(table.mark))
}

/// Whether the sheet begins with the header of a table that can be read back.
pub(super) fn is_table(sheet: &Sheet) -> bool {
    table(&header(sheet)).is_some()
}

/// The fields of a table's rows.
pub(super) fn read(place: &Place<'_>, entries: &mut Vec<Entry>, findings: &mut Findings<'_>) {
    let header = header(place.cells);
    let Some(table) = table(&header) else { return };
    let column = |name: &str| header.iter().find(|(known, _)| known == name).map(|(_, column)| *column);
    let Some(id_column) = column("ID") else { return };
    let last = place.cells.cells.keys().next_back().map_or(0, |(row, _)| *row);
    for row in 1..=last {
        let id = place.cells.text((row, id_column));
        let Some((record, before)) = address(id.trim()) else {
            if let Some((at, _)) = place.cells.cells.range((row, 0)..(row + 1, 0)).next() {
                let message = "ID が無いか、読み取れない行です";
                let help = "公開中の表の ID をそのまま残してください。新しい項目は「mieruka form」の様式に書きます";
                findings.push(
                    place.book,
                    place.sheet,
                    *at,
                    Diagnostic::error(UNKNOWN_ROW.slug, NOWHERE, message, help),
                );
            }
            continue;
        };
        for (name, field, state) in table.columns {
            let Some(column_at) = column(name) else { continue };
            let state = state.and_then(column).map(|column| place.cells.text((row, column)));
            entries.push(Entry {
                book: place.book,
                sheet: place.sheet,
                at: (row, column_at),
                record: record.clone(),
                path: format!("{before}{field}"),
                spelling: Spelling::Table { state },
            });
        }
    }
}

/// `goals/2022/a/1#i2` is the item 2 of the goal, `programs/g/1#y2022` the year 2022 of the item.
fn address(id: &str) -> Option<(RecordId, String)> {
    let (record, part) = id.split_once('#').unwrap_or((id, ""));
    let before = match part.split_at_checked(1) {
        None => String::new(),
        Some(("i", number)) if number.parse::<u32>().is_ok() => format!("items.{number}."),
        Some(("y", year)) if year.parse::<u32>().is_ok() => format!("years.{year}."),
        Some(_) => return None,
    };
    (record.starts_with("goals/") || record.starts_with("programs/")).then(|| (RecordId(record.to_owned()), before))
}
