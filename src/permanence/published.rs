//! An earlier publication: its paths, and the digests of its values.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::FILE;
use super::digest::LEN;
use crate::model::RecordId;

/// The list of the published files.
const MANIFEST: &str = "manifest.json";

/// A file is not that of a publication; its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("mieruka が公開のときに作成したファイルとして読めません")]
pub struct NotPublished(pub &'static str);

/// An earlier publication.
#[derive(Debug, Default)]
pub struct Published {
    /// Every path.
    pub(super) files: BTreeSet<String>,
    /// The digests of each field of each record.
    pub(super) records: BTreeMap<RecordId, Fields>,
}

/// Fields with the digests of their values.
pub(super) type Fields = BTreeMap<String, Vec<String>>;

#[derive(Deserialize)]
struct Manifest {
    generator: String,
    files: BTreeMap<String, IgnoredAny>,
}

#[derive(Deserialize)]
struct Digests {
    format: u32,
    records: BTreeMap<String, String>,
    fields: Vec<String>,
}

impl Published {
    /// Reads `manifest.json` and, if there is one, `digests.json`.
    pub fn read(manifest: &[u8], digests: Option<&[u8]>) -> Result<Self, NotPublished> {
        let manifest: Manifest = serde_json::from_slice(manifest).map_err(|_| NotPublished(MANIFEST))?;
        let records = digests.map_or_else(|| Ok(BTreeMap::new()), records)?;
        if manifest.generator != "mieruka" {
            return Err(NotPublished(MANIFEST));
        }
        Ok(Self { files: manifest.files.into_keys().collect(), records })
    }

    /// Whether the digests of its values are known.
    pub fn knows_values(&self) -> bool {
        !self.records.is_empty()
    }

    /// The number of its paths.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether it has no paths.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

fn records(text: &[u8]) -> Result<BTreeMap<RecordId, Fields>, NotPublished> {
    let Digests { format: 1, records, fields } = serde_json::from_slice(text).map_err(|_| NotPublished(FILE))? else {
        return Err(NotPublished(FILE));
    };
    let read = |(id, line): (String, String)| Ok((RecordId(id), line_of(&line, &fields)?));
    records.into_iter().map(read).collect()
}

fn line_of(line: &str, names: &[String]) -> Result<Fields, NotPublished> {
    let field = |entry: &str| {
        let (number, digests) = entry.split_once(':').ok_or(NotPublished(FILE))?;
        let number = usize::from_str_radix(number, 36).map_err(|_| NotPublished(FILE))?;
        let name = names.get(number).ok_or(NotPublished(FILE))?;
        if !digests.is_ascii() || !digests.len().is_multiple_of(LEN) {
            return Err(NotPublished(FILE));
        }
        let digests = (0..digests.len() / LEN).map(|n| digests[n * LEN..][..LEN].to_owned());
        Ok((name.clone(), digests.collect()))
    };
    line.split_ascii_whitespace().map(field).collect()
}
