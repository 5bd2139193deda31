//! Replaces files of the content: all or none, and only if they have not changed since they were read.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::Error;
use super::durable::sync_name;
use super::file::{write_bytes_durably, write_durably};
use crate::outside::patiently;

/// One file before and after.
#[derive(Debug, Clone, Copy)]
pub struct Revised<'r> {
    /// Path below the folder, with `/` between the parts.
    pub path: &'r str,
    /// The bytes that the file must have now; `None` if it must not exist.
    pub before: Option<&'r [u8]>,
    /// The bytes to write.
    pub after: &'r [u8],
}

/// Writes all files below `to`. Each is first written beside its target, then renamed to it; if a rename fails, those before
/// it are undone.
pub fn revise(files: &[Revised<'_>], to: &Path) -> Result<(), Error> {
    for file in files {
        check_unchanged(&to.join(file.path), file.before)?;
    }
    let staged = files.iter().map(|file| stage(&to.join(file.path), file.after)).collect::<Vec<_>>();
    let clear = || staged.iter().flatten().for_each(|path| drop(fs::remove_file(path)));
    if let Some(Err(error)) = staged.iter().find(|staged| staged.is_err()) {
        let error = Error::Write { path: to.to_owned(), source: io::Error::new(error.kind(), error.to_string()) };
        clear();
        return Err(error);
    }
    for (done, (file, aside)) in files.iter().zip(staged.iter().flatten()).enumerate() {
        let path = to.join(file.path);
        let unwritable = |source| Error::Write { path: path.clone(), source };
        let moved = check_unchanged(&path, file.before)
            .and_then(|()| patiently(|| fs::rename(aside, &path)).map_err(unwritable));
        if let Err(error) = moved {
            files[..done].iter().for_each(|file| restore(&to.join(file.path), file.before));
            clear();
            return Err(error);
        }
    }
    staged.iter().flatten().for_each(|path| sync_name(path));
    Ok(())
}

/// Removes a file below `to` that still has these bytes.
pub fn discard(path: &str, before: &[u8], to: &Path) -> Result<(), Error> {
    let path = to.join(path);
    check_unchanged(&path, Some(before))?;
    patiently(|| fs::remove_file(&path)).map_err(|source| Error::Write { path: path.clone(), source })
}

/// Writes one new file; fails if it already exists.
pub fn create_file(bytes: &[u8], to: &Path) -> Result<(), Error> {
    match write_durably(to, bytes) {
        Err(Error::Write { path, source }) if source.kind() == ErrorKind::AlreadyExists => Err(Error::Taken(path)),
        done => done,
    }
}

fn check_unchanged(path: &Path, before: Option<&[u8]>) -> Result<(), Error> {
    let now = match fs::read(path) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(source) => return Err(Error::Read { path: path.to_owned(), source }),
    };
    if now.as_deref() == before { Ok(()) } else { Err(Error::Changed(path.to_owned())) }
}

fn stage(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let aside = path.with_file_name(format!(".{name}.mieruka"));
    // An interrupted attempt may have left one; whatever else has this name is not written into.
    let _ = fs::remove_file(&aside);
    write_bytes_durably(&aside, bytes)?;
    if let Ok(meta) = path.metadata() {
        let _ = fs::set_permissions(&aside, meta.permissions());
    }
    Ok(aside)
}

fn restore(path: &Path, before: Option<&[u8]>) {
    let _ = match before {
        Some(bytes) => fs::write(path, bytes),
        None => fs::remove_file(path),
    };
}
