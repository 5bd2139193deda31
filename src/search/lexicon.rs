//! The keys by which words are found: the word itself, its base form, its reading, and its synonyms as declared by
//! editors. The reader segments a query with these keys; the positions of words are found by pairs of characters.

use std::collections::BTreeSet;

use super::amounts::{Amounts, rounded};
use super::cuts::Vocabulary;
use super::format::{SLIP, TITLE_KEY};
use super::mixed::half_in_kana;
use super::normalize::{SEPARATOR, is_hiragana, is_kanji, loose, normalize};
use super::numbered::numbered;
use super::reading::reading;
use super::runs::{beginnings, told, usual_size};
use super::senses::said_otherwise;
use super::tables::{alike, likely, readings};
use super::tokenizer::{Entry, Tokenizer, Worker};
use crate::model::{Record, Site, Text};
use crate::parallel;

/// One line of a file of words or titles: key, code, spelling.
type Line = (String, &'static str, String);

/// All keys, in any order and some of them more than once.
#[derive(Default)]
pub(super) struct Lexicon {
    /// Keys for texts.
    pub(super) words: Vec<Line>,
    /// Keys for suggested titles.
    pub(super) titles: Vec<Line>,
}

/// The number of titles per task.
const TOGETHER: usize = 256;

impl Lexicon {
    /// Collects the keys of the words that occur and of everything declared; of the editors' readings, only those of
    /// words in the documents.
    pub(super) fn new(
        site: &Site,
        vocabulary: &Vocabulary,
        tokenizer: &Tokenizer,
        amounts: &Amounts,
        is_held: impl Fn(&[char]) -> bool,
    ) -> Self {
        let mut lexicon = Self::default();
        let mut worker = tokenizer.worker();
        let mut occurring = BTreeSet::new();
        for (spelled, entry) in vocabulary.first() {
            let surface: String = normalize(spelled).chars.into_iter().collect();
            lexicon.word(spelled, &surface, entry);
            occurring.extend((!entry.function).then_some(surface));
        }
        for (other, word) in said_otherwise(|word| occurring.contains(word)) {
            lexicon.slip(&other, &word);
        }
        for group in &site.synonyms {
            lexicon.same(group, &is_held);
            group.iter().for_each(|spelling| lexicon.read(spelling, &mut worker));
        }
        for term in &site.glossary {
            let spellings: Vec<_> = std::iter::once(&term.term).chain(term.aliases.iter().flatten()).collect();
            lexicon.same(spellings.iter().copied(), &is_held);
            spellings.iter().for_each(|spelling| lexicon.read(spelling, &mut worker));
            lexicon.readings(&term.reading, &term.term);
            lexicon.titles.extend(title(&term.term.value, term.reading.as_ref(), &mut worker));
        }
        for department in &site.departments {
            lexicon.same(std::iter::once(&department.name).chain(department.aliases.iter().flatten()), &is_held);
            lexicon.readings(&department.kana, &department.name);
            lexicon.titles.extend(title(&department.name.value, department.kana.as_ref(), &mut worker));
        }
        for (word, reading) in site.readings.words() {
            // A word that occurs only in an unpublished record has no reading either.
            let chars = normalize(word).chars;
            if is_held(&chars) {
                lexicon.put(reading, "r", &chars.into_iter().collect::<String>());
            }
        }
        site.records().for_each(|record| lexicon.declared(record, &is_held));
        for (other, told) in numbered(site, &mut worker) {
            lexicon.put(&other, "s", &normalize(&told).chars.into_iter().collect::<String>());
        }
        rounded(amounts).into_iter().for_each(|(round, spelled)| lexicon.put(&round, "s", spelled));
        let records: Vec<_> = site.records().collect();
        let titles = |records: &&[Record<'_>]| {
            let mut worker = tokenizer.worker();
            records.iter().flat_map(|record| title(&record.title(site), record.kana(), &mut worker)).collect::<Vec<_>>()
        };
        let tasks: Vec<_> = records.chunks(TOGETHER).collect();
        parallel::in_order(&tasks, titles, |titles| lexicon.titles.extend(titles));
        lexicon
    }

    fn declared(&mut self, record: Record<'_>, is_held: &impl Fn(&[char]) -> bool) {
        for indicator in record.indicators() {
            self.same(std::iter::once(&indicator.name).chain(indicator.aliases.iter().flatten()), is_held);
        }
        let (title, kana, aliases) = match record {
            Record::Plan(plan) => (&plan.title, &plan.kana, &plan.aliases),
            Record::Program(program) => (&program.title, &program.kana, &program.aliases),
            Record::Section(_) | Record::Item(_) | Record::Sheet(_) | Record::Goal(_) => return,
        };
        self.same(std::iter::once(title).chain(aliases.iter().flatten()), is_held);
        self.readings(kana, title);
    }

    fn word(&mut self, spelled: &str, surface: &str, entry: &Entry) {
        self.put(surface, if entry.function { "f" } else { "w" }, surface);
        if entry.function {
            return;
        }
        if let Some(base) = entry.base.as_ref().filter(|base| *base != spelled) {
            self.put(base, "b", surface);
        }
        self.sounds(spelled, entry, surface);
        if let Some(kanji) = kanji(spelled) {
            self.put(&kanji, "o", surface);
        }
    }

    /// A word is found by every reading that people may use, and by the words that sound alike. The reading of a word that
    /// no dictionary has is a guess.
    fn sounds(&mut self, spelled: &str, entry: &Entry, surface: &str) {
        let mut known: Vec<_> = entry.reading.iter().cloned().chain(readings(spelled).map(str::to_owned)).collect();
        known.extend(known.iter().filter_map(|reading| other_place(spelled, reading)).collect::<Vec<_>>());
        let (code, known) = if known.is_empty() { ("u", likely(spelled)) } else { ("r", known) };
        for reading in &known {
            self.put(reading, code, surface);
            let mixed = half_in_kana(spelled, reading, entry.base.as_deref());
            mixed.iter().for_each(|other| self.put(other, code, surface));
            mistaken(spelled, reading).for_each(|other| self.slip(other, surface));
            mistaken_in_part(spelled, reading).iter().for_each(|other| self.slip(other, surface));
        }
    }

    /// Makes the spellings of a group that stand in a document synonyms of the others: whoever asks for one need not look for
    /// those that stand nowhere.
    fn same<'t>(&mut self, group: impl IntoIterator<Item = &'t Text>, is_held: impl Fn(&[char]) -> bool) {
        let spellings: Vec<_> = group.into_iter().map(|text| normalize(&text.value).chars).collect();
        let held: Vec<String> = spellings.iter().filter(|to| is_held(to)).map(|to| to.iter().collect()).collect();
        for from in spellings.iter().map(|from| from.iter().collect::<String>()) {
            held.iter().filter(|to| **to != from).for_each(|to| self.put(&from, "s", to));
        }
    }

    /// A declared term of several words is also found by the reading of the whole.
    fn read(&mut self, spelling: &Text, worker: &mut Worker) {
        if let Some(reading) = reading(&spelling.value, worker).whole() {
            self.put(&reading, "r", &normalize(&spelling.value).chars.into_iter().collect::<String>());
        }
    }

    fn readings(&mut self, reading: &Option<Text>, spelling: &Text) {
        let spelling: String = normalize(&spelling.value).chars.into_iter().collect();
        reading.iter().for_each(|reading| self.put(&reading.value, "r", &spelling));
    }

    /// What is written by mistake lies apart: only a reader who finds nothing looks for it.
    fn slip(&mut self, other: &str, spelling: &str) {
        self.words.push((format!("{SLIP}{}", loose(normalize(other).chars)), "h", spelling.to_owned()));
    }

    fn put(&mut self, key: &str, code: &'static str, spelling: &str) {
        let key = loose(normalize(key).chars);
        let same = key == *spelling;
        let says_nothing = key.is_empty() || key.contains('\n') || (same && matches!(code, "r" | "b" | "s"));
        if !says_nothing {
            self.words.push((key, code, if same { String::new() } else { spelling.to_owned() }));
        }
    }
}

/// A title is suggested by the beginning of its spelling or of its reading.
fn title(title: &str, kana: Option<&Text>, worker: &mut Worker) -> Vec<Line> {
    let kana = kana.map(|kana| kana.value.clone()).or_else(|| reading(title, worker).whole());
    let line = |begun: String| {
        let chars = normalize(&begun).chars.into_iter().filter(|c| *c != SEPARATOR);
        let key: String = loose(chars).chars().take(TITLE_KEY).collect();
        (!key.is_empty()).then(|| (key, "t", title.replace(['\t', '\n'], " ")))
    };
    [Some(title.to_owned()), kana].into_iter().flatten().filter_map(line).collect()
}

/// The words that are written by mistake for a word that is read so. A single kanji is one of the dictionary's endings.
fn mistaken<'w>(spelled: &'w str, reading: &str) -> impl Iterator<Item = &'static str> + use<'w> {
    let is_single = spelled.chars().nth(1).is_none();
    let others: Vec<_> = alike(reading).collect();
    let is_ending = !is_single || (reading.chars().nth(1).is_some() && others.contains(&spelled));
    let is_possible = spelled.chars().all(is_kanji) && is_ending;
    others
        .into_iter()
        .filter(move |other| is_possible && *other != spelled && is_single != other.chars().nth(1).is_some())
}

/// The same for the two kanji at the beginning or the end of a longer word: 国政調査 for 国勢調査.
fn mistaken_in_part(spelled: &str, reading: &str) -> Vec<String> {
    let ends: Vec<_> = spelled.char_indices().map(|(at, _)| at).collect();
    if !(3..=LONG_WORD).contains(&ends.len()) || !spelled.chars().all(is_kanji) {
        return Vec::new();
    }
    let (first, rest) = spelled.split_at(ends[2]);
    let (begun, last) = spelled.split_at(ends[ends.len() - 2]);
    let mut found = Vec::new();
    for (at, _) in reading.char_indices().skip(1) {
        let sounds = |reading: &str, own: &str| {
            let (is_own, size) = (alike(reading).any(|one| one == own), own.len());
            alike(reading).filter(move |other| is_own && other.len() == size)
        };
        found.extend(
            sounds(&reading[..at], first).filter(|other| *other != first).map(|other| format!("{other}{rest}")),
        );
        found
            .extend(sounds(&reading[at..], last).filter(|other| *other != last).map(|other| format!("{begun}{other}")));
    }
    found
}

/// 所 at the end of a word is ショ to some and ジョ to others.
fn other_place(spelled: &str, reading: &str) -> Option<String> {
    let ends = [("ショ", "ジョ"), ("ジョ", "ショ")];
    let other = |(own, other): &(&str, &str)| reading.strip_suffix(own).map(|begun| format!("{begun}{other}"));
    ends.iter().find_map(other).filter(|_| spelled.ends_with('所'))
}

/// Only the kanji of a word with kana after or between them: the number of kana varies (申し込み, 申込み, 申込).
fn kanji(spelled: &str) -> Option<String> {
    let kanji: String = spelled.chars().filter(|c| is_kanji(*c)).collect();
    let is_mixed = spelled.starts_with(is_kanji) && spelled.chars().all(|c| is_kanji(c) || is_hiragana(c));
    (is_mixed && kanji.len() < spelled.len() && kanji.chars().count() > 1).then_some(kanji)
}

/// The longest word whose parts are looked at.
const LONG_WORD: usize = 6;

/// The length of a line besides key and spelling: two tabs, the code, the line break.
const BESIDE: usize = 4;

/// Splits the lines into about this many shards of equal size; returns the first key of each. Keys with the same head are
/// together.
pub(super) fn shards(lines: Vec<Line>, shards: usize) -> (Vec<String>, Vec<String>) {
    let mut lines: Vec<_> = lines.into_iter().map(|line| (head(&line.0), line)).collect();
    lines.sort_unstable();
    lines.dedup();
    let size = |(_, (key, _, spelling)): &(String, Line)| key.len() + spelling.len() + BESIDE;
    let groups: Vec<_> = lines.chunk_by(|a, b| a.0 == b.0).collect();
    let sizes: Vec<_> = groups.iter().map(|group| (group[0].0.as_str(), group.iter().map(size).sum())).collect();
    let together: usize = sizes.iter().map(|(_, size): &(_, usize)| size).sum();
    let (mut starts, mut files) = (vec![String::new()], vec![String::new()]);
    let mut before = None;
    for ((group, (head, _)), begins) in groups.iter().zip(&sizes).zip(beginnings(&sizes, usual_size(together, shards)))
    {
        if begins && files.last().is_none_or(|file| !file.is_empty()) {
            starts.push(told(head, before).to_owned());
            files.push(String::new());
        }
        before = Some(*head);
        let file = files.last_mut().expect("there is a first one");
        for (_, (key, code, spelling)) in *group {
            file.push_str(&format!("{key}\t{code}{}{spelling}\n", if spelling.is_empty() { "" } else { "\t" }));
        }
    }
    (starts, files)
}

/// The two characters that determine the shard of a key; keys of one character are together, before all others.
fn head(key: &str) -> String {
    let head: String = key.chars().take(2).collect();
    if head.chars().nth(1).is_some() { head } else { SEPARATOR.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_kana_are_known_by_their_kanji() {
        assert_eq!(kanji("問い合わせ").as_deref(), Some("問合"));
        assert_eq!(kanji("手続き").as_deref(), Some("手続"));
        for other in ["取組", "見る", "お知らせ", "平和ブース", "まちづくり", ""] {
            assert_eq!(kanji(other), None, "{other}");
        }
    }
}
