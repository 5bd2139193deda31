//! Which characters stand in a square of their own in Japanese texts (Unicode Standard Annex 11).

use std::ops::RangeInclusive;

/// Wide, full-width and half-width characters, and the ambiguous signs that Japanese fonts draw in a square; not Hangul, whose
/// words are separated by spaces.
const TABLE: &[RangeInclusive<char>] = &[
    '§'..='¨',
    '°'..='±',
    '´'..='´',
    '¶'..='¶',
    '×'..='×',
    '÷'..='÷',
    '‐'..='‐',
    '–'..='‖',
    '‘'..='’',
    '“'..='”',
    '†'..='•',
    '․'..='‧',
    '‰'..='‰',
    '′'..='″',
    '‵'..='‵',
    '※'..='※',
    '℃'..='℃',
    '№'..='№',
    '℡'..='™',
    'Ⅰ'..='ⅿ',
    '←'..='⋿',
    '⌒'..='⌒',
    '①'..='⓿',
    '─'..='➿',
    '⬅'..='⭕',
    '\u{2e80}'..='\u{312f}',
    '\u{3190}'..='\u{a4cf}',
    '\u{f900}'..='\u{faff}',
    '\u{fe10}'..='\u{fe19}',
    '\u{fe30}'..='\u{fe6f}',
    '！'..='\u{ff9f}',
    '￠'..='￦',
    '￨'..='￮',
    '\u{16fe0}'..='\u{1b2ff}',
    '\u{1f000}'..='\u{1faff}',
    '\u{20000}'..='\u{3fffd}',
];

/// Whether a character stands in a square of its own, beside which no space separates words.
pub fn is_east_asian(c: char) -> bool {
    !c.is_ascii() && TABLE.iter().any(|range| range.contains(&c))
}

/// How many half-width characters are as wide as a text, nearly.
pub(crate) fn breadth(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_are_told_from_letters() {
        assert!("あア漢、。「（Ａ１ｶ㈱①※…―○◎→℃Ⅳ🏯𠮟々〆ー㎡％".chars().all(is_east_asian));
        assert!(!"aé1.(%-αЖ한".chars().any(is_east_asian));
        assert!(TABLE.windows(2).all(|pair| pair[0].end() < pair[1].start()));
    }
}
