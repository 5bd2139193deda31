//! 同じところに、題名も内容もすべて同じ記録が2つあるか、一覧表などの中の記録がすべて同じ: a file or a folder was copied and
//! not rewritten. Drafts, and records without a sentence, may be the same.

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
    folders(site, findings);
}

/// Reports plans, programs and sheets of which every record says the same as in another one, of the same department.
fn folders(site: &Site, findings: &mut Findings<'_>) {
    let holders: Vec<_> = site.holders().filter(|holder| holder.release() != Release::Draft).collect();
    for (n, holder) in holders.iter().enumerate() {
        let is_same = |other: &&Record<'_>| may_be_copied(*holder, **other) && holds_the_same(site, *holder, **other);
        if let Some(other) = holders[..n].iter().find(is_same) {
            let message = format!("中にある記録が、題名も内容も、{} とすべて同じです", other.id());
            let help = "コピーしたフォルダーなら、内容を書き換えるまで `draft: true` を書いて、下書きにしてください";
            findings.warning_beside(holder.at(), message, help, (other.at(), "同じ内容はここです"));
        }
    }
}

fn may_be_copied(one: Record<'_>, other: Record<'_>) -> bool {
    match (one, other) {
        (Record::Plan(_), Record::Plan(_)) | (Record::Program(_), Record::Program(_)) => true,
        (Record::Sheet(one), Record::Sheet(other)) => one.department.value == other.department.value,
        _ => false,
    }
}

fn holds_the_same(site: &Site, one: Record<'_>, other: Record<'_>) -> bool {
    let (own, others): (Vec<_>, Vec<_>) = (one.held().collect(), other.held().collect());
    let is_same =
        |(one, other): (&Record<'_>, &Record<'_>)| one.title(site) == other.title(site) && says_the_same(*one, *other);
    own.len() == others.len()
        && own.iter().any(|record| !record.prose().is_empty())
        && own.iter().zip(&others).all(is_same)
}

fn says_the_same(one: Record<'_>, other: Record<'_>) -> bool {
    let (one, other) = (one.fields(), other.fields());
    one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| is_same(one, other))
}

fn is_same(one: &Field<'_>, other: &Field<'_>) -> bool {
    one.path == other.path
        && one.values.iter().map(|value| &value.text).eq(other.values.iter().map(|value| &value.text))
}
