//! `action_item_years`: 年度別取組, one row per item and fiscal year.

use super::fields::{About, Fields, Table};
use super::year_records::{self, told};
use crate::export::cell;
use crate::model::{ActionItem, FixedPage, Record, Site};

type Row<'s> = year_records::Row<'s, &'s ActionItem>;

/// 年度別取組.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        family: Some(FixedPage::Programs),
        name: "action_item_years",
        title_en: "Action items by fiscal year",
        description: "⟨item⟩の年度ごとの⟨year_plan⟩・⟨results⟩・⟨effect⟩。1行が1項目の1年度です。数値は figures にあります。",
        ..About::default()
    };
    columns(site).table(site, about, |site, _| {
        site.programs.iter().flat_map(|program| {
            let through = program.results_through.as_ref().map(|through| through.value);
            let row = move |holder| move |year| Row { holder, through, year, record: Record::Item(holder) };
            program.items.iter().flat_map(move |item| item.years.iter().map(row(item)))
        })
    })
}

fn columns<'s>(site: &Site) -> Fields<'s, Row<'s>> {
    let anchor = |row: &Row<'_>| row.year.fiscal_year.value.anchor();
    let named = Fields::<Row<'s>>::with_id(move |_, row| cell::address(row.holder.id.part(&anchor(row))))
        .text(
            ("action_item_id", "取組項目_ID"),
            ("⟨item⟩の ID。", "Identifier of the action item."),
            |_, row| cell::text(&row.holder.id.0),
        )
        .required()
        .refers_to("action_items")
        .item_number(
            site,
            ("action_item_number", "取組項目_番号"),
            ("⟨item⟩の番号(No.)。", "Number of the action item."),
            |row| &row.holder.number,
        )
        .required()
        .needed(
            ("action_item_title", "取組項目_名称"),
            ("⟨item⟩名。", "Title of the action item."),
            |row| &row.holder.title,
        );
    told(named).page(move |_, row| row.holder.id.part_page(&anchor(row)))
}
