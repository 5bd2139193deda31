//! Reads the tables of the open data back: the header identifies the columns, the `ID` the record of a row. What is in a
//! table and is not read back is reported; of a whole table that is not, only if it is not what the content makes.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Address, Cell, Content, Sheet};
use super::digest::clean;
use super::entry::{BookSheet, Entry, Spelling};
use super::field::{Field, Fields, Form, Kind};
use super::findings::{Findings, ONE_OF_BOTH};
use super::lossy::{Through, is_same};
use super::rules::{NOT_READ, UNKNOWN_LAYOUT, UNKNOWN_ROW, WRITTEN_TWICE};
use super::table_cell::{State, TableCell};
use super::table_places::TablePlace;
use crate::dataset::{Column, Dataset};
use crate::diagnostic::{and_others, nearest};
use crate::model::{RecordId, Words};
use crate::workbook::fitting;

/// A table that can be read back, and the mapping of the record that corresponds to a row.
struct Table {
    name: &'static str,
    form: fn(&Fields) -> &Form,
    mapping: &'static [&'static str],
}

const TABLES: &[Table] = &[
    Table { name: "key_goal_items", form: |fields| &fields.goal, mapping: &["items", "#"] },
    Table { name: "action_item_years", form: |fields| &fields.item, mapping: &["years", "#"] },
    Table { name: "action_items", form: |fields| &fields.item, mapping: &[] },
    Table { name: "key_goals", form: |fields| &fields.goal, mapping: &[] },
];

/// The column that identifies the record of a row.
const ID: &str = "ID";
/// How many headers of a table make a sheet that table.
const ENOUGH: usize = 3;

/// How far below the first line a header is looked for, to say that it is not the first.
const ABOVE: u32 = 20;

/// The texts of a row, each with its column.
fn header(sheet: &Sheet, row: u32) -> Vec<(String, u32)> {
    let cells = sheet.cells.range((row, 0)..(row + 1, 0));
    cells.map(|((_, column), cell)| (clean(cell.shown().trim()), *column)).collect()
}

/// The table of the open data whose header the sheet has.
pub(super) fn table<'d, 's>(sheet: &Sheet, datasets: &'d [Dataset<'s>]) -> Option<&'d Dataset<'s>> {
    let header = header(sheet, 0);
    headed(&header, datasets).filter(|_| header.iter().any(|(word, _)| word == ID))
}

/// Why a sheet is not a table of the open data although it has the header of one: the cell, what is wrong, and the remedy.
pub(super) fn displaced(sheet: &Sheet, datasets: &[Dataset<'_>]) -> Option<(Address, String, &'static str)> {
    // Half of its columns: a memo may have a few headers in common with a table.
    let is_head =
        |header: &[(String, u32)]| headed(header, datasets).is_some_and(|set| header.len() * 2 >= set.columns.len());
    let (row, header) = (0..ABOVE).map(|row| (row, header(sheet, row))).find(|(_, header)| is_head(header))?;
    let at = (row, header.first()?.1);
    if !header.iter().any(|(word, _)| word == ID) {
        let help = "ID の列を消した表は取り込めません。公開中の表をダウンロードし直し、変えた文をコピーしてください";
        return Some((at, "公開中の表の「ID」の列がありません".to_owned(), help));
    }
    let message = format!("公開中の表の見出しが、{}行目にあります", row + 1);
    Some((at, message, "見出しより上の行を消し、見出しを1行目にしてください"))
}

/// What is told of the list of all tables, which portals read: the cell, what is wrong, and the remedy.
pub(super) fn catalogue(sheet: &Sheet) -> Option<(Address, String, &'static str)> {
    const OF_LIST: [&str; 2] = ["データセット_ID", "ファイル_ID"];
    let header = header(sheet, 0);
    let at = header.iter().find(|(word, _)| *word == OF_LIST[0])?.1;
    let help = "団体や表の名前は site.yaml に書いてください。表の値は、それぞれの表か様式で取り込みます";
    let message = "公開中の「オープンデータ一覧」は、公開のたびに自動で作る一覧のため取り込めません";
    header.iter().any(|(word, _)| *word == OF_LIST[1]).then(|| ((0, at), message.to_owned(), help))
}

/// The table of the open data to which a header belongs.
fn headed<'d, 's>(header: &[(String, u32)], datasets: &'d [Dataset<'s>]) -> Option<&'d Dataset<'s>> {
    let known = |set: &Dataset<'_>| {
        set.columns.iter().filter(|column| header.iter().any(|(word, _)| word == column.header)).count()
    };
    // Of two with as many of them the one that has fewer others.
    let rank = |(count, set): &(usize, &Dataset<'_>)| (*count, std::cmp::Reverse(set.columns.len()));
    let best = datasets.iter().map(|set| (known(set), set)).rev().max_by_key(rank);
    best.filter(|(count, _)| *count >= ENOUGH).map(|(_, set)| set)
}

/// A sheet with the table that it is.
struct Reading<'r> {
    place: &'r BookSheet<'r>,
    set: &'r Dataset<'r>,
    header: Vec<(String, u32)>,
    /// The rows made from the present content, by ID.
    now: BTreeMap<String, Vec<String>>,
}

/// The fields of a table's rows; of a table that is not read back none, but its edited cells are reported. Returns the number of
/// the cells that were only compared.
pub(super) fn read(
    place: &BookSheet<'_>,
    set: &Dataset<'_>,
    fields: &Fields,
    entries: &mut Vec<Entry>,
    findings: &mut Findings<'_>,
) -> usize {
    let id = set.columns.iter().position(|column| column.header == ID).unwrap_or_default();
    let text = |cells: Vec<crate::dataset::Cell<'_>>| cells.iter().map(|cell| cell.as_text().into_owned()).collect();
    let now = set.rows().map(text).map(|row: Vec<String>| (row[id].clone(), row)).collect();
    let reading = Reading { place, set, header: header(place.cells, 0), now };
    reading.tell_columns(findings);
    if let Some(table) = TABLES.iter().find(|table| table.name == set.name) {
        reading.rows(&reading.columns(table, fields), entries, findings);
        return 0;
    }
    let kept = TablePlace::of(set.name).expect("a table that is not read back has its place");
    reading.compare(kept, &fields.words, findings)
}

impl Reading<'_> {
    /// The column of the sheet with this header.
    fn at(&self, header: &str) -> Option<u32> {
        self.header.iter().find(|(known, _)| known == header).map(|(_, column)| *column)
    }

    /// A column of the table by its header, and its index.
    fn known(&self, header: &str) -> Option<(usize, &Column)> {
        self.set.columns.iter().enumerate().find(|(_, column)| column.header == header)
    }

    /// What the table made from the present content has in a row below a header.
    fn now(&self, id: &str, header: &str) -> String {
        let cell = self.known(header).and_then(|(at, _)| Some(self.now.get(id)?[at].clone()));
        cell.unwrap_or_default()
    }

    /// The readable columns, from the left: column, its header, the path of its field, and the column of its code.
    fn columns(&self, table: &Table, fields: &Fields) -> Vec<(u32, &'static str, String, Option<u32>)> {
        let column = |field: &Field| {
            let (path, header) = (field.below(table.mapping)?, field.column?);
            let state = (field.kind == Kind::Statements).then(|| self.at(&state_of(header))).flatten();
            Some((self.at(header)?, header, path, state))
        };
        let mut columns: Vec<_> = (table.form)(fields).fields.iter().filter_map(column).collect();
        columns.sort();
        columns
    }

    fn rows(
        &self,
        columns: &[(u32, &'static str, String, Option<u32>)],
        entries: &mut Vec<Entry>,
        findings: &mut Findings<'_>,
    ) {
        let Some(id_column) = self.at(ID) else { return };
        let cells = &self.place.cells.cells;
        let rows: BTreeSet<u32> = cells.range((1, 0)..).map(|((row, _), _)| *row).collect();
        let mut first: BTreeMap<String, u32> = BTreeMap::new();
        let mut changed: BTreeMap<u32, (Address, usize)> = BTreeMap::new();
        for row in rows {
            let id = self.place.cells.text((row, id_column)).trim().to_owned();
            let Some((record, before)) = address(&id) else {
                if let Some((at, _)) = cells.range((row, 0)..(row + 1, 0)).next() {
                    let message = "ID が無いか、読み取れない行です";
                    let help = "公開中の表の ID をそのまま残してください。新しい項目は「mieruka form」の様式に書きます";
                    findings.error(self.place.cell(*at), UNKNOWN_ROW, message, help);
                }
                continue;
            };
            if let Some(other) = first.get(&id) {
                let message = format!("同じ ID の行が2つあります(もう1つは {} 行目)", other + 1);
                findings.error(self.place.cell((row, id_column)), WRITTEN_TWICE, message, ONE_OF_BOTH);
                continue;
            }
            first.insert(id.clone(), row);
            self.count_unread(row, &id, columns, &mut changed);
            for (column, header, field, state) in columns {
                let state = state.map(|column| State {
                    code: self.place.cells.text((row, column)).trim().to_owned(),
                    now: self.now(&id, &state_of(header)),
                    codes: self.known(&state_of(header)).map_or_else(Vec::new, |(_, column)| column.codes.clone()),
                });
                entries.push(Entry {
                    cell: self.place.cell((row, *column)),
                    record: record.clone(),
                    path: format!("{before}{field}"),
                    spelling: Spelling::Table(TableCell { now: self.now(&id, header), state }),
                });
            }
        }
        self.tell_unread(&changed, findings);
    }

    /// Notes the cells of a row that differ from the content and are not read back: the first of each column, and how many.
    fn count_unread(
        &self,
        row: u32,
        id: &str,
        read: &[(u32, &'static str, String, Option<u32>)],
        changed: &mut BTreeMap<u32, (Address, usize)>,
    ) {
        let is_read = |column: u32| read.iter().any(|(at, _, _, state)| *at == column || *state == Some(column));
        for (header, column) in self.header.iter().filter(|(header, column)| header != ID && !is_read(*column)) {
            let Some((at, _)) = self.known(header) else { continue };
            let Some(now) = self.now.get(id).map(|row| &row[at]) else { continue };
            if !says(self.place.cells.cells.get(&(row, *column)), now) {
                changed.entry(*column).or_insert(((row, *column), 0)).1 += 1;
            }
        }
    }

    /// Compares the rows of a table that is not read back with those of the content. Returns the number of cells.
    fn compare(&self, kept: &TablePlace, words: &Words, findings: &mut Findings<'_>) -> usize {
        let Some(id_column) = self.at(ID) else { return 0 };
        let title = format!("公開中の表「{}」は、{}、取り込めません", self.set.title, words.tell(kept.why()));
        let at = |id: &str| words.tell(&kept.at(id)).into_owned();
        let cells = &self.place.cells.cells;
        let rows: BTreeSet<u32> = cells.range((1, 0)..).map(|((row, _), _)| *row).collect();
        if !kept.is_of_content() {
            findings.error(self.place.cell((0, id_column)), UNKNOWN_LAYOUT, title, at(""));
            return 0;
        }
        let (mut compared, mut unknown) = (0, Vec::new());
        let mut changed: BTreeMap<u32, (Address, String, usize)> = BTreeMap::new();
        for row in rows {
            let id = self.place.cells.text((row, id_column)).trim().to_owned();
            let Some(now) = self.now.get(&id) else {
                unknown.push((row, id));
                continue;
            };
            for (header, column) in &self.header {
                let Some((known, _)) = self.known(header) else { continue };
                compared += 1;
                if !says(cells.get(&(row, *column)), &now[known]) {
                    let first = changed.entry(*column).or_insert_with(|| ((row, *column), id.clone(), 0));
                    first.2 += 1;
                }
            }
        }
        if let Some((row, id)) = unknown.first() {
            let others = and_others(unknown.len(), "行");
            let message = format!("{title}。ID「{id}」の行は、今の内容から作った表にありません{others}");
            findings.error(self.place.cell((*row, id_column)), UNKNOWN_ROW, message, at(id));
        }
        for (cell, id, count) in changed.values() {
            let header = self.header.iter().find(|(_, column)| *column == cell.1).map_or("", |(header, _)| header);
            let others = and_others(*count, "か所");
            let message = format!("{title}。列「{header}」の値が、今の内容と違います{others}");
            findings.error(self.place.cell(*cell), NOT_READ, message, at(id));
        }
        compared
    }

    fn tell_unread(&self, changed: &BTreeMap<u32, (Address, usize)>, findings: &mut Findings<'_>) {
        for (at, count) in changed.values() {
            let header = self.header.iter().find(|(_, column)| *column == at.1).map_or("", |(header, _)| header);
            let message = format!("列「{header}」の値が記録と違いますが、この列は取り込みません({count}か所)");
            let help = "ほかの値から自動で作る列です。変えたいときは、様式か YAML のファイルに書いてください";
            findings.warning(self.place.cell(*at), NOT_READ, &message, help);
        }
    }

    /// Reports headers that are not those of the table, and columns with texts below no header.
    fn tell_columns(&self, findings: &mut Findings<'_>) {
        let mut known: BTreeSet<&str> = BTreeSet::new();
        for (header, column) in &self.header {
            let at = self.place.cell((0, *column));
            if self.known(header).is_none() {
                self.tell_header(header, *column, findings);
            } else if !known.insert(header) {
                let message = format!("「{header}」の列が2つあります");
                findings.error(at, WRITTEN_TWICE, message, ONE_OF_BOTH);
            }
        }
        let headed: BTreeSet<u32> = self.header.iter().map(|(_, column)| *column).collect();
        let cells = self.place.cells.cells.keys();
        let bare: BTreeMap<u32, u32> =
            cells.filter(|(_, column)| !headed.contains(column)).map(|(row, column)| (*column, *row)).rev().collect();
        for (column, row) in bare {
            let help = "表の列に書くか、消してください";
            findings.warning(self.place.cell((row, column)), NOT_READ, "見出しの無い列の文は、取り込みません", help);
        }
    }

    /// Reports an unknown header: an error if it seems to be one of the table's that was changed.
    fn tell_header(&self, header: &str, column: u32, findings: &mut Findings<'_>) {
        let at = self.place.cell((0, column));
        let left = self.set.columns.iter().map(|column| column.header).filter(|known| self.at(known).is_none());
        let left: Vec<_> = left.collect();
        let bare: String = header.split_whitespace().collect();
        let begins = left.iter().copied().filter(|known| bare.starts_with(known)).max_by_key(|known| known.len());
        match begins.or_else(|| nearest(&bare, left.iter().copied())) {
            Some(near) => {
                let message = format!("列の見出し「{header}」は、この表にありません");
                let help = format!(
                    "「{near}」の列なら、見出しを「{near}」に戻してください。追加した列なら、別の名前にしてください"
                );
                findings.error(at, NOT_READ, message, help);
            }
            None => {
                let message = format!("列「{header}」は、この表に無い列なので取り込みません");
                findings.warning(at, NOT_READ, &message, "メモの列なら、このままでかまいません");
            }
        }
    }
}

/// The header of the code beside statements.
fn state_of(header: &str) -> String {
    format!("{header}_状態コード")
}

/// Whether a cell says the same as a text of the table, in the spelling of any spreadsheet.
fn says(cell: Option<&Cell>, now: &str) -> bool {
    let Some(cell) = cell else { return now.is_empty() };
    let shown = clean(cell.shown().trim());
    let number = |text: &str| text.replace(',', "").parse::<f64>().ok();
    let day = |text: &str| text.parse::<crate::model::Date>().ok();
    let is_number = |text: &str| number(text).is_some() && number(text) == number(now);
    is_same(&shown, now, Through::ShiftJis)
        || is_same(&shown, &fitting(now), Through::ShiftJis)
        || is_number(&shown)
        || matches!(&cell.content, Content::Number { value, .. } if is_number(value))
        || day(&shown).is_some() && day(&shown) == day(now)
        || shown.eq_ignore_ascii_case(now)
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
    use super::{Fields, Kind, TABLES, TablePlace, state_of};
    use crate::export::datasets;
    use crate::load::load;
    use crate::source::Sources;

    #[test]
    fn every_header_that_is_read_back_is_one_that_is_written() {
        let texts = [
            ("programs/p/program.yaml", "title: P\nperiod: {from: 2021, to: 2025}\n"),
            ("goals/2022/d/sheet.yaml", "departments: [d]\n"),
        ];
        let (site, _) = load(&Sources::from_texts(texts));
        let sets = datasets(&site);
        let fields = Fields::of(&crate::load::shapes());
        for heading in crate::dataset::TABLES {
            let is_read = TABLES.iter().any(|table| table.name == heading.name);
            assert_ne!(is_read, TablePlace::of(heading.name).is_some(), "{}", heading.name);
        }
        for table in TABLES {
            let set = sets.iter().find(|set| set.name == table.name).expect(table.name);
            let has = |name: &str| set.columns.iter().any(|column| column.header == name);
            for field in (table.form)(&fields).fields.iter().filter(|field| field.below(table.mapping).is_some()) {
                let Some(header) = field.column else { continue };
                let state = field.kind != Kind::Statements || has(&state_of(header));
                assert!(has(header) && state, "{header}");
            }
        }
    }
}
