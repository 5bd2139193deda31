//! SDGs: the records by goal, with the official Japanese labels.

use serde::Serialize;

use super::head::Head;
use super::here::Here;
use super::links::{self, Link, Listed, RecordLink};
use super::pages::Pages;
use super::urls;
use crate::diagnostic::Located;
use crate::model::{FixedPage, Record, Reference, SDG_NAMES, address};

#[derive(Serialize)]
struct IndexView {
    goals: Vec<GoalRow>,
    unknown: usize,
    none: usize,
    known: usize,
}

#[derive(Serialize)]
struct GoalRow {
    number: u8,
    link: Link,
    count: usize,
}

#[derive(Serialize)]
struct View {
    number: u8,
    label: &'static str,
    records: Vec<RecordLink>,
    unknown: usize,
    previous: Option<Link>,
    next: Option<Link>,
}

/// One SDG of a record.
#[derive(Debug, Serialize)]
pub(super) struct SdgLink {
    pub(super) number: u8,
    pub(super) href: String,
    pub(super) label: &'static str,
}

/// The SDGs of a record; unknown and none are different words.
pub(super) fn listed(sdgs: Option<&[Located<u8>]>) -> Listed<SdgLink> {
    Listed::of(sdgs.map(|sdgs| sdgs.iter().filter_map(|number| link(number.value)).collect()))
}

/// The link of one goal; `None` if there is no such goal.
pub(super) fn link(number: u8) -> Option<SdgLink> {
    let label = label(number)?;
    Some(SdgLink { number, href: urls::href(&address::sdg_page(number)), label })
}

fn label(number: u8) -> Option<&'static str> {
    crate::model::sdg_name(number)
}

fn named(number: u8) -> Option<Link> {
    label(number).map(|label| Link::to(&address::sdg_page(number), &format!("SDGs {number} {label}")))
}

/// Adds the list and a page for each of the 17 goals.
pub(super) fn add(pages: &mut Pages<'_>) {
    pages.add_fixed(FixedPage::Sdgs, "pages/sdgs.html", list);
    for (number, label) in (1u8..).zip(SDG_NAMES) {
        pages.add(address::sdg_page(number), "pages/sdg.html", move |here| page(here, number, label));
    }
}

/// The records that can name SDGs.
fn able<'a>(here: &Here<'_, 'a>) -> impl Iterator<Item = Record<'a>> {
    here.site.records().filter(|record| matches!(record, Record::Section(_) | Record::Item(_) | Record::Goal(_)))
}

fn unknown(here: &Here<'_, '_>) -> usize {
    able(here).filter(|record| record.sdgs().is_none()).count()
}

fn list(here: &Here<'_, '_>) -> (Head, IndexView) {
    let relations = &here.room.relations;
    let row = |number: u8| {
        named(number).map(|link| GoalRow { number, link, count: relations.records(Reference::Sdg(number)).count() })
    };
    let view = IndexView {
        goals: (1..=SDG_NAMES.len() as u8).filter_map(row).collect(),
        unknown: unknown(here),
        none: able(here).filter(|record| record.sdgs().is_some_and(<[_]>::is_empty)).count(),
        known: able(here).filter(|record| record.sdgs().is_some_and(|sdgs| !sdgs.is_empty())).count(),
    };
    let description = here.words.tell("SDGsの17の目標ごとに、関わる⟨kinds_dotted⟩を探すページ");
    (Head::new("sdgs", "SDGs", description), view)
}

fn page(here: &Here<'_, '_>, number: u8, label: &'static str) -> (Head, View) {
    let records = links::records(here.site, here.room.relations.records(Reference::Sdg(number)));
    let description = format!("SDGsの目標{number}「{label}」に関わる{}件の記録", records.len());
    let view = View {
        number,
        label,
        records,
        unknown: unknown(here),
        previous: number.checked_sub(1).and_then(named),
        next: named(number + 1),
    };
    let head = Head::new("sdg", format!("SDGs {number} {label}"), description).below(vec![here.fixed(FixedPage::Sdgs)]);
    (head.called(format!("目標{number}")), view)
}
