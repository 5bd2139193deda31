//! Makes the index: every document is segmented, counted and dropped; what remains are lists of positions as packed
//! bytes. The bytes depend on the content alone, never on the number of threads.

use std::collections::{BTreeMap, HashMap};

use super::cuts::{AllCuts, Cut, Cutters, Word};
use super::document::{Block, CLASSES, Class, Document, Subject, kinds};
use super::format::{LONGEST_KEY, Layout, VERSION, json, list};
use super::grams::{GramShards, Grams, entry};
use super::keys::{Keys, Limits, Sample, year};
use super::lexicon::{Lexicon, shards};
use super::normalize::{Normal, SEPARATOR};
use super::ranks::Ranks;
use super::years::years;
use crate::digest::{Parts, hex};
use crate::model::{Site, sdg_name};
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
/// At most one in this many shards may contain a noted list.
const NOTED_SHARDS: usize = 8;

/// The contents of the index files, as JSON.
#[derive(Debug)]
pub(super) struct Files {
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
    /// The generation, which is repeated in every file.
    pub(super) generation: String,
    /// The segmentation of the documents, for the next build.
    pub(super) learned: Option<Vec<u8>>,
    sizes: Vec<Sizes>,
}

/// The lengths of the texts and of the asides of a document in the normal form, as lists.
type Sizes = [String; 2];

impl Files {
    /// Makes the index of these subjects.
    pub(super) fn new<'s>(
        site: &'s Site,
        subjects: &[Subject<'s>],
        write: impl Fn(&Subject<'s>) -> Document + Sync,
        layout: Layout,
        cutters: &Cutters<'_>,
    ) -> Self {
        let departments = Departments::of(site);
        let keys = keys(subjects, &write, layout, cutters);
        let chunks: Vec<_> = (0..).step_by(TOGETHER).zip(subjects.chunks(TOGETHER)).collect();
        let mut whole = Whole::default();
        let part = |(first, chunk): &(usize, &[Subject<'s>])| {
            Chunk::new(chunk.iter().map(&write), *first, &departments, &keys, cutters)
        };
        parallel::in_order(&chunks, part, |part| whole.join(part));
        let stands = |pair: &[char]| keys.holds(pair[0], pair[1], |key| whole.grams.has(key));
        let lexicon = Lexicon::new(site, &whole.cuts.vocabulary, cutters.tokenizer, |word| word.windows(2).all(stands));
        let learned = cutters.memory.next(&whole.cuts);
        drop(whole.cuts);
        let grams = GramShards::of(whole.grams, &keys, layout.grams);
        let (word_starts, words) = shards(lexicon.words, layout.words);
        let (title_starts, titles) = shards(lexicon.titles, layout.titles);
        let ranks = json(&whole.ranks.without_many_heads());
        let generation = generation(&grams.shards, [&words, &titles], &ranks, &whole.digest);
        let count = subjects.len().max(1) as f64;
        let averages = whole.lengths.map(|sum| (sum as f64 / count * 10.0).round() / 10.0);
        let sdgs: Vec<_> = (1..).map_while(sdg_name).zip(1..).map(|(name, n)| format!("{n} {name}")).collect();
        let manifest = serde_json::json!({
            "format": VERSION,
            "documents": subjects.len(),
            "records": layout.records,
            "perFile": layout.per_file,
            "averages": &averages[..CLASSES - 1],
            "kinds": kinds(site, subjects),
            "departments": departments.labels,
            "sdgs": sdgs,
            "longest": LONGEST_KEY,
            "grams": grams.starts,
            "words": word_starts,
            "titles": title_starts,
            "heavy": grams.heavy,
        });
        Self {
            manifest: json(&manifest),
            ranks,
            grams: grams.shards,
            words: words.iter().map(json).collect(),
            titles: titles.iter().map(json).collect(),
            generation,
            learned,
            sizes: whole.sizes,
        }
    }

    /// The contents of a file of texts for these documents.
    pub(super) fn texts(&self, first: usize, documents: impl Iterator<Item = Document>) -> Vec<u8> {
        let texts = documents.zip(&self.sizes[first..]).map(|(document, [sizes, _])| {
            let texts = document.blocks.into_iter().take_while(|block| block.class != Class::Aside);
            (document.path, sizes, texts.map(Shown::of).collect::<Vec<_>>())
        });
        json(&texts.collect::<Vec<_>>())
    }

    /// The contents of a file of asides for these documents.
    pub(super) fn asides(&self, first: usize, documents: impl Iterator<Item = Document>) -> Vec<u8> {
        let asides = documents.zip(&self.sizes[first..]).map(|(document, [_, sizes])| {
            let asides = document.blocks.into_iter().skip_while(|block| block.class != Class::Aside);
            (sizes, asides.map(|block| (block.anchor, block.text)).collect::<Vec<_>>())
        });
        json(&asides.collect::<Vec<_>>())
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

/// The keys for these documents.
fn keys<'s>(
    subjects: &[Subject<'s>],
    write: &(impl Fn(&Subject<'s>) -> Document + Sync),
    layout: Layout,
    cutters: &Cutters<'_>,
) -> Keys {
    if subjects.len() <= FEW {
        return Keys::default();
    }
    let step = subjects.len().div_ceil(SAMPLE);
    let chosen: Vec<_> = subjects.iter().step_by(step).collect();
    let chunks: Vec<_> = chosen.chunks(TOGETHER).collect();
    let part = |chunk: &&[&Subject<'s>]| {
        let mut cutter = cutters.cutter();
        let mut part = Sample::default();
        for subject in *chunk {
            let (texts, cut) = cutter.read(&write(subject));
            texts.iter().zip(cut.edges(&texts)).for_each(|(text, edges)| part.add(&text.chars, edges));
        }
        cutter.finish();
        part
    };
    let mut sample = Sample::default();
    parallel::in_order(&chunks, part, |part| sample.join(part));
    let shard = sample.chars.len() / layout.grams;
    let limits = Limits {
        divide: shard / DIVIDED_IN_SHARD,
        note: chosen.len(),
        note_character: shard * CHARACTER_SHARDS,
        note_any: shard * ANY_SHARDS,
        noted: layout.grams / NOTED_SHARDS,
    };
    Keys::of(&sample, limits)
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
    keys: &'k Keys,
    grams: Grams,
    words: Vec<Word>,
    cuts: Vec<Cut>,
    ranks: Ranks,
    lengths: [u64; CLASSES],
    sizes: Vec<Sizes>,
    digest: [u8; 32],
}

impl<'k> Chunk<'k> {
    fn new(
        documents: impl Iterator<Item = Document>,
        first: usize,
        departments: &'k Departments,
        keys: &'k Keys,
        cutters: &Cutters<'_>,
    ) -> Self {
        let mut part = Self {
            departments,
            keys,
            grams: Grams::default(),
            words: Vec::new(),
            cuts: Vec::new(),
            ranks: Ranks::default(),
            lengths: [0; CLASSES],
            sizes: Vec::new(),
            digest: [0; 32],
        };
        let mut cutter = cutters.cutter();
        let mut digest = Parts::default();
        for (i, document) in documents.enumerate() {
            let (texts, cut) = cutter.read(&document);
            digest.add(&document.path);
            digest.add(cut.key);
            for block in &document.blocks {
                digest.add(&block.anchor);
                block.told.iter().for_each(|told| digest.add(told));
            }
            part.add((first + i) as u32, &document, &texts, &cut);
            part.cuts.push(cut);
        }
        part.words = cutter.finish();
        part.digest = digest.finish();
        part
    }

    fn add(&mut self, number: u32, document: &Document, texts: &[Normal], cut: &Cut) {
        let mut entries = Vec::new();
        let mut named = BTreeMap::new();
        let mut noted = vec![false; self.keys.noted];
        let mut lengths = [0_u32; CLASSES];
        let mut at = 0;
        for ((block, normal), edges) in document.blocks.iter().zip(texts).zip(cut.edges(texts)) {
            self.keys.places(&normal.chars, |place, row, number| {
                let is_told = number.is_some_and(|number| std::mem::replace(&mut noted[number], true));
                if is_told || at + place >= POSITIONS {
                    return;
                }
                let ends = row.last == SEPARATOR || edges[place + row.length];
                let marks = u64::from(edges[place]) | u64::from(ends) << 1;
                entries.push(entry(row.key, at + place, marks));
            });
            years(&normal.chars, |mention| {
                let times = named.entry((mention.year, mention.said)).or_insert(0);
                if at + mention.at < POSITIONS && *times < MENTIONS {
                    entries.push(entry(year(mention.year), at + mention.at, mention.said as u64));
                    *times += 1;
                }
            });
            at += normal.chars.len() + 1;
            lengths[block.class as usize] += normal.chars.len() as u32 + 1;
        }
        entries.sort_unstable();
        self.grams.add(number, &entries);
        for (sum, length) in self.lengths.iter_mut().zip(lengths) {
            *sum += u64::from(length);
        }
        let blocks = document.blocks.iter().zip(texts);
        let (asides, own): (Vec<_>, Vec<_>) = blocks.partition(|(block, _)| block.class == Class::Aside);
        let sizes = |blocks: Vec<(_, &Normal)>| list(blocks.iter().map(|(_, normal)| normal.chars.len() as u32));
        self.sizes.push([sizes(own), sizes(asides)]);
        let places = document.departments.iter().filter_map(|place| self.departments.places.get(place).copied());
        self.ranks.add(document, lengths, places.collect());
    }
}

/// All parts joined.
#[derive(Default)]
struct Whole {
    grams: Grams,
    cuts: AllCuts,
    ranks: Ranks,
    lengths: [u64; CLASSES],
    sizes: Vec<Sizes>,
    digest: Vec<u8>,
}

impl Whole {
    /// Adds the documents that follow.
    fn join(&mut self, part: Chunk<'_>) {
        self.grams.join(part.grams);
        self.cuts.join(&part.words, part.cuts);
        self.ranks.join(part.ranks);
        self.sizes.extend(part.sizes);
        self.digest.extend(part.digest);
        for (sum, more) in self.lengths.iter_mut().zip(part.lengths) {
            *sum += more;
        }
    }
}

/// Computes the generation from the contents of the index.
fn generation(grams: &[Vec<u8>], lines: [&[String]; 2], ranks: &[u8], texts: &[u8]) -> String {
    let mut parts = Parts::default();
    parts.add(VERSION.to_be_bytes());
    grams.iter().for_each(|shard| parts.add(shard));
    lines.iter().copied().flatten().for_each(|shard| parts.add(shard));
    parts.add(ranks);
    parts.add(texts);
    hex(&parts.finish()[..4])
}
