//! 実績を公表済みの年度なのに実績が無い. A `draft` needs none yet.

use super::Findings;
use crate::diagnostic::Located;
use crate::model::{FiscalYear, KeyGoal, KeyGoalSheet, Record, Release, Site, StageKind, YearRecord};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for holder in site.holders() {
        let Some(through) = through(site, holder) else { continue };
        let is_due = |record: &Record<'_>| record.release() < Release::Draft && !site.is_broken(&record.id().0);
        let is_asked = |record: &Record<'_>| site.head_of(*record).is_none_or(|(head, _)| head.has("results"));
        for record in holder.held().filter(is_due).filter(is_asked) {
            let late = |year: &&YearRecord| {
                year.release < Release::Draft && year.fiscal_year.value <= through.value && !record.reports(year)
            };
            for year in record.years().iter().filter(late) {
                findings.warning(
                    year.fiscal_year.at,
                    format!("{} の{}の実績がありません", numbered(record), year.fiscal_year),
                    "`results:` に実績を書いてください。実績が無かったのなら `results: []` と書きます",
                );
            }
        }
    }
    for sheet in site.sheets.iter().filter(|sheet| sheet.base.release < Release::Draft) {
        let is_due = site.profile.reported_through.as_ref().is_some_and(|year| sheet.fiscal_year <= year.value);
        if is_due && site.profile.goals.has("final") && sheet.release_of(StageKind::Final).is_none() {
            never_reported(site, sheet, findings);
        }
        unreported(site, sheet, findings);
    }
}

/// The last fiscal year of which the results of a program's items or a plan's sections are published. The year of the
/// whole site is that of its programs: not every plan is reported by year.
pub(super) fn through<'s>(site: &'s Site, holder: Record<'s>) -> Option<&'s Located<FiscalYear>> {
    match holder {
        Record::Program(program) => program.results_through.as_ref().or(site.profile.reported_through.as_ref()),
        Record::Plan(plan) => plan.results_through.as_ref(),
        Record::Section(_) | Record::Item(_) | Record::Sheet(_) | Record::Goal(_) => None,
    }
}

/// A record as messages name it: No.17, 節 1-3-2.
pub(super) fn numbered(record: Record<'_>) -> String {
    match record {
        Record::Item(item) => format!("No.{}", item.number),
        Record::Section(section) => format!("⟨section⟩ {}", section.code),
        Record::Plan(_) | Record::Program(_) | Record::Sheet(_) | Record::Goal(_) => record.id().0,
    }
}

/// Reports a sheet of a year that is reported, without a stage of results and without any.
fn never_reported(site: &Site, sheet: &KeyGoalSheet, findings: &mut Findings<'_>) {
    let mut goals = sheet.goals.iter().filter(|goal| goal.moved_to.is_none() && goal.base.release < Release::Draft);
    if goals.next().is_none() {
        return;
    }
    let name = Record::Sheet(sheet).title(site);
    findings.warning(
        sheet.base.at,
        format!("「{name}」に、公表済みの「{}」がありません", StageKind::Final.words()),
        "⟨goal⟩の `final:` に書き、sheet.yaml の `stages:` の下に `- {stage: final}` を追加してください",
    );
}

fn unreported(site: &Site, sheet: &KeyGoalSheet, findings: &mut Findings<'_>) {
    let is_due =
        |goal: &&KeyGoal| goal.moved_to.is_none() && goal.base.release < Release::Draft && !site.is_broken(&goal.id.0);
    for goal in sheet.goals.iter().filter(is_due) {
        for item in goal.known_items().iter().filter(|item| item.moved_to.is_none()) {
            let stages = [(StageKind::MidTerm, "mid_term"), (StageKind::Final, "final")];
            for (stage, key) in stages.into_iter().filter(|(stage, key)| {
                sheet.has(*stage) && site.profile.goals.has(key) && item.report(*stage).is_none()
            }) {
                findings.warning(
                    item.number.at,
                    format!(
                        "{} の項目{}に、公表済みの「{}」がありません",
                        Record::Goal(goal).id(),
                        item.number,
                        stage.words()
                    ),
                    format!("「{}」の欄(YAML では `{key}:`)に書いてください", stage.words()),
                );
            }
        }
    }
}
