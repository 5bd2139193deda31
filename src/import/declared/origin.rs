//! From which document a record is, where the table is not the one for which its reading was written: next year's file.

use std::collections::BTreeMap;

use super::super::value::Meaning;
use super::cells::Found;
use super::terms::without_year;
use crate::model::FiscalYear;
use crate::shape::PathStep;

/// How the names of tables end.
const TABLES: [&str; 6] = [".xlsx", ".xlsm", ".ods", ".csv", ".tsv", ".txt"];

/// Names the document of a row of a file, as it is some years later than the one of the reading: the file itself, if the reading
/// names a file; otherwise the title with its own year. A record that has a document keeps it.
pub(super) fn of_file(values: &mut BTreeMap<Vec<PathStep>, Found>, (file, years): (&str, i64), is_known: bool) {
    let path = [PathStep::Key("source"), PathStep::Key("document")];
    let Some(found) = values.get_mut(&path[..]).filter(|found| found.place.is_none()) else { return };
    let Meaning::Word(said) = &found.meaning else { return };
    let Some(own) = document(said, (file, years)) else { return };
    if is_known {
        values.remove(&path[..]);
    } else {
        found.meaning = Meaning::Word(own);
    }
}

/// The document of a file, if it is not the one that the reading names.
fn document(said: &str, (file, years): (&str, i64)) -> Option<String> {
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let is_file = TABLES.iter().any(|end| said.to_lowercase().ends_with(end));
    let own = if is_file { Some(file.to_owned()) } else { moved(said, years) };
    own.filter(|own| own != said)
}

/// A title with the fiscal year that is some years later, spelled in the same way.
fn moved(title: &str, years: i64) -> Option<String> {
    let (rest, year) = without_year(title);
    let (year, len) = (year?, title.len() - rest.len());
    let is_it = |at: &usize| title.get(*at..*at + len).and_then(|word| word.parse::<FiscalYear>().ok()) == Some(year);
    let at = (0..=rest.len()).filter(is_it).find(|at| format!("{}{}", &title[..*at], &title[*at + len..]) == rest)?;
    let word = &title[at..at + len];
    let later: FiscalYear = (i64::from(year.western()) + years).to_string().parse().ok()?;
    let end = ["年度", "年"].into_iter().find(|end| word.ends_with(end)).unwrap_or_default();
    let spelled = match word.chars().next()? {
        c if c.is_ascii_alphabetic() => later.short(),
        c if c.is_numeric() => later.western().to_string(),
        _ => later.wareki().trim_end_matches("年度").to_owned(),
    };
    Some(format!("{}{spelled}{end}{}", &title[..at], &title[at + len..]))
}

#[cfg(test)]
mod tests {
    use super::document;

    #[test]
    fn the_document_of_a_later_file_is_that_file_or_has_its_year() {
        for (said, years, expected) in [
            ("hyo-r6.xlsx", 1, Some("hyo-r7.xlsx")),
            ("hyo-r7.xlsx", 1, None),
            ("令和6年度事務事業評価表", 1, Some("令和7年度事務事業評価表")),
            ("事務事業評価表(R6年度)", 1, Some("事務事業評価表(R7年度)")),
            ("2024年度評価", 2, Some("2026年度評価")),
            ("令和6年度事務事業評価表", 0, None),
            ("事務事業評価表", 1, None),
        ] {
            assert_eq!(document(said, ("tables/hyo-r7.xlsx", years)).as_deref(), expected, "{said}");
        }
    }
}
