//! The normal form of texts and queries. It is implemented twice, here and in the theme's `search.js`; both are tested
//! with `tests/search/vectors.json`.
//!
//! 1. NFKC of each character with its combining marks, lower case; other marks and invisible characters are removed.
//! 2. What separates statements (white space, 。、：；！？…) becomes one separator, `\n`; decoration (brackets, quotes,
//!    ・, *) is removed, but ・ between digits separates them; thousands separators are removed; `.` `/` `:` are kept
//!    between digits only; dashes become ー after kana and `-` elsewhere; waves become `~`.
//! 3. Character by character: katakana to hiragana, ヵヶ箇 to か, old and variant kanji to the usual ones, 々ゝ to what
//!    they repeat.
//!
//! The *loose* form, used to look words up, also drops ー, enlarges small kana, and replaces づぢ by ずじ.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Separates statements in the normal form; no phrase matches across it.
pub(super) const SEPARATOR: char = '\n';

/// Old and variant kanji, each followed by the usual one.
const VARIANTS: &str = "亞亜惡悪壓圧圍囲爲為醫医壹壱飮飲隱隠營営榮栄衞衛驛駅圓円緣縁艷艶應応歐欧毆殴櫻桜奧奥橫横溫温穩穏假仮價価畫画會会壞壊懷懐繪絵擴拡殼殻覺覚學学嶽岳樂楽勸勧卷巻寬寛歡歓觀観關関陷陥顏顔歸帰氣気龜亀僞偽戲戯犧犠舊旧據拠擧挙峽峡狹狭鄕郷曉暁區区驅駆勳勲徑径惠恵溪渓經経繼継莖茎螢蛍輕軽鷄鶏藝芸縣県儉倹劍剣圈圏檢検權権獻献硏研險険顯顕驗験嚴厳廣広恆恒鑛鉱號号國国黑黒濟済碎砕齋斎劑剤雜雑參参慘惨棧桟蠶蚕贊賛殘残絲糸齒歯兒児辭辞濕湿實実舍舎寫写釋釈壽寿收収從従澁渋獸獣縱縦肅粛處処緖緒敍叙將将燒焼獎奨條条狀状乘乗淨浄剩剰疊畳孃嬢讓譲釀醸觸触囑嘱眞真寢寝愼慎盡尽圖図粹粋醉酔隨随髓髄樞枢數数瀨瀬聲声靜静齊斉攝摂竊窃專専戰戦淺浅潛潜纖繊踐践錢銭禪禅雙双壯壮搜捜插挿爭争總総聰聡莊荘裝装騷騒增増臟臓藏蔵屬属續続墮堕體体對対帶帯滯滞臺台瀧滝擇択澤沢單単擔担膽胆團団彈弾斷断癡痴遲遅晝昼蟲虫鑄鋳廳庁聽聴鎭鎮遞逓鐵鉄轉転點点傳伝黨党盜盗燈灯當当鬪闘德徳獨独讀読屆届繩縄貳弐腦脳惱悩霸覇廢廃拜拝賣売麥麦發発髮髪拔抜蠻蛮祕秘濱浜甁瓶拂払佛仏竝並變変邊辺邉辺辯弁瓣弁寶宝豐豊沒没飜翻萬万滿満默黙彌弥藥薬譯訳豫予餘余與与譽誉搖揺樣様謠謡來来賴頼亂乱覽覧龍竜兩両獵猟綠緑鄰隣壘塁淚涙勵励禮礼隸隷靈霊齡齢戀恋爐炉勞労樓楼郞郎祿禄灣湾髙高﨑崎嵜崎嶋島嶌島檜桧曾曽槇槙煕熙淵渕附付值値內内册冊冰氷凉涼卽即吳呉吿告塡填姬姫娛娯尙尚巢巣幷併彥彦戶戸敎教旣既晚晩曆暦查査槪概步歩歲歳每毎涉渉淸清渴渇產産稅税穗穂稱称窗窓絕絶羡羨舘館薰薫虛虚說説鄉郷鍊錬閱閲靑青頰頬馱駄鬭闘麵麺黃黄亙亘冨富凜凛刄刃劔剣劒剣效効敕勅寃冤峯峰帋紙廐厩恠怪慾欲揷挿旛幡昻昂晄晃暎映枩松栢柏椀碗欝鬱毓育泪涙渊渕濶闊烟煙燿耀珎珍畧略畆畝礒磯禀稟穐秋稾稿筺筐篭籠糺糾羣群翆翠耻恥舩船苅刈萠萌薗園薮藪蘂蕊蛎蠣裡裏讐讎貍狸躰体軆体迯逃迴廻邨村閇閉陦島隂陰頴穎駈駆鴬鶯鷗鴎麪麺倂併剝剥噓嘘圡土墻牆壻婿嬾懶屛屏嵓巌巖巌柹柿桒桑梼檮槗橋潴瀦濵浜瀆涜焰焔瑤瑶甞嘗礪砺祢禰簞箪綫線繡繍纎繊聟婿舖舗蔣蒋蝿蠅蠟蝋襃褒覊羈賍贓醬醤閒間靏鶴頚頸顚顛鹼鹸麴麹羪養圀国埜野畄留畱留";

/// A text in its normal form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Normal {
    /// The normal form.
    pub(super) chars: Vec<char>,
    /// The same text after the second step, of the same length: the input for the dictionary.
    pub(super) spelled: String,
}

/// Converts a text to its normal form.
pub(super) fn normalize(text: &str) -> Normal {
    let plain = plain(text);
    let mut normal = Normal { chars: Vec::with_capacity(plain.len()), spelled: String::with_capacity(text.len()) };
    let mut previous = None;
    for (i, c) in plain.iter().enumerate() {
        let Some(kept) = keep(*c, previous, plain.get(i + 1).copied()) else { continue };
        if kept == SEPARATOR && previous.is_none_or(|previous| previous == SEPARATOR) {
            continue;
        }
        let repeated = matches!(kept, '々' | 'ゝ' | 'ヽ' | 'ゞ' | 'ヾ').then(|| normal.chars.last()).flatten();
        normal.chars.push(repeated.copied().filter(|c| *c != SEPARATOR).unwrap_or_else(|| fold(kept)));
        normal.spelled.push(kept);
        previous = Some(kept);
    }
    if normal.chars.last() == Some(&SEPARATOR) {
        normal.chars.pop();
        normal.spelled.pop();
    }
    normal
}

/// The loose form of a normal form.
pub(super) fn loose(chars: impl IntoIterator<Item = char>) -> String {
    chars.into_iter().filter(|c| *c != 'ー').map(enlarge).collect()
}

fn enlarge(c: char) -> char {
    match c {
        'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' => {
            char::from_u32(c as u32 + 1).expect("the large kana follows the small one")
        }
        'づ' => 'ず',
        'ぢ' => 'じ',
        _ => c,
    }
}

/// The first step.
fn plain(text: &str) -> Vec<char> {
    let mut plain = Vec::with_capacity(text.len() / 2);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let mut end = first.len_utf8();
        end +=
            rest[end..].chars().take_while(|c| matches!(c, 'ﾞ' | 'ﾟ') || is_mark(*c)).map(char::len_utf8).sum::<usize>();
        let (group, after) = rest.split_at(end);
        rest = after;
        if group.len() == first.len_utf8() && is_plain(first) {
            plain.push(first);
            continue;
        }
        let lower = group.nfkc().flat_map(char::to_lowercase);
        plain.extend(lower.filter(|c| !is_invisible(*c) && !is_mark(*c)));
    }
    plain
}

/// Whether a character is kanji.
pub(super) fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character is hiragana.
pub(super) fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ')
}

/// Characters that the first step does not change: most characters of Japanese texts.
fn is_plain(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '一'..='鿿' | 'a'..='z' | '0'..='9' | '、' | '。' | '\n' | ' ')
}

fn is_mark(c: char) -> bool {
    c as u32 >= 0x300 && is_combining_mark(c)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The second step for one character between its neighbours: the character to keep, if any.
fn keep(c: char, previous: Option<char>, next: Option<char>) -> Option<char> {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let between_digits = digit(previous) && digit(next);
    match c {
        'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='鿿' | 'a'..='z' | '0'..='9' => Some(c),
        ',' => (!between_digits).then_some(SEPARATOR),
        '・' => between_digits.then_some(SEPARATOR),
        '.' => between_digits.then_some(c),
        '/' | ':' => Some(if between_digits { c } else { SEPARATOR }),
        '。' | '、' | ';' | '!' | '?' | '|' => Some(SEPARATOR),
        '「' | '」' | '『' | '』' | '【' | '】' | '〔' | '〕' | '〈' | '〉' | '《' | '》' | '(' | ')' | '[' | ']'
        | '{' | '}' | '<' | '>' | '"' | '\'' | '`' | '´' | '‘' | '’' | '“' | '”' | '*' | '^' | '\\' => None,
        'ー' | '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' | '━' => Some(match previous {
            Some('ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー') => 'ー',
            None if c == 'ー' => 'ー',
            _ => '-',
        }),
        '~' | '〜' | '∼' | '〰' => Some('~'),
        c if c.is_whitespace() || c.is_control() => Some(SEPARATOR),
        c => Some(c),
    }
}

/// The third step for one character.
fn fold(c: char) -> char {
    match c {
        'ヵ' | 'ヶ' | 'ゕ' | 'ゖ' | '箇' => 'か',
        'ァ'..='ヴ' => char::from_u32(c as u32 - 0x60).expect("hiragana stand 0x60 before katakana"),
        '一'..='\u{ffff}' => variant(c),
        _ => c,
    }
}

fn variant(c: char) -> char {
    use std::collections::HashMap;
    use std::sync::OnceLock;
    static MAP: OnceLock<HashMap<char, char>> = OnceLock::new();
    let map = MAP.get_or_init(|| {
        let chars: Vec<_> = VARIANTS.chars().collect();
        chars.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
    });
    map.get(&c).copied().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::format::list;
    use super::*;

    fn normal(text: &str) -> String {
        normalize(text).chars.into_iter().collect()
    }

    #[test]
    fn the_vectors_that_the_page_passes_too() {
        let vectors: Vec<[String; 3]> =
            serde_json::from_str(include_str!("../../tests/search/vectors.json")).expect("a table of three columns");
        for [text, expected, expected_loose] in vectors {
            assert_eq!(normal(&text), expected, "{text}");
            assert_eq!(loose(expected.chars()), expected_loose, "{text}");
            assert_eq!(normal(&expected), expected, "a normal form is its own normal form");
            assert_eq!(normalize(&text).spelled.chars().count(), expected.chars().count(), "{text}");
        }
    }

    #[test]
    fn the_page_has_the_same_variants() {
        let chars: Vec<_> = VARIANTS.chars().map(u32::from).collect();
        let pairs: BTreeMap<_, _> = chars.chunks(2).map(|pair| (pair[0], pair[1])).collect();
        let mut before = 0;
        let numbers = pairs.iter().flat_map(|(variant, usual)| {
            let far = usual.abs_diff(*variant) * 2;
            [variant - std::mem::replace(&mut before, *variant), if usual < variant { far - 1 } else { far }]
        });
        let list = list(numbers);
        let page = include_str!("../../themes/default/js/search-text.js");
        assert!(page.contains(&format!("numbers(\"{list}\")")), "the list in search-text.js should be {list}");
    }

    #[test]
    fn every_variant_leads_to_a_usual_kanji() {
        let chars: Vec<_> = VARIANTS.chars().collect();
        assert!(chars.len().is_multiple_of(2));
        assert!(chars.chunks(2).all(|pair| fold(pair[0]) == pair[1] && fold(pair[1]) == pair[1]));
    }
}
