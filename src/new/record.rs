//! One new record: an action item, a sheet, a key goal, at the place and with the number that is next.

use super::page::{self, Given, spelled, to_fill};
use super::who::{department, in_year, list};
use super::{Files, Ground, Refusal};
use crate::model::{Department, DepartmentId, FiscalYear, Program, Site};
use crate::shape::{Kind, Shape};

/// A new action item of a program, with a year for each year of the program's period.
pub fn item(
    ground: Ground<'_>,
    program: Option<&str>,
    category: Option<&str>,
    departments: &[String],
    title: Option<&str>,
) -> Result<Files, Refusal> {
    let program = self::program(ground.site, program)?;
    let mut given = Given::new();
    if let Some(title) = title {
        given.insert("title", vec![format!("title: {}", spelled(title))]);
    }
    if let Some(category) = category {
        given.insert("category", vec![format!("category: {}", known_category(program, category)?)]);
    }
    if !departments.is_empty() {
        let found = departments.iter().map(|typed| department(ground.site, Some(typed)));
        let ids = found.map(|found| found.map(|d| d.id.value.0.as_str())).collect::<Result<Vec<_>, _>>()?;
        given.insert("departments", vec![format!("departments: [{}]", ids.join(", "))]);
    }
    let shape = ground.shape("item");
    given.insert("years", years(shape, program));
    let folder = format!("programs/{}", program.id);
    Ok(one(format!("{folder}/{}.yaml", ground.next_number(&folder)), page::file(shape, &given)))
}

/// A new sheet of a department and a year, without goals.
pub fn sheet(ground: Ground<'_>, year: FiscalYear, department: Option<&str>) -> Result<Files, Refusal> {
    let department = in_year(ground.site, department, year)?;
    let path = format!("{}/sheet.yaml", folder(year, &department.id.value));
    if ground.paths.contains(&path) {
        return Err(Refusal::Exists(path));
    }
    Ok(one(path, blank_sheet(ground, year, department)))
}

/// A new key goal, with its sheet where there is none.
pub fn goal(
    ground: Ground<'_>,
    year: FiscalYear,
    department: Option<&str>,
    title: Option<&str>,
) -> Result<Files, Refusal> {
    let department = in_year(ground.site, department, year)?;
    let folder = folder(year, &department.id.value);
    let shape = ground.shape("goal");
    let mut given = Given::from([("items", first_item(shape))]);
    if let Some(title) = title {
        given.insert("title", vec![format!("title: {}", spelled(title))]);
    }
    let mut files = one(format!("{folder}/{}.yaml", ground.next_number(&folder)), page::file(shape, &given));
    let sheet = format!("{folder}/sheet.yaml");
    if !ground.paths.contains(&sheet) {
        files.add(sheet, blank_sheet(ground, year, department));
    }
    Ok(files)
}

/// Where the sheet of a department and a year stands.
pub(super) fn folder(year: FiscalYear, department: &DepartmentId) -> String {
    format!("goals/{}/{department}", year.western())
}

fn one(path: String, text: String) -> Files {
    let mut files = Files::new();
    files.add(path, text);
    files
}

fn blank_sheet(ground: Ground<'_>, year: FiscalYear, department: &Department) -> String {
    let title = format!("{year} {} 重点目標", ground.site.department_name(&department.id.value));
    let given = Given::from([
        ("title", vec![format!("title: {}", spelled(&title))]),
        ("departments", vec![format!("departments: [{}]", department.id.value)]),
        ("stages", vec!["stages: []".to_owned()]),
    ]);
    page::file(ground.shape("sheet"), &given)
}

fn program<'s>(site: &'s Site, typed: Option<&str>) -> Result<&'s Program, Refusal> {
    let known = || list(site.programs.iter().map(|program| (&*program.id.0, program.title.value.clone())));
    match (typed, &site.programs[..]) {
        (_, []) => Err(Refusal::NoProgramYet),
        (None, [only]) => Ok(only),
        (None, _) => Err(Refusal::NoProgram(known())),
        (Some(typed), programs) => programs
            .iter()
            .find(|program| program.id.0 == typed)
            .ok_or_else(|| Refusal::UnknownProgram { typed: typed.to_owned(), known: known() }),
    }
}

fn known_category<'t>(program: &Program, typed: &'t str) -> Result<&'t str, Refusal> {
    let categories = || program.pillars.iter().flat_map(|pillar| &pillar.categories);
    if categories().any(|category| category.code.value == typed) {
        return Ok(typed);
    }
    let known = list(categories().map(|category| (&*category.code.value, category.title.value.clone())));
    Err(Refusal::UnknownCategory { typed: typed.to_owned(), program: program.title.value.clone(), known })
}

/// A block for each year of the program's period; one to be filled in where the period is not known.
fn years(shape: &Shape, program: &Program) -> Vec<String> {
    let fields = inner(shape, "years");
    let mut lines = vec!["years:".to_owned()];
    let years = program.period.years();
    if years.is_empty() {
        return vec!["years: []".to_owned()];
    }
    for (at, year) in years.iter().enumerate() {
        lines.push(format!("  - fiscal_year: {}", year.western()));
        if at == 0 {
            lines.extend(indented(page::fields("years", &without(fields, "fiscal_year"), &Given::new())));
        }
    }
    lines
}

/// ① with its keys.
fn first_item(shape: &Shape) -> Vec<String> {
    let given = Given::from([("title", vec![format!("title: {}", to_fill("items", "title"))])]);
    let mut lines = vec!["items:".to_owned(), "  - number: 1".to_owned()];
    lines.extend(indented(page::fields("items", &without(inner(shape, "items"), "number"), &given)));
    lines
}

/// The keys of the mappings in a list.
pub(super) fn inner<'s>(shape: &'s Shape, key: &str) -> &'s [crate::shape::Field] {
    let field = shape.fields.iter().find(|field| field.key == key).expect("the shape has the key");
    let Kind::List(of) = &field.kind else { unreachable!("a list: {field:?}") };
    let Kind::Map(fields) = &**of else { unreachable!("a list of mappings: {field:?}") };
    fields
}

/// The fields but for one.
pub(super) fn without(fields: &[crate::shape::Field], key: &str) -> Vec<crate::shape::Field> {
    fields.iter().filter(|field| field.key != key).cloned().collect()
}

/// Lines within an item of a list.
pub(super) fn indented(lines: Vec<String>) -> impl Iterator<Item = String> {
    lines.into_iter().map(|line| format!("    {line}"))
}
