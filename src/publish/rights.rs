//! Who may read what is published. The new folder takes over the owner, group, mode and access list of the published one;
//! what is written into it gets what the system gives there, and a published file that has something else is written anew.

use std::fs::{self, File, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, lchown};
use std::path::Path;

/// All bits of a mode that can be set.
const BITS: u32 = 0o7777;
/// The marks beside the rights to read, write and enter, the set-group mark among them.
const MARKS: u32 = 0o7000;
const SET_GROUP: u32 = 0o2000;
const READ_AND_WRITE: u32 = 0o666;

/// What the system gives to files and folders that are written into the new folder.
#[derive(Debug)]
pub(super) struct Rights {
    file: u32,
    folder: u32,
    /// The group, where all files inherit it.
    group: Option<u32>,
    /// The user and group of the published folder, if only the administrator can give files to them.
    owner: Option<(u32, u32)>,
}

impl Rights {
    /// Gives the new, empty folder what the published one has, and looks at what is given to a file in it. `list` is the
    /// published file whose mode shows whether the folder's own was set by hand.
    pub(super) fn take_over(new: &Path, site: &Path, list: &Path) -> io::Result<Self> {
        let fresh = new.metadata()?;
        if let Ok(published) = site.metadata() {
            copy(&published, &fresh, list.metadata().ok().as_ref(), new)?;
            copy_access_lists(site, new);
        }
        probe(new, &fresh)
    }

    /// Whether a published file or folder has what it would be given now.
    pub(super) fn fit(&self, meta: &Metadata) -> bool {
        meta.mode() & BITS == if meta.is_dir() { self.folder } else { self.file }
            && self.group.is_none_or(|group| meta.gid() == group)
            && self.owner.is_none_or(|owner| (meta.uid(), meta.gid()) == owner)
    }

    /// Gives a published folder that stays what it would be given now, as far as the system permits.
    pub(super) fn mend(&self, folder: &Path) {
        if folder.symlink_metadata().is_ok_and(|meta| meta.is_dir() && !self.fit(&meta)) {
            let (user, group) = self.owner.map_or((None, self.group), |(user, group)| (Some(user), Some(group)));
            let _ = chown(folder, user, group);
            let _ = fs::set_permissions(folder, Permissions::from_mode(self.folder));
        }
    }

    /// Gives everything below the new folder to the owner of the published one, if that is somebody else.
    pub(super) fn hand_over(&self, folder: &Path) -> io::Result<()> {
        let Some((user, group)) = self.owner else { return Ok(()) };
        for entry in folder.read_dir()? {
            let entry = entry?;
            lchown(entry.path(), Some(user), Some(group))?;
            if entry.file_type()?.is_dir() {
                self.hand_over(&entry.path())?;
            }
        }
        Ok(())
    }
}

/// Owner and group as far as the system permits, then the mode: a change of owner takes marks away.
fn copy(published: &Metadata, fresh: &Metadata, list: Option<&Metadata>, new: &Path) -> io::Result<()> {
    if (published.uid(), published.gid()) != (fresh.uid(), fresh.gid()) {
        let group = Some(published.gid());
        let _ = chown(new, Some(published.uid()), group).or_else(|_| chown(new, None, group));
    }
    let mode = if is_set_by_hand(published, list) { published.mode() } else { fresh.mode() };
    fs::set_permissions(new, Permissions::from_mode(mode & BITS))
}

/// A folder that was never touched has the mode that goes with its files': both come from one `umask`, and the next one
/// may replace both.
fn is_set_by_hand(folder: &Metadata, list: Option<&Metadata>) -> bool {
    let goes_with = |list: &Metadata| folder.mode() & READ_AND_WRITE == list.mode() & READ_AND_WRITE;
    folder.mode() & MARKS != 0 || !list.is_some_and(goes_with)
}

#[cfg(target_os = "linux")]
fn copy_access_lists(from: &Path, to: &Path) {
    use rustix::fs::{XattrFlags, getxattr, setxattr};
    for name in ["system.posix_acl_access", "system.posix_acl_default"] {
        let mut list = vec![0; 4096];
        if let Ok(len) = getxattr(from, name, &mut list) {
            let _ = setxattr(to, name, &list[..len], XattrFlags::empty());
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn copy_access_lists(_from: &Path, _to: &Path) {}

/// Writes a folder and a file into the new folder and looks at what they were given.
fn probe(new: &Path, fresh: &Metadata) -> io::Result<Rights> {
    let (now, probe) = (new.metadata()?, new.join("probe"));
    fs::create_dir(&probe)?;
    let folder = probe.metadata()?.mode() & BITS;
    fs::remove_dir(&probe)?;
    let file = File::create_new(&probe)?.metadata()?.mode() & BITS;
    fs::remove_file(&probe)?;
    let group = (now.mode() & SET_GROUP != 0).then(|| now.gid());
    let owner = (now.uid() != fresh.uid()).then(|| (now.uid(), now.gid()));
    Ok(Rights { file, folder, group, owner })
}
