//! サイトマップ for people: every list of the site with how much it holds, and the ways to plans, years and departments.

use serde::Serialize;

use super::families::{self, FamilyLink};
use super::head::Head;
use super::here::Here;
use super::links::{self, Link};
use super::pages::Pages;
use super::{goals_year, legend, urls, words};
use crate::dataset::Dataset;
use crate::model::{Department, Plan, Program, Record};

#[derive(Serialize)]
struct View {
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

/// A page with what lies below it.
#[derive(Serialize)]
struct Entry {
    link: Link,
    count: String,
    below: Vec<Link>,
}

/// Adds the page.
pub(super) fn add<'a>(pages: &mut Pages<'a>, sets: &'a [Dataset<'_>]) {
    pages.add("sitemap/", "pages/site_map.html", move |here| page(here, sets));
}

fn page(here: &Here<'_, '_>, sets: &[Dataset<'_>]) -> (Head, View) {
    let site = here.site;
    let mut about: Vec<_> =
        site.pages.iter().map(|page| Link::to(&urls::record(&page.id), &page.title.value)).collect();
    about.extend([Link::to(legend::FOLDER, "記号と判定の見方"), Link::to("search/", "検索")]);
    let view = View {
        lists: families::all(site),
        plans: site.plans.iter().map(plan).collect(),
        programs: site.programs.iter().map(program_entry).collect(),
        goals: goals(here),
        bureaus: site
            .departments
            .iter()
            .filter(|d| d.parent.is_none())
            .map(|bureau| bureau_entry(here, bureau))
            .collect(),
        years: site.years().iter().map(|year| Link::to(&urls::year(*year), &words::year(*year))).collect(),
        data: sets.iter().map(|set| Link::to(&format!("data/{}/", set.name), set.title)).collect(),
        about,
        contents: contents(sets),
    };
    (
        Head::new("sitemap", "サイトマップ", "このサイトにあるページの案内: 計画、取組、重点目標、部局、年度、データ"),
        view,
    )
}

fn contents(sets: &[Dataset<'_>]) -> Vec<Link> {
    let parts = [
        ("lists", "一覧"),
        ("plans", "計画"),
        ("programs", "取組"),
        ("goals", "重点目標"),
        ("departments", "部局・課所"),
        ("years", "年度"),
        ("data", "データ"),
        ("about", "このサイトについて"),
    ];
    parts
        .iter()
        .filter(|(anchor, _)| !sets.is_empty() || *anchor != "data")
        .map(|(a, text)| Link::within(a, text))
        .collect()
}

fn plan(plan: &Plan) -> Entry {
    Entry {
        link: Link::to(&urls::plan(&plan.id), &plan.title.value),
        count: format!("収録している節 {}", words::count(plan.sections.len())),
        below: Vec::new(),
    }
}

fn program_entry(program: &Program) -> Entry {
    let folder = urls::record(&Record::Program(program).id());
    let pillar = |pillar: &crate::model::Pillar| Link {
        href: urls::href_at(&folder, &links::category_anchor(&pillar.code.value)),
        text: format!("{} {}", pillar.code, pillar.title),
    };
    Entry {
        link: Link::to(&folder, &program.title.value),
        count: format!("取組項目 {}", words::count(program.items.len())),
        below: program.pillars.iter().map(pillar).collect(),
    }
}

fn goals(here: &Here<'_, '_>) -> Vec<Entry> {
    let entry = |year| {
        let sheets: Vec<_> = here.site.sheets.iter().filter(|sheet| sheet.fiscal_year == year).collect();
        let goals = sheets.iter().map(|sheet| sheet.goals.len()).sum();
        let link = |sheet: &&crate::model::KeyGoalSheet| {
            Link::to(&urls::record(&sheet.id), &Record::Sheet(sheet).title(here.site))
        };
        Entry {
            link: Link::to(&urls::goals(year), &words::year(year)),
            count: format!("重点目標 {}", words::count(goals)),
            below: sheets.iter().map(link).collect(),
        }
    };
    goals_year::years(&here.site.sheets).into_iter().rev().map(entry).collect()
}

fn bureau_entry(here: &Here<'_, '_>, bureau: &Department) -> Entry {
    let index = here.room.index();
    let id = &bureau.id.value;
    let divisions = index.divisions(id);
    let below = divisions.iter().map(|division| index.records_of(&division.id.value).len()).sum::<usize>();
    Entry {
        link: Link::to(&urls::department(id), &bureau.name.value),
        count: format!("担当の記録 {}", words::count(index.records_of(id).len() + below)),
        below: divisions.iter().map(|d| Link::to(&urls::department(&d.id.value), &d.name.value)).collect(),
    }
}
