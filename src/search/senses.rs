//! Words that people say for those of a site, and that do not occur in it: 引っ越し where it has 移住. They are looked for
//! like words that are written by mistake, only where nothing stands, and the page says which word it took.

use std::collections::BTreeSet;

use super::normalize::{is_kanji, normalize};

/// Groups of words of one sense.
const SENSES: &str = include_str!("../dictionary/senses.txt");

/// At most so many words of the site are looked for instead of one.
const MOST: usize = 3;

/// Words of kanji that do not occur, each with one that does. All are in normal form.
pub(super) fn said_otherwise(occurs: impl Fn(&str) -> bool) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for line in SENSES.lines().filter(|line| !line.starts_with('#')) {
        let words = line.split(' ').map(|word| normalize(word).chars.into_iter().collect::<String>());
        let (own, others): (Vec<_>, Vec<_>) = words.partition(|word| occurs(word));
        for other in others.iter().filter(|other| other.chars().any(is_kanji)) {
            found.extend(own.iter().take(MOST).map(|word| (other.clone(), word.clone())));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said otherwise for the words of a site.
    fn said(site: &[&str], word: &str) -> Vec<String> {
        let found = said_otherwise(|word| site.contains(&word));
        found.into_iter().filter(|(other, _)| other == word).map(|(_, own)| own).collect()
    }

    #[test]
    fn a_word_of_the_site_is_found_by_others_of_its_sense() {
        assert_eq!(said(&["移住", "医師"], "引っ越し"), ["移住"]);
        assert_eq!(said(&["移住", "医師"], "医者"), ["医師"]);
        assert_eq!(said(&["移住", "引っ越し"], "引っ越し"), Vec::<String>::new(), "it occurs itself");
        assert_eq!(said(&["移住"], "医者"), Vec::<String>::new());
    }

    #[test]
    fn every_group_has_two_words_and_one_of_kanji() {
        for line in SENSES.lines().filter(|line| !line.starts_with('#')) {
            let words: Vec<_> = line.split(' ').collect();
            assert!(words.len() > 1 && words.iter().all(|word| word.chars().nth(1).is_some()), "{line}");
            assert!(line.chars().any(is_kanji), "{line}");
        }
    }
}
