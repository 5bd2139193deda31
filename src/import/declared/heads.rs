//! The header of a table, and the columns that a declared reading names.

use std::collections::{BTreeMap, BTreeSet};

use super::super::book::{Address, Sheet};
use super::terms::without_year;
use crate::characters::unspaced;
use crate::diagnostic::nearest;
use crate::model::FiscalYear;
use crate::workbook::column_letters;

/// The columns of a table, each with its head; a column without one has cells below.
#[derive(Debug, Default)]
pub(super) struct Heads {
    columns: BTreeMap<u32, String>,
    /// The columns by their heads, as they are compared.
    by_head: BTreeMap<String, Vec<u32>>,
    /// The names of the cells of sheets each of which is a record; of a table none.
    names: Vec<String>,
    /// Where columns stand that are declared by their letters and have moved.
    moved: BTreeMap<String, u32>,
    /// The columns that the reading names; and the names of those that it does not find, each with the head that it may have
    /// now.
    named: BTreeSet<u32>,
    missing: BTreeMap<String, Option<String>>,
    /// The heads all of whose columns the reading names.
    whole: BTreeSet<String>,
    /// The first row below the header.
    pub(super) body: u32,
}

impl Heads {
    /// The heads in these rows, from 1: those of several rows are joined.
    pub(super) fn of(sheet: &Sheet, rows: &[u32]) -> Self {
        let body = rows.iter().copied().max().unwrap_or_default();
        let mut columns: BTreeMap<u32, String> =
            sheet.cells.range((body, 0)..).map(|((_, column), _)| (*column, String::new())).collect();
        for row in rows.iter().map(|row| row.saturating_sub(1)) {
            for ((_, column), _) in sheet.cells.range((row, 0)..(row + 1, 0)) {
                columns.entry(*column).or_default();
            }
        }
        for (column, head) in &mut columns {
            for row in rows.iter().map(|row| row.saturating_sub(1)) {
                head.push_str(&sheet.text(shown_at(sheet, (row, *column))));
            }
            *head = head.split_whitespace().collect();
        }
        Self { by_head: by_head(&columns), columns, body, ..Self::default() }
    }

    /// The names by which a reading names the cells of a sheet, each with its label.
    pub(super) fn of_labels(names: &[(&str, Option<&str>)]) -> Self {
        let columns = (0..).zip(names).map(|(at, (name, head))| (at, head.unwrap_or(name).to_owned())).collect();
        Self {
            by_head: by_head(&columns),
            columns,
            names: names.iter().map(|(name, _)| (*name).to_owned()).collect(),
            ..Self::default()
        }
    }

    /// Follows the columns that are declared by their letters, each with its head, to where they stand now: as many with the
    /// same heads, in the same order. A column of which only the letter is declared cannot be followed, and then none is.
    /// Tells the letter of the first that has moved, where it is, and how many have.
    pub(super) fn follow<'d>(
        &mut self,
        declared: impl Iterator<Item = (&'d str, Option<&'d str>)>,
    ) -> Option<(&'d str, u32, usize)> {
        let is_letter =
            |name: &str| name.len() <= 3 && name.bytes().all(|b| b.is_ascii_uppercase()) && self.with(name).is_empty();
        let mut lettered: BTreeMap<(usize, &str), Option<&str>> = BTreeMap::new();
        for (name, head) in declared.filter(|(name, _)| is_letter(name)) {
            let known = lettered.entry((name.len(), name)).or_default();
            *known = known.or(head);
        }
        let of: Option<Vec<_>> = lettered.iter().map(|((_, name), head)| Some((*name, timeless((*head)?)))).collect();
        let of = of?;
        let all: BTreeSet<_> = of.iter().map(|(_, head)| head).collect();
        // A head with another year in it is hardly longer.
        let longest = 2 * of.iter().map(|(_, head)| head.len()).max()?.max(40);
        let short = self.iter().filter(|(_, head)| head.len() <= longest);
        let there: Vec<_> =
            short.map(|(at, head)| (at, timeless(head))).filter(|(_, head)| all.contains(head)).collect();
        if !there.iter().map(|(_, head)| head).eq(of.iter().map(|(_, head)| head)) {
            return None;
        }
        let pairs = of.iter().zip(&there).filter(|((name, _), (at, _))| letters(*at) != *name);
        let moved: Vec<_> = pairs.map(|((name, _), (at, _))| (*name, *at)).collect();
        self.moved = moved.iter().map(|(name, at)| ((*name).to_owned(), *at)).collect();
        moved.first().map(|(name, at)| (*name, *at, moved.len()))
    }

    /// Remembers which columns a reading names, some years later: the others may be those that it does not find.
    pub(super) fn name_all<'d>(&mut self, names: impl Iterator<Item = &'d str>, years: i64) {
        let (mut named, mut missing) = (BTreeSet::new(), BTreeSet::new());
        for name in names {
            if self.whole.contains(name) && self.with(name).len() > 1 {
                named.extend(self.with(name));
                continue;
            }
            match self.find_later(name, years) {
                Ok(column) => _ = named.insert(column),
                Err(_) => _ = missing.insert(name),
            }
        }
        self.named = named;
        let is_only = missing.len() == 1;
        let renamed = |name: &str| (name.to_owned(), self.renamed(name, is_only).map(str::to_owned));
        self.missing = missing.into_iter().map(renamed).collect();
    }

    /// Takes the heads that names which are not there may have had before for theirs: in the table of last year, a head that
    /// was renamed since.
    pub(super) fn take_renamed(&mut self) {
        let column = |head: &str| self.with(head).first().copied();
        let found = self.missing.iter().filter_map(|(name, head)| Some((name.clone(), column(head.as_ref()?)?)));
        let found: Vec<_> = found.collect();
        self.moved.extend(found);
    }

    /// Takes names for all columns with that head.
    pub(super) fn take_whole<'d>(&mut self, names: impl Iterator<Item = &'d str>) {
        self.whole = names.map(str::to_owned).collect();
    }

    /// The column with a head that stands several times, by its place among them; otherwise the message and 直し方.
    pub(super) fn repeated(&self, name: &str, (place, count): (usize, usize)) -> Result<u32, (String, String)> {
        match self.with(name) {
            [] => self.find(name),
            columns if columns.len() == count => Ok(columns[place]),
            columns => {
                let message =
                    format!("見出し「{name}」の列が{}つで、`repeated` の年度の{count}つと合いません", columns.len());
                Err((
                    message,
                    "年度の列が増えたり減ったりしたのなら、`repeated` の年度を、列の順に直してください".to_owned(),
                ))
            }
        }
    }

    /// The columns that a name means: one, or all with that head.
    pub(super) fn all(&self, name: &str) -> Vec<u32> {
        if self.whole.contains(name) && !self.with(name).is_empty() {
            return self.with(name).to_vec();
        }
        self.find(name).ok().into_iter().collect()
    }

    /// The columns that the reading does not name.
    pub(super) fn unnamed(&self) -> impl Iterator<Item = (u32, &str)> {
        self.iter().filter(|(column, _)| !self.named.contains(column))
    }

    /// The name that a reading does not find and that a head may be instead.
    pub(super) fn former(&self, column: u32) -> Option<&str> {
        let head = self.head(column);
        self.missing.iter().find(|(_, now)| now.as_deref() == Some(head)).map(|(name, _)| name.as_str())
    }

    /// What the head of a name that is not there may be now: one that is like it, or the only one if nothing else is missing.
    fn renamed(&self, name: &str, is_only: bool) -> Option<&str> {
        // The same head of another year is another column.
        let year = without_year(&unspaced(name)).1;
        let is_of_year =
            |head: &&str| year.is_none() || without_year(&unspaced(head)).1.is_none_or(|of| Some(of) == year);
        let heads = || self.unnamed().map(|(_, head)| head).filter(|head| !head.is_empty()).filter(is_of_year);
        let longer = || heads().find(|head| head.contains(name) || name.contains(head));
        let alike = || heads().find(|head| is_alike(head, name));
        let only = || {
            let mut all = heads();
            all.next().filter(|_| all.next().is_none() && is_only)
        };
        nearest(name, heads()).or_else(longer).or_else(alike).or_else(only)
    }

    /// Each column with its head.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        self.columns.iter().map(|(column, head)| (*column, head.as_str()))
    }

    /// The head of a column.
    pub(super) fn head(&self, column: u32) -> &str {
        self.columns.get(&column).map_or("", String::as_str)
    }

    /// The columns with the head of this one; none if it has no head.
    pub(super) fn same(&self, column: u32) -> &[u32] {
        self.with(self.head(column))
    }

    /// The name by which a reading can name a column: its head, or its letter if others have the same.
    pub(super) fn name(&self, column: u32) -> String {
        let head = self.head(column);
        if !head.is_empty() && self.with(head).len() == 1 { head.to_owned() } else { letters(column) }
    }

    /// Whether a name is the letter of its column, and no head or label.
    pub(super) fn is_lettered(&self, name: &str, column: u32) -> bool {
        self.names.is_empty() && letters(column) == name && unspaced(self.head(column)) != unspaced(name)
    }

    /// The column of a name, some years later: a head with a year in it has then another one.
    pub(super) fn find_later(&self, name: &str, years: i64) -> Result<u32, (String, String)> {
        let (_, Some(year)) = without_year(&unspaced(name)) else { return self.find(name) };
        if years == 0 {
            return self.find(name);
        }
        let meant: Vec<_> =
            self.iter().filter(|(_, head)| is_later(name, head, years)).map(|(column, _)| column).collect();
        match meant[..] {
            [only] => Ok(only),
            [] => {
                let later = FiscalYear::new(i64::from(year.western()) + years);
                let later = later.map_or_else(String::new, FiscalYear::wareki);
                let message = format!("列「{name}」の{later}の列が、表にありません");
                Err((message, "列がなくなったのなら、この行を消してください".to_owned()))
            }
            [first, ..] => {
                let letters: Vec<_> = meant.iter().map(|column| letters(*column)).collect();
                let message = format!("列「{name}」にあたる列が{}つあります({}列)", meant.len(), letters.join("列、"));
                Err((message, format!("`column: {}` のように、列の記号で書いてください", self::letters(first))))
            }
        }
    }

    /// The heads that are a name but for their years, each with its column and its year; those of letters are none.
    pub(super) fn of_other_years(&self, name: &str) -> Vec<(u32, &str, FiscalYear)> {
        let (core, Some(year)) = without_year(&unspaced(name)) else { return Vec::new() };
        let other = |head: &str| {
            let (of, other) = without_year(&unspaced(head));
            other.filter(|other| of == core && *other != year)
        };
        self.iter().filter_map(|(column, head)| Some((column, head, other(head)?))).collect()
    }

    fn with(&self, name: &str) -> &[u32] {
        self.by_head.get(&unspaced(name)).map_or(&[], Vec::as_slice)
    }

    /// The column with a head or a letter; otherwise the message and 直し方.
    pub(super) fn find(&self, name: &str) -> Result<u32, (String, String)> {
        if let Some(at) = (0..).zip(&self.names).find(|(_, known)| *known == name) {
            return Ok(at.0);
        }
        let moved = self.moved.get(name).copied();
        let lettered = moved.or_else(|| self.columns.keys().find(|column| letters(**column) == name).copied());
        match (self.with(name), lettered) {
            ([only], _) => Ok(*only),
            (_, Some(column)) => Ok(column),
            ([], None) => {
                let help = match self.missing.get(name).and_then(Option::as_ref) {
                    Some(near) => format!("見出しが「{near}」に変わったのなら、`column: {near}` に直してください"),
                    None => "列がなくなったのなら、この行を消してください".to_owned(),
                };
                Err((format!("列「{name}」が、表にありません"), help))
            }
            (several, None) => {
                let letters: Vec<_> = several.iter().map(|column| letters(*column)).collect();
                let message = format!("見出し「{name}」の列が{}つあります({}列)", several.len(), letters.join("列、"));
                Err((message, format!("`column: {}` のように、列の記号で書いてください", letters[0])))
            }
        }
    }
}

/// A head as it is in every year.
fn timeless(head: &str) -> String {
    without_year(&unspaced(head)).0
}

/// Whether most letters of two heads are the same; of sentences that says nothing.
fn is_alike(one: &str, other: &str) -> bool {
    const LONG: usize = 120;
    if one.len().max(other.len()) > LONG {
        return false;
    }
    let mut rest: Vec<_> = other.chars().collect();
    let shared = one.chars().filter(|c| rest.iter().position(|of| of == c).map(|at| rest.swap_remove(at)).is_some());
    shared.count() * 3 >= 2 * one.chars().count().max(other.chars().count())
}

/// Whether a head is what another one is some years later: the same, or with a later year in it.
pub(super) fn is_later(before: &str, now: &str, years: i64) -> bool {
    match without_year(&unspaced(before)) {
        (core, Some(year)) if years != 0 => {
            let later = FiscalYear::new(i64::from(year.western()) + years);
            later.is_some() && without_year(&unspaced(now)) == (core, later)
        }
        _ => unspaced(before) == unspaced(now),
    }
}

fn by_head(columns: &BTreeMap<u32, String>) -> BTreeMap<String, Vec<u32>> {
    let mut all: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (column, head) in columns.iter().filter(|(_, head)| !head.is_empty()) {
        all.entry(unspaced(head)).or_default().push(*column);
    }
    all
}

/// The letters of a column.
pub(super) fn letters(column: u32) -> String {
    column_letters(column as usize)
}

/// The cell whose text is the head at an address: of cells merged in a row the first. What is merged with the row above
/// has its head there.
fn shown_at(sheet: &Sheet, at: Address) -> Address {
    let area = sheet.merged.iter().find(|area| area.has(at) && area.first.0 == at.0);
    area.map_or(at, |area| area.first)
}
