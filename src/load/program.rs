//! Reads program.yaml and the action items.

use super::common::{
    approval, base, category_code, department_id, evaluation, figure, period, plan_id, record_id, reference, release,
    rewording,
};
use super::cost::{budget, money};
use super::fields::{Fields, Slot, sdg, text, year};
use super::head::{head, texts};
use super::plan::{indicator, outline};
use crate::diagnostic::{Located, Span};
use crate::model::{
    ActionItem, Category, Figure, FiscalYear, FormKind, ItemNumber, Pillar, Program, ProgramId, RecordId, Records,
    Release, YearApprovals, YearRecord,
};
use crate::yaml::Value;

pub(super) fn program(mut fields: Fields<'_>, id: &str) -> Option<Program> {
    let title = fields.required("title", text);
    let period = fields.required("period", period);
    let program = Program {
        id: ProgramId(id.to_owned()),
        kana: fields.optional("kana", text),
        aliases: fields.list("aliases", text),
        results_through: fields.optional("results_through", year),
        summary: fields.statements("summary"),
        head: head(&mut fields, FormKind::Item),
        tree: fields.optional("tree", plan_id),
        levels: fields.list_or_empty("levels", text),
        outline: outline(&mut fields),
        pillars: fields.list_or_empty("pillars", pillar),
        items: Records::default(),
        base: base(&mut fields),
        title: title?,
        period: period?,
    };
    Some(program)
}

fn pillar(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Pillar> {
    let mut fields = Fields::of(value, at, slot)?;
    let code = fields.required("code", text);
    let title = fields.required("title", text);
    let categories = fields.list_or_empty("categories", category);
    Some(Pillar { code: code?, title: title?, categories })
}

fn category(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Category> {
    let mut fields = Fields::of(value, at, slot)?;
    let code = fields.required("code", text);
    let title = fields.required("title", text);
    Some(Category { code: code?, title: title? })
}

pub(super) fn item(mut fields: Fields<'_>, program: &str, number: &str) -> Option<ActionItem> {
    let title = fields.required("title", text);
    let item = ActionItem {
        rewording: rewording(&mut fields),
        id: RecordId::item(program, number),
        program: ProgramId(program.to_owned()),
        number: ItemNumber(number.to_owned()),
        category: fields.optional("category", category_code),
        departments: fields.list("departments", department_id),
        departments_note: fields.optional("departments_note", text),
        summary: fields.statements("summary"),
        background: fields.statements("background"),
        approach: fields.statements("approach"),
        goal: fields.statements("goal"),
        references: fields.list("references", reference),
        none_in: fields.list_or_empty("none_in", plan_id),
        sdgs: fields.list("sdgs", sdg),
        texts: fields.optional("texts", texts).unwrap_or_default(),
        budget: fields.list_up_to(100, "budget", budget),
        figures: fields.list_up_to(1_000, "figures", figure).unwrap_or_default(),
        indicators: fields.list("indicators", indicator),
        years: years(&mut fields),
        related: fields.list("related", record_id),
        base: base(&mut fields),
        title: title?,
    };
    Some(item)
}

/// `years`, oldest first.
pub(super) fn years(fields: &mut Fields<'_>) -> Vec<YearRecord> {
    let mut years = fields.list_or_empty("years", year_record);
    years.sort_by_key(|year| year.fiscal_year.value);
    years
}

fn year_record(value: &Value, at: Span, slot: &Slot<'_>) -> Option<YearRecord> {
    let mut fields = Fields::of(value, at, slot)?;
    let fiscal_year = fields.required("fiscal_year", year);
    let plan = fields.statements("plan");
    let results = fields.statements("results");
    let effect = fields.statements("effect");
    let texts = fields.optional("texts", texts).unwrap_or_default();
    let mut figures = fields.list_up_to(1_000, "figures", figure).unwrap_or_default();
    let money = money(&mut fields);
    let evaluations = fields.list_up_to(100, "evaluations", evaluation);
    let approved = fields.optional("approved", year_approvals).map(Box::new);
    let release = release(&mut fields);
    let fiscal_year = fiscal_year?;
    for figure in &mut figures {
        of_year(figure, &fiscal_year);
    }
    let (plan_release, results_release) = (Release::Open, Release::Open);
    Some(YearRecord {
        at,
        fiscal_year,
        plan,
        results,
        effect,
        texts,
        figures,
        money,
        evaluations,
        approved,
        release,
        plan_release,
        results_release,
    })
}

/// The year of a figure that names none.
pub(super) fn of_year(figure: &mut Figure, year: &Located<FiscalYear>) {
    if figure.calendar_year.is_none() {
        figure.fiscal_year.get_or_insert_with(|| year.clone());
    }
}

fn year_approvals(value: &Value, at: Span, slot: &Slot<'_>) -> Option<YearApprovals> {
    let mut fields = Fields::of(value, at, slot)?;
    let plan = fields.optional("plan", approval);
    let results = fields.optional("results", approval);
    Some(YearApprovals { plan, results })
}
