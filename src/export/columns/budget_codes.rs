//! `budget_codes`: 予算科目, one row per record and place in the budget.

use std::collections::HashMap;

use super::fields::{About, Fields, HOLDER, Table};
use super::figures::{key, unique};
use crate::export::cell;
use crate::model::{BudgetCode, Record, Site};

struct Row<'s> {
    record: Record<'s>,
    id: String,
    code: &'s BudgetCode,
}

/// 予算科目.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        name: "budget_codes",
        title_en: "Budget codes",
        description: "記録の⟨budget⟩。1行が1つの記録と科目です。予算書・決算書との結合に使えます。",
        ..About::default()
    };
    columns().table(site, about, |site, _| site.records().flat_map(rows_of))
}

fn rows_of(record: Record<'_>) -> Vec<Row<'_>> {
    let mut seen = HashMap::new();
    let row = |code| Row { record, id: unique(&mut seen, id(record, code)), code };
    record.budget().unwrap_or_default().iter().map(row).collect()
}

/// `<record>/budget/<account>/<code>`; the name stands for a code that is not known.
fn id(record: Record<'_>, of: &BudgetCode) -> String {
    let parts = of.account.iter().chain(of.code.as_ref().or(of.name.as_ref())).map(|part| key(&part.value));
    [record.id().0, "budget".to_owned()].into_iter().chain(parts).collect::<Vec<_>>().join("/")
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    Fields::<Row<'s>>::with_id(|_, row| cell::address(row.id.clone()))
        .record(HOLDER, |row| row.record)
        .maybe(("account", "会計"), ("予算の会計。", "Account of the budget."), |row| row.code.account.as_ref())
        .maybe(("code", "予算科目_番号"), ("款-項-目-事業の番号。", "Code of the budget item."), |row| {
            row.code.code.as_ref()
        })
        .maybe(("name", "予算科目_名称"), ("予算書の事業名。", "Name of the budget item."), |row| {
            row.code.name.as_ref()
        })
        .page(|site, row| row.record.id().part_page(site.money_anchor(row.record, "budget")))
}
