//! 実績を公表済みの年度なのに実績が無い. A `draft` needs none yet.

use super::Findings;
use crate::model::{KeyGoalSheet, Record, Release, Site, StageKind, YearRecord};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for program in &site.programs {
        let Some(through) = program.results_through.as_ref().or(site.profile.reported_through.as_ref()) else {
            continue;
        };
        for item in program.items.iter().filter(|item| item.base.release < Release::Draft) {
            let late = |year: &&YearRecord| {
                year.release < Release::Draft && year.fiscal_year.value <= through.value && year.results.is_none()
            };
            for year in item.years.iter().filter(late) {
                findings.warning(
                    year.fiscal_year.at,
                    format!("No.{} の{}の実績がありません", item.number, year.fiscal_year),
                    "`results:` に実績を書いてください。実績が無かったのなら `results: []` と書きます",
                );
            }
        }
    }
    for sheet in site.sheets.iter().filter(|sheet| sheet.has(StageKind::Final) || sheet.has(StageKind::MidTerm)) {
        unreported(sheet, findings);
    }
}

fn unreported(sheet: &KeyGoalSheet, findings: &mut Findings<'_>) {
    for goal in sheet.goals.iter().filter(|goal| goal.moved_to.is_none() && goal.base.release < Release::Draft) {
        for item in goal.known_items().iter().filter(|item| item.moved_to.is_none()) {
            let stages =
                [(StageKind::MidTerm, &item.mid_term, "mid_term"), (StageKind::Final, &item.final_report, "final")];
            for (stage, _, key) in stages.into_iter().filter(|(stage, report, _)| sheet.has(*stage) && report.is_none())
            {
                findings.warning(
                    item.number.at,
                    format!(
                        "{} の項目{}に、公表済みの「{}」がありません",
                        Record::Goal(goal).id(),
                        item.number,
                        stage.words()
                    ),
                    format!("`{key}:` に書いてください"),
                );
            }
        }
    }
}
