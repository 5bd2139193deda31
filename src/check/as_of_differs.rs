//! 1つの系列や一覧表の中で、時点が違う.

use super::Findings;
use std::collections::BTreeMap;

use crate::diagnostic::Located;
use crate::model::{Date, Figure, FigureKind, FiscalYear, KeyGoal, KeyGoalSheet, Site, StageKind, YearOfValue};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for sheet in &site.sheets {
        for stage in &sheet.stages {
            stage.as_of.iter().for_each(|as_of| reports(sheet, stage.stage.value, as_of, findings));
        }
    }
    for record in site.records() {
        let mut series: BTreeMap<&str, Vec<(&Figure, Date)>> = BTreeMap::new();
        for figure in record.figures().into_iter().filter(|figure| figure.kind == FigureKind::Actual) {
            if let (Some(name), Some(as_of)) = (&figure.name, &figure.as_of) {
                series.entry(&name.value).or_default().push((figure, as_of.value));
            }
        }
        for (name, values) in series {
            let (first, first_date) = values[0];
            let other = values.iter().find(|(figure, date)| convention(figure, *date) != convention(first, first_date));
            if let Some((figure, date)) = other {
                let at = figure.as_of.as_ref().map_or(figure.at, |as_of| as_of.at);
                findings.warning(
                    at,
                    format!("「{name}」の時点が{first_date}と{date}で、そろっていません"),
                    "同じ時点の値があれば差し替えてください。原本どおりなら `note` と、記録の `accepted` に理由を書いてください",
                );
            }
        }
    }
}

/// Reports each goal whose report is of another day than its stage; if that is the day of none, once.
fn reports(sheet: &KeyGoalSheet, stage: StageKind, of_stage: &Located<Date>, findings: &mut Findings<'_>) {
    let days = |goal: &KeyGoal| {
        let reports = goal.known_items().iter().filter_map(|item| item.report(stage));
        reports.filter_map(|report| report.as_of.clone()).collect::<Vec<_>>()
    };
    let days: Vec<_> = sheet.goals.iter().map(days).filter(|days| !days.is_empty()).collect();
    let other = |days: &Vec<Located<Date>>| days.iter().find(|day| !may_be(day.value, of_stage.value)).cloned();
    let others: Vec<_> = days.iter().filter_map(other).collect();
    let words = stage.words();
    let help =
        "`as_of` を確かめ、誤っているほうを直してください。目標ごとに違うのなら、⟨list⟩の `as_of` を消してください";
    if others.len() > 1 && others.len() == days.len() {
        let message = format!("⟨list⟩では「{words}」の時点が{of_stage}ですが、どの目標の報告の時点とも違います");
        return findings.warning_beside(of_stage.at, message, help, (others[0].at, "はじめの報告の時点はここです"));
    }
    for day in others {
        let message = format!("「{words}」の時点が{day}ですが、⟨list⟩では{of_stage}です");
        findings.warning_beside(day.at, message, help, (of_stage.at, "⟨list⟩の時点はここです"));
    }
}

/// Whether two dates may be of one day: a month alone is any day of it.
fn may_be(a: Date, b: Date) -> bool {
    (a.year, a.month) == (b.year, b.month) && a.day.zip(b.day).is_none_or(|(a, b)| a == b)
}

/// Month and day, and how many years after the beginning of its fiscal year.
fn convention(figure: &Figure, date: Date) -> (i16, i8, Option<i8>) {
    let year = figure.year().unwrap_or(YearOfValue::Fiscal(FiscalYear::of(date)));
    (date.year - year.western(), date.month, date.day)
}
