//! 用語: finds all terms of the glossary in texts, and keeps the first link to each term on a page.
//!
//! One automaton for the whole site contains every term and its other spellings. The longest match wins, and a term is
//! not found within a longer word of letters or katakana: 「クラウドファンディング」 does not contain the term
//! 「クラウド」. Where the script does not separate words, the glossary lists phrases in which a word is not its term
//! (`not_in`). Statements link a term at every occurrence; which link is the first is known only when the page is
//! printed in the order of its template, so the later links are removed then ([`first_only`]).

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::urls;
use crate::model::{FixedPage, Term, term_marks};

/// Every spelling of every term.
pub(super) struct Terms<'a> {
    glossary: &'a [Term],
    spellings: Option<AhoCorasick>,
    /// For each spelling, the index of its term in the glossary.
    owners: Vec<usize>,
}

/// A term in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Byte offset of its first character.
    pub(super) start: usize,
    /// One past its last byte.
    pub(super) end: usize,
    /// One past its asterisk, if it is marked with one.
    pub(super) after: usize,
    /// Its index in the glossary; a mark without a term has none.
    pub(super) term: usize,
}

impl<'a> Terms<'a> {
    /// Builds the automaton for the terms.
    pub(super) fn new(glossary: &'a [Term]) -> Self {
        let all = || {
            let terms = glossary.iter().enumerate();
            terms.flat_map(|(at, term)| term.spellings().map(move |spelling| (at, spelling)))
        };
        let words = all().map(|(_, spelling)| spelling);
        let built = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words);
        // Building fails only for a glossary of gigabytes; its terms are then linked only if they are marked.
        Self { glossary, spellings: built.ok(), owners: all().map(|(at, _)| at).collect() }
    }

    /// The terms of a text, in order and without overlaps; marked ones have priority.
    pub(super) fn find(&self, text: &str) -> Vec<Found> {
        let mut found = self.marked(text);
        let marked = found.len();
        for hit in self.spellings.iter().flat_map(|spellings| spellings.find_iter(text)) {
            let (start, end) = (hit.start(), hit.end());
            let is_free = found[..marked].iter().all(|other| end <= other.start || other.after <= start);
            let term = self.owners[hit.pattern().as_usize()];
            if is_free && is_whole(text, start, end) && self.glossary[term].is_meant(text, start..end) {
                found.push(Found { start, end, after: end, term });
            }
        }
        found.sort_by_key(|found| found.start);
        found
    }

    /// The terms marked with an asterisk.
    pub(super) fn marked(&self, text: &str) -> Vec<Found> {
        if !text.contains('*') {
            return Vec::new();
        }
        let mut from = 0;
        let mut marked = Vec::new();
        for mark in term_marks(text, self.glossary) {
            let Some(term) = mark.term else { continue };
            let term = self.glossary.iter().position(|other| std::ptr::eq(other, term)).unwrap_or_default();
            marked.push(Found { start: mark.start.max(from), end: mark.at, after: mark.at + 1, term });
            from = mark.at + 1;
        }
        marked
    }

    /// The link to a term from the site's root.
    pub(super) fn href(&self, term: usize) -> String {
        urls::href_at(FixedPage::Glossary.folder(), &self.glossary[term].id.value)
    }
}

/// Whether the text in this range is not a part of a longer word, as far as the script shows it.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let joins = |a: Option<char>, b: Option<char>| {
        let kind = |c: char| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => 1,
            'ァ'..='ヺ' | 'ー' => 2,
            _ => 0,
        };
        a.zip(b).is_some_and(|(a, b)| kind(a) != 0 && kind(a) == kind(b))
    };
    let word = &text[start..end];
    !joins(text[..start].chars().next_back(), word.chars().next())
        && !joins(word.chars().next_back(), text[end..].chars().next())
}

/// The beginning of a link to a term.
pub(super) const LINK: &str = "<a class=\"term\" href=\"";

/// Finds [`LINK`] in a page.
static LINKS: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new([LINK]).expect("one short pattern is no burden"));

/// Removes the links to terms from a page, except the first to each.
pub(super) fn first_only(page: Vec<u8>) -> Vec<u8> {
    let mut seen = BTreeSet::new();
    let mut kept = Vec::new();
    let mut from = 0;
    for found in LINKS.find_iter(&page) {
        let Some(length) = page[found.end()..].iter().position(|byte| *byte == b'"') else { break };
        if seen.insert(&page[found.end()..found.end() + length]) {
            continue;
        }
        let Some((open, close)) = tags(&page, found.end()) else { break };
        kept.extend_from_slice(&page[from..found.start()]);
        kept.extend_from_slice(&page[open..close]);
        from = close + CLOSE.len();
    }
    if from == 0 {
        return page;
    }
    kept.extend_from_slice(&page[from..]);
    kept
}

const CLOSE: &[u8] = b"</a>";

/// The end of the opening tag around a position, and the start of its closing tag.
fn tags(page: &[u8], at: usize) -> Option<(usize, usize)> {
    let open = at + page[at..].iter().position(|byte| *byte == b'>')? + 1;
    Some((open, open + page[open..].windows(CLOSE.len()).position(|tag| tag == CLOSE)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Located, Span};
    use crate::model::Text;
    use crate::source::FileId;

    fn text(value: &str) -> Text {
        Located { value: value.to_owned(), at: Span::file(FileId(0)) }
    }

    fn term(id: &str, word: &str, aliases: &[&str]) -> Term {
        let aliases = Some(aliases.iter().map(|alias| text(alias)).collect());
        Term { id: text(id), term: text(word), reading: None, explanation: text("…"), aliases, not_in: None }
    }

    fn check(sentence: &str, expected: &[&str]) {
        let kyodo = Term { not_in: Some(vec![text("産学協働室")]), ..term("kyodo", "協働", &[]) };
        let glossary = [
            term("ai", "AI", &["人工知能"]),
            term("ocr", "AI-OCR", &[]),
            kyodo,
            term("suishinin", "協働推進員", &[]),
            term("cloud", "クラウド", &[]),
        ];
        let terms = Terms::new(&glossary);
        let found = terms.find(sentence);
        let words: Vec<_> =
            found.iter().map(|f| format!("{}={}", &sentence[f.start..f.end], glossary[f.term].id)).collect();
        assert_eq!(words, expected, "{sentence}");
    }

    #[test]
    fn the_longest_term_wins_and_other_spellings_count() {
        check("協働推進員と協働する", &["協働推進員=suishinin", "協働=kyodo"]);
        check("AI-OCRと人工知能", &["AI-OCR=ocr", "人工知能=ai"]);
    }

    #[test]
    fn a_part_of_a_longer_word_is_no_term() {
        check("MAILとクラウドファンディング", &[]);
        check("生成AIをクラウドで", &["AI=ai", "クラウド=cloud"]);
    }

    #[test]
    fn a_phrase_that_means_something_else_is_no_term() {
        check("産学協働室で市民と協働する", &["協働=kyodo"]);
        check("産学協働室と産学協働", &["協働=kyodo"]);
        check("産学協働*室", &["協働=kyodo"]);
    }

    #[test]
    fn a_mark_decides() {
        check("市民協働*の推進員", &["協働=kyodo"]);
        check("クラウド*ファンディング", &["クラウド=cloud"]);
    }

    #[test]
    fn only_the_first_link_to_a_term_stays() {
        let link = |id: &str, text: &str| format!("{LINK}g#{id}\" aria-label=\"x\">{text}</a>");
        let page = format!("<p>{} {} {}</p>", link("a", "あ"), link("b", "い"), link("a", "<ruby>う</ruby>"));
        let kept = String::from_utf8(first_only(page.into_bytes())).expect("UTF-8");
        assert_eq!(kept, format!("<p>{} {} <ruby>う</ruby></p>", link("a", "あ"), link("b", "い")));
    }
}
