//! The index that was published before. Its files stay for one publication: whoever has a page open goes on reading it, and
//! of a new index that is not uploaded yet, readers go back to it.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, ErrorKind};

use serde::Deserialize;

use super::format::{Kind, MANIFEST, MANIFESTS, Named, VERSION, content, path, spread};
use crate::bundle::Open;

/// An earlier publication.
pub struct Former(Box<Open>);

impl Default for Former {
    fn default() -> Self {
        Self(Box::new(|_| None))
    }
}

impl fmt::Debug for Former {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Former").finish_non_exhaustive()
    }
}

/// What stays of it.
#[derive(Debug)]
pub(super) struct Kept {
    /// The name of the index.
    pub(super) index: String,
    /// All its files.
    pub(super) paths: Vec<String>,
}

#[derive(Deserialize)]
struct Manifest {
    format: u32,
    index: String,
    before: Option<String>,
    files: BTreeMap<String, Named>,
}

impl Former {
    /// An earlier publication whose files can be opened.
    pub fn new(open: Box<Open>) -> Self {
        Self(open)
    }

    /// The index before the one with this name, if all its files are there.
    pub(super) fn kept(&self, own: &str) -> Option<Kept> {
        let published = self.manifest(MANIFEST)?;
        let index = if published.index == own { published.before? } else { published.index };
        let manifest = path(MANIFESTS, &index);
        let files = self.manifest(&manifest)?.files;
        let (.., ranks) = files.get(Kind::Ranks.folder())?;
        let length = ranks.len();
        let paths = files.iter().flat_map(|(kind, named)| spread(named, length).map(move |name| path(kind, &name)));
        let mut paths: Vec<_> = paths.chain([manifest]).collect();
        paths.sort_unstable();
        paths.dedup();
        paths.iter().all(|path| (self.0)(path).is_some()).then_some(Kept { index, paths })
    }

    /// The bytes of a file.
    pub(super) fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        (self.0)(path).ok_or(ErrorKind::NotFound)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn manifest(&self, path: &str) -> Option<Manifest> {
        content(&self.read(path).ok()?).filter(|manifest: &Manifest| manifest.format == VERSION)
    }
}
