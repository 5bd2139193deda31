//! Forms: workbooks in the layout of the city's own sheets, made from the records so that they can be read back. Two hidden columns
//! say what each row holds and what stood in it; only what is to be filled in can be written into. How cells are read back is
//! known next door.

mod figures;
mod goals;
mod growing;
mod guide;
mod items;
mod look;
mod page;
mod relations;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::field::Fields;
use crate::model::{FiscalYear, KeyGoalSheet, Program, Record, RecordId, Site};
use crate::source::Sources;
use crate::yaml::{Node, parse};
use look::Look;

/// The form could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A record that cannot be read.
    #[error("content の {0} を読めません。先に mieruka check で示されるところを直してください")]
    Record(String),
    /// The library that writes workbooks refused.
    #[error("様式を作れませんでした: {0}")]
    Workbook(#[from] XlsxError),
    /// The library that packs them refused.
    #[error("様式を作れませんでした: {0}")]
    Package(#[from] zip::result::ZipError),
    /// A part of the workbook cannot be packed.
    #[error("様式を作れませんでした: {0}")]
    Part(#[from] std::io::Error),
}

/// What forms are made from.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'s> {
    /// The records.
    pub site: &'s Site,
    /// Their files.
    pub sources: &'s Sources,
    /// What forms may ask for.
    pub fields: &'s Fields,
}

/// A form that is being made.
struct Making<'s> {
    site: &'s Site,
    sources: &'s Sources,
    fields: &'s Fields,
    look: Look,
}

impl<'s> Making<'s> {
    fn on(ground: Ground<'s>) -> Self {
        let Ground { site, sources, fields } = ground;
        Self { site, sources, fields, look: Look::new() }
    }

    /// The YAML of a record.
    fn tree(&self, record: &RecordId) -> Result<Node, Error> {
        let path = format!("{record}.yaml");
        let (id, file) =
            self.sources.files().find(|(_, file)| file.path == path).ok_or_else(|| Error::Record(path.clone()))?;
        parse(id, &file.text).map_err(|_| Error::Record(path))
    }
}

/// The form of a 重点目標一覧表: all its goals, and room for more.
pub fn goals(ground: Ground<'_>, sheet: &KeyGoalSheet) -> Result<Vec<u8>, Error> {
    let making = Making::on(ground);
    let mut book = Workbook::new();
    describe(&mut book, making.site, &Record::Sheet(sheet).title(making.site))?;
    let trees = sheet.goals.iter().map(|goal| Ok((goal, making.tree(&goal.id)?))).collect::<Result<Vec<_>, Error>>()?;
    let groups: Vec<_> = trees.iter().flat_map(|(goal, tree)| goals::groups(goal, tree)).collect();
    let growing = vec![
        goals::add(&mut book, &making, sheet, &trees)?,
        figures::add(&mut book, &making, &groups)?,
        relations::add(&mut book, &making, &trees)?,
    ];
    guide::add(&mut book, &making.look, guide::Of::Goals)?;
    guide::add_choices(&mut book, making.site)?;
    growing::release(&book.save_to_buffer()?, &growing)
}

/// The form of items of an アクションプログラム: a sheet an item. With a `year` only that year is to be filled in.
pub fn items(ground: Ground<'_>, program: &Program, items: &[u32], year: Option<FiscalYear>) -> Result<Vec<u8>, Error> {
    let making = Making::on(ground);
    let mut book = Workbook::new();
    let mut growing = Vec::new();
    describe(&mut book, making.site, &program.title.value)?;
    let wanted = program.items.iter().filter(|item| items.contains(&item.number));
    let trees = wanted.map(|item| Ok((item, making.tree(&item.id)?))).collect::<Result<Vec<_>, Error>>()?;
    for (item, tree) in &trees {
        growing.push(items::add(&mut book, &making, program, (item, tree), year)?);
    }
    let groups: Vec<_> = trees.iter().flat_map(|(item, tree)| items::groups(program, item, tree, year)).collect();
    growing.push(figures::add(&mut book, &making, &groups)?);
    guide::add(&mut book, &making.look, guide::Of::Items)?;
    guide::add_choices(&mut book, making.site)?;
    growing::release(&book.save_to_buffer()?, &growing)
}

/// The same content gives the same bytes: the workbook knows no clock.
fn describe(book: &mut Workbook, site: &Site, title: &str) -> Result<(), Error> {
    let day = site.profile.updated.as_ref().map(|day| day.value);
    let (year, month, day) = day.map_or((2020, 4, 1), |day| (day.year, day.month, day.day.unwrap_or(1)));
    let made = ExcelDateTime::from_ymd(year as u16, month as u8, day as u8)?;
    let author = &site.profile.municipality.name.value;
    book.set_properties(&DocProperties::new().set_title(title).set_author(author).set_creation_datetime(&made));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::field::Form;
    use super::super::{book, entry, findings::Findings};
    use super::*;

    const TEXTS: [(&str, &str); 6] = [
        ("site.yaml", "title: T\nmunicipality: {code: \"011002\", name: 見本市}\n"),
        ("departments.yaml", "departments: [{id: kikaku, name: 企画部}]\n"),
        ("programs/g/program.yaml", "title: G\nperiod: {from: 2022, to: 2022}\n"),
        ("programs/g/1.yaml", "title: 取組\n"),
        ("goals/2022/kikaku/sheet.yaml", "title: 一覧表\n"),
        ("goals/2022/kikaku/1.yaml", "title: 目標\nitems: [{number: 1, title: 項目}]\n"),
    ];

    /// The fields that no cell of the workbook holds.
    fn missing(form: &Form, fields: &Fields, bytes: &[u8]) -> Vec<String> {
        let books = [book::open("x.xlsx", bytes).expect("it is a workbook")];
        let entries = entry::entries(&books, fields, &mut Findings::new(&books));
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
        let book = items(ground, &site.programs[0], &[1], None).expect("a form");
        assert_eq!(missing(&fields.item, &fields, &book), Vec::<String>::new(), "item");
    }
}
