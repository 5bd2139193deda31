//! 評価 as a mark with its words, and the criteria that define the words.

use serde::Serialize;

use super::here::Here;
use super::origin::{self, Source};
use super::words;
use crate::diagnostic::Located;
use crate::model::{FiscalYear, GoalItem, KeyGoal, KeyGoalSheet, Rating, RatingCriteria, StageKind, circled};

/// A mark, ready to print; without a glyph if it is unknown.
#[derive(Debug, Serialize)]
pub(super) struct RatingView {
    glyph: Option<&'static str>,
    code: &'static str,
    words: String,
}

impl RatingView {
    /// Whether the source does not say it.
    pub(super) fn is_unknown(&self) -> bool {
        self.glyph.is_none()
    }
}

/// The mark of one 重点取組項目: ①◎.
#[derive(Debug, Serialize)]
pub(super) struct ItemMark {
    mark: String,
    glyph: String,
    /// What the glyph means; a glyph alone is hard to read beside a number in a circle.
    words: Option<String>,
}

/// 評価基準 of a year and stage.
#[derive(Debug, Serialize)]
pub(super) struct CriteriaView {
    year: String,
    stage: &'static str,
    rows: Vec<Criterion>,
    source: Option<Source>,
}

#[derive(Debug, Serialize)]
struct Criterion {
    glyph: &'static str,
    words: String,
}

/// A mark with its meaning in that year and at that stage.
pub(super) fn view(
    here: &Here<'_, '_>,
    rating: Option<&Located<Rating>>,
    year: FiscalYear,
    stage: StageKind,
) -> RatingView {
    let Some(rating) = rating.map(|rating| rating.value) else {
        return RatingView { glyph: None, code: "unknown", words: words::UNKNOWN.to_owned() };
    };
    let meaning = here.room.criteria(year, stage).and_then(|criteria| criteria.meaning(rating));
    let words = meaning.map_or_else(|| "(評価基準の記載なし)".to_owned(), |meaning| meaning.value.clone());
    RatingView { glyph: Some(rating.glyph()), code: rating.code(), words }
}

/// The marks of a goal's items, from the final report if it has one, else from the mid-term report; empty if none is
/// known.
pub(super) fn marks(here: &Here<'_, '_>, goal: &KeyGoal) -> Vec<ItemMark> {
    let mark = |item: &GoalItem| {
        let mut stages = [StageKind::Final, StageKind::MidTerm].into_iter();
        let (glyph, words) = stages.find_map(|stage| mark(here, goal, item, stage))?;
        Some(ItemMark { mark: circled(item.number.value), glyph, words })
    };
    goal.known_items().iter().filter_map(mark).collect()
}

/// The mark ◎○△× of a report or else those of its evaluations as a whole.
fn mark(here: &Here<'_, '_>, goal: &KeyGoal, item: &GoalItem, stage: StageKind) -> Option<(String, Option<String>)> {
    let report = item.report(stage)?;
    if let Some(rating) = &report.rating {
        let meaning = view(here, Some(rating), goal.fiscal_year, stage).words;
        return Some((rating.value.glyph().to_owned(), Some(meaning)));
    }
    let evaluated = item.evaluated(goal.fiscal_year, stage).filter(|of| of.evaluation.axis.is_none());
    let grades: Vec<_> = evaluated.filter_map(|of| here.site.grade(&of)).collect();
    let marks: Vec<_> = grades.iter().map(|grade| grade.mark.as_str()).collect();
    let meanings: Vec<_> = grades.iter().filter_map(|grade| grade.meaning).collect();
    let meaning = (!meanings.is_empty() && meanings.len() == marks.len()).then(|| meanings.join("・"));
    let has_marks = report.evaluations.iter().flatten().any(|of| of.mark.is_some());
    if marks.is_empty() {
        has_marks.then(|| ("観点別".to_owned(), None))
    } else {
        Some((marks.join("・"), meaning))
    }
}

/// Why a goal has no mark, as a short text.
pub(super) fn unmarked(here: &Here<'_, '_>, sheet: &KeyGoalSheet) -> &'static str {
    let is_reported = sheet.has(StageKind::MidTerm) || sheet.has(StageKind::Final);
    match (is_reported, here.site.is_unreported(sheet.fiscal_year, None)) {
        (true, _) => words::UNKNOWN,
        (false, true) => words::NOT_REPORTED,
        (false, false) => words::NOT_HELD,
    }
}

/// The criteria of all years and stages.
pub(super) fn all_criteria(here: &Here<'_, '_>) -> Vec<CriteriaView> {
    here.site.ratings.iter().map(|criteria| criteria_view(here, criteria)).collect()
}

/// The criteria of all stages of a year.
pub(super) fn criteria(here: &Here<'_, '_>, year: FiscalYear) -> Vec<CriteriaView> {
    let of_year = here.site.ratings.iter().filter(|criteria| criteria.fiscal_year.value == year);
    of_year.map(|criteria| criteria_view(here, criteria)).collect()
}

fn criteria_view(here: &Here<'_, '_>, criteria: &RatingCriteria) -> CriteriaView {
    CriteriaView {
        year: words::year(criteria.fiscal_year.value),
        stage: criteria.stage.words(),
        rows: criteria
            .criteria
            .iter()
            .map(|(mark, meaning)| Criterion { glyph: mark.value.glyph(), words: meaning.value.clone() })
            .collect(),
        source: criteria.source.as_ref().map(|citation| origin::source(here, citation)),
    }
}
