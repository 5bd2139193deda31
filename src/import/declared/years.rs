//! Next year's table: by how many years it is later, and what to write for a column whose head has another year in it.

use super::heads::Heads;
use super::terms::without_year;
use crate::characters::unspaced;
use crate::model::{ColumnSource, ColumnUse, FiscalYear, TableColumn, TableReading};

/// The number of years between two texts for a year in one spelling: 7 and 8, R7 and R8.
pub(super) fn between(before: &str, now: &str) -> Option<i64> {
    let (before, now) = (unspaced(before), unspaced(now));
    if before == now {
        return Some(0);
    }
    let bare = |text: &str| text.parse::<i64>().ok();
    let year = |text: &str| text.parse::<FiscalYear>().ok().map(|year| i64::from(year.western()));
    match (bare(&before), bare(&now)) {
        (Some(before), Some(now)) => Some(now - before).filter(|years| years.abs() < 100),
        // What the era of a bare number is, is not said.
        _ => Some(year(&now)? - year(&before)?),
    }
}

/// What to write for a declared column that is not there, if the table has it for another year that the reading does not name.
pub(super) fn successor(reading: &TableReading, column: &TableColumn, (heads, years): (&Heads, i64)) -> Option<String> {
    let ColumnSource::Column(name) = &column.from else { return None };
    if years != 0 || heads.find(&name.value).is_ok() {
        return None;
    }
    let is_named = |at: u32| reading.columns.iter().flat_map(|of| of.columns()).any(|name| heads.find(name) == Ok(at));
    let others = heads.of_other_years(&name.value);
    let (_, head, year) = others.into_iter().filter(|(at, ..)| !is_named(*at)).min_by_key(|(.., year)| *year)?;
    let line = moved(column, head, (&name.value, year))?;
    Some(format!("`{line}` に直してください(ほかの書き方は、この行のままです)。前の年度の値は、記録に残ります"))
}

/// What to write for a column that the reading does not name, if it names the same for another year.
pub(super) fn line(reading: &TableReading, heads: &Heads, (at, years): (u32, i64)) -> Option<String> {
    let head = heads.head(at);
    let (core, year) = without_year(&unspaced(head));
    let year = year.filter(|_| years == 0)?;
    let like = reading.columns.iter().find_map(|column| {
        let ColumnSource::Column(name) = &column.from else { return None };
        let (of, other) = without_year(&unspaced(&name.value));
        (of == core && other.is_some_and(|other| other != year)).then_some((column, name))
    });
    let (column, name) = like?;
    let line = moved(column, &heads.name(at), (&name.value, year))?;
    Some(format!(
        "`columns` に `- {{{line}}}` と書いてください(ほかの書き方は「{name}」の行と同じです)。取り込まないなら、`key` の代わりに `ignore: 理由` と書きます"
    ))
}

/// The column and the key of a line, for the year of another head.
fn moved(column: &TableColumn, head: &str, (name, year): (&str, FiscalYear)) -> Option<String> {
    let ColumnUse::Key(key) = &column.used else { return None };
    let before = without_year(&unspaced(name)).1?;
    let is_before = |part: &str| part.parse::<FiscalYear>().is_ok_and(|of| of == before);
    let part = |part: &str| if is_before(part) { year.western().to_string() } else { part.to_owned() };
    let moved = key.value.split('.').map(part).collect::<Vec<_>>().join(".");
    (moved != key.value).then(|| format!("column: {head}, key: {moved}"))
}

#[cfg(test)]
mod tests {
    use super::between;

    #[test]
    fn two_years_in_one_spelling_are_some_years_apart() {
        for (before, now, years) in [
            ("7", "8", Some(1)),
            ("７", "8", Some(1)),
            ("R7", "令和8年度", Some(1)),
            ("2025", "R8", Some(1)),
            ("R7", "R7", Some(0)),
            ("R7", "R6", Some(-1)),
            ("平成31年度", "令和2年度", Some(1)),
            ("7", "2026", None),
            ("R7", "8", None),
            ("R7", "来年", None),
        ] {
            assert_eq!(between(before, now), years, "{before} {now}");
        }
    }
}
