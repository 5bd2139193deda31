//! The columns that the tables of years share: plan, results and effect of one fiscal year of a record.

use super::fields::{Fields, Told, with_state};
use crate::model::{FiscalYear, Record, Site, Statements, YearRecord};

/// A year of a record of type `H`.
pub(super) struct Row<'s, H> {
    pub(super) holder: H,
    /// The last fiscal year whose results are published.
    pub(super) through: Option<FiscalYear>,
    pub(super) year: &'s YearRecord,
    /// The record itself.
    pub(super) record: Record<'s>,
}

impl<'s, H> Row<'s, H> {
    /// The results: if there are no words, numbers may say them.
    fn results(&self) -> Told<'s> {
        let results = &self.year.results;
        match results.is_none() && self.record.has_numbers(self.year) {
            true => Told { texts: None, instead: Some("in_figures") },
            false => self.reported(results),
        }
    }

    /// Values that are reported only once the year's results are published.
    fn reported(&self, statements: &'s Statements) -> Told<'s> {
        let is_due = self.through.is_none_or(|through| self.year.fiscal_year.value <= through);
        Told { texts: statements.as_deref(), instead: (!is_due && statements.is_none()).then_some("not_yet") }
    }
}

/// Adds the year, and what is said of it.
pub(super) fn told<'s, H: 's>(fields: Fields<'s, Row<'s, H>>) -> Fields<'s, Row<'s, H>> {
    let head = |site: &'s Site, row: &Row<'s, H>| site.own_head_of(row.record);
    fields
        .fiscal_year(|row| Some(row.year.fiscal_year.value))
        .required()
        .by_year(|row| Some(row.year.fiscal_year.value))
        .statements(
            with_state!("plan", "取組計画"),
            ("その年度の⟨year_plan⟩。", "What was planned for the year."),
            |row| (&row.year.plan).into(),
        )
        .asked(&["plan"], head)
        .statements(with_state!("results", "実績"), ("その年度の実績。", "What was done in the year."), Row::results)
        .asked(&["results"], head)
        .statements(
            with_state!("effect", "効果額"),
            ("その年度の⟨effect⟩の記載。", "Financial effect of the year, as stated."),
            |row| match (&row.year.effect, row.year.money.effects()) {
                (None, [_, ..]) => Told { texts: None, instead: Some("given") },
                (effect, _) => row.reported(effect),
            },
        )
        .asked(&["effect"], head)
}
