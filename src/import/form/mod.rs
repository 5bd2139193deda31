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

/// What a form is made from.
struct Making<'s> {
    site: &'s Site,
    sources: &'s Sources,
    look: Look,
}

impl Making<'_> {
    /// The YAML of a record.
    fn tree(&self, record: &RecordId) -> Result<Node, Error> {
        let path = format!("{record}.yaml");
        let (id, file) =
            self.sources.files().find(|(_, file)| file.path == path).ok_or_else(|| Error::Record(path.clone()))?;
        parse(id, &file.text).map_err(|_| Error::Record(path))
    }
}

/// The form of a 重点目標一覧表: all its goals, and room for more.
pub fn goals(site: &Site, sources: &Sources, sheet: &KeyGoalSheet) -> Result<Vec<u8>, Error> {
    let making = Making { site, sources, look: Look::new() };
    let mut book = Workbook::new();
    describe(&mut book, site, &Record::Sheet(sheet).title(site))?;
    let trees = sheet.goals.iter().map(|goal| Ok((goal, making.tree(&goal.id)?))).collect::<Result<Vec<_>, Error>>()?;
    let groups: Vec<_> = trees.iter().flat_map(|(goal, tree)| goals::groups(goal, tree)).collect();
    let growing = vec![
        goals::add(&mut book, &making, sheet, &trees)?,
        figures::add(&mut book, &making, &groups)?,
        relations::add(&mut book, &making, &trees)?,
    ];
    guide::add(&mut book, &making.look, guide::Of::Goals)?;
    guide::add_choices(&mut book, site)?;
    growing::release(&book.save_to_buffer()?, &growing)
}

/// The form of items of an アクションプログラム: a sheet an item. With a `year` only that year is to be filled in.
pub fn items(
    site: &Site,
    sources: &Sources,
    program: &Program,
    items: &[u32],
    year: Option<FiscalYear>,
) -> Result<Vec<u8>, Error> {
    let making = Making { site, sources, look: Look::new() };
    let mut book = Workbook::new();
    let mut growing = Vec::new();
    describe(&mut book, site, &program.title.value)?;
    let wanted = program.items.iter().filter(|item| items.contains(&item.number));
    let trees = wanted.map(|item| Ok((item, making.tree(&item.id)?))).collect::<Result<Vec<_>, Error>>()?;
    for (item, tree) in &trees {
        growing.push(items::add(&mut book, &making, program, (item, tree), year)?);
    }
    let groups: Vec<_> = trees.iter().flat_map(|(item, tree)| items::groups(program, item, tree, year)).collect();
    growing.push(figures::add(&mut book, &making, &groups)?);
    guide::add(&mut book, &making.look, guide::Of::Items)?;
    guide::add_choices(&mut book, site)?;
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
