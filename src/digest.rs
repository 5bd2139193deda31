//! SHA-256 (FIPS 180-4) for all rooms: of bytes, of bytes that come in pieces, of several parts, and as hexadecimal digits.

use sha2::{Digest as _, Sha256};

/// A SHA-256.
pub type Digest = [u8; 32];

/// The digest of these bytes.
pub fn digest(bytes: impl AsRef<[u8]>) -> Digest {
    Sha256::digest(bytes).into()
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| DIGITS[usize::from(digit)] as char).collect()
}

/// The digest of bytes that come in pieces; where they are divided makes no difference.
#[derive(Debug, Clone, Default)]
pub struct Sum(Sha256);

impl Sum {
    /// Adds a piece.
    pub fn add(&mut self, piece: impl AsRef<[u8]>) {
        self.0.update(piece);
    }

    /// The digest of all pieces.
    pub fn finish(self) -> Digest {
        self.0.finalize().into()
    }
}

/// The digest of several parts in order: each is added with its length, so that where they are divided makes a difference.
#[derive(Debug, Clone, Default)]
pub struct Parts(Sum);

impl Parts {
    /// Adds a part.
    pub fn add(&mut self, part: impl AsRef<[u8]>) {
        self.0.add((part.as_ref().len() as u64).to_be_bytes());
        self.0.add(part);
    }

    /// The digest of all parts.
    pub fn finish(self) -> Digest {
        self.0.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(parts: &[&str]) -> Digest {
        let mut sum = Parts::default();
        parts.iter().for_each(|part| sum.add(part));
        sum.finish()
    }

    #[test]
    fn a_digest_is_spelled_as_others_spell_it() {
        // FIPS 180-4, the example of one block.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hex(&digest("abc")), expected);
        let mut sum = Sum::default();
        ["a", "", "bc"].iter().for_each(|piece| sum.add(piece));
        assert_eq!(hex(&sum.finish()), expected);
    }

    #[test]
    fn parts_are_kept_apart() {
        assert_ne!(parts(&["ab", "c"]), parts(&["a", "bc"]));
        assert_ne!(parts(&["abc"]), parts(&["abc", ""]));
        assert_eq!(parts(&["ab", "c"]), parts(&["ab", "c"]));
    }
}
