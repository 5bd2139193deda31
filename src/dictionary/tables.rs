//! Tables that are drawn from the entries of the dictionary: every reading of a word, the readings of each kanji, and the
//! words that sound alike. A line is a key, a tab, and what belongs to it, parted by spaces; lines are in order of their
//! bytes, so that a reader finds a line by halving.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

/// The lowest cost, which the most usual entry has, by reading or word.
type Costs = BTreeMap<String, i16>;
/// How many words show a reading.
type Counts = BTreeMap<String, usize>;

/// So many words must show a reading of a kanji.
const SHOWN: usize = 2;
/// So many readings of a kanji are kept at the beginning of a word, and behind it.
const READINGS: usize = 6;
/// So many words that sound alike are kept, the most usual ones.
const ALIKE: usize = 6;
/// What follows names of places, and how it is read: what stands before it is a name that the dictionary has only so.
const PLACES: [(&str, &[&str]); 10] = [
    ("川", &["ガワ", "カワ"]),
    ("市", &["シ"]),
    ("町", &["マチ", "チョウ"]),
    ("村", &["ムラ", "ソン"]),
    ("郡", &["グン"]),
    ("山", &["ヤマ", "サン", "ザン"]),
    ("駅", &["エキ"]),
    ("温泉", &["オンセン"]),
    ("高原", &["コウゲン"]),
    ("湖", &["コ"]),
];

/// Collects the entries.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    readings: BTreeMap<String, Costs>,
    alike: BTreeMap<String, Costs>,
}

impl Tables {
    /// Adds an entry: its surface, its cost and its nine cells.
    pub(crate) fn add(&mut self, surface: &str, cost: i16, cells: &[&str]) {
        let [class, subclass, detail, .., reading, _] = cells else { return };
        let is_given_name = cells[3] == "名" && cells[2] == "人名";
        if !surface.chars().any(is_kanji) || !matches!(*class, "名詞" | "接頭詞") || is_given_name || *reading == "*"
        {
            return;
        }
        put(&mut self.readings, surface, reading, cost);
        let is_single = surface.chars().nth(1).is_none();
        let is_suffix = *subclass == "接尾" && matches!(*detail, "一般" | "助数詞");
        let is_word = matches!(*subclass, "一般" | "サ変接続" | "形容動詞語幹" | "副詞可能");
        if surface.chars().all(is_kanji) && (is_suffix || (is_word && !is_single)) {
            put(&mut self.alike, reading, surface, cost);
        }
    }

    /// Writes the tables into a folder.
    pub(crate) fn write(mut self, folder: &Path) -> io::Result<()> {
        let kanji = self.kanji();
        let names = self.names();
        self.readings.retain(|_, own| own.len() > 1);
        names.into_iter().for_each(|(name, reading)| put(&mut self.readings, &name, &reading, 0));
        self.alike.retain(|_, own| own.len() > 1);
        let usual = |own: &Costs, most: usize| {
            let mut own: Vec<_> = own.iter().map(|(text, cost)| (*cost, text.as_str())).collect();
            own.sort_unstable();
            own.iter().take(most).map(|(_, text)| *text).collect::<Vec<_>>().join(" ")
        };
        let lines = |table: &BTreeMap<String, Costs>, most| -> String {
            table.iter().map(|(key, own)| format!("{key}\t{}\n", usual(own, most))).collect()
        };
        fs::write(folder.join("readings.txt"), lines(&self.readings, usize::MAX))?;
        fs::write(folder.join("alike.txt"), lines(&self.alike, ALIKE))?;
        fs::write(folder.join("kanji.txt"), kanji)
    }

    /// The readings of each kanji at the beginning of words and behind it: what a word of two kanji leaves to one of them
    /// where the other is read as it is elsewhere.
    fn kanji(&self) -> String {
        let mut alone: BTreeMap<char, BTreeSet<&str>> = BTreeMap::new();
        let mut words = Vec::new();
        for (surface, own) in &self.readings {
            let chars: Vec<char> = surface.chars().collect();
            match chars[..] {
                [one] => alone.entry(one).or_default().extend(own.keys().map(String::as_str)),
                [first, last] if is_kanji(first) && is_kanji(last) => {
                    words.extend(own.keys().map(|reading| (first, last, reading.as_str())));
                }
                _ => {}
            }
        }
        let mut counted = counted(&words, |kanji, reading| alone.get(&kanji).is_some_and(|own| own.contains(reading)));
        let known: BTreeMap<char, BTreeSet<String>> = counted.iter().map(|(kanji, own)| (*kanji, shown(own))).collect();
        counted.append(&mut self::counted(&words, |kanji, reading| {
            known.get(&kanji).is_some_and(|own| own.contains(reading))
                || alone.get(&kanji).is_some_and(|own| own.contains(reading))
        }));
        let list = |counts: &Counts| {
            let mut own: Vec<_> = counts.iter().filter(|(_, count)| **count >= SHOWN).collect();
            own.sort_unstable_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
            own.iter().take(READINGS).map(|(reading, _)| reading.as_str()).collect::<Vec<_>>().join(" ")
        };
        counted.iter().map(|(kanji, [first, behind])| format!("{kanji}\t{}\t{}\n", list(first), list(behind))).collect()
    }

    /// Names of places that stand in the dictionary only with what follows them.
    fn names(&self) -> BTreeSet<(String, String)> {
        let mut names = BTreeSet::new();
        for (surface, own) in &self.readings {
            for (behind, spoken) in PLACES {
                let Some(name) = surface.strip_suffix(behind) else { continue };
                if name.chars().nth(1).is_none() || !name.chars().all(is_kanji) || self.readings.contains_key(name) {
                    continue;
                }
                let read = own.keys().flat_map(|reading| spoken.iter().filter_map(|end| reading.strip_suffix(end)));
                names.extend(
                    read.filter(|reading| !reading.is_empty()).map(|reading| (name.to_owned(), reading.to_owned())),
                );
            }
        }
        names
    }
}

fn put(table: &mut BTreeMap<String, Costs>, key: &str, text: &str, cost: i16) {
    let own = table.entry(key.to_owned()).or_default().entry(text.to_owned()).or_insert(cost);
    *own = cost.min(*own);
}

/// What words of two kanji show of the readings of each: first kanji, last kanji, reading.
fn counted(words: &[(char, char, &str)], knows: impl Fn(char, &str) -> bool) -> BTreeMap<char, [Counts; 2]> {
    let mut counted: BTreeMap<char, [Counts; 2]> = BTreeMap::new();
    for (first, last, reading) in words {
        for (at, _) in reading.char_indices().skip(1) {
            let (left, right) = reading.split_at(at);
            let is_end = right.starts_with(['ン', 'ッ', 'ー', 'ャ', 'ュ', 'ョ']);
            if is_end || !(knows(*first, left) || knows(*last, right) || knows(*last, &unvoiced(right))) {
                continue;
            }
            *counted.entry(*first).or_default()[0].entry(left.to_owned()).or_default() += 1;
            *counted.entry(*last).or_default()[1].entry(right.to_owned()).or_default() += 1;
        }
    }
    counted
}

fn shown(counts: &[Counts; 2]) -> BTreeSet<String> {
    let shown = counts.iter().flatten().filter(|(_, count)| **count >= SHOWN);
    shown.map(|(reading, _)| reading.clone()).collect()
}

/// A reading whose first kana is voiced behind another word, as it is by itself: ガワ → カワ.
fn unvoiced(reading: &str) -> String {
    const VOICED: &str =
        "ガカギキグクゲケゴコザサジシズスゼセゾソダタヂチヅツデテドトバハビヒブフベヘボホパハピヒプフペヘポホ";
    let pairs: Vec<char> = VOICED.chars().collect();
    let plain = |c: char| pairs.chunks_exact(2).find(|pair| pair[0] == c).map_or(c, |pair| pair[1]);
    reading.chars().enumerate().map(|(i, c)| if i == 0 { plain(c) } else { c }).collect()
}

fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '々')
}
