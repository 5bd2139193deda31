//! The digest of what a cell showed when its form was made: it tells whether the cell has been edited since.

use unicode_normalization::UnicodeNormalization;

use crate::digest::{self, hex};

/// Eight hexadecimal digits; `-` for an empty text. White space at the ends of lines does not count.
pub(super) fn digest(shown: &str) -> String {
    let text = clean(shown);
    if text.is_empty() {
        return "-".to_owned();
    }
    hex(&digest::digest(&text)[..4])
}

/// Lines in NFC without trailing white space and without empty lines at the start and the end.
pub(super) fn clean(text: &str) -> String {
    let text: String = text.nfc().collect();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_matches('\n').trim_end().to_owned()
}
