//! 取組項目の個票: the fields of the item, and below them plan, results and effect of each year.

use super::super::field::Field;
use super::figures::Group;
use super::look::height;
use super::page::{FIRST, Page};
use super::{Error, Making};
use crate::model::{ActionItem, Branch, FiscalYear, FormKind, FormPart, Head, Program, Site};
use crate::workbook::Sheet;
use crate::yaml::Node;

/// 年度 or 見出し, 取組計画, 実績, 効果額.
const WIDTHS: [f64; 4] = [20.0, 56.0, 56.0, 34.0];
const LAST: usize = FIRST + 3;
/// The mapping of a year.
const YEAR: &[&str] = &["years", "#"];

/// The sheet of one item.
pub(super) fn sheet(
    making: &Making<'_>,
    name: &str,
    program: &Program,
    (item, tree): (&ActionItem, &Node),
    year: Option<FiscalYear>,
) -> Result<Sheet, Error> {
    let look = &making.look;
    let of_years = asked(making, &program.head, FormPart::Year, YEAR);
    let columns = WIDTHS.len().max(1 + of_years.len());
    let mut page = Page::new(making, name, &WIDTHS, columns);
    page.label(FIRST, LAST, &program.title.value, &look.note);
    page.next();
    page.label(FIRST, FIRST, &format!("No. {}", item.number), &look.head);
    page.field((FIRST + 1, LAST), (&item.id, Some(tree), "title"), &look.name, None);
    page.high(30.0);
    page.next();
    let label = making.fields.words.tell("⟨pillar⟩・⟨category⟩");
    told(&mut page, making, &label, &category(making.site, item));
    for (field, label) in asked(making, &program.head, FormPart::Whole, &[]) {
        page.label(FIRST, FIRST, label, &look.head);
        let path = field.name();
        let text = page.field((FIRST + 1, LAST), (&item.id, Some(tree), &path), &look.input, None);
        end_row(&mut page, &text);
    }
    years(&mut page, making, program, (item, tree), &of_years, year);
    page.finish()
}

fn told(page: &mut Page<'_>, making: &Making<'_>, words: &str, text: &str) {
    page.label(FIRST, FIRST, words, &making.look.head);
    page.label(FIRST + 1, LAST, text, &making.look.told);
    end_row(page, text);
}

/// Ends a row that is as high as the text over its columns.
fn end_row(page: &mut Page<'_>, text: &str) {
    page.high(height(text, page.width(FIRST + 1, LAST)).max(20.0));
    page.next();
}

fn years(
    page: &mut Page<'_>,
    making: &Making<'_>,
    program: &Program,
    (item, tree): (&ActionItem, &Node),
    fields: &[(&Field, &str)],
    only: Option<FiscalYear>,
) {
    let look = &making.look;
    let top = page.row;
    let labels = fields.iter().map(|(_, label)| *label);
    page.heads(std::iter::once("年度別の取組").chain(labels), &look.head);
    page.next();
    page.repeat_from(top);
    for year in all_years(program, item) {
        page.label(FIRST, FIRST, &format!("{year}\n({})", year.western()), &look.head);
        let is_open = only.is_none_or(|only| only == year);
        for (column, (field, _)) in (FIRST + 1..).zip(fields) {
            let path = format!("years.{}.{}", year.western(), field.below(YEAR).unwrap_or_default());
            let format = if is_open { &look.input } else { &look.told };
            page.field((column, column), (&item.id, Some(tree), &path), format, None);
        }
        page.grow();
        page.next();
    }
}

/// The fields of a mapping with their labels: those that the city's own form has, in its order; what a form does not
/// name stays, at the end. The title stands above.
fn asked<'m>(
    making: &Making<'m>,
    head: &'m Head,
    of: FormPart,
    mapping: &'static [&'static str],
) -> Vec<(&'m Field, &'m str)> {
    let form = &making.fields.item;
    let is_named = |key: &str| FormKind::Item.rows().any(|(known, _)| known == key);
    let is_asked = |field: &&Field| field.key() != "title" && (!is_named(field.key()) || head.has(field.key()));
    let known = form.below(mapping).filter(is_asked).map(|field| (field, field.label.as_str()));
    let mut fields: Vec<_> = known.chain(form.own(head, of, mapping)).collect();
    fields.sort_by_key(|(field, _)| head.place(field.key()));
    fields
}

/// The years of the program and further years of the item.
fn all_years(program: &Program, item: &ActionItem) -> Vec<FiscalYear> {
    let mut years = program.years();
    years.extend(item.years.iter().map(|year| year.fiscal_year.value));
    years.sort_unstable();
    years.dedup();
    years
}

/// The parts of an item that have figures: first the figures without a year, then its years, or one of them.
pub(super) fn groups<'g>(
    program: &Program,
    item: &'g ActionItem,
    tree: &'g Node,
    only: Option<FiscalYear>,
) -> impl Iterator<Item = Group<'g>> {
    let group = |before, words: &str| Group {
        record: &item.id,
        tree,
        before,
        words: (format!("No.{} {words}", item.number), String::new()),
    };
    let whole = only.is_none().then(|| group(String::new(), "年度に属さない数値"));
    let years = all_years(program, item).into_iter().filter(|year| only.is_none_or(|only| only == *year));
    let years = years.map(|year| group(format!("years.{}.", year.western()), &year.to_string()));
    whole.into_iter().chain(years).collect::<Vec<_>>().into_iter()
}

fn category(site: &Site, item: &ActionItem) -> String {
    let Some(code) = &item.category else { return "(不明)".to_owned() };
    let path: Vec<_> = site.path(item).into_iter().map(Branch::name).collect();
    if path.is_empty() { code.value.clone() } else { path.join("　＞　") }
}
