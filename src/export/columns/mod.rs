//! The single definition of every open-data table: one file a table, each column with its names, its meaning and the way to
//! its cells. Every format, schema and page is a spelling of what stands here.
//!
//! Tables are long and typed, one fact a cell; relations of many to many stand only in `references`. Ids are made from the
//! addresses of records (`programs/gyokaku-4/17#y2022`), never from row numbers. Empty means no value; where the reason may
//! differ, a code column beside it says which.

mod action_item_years;
mod action_items;
mod codes;
mod corrections;
mod departments;
mod fields;
mod figures;
mod glossary;
mod indicators;
mod key_goal_items;
mod key_goals;
mod measures;
mod plan_sections;
mod references;
mod value;

pub(super) use fields::{MUNICIPALITY_CODE, Table};

use crate::model::Site;

/// All tables.
pub(super) fn tables(site: &Site) -> Vec<Table<'_>> {
    vec![
        action_items::table(site),
        action_item_years::table(site),
        key_goals::table(site),
        key_goal_items::table(site),
        indicators::table(site),
        figures::table(site),
        plan_sections::table(site),
        measures::table(site),
        references::table(site),
        departments::table(site),
        glossary::table(site),
        corrections::table(site),
    ]
}
