//! Words of several kanji with kana behind them, of which people write one kanji in kana: 引きつぐ for 引き継ぐ, 見こみ for 見込み.

use super::normalize::{is_hiragana, is_kanji, normalize};
use super::tables;

/// The kana of a row with the ending of a verb, and the one with which the same verb is a noun.
const ENDINGS: [(char, char); 9] = [
    ('う', 'い'),
    ('く', 'き'),
    ('ぐ', 'ぎ'),
    ('す', 'し'),
    ('つ', 'ち'),
    ('ぬ', 'に'),
    ('ぶ', 'び'),
    ('む', 'み'),
    ('る', 'り'),
];

/// How such a word may be written, with the endings of the verb that it is a form of.
pub(super) fn half_in_kana(spelled: &str, reading: &str, base: Option<&str>) -> Vec<String> {
    let spelled: Vec<char> = spelled.chars().collect();
    let is_mixed = spelled.iter().all(|c| is_kanji(*c) || is_hiragana(*c)) && spelled.iter().any(|c| is_hiragana(*c));
    if !is_mixed || spelled.iter().filter(|c| is_kanji(**c)).count() < 2 {
        return Vec::new();
    }
    let sound = normalize(reading).chars;
    let mut ways = Vec::new();
    align(&spelled, &sound, &mut Vec::new(), &mut ways);
    let [way] = &ways[..] else { return Vec::new() };
    let kana = |at: usize| {
        let part = |(i, own): (usize, &&[char])| if i == at { own.to_vec() } else { vec![spelled[i]] };
        way.iter().enumerate().flat_map(part).collect::<String>()
    };
    let written = (0..spelled.len()).filter(|at| is_kanji(spelled[*at])).map(kana);
    written.flat_map(|one| forms(one, &spelled, base)).collect()
}

/// The word, and the verb and the noun of the same row where it is a form of a verb: 引きつい, 引きつぐ, 引きつぎ.
fn forms(written: String, spelled: &[char], base: Option<&str>) -> Vec<String> {
    let base: Vec<char> = base.map_or_else(|| spelled.to_vec(), |base| base.chars().collect());
    let ending = base.last().and_then(|last| ENDINGS.iter().find(|(verb, _)| verb == last));
    let (Some((verb, noun)), Some((_, stem))) = (ending, spelled.split_last()) else { return vec![written] };
    if base.len() != spelled.len() || !base.starts_with(stem) {
        return vec![written];
    }
    let begun: String = written.chars().take(written.chars().count() - 1).collect();
    let others = [verb, noun].map(|ending| format!("{begun}{ending}"));
    others.into_iter().filter(|other| *other != written).chain([written.clone()]).collect()
}

/// The ways to part a reading among the characters of a word: kana are read as they are, of two kanji that stand together the
/// first is read in one of its usual ways.
fn align<'s>(spelled: &[char], sound: &'s [char], begun: &mut Vec<&'s [char]>, ways: &mut Vec<Vec<&'s [char]>>) {
    let Some((first, rest)) = spelled.split_first() else {
        if sound.is_empty() {
            ways.push(begun.clone());
        }
        return;
    };
    let is_alone = rest.first().is_none_or(|next| !is_kanji(*next));
    for length in 1..=sound.len() {
        let (own, left) = sound.split_at(length);
        let is_read = if is_kanji(*first) { is_alone || is_usual(*first, own) } else { own == [*first] };
        if is_read {
            begun.push(own);
            align(rest, left, begun, ways);
            begun.pop();
        }
    }
}

/// Whether a kanji is usually read so at the beginning of a word.
fn is_usual(kanji: char, sound: &[char]) -> bool {
    tables::kanji(kanji.encode_utf8(&mut [0; 4]), 0).iter().any(|reading| normalize(reading).chars == sound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_kanji_may_be_written_in_kana() {
        let check = |spelled: &str, reading: &str, base: &str, expected: &[&str]| {
            let base = Some(base).filter(|base| !base.is_empty());
            assert_eq!(half_in_kana(spelled, reading, base), expected, "{spelled}");
        };
        check("空き家", "アキヤ", "", &["あき家", "空きや"]);
        check("見込み", "ミコミ", "", &["み込み", "見こみ"]);
        check("引き継ぐ", "ヒキツグ", "", &["ひき継ぎ", "ひき継ぐ", "引きつぎ", "引きつぐ"]);
        let forms = ["ひき継ぐ", "ひき継ぎ", "ひき継い", "引きつぐ", "引きつぎ", "引きつい"];
        check("引き継い", "ヒキツイ", "引き継ぐ", &forms);
        check("取り入れ", "トリイレ", "取り入れる", &["とり入れ", "取りいれ"]);
        for (other, reading) in
            [("取組", "トリクミ"), ("見る", "ミル"), ("お知らせ", "オシラセ"), ("義務付け", "ギムヅケ")]
        {
            check(other, reading, "", &[]);
        }
    }
}
