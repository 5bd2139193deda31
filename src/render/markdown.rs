//! Converts Markdown to HTML: without raw HTML, with headings below those of the page, and with links only to http,
//! https, mailto or within the site. Links within the site are written relative to its root.

#![expect(clippy::wildcard_enum_match_arm, reason = "most events of the Markdown reader pass as they are")]

use std::collections::{BTreeMap, BTreeSet};

use super::html::Html;
use crate::markdown::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, events, html, mail};
use crate::model::{Ruby, address, ruby};

/// Converts running text to HTML, with its 読み仮名.
pub(super) type Say<'s> = &'s dyn Fn(&str, &[Ruby]) -> Html;

/// What to say behind a link to a path: the type and size of a file to download.
pub(super) type Note<'s> = &'s dyn Fn(&str) -> Option<String>;

/// A text with its 読み仮名, as in headings and links.
pub(super) fn read(text: &str, rubies: &[Ruby]) -> Html {
    let mut html = Html::default();
    html.push_read(text, 0..text.len(), rubies);
    html
}

/// Renders Markdown; its highest heading becomes level `top`, and `root` is the relative path to the site's root. `say`
/// converts running text, but not headings, table headers and links; `note` speaks behind links.
pub(super) fn html(markdown: &str, top: usize, root: &str, say: Say<'_>, note: Note<'_>) -> Html {
    let events: Vec<_> = events(markdown).into_iter().map(|(event, _)| event).collect();
    let highest = events.iter().filter_map(heading).min().unwrap_or(1);
    let mut previous = top - 1;
    let mut levels = Vec::new();
    let mut ids = heading_anchors(&events).into_iter();
    let mut place = Place::default();
    let spoken = events.into_iter().map(|event| place.speak(event, say));
    let mut notes = Vec::new();
    let noted = spoken.flat_map(|event| {
        let note = match &event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                notes.push(address::linked(dest_url).and_then(|(file, _)| note(&file)));
                None
            }
            Event::End(TagEnd::Link) => notes.pop().flatten(),
            _ => None,
        };
        let note =
            note.map(|note| Event::InlineHtml(format!(" <span class=\"small\" data-form>({note})</span>").into()));
        [event].into_iter().chain(note)
    });
    let events = noted.map(|event| match event {
        Event::Start(Tag::Heading { level, id: _, classes, attrs }) => {
            let id = ids.next().map(CowStr::from);
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

/// The anchor of each heading, in order; one that stands twice is numbered.
fn heading_anchors(events: &[Event<'_>]) -> Vec<String> {
    let (mut anchors, mut known) = (Vec::new(), BTreeMap::new());
    let mut title: Option<String> = None;
    for event in events {
        match event {
            Event::Start(Tag::Heading { .. }) => title = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                title.iter_mut().for_each(|title| title.push_str(text));
            }
            Event::End(TagEnd::Heading(_)) => {
                let title = title.take().unwrap_or_default();
                let anchor = address::heading_anchor(&ruby(&title).map_or(title, |(plain, _)| plain));
                anchors.push(numbered(anchor, &mut known));
            }
            _ => {}
        }
    }
    anchors
}

/// An anchor that is not yet known; `known` counts those of each text.
fn numbered(anchor: String, known: &mut BTreeMap<String, usize>) -> String {
    let mut unique = anchor.clone();
    while known.contains_key(&unique) {
        let count = known.entry(anchor.clone()).or_insert(1);
        *count += 1;
        unique = format!("{anchor}-{count}");
    }
    known.insert(unique.clone(), 1);
    unique
}

/// The anchors of a page.
pub fn anchors(page: &[u8]) -> BTreeSet<String> {
    const ENTITIES: [(&str, &str); 5] =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let page = String::from_utf8_lossy(page);
    let ids = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
    ids.map(|id| ENTITIES.iter().fold(id.to_owned(), |id, (entity, c)| id.replace(entity, c))).collect()
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
        return mail(target).into();
    }
    let scheme = target.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
    let is_allowed = target.starts_with('#') || address::SCHEMES.contains(&&*scheme);
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
        assert_eq!(html(markdown, 2, "../", &read, &|_| None).0.trim(), expected, "{markdown}");
    }

    #[test]
    fn headings_fit_below_the_page() {
        check("## 目的", "<h2 id=\"目的\">目的</h2>");
        check("# A\n### B\n# A", "<h2 id=\"A\">A</h2>\n<h3 id=\"B\">B</h3>\n<h2 id=\"A-2\">A</h2>");
    }

    #[test]
    fn headings_are_anchors_and_each_another_one() {
        let made = html(
            "## 担当\n## 担当\n## 担当-2\n## **「案」** と `i`\n## main\n## 武石《たけし》",
            2,
            "",
            &read,
            &|_| None,
        );
        let found: Vec<_> = anchors(made.0.as_bytes()).into_iter().collect();
        assert_eq!(found, ["h-main", "「案」-と-i", "担当", "担当-2", "担当-2-2", "武石"]);
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
        let html = html("# 題\n文 [先](about/)", 2, "../", &shout, &|_| None).0;
        assert_eq!(html, "<h2 id=\"題\">題</h2>\n<p><b>文 </b><a href=\"../about/index.html\">先</a></p>\n");
    }

    #[test]
    fn raw_html_is_shown_as_text() {
        check("a <b>b</b>", "<p>a &lt;b&gt;b&lt;/b&gt;</p>");
    }
}
