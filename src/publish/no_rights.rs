//! The stand-in of `rights.rs` for systems without modes and owners: there is nothing to keep.

use std::fs::Metadata;
use std::io;
use std::path::Path;

/// Nothing that could be kept.
#[derive(Debug)]
pub(super) struct Rights;

impl Rights {
    pub(super) fn take_over(_new: &Path, _site: &Path, _list: &Path) -> io::Result<Self> {
        Ok(Self)
    }

    pub(super) fn fit(&self, _meta: &Metadata) -> bool {
        true
    }

    pub(super) fn mend(&self, _folder: &Path) {}

    pub(super) fn hand_over(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }
}
