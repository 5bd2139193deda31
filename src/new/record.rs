//! One new record (an action item, a sheet, a key goal) at its path and with the next number.

use super::page::{self, Given, given, to_fill};
use super::who::{department, in_year, list};
use super::{Files, Ground, Refusal};
use crate::model::{Department, DepartmentId, FiscalYear, Program, Record, RecordId, Site, StageKind, is_slug};
use crate::shape::{Field, Kind, Shape};
use crate::yaml::{Lines, Yaml};

/// A new action item of a program, with a year for each year of the program's period.
pub fn item(
    ground: Ground<'_>,
    (program, number): (Option<&str>, Option<&str>),
    category: Option<&str>,
    departments: &[String],
    title: Option<&str>,
) -> Result<Files, Refusal> {
    let program = self::program(ground.site, program)?;
    let mut known: Given = title.map(|title| given("title", &title.into())).into_iter().collect();
    if let Some(category) = category {
        known.extend([given("category", &known_category(ground.site, program, category)?.into())]);
    }
    if !departments.is_empty() {
        let found = departments.iter().map(|typed| department(ground.site, Some(typed)));
        let ids = found.map(|found| found.map(|d| (*d.id.value.0).into())).collect::<Result<_, _>>()?;
        known.extend([given("departments", &Yaml::Row(ids))]);
    }
    let shape = ground.shape("item");
    known.insert("years", years(shape, program));
    let path = RecordId::item(&program.id, new_number(ground, program, number)?).0 + ".yaml";
    if ground.paths.contains(&path) {
        return Err(Refusal::Exists(path));
    }
    Ok(one(path, page::file(ground.site.words_of(Record::Program(program)), shape, &known)))
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

/// A new key goal, with its sheet if there is none.
pub fn goal(
    ground: Ground<'_>,
    year: FiscalYear,
    department: Option<&str>,
    title: Option<&str>,
) -> Result<Files, Refusal> {
    let department = in_year(ground.site, department, year)?;
    let folder = folder(year, &department.id.value);
    let shape = ground.shape("goal");
    let mut known = Given::from([("items", first_item(shape))]);
    known.extend(title.map(|title| given("title", &title.into())));
    let mut files =
        one(format!("{folder}/{}.yaml", ground.next_number(&folder)), page::file(ground.site.words(), shape, &known));
    let sheet = format!("{folder}/sheet.yaml");
    if !ground.paths.contains(&sheet) {
        files.add(sheet, blank_sheet(ground, year, department));
    }
    Ok(files)
}

/// The number that was typed, or else the next one.
fn new_number(ground: Ground<'_>, program: &Program, typed: Option<&str>) -> Result<String, Refusal> {
    match typed {
        Some(typed) if is_slug(typed) && typed != "program" => Ok(typed.to_owned()),
        Some(typed) => Err(Refusal::BadNumber(typed.to_owned())),
        None => ground.next_item(&RecordId::program(&program.id).0).ok_or(Refusal::NoNumber),
    }
}

/// The folder of the sheet of a department and a year.
pub(super) fn folder(year: FiscalYear, department: &DepartmentId) -> String {
    format!("goals/{}/{department}", year.western())
}

fn one(path: String, text: String) -> Files {
    let mut files = Files::new();
    files.add(path, text);
    files
}

fn blank_sheet(ground: Ground<'_>, year: FiscalYear, department: &Department) -> String {
    let title = format!("{year} {} {}", ground.site.department_name(&department.id.value), ground.site.words().goal);
    sheet_text(ground, title, [&*department.id.value.0])
}

/// The text of a sheet of these departments, whose goals are published first.
pub(super) fn sheet_text<'d>(
    ground: Ground<'_>,
    title: String,
    departments: impl IntoIterator<Item = &'d str>,
) -> String {
    let known = Given::from([
        given("title", &Yaml::Text(title)),
        given("departments", &Yaml::Row(departments.into_iter().map(Yaml::from).collect())),
        given("stages", &Yaml::List(vec![Yaml::Braces(vec![("stage", StageKind::Initial.code().into())])])),
    ]);
    page::file(ground.site.words(), ground.shape("sheet"), &known)
}

fn program<'s>(site: &'s Site, typed: Option<&str>) -> Result<&'s Program, Refusal> {
    let known = || list(site.programs.iter().map(|program| (&*program.id.0, program.title.value.clone())));
    let word = || site.words().program.clone();
    match (typed, &site.programs[..]) {
        (_, []) => Err(Refusal::NoProgramYet(word())),
        (None, [only]) => Ok(only),
        (None, _) => Err(Refusal::NoProgram(word(), known())),
        (Some(typed), programs) => programs
            .iter()
            .find(|program| program.id.0 == typed)
            .ok_or_else(|| Refusal::UnknownProgram(word(), typed.to_owned(), known())),
    }
}

fn known_category<'t>(site: &Site, program: &Program, typed: &'t str) -> Result<&'t str, Refusal> {
    let tree = site.tree(program);
    if tree.branch(typed).is_some() {
        return Ok(typed);
    }
    let word = site.words_of(Record::Program(program)).category.clone();
    let known = list(tree.leaves().map(|branch| (&*branch.code.0, branch.title.clone())));
    Err(Refusal::UnknownCategory(word, typed.to_owned(), program.title.value.clone(), known))
}

/// A block for each year of the program's period; one to be filled in if the period is unknown.
fn years(shape: &Shape, program: &Program) -> Lines {
    let fields = without(inner(shape, "years"), "fiscal_year");
    let years = program.period.years().into_iter().enumerate().map(|(at, year)| {
        let number = Lines::key("fiscal_year", &Yaml::Plain(year.western().to_string()));
        if at == 0 { number.and(page::fields("years", &fields, &Given::new())) } else { number }
    });
    Lines::list("years", years.map(Lines::as_item))
}

/// ① with its keys.
fn first_item(shape: &Shape) -> Lines {
    let known = Given::from([given("title", &to_fill("items", "title"))]);
    let fields = page::fields("items", &without(inner(shape, "items"), "number"), &known);
    Lines::list("items", [Lines::key("number", &Yaml::Plain("1".to_owned())).and(fields).as_item()])
}

/// The keys of the mappings in a list.
pub(super) fn inner<'s>(shape: &'s Shape, key: &str) -> &'s [Field] {
    let field = shape.fields.iter().find(|field| field.key == key).expect("the shape has the key");
    let Kind::List(of) = &field.kind else { unreachable!("a list: {field:?}") };
    let Kind::Map(fields) = &**of else { unreachable!("a list of mappings: {field:?}") };
    fields
}

/// The fields except one.
pub(super) fn without(fields: &[Field], key: &str) -> Vec<Field> {
    fields.iter().filter(|field| field.key != key).cloned().collect()
}
