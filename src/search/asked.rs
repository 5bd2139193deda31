//! Which questions of a list find nothing. The page's script answers questions, and there is no second one of it: here is only
//! told whether each word of a question stands somewhere: as it is written, or by the keys of words in the index; a compound,
//! if one document has all its parts. What the page forgives beyond that (slips of the keys, Latin letters for kana) counts
//! as missing here, so it finds somewhat more.

use std::collections::{BTreeSet, HashMap};

use super::amounts::{Amounts, amounts, millions};
use super::cuts::{Cutters, Met};
use super::document::subjects;
use super::format::SLIP;
use super::lexicon::Lexicon;
use super::normalize::{SEPARATOR, is_hiragana, is_kanji, loose, normalize};
use super::tokenizer::Tokenizer;
use super::writer::document;
use super::years::years;
use crate::model::{Relations, Site};

/// The module of the page that knows the words by which people ask.
const PAGE: &str = include_str!("../../themes/default/js/search-question.js");
/// What a step along a word costs: a word of the index or a number; a single character; one that is not known; more, where it is
/// only a spelling, and where it only sounds right.
const STEP: u32 = 10;
const SINGLE: u32 = 15;
const UNKNOWN: u32 = 20;
const SPELLING: u32 = 3;
const UNSURE: u32 = 4;
/// The longest word that is looked for.
const LONGEST: usize = 24;
/// So many spellings of a word are looked for.
const SPELLINGS: usize = 8;
/// A word in kana of fewer characters is one word, however it could be cut.
const WHOLE_KANA: usize = 7;
/// A word of so many kanji may have one too many.
const SHORTENED: usize = 3;

/// A document answers a question if it holds so much of what its parts tell, a compound if it holds all.
const ANSWERS: f64 = 0.4;
const ALL: f64 = 0.999;

/// A question, and what of it stands nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The words that stand nowhere, as they were typed in normal form.
    pub missing: Vec<String>,
    /// Whether the rest is too little to answer with.
    pub is_empty: bool,
}

/// The texts and the keys of a site.
#[derive(Debug)]
pub struct Questions {
    texts: Vec<String>,
    paths: Vec<String>,
    years: BTreeSet<u32>,
    amounts: BTreeSet<u64>,
    keys: HashMap<String, Vec<(&'static str, String)>>,
    asking: BTreeSet<String>,
    behind: BTreeSet<String>,
}

/// A part of a word.
#[derive(Debug, Clone, Default)]
struct Piece {
    text: String,
    spellings: Vec<String>,
    /// How much each of these counts.
    weights: Vec<f64>,
    is_known: bool,
    /// Whether people ask with it, and texts need not hold it.
    is_silent: bool,
    year: Option<u32>,
}

impl Questions {
    /// Reads the site as its index would.
    pub fn of(site: &Site, tokenizer: &Tokenizer) -> Self {
        let (relations, cutters) = (Relations::new(site), Cutters::new(tokenizer));
        let (mut cutter, mut met, mut large) = (cutters.cutter(), Met::default(), Amounts::new());
        let (mut texts, mut paths, mut told, mut known) = (Vec::new(), Vec::new(), BTreeSet::new(), BTreeSet::new());
        for subject in subjects(site) {
            let (document, cuts) = cutter.read(document(site, &relations, subject));
            let mut text = String::new();
            for cut in cuts {
                met.note(&cut.words);
                years(&cut.chars, |mention| {
                    told.insert(mention.year);
                });
                amounts(&cut.chars, |value, place| {
                    known.insert(value);
                    large.extend(millions(value).map(|_| (value, cut.chars[place].iter().collect())));
                });
                text.extend(cut.chars.iter().chain([&SEPARATOR]));
            }
            texts.push(text);
            paths.push(document.path);
        }
        cutter.finish();
        let vocabulary = cutters.words(&met);
        let holds = |word: &[char]| texts.iter().any(|text| text.contains(&word.iter().collect::<String>()));
        let mut keys: HashMap<String, Vec<(&'static str, String)>> = HashMap::new();
        for (key, code, spelling) in Lexicon::new(site, &vocabulary, tokenizer, &large, holds).words {
            let spelling = if spelling.is_empty() { key.clone() } else { spelling };
            keys.entry(key).or_default().push((code, spelling));
        }
        Self { texts, paths, years: told, amounts: known, keys, asking: listed("ASKING"), behind: listed("BEHIND") }
    }

    /// What of a question stands nowhere.
    pub fn ask(&self, question: &str) -> Asked {
        if self.paths.iter().any(|path| path.contains('/') && question.contains(path)) {
            return Asked { missing: Vec::new(), is_empty: false };
        }
        let normal = normalize(&question.replace(['"', '“', '”', '„', '＂'], " "));
        let chars: Vec<_> = normal.chars.into_iter().zip(normal.spelled.chars()).collect();
        let words = chars.split(|(c, _)| *c == SEPARATOR).filter(|word| !word.is_empty());
        let words: Vec<_> =
            words.enumerate().filter(|(at, word)| *at == 0 || word[0].0 != '-').map(|(_, word)| word).collect();
        let mut missing: Vec<_> = words.iter().filter_map(|word| self.missing(word)).collect();
        // A name with a space in it.
        if words.len() > 1 && !missing.is_empty() && self.is_spelled(&words.concat()) {
            missing.clear();
        }
        let is_empty = words.is_empty() || missing.len() * 2 >= words.len().max(1) && !missing.is_empty();
        Asked { missing, is_empty }
    }

    /// What of a word stands nowhere, if it is not found.
    fn missing(&self, typed: &[(char, char)]) -> Option<String> {
        let word: Vec<_> = typed.iter().map(|(c, _)| *c).collect();
        let text: String = word.iter().collect();
        let mut is_amount = false;
        amounts(&word, |value, place| is_amount |= place.len() == word.len() && self.amounts.contains(&value));
        if self.stands(&text) || is_amount {
            return None;
        }
        let own = self.cut(typed, false);
        let is_kana = word.iter().all(|c| is_hiragana(*c) || *c == 'ー');
        let is_too_long = word.len() >= SHORTENED && word[word.len() - SHORTENED..].iter().all(|c| is_kanji(*c));
        let shorter: String = word[..word.len() - 1].iter().collect();
        let is_found = self.is_spelled(typed) || self.finds(&own, is_kana) || is_too_long && self.stands(&shorter);
        if is_found {
            return None;
        }
        let absent = own.iter().filter(|piece| !piece.is_silent && self.documents(piece).is_empty());
        let absent: String = absent.map(|piece| piece.text.as_str()).collect();
        Some(if absent.is_empty() { text } else { absent })
    }

    /// Whether a word stands somewhere in one of its spellings, or in that of one that sounds alike.
    fn is_spelled(&self, word: &[(char, char)]) -> bool {
        [false, true]
            .iter()
            .any(|with_slips| spelled(&self.cut(word, *with_slips)).iter().any(|text| self.stands(text)))
    }

    /// Whether the parts of a word are found together, or enough of a question.
    fn finds(&self, pieces: &[Piece], is_kana: bool) -> bool {
        if let [Piece { year: Some(year), .. }] = pieces {
            return self.years.contains(year);
        }
        let spoken: Vec<_> = pieces.iter().filter(|piece| !piece.is_silent).collect();
        let length = pieces.iter().map(|piece| piece.text.chars().count()).sum::<usize>();
        if spoken.is_empty() {
            return true;
        }
        let is_question = spoken.len() < pieces.len();
        let are_words = spoken.iter().all(|piece| piece.is_known && piece.text.chars().nth(1).is_some());
        if is_kana && length < WHOLE_KANA || !is_question && (spoken.len() < 2 || !are_words) {
            return false;
        }
        let mut found: Vec<_> = joined(pieces).iter().flat_map(|rows| self.rows(rows)).collect();
        let held = found.iter().filter(|documents| !documents.is_empty()).count();
        if is_question && held * 2 > found.len() {
            found.retain(|documents| !documents.is_empty());
        }
        let most = self.texts.len() as f64;
        let tells = |documents: &BTreeSet<usize>| (1.0 + most / (1.0 + documents.len() as f64)).ln();
        let all: f64 = found.iter().map(tells).sum();
        let cover = |at: usize| found.iter().filter(|documents| documents.contains(&at)).map(tells).sum::<f64>() / all;
        let enough = if is_question { ANSWERS } else { ALL };
        (0..self.texts.len()).any(|at| cover(at) >= enough)
    }

    /// The documents of what stands together in a question: of all, if it does so in a text, else of each row.
    fn rows(&self, rows: &[Vec<&Piece>]) -> Vec<BTreeSet<usize>> {
        let of = |pieces: &[&Piece]| {
            let own: Vec<Piece> = pieces.iter().map(|piece| (*piece).clone()).collect();
            match pieces {
                [one] => self.documents(one),
                _ => self.documents(&Piece { spellings: spelled(&own), ..Piece::default() }),
            }
        };
        let together = of(&rows.concat());
        if rows.len() == 1 || !together.is_empty() { vec![together] } else { rows.iter().map(|row| of(row)).collect() }
    }

    /// The documents with a part in one of its spellings.
    fn documents(&self, piece: &Piece) -> BTreeSet<usize> {
        let named = piece.year.is_some_and(|year| self.years.contains(&year));
        let holds = |text: &str| named || piece.spellings.iter().any(|own| holds(text, own));
        self.texts.iter().enumerate().filter(|(_, text)| holds(text)).map(|(at, _)| at).collect()
    }

    fn stands(&self, part: &str) -> bool {
        self.texts.iter().any(|text| holds(text, part))
    }

    /// Cuts a word, each character with what was typed, along the cheapest path through the keys.
    fn cut(&self, typed: &[(char, char)], with_slips: bool) -> Vec<Piece> {
        let word: Vec<_> = typed.iter().map(|(c, _)| *c).collect();
        let keys: Vec<(char, usize)> =
            word.iter().enumerate().filter_map(|(i, c)| Some((loose([*c]).chars().next()?, i))).collect();
        let mut best: Vec<(u32, usize, Piece)> = vec![(u32::MAX, 0, Piece::default()); keys.len() + 1];
        best[0].0 = 0;
        let mut dated = HashMap::new();
        years(&word, |mention| {
            dated.insert(mention.at, mention.year);
        });
        let place = |at: usize| if at == 0 { 0 } else { keys.get(at).map_or(word.len(), |(_, i)| *i) };
        for at in 0..keys.len() {
            if best[at].0 == u32::MAX {
                continue;
            }
            let run = keys[at..].iter().take_while(|(c, _)| c.is_ascii_alphanumeric() || *c == '.').count();
            let mut step = |to: usize, cost: u32, piece: Piece| {
                let (sum, here) = (best[at].0 + cost, place(at)..place(to));
                let text: String = word[here.clone()].iter().collect();
                // What is typed in katakana does not join.
                let is_silent = piece.is_silent && !typed[here].iter().any(|(_, c)| matches!(c, 'ァ'..='ヺ'));
                if sum < best[to].0 {
                    let spellings = std::iter::once(text.clone()).chain(piece.spellings).collect();
                    let weights = std::iter::once(1.0).chain(piece.weights).collect();
                    best[to] = (sum, at, Piece { text, spellings, weights, is_silent, ..piece });
                }
            };
            let is_known = run > 1;
            step(at + run.max(1), if is_known { STEP } else { UNKNOWN }, Piece { is_known, ..Piece::default() });
            if let Some(year) = dated.get(&keys[at].1) {
                let length = keys[at..]
                    .iter()
                    .take_while(|(c, _)| c.is_ascii_digit() || "令和平成昭rhs元一二三四五六七八九十年度".contains(*c))
                    .count();
                step(at + length, STEP, Piece { is_known: true, year: Some(*year), ..Piece::default() });
            }
            let mut key = String::new();
            for to in at + 1..=keys.len().min(at + LONGEST) {
                key.push(keys[to - 1].0);
                let cost = if to - at == 1 { SINGLE } else { STEP };
                if self.asking.contains(&key) {
                    step(to, cost + 1, Piece { is_known: true, is_silent: true, ..Piece::default() });
                }
                let slip = with_slips.then(|| self.keys.get(&format!("{SLIP}{key}"))).flatten();
                let entries: Vec<_> = self.keys.get(&key).into_iter().chain(slip).flatten().collect();
                if entries.is_empty() || to < at + run {
                    continue;
                }
                let has = |codes: &[&str]| entries.iter().any(|(code, _)| codes.contains(code));
                let more = if has(&["w", "f", "s"]) {
                    0
                } else if has(&["b", "r", "o"]) {
                    SPELLING
                } else {
                    UNSURE
                };
                let is_silent = has(&["f"]) && key.chars().all(is_hiragana);
                let is_sure = entries.iter().any(|(code, _)| *code != "u" && *code != "h");
                let likely = entries.iter().filter(|(code, _)| !is_sure || *code != "u");
                let (spellings, weights) = likely.map(|(code, spelling)| (spelling.clone(), weight(code))).unzip();
                step(to, cost + more, Piece { is_known: true, is_silent, spellings, weights, ..Piece::default() });
            }
        }
        let (mut pieces, mut to) = (Vec::new(), keys.len());
        while to > 0 {
            let (_, from, piece) = best[to].clone();
            pieces.push(piece);
            to = from;
        }
        pieces.reverse();
        if let [.., before, last] = &mut pieces[..] {
            last.is_silent |= before.text.chars().nth(1).is_some() && self.behind.contains(&last.text);
        }
        pieces
    }
}

/// The likeliest spellings of all parts as one.
fn spelled(pieces: &[Piece]) -> Vec<String> {
    let mut rows = vec![(String::new(), 1.0)];
    for piece in pieces {
        let weights = piece.spellings.iter().zip(piece.weights.iter());
        let mut more: Vec<_> = rows
            .iter()
            .flat_map(|(row, weight)| weights.clone().map(move |(own, more)| (format!("{row}{own}"), weight * more)))
            .collect();
        more.sort_by(|a, b| b.1.total_cmp(&a.1));
        more.truncate(SPELLINGS * 2);
        rows = more;
    }
    rows.into_iter().map(|(text, _)| text).take(SPELLINGS).collect()
}

/// The parts between those by which people ask, in rows: what is not known or a single character stays with its neighbour.
fn joined(pieces: &[Piece]) -> Vec<Vec<Vec<&Piece>>> {
    let mut groups: Vec<Vec<(Vec<&Piece>, bool, bool)>> = vec![Vec::new()];
    for piece in pieces {
        if piece.is_silent || piece.year.is_some() {
            if piece.year.is_some() {
                groups.push(vec![(vec![piece], false, false)]);
            }
            groups.push(Vec::new());
            continue;
        }
        let is_number = piece.text.chars().all(|c| c.is_ascii_digit() || c == '.');
        let is_short = is_number || piece.text.chars().nth(1).is_none();
        let rows = groups.last_mut().expect("there is a first one");
        match rows.last_mut() {
            Some((row, short, unknown)) if is_short || !piece.is_known || *short || *unknown => {
                row.push(piece);
                (*short, *unknown) = (is_number, !piece.is_known);
            }
            _ => rows.push((vec![piece], is_short, !piece.is_known)),
        }
    }
    let rows = |group: &Vec<(Vec<_>, bool, bool)>, with_short: bool| {
        group.iter().filter(|(_, short, _)| with_short || !short).map(|(row, ..)| row.clone()).collect::<Vec<_>>()
    };
    let full: Vec<_> = groups.iter().map(|group| rows(group, false)).filter(|rows| !rows.is_empty()).collect();
    if !full.is_empty() {
        return full;
    }
    groups.iter().map(|group| rows(group, true)).filter(|rows| !rows.is_empty()).take(1).collect()
}

/// Whether a part stands in a text; a number within a longer one is another number.
fn holds(text: &str, part: &str) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let [first, last] = [part.chars().next(), part.chars().next_back()].map(is_digit);
    !part.is_empty()
        && text.match_indices(part).any(|(at, _)| {
            let before = is_digit(text[..at].chars().next_back());
            !(first && before || last && is_digit(text[at + part.len()..].chars().next()))
        })
}

/// How much another spelling counts, by its code.
fn weight(code: &str) -> f64 {
    match code {
        "s" => 0.75,
        "u" => 0.7,
        _ => 0.9,
    }
}

/// The words of one of the page's lists.
fn listed(name: &str) -> BTreeSet<String> {
    let list = PAGE.split_once(&format!("{name} = new Set([")).and_then(|(_, rest)| rest.split_once("])"));
    let words = list.into_iter().flat_map(|(list, _)| list.split('"').skip(1).step_by(2));
    words.map(|word| loose(normalize(word).chars)).collect()
}
