//! What the records share: the head, years and days, departments, references, marks, sources.

use std::borrow::Borrow;

use schemars::JsonSchema;
use serde::Serialize;

use super::Context;
use crate::diagnostic::Located;
use crate::model::form::{Class, Part};
use crate::model::{
    Base, CalendarYear, Citation, Correction, Date, DepartmentId, FiscalYear, FormKind, Head as FormHead, ItemNumber,
    Licence, MovedTo, Period, Plan, PlanId, PlanReference, Rating, RatingCriteria, Record, RecordId, ResidentView,
    Rewording, Site, StageKind, Statements,
};

/// Statements: `null` unknown, `[]` none.
pub(super) type Told<'s> = Option<Vec<&'s str>>;

/// Statements without their positions.
pub(super) fn told(statements: &Statements) -> Told<'_> {
    Some(statements.as_ref()?.iter().map(|text| text.value.as_str()).collect())
}

/// A text, or a boxed one, without its position.
pub(super) fn text(text: &Option<impl Borrow<Located<String>>>) -> Option<&str> {
    text.as_ref().map(|text| text.borrow().value.as_str())
}

/// The first fields of every record.
#[derive(Serialize, JsonSchema)]
pub(super) struct Head<'s> {
    #[serde(rename = "$schema")]
    schema: String,
    id: String,
    kind: &'static str,
    kind_label: &'s str,
    page: String,
    url: Option<String>,
    municipality: MunicipalityView<'s>,
    licence: Option<LicenceView<'s>>,
    label: String,
    /// The keys for which the city's own form does not ask, as paths without numbers: where they are `null` or missing,
    /// nothing is unknown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_on_form: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct MunicipalityView<'s> {
    code: &'s str,
    name: &'s str,
}

#[derive(Serialize, JsonSchema)]
struct LicenceView<'s> {
    id: &'s str,
    name: &'s str,
    url: &'s str,
}

/// The head of a record at `path`.
pub(super) fn head<'s>(context: &Context<'s>, record: Record<'s>, path: &str) -> Head<'s> {
    let label = record.label(context.site);
    let head = head_of(context, path, record.id().0, (record.kind(), record.kind_label(context.site)), label);
    let form = context.site.head_of(record).filter(|(form, _)| form.form.is_some());
    let not_on_form = form.map(|form| not_on(form, "", &record.bare_form())).unwrap_or_default();
    Head { not_on_form, ..head }
}

/// The paths of the rows that a form does not have. A row of the form keeps what is below it, as an indicator does.
fn not_on(form: (&FormHead, FormKind), before: &str, part: &Part<'_>) -> Vec<String> {
    let (head, kind) = form;
    let published = part.rows.iter().filter(|row| row.class != Class::Internal);
    let rows = published.flat_map(|row| {
        let path = format!("{before}{}", row.key);
        let is_governed = kind.governed().any(|key| key == row.key);
        if is_governed && !head.has(row.key) {
            return vec![path];
        }
        let within = row.parts.iter().filter(|_| row.key != "indicators");
        within.flat_map(|part| not_on(form, &format!("{path}."), part)).collect()
    });
    rows.collect()
}

/// The head of anything that has a page.
pub(super) fn head_of<'s>(
    context: &Context<'s>,
    path: &str,
    id: String,
    (kind, kind_label): (&'static str, &'s str),
    label: String,
) -> Head<'s> {
    let profile = &context.site.profile;
    let page = path.trim_end_matches("index.json").to_owned();
    Head {
        schema: format!("{}data/schema/{kind}.schema.json", "../".repeat(path.matches('/').count())),
        id,
        kind,
        kind_label,
        url: profile.base_url.as_ref().map(|base| format!("{base}{page}")),
        page,
        municipality: MunicipalityView {
            code: &profile.municipality.code.value,
            name: &profile.municipality.name.value,
        },
        licence: profile.licence.as_ref().map(licence),
        label,
        not_on_form: Vec::new(),
    }
}

fn licence(licence: &Licence) -> LicenceView<'_> {
    LicenceView { id: &licence.id.value, name: &licence.name.value, url: licence.uri() }
}

/// The record in other words.
#[derive(Default, Serialize, JsonSchema)]
pub(super) struct RewordingView<'s> {
    #[serde(skip_serializing_if = "Option::is_none")]
    plain: Told<'s>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title_en: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary_en: Told<'s>,
}

/// What a record says in other words.
pub(super) fn rewording(record: Record<'_>) -> RewordingView<'_> {
    record.rewording().map(said).unwrap_or_default()
}

fn said(other: &Rewording) -> RewordingView<'_> {
    RewordingView { plain: told(&other.plain), title_en: text(&other.title_en), summary_en: told(&other.summary_en) }
}

/// The last fields of every record.
#[derive(Serialize, JsonSchema)]
pub(super) struct Foot<'s> {
    narrative: Option<NarrativeView<'s>>,
    corrections: Vec<CorrectionView<'s>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    views: Vec<OpinionView<'s>>,
    accepted: Vec<AcceptedView<'s>>,
    source: Option<SourceView<'s>>,
}

#[derive(Serialize, JsonSchema)]
struct NarrativeView<'s> {
    markdown: &'s str,
    text: &'s str,
}

/// An accepted finding: an editor has looked at it and confirmed that the record is right.
#[derive(Serialize, JsonSchema)]
struct AcceptedView<'s> {
    rule: &'s str,
    reason: &'s str,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct CorrectionView<'s> {
    date: DateView,
    field: &'s str,
    before: &'s str,
    after: &'s str,
    reason: &'s str,
}

/// The corrections of a record or a department.
pub(super) fn corrections<'s>(context: &Context<'s>, of: &RecordId) -> Vec<CorrectionView<'s>> {
    context.relations.corrections(of).map(correction).collect()
}

/// The foot of a record.
pub(super) fn foot<'s>(context: &Context<'s>, record: Record<'s>) -> Foot<'s> {
    let Base { narrative, source, accepted, .. } = record.base();
    Foot {
        narrative: narrative
            .as_ref()
            .map(|narrative| NarrativeView { markdown: &narrative.markdown.value, text: &narrative.plain }),
        corrections: corrections(context, &record.id()),
        views: context.relations.views(&record.id()).map(opinion).collect(),
        accepted: accepted
            .iter()
            .map(|accepted| AcceptedView { rule: &accepted.rule.value, reason: &accepted.reason.value })
            .collect(),
        source: source.as_ref().map(|source| self::source(context.site, source)),
    }
}

/// One of the views of residents about the record.
#[derive(Serialize, JsonSchema)]
struct OpinionView<'s> {
    id: &'s str,
    date: DateView,
    given_at: Option<&'s str>,
    said: Vec<&'s str>,
    answer: Told<'s>,
}

fn opinion(view: &ResidentView) -> OpinionView<'_> {
    OpinionView {
        id: &view.id,
        date: date(view.date.value),
        given_at: text(&view.from),
        said: view.said.iter().map(|text| text.value.as_str()).collect(),
        answer: told(&view.answer),
    }
}

fn correction(correction: &Correction) -> CorrectionView<'_> {
    CorrectionView {
        date: date(correction.date.value),
        field: &correction.field.value,
        before: &correction.before.value,
        after: &correction.after.value,
        reason: &correction.reason.value,
    }
}

/// 出典.
#[derive(Serialize, JsonSchema)]
pub(super) struct SourceView<'s> {
    document: &'s str,
    document_title: &'s str,
    place: Option<&'s str>,
    note: Option<&'s str>,
}

/// A source.
pub(super) fn source<'s>(site: &'s Site, source: &'s Citation) -> SourceView<'s> {
    let document = &source.document.value;
    let document_title = site.document_title(document);
    SourceView { document, document_title, place: text(&source.place), note: text(&source.note) }
}

/// 番号 of an item: a number if it is nothing but that, else as written.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Number<'s> {
    Plain(u32),
    Written(&'s str),
}

impl<'s> Number<'s> {
    pub(super) fn of(number: &'s ItemNumber) -> Self {
        number.plain().map_or(Self::Written(&number.0), Self::Plain)
    }
}

/// A fiscal year, or a calendar year.
#[derive(Serialize, JsonSchema)]
pub(super) struct YearView {
    year: i16,
    label: String,
}

/// A fiscal year by number and era.
pub(super) fn year(year: FiscalYear) -> YearView {
    YearView { year: year.western(), label: year.wareki() }
}

/// A calendar year by number and era.
pub(super) fn calendar_year(year: CalendarYear) -> YearView {
    YearView { year: year.western(), label: year.to_string() }
}

/// A span of fiscal years.
#[derive(Serialize, JsonSchema)]
pub(super) struct PeriodView {
    from: Option<YearView>,
    to: Option<YearView>,
    /// The day or month of its beginning, where it is not that of a fiscal year.
    #[serde(skip_serializing_if = "Option::is_none")]
    from_date: Option<DateView>,
    /// The day or month of its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    to_date: Option<DateView>,
}

/// A span of fiscal years.
pub(super) fn period(period: Period) -> PeriodView {
    let [from_date, to_date] = period.days.map(|day| day.map(date));
    PeriodView { from: period.from.map(year), to: period.to.map(year), from_date, to_date }
}

/// A day or a month.
#[derive(Serialize, JsonSchema)]
pub(super) struct DateView {
    date: String,
    label: String,
}

/// A day (`2023-03-31`) or a month (`2023-03`).
pub(super) fn date(date: Date) -> DateView {
    DateView { date: date.iso(), label: date.wareki() }
}

/// A department that is referred to.
#[derive(Serialize, JsonSchema)]
pub(super) struct DepartmentRef<'s> {
    id: &'s str,
    name: String,
    bureau: Option<&'s str>,
    division: Option<String>,
    page: String,
}

/// A department by id, with the names of 部局 and 課所.
pub(super) fn department<'s>(context: &Context<'s>, id: &'s DepartmentId) -> DepartmentRef<'s> {
    let known = context.site.department(id);
    let bureau = known.map(|department| context.site.bureau(department).name.value.as_str());
    DepartmentRef {
        id: &id.0,
        name: context.site.department_name(id),
        bureau,
        division: known.and_then(|department| context.site.division_name(department)),
        page: id.page(),
    }
}

/// Departments: `null` unknown, `[]` none.
pub(super) fn departments<'s>(
    context: &Context<'s>,
    ids: Option<&'s [Located<DepartmentId>]>,
) -> Option<Vec<DepartmentRef<'s>>> {
    Some(ids?.iter().map(|id| department(context, &id.value)).collect())
}

/// 移管先.
#[derive(Serialize, JsonSchema)]
pub(super) struct MovedToView<'s> {
    department: DepartmentRef<'s>,
    note: Option<&'s str>,
}

/// The department that something moved to.
pub(super) fn moved_to<'s>(context: &Context<'s>, moved: &'s Option<MovedTo>) -> Option<MovedToView<'s>> {
    let moved = moved.as_ref()?;
    Some(MovedToView { department: department(context, &moved.department.value), note: text(&moved.note) })
}

/// A plan that is referred to.
#[derive(Serialize, JsonSchema)]
pub(super) struct PlanRef<'s> {
    id: &'s str,
    title: Option<&'s str>,
    page: String,
}

/// A plan by id and title.
pub(super) fn plan_ref<'s>(context: &Context<'s>, id: &'s PlanId) -> PlanRef<'s> {
    let title = context.site.plan(id).map(|plan| plan.title.value.as_str());
    PlanRef { id: &id.0, title, page: id.page() }
}

/// A part of a plan that is referred to.
#[derive(Serialize, JsonSchema)]
pub(super) struct ReferenceView<'s> {
    plan: PlanRef<'s>,
    code: &'s str,
    ordinal: Option<String>,
    printed: Option<&'s str>,
    level: Option<&'s str>,
    title: Option<&'s str>,
    page: Option<String>,
}

/// References: `null` unknown, `[]` none.
pub(super) fn references<'s>(
    context: &Context<'s>,
    references: &'s Option<Vec<PlanReference>>,
) -> Option<Vec<ReferenceView<'s>>> {
    Some(references.as_ref()?.iter().map(|one| reference(context, one)).collect())
}

fn reference<'s>(context: &Context<'s>, reference: &'s PlanReference) -> ReferenceView<'s> {
    let plan: Option<&Plan> = context.site.plan(&reference.plan.value);
    let code = &reference.code.value;
    let entry = plan.and_then(|plan| plan.entry(code));
    let section = plan.and_then(|plan| plan.section(code));
    ReferenceView {
        plan: plan_ref(context, &reference.plan.value),
        code: &code.0,
        ordinal: plan.map(|plan| plan.ordinal(code)),
        printed: entry.and_then(|entry| text(&entry.printed)),
        level: entry.and_then(|entry| text(&entry.level)),
        title: entry.map(|entry| entry.title.value.as_str()),
        page: section.map(|section| section.id.page()),
    }
}

/// An SDG.
#[derive(Serialize, JsonSchema)]
pub(super) struct SdgView {
    number: u8,
    label: Option<&'static str>,
    uri: String,
}

/// SDGs: `null` unknown, `[]` none.
pub(super) fn sdgs(sdgs: &Option<Vec<Located<u8>>>) -> Option<Vec<SdgView>> {
    let view = |number: &Located<u8>| SdgView {
        number: number.value,
        label: crate::model::sdg_name(number.value),
        uri: crate::model::sdg_uri(number.value),
    };
    Some(sdgs.as_ref()?.iter().map(view).collect())
}

/// A record that is referred to.
#[derive(Serialize, JsonSchema)]
pub(super) struct RecordRef {
    id: String,
    kind: Option<&'static str>,
    kind_label: Option<String>,
    label: Option<String>,
    page: String,
}

/// A record by address and name.
pub(super) fn record_ref(context: &Context<'_>, record: Record<'_>) -> RecordRef {
    let id = record.id();
    RecordRef {
        page: id.page(),
        id: id.0,
        kind: Some(record.kind()),
        kind_label: Some(record.kind_label(context.site).to_owned()),
        label: Some(record.label(context.site)),
    }
}

/// Related records: `null` unknown, `[]` none.
pub(super) fn related(context: &Context<'_>, related: &Option<Vec<Located<RecordId>>>) -> Option<Vec<RecordRef>> {
    let view = |id: &Located<RecordId>| match context.site.record(&id.value) {
        Some(record) => record_ref(context, record),
        None => RecordRef { id: id.value.0.clone(), kind: None, kind_label: None, label: None, page: id.value.page() },
    };
    Some(related.as_ref()?.iter().map(view).collect())
}

/// 評価.
#[derive(Serialize, JsonSchema)]
pub(super) struct RatingView<'s> {
    code: &'static str,
    mark: &'static str,
    criterion: Option<&'s str>,
}

/// A mark with its meaning by the criteria of its year and stage.
pub(super) fn rating<'s>(
    context: &Context<'s>,
    rating: &Option<Located<Rating>>,
    year: FiscalYear,
    stage: StageKind,
) -> Option<RatingView<'s>> {
    let mark = rating.as_ref()?.value;
    let criteria = context.site.criteria(year, stage);
    let meaning = criteria.and_then(|known| known.meaning(mark));
    Some(marked(mark, meaning.map(|meaning| meaning.value.as_str())))
}

fn marked(mark: Rating, criterion: Option<&str>) -> RatingView<'_> {
    RatingView { code: mark.code(), mark: mark.glyph(), criterion }
}

/// 評価基準.
#[derive(Serialize, JsonSchema)]
pub(super) struct CriteriaView<'s> {
    stage: &'static str,
    stage_label: &'static str,
    marks: Vec<RatingView<'s>>,
    source: Option<SourceView<'s>>,
}

/// The criteria that a form prints.
pub(super) fn criteria<'s>(site: &'s Site, criteria: &'s RatingCriteria) -> CriteriaView<'s> {
    CriteriaView {
        stage: criteria.stage.code(),
        stage_label: criteria.stage.words(),
        marks: criteria.criteria.iter().map(|(mark, meaning)| marked(mark.value, Some(&meaning.value))).collect(),
        source: criteria.source.as_ref().map(|of| source(site, of)),
    }
}
