//! 重点目標一覧表: a band a goal, a row an item ①②…, with targets, the mid-term report and the final result side by side.

use rust_xlsxwriter::Workbook;

use super::figures::Group;
use super::page::{Asking, FIRST, Page};
use super::{Error, Making};
use crate::model::{KeyGoal, KeyGoalSheet, Record, RecordId, StageKind, circled};
use crate::yaml::Node;

/// Rows that are left free below the items of a goal.
const SPARE_ITEMS: u32 = 2;
/// Items for which a new goal has room.
const NEW_ITEMS: u32 = 3;

/// 番号, 項目, 小項目, 期限・数値目標等, 中間 (進捗, 時点, 評価), 期末 (達成, 時点, 評価), 移管 (部局, 注).
const WIDTHS: [f64; 12] = [4.5, 21.0, 20.0, 20.0, 27.0, 8.5, 4.5, 27.0, 8.5, 4.5, 9.0, 9.0];
const NUMBER: u16 = FIRST;
const ITEM: u16 = FIRST + 1;
const SUB_ITEMS: u16 = FIRST + 2;
const TARGETS: u16 = FIRST + 3;
const PROGRESS: u16 = FIRST + 4;
const RESULTS: u16 = FIRST + 7;
const MOVED: u16 = FIRST + 10;
const LAST: u16 = FIRST + 11;

/// Adds the sheet, and tells which of its rows grow.
pub(super) fn add(
    book: &mut Workbook,
    making: &Making<'_>,
    sheet: &KeyGoalSheet,
    goals: &[(&KeyGoal, Node)],
) -> Result<Vec<u32>, Error> {
    let mut page = Page::new(making.site, "重点目標", &WIDTHS)?;
    head(&mut page, making, sheet)?;
    for (goal, tree) in goals {
        let band = Band { id: &goal.id, number: goal.number, tree: Some(tree), goal: Some(goal) };
        self::goal(&mut page, making, sheet, &band)?;
    }
    let number = sheet.goals.iter().map(|goal| goal.number).max().unwrap_or(0) + 1;
    let id = RecordId(format!("{}/{number}", sheet.id));
    goal(&mut page, making, sheet, &Band { id: &id, number, tree: None, goal: None })?;
    let (sheet, growing) = page.finish()?;
    book.push_worksheet(sheet);
    Ok(growing)
}

/// The parts of a goal that have figures.
pub(super) fn groups<'g>(goal: &'g KeyGoal, tree: &'g Node) -> impl Iterator<Item = Group<'g>> {
    goal.known_items().iter().map(move |item| {
        let words = (format!("{} {}", goal.number, circled(item.number.value)), item.title.value.clone());
        Group { record: &goal.id, tree, before: format!("items.{}.", item.number), words }
    })
}

fn head(page: &mut Page<'_>, making: &Making<'_>, sheet: &KeyGoalSheet) -> Result<(), Error> {
    let look = &making.look;
    page.label(FIRST, LAST, &format!("重点目標一覧表　{}", Record::Sheet(sheet).title(making.site)), &look.title)?;
    page.sheet.set_row_height(page.row, 26)?;
    page.next()?;
    page.label(FIRST, LAST, "白い欄に書きます。1行に1つの文を書き、空欄は「分からない」、無いと分かっているときは「（なし）」とします。くわしくは「記入要領」のシートにあります。", &look.note)?;
    page.next()?;
    for stage in [StageKind::MidTerm, StageKind::Final] {
        let Some(criteria) = making.site.criteria(sheet.fiscal_year, stage) else { continue };
        let words: Vec<_> =
            criteria.criteria.iter().map(|(mark, words)| format!("{} {}", mark.value.glyph(), words.value)).collect();
        page.label(FIRST, LAST, &format!("評価基準({}): {}", stage.words(), words.join("　")), &look.note)?;
        page.next()?;
    }
    let top = page.row;
    for (from, to, words) in
        [(PROGRESS, PROGRESS + 2, "中間報告"), (RESULTS, RESULTS + 2, "期末"), (MOVED, LAST, "移管したとき")]
    {
        page.label(from, to, words, &look.head)?;
    }
    page.next()?;
    for (column, words) in [
        (PROGRESS, "進捗状況・進捗度"),
        (PROGRESS + 1, "時点"),
        (PROGRESS + 2, "評価"),
        (RESULTS, "達成状況・達成度"),
        (RESULTS + 1, "時点"),
        (RESULTS + 2, "評価"),
        (MOVED, "移管先の部局"),
        (LAST, "移管の注"),
    ] {
        page.label(column, column, words, &look.head)?;
    }
    for (column, words) in
        [(NUMBER, "番号"), (ITEM, "具体的な重点取組項目"), (SUB_ITEMS, "小項目"), (TARGETS, "期限・数値目標等")]
    {
        page.sheet.merge_range(top, column, page.row, column, words, &look.head)?;
    }
    page.sheet.set_row_height(page.row, 18)?;
    page.next()?;
    page.sheet.set_repeat_rows(top, page.row - 1)?;
    page.sheet.set_freeze_panes(page.row, ITEM + 1)?;
    Ok(())
}

/// What a band is made from; a new goal has nothing yet.
struct Band<'b> {
    id: &'b RecordId,
    number: u32,
    tree: Option<&'b Node>,
    goal: Option<&'b KeyGoal>,
}

fn goal(page: &mut Page<'_>, making: &Making<'_>, sheet: &KeyGoalSheet, band: &Band<'_>) -> Result<(), Error> {
    let look = &making.look;
    let place = |path| (band.id, band.tree, path);
    let whole = Asking { criteria: making.site.criteria(sheet.fiscal_year, StageKind::Final) };
    let number = if band.goal.is_some() { band.number.to_string() } else { format!("新{}", band.number) };
    page.label(NUMBER, NUMBER, &number, &look.head)?;
    let title = page.field((ITEM, PROGRESS), place("title"), &look.name, whole)?;
    page.label(PROGRESS + 1, PROGRESS + 2, "SDGs", &look.band)?;
    page.field((RESULTS, RESULTS), place("sdgs"), &look.input, whole)?;
    page.label(RESULTS + 1, RESULTS + 1, "全体の評価", &look.band)?;
    page.field((RESULTS + 2, RESULTS + 2), place("rating"), &look.short, whole)?;
    page.field((MOVED, MOVED), place("moved_to.department"), &look.input, whole)?;
    page.field((LAST, LAST), place("moved_to.note"), &look.input, whole)?;
    let room = page.width(ITEM, PROGRESS);
    page.sheet.set_row_height(page.row, super::look::height(&title, room * 0.85).max(30.0))?;
    page.next()?;
    let items: Vec<u32> =
        band.goal.map(|goal| goal.known_items().iter().map(|item| item.number.value).collect()).unwrap_or_default();
    let last = items.iter().max().copied().unwrap_or(0);
    let spare = if band.goal.is_some() { SPARE_ITEMS } else { NEW_ITEMS };
    for number in items.into_iter().chain(last + 1..=last + spare) {
        item(page, making, sheet, band, number)?;
    }
    Ok(())
}

fn item(
    page: &mut Page<'_>,
    making: &Making<'_>,
    sheet: &KeyGoalSheet,
    band: &Band<'_>,
    number: u32,
) -> Result<(), Error> {
    let look = &making.look;
    let asking = |stage| Asking { criteria: making.site.criteria(sheet.fiscal_year, stage) };
    page.label(NUMBER, NUMBER, &circled(number), &look.fixed)?;
    for (column, field, format, stage) in [
        (ITEM, "title", &look.input, StageKind::Initial),
        (SUB_ITEMS, "sub_items", &look.input, StageKind::Initial),
        (TARGETS, "targets", &look.input, StageKind::Initial),
        (PROGRESS, "mid_term.progress", &look.input, StageKind::MidTerm),
        (PROGRESS + 1, "mid_term.as_of", &look.short, StageKind::MidTerm),
        (PROGRESS + 2, "mid_term.rating", &look.short, StageKind::MidTerm),
        (RESULTS, "final.results", &look.input, StageKind::Final),
        (RESULTS + 1, "final.as_of", &look.short, StageKind::Final),
        (RESULTS + 2, "final.rating", &look.short, StageKind::Final),
        (MOVED, "moved_to.department", &look.input, StageKind::Final),
        (LAST, "moved_to.note", &look.input, StageKind::Final),
    ] {
        let path = format!("items.{number}.{field}");
        page.field((column, column), (band.id, band.tree, &path), format, asking(stage))?;
    }
    page.grow()?;
    page.next()
}
