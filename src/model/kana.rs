//! 五十音: the reading of a text, and its position in a Japanese list. The readings come from the caller ([`Reads`]).

/// A source of readings, such as a dictionary.
pub trait Reads: Sync {
    /// Returns the beginnings of the texts in kana, up to the first word that cannot be read; empty if that is the
    /// first.
    fn read_aloud(&self, texts: &[&str]) -> Vec<String>;
}

/// No readings.
impl Reads for () {
    fn read_aloud(&self, _: &[&str]) -> Vec<String> {
        Vec::new()
    }
}

/// The rows of the table: the kana that heads each, its name in addresses, the kana in it.
pub const ROWS: [(&str, &str, &str); 10] = [
    ("あ", "a", "あいうえお"),
    ("か", "ka", "かきくけこ"),
    ("さ", "sa", "さしすせそ"),
    ("た", "ta", "たちつてと"),
    ("な", "na", "なにぬねの"),
    ("は", "ha", "はひふへほ"),
    ("ま", "ma", "まみむめも"),
    ("や", "ya", "やゆよ"),
    ("ら", "ra", "らりるれろ"),
    ("わ", "wa", "わをん"),
];

/// Kana with marks and small kana, each before the plain one.
const PLAIN: &str = "がかぎきぐくげけごこざさじしずすぜせぞそだたぢちづつでてどとばはびひぶふべへぼほぱはぴひぷふぺへぽほ\
    ぁあぃいぅうぇえぉおっつゃやゅゆょよゎわゔう";

/// The key by which lists sort a reading: hiragana without marks; ー becomes the vowel that it lengthens.
pub fn order(kana: &str) -> String {
    let pairs: Vec<char> = PLAIN.chars().collect();
    let mut order = String::with_capacity(kana.len());
    for c in kana.chars() {
        let c = if matches!(c, 'ァ'..='ヴ') { char::from_u32(c as u32 - 0x60).unwrap_or(c) } else { c };
        let plain = pairs.chunks_exact(2).find(|pair| pair[0] == c).map_or(c, |pair| pair[1]);
        match (plain, order.chars().last()) {
            ('ー', Some(before)) => order.push(vowel(before)),
            ('ぁ'..='ん', _) => order.push(plain),
            _ => {}
        }
    }
    order
}

/// The vowel at the end of a kana.
fn vowel(kana: char) -> char {
    const VOWELS: [(char, &str); 5] = [
        ('あ', "あかさたなはまやらわ"),
        ('い', "いきしちにひみり"),
        ('う', "うくすつぬふむゆる"),
        ('え', "えけせてねへめれ"),
        ('お', "おこそとのほもよろを"),
    ];
    VOWELS.iter().find(|(_, kanas)| kanas.contains(kana)).map_or(kana, |(vowel, _)| *vowel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_are_ordered_without_marks() {
        let check = |kana: &str, expected: &str| assert_eq!(order(kana), expected, "{kana}");
        check("ギョウザイセイ", "きようさいせい");
        check("オープンデータ", "おおふんてえた");
        check("ふるさとノウゼイ", "ふるさとのうせい");
        check("", "");
    }

    #[test]
    fn every_plain_kana_has_a_row() {
        let all: String = ROWS.iter().map(|(.., kana)| *kana).collect();
        assert!(PLAIN.chars().skip(1).step_by(2).all(|kana| all.contains(kana)));
    }
}
