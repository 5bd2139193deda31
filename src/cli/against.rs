//! `check --against`: reads an earlier publication, from its folder or from its `manifest.json`, and compares it with what this
//! content would publish.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use mieruka::bundle::{Open, Stamp};
use mieruka::diagnostic::Diagnostics;
use mieruka::export::{self, Former};
use mieruka::model::{Date, RecordId, Site};
use mieruka::outside::reason;
use mieruka::permanence::{self, NotPublished, Now, Published};
use mieruka::publish::Files;
use mieruka::render::Theme;
use mieruka::search::{Index, Tokenizer};

use super::Error as Failure;

/// Why there is nothing to compare with.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// The file could not be read.
    #[error("前回の公開「{}」を読めません: {}", .0.display(), reason(.1))]
    Unreadable(PathBuf, std::io::Error),
    /// The file is not from a publication.
    #[error("「{}」は、{}。公開したフォルダーか、その中の manifest.json を指定してください", .0.display(), .1)]
    NotPublished(PathBuf, NotPublished),
}

/// The result of the comparison.
pub(super) struct Compared {
    pub(super) findings: Diagnostics,
    /// The number of files of the earlier publication.
    pub(super) files: usize,
    /// Whether the digests of its values are known.
    pub(super) has_values: bool,
}

/// Compares an earlier publication with what this site would be, published today.
pub(super) fn compare(earlier: &Path, site: &Site, today: Date) -> Result<Compared, Failure> {
    let folder = folder(earlier);
    let before = published(earlier, folder)?;
    let public = site.clone().published();
    let (theme, tokenizer, stamp) = (Theme::open(None)?, Tokenizer::open()?, Stamp::default());
    let datasets = export::datasets_since(&public, &former(folder));
    let index = Index::of(&public, &tokenizer);
    let bundle = mieruka::build(&public, &datasets, &theme, &index, &stamp);
    let now =
        Now { editors: site, public: &public, has: &|path| bundle.get(path).is_some(), today, recall: &recall(folder) };
    let findings = permanence::compare(&before, &now);
    Ok(Compared { findings, files: before.len(), has_values: before.knows_values() })
}

/// The tables of the publication in a folder.
pub(super) fn former(folder: &Path) -> Arc<Former> {
    Arc::new(Former::read(opener(folder)))
}

/// Opens the files of the publication in a folder.
pub(super) fn opener(folder: &Path) -> Box<Open> {
    let folder = folder.to_owned();
    Box::new(move |path| Some(Box::new(File::open(folder.join(path)).ok()?) as Box<dyn Read>))
}

/// An earlier publication by its folder, or by its `manifest.json`.
pub(super) fn earlier(given: &Path) -> Result<Published, Error> {
    published(given, folder(given))
}

fn folder(earlier: &Path) -> &Path {
    match earlier.is_dir() {
        true => earlier,
        false => earlier.parent().unwrap_or(Path::new("")),
    }
}

/// The values that change without a correction when a site, as editors and as the public see it, replaces an earlier one; nothing
/// if there is none.
pub(super) fn changed_values(given: &Path, (editors, public): (&Site, &Site), today: Date) -> Diagnostics {
    let folder = folder(given);
    let Ok(before) = published(given, folder) else { return Diagnostics::default() };
    let recall = recall(folder);
    permanence::compare(&before, &Now { editors, public, has: &|_| true, today, recall: &recall })
}

/// Reads what was published of a record.
fn recall(folder: &Path) -> impl Fn(&RecordId) -> Option<String> {
    move |id| fs::read_to_string(folder.join(&id.0).join("index.json")).ok()
}

/// The files of an earlier publication by its folder, or by its `manifest.json`.
pub(super) fn files(given: &Path) -> Result<Files, Error> {
    let (manifest, text) = manifest(given, folder(given))?;
    Files::read(&text).ok_or(Error::NotPublished(manifest, NotPublished("manifest.json")))
}

fn manifest(earlier: &Path, folder: &Path) -> Result<(PathBuf, Vec<u8>), Error> {
    let is_digests = earlier.file_name().is_some_and(|name| name == permanence::FILE);
    let manifest = if earlier.is_dir() || is_digests { folder.join("manifest.json") } else { earlier.to_owned() };
    let text = fs::read(&manifest).map_err(|error| Error::Unreadable(manifest.clone(), error))?;
    Ok((manifest, text))
}

fn published(earlier: &Path, folder: &Path) -> Result<Published, Error> {
    let (manifest, text) = manifest(earlier, folder)?;
    let digests = fs::read(folder.join(permanence::FILE)).ok();
    Published::read(&text, digests.as_deref()).map_err(|error| {
        let file = if error.0 == permanence::FILE { folder.join(error.0) } else { manifest };
        Error::NotPublished(file, error)
    })
}
