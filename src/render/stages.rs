//! 公表の段階 of a 重点目標一覧表: which of them the sheet has, and the words for the others.

use serde::Serialize;

use super::here::Here;
use super::words;
use crate::model::{KeyGoal, KeyGoalSheet, StageKind};

/// A stage of publication that the sheet has or not.
#[derive(Serialize)]
pub(super) struct StageView {
    words: &'static str,
    is_held: bool,
    state: String,
}

/// The published stages as a phrase: 中間報告、期末(達成状況).
pub(super) fn in_words(sheet: &KeyGoalSheet) -> String {
    let stages: Vec<_> = sheet.stages.iter().map(|stage| stage.stage.value.words()).collect();
    if stages.is_empty() { words::UNKNOWN.to_owned() } else { stages.join("、") }
}

/// All stages of a sheet, each with its state.
pub(super) fn all(here: &Here<'_, '_>, sheet: &KeyGoalSheet) -> Vec<StageView> {
    let has_targets = sheet.goals.iter().flat_map(KeyGoal::known_items).any(|item| item.targets.is_some());
    let view = |(kind, words, _): &(StageKind, &'static str, &'static str)| {
        let published = sheet.stages.iter().find(|stage| stage.stage.value == *kind);
        let is_to_come = *kind != StageKind::Initial && here.site.is_unreported(sheet.fiscal_year, None);
        let state = match published {
            Some(stage) => {
                let document = stage
                    .document
                    .as_ref()
                    .map(|document| format!("文書「{}」", here.site.document_title(&document.value)));
                let as_of = stage.as_of.as_ref().map(|date| format!("{}現在", date.value));
                let facts: Vec<_> = document.into_iter().chain(as_of).collect();
                if facts.is_empty() { "掲載".to_owned() } else { format!("掲載({})", facts.join("、")) }
            }
            None if is_to_come => words::NOT_REPORTED.to_owned(),
            None if *kind == StageKind::Initial && has_targets => "報告と一緒に掲載".to_owned(),
            None => words::NOT_HELD.to_owned(),
        };
        StageView { words, is_held: published.is_some(), state }
    };
    StageKind::ALL.iter().map(view).collect()
}
