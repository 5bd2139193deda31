//! The seal of a publication: what the site was made from, and how its files stood when it was done. Where both are still so,
//! nothing has to be made again. A seal that is missing or unreadable costs a build, never a wrong site.

use std::fs::Metadata;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::{Changes, Place};
use crate::digest::{Digest, Parts};

const NAME: &str = "seal.json";

#[derive(Serialize, Deserialize)]
struct Seal {
    made_from: Digest,
    stands: Digest,
    files: usize,
    bytes: u64,
}

/// What the publication from these sources had said, if the folder stands as it left it.
pub(super) fn unbroken(place: &Place, made_from: &Digest) -> Option<Changes> {
    let seal: Seal = serde_json::from_slice(&place.memory.as_ref()?.recall(NAME)?).ok()?;
    let is_whole = seal.made_from == *made_from && seal.stands == stands(place)?;
    is_whole.then(|| Changes { files: seal.files, bytes: seal.bytes, ..Changes::default() })
}

/// Seals what was just published. Where that cannot be, the next build makes everything again.
pub(super) fn put(place: &Place, made_from: &Digest, changes: &Changes) {
    let (Some(memory), Some(stands)) = (&place.memory, stands(place)) else { return };
    let seal = Seal { made_from: *made_from, stands, files: changes.files, bytes: changes.bytes };
    memory.clear_others();
    memory.keep(NAME, &serde_json::to_vec(&seal).expect("numbers are always JSON"));
}

/// The names of all files with what the system tells of each without reading it.
fn stands(place: &Place) -> Option<Digest> {
    let mut files = place.files().ok()?;
    files.sort_unstable();
    let mut parts = Parts::default();
    for path in &files {
        let meta = place.site.join(path).symlink_metadata().ok().filter(Metadata::is_file)?;
        parts.add(path);
        parts.add(looks(&meta));
    }
    Some(parts.finish())
}

/// What the system tells of a file without reading it: its length, when it was last written and, where the system tells, last
/// touched in any way, which no program can set; in nanoseconds.
pub fn looks(meta: &Metadata) -> Vec<u8> {
    let since = |moment: SystemTime| match moment.duration_since(UNIX_EPOCH) {
        Ok(after) => after.as_nanos() as i128,
        Err(before) => -(before.duration().as_nanos() as i128),
    };
    let moments = [meta.modified().map_or(0, since), touched(meta).unwrap_or_else(|| meta.created().map_or(0, since))];
    [i128::from(meta.len())].into_iter().chain(moments).flat_map(i128::to_be_bytes).collect()
}

#[cfg(unix)]
fn touched(meta: &Metadata) -> Option<i128> {
    use std::os::unix::fs::MetadataExt;
    Some(i128::from(meta.ctime()) * 1_000_000_000 + i128::from(meta.ctime_nsec()))
}

#[cfg(not(unix))]
fn touched(_: &Metadata) -> Option<i128> {
    None
}
