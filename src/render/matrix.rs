//! 対応表: the items, goals and SDGs assigned to each section of a plan, and the sections without any.

use std::collections::BTreeSet;

use serde::Serialize;

use super::head::Head;
use super::here::Here;
use super::links::{self, Link};
use super::plan;
use super::sdgs::{self, SdgLink};
use crate::model::{FiscalYear, FixedPage, OutlineEntry, Plan, ProgramId, Record, Reference};

/// A cell with more records than this is collapsed.
const FOLDED_FROM: usize = 6;

#[derive(Serialize)]
pub(super) struct View {
    /// The words for the degrees of coverage, in the order of the counts.
    words: Vec<&'static str>,
    plans: Vec<PlanView>,
    unplaced: Vec<Link>,
    unknown: Vec<Link>,
}

#[derive(Serialize)]
struct PlanView {
    anchor: String,
    link: Link,
    /// The columns of the grid that have any record: programs, then the years of goals.
    columns: Vec<Link>,
    rows: Vec<Row>,
    count: usize,
    counts: Vec<usize>,
}

#[derive(Serialize)]
struct Row {
    title: String,
    href: String,
    word: &'static str,
    code: &'static str,
    /// One for each column of the grid.
    counts: Vec<CountView>,
    items: Cell,
    goals: Cell,
    sdgs: Vec<SdgLink>,
}

/// How many records of a column are assigned to a section.
#[derive(Serialize)]
struct CountView {
    count: usize,
    /// For the shade: 0 to 3.
    depth: usize,
}

impl CountView {
    fn of(count: usize) -> Self {
        let depth = match count {
            0 => 0,
            1..=2 => 1,
            3..=9 => 2,
            _ => 3,
        };
        Self { count, depth }
    }
}

/// The degrees of coverage of a section, each with a code for the stylesheet.
const COVERAGE: [(&str, &str); 4] =
    [("取組と目標", "reported"), ("取組のみ", "part"), ("目標のみ", "part"), ("対応なし", "not-reported")];

fn coverage(items: &[Link], goals: &[Link]) -> (&'static str, &'static str) {
    COVERAGE[usize::from(goals.is_empty()) + 2 * usize::from(items.is_empty())]
}

/// The records assigned to a section; collapsed if there are many.
#[derive(Serialize)]
struct Cell {
    items: Vec<Link>,
    count: usize,
    is_long: bool,
    absent: Option<&'static str>,
}

impl Cell {
    fn of(items: Vec<Link>) -> Self {
        let absent = items.is_empty().then_some("対応なし");
        Self { count: items.len(), is_long: items.len() > FOLDED_FROM, absent, items }
    }
}

/// The page.
pub(super) fn page(here: &Here<'_, '_>) -> (Head, View) {
    let items = || here.site.programs.iter().flat_map(|program| &program.items);
    let items = || items().filter(|item| here.site.place_in_plan(item).is_none());
    let columns: Vec<_> = columns(here).collect();
    let view = View {
        words: COVERAGE.iter().map(|(word, _)| *word).collect(),
        plans: here.site.plans.iter().filter(|p| !p.outline.is_empty()).map(|p| plan_view(here, p, &columns)).collect(),
        unplaced: items().filter(|i| i.references.as_ref().is_some_and(Vec::is_empty)).map(links::item).collect(),
        unknown: items().filter(|i| i.references.is_none()).map(links::item).collect(),
    };
    let of = |page, noun| if here.site.fills(page) { noun } else { "" };
    let (items, goals) = (of(FixedPage::Programs, "⟨item⟩・"), of(FixedPage::Goals, "⟨goal⟩・"));
    let description = format!("⟨plan_section⟩ごとに、関わる{items}{goals}SDGsと、対応するものが無い⟨section⟩を示す表");
    (Head::new("matrix", FixedPage::Matrix.title(here.words), here.words.tell(&description)), view)
}

/// The columns of the grid, each with what is counted in it.
fn columns<'a>(here: &Here<'_, 'a>) -> impl Iterator<Item = (Link, Counted<'a>)> {
    let site = here.site;
    let programs = site.programs.iter().map(|program| (links::program(program), Counted::Program(&program.id)));
    let years = super::goals_year::years(&site.sheets).into_iter();
    let noun = &here.words.goal;
    let goals = years.map(move |year| (links::goals_of(year, noun), Counted::Goals(year)));
    programs.chain(goals)
}

/// What is counted in a column.
#[derive(Clone, Copy)]
enum Counted<'a> {
    Program(&'a ProgramId),
    Goals(FiscalYear),
}

impl Counted<'_> {
    fn has(self, record: Record<'_>) -> bool {
        match (self, record) {
            (Self::Program(program), Record::Item(item)) => item.program == *program,
            (Self::Goals(year), Record::Goal(goal)) => goal.fiscal_year == year,
            (Self::Program(_) | Self::Goals(_), _) => false,
        }
    }
}

fn plan_view(here: &Here<'_, '_>, plan: &Plan, columns: &[(Link, Counted<'_>)]) -> PlanView {
    let leaves = plan.outline.iter().filter(|entry| plan::is_leaf(plan, entry));
    let mut rows: Vec<_> = leaves.map(|entry| row(here, plan, entry, columns)).collect();
    let is_used: Vec<_> = (0..columns.len()).map(|at| rows.iter().any(|row| row.counts[at].count > 0)).collect();
    rows.iter_mut().for_each(|row| row.counts = used(std::mem::take(&mut row.counts), &is_used));
    PlanView {
        anchor: format!("plan-{}", plan.id),
        link: Link::to(&plan.id.page(), &plan.title.value),
        count: rows.len(),
        counts: COVERAGE.iter().map(|(word, _)| rows.iter().filter(|row| row.word == *word).count()).collect(),
        columns: used(columns.iter().map(|(link, _)| link.clone()).collect(), &is_used),
        rows,
    }
}

fn used<T>(all: Vec<T>, is_used: &[bool]) -> Vec<T> {
    all.into_iter().zip(is_used).filter(|(_, is_used)| **is_used).map(|(one, _)| one).collect()
}

fn row(here: &Here<'_, '_>, plan: &Plan, entry: &OutlineEntry, columns: &[(Link, Counted<'_>)]) -> Row {
    let code = &entry.code.value;
    let relations = &here.room.relations;
    let section = plan.section(code);
    let related = section.iter().flat_map(|s| s.related.iter().flatten()).filter_map(|id| here.site.record(&id.value));
    let referrers = section.into_iter().flat_map(|section| relations.records(Reference::Related(&section.id)));
    let mut seen = BTreeSet::new();
    let records: Vec<_> = relations
        .records(Reference::Section(&plan.id, code))
        .chain(referrers)
        .chain(related)
        .filter(|record| seen.insert(record.id()))
        .collect();
    let items: Vec<_> = records.iter().filter_map(|record| item(*record)).collect();
    let goals: Vec<_> = records.iter().filter_map(|record| goal(here, *record)).collect();
    let own = section.and_then(|section| section.sdgs.as_deref()).into_iter();
    let numbers: BTreeSet<_> =
        records.iter().filter_map(|record| record.sdgs()).chain(own).flatten().map(|sdg| sdg.value).collect();
    let part = links::part(here.site, &plan.id, code);
    let (word, style) = coverage(&items, &goals);
    Row {
        title: format!("{} {}", part.ordinal, entry.title),
        href: part.href.unwrap_or_default(),
        counts: columns
            .iter()
            .map(|(_, counted)| CountView::of(records.iter().filter(|record| counted.has(**record)).count()))
            .collect(),
        word,
        code: style,
        items: Cell::of(items),
        goals: Cell::of(goals),
        sdgs: numbers.into_iter().filter_map(sdgs::link).collect(),
    }
}

fn item(record: Record<'_>) -> Option<Link> {
    if let Record::Item(item) = record { Some(links::item(item)) } else { None }
}

fn goal(here: &Here<'_, '_>, record: Record<'_>) -> Option<Link> {
    let Record::Goal(goal) = record else { return None };
    let text = format!(
        "{} {} {}{} {}",
        goal.fiscal_year.short(),
        here.site.department_name(&goal.department),
        here.words.goal,
        goal.number,
        goal.title
    );
    Some(Link::to(&goal.id.page(), &text))
}
