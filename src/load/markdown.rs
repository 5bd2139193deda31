//! Reads the title, the links and the plain text of Markdown, and refuses raw HTML. The Markdown itself stays as written; the
//! render room makes HTML of it.

#![expect(clippy::wildcard_enum_match_arm, reason = "most events of the Markdown reader pass as they are")]

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::fields::malformed;
use super::rules::{MISSING_KEY, RAW_HTML};
use crate::diagnostic::{Diagnostic, Diagnostics, Located, Span};
use crate::model::{Narrative, Readings, Text, ruby};
use crate::source::FileId;

/// Reads a narrative; reports raw HTML in it.
pub(super) fn narrative(
    file: FileId,
    text: &str,
    base: usize,
    faults: &mut Diagnostics,
    readings: &mut Readings,
) -> Narrative {
    let mut links = Vec::new();
    let mut plain = String::new();
    let mut is_code = false;
    let events = Parser::new_ext(&text[base..], Options::ENABLE_TABLES).into_offset_iter();
    for (event, range) in TextMergeWithOffset::new(events) {
        let at = Span { file, start: (base + range.start) as u32, end: (base + range.end) as u32 };
        match event {
            Event::Html(_) | Event::InlineHtml(_) => faults.push(Diagnostic::error(
                RAW_HTML.slug,
                at,
                "Markdown の中に HTML は書けません",
                "タグを消して Markdown の書き方にしてください。< そのものを表すには \\< と書きます",
            )),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links.push(Located { value: dest_url.into_string(), at });
            }
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => {
                is_code = false;
                plain.push('\n');
            }
            Event::Text(text) if !is_code => match ruby(&text) {
                Ok((text, rubies)) => {
                    readings.add(at, &text, rubies);
                    plain.push_str(&text);
                }
                Err(fault) => faults.push(malformed(at, fault)),
            },
            Event::Text(text) | Event::Code(text) => plain.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => plain.push('\n'),
            _ => {}
        }
    }
    let markdown =
        Located { value: text[base..].to_owned(), at: Span { file, start: base as u32, end: text.len() as u32 } };
    Narrative { markdown, links, plain }
}

/// Reads a page of prose from an offset on: the first heading is its title, the rest its body.
pub(super) fn page(
    file: FileId,
    text: &str,
    base: usize,
    faults: &mut Diagnostics,
    readings: &mut Readings,
) -> Option<(Text, Narrative)> {
    let Some((title, rest)) = title(file, text, base) else {
        let help = "最初に `# このサイトについて` のような見出しを書いてください";
        faults.push(Diagnostic::error(MISSING_KEY.slug, Span::file(file), "ページの題名がありません", help));
        return None;
    };
    let body = narrative(file, text, rest, faults, readings);
    match ruby(&title.value) {
        Ok((plain, rubies)) => {
            readings.add(title.at, &plain, rubies);
            Some((title.map(|_| plain), body))
        }
        Err(fault) => {
            faults.push(malformed(title.at, fault));
            None
        }
    }
}

fn title(file: FileId, text: &str, base: usize) -> Option<(Text, usize)> {
    let mut events = Parser::new(&text[base..]).into_offset_iter();
    let (Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }), range) = events.next()? else { return None };
    let mut title = String::new();
    for (event, _) in events {
        match event {
            Event::Text(text) | Event::Code(text) => title.push_str(&text),
            Event::End(TagEnd::Heading(_)) => break,
            _ => {}
        }
    }
    let at = Span { file, start: (base + range.start) as u32, end: (base + range.end) as u32 };
    let title = title.trim().to_owned();
    (!title.is_empty()).then_some((Located { value: title, at }, base + range.end))
}
