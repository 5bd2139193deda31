//! `new`: the files of new records, with every key explained in the city's words, and the sheets of a later year.
//! Nothing is guessed: what an editor has to write is marked with [`TO_FILL`], and everything begins as a draft.
//! `publish` writes the files to the disk.

mod hints;
mod page;
mod record;
mod refusal;
mod rollover;
mod who;
mod years;

use std::collections::BTreeSet;

use crate::bundle::Bundle;
use crate::model::Site;
use crate::shape::Shape;

pub use record::{goal, item, sheet};
pub use refusal::Refusal;
pub use rollover::{Fate, Rollover, SheetFate, known_years, year};
pub use who::department;
pub use years::{Addition, ItemFate, ProgramFate};

/// The mark of what is still to be written.
pub use crate::model::TO_FILL;

/// The inputs for new records.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'s> {
    /// The existing content.
    pub site: &'s Site,
    /// Every path in the content folder, of any kind of file.
    pub paths: &'s BTreeSet<String>,
    /// What each kind of file may contain.
    pub shapes: &'s [Shape],
}

impl<'s> Ground<'s> {
    fn shape(&self, name: &str) -> &Shape {
        self.shapes.iter().find(|shape| shape.name == name).expect("every kind of file has its shape")
    }

    /// The number after the highest one of the items in a folder, with as many zeros before it; `None` if their numbers
    /// are codes, which only the city can continue.
    fn next_item(&self, folder: &str) -> Option<String> {
        let stem = |path: &'s String| {
            let name = path.strip_prefix(folder)?.strip_prefix('/')?.split('.').next()?;
            (!matches!(name, "program" | "README")).then_some(name)
        };
        let mut last = None;
        for stem in self.paths.iter().filter_map(stem) {
            last = last.max(Some((stem.parse::<u64>().ok()?, stem)));
        }
        Some(
            last.map_or_else(|| "1".to_owned(), |(number, stem)| format!("{:0width$}", number + 1, width = stem.len())),
        )
    }

    /// The number after the highest one of the files in a folder.
    fn next_number(&self, folder: &str) -> u32 {
        let numbers = self.paths.iter().filter_map(|path| {
            let name = path.strip_prefix(folder)?.strip_prefix('/')?;
            name.split('.').next()?.parse::<u32>().ok()
        });
        numbers.max().map_or(1, |last| last + 1)
    }

    /// Whether a folder has any file.
    fn has(&self, folder: &str) -> bool {
        self.paths.iter().any(|path| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }
}

/// Files to be written below the content folder.
pub type Files = Bundle<'static>;
