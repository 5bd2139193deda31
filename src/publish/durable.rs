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
    sync_each_below(folder)
}

/// The same file by file, several at once: where the system knows no other way.
#[cfg(any(test, not(target_os = "linux")))]
fn sync_each_below(folder: &Path) -> io::Result<()> {
    use std::path::PathBuf;
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    let mut next = 0;
    while let Some(folder) = folders.get(next).cloned() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() { folders.push(entry.path()) } else { files.push(entry.path()) }
        }
        next += 1;
    }
    let sync = |file: &PathBuf| match File::options().write(true).open(file) {
        // What is closed to writers was kept, and is on the disk.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        file => file?.sync_all(),
    };
    crate::parallel::try_map(&files, sync)?;
    folders.iter().for_each(|folder| sync_folder(folder));
    Ok(())
}

/// Waits until the name of a file or folder is on the disk, where the system lets its folder be synced: Windows does not,
/// and some network shares refuse it.
pub(super) fn sync_name(path: &Path) {
    path.parent().iter().for_each(|folder| sync_folder(folder));
}

fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn every_file_below_is_synced_and_a_missing_folder_is_told() {
        let folder = tempfile::tempdir().expect("there is room for a test");
        fs::create_dir_all(folder.path().join("a/b")).expect("a folder can be made");
        fs::write(folder.path().join("a/b/x.txt"), "x").expect("a file can be made");
        sync_each_below(folder.path()).expect("all is there");
        assert!(sync_each_below(&folder.path().join("none")).is_err());
    }
}
