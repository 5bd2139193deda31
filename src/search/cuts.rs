//! The segmentation of documents: where words begin, and which words there are. A document whose texts are known from
//! an earlier build is not segmented again: [`Memory`] contains the results of the last build, as bytes that the
//! program stores for the next one.
//!
//! The bytes: the name of the format, the digest of the program that wrote them (another one may segment differently),
//! the words, then one entry per document (key, edges as bits, indices of its words), then the SHA-256 of all that.
//! Numbers are LEB128.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, Mutex};

use super::document::Document;
use super::normalize::{Normal, SEPARATOR, is_hiragana, is_kanji, normalize};
use super::tokenizer::{Entry, Tokenizer, UNKNOWN, Worker};
use crate::digest::{Digest, Parts, digest};

const FORMAT: &[u8] = b"mieruka cuts 1\n";
/// The first half of the SHA-256 of a document's texts.
type Key = [u8; 16];

/// Identifies a document by its texts.
fn key(document: &Document) -> Key {
    let mut texts = Parts::default();
    document.blocks.iter().for_each(|block| texts.add(&block.text));
    let digest = texts.finish();
    std::array::from_fn(|i| digest[i])
}

/// A spelling with its dictionary entry; threads share it.
pub(super) type Word = Arc<(Box<str>, Entry)>;

/// Spellings with their dictionary entries, in order of first occurrence. A spelling that is segmented as different
/// words is in the list more than once; the first entry counts.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: Vec<Word>,
    places: HashMap<Box<str>, Vec<u32>>,
}

impl Vocabulary {
    /// The index of a word; a new word is added.
    fn add(&mut self, word: &Word) -> u32 {
        let place = self.words.len() as u32;
        let known = self.places.get(&word.0).into_iter().flatten();
        if let Some(known) = known.copied().find(|known| self.words[*known as usize].1 == word.1) {
            return known;
        }
        self.words.push(Arc::clone(word));
        self.places.entry(word.0.clone()).or_default().push(place);
        place
    }

    /// Every spelling with its first entry.
    pub(super) fn first(&self) -> impl Iterator<Item = (&str, &Entry)> {
        let first = |(place, _): &(usize, _)| self.places[&self.words[*place].0][0] as usize == *place;
        self.words.iter().enumerate().filter(first).map(|(_, word)| (&*word.0, &word.1))
    }
}

/// The segmentation of one document.
#[derive(Debug)]
pub(super) struct Cut {
    /// The key of the document.
    pub(super) key: Key,
    /// Whether a word begins at each character of each text, and after the last.
    edges: Vec<bool>,
    /// Indices into the words of the task, in order of first occurrence.
    words: Vec<u32>,
}

impl Cut {
    /// The edges of each text: one for each character and one for the end. One more, always false, separates the texts.
    pub(super) fn edges<'c>(&'c self, texts: &'c [Normal]) -> impl Iterator<Item = &'c [bool]> {
        let mut left = self.edges.as_slice();
        texts.iter().map(move |text| {
            let (own, rest) = left.split_at(text.chars.len() + 2);
            left = rest;
            own
        })
    }
}

/// The segmentation of one statement, with the separator after it.
#[derive(Debug)]
struct Clause {
    /// Whether a word begins at each character, and after the last.
    edges: Box<[bool]>,
    /// Indices of the words that the dictionary knows.
    words: Box<[u32]>,
    /// Indices of what is made of several words and counts as one.
    runs: Box<[u32]>,
}

/// Makes cutters, one for each task.
pub(super) struct Cutters<'m> {
    /// Segments what is not in the memory.
    pub(super) tokenizer: &'m Tokenizer,
    /// The results of an earlier build.
    pub(super) memory: &'m Memory,
    /// Desks that no task uses now.
    idle: Mutex<Vec<Desk>>,
}

impl<'m> Cutters<'m> {
    /// Cutters with this dictionary and this memory.
    pub(super) fn new(tokenizer: &'m Tokenizer, memory: &'m Memory) -> Self {
        Self { tokenizer, memory, idle: Mutex::default() }
    }

    /// A cutter for one task; what earlier ones have learned is at hand.
    pub(super) fn cutter(&self) -> Cutter<'_> {
        let idle = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let desk = idle.unwrap_or_else(|| Desk::new(self.tokenizer, self.memory));
        Cutter { cutters: self, own: vec![None; desk.vocabulary.words.len()], desk, words: Vec::new() }
    }
}

/// What a thread keeps from one task to the next: the words so far, and the statements that recur.
struct Desk {
    worker: Worker,
    vocabulary: Vocabulary,
    /// The index of each word of the memory, once it has occurred.
    recalled: Vec<Option<u32>>,
    /// The indices of a spelling, by the dictionary's own number.
    looked_up: HashMap<Box<str>, Vec<(u32, u32)>>,
    /// The statements of late, and those before them.
    known: [HashMap<Box<str>, Arc<Clause>>; 2],
}

impl Desk {
    /// The number of statements of late that are kept: a few megabytes.
    const STATEMENTS: usize = 1 << 15;

    fn new(tokenizer: &Tokenizer, memory: &Memory) -> Self {
        Self {
            worker: tokenizer.worker(),
            vocabulary: Vocabulary::default(),
            recalled: vec![None; memory.words.len()],
            looked_up: HashMap::new(),
            known: Default::default(),
        }
    }

    fn clause(&mut self, spelled: &str) -> Arc<Clause> {
        if let Some(known) = self.known[0].get(spelled) {
            return Arc::clone(known);
        }
        let clause = self.known[1].remove(spelled).unwrap_or_else(|| Arc::new(self.cut(spelled)));
        if self.known[0].len() == Self::STATEMENTS {
            self.known[1] = std::mem::take(&mut self.known[0]);
        }
        self.known[0].insert(spelled.into(), Arc::clone(&clause));
        clause
    }

    fn cut(&mut self, text: &str) -> Clause {
        let mut edges = vec![false; text.chars().count() + 1];
        let (mut byte, mut at, mut words) = (0, 0, Vec::new());
        let (mut stem, mut pairs) = (0..0, Vec::new());
        let (mut name, mut names) = (0..0, Vec::new());
        let Self { worker, vocabulary, looked_up, .. } = self;
        worker.cut(text, |word| {
            let (start, end) = (word.range.start, word.range.end);
            let spelled = &text[start..end];
            at += text[byte..start].chars().count();
            edges[at] = true;
            at += spelled.chars().count();
            edges[at] = true;
            byte = end;
            if is_stem(spelled) {
                pairs.extend((stem.end == start && !stem.is_empty()).then_some(stem.start..end));
                stem = start..end;
            }
            if !is_word(spelled) {
                return;
            }
            let number = word.number();
            if is_scrap(spelled, number) {
                name = if name.end == start { name.start..end } else { start..end };
                names.extend((name.start < start).then_some(name.clone()));
            }
            let known = looked_up.get(spelled).into_iter().flatten().find(|(own, _)| *own == number);
            if let Some((_, place)) = known {
                return words.push(*place);
            }
            let place = vocabulary.add(&Arc::new((spelled.into(), word.entry())));
            looked_up.entry(spelled.into()).or_default().push((number, place));
            words.push(place);
        });
        let runs = compounds(text).chain(pairs.into_iter().map(|pair| &text[pair]));
        let runs = runs.chain(whole_names(&names).map(|name| &text[name]));
        let runs = runs.map(|run| vocabulary.add(&Arc::new((run.into(), Entry::default())))).collect();
        Clause { edges: edges.into(), words: words.into(), runs }
    }
}

/// Segments the documents of one task.
pub(super) struct Cutter<'m> {
    cutters: &'m Cutters<'m>,
    desk: Desk,
    /// The words of the task, in order of first occurrence.
    words: Vec<Word>,
    /// The index in the task of each word of the desk that has occurred.
    own: Vec<Option<u32>>,
}

impl Cutter<'_> {
    /// Converts the texts of a document to the normal form and segments them.
    pub(super) fn read(&mut self, document: &Document) -> (Vec<Normal>, Cut) {
        let texts: Vec<_> = document.blocks.iter().map(|block| normalize(&block.text)).collect();
        let cut = self.cut(key(document), &texts);
        (texts, cut)
    }

    /// Ends the task; returns its words.
    pub(super) fn finish(self) -> Vec<Word> {
        if let Ok(mut idle) = self.cutters.idle.lock() {
            idle.push(self.desk);
        }
        self.words
    }

    fn cut(&mut self, key: Key, texts: &[Normal]) -> Cut {
        let size = texts.iter().map(|text| text.chars.len() + 2).sum();
        self.recall(key, size).unwrap_or_else(|| self.cut_anew(key, texts))
    }

    fn recall(&mut self, key: Key, size: usize) -> Option<Cut> {
        let memory = self.cutters.memory;
        let mut bytes = Bytes(memory.cuts.get(&key)?);
        let edges = bytes.bits(size)?;
        let mut words = Vec::new();
        while !bytes.0.is_empty() {
            let place = bytes.number()? as usize;
            let word = memory.words.get(place)?;
            let vocabulary = &mut self.desk.vocabulary;
            let known = *self.desk.recalled[place].get_or_insert_with(|| vocabulary.add(word));
            words.push(self.own(known));
        }
        Some(Cut { key, edges, words })
    }

    fn cut_anew(&mut self, key: Key, texts: &[Normal]) -> Cut {
        let (mut edges, mut met) = (Vec::new(), Vec::new());
        let mut is_met = HashSet::new();
        for text in texts {
            let begin = edges.len();
            edges.resize(begin + text.chars.len() + 2, false);
            let (own, mut at) = (&mut edges[begin..], 0);
            let clauses = text.spelled.split_inclusive(SEPARATOR).map(|clause| self.desk.clause(clause));
            let clauses: Vec<_> = clauses.collect();
            for clause in &clauses {
                own[at..].iter_mut().zip(&clause.edges).for_each(|(edge, is)| *edge |= is);
                at += clause.edges.len() - 1;
            }
            plain_edges(&text.chars, own);
            let words = clauses.iter().flat_map(|clause| &clause.words);
            let words = words.chain(clauses.iter().flat_map(|clause| &clause.runs));
            met.extend(words.copied().filter(|word| is_met.insert(*word)));
        }
        let words = met.into_iter().map(|word| self.own(word)).collect();
        Cut { key, edges, words }
    }

    /// The index in the task of a word of the desk.
    fn own(&mut self, word: u32) -> u32 {
        let place = word as usize;
        if place >= self.own.len() {
            self.own.resize(place + 1, None);
        }
        *self.own[place].get_or_insert_with(|| {
            self.words.push(Arc::clone(&self.desk.vocabulary.words[place]));
            self.words.len() as u32 - 1
        })
    }
}

/// Numbers and signs are not words: they need no help in a search.
fn is_word(spelled: &str) -> bool {
    spelled.chars().all(|c| c.is_alphabetic() || matches!(c, 'ー' | '々')) && !spelled.is_empty()
}

/// Kanji with the ending of a verb: two of them in sequence are one word (切り替え), even if the dictionary differs.
fn is_stem(spelled: &str) -> bool {
    let kana = spelled.trim_start_matches(is_kanji);
    kana.len() < spelled.len() && matches!(kana.chars().count(), 1..=2) && kana.chars().all(is_hiragana)
}

/// What the dictionary cuts off where it does not know a name: single kanji, and kanji that it cannot read.
fn is_scrap(spelled: &str, number: u32) -> bool {
    let is_single = spelled.chars().nth(1).is_none();
    (is_single || number >= UNKNOWN) && spelled.chars().all(is_kanji)
}

/// Of ranges that grow, those that are not the beginning of another.
fn whole_names(names: &[Range<usize>]) -> impl Iterator<Item = Range<usize>> {
    let grows = |i: usize| names.get(i + 1).is_some_and(|next| next.start == names[i].start);
    names.iter().enumerate().filter(move |(i, _)| !grows(*i)).map(|(_, name)| name.clone())
}

/// The length of such words: shorter ones are in the dictionary, longer ones are lists.
const COMPOUND: std::ops::RangeInclusive<usize> = 5..=24;

/// Whole katakana words that the dictionary splits into parts, so that a search finds them despite a typing error.
fn compounds(spelled: &str) -> impl Iterator<Item = &str> {
    let is_katakana = |c: char| matches!(c, 'ァ'..='ヺ' | 'ー');
    spelled.split(move |c: char| !is_katakana(c)).filter(|run| COMPOUND.contains(&run.chars().count()))
}

/// Numbers and Latin words are not split, even if the dictionary differs.
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

/// The words, and the segmentation of documents by their texts.
type Remembered = (Vec<Word>, HashMap<Key, Box<[u8]>>);

/// The results of an earlier build: documents with the same texts are not segmented again.
#[derive(Debug, Default)]
pub struct Memory {
    words: Vec<Word>,
    cuts: HashMap<Key, Box<[u8]>>,
    /// The program that stores the memory; `None` if nothing is stored for the next build.
    program: Option<Digest>,
}

impl Memory {
    /// Reads the bytes that an earlier build of the same program stored; any other bytes give an empty memory.
    pub fn read(bytes: &[u8], program: Digest) -> Self {
        let (words, cuts) = Self::parse(bytes, &program).unwrap_or_default();
        Self { words, cuts, program: Some(program) }
    }

    /// The bytes for the next build of the same program.
    pub(super) fn next(&self, cuts: &AllCuts) -> Option<Vec<u8>> {
        self.program.as_ref().map(|program| cuts.finish(program))
    }

    fn parse(bytes: &[u8], program: &Digest) -> Option<Remembered> {
        let (bytes, sum) = bytes.split_last_chunk::<32>()?;
        if digest(bytes) != *sum {
            return None;
        }
        let mut bytes = Bytes(bytes.strip_prefix(FORMAT)?.strip_prefix(program)?);
        let count = bytes.number()?;
        let words = (0..count).map(|_| bytes.word()).collect::<Option<_>>()?;
        let mut cuts = HashMap::new();
        while !bytes.0.is_empty() {
            let (key, rest) = bytes.0.split_first_chunk::<16>()?;
            bytes.0 = rest;
            cuts.insert(*key, bytes.piece()?.into());
        }
        Some((words, cuts))
    }
}

/// Collects the segmentation of a build, document by document in order.
#[derive(Debug, Default)]
pub(super) struct AllCuts {
    /// The words of all documents.
    pub(super) vocabulary: Vocabulary,
    cuts: Vec<u8>,
}

impl AllCuts {
    /// Adds the documents of a task with these words.
    pub(super) fn join(&mut self, words: &[Word], cuts: Vec<Cut>) {
        let mut places = vec![None; words.len()];
        for cut in cuts {
            let mut piece = Vec::with_capacity(cut.edges.len() / 8 + cut.words.len() * 2);
            put_bits(&mut piece, &cut.edges);
            for word in cut.words {
                let word = word as usize;
                let place = *places[word].get_or_insert_with(|| self.vocabulary.add(&words[word]));
                put_number(&mut piece, place);
            }
            self.cuts.extend(cut.key);
            put_piece(&mut self.cuts, &piece);
        }
    }

    fn finish(&self, program: &Digest) -> Vec<u8> {
        let mut bytes = [FORMAT, program].concat();
        put_number(&mut bytes, self.vocabulary.words.len() as u32);
        for word in &self.vocabulary.words {
            let (spelled, entry) = &**word;
            put_piece(&mut bytes, spelled.as_bytes());
            bytes.push(
                u8::from(entry.function) | u8::from(entry.base.is_some()) << 1 | u8::from(entry.reading.is_some()) << 2,
            );
            [&entry.base, &entry.reading].into_iter().flatten().for_each(|text| put_piece(&mut bytes, text.as_bytes()));
        }
        bytes.extend(&self.cuts);
        let sum = digest(&bytes);
        bytes.extend(sum);
        bytes
    }
}

fn put_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn put_piece(bytes: &mut Vec<u8>, piece: &[u8]) {
    put_number(bytes, piece.len() as u32);
    bytes.extend(piece);
}

fn put_bits(bytes: &mut Vec<u8>, bits: &[bool]) {
    bytes.extend(bits.chunks(8).map(|eight| eight.iter().rev().fold(0, |byte, bit| byte << 1 | u8::from(*bit))));
}

/// Bytes that are read from the front.
struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn number(&mut self) -> Option<u32> {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u32::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn piece(&mut self) -> Option<&'b [u8]> {
        let length = self.number()? as usize;
        self.take(length)
    }

    fn text(&mut self) -> Option<String> {
        String::from_utf8(self.piece()?.to_vec()).ok()
    }

    fn word(&mut self) -> Option<Word> {
        let spelled = self.text()?.into();
        let marks = self.take(1)?[0];
        let mut text = |mark: u8| if marks & mark == 0 { Some(None) } else { self.text().map(Some) };
        Some(Arc::new((spelled, Entry { function: marks & 1 != 0, base: text(2)?, reading: text(4)? })))
    }

    fn bits(&mut self, count: usize) -> Option<Vec<bool>> {
        let bytes = self.take(count.div_ceil(8))?;
        Some((0..count).map(|i| bytes[i / 8] >> (i % 8) & 1 != 0).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_stems_in_a_row_are_one_word() {
        let tokenizer = Tokenizer::open().expect("the program carries its dictionary");
        let mut desk = Desk::new(&tokenizer, &Memory::default());
        desk.clause("設備を切り替えで直し\n");
        desk.clause("手続きを見る");
        let words: Vec<_> = desk.vocabulary.first().map(|(spelled, _)| spelled).collect();
        assert!(words.contains(&"切り替え") && words.contains(&"手続き"), "{words:?}");
        assert!(!words.iter().any(|word| word.contains("直し手続き")), "{words:?}");
        assert_eq!(
            ["切り", "手続き", "見る", "切替", "り", "データ", ""].map(is_stem),
            [true, true, true, false, false, false, false]
        );
    }
}
