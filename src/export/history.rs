//! 更新の履歴 of each table: the day on which it was published first, which corrections changed it, and the day of the site's
//! last issue. All days come from the content.
//!
//! A correction names a record and a field; from both follows which tables hold what was corrected. Where that is not certain
//! the table counts as changed, so that nobody misses a change.

use crate::dataset::Change;
use crate::model::{Correction, Date, Record, RecordId, Site};

/// 公開日 of a table: its own, or that of the site.
pub(super) fn published(site: &Site, table: &str) -> Option<Date> {
    let profile = &site.profile;
    let own = profile.datasets.iter().find(|note| note.name.value == table);
    own.map(|note| &note.published).or(profile.published.as_ref()).map(|date| date.value)
}

/// The days on which a table changed, newest first.
pub(super) fn of(site: &Site, table: &str, published: Option<Date>) -> Vec<Change> {
    let corrected = site.corrections.iter().filter(|correction| touches(site, correction, table));
    let corrected = corrected.map(|correction| Change { date: correction.date.value, text: told(site, correction) });
    let issued = site.profile.updated.iter();
    let issued =
        issued.map(|date| Change { date: date.value, text: "サイト全体を更新しました。".to_owned() });
    let first = published.map(|date| Change { date, text: "公開しました。".to_owned() });
    let mut changes: Vec<_> = issued.chain(corrected).chain(first).collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.date));
    changes
}

fn told(site: &Site, correction: &Correction) -> String {
    let id = &correction.record.value;
    let title = site.record(id).map_or_else(|| id.0.clone(), |record| record.label(site));
    format!("「{title}」の {} を直しました。理由: {}", correction.field, correction.reason)
}

fn touches(site: &Site, correction: &Correction, table: &str) -> bool {
    let (record, field) = (&correction.record.value, correction.field.value.as_str());
    table == "corrections"
        || own_tables(site.record(record), record, field).contains(&table)
        || (table == "figures" && names_any(field, &["figures", "indicators", "charts"]))
        || (table == "references" && names_any(field, REFERRING))
        || (field == "title" && holds_titles(table))
}

/// The keys whose values stand in the table of relations.
const REFERRING: &[&str] =
    &["departments", "references", "sdgs", "related", "none_in", "moved_to", "predecessor", "successor", "department"];

/// The tables that tell the record itself.
fn own_tables(record: Option<Record<'_>>, id: &RecordId, field: &str) -> &'static [&'static str] {
    let begins = |key: &str| field.split('.').next().is_some_and(|first| first.split('[').next() == Some(key));
    match record {
        Some(Record::Item(_)) if begins("years") => &["action_item_years"],
        Some(Record::Item(_) | Record::Program(_)) => &["action_items"],
        Some(Record::Goal(_)) if begins("items") => &["key_goal_items"],
        Some(Record::Goal(_) | Record::Sheet(_)) => &["key_goals", "key_goal_items"],
        Some(Record::Section(_)) if begins("indicators") => &["indicators"],
        Some(Record::Section(_)) if begins("measures") => &["measures"],
        Some(Record::Section(_) | Record::Plan(_)) => &["plan_sections", "indicators", "measures"],
        None => match id.0.split('/').next() {
            Some("departments") => &["departments", "key_goals", "key_goal_items"],
            Some("glossary") => &["glossary"],
            _ => &[],
        },
    }
}

/// The tables that repeat the titles of records.
fn holds_titles(table: &str) -> bool {
    !matches!(table, "departments" | "glossary")
}

fn names_any(field: &str, keys: &[&str]) -> bool {
    field.split(['.', '[', ']']).any(|part| keys.contains(&part))
}
