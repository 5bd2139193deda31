//! What a power cut must not undo: bytes and names are on the disk before anything relies on them. A file system may
//! otherwise keep a new name and lose the bytes behind it for half a minute.

use std::fs::File;
use std::io;
use std::path::Path;

/// Waits until everything below a folder is on the disk, in one call for the whole file system: thousands of files
/// synced one by one would take minutes.
#[cfg(target_os = "linux")]
pub(super) fn sync_all_below(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

/// Waits until everything below a folder is on the disk.
#[cfg(not(target_os = "linux"))]
pub(super) fn sync_all_below(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_all_below(&entry.path())?;
        } else {
            File::options().write(true).open(entry.path())?.sync_all()?;
        }
        sync_name(&entry.path());
    }
    Ok(())
}

/// Waits until the name of a file or folder is on the disk, where the system lets its folder be synced: Windows does not,
/// and some network shares refuse it.
pub(super) fn sync_name(path: &Path) {
    if let Some(folder) = path.parent().filter(|_| cfg!(unix)) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}
