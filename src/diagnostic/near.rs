//! The near miss: the known word that is most similar to an unknown one.

/// The letters of the longest word for which a similar one is looked for.
const LONGEST: usize = 200;

/// The candidate most similar to `word`, if any is similar enough to propose.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let letters = |word: &str| word.to_lowercase().chars().collect::<Vec<_>>();
    let word = letters(word);
    // A word is never as similar to one that is more than twice as long, and nobody mistypes a whole text.
    let longest = 2 * word.len();
    let is_near = |candidate: &&str| {
        let len = candidate.chars().take(longest + 1).count();
        len <= longest && 2 * len >= word.len()
    };
    candidates
        .into_iter()
        .filter(|_| word.len() <= LONGEST)
        .filter(is_near)
        .map(|candidate| (likeness(&word, &letters(candidate)), candidate))
        .filter(|(likeness, _)| *likeness >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

/// The remedy for an unknown name: the id or the key that is spelled nearly so, or else something other.
pub fn or_near(near: Option<&str>, otherwise: impl FnOnce() -> String) -> String {
    near.map_or_else(otherwise, |near| format!("`{near}` ではありませんか"))
}

/// What stands before a remedy if a word is spelled nearly so.
pub fn perhaps(near: Option<&str>) -> String {
    near.map(|near| format!("「{near}」ではありませんか。")).unwrap_or_default()
}

/// The letters for each of which a slip is forgiven.
const LETTERS_PER_SLIP: usize = 4;
/// The most slips in one word.
const SLIPS: usize = 2;

/// Whether two different words are so similar that one is the other, mistyped.
pub fn is_slip(a: &str, b: &str) -> bool {
    let [a, b] = [a, b].map(|word| word.chars().collect::<Vec<_>>());
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    let most = SLIPS.min(long / LETTERS_PER_SLIP);
    a != b && long <= LONGEST && long - short <= most && slips(&a, &b) <= most
}

/// The similarity of two words, from 0 to 1: by their slips, as a part of the longer word.
fn likeness(a: &[char], b: &[char]) -> f64 {
    1.0 - slips(a, b) as f64 / a.len().max(b.len()).max(1) as f64
}

/// The fewest letters that are superfluous, missing, wrong or exchanged with the next one.
fn slips(a: &[char], b: &[char]) -> usize {
    let (mut earlier, mut above) = (Vec::new(), (0..=b.len()).collect::<Vec<_>>());
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let mistaken = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let least = mistaken.min(above[j] + 1).min(row[j - 1] + 1);
            let is_exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            row.push(if is_exchanged { least.min(earlier[j - 2] + 1) } else { least });
        }
        earlier = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_slip_counts_once() {
        let slips = |a: &str, b: &str| {
            let [a, b] = [a, b].map(|word| word.chars().collect::<Vec<_>>());
            slips(&a, &b)
        };
        let pairs =
            [("title", "title"), ("title", "tittle"), ("title", "tile"), ("title", "tidle"), ("title", "ttile")];
        assert_eq!(pairs.map(|(a, b)| slips(a, b)), [0, 1, 1, 1, 1]);
        let others = [("titel", "title"), ("abcd", "badc"), ("", "abc"), ("abc", ""), ("こども部", "子ども部")];
        assert_eq!(others.map(|(a, b)| slips(a, b)), [1, 2, 3, 3, 1]);
        assert_eq!(likeness(&[], &[]), 1.0);
    }

    fn check(word: &str, candidates: &[&str], expected: Option<&str>) {
        assert_eq!(nearest(word, candidates.iter().copied()), expected, "{word}");
    }

    #[test]
    fn a_mistyped_word_is_told_from_another() {
        let pairs = [
            ("shimin-machi", "shimin-matchi"),
            ("zaisei", "zaise"),
            ("gyokaku-4", "gyokaku4"),
            ("abcdefgh", "badcefgh"),
        ];
        assert!(pairs.iter().all(|(a, b)| is_slip(a, b)), "{pairs:?}");
        let others = [("zaisei", "zaisei"), ("abc", "abd"), ("somu-ka", "zaisei-ka"), ("kikaku", "kiku"), ("", "")];
        assert!(!others.iter().any(|(a, b)| is_slip(a, b)), "{others:?}");
    }

    #[test]
    fn a_slip_is_close_and_another_word_is_not() {
        check("titel", &["title", "items", "source"], Some("title"));
        check("こども部", &["子ども部", "財政部"], Some("子ども部"));
        check("banana", &["title", "items"], None);
    }
}
