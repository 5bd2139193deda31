//! 団体の様式に無い欄に内容がある, or a row is declared twice.

use std::collections::BTreeSet;

use super::Findings;
use crate::diagnostic::{Span, nearest};
use crate::model::form::{Part, Place, Row};
use crate::model::{FormKind, FormPart, Head, OwnText, Record, Site, vocabulary};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let heads = site.plans.iter().map(|plan| &plan.head).chain(site.programs.iter().map(|program| &program.head));
    heads.chain([&site.profile.goals]).for_each(|head| repeated(head, findings));
    for record in site.records() {
        let Some((head, kind)) = site.head_of(record).filter(|_| !is_unread(site, record)) else { continue };
        if head.form.is_some() {
            Outside { head, kind, governed: kind.governed().collect() }.look(&record.form(), record.at(), findings);
        }
        for (_, year, texts) in record.own_texts() {
            let of = if year.is_some() { FormPart::Year } else { FormPart::Whole };
            undeclared(head, of, texts, findings);
        }
    }
}

/// Whether the file in which the form of the record stands could not be read; records of other plans and programs are not
/// there then.
fn is_unread(site: &Site, record: Record<'_>) -> bool {
    matches!(record, Record::Goal(_) | Record::Sheet(_)) && site.is_broken("site")
}

fn repeated(head: &Head, findings: &mut Findings<'_>) {
    let mut seen = BTreeSet::new();
    for row in head.form.iter().flatten() {
        let key = row.row.value.name();
        if !seen.insert(key) {
            let message = format!("様式(`form`)に、欄 `{key}` が2つあります");
            findings.error(row.row.at, message, "どちらか1つにしてください");
        }
    }
}

/// A form, with the rows that it decides about.
struct Outside<'s> {
    head: &'s Head,
    kind: FormKind,
    governed: Vec<&'static str>,
}

impl Outside<'_> {
    /// Reports what stands in rows that are not on the form. A row of the form keeps what is below it: an indicator has
    /// targets and evaluations of its own. `near` is the position for what has none, as an empty list.
    fn look(&self, part: &Part<'_>, near: Span, findings: &mut Findings<'_>) {
        let near = part.rows.iter().flat_map(|row| &row.values).find_map(|value| value.at()).unwrap_or(near);
        for row in part.rows.iter().filter(|row| row.is_stated) {
            if self.governed.contains(&row.key) && !self.head.has(row.key) {
                let holder = match self.kind {
                    FormKind::Plan => "section",
                    FormKind::Item => "item",
                    FormKind::Goal => "goal",
                };
                let message = format!("{}は、様式(`form`)に無い欄です", vocabulary::named(holder, row.key));
                let help = format!("`form` に `{{row: {}}}` の行を追加するか、この欄を消してください", row.key);
                findings.error(first(row).unwrap_or(near), message, help);
            } else {
                let parts = row.parts.iter().filter(|part| !matches!(part.place, Place::Indicator(_)));
                parts.for_each(|part| self.look(part, near, findings));
            }
        }
    }
}

/// The position of the first thing in a row.
fn first(row: &Row<'_>) -> Option<Span> {
    let of_part = |part: &Part<'_>| part.rows.iter().find_map(first);
    row.values.first().and_then(|value| value.at()).or_else(|| row.parts.first().and_then(of_part))
}

fn undeclared(head: &Head, of: FormPart, texts: &[OwnText], findings: &mut Findings<'_>) {
    for own in texts.iter().filter(|own| head.own(of).all(|(id, _)| id != own.id.value)) {
        let near = nearest(&own.id.value, head.own(of).map(|(id, _)| id));
        let help = match near {
            Some(near) => format!("「{near}」ではありませんか"),
            None if of == FormPart::Year => {
                format!("年度ごとの欄なら、`form` に `{{id: {}, word: …, in: years}}` の行を追加してください", own.id)
            }
            None => format!("`form` に `{{id: {}, word: …}}` の行を追加してください", own.id),
        };
        findings.error(own.id.at, format!("欄「{}」が、様式(`form`)にありません", own.id), help);
    }
}
