//! `action_item_years`: 年度別取組, one row per item and fiscal year.

use super::fields::{About, Fields, Table, Told, with_state};
use crate::dataset::ForeignKey;
use crate::export::cell;
use crate::model::{ActionItem, Program, Site, Statements, YearRecord};

struct Row<'s> {
    program: &'s Program,
    item: &'s ActionItem,
    year: &'s YearRecord,
}

impl<'s> Row<'s> {
    /// Values that are reported only once the year's results are published.
    fn reported(&self, statements: &'s Statements) -> Told<'s> {
        let through = self.program.results_through.as_ref().map(|through| through.value);
        let is_due = through.is_none_or(|through| self.year.fiscal_year.value <= through);
        Told { texts: statements.as_deref(), instead: (!is_due && statements.is_none()).then_some("not_yet") }
    }
}

/// 年度別取組.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        name: "action_item_years",
        title_en: "Action items by fiscal year",
        description: "取組項目の年度ごとの取組計画・実績・効果額。1行が1項目の1年度です。数値は figures にあります。",
        foreign_keys: &[ForeignKey { columns: &["action_item_id"], dataset: "action_items", references: &["id"] }],
        ..About::default()
    };
    columns(site).table(site, about, |site, _| {
        site.programs.iter().flat_map(|program| {
            program.items.iter().flat_map(move |item| item.years.iter().map(move |year| Row { program, item, year }))
        })
    })
}

fn columns<'s>(site: &Site) -> Fields<'s, Row<'s>> {
    let anchor = |row: &Row<'_>| row.year.fiscal_year.value.anchor();
    Fields::<Row<'s>>::with_id(move |_, row| cell::address(row.item.id.part(&anchor(row))))
        .text(
            ("action_item_id", "取組項目_ID"),
            ("取組項目の ID。", "Identifier of the action item."),
            |_, row| cell::text(&row.item.id.0),
        )
        .required()
        .item_number(
            site,
            ("action_item_number", "取組項目_番号"),
            ("取組項目の番号(No.)。", "Number of the action item."),
            |row| &row.item.number,
        )
        .required()
        .text(
            ("action_item_title", "取組項目_名称"),
            ("取組項目名。", "Title of the action item."),
            |_, row| cell::text(&row.item.title.value),
        )
        .required()
        .fiscal_year(|row| Some(row.year.fiscal_year.value))
        .required()
        .by_year(|row| Some(row.year.fiscal_year.value))
        .statements(
            with_state!("plan", "取組計画"),
            ("その年度の取組計画。", "What was planned for the year."),
            |row| (&row.year.plan).into(),
        )
        .statements(
            with_state!("results", "実績"),
            ("その年度の実績。", "What was done in the year."),
            |row| row.reported(&row.year.results),
        )
        .statements(
            with_state!("effect", "効果額"),
            ("その年度の効果額の記載。", "Financial effect of the year, as stated."),
            |row| row.reported(&row.year.effect),
        )
        .page(move |row| row.item.id.part_page(&anchor(row)))
}
