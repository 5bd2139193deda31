//! What an earlier publication said of the tables: the digest of each CSV and the day on which it last changed. A table that is
//! the same has the same day, whenever it is built again; so a harvester takes anew what has changed, and nothing else.

use std::collections::BTreeMap;
use std::io::Read;

use serde::{Deserialize, Serialize};

use super::DataFile;
use crate::model::Date;

/// The path of the list in the site.
pub const VERSIONS: &str = "data/versions.json";

/// A table, or one year of it, as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// SHA-256 of the CSV, in hexadecimal.
    pub sha256: String,
    /// The day on which it last changed, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
}

/// Opens a published file for reading.
pub type Open = dyn Fn(&str) -> Option<Box<dyn Read>> + Send + Sync;

/// An earlier publication.
pub struct Former {
    versions: BTreeMap<String, Version>,
    open: Box<Open>,
}

impl Default for Former {
    fn default() -> Self {
        Self { versions: BTreeMap::new(), open: Box::new(|_| None) }
    }
}

impl Former {
    /// An earlier publication whose files can be opened; one without a list of versions says nothing.
    pub fn read(open: Box<Open>) -> Self {
        let versions = open(VERSIONS).and_then(|file| serde_json::from_reader(file).ok());
        Self { versions: versions.unwrap_or_default(), open }
    }

    /// The version of a CSV, by its path.
    pub fn version(&self, path: &str) -> Option<&Version> {
        self.versions.get(path)
    }

    /// Opens a file of it.
    pub fn open(&self, path: &str) -> Option<Box<dyn Read>> {
        (self.open)(path)
    }
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
        let Some(Version { sha256, modified }) = &self.former else { return self.told };
        let before = modified.as_ref().and_then(|day| day.parse().ok());
        if csv.packed().is_ok_and(|packed| packed.sha256 == *sha256) {
            return before;
        }
        self.told.filter(|told| before.is_none_or(|before| *told > before)).or(self.today).or(self.told)
    }
}
