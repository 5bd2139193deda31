//! `form --all`: a workbook for each department; and what has come back of them, when a folder is imported.

use std::path::Path;

use mieruka::import::form::{self, Ground};
use mieruka::import::{Fields, Returned};
use mieruka::load::shapes;
use mieruka::model::{FiscalYear, Site};
use mieruka::publish;
use mieruka::source::Sources;

use super::Verdict;
use super::form::{Error, file_name};
use super::report::{Clock, say};

/// Makes the forms of all departments for a year.
pub(super) fn all(
    (site, sources): (&Site, &Sources),
    folder: &Path,
    year: Option<FiscalYear>,
    clock: &Clock,
) -> Result<Verdict, super::Error> {
    let year = year.ok_or_else(|| Error::NoYear("すべての部局".to_owned()))?;
    let fields = Fields::of(&shapes()).told(site.words()).with_rows(site);
    let ground = Ground { site, sources, fields: &fields };
    let mut count = 0;
    for department in site.departments.iter().filter(|department| department.parent.is_none()) {
        let id = &department.id.value;
        let Some(bytes) = form::department(ground, id, year).map_err(Error::from)? else { continue };
        let path = folder.join(file_name(&["様式", &year.wareki(), &site.department_name(id)]));
        publish::create_file(&bytes, &path)?;
        say(&path.display().to_string());
        count += 1;
    }
    if count == 0 {
        return Err(Error::NoItems("記録".to_owned()).into());
    }
    say(&format!("{count}つの様式を作成しました({})", clock.total()));
    say(&format!("記入が済んだら、mieruka import {} で取り込みます", folder.display()));
    Ok(Verdict::Done)
}

/// Tells of each workbook of a folder what has been written into it.
pub(super) fn tell(returned: &[Returned]) {
    let (open, done): (Vec<_>, Vec<_>) = returned.iter().partition(|of| of.edited == 0);
    for of in &done {
        let empty = if of.empty > 0 { format!("、空欄 {}欄", of.empty) } else { String::new() };
        say(&format!("記入あり: {}({}欄{empty})", of.file, of.edited));
    }
    open.iter().for_each(|of| say(&format!("記入なし: {}(作成したときのまま)", of.file)));
}
