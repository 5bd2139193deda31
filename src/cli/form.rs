//! `form`: makes a workbook from the content.

use std::path::PathBuf;

use mieruka::import::form::Ground;
use mieruka::import::{self, Fields};
use mieruka::load::shapes;
use mieruka::model::{DepartmentId, FiscalYear, ItemNumber, KeyGoalSheet, Program, Record, Site};
use mieruka::publish;

use super::Verdict;
use super::flags::FormFlags;
use super::new::present;
use super::report::{Clock, say};

/// Why no workbook is made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("{0}。{1}")]
    Department(String, String),
    #[error("プログラム「{0}」がありません。使えるのは {1} です")]
    NoProgram(String, String),
    #[error("{0} の{1}がありません。{2}")]
    NoSheet(String, String, String),
    #[error("様式にする{0}がありません。部局の名称を確認してください")]
    NoItems(String),
    #[error("{0}は「{1}」の期間にありません。期間は{2}です")]
    OutsidePeriod(FiscalYear, String, String),
    #[error(
        "{0}の様式には --department と --year を、{1}の個票には --program を付けてください。例: mieruka form --department 企画部 --year R5"
    )]
    Nothing(String, String),
    #[error(transparent)]
    Form(#[from] import::form::Error),
}

/// Makes a form.
pub(super) fn form(flags: &FormFlags) -> Result<Verdict, super::Error> {
    let clock = Clock::start();
    let content = present(&flags.content)?;
    if !content.is_whole("様式から抜ける") {
        return Ok(Verdict::Faulty);
    }
    let site = &content.site;
    let program = flags.program.as_deref().map(|typed| program(site, typed)).transpose()?;
    let words = program.map_or_else(|| site.words_at("goals"), |program| site.words_of(Record::Program(program)));
    let fields = Fields::of(&shapes()).told(words).with_rows(site);
    let ground = Ground { site, sources: &content.sources, fields: &fields };
    let year = flags.of.year;
    let department = flags.of.department.as_deref().map(|typed| department(site, typed)).transpose()?;
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
    let out = flags.out.clone().unwrap_or_else(|| PathBuf::from(name));
    publish::create_file(&bytes, &out)?;
    say(&format!("{} に{what}の様式を作成しました({})", out.display(), clock.total()));
    say(&format!("記入が済んだら、mieruka import {} で取り込みます", out.display()));
    Ok(Verdict::Done)
}

/// 重点目標一覧表_令和4年度_企画部.xlsx, without characters that a file name cannot have.
fn file_name(parts: &[&str]) -> String {
    let parts: Vec<_> = parts.iter().filter(|part| !part.is_empty()).copied().collect();
    let name: String =
        parts.join("_").chars().map(|c| if c.is_control() || "/\\:*?\"<>| 　".contains(c) { '_' } else { c }).collect();
    format!("{name}.xlsx")
}

fn department(site: &Site, typed: &str) -> Result<DepartmentId, Error> {
    import::department(site, typed).map_err(|(message, help)| Error::Department(message, help))
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

/// The numbers of the items for which a department, or a section of it, is responsible.
fn items(site: &Site, program: &Program, department: Option<&DepartmentId>) -> Vec<ItemNumber> {
    let is_wanted = |item: &&mieruka::model::ActionItem| {
        department.is_none_or(|whole| item.departments.iter().flatten().any(|id| site.is_within(&id.value, whole)))
    };
    program.items.iter().filter(is_wanted).map(|item| item.number.clone()).collect()
}

fn sheet<'s>(site: &'s Site, department: &DepartmentId, year: FiscalYear) -> Result<&'s KeyGoalSheet, Error> {
    let its = |sheet: &&KeyGoalSheet| {
        sheet.department.value == *department || sheet.departments.iter().any(|other| other.value == *department)
    };
    site.sheets.iter().filter(its).find(|sheet| sheet.fiscal_year == year).ok_or_else(|| {
        let years: Vec<_> = site.sheets.iter().filter(its).map(|sheet| sheet.fiscal_year.wareki()).collect();
        let help = if years.is_empty() {
            format!("goals/{}/{department}/sheet.yaml を作成してください", year.western())
        } else {
            format!("あるのは {} です", years.join("、"))
        };
        Error::NoSheet(format!("{year} {}", site.department_name(department)), site.words().sheet.clone(), help)
    })
}
