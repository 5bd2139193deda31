//! Reads the published format, in tests only: it proves that the format can be read by what [`super::format`] says of it, and
//! that whatever a document says can be found.

use std::collections::{BTreeMap, BTreeSet};

use super::format::LONGEST_KEY;
use super::normalize::{SEPARATOR, normalize};
use crate::bundle::Bundle;

#[path = "../../tests/bench/corpus.rs"]
mod corpus;

/// An index as a reader sees it.
struct Reader {
    lists: BTreeMap<String, Vec<u32>>,
    noted: BTreeMap<String, Vec<u32>>,
    documents: Vec<(String, Vec<String>)>,
}

/// The numbers of a list.
fn numbers(list: &str) -> Vec<u32> {
    let digits: Vec<u8> = (b' '..=b'~').filter(|c| !b"\"\\".contains(c)).collect();
    let mut found = Vec::new();
    let mut value = 0;
    for c in list.bytes() {
        let place = digits.iter().position(|digit| *digit == c).expect("lists have no other characters") as u32;
        if place >= 56 {
            value = value * 37 + place - 55;
        } else {
            found.push(value * 56 + place);
            value = 0;
        }
    }
    found
}

/// The documents and positions of a list.
fn places(list: &[u32]) -> Vec<(u32, u32)> {
    let mut places = Vec::new();
    let mut numbers = list.iter().copied();
    let mut document = 0;
    while let Some(head) = numbers.next() {
        document += head >> 1;
        let many = if head & 1 == 1 { numbers.next() } else { Some(1) };
        let mut at = 0;
        for entry in numbers.by_ref().take(many.expect("how many positions follow") as usize) {
            at += entry >> 2;
            places.push((document, at));
        }
    }
    places
}

impl Reader {
    fn open(bundle: &Bundle<'_>) -> Self {
        let (generation, manifest) = parse(bundle, "manifest");
        let read = |name: String| {
            let (of, content) = parse(bundle, &name);
            assert_eq!(of, generation);
            content
        };
        let mut reader = Self { lists: BTreeMap::new(), noted: BTreeMap::new(), documents: Vec::new() };
        for n in 0..manifest["grams"].as_array().expect("shards").len() {
            for (key, list) in read(format!("grams/{n}")).as_object().expect("lists") {
                let list = numbers(list.as_str().expect("a list"));
                assert!(reader.lists.insert(key.clone(), list).is_none(), "a key has one list");
            }
        }
        reader.divide();
        let all = |folder: &str| -> Vec<serde_json::Value> {
            let names = (0..).map(|n| format!("{folder}/{n}"));
            let there = names.take_while(|name| bundle.get(&format!("search/{name}.js")).is_some());
            there.flat_map(|name| read(name).as_array().expect("documents").clone()).collect()
        };
        for (document, asides) in all("texts").iter().zip(all("asides")) {
            let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
            let blocks = document[2].as_array().expect("blocks").iter().map(|block| text(&block[2]));
            let asides = asides[1].as_array().expect("asides").iter().map(|aside| text(&aside[1])).collect::<Vec<_>>();
            reader.documents.push((text(&document[0]), blocks.chain(asides).collect()));
        }
        reader
    }

    /// Puts apart what is only noted: keys with which the next one begins.
    fn divide(&mut self) {
        let keys: Vec<_> = self.lists.keys().cloned().collect();
        for pair in keys.windows(2).filter(|pair| pair[1].starts_with(&pair[0])) {
            self.noted.extend(self.lists.remove_entry(&pair[0]));
        }
    }

    /// Where a text stands that is no longer than the keys that begin with it: documents and positions.
    fn places(&self, start: &str) -> BTreeSet<(u32, u32)> {
        let lists = self.lists.range(start.to_owned()..).take_while(|(key, _)| key.starts_with(start));
        lists.flat_map(|(_, list)| places(list)).collect()
    }

    fn phrase(&self, chars: &[char]) -> BTreeSet<u32> {
        let start = |chars: &[char]| self.places(&chars.iter().collect::<String>());
        let mut places = start(&chars[..chars.len().min(2)]);
        for (offset, pair) in chars.windows(2).enumerate().skip(1) {
            let others = start(pair);
            places.retain(|(document, at)| others.contains(&(*document, at + offset as u32)));
        }
        places.into_iter().map(|(document, _)| document).collect()
    }

    /// The documents that hold every word of the question; signs that only continue a word do not begin one.
    fn find(&self, question: &str) -> Option<BTreeSet<u32>> {
        let normal = normalize(question).chars;
        let words = normal.split(|c| *c == SEPARATOR).filter(|word| !word.is_empty()).map(|word| {
            let start = word.iter().position(|c| !"-ー~々ゝ".contains(*c)).unwrap_or(word.len() - 1);
            self.phrase(&word[start..])
        });
        words.reduce(|all, next| all.intersection(&next).copied().collect())
    }
}

/// What a file says: its generation and its content.
fn parse(bundle: &Bundle<'_>, name: &str) -> (String, serde_json::Value) {
    let text = String::from_utf8(file(bundle, &format!("search/{name}.js"))).expect("UTF-8");
    let inside = text.strip_prefix("mieruka(").and_then(|text| text.strip_suffix(");\n")).expect("one call");
    let (own, generation, content): (String, String, serde_json::Value) =
        serde_json::from_str(&format!("[{inside}]")).expect("JSON");
    assert_eq!(own, name);
    (generation, content)
}

fn file(bundle: &Bundle<'_>, path: &str) -> Vec<u8> {
    bundle.get(path).expect("the path is in the bundle").bytes().expect("the bytes are made")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::load::load;
    use crate::search::{Index, Memory, Tokenizer, search};
    use crate::source::{self, Sources};

    /// A sequence that is the same on every run.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, n: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as usize % n
        }
    }

    fn katakana(c: char) -> char {
        if matches!(c, 'ぁ'..='ゔ') { char::from_u32(c as u32 + 0x60).expect("katakana") } else { c }
    }

    fn hiragana(c: char) -> char {
        if matches!(c, 'ァ'..='ヴ') { char::from_u32(c as u32 - 0x60).expect("hiragana") } else { c }
    }

    fn wide(c: char) -> char {
        if matches!(c, '!'..='~') { char::from_u32(c as u32 + 0xfee0).expect("full width") } else { c }
    }

    #[test]
    fn whatever_is_written_is_found_in_any_spelling() {
        let sources = source::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content")).expect("the first content");
        whatever_is_written_is_found(&read(&sources), 3000);
    }

    #[test]
    fn whatever_is_written_is_found_under_keys_of_any_length() {
        let files: Vec<_> = corpus::files(1000).collect();
        let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let reader = read(&Sources::from_texts(files));
        let longest = reader.lists.keys().map(|key| key.chars().count()).max();
        assert_eq!(longest, Some(LONGEST_KEY));
        whatever_is_written_is_found(&reader, 120);
        assert!(reader.noted.len() > 20, "the made-up city says the same again and again");
        for (key, list) in &reader.noted {
            let mut all: Vec<_> = reader.places(key).into_iter().collect();
            all.dedup_by_key(|(document, _)| *document);
            assert_eq!(places(list), all, "{key}: the first place in each document");
        }
    }

    fn read(sources: &Sources) -> Reader {
        let (site, _) = load(sources);
        let tokenizer = Tokenizer::open().expect("the dictionary is part of the program");
        Reader::open(&search(&Index::of(&site, &tokenizer, Memory::default())))
    }

    fn whatever_is_written_is_found(reader: &Reader, times: usize) {
        let mut dice = Dice(2026);
        let mut asked = 0;
        for _ in 0..times {
            let number = dice.below(reader.documents.len());
            let (path, blocks) = &reader.documents[number];
            let chars: Vec<char> = blocks[dice.below(blocks.len())].chars().collect();
            let length = (2 + dice.below(11)).min(chars.len());
            let start = dice.below(chars.len() - length + 1);
            let spelling = [|c| c, katakana, hiragana, wide, |c: char| c.to_ascii_uppercase()][dice.below(5)];
            let question: String = chars[start..start + length].iter().map(|c| spelling(*c)).collect();
            let Some(found) = reader.find(&question) else { continue };
            assert!(found.contains(&(number as u32)), "「{question}」 does not find {path}");
            asked += 1;
        }
        assert!(asked > times * 5 / 6, "most of the texts can be asked for");
    }

    #[test]
    fn two_indexes_of_the_same_content_are_equal() {
        let sources = source::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")).expect("the seeds");
        let (site, _) = load(&sources);
        let tokenizer = Tokenizer::open().expect("the dictionary is part of the program");
        let index = || Index::of(&site, &tokenizer, Memory::default());
        let (one, two) = (search(&index()), search(&index()));
        assert!(one.iter().all(|(path, artifact)| artifact.bytes().expect("bytes") == file(&two, path.as_str())));
    }
}
