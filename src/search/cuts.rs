//! The segmentation of documents: where words begin, and which words there are. Statements recur, within a document and from one
//! to the next, as do whole texts: each thread segments them once.

use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::document::Document;
use super::keys::{ByKey, ByText};
use super::normalize::{Normal, SEPARATOR, is_hiragana, is_kanji, normalize};
use super::tokenizer::{Entry, Tokenizer, UNKNOWN, Worker};

/// A spelling with its dictionary entry; threads share it.
pub(super) type Word = Arc<(Box<str>, Entry)>;

/// Spellings with their dictionary entries, in order of first occurrence. A spelling that is segmented as different
/// words is in the list more than once; the first entry counts.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: Vec<Word>,
    places: ByText<Vec<u32>>,
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

/// The numbers of words, in order of first occurrence.
#[derive(Debug, Default)]
pub(super) struct Met {
    words: Vec<u32>,
    /// Whether each word is among them.
    known: Vec<bool>,
}

impl Met {
    /// Notes the words of a text.
    pub(super) fn note(&mut self, words: &[u32]) {
        for word in words {
            let place = *word as usize;
            if place >= self.known.len() {
                self.known.resize(place + 1, false);
            }
            if !std::mem::replace(&mut self.known[place], true) {
                self.words.push(*word);
            }
        }
    }

    /// Adds the words of a later task.
    pub(super) fn join(&mut self, later: &Self) {
        self.note(&later.words);
    }
}

/// A text in its normal form, and where words begin in it.
#[derive(Debug)]
pub(super) struct Cut {
    /// The normal form.
    pub(super) chars: Box<[char]>,
    /// Whether a word begins at each character, and after the last; one more is always false.
    pub(super) edges: Box<[bool]>,
    /// The numbers of its words, and of what is made of several and counts as one.
    pub(super) words: Box<[u32]>,
}

/// The segmentation of one statement, with the separator after it.
#[derive(Debug)]
struct Clause {
    /// Whether a word begins at each character, and after the last.
    edges: Box<[bool]>,
    /// The numbers of the words that the dictionary knows.
    words: Box<[u32]>,
    /// Those of what is made of several words and counts as one.
    runs: Box<[u32]>,
}

/// Makes cutters, one for each task.
pub(super) struct Cutters<'t> {
    /// Segments statements.
    pub(super) tokenizer: &'t Tokenizer,
    /// The words of all tasks. Their numbers depend on which task was faster.
    words: Arc<Mutex<Vocabulary>>,
    /// Desks that no task uses now.
    idle: Mutex<Vec<Desk>>,
}

impl<'t> Cutters<'t> {
    /// Cutters with this dictionary.
    pub(super) fn new(tokenizer: &'t Tokenizer) -> Self {
        Self { tokenizer, words: Arc::default(), idle: Mutex::default() }
    }

    /// A cutter for one task; what earlier ones have segmented is at hand.
    pub(super) fn cutter(&self) -> Cutter<'_> {
        let idle = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let desk = idle.unwrap_or_else(|| Desk::new(self.tokenizer, &self.words));
        Cutter { cutters: self, desk }
    }

    /// The words that were met, in order of first occurrence.
    pub(super) fn words(self, met: &Met) -> Vocabulary {
        let (all, mut words) = (locked(&self.words), Vocabulary::default());
        for word in &met.words {
            words.add(&all.words[*word as usize]);
        }
        words
    }
}

fn locked(words: &Mutex<Vocabulary>) -> MutexGuard<'_, Vocabulary> {
    words.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a thread keeps from one task to the next: the words so far, and the statements that recur.
struct Desk {
    worker: Worker,
    words: Arc<Mutex<Vocabulary>>,
    looked_up: LookedUp,
    statements: Recent<Clause>,
    texts: Recent<Cut>,
}

/// The numbers of the words that a thread has met.
#[derive(Default)]
struct LookedUp {
    /// Of the words of the dictionary, by its own numbers.
    known: ByKey<u32>,
    /// Of others, by what they share numbers with.
    others: ByText<Vec<(u32, u32)>>,
}

impl LookedUp {
    /// The number of a word, which is looked up when it is first met.
    fn number(&mut self, spelled: &str, own: u32, all: &Mutex<Vocabulary>, entry: impl FnOnce() -> Entry) -> u32 {
        let add = || locked(all).add(&Arc::new((spelled.into(), entry())));
        if own < UNKNOWN {
            return *self.known.entry(own.into()).or_insert_with(add);
        }
        let known = self.others.get(spelled).into_iter().flatten().find(|(other, _)| *other == own);
        known.map(|(_, number)| *number).unwrap_or_else(|| {
            let number = add();
            self.others.entry(spelled.into()).or_default().push((own, number));
            number
        })
    }
}

/// What was made of texts of late, and of those before them.
struct Recent<T> {
    late: ByText<Arc<T>>,
    before: ByText<Arc<T>>,
    /// The number of texts of late.
    most: usize,
}

impl<T> Recent<T> {
    fn new(most: usize) -> Self {
        Self { late: ByText::default(), before: ByText::default(), most }
    }

    fn get(&mut self, text: &str) -> Option<Arc<T>> {
        if let Some(known) = self.late.get(text) {
            return Some(Arc::clone(known));
        }
        let known = self.before.remove(text)?;
        self.put(text, &known);
        Some(known)
    }

    fn put(&mut self, text: &str, made: &Arc<T>) {
        if self.late.len() == self.most {
            // Its room is used again.
            std::mem::swap(&mut self.late, &mut self.before);
            self.late.clear();
        }
        self.late.insert(text.into(), Arc::clone(made));
    }
}

impl Desk {
    /// The number of statements of late, and of whole texts, that are kept: a few megabytes each.
    const STATEMENTS: usize = 1 << 12;
    const TEXTS: usize = 1 << 11;

    /// The number for what is made of several words, which no entry of a dictionary has.
    const RUN: u32 = u32::MAX;

    fn new(tokenizer: &Tokenizer, words: &Arc<Mutex<Vocabulary>>) -> Self {
        Self {
            worker: tokenizer.worker(),
            words: Arc::clone(words),
            looked_up: LookedUp::default(),
            statements: Recent::new(Self::STATEMENTS),
            texts: Recent::new(Self::TEXTS),
        }
    }

    fn text(&mut self, text: &str) -> Arc<Cut> {
        self.texts.get(text).unwrap_or_else(|| {
            let cut = Arc::new(self.whole(text));
            self.texts.put(text, &cut);
            cut
        })
    }

    fn whole(&mut self, text: &str) -> Cut {
        let Normal { chars, spelled } = normalize(text);
        let clauses: Vec<_> = spelled.split_inclusive(SEPARATOR).map(|spelled| self.clause(spelled)).collect();
        let mut edges = vec![false; chars.len() + 2];
        let mut at = 0;
        for clause in &clauses {
            edges[at..].iter_mut().zip(&clause.edges).for_each(|(edge, begins)| *edge |= begins);
            at += clause.edges.len() - 1;
        }
        plain_edges(&chars, &mut edges);
        let words = clauses.iter().flat_map(|clause| &clause.words);
        let words = words.chain(clauses.iter().flat_map(|clause| &clause.runs)).copied().collect();
        Cut { chars: chars.into(), edges: edges.into(), words }
    }

    fn clause(&mut self, spelled: &str) -> Arc<Clause> {
        self.statements.get(spelled).unwrap_or_else(|| {
            let clause = Arc::new(self.cut(spelled));
            self.statements.put(spelled, &clause);
            clause
        })
    }

    fn cut(&mut self, text: &str) -> Clause {
        let mut edges = vec![false; text.chars().count() + 1];
        let (mut byte, mut at, mut words) = (0, 0, Vec::new());
        let (mut stem, mut pairs) = (0..0, Vec::new());
        let (mut name, mut is_name, mut names) = (0..0, false, Vec::new());
        let Self { worker, words: all, looked_up, .. } = self;
        worker.cut(text, |mut word| {
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
                let goes_on = name.end == start;
                name = if goes_on { name.start..end } else { start..end };
                is_name = (goes_on && is_name) || !word.is_part();
                names.extend((name.start < start && is_name).then_some(name.clone()));
            }
            words.push(looked_up.number(spelled, number, all, || word.entry()));
        });
        let runs = compounds(text).chain(pairs.into_iter().map(|pair| &text[pair]));
        let runs = runs.chain(whole_names(&names).map(|name| &text[name]));
        let runs = runs.map(|run| looked_up.number(run, Self::RUN, all, Entry::default)).collect();
        Clause { edges: edges.into(), words: words.into(), runs }
    }
}

/// Segments the documents of one task.
pub(super) struct Cutter<'t> {
    cutters: &'t Cutters<'t>,
    desk: Desk,
}

/// A document with its texts in the normal form, segmented.
pub(super) type Read = (Document, Vec<Arc<Cut>>);

impl Cutter<'_> {
    /// Converts the texts of a document to the normal form and segments them.
    pub(super) fn read(&mut self, document: Document) -> Read {
        let texts = document.blocks.iter().map(|block| self.desk.text(&block.text)).collect();
        (document, texts)
    }

    /// Ends the task.
    pub(super) fn finish(self) {
        if let Ok(mut idle) = self.cutters.idle.lock() {
            idle.push(self.desk);
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_of_late_is_known() {
        let mut recent = Recent::new(2);
        let put = |recent: &mut Recent<&str>, text| recent.put(text, &Arc::new(text));
        ["一", "二", "三"].into_iter().for_each(|text| put(&mut recent, text));
        assert_eq!(recent.get("一").as_deref(), Some(&"一"));
        put(&mut recent, "四");
        let known = ["一", "二", "三", "四"].map(|text| recent.get(text).is_some());
        assert_eq!(known, [true, false, true, true]);
    }

    #[test]
    fn two_stems_in_a_row_are_one_word() {
        let tokenizer = Tokenizer::open().expect("the program carries its dictionary");
        let words = Arc::default();
        let mut desk = Desk::new(&tokenizer, &words);
        desk.clause("設備を切り替えで直し\n");
        desk.clause("手続きを見る");
        let words = locked(&words);
        let words: Vec<_> = words.first().map(|(spelled, _)| spelled).collect();
        assert!(words.contains(&"切り替え") && words.contains(&"手続き"), "{words:?}");
        assert!(!words.iter().any(|word| word.contains("直し手続き")), "{words:?}");
        assert_eq!(
            ["切り", "手続き", "見る", "切替", "り", "データ", ""].map(is_stem),
            [true, true, true, false, false, false, false]
        );
    }
    #[test]
    fn of_what_only_counts_or_follows_no_name_is_made() {
        let tokenizer = Tokenizer::open().expect("the program carries its dictionary");
        let words = Arc::default();
        let mut desk = Desk::new(&tokenizer, &words);
        desk.clause("適正化等を3年目に、二千円で、鹿月荘と千曲市の協働により");
        let words = locked(&words);
        let words: Vec<_> = words.first().map(|(spelled, _)| spelled).collect();
        assert!(["化等", "年目", "二千円", "千円"].iter().all(|other| !words.contains(other)), "{words:?}");
        assert!(["鹿月荘", "千曲市", "協働"].iter().all(|name| words.contains(name)), "{words:?}");
    }
}
