//! Reads plan.yaml and the sections of a plan.

use super::common::{
    base, department_id, evaluation_of_year, figure, figure_of, new_section_code, number_and_title, period, plan_id,
    record_id, reference, rewording, rule,
};
use super::cost::budget;
use super::fields::{Fields, Slot, coded, count, sdg, text, year};
use super::head::{head, texts};
use super::program::years;
use crate::diagnostic::{Located, Span};
use crate::model::{
    Chart, FigureKind, FormKind, Indicator, IndicatorKind, Measure, OutlineEntry, Plan, PlanId, PlanSection, RecordId,
    Records, Role, SectionCode,
};
use crate::yaml::Value;

pub(super) fn plan(mut fields: Fields<'_>, id: &str) -> Option<Plan> {
    let title = fields.required("title", text);
    let plan = Plan {
        id: PlanId(id.to_owned()),
        kana: fields.optional("kana", text),
        aliases: fields.list("aliases", text),
        period: fields.optional("period", period),
        target_year: fields.optional("target_year", year),
        results_through: fields.optional("results_through", year),
        predecessor: fields.optional("predecessor", plan_id),
        part_of: fields.optional("part_of", plan_id),
        head: head(&mut fields, FormKind::Plan),
        levels: fields.list_or_empty("levels", text),
        outline: outline(&mut fields),
        sections: Records::default(),
        summary: fields.statements("summary"),
        base: base(&mut fields),
        title: title?,
    };
    Some(plan)
}

/// The outline of a plan, or of a program.
pub(super) fn outline(fields: &mut Fields<'_>) -> Vec<OutlineEntry> {
    fields.list_up_to(5_000, "outline", outline_entry).unwrap_or_default()
}

fn outline_entry(value: &Value, at: Span, slot: &Slot<'_>) -> Option<OutlineEntry> {
    let mut fields = Fields::of(value, at, slot)?;
    let code = fields.required("code", new_section_code);
    let level = fields.optional("level", text);
    let printed = fields.optional("printed", text);
    let title = fields.required("title", text);
    Some(OutlineEntry { code: code?, level, printed, title: title? })
}

pub(super) fn section(mut fields: Fields<'_>, plan: &str, code: &str) -> Option<PlanSection> {
    let title = fields.required("title", text);
    let section = PlanSection {
        rewording: rewording(&mut fields),
        id: RecordId::section(plan, code),
        plan: PlanId(plan.to_owned()),
        code: SectionCode(code.to_owned()),
        departments: fields.list("departments", department_id),
        purpose: fields.statements("purpose"),
        issues: fields.statements("issues"),
        charts: fields.list("charts", chart),
        indicators: fields.list("indicators", indicator),
        roles: fields.list("roles", role),
        measures: fields.list("measures", measure),
        projects: fields.statements("projects"),
        related_plans: fields.statements("related_plans"),
        texts: fields.optional("texts", texts).unwrap_or_default(),
        years: years(&mut fields),
        budget: fields.list_up_to(100, "budget", budget),
        sdgs: fields.list("sdgs", sdg),
        references: fields.list("references", reference),
        related: fields.list("related", record_id),
        base: base(&mut fields),
        title: title?,
    };
    Some(section)
}

fn chart(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Chart> {
    let mut fields = Fields::of(value, at, slot)?;
    let title = fields.required("title", text);
    let source = fields.optional("source", text);
    let note = fields.optional("note", text);
    let data = fields.list("data", figure);
    Some(Chart { title: title?, source, note, data })
}

pub(super) fn indicator(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Indicator> {
    let mut fields = Fields::of(value, at, slot)?;
    let number = fields.required("number", count);
    let name = fields.required("name", text);
    let aliases = fields.list("aliases", text);
    let rule = fields.required("rule", rule);
    let indicator = Indicator {
        at,
        aliases,
        rule_reason: fields.optional("rule_reason", text),
        baseline: fields.optional("baseline", figure_of(FigureKind::Baseline)),
        kind: fields.optional("kind", kind).map(|kind| kind.value),
        target: fields.optional("target", figure_of(FigureKind::Target)),
        targets: fields.list_or_empty("targets", figure_of(FigureKind::Target)),
        forecasts: fields.list_or_empty("forecasts", figure_of(FigureKind::Forecast)),
        actuals: fields.list("actuals", figure_of(FigureKind::Actual)),
        evaluations: fields.list_up_to(100, "evaluations", evaluation_of_year),
        note: fields.optional("note", text),
        number: number?,
        name: name?,
        rule: rule?,
    };
    Some(indicator)
}

fn kind(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<IndicatorKind>> {
    coded(value, at, slot, &IndicatorKind::ALL)
}

fn role(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Role> {
    let mut fields = Fields::of(value, at, slot)?;
    let actor = fields.required("actor", text);
    let roles = fields.statements("roles");
    Some(Role { actor: actor?, roles })
}

fn measure(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Measure> {
    let mut fields = Fields::of(value, at, slot)?;
    let (number, title) = number_and_title(&mut fields);
    let points = fields.statements("points");
    Some(Measure { number: number?, title: title?, points })
}
