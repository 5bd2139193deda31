//! 同じ番号・id・年度が2つある.

use super::Findings;
use std::collections::BTreeMap;

use crate::characters::unspaced;
use crate::diagnostic::Span;
use crate::model::{Evaluated, Grades, Program, Record, Scale, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    unique("部局・課所の id", site.departments.iter().map(|d| (d.id.value.0.clone(), d.id.at)), findings);
    unique("文書の id", site.documents.iter().map(|of| (of.id.value.clone(), of.id.at)), findings);
    unique("用語の id", site.glossary.iter().map(|term| (term.id.value.clone(), term.id.at)), findings);
    let words = site.glossary.iter().flat_map(|term| std::iter::once(&term.term).chain(term.aliases.iter().flatten()));
    unique("用語集の語", words.map(|word| (word.value.clone(), word.at)), findings);
    let scales = site
        .ratings
        .iter()
        .map(|scale| (format!("{} {}", scale.fiscal_year.value.wareki(), scale.stage.words()), scale.fiscal_year.at));
    unique("評価基準", scales, findings);
    unique("評価の尺度の id", site.scales.iter().map(|scale| (scale.id.value.clone(), scale.id.at)), findings);
    unique("評価者の id", site.evaluators.iter().map(|of| (of.id.value.clone(), of.id.at)), findings);
    site.scales.iter().for_each(|scale| marks(scale, findings));
    let corrections =
        site.corrections.iter().map(|c| (format!("{} {} {}", c.date, c.record.value, c.field.value), c.record.at));
    unique("同じ日の同じ欄の訂正", corrections, findings);
    unique("財源の id", site.profile.funds.iter().map(|fund| (fund.id.value.clone(), fund.id.at)), findings);
    for record in site.records() {
        evaluations(site, record, findings);
        let years = record.years().iter().map(|y| (y.fiscal_year.value.wareki(), y.fiscal_year.at));
        unique("年度", years, findings);
        for (year, money) in record.money() {
            let stages = money.costs().iter().map(|cost| (cost.stage.value.word().to_owned(), cost.stage.at));
            unique(&format!("{year}の事業費の段階"), stages, findings);
        }
        let indicators = record.indicators().iter().map(|i| (i.number.value.to_string(), i.number.at));
        unique("指標の番号", indicators, findings);
        match record {
            Record::Plan(plan) => {
                unique("⟨outline⟩の番号", plan.outline.iter().map(|e| (e.code.value.0.clone(), e.code.at)), findings);
            }
            Record::Section(section) => {
                let measures = section.measures.iter().flatten().map(|m| (m.number.value.to_string(), m.number.at));
                unique("⟨measures⟩の番号", measures, findings);
            }
            Record::Program(program) => {
                let categories = program.pillars.iter().flat_map(|pillar| &pillar.categories);
                unique("体系の番号", program.outline.iter().map(|e| (e.code.value.0.clone(), e.code.at)), findings);
                unique("区分の符号", categories.map(|c| (c.code.value.clone(), c.code.at)), findings);
                same_numbers(program, findings);
            }
            Record::Item(_) => {}
            Record::Goal(goal) => {
                let items = goal.known_items().iter().map(|item| (item.number.value.to_string(), item.number.at));
                unique("⟨part⟩の番号", items, findings);
            }
            Record::Sheet(sheet) => {
                let threads = sheet.goals.iter().filter_map(|goal| goal.thread.as_ref());
                unique("年度をまたぐ名前(`thread`)", threads.map(|t| (t.value.clone(), t.at)), findings);
                let stages = sheet.stages.iter().map(|s| (s.stage.value.words().to_owned(), s.stage.at));
                unique("段階", stages, findings);
            }
        }
    }
}

/// `0086` beside `86`: two addresses, but hardly two items.
fn same_numbers(program: &Program, findings: &mut Findings<'_>) {
    let mut items = program.items.iter();
    let Some(mut before) = items.next() else { return };
    for item in items {
        if before.number.counts_as(&item.number) {
            let message = format!("番号「{}」と「{}」の違いは、ゼロの数だけです", before.number, item.number);
            let help = "同じ項目なら、片方のファイルを消してください。別の項目なら、紛れない番号に直してください";
            findings.error_beside(item.base.at, message, help, (before.base.at, "もう1つはここです"));
        }
        before = item;
    }
}

/// Marks that differ in width only are one mark.
fn marks(scale: &Scale, findings: &mut Findings<'_>) {
    if let Grades::Marks(marks) = &scale.grades {
        let marks = marks.iter().map(|known| (unspaced(&known.mark.value), known.mark.at));
        unique(&format!("尺度「{}」の評価", scale.name), marks, findings);
    }
    let axes = scale.axes.iter().map(|axis| (axis.value.clone(), axis.at));
    unique(&format!("尺度「{}」の観点", scale.name), axes, findings);
}

fn evaluations(site: &Site, record: Record<'_>, findings: &mut Findings<'_>) {
    let mut places: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for Evaluated { evaluation, year, stage, anchor, .. } in record.evaluations() {
        let axis = evaluation.axis.as_ref().map(|axis| axis.value.as_str());
        let scale = evaluation.scale.as_ref().map(|_| site.scale_name(evaluation.scale.as_ref()));
        let names = [Some(site.evaluator_name(&evaluation.by.value)), scale.as_deref(), axis];
        let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        places.entry((anchor, year, stage)).or_default().push((name, evaluation.at));
    }
    places.into_values().for_each(|of| unique("評価者・尺度・観点の同じ評価", of.into_iter(), findings));
}

fn unique(what: &str, keys: impl Iterator<Item = (String, Span)>, findings: &mut Findings<'_>) {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for (key, at) in keys {
        if let Some(first) = seen.get(&key) {
            let message = format!("{what}「{key}」が2つあります");
            findings.error_beside(
                at,
                message,
                "どちらかを、ほかと重ならない値に直してください",
                (*first, "1つ目はここです"),
            );
        } else {
            seen.insert(key, at);
        }
    }
}
