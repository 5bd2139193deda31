//! The format of the search index, version 4: what [`super::search`] writes below `search/` and a reader needs to know.
//!
//! # Files
//!
//! Every file is plain text of one shape: `mieruka("<name>","<generation>",<JSON>);` on one line, so that a page
//! fetches and parses it, a page opened from a file share loads it as a script, and a program cuts off both ends. The
//! generation, eight hex digits, is the same in all files of one index. The names:
//!
//! - `search/manifest.js`, the only one with an address known in advance. Its keys: `format` (4), `documents` (how
//!   many), `records` (how many of these, the first, tell of one record), `perFile` (documents in one file: of texts of
//!   records, of texts of others, of asides), `averages` (average length of the classes title, names, tags, body),
//!   `kinds` (`[code, label, role]`, the role one of `record`, `list`, `group`, `word` and `guide`), `departments` and
//!   `sdgs` (labels), `longest` (characters of the longest key of places), `grams`, `words` and `titles` (the first key
//!   of each shard, in order; of words and titles its first two characters, and nothing of the first shard), `heavy`
//!   (keys whose lists have a shard of their own, each with the thousands of characters in it; what would lie behind
//!   such a key there does not occur).
//! - `search/ranks.js`: what ranking and facets need of each document.
//! - `search/grams/<n>.js`: where characters stand, and years.
//! - `search/words/<n>.js`: how words can be asked for.
//! - `search/titles/<n>.js`: titles to suggest while somebody types.
//! - `search/texts/<n>.js`: the texts of some documents, for excerpts: first the files of the records, then of the others.
//! - `search/asides/<n>.js`: the asides of some documents, which stand behind their texts.
//!
//! Names stay the same from build to build, so that the list of paths is known before the index is made; a reader asks
//! for `grams/7.js?v=<generation>` and compares the generation inside the file. Where they differ, or where the file is
//! gone, a new index was published under it: it takes the manifest anew and begins again. No answer is ever mixed from
//! two indexes.
//!
//! # Positions
//!
//! A document is a list of texts, sorted by class (0 title, 1 names, 2 tags, 3 body, 4 asides). Each is brought into
//! the normal form of `normalize.rs`; the characters count from 0, and each text is followed by one position for its
//! separator.
//!
//! # Numbers
//!
//! Lists of numbers are strings of the 93 printable ASCII characters other than `"` and `\\`, in their order. Of these
//! the first 56 end a number, the others go on: starting from 0, each of the others makes the value `value × 37 + its
//! place among the others + 1`, and the one that ends it `value × 56 + its place`.
//!
//! # `grams/<n>.js`
//!
//! An object from keys to lists. A key is what stands at a place and behind it: a pair of characters; where too much
//! stands under a pair, three characters, and so on up to [`LONGEST_KEY`]. So every place stands under exactly one key.
//! The last key of a text ends with U+000A, which is never followed by more. Shards are in order of the keys'
//! characters. Who looks for a text takes the key with which it begins or all the keys that begin with it, in any case
//! from the last shard that begins at the text or before it on.
//!
//! A list holds for each document: its number minus the one before (from 0), times 2, plus 1 if several positions
//! follow; if so, their number; each position minus the one before (from 0), times 4, plus 1 if a word begins with the
//! key, plus 2 if a word ends with it. A phrase is where its keys stand at the right distances; keys that together
//! touch every character of it suffice.
//!
//! Of what is very frequent the first place in each document is *noted*, for those who need no more: under the
//! character or the row of characters itself, with which then the next key begins. It has a shard of its own. Its
//! places are told a second time, under longer keys.
//!
//! A year that a text names (令和4年度, R4.3.31, 2022年) has a list of its own under U+FF39 and the character whose number
//! is the western year; instead of the marks of words stands how it is said: 1 年度, 2 年 or a date, 3 neither, 0 where it
//! only reads like the beginning of a year (令和4 in 令和45). Of each way, the first two places of a document. What counts
//! is told in `years.rs` and in `tests/search/years.json`.
//!
//! # `words/<n>.js`
//!
//! A string of lines: key, tab, code, and, if it differs from the key, tab and the spelling. Keys are in loose form,
//! and lie in shards by their first two characters, those of one character together in the first. Codes: `w` a word
//! that occurs, `f` one that says nothing by itself (a particle), `b` a spelling of which the key is the base form, `r`
//! one of which it is the reading, `o` one of which it is the kanji without the kana, `s` a declared synonym, all in
//! normal form.
//!
//! # `titles/<n>.js`
//!
//! Lines as in words, with the code `t`: the spelling is a title as it is printed, which begins with the key or is read
//! so. The keys end after sixteen characters.
//!
//! # `ranks.js`
//!
//! An object: `kinds`, a list of numbers, one a document; `lengths`, four such lists, the characters of the first four
//! classes (separators included); `years`, `departments` and `sdgs`, each `[sets, list]`: the sets that occur (western
//! years, places in the manifest's `departments`, numbers of goals) and the place of each document's set among them.
//!
//! # `texts/<n>.js`
//!
//! `[[path, sizes, [[class, anchor, text], …]], …]`: the classes 0 to 3; `sizes`, a list, tells how many characters
//! each text has in the normal form, its separator not included.
//!
//! # `asides/<n>.js`
//!
//! `[[sizes, [[anchor, text], …]], …]`.

use std::ops::Range;

use serde::Serialize;

/// The version of the format.
pub(super) const VERSION: u32 = 4;
/// The first character of the keys of years: full width, so that no normal form holds it.
pub(super) const YEAR: char = 'Ｙ';
/// The most characters in the key of places.
pub(super) const LONGEST_KEY: usize = 12;
/// The most characters in the key of a title.
pub(super) const TITLE_KEY: usize = 16;
/// A list is heavy from so many characters on.
pub(super) const HEAVY: usize = 24_000;

/// How many of the digits end a number.
const ENDS: u32 = 56;
/// How many go on.
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

/// The printable characters of ASCII in order, without the two that a JSON string cannot hold as they are.
const fn digit(place: u32) -> u8 {
    let c = b' ' + place as u8;
    match c {
        b' ' | b'!' => c,
        ..=b'Z' => c + 1,
        _ => c + 2,
    }
}

/// A file as it is published, around what it holds.
pub(super) fn file(name: &str, generation: &str, content: &[u8]) -> Vec<u8> {
    [b"mieruka(\"", name.as_bytes(), b"\",\"", generation.as_bytes(), b"\",", content, b");\n"].concat()
}

/// What a file holds.
pub(super) fn json(content: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(content).expect("texts and numbers are always JSON")
}

/// How many files the parts of an index have, by the number of documents: about as many bytes in each, whatever the size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// Shards of places.
    pub(super) grams: usize,
    /// Shards of words.
    pub(super) words: usize,
    /// Shards of titles.
    pub(super) titles: usize,
    /// Documents that tell of a record; they stand first.
    pub(super) records: usize,
    /// All documents.
    pub(super) documents: usize,
    /// Documents in one file: of texts of records, of texts of others, of asides.
    pub(super) per_file: [usize; 3],
}

/// A question takes one shard of places for each of its pieces, so that these are small: some kilobytes each, of a few records
/// as of a thousand.
const GRAMS_A_RECORD: usize = 8;
/// The fewest and the usual most shards of places.
const FEWEST_GRAMS: usize = 16;
const USUAL_GRAMS: usize = 768;
/// Of a large city there are more, but not as many more as records: the manifest, which everybody loads, names each.
const GRAMS_A_ROOT: usize = 40;
/// The number of shards changes in such steps, so that a record more seldom renames a file.
const GRAMS_STEP: usize = 64;
/// Words take half as many files as places.
const GRAMS_A_WORDS: usize = 2;
/// So many titles lie in a shard: what is typed is answered at once.
const TITLES_IN_SHARD: usize = 16;
/// The fewest shards of titles, and the most of titles and of words.
const FEWEST_TITLES: usize = 8;
const MOST_LINES: usize = 512;
/// Up to so many records each has files of its own: an excerpt takes its texts and no others. Of more there are too many files.
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
