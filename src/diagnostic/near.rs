//! The near miss: the known word that is most similar to an unknown one.

/// The candidate most similar to `word`, if any is similar enough to propose.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let likeness =
        |candidate: &str| strsim::normalized_damerau_levenshtein(&word.to_lowercase(), &candidate.to_lowercase());
    candidates
        .into_iter()
        .map(|candidate| (likeness(candidate), candidate))
        .filter(|(likeness, _)| *likeness >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, candidates: &[&str], expected: Option<&str>) {
        assert_eq!(nearest(word, candidates.iter().copied()), expected, "{word}");
    }

    #[test]
    fn a_slip_is_close_and_another_word_is_not() {
        check("titel", &["title", "items", "source"], Some("title"));
        check("こども部", &["子ども部", "財政部"], Some("子ども部"));
        check("banana", &["title", "items"], None);
    }
}
