//! The digest of what a cell showed when its form was made: enough to tell whether somebody has written into it since.

use sha2::{Digest, Sha256};

use super::value::clean;

/// Eight hexadecimal digits; `-` for nothing. White space at the ends of lines does not count.
pub(super) fn digest(shown: &str) -> String {
    let text = clean(shown);
    if text.is_empty() {
        return "-".to_owned();
    }
    Sha256::digest(text.as_bytes())[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}
