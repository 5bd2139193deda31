//! The only room that writes. [`publish`] puts a whole site at a folder so that, whenever one looks, the old or the new
//! site stands there complete; [`plant`] and [`lay`] lay files without ever touching one that exists; [`revise()`] changes files of
//! the content that nobody else has changed. What the files mean is not known here.
//!
//! A build never writes into the published folder. Every artifact is made and compared with the published file; what differs
//! goes into a complete folder beside it, what does not is linked there, and the two folders change places in one step
//! where the system can do that. A site in which nothing changed is left alone; where its sources are the same too, it need
//! not even be made ([`unchanged`]).

mod file;
mod manifest;
mod memory;
mod place;
mod revise;
mod seal;

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::bundle::{self, Artifact, Bundle, SitePath};
use crate::digest::{Digest, digest};
use crate::outside::{reason, shown};
use crate::parallel;
use file::{holds, keep, replace, stream, write};
use manifest::Manifest;
use place::Place;

pub use place::check_apart;
pub use revise::{Revised, lay, revise};
pub use seal::looks;

/// Larger files are written even where the published one is the same: they are few, and a place that no longer takes them
/// says so in time.
const LARGE: u64 = 64 * 1024;

/// The name under which the cuts are kept.
const WORDS: &str = "words";

/// What a publication changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files of the site.
    pub files: usize,
    /// Bytes of the site.
    pub bytes: u64,
    /// Files that are new or differ from what was published.
    pub written: usize,
    /// Files of the earlier publication that are gone, in order.
    pub removed: Vec<String>,
    /// Files that somebody else had laid into the folder, in order; they are gone too.
    pub foreign: Vec<String>,
}

/// Nothing was published; what stood there still stands.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An artifact could not be made.
    #[error("「{path}」を作れませんでした: {source}")]
    Make {
        /// The artifact.
        path: SitePath,
        /// What went wrong.
        source: bundle::Error,
    },
    /// The operating system refused.
    #[error("「{}」に書き込めません: {}", shown(.path), reason(.source))]
    Write {
        /// What was to be written.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The operating system refused to let a published file be seen.
    #[error("「{}」を読めません: {}", shown(.path), reason(.source))]
    Read {
        /// What was to be read.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The output is the root of a disk, or something like it.
    #[error("「{}」には書き出せません。書き出し先にはフォルダーの名前を指定してください", shown(.0))]
    NoFolder(PathBuf),
    /// There is a file where the folder should be.
    #[error(
        "書き出し先「{}」はフォルダーではなくファイルです。別の場所を指定するか、そのファイルを移してください",
        shown(.0)
    )]
    IsFile(PathBuf),
    /// The folder holds something, and that was not put there by this program.
    #[error(
        "書き出し先「{}」には、この道具が書き出したものでないファイルがあります。\
        書き出し先の中身は毎回すべて置き換わるので、空のフォルダーか新しい名前を指定してください",
        shown(.0)
    )]
    NotOurs(PathBuf),
    /// One of the two folders lies in the other.
    #[error(
        "書き出し先「{}」と元の記録「{}」が重なっています。互いの外にあるフォルダーを指定してください",
        shown(.to), shown(.from)
    )]
    Overlap {
        /// The output.
        to: PathBuf,
        /// What it overlaps with.
        from: PathBuf,
    },
    /// A planted file would have replaced another one.
    #[error("「{}」がすでにあります。上書きはしないので、別のフォルダーを指定してください", shown(.0))]
    Exists(PathBuf),
    /// A file is already there.
    #[error("「{}」がすでにあります。上書きはしないので、--out に別の名前を指定するか、そのファイルを移してください", .0.display())]
    Taken(PathBuf),
    /// A file of the content is not what it was when it was read.
    #[error(
        "「{}」が、比べている間に変わりました。何も書き換えていません。もう一度やり直してください",
        .0.display()
    )]
    Changed(PathBuf),
}

/// Puts the site at `to`, in place of what this program had put there before.
pub fn publish(bundle: &Bundle<'_>, to: &Path) -> Result<Changes, Error> {
    put(bundle, &Place::open(to)?)
}

/// The same, and remembers what the site was made from, so that [`unchanged`] can tell when nothing else would come of it.
pub fn publish_sealed(bundle: &Bundle<'_>, to: &Path, made_from: &Digest) -> Result<Changes, Error> {
    let place = Place::open(to)?;
    let changes = put(bundle, &place)?;
    seal::put(&place, made_from, &changes);
    Ok(changes)
}

/// What a publication from these sources would change, if that is known to be nothing: the last one had the same, and nobody
/// has touched the folder since.
pub fn unchanged(to: &Path, made_from: &Digest) -> Option<Changes> {
    let place = Place::open(to).ok()?;
    let changes = seal::unbroken(&place, made_from);
    place.clear();
    changes
}

/// What [`remember`] has kept for this folder, if anything: how the texts of the site are cut into words.
pub fn recall(to: &Path) -> Option<Vec<u8>> {
    place::memory(to)?.recall(WORDS)
}

/// Keeps bytes for the next build to this folder. Where that cannot be, it does without.
pub fn remember(to: &Path, bytes: &[u8]) {
    place::memory(to).iter().for_each(|memory| memory.keep(WORDS, bytes));
}

fn put(bundle: &Bundle<'_>, place: &Place) -> Result<Changes, Error> {
    let staged = Manifest::read(&place.site).and_then(|before| stage(bundle, place, &before));
    if staged.is_err() {
        place.clear();
    }
    staged
}

/// Lays the files below `to`; refuses before the first byte if one of them is already there.
pub fn plant(bundle: &Bundle<'_>, to: &Path) -> Result<Changes, Error> {
    if let Some(taken) =
        bundle.iter().map(|(path, _)| to.join(path.as_str())).find(|path| path.symlink_metadata().is_ok())
    {
        return Err(Error::Exists(taken));
    }
    let mut changes = Changes::default();
    for (path, artifact) in bundle.iter() {
        let bytes = make(path, artifact)?;
        write(&to.join(path.as_str()), &bytes)?;
        changes.files += 1;
        changes.written += 1;
        changes.bytes += bytes.len() as u64;
    }
    Ok(changes)
}

/// Writes the files below `to` that differ from what stands there, each in one step; leaves all others alone.
pub fn refresh(bundle: &Bundle<'_>, to: &Path) -> Result<Changes, Error> {
    let mut changes = Changes::default();
    for (path, artifact) in bundle.iter() {
        let (bytes, at) = (make(path, artifact)?, to.join(path.as_str()));
        changes.files += 1;
        changes.bytes += bytes.len() as u64;
        if !holds(&at, &*bytes, bytes.len() as u64) {
            replace(&at, &bytes)?;
            changes.written += 1;
        }
    }
    Ok(changes)
}

/// One artifact after it was made.
struct Made {
    digest: Digest,
    bytes: u64,
    /// The published file has the same bytes.
    kept: bool,
    /// The published file itself goes into the new site.
    linked: bool,
}

fn stage(bundle: &Bundle<'_>, place: &Place, before: &Manifest) -> Result<Changes, Error> {
    let artifacts: Vec<_> = bundle.iter().collect();
    let made: Vec<Made> = parallel::try_map(&artifacts, |(path, artifact)| stage_one(path, artifact, place))?;
    let paths = || artifacts.iter().map(|(path, _)| path.as_str());
    let manifest = manifest::text(paths().zip(made.iter().map(|made| &made.digest)));
    let (removed, foreign) =
        place.files()?.into_iter().filter(|path| !is_part(bundle, path)).partition(|path| before.lists(path));
    let mut changes = Changes {
        files: made.len(),
        bytes: made.iter().map(|made| made.bytes).sum(),
        written: made.iter().filter(|made| !made.kept).count(),
        removed,
        foreign,
    };
    changes.removed.sort();
    changes.foreign.sort();
    if changes.is_nothing() && holds(&place.site.join(manifest::NAME), &*manifest, manifest.len() as u64) {
        place.clear();
        return Ok(changes);
    }
    write(&place.new.join(manifest::NAME), &manifest)?;
    let linked: Vec<_> = paths().zip(&made).filter(|(_, made)| made.linked).map(|(path, _)| path).collect();
    parallel::try_map(&linked, |path| keep(path, place))?;
    place.swap()?;
    Ok(changes)
}

fn stage_one(path: &SitePath, artifact: &Artifact<'_>, place: &Place) -> Result<Made, Error> {
    let (old, new) = (place.site.join(path.as_str()), place.new.join(path.as_str()));
    if let Artifact::Stream(write) = artifact {
        let (digest, bytes) = stream(path, write, &new)?;
        let kept = place.stands && File::open(&new).is_ok_and(|file| holds(&old, file, bytes));
        return Ok(Made { digest, bytes, kept, linked: false });
    }
    let content = make(path, artifact)?;
    let bytes = content.len() as u64;
    let kept = place.stands && holds(&old, &*content, bytes);
    let linked = kept && bytes <= LARGE;
    if !linked {
        write(&new, &content)?;
    }
    Ok(Made { digest: digest(&content), bytes, kept, linked })
}

fn make(path: &SitePath, artifact: &Artifact<'_>) -> Result<Vec<u8>, Error> {
    artifact.bytes().map_err(|source| Error::Make { path: path.clone(), source })
}

fn is_part(bundle: &Bundle<'_>, path: &str) -> bool {
    path == manifest::NAME || bundle.get(path).is_some()
}

impl Changes {
    fn is_nothing(&self) -> bool {
        self.written == 0 && self.removed.is_empty() && self.foreign.is_empty()
    }
}
