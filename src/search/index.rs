//! Makes the index: every document is cut, counted and forgotten; what remains are lists of positions as packed bytes.
//! The bytes depend on the content alone, never on the number of threads.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::cuts::{Cut, Cutter, Record, Vocabulary, key};
use super::document::{CLASSES, Document, KINDS, Subject};
use super::format::{HEAVY, Layout, VERSION, YEAR, file, write_number};
use super::lexicon::{Lexicon, shards};
use super::normalize::{Normal, SEPARATOR, normalize};
use super::ranks::Ranks;
use super::tokenizer::Tokenizer;
use super::years::years;
use crate::model::{Site, sdg_name};

/// Documents that one task takes together: fixed, so that the bytes do not depend on the machine.
const TOGETHER: usize = 128;
/// Positions a document may have; what stands behind is not indexed.
const POSITIONS: usize = 1 << 20;
/// Places of a year that are noted of a document, for each way of saying it: tables repeat their year in every row.
const MENTIONS: usize = 4;

/// The finished index.
#[derive(Debug)]
pub(super) struct Index {
    /// `manifest.js`.
    pub(super) manifest: Vec<u8>,
    /// `ranks.js`.
    pub(super) ranks: Vec<u8>,
    /// `grams/<n>.js`.
    pub(super) grams: Vec<Vec<u8>>,
    /// `words/<n>.js`.
    pub(super) words: Vec<Vec<u8>>,
    /// `titles/<n>.js`.
    pub(super) titles: Vec<Vec<u8>>,
    /// What every file repeats.
    generation: String,
}

impl Index {
    /// Makes the index of these subjects.
    pub(super) fn new<'s>(
        site: &'s Site,
        subjects: &[Subject<'s>],
        write: impl Fn(&Subject<'s>) -> Document + Sync,
        layout: Layout,
        tokenizer: &Tokenizer,
    ) -> Self {
        let departments = Departments::of(site);
        let chunks: Vec<_> = subjects.chunks(TOGETHER).collect();
        let mut whole = Whole::default();
        let part = |i: usize| Part::new(chunks[i].iter().map(&write), i * TOGETHER, &departments, tokenizer);
        side_by_side(chunks.len(), part, |part| whole.join(part));
        tokenizer.learn(&whole.cuts);
        let lexicon = Lexicon::new(site, &whole.cuts.vocabulary, tokenizer, |word| holds(&whole.grams, word));
        let grams = gram_shards(whole.grams, layout.grams);
        let (word_starts, words) = shards(lexicon.words, layout.words);
        let (title_starts, titles) = shards(lexicon.titles, layout.titles);
        let generation = generation(&grams.shards, [&words, &titles], &whole.ranks, &whole.digest);
        let count = subjects.len().max(1) as f64;
        let averages = whole.lengths.map(|sum| (sum as f64 / count * 10.0).round() / 10.0);
        let sdgs: Vec<_> = (1..).map_while(sdg_name).zip(1..).map(|(name, n)| format!("{n} {name}")).collect();
        let manifest = serde_json::json!({
            "format": VERSION,
            "documents": subjects.len(),
            "records": layout.records,
            "perFile": [layout.per_file, Layout::OTHERS_PER_FILE],
            "averages": &averages[..CLASSES - 1],
            "kinds": KINDS,
            "departments": departments.labels,
            "sdgs": sdgs,
            "grams": grams.starts,
            "words": word_starts,
            "titles": title_starts,
            "heavy": grams.heavy,
        });
        Self {
            manifest: file("manifest", &generation, &manifest),
            ranks: file("ranks", &generation, &whole.ranks),
            grams: files("grams", &generation, &grams.shards),
            words: files("words", &generation, &words),
            titles: files("titles", &generation, &titles),
            generation,
        }
    }

    /// The bytes of the file of texts with this number.
    pub(super) fn texts(&self, n: usize, documents: impl Iterator<Item = Document>) -> Vec<u8> {
        let documents: Vec<_> = documents.map(Texts::of).collect();
        file(&format!("texts/{n}"), &self.generation, &documents)
    }
}

fn files(folder: &str, generation: &str, shards: &[impl Serialize]) -> Vec<Vec<u8>> {
    shards.iter().enumerate().map(|(n, shard)| file(&format!("{folder}/{n}"), generation, shard)).collect()
}

#[derive(Serialize)]
struct Texts(String, Vec<(u8, String, String)>);

impl Texts {
    fn of(document: Document) -> Self {
        let blocks = document.blocks.into_iter().map(|block| (block.class as u8, block.anchor, block.text));
        Self(document.path, blocks.collect())
    }
}

/// Does the tasks on all processors and hands over each result in the order of the tasks, as soon as it can be. Threads of
/// its own, not rayon's: the index is made behind a lock while artifacts are written in parallel, and a rayon thread that
/// waits takes up another artifact, which may want that very lock.
fn side_by_side<T: Send>(tasks: usize, work: impl Fn(usize) -> T + Sync, take: impl FnMut(T) + Send) {
    let next = AtomicUsize::new(0);
    let done = Mutex::new((0, BTreeMap::new(), take));
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(tasks.max(1));
    let run = || {
        loop {
            let task = next.fetch_add(1, Ordering::Relaxed);
            if task >= tasks {
                break;
            }
            let result = work(task);
            let mut done = done.lock().expect("no task panicked");
            let (expected, waiting, take) = &mut *done;
            waiting.insert(task, result);
            while let Some(result) = waiting.remove(expected) {
                take(result);
                *expected += 1;
            }
        }
    };
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(run))));
}

/// The departments at the top, as the facet lists them.
struct Departments {
    labels: Vec<String>,
    places: HashMap<usize, u32>,
}

impl Departments {
    fn of(site: &Site) -> Self {
        let top = site.departments.iter().enumerate().filter(|(_, department)| department.parent.is_none());
        let (mut labels, mut places) = (Vec::new(), HashMap::new());
        for (place, department) in top {
            places.insert(place, labels.len() as u32);
            labels.push(department.name.value.clone());
        }
        Self { labels, places }
    }
}

/// Hashes keys that are numbers already.
#[derive(Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = (self.0 ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 29;
    }
}

type Grams = HashMap<u64, Postings, BuildHasherDefault<KeyHasher>>;

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

/// What some documents in a row contribute.
struct Part {
    grams: Grams,
    vocabulary: Vocabulary,
    cuts: Vec<Cut>,
    ranks: Ranks,
    lengths: [u64; CLASSES],
    digest: [u8; 32],
}

impl Part {
    fn new(
        documents: impl Iterator<Item = Document>,
        first: usize,
        departments: &Departments,
        tokens: &Tokenizer,
    ) -> Self {
        let mut part = Self {
            grams: Grams::default(),
            vocabulary: Vocabulary::default(),
            cuts: Vec::new(),
            ranks: Ranks::default(),
            lengths: [0; CLASSES],
            digest: [0; 32],
        };
        let mut cutter = Cutter::new(tokens);
        let mut digest = Sha256::new();
        for (i, document) in documents.enumerate() {
            let key = key(&document);
            digest.update(&document.path);
            digest.update(key);
            document.blocks.iter().for_each(|block| digest.update(&block.anchor));
            let texts: Vec<_> = document.blocks.iter().map(|block| normalize(&block.text)).collect();
            let cut = cutter.cut(key, &texts);
            part.add((first + i) as u32, &document, &texts, &cut.edges, departments);
            part.cuts.push(cut);
        }
        part.vocabulary = cutter.vocabulary;
        part.digest = digest.finalize().into();
        part
    }

    fn add(
        &mut self,
        number: u32,
        document: &Document,
        texts: &[Normal],
        mut edges: &[bool],
        departments: &Departments,
    ) {
        let mut entries = Vec::new();
        let mut named = BTreeMap::new();
        let mut lengths = [0_u32; CLASSES];
        let mut at = 0;
        for (block, normal) in document.blocks.iter().zip(texts) {
            let (own, rest) = edges.split_at(normal.chars.len() + 2);
            edges = rest;
            pairs(&normal.chars, own, at, &mut entries);
            years(&normal.chars, |mention| {
                let times = named.entry((mention.year, mention.said)).or_insert(0);
                if at + mention.at < POSITIONS && *times < MENTIONS {
                    entries.push(entry(YEAR, mention.year, at + mention.at, mention.said as u64));
                    *times += 1;
                }
            });
            at += normal.chars.len() + 1;
            lengths[block.class as usize] += normal.chars.len() as u32 + 1;
        }
        entries.sort_unstable();
        for group in entries.chunk_by(|a, b| a >> 22 == b >> 22) {
            let list = self.grams.entry(group[0] >> 22).or_default();
            list.add(number, group.iter().map(|entry| (entry & 0x3f_ffff) as u32));
        }
        for (sum, length) in self.lengths.iter_mut().zip(lengths) {
            *sum += u64::from(length);
        }
        let places = document.departments.iter().filter_map(|place| departments.places.get(place).copied());
        self.ranks.add(document, lengths, places.collect());
    }
}

/// Whether the documents can hold a word: every pair of its characters stands in one of them.
fn holds(grams: &Grams, word: &[char]) -> bool {
    word.windows(2).all(|pair| grams.contains_key(&((pair[0] as u64) << 21 | pair[1] as u64)))
}

/// Adds every pair of a text: key (two characters of 21 bits), position (20 bits), marks (2 bits) in one number.
fn pairs(chars: &[char], edges: &[bool], at: usize, entries: &mut Vec<u64>) {
    for (i, first) in chars.iter().enumerate().filter(|(_, first)| **first != SEPARATOR) {
        if at + i >= POSITIONS {
            return;
        }
        let second = chars.get(i + 1).copied().unwrap_or(SEPARATOR);
        let ends = second == SEPARATOR || edges[i + 2];
        let marks = u64::from(edges[i]) | u64::from(ends) << 1;
        entries.push(entry(*first, second as u32, at + i, marks));
    }
}

/// A place of a pair as one number.
fn entry(first: char, second: u32, at: usize, marks: u64) -> u64 {
    (first as u64) << 43 | u64::from(second) << 22 | (at as u64) << 2 | marks
}

/// All parts together.
#[derive(Default)]
struct Whole {
    grams: Grams,
    cuts: Record,
    ranks: Ranks,
    lengths: [u64; CLASSES],
    digest: Vec<u8>,
}

impl Whole {
    /// Adds the documents that follow.
    fn join(&mut self, part: Part) {
        for (key, list) in part.grams {
            match self.grams.entry(key) {
                Entry::Occupied(mut earlier) => earlier.get_mut().append(list),
                Entry::Vacant(slot) => drop(slot.insert(list)),
            }
        }
        self.cuts.join(&part.vocabulary, part.cuts);
        self.ranks.join(part.ranks);
        self.digest.extend(part.digest);
        for (sum, more) in self.lengths.iter_mut().zip(part.lengths) {
            *sum += more;
        }
    }
}

/// The lists of all pairs, in shards.
#[derive(Default)]
struct GramShards {
    /// The first key of each.
    starts: Vec<String>,
    /// Thousands of characters in the lists that are long.
    heavy: BTreeMap<String, usize>,
    shards: Vec<BTreeMap<String, String>>,
}

/// Splits the keys into this many shards. A long list has a shard of its own, so that nobody loads it who does not want it;
/// the others are about equal in size, and what is left over stays empty.
fn gram_shards(grams: Grams, shards: usize) -> GramShards {
    let mut lists: Vec<_> = grams.into_iter().map(|(key, list)| (key, list.pack())).collect();
    lists.sort_unstable_by_key(|(key, _)| *key);
    let mut sizes: Vec<_> = lists.iter().map(|(_, list)| list.len()).collect();
    sizes.sort_unstable();
    let heavy = sizes.iter().rev().nth(shards / 4).map_or(HEAVY, |size| HEAVY.max(size + 1));
    let (light, long): (Vec<usize>, Vec<_>) = sizes.into_iter().partition(|size| *size < heavy);
    let full = light.iter().map(|size| size + 12).sum::<usize>() / (shards - 2 * long.len()).max(1) + 1;
    let mut made = GramShards::default();
    let mut size = usize::MAX;
    for (key, list) in lists {
        let key = gram(key);
        let is_heavy = list.len() >= heavy;
        if is_heavy {
            made.heavy.insert(key.clone(), list.len() / 1000);
        }
        if is_heavy || size >= full {
            made.starts.push(if made.starts.is_empty() { String::new() } else { key.clone() });
            made.shards.push(BTreeMap::new());
            size = 0;
        }
        size = if is_heavy { usize::MAX } else { size + list.len() + 12 };
        made.shards.last_mut().expect("the first key began one").insert(key, list);
    }
    assert!(made.shards.len() <= shards, "every shard but two a long list is full");
    made.starts.resize(shards, NOWHERE.to_owned());
    made.shards.resize_with(shards, BTreeMap::new);
    made
}

/// The start of an empty shard: no key follows it.
const NOWHERE: &str = "\u{10ffff}\u{10ffff}";

fn gram(key: u64) -> String {
    let char = |bits: u64| char::from_u32((bits & 0x1f_ffff) as u32).expect("the key was made of two characters");
    [char(key >> 21), char(key)].into_iter().collect()
}

/// Names the index by what is in it.
fn generation(grams: &[BTreeMap<String, String>], lines: [&[String]; 2], ranks: &Ranks, texts: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(VERSION.to_be_bytes());
    grams.iter().flatten().for_each(|(key, list)| hash.update(format!("{key}{list}\n")));
    lines.iter().copied().flatten().for_each(|shard| hash.update(shard));
    hash.update(serde_json::to_vec(ranks).expect("numbers are always JSON"));
    hash.update(texts);
    hash.finalize()[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}
