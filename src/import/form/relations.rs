//! 関連: one row per goal, with its related sections of plans and records, and other fields of the goal as a whole.

use super::page::{FIRST, Page};
use super::{Error, Making};
use crate::model::KeyGoal;
use crate::workbook::Sheet;
use crate::yaml::Node;

/// 番号, 重点目標, 計画における位置付け, 関連する記録.
const WIDTHS: [f64; 4] = [6.0, 44.0, 44.0, 72.0];
/// The fields of the goal that are on the sheet of the goals.
const ELSEWHERE: [&str; 3] = ["title", "rating", "sdgs"];
const LAST: usize = FIRST + 3;

/// The sheet of the relations.
pub(super) fn sheet(making: &Making<'_>, goals: &[(&KeyGoal, Node)]) -> Result<Sheet, Error> {
    let fields = making.fields.goal.below(&[]).filter(|field| !ELSEWHERE.contains(&field.key()));
    let fields: Vec<_> = fields.collect();
    let mut page = Page::new(making, "関連", &WIDTHS, 2 + fields.len());
    let note = "1行に1つ書きます。詳しくは「記入要領」のシートにあります。";
    page.open(LAST, ("計画と、関連する記録", note), &making.look);
    let labels = fields.iter().map(|field| field.label.as_str());
    page.heads(["番号", making.fields.goal.label("title")].into_iter().chain(labels), &making.look.head);
    page.next();
    page.repeat_from(page.row - 1);
    for (goal, tree) in goals {
        page.label(FIRST, FIRST, &goal.number.to_string(), &making.look.fixed);
        page.told(FIRST + 1, &goal.title.value, &making.look.told);
        for (column, field) in (FIRST + 2..).zip(&fields) {
            let place = (&goal.id, Some(tree), field.key());
            page.field((column, column), place, &making.look.input, None);
        }
        page.grow();
        page.next();
    }
    page.finish()
}
