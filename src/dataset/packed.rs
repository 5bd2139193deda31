//! A file made once: how long it is, its digests, and itself, compressed. What is asked of a long file by many (its own path, the
//! catalogues that state its size, the archive) is answered from here, so that it is made once and never held at full length.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::{DeflateDecoder, DeflateEncoder};
use sha2::{Digest, Sha256};

use crate::bundle::Error;

/// The level at which a file is compressed: long tables repeat themselves, and more effort buys little.
const EFFORT: Compression = Compression::new(1);

/// A file with its measures, compressed.
#[derive(Debug, Clone)]
pub struct Packed {
    /// Length in bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// CRC-32, as archives want it.
    pub crc32: u32,
    /// The file in raw DEFLATE.
    pub deflated: Vec<u8>,
}

impl Packed {
    /// Takes in what `write` writes.
    pub fn of(write: &dyn Fn(&mut dyn Write) -> Result<(), Error>) -> Result<Self, Error> {
        let mut meter = Meter {
            size: 0,
            sha256: Sha256::new(),
            crc32: flate2::Crc::new(),
            encoder: DeflateEncoder::new(Vec::new(), EFFORT),
        };
        let mut buffer = io::BufWriter::with_capacity(1 << 16, &mut meter);
        write(&mut buffer)?;
        buffer.flush()?;
        drop(buffer);
        let mut deflated = meter.encoder.finish()?;
        deflated.shrink_to_fit();
        let sha256 = meter.sha256.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { size: meter.size, sha256, crc32: meter.crc32.sum(), deflated })
    }

    /// Writes the file at its full length.
    pub fn write_to(&self, to: &mut dyn Write) -> Result<(), Error> {
        let mut decoder = DeflateDecoder::new(to);
        decoder.write_all(&self.deflated)?;
        decoder.finish()?;
        Ok(())
    }
}

/// Measures and compresses what passes through it.
struct Meter {
    size: u64,
    sha256: Sha256,
    crc32: flate2::Crc,
    encoder: DeflateEncoder<Vec<u8>>,
}

impl Write for Meter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.encoder.write_all(bytes)?;
        self.size += bytes.len() as u64;
        self.sha256.update(bytes);
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
        let packed = Packed::of(&|to| to.write_all(text.as_bytes()).map_err(Error::from)).expect("it can be written");
        let mut back = Vec::new();
        packed.write_to(&mut back).expect("a vector takes everything");
        assert_eq!(back, text.as_bytes());
        assert_eq!(packed.size, text.len() as u64);
        assert!(packed.deflated.len() < text.len() / 50);
    }

    #[test]
    fn digests_are_those_of_the_standards() {
        let packed = Packed::of(&|to| to.write_all(b"123456789").map_err(Error::from)).expect("it can be written");
        assert_eq!(packed.crc32, 0xcbf4_3926);
        assert_eq!(packed.sha256, "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225");
    }
}
