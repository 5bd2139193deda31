//! `manifest.json`: every published file with its SHA-256. It marks a folder as one that this program may replace, and lets
//! readers verify a download. It contains neither time nor machine.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::Error;
use crate::digest::{Digest, hex};

/// The name of the list in the published folder.
pub(super) const NAME: &str = "manifest.json";

const GENERATOR: &str = "mieruka";

/// The paths of an earlier publication.
#[derive(Debug, Default)]
pub(super) struct Manifest(HashSet<String>);

#[derive(Deserialize)]
struct Written {
    generator: String,
    files: HashMap<String, IgnoredAny>,
}

impl Manifest {
    /// Reads the list of a folder. An empty or missing folder has an empty list; any other folder without a list is not ours.
    pub(super) fn read(folder: &Path) -> Result<Self, Error> {
        let unreadable = |source| Error::Read { path: folder.to_owned(), source };
        let mut entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            entries => entries.map_err(unreadable)?,
        };
        if entries.next().is_none() {
            return Ok(Self::default());
        }
        let text = fs::read(folder.join(NAME)).unwrap_or_default();
        match serde_json::from_slice::<Written>(&text) {
            Ok(written) if written.generator == GENERATOR => Ok(Self(written.files.into_keys().collect())),
            _ => Err(Error::NotOurs(folder.to_owned())),
        }
    }

    /// Whether the earlier publication wrote this file.
    pub(super) fn lists(&self, path: &str) -> bool {
        self.0.contains(path)
    }
}

/// Writes the list; paths and digests are plain ASCII, so that nothing needs escaping.
pub(super) fn text<'a>(files: impl Iterator<Item = (&'a str, &'a Digest)>) -> Vec<u8> {
    let mut text = format!("{{\n\"generator\": \"{GENERATOR}\",\n\"files\": {{");
    for (i, (path, digest)) in files.enumerate() {
        let comma = if i == 0 { "" } else { "," };
        let path = serde_json::to_string(path).expect("a text is always JSON");
        write!(text, "{comma}\n{path}: \"{}\"", hex(digest)).expect("a String takes every text");
    }
    text.push_str("\n}\n}\n");
    text.into_bytes()
}
