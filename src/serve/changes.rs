//! Collects the events of the watcher into the set of paths that a new edition reads again. A file reported as finished
//! is read at once; if only the start of a save is known, the file counts as finished after a short time without
//! events.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// A save often consists of several steps of the editor program; after this time without another step it counts as
/// finished.
const QUIET: Duration = Duration::from_millis(12);

/// How long to wait for further events if every file is finished: the events of one step arrive together.
const BREATH: Duration = Duration::from_micros(500);

/// The longest time to wait before an edition is built, however many events arrive (a checkout of hundreds of files).
const PATIENCE: Duration = Duration::from_millis(120);

/// A new folder is read again after this time, because changes of its files may be missed until then.
const SECOND_LOOK: Duration = Duration::from_millis(150);

/// An event of the watcher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seen {
    /// The file is still being written.
    Opened(PathBuf),
    /// A path was added, changed or removed.
    Settled(PathBuf),
    /// A folder was added; files added to it meanwhile may have been missed.
    Folder(PathBuf),
    /// The watcher missed events.
    Lost,
}

/// The paths to read again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    paths: BTreeSet<PathBuf>,
    is_everything: bool,
}

impl Changes {
    /// Everything, as at the start.
    pub fn everything() -> Self {
        Self { paths: BTreeSet::new(), is_everything: true }
    }

    /// The changed paths below a folder, without the folder; the folder itself is an empty path.
    pub fn below<'c>(&'c self, folder: &'c Path) -> impl Iterator<Item = &'c Path> {
        let all = self.is_everything.then_some(Path::new(""));
        all.into_iter().chain(self.paths.iter().filter_map(move |path| path.strip_prefix(folder).ok()))
    }

    /// Whether only files in the folder `within` have changed.
    pub fn are_all_within(&self, within: &Path) -> bool {
        !self.is_everything && self.paths.iter().all(|path| path.starts_with(within))
    }

    /// Adds other changes.
    pub fn extend(&mut self, other: Self) {
        self.paths.extend(other.paths);
        self.is_everything |= other.is_everything;
    }

    /// Whether the folder itself was added or removed.
    pub(super) fn touch(&self, folder: &Path) -> bool {
        self.is_everything || self.paths.contains(folder)
    }
}

/// Whether it is an auxiliary file that an editor program writes next to the edited one.
pub(super) fn is_aside(path: &Path) -> bool {
    path.file_name().is_some_and(|name| {
        let name = name.to_string_lossy();
        name.starts_with(['.', '#']) || name.starts_with("~$") || name.ends_with('~') || name == "4913"
    })
}

/// Collects the events of the watcher.
#[derive(Debug)]
pub(super) struct Listener {
    seen: Receiver<Seen>,
    again: Option<(Instant, BTreeSet<PathBuf>)>,
}

impl Listener {
    pub(super) fn new(seen: Receiver<Seen>) -> Self {
        Self { seen, again: None }
    }

    /// Waits for the next changes; `None` if the watcher has ended.
    pub(super) fn next(&mut self) -> Option<Changes> {
        let mut gathered = Gathered::default();
        match self.first() {
            Ok(word) => gathered.add(word),
            Err(RecvTimeoutError::Timeout) => {
                let folders = self.again.take().map(|(_, folders)| folders).unwrap_or_default();
                return Some(Changes { paths: folders, is_everything: false });
            }
            Err(RecvTimeoutError::Disconnected) => return None,
        }
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE
            && let Ok(word) = self.seen.recv_timeout(gathered.wait())
        {
            gathered.add(word);
        }
        if !gathered.folders.is_empty() {
            let (_, folders) = self.again.get_or_insert_with(|| (Instant::now() + SECOND_LOOK, BTreeSet::new()));
            folders.extend(gathered.folders);
        }
        Some(gathered.changes)
    }

    /// Waits for the first event, or until a new folder is to be read again.
    fn first(&self) -> Result<Seen, RecvTimeoutError> {
        match &self.again {
            Some((when, _)) => self.seen.recv_timeout(when.saturating_duration_since(Instant::now())),
            None => self.seen.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }
}

#[derive(Default)]
struct Gathered {
    changes: Changes,
    open: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
}

impl Gathered {
    fn add(&mut self, word: Seen) {
        match word {
            Seen::Lost => self.changes.is_everything = true,
            Seen::Opened(path) => {
                self.open.insert(path.clone());
                self.changes.paths.insert(path);
            }
            Seen::Settled(path) => {
                self.open.remove(&path);
                self.changes.paths.insert(path);
            }
            Seen::Folder(path) => {
                self.folders.insert(path.clone());
                self.changes.paths.insert(path);
            }
        }
    }

    fn wait(&self) -> Duration {
        if self.open.is_empty() { BREATH } else { QUIET }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn changes(words: &[Seen]) -> (Changes, Duration) {
        let (tell, seen) = mpsc::channel();
        words.iter().for_each(|word| tell.send(word.clone()).expect("somebody listens"));
        let begun = Instant::now();
        let changes = Listener::new(seen).next().expect("there are words");
        (changes, begun.elapsed())
    }

    #[test]
    fn what_comes_together_is_one_change() {
        let path = |name: &str| PathBuf::from("/c").join(name);
        let words = [Seen::Opened(path("1.yaml")), Seen::Settled(path("1.yaml")), Seen::Settled(path("2.yaml"))];
        let (told, _) = changes(&words);
        assert_eq!(told.below(Path::new("/c")).collect::<Vec<_>>(), [Path::new("1.yaml"), Path::new("2.yaml")]);
        assert!(told.are_all_within(Path::new("/c")) && !told.touch(Path::new("/c")));
        assert_eq!(changes(&[Seen::Lost]).0, Changes::everything());
    }

    #[test]
    fn an_open_file_is_waited_for() {
        let (tell, seen) = mpsc::channel();
        tell.send(Seen::Opened(PathBuf::from("/c/1.yaml"))).expect("somebody listens");
        let begun = Instant::now();
        let told = Listener::new(seen).next();
        assert!(told.is_some() && begun.elapsed() >= QUIET);
    }

    #[test]
    fn a_new_folder_is_looked_through_twice() {
        let (tell, seen) = mpsc::channel();
        tell.send(Seen::Folder(PathBuf::from("/c/p"))).expect("somebody listens");
        let mut listener = Listener::new(seen);
        assert_eq!(listener.next(), listener.next());
    }
}
