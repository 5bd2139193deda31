//! Segments Japanese into words: the only file that uses lindera. The dictionary is compiled by the build script and
//! embedded in the program, so that a copied program finds words too; nothing is read or downloaded at run time.

use std::fmt;
use std::ops::Range;

use lindera::mode::Mode;
use lindera::segmenter::Segmenter;
use lindera::token::Token;
use lindera::worker::SegmentWorker;

mod ipadic {
    #![allow(missing_docs, unreachable_pub, reason = "the macro's own items")]
    lindera_dictionary::embedded_dictionary!("/lindera-ipadic", BakedDictionary);
}

/// The dictionary could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("検索用の辞書を開けません: {0}")]
pub struct Error(String);

/// Segments Japanese into words.
pub struct Tokenizer {
    segmenter: Segmenter,
}

impl fmt::Debug for Tokenizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokenizer").finish_non_exhaustive()
    }
}

impl Tokenizer {
    /// Opens the embedded dictionary.
    pub fn open() -> Result<Self, Error> {
        let dictionary = ipadic::load().map_err(|error| Error(error.to_string()))?;
        Ok(Self { segmenter: Segmenter::new(Mode::Normal, dictionary, None) })
    }

    /// A worker with its own memory, for one thread.
    pub(super) fn worker(&self) -> Worker {
        Worker(self.segmenter.new_worker())
    }
}

/// Segments one text after another, reusing its memory.
pub(super) struct Worker(SegmentWorker);

impl Worker {
    /// Calls `tell` with the words of a text in order. If segmentation fails there are none; a search by characters
    /// still works.
    pub(super) fn cut(&mut self, text: &str, mut tell: impl FnMut(Word<'_>)) {
        for token in self.0.segment(text).unwrap_or_default() {
            tell(Word { range: token.byte_start..token.byte_end, token });
        }
    }
}

/// A word with its position.
pub(super) struct Word<'t> {
    /// Its byte range in the text.
    pub(super) range: Range<usize>,
    token: Token<'t>,
}

/// The dictionary entry of a word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// A particle, an ending or another function word.
    pub(super) function: bool,
    /// 基本形, if the dictionary has the word.
    pub(super) base: Option<String>,
    /// よみ, in katakana, if the dictionary has the word.
    pub(super) reading: Option<String>,
}

/// The numbers of unknown words begin here.
pub(super) const UNKNOWN: u32 = 1 << 31;

impl Word<'_> {
    /// The dictionary's number for the entry of the word; unknown words share a few numbers of their own.
    pub(super) fn number(&self) -> u32 {
        let id = self.token.word_id;
        if id.is_unknown() { id.id() | UNKNOWN } else { id.id() }
    }

    /// Whether it is a number, or belongs to what stands before it, as 件 and 目 do: of such alone no name is made.
    pub(super) fn is_part(&mut self) -> bool {
        matches!(self.token.details_iter().nth(1), Some("数" | "接尾"))
    }

    /// Looks the word up.
    pub(super) fn entry(mut self) -> Entry {
        let details: Vec<_> = self.token.details_iter().collect();
        let field = |i: usize| details.get(i).copied().filter(|field| *field != "*" && !field.is_empty());
        Entry {
            function: says_nothing(field(0), field(1), field(6)),
            base: field(6).map(str::to_owned),
            reading: field(7).map(str::to_owned),
        }
    }
}

fn says_nothing(class: Option<&str>, subclass: Option<&str>, base: Option<&str>) -> bool {
    const CLASSES: [&str; 7] = ["助詞", "助動詞", "接続詞", "連体詞", "感動詞", "フィラー", "記号"];
    const EMPTY: [&str; 10] = ["する", "ある", "なる", "いる", "できる", "行う", "おく", "もつ", "ない", "よる"];
    let (Some(class), Some(subclass)) = (class, subclass) else { return false };
    CLASSES.contains(&class)
        || (class == "動詞" && matches!(subclass, "非自立" | "接尾"))
        || (class == "名詞" && matches!(subclass, "非自立" | "代名詞"))
        || (class == "動詞" && base.is_some_and(|base| EMPTY.contains(&base)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionary_cuts_as_it_always_did() {
        let text = "市が保有する公共データをオープンデータ化し、ふるさと納税の推進と行財政改革大綱アクションプログラムを公開する。";
        let mut words = Vec::new();
        let tokenizer = Tokenizer::open().expect("the dictionary is part of the program");
        tokenizer.worker().cut(text, |word| words.push(text[word.range.clone()].to_owned()));
        assert_eq!(
            words.join("|"),
            "市|が|保有|する|公共|データ|を|オープン|データ|化|し|、|ふるさと|納税|の|推進|と|行財政|改革|大綱|アクション|プログラム|を|公開|する|。"
        );
    }

    #[test]
    fn a_word_has_its_base_form_and_reading() {
        let mut entries = Vec::new();
        let tokenizer = Tokenizer::open().expect("the dictionary is part of the program");
        tokenizer.worker().cut("公民館を見直した", |word| entries.push(word.entry()));
        assert_eq!(entries[0].reading.as_deref(), Some("コウミンカン"));
        assert!(entries[1].function);
        assert_eq!(entries[2].base.as_deref(), Some("見直す"));
    }
}
