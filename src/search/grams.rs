//! The packed lists of positions, and the files in which they are published.

use std::collections::hash_map::Entry;

use super::format::{CELL, HEAVY, json, number, spelled_numbers, write_number};
use super::keys::{ByKey, Key, Keys};
use super::runs::{beginnings, told, usual_size};
use crate::digest::{Digest, digest};
use crate::parallel;

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
    /// A list that is joined with others grows by every so many-th.
    const MORE: usize = 4;

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
        let needed = self.bytes.len() + later.bytes.len() + LONGEST_NUMBER;
        if needed > self.bytes.capacity() {
            self.bytes.reserve_exact(needed + needed / Self::MORE - self.bytes.len());
        }
        write_number(&mut self.bytes, (later.first - self.last) << 1 | u32::from(later.first_has_many));
        self.bytes.extend(later.bytes);
        self.last = later.last;
    }

    /// The list as it is published: how many documents, then the numbers of each sort together, so that they pack better.
    fn pack(self, sorts: &mut Sorts) -> String {
        let Sorts { heads, counts, cells, places } = sorts;
        [&mut *heads, counts, cells, places].into_iter().for_each(Vec::clear);
        let mut documents = 0;
        let mut first = Vec::new();
        write_number(&mut first, self.first << 1 | u32::from(self.first_has_many));
        let mut numbers = spelled_numbers(&self.bytes);
        let mut head = Some(&*first);
        while let Some(own) = head {
            documents += 1;
            append(heads, own);
            let count = if number(own) & 1 == 1 {
                let spelled = numbers.next().expect("the number of positions follows");
                append(counts, spelled);
                number(spelled)
            } else {
                1
            };
            for _ in 0..count {
                append(cells, numbers.next().expect("a cell follows"));
                append(places, numbers.next().expect("a place follows"));
            }
            head = numbers.next();
        }
        let mut list = Vec::with_capacity(self.bytes.len() + 8);
        write_number(&mut list, documents);
        [heads, counts, cells, places].iter().for_each(|numbers| list.extend_from_slice(numbers));
        String::from_utf8(list).expect("numbers are written in ASCII")
    }
}

/// Adds a number by its characters, of which most have one: a loop adds them faster than a copy.
fn append(numbers: &mut Vec<u8>, spelled: &[u8]) {
    spelled.iter().for_each(|c| numbers.push(*c));
}

/// Room for the numbers of a list that is packed, each sort by itself.
#[derive(Default)]
struct Sorts {
    heads: Vec<u8>,
    counts: Vec<u8>,
    cells: Vec<u8>,
    places: Vec<u8>,
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
    /// Their digests.
    pub(super) digests: Vec<Digest>,
}

/// A list with a shard of its own: its key, and its length in thousands of characters, times 2, plus 1 if it is noted.
pub(super) type Alone = (String, u32);

impl GramShards {
    /// Puts the lists into about this many shards. A long or noted list has a shard of its own, so that it is loaded only
    /// when needed; the others are about equal in size.
    pub(super) fn of(grams: Grams, keys: &Keys, shards: usize) -> Self {
        let (alone, light): (Vec<_>, Vec<_>) =
            packed(grams, keys).into_iter().partition(|of| of.is_noted || of.list.len() >= HEAVY);
        let sizes: Vec<_> = light.iter().map(|of| (of.key.as_str(), of.list.len() + BESIDE)).collect();
        let together: usize = sizes.iter().map(|(_, size)| size).sum();
        let begins = beginnings(&sizes, usual_size(together, shards));
        // Of longer keys readers want to know how long they are.
        let are_pairs = light.iter().all(|of| of.key.chars().count() <= 2);
        let mut before: Option<String> = None;
        let mut made = Self::default();
        let mut files: Vec<Vec<Packed>> = Vec::new();
        for (of, begins) in light.into_iter().zip(begins) {
            if begins {
                let start = if are_pairs { told(&of.key, before.as_deref()) } else { &of.key };
                made.starts.push(start.to_owned());
                files.push(Vec::new());
            }
            before = Some(of.key.clone());
            files.last_mut().expect("the first key begins one").push(of);
        }
        for of in alone {
            made.alone.push((of.key.clone(), (of.list.len() / THOUSAND) as u32 * 2 + u32::from(of.is_noted)));
            files.push(vec![of]);
        }
        (made.shards, made.digests) = parallel::map_each(files, |lists| shard(&lists)).into_iter().unzip();
        made
    }
}

/// A packed list with its key.
struct Packed {
    key: String,
    is_noted: bool,
    list: String,
}

/// The packed lists in order of their keys. What was sorted in parts is sorted fast.
fn packed(grams: Grams, keys: &Keys) -> Vec<Packed> {
    let mut lists = grams.0.into_iter();
    let parts = std::iter::from_fn(|| Some(lists.by_ref().take(PACKED_TOGETHER).collect::<Vec<_>>()));
    let parts = parts.take_while(|part| !part.is_empty()).collect();
    // The table is large, and empty now.
    drop(lists);
    let sorted = |part: Vec<(Key, Postings)>| {
        let mut sorts = Sorts::default();
        let spelled = |(key, list): (Key, Postings)| {
            let (key, is_noted) = keys.spelled(key);
            Packed { key, is_noted, list: list.pack(&mut sorts) }
        };
        let mut part: Vec<_> = part.into_iter().map(spelled).collect();
        part.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        part
    };
    let mut all: Vec<_> = parallel::map_each(parts, sorted).into_iter().flatten().collect();
    all.sort_by(|a, b| a.key.cmp(&b.key));
    all
}

/// A shard of these lists, with its digest.
fn shard(lists: &[Packed]) -> (Vec<u8>, Digest) {
    let mut shard = Vec::with_capacity(lists.iter().map(|of| of.list.len() + BESIDE).sum());
    for Packed { key, list, .. } in lists {
        shard.push(if shard.is_empty() { b'{' } else { b',' });
        shard.extend(json(key));
        // Its characters need no escaping.
        shard.extend([b":\"", list.as_bytes(), b"\""].concat());
    }
    shard.push(b'}');
    shard.shrink_to_fit();
    let digest = digest(&shard);
    (shard, digest)
}

/// The most characters of a number.
const LONGEST_NUMBER: usize = 7;
/// The number of lists that are packed in one task.
const PACKED_TOGETHER: usize = 1 << 10;
/// The size of a key besides its list: its characters, quotes, colon and comma.
const BESIDE: usize = 16;
/// The unit of the lengths of long lists in the manifest.
const THOUSAND: usize = 1000;
