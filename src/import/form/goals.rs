//! 重点目標一覧表: one band per goal, one row per item ①②…, with targets, the mid-term report and the final result side by
//! side.

use super::super::field::Field;
use super::figures::Group;
use super::page::{FIRST, Page};
use super::{Error, Making};
use crate::model::{FormPart, KeyGoal, KeyGoalSheet, Record, RecordId, StageKind, circled};
use crate::workbook::Sheet;
use crate::yaml::Node;

/// Empty rows below the items of a goal.
const SPARE_ITEMS: u32 = 2;
/// The number of items for which a new goal has rows.
const NEW_ITEMS: u32 = 3;

/// 番号, 項目, 小項目, 期限・数値目標等, 中間 (進捗, 時点, 評価), 期末 (達成, 時点, 評価), 移管 (部局, 注).
const WIDTHS: [f64; 12] = [4.5, 21.0, 20.0, 20.0, 27.0, 8.5, 4.5, 27.0, 8.5, 4.5, 9.0, 9.0];
/// The width of a row of the city's own.
const OWN: f64 = 24.0;
/// The mapping of an item.
const ITEM_OF_GOAL: &[&str] = &["items", "#"];
const NUMBER: usize = FIRST;
const ITEM: usize = FIRST + 1;
const SUB_ITEMS: usize = FIRST + 2;
const TARGETS: usize = FIRST + 3;
const PROGRESS: usize = FIRST + 4;
const RESULTS: usize = FIRST + 7;
const MOVED: usize = FIRST + 10;
const LAST: usize = FIRST + 11;

/// The headers over several columns.
const BANDS: [(usize, usize, &str); 3] =
    [(PROGRESS, PROGRESS + 2, "中間報告"), (RESULTS, RESULTS + 2, "期末"), (MOVED, LAST, "移管したとき")];

/// The columns of an item, each with its field and the stage at which it is filled in.
const FIELDS: [(usize, &str, StageKind); 11] = [
    (ITEM, "title", StageKind::Initial),
    (SUB_ITEMS, "sub_items", StageKind::Initial),
    (TARGETS, "targets", StageKind::Initial),
    (PROGRESS, "mid_term.progress", StageKind::MidTerm),
    (PROGRESS + 1, "mid_term.as_of", StageKind::MidTerm),
    (PROGRESS + 2, "mid_term.rating", StageKind::MidTerm),
    (RESULTS, "final.results", StageKind::Final),
    (RESULTS + 1, "final.as_of", StageKind::Final),
    (RESULTS + 2, "final.rating", StageKind::Final),
    (MOVED, "moved_to.department", StageKind::Final),
    (LAST, "moved_to.note", StageKind::Final),
];

/// The sheet of the goals.
pub(super) fn sheet(making: &Making<'_>, sheet: &KeyGoalSheet, goals: &[(&KeyGoal, Node)]) -> Result<Sheet, Error> {
    let own = own(making).map(|_| OWN);
    let widths: Vec<_> = WIDTHS.into_iter().chain(own).collect();
    let mut page = Page::new(making, &sheet_name(&making.fields.words.goal), &widths, widths.len());
    head(&mut page, making, sheet);
    for (goal, tree) in goals {
        let band = Band { id: &goal.id, number: goal.number, tree: Some(tree), goal: Some(goal) };
        self::goal(&mut page, making, sheet, &band);
    }
    let number = sheet.goals.iter().map(|goal| goal.number).max().unwrap_or(0) + 1;
    let id = RecordId(format!("{}/{number}", sheet.id));
    goal(&mut page, making, sheet, &Band { id: &id, number, tree: None, goal: None });
    page.finish()
}

/// The rows of the city's own, each a column after the others.
fn own<'m>(making: &Making<'m>) -> impl Iterator<Item = (&'m Field, &'m str)> {
    making.fields.goal.own(&making.site.profile.goals, FormPart::Whole, ITEM_OF_GOAL)
}

/// A word as the name of a sheet.
fn sheet_name(word: &str) -> String {
    let allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    word.chars().filter(allowed).take(31).collect()
}

/// The parts of a goal that have figures.
pub(super) fn groups<'g>(goal: &'g KeyGoal, tree: &'g Node) -> impl Iterator<Item = Group<'g>> {
    goal.known_items().iter().map(move |item| {
        let words = (format!("{} {}", goal.number, circled(item.number.value)), item.title.value.clone());
        Group { record: &goal.id, tree, before: format!("items.{}.", item.number), words }
    })
}

fn head(page: &mut Page<'_>, making: &Making<'_>, sheet: &KeyGoalSheet) {
    let look = &making.look;
    let title = format!("{}　{}", making.fields.words.sheet, Record::Sheet(sheet).title(making.site));
    let note = "白い欄に書きます。1行に1つの文を書き、空欄は「分からない」、無いと分かっているときは「（なし）」とします。詳しくは「記入要領」のシートにあります。";
    page.open(LAST, (&title, note), look);
    for stage in [StageKind::MidTerm, StageKind::Final] {
        let Some(criteria) = making.site.criteria(sheet.fiscal_year, stage) else { continue };
        let words: Vec<_> =
            criteria.criteria.iter().map(|(mark, words)| format!("{} {}", mark.value.glyph(), words.value)).collect();
        page.label(FIRST, LAST, &format!("評価基準({}): {}", stage.words(), words.join("　")), &look.note);
        page.next();
    }
    let top = page.row;
    for (from, to, words) in BANDS {
        page.label(from, to, words, &look.head);
    }
    page.next();
    for (column, field, _) in FIELDS {
        let label = making.fields.goal.label(&format!("items.#.{field}"));
        match BANDS.iter().find(|(from, to, _)| (from..=to).contains(&&column)) {
            Some((.., band)) => {
                let label = label.strip_prefix(band).and_then(|rest| rest.strip_prefix('の')).unwrap_or(label);
                page.label(column, column, label, &look.head);
            }
            None => page.label_from(top, column, column, label, &look.head),
        }
    }
    for (column, (_, word)) in (LAST + 1..).zip(own(making)) {
        page.label_from(top, column, column, word, &look.head);
    }
    page.label_from(top, NUMBER, NUMBER, "番号", &look.head);
    page.high(18.0);
    page.next();
    page.repeat_from(top);
    page.freeze(ITEM + 1);
}

/// The contents of a band; a new goal has none yet.
struct Band<'b> {
    id: &'b RecordId,
    number: u32,
    tree: Option<&'b Node>,
    goal: Option<&'b KeyGoal>,
}

fn goal(page: &mut Page<'_>, making: &Making<'_>, sheet: &KeyGoalSheet, band: &Band<'_>) {
    let look = &making.look;
    let place = |path| (band.id, band.tree, path);
    let whole = making.site.criteria(sheet.fiscal_year, StageKind::Final);
    let number = if band.goal.is_some() { band.number.to_string() } else { format!("新{}", band.number) };
    page.label(NUMBER, NUMBER, &number, &look.head);
    let title = page.field((ITEM, PROGRESS), place("title"), &look.name, whole);
    page.label(PROGRESS + 1, PROGRESS + 2, "SDGs", &look.band);
    page.field((RESULTS, RESULTS), place("sdgs"), &look.input, whole);
    page.label(RESULTS + 1, RESULTS + 1, "全体の評価", &look.band);
    page.field((RESULTS + 2, RESULTS + 2), place("rating"), &look.short, whole);
    page.field((MOVED, MOVED), place("moved_to.department"), &look.input, whole);
    page.field((LAST, LAST), place("moved_to.note"), &look.input, whole);
    let room = page.width(ITEM, PROGRESS);
    page.high(super::look::height(&title, room * 0.85).max(30.0));
    page.next();
    let items: Vec<u32> =
        band.goal.map(|goal| goal.known_items().iter().map(|item| item.number.value).collect()).unwrap_or_default();
    let last = items.iter().max().copied().unwrap_or(0);
    let spare = if band.goal.is_some() { SPARE_ITEMS } else { NEW_ITEMS };
    for number in items.into_iter().chain(last + 1..=last + spare) {
        item(page, making, sheet, band, number);
    }
}

fn item(page: &mut Page<'_>, making: &Making<'_>, sheet: &KeyGoalSheet, band: &Band<'_>, number: u32) {
    let look = &making.look;
    page.label(NUMBER, NUMBER, &circled(number), &look.fixed);
    for (column, field, stage) in FIELDS {
        let is_short = field.ends_with("as_of") || field.ends_with("rating");
        let format = if is_short { &look.short } else { &look.input };
        let path = format!("items.{number}.{field}");
        let criteria = making.site.criteria(sheet.fiscal_year, stage);
        page.field((column, column), (band.id, band.tree, &path), format, criteria);
    }
    for (column, (field, _)) in (LAST + 1..).zip(own(making)) {
        let path = format!("items.{number}.{}", field.below(ITEM_OF_GOAL).unwrap_or_default());
        page.field((column, column), (band.id, band.tree, &path), &look.input, None);
    }
    page.grow();
    page.next();
}
