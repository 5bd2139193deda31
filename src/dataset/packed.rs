//! A file made once: its length, its digests and its compressed bytes. A long file is read several times (at its own
//! path, for the catalogues that state its size, for the archive); so it is made only once and never in memory at full
//! length.

use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use flate2::Compression;
use flate2::read::{DeflateDecoder, GzDecoder};
use flate2::write::{self, DeflateEncoder};

use crate::bundle::Error;
use crate::digest::{Sum, hex};

/// The level of compression: nearly half the bytes of the lowest one, for a few hundredths of a second in a hundred thousand rows;
/// the levels above it take four times that for the last tenth.
const EFFORT: Compression = Compression::new(4);

/// The level for workbooks: a third of the time for a fifth more bytes.
const SWIFT: Compression = Compression::new(2);

/// The level for what is held in memory until it is written at its full length.
const HELD: Compression = Compression::new(1);

/// The length in bytes up to which it is held as it is: packing and unpacking it would take longer than it takes room.
const SHORT: usize = 1 << 20;

/// The level for what readers unpack themselves: they wait for each byte.
const SMALL: Compression = Compression::new(6);

/// Packs bytes in raw DEFLATE (RFC 1951), for those who unpack them themselves.
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut deflate = DeflateEncoder::new(Vec::new(), SMALL);
    deflate.write_all(bytes).and_then(|()| deflate.finish()).expect("memory takes everything")
}

/// A file with its digest, as stored in an archive.
#[derive(Debug)]
pub struct Packed {
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Length in bytes.
    pub size: u64,
    /// The file, as long as it is held.
    entry: Mutex<Option<Arc<Entry>>>,
}

/// A file as stored in an archive.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Length in bytes.
    pub size: u64,
    /// CRC-32, for archives.
    pub crc32: u32,
    /// The file: in raw DEFLATE, or unchanged.
    pub bytes: Vec<u8>,
    /// Whether it is in DEFLATE.
    pub is_deflated: bool,
}

/// Writes a file piece by piece.
type Writes<'w> = &'w dyn Fn(&mut dyn Write) -> Result<(), Error>;

impl Packed {
    /// Packs the output of `write`, compressed.
    pub fn of(write: Writes<'_>) -> Result<Self, Error> {
        Self::taken(write, Packer::small())
    }

    /// Packs the output of `write` unchanged: a file that is already compressed gains nothing.
    pub fn as_is(write: Writes<'_>) -> Result<Self, Error> {
        Self::taken(write, Packer::as_is())
    }

    /// The file, if it is still held.
    pub fn held(&self) -> Option<Arc<Entry>> {
        self.place().clone()
    }

    /// Lets go of the file; what is told of it stays.
    pub fn let_go(&self) {
        *self.place() = None;
    }

    fn place(&self) -> MutexGuard<'_, Option<Arc<Entry>>> {
        self.entry.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn taken(write: Writes<'_>, mut packer: Packer) -> Result<Self, Error> {
        write(&mut packer)?;
        packer.packed()
    }
}

impl Entry {
    /// Packs the output of `write`, compressed; for the parts of a file, which need no digest.
    pub fn of(write: Writes<'_>) -> Result<Self, Error> {
        let mut packer = Packer::part();
        write(&mut packer)?;
        packer.entry()
    }

    /// Reads the file at its full length.
    pub fn reader(&self) -> Box<dyn Read + '_> {
        if self.is_deflated { Box::new(DeflateDecoder::new(&*self.bytes)) } else { Box::new(&*self.bytes) }
    }

    /// Writes the file as one of gzip (RFC 1952), which it is but for a head and a tail: without a name and a day in it.
    pub fn gzip_to(&self, to: &mut dyn Write) -> Result<(), Error> {
        const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
        to.write_all(&HEAD)?;
        to.write_all(&self.bytes)?;
        to.write_all(&self.crc32.to_le_bytes())?;
        // The length is told modulo 2^32.
        Ok(to.write_all(&(self.size as u32).to_le_bytes())?)
    }

    /// Writes the file at its full length.
    pub fn write_to(&self, to: &mut dyn Write) -> Result<(), Error> {
        if !self.is_deflated {
            return Ok(to.write_all(&self.bytes)?);
        }
        let mut decoder = write::DeflateDecoder::new(to);
        decoder.write_all(&self.bytes)?;
        decoder.finish()?;
        Ok(())
    }
}

/// Reads a file of gzip at its full length.
pub fn gunzipped(zipped: Box<dyn Read>) -> Box<dyn Read> {
    Box::new(GzDecoder::new(zipped))
}

/// A file that is written piece by piece, and packed meanwhile.
pub struct Packer(io::BufWriter<Meter>);

impl Packer {
    /// Compressed, for readers.
    pub fn small() -> Self {
        Self::new(Keeper::Deflated(DeflateEncoder::new(Vec::new(), EFFORT)), true)
    }

    /// Compressed if it is long, to be written at its full length later.
    pub fn held() -> Self {
        Self::new(Keeper::Short(Vec::new()), true)
    }

    /// Unchanged.
    pub fn as_is() -> Self {
        Self::new(Keeper::AsIs(Vec::new()), true)
    }

    /// Compressed, as a part of a file: without a digest.
    pub fn part() -> Self {
        Self::new(Keeper::Deflated(DeflateEncoder::new(Vec::new(), SWIFT)), false)
    }

    fn new(keeper: Keeper, is_digested: bool) -> Self {
        let sha256 = is_digested.then(Sum::default);
        Self(io::BufWriter::with_capacity(1 << 16, Meter { size: 0, sha256, crc32: flate2::Crc::new(), keeper }))
    }

    /// The file, when all of it is written.
    pub fn packed(self) -> Result<Packed, Error> {
        let (entry, sha256) = self.ended()?;
        let (sha256, size) = (hex(&sha256.unwrap_or_default().finish()), entry.size);
        Ok(Packed { sha256, size, entry: Mutex::new(Some(Arc::new(entry))) })
    }

    /// The same for a part of a file.
    pub fn entry(self) -> Result<Entry, Error> {
        Ok(self.ended()?.0)
    }

    fn ended(self) -> Result<(Entry, Option<Sum>), Error> {
        let Meter { size, sha256, crc32, keeper } = self.0.into_inner().map_err(io::IntoInnerError::into_error)?;
        let (mut bytes, is_deflated) = match keeper {
            Keeper::Deflated(encoder) => (encoder.finish()?, true),
            Keeper::AsIs(bytes) | Keeper::Short(bytes) => (bytes, false),
        };
        bytes.shrink_to_fit();
        Ok((Entry { size, crc32: crc32.sum(), bytes, is_deflated }, sha256))
    }
}

impl Write for Packer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Stores and measures what is written to it.
struct Meter {
    size: u64,
    sha256: Option<Sum>,
    crc32: flate2::Crc,
    keeper: Keeper,
}

/// How a file is stored.
enum Keeper {
    Deflated(DeflateEncoder<Vec<u8>>),
    AsIs(Vec<u8>),
    /// Unchanged as long as it is short.
    Short(Vec<u8>),
}

impl Write for Meter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Keeper::Short(kept) = &self.keeper
            && kept.len() + bytes.len() > SHORT
        {
            let mut encoder = DeflateEncoder::new(Vec::new(), HELD);
            encoder.write_all(kept)?;
            self.keeper = Keeper::Deflated(encoder);
        }
        match &mut self.keeper {
            Keeper::Deflated(encoder) => encoder.write_all(bytes)?,
            Keeper::AsIs(kept) | Keeper::Short(kept) => kept.extend_from_slice(bytes),
        }
        self.size += bytes.len() as u64;
        if let Some(sha256) = &mut self.sha256 {
            sha256.add(bytes);
        }
        self.crc32.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_comes_back_as_it_was() {
        let text = "全国地方公共団体コード,ID\r\n".repeat(10_000);
        let write = |to: &mut dyn Write| to.write_all(text.as_bytes()).map_err(Error::from);
        for packed in [Packed::of(&write), Packed::as_is(&write)].map(|packed| packed.expect("it can be written")) {
            let mut back = Vec::new();
            let entry = packed.held().expect("it is held");
            entry.write_to(&mut back).expect("a vector takes everything");
            assert_eq!(back, text.as_bytes());
            assert_eq!((packed.size, entry.size), (text.len() as u64, text.len() as u64));
            assert_eq!(entry.bytes.len() < text.len() / 50, entry.is_deflated);
        }
        let (mut zipped, mut back) = (Vec::new(), String::new());
        Entry::of(&write).and_then(|entry| entry.gzip_to(&mut zipped)).expect("a vector takes everything");
        GzDecoder::new(&*zipped).read_to_string(&mut back).expect("it is gzip, and the sums are right");
        assert_eq!(back, text);
    }

    #[test]
    fn what_waits_is_packed_if_it_is_long() {
        for (length, is_long) in [(SHORT, false), (SHORT + 1, true)] {
            let bytes: Vec<u8> = (0..length).map(|n| (n % 251) as u8).collect();
            // In two pieces, the second of which may be the one too many.
            let (head, tail) = bytes.split_at(length - 1);
            let write = |to: &mut dyn Write| Ok(to.write_all(head).and_then(|()| to.write_all(tail))?);
            let packed = Packed::taken(&write, Packer::held()).expect("it can be written");
            let (entry, mut back) = (packed.held().expect("it is held"), Vec::new());
            entry.write_to(&mut back).expect("a vector takes everything");
            assert_eq!((entry.is_deflated, back == bytes), (is_long, true));
        }
    }

    #[test]
    fn what_is_downloaded_is_smaller_than_what_is_unpacked_again() {
        let row =
            |n: u64| format!("011002,programs/p/{n}#y2021,見本市,取組{},{}.{},円\r\n", n % 61, n * 7919 % 9973, n % 10);
        let text: String = (0..40_000).map(row).collect();
        let write = |to: &mut dyn Write| to.write_all(text.as_bytes()).map_err(Error::from);
        let [kept, swift] = [Packer::small(), Packer::held()].map(|packer| {
            Packed::taken(&write, packer).ok().and_then(|packed| packed.held()).expect("it can be written")
        });
        assert!(kept.bytes.len() < swift.bytes.len(), "{} of {}", kept.bytes.len(), swift.bytes.len());
    }

    #[test]
    fn digests_are_those_of_the_standards() {
        let packed = Packed::of(&|to| to.write_all(b"123456789").map_err(Error::from)).expect("it can be written");
        assert_eq!(packed.held().expect("it is held").crc32, 0xcbf4_3926);
        assert_eq!(packed.sha256, "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225");
    }
}
