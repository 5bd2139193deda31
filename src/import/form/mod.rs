//! Forms: workbooks in the layout of the city's own sheets, made from the records so that they can be read back. Two
//! hidden columns describe each row and its original contents; only cells to be filled in are unlocked. Reading is not
//! done here, but in `entry`.

mod figures;
mod goals;
mod guide;
mod items;
mod look;
mod page;
mod relations;
mod tables;

use super::entry::place_in_form;
use super::field::Fields;
use crate::bundle;
use crate::model::{ActionItem, DepartmentId, FiscalYear, ItemNumber, KeyGoalSheet, Program, Record, RecordId, Site};
use crate::source::Sources;
use crate::workbook::{self, About, Sheet, Styles};
use crate::yaml::{Node, parse};
use look::Look;
pub use tables::{Scope, Table};

/// The form could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A record that cannot be read.
    #[error("content の {0} を読めません。先に mieruka check を実行し、示されたエラーを直してください")]
    Record(String),
    /// A value that no cell can hold.
    #[error(
        "content の {record}.yaml の {path}({label})は、1つのセルに入る長さ(32,767文字)を超えるため、様式にできません。文を短くするか2つ以上に分けるか、YAML のファイルを直接編集してください"
    )]
    TooLong {
        /// The record.
        record: RecordId,
        /// The path of the field.
        path: String,
        /// Its name.
        label: String,
    },
    /// The workbook cannot be written.
    #[error("様式を作成できませんでした: {0}")]
    Workbook(#[from] bundle::Error),
}

/// The sheets of a form without fields.
pub(super) const EXPLAINING: [&str; 2] = [guide::GUIDE, guide::CHOICES];

/// The input for forms.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'s> {
    /// The records.
    pub site: &'s Site,
    /// Their files.
    pub sources: &'s Sources,
    /// The fields that forms may contain.
    pub fields: &'s Fields,
}

/// A form that is being made.
struct Making<'s> {
    site: &'s Site,
    sources: &'s Sources,
    fields: &'s Fields,
    styles: Styles,
    look: Look,
}

impl<'s> Making<'s> {
    fn on(ground: Ground<'s>) -> Self {
        let Ground { site, sources, fields } = ground;
        let (styles, look) = Look::new();
        Self { site, sources, fields, styles, look }
    }

    /// The workbook of these sheets with fields, followed by the guide and the sheet of choices.
    fn book(&self, title: String, mut pages: Vec<Sheet>, guide: Sheet) -> Result<Vec<u8>, Error> {
        let names: Vec<_> = pages.iter().map(|page| page.name().to_owned()).collect();
        for (index, page) in pages.iter_mut().enumerate() {
            page.text((0, 1), &place_in_form(index, &names), None);
        }
        let profile = &self.site.profile;
        let creator = profile.municipality.name.value.clone();
        let about = About { title, creator, updated: profile.updated.as_ref().map(|day| day.value) };
        let sheets = pages.into_iter().chain([guide, guide::choices(self.site)]);
        let parts = sheets.map(Sheet::part).collect::<Result<Vec<_>, _>>()?;
        let mut bytes = Vec::new();
        workbook::write(&mut bytes, &about, &self.styles, &parts)?;
        Ok(bytes)
    }

    /// The YAML of a record.
    fn tree(&self, record: &RecordId) -> Result<Node, Error> {
        let path = format!("{record}.yaml");
        let (id, file) =
            self.sources.files().find(|(_, file)| file.path == path).ok_or_else(|| Error::Record(path.clone()))?;
        parse(id, &file.text).map_err(|_| Error::Record(path))
    }
}

/// The form of a 重点目標一覧表: all its goals, and space for new ones.
pub fn goals(ground: Ground<'_>, sheet: &KeyGoalSheet) -> Result<Vec<u8>, Error> {
    let making = Making::on(ground);
    let trees = sheet.goals.iter().map(|goal| Ok((goal, making.tree(&goal.id)?))).collect::<Result<Vec<_>, Error>>()?;
    let groups: Vec<_> = trees.iter().flat_map(|(goal, tree)| goals::groups(goal, tree)).collect();
    let pages = vec![
        goals::sheet(&making, sheet, &trees)?,
        figures::sheet(&making, &groups)?,
        relations::sheet(&making, &trees)?,
    ];
    making.book(Record::Sheet(sheet).title(making.site), pages, guide::sheet(&making, guide::Of::Goals))
}

/// The form of items of an アクションプログラム: one sheet per item. With a `year`, only that year is to be filled in.
pub fn items(
    ground: Ground<'_>,
    program: &Program,
    items: &[ItemNumber],
    year: Option<FiscalYear>,
) -> Result<Vec<u8>, Error> {
    let making = Making::on(ground);
    let wanted = program.items.iter().filter(|item| items.contains(&item.number));
    let trees = wanted.map(|item| Ok((item, making.tree(&item.id)?))).collect::<Result<Vec<_>, Error>>()?;
    let groups: Vec<_> = trees.iter().flat_map(|(item, tree)| items::groups(program, item, tree, year)).collect();
    let name = |item: &ActionItem| format!("No.{}", item.number);
    let of_items = trees.iter().map(|(item, tree)| items::sheet(&making, &name(item), program, (item, tree), year));
    let pages = of_items.chain([figures::sheet(&making, &groups)]).collect::<Result<Vec<_>, Error>>()?;
    making.book(program.title.value.clone(), pages, guide::sheet(&making, guide::Of::Items))
}

/// The whole form of a department for a year: its goals, its items, and the tables of its indicators, costs and evaluations.
/// Nothing if it has none of them.
pub fn department(ground: Ground<'_>, department: &DepartmentId, year: FiscalYear) -> Result<Option<Vec<u8>>, Error> {
    let (making, site) = (Making::on(ground), ground.site);
    let its = |sheet: &&KeyGoalSheet| sheet.fiscal_year == year && sheet.department.value == *department;
    let sheet = site.sheets.iter().find(its);
    let goals = sheet.iter().flat_map(|sheet| &sheet.goals);
    let goals = goals.map(|goal| Ok((goal, making.tree(&goal.id)?))).collect::<Result<Vec<_>, Error>>()?;
    let is_its = |item: &ActionItem| item.departments.iter().flatten().any(|id| site.is_within(&id.value, department));
    let programs = site.programs.iter().filter(|program| program.period.may_hold(year));
    let items = programs.flat_map(|program| program.items.iter().map(move |item| (program, item)));
    let items =
        items.filter(|(_, item)| is_its(item)).map(|(program, item)| Ok((program, item, making.tree(&item.id)?)));
    let items = items.collect::<Result<Vec<_>, Error>>()?;
    let mut pages = Vec::new();
    if let Some(sheet) = sheet {
        pages.push(goals::sheet(&making, sheet, &goals)?);
        pages.push(relations::sheet(&making, &goals)?);
    }
    for (program, item, tree) in &items {
        let name = format!("{} No.{}", program.id, item.number);
        pages.push(items::sheet(&making, &name, program, (item, tree), Some(year))?);
    }
    let groups = goals.iter().flat_map(|(goal, tree)| goals::groups(goal, tree));
    let of_items = items.iter().flat_map(|(program, item, tree)| items::groups(program, item, tree, Some(year)));
    let groups: Vec<_> = groups.chain(of_items).collect();
    if !groups.is_empty() {
        pages.push(figures::sheet(&making, &groups)?);
    }
    let scope = Scope { year: Some(year), department: Some(department), program: None, plan: None };
    for table in [Table::Indicators, Table::Costs, Table::Evaluations] {
        pages.extend(tables::sheet(&making, (table, false), &scope)?);
    }
    if pages.is_empty() {
        return Ok(None);
    }
    making.book(scope.title(site), pages, guide::sheet(&making, guide::Of::Department)).map(Some)
}

/// The form of tables, each with a row for each indicator, cost, evaluation, section … of the scope. Nothing if they would have
/// no rows.
pub fn tables(ground: Ground<'_>, tables: &[Table], scope: &Scope<'_>) -> Result<Option<Vec<u8>>, Error> {
    let making = Making::on(ground);
    let pages = tables.iter().map(|table| tables::sheet(&making, (*table, true), scope));
    let pages: Vec<_> = pages.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    if pages.is_empty() {
        return Ok(None);
    }
    let title = scope.title(ground.site);
    making.book(title, pages, guide::sheet(&making, guide::Of::Tables)).map(Some)
}

#[cfg(test)]
mod tests {
    use super::super::field::Form;
    use super::super::{book, findings::Findings, layout};
    use super::*;

    const TEXTS: [(&str, &str); 6] = [
        ("site.yaml", "title: T\nmunicipality: {code: \"011002\", name: 見本市}\n"),
        ("departments.yaml", "departments: [{id: kikaku, name: 企画部}]\n"),
        ("programs/g/program.yaml", "title: G\nperiod: {from: 2022, to: 2022}\n"),
        ("programs/g/1.yaml", "title: 取組\n"),
        ("goals/2022/kikaku/sheet.yaml", "title: 一覧表\n"),
        ("goals/2022/kikaku/1.yaml", "title: 目標\nitems: [{number: 1, title: 項目}]\n"),
    ];

    /// The fields without a cell in the workbook.
    fn missing(form: &Form, fields: &Fields, bytes: &[u8]) -> Vec<String> {
        let books = [book::open("x.xlsx", bytes).expect("it is a workbook")];
        let (entries, _) = layout::entries(&books, fields, &[], &mut Findings::new(&books));
        let is_held = |field: &&super::super::field::Field| !entries.iter().any(|entry| field.is_at(&entry.path));
        form.fields.iter().filter(is_held).map(super::super::field::Field::name).collect()
    }

    #[test]
    fn forms_have_a_cell_for_everything_that_they_may_ask_for() {
        let (sources, fields) = (Sources::from_texts(TEXTS), Fields::of(&crate::load::shapes()));
        let (site, _) = crate::load::load(&sources);
        let ground = Ground { site: &site, sources: &sources, fields: &fields };
        let book = goals(ground, &site.sheets[0]).expect("a form");
        assert_eq!(missing(&fields.goal, &fields, &book), Vec::<String>::new(), "goal");
        let book = items(ground, &site.programs[0], &[ItemNumber("1".to_owned())], None).expect("a form");
        assert_eq!(missing(&fields.item, &fields, &book), Vec::<String>::new(), "item");
    }
}
