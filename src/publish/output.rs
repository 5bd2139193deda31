//! The published folder and the two beside it during a publication: `.mieruka-<name>-new`, which is being filled, and
//! `.mieruka-<name>-old`, which exists for a moment on systems that cannot exchange two folders in one step. A folder that
//! cannot be exchanged (a mount point, or below a parent that others own) is filled file by file from a folder inside it.
//! An [`Output`] is an exclusive lock; opening it first repairs what an interrupted build has left.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::durable::{sync_all_below, sync_name};
use super::file::write;
use super::memory::Memory;
use super::rights::Rights;
use super::{Error, manifest};
use crate::outside::patiently;

/// The folder inside a published folder from which it is filled file by file.
const INSIDE: &str = ".mieruka-new";

/// A folder to publish to, locked. When it goes out of use, nothing is left beside the site.
#[derive(Debug)]
pub struct Output {
    /// The published folder.
    pub(super) site: PathBuf,
    /// The folder that is being filled.
    pub(super) new: PathBuf,
    /// Whether the published folder exists already.
    pub(super) exists: bool,
    /// What its files and folders are to have.
    pub(super) rights: Rights,
    /// What is kept for it from one publication to the next.
    pub(super) memory: Option<Memory>,
    stop: Arc<AtomicBool>,
    /// How many files have been made.
    pub(super) done: Arc<AtomicUsize>,
    old: PathBuf,
    exchange: Exchange,
    /// The lock; released when the file is closed, or by the system when the process ends.
    _lock: File,
}

/// How the new site takes the place of the old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exchange {
    /// Two folders change places.
    Folders,
    /// Each file takes the place of its predecessor, the list of files last.
    Files,
}

/// How long to wait for another build to the same folder, and whether to go on at all.
pub struct Patience<'p> {
    /// After this the attempt ends with [`Error::Busy`].
    pub limit: Duration,
    /// Called once, if it takes longer than a second.
    pub notice: &'p dyn Fn(),
    /// Set from outside when the publication is no longer wanted; it then ends with [`Error::Stopped`].
    pub stop: Arc<AtomicBool>,
    /// Counts the files as they are made.
    pub done: Arc<AtomicUsize>,
}

impl Default for Patience<'_> {
    fn default() -> Self {
        Self { limit: Duration::from_secs(5 * 60), notice: &|| (), stop: Arc::default(), done: Arc::default() }
    }
}

/// The files and folders below a folder, by their paths.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) files: Vec<String>,
    pub(super) folders: Vec<String>,
}

impl Output {
    /// Waits until no other build uses the folder, then repairs what an interrupted one has left.
    pub fn open(to: &Path, patience: Patience<'_>) -> Result<Self, Error> {
        let site = resolve(to)?;
        check_usable(&site, to)?;
        let (folder, name) = site.parent().zip(site.file_name()).ok_or_else(|| Error::NoFolder(to.to_owned()))?;
        fs::create_dir_all(folder).map_err(|source| Error::Parent { folder: folder.to_owned(), source })?;
        let [lock_file, beside, old] =
            ["lock", "new", "old"].map(|what| folder.join(format!(".mieruka-{}-{what}", name.to_string_lossy())));
        let lock = lock(folder, &site, &lock_file)?;
        wait_for(&lock, to, &patience)?;
        let (exchange, new) = prepare(&site, beside, &old)?;
        let unwritable = |source| Error::Write { path: new.clone(), source };
        let rights = Rights::take_over(&new, &site, &site.join(manifest::NAME)).map_err(unwritable)?;
        let (exists, memory) = (site.is_dir(), Memory::of(&site));
        Ok(Self {
            site,
            new,
            exists,
            rights,
            memory,
            stop: patience.stop,
            done: patience.done,
            old,
            exchange,
            _lock: lock,
        })
    }

    /// Fails once the publication is no longer wanted.
    pub(super) fn check_wanted(&self) -> Result<(), Error> {
        check_wanted(&self.stop, &self.site)
    }

    /// Every file and folder of the published site, links included.
    pub(super) fn listing(&self) -> Result<Listing, Error> {
        let mut listing = Listing::default();
        if self.site.is_dir() {
            list(&self.site, "", &mut listing)?;
        }
        Ok(listing)
    }

    /// Whether the new folder must hold the unchanged files too.
    pub(super) fn wants_all(&self) -> bool {
        self.exchange == Exchange::Folders
    }

    /// Replaces the published site with the new one, and deletes the old. `gone` are its files that the new one has not.
    /// A power cut leaves one of the two whole, unless files have to be replaced one by one: then the next build ends it.
    pub(super) fn swap(&self, gone: &[&String]) -> Result<(), Error> {
        let unwritable = |source| Error::Write { path: self.new.clone(), source };
        self.rights.hand_over(&self.new).and_then(|()| sync_all_below(&self.new)).map_err(unwritable)?;
        match self.exchange {
            Exchange::Files => self.replace_files(gone)?,
            Exchange::Folders => match self.replace_folder() {
                Err(Error::Write { source, .. }) if self.exists && is_fixed(&source) => self.replace_files(gone)?,
                done => done?,
            },
        }
        self.clear();
        Ok(())
    }

    fn replace_folder(&self) -> Result<(), Error> {
        if !self.exists || !exchange(&self.new, &self.site) {
            if self.exists {
                rename(&self.site, &self.old)?;
            }
            if let Err(error) = rename(&self.new, &self.site) {
                // If this fails too, the next build does it first.
                return if self.exists { rename(&self.old, &self.site).and(Err(error)) } else { Err(error) };
            }
        }
        sync_name(&self.site);
        Ok(())
    }

    /// Pages come after what they load, and the list of files comes last. A first publication begins with an empty list, so
    /// that the next build knows an interrupted one for its own.
    fn replace_files(&self, gone: &[&String]) -> Result<(), Error> {
        let mut staged = Listing::default();
        list(&self.new, "", &mut staged)?;
        staged.files.sort_by_key(|path| (path == manifest::NAME, path.ends_with(".html")));
        let put = |path: &String| put(&self.new.join(path), &self.site, path);
        let (list, others) = staged.files.split_last().expect("the list of files is always there");
        if !exists(&self.site.join(manifest::NAME)) {
            write(&self.site.join(manifest::NAME), &manifest::Files::default().text())?;
        }
        others.iter().try_for_each(put)?;
        let mut folders = self.listing()?.folders;
        folders.sort_unstable_by(|one, other| other.cmp(one));
        gone.iter().for_each(|path| drop(fs::remove_file(self.site.join(path))));
        // Only empty folders go.
        folders.iter().for_each(|path| drop(fs::remove_dir(self.site.join(path))));
        folders.iter().for_each(|path| self.rights.mend(&self.site.join(path)));
        sync_all_below(&self.site).map_err(|source| Error::Write { path: self.site.clone(), source })?;
        put(list)?;
        sync_name(&self.site.join(list));
        Ok(())
    }

    /// Deletes the folders beside the site; the next build deletes what is left of them. Where the site itself is missing,
    /// the old one is kept for the next build to restore.
    pub(super) fn clear(&self) {
        let _ = remove(&self.new);
        if exists(&self.site) {
            let _ = remove(&self.old);
        }
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Moves a file to its place, whatever stands there.
fn put(from: &Path, site: &Path, path: &str) -> Result<(), Error> {
    let to = site.join(path);
    let unwritable = |source| Error::Write { path: to.clone(), source };
    if fs::rename(from, &to).is_ok() {
        return Ok(());
    }
    let folders = to.ancestors().skip(1).take_while(|folder| *folder != site);
    folders.filter(|folder| exists(folder) && !folder.is_dir()).for_each(|file| drop(fs::remove_file(file)));
    fs::create_dir_all(to.parent().unwrap_or(site)).map_err(unwritable)?;
    if to.is_dir() {
        remove(&to)?;
    }
    patiently(|| fs::rename(from, &to)).map_err(unwritable)
}

/// Refuses what cannot become a published folder.
fn check_usable(site: &Path, to: &Path) -> Result<(), Error> {
    match site.symlink_metadata() {
        Ok(meta) if meta.is_symlink() => Err(Error::BrokenLink(to.to_owned())),
        Ok(meta) if !meta.is_dir() => Err(Error::IsFile(to.to_owned())),
        Ok(_) if exists(&site.join(".git")) => Err(Error::Repository(to.to_owned())),
        _ => Ok(()),
    }
}

/// Makes the folder that is to be filled: beside the site or, where that is not possible, inside it.
fn prepare(site: &Path, beside: PathBuf, old: &Path) -> Result<(Exchange, PathBuf), Error> {
    let inside = site.join(INSIDE);
    remove(&inside)?;
    let refusal = if is_mount_point(site) {
        None
    } else {
        recover(site, &beside, old)?;
        match fs::create_dir(&beside) {
            Ok(()) => return Ok((Exchange::Folders, beside)),
            Err(error) => Some(error),
        }
    };
    match (fs::create_dir(&inside), refusal) {
        (Ok(()), _) => Ok((Exchange::Files, inside)),
        (Err(source), Some(_)) if exists(site) => Err(Error::Write { path: site.to_owned(), source }),
        (_, Some(source)) => Err(Error::Parent { folder: beside.parent().unwrap_or(site).to_owned(), source }),
        (Err(source), None) => Err(Error::Write { path: site.to_owned(), source }),
    }
}

/// Whether a folder can be neither renamed nor exchanged: another file system is mounted there, or layers lie above each
/// other.
fn is_fixed(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::CrossesDevices | ErrorKind::ResourceBusy)
}

#[cfg(target_os = "linux")]
fn is_mount_point(folder: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    statx(CWD, folder, AtFlags::empty(), StatxFlags::empty())
        .is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

#[cfg(not(target_os = "linux"))]
fn is_mount_point(_: &Path) -> bool {
    false
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

/// Whether a file is to lie inside a folder.
pub(super) fn is_within(file: &Path, folder: &Path) -> Result<bool, Error> {
    Ok(resolve(file)?.starts_with(resolve(folder)?))
}

/// The absolute path without links; parts that do not exist yet are kept as written.
pub(super) fn resolve(path: &Path) -> Result<PathBuf, Error> {
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

/// What is locked: the parent folder itself, which leaves no file behind, or the site where the parent is closed to us.
#[cfg(unix)]
fn lock(folder: &Path, site: &Path, _: &Path) -> Result<File, Error> {
    let lock = File::open(folder).or_else(|error| File::open(site).map_err(|_| error));
    lock.map_err(|source| Error::Parent { folder: folder.to_owned(), source })
}

#[cfg(not(unix))]
fn lock(folder: &Path, _: &Path, file: &Path) -> Result<File, Error> {
    // Not truncated: another build may have it locked.
    let file = File::options().write(true).create(true).truncate(false).open(file);
    file.map_err(|source| Error::Parent { folder: folder.to_owned(), source })
}

/// Waits until the lock is ours. On a file system without locks none is held.
fn wait_for(lock: &File, to: &Path, patience: &Patience<'_>) -> Result<(), Error> {
    const PAUSE: Duration = Duration::from_millis(20);
    const LONG: Duration = Duration::from_secs(1);
    let mut waited = Duration::ZERO;
    while let Err(TryLockError::WouldBlock) = lock.try_lock() {
        check_wanted(&patience.stop, to)?;
        if waited > patience.limit {
            return Err(Error::Busy(to.to_owned()));
        }
        if waited == LONG {
            (patience.notice)();
        }
        thread::sleep(PAUSE);
        waited += PAUSE;
    }
    Ok(())
}

fn check_wanted(stop: &AtomicBool, to: &Path) -> Result<(), Error> {
    if stop.load(Ordering::Relaxed) { Err(Error::Stopped(to.to_owned())) } else { Ok(()) }
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

/// Renames a folder, which cannot be done while another program holds a file in it open.
fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    patiently(|| fs::rename(from, to)).map_err(|source| Error::Write { path: to.to_owned(), source })
}

/// Deletes a folder, or whatever has its name.
fn remove(folder: &Path) -> Result<(), Error> {
    let gone = || match folder.symlink_metadata() {
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(folder),
        Ok(_) => fs::remove_file(folder),
        Err(error) => Err(error),
    };
    match patiently(gone) {
        Err(source) if source.kind() != ErrorKind::NotFound => Err(Error::Write { path: folder.to_owned(), source }),
        _ => Ok(()),
    }
}

fn list(folder: &Path, prefix: &str, listing: &mut Listing) -> Result<(), Error> {
    let unreadable = |source| Error::Read { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if !entry.file_type().map_err(unreadable)?.is_dir() {
            listing.files.push(path);
        } else if path != INSIDE {
            list(&entry.path(), &format!("{path}/"), listing)?;
            listing.folders.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    use std::os::unix::fs::PermissionsExt;

    use super::super::manifest::Manifest;
    use super::*;

    #[test]
    fn files_take_their_places_one_by_one() {
        let folder = tempfile::tempdir().expect("there is room for a test");
        let site = folder.path().join("site");
        let add = |path: &str, text: &str| {
            let path = site.join(path);
            fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder can be made");
            fs::write(path, text).expect("a file can be made");
        };
        for path in [
            "kept.txt",
            "index.html",
            "was/a/folder.txt",
            "was-a-file",
            "gone/deep/x.txt",
            "mode/x.txt",
            manifest::NAME,
        ] {
            add(path, "old");
        }
        #[cfg(unix)]
        fs::set_permissions(site.join("mode"), PermissionsExt::from_mode(0o700)).expect("the folder is ours");
        let mut output = Output::open(&site, Patience::default()).expect("it can be used");
        output.exchange = Exchange::Files;
        output.new = site.join(INSIDE);
        for path in ["index.html", "was", "was-a-file/index.html", manifest::NAME] {
            add(&format!("{INSIDE}/{path}"), "new");
        }
        let gone = ["was/a/folder.txt", "was-a-file", "gone/deep/x.txt"].map(str::to_owned);
        output.swap(&gone.iter().collect::<Vec<_>>()).expect("it can be filled");
        let mut found = Listing::default();
        list(&site, "", &mut found).expect("it can be read");
        found.files.sort_unstable();
        found.folders.sort_unstable();
        assert_eq!(
            found.files,
            ["index.html", "kept.txt", manifest::NAME, "mode/x.txt", "was", "was-a-file/index.html"]
        );
        assert_eq!(found.folders, ["mode", "was-a-file"], "empty folders are gone");
        assert!(output.folders_fit(&found), "the folder that nobody could enter is mended");
        assert_eq!(fs::read_to_string(site.join("index.html")).expect("it is there"), "new");
        assert!(!site.join(INSIDE).exists());
    }

    #[test]
    fn only_what_was_accepted_once_is_known_for_ours() {
        let folder = tempfile::tempdir().expect("there is room for a test");
        let (site, is_part) = (folder.path().join("site"), |_: &str| false);
        let open = || Output::open(&site, Patience::default()).expect("it can be used");
        fs::create_dir_all(site.join(INSIDE)).expect("a folder can be made");
        fs::write(site.join("memo.txt"), "x").expect("a file can be made");
        assert!(
            matches!(Manifest::read(&open(), is_part), Err(Error::NotOurs(_))),
            "a build was killed here before it looked"
        );

        fs::remove_file(site.join("memo.txt")).expect("a file can be deleted");
        fs::write(site.join(manifest::NAME), manifest::Files::default().text()).expect("a list can be made");
        fs::write(site.join("a.txt"), "x").expect("a file can be made");
        assert!(Manifest::read(&open(), is_part).is_ok(), "a first publication was interrupted here");
    }
}
