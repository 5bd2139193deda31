//! 同じところに、題名も内容もすべて同じ記録が2つある: a file was copied and not rewritten. Drafts, and
//! records without a sentence, may be the same.

use std::collections::BTreeMap;

use super::Findings;
use crate::model::{Field, Record, RecordId, Release, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let mut known: BTreeMap<(String, String), Vec<Record<'_>>> = BTreeMap::new();
    for record in site.records().filter(|record| record.release() != Release::Draft) {
        let RecordId(id) = record.id();
        let Some((holder, _)) = id.rsplit_once('/') else { continue };
        let same = known.entry((holder.to_owned(), record.title(site))).or_default();
        if let Some(other) = same.iter().find(|other| !record.prose().is_empty() && says_the_same(record, **other)) {
            let message = format!("{} は、題名も内容も、次の記録とすべて同じです", record.label(site));
            let help = "コピーしたファイルなら、内容を書き換えるか、どちらかを消してください";
            findings.error_beside(record.at(), message, help, (other.at(), "同じ記録はここです"));
        }
        same.push(record);
    }
}

fn says_the_same(one: Record<'_>, other: Record<'_>) -> bool {
    let (one, other) = (one.fields(), other.fields());
    one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| is_same(one, other))
}

fn is_same(one: &Field<'_>, other: &Field<'_>) -> bool {
    one.path == other.path
        && one.values.iter().map(|value| &value.text).eq(other.values.iter().map(|value| &value.text))
}
