//! Anchors and page addresses, as the pages have them: `programs/gyokaku-4/17/#y2022`.

use crate::model::{FiscalYear, GoalItem, Indicator, Measure, RecordId};

/// The page of a record, from the root of the site.
pub(super) fn page(record: &RecordId) -> String {
    format!("{record}/")
}

/// The address of a part of a record, without the slash of its page: `programs/gyokaku-4/17#y2022`.
pub(super) fn part(record: &RecordId, anchor: &str) -> String {
    format!("{record}#{anchor}")
}

/// The page of a part of a record.
pub(super) fn part_page(record: &RecordId, anchor: &str) -> String {
    format!("{record}/#{anchor}")
}

/// A fiscal year of an action item.
pub(super) fn year(year: FiscalYear) -> String {
    format!("y{}", year.western())
}

/// An indicator of a section.
pub(super) fn indicator(indicator: &Indicator) -> String {
    format!("kpi-{}", indicator.number)
}

/// A chart of a section, by its place.
pub(super) fn chart(position: usize) -> String {
    format!("chart-{position}")
}

/// A measure of a section.
pub(super) fn measure(measure: &Measure) -> String {
    format!("m{}", measure.number)
}

/// One of the points ①② of a measure.
pub(super) fn point(measure: &Measure, position: usize) -> String {
    format!("m{}-{position}", measure.number)
}

/// An item ①② of a goal.
pub(super) fn goal_item(item: &GoalItem) -> String {
    format!("i{}", item.number)
}
