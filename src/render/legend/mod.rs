//! 記号と判定の見方: the marks of each year, how each rule judges an indicator, and the words for absent values. The
//! examples are judged by the rules themselves.

use std::borrow::Cow;

use serde::Serialize;

use super::evaluation::{self, ScaleView};
use super::head::Head;
use super::here::Here;
use super::links::Link;
use super::rating::{self, CriteriaView};
use crate::model::verdict;
use crate::model::{IndicatorRule, LEGEND_TITLE, absences, legend_marks};

pub(super) mod examples;

#[derive(Serialize)]
pub(super) struct View<'a> {
    criteria: Vec<CriteriaView>,
    scales: Vec<ScaleView>,
    rules: Vec<RuleView<'a>>,
    indicators: usize,
    reported: usize,
    absences: Vec<AbsenceView<'a>>,
    contents: Vec<Link>,
}

#[derive(Serialize)]
struct RuleView<'a> {
    anchor: String,
    words: &'static str,
    how: Cow<'a, str>,
    examples: Vec<ExampleView>,
    count: usize,
}

#[derive(Serialize)]
struct ExampleView {
    baseline: String,
    target: String,
    actual: String,
    verdict: String,
}

#[derive(Serialize)]
struct AbsenceView<'a> {
    words: &'static str,
    meaning: Cow<'a, str>,
}

/// The page.
pub(super) fn page<'a>(here: &Here<'_, 'a>) -> (Head, View<'a>) {
    let all = || here.site.indicators().map(|(_, indicator)| indicator);
    let rule = |(rule, words, _): &(IndicatorRule, &'static str, &'static str)| RuleView {
        anchor: rule.anchor(),
        words,
        how: here.words.tell(rule.how()),
        examples: examples::of(*rule).iter().map(example).collect(),
        count: all().filter(|indicator| indicator.rule.value == *rule).count(),
    };
    let view = View {
        criteria: rating::all_criteria(here),
        scales: evaluation::scales(here),
        rules: IndicatorRule::ALL.iter().map(rule).collect(),
        indicators: all().count(),
        reported: all().filter(|indicator| verdict::latest(indicator).is_some()).count(),
        absences: absences().map(|(words, meaning)| AbsenceView { words, meaning: here.words.tell(meaning) }).collect(),
        contents: contents(here),
    };
    let description = here.words.tell(
        "評価の記号(◎○△×)の年度ごとの基準、⟨indicators⟩を判定する10の規則とその計算のしかた、「不明」と「なし」の違い",
    );
    (Head::new("legend", LEGEND_TITLE, description), view)
}

fn contents(here: &Here<'_, '_>) -> Vec<Link> {
    let marks = Link::within(evaluation::GLYPHS, &legend_marks());
    let scales = (!here.site.scales.is_empty()).then(|| Link::within("scales", "評価の尺度"));
    let rest = [("rules", "⟨indicators⟩の判定"), ("absences", "空欄の表し方"), ("years", "年度と時点")];
    let rest = rest.map(|(anchor, text)| Link::within(anchor, &here.words.tell(text)));
    std::iter::once(marks).chain(scales).chain(rest).collect()
}

fn example(indicator: &crate::model::Indicator) -> ExampleView {
    let none = || "なし".to_owned();
    ExampleView {
        baseline: indicator.baseline.as_ref().map_or_else(none, crate::model::Figure::display),
        target: indicator.target.as_ref().map_or_else(none, crate::model::Figure::display),
        actual: verdict::latest(indicator).map_or_else(none, crate::model::Figure::display),
        verdict: verdict::judge(indicator).words(),
    }
}
