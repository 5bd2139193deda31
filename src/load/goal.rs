//! Reads sheet.yaml and the key goals.

use super::common::{
    approval, base, department_id, evaluation, figure, moved_to, number_and_title, rating, record_id, reference,
    rewording, slug_text, stage_kind,
};
use super::cost::{budget, money};
use super::fields::{Fields, Slot, date, sdg, text};
use super::head::texts;
use super::plan::indicator;
use super::program::of_year;
use crate::diagnostic::{Located, Span};
use crate::model::{
    DepartmentId, FiscalYear, GoalItem, KeyGoal, KeyGoalSheet, RecordId, Records, Release, Report, Stage,
};
use crate::yaml::Value;

pub(super) fn sheet(mut fields: Fields<'_>, year: FiscalYear, department: &str) -> KeyGoalSheet {
    let own = Located { value: DepartmentId(department.to_owned()), at: fields.at };
    let departments = fields.list("departments", department_id).filter(|departments| !departments.is_empty());
    KeyGoalSheet {
        id: RecordId::sheet(year, department),
        fiscal_year: year,
        title: fields.optional("title", text),
        departments: departments.unwrap_or_else(|| vec![own.clone()]),
        department: own,
        stages: fields.list_or_empty("stages", stage),
        goals: Records::default(),
        base: base(&mut fields),
    }
}

fn stage(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Stage> {
    let mut fields = Fields::of(value, at, slot)?;
    let stage = fields.required("stage", stage_kind);
    let as_of = fields.optional("as_of", date);
    let document = fields.optional("document", text);
    let approved = fields.optional("approved", approval);
    Some(Stage { stage: stage?, as_of, document, approved, release: Release::Open })
}

pub(super) fn goal(mut fields: Fields<'_>, year: FiscalYear, department: &str, number: u32) -> Option<KeyGoal> {
    let title = fields.required("title", text);
    let mut goal = KeyGoal {
        rewording: rewording(&mut fields),
        id: RecordId::goal(year, department, number),
        fiscal_year: year,
        department: DepartmentId(department.to_owned()),
        number,
        thread: fields.optional("thread", slug_text),
        items: fields.list("items", item),
        moved_to: fields.optional("moved_to", moved_to),
        rating: fields.optional("rating", rating),
        indicators: fields.list("indicators", indicator),
        budget: fields.list_up_to(100, "budget", budget),
        money: money(&mut fields),
        references: fields.list("references", reference),
        sdgs: fields.list("sdgs", sdg),
        related: fields.list("related", record_id),
        base: base(&mut fields),
        title: title?,
    };
    let year = Located { value: year, at: fields.at };
    for figure in goal.items.iter_mut().flatten().flat_map(|item| &mut item.figures) {
        of_year(figure, &year);
    }
    Some(goal)
}

fn item(value: &Value, at: Span, slot: &Slot<'_>) -> Option<GoalItem> {
    let mut fields = Fields::of(value, at, slot)?;
    let (number, title) = number_and_title(&mut fields);
    let sub_items = fields.statements("sub_items");
    let targets = fields.statements("targets");
    let texts = fields.optional("texts", texts).unwrap_or_default();
    let mid_term = fields.optional("mid_term", |value, at, slot| report(value, at, slot, "progress"));
    let final_report = fields.optional("final", |value, at, slot| report(value, at, slot, "results"));
    let figures = fields.list_up_to(1_000, "figures", figure).unwrap_or_default();
    let moved_to = fields.optional("moved_to", moved_to);
    Some(GoalItem {
        at,
        number: number?,
        title: title?,
        sub_items,
        targets,
        texts,
        mid_term,
        final_report,
        figures,
        moved_to,
    })
}

fn report(value: &Value, at: Span, slot: &Slot<'_>, statements: &'static str) -> Option<Report> {
    let mut fields = Fields::of(value, at, slot)?;
    let as_of = fields.optional("as_of", date);
    let results = fields.statements(statements);
    let rating = fields.optional("rating", rating);
    let evaluations = fields.list_up_to(100, "evaluations", evaluation);
    Some(Report { as_of, results, rating, evaluations, release: Release::Open })
}
