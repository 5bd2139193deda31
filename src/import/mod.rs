//! `import`: spreadsheets → edits of the content, and the forms that are made for it.
//!
//! A workbook is read as plain cells ([`open`]); each field in it knows its record and its cell ([`read`]); then it is compared with
//! the record ([`Reading::propose`]): what nobody wrote into stays whatever has become of the record since, what was written is
//! proposed as a change, and what both have changed is refused and shown. Nothing is written here, and nothing is guessed: what can
//! mean two things is a finding with the cell as its place.

mod book;
mod digest;
mod entry;
mod field;
mod findings;
pub mod form;
mod layout;
mod lossy;
mod names;
mod propose;
mod rules;
mod table;
mod value;
mod write;

use crate::model::{DepartmentId, Site};
pub use book::{Book, Error, MAX_BYTES, open};
pub use field::Fields;
pub use propose::{Change, Proposal, Reading, Revision, read};
pub use rules::RULES;

/// The department that somebody means by an id or a name; otherwise what to say and 直し方.
pub fn department(site: &Site, typed: &str) -> Result<DepartmentId, (String, String)> {
    names::find(site, typed).map(DepartmentId).map_err(|unclear| names::tell(typed, &unclear))
}
