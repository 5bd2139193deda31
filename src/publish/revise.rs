//! Files of the content in place of what stands there: all of them or none, and only where nobody has changed them meanwhile.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::Error;

/// One file as it is to be.
#[derive(Debug, Clone, Copy)]
pub struct Revised<'r> {
    /// Path below the folder, with `/` between the parts.
    pub path: &'r str,
    /// The bytes that must stand there; `None` where nothing may.
    pub before: Option<&'r [u8]>,
    /// The bytes that are to stand there.
    pub after: &'r [u8],
}

/// Writes all files below `to`. Each is first written beside its place; then they change places one by one, and if one of them
/// cannot, the others go back.
pub fn revise(files: &[Revised<'_>], to: &Path) -> Result<(), Error> {
    for file in files {
        unchanged(&to.join(file.path), file.before)?;
    }
    let staged = files.iter().map(|file| beside(&to.join(file.path), file.after)).collect::<Vec<_>>();
    let clear = || staged.iter().flatten().for_each(|path| drop(fs::remove_file(path)));
    if let Some(Err(error)) = staged.iter().find(|staged| staged.is_err()) {
        let error = Error::Write { path: to.to_owned(), source: io::Error::new(error.kind(), error.to_string()) };
        clear();
        return Err(error);
    }
    for (done, (file, aside)) in files.iter().zip(staged.iter().flatten()).enumerate() {
        let place = to.join(file.path);
        let moved = unchanged(&place, file.before)
            .and_then(|()| fs::rename(aside, &place).map_err(|source| Error::Write { path: place.clone(), source }));
        if let Err(error) = moved {
            files[..done].iter().for_each(|file| restore(&to.join(file.path), file.before));
            clear();
            return Err(error);
        }
    }
    Ok(())
}

/// Lays one file where none is.
pub fn lay(bytes: &[u8], to: &Path) -> Result<(), Error> {
    match super::write(to, bytes) {
        Err(Error::Write { path, source }) if source.kind() == ErrorKind::AlreadyExists => Err(Error::Taken(path)),
        done => done,
    }
}

fn unchanged(place: &Path, before: Option<&[u8]>) -> Result<(), Error> {
    let now = match fs::read(place) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(source) => return Err(Error::Read { path: place.to_owned(), source }),
    };
    if now.as_deref() == before { Ok(()) } else { Err(Error::Changed(place.to_owned())) }
}

fn beside(place: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let aside = place.with_file_name(format!(".{name}.mieruka"));
    let mut file = fs::File::create(&aside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    if let Ok(meta) = place.metadata() {
        let _ = fs::set_permissions(&aside, meta.permissions());
    }
    Ok(aside)
}

fn restore(place: &Path, before: Option<&[u8]>) {
    let _ = match before {
        Some(bytes) => fs::write(place, bytes),
        None => fs::remove_file(place),
    };
}
