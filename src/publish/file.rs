//! One file of a publication: written, streamed, linked, compared. A missing parent folder is created with its first file.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::Path;

use super::durable::sync_name;
use super::rights::Rights;
use super::{Error, Output};
use crate::bundle::{SitePath, WriteTo};
use crate::digest::{Sum, hex};
use crate::outside::patiently;

/// How many bytes are read or written at a time.
const PIECE: usize = 16 * 1024;

/// Writes a file that is not there yet.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    in_folder(path, || File::create_new(path)?.write_all(bytes))
}

/// Writes a file that is not there yet, and waits until it is on the disk.
pub(super) fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    in_folder(path, || write_bytes_durably(path, bytes))?;
    sync_name(path);
    Ok(())
}

/// The same for a file whose name may still be lost, in a folder that is there.
pub(super) fn write_bytes_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Replaces a file in one step: until then the old one stays complete.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut aside = OsString::from(".mieruka-");
    aside.push(path.file_name().unwrap_or_default());
    let aside = path.with_file_name(aside);
    let _ = fs::remove_file(&aside);
    in_folder(&aside, || write_bytes_durably(&aside, bytes))?;
    patiently(|| fs::rename(&aside, path)).map_err(|source| Error::Write { path: path.to_owned(), source })?;
    sync_name(path);
    Ok(())
}

/// The bytes of an ordinary file: reading anything else may never end.
pub(super) fn read_ordinary(path: &Path) -> io::Result<Vec<u8>> {
    if path.metadata()?.is_file() { fs::read(path) } else { Err(ErrorKind::InvalidInput.into()) }
}

/// Writes a file piece by piece; returns its SHA-256, which may be known, and its size.
pub(super) fn stream(
    path: &SitePath,
    write: &WriteTo<'_>,
    known: Option<String>,
    to: &Path,
) -> Result<(String, u64), Error> {
    let file = in_folder(to, || File::create_new(to))?;
    let sum = known.is_none().then(Sum::default);
    let mut tally = Tally { to: BufWriter::with_capacity(PIECE, file), sum, bytes: 0, refusal: None };
    let done = write(&mut tally).and_then(|()| Ok(tally.flush()?));
    match (done, tally.refusal) {
        (_, Some(source)) => Err(Error::Write { path: to.to_owned(), source }),
        (Err(source), None) => Err(Error::Make { path: path.clone(), source }),
        (Ok(()), None) => {
            let summed = tally.sum.map(|sum| hex(&sum.finish()));
            Ok((known.or(summed).expect("what is not known is summed"), tally.bytes))
        }
    }
}

/// Counts the bytes that pass and, if wanted, sums them, and keeps the error of the disk: the artifact does not report it.
struct Tally<W> {
    to: W,
    sum: Option<Sum>,
    bytes: u64,
    refusal: Option<io::Error>,
}

impl<W: Write> Tally<W> {
    fn keep_error<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let kind = error.kind();
            self.refusal = Some(error);
            kind.into()
        })
    }
}

impl<W: Write> Write for Tally<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes);
        let written = self.keep_error(written)?;
        self.sum.iter_mut().for_each(|sum| sum.add(&bytes[..written]));
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.to.flush();
        self.keep_error(flushed)
    }
}

/// Links the published file into the new folder; copies it where links are not possible.
pub(super) fn link(path: &str, output: &Output) -> Result<(), Error> {
    let (from, to) = (output.site.join(path), output.new.join(path));
    in_folder(&to, || match fs::hard_link(&from, &to) {
        Err(error) if error.kind() != ErrorKind::NotFound => fs::copy(&from, &to).map(drop),
        linked => linked,
    })
}

fn in_folder<T>(path: &Path, act: impl Fn() -> io::Result<T>) -> Result<T, Error> {
    let folder = path.parent().unwrap_or(Path::new(""));
    match act() {
        Err(error) if error.kind() == ErrorKind::NotFound => fs::create_dir_all(folder).and_then(|()| act()),
        done => done,
    }
    .map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// Whether the published file has exactly these bytes and what a file of the site is to have.
pub(super) fn stands(path: &Path, bytes: impl Read, len: u64, rights: &Rights) -> bool {
    path.symlink_metadata().is_ok_and(|meta| rights.fit(&meta)) && holds(path, bytes, len)
}

/// Whether the file has exactly these bytes; compares piece by piece.
pub(super) fn holds(path: &Path, bytes: impl Read, len: u64) -> bool {
    let is_like = path.symlink_metadata().is_ok_and(|meta| meta.is_file() && meta.len() == len);
    is_like && File::open(path).is_ok_and(|file| equals(file, bytes).unwrap_or(false))
}

fn equals(one: impl Read, other: impl Read) -> io::Result<bool> {
    let (mut one, mut other) = (BufReader::with_capacity(PIECE, one), BufReader::with_capacity(PIECE, other));
    loop {
        let (left, right) = (one.fill_buf()?, other.fill_buf()?);
        let n = left.len().min(right.len());
        if n == 0 {
            return Ok(left.len() == right.len());
        }
        if left[..n] != right[..n] {
            return Ok(false);
        }
        one.consume(n);
        other.consume(n);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_compared_whatever_the_pieces() {
        let long = vec![7; 3 * PIECE + 5];
        let check = |one: &[u8], other: &[u8], expected| {
            assert_eq!(equals(one, other.chain(io::empty())).expect("memory can be read"), expected);
        };
        check(&long, &long, true);
        check(&long, &long[1..], false);
        check(&long, &[&long[1..], &[8]].concat(), false);
        check(b"", b"", true);
    }
}
