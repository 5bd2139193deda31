//! Reports changes below a folder. Read access is ignored, although the system reports it too: otherwise the preview
//! would trigger itself endlessly, which is why the plain watcher is used and not a debouncer.
//!
//! The folder's parent is watched too, so that a folder that is deleted and restored, or renamed, is found again.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode};
use notify::{Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::changes::{Changes, Seen, is_aside};
use super::poll::Poll;
use super::{Notice, Sight};

/// The watcher; dropping it ends the watching.
pub(super) struct Watch {
    watcher: Option<RecommendedWatcher>,
    /// Polls until it is dropped.
    _poll: Option<Poll>,
    folders: Vec<PathBuf>,
    /// Why the folders are polled, for the message on the terminal.
    pub(super) notice: Option<Notice>,
}

impl Watch {
    /// Starts to watch; sends an event for each change until it is dropped. If the system cannot notify, or not about
    /// all changes, the folders are polled.
    pub(super) fn start(folders: &[PathBuf], sight: Sight, seen: &Sender<Seen>) -> Self {
        let (watcher, notice) = match sight {
            Sight::Looking => (None, Some(Notice::Asked)),
            Sight::Told => match told_by_the_system(folders, seen) {
                Ok(watcher) => (Some(watcher), folders.iter().any(|path| is_remote(path)).then_some(Notice::Remote)),
                Err(fault) if is_limit(&fault) => (None, Some(Notice::Limit)),
                Err(fault) => (None, Some(Notice::Fault(fault.to_string()))),
            },
        };
        let poll = notice.is_some().then(|| Poll::start(folders, seen));
        Self { watcher, _poll: poll, folders: folders.to_vec(), notice }
    }

    /// Watches a folder again that was removed and restored, because the system still watches the removed one. The
    /// whole content of the restored one is to be read.
    pub(super) fn renewed(&mut self, mut changes: Changes) -> Changes {
        for folder in
            self.folders.iter().filter(|folder| folder.is_dir() && changes.touch(folder)).cloned().collect::<Vec<_>>()
        {
            if let Some(watcher) = &mut self.watcher {
                let _ = watcher.unwatch(&folder);
                let _ = watcher.watch(&folder, RecursiveMode::Recursive);
            }
            changes.extend(Changes::everything());
        }
        changes
    }
}

fn told_by_the_system(folders: &[PathBuf], seen: &Sender<Seen>) -> notify::Result<RecommendedWatcher> {
    let mut watcher = RecommendedWatcher::new(teller(folders, seen), Config::default())?;
    for folder in folders {
        watcher.watch(folder, RecursiveMode::Recursive)?;
        if let Some(parent) = folder.parent() {
            // The parent only serves to find a folder again; everything else works without it.
            let _ = watcher.watch(parent, RecursiveMode::NonRecursive);
        }
    }
    Ok(watcher)
}

/// Whether a folder is on a file system that other machines (or the Windows host of this Linux) can change without
/// notification: NFS, SMB, 9P, FUSE, Ceph, AFS, shared folders of virtual machines.
#[cfg(target_os = "linux")]
fn is_remote(folder: &Path) -> bool {
    const REMOTE: [u32; 10] = [
        0x6969,
        0x517b,
        0xff53_4d42,
        0xfe53_4d42,
        0x0102_1997,
        0x6573_5546,
        0x00c3_6400,
        0x5346_414f,
        0x786f_4256,
        0xbacb_acbc,
    ];
    // Only the lower 32 bits identify the file system, whatever the width of the field.
    rustix::fs::statfs(folder).is_ok_and(|found| REMOTE.contains(&(found.f_type as u32)))
}

/// Whether a folder is on a share: on Windows by its full path, that of a drive letter too.
#[cfg(not(target_os = "linux"))]
fn is_remote(folder: &Path) -> bool {
    is_share(&folder.to_string_lossy())
}

/// Whether a full path of Windows begins with a server.
#[cfg(any(test, not(target_os = "linux")))]
fn is_share(path: &str) -> bool {
    path.starts_with(r"\\?\UNC\") || path.starts_with(r"\\") && !path.starts_with(r"\\?\")
}

/// Whether the system has no watches left (on Linux: the limit of watches, or of programs that watch).
#[expect(clippy::wildcard_enum_match_arm, reason = "the watcher knows more faults")]
fn is_limit(fault: &notify::Error) -> bool {
    const TOO_MANY_OPEN: i32 = 24;
    const NO_SPACE: i32 = 28;
    match &fault.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(fault) => fault.raw_os_error().is_some_and(|code| [TOO_MANY_OPEN, NO_SPACE].contains(&code)),
        _ => false,
    }
}

fn teller(folders: &[PathBuf], seen: &Sender<Seen>) -> impl FnMut(notify::Result<Event>) + Send + 'static {
    let (folders, seen) = (folders.to_vec(), seen.clone());
    move |event| {
        let told = event.map_or_else(|_| vec![Seen::Lost], |event| words(event, &folders));
        told.into_iter().for_each(|word| drop(seen.send(word)));
    }
}

/// Converts an event of the system to events about the folders.
#[expect(clippy::wildcard_enum_match_arm, reason = "the watcher knows many events")]
fn words(event: Event, folders: &[PathBuf]) -> Vec<Seen> {
    if event.need_rescan() {
        return vec![Seen::Lost];
    }
    let say: fn(PathBuf) -> Seen = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Seen::Settled,
        EventKind::Access(_) => return Vec::new(),
        EventKind::Create(CreateKind::Folder) => Seen::Folder,
        EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => return moved(event.paths, folders),
        EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Any)) => come,
        EventKind::Modify(ModifyKind::Metadata(_)) => Seen::Settled,
        // A removed file may be restored at once: many editor programs save like that.
        _ => Seen::Opened,
    };
    event.paths.into_iter().filter(|path| is_ours(path, folders)).map(say).collect()
}

/// Events for a move from the first path to the second.
fn moved(paths: Vec<PathBuf>, folders: &[PathBuf]) -> Vec<Seen> {
    let mut paths = paths.into_iter();
    let (from, to) = (paths.next(), paths.next());
    let is_kept_aside = to.as_deref().is_some_and(is_aside);
    let gone = from.map(if is_kept_aside { Seen::Opened } else { Seen::Settled });
    let words = [gone, to.map(come)].into_iter().flatten();
    words.filter(|word| matches!(word, Seen::Opened(path) | Seen::Settled(path) | Seen::Folder(path) if is_ours(path, folders))).collect()
}

fn is_ours(path: &Path, folders: &[PathBuf]) -> bool {
    folders.iter().any(|folder| path.starts_with(folder)) && !is_aside(path)
}

fn come(path: PathBuf) -> Seen {
    if path.is_dir() { Seen::Folder(path) } else { Seen::Settled(path) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: EventKind, path: &str, expected: &[Seen]) {
        let event = Event::new(kind).add_path(PathBuf::from(path));
        assert_eq!(words(event, &[PathBuf::from("/c")]), expected, "{kind:?} {path}");
    }

    #[test]
    fn a_share_is_known_by_its_path() {
        assert!(is_share(r"\\?\UNC\server\share\content") && is_share(r"\\server\share\content"));
        assert!(!is_share(r"\\?\C:\content") && !is_share(r"C:\content") && !is_share("/srv/content"));
    }

    #[test]
    fn a_finished_file_is_told_apart_from_one_being_written() {
        let written = EventKind::Modify(ModifyKind::Data(notify::event::DataChange::Any));
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        check(written, "/c/1.yaml", &[Seen::Opened("/c/1.yaml".into())]);
        check(closed, "/c/1.yaml", &[Seen::Settled("/c/1.yaml".into())]);
        check(EventKind::Access(AccessKind::Open(AccessMode::Any)), "/c/1.yaml", &[]);
        check(EventKind::Create(CreateKind::Folder), "/c/p", &[Seen::Folder("/c/p".into())]);
        for aside in ["/c/.1.yaml.swp", "/c/1.yaml~", "/c/4913", "/c/#1.yaml#", "/c/~$1.xlsx", "/public/1.yaml"] {
            check(closed, aside, &[]);
        }
    }

    #[test]
    fn what_is_moved_aside_is_expected_back() {
        let moved = |from: &str, to: &str| {
            let event = Event::new(EventKind::Modify(ModifyKind::Name(RenameMode::Both)));
            words(event.add_path(from.into()).add_path(to.into()), &[PathBuf::from("/c")])
        };
        assert_eq!(moved("/c/1.yaml", "/c/1.yaml~"), [Seen::Opened("/c/1.yaml".into())]);
        let told = [Seen::Settled("/c/1.tmp".into()), Seen::Settled("/c/1.yaml".into())];
        assert_eq!(moved("/c/1.tmp", "/c/1.yaml"), told);
    }
}
