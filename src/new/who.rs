//! Finds a department by its id or its name, and whether it exists in a year.

use super::Refusal;
use crate::diagnostic::nearest;
use crate::model::{Department, FiscalYear, Site};

/// The department by its id, or by a name that only one has.
pub fn department<'s>(site: &'s Site, typed: Option<&str>) -> Result<&'s Department, Refusal> {
    let Some(typed) = typed else { return Err(Refusal::NoDepartment(list(bureaus(site, |_| true)))) };
    if let Some(found) = site.departments.iter().find(|department| department.id.value.0 == typed) {
        return Ok(found);
    }
    let named = |department: &&Department| {
        department.name.value == typed
            || site.department_name(&department.id.value).replace(' ', "") == typed.replace([' ', '\u{3000}'], "")
            || department.aliases.iter().flatten().any(|alias| alias.value == typed)
    };
    match site.departments.iter().filter(named).collect::<Vec<_>>()[..] {
        [one] => Ok(one),
        [] => Err(Refusal::UnknownDepartment(typed.to_owned(), near(site, typed))),
        ref several => {
            let same = list(several.iter().map(|d| (&*d.id.value.0, site.department_name(&d.id.value))));
            let near = format!("に1つに決まりません。id で書いてください:\n{same}");
            Err(Refusal::UnknownDepartment(typed.to_owned(), near))
        }
    }
}

/// The department, if it exists in the year.
pub(super) fn in_year<'s>(site: &'s Site, typed: Option<&str>, year: FiscalYear) -> Result<&'s Department, Refusal> {
    let found = department(site, typed)?;
    if is_there(found, year) {
        return Ok(found);
    }
    let successors: Vec<_> = found.successor.iter().flatten().map(|id| format!("`{}`", id.value)).collect();
    let successor =
        if successors.is_empty() { String::new() } else { format!("。後継は {} です", successors.join("、")) };
    Err(Refusal::NotInYear(site.department_name(&found.id.value), year, successor))
}

/// Whether a department exists in a year, as far as known.
pub(super) fn is_there(department: &Department, year: FiscalYear) -> bool {
    department.valid.is_none_or(|valid| valid.may_hold(year))
}

/// 部局 (not 課) with their names.
pub(super) fn bureaus(site: &Site, wanted: impl Fn(&Department) -> bool) -> impl Iterator<Item = (&str, String)> {
    let bureaus = site.departments.iter().filter(move |department| department.parent.is_none() && wanted(department));
    bureaus.map(|department| (&*department.id.value.0, department.name.value.clone()))
}

/// What may be typed, one per line.
pub(super) fn list<'s>(named: impl Iterator<Item = (&'s str, String)>) -> String {
    named.map(|(id, name)| format!("  {id}  {name}")).collect::<Vec<_>>().join("\n")
}

fn near(site: &Site, typed: &str) -> String {
    let ids = site.departments.iter().flat_map(|d| [&*d.id.value.0, &*d.name.value]);
    let Some(near) = nearest(typed, ids) else {
        return format!("。指定できるのは次の id(または名前)です:\n{}", list(bureaus(site, |_| true)));
    };
    let meant = site.departments.iter().find(|d| d.id.value.0 == near || d.name.value == near);
    meant.map_or_else(String::new, |d| {
        format!("。`{}`({})ではありませんか", d.id.value, site.department_name(&d.id.value))
    })
}
