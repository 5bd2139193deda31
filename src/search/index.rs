//! Makes the index: every document is segmented, counted and dropped; what remains are lists of positions as packed
//! bytes. The bytes depend on the content alone, never on the number of threads.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};

use super::amounts::{Amounts, amounts, millions};
use super::cuts::{Cut, Cutters, Met, Read};
use super::document::{Block, CLASSES, Class, Document, Subject, kinds};
use super::facets::{Choice, Facet, choices};
use super::format::{
    CELL, Kind, LONGEST_KEY, Layout, Named, VERSION, cells, first_pairs, json, keys as keys_list, list, names, packed,
    spread,
};
use super::grams::{GramShards, Grams, entry};
use super::keys::{Keys, Limits, Sample, year};
use super::lexicon::{Lexicon, shards};
use super::normalize::SEPARATOR;
use super::ranks::{Ranks, Sizes};
use super::years::years;
use crate::digest::{digest, hex};
use crate::model::Site;
use crate::parallel;

/// The number of documents per task: fixed, so that the bytes do not depend on the machine.
const TOGETHER: usize = 128;
/// The maximum number of positions per document; text beyond is not indexed.
const POSITIONS: usize = 1 << 20;
/// The number of mentions of a year that are indexed per document and notation: tables repeat their year in every row.
const MENTIONS: usize = 2;
/// Up to this number of documents, pairs of characters are selective enough as keys.
const FEW: usize = 1000;
/// The maximum number of documents in the sample that determines which keys are frequent.
const SAMPLE: usize = 500;

/// A key is divided if its list would take half a shard, counted in positions of the sample.
const DIVIDED_IN_SHARD: usize = 2;
/// A character is noted if all its positions would take this many shards; any other key, from `ANY_SHARDS` on.
const CHARACTER_SHARDS: usize = 6;
const ANY_SHARDS: usize = 24;
/// At most one list is noted for this many of the parts into which all positions are divided.
const NOTED_SHARDS: usize = 16;

/// The files of the index.
#[derive(Debug)]
pub(super) struct Files {
    /// The name of the index.
    pub(super) name: String,
    /// The files of each kind.
    names: Vec<Named>,
    manifest: Map<String, Value>,
    /// Their contents, as long as they are held.
    contents: [Vec<Mutex<Option<Vec<u8>>>>; Kind::ALL.len()],
}

impl Files {
    /// Makes the index of these subjects.
    pub(super) fn new<'s>(
        site: &'s Site,
        subjects: &[Subject<'s>],
        write: impl Fn(&Subject<'s>) -> Document + Sync,
        layout: Layout,
        cutters: Cutters<'_>,
    ) -> Self {
        let (departments, facets) = (Departments::of(site), Facet::all(site));
        let (keys, sampled) = keys(subjects, &write, layout, &cutters);
        let chunks: Vec<_> = (0..).step_by(TOGETHER).zip(subjects.chunks(TOGETHER)).collect();
        let mut whole = Whole::new(layout);
        let part = |(first, chunk): &(usize, &[Subject<'s>])| {
            let choices =
                |subject: &Subject<'s>| subject.record().map(|record| choices(site, record)).unwrap_or_default();
            let mut cutter = cutters.cutter();
            let mut read = |place, subject| sampled.take(place).unwrap_or_else(|| cutter.read(write(subject)));
            let documents = (*first..).zip(*chunk).map(|(place, subject)| (read(place, subject), choices(subject)));
            let part = Chunk::new(documents, *first, layout, (&departments, &facets), &keys);
            cutter.finish();
            part
        };
        parallel::in_order(&chunks, part, |part| whole.join(part));
        let (tokenizer, vocabulary) = (cutters.tokenizer, cutters.words(&whole.words));
        let averages = whole.averages(subjects.len());
        let [texts, asides] = whole.shown.map(|joined| joined.files);
        let stands = |pair: &[char]| keys.holds(pair[0], pair[1], |key| whole.grams.has(key));
        let lexicon = Lexicon::new(site, &vocabulary, tokenizer, &whole.amounts, |word| word.windows(2).all(stands));
        drop((vocabulary, whole.amounts));
        let (word_starts, words) = shards(lexicon.words, layout.words);
        let (title_starts, titles) = shards(lexicon.titles, layout.titles);
        let begins =
            first_pairs(words.iter().flat_map(|shard| shard.lines()).filter_map(|line| line.split('\t').next()));
        let [words, titles] = [words, titles].map(|shards| shards.iter().map(json).collect::<Vec<_>>());
        // The largest part comes when the rest takes no more room than its files.
        let grams = GramShards::of(whole.grams, &keys, layout.shards);
        let ranks = vec![json(&whole.ranks.without_many_heads())];
        let names = names(Kind::ALL.map(|kind| match kind {
            Kind::Ranks => ranks.iter().map(digest).collect(),
            Kind::Grams => grams.digests.clone(),
            Kind::Words => words.iter().map(digest).collect(),
            Kind::Titles => titles.iter().map(digest).collect(),
            Kind::Texts => texts.iter().map(digest).collect(),
            Kind::Asides => asides.iter().map(digest).collect(),
        }));
        let files =
            Kind::ALL.iter().zip(&names).map(|(kind, names)| (kind.folder().to_owned(), serde_json::json!(names)));
        let Value::Object(manifest) = serde_json::json!({
            "format": VERSION,
            "documents": subjects.len(),
            "records": layout.records,
            "perFile": layout.per_file,
            "averages": averages,
            "kinds": kinds(site, subjects),
            "departments": departments.labels,
            "facets": facets.iter().map(|facet| facet.described(site)).collect::<Vec<_>>(),
            "longest": LONGEST_KEY,
            "grams": keys_list(grams.starts.iter().map(String::as_str)),
            "alone": (keys_list(grams.alone.iter().map(|(key, _)| key.as_str())), list(grams.alone.iter().map(|(_, said)| *said))),
            "begins": begins,
            "words": keys_list(word_starts.iter().map(String::as_str)),
            "titles": keys_list(title_starts.iter().map(String::as_str)),
            "files": files.collect::<Map<_, Value>>(),
        }) else {
            unreachable!("braces make an object")
        };
        Self {
            name: hex(&digest(json(&manifest))[..4]),
            names,
            manifest,
            // In the order of the kinds.
            contents: [ranks, grams.shards, words, titles, texts, asides]
                .map(|files| files.into_iter().map(|file| Mutex::new(Some(file))).collect()),
        }
    }

    /// The contents of the manifest, with the name of the index before, if it is still there.
    pub(super) fn manifest(&self, before: Option<&str>) -> Vec<u8> {
        let names = [("index", Some(self.name.as_str())), ("before", before)];
        let names = names.into_iter().filter_map(|(key, name)| Some((key.to_owned(), Value::from(name?))));
        json(&self.manifest.clone().into_iter().chain(names).collect::<Map<_, _>>())
    }

    /// The names of the files of a kind, in order.
    pub(super) fn names(&self, kind: Kind) -> impl Iterator<Item = String> {
        let (.., ranks) = &self.names[Kind::Ranks as usize];
        spread(&self.names[kind as usize], ranks.len())
    }

    /// What is made of the contents of a file, if they are still held.
    pub(super) fn content<T>(&self, kind: Kind, n: usize, make: impl Fn(&[u8]) -> T) -> Option<T> {
        self.place(kind, n).as_deref().map(make)
    }

    /// Lets go of the contents of a file.
    pub(super) fn let_go(&self, kind: Kind, n: usize) {
        *self.place(kind, n) = None;
    }

    fn place(&self, kind: Kind, n: usize) -> MutexGuard<'_, Option<Vec<u8>>> {
        self.contents[kind as usize][n].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A document as two files have it, in JSON: its texts, and its asides, each with its cells as a list.
fn shown(document: Document, cells: &[String; 2]) -> [Vec<u8>; 2] {
    let (mut texts, mut asides) = (Vec::new(), Vec::new());
    for block in document.blocks {
        match block.class {
            Class::Aside => asides.push((block.anchor, block.text)),
            Class::Title | Class::Name | Class::Tag | Class::Body => texts.push(Shown::of(block)),
        }
    }
    [json(&(document.path, &cells[0], texts)), json(&(&cells[1], asides))]
}

/// A file of texts or asides, or a part of one whose other documents are in other chunks.
enum Piece {
    Packed(Vec<u8>),
    Part(Vec<Vec<u8>>),
}

/// The files of which these documents, the first of which has this number, are parts.
fn pieces(files: impl Iterator<Item = Range<usize>>, first: usize, documents: Vec<Vec<u8>>) -> Vec<Piece> {
    let end = first + documents.len();
    let mut documents = documents.into_iter();
    let own = files.filter(|file| file.start < end && file.end > first);
    own.map(|file| {
        let part: Vec<_> = documents.by_ref().take(file.end.min(end) - file.start.max(first)).collect();
        if part.len() == file.len() { Piece::Packed(packed(&part)) } else { Piece::Part(part) }
    })
    .collect()
}

/// The files of texts or of asides, as they are joined.
struct Joined {
    files: Vec<Vec<u8>>,
    /// The documents of the file that is not whole yet.
    part: Vec<Vec<u8>>,
    /// The number of documents of the files to come.
    sizes: VecDeque<usize>,
}

impl Joined {
    fn new(files: impl Iterator<Item = Range<usize>>) -> Self {
        Self { files: Vec::new(), part: Vec::new(), sizes: files.map(|file| file.len()).collect() }
    }

    fn join(&mut self, piece: Piece) {
        match piece {
            Piece::Packed(file) => self.files.push(file),
            Piece::Part(part) => {
                self.part.extend(part);
                if self.sizes.front() != Some(&self.part.len()) {
                    return;
                }
                self.files.push(packed(&std::mem::take(&mut self.part)));
            }
        }
        self.sizes.pop_front();
    }
}

/// A text as it is published: its class, its anchor, itself; and what a figure tells.
#[derive(Debug, serde::Serialize)]
#[serde(untagged)]
enum Shown {
    Text(u8, String, String),
    Figure(u8, String, String, String),
}

impl Shown {
    fn of(block: Block) -> Self {
        let class = block.class as u8;
        match block.told {
            Some(told) => Self::Figure(class, block.anchor, block.text, told),
            None => Self::Text(class, block.anchor, block.text),
        }
    }
}

/// Documents that were read for the sample: every so many-th is not read again.
struct Sampled {
    step: usize,
    read: Vec<Mutex<Option<Read>>>,
}

impl Sampled {
    /// The document at this place, if it is among them; once.
    fn take(&self, place: usize) -> Option<Read> {
        let read = self.read.get(place / self.step).filter(|_| place.is_multiple_of(self.step))?;
        read.lock().ok()?.take()
    }
}

/// The keys for these documents, and those of the sample that determines them.
fn keys<'s>(
    subjects: &[Subject<'s>],
    write: &(impl Fn(&Subject<'s>) -> Document + Sync),
    layout: Layout,
    cutters: &Cutters<'_>,
) -> (Keys, Sampled) {
    let step = subjects.len().div_ceil(SAMPLE).max(1);
    let mut sampled = Sampled { step, read: Vec::new() };
    if subjects.len() <= FEW {
        return (Keys::default(), sampled);
    }
    let chosen: Vec<_> = subjects.iter().step_by(step).collect();
    let chunks: Vec<_> = chosen.chunks(TOGETHER).collect();
    let part = |chunk: &&[&Subject<'s>]| {
        let mut cutter = cutters.cutter();
        let read: Vec<_> = chunk.iter().map(|subject| cutter.read(write(subject))).collect();
        cutter.finish();
        read
    };
    let mut sample = Sample::default();
    parallel::in_order(&chunks, part, |read| {
        read.iter().flat_map(|(_, texts)| texts).for_each(|text| sample.add(&text.chars, &text.edges));
        sampled.read.extend(read.into_iter().map(|read| Mutex::new(Some(read))));
    });
    let shard = sample.chars.len() / layout.grams;
    let limits = Limits {
        divide: shard / DIVIDED_IN_SHARD,
        note: chosen.len(),
        note_character: shard * CHARACTER_SHARDS,
        note_any: shard * ANY_SHARDS,
        noted: layout.grams / NOTED_SHARDS,
    };
    (Keys::of(&sample, limits), sampled)
}

/// The top-level departments, as the facet lists them.
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

/// The part of the index for a range of documents.
struct Chunk<'k> {
    departments: &'k Departments,
    facets: &'k [Facet],
    keys: &'k Keys,
    grams: Grams,
    words: Met,
    amounts: Amounts,
    ranks: Ranks,
    sums: [u64; CLASSES],
    /// The pieces of the files of texts and of those of asides.
    shown: [Vec<Piece>; 2],
}

impl<'k> Chunk<'k> {
    fn new(
        documents: impl Iterator<Item = (Read, Vec<Choice>)>,
        first: usize,
        layout: Layout,
        (departments, facets): (&'k Departments, &'k [Facet]),
        keys: &'k Keys,
    ) -> Self {
        let mut part = Self {
            departments,
            facets,
            keys,
            grams: Grams::default(),
            words: Met::default(),
            amounts: Amounts::new(),
            ranks: Ranks::default(),
            sums: [0; CLASSES],
            shown: Default::default(),
        };
        let mut all: [Vec<_>; 2] = Default::default();
        for (i, ((document, texts), choices)) in documents.enumerate() {
            texts.iter().for_each(|text| part.words.note(&text.words));
            let cells = part.add((first + i) as u32, (&document, &choices), &texts);
            all.iter_mut().zip(shown(document, &cells)).for_each(|(all, one)| all.push(one));
        }
        let [texts, asides] = all;
        part.shown = [pieces(layout.texts(), first, texts), pieces(layout.asides(), first, asides)];
        part
    }

    /// Adds a document; returns the cells of its texts and of its asides, as lists.
    fn add(&mut self, number: u32, (document, choices): (&Document, &[Choice]), texts: &[Arc<Cut>]) -> [String; 2] {
        let mut entries = Vec::new();
        let mut named = BTreeMap::new();
        let mut noted = vec![false; self.keys.noted];
        let mut sizes = Sizes::default();
        let mut lists: [Vec<u32>; 2] = Default::default();
        let mut at = 0;
        for (block, text) in document.blocks.iter().zip(texts) {
            let Cut { chars, edges, .. } = &**text;
            let (places, size) = cells(chars);
            self.keys.places(chars, |place, row, number| {
                let is_told = number.is_some_and(|number| std::mem::replace(&mut noted[number], true));
                if is_told || at + places[place] >= POSITIONS {
                    return;
                }
                let ends = row.last == SEPARATOR || edges[place + row.length];
                let marks = u64::from(edges[place]) | u64::from(ends) << 1;
                entries.push(entry(row.key, at + places[place], marks));
            });
            years(chars, |mention| {
                let times = named.entry((mention.year, mention.said)).or_insert(0);
                if at + places[mention.at] < POSITIONS && *times < MENTIONS {
                    entries.push(entry(year(mention.year), at + places[mention.at], mention.said as u64));
                    *times += 1;
                }
            });
            amounts(chars, |value, place| {
                if millions(value).is_some() {
                    self.amounts.insert((value, chars[place].iter().collect()));
                }
            });
            at += size * CELL;
            sizes.cells[block.class as usize] += size as u32;
            lists[usize::from(block.class == Class::Aside)].push(size as u32);
            if block.class == Class::Title {
                sizes.title += chars.len() as u32;
            }
        }
        entries.sort_unstable();
        self.grams.add(number, &entries);
        let measured = sizes.measured();
        self.sums.iter_mut().zip(measured).for_each(|(sum, size)| *sum += u64::from(size));
        let places = document.departments.iter().filter_map(|place| self.departments.places.get(place).copied());
        self.ranks.add(document, &sizes, places.collect(), (self.facets, choices));
        lists.map(list)
    }
}

/// All parts joined.
struct Whole {
    grams: Grams,
    words: Met,
    amounts: Amounts,
    ranks: Ranks,
    sums: [u64; CLASSES],
    shown: [Joined; 2],
}

impl Whole {
    fn new(layout: Layout) -> Self {
        Self {
            grams: Grams::default(),
            words: Met::default(),
            amounts: Amounts::default(),
            ranks: Ranks::default(),
            sums: [0; CLASSES],
            shown: [Joined::new(layout.texts()), Joined::new(layout.asides())],
        }
    }

    /// Adds the documents that follow.
    fn join(&mut self, part: Chunk<'_>) {
        self.grams.join(part.grams);
        self.words.join(&part.words);
        self.amounts.extend(part.amounts);
        self.ranks.join(part.ranks);
        for (joined, pieces) in self.shown.iter_mut().zip(part.shown) {
            pieces.into_iter().for_each(|piece| joined.join(piece));
        }
        self.sums.iter_mut().zip(part.sums).for_each(|(sum, more)| *sum += more);
    }

    /// The average size of each class but asides, to one decimal place.
    fn averages(&self, documents: usize) -> Vec<f64> {
        let count = documents.max(1) as f64;
        self.sums[..CLASSES - 1].iter().map(|sum| (*sum as f64 / count * 10.0).round() / 10.0).collect()
    }
}
