//! Reads the published format, in tests only: it proves that the format can be read by what [`super::format`] says of it, and
//! that whatever a document says can be found.

use std::collections::{BTreeMap, BTreeSet};

use super::normalize::{SEPARATOR, normalize};
use crate::bundle::Bundle;

/// An index as a reader sees it.
struct Reader {
    generation: String,
    lists: BTreeMap<(char, char), Vec<u8>>,
    documents: Vec<(String, Vec<String>)>,
}

/// The numbers of a file, one after the other.
struct Numbers<'b>(&'b [u8]);

impl Numbers<'_> {
    fn next(&mut self) -> u32 {
        let mut value = 0;
        for shift in (0..).step_by(7) {
            let (byte, rest) = self.0.split_first().expect("the file has another number");
            self.0 = rest;
            value |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        value
    }

    fn next_char(&mut self, before: char) -> char {
        char::from_u32(before as u32 + self.next()).expect("keys are characters")
    }
}

impl Reader {
    fn open(bundle: &Bundle<'_>) -> Self {
        let json = |path: &str| -> serde_json::Value {
            serde_json::from_slice(&file(bundle, path)).expect("the file is JSON")
        };
        let manifest = json("search/manifest.json");
        let generation = manifest["generation"].as_str().expect("a generation").to_owned();
        let mut reader = Self { generation, lists: BTreeMap::new(), documents: Vec::new() };
        for n in 0..manifest["grams"].as_array().expect("shards").len() {
            reader.grams(&file(bundle, &format!("search/grams/{n}.bin")));
        }
        for path in (0..).map(|n| format!("search/texts/{n}.json")).take_while(|path| bundle.get(path).is_some()) {
            let texts = json(&path);
            assert_eq!(texts["generation"], manifest["generation"]);
            for document in texts["documents"].as_array().expect("documents") {
                let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
                let blocks = document[1].as_array().expect("blocks").iter().map(|block| text(&block[2])).collect();
                reader.documents.push((text(&document[0]), blocks));
            }
        }
        reader
    }

    fn grams(&mut self, bytes: &[u8]) {
        let (generation, rest) = bytes.split_at(4);
        assert_eq!(generation.iter().map(|b| format!("{b:02x}")).collect::<String>(), self.generation);
        let mut numbers = Numbers(rest);
        let mut keys = Vec::new();
        let (mut first, mut second) = ('\0', '\0');
        for _ in 0..numbers.next() {
            let next = numbers.next_char(first);
            second = numbers.next_char(if next == first { second } else { '\0' });
            first = next;
            keys.push(((first, second), numbers.next() as usize));
        }
        let mut lists = numbers.0;
        for (key, size) in keys {
            let (list, rest) = lists.split_at(size);
            assert!(self.lists.insert(key, list.to_vec()).is_none(), "a key has one list");
            lists = rest;
        }
        assert!(lists.is_empty());
    }

    /// Where a pair stands: documents and positions.
    fn places(&self, pair: (char, char)) -> BTreeSet<(u32, u32)> {
        let mut places = BTreeSet::new();
        let mut numbers = Numbers(self.lists.get(&pair).map_or(&[], Vec::as_slice));
        let mut document = 0;
        while !numbers.0.is_empty() {
            let head = numbers.next();
            document += head >> 1;
            let mut at = 0;
            for _ in 0..if head & 1 == 1 { numbers.next() } else { 1 } {
                at += numbers.next() >> 2;
                places.insert((document, at));
            }
        }
        places
    }

    fn phrase(&self, chars: &[char]) -> BTreeSet<u32> {
        if let [one] = chars {
            let keys = self.lists.range((*one, '\0')..=(*one, char::MAX));
            return keys.flat_map(|(key, _)| self.places(*key)).map(|(document, _)| document).collect();
        }
        let mut places = self.places((chars[0], chars[1]));
        for (offset, pair) in chars.windows(2).enumerate().skip(1) {
            let others = self.places((pair[0], pair[1]));
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

fn file(bundle: &Bundle<'_>, path: &str) -> Vec<u8> {
    bundle.get(path).expect("the path is in the bundle").bytes().expect("the bytes are made")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::load::load;
    use crate::search::{Tokenizer, search};
    use crate::source;

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
        let (site, _) = load(&sources);
        let tokenizer = Tokenizer::open().expect("the dictionary is part of the program");
        let reader = Reader::open(&search(&site, &tokenizer));
        let mut dice = Dice(2026);
        let mut asked = 0;
        for _ in 0..3000 {
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
        assert!(asked > 2500, "most of the texts can be asked for");
    }

    #[test]
    fn two_indexes_of_the_same_content_are_equal() {
        let sources = source::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")).expect("the seeds");
        let (site, _) = load(&sources);
        let tokenizer = Tokenizer::open().expect("the dictionary is part of the program");
        let (one, two) = (search(&site, &tokenizer), search(&site, &tokenizer));
        assert!(one.iter().all(|(path, artifact)| artifact.bytes().expect("bytes") == file(&two, path.as_str())));
    }
}
