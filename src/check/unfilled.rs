//! 書き始めた記録に、まだ書かれていないところがある.

use std::collections::BTreeSet;

use super::Findings;
use crate::diagnostic::Span;
use crate::model::form::Class;
use crate::model::{ColumnSource, ColumnUse, Record, Release, Site, Statements, TO_FILL};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    check_tables(site, findings);
    for record in site.records() {
        let texts = record.texts(&[Class::Title, Class::Name, Class::Statement]);
        let places = texts.into_iter().filter(|text| text.value.contains(TO_FILL));
        let (held, open): (Vec<_>, Vec<_>) = places.map(|text| text.at).partition(|at| is_held_back(record, *at));
        let message = |places: &[Span]| format!("まだ書かれていないところが{}か所あります", places.len());
        if let Some(first) = open.iter().min() {
            let help =
                format!("書いて{TO_FILL}の印を消すか、書き終えるまで `draft: true` を書いて下書きにしてください");
            findings.error(*first, message(&open), help);
        }
        if let Some(first) = held.iter().min() {
            findings.warning(*first, message(&held), format!("書いたら、{TO_FILL}の印を消してください"));
        }
    }
}

/// The columns of a table of which an editor has not decided what becomes of them.
fn check_tables(site: &Site, findings: &mut Findings<'_>) {
    for reading in &site.table_readings {
        let words = reading.columns.iter().flat_map(|column| {
            let ignored = if let ColumnUse::Ignored(reason) = &column.used { Some(reason) } else { None };
            let fixed = if let ColumnSource::Fixed(text) = &column.from { Some(text) } else { None };
            let values = column.values.iter().map(|(_, to)| to);
            ignored.into_iter().chain(&column.unit).chain(fixed).chain(values)
        });
        // A line for each year is one place.
        let open: BTreeSet<_> =
            words.chain([&reading.id]).filter(|text| text.value.contains(TO_FILL)).map(|text| text.at).collect();
        if let Some(first) = open.first().copied() {
            let message = format!("まだ書かれていないところが{}か所あります", open.len());
            let help = "`id` には番号の列の見出し、`ignore` には取り込まない理由(取り込むなら `key` にどの欄か)、`unit` には単位、`values` には記録での値を書いてください";
            findings.error(first, message, help);
        }
    }
}

/// Whether the text at this position is not published: it is in an unpublished record, or in an unpublished part of a year.
fn is_held_back(record: Record<'_>, at: Span) -> bool {
    let stands = |words: &Statements| words.iter().flatten().any(|text| text.at == at);
    let parts = record.years().iter().flat_map(|year| {
        let parts = [
            (&year.plan, year.plan_release),
            (&year.results, year.results_release),
            (&year.effect, year.results_release),
        ];
        parts.map(|(words, release)| (words, release.max(year.release)))
    });
    let part = parts.into_iter().find(|(words, _)| stands(words)).map_or(Release::Open, |(_, release)| release);
    !record.release().max(part).is_open()
}
