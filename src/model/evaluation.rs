//! 評価: who gave which mark on which scale, with the words about it and the city's answer. Scales and evaluators are
//! declared by the city in ratings.yaml; a scale that is left out is ◎○△×, whose meaning is in the criteria of a year.

use super::form::{
    Class::{Caption, Fact, Key, Statement},
    Form, NUMBER, Place,
};
use super::{
    Date, FiscalYear, GoalItem, Indicator, Number, Rating, Record, Release, Report, Site, StageKind, Statements, Text,
    YearRecord,
};
use crate::characters::unspaced;
use crate::diagnostic::{Located, Span};

/// 尺度: the marks that may be given, each with its meaning, or a range of numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// Id.
    pub id: Text,
    /// 名称.
    pub name: Text,
    /// What may be given.
    pub grades: Grades,
    /// Whether the marks are in order, the best first; a direction as 拡充 or 縮小 has none.
    pub is_ordered: bool,
    /// 観点 that may be evaluated separately.
    pub axes: Vec<Text>,
}

/// What may be given on a scale.
#[derive(Debug, Clone, PartialEq)]
pub enum Grades {
    /// Marks.
    Marks(Vec<ScaleMark>),
    /// Numbers from one to another.
    Range(MarkRange),
}

/// A mark of a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleMark {
    /// The mark: a letter, a sign, a word.
    pub mark: Text,
    /// Its meaning, if the city states one.
    pub meaning: Option<Text>,
}

/// The numbers of a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkRange {
    /// The lowest.
    pub from: Number,
    /// The highest.
    pub to: Number,
    /// The distance of one to the next; any number if there is none.
    pub step: Option<Number>,
}

/// 評価者.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluator {
    /// Id.
    pub id: Text,
    /// 名称.
    pub name: Text,
    /// Whether the evaluator does not belong to the city.
    pub is_outside: bool,
}

/// A list of evaluations: `None` unknown, empty none.
pub type Evaluations = Option<Vec<Evaluation>>;

/// One evaluation.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// Its position.
    pub at: Span,
    /// The id of the evaluator.
    pub by: Text,
    /// The id of the scale; ◎○△× if there is none.
    pub scale: Option<Text>,
    /// 観点.
    pub axis: Option<Text>,
    /// 年度; only of an indicator, elsewhere it is that of what is evaluated.
    pub fiscal_year: Option<Located<FiscalYear>>,
    /// The mark as written; see [`Site::grade`].
    pub mark: Option<Text>,
    /// 評価の文.
    pub text: Statements,
    /// 回答.
    pub answer: Statements,
    /// 時点.
    pub as_of: Option<Located<Date>>,
}

/// An evaluation with its place in the record.
#[derive(Debug, Clone)]
pub struct Evaluated<'s> {
    /// The evaluation.
    pub evaluation: &'s Evaluation,
    /// 年度.
    pub year: FiscalYear,
    /// The stage of a goal in which it is.
    pub stage: Option<StageKind>,
    /// The anchor of the part in which it is.
    pub anchor: String,
    /// Whether the public may see it.
    pub release: Release,
}

/// What an evaluation says on its scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Grade<'s> {
    /// The mark as declared.
    pub mark: String,
    /// Its place among the declared marks, from the first one on; none for a number of a range.
    pub place: Option<usize>,
    /// The same in an ordered scale, from the best one on.
    pub rank: Option<usize>,
    /// Its meaning.
    pub meaning: Option<&'s str>,
}

impl Scale {
    /// The id of ◎○△× in the data.
    pub const GLYPHS: &'static str = "rating";

    /// 名称 of ◎○△×.
    pub fn glyphs() -> String {
        format!("評価({})", Rating::listed())
    }

    /// What a mark is on this scale, whatever its width.
    pub fn grade(&self, written: &str) -> Option<Grade<'_>> {
        match &self.grades {
            Grades::Marks(marks) => {
                let at = marks.iter().position(|known| unspaced(&known.mark.value) == unspaced(written))?;
                let ScaleMark { mark, meaning } = &marks[at];
                Some(Grade {
                    mark: mark.value.clone(),
                    place: Some(at + 1),
                    rank: self.is_ordered.then_some(at + 1),
                    meaning: meaning.as_ref().map(|meaning| meaning.value.as_str()),
                })
            }
            Grades::Range(range) => {
                let number = MarkRange::number(written).filter(|number| range.has(number))?;
                Some(Grade { mark: number.digits().to_owned(), place: None, rank: None, meaning: None })
            }
        }
    }
}

impl MarkRange {
    /// The number that a mark shows, whatever its width.
    pub fn number(written: &str) -> Option<Number> {
        unspaced(written).parse().ok()
    }

    /// Whether a number is one of them.
    pub fn has(&self, number: &Number) -> bool {
        let decimals = [Some(number), Some(&self.from), Some(&self.to), self.step.as_ref()];
        let decimals = decimals.into_iter().flatten().map(Number::decimals).max().unwrap_or_default();
        let whole = |number: &Number| number.whole(decimals);
        let (Some(n), Some(from), Some(to)) = (whole(number), whole(&self.from), whole(&self.to)) else { return false };
        let is_on_step = self.step.as_ref().is_none_or(|step| {
            let distance = n.checked_sub(from);
            distance.zip(whole(step)).is_some_and(|(distance, step)| distance.checked_rem(step) == Some(0))
        });
        from <= n && n <= to && is_on_step
    }

    /// 1から5まで、0.5きざみ.
    pub fn words(&self) -> String {
        let step = self.step.as_ref().map(|step| format!("、{step}きざみ")).unwrap_or_default();
        format!("{}から{}まで{step}", self.from, self.to)
    }
}

impl Evaluation {
    /// What distinguishes it from the others of its place: a year of its own, its evaluator, scale and axis.
    pub fn names(&self) -> Vec<String> {
        let year = self.fiscal_year.as_ref().map(|year| year.value.western().to_string());
        let parts = [Some(&self.by), self.scale.as_ref(), self.axis.as_ref()];
        year.into_iter().chain(parts.into_iter().flatten().map(Text::to_string)).collect()
    }

    /// The id of its scale in the data; none without a mark and a scale.
    pub fn scale_id(&self) -> Option<&str> {
        let glyphs = self.mark.as_ref().map(|_| Scale::GLYPHS);
        self.scale.as_ref().map(|id| id.value.as_str()).or(glyphs)
    }

    /// The mark ◎○△× if no scale is named.
    pub fn rating(&self) -> Option<Located<Rating>> {
        let mark = self.mark.as_ref().filter(|_| self.scale.is_none())?;
        Rating::of(mark.value.trim()).map(|value| Located { value, at: mark.at })
    }
}

impl Evaluated<'_> {
    /// The stage whose criteria define ◎○△×: what is evaluated without one is evaluated when the year is over.
    pub fn stage_of_criteria(&self) -> StageKind {
        self.stage.unwrap_or(StageKind::Final)
    }

    /// Whether it is a mark on this scale for the whole, not for one axis or indicator.
    pub fn is_on(&self, scale: &Scale) -> bool {
        let Evaluation { scale: on, axis, fiscal_year, mark, .. } = self.evaluation;
        let is_whole = axis.is_none() && fiscal_year.is_none() && mark.is_some();
        is_whole && on.as_ref().is_some_and(|on| on.value == scale.id.value)
    }
}

impl Site {
    /// The scale with this id.
    pub fn scale(&self, id: &str) -> Option<&Scale> {
        self.scales.iter().find(|scale| scale.id.value == id)
    }

    /// The evaluator with this id.
    pub fn evaluator(&self, id: &str) -> Option<&Evaluator> {
        self.evaluators.iter().find(|evaluator| evaluator.id.value == id)
    }

    /// 名称 of a scale that is named or, without, of ◎○△×.
    pub fn scale_name(&self, named: Option<&Text>) -> String {
        let Some(id) = named else { return Scale::glyphs() };
        self.scale(&id.value).map_or_else(|| id.value.clone(), |scale| scale.name.value.clone())
    }

    /// 名称 of the evaluator with this id.
    pub fn evaluator_name<'s>(&'s self, id: &'s str) -> &'s str {
        self.evaluator(id).map_or(id, |evaluator| evaluator.name.value.as_str())
    }

    /// The mark of an evaluation, if it has one; as written if its scale does not have it.
    pub fn grade(&self, of: &Evaluated<'_>) -> Option<Grade<'_>> {
        let written = of.evaluation.mark.as_ref()?;
        let known = match &of.evaluation.scale {
            Some(id) => self.scale(&id.value).and_then(|scale| scale.grade(&written.value)),
            None => of.evaluation.rating().map(|rating| self.glyph(of, rating.value)),
        };
        Some(known.unwrap_or_else(|| Grade { mark: written.value.clone(), place: None, rank: None, meaning: None }))
    }

    fn glyph(&self, of: &Evaluated<'_>, rating: Rating) -> Grade<'_> {
        let criteria = self.criteria(of.year, of.stage_of_criteria());
        let meaning = criteria.and_then(|known| known.meaning(rating));
        Grade {
            mark: rating.glyph().to_owned(),
            place: Some(rating.place()),
            rank: Some(rating.place()),
            meaning: meaning.map(|meaning| meaning.value.as_str()),
        }
    }
}

impl<'s> Record<'s> {
    /// Every evaluation of the record, in the order of its form.
    pub fn evaluations(self) -> Vec<Evaluated<'s>> {
        let stages = |item| [StageKind::MidTerm, StageKind::Final].map(|stage| (item, stage));
        let goal = if let Self::Goal(goal) = self { Some(goal) } else { None };
        let reports = goal.into_iter().flat_map(move |goal| {
            let reports = goal.known_items().iter().flat_map(stages);
            reports.flat_map(|(item, stage)| item.evaluated(goal.fiscal_year, stage))
        });
        let indicators = self.indicators().iter().flat_map(Indicator::evaluated);
        indicators.chain(self.years().iter().flat_map(YearRecord::evaluated)).chain(reports).collect()
    }

    /// What was last given on a scale for the whole: of the last year and stage with a mark on it.
    pub fn latest_on(self, scale: &Scale) -> Vec<Evaluated<'s>> {
        let mut given: Vec<_> = self.evaluations().into_iter().filter(|of| of.is_on(scale)).collect();
        let last = given.iter().map(|of| (of.year, of.stage)).max();
        given.retain(|of| Some((of.year, of.stage)) == last);
        given
    }
}

impl YearRecord {
    /// Whether anybody evaluated it.
    pub fn is_evaluated(&self) -> bool {
        self.evaluations.iter().flatten().next().is_some()
    }

    /// The evaluations of the year.
    pub fn evaluated(&self) -> impl Iterator<Item = Evaluated<'_>> {
        let (year, release) = (self.fiscal_year.value, self.release.max(self.results_release));
        let of = move |evaluation| Evaluated { evaluation, year, stage: None, anchor: year.anchor(), release };
        self.evaluations.iter().flatten().map(of)
    }
}

impl Report {
    /// Whether anybody evaluated it with more than ◎○△×.
    pub fn is_evaluated(&self) -> bool {
        self.evaluations.iter().flatten().next().is_some()
    }
}

impl GoalItem {
    /// The evaluations of a stage.
    pub fn evaluated(&self, year: FiscalYear, stage: StageKind) -> impl Iterator<Item = Evaluated<'_>> {
        self.report(stage).into_iter().flat_map(move |report| {
            let (stage, release) = (Some(stage), report.release);
            let of = move |evaluation| Evaluated { evaluation, year, stage, anchor: self.anchor(), release };
            report.evaluations.iter().flatten().map(of)
        })
    }
}

impl Indicator {
    /// The evaluations of all years.
    pub fn evaluated(&self) -> impl Iterator<Item = Evaluated<'_>> {
        self.evaluations.iter().flatten().filter_map(|evaluation| {
            let year = evaluation.fiscal_year.as_ref()?.value;
            Some(Evaluated { evaluation, year, stage: None, anchor: self.anchor(), release: Release::Open })
        })
    }
}

/// The form of an evaluation.
pub(super) fn evaluation(form: &mut Form<'_, Evaluation>) {
    form.tables(&["evaluations"]);
    form.key("by", Key).uncompared(NUMBER);
    form.key("scale", Key).uncompared(NUMBER);
    form.field("axis", Caption, |of| &of.axis).uncompared(NUMBER);
    form.field("mark", Fact, |of| of);
    form.field("text", Statement, |of| &of.text);
    form.field("answer", Statement, |of| &of.answer);
    form.field("as_of", Fact, |of| &of.as_of);
}

/// The form of an evaluation of an indicator, which has a year.
pub(super) fn of_indicator(form: &mut Form<'_, Evaluation>) {
    form.key("fiscal_year", Key).uncompared(NUMBER);
    evaluation(form);
}

/// What distinguishes an evaluation from the others of its list.
pub(super) fn place(of: &Evaluation, _: usize) -> Place {
    Place::Named(of.names().join("."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn text(value: &str) -> Text {
        Located { value: value.to_owned(), at: Span::file(FileId(0)) }
    }

    fn scale(grades: Grades) -> Scale {
        Scale { id: text("a"), name: text("評価"), grades, is_ordered: true, axes: Vec::new() }
    }

    fn check_range((from, to, step): (&str, &str, Option<&str>), mark: &str, expected: Option<&str>) {
        let number = |digits: &str| digits.parse().expect("a number");
        let range = MarkRange { from: number(from), to: number(to), step: step.map(number) };
        let scale = scale(Grades::Range(range));
        assert_eq!(scale.grade(mark).map(|grade| grade.mark).as_deref(), expected, "{from}–{to} {step:?}: {mark}");
    }

    #[test]
    fn a_number_is_within_the_range_and_on_a_step_to_the_last_digit() {
        let half = ("1", "5", Some("0.5"));
        for (mark, expected) in [("1", "1"), ("3.50", "3.50"), ("５", "5"), ("４．５", "4.5")] {
            check_range(half, mark, Some(expected));
        }
        for mark in ["0.5", "5.5", "3.4", "3.500000000000000000001", "高", "", "-1"] {
            check_range(half, mark, None);
        }
        check_range(("0", "1", Some("0.1")), "0.3", Some("0.3"));
        check_range(("-1.5", "1.5", Some("0.25")), "-0.25", Some("-0.25"));
        check_range(("0", "100", None), "66.6667", Some("66.6667"));
        check_range(("0", "99999999999999999999999999999", Some("0.0000000000000000000000000001")), "1", None);
    }

    #[test]
    fn a_mark_is_published_as_declared_whatever_its_width() {
        let mark = |mark: &str| ScaleMark { mark: text(mark), meaning: None };
        let scale = scale(Grades::Marks(vec![mark("Ａ"), mark("B"), mark("順調"), mark("Ⅲ")]));
        let grade = |written| scale.grade(written).map(|grade| (grade.mark, grade.rank));
        for (written, declared, rank) in [("A", "Ａ", 1), ("Ｂ", "B", 2), (" 順 調", "順調", 3), ("III", "Ⅲ", 4)]
        {
            assert_eq!(grade(written), Some((declared.to_owned(), Some(rank))), "{written}");
        }
        assert_eq!(grade("a"), None);
        assert_eq!(Scale { is_ordered: false, ..scale.clone() }.grade("A").and_then(|grade| grade.rank), None);
    }
}
