//! A site that is made and lies beside the published one: what would change can be asked, and packed for those who carry files
//! to a server by hand, before it takes the other's place.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use super::durable::sync_name;
use super::file::{link, stands, write};
use super::manifest::{self, Files};
use super::output::is_within;
use super::{Changes, Error, Output, seal};
use crate::archive::{Zip, packed};
use crate::bundle;
use crate::dataset::Entry;
use crate::digest::Digest;
use crate::outside::patiently;
use crate::parallel;

/// The folder of an archive of changes whose content goes to the server.
const UPLOAD: &str = "upload/";
/// The list in an archive of changes: a line for each file, its kind and its path.
const LIST: &str = "changes.txt";

/// A finished site that is not published yet. Out of use, it leaves nothing behind.
#[derive(Debug)]
pub struct Staged<'o> {
    pub(super) output: &'o Output,
    pub(super) changes: Changes,
    /// The published files that stay.
    pub(super) kept: Vec<String>,
    pub(super) manifest: Files,
    pub(super) folders_fit: bool,
}

impl Staged<'_> {
    /// What takes the place of the published site changes.
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// What has changed since an earlier publication, whatever lies in the folder now.
    pub fn since(&self, earlier: &Files) -> Changes {
        let (now, earlier) = (&self.manifest.0, &earlier.0);
        let (old, added): (Vec<_>, Vec<_>) = now.keys().cloned().partition(|path| earlier.contains_key(path));
        let changed = old.into_iter().filter(|path| now.get(path) != earlier.get(path)).collect();
        let removed = earlier.keys().filter(|path| !now.contains_key(*path)).cloned().collect();
        Changes { added, changed, removed, foreign: Vec::new(), ..self.changes }
    }

    /// Publishes the site, replacing what this program had published there before. With the digest of its sources the
    /// publication is sealed, so that [`Output::unchanged`] can tell when the next one would change nothing.
    pub fn put(self, made_from: Option<&Digest>) -> Result<Changes, Error> {
        self.replace()?;
        if let Some(made_from) = made_from {
            seal::put(self.output, made_from, &self.changes);
        }
        Ok(self.changes)
    }

    fn replace(&self) -> Result<(), Error> {
        let (output, manifest) = (self.output, self.manifest.text());
        let list = output.site.join(manifest::NAME);
        let is_listed = || stands(&list, &*manifest, manifest.len() as u64, &output.rights);
        if self.changes.is_nothing() && self.folders_fit && is_listed() {
            return Ok(());
        }
        write(&output.new.join(manifest::NAME), &manifest)?;
        if output.wants_all() {
            parallel::try_map(&self.kept, |path| link(path, output))?;
        }
        output.check_wanted()?;
        output.swap(&self.changes.removed.iter().chain(&self.changes.foreign).collect::<Vec<_>>())
    }

    /// Packs the files that changed, with the list of all changes, into an archive beside its place. Pages come after what they
    /// load, and the list of files comes last, so that a server that unpacks it in order never shows a page without its parts.
    pub fn pack(&self, changes: &Changes, to: &Path) -> Result<Parcel, Error> {
        let parcel = Parcel::beside(to);
        parcel.fill(|writer| self.write(changes, writer))?;
        Ok(parcel)
    }

    fn write(&self, changes: &Changes, to: &mut BufWriter<File>) -> Result<(), Error> {
        let make = |path: &str| {
            let path = path.to_owned();
            move |source| Error::Make { path: bundle::SitePath::new(path), source }
        };
        let mut zip = Zip::new(to, None);
        zip.add(LIST, &packed(list(changes).as_bytes()).map_err(make(LIST))?).map_err(make(LIST))?;
        let mut files: Vec<_> = changes.added.iter().chain(&changes.changed).collect();
        files.sort_by_key(|path| (path.ends_with(".html"), *path));
        for path in files {
            let entry = self.entry(path)?;
            zip.add(&format!("{UPLOAD}{path}"), &entry).map_err(make(path))?;
        }
        let entry = packed(&self.manifest.text()).map_err(make(manifest::NAME))?;
        zip.add(&format!("{UPLOAD}{}", manifest::NAME), &entry).map_err(make(manifest::NAME))?;
        zip.finish().map_err(make(LIST))
    }

    /// A file of the site: made anew, or the published one that stays.
    fn entry(&self, path: &str) -> Result<Entry, Error> {
        let [new, site] = [&self.output.new, &self.output.site].map(|folder| folder.join(path));
        let at = if new.is_file() { new } else { site };
        let bytes = fs::read(&at).map_err(|source| Error::Read { path: at, source })?;
        packed(&bytes).map_err(|source| Error::Make { path: bundle::SitePath::new(path), source })
    }
}

/// All changes, a line for each: its kind, a tab, the path.
fn list(changes: &Changes) -> String {
    let mut text = String::new();
    changes.lines().for_each(|(kind, path)| writeln!(text, "{kind}\t{path}").expect("a String takes every text"));
    text
}

impl Changes {
    /// Every change with the word for its kind.
    pub fn lines(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let kinds = [("追加", &self.added), ("変更", &self.changed), ("削除", &self.removed), ("削除", &self.foreign)];
        kinds.into_iter().flat_map(|(kind, files)| files.iter().map(move |path| (kind, path.as_str())))
    }
}

/// Writes a new file piece by piece: all of it stands at its place, or nothing does. Fails if something is there already.
pub fn create_whole(to: &Path, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> Result<(), Error> {
    if to.symlink_metadata().is_ok() {
        return Err(Error::Taken(to.to_owned()));
    }
    let parcel = Parcel::beside(to);
    parcel.fill(|writer| write(writer).map_err(|source| Error::Write { path: to.to_owned(), source }))?;
    parcel.put()
}

/// A finished archive that waits beside its place. Out of use before [`Parcel::put`], it is deleted.
#[derive(Debug)]
pub struct Parcel {
    aside: PathBuf,
    to: PathBuf,
}

impl Parcel {
    /// Refuses a place inside the published folder, and one where something stands.
    pub fn check(to: &Path, output: &Path) -> Result<(), Error> {
        if is_within(to, output)? {
            return Err(Error::Inside(to.to_owned()));
        }
        if to.symlink_metadata().is_ok() { Err(Error::Kept(to.to_owned())) } else { Ok(()) }
    }

    fn beside(to: &Path) -> Self {
        let mut aside = OsString::from(".mieruka-");
        aside.push(to.file_name().unwrap_or_default());
        Self { aside: to.with_file_name(aside), to: to.to_owned() }
    }

    fn fill(&self, write: impl FnOnce(&mut BufWriter<File>) -> Result<(), Error>) -> Result<(), Error> {
        let unwritable = |source| Error::Write { path: self.to.clone(), source };
        let mut writer = BufWriter::new(File::create(&self.aside).map_err(unwritable)?);
        write(&mut writer)?;
        writer.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| file.sync_all()).map_err(unwritable)
    }

    /// Moves the archive to its place.
    pub fn put(self) -> Result<(), Error> {
        let moved = patiently(|| fs::rename(&self.aside, &self.to));
        moved.map_err(|source| Error::Write { path: self.to.clone(), source })?;
        sync_name(&self.to);
        Ok(())
    }
}

impl Drop for Parcel {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.aside);
    }
}
