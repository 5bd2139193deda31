//! Texts over several lines. YAML puts a space between two lines, which Japanese does not have between words: what is written
//! without a space on either line has none in the text. A line that begins like an item of a list stays a line.

use std::ops::Range;

use crate::characters::{begins_like_item, gap};

/// The text of the value at a place as it was meant.
pub(super) fn unfolded(text: &str, at: Range<usize>, value: String) -> String {
    let written = text[at.clone()].trim_end();
    if !written.contains('\n') {
        return value;
    }
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (body, quote) = match (block(&text[..at.start]), quote) {
        (Some('|'), _) => return value,
        (None, Some(quote)) => (written[1..].strip_suffix(quote).unwrap_or_default(), Some(quote)),
        (Some(_), _) | (None, None) => (written, None),
    };
    relined(body, quote, &value).unwrap_or(value)
}

/// The sign at the end of the line above a block, `|` or `>`.
fn block(before: &str) -> Option<char> {
    let line = before.trim_end_matches(' ').strip_suffix('\n')?.trim_end().lines().next_back()?;
    let header = line.split(" #").next()?.trim_end();
    header
        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+'))
        .chars()
        .next_back()
        .filter(|c| matches!(c, '|' | '>'))
}

/// Puts the lines of a value together again; `None` if they are not those of the value.
fn relined(body: &str, quote: Option<char>, value: &str) -> Option<String> {
    let mut whole = String::with_capacity(value.len());
    let mut rest = value;
    let mut is_open = false;
    for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let word = rest.trim_start_matches([' ', '\n', '\t']);
        let between = &rest[..rest.len() - word.len()];
        whole.push_str(match between {
            " " if is_open && begins_like_item(word) => "\n",
            " " if is_open => gap(&whole, word),
            _ => between,
        });
        let (length, is_broken) = length(line, quote);
        let end = word.char_indices().nth(length).map_or(word.len(), |(end, _)| end);
        whole.push_str(&word[..end]);
        rest = &word[end..];
        is_open = !is_broken;
    }
    rest.trim().is_empty().then(|| whole + rest)
}

/// How many characters a line is in the text, and whether a `\` at its end takes the line break away.
fn length(line: &str, quote: Option<char>) -> (usize, bool) {
    let (mut length, mut is_broken) = (0, false);
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        let code = match (quote, c) {
            (Some('\''), '\'') | (Some('"'), '\\') => chars.next(),
            _ => None,
        };
        let digits = match code {
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            _ => 0,
        };
        chars.by_ref().take(digits).for_each(|_| {});
        is_broken = quote == Some('"') && c == '\\' && code.is_none();
        length += usize::from(!is_broken);
    }
    (length, is_broken)
}

#[cfg(test)]
mod tests {
    use crate::source::FileId;
    use crate::yaml::{Value, parse};

    fn check(text: &str, expected: &str) {
        let node = parse(FileId(0), text).expect("it is YAML");
        let Value::Map(entries) = node.value else { panic!("{text}") };
        assert_eq!(entries[0].1.value, Value::Text(expected.to_owned()), "{text}");
    }

    #[test]
    fn a_wrapped_sentence_is_one_sentence() {
        check("a: 公共施\n  設の方針\n", "公共施設の方針");
        check("a:\n  公共施\n  設の\n  方針\nb: 1\n", "公共施設の方針");
        check("a: '公共施\n  設''の方針\n  です'\n", "公共施設'の方針です");
        check("a: \"公共施\n  設の\\u65b9\\\"針\n  です\"\n", "公共施設の方\"針です");
        check("a: '一\n  二''三'''\n", "一二'三'");
        check("a: >\n  公共施\n  設の方針\n", "公共施設の方針\n");
        check("a: >-\n  公共施\n  設の方針\n\n  次の段落\n  です\nb: 1\n", "公共施設の方針\n次の段落です");
    }

    #[test]
    fn a_space_that_was_typed_stays() {
        check("a: 国道 18号\n  の 改良\n", "国道 18号の 改良");
        check("a: open data\n  portal\n", "open data portal");
        check("a: 庁内の\n  DX 推進\n", "庁内の DX 推進");
        check("a: \"一 \\\n  二\"\n", "一 二");
        check("a: \"一\\\n  二\"\n", "一二");
        check("a: |\n  一\n  二\n", "一\n二\n");
        check("a: |- # 終\n  '一'二\n  三\nb: 1\n", "'一'二\n三");
        check("a: >- # 終\n  '一'二\n  三\nb: 1\n", "'一'二三");
        check("a: >\n  一\n    二\n  三\n", "一\n  二\n三\n");
    }

    #[test]
    fn items_that_were_typed_stay_lines() {
        check("a: 次を行う。\n  ・一つ目\n  ・二つ目\n", "次を行う。\n・一つ目\n・二つ目");
    }
}
