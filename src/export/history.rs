//! 更新の履歴 of each table: the day of its first publication, the corrections that changed it, and the day of the site's
//! last issue. All days come from the content.
//!
//! A correction names a record and a field, which determine the tables that contain the corrected value. If that is
//! uncertain, the table counts as changed, so that no change is missing.

use crate::dataset::Change;
use crate::model::form::{Class, Part, Place};
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
    let title = site.subject(id).map_or_else(|| id.0.clone(), |subject| subject.label(site));
    format!("「{title}」の {} を直しました。理由: {}", correction.field, correction.reason)
}

fn touches(site: &Site, correction: &Correction, table: &str) -> bool {
    let (record, field) = (&correction.record.value, correction.field.value.as_str());
    table == "corrections"
        || (field == "title" && holds_titles(table))
        || match site.record(record) {
            Some(record) => holds(record, field, table),
            None => tables_of(record).contains(&table),
        }
}

/// Whether a table contains a field of a record, or anything below it.
fn holds(record: Record<'_>, field: &str, table: &str) -> bool {
    let form = record.bare_form();
    let mut named: Vec<_> = field.split('.').collect();
    // An unknown field (no longer in the form) counts as the whole record, so that no change is missing.
    if !form.rows.iter().any(|row| row.key == named[0]) {
        named.clear();
    }
    let mut tables = Vec::new();
    collect(&form, &named, &[], &mut tables);
    tables.contains(&table)
}

/// Adds the tables of the rows that a name matches and of those below; if no row matches, those of the mapping.
fn collect(form: &Part<'_>, named: &[&str], above: &'static [&'static str], found: &mut Vec<&'static str>) {
    let tables = if form.tables.is_empty() { above } else { form.tables };
    let mut rows = form.rows.iter().filter(|row| named.first().is_none_or(|key| *key == row.key)).peekable();
    if rows.peek().is_none() {
        found.extend(tables);
    }
    for row in rows {
        if row.class != Class::Part {
            let shared = SHARED.iter().filter(|(class, _)| *class == row.class);
            found.extend(tables.iter().copied().chain(shared.map(|(_, table)| *table)));
            continue;
        }
        for part in &row.parts {
            let steps = 1 + usize::from(part.place != Place::Whole);
            collect(part, named.get(steps..).unwrap_or_default(), tables, found);
        }
    }
}

/// The tables that contain values of a class, besides the table of their record.
const SHARED: [(Class, &str); 5] = [
    (Class::Statement, "statements"),
    (Class::Money, "figures"),
    (Class::Figure, "figures"),
    (Class::Reference, "relations"),
    (Class::Move, "relations"),
];

/// The tables for ids that are not records, or no longer: for a department those that repeat its name.
fn tables_of(id: &RecordId) -> &'static [&'static str] {
    match id.0.split('/').next() {
        Some("departments") => {
            &["departments", "key_goal_sheets", "key_goals", "key_goal_items", "objects", "relations"]
        }
        Some("glossary") => &["glossary"],
        _ => &[],
    }
}

/// The tables that repeat the titles of records.
fn holds_titles(table: &str) -> bool {
    !matches!(table, "changes" | "departments" | "glossary" | "redirects" | "scales" | "sdgs" | "units" | "views")
}
