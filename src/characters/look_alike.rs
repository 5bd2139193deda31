//! Characters that look like the one that is meant and are another one: nobody sees them, and no search finds the word.

use std::collections::BTreeMap;

use super::is_selector;

/// What a character was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookAlike {
    /// Kanji, kana or a dash in a Japanese word.
    Kana(char),
    /// A letter of another alphabet in a word of Latin letters.
    Latin(char),
    /// A space that no keyboard of Japan types.
    Space,
    /// A selector behind kana, which have one form only.
    Selector,
}

impl LookAlike {
    /// Says what is there: 「ー」に見える別の文字「一」(U+4E00)が、かなの語の中にあります.
    pub fn named(self, c: char) -> String {
        let code = u32::from(c);
        match self {
            Self::Kana(meant) => format!("「{meant}」に見える別の文字「{c}」(U+{code:04X})が、かなの語の中にあります"),
            Self::Latin(meant) => {
                format!("英字の「{meant}」に見える別の文字「{c}」(U+{code:04X})が、英数字の語の中にあります")
            }
            Self::Space => format!("通常の空白に見える別の空白(U+{code:04X})があります"),
            Self::Selector => format!("字形を選ぶ符号(U+{code:04X})が、かなに付いています"),
        }
    }

    /// What to write instead.
    pub fn help(self) -> String {
        match self {
            Self::Kana(meant) | Self::Latin(meant) => {
                format!(
                    "「{meant}」のつもりなら、その文字を入力し直してください。このままでは、検索や読み上げで別の語になります"
                )
            }
            Self::Space => "半角空白か全角空白を入力し直してください。不要なら消してください".to_owned(),
            Self::Selector => "前の文字ごと消して、入力し直してください。この符号は漢字に付けるものです".to_owned(),
        }
    }
}

/// The characters of a text that look like another one, each once, with its first offset and how often it stands there.
pub fn look_alikes(text: &str) -> Vec<(usize, char, LookAlike, usize)> {
    let mut kinds: BTreeMap<char, (usize, LookAlike, usize)> = BTreeMap::new();
    for (at, c) in text.char_indices().filter(|(_, c)| is_suspect(*c)) {
        if let Some(kind) = taken_for(&text[..at], c, &text[at + c.len_utf8()..]) {
            kinds.entry(c).or_insert((at, kind, 0)).2 += 1;
        }
    }
    kinds.into_iter().map(|(c, (at, kind, count))| (at, c, kind, count)).collect()
}

/// The characters that are looked at, few of which stand in a text.
fn is_suspect(c: char) -> bool {
    match c {
        '\0'..='~' | '\u{3000}'..='ゖ' => false,
        'ァ'..='ヿ' => hiragana(c).is_some(),
        '一'..='鿿' => is_dash(c) || kanji(c).is_some(),
        _ => is_space(c) || is_selector(c) || is_dash(c) || latin(c).is_some(),
    }
}

fn taken_for(before: &str, c: char, after: &str) -> Option<LookAlike> {
    if is_space(c) {
        return Some(LookAlike::Space);
    }
    if is_selector(c) {
        return before.ends_with(|c| is_katakana(c) || is_hiragana(c)).then_some(LookAlike::Selector);
    }
    if let Some(meant) = latin(c) {
        return is_latin_word(before, after).then_some(LookAlike::Latin(meant));
    }
    if let Some(meant) = hiragana(c) {
        let is_within =
            before.ends_with(|c| is_hiragana(c) || matches!(c, '一'..='鿿')) && after.starts_with(is_hiragana);
        return is_within.then_some(LookAlike::Kana(meant));
    }
    if is_dash(c) {
        return is_long_vowel(before, after, if c == '一' { 2 } else { 3 }).then_some(LookAlike::Kana('ー'));
    }
    let meant = kanji(c)?;
    let is_between = matches!(c, '夕' | '卜') && before.ends_with(is_katakana) && after.starts_with(is_katakana);
    (is_between || after.starts_with(is_never_first)).then_some(LookAlike::Kana(meant))
}

fn is_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}')
}

fn is_dash(c: char) -> bool {
    matches!(c, '一' | '‐'..='―' | '−' | '─' | '━' | '－')
}

fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー')
}

fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ')
}

/// Katakana with which no word begins.
fn is_never_first(c: char) -> bool {
    matches!(c, 'ー' | 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ン')
}

/// The katakana for which a kanji is taken.
fn kanji(c: char) -> Option<char> {
    Some(match c {
        '力' => 'カ',
        '口' => 'ロ',
        '工' => 'エ',
        '夕' => 'タ',
        '卜' => 'ト',
        '二' => 'ニ',
        '八' => 'ハ',
        _ => return None,
    })
}

/// The hiragana for which a katakana is taken.
fn hiragana(c: char) -> Option<char> {
    Some(match c {
        'ヘ' => 'へ',
        'ベ' => 'べ',
        'ペ' => 'ぺ',
        _ => return None,
    })
}

/// Whether a dash stands where ー does: within so many katakana, not beside another ー, and not before カ所.
fn is_long_vowel(before: &str, after: &str, least: usize) -> bool {
    let left = before.chars().rev().take_while(|c| is_katakana(*c)).take(least).count();
    let right = after.chars().take_while(|c| is_katakana(*c)).take(least).count();
    let is_counter = right == 1 && after.starts_with(['カ', 'ヵ', 'ケ', 'ヶ']);
    let is_long = before.ends_with('ー') || after.starts_with('ー');
    left > 0 && right > 0 && left + right >= least && !is_counter && !is_long
}

/// Whether the rest of a word has Latin letters or digits, and no letter of another alphabet that looks like itself.
fn is_latin_word(before: &str, after: &str) -> bool {
    const LONGEST: usize = 40;
    let is_letter = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '\u{370}'..='\u{52f}');
    let word = || {
        let left = before.chars().rev().take_while(is_letter).take(LONGEST);
        left.chain(after.chars().take_while(is_letter).take(LONGEST))
    };
    word().any(|c| c.is_ascii()) && word().all(|c| c.is_ascii() || latin(c).is_some())
}

/// The Latin letter for which one of another alphabet is taken.
fn latin(c: char) -> Option<char> {
    const LIKE: &str = "аеорсухіјѕԁһАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧο";
    const MEANT: &str = "aeopcyxijsdhABEKMHOPCTYXIJSABEZHIKMNOPTYXo";
    matches!(c, '\u{370}'..='\u{52f}')
        .then(|| LIKE.chars().zip(MEANT.chars()).find(|(like, _)| *like == c))?
        .map(|(_, meant)| meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(char, LookAlike)]) {
        let found: Vec<_> = look_alikes(text).into_iter().map(|(_, c, kind, _)| (c, kind)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_looks_like_another_character_is_found() {
        use LookAlike::{Kana, Latin, Selector, Space};
        check("サ一ビス", &[('一', Kana('ー'))]);
        for dash in "‐–—―−─━－".chars() {
            check(&format!("サ{dash}ビス"), &[(dash, Kana('ー'))]);
        }
        check("力ードと二ュース", &[('二', Kana('ニ')), ('力', Kana('カ'))]);
        check("デ夕ベース", &[('夕', Kana('タ'))]);
        check("市民ヘの", &[('ヘ', Kana('へ'))]);
        check("Wеb", &[('е', Latin('e'))]);
        check("СО2", &[('О', Latin('O')), ('С', Latin('C'))]);
        check("ΑI", &[('Α', Latin('A'))]);
        check("満足\u{a0}度\u{2002}と", &[('\u{a0}', Space), ('\u{2002}', Space)]);
        check("か\u{fe00}ナ\u{e0100}", &[('\u{fe00}', Selector), ('\u{e0100}', Selector)]);
        assert_eq!(look_alikes("サ一ビスとデ一タ"), [(3, '一', Kana('ー'), 2)]);
    }

    #[test]
    fn what_is_meant_is_left() {
        for text in [
            "一つのサービス、ページ一覧、第一ホール",
            "コース一カ所、コーヒー一パック",
            "ア－ウ、ア―イ、メーカー－ユーザー間",
            "デザイン力アップ、人口データ、工場",
            "サービスへアクセス、ヘルプ、ページへの",
            "μSv、Δt、βカロテン、20μm、Союз5、αX線",
            "葛\u{e0100}城、神\u{fe00}社、❤\u{fe0f}",
            "A - B、3－4、全角\u{3000}空白",
        ] {
            check(text, &[]);
        }
    }
}
