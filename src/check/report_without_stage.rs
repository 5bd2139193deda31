//! 公表の段階が書かれていないのに、その段階の報告がある. Pages and data would deny the stage above its own reports.

use super::Findings;
use crate::diagnostic::Span;
use crate::model::{GoalItem, KeyGoalSheet, Release, Report, Site, StageKind};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for sheet in site.sheets.iter().filter(|sheet| !site.is_broken(&sheet.id.0)) {
        sheet.undeclared().into_iter().for_each(|stage| report(sheet, stage, findings));
    }
}

fn report(sheet: &KeyGoalSheet, stage: StageKind, findings: &mut Findings<'_>) {
    let what = if stage == StageKind::Initial { "⟨goal⟩" } else { "報告" };
    let words = stage.words();
    let message =
        format!("「{words}」の{what}がありますが、{}/sheet.yaml に、公表した段階として書かれていません", sheet.id);
    let line = format!("- {{stage: {}}}", stage.code());
    let place = match sheet.stages.is_empty() {
        true => format!("{}/sheet.yaml の `stages:` を次のようにしてください\nstages:\n  {line}", sheet.id),
        false => format!("{}/sheet.yaml の `stages:` の下に、次の行を追加してください\n  {line}", sheet.id),
    };
    findings.error(place_of(sheet, stage), message, place);
}

/// The first report of a stage, or the first goal.
fn place_of(sheet: &KeyGoalSheet, stage: StageKind) -> Span {
    let items = || {
        sheet.goals.iter().filter(|goal| goal.base.release < Release::Unapproved).flat_map(|goal| goal.known_items())
    };
    let reported = items().find_map(|item| item.report(stage).map(|report| place_in(item, report)));
    let rating = || sheet.goals.iter().find_map(|goal| goal.rating.as_ref()).filter(|_| stage == StageKind::Final);
    let first = || items().next().map_or(sheet.base.at, |item| item.number.at);
    reported.or_else(|| rating().map(|rating| rating.at)).unwrap_or_else(first)
}

fn place_in(item: &GoalItem, report: &Report) -> Span {
    let text = report.results.iter().flatten().next().map(|text| text.at);
    let mark = || report.rating.as_ref().map(|rating| rating.at);
    text.or_else(mark).or_else(|| report.as_of.as_ref().map(|date| date.at)).unwrap_or(item.number.at)
}
