//! The lists of places, packed, and the files in which they are published.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;

use super::format::{HEAVY, json, write_number};
use super::keys::{ByKey, Key, Keys};

/// The lists of some documents in a row.
#[derive(Default)]
pub(super) struct Grams(ByKey<Postings>);

impl Grams {
    /// Adds a document with its places: key (42 bits), position (20 bits) and two marks in one number each, in order.
    pub(super) fn add(&mut self, document: u32, entries: &[u64]) {
        for group in entries.chunk_by(|a, b| a >> 22 == b >> 22) {
            let list = self.0.entry(group[0] >> 22).or_default();
            list.add(document, group.iter().map(|entry| (entry & 0x3f_ffff) as u32));
        }
    }

    /// Adds the documents that follow.
    pub(super) fn join(&mut self, later: Self) {
        for (key, list) in later.0 {
            match self.0.entry(key) {
                Entry::Occupied(mut earlier) => earlier.get_mut().append(list),
                Entry::Vacant(slot) => drop(slot.insert(list)),
            }
        }
    }

    /// Whether anything stands under a key.
    pub(super) fn has(&self, key: Key) -> bool {
        self.0.contains_key(&key)
    }
}

/// A place as one number.
pub(super) fn entry(key: Key, at: usize, marks: u64) -> u64 {
    key << 22 | (at as u64) << 2 | marks
}

/// The list of one key, packed. The number of the first document waits outside until it is known what stands before it.
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
    /// Splits the keys into this many shards. A long list, and one that is noted, has a shard of its own, so that nobody loads it
    /// who does not want it; the others are about equal in size, and what is left over stays empty.
    pub(super) fn of(grams: Grams, keys: &Keys, shards: usize) -> Self {
        let spelled = |(key, list): (Key, Postings)| {
            let (key, is_noted) = keys.spelled(key);
            (key, is_noted, list.pack())
        };
        let mut lists: Vec<_> = grams.0.into_iter().map(spelled).collect();
        lists.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut sizes: Vec<_> = lists.iter().filter(|(_, noted, _)| !noted).map(|(.., list)| list.len()).collect();
        sizes.sort_unstable();
        let noted = lists.len() - sizes.len();
        let heavy = sizes.iter().rev().nth(shards / 8).map_or(HEAVY, |size| HEAVY.max(size + 1));
        let (light, long): (Vec<usize>, Vec<_>) = sizes.into_iter().partition(|size| *size < heavy);
        let left = shards - 2 * (noted + long.len());
        let full = light.iter().map(|size| size + BESIDE).sum::<usize>() * 11 / 10 / left.max(1) + 1;
        let mut made = Self::default();
        let mut room = 0;
        for (key, is_noted, list) in lists {
            let is_alone = is_noted || list.len() >= heavy;
            if is_alone {
                made.heavy.insert(key.clone(), list.len() / 1000);
            }
            if is_alone || room <= list.len() / 2 {
                made.begin(key.clone());
                room = full;
            }
            room = if is_alone { 0 } else { room.saturating_sub(list.len() + BESIDE) };
            made.add(&key, &list);
        }
        made.shards.iter_mut().for_each(|shard| shard.push(b'}'));
        assert!(made.shards.len() <= shards, "every shard but two a long list is full");
        made.starts.resize(shards, NOWHERE.to_owned());
        made.shards.resize(shards, b"{}".to_vec());
        made
    }

    fn begin(&mut self, key: String) {
        self.starts.push(key);
        self.shards.push(b"{".to_vec());
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

/// What a key takes beside its list.
const BESIDE: usize = 16;
/// The start of an empty shard: no key follows it.
const NOWHERE: &str = "\u{10ffff}\u{10ffff}";
