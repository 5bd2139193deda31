//! The reading functions that many records share: ids, periods, sources, references, figures.

use super::fields::{
    Decode, Fields, Slot, calendar_year, code, coded, count, date, day, number, parsed, text, truth, word, year,
};
use super::rules::{BAD_ID, UNKNOWN_RATING, UNKNOWN_VALUE};
use crate::diagnostic::{Diagnostic, Located, Span};
use crate::model::{
    Acceptance, Approval, Base, Citation, Date, DepartmentId, Evaluation, Figure, FigureKind, FigurePart, FiscalYear,
    IndicatorRule, Missing, MovedTo, Nature, Period, PeriodEnd, PlanId, PlanReference, Qualifier, Rating, RecordId,
    RelativeTo, Release, Rewording, SectionCode, StageKind, Text, is_slug,
};
use crate::shape::{Family, Kind};
use crate::yaml::Value;

fn slug<T>(value: &Value, at: Span, slot: &Slot<'_>, make: impl FnOnce(String) -> T) -> Option<Located<T>> {
    slot.expects(|| Kind::Slug)?;
    let text = word(value, at, slot)?;
    if is_slug(&text.value) {
        return Some(text.map(make));
    }
    let message = format!("{}「{}」に使えない文字があります", slot.named(), text.value);
    slot.faults.push(Diagnostic::error(
        BAD_ID.slug,
        at,
        message,
        "半角の小文字・数字・- だけで書いてください(Windows が使えない con・nul・aux などは除きます)",
    ));
    None
}

pub(super) fn department_id(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<DepartmentId>> {
    slot.expects(|| Kind::Id(Family::Department))?;
    // A name instead of an id is reported by `unknown-department`, with the near miss.
    word(value, at, slot).map(|text| text.map(DepartmentId))
}

pub(super) fn new_department_id(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<DepartmentId>> {
    slug(value, at, slot, DepartmentId)
}

pub(super) fn plan_id(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<PlanId>> {
    slot.expects(|| Kind::Id(Family::Plan))?;
    slug(value, at, slot, PlanId)
}

pub(super) fn section_code(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<SectionCode>> {
    slot.expects(|| Kind::Id(Family::Section))?;
    slug(value, at, slot, SectionCode)
}

pub(super) fn new_section_code(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<SectionCode>> {
    slug(value, at, slot, SectionCode)
}

pub(super) fn slug_text(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Text> {
    slug(value, at, slot, |text| text)
}

/// The code of a 区分; whether the program has it is checked later.
pub(super) fn category_code(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Text> {
    slot.expects(|| Kind::Id(Family::Category))?;
    word(value, at, slot)
}

/// The address of a record, with or without slashes around it.
pub(super) fn record_id(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<RecordId>> {
    slot.expects(|| Kind::Id(Family::Record))?;
    word(value, at, slot).map(|text| text.map(|text| RecordId(text.trim_matches('/').to_owned())))
}

pub(super) fn period(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Period> {
    let mut fields = Fields::of(value, at, slot)?;
    let from = fields.optional("from", period_end);
    let to = fields.optional("to", period_end);
    Period::between(from, to).or_else(|| {
        let help = "`{from: 2021, to: 2025}` のように、`from` を `to` 以前の年度や日付にしてください";
        slot.wrong(at, "始まりが終わりより前の期間", help)
    })
}

/// A 年度, or a day or a month where a period is not one of whole 年度.
fn period_end(value: &Value, at: Span, slot: &Slot<'_>) -> Option<PeriodEnd> {
    slot.expects(|| Kind::YearOrDate)?;
    parsed::<Date>(value, at)
        .filter(|_| matches!(value, Value::Text(_)))
        .map(|date| PeriodEnd::Date(date.value))
        .or_else(|| year(value, at, slot).map(|year| PeriodEnd::Year(year.value)))
}

pub(super) fn citation(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Citation> {
    let mut fields = Fields::of(value, at, slot)?;
    let document = fields.required("document", text);
    let place = fields.optional("place", text);
    let note = fields.optional("note", text);
    Some(Citation { document: document?, place, note })
}

fn acceptance(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Acceptance> {
    let mut fields = Fields::of(value, at, slot)?;
    let rule = fields.required("rule", text);
    let reason = fields.required("reason", text);
    Some(Acceptance { rule: rule?, reason: reason? })
}

/// What every record has; its narrative is attached later.
pub(super) fn base(fields: &mut Fields<'_>) -> Base {
    Base {
        at: fields.at,
        narrative: None,
        source: fields.optional("source", citation),
        accepted: fields.list_or_empty("accepted", acceptance),
        release: release(fields),
    }
}

/// `plain`, `title_en` and `summary_en`.
pub(super) fn rewording(fields: &mut Fields<'_>) -> Option<Box<Rewording>> {
    let plain = fields.statements("plain");
    let title_en = fields.optional("title_en", text);
    let summary_en = fields.statements("summary_en");
    let is_said = plain.is_some() || title_en.is_some() || summary_en.is_some();
    is_said.then(|| Box::new(Rewording { plain, title_en, summary_en }))
}

/// `draft` and `publish_on`.
pub(super) fn release(fields: &mut Fields<'_>) -> Release {
    let draft = fields.whole("draft", truth);
    let day = fields.whole("publish_on", day);
    match (draft, day) {
        (Some(true), _) => Release::Draft,
        (_, Some(day)) => Release::On(day.value),
        _ => Release::Open,
    }
}

pub(super) fn approval(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Approval> {
    let mut fields = Fields::of(value, at, slot)?;
    let by = fields.required("by", text);
    let date = fields.required("date", day);
    Some(Approval { by: by?, date: date? })
}

pub(super) fn reference(value: &Value, at: Span, slot: &Slot<'_>) -> Option<PlanReference> {
    let mut fields = Fields::of(value, at, slot)?;
    let plan = fields.required("plan", plan_id);
    let code = fields.required("code", section_code);
    Some(PlanReference { plan: plan?, code: code? })
}

pub(super) fn moved_to(value: &Value, at: Span, slot: &Slot<'_>) -> Option<MovedTo> {
    let mut fields = Fields::of(value, at, slot)?;
    let department = fields.required("department", department_id);
    let note = fields.optional("note", text);
    Some(MovedTo { department: department?, note })
}

pub(super) fn rating(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<Rating>> {
    if let Value::Text(text) = value
        && let Some(rating) = Rating::of(text.trim())
    {
        return Some(Located { value: rating, at });
    }
    let known = Rating::ALL.iter().map(|(rating, glyph, _)| (*rating, *glyph, ""));
    super::fields::choice(value, at, slot, UNKNOWN_RATING.slug, known)
}

/// 評価, in a year or a stage that states when it was.
pub(super) fn evaluation(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Evaluation> {
    evaluation_fields(Fields::of(value, at, slot)?, None, slot)
}

/// 評価 of an indicator, with its year.
pub(super) fn evaluation_of_year(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Evaluation> {
    let mut fields = Fields::of(value, at, slot)?;
    let year = fields.required("fiscal_year", year);
    let evaluation = evaluation_fields(fields, year, slot)?;
    evaluation.fiscal_year.is_some().then_some(evaluation)
}

fn evaluation_fields(
    mut fields: Fields<'_>,
    fiscal_year: Option<Located<FiscalYear>>,
    slot: &Slot<'_>,
) -> Option<Evaluation> {
    let (at, before) = (fields.at, fields.faults.count());
    let by = fields.required("by", evaluator_id);
    let scale = fields.optional("scale", scale_id);
    let axis = fields.optional("axis", text);
    let mark = fields.optional("mark", word);
    let text = fields.statements("text");
    let answer = fields.statements("answer");
    let as_of = fields.optional("as_of", date);
    if mark.is_none() && text.is_none() && fields.faults.count() == before {
        return slot.wrong(at, "評価(`mark`)か文(`text`)", "評価か文を書くか、この評価を消してください");
    }
    Some(Evaluation { at, by: by?, scale, axis, fiscal_year, mark, text, answer, as_of })
}

fn evaluator_id(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Text> {
    slot.expects(|| Kind::Id(Family::Evaluator))?;
    word(value, at, slot)
}

fn scale_id(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Text> {
    slot.expects(|| Kind::Id(Family::Scale))?;
    word(value, at, slot)
}

pub(super) fn stage_kind(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<StageKind>> {
    coded(value, at, slot, &StageKind::ALL)
}

/// A named figure with its kind, as in `figures`.
pub(super) fn figure(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Figure> {
    let mut fields = Fields::of(value, at, slot)?;
    let name = fields.required("name", text);
    let kind = fields.required("kind", figure_kind);
    let rule = fields.optional("rule", rule).map(|rule| rule.value);
    let figure = figure_fields(fields, kind.as_ref().map_or(FigureKind::Actual, |kind| kind.value));
    name.as_ref()?;
    kind?;
    Some(Figure { name, rule, ..figure? })
}

/// A figure whose key already determines its kind, as `baseline`.
pub(super) fn figure_of(kind: FigureKind) -> Decode<Figure> {
    match kind {
        FigureKind::Baseline => |value, at, slot| figure_fields(Fields::of(value, at, slot)?, FigureKind::Baseline),
        FigureKind::Target => |value, at, slot| figure_fields(Fields::of(value, at, slot)?, FigureKind::Target),
        FigureKind::Forecast => |value, at, slot| figure_fields(Fields::of(value, at, slot)?, FigureKind::Forecast),
        FigureKind::Actual => |value, at, slot| figure_fields(Fields::of(value, at, slot)?, FigureKind::Actual),
    }
}

/// A figure, or nothing if a part of it cannot be read: what is left would only be told as incomplete.
fn figure_fields(mut fields: Fields<'_>, kind: FigureKind) -> Option<Figure> {
    let (at, faults) = (fields.at, fields.faults);
    let before = faults.count();
    let figure = Figure {
        at,
        name: None,
        series: fields.optional("series", slug_text).map(Box::new),
        id: fields.optional("id", slug_text).map(Box::new),
        nature: fields.optional("nature", nature).map(|located| located.value),
        addable: fields.optional("addable", truth),
        kind,
        value: fields.optional("value", number),
        unit: fields.optional("unit", text),
        dimensionless: fields.optional("dimensionless", truth).unwrap_or_default(),
        qualifier: fields.optional("qualifier", qualifier).map(|located| located.value),
        rule: None,
        fiscal_year: fields.optional("fiscal_year", year),
        calendar_year: fields.optional("calendar_year", calendar_year).map(Box::new),
        as_of: fields.optional("as_of", date),
        printed: fields.optional("printed", text).map(Box::new),
        numerator: fields.optional("numerator", number).map(Box::new),
        denominator: fields.optional("denominator", number).map(Box::new),
        low: fields.optional("low", number).map(Box::new),
        high: fields.optional("high", number).map(Box::new),
        parts: fields.list_or_empty("parts", part),
        relative_to: fields.optional("relative_to", relative_to),
        change: fields.optional("change", text).map(Box::new),
        missing: fields.optional("missing", missing).map(|located| located.value),
        note: fields.optional("note", text).map(Box::new),
    };
    drop(fields);
    (faults.count() == before).then_some(figure)
}

fn part(value: &Value, at: Span, slot: &Slot<'_>) -> Option<FigurePart> {
    let mut fields = Fields::of(value, at, slot)?;
    let name = fields.required("name", text);
    let value = fields.required("value", number);
    let unit = fields.optional("unit", text);
    Some(FigurePart { name: name?, value: value?, unit })
}

/// 判定の規則 of an indicator or a target.
pub(super) fn rule(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<IndicatorRule>> {
    coded(value, at, slot, &IndicatorRule::ALL)
}

fn nature(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<Nature>> {
    coded(value, at, slot, &Nature::ALL)
}

fn figure_kind(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<FigureKind>> {
    coded(value, at, slot, &FigureKind::ALL)
}

pub(super) fn qualifier(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<Qualifier>> {
    code(value, at, slot, Qualifier::ALL.iter().map(|(qualifier, word, _)| (*qualifier, *word, "")))
}

fn missing(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<Missing>> {
    coded(value, at, slot, &Missing::ALL)
}

fn relative_to(value: &Value, at: Span, slot: &Slot<'_>) -> Option<RelativeTo> {
    slot.expects(|| Kind::YearOrPrevious)?;
    if matches!(value, Value::Text(text) if text == "previous_year") {
        return Some(RelativeTo::PreviousYear);
    }
    if let Value::Text(text) = value
        && text.parse::<FiscalYear>().is_err()
    {
        let message = format!("{}「{text}」は使えません", slot.named());
        let help = "previous_year(前年度比)か、2020 のような年度を書いてください";
        slot.faults.push(Diagnostic::error(UNKNOWN_VALUE.slug, at, message, help));
        return None;
    }
    year(value, at, slot).map(|year| RelativeTo::Year(year.value))
}

pub(super) fn number_and_title(fields: &mut Fields<'_>) -> (Option<Located<u32>>, Option<Text>) {
    (fields.required("number", count), fields.required("title", text))
}
