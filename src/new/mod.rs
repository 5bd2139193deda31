//! `new`: the files of records that are yet to be written, with every key explained in the city's words, and the sheets of
//! a year that follows another. Nothing is guessed: what somebody has to write is marked with [`TO_FILL`], and everything
//! begins as a draft. Laying the files on the disk is the affair of `publish`.

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

/// What a new record is made of, and for.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'s> {
    /// What is there already.
    pub site: &'s Site,
    /// Every path of the content folder, whatever it holds.
    pub paths: &'s BTreeSet<String>,
    /// What each kind of file may hold.
    pub shapes: &'s [Shape],
}

impl Ground<'_> {
    fn shape(&self, name: &str) -> &Shape {
        self.shapes.iter().find(|shape| shape.name == name).expect("every kind of file has its shape")
    }

    /// The number after the last one that a file of the folder has.
    fn next_number(&self, folder: &str) -> u32 {
        let numbers = self.paths.iter().filter_map(|path| {
            let name = path.strip_prefix(folder)?.strip_prefix('/')?;
            name.split('.').next()?.parse::<u32>().ok()
        });
        numbers.max().map_or(1, |last| last + 1)
    }

    /// Whether anything stands in a folder.
    fn has(&self, folder: &str) -> bool {
        self.paths.iter().any(|path| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }
}

/// Files to be laid below the content folder.
pub type Files = Bundle<'static>;
