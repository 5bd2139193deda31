//! The only room that writes. [`publish`] replaces the site in a folder so that at every moment the old or the new site is
//! there, complete, after a power cut too; [`create`], [`create_file`] and [`create_whole`] write new files and never touch an existing one;
//! [`revise()`] changes files of the content unless they have changed since they were read. What the files mean is not known
//! here.
//!
//! A build never writes into the published folder. Every artifact is made and compared with the published file; a file that
//! differs is written to a folder beside it, an equal one is linked there, and the two folders are exchanged, in one step
//! where the system allows it. A site without changes is left alone; if its sources are the same too, it is not even made
//! ([`Output::unchanged`]).

mod durable;
mod file;
mod manifest;
mod memory;
mod output;
mod revise;
#[cfg_attr(not(unix), path = "no_rights.rs")]
mod rights;
mod seal;
mod staged;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::{iter, ptr};

use crate::bundle::{self, Artifact, Bundle, SitePath};
use crate::digest::{Digest, digest, hex};
use crate::outside::{reason, shown};
use crate::parallel;
use file::{holds, replace, stands, stream, write, write_durably};
use manifest::Manifest;
use memory::Memory;
use output::Listing;

pub use manifest::Files;
pub use output::{Output, Patience, check_apart};
pub use revise::{Revised, create_file, discard, revise};
pub use seal::fingerprint;
pub use staged::{Parcel, Staged, create_whole};

/// The name under which [`Output::remember`] keeps its bytes.
const EXAMINED: &str = "examined.json";

/// What a publication changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files of the site.
    pub files: usize,
    /// Bytes of the site.
    pub bytes: u64,
    /// Files that are new, in order.
    pub added: Vec<String>,
    /// Files that differ from what was published, in order.
    pub changed: Vec<String>,
    /// Files of the earlier publication that are gone, in order.
    pub removed: Vec<String>,
    /// Files in the folder that no publication had written, in order; they are gone too.
    pub foreign: Vec<String>,
}

/// Why nothing was published; the folder is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An artifact could not be made.
    #[error("「{path}」を作成できませんでした: {source}")]
    Make {
        /// The artifact.
        path: SitePath,
        /// What went wrong.
        source: bundle::Error,
    },
    /// A file could not be written.
    #[error("「{}」に書き込めません: {}", shown(.path), reason(.source))]
    Write {
        /// What was to be written.
        path: PathBuf,
        /// The operating system's error.
        source: std::io::Error,
    },
    /// A published file could not be read.
    #[error("「{}」を読めません: {}", shown(.path), reason(.source))]
    Read {
        /// What was to be read.
        path: PathBuf,
        /// The operating system's error.
        source: std::io::Error,
    },
    /// The output is the root of a disk, or something like it.
    #[error("「{}」には書き出せません。書き出し先にはフォルダーの名前を指定してください", shown(.0))]
    NoFolder(PathBuf),
    /// There is a file where the folder should be.
    #[error(
        "書き出し先「{}」はフォルダーではなくファイルです。別の場所を指定するか、そのファイルを別の場所に移してください",
        shown(.0)
    )]
    IsFile(PathBuf),
    /// The folder holds files that this program did not write.
    #[error(
        "書き出し先「{}」には、mieruka が書き出したものではないファイルがあります。\
        書き出し先の中身は毎回すべて置き換わるので、空のフォルダーか新しい名前を指定してください",
        shown(.0)
    )]
    NotOurs(PathBuf),
    /// The output is a link to something that does not exist.
    #[error("書き出し先「{}」はリンクですが、リンクの先がありません。先のフォルダーを作るか、リンクを直してください", shown(.0))]
    BrokenLink(PathBuf),
    /// The folder is a checkout of git: replacing it would delete its history.
    #[error(
        "書き出し先「{}」は git の作業フォルダーです(.git があります)。書き出し先の中身はすべて置き換わり、履歴も消えるので、\
        別のフォルダーに書き出してからコピーしてください",
        shown(.0)
    )]
    Repository(PathBuf),
    /// The folder in which the output lies cannot be written to.
    #[error(
        "書き出し先の親フォルダー「{}」に書き込めません: {}。書き込める場所を --out に指定するか、\
        書き込みのできる空のフォルダーを書き出し先として用意してください",
        shown(.folder), reason(.source)
    )]
    Parent {
        /// The parent folder.
        folder: PathBuf,
        /// The operating system's error.
        source: std::io::Error,
    },
    /// Another build, or another program, has kept the folder locked for too long.
    #[error(
        "「{}」への、ほかの mieruka による書き出しが終わりません。途中で止まっている mieruka があれば終了してから、\
        もう一度実行してください",
        shown(.0)
    )]
    Busy(PathBuf),
    /// The publication was given up from outside.
    #[error("中断しました。「{}」は更新していません", shown(.0))]
    Stopped(PathBuf),
    /// One of the two folders is inside the other.
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
    /// One of several new files already exists.
    #[error("「{}」がすでにあります。上書きはしないので、別のフォルダーを指定してください", shown(.0))]
    Exists(PathBuf),
    /// The archive of changes would lie where the site is replaced.
    #[error(
        "差分の ZIP「{}」が、書き出し先の中にあります。書き出し先の中身はすべて置き換わるので、外の場所を指定してください",
        shown(.0)
    )]
    Inside(PathBuf),
    /// The archive of changes already exists.
    #[error("「{}」がすでにあります。前の差分を失わないように、上書きはしません。別の名前を指定してください", shown(.0))]
    Kept(PathBuf),
    /// A single new file already exists.
    #[error("「{}」がすでにあります。上書きはしないので、--out に別の名前を指定するか、そのファイルを別の場所に移してください", .0.display())]
    Taken(PathBuf),
    /// A file of the content has changed since it was read.
    #[error(
        "「{}」が、比べている間に変わりました。何も書き換えていません。もう一度実行してください",
        .0.display()
    )]
    Changed(PathBuf),
}

/// Publishes the site to `to`, replacing what this program had published there before.
pub fn publish(bundle: &Bundle<'_>, to: &Path) -> Result<Changes, Error> {
    Output::open(to, Patience::default())?.stage(bundle, &[])?.put(None)
}

impl Output {
    /// The empty changes of a publication from these sources, if it is known that it would change nothing: the last one had
    /// the same sources, and the folder is untouched since.
    pub fn unchanged(&self, made_from: &Digest) -> Option<Changes> {
        seal::unbroken(self, made_from)
    }

    /// Makes the site beside the published one, which stays as it is until [`Staged::put`]; first of all the files at these
    /// paths, of which each group is made at once.
    pub fn stage(&self, bundle: &Bundle<'_>, first: &[Vec<&str>]) -> Result<Staged<'_>, Error> {
        let before = Manifest::read(self, |path| is_part(bundle, path))?;
        stage((bundle, first), self, &before)
    }

    /// The folder with what was published before, if anything was.
    pub fn published(&self) -> &Path {
        &self.site
    }

    /// Keeps bytes for the next build to this folder, where that is possible.
    pub fn remember(&self, bytes: &[u8]) {
        self.memory.iter().for_each(|memory| memory.keep(EXAMINED, bytes));
    }

    /// Whether every published folder has what it is to have.
    fn folders_fit(&self, listing: &Listing) -> bool {
        let fits = |path: &String| self.site.join(path).symlink_metadata().is_ok_and(|meta| self.rights.fit(&meta));
        listing.folders.iter().all(fits)
    }
}

/// What [`Output::remember`] has kept for a folder, if anything: what the last build to it said of the content.
pub fn recall(to: &Path) -> Option<Vec<u8>> {
    Memory::of(&output::resolve(to).ok()?)?.recall(EXAMINED)
}

/// Writes new files below `to`; fails before the first byte if one of them already exists.
pub fn create(bundle: &Bundle<'_>, to: &Path) -> Result<Changes, Error> {
    if let Some(taken) =
        bundle.iter().map(|(path, _)| to.join(path.as_str())).find(|path| path.symlink_metadata().is_ok())
    {
        return Err(Error::Exists(taken));
    }
    let mut changes = Changes::default();
    for (path, artifact) in bundle.iter() {
        let bytes = make(path, artifact)?;
        write_durably(&to.join(path.as_str()), &bytes)?;
        changes.files += 1;
        changes.added.push(path.as_str().to_owned());
        changes.bytes += bytes.len() as u64;
    }
    Ok(changes)
}

/// Writes the files below `to` that differ from the existing ones, each in one step; leaves all others alone.
pub fn refresh(bundle: &Bundle<'_>, to: &Path) -> Result<Changes, Error> {
    let mut changes = Changes::default();
    for (path, artifact) in bundle.iter() {
        let (bytes, at) = (make(path, artifact)?, to.join(path.as_str()));
        changes.files += 1;
        changes.bytes += bytes.len() as u64;
        if !holds(&at, &*bytes, bytes.len() as u64) {
            replace(&at, &bytes)?;
            changes.changed.push(path.as_str().to_owned());
        }
    }
    Ok(changes)
}

/// One artifact after it was made.
struct Made {
    sha256: String,
    bytes: u64,
    /// The published file has the same bytes and stays: readers who ask whether it changed since, by its time, are told no.
    kept: bool,
}

fn stage<'o>(
    (bundle, first): (&Bundle<'_>, &[Vec<&str>]),
    output: &'o Output,
    before: &Manifest,
) -> Result<Staged<'o>, Error> {
    let made = make_all(bundle, first, output)?;
    let (kept, written): (Vec<_>, Vec<_>) = made.iter().partition(|(_, made)| made.kept);
    let [kept, written] =
        [kept, written].map(|files| files.into_iter().map(|(path, _)| path.as_str().to_owned()).collect::<Vec<_>>());
    let (changed, added) = written.into_iter().partition(|path| output.exists && output.site.join(path).is_file());
    let listing = output.listing()?;
    let folders_fit = output.folders_fit(&listing);
    let (removed, foreign) =
        listing.files.into_iter().filter(|path| !is_part(bundle, path)).partition(|path| before.lists(path));
    let bytes = made.iter().map(|(_, made)| made.bytes).sum();
    let mut changes = Changes { files: made.len(), bytes, added, changed, removed, foreign };
    changes.removed.sort();
    changes.foreign.sort();
    let manifest = Files(made.into_iter().map(|(path, made)| (path.as_str().to_owned(), made.sha256)).collect());
    Ok(Staged { output, changes, kept, manifest, folders_fit })
}

/// A path with the way to make its bytes.
type Listed<'b, 'a> = (&'b SitePath, &'b Artifact<'a>);

/// Makes every file; in order of the paths. The late ones are looked for while the others are made.
fn make_all<'b>(
    bundle: &'b Bundle<'_>,
    first: &[Vec<&str>],
    output: &Output,
) -> Result<Vec<(&'b SitePath, Made)>, Error> {
    let early = bundle.early();
    let make = |(path, artifact): &Listed<'b, '_>| {
        let made = stage_one(path, artifact, output);
        output.done.fetch_add(1, Ordering::Relaxed);
        Ok((*path, made?))
    };
    let is_early = |(path, artifact): &Listed<'_, '_>| {
        let known = early.binary_search_by_key(path, |(path, _)| *path);
        known.is_ok_and(|known| ptr::eq(early[known].1, *artifact))
    };
    let tasks: Vec<_> = iter::once(None).chain(in_groups(&early, first).into_iter().map(Some)).collect();
    let made = parallel::try_map(&tasks, |task| match task {
        None => parallel::try_map(&bundle.iter().filter(|file| !is_early(file)).collect::<Vec<_>>(), make),
        Some(files) => files.iter().map(make).collect(),
    })?;
    let mut made: Vec<_> = made.into_iter().flatten().collect();
    made.sort_by_key(|(path, _)| *path);
    Ok(made)
}

/// These groups of files, then the others, each by itself: from the last one on, since the tables' folder, which tells about
/// every table, is among the first ones.
fn in_groups<'b, 'a>(files: &[Listed<'b, 'a>], first: &[Vec<&str>]) -> Vec<Vec<Listed<'b, 'a>>> {
    let place = |path: &str| files.binary_search_by_key(&path, |(path, _)| path.as_str()).ok();
    let mut left: Vec<_> = files.iter().copied().map(Some).collect();
    let mut take = |path: &&str| left[place(path)?].take();
    let groups: Vec<Vec<_>> = first.iter().map(|paths| paths.iter().filter_map(&mut take).collect()).collect();
    groups.into_iter().chain(left.into_iter().rev().flatten().map(|file| vec![file])).collect()
}

fn stage_one(path: &SitePath, artifact: &Artifact<'_>, output: &Output) -> Result<Made, Error> {
    output.check_wanted()?;
    let (old, new) = (output.site.join(path.as_str()), output.new.join(path.as_str()));
    let streamed = match artifact {
        Artifact::Stream(write) => Some((write, None)),
        Artifact::Summed(write, sum) => Some((write, Some(sum))),
        Artifact::Bytes(_) | Artifact::Lazy(_) | Artifact::Held(..) => None,
    };
    if let Some((write, sum)) = streamed {
        let known = sum.map(|sum| sum()).transpose().map_err(|source| Error::Make { path: path.clone(), source })?;
        let (sha256, bytes) = stream(path, write, known, &new)?;
        let kept = output.exists && File::open(&new).is_ok_and(|file| stands(&old, file, bytes, &output.rights));
        if kept {
            fs::remove_file(&new).map_err(|source| Error::Write { path: new, source })?;
        }
        return Ok(Made { sha256, bytes, kept });
    }
    let content = make(path, artifact)?;
    let bytes = content.len() as u64;
    let kept = output.exists && stands(&old, &*content, bytes, &output.rights);
    if !kept {
        write(&new, &content)?;
    }
    if let Artifact::Held(_, let_go) = artifact {
        let_go();
    }
    Ok(Made { sha256: hex(&digest(&content)), bytes, kept })
}

fn make(path: &SitePath, artifact: &Artifact<'_>) -> Result<Vec<u8>, Error> {
    artifact.bytes().map_err(|source| Error::Make { path: path.clone(), source })
}

fn is_part(bundle: &Bundle<'_>, path: &str) -> bool {
    path == manifest::NAME || bundle.get(path).is_some()
}

impl Changes {
    /// Whether nothing changed.
    pub fn is_nothing(&self) -> bool {
        [&self.added, &self.changed, &self.removed, &self.foreign].iter().all(|files| files.is_empty())
    }
}
