//! Where a build remembers something for the next one: the user's own cache folder, never the published folder or a place
//! beside it. A folder for each place of publication, named by its path; what was remembered of places that are gone is cleared
//! away. Where there is no cache folder, or it cannot be written to, nothing is remembered: that costs time and nothing else.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::file::replace;
use crate::digest::{digest, hex};

/// The file that tells of which place the others are.
const PLACE: &str = "place.txt";

/// What is remembered of one place of publication.
#[derive(Debug)]
pub(super) struct Memory {
    place: PathBuf,
    folder: PathBuf,
}

impl Memory {
    /// The memory of a published folder.
    pub(super) fn of(site: &Path) -> Option<Self> {
        let name = hex(&digest(site.as_os_str().as_encoded_bytes())[..16]);
        Some(Self { place: site.to_owned(), folder: caches()?.join("mieruka").join(name) })
    }

    /// What was kept under this name.
    pub(super) fn recall(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.folder.join(name)).ok()
    }

    /// Keeps bytes under this name.
    pub(super) fn keep(&self, name: &str, bytes: &[u8]) {
        let place = self.place.to_string_lossy();
        let kept = replace(&self.folder.join(PLACE), place.as_bytes());
        let _ = kept.and_then(|()| replace(&self.folder.join(name), bytes));
    }

    /// Clears away what was remembered of places that are gone.
    pub(super) fn clear_others(&self) {
        let entries = self.folder.parent().and_then(|all| fs::read_dir(all).ok());
        for folder in
            entries.into_iter().flatten().flatten().map(|entry| entry.path()).filter(|path| *path != self.folder)
        {
            let place = fs::read_to_string(folder.join(PLACE)).map(PathBuf::from);
            if place.is_ok_and(|place| !place.is_dir()) {
                let _ = fs::remove_dir_all(&folder);
            }
        }
    }
}

/// The folder that the system has for what a program can do without.
fn caches() -> Option<PathBuf> {
    let named = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = |folder: &str| named("HOME").map(|home| home.join(folder));
    match env::consts::OS {
        "windows" => named("LOCALAPPDATA"),
        "macos" => home("Library/Caches"),
        _ => named("XDG_CACHE_HOME").or_else(|| home(".cache")),
    }
}
