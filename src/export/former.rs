//! The earlier publication, as far as its tables are told anew: the version of each CSV, and its bytes.

use std::collections::BTreeMap;
use std::io::Read;

use serde_json::{Map, Value};

use crate::bundle::Open;
use crate::dataset::{VERSIONS, Version, gunzipped};

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
        let versions = open(VERSIONS).and_then(|file| serde_json::from_reader::<_, Map<String, Value>>(file).ok());
        Self { versions: versions.into_iter().flatten().filter_map(version).collect(), open }
    }

    /// Whether there was one.
    pub fn is_known(&self) -> bool {
        !self.versions.is_empty()
    }

    /// The version of a CSV, by its path.
    pub fn version(&self, path: &str) -> Option<&Version> {
        self.versions.get(path)
    }

    /// Whether it has a file.
    pub fn has(&self, path: &str) -> bool {
        (self.open)(path).is_some()
    }

    /// Opens a CSV of it, which it may have in its compressed form only.
    pub fn rows(&self, path: &str) -> Option<Box<dyn Read>> {
        let zipped = || Some(gunzipped((self.open)(&format!("{path}.gz"))?));
        (self.open)(path).or_else(zipped)
    }
}

/// What the list of versions says of a CSV.
fn version((path, told): (String, Value)) -> Option<(String, Version)> {
    let text = |key: &str| told.get(key).and_then(Value::as_str).map(str::to_owned);
    Some((path, Version { sha256: text("sha256")?, modified: text("modified") }))
}
