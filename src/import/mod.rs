//! `import`: from spreadsheets to edits of the content, and the forms for it.
//!
//! A workbook is read as plain cells ([`open`]); each field gets its record and its cell ([`read`]); then it is
//! compared with the record ([`Reading::propose`]): a cell that was not edited changes nothing, even if the record has
//! changed since; an edited cell is proposed as a change; and if both have changed, the cell is refused and reported.
//! A form carries what its cells were; a table does not, so it is compared with what was published ([`Base`]).
//! Nothing is written here, and nothing is guessed: an ambiguous value is a finding with the cell as its position.

mod book;
mod declared;
mod digest;
mod entry;
mod field;
mod findings;
pub mod form;
mod layout;
mod lossy;
mod names;
mod new_rows;
mod propose;
mod rows;
mod rules;
mod stages;
mod table;
mod table_cell;
mod table_places;
mod value;
mod write;

use crate::model::{DepartmentId, Site};
pub use book::{Book, Error, MAX_BYTES, open};
pub use declared::{Addition, Hints, Learnt, MONEY_UNITS, Needs, OtherTitle, Owner, Table, Unwritable, fitting, learn};
pub use field::Fields;
pub use propose::{Base, Change, Proposal, Reading, Returned, Revision, read};
pub use rules::RULES;

/// Whether a file is a form, or has a table of the open data.
pub fn is_ours(book: &Book, datasets: &[crate::dataset::Dataset<'_>]) -> bool {
    book.sheets.iter().any(|sheet| entry::mark(sheet).is_some() || table::table(sheet, datasets).is_some())
}

/// Why a name leads to no department, with 直し方.
#[derive(Debug, thiserror::Error)]
#[error("{0}。{1}")]
pub struct NoDepartment(String, String);

/// The department with an id or a name.
pub fn department(site: &Site, typed: &str) -> Result<DepartmentId, NoDepartment> {
    names::find(site, typed).map(DepartmentId).map_err(|unclear| {
        let (message, help) = names::tell(typed, &unclear);
        NoDepartment(message, help)
    })
}
