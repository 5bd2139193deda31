//! The seal of a publication: digests of its sources and of the metadata of its files. While both are unchanged, nothing has
//! to be made again. A missing or unreadable seal costs a build, never a wrong site.

use std::fs::Metadata;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::{Changes, Output};
use crate::digest::{Digest, Parts};

const NAME: &str = "seal.json";

#[derive(Serialize, Deserialize)]
struct Seal {
    made_from: Digest,
    state: Digest,
    files: usize,
    bytes: u64,
}

/// The counts of the last publication without changes, if it had the same sources and its files are untouched.
pub(super) fn unbroken(output: &Output, made_from: &Digest) -> Option<Changes> {
    let seal: Seal = serde_json::from_slice(&output.memory.as_ref()?.recall(NAME)?).ok()?;
    let is_whole = seal.made_from == *made_from && seal.state == state(output)?;
    is_whole.then(|| Changes { files: seal.files, bytes: seal.bytes, ..Changes::default() })
}

/// Seals what was just published. Without a seal the next build makes everything again.
pub(super) fn put(output: &Output, made_from: &Digest, changes: &Changes) {
    let (Some(memory), Some(state)) = (&output.memory, state(output)) else { return };
    let seal = Seal { made_from: *made_from, state, files: changes.files, bytes: changes.bytes };
    memory.clear_others();
    memory.keep(NAME, &serde_json::to_vec(&seal).expect("numbers are always JSON"));
}

/// The digest of the paths and fingerprints of all files, if no folder is closed or opened by hand.
fn state(output: &Output) -> Option<Digest> {
    let mut listing = output.listing().ok()?;
    listing.files.sort_unstable();
    let mut parts = Parts::default();
    for path in &listing.files {
        let meta = output.site.join(path).symlink_metadata().ok().filter(Metadata::is_file)?;
        parts.add(path);
        parts.add(fingerprint(&meta));
    }
    output.folders_fit(&listing).then(|| parts.finish())
}

/// The metadata by which a change of a file shows without reading it: length, time of the last write and, where the system has
/// it, of the last change of any kind, which no program can set; in nanoseconds.
pub fn fingerprint(meta: &Metadata) -> Vec<u8> {
    let since = |moment: SystemTime| match moment.duration_since(UNIX_EPOCH) {
        Ok(after) => after.as_nanos() as i128,
        Err(before) => -(before.duration().as_nanos() as i128),
    };
    let moments =
        [meta.modified().map_or(0, since), status_changed(meta).unwrap_or_else(|| meta.created().map_or(0, since))];
    [i128::from(meta.len())].into_iter().chain(moments).flat_map(i128::to_be_bytes).collect()
}

#[cfg(unix)]
fn status_changed(meta: &Metadata) -> Option<i128> {
    use std::os::unix::fs::MetadataExt;
    Some(i128::from(meta.ctime()) * 1_000_000_000 + i128::from(meta.ctime_nsec()))
}

#[cfg(not(unix))]
fn status_changed(_: &Metadata) -> Option<i128> {
    None
}
