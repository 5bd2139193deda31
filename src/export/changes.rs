//! What changed in the tables since the earlier publication, row by row: the table `changes`. It is found by comparing the
//! CSV of each table that is no longer the same with the published one, and follows what that publication told itself; so
//! a reader of `changes` alone has the same rows as one who takes everything anew. A removed row stays known by its id.

use std::collections::HashMap;
use std::io::Read;
use std::sync::{Arc, OnceLock};

use csv::StringRecord;
use serde_json::Value;

use super::Former;
use super::columns::{Changed, KINDS};
use crate::dataset::{Column, DataFile, Dataset, Dated, GUARD};
use crate::model::Date;

/// The column by which a row is known.
const ID: &str = "id";

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
        let Some((known, rows)) = self.former.rows(&self.path).and_then(|file| read(file, columns)) else {
            return Vec::new();
        };
        rows.filter_map(|row| Changed::read(|name| known.cell(&row, name).map(str::to_owned))).collect()
    }

    /// A table as it was published, without rows if it was not.
    fn before<'c>(&self, table: &'c Watched<'_>) -> Option<Table<'c>> {
        match table.dated.former {
            Some(_) => read(self.former.rows(&table.csv.path)?, &table.columns),
            None => Some((Known::default(), Box::new(std::iter::empty()))),
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
        let (Some((were, old)), Some((are, new))) = (self.before(table), read(entry.reader(), &table.columns)) else {
            return;
        };
        if !are.has(ID) {
            return;
        }
        let entry = |row: &str, kind| Changed::new(table.day(), table.name, row, kind);
        let mut changed = Vec::new();
        let (added, gone) = paired((&were, old), (&are, new), |place, id, was, now| {
            if were.headers == are.headers && was == now {
                return;
            }
            let fields = are.cells(now).filter_map(|(name, now)| {
                let was = were.cell(was, name).unwrap_or_default();
                let told = |text: &str| text.to_owned();
                (was != now).then(|| Changed {
                    field: told(name),
                    before: told(was),
                    after: told(now),
                    ..entry(id, KINDS[1].0)
                })
            });
            changed.extend(fields.map(|field| (place, field)));
        });
        let added = added
            .into_iter()
            .map(|(id, (place, row))| (place, Changed { after: are.whole(&row), ..entry(&id, KINDS[0].0) }));
        changed.extend(added);
        changed.sort_by_key(|(place, _)| *place);
        let mut gone: Vec<_> = gone.into_iter().collect();
        gone.sort_by(|(one, _), (other, _)| one.cmp(other));
        let gone = gone.iter().map(|(id, row)| Changed { before: were.whole(row), ..entry(id, KINDS[2].0) });
        found.extend(changed.into_iter().map(|(_, row)| row).chain(gone));
    }
}

/// The columns that are known of a CSV, each with its place in a row.
#[derive(Default)]
struct Known<'c> {
    headers: StringRecord,
    columns: Vec<(usize, &'c Column)>,
}

impl Known<'_> {
    fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|(_, column)| column.name == name)
    }

    /// The machine names of the columns with their cells, without guards.
    fn cells<'r>(&'r self, row: &'r StringRecord) -> impl Iterator<Item = (&'static str, &'r str)> {
        self.columns.iter().map(|(at, column)| (column.name, unguarded(column, &row[*at])))
    }

    fn cell<'r>(&self, row: &'r StringRecord, name: &str) -> Option<&'r str> {
        let (at, column) = self.columns.iter().find(|(_, column)| column.name == name)?;
        Some(unguarded(column, &row[*at]))
    }

    /// A row as JSON, without its empty cells.
    fn whole(&self, row: &StringRecord) -> String {
        let told = self.cells(row).filter(|(_, text)| !text.is_empty());
        Value::Object(told.map(|(name, text)| (name.to_owned(), Value::from(text))).collect()).to_string()
    }
}

/// The known columns of a CSV, and its rows.
type Table<'c> = (Known<'c>, Box<dyn Iterator<Item = StringRecord> + 'c>);

fn read<'c, R: Read + 'c>(file: R, columns: &'c [Column]) -> Option<Table<'c>> {
    let mut reader = csv::Reader::from_reader(file);
    let headers = reader.headers().ok()?.clone();
    let column = |header: &str| columns.iter().find(|column| column.header == header.trim_start_matches('\u{feff}'));
    let known = headers.iter().enumerate().filter_map(|(at, header)| Some((at, column(header)?))).collect();
    Some((Known { headers, columns: known }, Box::new(reader.into_records().map_while(Result::ok))))
}

/// Rows of a table that have none with their id in the other one; those of the later table with their place.
type Alone<T> = HashMap<String, T>;

/// Tells each row of the later table that the earlier one has too, with its place, its id and the earlier row. Both are read
/// side by side, so that only rows that have moved are held.
fn paired(
    (were, mut old): (&Known<'_>, impl Iterator<Item = StringRecord>),
    (are, new): (&Known<'_>, impl Iterator<Item = StringRecord>),
    mut tell: impl FnMut(usize, &str, &StringRecord, &StringRecord),
) -> (Alone<(usize, StringRecord)>, Alone<StringRecord>) {
    let (mut added, mut gone) = (Alone::new(), Alone::new());
    let mut new = new.enumerate();
    loop {
        let (was, now) = (old.next(), new.next());
        if was.is_none() && now.is_none() {
            return (added, gone);
        }
        let was = was.as_ref().and_then(|row| Some((were.cell(row, ID)?, row)));
        let now = now.as_ref().and_then(|(place, row)| Some((are.cell(row, ID)?, (*place, row))));
        match (was, now) {
            (Some((id, was)), Some((same, (place, now)))) if id == same => tell(place, id, was, now),
            (was, now) => {
                if let Some((id, was)) = was {
                    match added.remove(id) {
                        Some((place, now)) => tell(place, id, was, &now),
                        None => drop(gone.insert(id.to_owned(), was.clone())),
                    }
                }
                if let Some((id, (place, now))) = now {
                    match gone.remove(id) {
                        Some(was) => tell(place, id, &was, now),
                        None => drop(added.insert(id.to_owned(), (place, now.clone()))),
                    }
                }
            }
        }
    }
}

fn unguarded<'t>(column: &Column, text: &'t str) -> &'t str {
    if column.is_guarded() { text.strip_prefix(GUARD).unwrap_or(text) } else { text }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{ColumnType, Limit};

    /// What is told of two tables with the columns 番号 and 題名, each row as `id=title`.
    fn told(before: &[&str], after: &[&str]) -> (Vec<String>, Vec<String>, Vec<String>) {
        let columns = [("id", "番号"), ("title", "題名")].map(|(name, header)| Column {
            name,
            header,
            kind: ColumnType::Text,
            required: false,
            meaning: "".into(),
            meaning_en: "",
            codes: Vec::new(),
            limit: Limit::Free,
            unit: None,
        });
        let csv = |rows: &[&str]| {
            ["番号,題名"].iter().chain(rows).map(|row| row.replace('=', ",") + "\n").collect::<String>()
        };
        let (old, new) = (csv(before), csv(after));
        let ((were, old), (are, new)) = (
            read(old.as_bytes(), &columns).expect("it has heads"),
            read(new.as_bytes(), &columns).expect("it has heads"),
        );
        let mut pairs = Vec::new();
        let (added, gone) = paired((&were, old), (&are, new), |place, id, was, now| {
            let [was, now] =
                [(&were, was), (&are, now)].map(|(known, row)| known.cell(row, "title").unwrap_or_default());
            pairs.push(format!("{place} {id}: {was} {now}"));
        });
        let mut added: Vec<_> = added.into_iter().map(|(id, (place, _))| format!("{place} {id}")).collect();
        let mut gone: Vec<_> = gone.into_keys().collect();
        [&mut pairs, &mut added, &mut gone].into_iter().for_each(|all| all.sort());
        (pairs, added, gone)
    }

    #[test]
    fn rows_are_paired_by_their_ids_wherever_they_stand() {
        let all = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let (pairs, added, gone) = told(&["a=1", "b=2", "c=3", "d=4"], &["x=0", "a=1", "d=5", "c=3", "y=9"]);
        assert_eq!(pairs, all(&["1 a: 1 1", "2 d: 4 5", "3 c: 3 3"]));
        assert_eq!((added, gone), (all(&["0 x", "4 y"]), all(&["b"])));
        assert_eq!(told(&[], &["a=1"]), (vec![], all(&["0 a"]), vec![]));
        assert_eq!(told(&["a=1"], &[]), (vec![], vec![], all(&["a"])));
    }
}
