//! Reads the tables of the open data back: the header identifies the columns, the `ID` the record of a row.

use super::book::Sheet;
use super::entry::{BookSheet, Entry, Spelling};
use super::field::{Field, Fields, Form, Kind};
use super::findings::Findings;
use super::rules::UNKNOWN_ROW;
use crate::model::RecordId;

/// A table that can be read back, and the mapping of the record that corresponds to a row.
struct Table {
    /// The header that is unique to it.
    mark: &'static str,
    form: fn(&Fields) -> &Form,
    mapping: &'static [&'static str],
}

const TABLES: &[Table] = &[
    Table { mark: "重点取組項目_番号", form: |fields| &fields.goal, mapping: &["items", "#"] },
    Table { mark: "取組計画", form: |fields| &fields.item, mapping: &["years", "#"] },
    Table { mark: "改革の概要", form: |fields| &fields.item, mapping: &[] },
    Table { mark: "重点目標_番号", form: |fields| &fields.goal, mapping: &[] },
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
pub(super) fn read(place: &BookSheet<'_>, fields: &Fields, entries: &mut Vec<Entry>, findings: &mut Findings<'_>) {
    let header = header(place.cells);
    let Some(table) = table(&header) else { return };
    let column = |name: &str| header.iter().find(|(known, _)| known == name).map(|(_, column)| *column);
    let Some(id_column) = column("ID") else { return };
    let columns = columns(table, fields, column);
    let last = place.cells.cells.keys().next_back().map_or(0, |(row, _)| *row);
    for row in 1..=last {
        let id = place.cells.text((row, id_column));
        let Some((record, before)) = address(id.trim()) else {
            if let Some((at, _)) = place.cells.cells.range((row, 0)..(row + 1, 0)).next() {
                let message = "ID が無いか、読み取れない行です";
                let help = "公開中の表の ID をそのまま残してください。新しい項目は「mieruka form」の様式に書きます";
                findings.error(place.cell(*at), UNKNOWN_ROW, message, help);
            }
            continue;
        };
        for (column, field, state) in &columns {
            let state = state.map(|column| place.cells.text((row, column)));
            entries.push(Entry {
                cell: place.cell((row, *column)),
                record: record.clone(),
                path: format!("{before}{field}"),
                spelling: Spelling::Table { state },
            });
        }
    }
}

/// The readable columns of a sheet, from the left: column, path to its field, and the column of the code beside it.
fn columns(table: &Table, fields: &Fields, at: impl Fn(&str) -> Option<u32>) -> Vec<(u32, String, Option<u32>)> {
    let column = |field: &Field| {
        let (path, header) = (field.below(table.mapping)?, field.column?);
        let state = (field.kind == Kind::Statements).then(|| at(&format!("{header}_状態コード"))).flatten();
        Some((at(header)?, path, state))
    };
    let mut columns: Vec<_> = (table.form)(fields).fields.iter().filter_map(column).collect();
    columns.sort();
    columns
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

#[cfg(test)]
mod tests {
    use super::{Fields, Kind, TABLES};
    use crate::export::datasets;
    use crate::load::load;
    use crate::source::Sources;

    #[test]
    fn every_header_that_is_read_back_is_one_that_is_written() {
        let (site, _) = load(&Sources::from_texts([]));
        let written: Vec<Vec<_>> =
            datasets(&site).iter().map(|set| set.columns.iter().map(|column| column.header).collect()).collect();
        let fields = Fields::of(&crate::load::shapes());
        for table in TABLES {
            let set = written.iter().find(|headers| headers.contains(&table.mark)).expect(table.mark);
            let at = |name: &str| set.iter().position(|header| *header == name).map(|at| at as u32);
            for field in (table.form)(&fields).fields.iter().filter(|field| field.below(table.mapping).is_some()) {
                let Some(header) = field.column else { continue };
                let state = field.kind != Kind::Statements || at(&format!("{header}_状態コード")).is_some();
                assert!(at(header).is_some() && state, "{header}");
            }
        }
    }
}
