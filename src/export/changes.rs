//! What changed in the tables since the earlier publication, row by row: the table `changes`. It is found by comparing the
//! CSV of each table that is no longer the same with the published one, and follows what that publication told itself; so
//! a reader of `changes` alone has the same rows as one who takes everything anew. A removed row stays known by its id.

use std::collections::HashMap;
use std::io::Read;
use std::sync::{Arc, OnceLock};

use csv::StringRecord;
use serde_json::{Map, Value};

use super::Former;
use super::columns::{Changed, KINDS};
use crate::dataset::{Column, DataFile, Dataset, Dated, GUARD};
use crate::model::Date;

/// A table that is compared.
struct Watched<'s> {
    name: &'static str,
    columns: Vec<Column>,
    csv: DataFile<'s>,
    /// Whether it is still published.
    is_held: bool,
    dated: Dated,
}

impl Watched<'_> {
    fn day(&self) -> Option<Date> {
        if self.is_held { self.dated.day(&self.csv) } else { self.dated.end() }
    }
}

/// The columns that are known of a CSV, and its rows.
type Rows<'c> = (Vec<&'static str>, Box<dyn Iterator<Item = Vec<String>> + 'c>);

/// The rows of the table, which are found when they are first asked for.
pub(super) struct Log<'s> {
    watched: Vec<Watched<'s>>,
    former: Arc<Former>,
    /// The path of its own CSV.
    path: String,
    found: OnceLock<Arc<Vec<Changed>>>,
}

impl<'s> Log<'s> {
    /// The changes of these tables, and of those that have no rows any more and are not published.
    pub(super) fn of(held: &[Dataset<'s>], gone: &[Dataset<'s>], former: &Arc<Former>, path: String) -> Self {
        let watch = |is_held| {
            move |set: &Dataset<'s>| Watched {
                name: set.name,
                columns: set.columns.clone(),
                csv: set.csv.clone(),
                is_held,
                dated: set.dated.clone(),
            }
        };
        let watched = held.iter().map(watch(true)).chain(gone.iter().map(watch(false))).collect();
        Self { watched, former: Arc::clone(former), path, found: OnceLock::new() }
    }

    /// What earlier publications told, then what is new.
    pub(super) fn rows(&self, columns: &[Column]) -> Arc<Vec<Changed>> {
        let find = || {
            let mut all = self.told(columns);
            self.watched.iter().for_each(|table| self.compare(table, &mut all));
            Arc::new(all)
        };
        Arc::clone(self.found.get_or_init(find))
    }

    fn told(&self, columns: &[Column]) -> Vec<Changed> {
        let Some(file) = self.former.rows(&self.path) else { return Vec::new() };
        let Some((names, rows)) = read(file, columns) else { return Vec::new() };
        rows.filter_map(|row| Changed::read(|name| place(&names, name).map(|at| row[at].clone()))).collect()
    }

    /// The rows of a table as they were published, with their columns: none of a table that was not.
    fn before<'c>(&self, table: &'c Watched<'_>) -> Option<Rows<'c>> {
        match table.dated.former {
            Some(_) => read(self.former.rows(&table.csv.path)?, &table.columns),
            None => Some((Vec::new(), Box::new(std::iter::empty()))),
        }
    }

    fn compare(&self, table: &Watched<'_>, found: &mut Vec<Changed>) {
        let Ok(packed) = table.csv.packed() else { return };
        let is_same = match &table.dated.former {
            Some(before) => table.is_held && before.sha256 == packed.sha256,
            None => !table.is_held || !self.former.is_known(),
        };
        if is_same {
            return;
        }
        let Ok(entry) = table.csv.entry() else { return };
        let (Some((old_names, old)), Some((names, new))) = (self.before(table), read(entry.reader(), &table.columns))
        else {
            return;
        };
        let Some(id) = place(&names, "id") else { return };
        let old_id = place(&old_names, "id");
        let old = old.filter_map(|row| Some((row.get(old_id?)?.clone(), row)));
        let mut old: HashMap<String, Vec<String>> = old.collect();
        let entry = |row: &str, kind| Changed::new(table.day(), table.name, row, kind);
        for row in new {
            match old.remove(&row[id]) {
                None => found.push(Changed { after: whole(&names, &row), ..entry(&row[id], KINDS[0].0) }),
                Some(was) => {
                    let fields = names.iter().zip(&row).filter_map(|(name, now)| {
                        let was = place(&old_names, name).map_or("", |at| was[at].as_str());
                        (was != now).then(|| Changed {
                            field: (*name).to_owned(),
                            before: was.to_owned(),
                            after: now.clone(),
                            ..entry(&row[id], KINDS[1].0)
                        })
                    });
                    found.extend(fields);
                }
            }
        }
        let mut gone: Vec<_> = old.into_iter().collect();
        gone.sort();
        found.extend(gone.iter().map(|(id, row)| Changed { before: whole(&old_names, row), ..entry(id, KINDS[2].0) }));
    }
}

/// The place of a column among others.
fn place(names: &[&str], name: &str) -> Option<usize> {
    names.iter().position(|known| *known == name)
}

/// A row as JSON, without its empty cells.
fn whole(names: &[&str], row: &[String]) -> String {
    let told = names.iter().zip(row).filter(|(_, text)| !text.is_empty());
    let told: Map<_, _> = told.map(|(name, text)| ((*name).to_owned(), Value::from(text.as_str()))).collect();
    Value::Object(told).to_string()
}

/// The columns of a CSV that are known, by their machine names, and the rows without guards.
fn read<'c, R: Read + 'c>(file: R, columns: &'c [Column]) -> Option<Rows<'c>> {
    let mut reader = csv::Reader::from_reader(file);
    let headers = reader.headers().ok()?.clone();
    let column = |header: &str| columns.iter().find(|column| column.header == header.trim_start_matches('\u{feff}'));
    let known: Vec<_> = headers.iter().enumerate().filter_map(|(at, header)| Some((at, column(header)?))).collect();
    let names = known.iter().map(|(_, column)| column.name).collect();
    let cells = move |row: StringRecord| known.iter().map(|(at, column)| unguarded(column, &row[*at])).collect();
    Some((names, Box::new(reader.into_records().map_while(Result::ok).map(cells))))
}

fn unguarded(column: &Column, text: &str) -> String {
    let text = if column.is_guarded() { text.strip_prefix(GUARD).unwrap_or(text) } else { text };
    text.to_owned()
}

impl Changed {
    fn new(date: Option<Date>, table: &str, row: &str, kind: &'static str) -> Self {
        Self {
            date: date.map(Date::iso).unwrap_or_default(),
            table: table.to_owned(),
            row: row.to_owned(),
            kind,
            field: String::new(),
            before: String::new(),
            after: String::new(),
        }
    }

    /// A row as it was published.
    fn read(cell: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let kind = cell("kind")?;
        let (kind, _) = KINDS.iter().find(|(code, _)| *code == kind)?;
        Some(Self {
            date: cell("date")?,
            table: cell("table")?,
            row: cell("row_id")?,
            kind,
            field: cell("field")?,
            before: cell("before")?,
            after: cell("after")?,
        })
    }
}
