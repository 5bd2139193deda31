//! 計画: its 章立て, the sections with a record, and the records that refer to sections without one.

use serde::Serialize;

use super::costs::{self, Line};
use super::foot::{self, Foot};
use super::head::Head;
use super::here::{Here, Said};
use super::html::Html;
use super::links::{self, Link, RecordLink};
use super::pages::Pages;
use super::tally::{self, TallyView};
use super::{section, urls, words};
use crate::diagnostic::Located;
use crate::model::{Family, FixedPage, OutlineEntry, Period, Plan, PlanId, Record, Reference, Tally};

#[derive(Serialize)]
struct View {
    title: Html,
    period: Option<String>,
    target_year: Option<String>,
    results_through: Option<String>,
    costs: Option<Line>,
    predecessor: Option<Link>,
    successors: Vec<Link>,
    part_of: Option<Link>,
    parts: Vec<Link>,
    /// The programs whose tree is its outline.
    programs: Vec<Link>,
    summary: Said,
    outline: Vec<EntryView>,
    held: usize,
    tally: Option<TallyView>,
    narrative: Option<Html>,
    foot: Foot,
}

#[derive(Serialize)]
struct EntryView {
    anchor: String,
    depth: usize,
    ordinal: String,
    title: String,
    href: Option<String>,
    is_leaf: bool,
    referrers: Vec<RecordLink>,
    referrer_count: usize,
}

/// Adds the pages of a plan and its sections.
pub(super) fn add<'a>(pages: &mut Pages<'a>, plan: &'a Plan) {
    pages.add_branch(plan.id.page(), Vec::new(), move |pages| {
        pages.add(plan.id.page(), "pages/plan.html", move |here| page(here, plan));
        section::add(pages, plan);
    });
}

fn page<'a>(here: &Here<'_, 'a>, plan: &'a Plan) -> (Head, View) {
    let site = here.site;
    let named = |with| {
        let records = here.room.relations.records(with);
        records.map(|record| Link::to(&record.id().page(), &record.title(site))).collect()
    };
    let of_plan = |id: &Option<Located<PlanId>>| id.as_ref().and_then(|id| site.plan(&id.value)).map(links::plan);
    let view = View {
        title: here.label(&plan.title),
        period: plan.period.and_then(Period::in_full),
        target_year: plan.target_year.as_ref().map(|year| words::year(year.value)),
        results_through: plan.results_through.as_ref().map(|year| words::year(year.value)),
        costs: costs::line(here, Family::Plan(plan)),
        predecessor: of_plan(&plan.predecessor),
        successors: named(Reference::Predecessor(&plan.id)),
        part_of: of_plan(&plan.part_of),
        parts: named(Reference::PartOf(&plan.id)),
        programs: named(Reference::Tree(&plan.id)),
        summary: here.said(&plan.summary),
        outline: plan.outline.iter().map(|entry| entry_view(here, plan, entry)).collect(),
        held: plan.sections.len(),
        tally: tally::view(here, "tally", &Tally::of(site, plan.sections.iter().map(Record::Section))),
        narrative: foot::narrative(here, &plan.base.narrative),
        foot: foot::foot(here, Record::Plan(plan), None, (None, None)),
    };
    let description = format!(
        "{}{}",
        plan.title,
        here.words.tell("の⟨outline⟩と、⟨section⟩ごとの目的・⟨indicators⟩・施策、⟨section⟩に関わる⟨programs⟩の一覧")
    );
    let head = Head::new("plan", &plan.title.value, description)
        .released(plan.base.release)
        .below(vec![here.fixed(FixedPage::Plans)]);
    (head, view)
}

fn entry_view(here: &Here<'_, '_>, plan: &Plan, entry: &OutlineEntry) -> EntryView {
    let code = &entry.code.value;
    let section = plan.section(code);
    let referrers = links::records(here.site, here.room.relations.records(Reference::Section(&plan.id, code)));
    EntryView {
        anchor: code.anchor(),
        depth: depth(plan, entry),
        ordinal: last_ordinal(plan, entry),
        title: entry.title.value.clone(),
        href: section.map(|section| urls::href(&section.id.page())),
        is_leaf: is_leaf(plan, entry),
        referrer_count: referrers.len(),
        referrers,
    }
}

fn depth(plan: &Plan, entry: &OutlineEntry) -> usize {
    let level = entry.level.as_ref().and_then(|level| plan.levels.iter().position(|l| l.value == level.value));
    level.map_or(1, |at| at + 1)
}

/// Whether the outline has no line below this one.
pub(super) fn is_leaf(plan: &Plan, entry: &OutlineEntry) -> bool {
    let below = format!("{}-", entry.code.value);
    plan.levels.len() < 2 || !plan.outline.iter().any(|other| other.code.value.0.starts_with(&below))
}

/// 第3章 for 1-3: the ordinal of a line of an outline, without that of its parent.
fn last_ordinal(plan: &Plan, entry: &OutlineEntry) -> String {
    let whole = plan.ordinal(&entry.code.value);
    let above = entry.code.value.0.rsplit_once('-').map(|(above, _)| crate::model::SectionCode(above.to_owned()));
    let above = above.filter(|code| plan.entry(code).is_some()).map(|code| plan.ordinal(&code));
    above.and_then(|above| whole.strip_prefix(&above).map(|rest| rest.trim_start().to_owned())).unwrap_or(whole)
}
