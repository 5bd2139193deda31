//! 関連: a row a goal, with the sections of plans and the records that it is joined to, and whatever else belongs to the
//! goal as a whole.

use rust_xlsxwriter::Workbook;

use super::page::{Asking, FIRST, Page};
use super::{Error, Making};
use crate::model::KeyGoal;
use crate::yaml::Node;

/// 番号, 重点目標, 計画における位置付け, 関連する記録.
const WIDTHS: [f64; 4] = [6.0, 44.0, 44.0, 72.0];
/// What stands on the sheet of the goals.
const ELSEWHERE: [&str; 3] = ["title", "rating", "sdgs"];
const LAST: u16 = FIRST + 3;

/// Adds the sheet, and tells which of its rows grow.
pub(super) fn add(book: &mut Workbook, making: &Making<'_>, goals: &[(&KeyGoal, Node)]) -> Result<Vec<u32>, Error> {
    let fields = making.fields.goal.below(&[]).filter(|field| !ELSEWHERE.contains(&field.key()));
    let fields: Vec<_> = fields.collect();
    let mut page = Page::new(making, "関連", &WIDTHS, 2 + fields.len())?;
    page.label(FIRST, LAST, "計画と、関連する記録", &making.look.title)?;
    page.sheet.set_row_height(page.row, 26)?;
    page.next()?;
    page.label(FIRST, LAST, "1行に1つ書きます。くわしくは「記入要領」のシートにあります。", &making.look.note)?;
    page.next()?;
    let labels = fields.iter().map(|field| field.label);
    for (column, words) in (FIRST..).zip(["番号", making.fields.goal.label("title")].into_iter().chain(labels)) {
        page.label(column, column, words, &making.look.head)?;
    }
    page.sheet.set_repeat_rows(page.row, page.row)?;
    page.next()?;
    for (goal, tree) in goals {
        page.label(FIRST, FIRST, &goal.number.to_string(), &making.look.fixed)?;
        page.told(FIRST + 1, &goal.title.value, &making.look.told)?;
        for (column, field) in (FIRST + 2..).zip(&fields) {
            let place = (&goal.id, Some(tree), field.key());
            page.field((column, column), place, &making.look.input, Asking { criteria: None })?;
        }
        page.grow()?;
        page.next()?;
    }
    let (sheet, growing) = page.finish()?;
    book.push_worksheet(sheet);
    Ok(growing)
}
