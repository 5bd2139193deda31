//! サイトマップ for readers: every list of the site with the number of its entries, and links to plans, years and
//! departments.

use serde::Serialize;

use super::departments::{self, BureauView};
use super::families::{self, FamilyLink};
use super::head::Head;
use super::here::Here;
use super::links::{self, Link};
use super::{goals_year, words};
use crate::dataset::Dataset;
use crate::model::{FixedPage, Plan, Program, Record, address};

#[derive(Serialize)]
pub(super) struct View {
    lists: Vec<FamilyLink>,
    plans: Vec<Entry>,
    programs: Vec<Entry>,
    goals: Vec<Entry>,
    bureaus: Vec<Entry>,
    years: Vec<Link>,
    data: Vec<Link>,
    about: Vec<Link>,
    contents: Vec<Link>,
}

/// A page with the pages below it.
#[derive(Serialize)]
struct Entry {
    link: Link,
    count: String,
    below: Vec<Link>,
}

/// The page.
pub(super) fn page(here: &Here<'_, '_>, sets: &[Dataset<'_>]) -> (Head, View) {
    let site = here.site;
    let mut about: Vec<_> = site.pages.iter().map(|page| Link::to(&page.id.page(), &page.title.value)).collect();
    about.extend([here.fixed(FixedPage::Legend), here.fixed(FixedPage::Search)]);
    let view = View {
        lists: families::all(site),
        plans: site.plans.iter().map(|of| plan(here, of)).collect(),
        programs: site.programs.iter().map(|of| program_entry(here, of)).collect(),
        goals: goals(here),
        bureaus: departments::bureaus(here).map(bureau_entry).collect(),
        years: site.years().iter().map(|year| Link::to(&year.page(), &words::year(*year))).collect(),
        data: sets.iter().map(|set| Link::to(&address::dataset_page(set.name), &set.title)).collect(),
        about,
        contents: contents(here, sets),
    };
    let families: String = families::named(site).into_iter().map(|name| name + "、").collect();
    let description = format!("このサイトにあるページの案内: {families}部局、年度、データ");
    (Head::new("sitemap", "サイトマップ", description), view)
}

fn contents(here: &Here<'_, '_>, sets: &[Dataset<'_>]) -> Vec<Link> {
    let parts = [
        ("lists", "一覧"),
        ("plans", &here.words.plans),
        ("programs", &here.words.programs),
        ("goals", &here.words.goals),
        ("departments", "部局・課所"),
        ("years", "年度"),
        ("data", "データ"),
        ("about", "このサイトについて"),
    ];
    parts
        .iter()
        .filter(|(anchor, _)| match *anchor {
            "plans" => here.site.fills(FixedPage::Plans),
            "programs" => here.site.fills(FixedPage::Programs),
            "goals" => here.site.fills(FixedPage::Goals),
            "data" => !sets.is_empty(),
            _ => true,
        })
        .map(|(a, text)| Link::within(a, text))
        .collect()
}

fn plan(here: &Here<'_, '_>, plan: &Plan) -> Entry {
    Entry {
        link: Link::to(&plan.id.page(), &plan.title.value),
        count: format!(
            "掲載している{} {}",
            here.site.words_of(Record::Plan(plan)).section,
            words::count(plan.sections.len())
        ),
        below: Vec::new(),
    }
}

fn program_entry(here: &Here<'_, '_>, program: &Program) -> Entry {
    Entry {
        link: links::program(program),
        count: format!("{} {}", here.site.words_of(Record::Program(program)).item, words::count(program.items.len())),
        below: here.site.tree(program).roots().map(|branch| links::branch(&program.id, branch)).collect(),
    }
}

fn goals(here: &Here<'_, '_>) -> Vec<Entry> {
    let entry = |year| {
        let sheets: Vec<_> = here.site.sheets.iter().filter(|sheet| sheet.fiscal_year == year).collect();
        let goals = sheets.iter().map(|sheet| sheet.goals.len()).sum();
        let link =
            |sheet: &&crate::model::KeyGoalSheet| Link::to(&sheet.id.page(), &Record::Sheet(sheet).title(here.site));
        Entry {
            link: Link::to(&year.goals_page(), &words::year(year)),
            count: format!("{} {}", here.words.goal, words::count(goals)),
            below: sheets.iter().map(link).collect(),
        }
    };
    goals_year::years(&here.site.sheets).into_iter().rev().map(entry).collect()
}

fn bureau_entry(bureau: BureauView) -> Entry {
    Entry {
        link: bureau.link,
        count: format!("担当の記録 {}", words::count(bureau.count)),
        below: bureau.divisions.into_iter().map(|division| division.link).collect(),
    }
}
