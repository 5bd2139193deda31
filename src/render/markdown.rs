//! Converts Markdown to HTML: without raw HTML, with headings below those of the page, and with links only to http,
//! https, mailto or within the site. Links within the site are written relative to its root.

#![expect(clippy::wildcard_enum_match_arm, reason = "most events of the Markdown reader pass as they are")]

use super::html::Html;
use crate::markdown::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, events, html};
use crate::model::{Ruby, address, ruby};

/// Converts running text to HTML, with its 読み仮名.
pub(super) type Say<'s> = &'s dyn Fn(&str, &[Ruby]) -> Html;

/// A text with its 読み仮名, as in headings and links.
pub(super) fn read(text: &str, rubies: &[Ruby]) -> Html {
    let mut html = Html::default();
    html.push_read(text, 0..text.len(), rubies);
    html
}

/// Renders Markdown; its highest heading becomes level `top`, and `root` is the relative path to the site's root. `say`
/// converts running text, but not headings, table headers and links.
pub(super) fn html(markdown: &str, top: usize, root: &str, say: Say<'_>) -> Html {
    let events: Vec<_> = events(markdown).into_iter().map(|(event, _)| event).collect();
    let highest = events.iter().filter_map(heading).min().unwrap_or(1);
    let mut previous = top - 1;
    let mut levels = Vec::new();
    let mut place = Place::default();
    let spoken = events.into_iter().map(|event| place.speak(event, say));
    let events = spoken.map(|event| match event {
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            let wanted = (level as usize - highest + top).min(previous + 1).min(6);
            previous = wanted;
            levels.push(wanted);
            Event::Start(Tag::Heading { level: at_level(wanted), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(at_level(levels.pop().unwrap_or(top)))),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: target(link_type, &dest_url, root), title, id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: image(&dest_url, root), title, id })
        }
        other => other,
    });
    let mut text = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut text, events);
    Html(
        text.replace("<table>", "<section class=\"scroll\" aria-label=\"表\" tabindex=\"0\"><table>")
            .replace("</table>", "</table></section>"),
    )
}

/// The number of open elements around a text, by kind.
#[derive(Default)]
struct Place {
    /// Headings, table headers and links.
    labels: usize,
    /// Code and images.
    literals: usize,
}

impl Place {
    fn speak<'e>(&mut self, event: Event<'e>, say: Say<'_>) -> Event<'e> {
        match &event {
            Event::Start(Tag::Heading { .. } | Tag::TableHead | Tag::Link { .. }) => self.labels += 1,
            Event::End(TagEnd::Heading(_) | TagEnd::TableHead | TagEnd::Link) => self.labels -= 1,
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. }) => self.literals += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Image) => self.literals -= 1,
            _ => {}
        }
        match event {
            Event::Text(text) if self.literals == 0 => {
                // A malformed 読み仮名 was reported when the text was read, and stops publication.
                let (plain, rubies) = ruby(&text).unwrap_or_else(|_| (text.to_string(), Vec::new()));
                let say = if self.labels == 0 { say } else { &read };
                Event::InlineHtml(say(&plain, &rubies).0.into())
            }
            Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
            other => other,
        }
    }
}

fn heading(event: &Event<'_>) -> Option<usize> {
    match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as usize),
        _ => None,
    }
}

fn at_level(level: usize) -> HeadingLevel {
    HeadingLevel::try_from(level).unwrap_or(HeadingLevel::H6)
}

fn target(kind: LinkType, target: &str, root: &str) -> CowStr<'static> {
    if kind == LinkType::Email {
        return format!("mailto:{target}").trim_start_matches("mailto:mailto:").to_owned().into();
    }
    let lower = target.to_ascii_lowercase();
    let is_allowed = ["https://", "http://", "mailto:", "#"].iter().any(|scheme| lower.starts_with(scheme));
    match address::linked(target) {
        Some((file, rest)) => format!("{root}{file}{rest}").into(),
        None if is_allowed => target.to_owned().into(),
        None => "#".into(),
    }
}

/// The source of an image, which must be in the site itself.
fn image(target: &str, root: &str) -> CowStr<'static> {
    address::linked(target).map_or_else(|| "#".into(), |(file, rest)| format!("{root}{file}{rest}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, expected: &str) {
        assert_eq!(html(markdown, 2, "../", &read).0.trim(), expected, "{markdown}");
    }

    #[test]
    fn headings_fit_below_the_page() {
        check("## 目的", "<h2>目的</h2>");
        check("# a\n### b\n# c", "<h2>a</h2>\n<h3>b</h3>\n<h2>c</h2>");
    }

    #[test]
    fn links_within_the_site_start_at_its_root() {
        check("[用語集](glossary/#kyodo)", "<p><a href=\"../glossary/index.html#kyodo\">用語集</a></p>");
        check("[市](https://example.jp/)", "<p><a href=\"https://example.jp/\">市</a></p>");
    }

    #[test]
    fn other_schemes_lead_nowhere() {
        for scheme in
            ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "//example.jp/x", "file:///etc/passwd"]
        {
            check(&format!("[x]({scheme})"), "<p><a href=\"#\">x</a></p>");
        }
    }

    #[test]
    fn readings_are_shown_but_not_in_code() {
        let ruby = "<ruby>武石<rp>(</rp><rt>たけし</rt><rp>)</rp></ruby>";
        check("新しい｜武石《たけし》", &format!("<p>新しい{ruby}</p>"));
        check("[武石《たけし》](about/)", &format!("<p><a href=\"../about/index.html\">{ruby}</a></p>"));
        check("    ｜武石《たけし》", "<pre><code>｜武石《たけし》</code></pre>");
    }

    #[test]
    fn only_running_text_is_spoken() {
        let shout = |text: &str, _: &[Ruby]| Html(format!("<b>{text}</b>"));
        let html = html("# 題\n文 [先](about/)", 2, "../", &shout).0;
        assert_eq!(html, "<h2>題</h2>\n<p><b>文 </b><a href=\"../about/index.html\">先</a></p>\n");
    }

    #[test]
    fn raw_html_is_shown_as_text() {
        check("a <b>b</b>", "<p>a &lt;b&gt;b&lt;/b&gt;</p>");
    }
}
