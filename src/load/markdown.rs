//! Reads the title, the links and the plain text of Markdown, and reports what is wrong in it. The Markdown itself stays as
//! written; the render room makes HTML of it.

#![expect(clippy::wildcard_enum_match_arm, reason = "most events of the Markdown reader pass as they are")]

use std::ops::Range;

use super::fields::malformed;
use super::rules::{BAD_IMAGE, IMAGE_WITHOUT_TEXT, MISSING_KEY, RAW_HTML, STRAY_EMPHASIS};
use super::{character, mistaken, unprintable};
use crate::characters::{composed, hidden_kinds, look_alikes};
use crate::diagnostic::{Diagnostic, Diagnostics, Located, Span};
use crate::markdown::{Event, HeadingLevel, LinkType, Placed, Tag, TagEnd, events, left_over, mail, unlinked};
use crate::model::{Narrative, Readings, Text, ruby};
use crate::source::FileId;

/// Reads a narrative; reports what is wrong in it.
pub(super) fn narrative(
    file: FileId,
    text: &str,
    base: usize,
    faults: &mut Diagnostics,
    readings: &mut Readings,
) -> Narrative {
    let whole = Span { file, start: base as u32, end: text.len() as u32 };
    let body = &text[base..];
    let mut reader = Reader { file, base, faults, readings, links: Vec::new(), plain: String::new(), is_code: false };
    reader.characters(body);
    for placed in events(body) {
        reader.read(body, placed);
    }
    let Reader { links, plain, .. } = reader;
    Narrative { markdown: Located { value: composed(body).into_owned(), at: whole }, links, plain }
}

/// What is collected from the events of a text.
struct Reader<'r> {
    file: FileId,
    base: usize,
    faults: &'r mut Diagnostics,
    readings: &'r mut Readings,
    links: Vec<Text>,
    plain: String,
    is_code: bool,
}

impl Reader<'_> {
    fn span(&self, range: &Range<usize>) -> Span {
        Span { file: self.file, start: (self.base + range.start) as u32, end: (self.base + range.end) as u32 }
    }

    /// Reports what may not stand in a text, and what looks like something else.
    fn characters(&mut self, text: &str) {
        let whole = self.span(&(0..text.len()));
        for (at, c, kind, count) in look_alikes(text) {
            self.faults.push(mistaken(character(whole, at, c), c, kind, count));
        }
        for (at, c, reason, count) in hidden_kinds(text) {
            self.faults.push(unprintable(character(whole, at, c), c, reason, count));
        }
    }

    /// Reports what may not stand in a text and is written as an entity.
    fn entities(&mut self, text: &str, written: &str, at: Span) {
        for (_, c, reason, count) in hidden_kinds(text).into_iter().filter(|(_, c, ..)| !written.contains(*c)) {
            let entity = entity(written, c).map_or(at, |range| Span {
                start: at.start + range.start as u32,
                end: at.start + range.end as u32,
                ..at
            });
            self.faults.push(unprintable(entity, c, reason, count));
        }
    }

    fn read(&mut self, body: &str, (event, range): Placed<'_>) {
        let at = self.span(&range);
        let written = &body[range.clone()];
        match event {
            Event::Html(_) | Event::InlineHtml(_) => self.faults.push(Diagnostic::error(
                RAW_HTML.slug,
                at,
                "Markdown の中に HTML は書けません",
                "タグを消して Markdown の書き方にしてください。< という文字を書くときは \\< とします",
            )),
            Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, .. }) => {
                self.links.push(Located { value: mail(&dest_url), at });
            }
            Event::Start(Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. }) => {
                self.entities(&format!("{dest_url}{title}"), written, at);
                self.foreign_image(written, &dest_url, at);
                self.links.push(Located { value: dest_url.into_string(), at });
            }
            Event::End(TagEnd::Image) if written.starts_with("![]") => {
                let help = "図から読み取れることを `![件数は3年で2倍になった](images/zu-1.png)` のように書いてください。読み上げと検索に使います";
                self.faults.push(Diagnostic::warning(
                    IMAGE_WITHOUT_TEXT.slug,
                    at,
                    "画像に代替テキストがありません",
                    help,
                ));
            }
            Event::Start(Tag::CodeBlock(_)) => self.is_code = true,
            Event::End(TagEnd::CodeBlock) => {
                self.is_code = false;
                self.plain.push('\n');
            }
            Event::Text(text) if !self.is_code => {
                self.entities(&text, written, at);
                self.left_over(body, range);
                self.say(&text, at);
            }
            Event::Text(text) | Event::Code(text) => self.plain.push_str(&text),
            Event::SoftBreak => self.plain.push(' '),
            Event::HardBreak => self.plain.push('\n'),
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image) => {}
            Event::End(_) => self.plain.push('\n'),
            _ => {}
        }
    }

    /// Adds running text without its 読み仮名.
    fn say(&mut self, text: &str, at: Span) {
        match ruby(text) {
            Ok((text, rubies)) => {
                self.readings.add(at, &text, rubies);
                self.plain.push_str(&text);
            }
            Err(fault) => self.faults.push(malformed(at, fault)),
        }
    }

    /// Reports an image of another site: pages refer to no other host.
    fn foreign_image(&mut self, written: &str, address: &str, at: Span) {
        if written.starts_with("![") && (address.contains("://") || address.starts_with("//")) {
            let help = "画像を images/ に置き、images/zu-1.png のように書いてください。見てほしいだけなら、! を消してリンクにします";
            self.faults.push(Diagnostic::error(BAD_IMAGE.slug, at, "ほかのサイトの画像は載せられません", help));
        }
    }

    fn left_over(&mut self, body: &str, range: Range<usize>) {
        if let Some(range) = unlinked(body, range.clone()) {
            let message = "リンクの印が、文字のまま載ります";
            let help =
                "`[文](about/)` のように、半角のかっこを続けて書いてください。アドレスの中の空白は %20 と書きます";
            self.faults.push(Diagnostic::warning(STRAY_EMPHASIS.slug, self.span(&range), message, help));
        }
        for range in left_over(body, range) {
            let mark = &body[range.clone()];
            if mark.starts_with('~') {
                let message = format!("取り消し線の印 {mark} が、文字のまま載ります");
                let help = "取り消し線は使えません。消す語は消し、直したことは本文に書いてください";
                self.faults.push(Diagnostic::warning(STRAY_EMPHASIS.slug, self.span(&range), message, help));
                continue;
            }
            let message = format!("強調の印 {mark} が、文字のまま公開されます");
            let help = "強調する語を `**重要**` のように、前後とも空白を入れずに ** で囲んでください。文字として公開するなら、`\\*` のように \\ を前に付けます";
            self.faults.push(Diagnostic::warning(STRAY_EMPHASIS.slug, self.span(&range), message, help));
        }
    }
}

/// The range of the number that stands for a character: `&#x202e;`.
fn entity(written: &str, c: char) -> Option<Range<usize>> {
    let code = |digits: &str| match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => digits.parse().ok(),
    };
    written.match_indices("&#").find_map(|(at, _)| {
        let end = at + written[at..].find(';')?;
        (code(&written[at + 2..end]) == Some(u32::from(c))).then_some(at..end + 1)
    })
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
    // What is wrong in the title is told like that of the body; its 読み仮名 belong to the whole title.
    narrative(file, &text[..rest], title.at.start as usize, faults, &mut Readings::default());
    let body = narrative(file, text, rest, faults, readings);
    let (plain, rubies) = ruby(&title.value).ok()?;
    readings.add(title.at, &plain, rubies);
    Some((title.map(|_| plain), body))
}

/// The first heading of a page, and where the body begins.
fn title(file: FileId, text: &str, base: usize) -> Option<(Text, usize)> {
    let mut events = events(&text[base..]).into_iter();
    let (Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }), range) = events.next()? else { return None };
    let inside = events.take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Heading(_))));
    let title: String = inside
        .filter_map(|(event, _)| match event {
            Event::Text(text) | Event::Code(text) => Some(text.into_string()),
            _ => None,
        })
        .collect();
    let at = Span { file, start: (base + range.start) as u32, end: (base + range.end) as u32 };
    let title = title.trim().to_owned();
    (!title.is_empty()).then_some((Located { value: title, at }, base + range.end))
}
