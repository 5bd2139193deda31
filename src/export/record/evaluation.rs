//! 評価 as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::Context;
use super::shared::{DateView, Told, YearView, date, text, told, year};
use crate::model::{Evaluated, Evaluations};

/// One evaluation.
#[derive(Serialize, JsonSchema)]
pub(super) struct EvaluationView<'s> {
    evaluator: EvaluatorView<'s>,
    fiscal_year: YearView,
    axis: Option<&'s str>,
    /// The mark with its scale and its meaning; `null` if only words are given.
    grade: Option<GradeView<'s>>,
    text: Told<'s>,
    answer: Told<'s>,
    as_of: Option<DateView>,
}

#[derive(Serialize, JsonSchema)]
struct EvaluatorView<'s> {
    id: &'s str,
    name: &'s str,
    is_outside: bool,
}

#[derive(Serialize, JsonSchema)]
struct GradeView<'s> {
    scale: ScaleRef<'s>,
    mark: String,
    /// The place of the mark from the best one on; `null` for numbers and for scales without an order.
    rank: Option<usize>,
    meaning: Option<&'s str>,
}

#[derive(Serialize, JsonSchema)]
struct ScaleRef<'s> {
    id: &'s str,
    name: String,
}

/// The evaluations of one place: absent unknown, `[]` none.
pub(super) fn evaluations<'s>(
    context: &Context<'s>,
    stated: &Evaluations,
    evaluated: impl Iterator<Item = Evaluated<'s>>,
) -> Option<Vec<EvaluationView<'s>>> {
    stated.as_ref().map(|_| evaluated.map(|of| view(context, &of)).collect())
}

fn view<'s>(context: &Context<'s>, of: &Evaluated<'s>) -> EvaluationView<'s> {
    let evaluation = of.evaluation;
    let id = evaluation.by.value.as_str();
    let known = context.site.evaluator(id);
    EvaluationView {
        evaluator: EvaluatorView {
            id,
            name: context.site.evaluator_name(id),
            is_outside: known.is_some_and(|known| known.is_outside),
        },
        fiscal_year: year(of.year),
        axis: text(&evaluation.axis),
        grade: grade(context, of),
        text: told(&evaluation.text),
        answer: told(&evaluation.answer),
        as_of: evaluation.as_of.as_ref().map(|known| date(known.value)),
    }
}

fn grade<'s>(context: &Context<'s>, of: &Evaluated<'s>) -> Option<GradeView<'s>> {
    let grade = context.site.grade(of)?;
    let name = context.site.scale_name(of.evaluation.scale.as_ref());
    let scale = ScaleRef { id: of.evaluation.scale_id()?, name };
    Some(GradeView { scale, mark: grade.mark, rank: grade.rank, meaning: grade.meaning })
}
