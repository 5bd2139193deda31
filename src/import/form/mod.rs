//! Forms: workbooks in the layout of the city's own sheets, made from the records so that they can be read back. Two hidden columns
//! say what each row holds and what stood in it; only what is to be filled in can be written into. How cells are read back is
//! known next door.

mod figures;
mod goals;
mod guide;
mod items;
mod look;
mod page;
mod relations;

use crate::bundle;
use crate::model::{FiscalYear, KeyGoalSheet, Program, Record, RecordId, Site};
use crate::source::Sources;
use crate::workbook::{self, About, Sheet, Styles};
use crate::yaml::{Node, parse};
use look::Look;

/// The form could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A record that cannot be read.
    #[error("content の {0} を読めません。先に mieruka check で示されるところを直してください")]
    Record(String),
    /// The workbook cannot be written.
    #[error("様式を作れませんでした: {0}")]
    Workbook(#[from] bundle::Error),
}

/// What a form is made from.
struct Making<'s> {
    site: &'s Site,
    sources: &'s Sources,
    styles: Styles,
    look: Look,
}

impl<'s> Making<'s> {
    fn new(site: &'s Site, sources: &'s Sources) -> Self {
        let (styles, look) = Look::new();
        Self { site, sources, styles, look }
    }

    /// The workbook of these sheets, and behind them the words that may be chosen.
    fn book(&self, title: String, sheets: Vec<Sheet>) -> Result<Vec<u8>, Error> {
        let profile = &self.site.profile;
        let creator = profile.municipality.name.value.clone();
        let about = About { title, creator, updated: profile.updated.as_ref().map(|day| day.value) };
        let sheets = sheets.into_iter().chain([guide::choices(self.site)]);
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

/// The form of a 重点目標一覧表: all its goals, and room for more.
pub fn goals(site: &Site, sources: &Sources, sheet: &KeyGoalSheet) -> Result<Vec<u8>, Error> {
    let making = Making::new(site, sources);
    let trees = sheet.goals.iter().map(|goal| Ok((goal, making.tree(&goal.id)?))).collect::<Result<Vec<_>, Error>>()?;
    let groups: Vec<_> = trees.iter().flat_map(|(goal, tree)| goals::groups(goal, tree)).collect();
    let sheets = vec![
        goals::sheet(&making, sheet, &trees),
        figures::sheet(&making, &groups),
        relations::sheet(&making, &trees),
        guide::sheet(&making.look, guide::Of::Goals),
    ];
    making.book(Record::Sheet(sheet).title(site), sheets)
}

/// The form of items of an アクションプログラム: a sheet an item. With a `year` only that year is to be filled in.
pub fn items(
    site: &Site,
    sources: &Sources,
    program: &Program,
    items: &[u32],
    year: Option<FiscalYear>,
) -> Result<Vec<u8>, Error> {
    let making = Making::new(site, sources);
    let wanted = program.items.iter().filter(|item| items.contains(&item.number));
    let trees = wanted.map(|item| Ok((item, making.tree(&item.id)?))).collect::<Result<Vec<_>, Error>>()?;
    let groups: Vec<_> = trees.iter().flat_map(|(item, tree)| items::groups(program, item, tree, year)).collect();
    let of_items = trees.iter().map(|(item, tree)| items::sheet(&making, program, (item, tree), year));
    let rest = [figures::sheet(&making, &groups), guide::sheet(&making.look, guide::Of::Items)];
    making.book(program.title.value.clone(), of_items.chain(rest).collect())
}
