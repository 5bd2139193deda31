//! The format of the search index, version 9: the files that [`super::search`] writes to `search/`, and how to read
//! them.
//!
//! # Files
//!
//! Every file is plain text of one shape: `mieruka("<name>",<JSON>);` on one line. A page fetches and parses it, a page
//! opened from a file share loads it as a script, and a program removes both ends. The files:
//!
//! - `search/manifest.js`, the only file with an address known in advance. Its keys: `format` (9), `index` (the name of
//!   this index), `before` (the name of the index before it, if its files are still there), `documents` (their number),
//!   `records` (how many of these, the first ones, describe one record), `perFile` (documents per file: of texts of
//!   records, of texts of others, of asides of records, of asides of others), `averages` (average size of the classes title, names, tags, body: of
//!   titles in characters, of others in cells), `kinds` (`[code, label, role]`, the role one of `record`, `list`,
//!   `group`, `word` and `guide`), `departments` (labels), `facets` (what else narrows results: `[name, label, values]`,
//!   the values in order), `longest` (characters of the longest key in
//!   `grams`), `grams`, `words` and `titles` (where each shard begins: its first key, of words and titles the
//!   first two characters, or of these as much as tells it from the key before; an empty text for the first shard of these), `begins` (a number and a list of numbers: of the first two characters of each
//!   key in `words`, 997 times the code point of the first plus that of the second, divided by that number, leave one of the
//!   sums of the list so far; so for most pairs with which no word begins, no file need be read), `alone` (the keys whose lists have a shard of their own, behind the others,
//!   and a list of numbers: how many thousands of characters each list has, times 2, plus 1 if it is noted), `files`.
//! - Keys in the manifest are in order, as a list of numbers: for each, how many characters it has in common with the one
//!   before, how many follow, and the code points of these; of the first, what it has more than that of the key before.
//! - `files` holds for each kind of file how many of its files have a name together, how many files there are, and the
//!   names as one text: hexadecimal digits, for each as many as for `ranks`. File n is `search/<kind>/<name>-<i>.js`,
//!   i counted within those of the name. The kinds: `ranks`, one file with the data of each document
//!   for ranking and facets; `grams`, the positions of characters and years; `words`, the keys by which words are found;
//!   `titles`, titles to suggest while the reader types; `texts`, the texts of some documents, for excerpts, first the
//!   files of records, then of others; `asides`, the asides of some documents, which follow their texts.
//! - `search/manifests/<index>.js`: the manifest again, without `before`.
//!
//! A name is the beginning of a digest of what its files hold, so a file never changes, and those that two indexes have
//! in common are the same. The files of the index before stay until the next publication but one, and everything may be
//! uploaded in any order: a reader that misses a file loads the manifest again; if there is a newer one, it starts over
//! with that, else with the index before, whose files are all there until the upload is complete. Results are never
//! mixed from two indexes.
//!
//! # Positions
//!
//! A document is a list of texts, sorted by class (0 title, 1 names, 2 tags, 3 body, 4 asides). Each is converted to
//! the normal form of `normalize.rs`. Positions are counted in cells of [`CELL`] over the whole document: each character
//! has one, and the first of a text, or behind a separator, is the first of the next free cell. A text is followed by at
//! least one position without a character. So an edit moves what follows up to the next separator, and no more.
//!
//! # Numbers
//!
//! Lists of numbers are strings of the 93 printable ASCII characters other than `"` and `\\`, in their order. The first
//! 56 of these end a number, the others continue it: starting from 0, each continuing character sets the value to
//! `value × 37 + its index among these + 1`, and the ending character to `value × 56 + its index`.
//!
//! # `grams`
//!
//! An object from keys to lists. A key is the string that starts at a position: a pair of characters; if the list of a
//! pair is too long, three characters, and so on up to [`LONGEST_KEY`]. So every position is listed under exactly one
//! key. The last key of a text ends with U+000A, which is never extended. Shards are in order of the keys' characters.
//! To find a text, a reader uses the key that is a prefix of it or all keys that it is a prefix of, starting at the
//! last shard whose first key is not after the text.
//!
//! A list begins with the number of its documents; then follow, each sort together: for each document, its number minus
//! the previous one (from 0), times 2, plus 1 if it has several positions; for each document that has, their count; for
//! each position, its cell minus that of the previous one in the document (from 0); for each position, its place in the
//! cell, times 4, plus 1 if a word begins with the key, plus 2 if a word ends with it. A phrase matches if its keys are at
//! the right distances; it is enough to look up keys that together cover all its characters.
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
//! # `words`
//!
//! A string of lines: key, tab, code, and, if it differs from the key, tab and the spelling. Keys are in loose form,
//! and are distributed to shards by their first two characters; those of one character are all in the first. Codes: `w`
//! a word that occurs, `f` a function word (a particle), `b` a spelling whose base form is the key, `r` one whose
//! reading is the key, `u` one that may be read so by its kanji, `h` one for which the key behind its first character,
//! U+FF28, is written by mistake because it sounds alike, or is people's word for it, `o` one whose kanji without the kana
//! are the key, `s` a declared synonym, a record by its number or an amount by a round one, all in normal form.
//!
//! # `titles`
//!
//! Lines as in words, with the code `t`: the spelling is a title as it is printed, which, or whose reading, begins with
//! the key. Keys are cut after sixteen characters.
//!
//! # `ranks`
//!
//! An object: `kinds`, a list of numbers, one per document; `titles`, such a list, the characters of the titles;
//! `cells`, four such lists, the cells of the first four classes; `years` and `departments`, each
//! `[sets, list]`: the distinct sets (western years, indices into the manifest's `departments`) and the index of each
//! document's set; `facets`, the same for each of the manifest's `facets`, with indices into its values;
//! `threads`, a list of numbers, the same for the same goal in all years, 0 for others; `heads`, `[path, anchor, title]`
//! of each document, empty if there are more than [`HEADS_AT_MOST`].
//!
//! # Packed files
//!
//! The content of a file of texts or asides is a string: the JSON described below, packed by DEFLATE (RFC 1951) and
//! written in base64 (RFC 4648 section 4).
//!
//! # `texts`
//!
//! `[[path, sizes, [[class, anchor, text], …]], …]`: the classes 0 to 3; `sizes`, a list, contains the cells of each
//! text. A figure has a fourth entry: its year, and 目標値 or 実績値.
//!
//! # `asides`
//!
//! `[[sizes, [[anchor, text], …]], …]`.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::normalize::SEPARATOR;
use crate::dataset::deflated;
use crate::digest::{Digest, Parts, hex};

/// The version of the format.
pub(super) const VERSION: u32 = 9;
/// The first character of the keys of years: full width, so that it does not occur in the normal form.
pub(super) const YEAR: char = 'Ｙ';
/// The first character of the keys of what is written by mistake, full width for the same reason.
pub(super) const SLIP: char = 'Ｈ';
/// The maximum number of characters in a key in `grams`.
pub(super) const LONGEST_KEY: usize = 12;
/// The maximum number of characters in the key of a title.
pub(super) const TITLE_KEY: usize = 16;
/// Up to this number of documents, their titles are in `ranks`.
pub(super) const HEADS_AT_MOST: usize = 1000;
/// The length of a list, in characters, from which it is heavy.
pub(super) const HEAVY: usize = 24_000;

/// The number of positions in a cell: few parts of texts between separators are longer.
pub(super) const CELL: usize = 32;

/// The position of each character of a text, and the number of cells that the text takes.
pub(super) fn cells(text: &[char]) -> (Vec<usize>, usize) {
    let mut next = 0_usize;
    let place = |c: &char| {
        let here = next;
        next = if *c == SEPARATOR { (here + 1).next_multiple_of(CELL) } else { here + 1 };
        here
    };
    let places = text.iter().map(place).collect();
    (places, (next + 1).div_ceil(CELL))
}

/// The number of digits that end a number.
const ENDS: u32 = 56;
/// The number of digits that continue one.
const GOES_ON: u32 = 37;

/// Appends a number.
pub(super) fn write_number(list: &mut Vec<u8>, value: u32) {
    // Most numbers are small.
    if value < ENDS {
        return list.push(digit(value));
    }
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

/// The numbers of a list, each by its characters.
pub(super) fn spelled_numbers(list: &[u8]) -> impl Iterator<Item = &[u8]> {
    const LAST: u8 = digit(ENDS - 1);
    list.split_inclusive(|c| *c <= LAST)
}

/// The number with these characters.
pub(super) fn number(spelled: &[u8]) -> u32 {
    let (last, before) = spelled.split_last().expect("a number has a last character");
    let before = before.iter().fold(0, |value, c| value * GOES_ON + place(*c) - ENDS + 1);
    before * ENDS + place(*last)
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

/// The place of such a character.
const fn place(digit: u8) -> u32 {
    let past = match digit {
        b' ' | b'!' => 0,
        ..=b'[' => 1,
        _ => 2,
    };
    (digit - b' ' - past) as u32
}

/// The content of a packed file that holds these documents, each in JSON.
pub(super) fn packed(documents: &[Vec<u8>]) -> Vec<u8> {
    let bytes = deflated(&[b"[", &*documents.join(&b','), b"]"].concat());
    let mut text = Vec::with_capacity(bytes.len() * 4 / 3 + 6);
    text.push(b'"');
    for three in bytes.chunks(3) {
        let group = [0, 1, 2].map(|i| u32::from(three.get(i).copied().unwrap_or_default()));
        let bits = group[0] << 16 | group[1] << 8 | group[2];
        let digits = [18, 12, 6, 0].map(|shift| BASE64[(bits >> shift & 63) as usize]);
        text.extend(&digits[..=three.len()]);
        text.extend(&b"=="[..3 - three.len()]);
    }
    text.push(b'"');
    text
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A published file with this content.
pub(super) fn file(name: &str, content: &[u8]) -> Vec<u8> {
    [b"mieruka(\"", name.as_bytes(), b"\",", content, b");\n"].concat()
}

/// The content of a published file; `None` if it is none.
pub(super) fn content<T: DeserializeOwned>(file: &[u8]) -> Option<T> {
    let from = file.iter().position(|byte| *byte == b',')? + 1;
    let to = file.iter().rposition(|byte| *byte == b')')?;
    serde_json::from_slice(file.get(from..to)?).ok()
}

/// A kind of files with a folder of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Ranks,
    Grams,
    Words,
    Titles,
    Texts,
    Asides,
}

impl Kind {
    pub(super) const ALL: [Self; 6] = [Self::Ranks, Self::Grams, Self::Words, Self::Titles, Self::Texts, Self::Asides];

    /// How many files have a name together: names are what every reader loads, and of these kinds an edit changes few files.
    pub(super) fn together(self) -> usize {
        match self {
            Self::Ranks => 1,
            Self::Grams => 2,
            Self::Words | Self::Titles | Self::Texts | Self::Asides => 4,
        }
    }

    /// The name of the folder, and of the kind in the manifest.
    pub(super) fn folder(self) -> &'static str {
        match self {
            Self::Ranks => "ranks",
            Self::Grams => "grams",
            Self::Words => "words",
            Self::Titles => "titles",
            Self::Texts => "texts",
            Self::Asides => "asides",
        }
    }
}

/// The files of a kind as the manifest has them: how many have a name together, how many there are, the names.
pub(super) type Named = (usize, usize, String);

/// The names of all files, within their kind, in order.
pub(super) fn spread(&(together, count, ref names): &Named, length: usize) -> impl Iterator<Item = String> {
    let name = move |n: usize| Some(format!("{}-{}", names.get(n / together * length..)?.get(..length)?, n % together));
    (0..count).map_while(name)
}

/// The path of a file.
pub(super) fn path(folder: &str, name: &str) -> String {
    format!("search/{folder}/{name}.js")
}

/// Keys in order, as a list of numbers.
pub(super) fn keys<'k>(keys: impl IntoIterator<Item = &'k str>) -> String {
    let mut numbers = Vec::new();
    let mut before = Vec::new();
    for key in keys {
        let key: Vec<_> = key.chars().map(u32::from).collect();
        let common = before.iter().zip(&key).take_while(|(a, b)| a == b).count();
        let passed = before.get(common).copied().unwrap_or_default();
        numbers.extend([common as u32, (key.len() - common) as u32]);
        numbers.extend(key[common..].iter().enumerate().map(|(i, c)| if i == 0 { c - passed } else { *c }));
        before = key;
    }
    list(numbers)
}

/// How much the first of two characters counts that begin a word.
const FIRST: u32 = 997;
/// So many times as many numbers as pairs tell one pair from most others.
const SPARSE: usize = 4;

/// The pairs of characters with which these keys begin, each by a number, as a list of what each has more than the one
/// before; and the number of such numbers.
pub(super) fn first_pairs<'k>(keys: impl IntoIterator<Item = &'k str>) -> (usize, String) {
    let pair = |key: &str| {
        let mut chars = key.chars().map(u32::from);
        Some((chars.next()?, chars.next()?))
    };
    let pairs: BTreeSet<_> = keys.into_iter().filter_map(pair).collect();
    let size = (pairs.len() * SPARSE).max(1);
    let numbers: BTreeSet<_> = pairs.into_iter().map(|(a, b)| (a * FIRST + b) % size as u32).collect();
    let before = std::iter::once(0).chain(numbers.iter().copied());
    (size, list(numbers.iter().zip(before).map(|(number, before)| number - before)))
}

/// The folder of the manifests of this index and of the one before.
pub(super) const MANIFESTS: &str = "manifests";
/// The path of the manifest that readers ask for.
pub(super) const MANIFEST: &str = "search/manifest.js";

/// The names of the files of each kind, by digests of what they hold: all equally long, and so long that different files
/// have different names.
pub(super) fn names(digests: [Vec<Digest>; Kind::ALL.len()]) -> Vec<Named> {
    let spelled = Kind::ALL.into_iter().zip(digests).map(|(kind, digests)| {
        let names = digests.chunks(kind.together()).map(|own| hex(&own.iter().fold(Parts::default(), added).finish()));
        (kind, digests.len(), names.collect::<Vec<_>>())
    });
    let spelled: Vec<_> = spelled.collect();
    let is_enough = |length: &usize| {
        spelled.iter().all(|(.., names)| {
            let count = |length: usize| names.iter().map(|name| &name[..length]).collect::<BTreeSet<_>>().len();
            count(*length) == count(NAME_AT_MOST)
        })
    };
    let length = (NAME..NAME_AT_MOST).find(is_enough).unwrap_or(NAME_AT_MOST);
    let cut = |names: Vec<String>| names.iter().map(|name| &name[..length]).collect();
    spelled.into_iter().map(|(kind, count, names)| (kind.together(), count, cut(names))).collect()
}

fn added(mut parts: Parts, digest: &Digest) -> Parts {
    parts.add(digest);
    parts
}

/// The usual number of digits in a name, and that of a whole digest.
const NAME: usize = 7;
const NAME_AT_MOST: usize = 64;

/// The content of a file.
pub(super) fn json(content: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(content).expect("texts and numbers are always JSON")
}

/// The number of files of each part of an index, by the number of documents: the files have about the same size at any
/// number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// The parts of all positions by whose size keys are divided.
    pub(super) grams: usize,
    /// About as many shards of positions are shared by several lists.
    pub(super) shards: usize,
    /// Shards of words.
    pub(super) words: usize,
    /// Shards of titles.
    pub(super) titles: usize,
    /// Documents that describe a record; they are first.
    pub(super) records: usize,
    /// All documents.
    pub(super) documents: usize,
    /// Documents per file: of texts of records and of others, of asides of records and of others.
    pub(super) per_file: [usize; 4],
}

/// A query loads one shard of positions per key, so shards are small: some kilobytes each, for a few records as for a
/// thousand.
const GRAMS_A_RECORD: usize = 8;
/// The minimum and the usual maximum number of shards of positions.
const FEWEST_GRAMS: usize = 16;
const USUAL_GRAMS: usize = 768;
/// A large city has more, but fewer than in proportion to its records: every reader loads the manifest, which lists
/// all, and whoever uploads them waits for each. Its keys are divided into smaller parts than the shards are.
const SHARDS_A_ROOT: usize = 11;
const GRAMS_A_ROOT: usize = 40;
/// The number of shards is a multiple of this, so that a new record rarely renames a file.
const GRAMS_STEP: usize = 64;
/// There are five shards of words for twelve of positions.
const WORDS: usize = 5;
const GRAMS_A_WORDS: usize = 12;
/// The number of titles per shard, small for immediate suggestions.
const TITLES_IN_SHARD: usize = 16;
/// The minimum number of shards of titles, and the maximum of titles; a large city has as many of words.
const FEWEST_TITLES: usize = 8;
const MOST_LINES: usize = 128;
/// Up to this number, each record has its own files: an excerpt loads only its texts. For more there would be too many
/// files. The asides of a department of a large city name thousands of records, and nearly have files of their own.
const SMALL: usize = 1000;

impl Layout {
    /// The layout for a number of documents.
    pub(super) fn of(records: usize, documents: usize) -> Self {
        let grams = (records * GRAMS_A_RECORD).clamp(FEWEST_GRAMS, USUAL_GRAMS);
        let grams = grams.max(GRAMS_A_ROOT * records.isqrt()).next_multiple_of(GRAMS_STEP);
        let titles = (documents / TITLES_IN_SHARD).next_power_of_two().clamp(FEWEST_TITLES, MOST_LINES);
        let per_file = if records <= SMALL { [1, 2, 1, 1] } else { [11, 16, 48, 2] };
        let shards = (records * GRAMS_A_RECORD).clamp(FEWEST_GRAMS, USUAL_GRAMS).max(SHARDS_A_ROOT * records.isqrt());
        Self {
            grams,
            shards,
            words: if records <= SMALL { shards * WORDS / GRAMS_A_WORDS } else { MOST_LINES },
            titles,
            records,
            documents,
            per_file,
        }
    }

    /// The documents of each file of texts.
    pub(super) fn texts(self) -> impl Iterator<Item = Range<usize>> {
        let [few, many, ..] = self.per_file;
        self.files(few, many)
    }

    /// The documents of each file of asides.
    pub(super) fn asides(self) -> impl Iterator<Item = Range<usize>> {
        let [.., few, many] = self.per_file;
        self.files(few, many)
    }

    /// Files of so many records each, then of so many others.
    fn files(self, records: usize, others: usize) -> impl Iterator<Item = Range<usize>> {
        pieces(0..self.records, records).chain(pieces(self.records..self.documents, others))
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
    fn numbers_are_read_as_they_were_written() {
        let numbers: Vec<u32> = (0..93).chain([2127, 2128, 78_792, 1 << 20, u32::MAX / 2]).collect();
        let list = list(numbers.iter().copied());
        let read: Vec<_> = spelled_numbers(list.as_bytes()).collect();
        assert_eq!(read.iter().map(|spelled| number(spelled)).collect::<Vec<_>>(), numbers);
        assert_eq!(read.concat(), list.as_bytes());
    }

    #[test]
    fn names_are_as_long_as_they_must_be() {
        let digest = |first: u8, fifth: u8| {
            let mut digest = [0; 32];
            (digest[0], digest[4]) = (first, fifth);
            digest
        };
        let length = |digests: &[Digest]| {
            let mut all: [Vec<Digest>; Kind::ALL.len()] = Default::default();
            all[Kind::Grams as usize] = digests.to_vec();
            let (_, count, names) = names(all).swap_remove(Kind::Grams as usize);
            assert_eq!(count, digests.len());
            names.len() / count.div_ceil(Kind::Grams.together())
        };
        assert_eq!(length(&[digest(1, 0), digest(2, 0), digest(2, 0)]), NAME);
        let many: Vec<_> =
            (0..=u8::MAX).flat_map(|a| (0..=u8::MAX).map(move |b| (a, b))).map(|(a, b)| digest(a, b)).collect();
        assert!(length(&many) > NAME, "of 65,536 files two have names that begin alike");
    }

    #[test]
    fn keys_are_written_by_what_they_have_more() {
        let numbers = |numbers: &[u32]| list(numbers.iter().copied());
        assert_eq!(keys(["", "ab", "ad", "b", "bcd"]), numbers(&[0, 0, 0, 2, 97, 98, 1, 1, 2, 0, 1, 1, 1, 2, 99, 100]));
    }

    #[test]
    fn keys_are_known_by_the_two_characters_with_which_they_begin() {
        let at = |a: char, b: char| (u32::from(a) * 997 + u32::from(b)) % 8;
        let [ab, cd] = [at('a', 'b'), at('c', 'd')];
        assert_eq!(first_pairs(["a", "ab", "abc", "cd", ""]), (8, list([ab.min(cd), ab.max(cd) - ab.min(cd)])));
        assert_eq!(first_pairs([]), (1, String::new()));
    }

    #[test]
    fn files_are_named_together() {
        let named = (2, 3, "aaabbb".to_owned());
        assert_eq!(spread(&named, 3).collect::<Vec<_>>(), ["aaa-0", "aaa-1", "bbb-0"]);
        assert_eq!(spread(&(1, 9, "abc".to_owned()), 2).count(), 1, "a damaged list ends");
    }

    #[test]
    fn what_stands_behind_a_separator_has_a_cell_of_its_own() {
        let check = |text: &str, expected: &[usize], size: usize| {
            assert_eq!(cells(&text.chars().collect::<Vec<_>>()), (expected.to_vec(), size), "{text}");
        };
        check("", &[], 1);
        check("あ\nい", &[0, 1, 32], 2);
        let long = "あ".repeat(CELL);
        check(&long, &(0..CELL).collect::<Vec<_>>(), 2);
        check(&long[3..], &(0..CELL - 1).collect::<Vec<_>>(), 1);
    }

    #[test]
    fn what_is_written_can_be_read() {
        assert_eq!(content::<Vec<u8>>(&file("a/b", b"[1,2]")), Some(vec![1, 2]));
        for other in ["", "mieruka", "mieruka(\"a\",", ")),"] {
            assert_eq!(content::<Vec<u8>>(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn no_digit_needs_escaping() {
        let digits: Vec<u8> = (0..ENDS + GOES_ON).map(digit).collect();
        assert!(digits.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(digits.iter().all(|c| (b' '..=b'~').contains(c) && !b"\"\\".contains(c)));
    }
}
