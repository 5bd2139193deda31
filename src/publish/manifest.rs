//! `manifest.json`: every published file with its SHA-256. It marks a folder as one that this program may replace, and lets
//! readers verify a download. It contains neither time nor machine.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::file::read_ordinary;
use super::{Error, Output};

/// The name of the list in the published folder.
pub(super) const NAME: &str = "manifest.json";

const GENERATOR: &str = "mieruka";

/// The paths of an earlier publication; `None` if they are lost and every file is taken for one of its own.
#[derive(Debug)]
pub(super) struct Manifest(Option<HashSet<String>>);

/// The files of a publication with their SHA-256 in hexadecimal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files(pub(super) BTreeMap<String, String>);

#[derive(Deserialize)]
struct List {
    generator: String,
    files: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Written {
    generator: String,
    files: HashMap<String, IgnoredAny>,
}

impl Manifest {
    /// Reads the list of a folder. An empty or missing folder has an empty list; any other folder without a list is not ours,
    /// unless what is there shows that the list was lost in a power cut.
    pub(super) fn read(output: &Output, is_part: impl Fn(&str) -> bool) -> Result<Self, Error> {
        let files = output.listing()?.files;
        if files.is_empty() {
            return Ok(Self(Some(HashSet::new())));
        }
        let text = read_ordinary(&output.site.join(NAME)).ok();
        match text.as_deref().map(serde_json::from_slice::<Written>) {
            Some(Ok(written)) if written.generator == GENERATOR => Ok(Self(Some(written.files.into_keys().collect()))),
            Some(Err(_)) if text.as_deref().is_some_and(is_rest) && are_ours(output, &files, is_part) => Ok(Self(None)),
            _ => Err(Error::NotOurs(output.site.clone())),
        }
    }

    /// Whether the earlier publication wrote this file.
    pub(super) fn lists(&self, path: &str) -> bool {
        self.0.as_ref().is_none_or(|paths| paths.contains(path))
    }
}

/// Whether this may be what is left of a list: nothing, zeros, or its beginning.
fn is_rest(text: &[u8]) -> bool {
    text.iter().all(|byte| *byte == 0) || text.starts_with(head().as_bytes())
}

/// Whether most files that still have bytes are files of the site. Files without bytes are of no use to anybody.
fn are_ours(output: &Output, files: &[String], is_part: impl Fn(&str) -> bool) -> bool {
    let has_bytes =
        |path: &&String| output.site.join(path).symlink_metadata().is_ok_and(|meta| meta.is_file() && meta.len() > 0);
    let (ours, others): (Vec<_>, Vec<_>) = files.iter().filter(has_bytes).partition(|path| is_part(path));
    ours.len() >= others.len()
}

fn head() -> String {
    format!("{{\n\"generator\": \"{GENERATOR}\",\n\"files\": {{")
}

impl Files {
    /// Reads `manifest.json`; `None` if the text is not one.
    pub fn read(manifest: &[u8]) -> Option<Self> {
        let list: List = serde_json::from_slice(manifest).ok()?;
        (list.generator == GENERATOR).then_some(Self(list.files))
    }

    /// Writes the list; paths and digests are plain ASCII, so that nothing needs escaping.
    pub(super) fn text(&self) -> Vec<u8> {
        let mut text = head();
        for (i, (path, digest)) in self.0.iter().enumerate() {
            let comma = if i == 0 { "" } else { "," };
            let path = serde_json::to_string(path).expect("a text is always JSON");
            write!(text, "{comma}\n{path}: \"{digest}\"").expect("a String takes every text");
        }
        text.push_str("\n}\n}\n");
        text.into_bytes()
    }
}
