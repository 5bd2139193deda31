//! How people ask for a record by its number, and how its document has that: 取組項目25 and 第25項目 are No.25.

use std::collections::BTreeSet;

use super::tokenizer::Worker;
use crate::model::{Record, Site};

/// Other ways to write the number of each record that has one, with the way in which its document has it.
pub(super) fn numbered(site: &Site, worker: &mut Worker) -> BTreeSet<(String, String)> {
    let numbers: Vec<_> = site.records().filter_map(|record| number(site, record)).collect();
    let told: BTreeSet<&str> = numbers.iter().map(|Number { told, .. }| told.as_str()).collect();
    let mut found = BTreeSet::new();
    for Number { noun, plain, told: own } in &numbers {
        let short = last_word(noun, worker).unwrap_or(noun);
        let others = [
            format!("{noun}{plain}"),
            format!("{short}{plain}"),
            format!("第{plain}{noun}"),
            format!("第{plain}{short}"),
            format!("{noun}No.{plain}"),
            format!("No.{plain}"),
        ];
        // What stands in another way is found by that without help, and what is the number of a record is that.
        let is_needed = |other: &String| !own.contains(other) && !told.contains(other.as_str());
        found.extend(others.into_iter().filter(is_needed).map(|other| (other, own.clone())));
    }
    found
}

/// The number of a record.
struct Number<'s> {
    /// What the record is.
    noun: &'s str,
    /// The number without zeros before it.
    plain: String,
    /// The number as the document has it.
    told: String,
}

/// The number of a record; `None` if it has none.
fn number<'s>(site: &'s Site, record: Record<'s>) -> Option<Number<'s>> {
    let words = site.words_of(record);
    let (noun, own, told) = match record {
        Record::Item(item) => (words.item.as_str(), item.number.to_string(), format!("No.{}", item.number)),
        Record::Goal(goal) => {
            let noun = site.words().goal.as_str();
            (noun, goal.number.to_string(), format!("{noun}{}", goal.number))
        }
        Record::Section(section) => (words.section.as_str(), section.code.to_string(), section.code.to_string()),
        Record::Plan(_) | Record::Program(_) | Record::Sheet(_) => return None,
    };
    let plain = own.trim_start_matches('0');
    Some(Number { noun, plain: if plain.is_empty() { own } else { plain.to_owned() }, told })
}

/// The last word of a noun, by which it is called for short: 項目 of 取組項目; `None` if it is one word.
fn last_word<'n>(noun: &'n str, worker: &mut Worker) -> Option<&'n str> {
    let mut last = 0;
    worker.cut(noun, |word| last = word.range.start);
    Some(&noun[last..]).filter(|word| last > 0 && word.chars().nth(1).is_some())
}
