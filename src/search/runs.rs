//! Where the files of sorted keys begin. Each begins at a key that is chosen by its digest and not by what stands before
//! it, so that a change of one list moves the beginnings of few files.

use crate::digest::digest;

/// The sizes of files are rounded to so many steps between a number and its double, so that they do not depend on every
/// character of the content.
const STEPS: usize = 8;
/// How far a file may be from its usual size.
const SPAN: usize = 4;

/// The usual size of so many files of this size together.
pub(super) fn usual_size(together: usize, files: usize) -> usize {
    let size = together.div_ceil(files.max(1));
    size - size % (size.next_power_of_two() / STEPS / 2).max(1)
}

/// Which of these lists begin a file, given the key and the size of each. Files are up to a quarter smaller or larger than
/// the usual size, except where a single list is.
pub(super) fn beginnings(lists: &[(&str, usize)], usual: usize) -> Vec<bool> {
    let mut begins = vec![false; lists.len()];
    let mut start = 0;
    while start < lists.len() {
        begins[start] = true;
        start += length(&lists[start..], usual);
    }
    begins
}

/// As much of the first key of a file as tells it from the last key of the file before.
pub(super) fn told<'k>(key: &'k str, before: Option<&str>) -> &'k str {
    let first = key.chars().next();
    let is_within = before.is_some_and(|before| before.chars().next() == first);
    if is_within { key } else { &key[..first.map_or(0, char::len_utf8)] }
}

/// The number of lists in the first file: up to the key with the smallest digest of those at which it may end, if possible
/// one that begins with another character, of which the manifest need not say more.
fn length(lists: &[(&str, usize)], usual: usize) -> usize {
    let mut size = 0;
    let mut end = None;
    for (place, (key, own)) in lists.iter().enumerate() {
        if size > usual + usual / SPAN {
            return end.map_or(place, |(_, _, end)| end);
        }
        if place > 0 && size >= usual - usual / SPAN {
            let is_within = key.chars().next() == lists[place - 1].0.chars().next();
            let candidate = (is_within, digest(key), place);
            end = Some(end.map_or(candidate, |end| std::cmp::min(end, candidate)));
        }
        size += own;
    }
    lists.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first keys of the files.
    fn firsts(lists: &[(String, usize)], usual: usize) -> Vec<&str> {
        let lists: Vec<_> = lists.iter().map(|(key, size)| (key.as_str(), *size)).collect();
        let begins = beginnings(&lists, usual);
        lists.iter().zip(begins).filter(|(_, begins)| *begins).map(|((key, _), _)| *key).collect()
    }

    fn lists(size: impl Fn(usize) -> usize) -> Vec<(String, usize)> {
        (0..10_000).map(|i| (format!("{i:05}"), size(i))).collect()
    }

    #[test]
    fn a_longer_list_moves_few_beginnings() {
        let usual = 1_000;
        let before = lists(|i| 10 + i * 7919 % 40);
        let firsts_before = firsts(&before, usual);
        assert!((250..=350).contains(&firsts_before.len()), "{}", firsts_before.len());
        for changed in (0..10_000).step_by(997) {
            let mut after = before.clone();
            after[changed].1 += 30;
            let firsts_after = firsts(&after, usual);
            let moved = firsts_after.iter().filter(|key| !firsts_before.contains(key)).count();
            assert!(moved <= 12, "{moved} begin elsewhere after {changed}");
        }
    }

    #[test]
    fn no_file_is_empty_and_a_large_list_has_one() {
        let large = lists(|i| if i % 100 == 0 { 5_000 } else { 1 });
        let begun = firsts(&large, 1_000);
        assert_eq!(begun[0], "00000");
        assert!((90..=201).contains(&begun.len()), "{}", begun.len());
        assert_eq!(beginnings(&[], 10), Vec::<bool>::new());
    }

    #[test]
    fn files_begin_where_another_character_does() {
        let lists: Vec<_> = ('a'..='z').flat_map(|a| (10..20).map(move |b| (format!("{a}{b}"), 10))).collect();
        assert!(firsts(&lists, 100).iter().all(|key| key.ends_with("10")), "each file has a character of its own");
    }

    #[test]
    fn starts_are_as_long_as_they_must_be() {
        assert_eq!(told("あい", None), "あ");
        assert_eq!(told("あい", Some("んん")), "あ");
        assert_eq!(told("あい", Some("ああ")), "あい");
        assert_eq!(told("", Some("")), "");
    }

    #[test]
    fn sizes_are_rounded() {
        assert_eq!([7_167, 7_168, 7_400].map(|size| usual_size(size, 1)), [6_656, 7_168, 7_168]);
        assert_eq!(usual_size(0, 9), 0);
    }
}
