//! How the lines of a wrapped sentence are joined. A line that begins like an item of a list is not a part of the sentence
//! above it.

use std::borrow::Cow;

use super::{is_east_asian, is_selector};

/// What stands between the end of a line and the beginning of the next one: nothing between two full-width characters (CSS Text
/// Level 4, 4.1.3), else a space.
pub fn gap(before: &str, after: &str) -> &'static str {
    let last = before.chars().rev().find(|c| !is_selector(*c));
    let is_closed = last.is_some_and(is_east_asian) && after.starts_with(is_east_asian);
    if is_closed { "" } else { " " }
}

/// The lines of a text as one.
pub fn joined(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !whole.is_empty() {
            whole.push_str(gap(&whole, line));
        }
        whole.push_str(line);
    }
    Cow::Owned(whole)
}

/// Whether a line begins like an item of a list as offices type it: ・, ○, ①, （1）, ア. and so on. A mark that stands twice, as
/// in ○○市, is none.
pub fn begins_like_item(line: &str) -> bool {
    const MARKS: &str = "・･●○◯◎◇◆□■△▲▽▼☆★※▪▫•‣◦‐–—―－➢➤✓✔☑☐→⇒▶►▸▹◉⦿〇＊＋";
    let mut chars = line.chars();
    let Some(first) = chars.next() else { return false };
    let rest = chars.as_str();
    if MARKS.contains(first) {
        return rest.chars().next().is_some_and(|next| next != first && !next.is_numeric());
    }
    matches!(first, '①'..='⓿' | '❶'..='➓' | '㊀'..='㊉' | '㋐'..='㋾') && !rest.is_empty()
        || matches!(first, '-' | '*' | '+') && rest.starts_with([' ', '　'])
        || matches!(first, '(' | '（' | '【' | '〔' | '［' | '[')
            && numbered(rest).is_some_and(|rest| rest.starts_with([')', '）', '】', '〕', '］', ']']))
        || matches!(first, 'Ⅰ'..='ⅿ') && rest.starts_with(['.', '．', ')', '）', ' ', '　'])
        || numbered(line).is_some_and(|rest| opens(rest, is_digit(first)))
}

/// What follows a short number, or one letter or kana, at the start of a text.
fn numbered(text: &str) -> Option<&str> {
    let digits = text.chars().take_while(|c| is_digit(*c)).count();
    let one = |c: char| {
        let is_letter = matches!(c, 'ア'..='ン' | 'あ'..='ん' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' | 'a'..='z' | 'A'..='Z');
        is_letter || "一二三四五六七八九十".contains(c)
    };
    let count = if digits > 0 { digits } else { usize::from(text.starts_with(one)) };
    (1..=2).contains(&count).then(|| &text[text.chars().take(count).map(char::len_utf8).sum()..])
}

/// Whether a number is that of an item by what follows it; 3.5 is a decimal, and 「が、」 a word.
fn opens(rest: &str, is_number: bool) -> bool {
    let mut chars = rest.chars();
    let mark = chars.next();
    let closes = matches!(mark, Some(')' | '）' | '.' | '．'));
    let is_spaced = mark == Some('　') && chars.as_str().chars().next().is_some_and(|next| !next.is_whitespace());
    is_spaced || closes && chars.next().is_some_and(|next| is_number && !is_digit(next) || next.is_whitespace())
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(joined(text), expected, "{text:?}");
    }

    #[test]
    fn only_words_of_letters_are_kept_apart() {
        check("公共施\n設の方針", "公共施設の方針");
        check("です。\n「次」", "です。「次」");
        check("AI\nOCR", "AI OCR");
        check("庁内の\nDX推進", "庁内の DX推進");
        check("DX\nを進める", "DX を進める");
        check("葛\u{e0100}\n城", "葛\u{e0100}城");
        check("一\n  二\n\n三", "一二三");
        check("ｶﾅ\nｶﾅ①\n※注", "ｶﾅｶﾅ①※注");
    }

    #[test]
    fn items_are_known_by_their_marks() {
        for line in [
            "・一",
            "○ 一",
            "●一",
            "■一",
            "－一",
            "※一",
            "① 一",
            "(1) 一",
            "（２）一",
            "1. 一",
            "１．一",
            "1)一",
            "（ア）一",
            "ア. 一",
            "(a) b",
            "12．一",
            "→一",
            "〇 一",
            "＊一",
            "- 一",
            "* 一",
            "【1】一",
            "[2] 一",
            "１　一",
            "ア　一",
            "Ⅱ．一",
        ] {
            assert!(begins_like_item(line), "{line}");
        }
        for line in [
            "○○市",
            "3.5%",
            "2024年",
            "（令和5年度）",
            "（案）の",
            "が、次に",
            "－3",
            "一つ目",
            "",
            "・",
            "a.b",
            "15件",
            "〇〇市",
            "-3",
            "【新規】",
            "Ⅱ期計画",
            "2 件",
        ] {
            assert!(!begins_like_item(line), "{line}");
        }
    }
}
