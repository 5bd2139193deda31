//! The format of the search index, version 5: the files that [`super::search`] writes to `search/`, and how to read
//! them.
//!
//! # Files
//!
//! Every file is plain text of one shape: `mieruka("<name>","<generation>",<JSON>);` on one line. A page fetches and
//! parses it, a page opened from a file share loads it as a script, and a program removes both ends. The generation,
//! eight hex digits, is the same in all files of one index. The names:
//!
//! - `search/manifest.js`, the only file with an address known in advance. Its keys: `format` (5), `documents` (their
//!   number), `records` (how many of these, the first ones, describe one record), `perFile` (documents per file: of
//!   texts of records, of texts of others, of asides), `averages` (average length of the classes title, names, tags,
//!   body), `kinds` (`[code, label, role]`, the role one of `record`, `list`, `group`, `word` and `guide`),
//!   `departments` and `sdgs` (labels), `longest` (characters of the longest key in `grams`), `grams`, `words` and
//!   `titles` (the first key of each shard, in order; for words and titles its first two characters, and an empty text
//!   for the first shard), `heavy` (keys whose lists have a shard of their own, each with the length of the list in
//!   thousands of characters; other keys in the range of such a shard do not occur).
//! - `search/ranks.js`: the data of each document for ranking and facets.
//! - `search/grams/<n>.js`: the positions of characters and years.
//! - `search/words/<n>.js`: the keys by which words are found.
//! - `search/titles/<n>.js`: titles to suggest while the reader types.
//! - `search/texts/<n>.js`: the texts of some documents, for excerpts: first the files of records, then of others.
//! - `search/asides/<n>.js`: the asides of some documents, which follow their texts.
//!
//! The names do not change between builds, so that the list of paths is known before the index is made; a reader
//! requests `grams/7.js?v=<generation>` and compares the generation inside the file. If they differ, or if the file
//! does not exist, a new index was published: the reader loads the manifest again and starts over. Results are never
//! mixed from two indexes.
//!
//! # Positions
//!
//! A document is a list of texts, sorted by class (0 title, 1 names, 2 tags, 3 body, 4 asides). Each is converted to
//! the normal form of `normalize.rs`; its characters are counted from 0 over the whole document, and each text is
//! followed by one position for its separator.
//!
//! # Numbers
//!
//! Lists of numbers are strings of the 93 printable ASCII characters other than `"` and `\\`, in their order. The first
//! 56 of these end a number, the others continue it: starting from 0, each continuing character sets the value to
//! `value × 37 + its index among these + 1`, and the ending character to `value × 56 + its index`.
//!
//! # `grams/<n>.js`
//!
//! An object from keys to lists. A key is the string that starts at a position: a pair of characters; if the list of a
//! pair is too long, three characters, and so on up to [`LONGEST_KEY`]. So every position is listed under exactly one
//! key. The last key of a text ends with U+000A, which is never extended. Shards are in order of the keys' characters.
//! To find a text, a reader uses the key that is a prefix of it or all keys that it is a prefix of, starting at the
//! last shard whose first key is not after the text.
//!
//! A list contains for each document: its number minus the previous one (from 0), times 2, plus 1 if several positions
//! follow; if so, their count; each position minus the previous one (from 0), times 4, plus 1 if a word begins with the
//! key, plus 2 if a word ends with it. A phrase matches if its keys are at the right distances; it is enough to look up
//! keys that together cover all its characters.
//!
//! For very frequent strings, the first position in each document is *noted*, for readers who need no more: under the
//! character or the string itself, which then is a prefix of the following keys. It has a shard of its own. These
//! positions are listed a second time, under longer keys.
//!
//! A year in a text (令和4年度, R4.3.31, 2022年) has a separate list under U+FF39 and the character whose code point is the
//! western year; the two bits for words contain its notation instead: 1 年度, 2 年 or a date, 3 neither, 0 if it only
//! looks like the beginning of a year (令和4 in 令和45). Of each notation, the first two positions of a document are
//! listed. The rules are in `years.rs` and in `tests/search/years.json`.
//!
//! # `words/<n>.js`
//!
//! A string of lines: key, tab, code, and, if it differs from the key, tab and the spelling. Keys are in loose form,
//! and are distributed to shards by their first two characters; those of one character are all in the first. Codes: `w`
//! a word that occurs, `f` a function word (a particle), `b` a spelling whose base form is the key, `r` one whose
//! reading is the key, `u` one that may be read so by its kanji, `h` one for which the key behind its first character,
//! U+FF28, is written by mistake because it sounds alike, `o` one whose kanji without the kana are the key, `s` a declared synonym, all in normal form.
//!
//! # `titles/<n>.js`
//!
//! Lines as in words, with the code `t`: the spelling is a title as it is printed, which, or whose reading, begins with
//! the key. Keys are cut after sixteen characters.
//!
//! # `ranks.js`
//!
//! An object: `kinds`, a list of numbers, one per document; `lengths`, four such lists, the characters of the first
//! four classes (separators included); `years`, `departments` and `sdgs`, each `[sets, list]`: the distinct sets
//! (western years, indices into the manifest's `departments`, numbers of goals) and the index of each document's set;
//! `heads`, `[path, anchor, title]` of each document, empty if there are more than [`HEADS_AT_MOST`].
//!
//! # `texts/<n>.js`
//!
//! `[[path, sizes, [[class, anchor, text], …]], …]`: the classes 0 to 3; `sizes`, a list, contains the length of each
//! text in the normal form, without its separator.
//!
//! # `asides/<n>.js`
//!
//! `[[sizes, [[anchor, text], …]], …]`.

use std::ops::Range;

use serde::Serialize;

/// The version of the format.
pub(super) const VERSION: u32 = 5;
/// The first character of the keys of years: full width, so that it does not occur in the normal form.
pub(super) const YEAR: char = 'Ｙ';
/// The first character of the keys of what is written by mistake, full width for the same reason.
pub(super) const SLIP: char = 'Ｈ';
/// The maximum number of characters in a key in `grams`.
pub(super) const LONGEST_KEY: usize = 12;
/// The maximum number of characters in the key of a title.
pub(super) const TITLE_KEY: usize = 16;
/// Up to this number of documents, their titles are in `ranks.js`.
pub(super) const HEADS_AT_MOST: usize = 1000;
/// The length of a list, in characters, from which it is heavy.
pub(super) const HEAVY: usize = 24_000;

/// The number of digits that end a number.
const ENDS: u32 = 56;
/// The number of digits that continue one.
const GOES_ON: u32 = 37;

/// Appends a number.
pub(super) fn write_number(list: &mut Vec<u8>, value: u32) {
    let start = list.len();
    list.push(digit(value % ENDS));
    let mut rest = value / ENDS;
    while rest > 0 {
        rest -= 1;
        list.push(digit(ENDS + rest % GOES_ON));
        rest /= GOES_ON;
    }
    list[start..].reverse();
}

/// A list of numbers.
pub(super) fn list(numbers: impl IntoIterator<Item = u32>) -> String {
    let mut list = Vec::new();
    numbers.into_iter().for_each(|number| write_number(&mut list, number));
    String::from_utf8(list).expect("numbers are written in ASCII")
}

/// The printable characters of ASCII in order, without the two that must be escaped in a JSON string.
const fn digit(place: u32) -> u8 {
    let c = b' ' + place as u8;
    match c {
        b' ' | b'!' => c,
        ..=b'Z' => c + 1,
        _ => c + 2,
    }
}

/// A published file with this content.
pub(super) fn file(name: &str, generation: &str, content: &[u8]) -> Vec<u8> {
    [b"mieruka(\"", name.as_bytes(), b"\",\"", generation.as_bytes(), b"\",", content, b");\n"].concat()
}

/// The content of a file.
pub(super) fn json(content: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(content).expect("texts and numbers are always JSON")
}

/// The number of files of each part of an index, by the number of documents: the files have about the same size at any
/// number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// Shards of positions.
    pub(super) grams: usize,
    /// Shards of words.
    pub(super) words: usize,
    /// Shards of titles.
    pub(super) titles: usize,
    /// Documents that describe a record; they are first.
    pub(super) records: usize,
    /// All documents.
    pub(super) documents: usize,
    /// Documents per file: of texts of records, of texts of others, of asides.
    pub(super) per_file: [usize; 3],
}

/// A query loads one shard of positions per key, so shards are small: some kilobytes each, for a few records as for a
/// thousand.
const GRAMS_A_RECORD: usize = 8;
/// The minimum and the usual maximum number of shards of positions.
const FEWEST_GRAMS: usize = 16;
const USUAL_GRAMS: usize = 768;
/// A large city has more, but fewer than in proportion to its records: every reader loads the manifest, which lists
/// all.
const GRAMS_A_ROOT: usize = 40;
/// The number of shards is a multiple of this, so that a new record rarely renames a file.
const GRAMS_STEP: usize = 64;
/// There are half as many files of words as of positions.
const GRAMS_A_WORDS: usize = 2;
/// The number of titles per shard, small for immediate suggestions.
const TITLES_IN_SHARD: usize = 16;
/// The minimum number of shards of titles, and the maximum of titles and of words.
const FEWEST_TITLES: usize = 8;
const MOST_LINES: usize = 512;
/// Up to this number, each record has its own files: an excerpt loads only its texts. For more there would be too many
/// files.
const SMALL: usize = 1000;

impl Layout {
    /// The layout for a number of documents.
    pub(super) fn of(records: usize, documents: usize) -> Self {
        let grams = (records * GRAMS_A_RECORD).clamp(FEWEST_GRAMS, USUAL_GRAMS);
        let grams = grams.max(GRAMS_A_ROOT * records.isqrt()).next_multiple_of(GRAMS_STEP);
        let titles = (documents / TITLES_IN_SHARD).next_power_of_two().clamp(FEWEST_TITLES, MOST_LINES);
        let per_file = if records <= SMALL { [1, 4, 1] } else { [2, 4, 4] };
        Self { grams, words: (grams / GRAMS_A_WORDS).min(MOST_LINES), titles, records, documents, per_file }
    }

    /// The documents of each file of texts.
    pub(super) fn texts(self) -> impl Iterator<Item = Range<usize>> {
        let Self { records, documents, per_file, .. } = self;
        pieces(0..records, per_file[0]).chain(pieces(records..documents, per_file[1]))
    }

    /// The documents of each file of asides.
    pub(super) fn asides(self) -> impl Iterator<Item = Range<usize>> {
        pieces(0..self.documents, self.per_file[2])
    }
}

fn pieces(whole: Range<usize>, size: usize) -> impl Iterator<Item = Range<usize>> {
    whole.clone().step_by(size).map(move |start| start..(start + size).min(whole.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_page_reads_them() {
        let check = |value: u32, expected: &str| {
            let mut list = Vec::new();
            write_number(&mut list, value);
            assert_eq!(String::from_utf8_lossy(&list), expected, "{value}");
        };
        check(0, " ");
        check(2, "#");
        check(55, "X");
        check(56, "Y ");
        check(57, "Y!");
        check(56 + 56 * 37, "YY ");
    }

    #[test]
    fn no_digit_needs_escaping() {
        let digits: Vec<u8> = (0..ENDS + GOES_ON).map(digit).collect();
        assert!(digits.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(digits.iter().all(|c| (b' '..=b'~').contains(c) && !b"\"\\".contains(c)));
    }
}
