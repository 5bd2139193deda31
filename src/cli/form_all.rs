//! `form --all`: a workbook for each department; and what has come back of them, when a folder is imported.

use std::collections::BTreeSet;
use std::path::Path;

use mieruka::import::form::{self, Ground};
use mieruka::import::{Fields, Returned};
use mieruka::load::shapes;
use mieruka::model::{Department, DepartmentId, FiscalYear, Program, Site};
use mieruka::publish;
use mieruka::source::Sources;

use super::Verdict;
use super::clock::Clock;
use super::form::{Error, file_name};
use super::terminal::say;

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
    for (name, bytes) in forms(ground, year)? {
        let path = folder.join(name);
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

/// The form of each department that has records in a year, by the name of its file.
fn forms(ground: Ground<'_>, year: FiscalYear) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let whole = ground.site.departments.iter().filter(|department| department.parent.is_none());
    let form = |department: &Department| {
        let id = &department.id.value;
        let bytes = form::department(ground, id, year)?;
        Ok(bytes.map(|bytes| (name(ground.site, id, year), bytes)))
    };
    whole.filter_map(|department| form(department).transpose()).collect()
}

fn name(site: &Site, department: &DepartmentId, year: FiscalYear) -> String {
    file_name(&["様式", &year.wareki(), &site.department_name(department)])
}

/// Tells of each workbook of a folder what has been written into it, and whose form is not there.
pub(super) fn tell(returned: &[Returned], ground: Ground<'_>) -> Result<(), Error> {
    let (open, done): (Vec<_>, Vec<_>) = returned.iter().partition(|of| of.edited == 0);
    for of in &done {
        let empty = if of.empty > 0 { format!("、空欄 {}欄", of.empty) } else { String::new() };
        say(&format!("記入あり: {}({}欄{empty})", of.file, of.edited));
    }
    open.iter().for_each(|of| say(&format!("記入なし: {}(作成したときのまま)", of.file)));
    let names = || returned.iter().filter_map(|of| Path::new(&of.file).file_name()?.to_str());
    let site = ground.site;
    let is_of = |year: &FiscalYear| {
        site.departments.iter().any(|of| names().any(|known| known == name(site, &of.id.value, *year)))
    };
    let sheets = site.sheets.iter().map(|sheet| sheet.fiscal_year);
    let years: BTreeSet<_> = sheets.chain(site.programs.iter().flat_map(Program::years)).collect();
    for year in years.into_iter().filter(is_of) {
        for (name, _) in forms(ground, year)? {
            if !names().any(|known| known == name) {
                say(&format!("未提出: {name}"));
            }
        }
    }
    Ok(())
}
