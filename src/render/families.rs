//! The lists of the families of records (計画, アクションプログラム, 重点目標), and the links to every list of the
//! site.

use serde::Serialize;

use super::head::Head;
use super::here::Here;
use super::links::{self, Link};
use super::words::count;
use super::{goals_year, stages, urls, words};
use crate::model::{Department, FiscalYear, FixedPage, KeyGoalSheet, Period, Plan, Program, Site};

/// A list of the site, with a description of its content.
#[derive(Debug, Serialize)]
pub(super) struct FamilyLink {
    link: Link,
    about: String,
}

#[derive(Serialize)]
pub(super) struct PlansView {
    plans: Vec<PlanRow>,
}

#[derive(Serialize)]
struct PlanRow {
    link: Link,
    period: Option<String>,
    held: usize,
    outline: usize,
    sections: Vec<Link>,
}

#[derive(Serialize)]
pub(super) struct ProgramsView {
    programs: Vec<ProgramRow>,
}

#[derive(Serialize)]
struct ProgramRow {
    link: Link,
    period: Option<String>,
    items: usize,
    pillars: Vec<Link>,
}

#[derive(Serialize)]
pub(super) struct GoalsView {
    years: Vec<YearRow>,
    departments: Vec<DepartmentRow>,
}

/// The sheets of a department, one cell per year.
#[derive(Serialize)]
struct DepartmentRow {
    link: Link,
    sheets: Vec<Option<SheetCell>>,
}

#[derive(Serialize)]
struct SheetCell {
    href: String,
    stages: String,
    goals: usize,
}

#[derive(Serialize)]
struct YearRow {
    link: Link,
    sheets: usize,
    goals: usize,
}

/// Every list of the site.
pub(super) fn all(site: &Site) -> Vec<FamilyLink> {
    lists(site, |_| true)
}

/// Every list of the site but those of its families.
pub(super) fn others(site: &Site) -> Vec<FamilyLink> {
    lists(site, |page| !matches!(page, FixedPage::Plans | FixedPage::Programs | FixedPage::Goals))
}

/// The names of the families that have records.
pub(super) fn named(site: &Site) -> Vec<String> {
    let families = [FixedPage::Plans, FixedPage::Programs, FixedPage::Goals].into_iter();
    families.filter(|page| site.fills(*page)).map(|page| page.title(site.words()).into_owned()).collect()
}

fn lists(site: &Site, is_wanted: impl Fn(FixedPage) -> bool) -> Vec<FamilyLink> {
    let words = site.words();
    let sections: usize = site.plans.iter().map(|plan| plan.sections.len()).sum();
    let items: usize = site.programs.iter().map(|program| program.items.len()).sum();
    let goals: usize = site.sheets.iter().map(|sheet| sheet.goals.len()).sum();
    let sheets = count(site.sheets.len());
    let lists = [
        (FixedPage::Plans, format!("{}計画・{}{}", count(site.plans.len()), count(sections), words.section)),
        (FixedPage::Programs, format!("{}の{}の計画と実績", count(items), words.item)),
        (FixedPage::Goals, format!("{}{sheets}件・{}{}件", words.list, words.goal, count(goals))),
        (FixedPage::Departments, "担当する部署から探す".to_owned()),
        (FixedPage::Indicators, "基準値、目標値、実績値を見る".to_owned()),
        (FixedPage::Years, "年度ごとの計画と実績を見る".to_owned()),
        (FixedPage::Sdgs, "17の目標から探す".to_owned()),
        (FixedPage::Matrix, format!("{}に何が対応するかを見る", words.plan_section)),
        (FixedPage::Legend, format!("◎○△×と、{}を判定する規則の意味", words.indicators)),
        (FixedPage::Glossary, format!("{}の用語の説明", count(site.glossary.len()))),
        (FixedPage::Corrections, "直した内容と理由".to_owned()),
        (FixedPage::Costs, "年度や部局ごとの合計と、額の大きなもの".to_owned()),
        (FixedPage::Views, format!("{}件のご意見と、それへの回答", count(site.views.len()))),
        (FixedPage::Data, "表データをダウンロードする".to_owned()),
    ];
    let is_twofold = words.program != words.programs;
    let name = |page: FixedPage| {
        let both = (page == FixedPage::Programs && is_twofold).then_some("⟨programs⟩(⟨program⟩)");
        both.map_or_else(|| page.title(words), |both| words.tell(both))
    };
    let wanted = lists.into_iter().filter(|(page, _)| site.fills(*page) && is_wanted(*page));
    wanted.map(|(page, about)| FamilyLink { link: Link::to(page.folder(), &name(page)), about }).collect()
}

/// The list of plans.
pub(super) fn plans(here: &Here<'_, '_>) -> (Head, PlansView) {
    let row = |plan: &Plan| PlanRow {
        link: Link::to(&plan.id.page(), &plan.title.value),
        period: plan.period.and_then(Period::in_full),
        held: plan.sections.len(),
        outline: plan.outline.len(),
        sections: plan
            .sections
            .iter()
            .map(|s| Link::to(&s.id.page(), &format!("{} {}", plan.ordinal(&s.code), s.title)))
            .collect(),
    };
    let view = PlansView { plans: here.site.plans.iter().map(row).collect() };
    let (title, about) = (&here.words.plans, here.words.tell("⟨plans_named⟩などの計画と、掲載している⟨section⟩の一覧"));
    (Head::new("plans", title, about), view)
}

/// The list of programs.
pub(super) fn programs(here: &Here<'_, '_>) -> (Head, ProgramsView) {
    let row = |program: &Program| ProgramRow {
        link: links::program(program),
        period: program.period.in_full(),
        items: program.items.len(),
        pillars: here.site.tree(program).roots().map(|branch| links::branch(&program.id, branch)).collect(),
    };
    let view = ProgramsView { programs: here.site.programs.iter().map(row).collect() };
    let (title, about) = (&here.words.programs, here.words.tell("⟨program⟩と、その⟨pillar⟩の一覧"));
    (Head::new("programs", title, about), view)
}

/// The list of goals.
pub(super) fn goals(here: &Here<'_, '_>) -> (Head, GoalsView) {
    let years: Vec<_> = goals_year::years(&here.site.sheets);
    let year_row = |year: &FiscalYear| {
        let sheets = || here.site.sheets.iter().filter(|sheet| sheet.fiscal_year == *year);
        YearRow {
            link: Link::to(&year.goals_page(), &words::year(*year)),
            sheets: sheets().count(),
            goals: sheets().map(|sheet| sheet.goals.len()).sum(),
        }
    };
    let rows = here.site.departments.iter().map(|department| department_row(here, department, &years));
    let view = GoalsView {
        years: years.iter().map(year_row).collect(),
        departments: rows.filter(|row| row.sheets.iter().any(Option::is_some)).collect(),
    };
    let (title, about) =
        (&here.words.goals, here.words.tell("部局がその年度に特に力を入れる⟨goal⟩の、部局と年度ごとの一覧"));
    (Head::new("goals", title, about), view)
}

fn department_row(here: &Here<'_, '_>, department: &Department, years: &[FiscalYear]) -> DepartmentRow {
    let id = &department.id.value;
    let has = |sheet: &&KeyGoalSheet| sheet.departments.iter().any(|named| named.value == *id);
    let sheets: Vec<_> = here.site.sheets.iter().filter(has).collect();
    let cell = |year: &FiscalYear| {
        let sheet = sheets.iter().find(|sheet| sheet.fiscal_year == *year)?;
        let href = urls::href(&sheet.id.page());
        Some(SheetCell { href, stages: stages::in_words(sheet), goals: sheet.goals.len() })
    };
    DepartmentRow { link: links::department(here.site, id), sheets: years.iter().map(cell).collect() }
}
