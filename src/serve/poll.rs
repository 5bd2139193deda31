//! Looks the folders through again and again, for systems and network folders that do not tell of changes. What differs from the
//! last look is told in the words of the watcher.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::changes::{Seen, is_aside};

/// How long is rested between two looks.
const REST: Duration = Duration::from_millis(300);

/// Where a look takes long (many files, a slow share), so many times as long is rested.
const SHARE: u32 = 5;

/// Clocks of file systems stand still for up to two seconds: what has changed may change again unseen, and is told so many times.
const TELLINGS: u8 = 8;

/// Looks until it is dropped.
#[derive(Debug)]
pub(super) struct Poll {
    _end: Sender<()>,
}

impl Poll {
    /// Takes a first look at once; what comes after it is told.
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

/// What stood below the folders at the last look.
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
    /// How many times more it is told.
    tellings: u8,
}

impl Known {
    fn of(folders: &[PathBuf]) -> Self {
        let mut known = Self { folders: folders.to_vec(), paths: BTreeMap::new() };
        known.look();
        known.paths.values_mut().for_each(|state| state.tellings = 0);
        known
    }

    /// What is new, changed or gone since the last look, or was a moment ago.
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
        // What comes into a folder and goes is told by itself.
        let modified = meta.modified().ok().filter(|_| !is_folder);
        Self { modified, bytes: if is_folder { 0 } else { meta.len() }, is_folder, tellings: 0 }
    }

    fn is_same(&self, other: &Self) -> bool {
        Self { tellings: 0, ..*self } == Self { tellings: 0, ..*other }
    }
}

/// Notes a file, or a folder and what is below it; what cannot be looked at is as if it were not there.
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
