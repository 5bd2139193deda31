//! The packed lists of positions, and the files in which they are published.

use std::collections::hash_map::Entry;

use super::format::{CELL, HEAVY, json, spelled_numbers, write_number};
use super::keys::{ByKey, Key, Keys};
use super::runs::{beginnings, usual_size};

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

/// The number of different entries in a cell of positions.
const CELL_OF_ENTRIES: u32 = (CELL as u32) << MARKS;

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
            let cell = entry / CELL_OF_ENTRIES;
            write_number(&mut self.bytes, cell - before);
            write_number(&mut self.bytes, entry % CELL_OF_ENTRIES);
            before = cell;
        }
        self.last = document;
    }

    /// Adds the list of later documents.
    fn append(&mut self, later: Self) {
        write_number(&mut self.bytes, (later.first - self.last) << 1 | u32::from(later.first_has_many));
        self.bytes.extend(later.bytes);
        self.last = later.last;
    }

    /// The list as it is published: how many documents, then the numbers of each sort together, so that they pack better.
    fn pack(self) -> String {
        let (mut heads, mut counts, mut cells, mut places) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut documents = 0;
        let mut head = Vec::new();
        write_number(&mut head, self.first << 1 | u32::from(self.first_has_many));
        let mut numbers = spelled_numbers(&head).chain(spelled_numbers(&self.bytes));
        while let Some((value, head)) = numbers.next() {
            documents += 1;
            heads.extend(head);
            let count = if value & 1 == 1 {
                numbers.next().map(|(count, spelled)| (count, Some(spelled)))
            } else {
                Some((1, None))
            };
            let (count, spelled) = count.expect("the number of positions follows");
            counts.extend(spelled.into_iter().flatten());
            for _ in 0..count {
                cells.extend(numbers.next().expect("a cell follows").1);
                places.extend(numbers.next().expect("a place follows").1);
            }
        }
        let mut list = Vec::with_capacity(self.bytes.len() + 8);
        write_number(&mut list, documents);
        [heads, counts, cells, places].iter().for_each(|numbers| list.extend(numbers));
        String::from_utf8(list).expect("numbers are written in ASCII")
    }
}

/// The lists of all keys, in shards.
#[derive(Default)]
pub(super) struct GramShards {
    /// The first key of each shard that several lists share.
    pub(super) starts: Vec<String>,
    /// The lists with a shard of their own.
    pub(super) alone: Vec<Alone>,
    /// The shards that several lists share, then the others.
    pub(super) shards: Vec<Vec<u8>>,
}

/// A list with a shard of its own: its key, and its length in thousands of characters, times 2, plus 1 if it is noted.
pub(super) type Alone = (String, u32);

impl GramShards {
    /// Puts the lists into about this many shards. A long or noted list has a shard of its own, so that it is loaded only
    /// when needed; the others are about equal in size.
    pub(super) fn of(grams: Grams, keys: &Keys, shards: usize) -> Self {
        let spelled = |(key, list): (Key, Postings)| {
            let (key, is_noted) = keys.spelled(key);
            (key, is_noted, list.pack())
        };
        let mut lists: Vec<_> = grams.0.into_iter().map(spelled).collect();
        lists.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let (alone, light): (Vec<_>, Vec<_>) =
            lists.into_iter().partition(|(_, is_noted, list)| *is_noted || list.len() >= HEAVY);
        let sizes: Vec<_> = light.iter().map(|(key, _, list)| (key.as_str(), list.len() + BESIDE)).collect();
        let together: usize = sizes.iter().map(|(_, size)| size).sum();
        let begins = beginnings(&sizes, usual_size(together, shards));
        let mut made = Self::default();
        for ((key, _, list), begins) in light.iter().zip(begins) {
            if begins {
                made.begin();
                made.starts.push(key.clone());
            }
            made.add(key, list);
        }
        for (key, is_noted, list) in alone {
            made.begin();
            made.add(&key, &list);
            made.alone.push((key, (list.len() / THOUSAND) as u32 * 2 + u32::from(is_noted)));
        }
        made.end();
        made
    }

    fn begin(&mut self) {
        self.end();
        self.shards.push(b"{".to_vec());
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

/// The size of a key besides its list: its characters, quotes, colon and comma.
const BESIDE: usize = 16;
/// The unit of the lengths of long lists in the manifest.
const THOUSAND: usize = 1000;
