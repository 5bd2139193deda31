//! The published folder and the two beside it during a publication: `.mieruka-<name>-new`, which is being filled, and
//! `.mieruka-<name>-old`, which exists for a moment on systems that cannot exchange two folders in one step. An [`Output`]
//! is an exclusive lock; opening it first repairs what an interrupted build has left.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::Error;
use super::memory::Memory;
use crate::outside::may_pass;

/// A folder to publish to, locked.
#[derive(Debug)]
pub(super) struct Output {
    /// The published folder.
    pub(super) site: PathBuf,
    /// The folder that is being filled.
    pub(super) new: PathBuf,
    /// Whether the published folder exists already.
    pub(super) exists: bool,
    /// What is kept for it from one publication to the next.
    pub(super) memory: Option<Memory>,
    old: PathBuf,
    /// The lock; released when the file is closed, or by the system when the process ends.
    _lock: File,
}

impl Output {
    /// Waits until no other build uses the folder, then repairs what an interrupted one has left.
    pub(super) fn open(to: &Path) -> Result<Self, Error> {
        let site = resolve(to)?;
        if site.is_file() {
            return Err(Error::IsFile(to.to_owned()));
        }
        let (folder, name) = site.parent().zip(site.file_name()).ok_or_else(|| Error::NoFolder(to.to_owned()))?;
        fs::create_dir_all(folder).map_err(|source| Error::Write { path: folder.to_owned(), source })?;
        let [lock_file, new, old] =
            ["lock", "new", "old"].map(|what| folder.join(format!(".mieruka-{}-{what}", name.to_string_lossy())));
        let lock = lock(folder, &lock_file)?;
        recover(&site, &new, &old)?;
        fs::create_dir(&new).map_err(|source| Error::Write { path: folder.to_owned(), source })?;
        Ok(Self { exists: site.is_dir(), memory: Memory::of(&site), site, new, old, _lock: lock })
    }

    /// Every file of the published folder, links included.
    pub(super) fn files(&self) -> Result<Vec<String>, Error> {
        let mut files = Vec::new();
        if self.site.is_dir() {
            list(&self.site, "", &mut files)?;
        }
        Ok(files)
    }

    /// Replaces the published folder with the new one, and deletes the old.
    pub(super) fn swap(&self) -> Result<(), Error> {
        if !self.exists {
            return rename(&self.new, &self.site);
        }
        if !exchange(&self.new, &self.site) {
            rename(&self.site, &self.old)?;
            if let Err(error) = rename(&self.new, &self.site) {
                // If this fails too, the next build does it first.
                return rename(&self.old, &self.site).and(Err(error));
            }
        }
        self.clear();
        Ok(())
    }

    /// Deletes the folders beside the site; the next build deletes what is left of them.
    pub(super) fn clear(&self) {
        let _ = remove(&self.new);
        let _ = remove(&self.old);
    }
}

/// The memory of a published folder; it needs no lock.
pub(super) fn memory(to: &Path) -> Option<Memory> {
    Memory::of(&resolve(to).ok()?)
}

/// Repairs an interrupted publication. Only between two renames is there no site: then the old one is restored.
fn recover(site: &Path, new: &Path, old: &Path) -> Result<(), Error> {
    if !exists(site) && exists(old) {
        rename(old, site)?;
    }
    remove(new)?;
    remove(old)
}

/// Refuses an output that is the content folder, contains it or is inside it.
pub fn check_apart(to: &Path, from: &Path) -> Result<(), Error> {
    let (site, content) = (resolve(to)?, resolve(from)?);
    if site.starts_with(&content) || content.starts_with(&site) {
        return Err(Error::Overlap { to: to.to_owned(), from: from.to_owned() });
    }
    Ok(())
}

/// The absolute path without links; parts that do not exist yet are kept as written.
fn resolve(path: &Path) -> Result<PathBuf, Error> {
    let unreadable = |source| Error::Read { path: path.to_owned(), source };
    let absolute = std::path::absolute(path).map_err(unreadable)?;
    let mut there = if absolute.exists() { absolute } else { plain(&absolute) };
    let mut missing = Vec::new();
    loop {
        match there.canonicalize() {
            Ok(found) => return Ok(missing.iter().rev().fold(found, |found, part| found.join(part))),
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(unreadable(error)),
            Err(error) => match (there.parent(), there.file_name()) {
                (Some(parent), Some(name)) => {
                    missing.push(name.to_owned());
                    there = parent.to_owned();
                }
                _ => return Err(unreadable(error)),
            },
        }
    }
}

/// Resolves `..` in the text of a path, so that a folder that does not exist yet can be compared.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            part @ (Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::Normal(_)) => {
                plain.push(part)
            }
        }
    }
    plain
}

/// Locks the folder itself, which leaves no file behind. On a file system without locks none is held.
#[cfg(unix)]
fn lock(folder: &Path, _: &Path) -> Result<File, Error> {
    let lock = File::open(folder).map_err(|source| Error::Read { path: folder.to_owned(), source })?;
    let _ = lock.lock();
    Ok(lock)
}

#[cfg(not(unix))]
fn lock(_: &Path, file: &Path) -> Result<File, Error> {
    let lock = File::create(file).map_err(|source| Error::Write { path: file.to_owned(), source })?;
    let _ = lock.lock();
    Ok(lock)
}

#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Renames a folder; while another program holds a file in it open, tries again for a second.
fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    patiently(|| fs::rename(from, to)).map_err(|source| Error::Write { path: to.to_owned(), source })
}

/// How long to wait before each further attempt, in milliseconds.
const PAUSES: [u64; 5] = [20, 50, 130, 300, 500];

fn patiently(act: impl Fn() -> io::Result<()>) -> io::Result<()> {
    for pause in PAUSES {
        match act() {
            Err(error) if may_pass(&error) => thread::sleep(Duration::from_millis(pause)),
            done => return done,
        }
    }
    act()
}

fn remove(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(source) if source.kind() != ErrorKind::NotFound => Err(Error::Write { path: folder.to_owned(), source }),
        _ => Ok(()),
    }
}

fn list(folder: &Path, prefix: &str, files: &mut Vec<String>) -> Result<(), Error> {
    let unreadable = |source| Error::Read { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(unreadable)?.is_dir() {
            list(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
