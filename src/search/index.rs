//! Makes the index: every document is cut, counted and forgotten; what remains are lists of positions as packed bytes.
//! The bytes depend on the content alone, never on the number of threads.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::document::{CLASSES, Document, KINDS, Subject};
use super::format::{Layout, VERSION, write_varint};
use super::lexicon::{Lexicon, Seen};
use super::normalize::{Normal, SEPARATOR, normalize};
use super::tokenizer::{Tokenizer, Worker};
use crate::model::Site;

/// Documents that one task takes together: fixed, so that the bytes do not depend on the machine.
const TOGETHER: usize = 128;
/// Positions a document may have; what stands behind is not indexed.
const POSITIONS: usize = 1 << 20;

/// The finished index.
#[derive(Debug)]
pub(super) struct Index {
    /// `manifest.json`.
    pub(super) manifest: Vec<u8>,
    /// `ranks.bin`.
    pub(super) ranks: Vec<u8>,
    /// `grams/<n>.bin`.
    pub(super) grams: Vec<Vec<u8>>,
    /// `words/<n>.txt`.
    pub(super) words: Vec<Vec<u8>>,
    /// What every file repeats.
    pub(super) generation: [u8; 4],
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
        let lexicon = Lexicon::new(site, whole.seen, tokenizer, |word| holds(&whole.grams, word));
        let (gram_starts, mut grams) = gram_shards(whole.grams, layout.grams);
        let (word_starts, mut words) = lexicon.shards(layout.words);
        let mut ranks = whole.ranks;
        let generation = generation(&[&grams, &words], &ranks, &whole.digest);
        for bytes in grams.iter_mut().chain([&mut ranks]) {
            bytes.splice(0..0, generation);
        }
        for bytes in &mut words {
            bytes.splice(0..0, format!("{}\n", hex(generation)).into_bytes());
        }
        let count = subjects.len().max(1) as f64;
        let manifest = serde_json::json!({
            "format": VERSION,
            "generation": hex(generation),
            "documents": subjects.len(),
            "records": layout.records,
            "perFile": [layout.per_file, Layout::OTHERS_PER_FILE],
            "averages": whole.lengths.map(|sum| (sum as f64 / count * 10.0).round() / 10.0),
            "kinds": KINDS,
            "departments": departments.labels,
            "grams": gram_starts,
            "words": word_starts,
        });
        Self { manifest: manifest.to_string().into_bytes(), ranks, grams, words, generation }
    }

    /// The bytes of a file of texts.
    pub(super) fn texts(&self, documents: impl Iterator<Item = Document>) -> Vec<u8> {
        let documents = documents.map(Texts::of).collect();
        let file = TextFile { generation: hex(self.generation), documents };
        serde_json::to_vec(&file).expect("texts are always JSON")
    }
}

#[derive(Serialize)]
struct TextFile {
    generation: String,
    documents: Vec<Texts>,
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
            write_varint(&mut self.bytes, (document - self.last) << 1 | u32::from(many));
        }
        if many {
            write_varint(&mut self.bytes, entries.len() as u32);
        }
        let mut before = 0;
        for entry in entries {
            write_varint(&mut self.bytes, (entry >> 2).wrapping_sub(before) << 2 | entry & 3);
            before = entry >> 2;
        }
        self.last = document;
    }

    /// Adds the list of later documents.
    fn append(&mut self, later: Self) {
        write_varint(&mut self.bytes, (later.first - self.last) << 1 | u32::from(later.first_has_many));
        self.bytes.extend(later.bytes);
        self.last = later.last;
    }

    fn pack(self, into: &mut Vec<u8>) -> usize {
        let start = into.len();
        write_varint(into, self.first << 1 | u32::from(self.first_has_many));
        into.extend(self.bytes);
        into.len() - start
    }
}

/// What some documents in a row contribute.
struct Part {
    grams: Grams,
    seen: Seen,
    ranks: Vec<u8>,
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
            seen: Seen::default(),
            ranks: Vec::new(),
            lengths: [0; CLASSES],
            digest: [0; 32],
        };
        let mut cutter = Cutter { worker: tokens.worker(), known: HashMap::new() };
        let mut digest = Sha256::new();
        for (i, document) in documents.enumerate() {
            digest.update(&document.path);
            for block in &document.blocks {
                digest.update(&block.anchor);
                digest.update(&block.text);
            }
            part.add((first + i) as u32, &document, departments, &mut cutter);
        }
        part.digest = digest.finalize().into();
        part
    }

    fn add(&mut self, number: u32, document: &Document, departments: &Departments, cutter: &mut Cutter) {
        let mut entries = Vec::new();
        let mut lengths = [0_u32; CLASSES];
        let mut at = 0;
        for block in &document.blocks {
            let normal = normalize(&block.text);
            let edges = cutter.edges(&normal, &mut self.seen);
            pairs(&normal.chars, &edges, at, &mut entries);
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
        self.rank(document, lengths, departments);
    }

    fn rank(&mut self, document: &Document, lengths: [u32; CLASSES], departments: &Departments) {
        let kind = KINDS.iter().position(|(code, _)| *code == document.kind).expect("every kind is in the table");
        let years = document.years.iter().map(|year| (year.western() - 1900) as u32);
        let places = document.departments.iter().filter_map(|place| departments.places.get(place).copied());
        let numbers = [kind as u32].into_iter().chain(lengths).chain([document.years.len() as u32]).chain(years);
        numbers.for_each(|number| write_varint(&mut self.ranks, number));
        write_varint(&mut self.ranks, places.clone().count() as u32);
        places.for_each(|place| write_varint(&mut self.ranks, place));
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
        entries.push((*first as u64) << 43 | (second as u64) << 22 | ((at + i) as u64) << 2 | marks);
    }
}

/// Finds where words begin, once for each text that recurs.
struct Cutter {
    worker: Worker,
    known: HashMap<String, Vec<bool>>,
}

impl Cutter {
    /// How many texts are remembered.
    const MEMORY: usize = 8192;

    /// Whether a word begins at each character, and behind the last.
    fn edges(&mut self, normal: &Normal, seen: &mut Seen) -> Vec<bool> {
        if let Some(edges) = self.known.get(&normal.spelled) {
            return edges.clone();
        }
        let mut edges = vec![false; normal.chars.len() + 2];
        let (mut byte, mut place) = (0, 0);
        self.worker.cut(&normal.spelled, |word| {
            let Range { start, end } = word.range;
            place += normal.spelled[byte..start].chars().count();
            edges[place] = true;
            place += normal.spelled[start..end].chars().count();
            edges[place] = true;
            byte = end;
            seen.add(&normal.spelled[start..end], word);
        });
        seen.add_compounds(&normal.spelled);
        plain_edges(&normal.chars, &mut edges);
        if self.known.len() == Self::MEMORY {
            self.known.clear();
        }
        self.known.insert(normal.spelled.clone(), edges.clone());
        edges
    }
}

/// Numbers and Latin words are whole, whatever the dictionary thinks.
fn plain_edges(chars: &[char], edges: &mut [bool]) {
    let class = |i: usize| match chars.get(i) {
        Some('0'..='9' | '.') => 1,
        Some('a'..='z') => 2,
        Some(&SEPARATOR) | None => 3,
        Some(_) => 0,
    };
    for (i, edge) in edges.iter_mut().enumerate().take(chars.len() + 1) {
        let (before, here) = (if i == 0 { 3 } else { class(i - 1) }, class(i));
        if before != here || here == 3 {
            *edge |= before != 0 || here != 0;
        } else if here != 0 {
            *edge = false;
        }
    }
}

/// All parts together.
#[derive(Default)]
struct Whole {
    grams: Grams,
    seen: Seen,
    ranks: Vec<u8>,
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
        self.seen.join(part.seen);
        self.ranks.extend(part.ranks);
        self.digest.extend(part.digest);
        for (sum, more) in self.lengths.iter_mut().zip(part.lengths) {
            *sum += more;
        }
    }
}

/// Splits the keys into shards of about equal size; tells the first key of each.
fn gram_shards(grams: Grams, shards: usize) -> (Vec<String>, Vec<Vec<u8>>) {
    let total: usize = grams.values().map(|list| list.bytes.len() + 6).sum();
    let mut lists: Vec<_> = grams.into_iter().collect();
    lists.sort_unstable_by_key(|(key, _)| *key);
    let (mut starts, mut files) = (Vec::new(), Vec::new());
    let mut lists = lists.into_iter().peekable();
    let mut done = 0;
    for shard in 1..=shards {
        let start = lists.peek().filter(|_| shard > 1).map_or(String::new(), |(key, _)| gram(*key));
        starts.push(start);
        let mut members = Vec::new();
        while let Some((key, list)) = lists.next_if(|_| shard == shards || done < total * shard / shards) {
            done += list.bytes.len() + 6;
            members.push((key, list));
        }
        files.push(gram_file(members));
    }
    (starts, files)
}

fn gram(key: u64) -> String {
    let char = |bits: u64| char::from_u32((bits & 0x1f_ffff) as u32).expect("the key was made of two characters");
    [char(key >> 21), char(key)].into_iter().collect()
}

fn gram_file(members: Vec<(u64, Postings)>) -> Vec<u8> {
    let (mut head, mut lists) = (Vec::new(), Vec::new());
    write_varint(&mut head, members.len() as u32);
    let mut before = (0, 0);
    for (key, list) in members {
        let (first, second) = ((key >> 21) as u32, (key & 0x1f_ffff) as u32);
        write_varint(&mut head, first - before.0);
        write_varint(&mut head, if first == before.0 { second - before.1 } else { second });
        write_varint(&mut head, list.pack(&mut lists) as u32);
        before = (first, second);
    }
    head.extend(lists);
    head
}

/// Names the index by its bytes and its texts.
fn generation(files: &[&Vec<Vec<u8>>], ranks: &[u8], texts: &[u8]) -> [u8; 4] {
    let mut hash = Sha256::new();
    hash.update(VERSION.to_be_bytes());
    files.iter().flat_map(|files| files.iter()).for_each(|file| hash.update(file));
    hash.update(ranks);
    hash.update(texts);
    let digest = hash.finalize();
    [digest[0], digest[1], digest[2], digest[3]]
}

fn hex(bytes: [u8; 4]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
