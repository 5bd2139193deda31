//! What the dictionary knows beyond the best way to cut a text: every reading of a word, the readings of a kanji, the
//! words that sound alike. Unlike the reading that the cut gives, these are possibilities.

use super::normalize::is_kanji;

/// Words with more than one reading.
const READINGS: &str = include_str!(concat!(env!("OUT_DIR"), "/readings.txt"));
/// The readings of each kanji, at the beginning of a word and behind it.
const KANJI: &str = include_str!(concat!(env!("OUT_DIR"), "/kanji.txt"));
/// Words of kanji that sound alike, by their reading.
const ALIKE: &str = include_str!(concat!(env!("OUT_DIR"), "/alike.txt"));
/// Readings that people use and the dictionary lacks: those by which offices tell homophones apart, and second ones.
const SPOKEN: &str = include_str!("../dictionary/spoken.txt");

/// The most readings of a name, the likeliest of the combinations of its kanji's.
const NAMED: usize = 12;
/// Its shortest reading: two kana are the end of many a verb.
const SHORTEST: usize = 3;
/// The most kanji of such a name.
const LONGEST: usize = 4;

/// All readings that are known of a word; none where it has one at most.
pub(super) fn readings(word: &str) -> impl Iterator<Item = &'static str> {
    [READINGS, SPOKEN].into_iter().filter_map(|table| row(table, word)).flat_map(|own| own.split(' '))
}

/// The words that sound alike.
pub(super) fn alike(reading: &str) -> impl Iterator<Item = &'static str> + use<> {
    row(ALIKE, reading).into_iter().flat_map(|own| own.split(' '))
}

/// How a word that is in no dictionary may be read, by its kanji; none where it is no word of a few kanji.
pub(super) fn likely(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    if !(2..=LONGEST).contains(&chars.len()) || !chars.iter().all(|c| is_kanji(*c)) {
        return Vec::new();
    }
    let mut found = split(name);
    found.sort();
    let mut seen = std::collections::BTreeSet::new();
    let is_long = |reading: &String| reading.chars().count() >= SHORTEST;
    let firsts = found.into_iter().map(|(_, reading)| reading).filter(|one| is_long(one) && seen.insert(one.clone()));
    firsts.take(NAMED).collect()
}

/// Readings of a name with their ranks, the lowest of which are the likeliest: of its longest known beginning, else of its
/// first kanji, joined with those of the rest.
fn split(name: &str) -> Vec<(usize, String)> {
    let ends = name.char_indices().skip(2).map(|(at, _)| at).chain([name.len()]);
    let known =
        ends.filter(|end| name[..*end].chars().nth(1).is_some() && row(READINGS, &name[..*end]).is_some()).last();
    let end = known.unwrap_or_else(|| name.chars().next().map_or(0, char::len_utf8));
    let begun: Vec<String> = match known {
        Some(end) => readings(&name[..end]).map(str::to_owned).collect(),
        None => kanji(&name[..end], 0),
    };
    name[end..].chars().fold(begun.into_iter().enumerate().collect(), |before, c| {
        let more = kanji(c.encode_utf8(&mut [0; 4]), 1);
        let joined = |(rank, begun): &(usize, String)| {
            more.iter().enumerate().map(|(own, more)| (rank + own, format!("{begun}{more}"))).collect::<Vec<_>>()
        };
        before.iter().flat_map(joined).collect()
    })
}

/// The readings of a kanji, at the beginning of a word or behind it.
pub(super) fn kanji(kanji: &str, place: usize) -> Vec<String> {
    let own = row(KANJI, kanji).and_then(|row| row.split('\t').nth(place)).unwrap_or_default();
    own.split(' ').filter(|reading| !reading.is_empty()).map(str::to_owned).collect()
}

/// What belongs to a key in a table whose lines are in order.
fn row(table: &'static str, key: &str) -> Option<&'static str> {
    let (mut low, mut high) = (0, table.len());
    while low < high {
        let middle = table.as_bytes()[low..(low + high) / 2].iter().rposition(|byte| *byte == b'\n');
        let start = middle.map_or(low, |at| low + at + 1);
        let end = table.as_bytes()[start..].iter().position(|byte| *byte == b'\n').map_or(table.len(), |at| start + at);
        let (own, rest) = table[start..end].split_once('\t')?;
        match own.cmp(key) {
            std::cmp::Ordering::Equal => return Some(rest),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_that_the_dictionary_has_is_known() {
        let check = |word: &str, expected: &[&str]| {
            let found: Vec<_> = readings(word).collect();
            assert!(expected.iter().all(|reading| found.contains(reading)), "{word}: {found:?}");
        };
        check("日本", &["ニッポン", "ニホン"]);
        check("重複", &["チョウフク", "ジュウフク"]);
        check("所", &["ショ", "ジョ"]);
        check("施策", &["セサク"]);
        check("千曲", &["チクマ"]);
        assert_eq!(readings("移住").count(), 0);
    }

    #[test]
    fn a_name_is_read_by_its_kanji() {
        for (name, reading) in
            [("鹿月", "カゲツ"), ("相染", "アイゾメ"), ("千曲市", "チクマシ"), ("協働", "キョウドウ")]
        {
            let found = likely(name);
            assert!(found.len() <= NAMED && found.iter().any(|own| own == reading), "{name}: {found:?}");
        }
        assert!(["移", "まち", "行財政改革", ""].iter().all(|other| likely(other).is_empty()));
    }

    #[test]
    fn words_that_sound_alike_are_known() {
        assert!(alike("コウフ").any(|word| word == "公布"));
        assert!(alike("リツ").any(|word| word == "立"));
        assert_eq!(alike("ナイヨミ").count(), 0);
    }

    #[test]
    fn tables_are_in_order() {
        for table in [READINGS, KANJI, ALIKE, SPOKEN] {
            let keys: Vec<_> = table.lines().filter_map(|line| line.split('\t').next()).collect();
            assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
