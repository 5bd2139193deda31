//! The format of the search index, version 1: what [`super::search`] writes below `search/` and a reader needs to know.
//!
//! # Files
//!
//! - `search/manifest.json`: the only file with an address known in advance. Its keys: `format` (1), `generation` (eight hex
//!   digits that every other file repeats), `documents` (how many), `records` (how many of these, the first, tell of one
//!   record), `perFile` (documents in one file of texts: of records, of others), `averages` (average length of each class),
//!   `kinds` (`[code, label]`), `departments` (labels), `grams` and `words` (the first key of each shard, in order; two
//!   characters each, the first shard's is empty).
//! - `search/ranks.bin`: what ranking and facets need of each document.
//! - `search/grams/<n>.bin`: where pairs of characters stand.
//! - `search/words/<n>.txt`: how words can be asked for.
//! - `search/texts/<n>.json`: the texts of some documents, for excerpts: first the files of the records, then of the others.
//!
//! Names stay the same from build to build, so that the list of paths is known before the index is made; a reader asks for
//! `grams/7.bin?v=<generation>` and compares the generation inside the file. Where they differ, a new index was published
//! under it: it takes the manifest anew and begins again. No answer is ever mixed from two indexes.
//!
//! # Positions
//!
//! A document is a list of texts, sorted by class (0 title, 1 names, 2 tags, 3 body, 4 asides). Each is brought into the normal form
//! of `normalize.rs`; the characters count from 0, and each text is followed by one position for its separator.
//!
//! # Numbers
//!
//! A *varint* is little-endian, seven bits a byte, the high bit set on all but the last.
//!
//! # `grams/<n>.bin`
//!
//! Generation (4 bytes, big-endian) · number of keys (varint) · for each key: first character minus that of the key before
//! (varint), second character (varint; minus that of the key before if the first characters are equal), bytes of its list
//! (varint) · then the lists, one behind the other. The second character of a text's last pair is U+000A, so that all keys
//! that begin with a character tell where it stands alone. Keys are in order of their two characters, also over the shards.
//!
//! A list holds for each document: its number minus the one before (from 0), times 2, plus 1 if several positions follow; if
//! so, their number; each position minus the one before (from 0), times 4, plus 1 if a word begins with the pair, plus 2 if
//! a word ends with it.
//!
//! A phrase is where its pairs stand at the right distances; every second pair and the last suffice.
//!
//! # `words/<n>.txt`
//!
//! UTF-8. First line: generation. Each other line: key, tab, code, and, if it differs from the key, tab and the spelling in
//! normal form. Keys are in loose form, and lie in shards by their first two characters (a key of one character as if U+000A
//! followed). Codes: `w` a word that occurs, `f` one that says nothing by itself (a particle), `b` a spelling of which the
//! key is the base form, `r` one of which it is the reading, `s` a declared synonym.
//!
//! # `ranks.bin`
//!
//! Generation (4 bytes), then for each document as varints: kind, lengths of the five classes in characters (separators
//! included), number of years, each year minus 1900, number of departments, each as a place in `departments`.
//!
//! # `texts/<n>.json`
//!
//! `{"generation": "…", "documents": [[path, [[class, anchor, text], …]], …]}`.

use std::ops::Range;

/// The version of the format.
pub(super) const VERSION: u32 = 1;

/// Appends a number.
pub(super) fn write_varint(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// How many files the parts of an index have, by the number of documents: about as many bytes in each, whatever the size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// Shards of pairs of characters.
    pub(super) grams: usize,
    /// Shards of words.
    pub(super) words: usize,
    /// Documents that tell of a record; they stand first.
    pub(super) records: usize,
    /// All documents.
    pub(super) documents: usize,
    /// Records in one file of texts.
    pub(super) per_file: usize,
}

impl Layout {
    /// Other documents, which are short, in one file of texts.
    pub(super) const OTHERS_PER_FILE: usize = 8;

    /// The layout for a number of documents.
    pub(super) fn of(records: usize, documents: usize) -> Self {
        let grams = (records * 2).next_power_of_two().clamp(16, 2048);
        let per_file = if records <= 1000 { 1 } else { 4 };
        Self { grams, words: (grams / 2).min(512), records, documents, per_file }
    }

    /// The documents of each file of texts.
    pub(super) fn texts(self) -> impl Iterator<Item = Range<usize>> {
        let pieces = |from: usize, to: usize, size: usize| {
            (from..to).step_by(size).map(move |start| start..(start + size).min(to))
        };
        let Self { records, documents, per_file, .. } = self;
        pieces(0, records, per_file).chain(pieces(records, documents, Self::OTHERS_PER_FILE))
    }
}
