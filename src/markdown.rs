//! Markdown as events with their places, read as Japanese is written: emphasis works beside Japanese punctuation, the lines of a
//! wrapped sentence are joined without a space, a line that begins like an item of a list stays a line, and characters are
//! composed. The only file that names the Markdown reader's parser; what is wrong in a text is judged by `load`, and HTML is made
//! of the events by `render`.
//!
//! CommonMark decides whether a `*` opens or closes by the characters beside it, and takes Japanese punctuation for the end of a
//! word. Where such a character stands beside a `*`, the parser is given a letter between the two ([`LETTER`]), which is
//! taken out of the events again.

#![expect(clippy::wildcard_enum_match_arm, reason = "most events of the Markdown reader pass as they are")]

use std::borrow::Cow;
use std::ops::Range;

pub use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, html};
use pulldown_cmark::{Options, Parser};

use crate::characters::{begins_like_item, composed, gap, is_east_asian, is_selector};

/// A letter that no text may contain.
const LETTER: char = '\u{fdd0}';

/// An event and the range of the text that it was written in.
pub type Placed<'t> = (Event<'t>, Range<usize>);

/// Reads a text.
pub fn events(text: &str) -> Vec<Placed<'_>> {
    let flanks = flanks(text);
    if flanks.is_empty() {
        let parsed = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
        return merged(text, parsed.map(|(event, at)| (spelled(event, composed), at)).collect());
    }
    let lettered = lettered(text, &flanks);
    let letters: Vec<_> = flanks.iter().enumerate().map(|(i, flank)| flank + i * LETTER.len_utf8()).collect();
    let back = |at: usize| at - letters.partition_point(|letter| *letter < at) * LETTER.len_utf8();
    let parsed = Parser::new_ext(&lettered, Options::ENABLE_TABLES).into_offset_iter();
    merged(
        text,
        parsed
            .map(|(event, at)| (spelled(event, without_letters).into_static(), back(at.start)..back(at.end)))
            .collect(),
    )
}

/// The places beside runs of `*` at which the parser needs a letter, in order.
fn flanks(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find('*').map(|at| from + at) {
        let end = text.len() - text[start..].trim_start_matches('*').len();
        from = end;
        let start = start + usize::from(is_escaped(text, start));
        let before = text[..start].chars().rev().find(|c| !is_selector(*c));
        if let Some((before, after)) = before.zip(text[end..].chars().next())
            && start < end
        {
            let (opens, closes) = opens_and_closes(before, after);
            found.extend(opens.then_some(start).into_iter().chain(closes.then_some(end)));
        }
    }
    found
}

/// Whether a run between two characters needs a letter before it and after it.
fn opens_and_closes(before: char, after: char) -> (bool, bool) {
    const OPENING: &str = "「『（【〈《〔［｛“‘";
    const CLOSING: &str = "」』）】〉》〕］｝”’、。，．！？：；";
    let is_between = !before.is_whitespace() && !after.is_whitespace();
    let is_japanese = is_between && (is_east_asian(before) || is_east_asian(after));
    (is_japanese && !OPENING.contains(before), is_japanese && !CLOSING.contains(after))
}

/// Whether an odd number of `\` stands before a position.
fn is_escaped(text: &str, at: usize) -> bool {
    text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

fn without_letters(text: &str) -> Cow<'_, str> {
    match text.contains(LETTER) {
        true => composed(&text.replace(LETTER, "")).into_owned().into(),
        false => composed(text),
    }
}

fn lettered(text: &str, flanks: &[usize]) -> String {
    let mut lettered = String::with_capacity(text.len() + flanks.len() * LETTER.len_utf8());
    let mut from = 0;
    for at in flanks {
        lettered.push_str(&text[from..*at]);
        lettered.push(LETTER);
        from = *at;
    }
    lettered + &text[from..]
}

/// An event with its words spelled in another way.
fn spelled<'e>(event: Event<'e>, spell: impl Fn(&str) -> Cow<'_, str>) -> Event<'e> {
    let word = |word: CowStr<'e>| match spell(&word) {
        Cow::Borrowed(_) => word,
        Cow::Owned(other) => other.into(),
    };
    match event {
        Event::Text(text) => Event::Text(word(text)),
        Event::Code(text) => Event::Code(word(text)),
        Event::Html(text) => Event::Html(word(text)),
        Event::InlineHtml(text) => Event::InlineHtml(word(text)),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: word(dest_url), title: word(title), id: word(id) })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: word(dest_url), title: word(title), id: word(id) })
        }
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(word(info))))
        }
        other => other,
    }
}

/// The events with adjacent texts as one, and the lines of a sentence joined.
fn merged<'t>(text: &str, parsed: Vec<Placed<'t>>) -> Vec<Placed<'t>> {
    let mut merged: Vec<Placed<'t>> = Vec::with_capacity(parsed.len());
    let mut run = String::new();
    let mut parsed = parsed.into_iter();
    while let Some((event, at)) = parsed.next() {
        match (event, merged.last_mut()) {
            (Event::Text(next), Some((Event::Text(_), range))) => {
                run.push_str(&next);
                range.end = at.end;
            }
            (Event::SoftBreak, _) => {
                let before = merged.iter().rev().find_map(words).filter(|_| run.is_empty()).unwrap_or(&run);
                if let Some(event) = line_break(&text[at.end..], before, parsed.as_slice()) {
                    extend(&mut merged, &mut run);
                    merged.push((event, at));
                }
            }
            (event, _) => {
                extend(&mut merged, &mut run);
                merged.push((event, at));
            }
        }
    }
    extend(&mut merged, &mut run);
    merged.retain(|(event, _)| !matches!(event, Event::Text(text) if text.is_empty()));
    merged
}
/// Adds more text to the last event.
fn extend(merged: &mut [Placed<'_>], run: &mut String) {
    if let Some((Event::Text(whole), _)) = merged.last_mut()
        && !run.is_empty()
    {
        *whole = format!("{whole}{run}").into();
        run.clear();
    }
}

/// What a line break is between the text before it and the text and events after it; nothing within a sentence.
fn line_break<'t>(rest: &str, before: &str, after: &[Placed<'_>]) -> Option<Event<'t>> {
    if begins_like_item(rest.trim_start_matches([' ', '\t', '>'])) {
        return Some(Event::HardBreak);
    }
    let after = after.iter().find_map(words).unwrap_or_default();
    (!gap(before, after).is_empty()).then_some(Event::SoftBreak)
}

/// The words of an event; images and other lines are not part of the sentence.
fn words<'e>((event, _): &'e Placed<'_>) -> Option<&'e str> {
    match event {
        Event::Text(text) | Event::Code(text) => Some(text),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) | Event::SoftBreak | Event::HardBreak => Some(""),
        _ => None,
    }
}

/// The target of an address in `< >`: `<a@example.jp>`, `<mailto:a@example.jp>`.
pub fn mail(address: &str) -> String {
    if address.starts_with("mailto:") { address.to_owned() } else { format!("mailto:{address}") }
}

/// The runs of `**` and `~~` in the range of a text event: those that were left over. Beside Japanese also `__`, which needs a
/// space.
pub fn left_over(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = range.start;
    while let Some(at) = text[from..range.end].find(['*', '_', '~']).map(|at| from + at) {
        let mark = &text[at..=at];
        let end = at + (text[at..range.end].len() - text[at..range.end].trim_start_matches(mark).len());
        let start = at + usize::from(is_escaped(text, at));
        let is_japanese = text[..at].ends_with(is_east_asian) || text[end..].starts_with(is_east_asian);
        if end - start.min(end) >= 2 && (mark != "_" || is_japanese) {
            found.push(start..end);
        }
        from = end;
    }
    found
}

/// The characters of an address that are looked at.
const LONGEST_ADDRESS: usize = 200;

/// The first link in the range of a text event that is none: `[文](https://…/資料 1.pdf)`, `［文］（about/）`, `[文] (about/)`.
pub fn unlinked(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = &text[range.clone()];
    let end =
        part.match_indices([']', '］']).find(|(at, _)| !is_escaped(text, range.start + at) && leads(part, *at))?.0;
    let start = part[..end].rfind(['[', '［'])?;
    Some(range.start + start..range.start + end)
}

/// Whether an address in brackets follows the bracket at a place.
fn leads(text: &str, at: usize) -> bool {
    let behind = text[at..].strip_prefix([']', '］']).unwrap_or_default();
    let Some(inside) = behind.strip_prefix([' ', '　']).unwrap_or(behind).strip_prefix(['(', '（']) else {
        return false;
    };
    // An address is short: what has no closing bracket is not read to its end, again for each opening one.
    let address: String =
        inside.chars().take(LONGEST_ADDRESS).take_while(|c| !matches!(c, ')' | '）' | '\n')).collect();
    let is_address =
        address.contains('/') || ["#", "mailto:", "tel:", "http"].iter().any(|sign| address.starts_with(sign));
    is_address || text[at..].starts_with("](")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, expected: &str) {
        let mut made = String::new();
        html::push_html(&mut made, events(markdown).into_iter().map(|(event, _)| event));
        let made = made.trim().trim_start_matches("<p>").trim_end_matches("</p>");
        assert_eq!(made, expected, "{markdown}");
    }

    #[test]
    fn emphasis_beside_japanese_punctuation_is_emphasis() {
        check(
            "これは**「重要」**です。市は**目標（令和5年度）**を定めます。**結果。**次に",
            "これは<strong>「重要」</strong>です。市は<strong>目標（令和5年度）</strong>を定めます。<strong>結果。</strong>次に",
        );
        check("これは*「重要」*です", "これは<em>「重要」</em>です");
        check("率は**37.2%**に、**(案)**を", "率は<strong>37.2%</strong>に、<strong>(案)</strong>を");
        check("市の**`DX`**です", "市の<strong><code>DX</code></strong>です");
        check("これは***「重要」***です", "これは<em><strong>「重要」</strong></em>です");
        check("市は**「*とても*重要」**と", "市は<strong>「<em>とても</em>重要」</strong>と");
        check("「**重要**」と（**大事**）", "「<strong>重要</strong>」と（<strong>大事</strong>）");
        check("a **b** c", "a <strong>b</strong> c");
        check("葛\u{e0100}**「城」**市", "葛\u{e0100}<strong>「城」</strong>市");
        check(
            "**[市の計画](plans/)**、**※注**に",
            "<strong><a href=\"plans/\">市の計画</a></strong>、<strong>※注</strong>に",
        );
    }

    #[test]
    fn a_lone_mark_and_what_is_no_text_stay() {
        check("協働推進員*、自治会*。", "協働推進員*、自治会*。");
        check("3*4の協働推進員", "3*4の協働推進員");
        check("協働推進員*と", "協働推進員*と");
        check("\\*「重要」\\*です", "*「重要」*です");
        check("`これは**「重要」**です`", "<code>これは**「重要」**です</code>");
        check(
            "[あ](x*「い」*う \"*「題」*名\")",
            "<a href=\"x*%E3%80%8C%E3%81%84%E3%80%8D*%E3%81%86\" title=\"*「題」*名\">あ</a>",
        );
        check(
            "<https://example.jp/*あ*い>",
            "<a href=\"https://example.jp/*%E3%81%82*%E3%81%84\">https://example.jp/*あ*い</a>",
        );
    }

    #[test]
    fn a_wrapped_sentence_is_one_sentence() {
        check("公共施\n設の方針", "公共施設の方針");
        check("open\ndata", "open\ndata");
        check("**公共施**\n設と`X`\nを", "<strong>公共施</strong>設と<code>X</code>\nを");
        check("一  \n二", "一<br />\n二");
        check("次のとおり\n・一つ目\n・二つ目", "次のとおり<br />\n・一つ目<br />\n・二つ目");
        check("か\u{3099}", "が");
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text = "あ**「い」**う\n[え](お)";
        let link = events(text).into_iter().find(|(event, _)| matches!(event, Event::Start(Tag::Link { .. })));
        assert_eq!(link.map(|(_, at)| &text[at]), Some("[え](お)"));
    }

    #[test]
    fn marks_that_are_left_over_are_found() {
        let left = |text: &str| {
            left_over(text, 0..text.len()).iter().map(|at| text[at.clone()].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(left("これは ** 重要 **です"), ["**", "**"]);
        assert_eq!(left("市は__重要__です a__b * \\**"), ["__", "__"]);
        assert_eq!(left("~~取消~~です 3~5件 \\~~"), ["~~", "~~"]);
    }

    #[test]
    fn links_that_are_none_are_found() {
        let found = |text: &str| unlinked(text, 0..text.len()).map(|at| text[at].to_owned());
        for text in
            ["[文](https://e.jp/資料 1.pdf)", "［文］（about/）", "[文] (about/)", "[文]（#担当）", "[文](tel:0268 22)"]
        {
            assert!(found(text).is_some(), "{text}");
        }
        assert_eq!(found(&("]".repeat(300_000) + &"］（あ".repeat(30_000))), None, "each bracket is read once");
        for text in ["［別紙］（案）", "[1] (2)", "\\[文\\](about/)", "配列[0]", "（資料］"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
