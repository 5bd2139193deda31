//! The packed lists of positions, and the files in which they are published.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;

use super::format::{HEAVY, json, write_number};
use super::keys::{ByKey, Key, Keys};

/// The lists of a range of documents.
#[derive(Default)]
pub(super) struct Grams(ByKey<Postings>);

impl Grams {
    /// Adds a document with its entries in order: key (42 bits), position (20 bits) and two marks in one number each.
    pub(super) fn add(&mut self, document: u32, entries: &[u64]) {
        for group in entries.chunk_by(|a, b| a >> BELOW_KEY == b >> BELOW_KEY) {
            let list = self.0.entry(group[0] >> BELOW_KEY).or_default();
            list.add(document, group.iter().map(|entry| (entry & PLACE) as u32));
        }
    }

    /// Adds the lists of later documents.
    pub(super) fn join(&mut self, later: Self) {
        for (key, list) in later.0 {
            match self.0.entry(key) {
                Entry::Occupied(mut earlier) => earlier.get_mut().append(list),
                Entry::Vacant(slot) => drop(slot.insert(list)),
            }
        }
    }

    /// Whether there are positions under a key.
    pub(super) fn has(&self, key: Key) -> bool {
        self.0.contains_key(&key)
    }
}

/// The bits of the two marks, and of marks and position together, below the key.
const MARKS: u32 = 2;
const BELOW_KEY: u32 = 22;
/// The mask of position and marks.
const PLACE: u64 = (1 << BELOW_KEY) - 1;

/// A position with its key as one number.
pub(super) fn entry(key: Key, at: usize, marks: u64) -> u64 {
    key << BELOW_KEY | (at as u64) << MARKS | marks
}

/// The packed list of one key. The number of the first document is kept apart until the document before it is known.
#[derive(Default)]
struct Postings {
    first: u32,
    first_has_many: bool,
    last: u32,
    bytes: Vec<u8>,
}

impl Postings {
    /// Adds a document with its entries: position times four plus two marks.
    fn add(&mut self, document: u32, entries: impl ExactSizeIterator<Item = u32>) {
        let many = entries.len() > 1;
        if self.bytes.is_empty() {
            (self.first, self.first_has_many) = (document, many);
        } else {
            write_number(&mut self.bytes, (document - self.last) << 1 | u32::from(many));
        }
        if many {
            write_number(&mut self.bytes, entries.len() as u32);
        }
        let mut before = 0;
        for entry in entries {
            write_number(&mut self.bytes, (entry >> 2).wrapping_sub(before) << 2 | entry & 3);
            before = entry >> 2;
        }
        self.last = document;
    }

    /// Adds the list of later documents.
    fn append(&mut self, later: Self) {
        write_number(&mut self.bytes, (later.first - self.last) << 1 | u32::from(later.first_has_many));
        self.bytes.extend(later.bytes);
        self.last = later.last;
    }

    fn pack(self) -> String {
        let mut list = Vec::with_capacity(self.bytes.len() + 4);
        write_number(&mut list, self.first << 1 | u32::from(self.first_has_many));
        list.extend(self.bytes);
        String::from_utf8(list).expect("numbers are written in ASCII")
    }
}

/// The lists of all keys, in shards.
#[derive(Default)]
pub(super) struct GramShards {
    /// The first key of each.
    pub(super) starts: Vec<String>,
    /// Thousands of characters in the lists that have a shard of their own.
    pub(super) heavy: BTreeMap<String, usize>,
    /// The lists, by key.
    pub(super) shards: Vec<Vec<u8>>,
}

impl GramShards {
    /// Splits the keys into this many shards. A long or noted list has a shard of its own, so that it is loaded only
    /// when needed; the others are about equal in size, and remaining shards are empty.
    pub(super) fn of(grams: Grams, keys: &Keys, shards: usize) -> Self {
        let spelled = |(key, list): (Key, Postings)| {
            let (key, is_noted) = keys.spelled(key);
            (key, is_noted, list.pack())
        };
        let mut lists: Vec<_> = grams.0.into_iter().map(spelled).collect();
        lists.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let begins = beginnings(&lists.iter().map(|(_, noted, list)| (list.len(), *noted)).collect::<Vec<_>>(), shards);
        let mut made = Self::default();
        for ((key, _, list), begins) in lists.into_iter().zip(begins) {
            if begins == Begins::Alone {
                made.heavy.insert(key.clone(), list.len() / THOUSAND);
            }
            if begins != Begins::No {
                made.end();
                made.starts.push(key.clone());
                made.shards.push(b"{".to_vec());
            }
            made.add(&key, &list);
        }
        made.end();
        made.starts.resize(shards, NOWHERE.to_owned());
        made.shards.resize(shards, b"{}".to_vec());
        made
    }

    /// Ends the last shard and releases its spare capacity, since it is kept in memory for long.
    fn end(&mut self) {
        if let Some(shard) = self.shards.last_mut() {
            shard.push(b'}');
            shard.shrink_to_fit();
        }
    }

    fn add(&mut self, key: &str, list: &str) {
        let shard = self.shards.last_mut().expect("the first key began one");
        if shard.len() > 1 {
            shard.push(b',');
        }
        shard.extend(json(&key));
        shard.push(b':');
        shard.extend(json(&list));
    }
}

/// Whether a list begins a shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begins {
    No,
    Yes,
    /// It has a shard of its own.
    Alone,
}

/// Which lists begin a shard, given their sizes and whether they are noted. The shards contain a tenth more than an
/// even share at first; if that leads to too many shards, they contain more.
fn beginnings(lists: &[(usize, bool)], shards: usize) -> Vec<Begins> {
    let mut sizes: Vec<_> = lists.iter().filter(|(_, noted)| !noted).map(|(size, _)| *size).collect();
    sizes.sort_unstable();
    let heavy = sizes.iter().rev().nth(shards / HEAVY_SHARDS).map_or(HEAVY, |size| HEAVY.max(size + 1));
    let is_alone = |&(size, noted): &(usize, bool)| noted || size >= heavy;
    let light: usize = lists.iter().filter(|list| !is_alone(list)).map(|(size, _)| size + BESIDE).sum();
    let alone = lists.iter().filter(|list| is_alone(list)).count();
    let left = shards.checked_sub(2 * alone).filter(|left| *left > 0).expect("few lists are alone");
    let filled = |full: usize| {
        let mut room = 0;
        let begins = lists.iter().map(|list| {
            let begins = match is_alone(list) {
                true => Begins::Alone,
                false if room <= list.0 / 2 => Begins::Yes,
                false => Begins::No,
            };
            room = match begins {
                Begins::Alone => 0,
                Begins::Yes => full.saturating_sub(list.0 + BESIDE),
                Begins::No => room.saturating_sub(list.0 + BESIDE),
            };
            begins
        });
        begins.collect::<Vec<_>>()
    };
    let fits = |begins: &Vec<Begins>| begins.iter().filter(|begins| **begins != Begins::No).count() <= shards;
    let mut shares = (TENTHS + 1..).map(|tenths| filled(light * tenths / TENTHS / left + 1));
    shares.find(fits).expect("shards that hold everything suffice")
}

/// The size of a key besides its list: its characters, quotes, colon and comma.
const BESIDE: usize = 16;
/// The unit of the lengths of long lists in the manifest.
const THOUSAND: usize = 1000;
/// One in this many shards may contain a single list: with the unfilled shard before each, they take a quarter of all.
const HEAVY_SHARDS: usize = 8;
/// The size of shards grows by this fraction of an even share until everything fits.
const TENTHS: usize = 10;
/// The start of an empty shard: no key follows it.
const NOWHERE: &str = "\u{10ffff}\u{10ffff}";

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sizes: &[usize], noted: usize, shards: usize) {
        let noted = std::iter::repeat_n((9_000, true), noted);
        let lists: Vec<_> = sizes.iter().map(|size| (*size, false)).chain(noted).collect();
        let begins = beginnings(&lists, shards);
        let used = begins.iter().filter(|begins| **begins != Begins::No).count();
        assert!(used <= shards, "{used} of {shards}");
        assert_eq!(begins.len(), lists.len());
        assert!(begins.first().is_none_or(|begins| *begins != Begins::No));
    }

    #[test]
    fn the_shards_suffice_however_badly_the_lists_fit() {
        check(&[], 0, 64);
        check(&[5; 10], 0, 64);
        // Each of these 78 would need a shard of its own.
        check(&[6_000, 9_000].repeat(39), 0, 64);
        check(&[23_999, 12_100].repeat(400), 8, 64);
        check(&[100_000; 40], 8, 64);
        check(&(0..5_000).map(|i| i * 7919 % 24_000).collect::<Vec<_>>(), 16, 128);
    }
}
