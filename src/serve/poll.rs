//! Polls the folders, for systems and network folders that do not notify about changes. The differences from the last
//! poll are sent as events of the watcher.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::changes::{Seen, is_aside};

/// The pause between two polls.
const REST: Duration = Duration::from_millis(300);

/// The pause as a multiple of the duration of a poll, if a poll takes long (many files, a slow share).
const SHARE: u32 = 5;

/// How often a change is reported. Timestamps of file systems have a resolution of up to two seconds, so a second
/// change in that time may be missed.
const TELLINGS: u8 = 8;

/// Polls until it is dropped.
#[derive(Debug)]
pub(super) struct Poll {
    _end: Sender<()>,
}

impl Poll {
    /// Reads the current state at once; later changes are reported.
    pub(super) fn start(folders: &[PathBuf], seen: &Sender<Seen>) -> Self {
        let (end, ended) = mpsc::channel::<()>();
        let (mut known, seen) = (Known::of(folders), seen.clone());
        let mut rest = REST;
        thread::spawn(move || {
            while ended.recv_timeout(rest) == Err(RecvTimeoutError::Timeout) {
                let begun = Instant::now();
                known.look().into_iter().for_each(|path| drop(seen.send(Seen::Settled(path))));
                rest = REST.max(begun.elapsed() * SHARE);
            }
        });
        Self { _end: end }
    }
}

/// The files below the folders at the last poll.
#[derive(Debug)]
struct Known {
    folders: Vec<PathBuf>,
    paths: BTreeMap<PathBuf, State>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    modified: Option<SystemTime>,
    bytes: u64,
    is_folder: bool,
    /// How often the change is still to be reported.
    tellings: u8,
}

impl Known {
    fn of(folders: &[PathBuf]) -> Self {
        let mut known = Self { folders: folders.to_vec(), paths: BTreeMap::new() };
        known.look();
        known.paths.values_mut().for_each(|state| state.tellings = 0);
        known
    }

    /// The paths added, changed or removed since the last poll, and those changed shortly before.
    fn look(&mut self) -> Vec<PathBuf> {
        let mut now = BTreeMap::new();
        self.folders.iter().for_each(|folder| walk(folder, &mut now));
        for (path, state) in &mut now {
            let old = self.paths.remove(path);
            state.tellings = match old {
                Some(old) if old.is_same(state) => old.tellings.saturating_sub(1),
                _ => TELLINGS,
            };
        }
        let gone = std::mem::replace(&mut self.paths, now).into_keys();
        let told = self.paths.iter().filter(|(_, state)| state.tellings > 0).map(|(path, _)| path.clone());
        gone.chain(told).collect()
    }
}

impl State {
    fn of(meta: &Metadata) -> Self {
        let is_folder = meta.is_dir();
        // Files added to a folder or removed from it are reported by themselves.
        let modified = meta.modified().ok().filter(|_| !is_folder);
        Self { modified, bytes: if is_folder { 0 } else { meta.len() }, is_folder, tellings: 0 }
    }

    fn is_same(&self, other: &Self) -> bool {
        Self { tellings: 0, ..*self } == Self { tellings: 0, ..*other }
    }
}

/// Records a file, or a folder with everything below it; an unreadable path counts as missing.
fn walk(path: &Path, found: &mut BTreeMap<PathBuf, State>) {
    let Ok(meta) = fs::symlink_metadata(path) else { return };
    if meta.is_dir() {
        let entries = fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
        entries.filter(|path| !is_aside(path)).for_each(|path| walk(&path, found));
    }
    found.insert(path.to_path_buf(), State::of(&meta));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_from_the_last_look_is_told() {
        let place = tempfile::tempdir().expect("there is room for a test");
        let folder = place.path().join("記録");
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("it can be written");
        fs::create_dir(&folder).expect("it can be made");
        write("1.yaml", "一");
        let mut known = Known::of(std::slice::from_ref(&folder));
        let mut check = |expected: &[&str]| {
            let told: Vec<_> = known.look();
            let told: Vec<_> =
                told.iter().map(|path| path.strip_prefix(&folder).expect("it is below").to_owned()).collect();
            assert_eq!(told, expected.iter().map(PathBuf::from).collect::<Vec<_>>());
        };
        check(&[]);
        write("1.yaml", "一と二");
        write(".1.yaml.swp", "");
        (0..TELLINGS).for_each(|_| check(&["1.yaml"]));
        check(&[]);
        let old = SystemTime::UNIX_EPOCH;
        let file = fs::File::options().write(true).open(folder.join("1.yaml")).expect("it is there");
        file.set_modified(old).expect("its time can be set");
        check(&["1.yaml"]);
        fs::remove_file(folder.join("1.yaml")).expect("it can be removed");
        check(&["1.yaml"]);
        check(&[]);
        fs::remove_dir_all(&folder).expect("it can be removed");
        check(&[""]);
        fs::create_dir(&folder).expect("it can be made");
        write("2.yaml", "二");
        check(&["", "2.yaml"]);
    }
}
