//! 評価が、その尺度に無い: no mark of it, or a number outside its range or between its steps.

use super::Findings;
use crate::diagnostic::{nearest, perhaps};
use crate::model::{Grades, MarkRange, Rating, Record, Scale, ScaleMark, Site, Text};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    if site.is_broken("ratings") {
        return;
    }
    for of in site.records().flat_map(Record::evaluations) {
        let Some(mark) = &of.evaluation.mark else { continue };
        let (message, help) = match &of.evaluation.scale {
            None if of.evaluation.rating().is_some() => continue,
            None => (
                format!("評価「{mark}」は、{}のどれでもありません", Rating::listed()),
                "このどれかを書くか、ratings.yaml の尺度の id を `scale` に書いてください".to_owned(),
            ),
            Some(id) => match site.scale(&id.value) {
                Some(scale) if scale.grade(&mark.value).is_none() => unknown(scale, mark),
                // An unknown scale is told as such.
                Some(_) | None => continue,
            },
        };
        findings.error(mark.at, message, help);
    }
}

fn unknown(scale: &Scale, mark: &Text) -> (String, String) {
    match &scale.grades {
        Grades::Marks(marks) => not_among(scale, marks, mark),
        Grades::Range(range) => (outside(scale, range, mark), format!("{}の数を書いてください", range.words())),
    }
}

fn not_among(scale: &Scale, marks: &[ScaleMark], mark: &Text) -> (String, String) {
    let known = || marks.iter().map(|known| known.mark.value.as_str());
    let near = perhaps(nearest(&mark.value, known()));
    let listed = known().collect::<Vec<_>>().join("・");
    (
        format!("評価「{mark}」は、尺度「{}」にありません", scale.name),
        format!("{near}使える評価は {listed} です。新しい評価なら、ratings.yaml のこの尺度の `marks` に加えてください"),
    )
}

fn outside(scale: &Scale, range: &MarkRange, mark: &Text) -> String {
    let what = match MarkRange::number(&mark.value) {
        None => "の数ではありません",
        Some(number) if MarkRange { step: None, ..range.clone() }.has(&number) => "のきざみに合いません",
        Some(_) => "の範囲にありません",
    };
    format!("評価「{mark}」は、尺度「{}」{what}", scale.name)
}
