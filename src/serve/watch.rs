//! Tells when something below a folder changes. Reading is no change, although the system reports it too: without that
//! distinction the preview would wake itself up for ever, which is why the plain watcher is used and not a debouncer.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::Error;

/// Sends a word for each change until the watcher is dropped.
pub(super) fn watch(folders: &[PathBuf], changed: Sender<()>) -> Result<RecommendedWatcher, Error> {
    let fault = |path: &Path, error: notify::Error| Error::Watch { path: path.to_owned(), reason: error.to_string() };
    let tell = move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| matters(&event)) {
            let _ = changed.send(());
        }
    };
    let mut watcher = notify::recommended_watcher(tell).map_err(|error| fault(Path::new(""), error))?;
    for folder in folders {
        watcher.watch(folder, RecursiveMode::Recursive).map_err(|error| fault(folder, error))?;
    }
    Ok(watcher)
}

fn matters(event: &Event) -> bool {
    !matches!(event.kind, EventKind::Access(_))
        && (event.paths.is_empty() || !event.paths.iter().all(|path| is_aside(path)))
}

/// Files that editor programs keep beside the one being edited.
fn is_aside(path: &Path) -> bool {
    path.file_name().is_some_and(|name| {
        let name = name.to_string_lossy();
        name.starts_with(['.', '#']) || name.starts_with("~$") || name.ends_with('~') || name == "4913"
    })
}
