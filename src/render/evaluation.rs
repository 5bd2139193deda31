//! 評価 by evaluators on declared scales: the evaluations of one year, stage or indicator as one block, and the scales
//! on the page that explains the marks. A mark is never alone: its meaning, its scale and its evaluator are beside it.

use serde::Serialize;

use super::here::{Here, Said};
use super::html::Html;
use super::links::Link;
use super::words;
use crate::model::{Evaluated, Evaluation, FixedPage, Grade, Grades, Scale, ScaleMark, Text};

/// The evaluations of one place, ready to print.
#[derive(Serialize)]
pub(super) struct EvaluationsView {
    /// 観点 × 評価者; absent if no axis is evaluated.
    table: Option<TableView>,
    /// What is not in the table: evaluations as a whole, and the words about an axis.
    rows: Vec<RowView>,
}

#[derive(Serialize)]
struct TableView {
    caption: String,
    /// The scale of all marks; absent if they are on several, each of which is then named with its mark.
    scale: Option<Link>,
    evaluators: Vec<EvaluatorView>,
    axes: Vec<AxisView>,
}

#[derive(Serialize)]
struct EvaluatorView {
    name: String,
    is_outside: bool,
}

#[derive(Serialize)]
struct AxisView {
    name: Html,
    cells: Vec<Vec<GradeView>>,
}

#[derive(Serialize)]
struct RowView {
    /// Whether the row before is of another evaluator.
    begins: bool,
    /// Whether the row behind is of the same one, who is then told above them.
    leads: bool,
    year: Option<String>,
    evaluator: EvaluatorView,
    axis: Option<Html>,
    grade: Option<GradeView>,
    text: Option<Said>,
    answer: Option<Said>,
    as_of: Option<String>,
}

#[derive(Serialize)]
struct GradeView {
    scale: Link,
    mark: String,
    meaning: Option<String>,
}

/// The head of a list's column with the marks on a scale.
#[derive(Serialize)]
pub(super) struct HeadView {
    id: String,
    name: String,
}

/// What a record was given on a scale.
#[derive(Serialize)]
pub(super) struct CellView {
    scale: String,
    when: Option<String>,
    marks: Vec<String>,
}

/// A scale, explained.
#[derive(Serialize)]
pub(super) struct ScaleView {
    anchor: String,
    name: String,
    /// The marks with their meanings; none for a range.
    marks: Vec<MarkView>,
    range: Option<String>,
    is_ordered: bool,
    axes: Vec<String>,
}

#[derive(Serialize)]
struct MarkView {
    mark: String,
    meaning: Option<String>,
}

/// The evaluations of one place, which is named by `of`; `None` if there are none.
pub(super) fn view(here: &Here<'_, '_>, of: &str, evaluated: &[Evaluated<'_>]) -> Option<EvaluationsView> {
    let (in_table, apart): (Vec<_>, Vec<_>) = evaluated.iter().partition(|of| is_of_axis(of.evaluation));
    let has_words = |of: &&&Evaluated<'_>| {
        let Evaluation { text, answer, as_of, .. } = of.evaluation;
        text.is_some() || answer.is_some() || as_of.is_some()
    };
    let told: Vec<_> = apart.iter().chain(in_table.iter().filter(has_words)).collect();
    let by = |at: usize| &told[at].evaluation.by.value;
    let begins = |at| at == 0 || by(at) != by(at - 1);
    let is_last = |at| at + 1 == told.len() || begins(at + 1);
    let rows = told.iter().enumerate().map(|(at, of)| RowView {
        begins: begins(at),
        leads: begins(at) && !is_last(at),
        ..row(here, of)
    });
    let rows = rows.collect();
    (!evaluated.is_empty()).then(|| EvaluationsView { table: table(here, of, &in_table), rows })
}

/// Whether it is a mark of the table. What has a year of its own is listed with it.
fn is_of_axis(of: &Evaluation) -> bool {
    of.axis.is_some() && of.mark.is_some() && of.fiscal_year.is_none()
}

fn table(here: &Here<'_, '_>, of: &str, marks: &[&Evaluated<'_>]) -> Option<TableView> {
    let axes = once_each(marks.iter().filter_map(|of| of.evaluation.axis.as_ref()));
    let evaluators = once_each(marks.iter().map(|of| &of.evaluation.by));
    let is_at = |of: &Evaluation, axis: &Text, by: &Text| {
        of.by.value == by.value && of.axis.as_ref().is_some_and(|known| known.value == axis.value)
    };
    let cell = |axis: &Text, by: &Text| {
        let at = marks.iter().filter(|of| is_at(of.evaluation, axis, by));
        at.filter_map(|of| grade(here, of)).collect()
    };
    let row =
        |axis: &&Text| AxisView { name: here.label(axis), cells: evaluators.iter().map(|by| cell(axis, by)).collect() };
    (!axes.is_empty()).then(|| TableView {
        caption: format!("{of}の観点ごとの評価"),
        scale: only_scale(here, marks),
        evaluators: evaluators.iter().map(|by| evaluator(here, by)).collect(),
        axes: axes.iter().map(row).collect(),
    })
}

/// The scale of marks that are all on one.
fn only_scale(here: &Here<'_, '_>, marks: &[&Evaluated<'_>]) -> Option<Link> {
    let name = |of: &Evaluated<'_>| of.evaluation.scale.as_ref().map(|scale| scale.value.clone());
    let (first, others) = marks.split_first()?;
    let is_only = others.iter().all(|of| name(of) == name(first));
    is_only.then(|| grade(here, first)).flatten().map(|grade| grade.scale)
}

/// The texts without repetitions, in order.
fn once_each<'t>(texts: impl Iterator<Item = &'t Text>) -> Vec<&'t Text> {
    let mut found: Vec<&Text> = Vec::new();
    for text in texts {
        if found.iter().all(|known| known.value != text.value) {
            found.push(text);
        }
    }
    found
}

fn row(here: &Here<'_, '_>, of: &Evaluated<'_>) -> RowView {
    let Evaluation { by, axis, fiscal_year, text, answer, as_of, .. } = of.evaluation;
    RowView {
        begins: true,
        leads: false,
        year: fiscal_year.as_ref().map(|year| words::year(year.value)),
        evaluator: evaluator(here, by),
        axis: axis.as_ref().map(|axis| here.label(axis)),
        grade: grade(here, of),
        text: text.as_ref().map(|_| here.said(text)),
        answer: answer.as_ref().map(|_| here.said(answer)),
        as_of: as_of.as_ref().map(|date| format!("{}現在", date.value)),
    }
}

fn evaluator(here: &Here<'_, '_>, by: &Text) -> EvaluatorView {
    let known = here.site.evaluator(&by.value);
    EvaluatorView {
        name: here.site.evaluator_name(&by.value).to_owned(),
        is_outside: known.is_some_and(|of| of.is_outside),
    }
}

fn grade(here: &Here<'_, '_>, of: &Evaluated<'_>) -> Option<GradeView> {
    let Grade { mark, meaning, .. } = here.site.grade(of)?;
    let named = of.evaluation.scale.as_ref();
    let anchor = named.and_then(|id| here.site.scale(&id.value)).map_or_else(|| GLYPHS.to_owned(), Scale::anchor);
    let scale = Link::at(FixedPage::Legend.folder(), &anchor, &here.site.scale_name(named));
    Some(GradeView { scale, mark, meaning: meaning.map(str::to_owned) })
}

/// The scales with a mark of any record of a list, `given` on each: the list has a column for each of them.
pub(super) fn columns<'s, 'r, R>(
    here: &Here<'_, 's>,
    records: impl Iterator<Item = R> + Clone,
    given: impl Fn(R, &'s Scale) -> Vec<Evaluated<'r>>,
) -> Vec<&'s Scale> {
    let is_used = |scale: &&'s Scale| records.clone().any(|record| !given(record, scale).is_empty());
    here.site.scales.iter().filter(is_used).collect()
}

/// The heads of such columns.
pub(super) fn heads(scales: &[&Scale]) -> Vec<HeadView> {
    scales.iter().map(|scale| HeadView { id: scale.id.value.clone(), name: scale.name.value.clone() }).collect()
}

/// The cell of a record in the column of a scale: each mark once.
pub(super) fn cell(here: &Here<'_, '_>, scale: &Scale, given: &[Evaluated<'_>]) -> CellView {
    let mut marks: Vec<String> = Vec::new();
    for grade in given.iter().filter_map(|of| here.site.grade(of)) {
        if !marks.contains(&grade.mark) {
            marks.push(grade.mark);
        }
    }
    CellView { scale: scale.name.value.clone(), when: given.first().map(|of| of.year.short()), marks }
}

/// ◎○△× on the page that explains the marks.
pub(super) const GLYPHS: &str = "ratings";

/// Every declared scale.
pub(super) fn scales(here: &Here<'_, '_>) -> Vec<ScaleView> {
    here.site.scales.iter().map(scale).collect()
}

fn scale(scale: &Scale) -> ScaleView {
    let mark = |ScaleMark { mark, meaning }: &ScaleMark| MarkView {
        mark: mark.value.clone(),
        meaning: meaning.as_ref().map(|meaning| meaning.value.clone()),
    };
    let (marks, range) = match &scale.grades {
        Grades::Marks(marks) => (marks.iter().map(mark).collect(), None),
        Grades::Range(range) => (Vec::new(), Some(range.words())),
    };
    ScaleView {
        anchor: scale.anchor(),
        name: scale.name.value.clone(),
        marks,
        range,
        is_ordered: scale.is_ordered,
        axes: scale.axes.iter().map(|axis| axis.value.clone()).collect(),
    }
}
