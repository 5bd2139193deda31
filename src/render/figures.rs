//! 数値 as rows of a table: name, target or actual value, year and day.

use serde::Serialize;

use super::here::Here;
use super::html::Html;
use super::words;
use crate::model::{Figure, YearOfValue};

/// One figure, ready to print.
#[derive(Debug, Serialize)]
pub(super) struct FigureRow {
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) code: &'static str,
    pub(super) year: String,
    pub(super) value: String,
    pub(super) as_of: String,
    /// The printed form, if it differs.
    pub(super) printed: Option<Html>,
    pub(super) remarks: Vec<Html>,
}

/// The rows of several figures.
pub(super) fn rows<'f>(here: &Here<'_, '_>, figures: impl IntoIterator<Item = &'f Figure>) -> Vec<FigureRow> {
    figures.into_iter().map(|figure| row(here, figure)).collect()
}

/// The rows of an indicator's own values, which have its name.
pub(super) fn rows_of<'f>(
    here: &Here<'_, '_>,
    name: &str,
    figures: impl IntoIterator<Item = &'f Figure>,
) -> Vec<FigureRow> {
    rows(here, figures).into_iter().map(|row| FigureRow { name: name.to_owned(), ..row }).collect()
}

/// The row of one figure.
pub(super) fn row(here: &Here<'_, '_>, figure: &Figure) -> FigureRow {
    let value = figure.spelled();
    let printed = figure.printed.as_ref().filter(|printed| printed.value != value);
    let mut remarks = Vec::new();
    if let (Some(numerator), Some(denominator)) = (&figure.numerator, &figure.denominator) {
        let text = format!("分子 {}、分母 {}", numerator.value.grouped(), denominator.value.grouped());
        remarks.push(Html::text(&text));
    }
    remarks.extend(here.maybe(&figure.note));
    FigureRow {
        name: figure.name.as_ref().map_or_else(String::new, |name| name.value.clone()),
        kind: figure.kind.word(),
        code: figure.kind.code(),
        year: figure.year().map_or_else(|| words::UNKNOWN.to_owned(), YearOfValue::in_full),
        value,
        printed: printed.map(|printed| here.words(&printed.value)),
        as_of: figure.as_of.as_ref().map_or_else(|| words::UNKNOWN.to_owned(), |date| date.value.to_string()),
        remarks,
    }
}

/// A figure in running text: 54,504人(令和5年度、3月31日現在).
#[derive(Debug, Serialize)]
pub(super) struct FigureText {
    pub(super) value: Html,
    pub(super) when: Option<String>,
    /// The printed form, if it contains more.
    pub(super) printed: Option<Html>,
    pub(super) notes: Vec<Html>,
}

/// One of an indicator's own values, as printed.
pub(super) fn text(here: &Here<'_, '_>, figure: &Figure) -> FigureText {
    let year = figure.year().map(YearOfValue::in_full);
    let as_of = figure.as_of.as_ref().map(|date| format!("{}現在", date.value));
    let when = [year, as_of].into_iter().flatten().collect::<Vec<_>>().join("、");
    let spelled = figure.spelled();
    let is_known = figure.value.is_some() || !figure.parts.is_empty();
    let printed = figure.printed.as_ref().filter(|printed| is_known && says_more(&printed.value, &spelled, figure));
    FigureText {
        value: here.words(if is_known {
            &spelled
        } else {
            figure.printed.as_ref().map_or(&spelled, |text| &text.value)
        }),
        when: (!when.is_empty()).then_some(when),
        printed: printed.map(|printed| here.words(&printed.value)),
        notes: here.maybe(&figure.note).into_iter().collect(),
    }
}

/// Whether the printed text contains more than the value and the year next to it.
fn says_more(printed: &str, spelled: &str, figure: &Figure) -> bool {
    let compact = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '*').collect::<String>();
    let (printed, spelled) = (compact(printed), compact(spelled));
    let year = figure.year().map(|year| format!("({})", compact(&year.to_string())));
    match printed.strip_prefix(&spelled) {
        Some(rest) => !rest.is_empty() && year.is_none_or(|year| rest != year),
        None => true,
    }
}
