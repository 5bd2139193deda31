//! A digest of five characters for a value: enough to see that it changed, too few to find out what it was.

use crate::digest;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// How many characters a digest has.
pub(super) const LEN: usize = 5;

/// The first 30 bits of the SHA-256 of a text.
pub(super) fn digest(text: &str) -> String {
    let sum = digest::digest(text);
    let bits = u32::from_be_bytes([sum[0], sum[1], sum[2], sum[3]]);
    (0..LEN).map(|n| ALPHABET[(bits >> (26 - 6 * n)) as usize & 63] as char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_beginning_of_the_sum_in_base64url() {
        // SHA-256 of nothing is e3b0c442…, in base64url 47DEQ….
        assert_eq!(digest(""), "47DEQ");
    }
}
