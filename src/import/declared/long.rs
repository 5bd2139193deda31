//! Tables of which each row is one year of a record: how they are known, and the year that each row says; and the rows of a
//! record as one, whether they are its years or its indicators.

use std::collections::{BTreeMap, BTreeSet};

use super::super::field::Kind;
use super::super::findings::{Findings, Place};
use super::super::rules::{CELL_YEAR, NOT_READ, SEVERAL_NAMES, UNKNOWN_ROW, UNMAPPED_COLUMN};
use super::super::value::{Meaning, shown};
use super::body::Body;
use super::cells::Found;
use super::grid::Grid;
use super::heads::Heads;
use super::{Row, dotted};
use crate::characters::unspaced;
use crate::diagnostic::{Diagnostic, and_others};
use crate::model::{FiscalYear, Site, TableYear};
use crate::shape::PathStep;

/// The years of the rows that have an id; `None` if the column is not there. Rows without a year that can be read are reported.
pub(super) fn years(
    year: &TableYear,
    heads: &Heads,
    (grid, id): (&Grid<'_>, u32),
    findings: &mut Findings<'_>,
) -> Option<BTreeMap<u32, FiscalYear>> {
    let column = match heads.find(&year.column.value) {
        Ok(column) => column,
        Err((message, help)) => {
            findings.push(Diagnostic::error(UNMAPPED_COLUMN.slug, year.at, message, help));
            return None;
        }
    };
    let (mut years, mut unread) = (BTreeMap::new(), BTreeMap::new());
    for row in grid.rows().into_iter().filter(|row| !unspaced(&grid.text((*row, id))).is_empty()) {
        let said = grid.text((row, column)).trim().to_owned();
        match year.of_row(&said) {
            Some(of) => drop(years.insert(row, of)),
            None => unread.entry(said).or_insert((grid.place((row, column)), 0)).1 += 1,
        }
    }
    for (said, (place, count)) in unread {
        let others = and_others(count, "行");
        let (message, help) = match said.as_str() {
            "" => (
                format!("列「{}」が空で、どの年度の行かが分かりません{others}", year.column),
                "年度を書いてください".to_owned(),
            ),
            _ if said.chars().all(char::is_numeric) && year.era.is_none() => (
                format!("列「{}」の「{said}」は、元号が分からないため、年度として読めません{others}", year.column),
                "表の読み方に `year: {column: 年度, era: 令和}` のように、元号を書いてください".to_owned(),
            ),
            _ => (
                format!("列「{}」の「{said}」を、年度として読めません{others}", year.column),
                "「R7」「令和7年度」「2025」のように書いてください。合計や注の行なら、番号の欄を空にします".to_owned(),
            ),
        };
        findings.error(place, CELL_YEAR, message, help);
    }
    Some(years)
}

/// How the rows of a table are the years of records.
#[derive(Clone, Copy)]
pub(super) struct Long {
    /// The column with the number of a record.
    id: u32,
    /// The column that says of which year a row is.
    pub(super) year: u32,
    /// Whether its years lack their era.
    pub(super) lacks_era: bool,
}

/// A table whose rows are years of records: the number of a record stands in several rows, never twice with one year.
pub(super) fn find(body: &Body<'_>, id: u32) -> Option<Long> {
    let rows: Vec<u32> = body.rows(id).collect();
    let text = |row: u32, column: u32| body.joined(row, &[column]);
    let ids: BTreeSet<_> = rows.iter().map(|row| text(*row, id)).collect();
    if ids.len() == rows.len() {
        return None;
    }
    let named: Vec<_> = rows.iter().map(|row| (*row, text(*row, id))).collect();
    Long::of(body, id, &named)
}

impl Long {
    /// The column of the years of rows, each of which has the name of what it is a year of: no name stands twice with one year.
    pub(super) fn of(body: &Body<'_>, id: u32, named: &[(u32, String)]) -> Option<Self> {
        let is_number = |said: &String| said.len() < 3 && said.parse::<u8>().is_ok_and(|number| number > 0);
        let is_column = |column: u32| {
            let said: Vec<_> = named.iter().map(|(row, _)| body.joined(*row, &[column])).collect();
            let lacks_era = said.iter().all(|said| is_number(&said.trim_end_matches("年度").to_owned()));
            let are_years = lacks_era || said.iter().all(|said| said.parse::<FiscalYear>().is_ok());
            let pairs: BTreeSet<_> = named.iter().map(|(_, name)| name).zip(&said).collect();
            (are_years && pairs.len() == named.len()).then_some(Self { id, year: column, lacks_era })
        };
        body.heads.iter().filter(|(_, head)| head.contains("年度")).find_map(|(column, _)| is_column(column))
    }

    /// Whether some record says different things in a column in different rows.
    pub(super) fn varies(self, body: &Body<'_>, column: u32) -> bool {
        let mut said = BTreeMap::new();
        body.rows(self.id).any(|row| {
            let text = body.joined(row, &[column]);
            *said.entry(body.joined(row, &[self.id])).or_insert_with(|| text.clone()) != text
        })
    }
}

/// The values of a row, as those of its year.
pub(super) fn in_year(values: BTreeMap<Vec<PathStep>, Found>, year: FiscalYear) -> BTreeMap<Vec<PathStep>, Found> {
    let path = |path: Vec<PathStep>| path.into_iter().map(|step| step.in_year(year)).collect();
    values.into_iter().map(|(of, found)| (path(of), found)).collect()
}

/// The rows of each record as one, in the order of their first rows. Of what they say without a year, that of the last year is
/// taken, and within a year that of the first row; departments are put together. Where rows differ it is reported, once for
/// each column.
pub(super) fn joined(mut rows: Vec<Row>, site: &Site, findings: &mut Findings<'_>) -> Vec<Row> {
    let mut order = BTreeMap::new();
    for row in &rows {
        let next = order.len();
        order.entry(row.record.clone()).or_insert(next);
    }
    rows.sort_by_key(|row| (order[&row.record], row.year));
    let (mut whole, mut differing): (Vec<Row>, BTreeMap<(Differing, String), _>) = (Vec::new(), BTreeMap::new());
    for row in rows {
        let Some(before) = whole.last_mut().filter(|before| before.record == row.record) else {
            whole.push(row);
            continue;
        };
        let is_later = row.year > before.year;
        if is_later {
            (before.place, before.year) = (row.place, row.year);
        }
        for (path, found) in row.values {
            let known = before.values.get_mut(&path).filter(|known| known.meaning != Meaning::Unknown);
            let Some(known) = known else {
                before.values.insert(path, found);
                continue;
            };
            if found.meaning == Meaning::Unknown {
                continue;
            }
            if known.meaning.composed() != found.meaning.composed() {
                let how = Differing::of(&path, &found, (is_later, row.continues));
                let quoted = |of: &Found| shown(&of.kind, &of.meaning, site).replace('\n', " / ");
                let places = [&*known, &found].map(|of| of.place.unwrap_or(row.place));
                let first = || (places, [quoted(known), quoted(&found)], 0);
                let field = format!("{}({})", found.label, dotted(&path));
                differing.entry((how, field)).or_insert_with(first).2 += 1;
                if how == Differing::Listed {
                    known.add_departments(found, site);
                    continue;
                }
            }
            if is_later {
                *known = found;
            }
        }
    }
    for ((how, field), (places, texts, count)) in differing {
        how.tell((&field, &texts), places, and_others(count, "か所"), findings);
    }
    whole
}

/// How rows of a record differ in what is no value of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Differing {
    /// In another year.
    Later,
    /// In names of departments, which are put together.
    Listed,
    /// In the title, although the number is only that of a row above.
    Title,
    /// Otherwise.
    Same,
}

impl Differing {
    fn of(path: &[PathStep], found: &Found, (is_later, continues): (bool, bool)) -> Self {
        match path {
            _ if is_later => Self::Later,
            [PathStep::Key("title")] if continues => Self::Title,
            _ if found.kind == Kind::Departments => Self::Listed,
            _ => Self::Same,
        }
    }

    /// Reports where the first rows of this kind differ.
    fn tell(
        self,
        (field, [before, after]): (&str, &[String; 2]),
        [known, place]: [Place; 2],
        others: String,
        findings: &mut Findings<'_>,
    ) {
        const OF_ROW: &str = "指標ごとの値なら、`key` を行の指標の欄(`indicators.@.note` など)にしてください。番号の書き誤りなら、番号を直してください";
        let known = findings.address(known);
        let differs = format!("{field} が、同じ番号の行で違います: 「{before}」({known})と「{after}」{others}");
        match self {
            Self::Later => {
                let message = format!(
                    "{field} が、前の年度の行の「{before}」から「{after}」に変わっています{others}。新しい年度の行の値を取り込みます"
                );
                let help = "年度ごとの値なら、`key` を年度ごとの欄(`years.@.…`)にしてください。名称などが変わったのなら、このままでかまいません";
                findings.warning(place, NOT_READ, &message, help);
            }
            Self::Listed => {
                let help = "どれも担当なら、このままでかまいません。番号の書き誤りなら、番号を直してください";
                findings.warning(place, SEVERAL_NAMES, &format!("{differs}。合わせて取り込みます"), help);
            }
            Self::Title => {
                let message =
                    format!("番号が空の行の題名「{after}」が、上の番号の行の「{before}」({known})と違います{others}");
                let help = "別の記録なら番号を書き、同じ記録なら題名をそろえるか、空にしてください";
                findings.error(place, UNKNOWN_ROW, message, help);
            }
            Self::Same => findings.warning(place, NOT_READ, &format!("{differs}。初めの行の値を取り込みます"), OF_ROW),
        }
    }
}
