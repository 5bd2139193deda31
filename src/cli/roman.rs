//! Kana in Latin letters, as passports spell it: a name for the address of a department whose reading is known.

/// さんぎょうか → sangyoka. Long vowels are written once; what is no kana is left out.
pub(super) fn roman(kana: &str) -> String {
    let mut sounds = Vec::new();
    let mut rest = kana;
    while let Some(first) = rest.chars().next() {
        let pair = PAIRS.iter().find(|(kana, _)| rest.starts_with(kana));
        let (length, sound) = match pair {
            Some((kana, sound)) => (kana.len(), *sound),
            None => (first.len_utf8(), SOUNDS.iter().find(|(kana, _)| *kana == first).map_or("", |(_, sound)| sound)),
        };
        sounds.push(sound);
        rest = &rest[length..];
    }
    let mut word = String::new();
    for (sound, next) in sounds.iter().zip(sounds.iter().skip(1).chain([&""])) {
        match *sound {
            DOUBLED => word.push_str(if next.starts_with("ch") { "t" } else { next.get(..1).unwrap_or_default() }),
            "u" if word.ends_with(['o', 'u']) => {}
            "o" if word.ends_with('o') => {}
            sound => word.push_str(sound),
        }
    }
    word
}

/// What doubles the consonant that follows.
const DOUBLED: &str = "っ";

#[rustfmt::skip]
const PAIRS: &[(&str, &str)] = &[
    ("きゃ", "kya"), ("きゅ", "kyu"), ("きょ", "kyo"), ("ぎゃ", "gya"), ("ぎゅ", "gyu"), ("ぎょ", "gyo"),
    ("しゃ", "sha"), ("しゅ", "shu"), ("しょ", "sho"), ("じゃ", "ja"), ("じゅ", "ju"), ("じょ", "jo"),
    ("ちゃ", "cha"), ("ちゅ", "chu"), ("ちょ", "cho"), ("にゃ", "nya"), ("にゅ", "nyu"), ("にょ", "nyo"),
    ("ひゃ", "hya"), ("ひゅ", "hyu"), ("ひょ", "hyo"), ("びゃ", "bya"), ("びゅ", "byu"), ("びょ", "byo"),
    ("ぴゃ", "pya"), ("ぴゅ", "pyu"), ("ぴょ", "pyo"), ("みゃ", "mya"), ("みゅ", "myu"), ("みょ", "myo"),
    ("りゃ", "rya"), ("りゅ", "ryu"), ("りょ", "ryo"),
    ("しぇ", "she"), ("じぇ", "je"), ("ちぇ", "che"), ("てぃ", "ti"), ("でぃ", "di"), ("でゅ", "du"), ("ふぁ", "fa"),
    ("ふぃ", "fi"), ("ふぇ", "fe"), ("ふぉ", "fo"), ("うぃ", "wi"), ("うぇ", "we"), ("うぉ", "wo"),
];

#[rustfmt::skip]
const SOUNDS: &[(char, &str)] = &[
    ('あ', "a"), ('い', "i"), ('う', "u"), ('え', "e"), ('お', "o"), ('か', "ka"), ('き', "ki"), ('く', "ku"), ('け', "ke"),
    ('こ', "ko"), ('が', "ga"), ('ぎ', "gi"), ('ぐ', "gu"), ('げ', "ge"), ('ご', "go"), ('さ', "sa"), ('し', "shi"),
    ('す', "su"), ('せ', "se"), ('そ', "so"), ('ざ', "za"), ('じ', "ji"), ('ず', "zu"), ('ぜ', "ze"), ('ぞ', "zo"),
    ('た', "ta"), ('ち', "chi"), ('つ', "tsu"), ('て', "te"), ('と', "to"), ('だ', "da"), ('ぢ', "ji"), ('づ', "zu"),
    ('で', "de"), ('ど', "do"), ('な', "na"), ('に', "ni"), ('ぬ', "nu"), ('ね', "ne"), ('の', "no"), ('は', "ha"),
    ('ひ', "hi"), ('ふ', "fu"), ('へ', "he"), ('ほ', "ho"), ('ば', "ba"), ('び', "bi"), ('ぶ', "bu"), ('べ', "be"),
    ('ぼ', "bo"), ('ぱ', "pa"), ('ぴ', "pi"), ('ぷ', "pu"), ('ぺ', "pe"), ('ぽ', "po"), ('ま', "ma"), ('み', "mi"),
    ('む', "mu"), ('め', "me"), ('も', "mo"), ('や', "ya"), ('ゆ', "yu"), ('よ', "yo"), ('ら', "ra"), ('り', "ri"),
    ('る', "ru"), ('れ', "re"), ('ろ', "ro"), ('わ', "wa"), ('を', "o"), ('ん', "n"), ('っ', DOUBLED),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kana: &str, word: &str) {
        assert_eq!(roman(kana), word, "{kana}");
    }

    #[test]
    fn readings_become_words_of_an_address() {
        check("さんぎょうか", "sangyoka");
        check("きかくぶ", "kikakubu");
        check("しみんぶ", "shiminbu");
        check("けんこうふくしか", "kenkofukushika");
        check("おおぞらしょ", "ozorasho");
        check("すうりきょく", "surikyoku");
        check("がっこうきょういくか", "gakkokyoikuka");
        check("まっちか", "matchika");
        check("じゅうたく・けんちくか", "jutakukenchikuka");
        check("あいしーてぃーすいしんしつ", "aishitisuishinshitsu");
        check("", "");
    }
}
