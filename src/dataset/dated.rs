//! The day on which a table last changed. A table that is the same as in the earlier publication has the same day, whenever it is
//! built again; so a harvester takes anew what has changed, and nothing else.

use super::{DataFile, Packed};
use crate::model::Date;

/// The path of the list of versions in the site.
pub const VERSIONS: &str = "data/versions.json";

/// A table, or one year of it, as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// SHA-256 of the CSV, in hexadecimal.
    pub sha256: String,
    /// The day on which it last changed, if it is known.
    pub modified: Option<String>,
}

/// The day on which a file last changed, as far as it is known without an earlier publication.
#[derive(Debug, Clone, Default)]
pub struct Dated {
    /// The version that an earlier publication had.
    pub former: Option<Version>,
    /// The latest day that the content names for it.
    pub told: Option<Date>,
    /// The day of the build.
    pub today: Option<Date>,
}

impl Dated {
    /// The day for a CSV: that of the earlier publication as long as it is the same; else the day that the content names or,
    /// if it names none since, that of the build.
    pub fn day(&self, csv: &DataFile<'_>) -> Option<Date> {
        self.day_of(|| csv.packed().ok())
    }

    /// The same for a CSV that is just made.
    pub fn day_of<'p>(&self, csv: impl FnOnce() -> Option<&'p Packed>) -> Option<Date> {
        let Some(Version { sha256, modified }) = &self.former else { return self.told };
        let before = modified.as_ref().and_then(|day| day.parse().ok());
        if csv().is_some_and(|packed| packed.sha256 == *sha256) {
            return before;
        }
        self.since(before)
    }

    /// The day of a change after a publication in which it had this one.
    fn since(&self, before: Option<Date>) -> Option<Date> {
        self.told.filter(|told| before.is_none_or(|before| *told > before)).or(self.today).or(self.told)
    }

    /// The day on which a table that is no longer published went.
    pub fn end(&self) -> Option<Date> {
        self.since(self.former.as_ref().and_then(|former| former.modified.as_ref()?.parse().ok()))
    }
}
