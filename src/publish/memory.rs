//! What a build keeps for the next one, in the user's cache folder, never in or beside the published folder. Each published
//! folder has a folder of its own there, named by the digest of its path; those of deleted folders are removed. Without a
//! writable cache folder nothing is kept, which costs only time.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::file::{read_ordinary, replace};
use crate::digest::{digest, hex};

/// The file with the path of the published folder.
const PATH: &str = "place.txt";

/// What is kept for one published folder.
#[derive(Debug)]
pub(super) struct Memory {
    site: PathBuf,
    folder: PathBuf,
}

impl Memory {
    /// The memory of a published folder.
    pub(super) fn of(site: &Path) -> Option<Self> {
        let name = hex(&digest(site.as_os_str().as_encoded_bytes())[..16]);
        Some(Self { site: site.to_owned(), folder: caches()?.join("mieruka").join(name) })
    }

    /// The bytes that were kept under this name.
    pub(super) fn recall(&self, name: &str) -> Option<Vec<u8>> {
        read_ordinary(&self.folder.join(name)).ok()
    }

    /// Keeps bytes under this name.
    pub(super) fn keep(&self, name: &str, bytes: &[u8]) {
        let site = self.site.to_string_lossy();
        let kept = replace(&self.folder.join(PATH), site.as_bytes());
        let _ = kept.and_then(|()| replace(&self.folder.join(name), bytes));
    }

    /// Removes what was kept for folders that no longer exist.
    pub(super) fn clear_others(&self) {
        let entries = self.folder.parent().and_then(|all| fs::read_dir(all).ok());
        for folder in
            entries.into_iter().flatten().flatten().map(|entry| entry.path()).filter(|path| *path != self.folder)
        {
            let site = read_ordinary(&folder.join(PATH))
                .map(|path| PathBuf::from(String::from_utf8_lossy(&path).into_owned()));
            if site.is_ok_and(|site| !site.is_dir()) {
                let _ = fs::remove_dir_all(&folder);
            }
        }
    }
}

/// The system's folder for files that a program can do without.
fn caches() -> Option<PathBuf> {
    let named = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = |folder: &str| named("HOME").map(|home| home.join(folder));
    match env::consts::OS {
        "windows" => named("LOCALAPPDATA"),
        "macos" => home("Library/Caches"),
        _ => named("XDG_CACHE_HOME").or_else(|| home(".cache")),
    }
}
