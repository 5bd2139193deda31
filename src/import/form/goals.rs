//! 重点目標一覧表: one band per goal, one row per item ①②…, with targets, the mid-term report and the final result side by
//! side.

use std::borrow::Cow;

use super::figures::Group;
use super::page::{FIRST, Page};
use super::{Error, Making};
use crate::model::{FormPart, Head, KeyGoal, KeyGoalSheet, Record, RecordId, StageKind, circled};
use crate::workbook::Sheet;
use crate::yaml::Node;

/// Empty rows below the items of a goal.
const SPARE_ITEMS: u32 = 2;
/// The number of items for which a new goal has rows.
const NEW_ITEMS: u32 = 3;

/// The width of a row of the city's own.
const OWN: f64 = 24.0;
/// The width of a column that is there because the first line of a goal needs its room.
const ROOM: f64 = 9.0;
/// The mapping of an item.
const ITEM_OF_GOAL: &[&str] = &["items", "#"];
const NUMBER: usize = FIRST;
const ITEM: usize = FIRST + 1;
const NUMBERS: f64 = 4.5;

/// The columns below one row of the form: its key, the header over them, and of each its field and its width.
type Block = (&'static str, Option<&'static str>, &'static [(&'static str, f64)], StageKind);

const TITLE: Block = ("items", None, &[("title", 21.0)], StageKind::Initial);
/// In the order of the default form.
const BLOCKS: [Block; 4] = [
    ("sub_items", None, &[("sub_items", 20.0)], StageKind::Initial),
    ("targets", None, &[("targets", 20.0)], StageKind::Initial),
    (
        "mid_term",
        Some("中間報告"),
        &[("mid_term.progress", 27.0), ("mid_term.as_of", 8.5), ("mid_term.rating", 4.5)],
        StageKind::MidTerm,
    ),
    ("final", Some("期末"), &[("final.results", 27.0), ("final.as_of", 8.5), ("final.rating", 4.5)], StageKind::Final),
];
const MOVED: Block =
    ("", Some("移管したとき"), &[("moved_to.department", 9.0), ("moved_to.note", 9.0)], StageKind::Final);

/// A column of the items.
struct Of<'m> {
    /// The path of its field below the item; none in a column without a field.
    field: Option<Cow<'m, str>>,
    label: &'m str,
    width: f64,
    stage: StageKind,
}

/// What the form asks of a goal and its items, from left to right.
struct Columns<'m> {
    columns: Vec<Of<'m>>,
    /// The headers over several columns: the first, the last, the words.
    bands: Vec<(usize, usize, &'m str)>,
    /// The column of the department to which something was moved; that of the note follows.
    moved: usize,
    /// Where the first line of a goal ends, with its fields before that: label and field of each.
    tail: Vec<Tail>,
}

/// What the city's own form calls a report.
pub(super) fn stage_word<'m>(making: &Making<'m>, row: &str) -> Option<&'m str> {
    let words = making.site.profile.goals.form.as_ref().map(|_| &making.fields.words)?;
    match row {
        "mid_term" => Some(&words.progress),
        "final" => Some(&words.achieved),
        _ => None,
    }
}

/// A field in the first line of a goal, behind its title: the columns of its label and of itself.
struct Tail {
    field: &'static str,
    label: (usize, usize),
    place: (usize, usize),
}

impl<'m> Columns<'m> {
    fn of(making: &Making<'m>) -> Self {
        let head = &making.site.profile.goals;
        let mut of = Self { columns: Vec::new(), bands: Vec::new(), moved: 0, tail: Vec::new() };
        of.block(making, &TITLE);
        match &head.form {
            None => BLOCKS.iter().for_each(|block| of.block(making, block)),
            Some(rows) => {
                for row in rows {
                    let block = BLOCKS.iter().find(|(key, ..)| row.is(key));
                    block.into_iter().for_each(|block| of.block(making, block));
                    of.own(making, |id| row.row.value.name() == id);
                }
            }
        }
        while !of.finds_room(head) {
            of.columns.push(Of { field: None, label: "", width: ROOM, stage: StageKind::Initial });
        }
        of.moved = ITEM + of.columns.len();
        of.block(making, &MOVED);
        if head.form.is_none() {
            of.own(making, |_| true);
        }
        of
    }

    fn block(&mut self, making: &Making<'m>, (row, band, fields, stage): &Block) {
        let head = &making.site.profile.goals;
        let first = ITEM + self.columns.len();
        for (field, width) in *fields {
            if field.ends_with(".rating") && !head.has("rating") {
                continue;
            }
            let label = making.fields.goal.label(&format!("items.#.{field}"));
            let within = |band: &str| label.strip_prefix(band)?.strip_prefix('の');
            let label = band.and_then(within).unwrap_or(label);
            self.columns.push(Of { field: Some(Cow::Borrowed(field)), label, width: *width, stage: *stage });
        }
        let band = stage_word(making, row).or(*band);
        self.bands.extend(band.map(|band| (first, ITEM + self.columns.len() - 1, band)));
    }

    /// The rows of the city's own, each a column.
    fn own(&mut self, making: &Making<'m>, is_wanted: impl Fn(&str) -> bool) {
        let head = &making.site.profile.goals;
        for (field, label) in making.fields.goal.own(head, FormPart::Whole, ITEM_OF_GOAL) {
            if is_wanted(field.key()) {
                let field = field.below(ITEM_OF_GOAL).map(Cow::Owned);
                self.columns.push(Of { field, label, width: OWN, stage: StageKind::Initial });
            }
        }
    }

    /// Places the fields of a goal's first line from the right; false if nothing is left for its title.
    fn finds_room(&mut self, head: &Head) -> bool {
        const FIELDS: [(&str, f64); 2] = [("rating", 4.0), ("sdgs", 9.0)];
        self.tail.clear();
        let mut end = self.columns.len();
        for (field, room) in FIELDS.into_iter().filter(|(field, _)| head.has(field)) {
            let mut take = |least: f64| {
                let last = end;
                let mut width = 0.0;
                while width < least && end > 1 {
                    end -= 1;
                    width += self.columns[end].width;
                }
                (width >= least).then_some((ITEM + end, ITEM + last - 1))
            };
            let Some((place, label)) = take(room).and_then(|place| Some((place, take(8.0)?))) else { return false };
            self.tail.push(Tail { field, label, place });
        }
        true
    }

    fn last(&self) -> usize {
        self.moved + 1
    }

    /// The columns of the title of a goal.
    fn title(&self) -> (usize, usize) {
        (ITEM, self.tail.last().map_or(self.moved, |tail| tail.label.0) - 1)
    }

    fn fields(&self) -> impl Iterator<Item = (usize, &Of<'m>)> {
        (ITEM..).zip(&self.columns)
    }
}

/// The sheet of the goals.
pub(super) fn sheet(making: &Making<'_>, sheet: &KeyGoalSheet, goals: &[(&KeyGoal, Node)]) -> Result<Sheet, Error> {
    let columns = Columns::of(making);
    let widths: Vec<_> = [NUMBERS].into_iter().chain(columns.columns.iter().map(|column| column.width)).collect();
    let mut page = Page::new(making, &sheet_name(&making.fields.words.goal), &widths, widths.len());
    head(&mut page, making, &columns, sheet);
    for (goal, tree) in goals {
        let band = Band { id: &goal.id, number: goal.number, tree: Some(tree), goal: Some(goal) };
        self::goal(&mut page, making, &columns, sheet, &band);
    }
    let number = sheet.goals.iter().map(|goal| goal.number).max().unwrap_or(0) + 1;
    let id = RecordId(format!("{}/{number}", sheet.id));
    goal(&mut page, making, &columns, sheet, &Band { id: &id, number, tree: None, goal: None });
    page.finish()
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

fn head(page: &mut Page<'_>, making: &Making<'_>, columns: &Columns<'_>, sheet: &KeyGoalSheet) {
    let look = &making.look;
    let title = format!("{}　{}", making.fields.words.sheet, Record::Sheet(sheet).title(making.site));
    let note = "白い欄に書きます。1行に1つの文を書き、空欄は「分からない」、無いと分かっているときは「（なし）」とします。詳しくは「記入要領」のシートにあります。";
    page.open(columns.last(), (&title, note), look);
    for stage in [StageKind::MidTerm, StageKind::Final] {
        let Some(criteria) = making.site.criteria(sheet.fiscal_year, stage) else { continue };
        let words: Vec<_> =
            criteria.criteria.iter().map(|(mark, words)| format!("{} {}", mark.value.glyph(), words.value)).collect();
        page.label(FIRST, columns.last(), &format!("評価基準({}): {}", stage.words(), words.join("　")), &look.note);
        page.next();
    }
    let top = page.row;
    for (from, to, words) in &columns.bands {
        page.label(*from, *to, words, &look.head);
    }
    page.next();
    for (column, Of { label, field, .. }) in columns.fields() {
        let is_banded = columns.bands.iter().any(|(from, to, _)| (from..=to).contains(&&column));
        match field {
            Some(_) if is_banded => page.label(column, column, label, &look.head),
            _ => page.label_from(top, column, column, label, &look.head),
        }
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

fn goal(page: &mut Page<'_>, making: &Making<'_>, columns: &Columns<'_>, sheet: &KeyGoalSheet, band: &Band<'_>) {
    let look = &making.look;
    let place = |path| (band.id, band.tree, path);
    let whole = making.site.criteria(sheet.fiscal_year, StageKind::Final);
    let number = if band.goal.is_some() { band.number.to_string() } else { format!("新{}", band.number) };
    page.label(NUMBER, NUMBER, &number, &look.head);
    let (first, last) = columns.title();
    let title = page.field((first, last), place("title"), &look.name, whole);
    for Tail { field, label, place: columns } in columns.tail.iter().rev() {
        let (words, style) = if *field == "sdgs" { ("SDGs", &look.input) } else { ("全体の評価", &look.short) };
        page.label(label.0, label.1, words, &look.band);
        page.field(*columns, place(field), style, whole);
    }
    let moved = columns.moved;
    page.field((moved, moved), place("moved_to.department"), &look.input, whole);
    page.field((moved + 1, moved + 1), place("moved_to.note"), &look.input, whole);
    let room = page.width(first, last);
    page.high(super::look::height(&title, room * 0.85).max(30.0));
    page.next();
    let items: Vec<u32> =
        band.goal.map(|goal| goal.known_items().iter().map(|item| item.number.value).collect()).unwrap_or_default();
    let last = items.iter().max().copied().unwrap_or(0);
    let spare = if band.goal.is_some() { SPARE_ITEMS } else { NEW_ITEMS };
    for number in items.into_iter().chain(last + 1..=last + spare) {
        item(page, making, columns, sheet, (band, number));
    }
}

fn item(
    page: &mut Page<'_>,
    making: &Making<'_>,
    columns: &Columns<'_>,
    sheet: &KeyGoalSheet,
    (band, number): (&Band<'_>, u32),
) {
    let look = &making.look;
    page.label(NUMBER, NUMBER, &circled(number), &look.fixed);
    for (column, Of { field, stage, .. }) in columns.fields() {
        let Some(field) = field else { continue };
        let is_short = field.ends_with("as_of") || field.ends_with("rating");
        let format = if is_short { &look.short } else { &look.input };
        let path = format!("items.{number}.{field}");
        let criteria = making.site.criteria(sheet.fiscal_year, *stage).filter(|_| !field.starts_with("texts."));
        page.field((column, column), (band.id, band.tree, &path), format, criteria);
    }
    page.grow();
    page.next();
}
