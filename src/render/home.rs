//! ホーム: a summary of the site on one screen, with links to its parts.

use serde::Serialize;

use super::families::{self, FamilyLink};
use super::head::Head;
use super::here::Here;
use super::html::Html;
use super::judgement::unit;
use super::links::{self, Link};
use super::pages::Pages;
use super::words;
use crate::dataset::Dataset;
use crate::model::{Figure, FigureKind, FixedPage, Program, Site, address};

/// How many pairs of target and actual figures the home page shows.
const PAIRS: usize = 8;

#[derive(Serialize)]
struct View {
    title: String,
    municipality: String,
    families: Vec<FamilyView>,
    others: Vec<FamilyLink>,
    years: Vec<Link>,
    bureaus: Vec<Link>,
    pairs: Vec<PairView>,
    pairs_year: Option<String>,
    data: Vec<Link>,
    corrections: usize,
}

#[derive(Serialize)]
struct FamilyView {
    link: Link,
    question: &'static str,
    facts: Vec<String>,
    links: Vec<Link>,
}

/// Target and actual value of a year.
#[derive(Serialize)]
struct PairView {
    link: Link,
    name: String,
    target: String,
    actual: String,
    as_of: Option<Html>,
}

/// Adds the page.
pub(super) fn add<'a>(pages: &mut Pages<'a>, sets: &'a [Dataset<'_>]) {
    pages.add(FixedPage::Home.folder(), "pages/home.html", move |here| page(here, sets));
}

fn page(here: &Here<'_, '_>, sets: &[Dataset<'_>]) -> (Head, View) {
    let site = here.site;
    let latest = site.profile.reported_through.as_ref().map(|year| year.value);
    let pairs = latest.map(|year| pairs(site, year)).unwrap_or_default();
    let view = View {
        title: site.profile.title.value.clone(),
        municipality: site.profile.municipality.name.value.clone(),
        families: [plans(here), programs(here), goals(here)].into_iter().flatten().collect(),
        others: families::others(site),
        years: site.years().iter().map(|year| Link::to(&year.page(), &words::year(*year))).collect(),
        bureaus: site
            .departments
            .iter()
            .filter(|department| department.parent.is_none())
            .map(|department| Link::to(&department.id.value.page(), &department.name.value))
            .collect(),
        pairs_year: latest.filter(|_| !pairs.is_empty()).map(words::year),
        pairs,
        data: sets.iter().map(|set| Link::to(&address::dataset_page(set.name), &set.title)).collect(),
        corrections: site.corrections.len(),
    };
    let title = &site.profile.title.value;
    let ways = [FixedPage::Plans, FixedPage::Programs].into_iter().filter(|page| site.fills(*page));
    let families: String = ways.map(|page| format!("{}・", page.title(here.words))).collect();
    let description = format!("{title}: 何を約束し、どうなったかを、{families}年度・部局のどこからでもたどれるサイト");
    (Head::new("home", title, description), view)
}

fn plans(here: &Here<'_, '_>) -> Option<FamilyView> {
    let site = here.site;
    let sections: usize = site.plans.iter().map(|plan| plan.sections.len()).sum();
    let all = site.plans.iter().flat_map(|plan| &plan.sections);
    let indicators: usize = all.map(|section| section.indicators.as_ref().map_or(0, Vec::len)).sum();
    site.fills(FixedPage::Plans).then(|| FamilyView {
        link: here.fixed(FixedPage::Plans),
        question: "何を目指すのか",
        facts: vec![format!("{} {sections}", here.words.section), format!("{} {indicators}", here.words.indicators)],
        links: site.plans.iter().rev().map(|p| Link::to(&p.id.page(), &p.title.value)).collect(),
    })
}

fn programs(here: &Here<'_, '_>) -> Option<FamilyView> {
    let site = here.site;
    let items: usize = site.programs.iter().map(|program| program.items.len()).sum();
    site.fills(FixedPage::Programs).then(|| FamilyView {
        link: here.fixed(FixedPage::Programs),
        question: "何をして、どうなったのか",
        facts: vec![format!("{} {items}", here.words.item)],
        links: site.programs.iter().flat_map(|program| program_links(site, program)).collect(),
    })
}

/// A program and, if it is the only one, the highest branches of its tree.
fn program_links(site: &Site, program: &Program) -> Vec<Link> {
    let roots = site.tree(program).roots().filter(|_| site.programs.len() == 1);
    let roots = roots.map(|branch| links::branch(&program.id, branch));
    std::iter::once(Link::to(&program.id.page(), &program.title.value)).chain(roots).collect()
}

fn goals(here: &Here<'_, '_>) -> Option<FamilyView> {
    let site = here.site;
    let goals: usize = site.sheets.iter().map(|sheet| sheet.goals.len()).sum();
    let years = super::goals_year::years(&site.sheets).into_iter().rev();
    site.fills(FixedPage::Goals).then(|| FamilyView {
        link: here.fixed(FixedPage::Goals),
        question: "部局は今年、何に力を入れるのか",
        facts: vec![format!("{} {}", here.words.list, site.sheets.len()), format!("{} {goals}", here.words.goal)],
        links: years.map(|year| Link::to(&year.goals_page(), &words::year(year))).collect(),
    })
}

/// The first items that have a target and an actual value of the same name for a year.
fn pairs(site: &Site, year: crate::model::FiscalYear) -> Vec<PairView> {
    let of_year = |figure: &&Figure, kind: FigureKind| {
        figure.kind == kind
            && figure.value.is_some()
            && figure.fiscal_year.as_ref().is_some_and(|found| found.value == year)
    };
    let items = site.programs.iter().flat_map(|program| &program.items);
    let pair = |item: &crate::model::ActionItem| {
        let actuals = item.all_figures().filter(|figure| of_year(figure, FigureKind::Actual));
        let mut targets = item.all_figures().filter(|figure| of_year(figure, FigureKind::Target));
        let actuals: Vec<_> = actuals.collect();
        let (target, actual) = targets.find_map(|target| {
            let same = |actual: &&&Figure| {
                name(actual).is_some() && name(actual) == name(target) && unit(actual) == unit(target)
            };
            actuals.iter().find(same).map(|actual| (target, *actual))
        })?;
        Some(PairView {
            link: Link::to(&item.id.page(), &format!("No.{} {}", item.number, item.title)),
            name: name(target)?.to_owned(),
            target: target.spelled(),
            actual: actual.spelled(),
            as_of: actual.as_of.as_ref().map(|date| Html::text(&format!("{}現在", date.value))),
        })
    };
    items.filter_map(pair).take(PAIRS).collect()
}

fn name(figure: &Figure) -> Option<&str> {
    figure.name.as_ref().map(|name| name.value.as_str())
}
