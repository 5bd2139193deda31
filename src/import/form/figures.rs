//! 数値: one row per figure, below its record and part, with an empty row in each. Values without a column (`series`,
//! 分子と分母 …) stay unchanged in the record.

use super::super::field::{Field, row};
use super::page::{FIRST, Page};
use super::{Error, Making};
use crate::model::RecordId;
use crate::workbook::Sheet;
use crate::yaml::{Node, Value};

/// Where, then the fields of a figure: 名称, 種類, 値, 単位, 以上・約など, 年度, 時点, 値が無い理由, 印刷された書き方, 注.
const WIDTHS: [f64; 11] = [27.0, 27.0, 8.0, 12.0, 8.5, 8.5, 11.0, 14.5, 9.5, 26.0, 30.0];
const PLACE: &str = "どこの数値か";
const LAST: usize = FIRST + 10;

/// The figures of one part of a record.
pub(super) struct Group<'g> {
    pub(super) record: &'g RecordId,
    pub(super) tree: &'g Node,
    /// The path before `figures`: `items.1.`, `years.2022.`, or empty.
    pub(super) before: String,
    /// Its number or year, and its name.
    pub(super) words: (String, String),
}

/// The sheet of the figures.
pub(super) fn sheet(making: &Making<'_>, groups: &[Group<'_>]) -> Result<Sheet, Error> {
    let mut page = Page::new(making, "数値", &WIDTHS, 1 + making.fields.figure().count());
    let note = "文の中に出てくる数値を、1行に1つ書きます。値は数字だけ、単位は単位の欄に書きます。年度の空欄は、その記録の年度です。";
    page.open(LAST, ("数値", note), &making.look);
    let labels = making.fields.figure().map(|field| field.label.as_str());
    page.heads(std::iter::once(PLACE).chain(labels), &making.look.head);
    page.high(30.0);
    page.next();
    page.repeat_from(page.row - 1);
    page.freeze(FIRST + 2);
    for group in groups {
        rows(&mut page, making, group);
    }
    page.finish()
}

fn rows(page: &mut Page<'_>, making: &Making<'_>, group: &Group<'_>) {
    let known = figures(group.tree, &group.before).iter().enumerate().map(|(index, figure)| row(index, figure));
    let (number, called) = &group.words;
    for (n, name) in known.chain(["new1".to_owned()]).enumerate() {
        let words = if n == 0 { format!("{number} {called}") } else { number.clone() };
        page.told(FIRST, words.trim_end(), &making.look.told);
        for (column, key) in (FIRST + 1..).zip(making.fields.figure().map(Field::key)) {
            let path = format!("{}figures.{name}.{key}", group.before);
            let look = if ["name", "printed", "note"].contains(&key) { &making.look.input } else { &making.look.short };
            page.field((column, column), (group.record, Some(group.tree), &path), look, None);
        }
        page.grow();
        page.next();
    }
}

fn figures<'n>(tree: &'n Node, before: &str) -> &'n [Node] {
    let list = super::super::field::list(tree, before, "figures");
    match list.map(|list| &list.value) {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}
