//! `form`: makes a workbook from the content.

use std::path::PathBuf;

use mieruka::import::form::{Ground, Scope, Table};
use mieruka::import::{self, Fields};
use mieruka::load::shapes;
use mieruka::model::{DepartmentId, FiscalYear, ItemNumber, KeyGoalSheet, PlanId, Program, Record, Site};
use mieruka::publish;

use super::clock::Clock;
use super::flags::FormFlags;
use super::new::present;
use super::terminal::say;
use super::{Verdict, form_all};

/// Why no workbook is made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Department(#[from] import::NoDepartment),
    #[error("プログラム「{0}」がありません。使えるのは {1} です")]
    NoProgram(String, String),
    #[error("{0} の{1}がありません。{2}")]
    NoSheet(String, String, String),
    #[error(
        "様式にする{0}がありません。部局・プログラム・年度の指定を確認してください。まだ1つも無いときは、先に記録のファイルに1つ書いてください"
    )]
    NoItems(String),
    #[error("{0}は「{1}」の期間にありません。期間は{2}です")]
    OutsidePeriod(FiscalYear, String, String),
    #[error(
        "{0}の様式には --department と --year を、{1}の個票には --program を付けてください。例: mieruka form --department 企画部 --year R5"
    )]
    Nothing(String, String),
    #[error("表「{0}」はありません。使えるのは {1} です")]
    NoTable(String, String),
    #[error("計画「{0}」がありません。使えるのは {1} です")]
    NoPlan(String, String),
    #[error("{0}の表には、--year を付けてください。例: --year R5")]
    NoYear(String),
    #[error(transparent)]
    Form(#[from] import::form::Error),
}

/// Makes a form.
pub(super) fn form(flags: &FormFlags) -> Result<Verdict, super::Error> {
    let mut clock = Clock::start();
    clock.begin("読み込み");
    let content = present(&flags.content)?;
    clock.begin("様式の作成");
    if !content.is_whole("様式から抜ける") {
        return Ok(Verdict::Faulty);
    }
    let site = &content.site;
    if let Some(folder) = &flags.all {
        return form_all::all((site, &content.sources), folder, flags.of.year, &clock);
    }
    let typed = flags.program.as_deref().map(|typed| program(site, typed)).transpose()?;
    let program = typed.or_else(|| only_program(site, flags));
    let words = program.map_or_else(|| site.words_at("goals"), |program| site.words_of(Record::Program(program)));
    let fields = Fields::of(&shapes()).told(words).with_rows(site);
    let ground = Ground { site, sources: &content.sources, fields: &fields };
    let typed = flags.of.department.as_deref().map(|typed| import::department(site, typed)).transpose();
    let typed = typed.map_err(Error::from)?;
    let (department, year) = match program {
        None if flags.table.is_empty() => or_of_the_only_sheet(site, typed, flags.of.year),
        _ => (typed, flags.of.year),
    };
    if !flags.table.is_empty() {
        return tables(flags, ground, (program, department.as_ref(), year), &clock);
    }
    let (name, bytes, what) = match (program, &department, year) {
        (Some(program), department, year) => {
            within_period(program, year)?;
            let items = items(site, program, department.as_ref());
            if items.is_empty() {
                return Err(Error::NoItems(words.item.clone()).into());
            }
            let of = department.as_ref().map(|id| site.department_name(id)).unwrap_or_default();
            let in_year = year.map(FiscalYear::wareki).unwrap_or_default();
            let bytes = import::form::items(ground, program, &items, year).map_err(Error::from)?;
            (
                file_name(&[&words.item, &program.id.0, &in_year, &of]),
                bytes,
                format!("{} {}件", words.item, items.len()),
            )
        }
        (None, Some(department), Some(year)) => {
            let sheet = self::sheet(site, department, year)?;
            let bytes = import::form::goals(ground, sheet).map_err(Error::from)?;
            let name = file_name(&[&words.sheet, &year.wareki(), &site.department_name(department)]);
            (name, bytes, format!("{} {}件", words.goal, sheet.goals.len()))
        }
        _ => return Err(Error::Nothing(words.sheet.clone(), words.item.clone()).into()),
    };
    write(flags, &name, &bytes, &what, &clock)
}

fn write(flags: &FormFlags, name: &str, bytes: &[u8], what: &str, clock: &Clock) -> Result<Verdict, super::Error> {
    let out = flags.out.clone().unwrap_or_else(|| PathBuf::from(name));
    publish::create_file(bytes, &out)?;
    say(&format!("{} に{what}の様式を作成しました({})", out.display(), clock.total()));
    say(&format!("記入が済んだら、mieruka import {} で取り込みます", out.display()));
    Ok(Verdict::Done)
}

/// Makes a form of tables.
fn tables(
    flags: &FormFlags,
    ground: Ground<'_>,
    (program, department, year): (Option<&Program>, Option<&DepartmentId>, Option<FiscalYear>),
    clock: &Clock,
) -> Result<Verdict, super::Error> {
    let site = ground.site;
    let tables = flags.table.iter().map(|word| table(word)).collect::<Result<Vec<_>, _>>()?;
    if let (Some((_, word)), None) = (Table::ALL.iter().find(|(of, _)| of.is_of_year() && tables.contains(of)), year) {
        return Err(Error::NoYear((*word).to_owned()).into());
    }
    let plan = flags.plan.as_deref().map(|typed| plan(site, typed)).transpose()?;
    let scope = Scope { year, department, program: program.map(|program| &program.id), plan };
    let made = import::form::tables(ground, &tables, &scope).map_err(Error::from)?;
    let Some(bytes) = made else { return Err(Error::NoItems("記録".to_owned()).into()) };
    let of = department.map(|id| site.department_name(id)).unwrap_or_default();
    let (words, year) = (flags.table.join("・"), year.map(FiscalYear::wareki).unwrap_or_default());
    write(flags, &file_name(&[&words, &year, &of]), &bytes, &words, clock)
}

fn table(typed: &str) -> Result<Table, Error> {
    let found = Table::ALL.iter().find(|(_, word)| *word == typed.trim());
    found
        .map(|(table, _)| *table)
        .ok_or_else(|| Error::NoTable(typed.to_owned(), Table::ALL.map(|(_, word)| word).join("、")))
}

fn plan<'s>(site: &'s Site, typed: &str) -> Result<&'s PlanId, Error> {
    let found = site.plans.iter().find(|plan| plan.id.0 == typed || plan.title.value == typed);
    found.map(|plan| &plan.id).ok_or_else(|| {
        Error::NoPlan(typed.to_owned(), site.plans.iter().map(|plan| plan.id.0.as_str()).collect::<Vec<_>>().join("、"))
    })
}

/// 重点目標一覧表_令和4年度_企画部.xlsx, without characters that a file name cannot have.
pub(super) fn file_name(parts: &[&str]) -> String {
    let parts: Vec<_> = parts.iter().filter(|part| !part.is_empty()).copied().collect();
    let name: String =
        parts.join("_").chars().map(|c| if c.is_control() || "/\\:*?\"<>| 　".contains(c) { '_' } else { c }).collect();
    format!("{name}.xlsx")
}

fn program<'s>(site: &'s Site, typed: &str) -> Result<&'s Program, Error> {
    let matches = |program: &&Program| program.id.0 == typed || program.title.value == typed;
    site.programs.iter().find(matches).ok_or_else(|| {
        let known: Vec<_> = site.programs.iter().map(|program| program.id.0.as_str()).collect();
        Error::NoProgram(
            typed.to_owned(),
            if known.is_empty() { "(1つもありません)".to_owned() } else { known.join("、") },
        )
    })
}

/// Refuses a year in which no item could have anything.
fn within_period(program: &Program, year: Option<FiscalYear>) -> Result<(), Error> {
    let Some(year) = year.filter(|year| !program.period.may_hold(*year)) else { return Ok(()) };
    let period = program.period.in_full().unwrap_or_default();
    Err(Error::OutsidePeriod(year, program.title.value.clone(), period))
}

/// The program of a site that has nothing else, if nothing is said.
fn only_program<'s>(site: &'s Site, flags: &FormFlags) -> Option<&'s Program> {
    let is_silent = flags.of.year.is_none() && flags.of.department.is_none() && flags.table.is_empty();
    let [only] = &site.programs[..] else { return None };
    (is_silent && site.sheets.is_empty()).then_some(only)
}

/// The department and the year, where something is not said, of the only sheet that is meant. A site with programs has to be
/// told that a sheet is meant.
fn or_of_the_only_sheet(
    site: &Site,
    department: Option<DepartmentId>,
    year: Option<FiscalYear>,
) -> (Option<DepartmentId>, Option<FiscalYear>) {
    let is_said = department.is_some() || year.is_some();
    let is_meant = |sheet: &&KeyGoalSheet| {
        department.as_ref().is_none_or(|id| is_of(sheet, id)) && year.is_none_or(|year| sheet.fiscal_year == year)
    };
    let mut meant = site.sheets.iter().filter(is_meant);
    match (meant.next(), meant.next()) {
        (Some(only), None) if is_said || site.programs.is_empty() => {
            (department.or_else(|| Some(only.department.value.clone())), Some(only.fiscal_year))
        }
        _ => (department, year),
    }
}

fn is_of(sheet: &KeyGoalSheet, department: &DepartmentId) -> bool {
    sheet.department.value == *department || sheet.departments.iter().any(|other| other.value == *department)
}

/// The numbers of the items for which a department, or a section of it, is responsible.
pub(super) fn items(site: &Site, program: &Program, department: Option<&DepartmentId>) -> Vec<ItemNumber> {
    let is_wanted = |item: &&mieruka::model::ActionItem| {
        department.is_none_or(|whole| item.departments.iter().flatten().any(|id| site.is_within(&id.value, whole)))
    };
    program.items.iter().filter(is_wanted).map(|item| item.number.clone()).collect()
}

fn sheet<'s>(site: &'s Site, department: &DepartmentId, year: FiscalYear) -> Result<&'s KeyGoalSheet, Error> {
    let its = |sheet: &&KeyGoalSheet| is_of(sheet, department);
    site.sheets.iter().filter(its).find(|sheet| sheet.fiscal_year == year).ok_or_else(|| {
        let years: Vec<_> = site.sheets.iter().filter(its).map(|sheet| sheet.fiscal_year.wareki()).collect();
        let help = if years.is_empty() {
            format!("`mieruka new goal --year {} --department {department}` で下書きを作成できます", year.western())
        } else {
            format!("あるのは {} です", years.join("、"))
        };
        Error::NoSheet(format!("{year} {}", site.department_name(department)), site.words().sheet.clone(), help)
    })
}
