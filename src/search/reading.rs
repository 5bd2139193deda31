//! よみ by the dictionary: good enough for suggestions and for sorting a list, but never certain.

use super::normalize::normalize;
use super::tokenizer::{Tokenizer, Worker};
use crate::model::kana::Reads;

/// The reading of a text, as far as the dictionary has it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// The kana of the words before the first one that the dictionary cannot read.
    pub(super) kana: String,
    /// Whether there was such a word.
    pub(super) breaks_off: bool,
}

impl Reading {
    /// The reading of the whole text, if it is complete.
    pub(super) fn whole(self) -> Option<String> {
        Some(self.kana).filter(|kana| !self.breaks_off && !kana.is_empty())
    }
}

impl Reads for Tokenizer {
    fn read_aloud(&self, texts: &[&str]) -> Vec<String> {
        let mut worker = self.worker();
        texts.iter().map(|text| reading(text, &mut worker).kana).collect()
    }
}

impl Tokenizer {
    /// The words of a text that mean something, each in kana, or in Latin letters and digits as it is written; those that the
    /// dictionary cannot read are left out.
    pub fn words_aloud(&self, text: &str) -> Vec<String> {
        let normal = normalize(text);
        let mut words = Vec::new();
        self.worker().cut(&normal.spelled, |word| {
            let own = &normal.spelled[word.range.clone()];
            let entry = word.entry();
            if own.chars().all(|c| c.is_ascii_alphanumeric() || is_kana(c)) {
                words.extend((!entry.function).then(|| own.to_owned()));
                return;
            }
            let kana = entry.reading.filter(|kana| !entry.function && kana.chars().all(is_kana));
            words.extend(kana);
        });
        words
    }
}

/// Reads a text. Punctuation has no reading; kana are their own reading.
pub(super) fn reading(text: &str, worker: &mut Worker) -> Reading {
    let normal = normalize(text);
    let mut reading = Reading::default();
    worker.cut(&normal.spelled, |word| {
        let own = &normal.spelled[word.range.clone()];
        if reading.breaks_off || own.chars().all(|c| !c.is_alphanumeric() && !matches!(c, 'ー' | '々')) {
            return;
        }
        if own.chars().all(is_kana) {
            reading.kana.push_str(own);
            return;
        }
        match word.entry().reading.filter(|kana| kana.chars().all(is_kana)) {
            Some(kana) => reading.kana.push_str(&kana),
            None => reading.breaks_off = true,
        }
    });
    reading
}

fn is_kana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_dictionary_knows_is_read_and_nothing_is_invented() {
        let tokenizer = Tokenizer::open().expect("the dictionary is part of the program");
        let check = |text: &str, kana: &str, breaks_off: bool| {
            assert_eq!(reading(text, &mut tokenizer.worker()), Reading { kana: kana.to_owned(), breaks_off }, "{text}");
        };
        check("行財政改革の推進", "ギョウザイセイカイカクのスイシン", false);
        check("「ふるさと」納税", "ふるさとノウゼイ", false);
        check("窓口のＤＸ推進", "マドグチの", true);
        check("", "", false);
    }
}
