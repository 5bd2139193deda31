//! 書き始めた記録に、まだ書かれていないところがある.

use super::{Findings, Rule};
use crate::diagnostic::Severity;
use crate::model::{Record, Site, TO_FILL, Text};

/// `unfilled`.
pub(super) const RULE: Rule = Rule {
    slug: "unfilled",
    title: "【未記入】のところが残っている(下書きなら注意)",
    why: "書きかけの記録を公開しない",
    check,
};

fn check(site: &Site, findings: &mut Findings<'_>) {
    for record in site.records() {
        let severity = if record.release().is_open() { Severity::Error } else { Severity::Warning };
        let places = titles(record).into_iter().chain(record.prose()).filter(|text| text.value.contains(TO_FILL));
        let places: Vec<_> = places.map(|text| text.at).collect();
        let Some(first) = places.iter().min() else { continue };
        let message = format!("まだ書かれていないところが{}か所あります", places.len());
        let (there, open) = (
            format!("書いたら、{TO_FILL} の印を消してください"),
            format!("書いて {TO_FILL} の印を消すか、書き終えるまで `draft: true` を書いておいてください"),
        );
        match severity {
            Severity::Error => findings.error(*first, message, open),
            Severity::Warning => findings.warning(*first, message, there),
        }
    }
}

fn titles(record: Record<'_>) -> Vec<&Text> {
    match record {
        Record::Plan(plan) => vec![&plan.title],
        Record::Section(section) => vec![&section.title],
        Record::Program(program) => vec![&program.title],
        Record::Item(item) => vec![&item.title],
        Record::Sheet(sheet) => sheet.title.iter().collect(),
        Record::Goal(goal) => {
            std::iter::once(&goal.title).chain(goal.known_items().iter().map(|item| &item.title)).collect()
        }
    }
}
