//! ホーム: a summary of the site on one screen, with links to its parts.

use serde::Serialize;

use super::costs;
use super::families::{self, FamilyLink};
use super::head::Head;
use super::here::Here;
use super::links::{self, Link};
use super::newest;
use super::tally::{self, TallyView};
use super::words;
use crate::dataset::Dataset;
use crate::model::{Family, FiscalYear, FixedPage, Outcome, Program, Promise, Record, Site, address};

/// How many targets with results the home page shows.
const PAIRS: usize = 8;

#[derive(Serialize)]
pub(super) struct View {
    title: String,
    municipality: String,
    families: Vec<FamilyView>,
    others: Vec<FamilyLink>,
    years: Vec<Link>,
    bureaus: Vec<Link>,
    tally: Option<TallyView>,
    costs: Vec<costs::Line>,
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

/// A target beside its result, with the record that states both.
#[derive(Serialize)]
struct PairView {
    link: Link,
    pair: newest::PairView,
}

/// The page.
pub(super) fn page(here: &Here<'_, '_>, sets: &[Dataset<'_>]) -> (Head, View) {
    let site = here.site;
    let (latest, pairs) = pairs(here);
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
        tally: tally::view(here, "tally", here.room.tally()),
        costs: Family::all(site).filter_map(|family| costs::line(here, family)).collect(),
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
    std::iter::once(links::program(program)).chain(roots).collect()
}

fn goals(here: &Here<'_, '_>) -> Option<FamilyView> {
    let site = here.site;
    let goals: usize = site.sheets.iter().map(|sheet| sheet.goals.len()).sum();
    let years = super::goals_year::years(&site.sheets).into_iter().rev();
    site.fills(FixedPage::Goals).then(|| FamilyView {
        link: here.fixed(FixedPage::Goals),
        question: "部局はその年度、何に力を入れたのか",
        facts: vec![format!("{} {}", here.words.list, site.sheets.len()), format!("{} {goals}", here.words.goal)],
        links: years.map(|year| Link::to(&year.goals_page(), &words::year(year))).collect(),
    })
}

/// Targets with results of the newest year that has any, one a record, the judged ones first.
fn pairs(here: &Here<'_, '_>) -> (Option<FiscalYear>, Vec<PairView>) {
    let all: Vec<_> = here.site.records().filter_map(newest).collect();
    let year = all.iter().filter_map(Promise::fiscal_year).max();
    let mut of_year: Vec<_> = all.iter().filter(|promise| promise.fiscal_year() == year).collect();
    of_year.sort_by_key(|promise| promise.outcome());
    (year, of_year.into_iter().filter_map(|promise| pair(here, promise)).take(PAIRS).collect())
}

/// The newest target of a record that has a result.
fn newest(record: Record<'_>) -> Option<Promise<'_>> {
    let is_plain = |one: &Promise<'_>| one.target.is_none_or(|target| target.relative_to.is_none());
    let known = record.promises().into_iter().filter(|one| one.outcome() != Outcome::NotKnown && is_plain(one));
    known.filter(|one| one.fiscal_year().is_some()).max_by_key(Promise::fiscal_year)
}

fn pair(here: &Here<'_, '_>, promise: &Promise<'_>) -> Option<PairView> {
    let text = format!("{} {}", promise.record.label(here.site), promise.name);
    Some(PairView { link: links::promise(promise, text), pair: newest::view(here, promise)? })
}
