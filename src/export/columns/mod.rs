//! The single definition of every open-data table: one file per table, each column with its names, its meaning and the
//! function that makes its cells. Every format, schema and page is generated from it.
//!
//! Tables are long and typed, one fact per cell; many-to-many relations are only in `relations`. Ids are made from the
//! addresses of records (`programs/gyokaku-4/17#y2022`), never from row numbers. Empty means no value; if there are
//! several possible reasons, a code column beside it states which.

mod action_item_years;
mod action_items;
mod budget_codes;
mod changes;
mod codes;
mod corrections;
mod costs;
mod departments;
mod documents;
mod effects;
mod evaluations;
mod families;
mod fields;
mod figures;
mod glossary;
mod indicators;
mod key_goal_items;
mod key_goals;
mod measures;
mod objects;
mod plan_sections;
mod program_outline;
mod registers;
mod relations;
mod scales;
mod section_years;
mod statements;
mod texts;
mod value;
mod views;
mod year_records;

pub(super) use changes::{Changed, KINDS, columns_of as of_changes, table as changes};
pub(super) use costs::of_record as of_costs;
pub(super) use fields::{About, MUNICIPALITY_CODE, Readers, Table};
pub(super) use figures::of_series;

use crate::model::Site;

/// Tables of what many cities do not publish: a site without rows for them does not have them.
const IF_USED: [&str; 12] = [
    "costs",
    "cost_funds",
    "effects",
    "budget_codes",
    "section_years",
    "texts",
    "sdgs",
    "units",
    "redirects",
    "evaluations",
    "scales",
    "views",
];

/// All tables, also those that a site does not publish.
pub(super) fn tables(site: &Site) -> Vec<Table<'_>> {
    vec![
        families::programs(site),
        action_items::table(site),
        action_item_years::table(site),
        program_outline::table(site),
        families::sheets(site),
        key_goals::table(site),
        key_goal_items::table(site),
        indicators::table(site),
        figures::table(site),
        registers::units(site),
        costs::table(site),
        costs::funds(site),
        effects::table(site),
        budget_codes::table(site),
        families::plans(site),
        plan_sections::table(site),
        section_years::table(site),
        measures::table(site),
        texts::table(site),
        statements::table(site),
        relations::table(site),
        objects::table(site),
        registers::sdgs(site),
        departments::table(site),
        documents::table(site),
        glossary::table(site),
        corrections::table(site),
        registers::redirects(site),
        evaluations::table(site),
        scales::table(site),
        views::table(site),
    ]
}

/// Whether a site publishes a table.
pub(super) fn is_held(site: &Site, table: &Table<'_>) -> bool {
    let About { name, family, .. } = table.about;
    family.is_none_or(|page| site.fills(page))
        && (!IF_USED.contains(&name) || !table.is_empty())
        && (name != statements::NAME || statements::is_wanted(site))
}
