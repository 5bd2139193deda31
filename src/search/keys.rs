//! The keys of positions: a character with the next one, and if that is not selective enough, as many more as needed. A
//! sample of the documents determines which keys are divided, so that a list is divided while it is written and no text
//! is kept for it.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::format::{LONGEST_KEY, YEAR};
use super::normalize::SEPARATOR;

/// A prefix (21 bits: a character, or from [`DIVIDED`] on the index of a divided key) and the next character (21 bits).
pub(super) type Key = u64;
/// A map by keys.
pub(super) type ByKey<T> = HashMap<Key, T, BuildHasherDefault<KeyHasher>>;
/// A map by words and statements.
pub(super) type ByText<T> = HashMap<Box<str>, T, BuildHasherDefault<KeyHasher>>;

/// The bits of each half of a key.
const BITS: u32 = 21;
/// The first prefix that is not a character.
const DIVIDED: u32 = 0x11_0000;
/// The second half of the key of a single character, whatever follows it: the largest number that fits.
const ANY: u32 = (1 << BITS) - 1;
/// The maximum number of divided keys: the numbers of a half that are neither characters nor [`ANY`].
const DIVIDED_AT_MOST: usize = (ANY - DIVIDED) as usize;
/// A string that is not a sequence of words counts as a likely query once in this many positions.
const UNWORDED: usize = 4;

/// The set of keys.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// The indices of the divided pairs of characters.
    pairs: ByKey<u32>,
    divided: Vec<Divided>,
    /// The numbers of the characters that are noted.
    characters: ByKey<u32>,
    /// The number of noted keys and characters: the first position in each document is listed under them.
    pub(super) noted: usize,
}

/// A key with too many positions: these are listed under longer keys.
#[derive(Debug)]
struct Divided {
    row: Row,
    spelled: String,
    /// The longest noted key that is a prefix of it; during division, the longest divided key.
    above: Option<u32>,
    /// The key without its first character, which is at least as frequent.
    shorter: Option<u32>,
    /// The longer keys that are divided too, in order of their last character.
    longer: Vec<(char, u32)>,
    /// The number of the key if it is noted.
    noted: Option<u32>,
}

impl Divided {
    /// The index of the key with this last character, if it is divided too.
    fn longer(&self, last: char) -> Option<u32> {
        self.longer.binary_search_by_key(&last, |(c, _)| *c).ok().map(|found| self.longer[found].1)
    }
}

/// Texts that represent all: each followed by [`SEPARATOR`].
#[derive(Debug, Default)]
pub(super) struct Sample {
    pub(super) chars: Vec<char>,
    /// Whether a word begins at each character.
    pub(super) edges: Vec<bool>,
}

impl Sample {
    /// Adds a text with its edges, one more than it has characters.
    pub(super) fn add(&mut self, chars: &[char], edges: &[bool]) {
        self.chars.extend(chars.iter().chain([&SEPARATOR]));
        self.edges.extend(&edges[..=chars.len()]);
    }
}

/// The thresholds, in positions of the sample.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// A key with this many positions is divided.
    pub(super) divide: usize,
    /// A divided key is noted if it is this often a word, or a sequence of words.
    pub(super) note: usize,
    /// A character with this many positions is noted.
    pub(super) note_character: usize,
    /// Any divided key with this many positions is noted.
    pub(super) note_any: usize,
    /// The maximum number of noted keys.
    pub(super) noted: usize,
}

impl Keys {
    /// The keys for the texts of which this is a sample.
    pub(super) fn of(sample: &Sample, limits: Limits) -> Self {
        let mut division = Division { sample, limits, keys: Self::default(), frequent: Vec::new() };
        let all: Vec<_> = starts(&sample.chars).map(|at| at as u32).collect();
        for (key, places) in grouped(&all, |at| pair(sample.chars[at], ANY)) {
            if places.len() >= limits.note_character {
                division.frequent.push((places.len(), key, None));
            }
            division.divide(None, begun(key), 2, &places);
        }
        division.finish()
    }

    /// Calls `tell` with the key of each position of a text, and with each noted prefix of it and its number.
    pub(super) fn places(&self, text: &[char], mut tell: impl FnMut(usize, Row, Option<usize>)) {
        let mut known = None;
        for at in starts(text) {
            let behind = |length: usize| text.get(at + length).copied().unwrap_or(SEPARATOR);
            let alone = pair(text[at], ANY);
            if let Some(number) = self.characters.get(&alone) {
                tell(at, Row { key: alone, length: 1, last: text[at] }, Some(*number as usize));
            }
            let mut row = Row { key: pair(text[at], behind(1) as u32), length: 2, last: behind(1) };
            let (mut divided, mut led) = (known.or_else(|| self.pairs.get(&row.key).copied()), None);
            while let Some(number) = divided {
                let own = &self.divided[number as usize];
                let last = behind(own.row.length);
                row = Row { key: key(DIVIDED + number, last as u32), length: own.row.length + 1, last };
                (divided, led) = (own.longer(last), divided);
            }
            known = led.and_then(|number| self.divided[number as usize].shorter);
            while let Some(number) = led {
                let own = &self.divided[number as usize];
                if let Some(number) = own.noted {
                    tell(at, own.row, Some(number as usize));
                }
                led = own.above;
            }
            tell(at, row, None);
        }
    }

    /// The index of the divided key that is this one without its first character.
    fn shorter(&self, number: usize) -> Option<u32> {
        let mut rest = self.divided[number].spelled.chars().skip(1);
        let mut place = *self.pairs.get(&pair(rest.next()?, rest.next()? as u32))?;
        for last in rest {
            place = self.divided[place as usize].longer(last)?;
        }
        Some(place)
    }

    /// Whether there may be positions under a pair of characters or under keys that begin with it.
    pub(super) fn holds(&self, first: char, second: char, stands: impl Fn(Key) -> bool) -> bool {
        let key = pair(first, second as u32);
        self.pairs.contains_key(&key) || stands(key)
    }

    /// The characters of a key, and whether it is noted.
    pub(super) fn spelled(&self, key: Key) -> (String, bool) {
        let first = begun(key);
        if last(key) == ANY {
            return (character(first).to_string(), true);
        }
        let begun = first.checked_sub(DIVIDED).map(|number| &self.divided[number as usize]);
        let begun_with = begun.map_or_else(|| character(first).to_string(), |begun| begun.spelled.clone());
        let last = character(last(key));
        let is_noted = begun.map_or_else(|| self.pairs.contains_key(&key), |begun| begun.longer(last).is_some());
        (begun_with + last.encode_utf8(&mut [0; 4]), is_noted)
    }
}

/// The keys during division.
struct Division<'s> {
    sample: &'s Sample,
    limits: Limits,
    keys: Keys,
    /// Candidates for noted keys: frequency, key, index of the divided key.
    frequent: Vec<(usize, Key, Option<u32>)>,
}

impl Division<'_> {
    /// Divides the positions of a prefix by the character at this distance, recursively.
    fn divide(&mut self, above: Option<u32>, begun: u32, length: usize, places: &[u32]) {
        let sample = self.sample;
        for (key, places) in grouped(places, |at| key(begun, sample.chars[at + length - 1] as u32)) {
            let last = character(last(key));
            let is_full = self.keys.divided.len() == DIVIDED_AT_MOST;
            if places.len() < self.limits.divide || last == SEPARATOR || length == LONGEST_KEY || is_full {
                continue;
            }
            let number = self.keys.divided.len() as u32;
            let edges = &sample.edges;
            let words = places.iter().filter(|at| edges[**at as usize] && edges[**at as usize + length]).count();
            if words >= self.limits.note || places.len() >= self.limits.note_any {
                self.frequent.push((words.max(places.len() / UNWORDED), key, Some(number)));
            }
            let (spelled, _) = self.keys.spelled(key);
            let (shorter, longer, noted) = (None, Vec::new(), None);
            let row = Row { key, length, last };
            self.keys.divided.push(Divided { row, spelled, above, shorter, longer, noted });
            match above {
                Some(above) => self.keys.divided[above as usize].longer.push((last, number)),
                None => drop(self.keys.pairs.insert(key, number)),
            }
            self.divide(Some(number), DIVIDED + number, length + 1, &places);
        }
    }

    /// Notes the most frequent keys.
    fn finish(mut self) -> Keys {
        self.frequent.sort_unstable_by(|a, b| b.cmp(a));
        self.frequent.truncate(self.limits.noted);
        self.keys.noted = self.frequent.len();
        for (number, (_, key, place)) in (0..).zip(self.frequent) {
            match place {
                Some(place) => self.keys.divided[place as usize].noted = Some(number),
                None => drop(self.keys.characters.insert(key, number)),
            }
        }
        for number in 0..self.keys.divided.len() {
            self.keys.divided[number].shorter = self.keys.shorter(number);
            // The prefix of a key was divided before it.
            let above = self.keys.divided[number].above.map(|above| &self.keys.divided[above as usize]);
            if let Some(passed) = above.filter(|above| above.noted.is_none()) {
                self.keys.divided[number].above = passed.above;
            }
        }
        self.keys
    }
}

/// The positions of each key, in order of the keys.
fn grouped(places: &[u32], key: impl Fn(usize) -> Key) -> Vec<(Key, Vec<u32>)> {
    let mut groups = ByKey::<Vec<u32>>::default();
    places.iter().for_each(|at| groups.entry(key(*at as usize)).or_default().push(*at));
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_unstable_by_key(|(key, _)| *key);
    groups
}

/// A string that is a key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) key: Key,
    /// Its number of characters.
    pub(super) length: usize,
    /// Its last character.
    pub(super) last: char,
}

/// The key of a year.
pub(super) fn year(year: u32) -> Key {
    pair(YEAR, year)
}

/// The positions of a text at which a key can begin.
fn starts(text: &[char]) -> impl Iterator<Item = usize> {
    text.iter().enumerate().filter(|(_, c)| **c != SEPARATOR).map(|(at, _)| at)
}

fn pair(first: char, second: u32) -> Key {
    key(first as u32, second)
}

fn key(begun: u32, last: u32) -> Key {
    u64::from(begun) << BITS | u64::from(last)
}

/// The prefix of a key.
fn begun(key: Key) -> u32 {
    (key >> BITS) as u32
}

/// The last character of a key.
fn last(key: Key) -> u32 {
    (key & u64::from(ANY)) as u32
}

fn character(number: u32) -> char {
    char::from_u32(number).expect("a key is made of characters")
}

/// Hashes keys that are numbers already.
#[derive(Debug, Default)]
pub(super) struct KeyHasher(u64);

impl KeyHasher {
    /// 2⁶⁴ divided by the golden ratio: similar keys get distant hashes.
    const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
    /// Moves the high bits, which the product mixes best, to the low ones, which select the slot.
    const FOLD: u32 = 29;
}

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(size_of::<u64>()) {
            let mut word = [0; size_of::<u64>()];
            word[..part.len()].copy_from_slice(part);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = (self.0 ^ key).wrapping_mul(Self::GOLDEN);
        self.0 ^= self.0 >> Self::FOLD;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(texts: &[&str], limits: Limits) -> Keys {
        let chars: Vec<char> = texts.iter().flat_map(|text| text.chars().chain([SEPARATOR])).collect();
        Keys::of(&Sample { edges: vec![true; chars.len()], chars }, limits)
    }

    /// Each position with its keys, and whether these are noted.
    fn at_each(keys: &Keys, text: &str) -> Vec<(usize, String, bool)> {
        let mut found = Vec::new();
        keys.places(&text.chars().collect::<Vec<_>>(), |at, row, noted| {
            let (key, is_noted) = keys.spelled(row.key);
            assert_eq!(noted.is_some(), is_noted);
            found.push((at, key, noted.is_some()));
        });
        found
    }

    #[test]
    fn what_stands_often_is_told_apart_by_what_follows() {
        let limits = Limits { divide: 3, note: 3, note_character: 4, note_any: 9, noted: 9 };
        let keys = keys(&["まちづくり", "まちなみ", "まちづくり", "まとめ"], limits);
        let check = |text: &str, expected: &str, noted: &[&str]| {
            let found = at_each(&keys, text);
            let (passed, own): (Vec<_>, Vec<_>) =
                found.into_iter().filter(|(at, ..)| *at == 0).partition(|(.., is)| *is);
            assert_eq!(own, [(0, expected.to_owned(), false)]);
            assert_eq!(passed.iter().map(|(_, key, _)| key.as_str()).collect::<Vec<_>>(), noted);
        };
        check("まちづくり", "まちづ", &["ま", "まち"]);
        check("まち", "まち\n", &["ま", "まち"]);
        check("まとめ", "まと", &["ま"]);
        check("ちづ", "ちづ", &[]);
        check("り", "り\n", &[]);
    }

    #[test]
    fn keys_end_where_texts_part_and_at_their_longest() {
        let limits = Limits { divide: 1, note: 99, note_character: 99, note_any: 99, noted: 9 };
        let text = "あ".repeat(LONGEST_KEY + 4);
        let keys = keys(&[&text, "い\nう"], limits);
        let found = at_each(&keys, &text);
        assert_eq!(found[0].1, "あ".repeat(LONGEST_KEY));
        let ends = found[found.len() - 3..].iter().map(|(_, key, _)| key.as_str());
        assert_eq!(ends.collect::<Vec<_>>(), ["あああ\n", "ああ\n", "あ\n"]);
    }

    #[test]
    fn what_is_known_of_one_place_leads_to_the_next() {
        let limits = Limits { divide: 2, note: 9, note_character: 9, note_any: 9, noted: 9 };
        let texts = ["地域の実情に合った", "地域の実情を知る", "実情に合わせる", "域の実"];
        let keys = keys(&texts, limits);
        for text in texts {
            for (at, key, _) in at_each(&keys, text) {
                let rest: String = text.chars().skip(at).chain([SEPARATOR]).collect();
                assert!(rest.starts_with(&key), "{key} leads to {rest}");
                let alone = at_each(&keys, rest.trim_end());
                assert_eq!(alone[0].1, key, "the way does not matter");
            }
        }
    }
}
