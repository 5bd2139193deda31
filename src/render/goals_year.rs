//! 重点目標 of one fiscal year: the sheets, and the criteria by which they were rated.

use serde::Serialize;

use super::head::Head;
use super::here::Here;
use super::links::{self, Link};
use super::pages::Pages;
use super::rating::{self, CriteriaView};
use super::{sheet, urls, words};
use crate::model::{FiscalYear, KeyGoalSheet, Record};

#[derive(Serialize)]
struct View {
    year: String,
    sheets: Vec<SheetView>,
    criteria: Vec<CriteriaView>,
    previous: Option<Link>,
    next: Option<Link>,
    year_page: Link,
}

#[derive(Serialize)]
struct SheetView {
    link: Link,
    departments: Vec<Link>,
    stages: String,
    goals: Vec<GoalRow>,
}

#[derive(Serialize)]
struct GoalRow {
    number: u32,
    link: Link,
    items: usize,
    moved: Option<Link>,
}

/// The years that have sheets, ascending.
pub(super) fn years(sheets: &[KeyGoalSheet]) -> Vec<FiscalYear> {
    let mut years: Vec<_> = sheets.iter().map(|sheet| sheet.fiscal_year).collect();
    years.sort();
    years.dedup();
    years
}

/// Adds a page a year.
pub(super) fn add(pages: &mut Pages<'_>) {
    let years = years(&pages.room.site.sheets);
    for (at, year) in years.iter().copied().enumerate() {
        let link = |year: Option<&FiscalYear>| year.map(|year| Link::to(&urls::goals(*year), &words::year(*year)));
        let near = (link(at.checked_sub(1).and_then(|at| years.get(at))), link(years.get(at + 1)));
        pages.add(urls::goals(year), "pages/goals_year.html", move |here| page(here, year, near.clone()));
    }
}

fn page(here: &Here<'_, '_>, year: FiscalYear, (previous, next): (Option<Link>, Option<Link>)) -> (Head, View) {
    let of_year = here.site.sheets.iter().filter(|sheet| sheet.fiscal_year == year);
    let name = words::year(year);
    let view = View {
        sheets: of_year.map(|sheet| sheet_view(here, sheet)).collect(),
        criteria: rating::criteria(here, year),
        previous,
        next,
        year_page: Link::to(&urls::year(year), &format!("{name}の計画と実績")),
        year: name.clone(),
    };
    let description = format!("{name}に各部局が特に力を入れる重点目標と、その結果の一覧");
    let head = Head::new("goals-year", format!("{name} 重点目標"), description)
        .below(vec![Link::to("goals/", "重点目標")])
        .called(name);
    (head, view)
}

fn sheet_view(here: &Here<'_, '_>, sheet: &KeyGoalSheet) -> SheetView {
    SheetView {
        link: Link::to(&urls::record(&sheet.id), &Record::Sheet(sheet).title(here.site)),
        departments: links::departments(here.site, &sheet.departments),
        stages: sheet::stages_in_words(sheet),
        goals: sheet
            .goals
            .iter()
            .map(|goal| GoalRow {
                number: goal.number,
                link: Link::to(&urls::record(&goal.id), &goal.title.value),
                items: goal.known_items().len(),
                moved: goal.moved_to.as_ref().map(|moved| links::department(here.site, &moved.department.value)),
            })
            .collect(),
    }
}
