//! Markdown as HTML: without raw HTML, with headings that fit below those of the page, and with links that lead only to
//! http, https, mailto or within the site. Links within the site are written from its root.

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

use super::html::Html;
use super::urls;

/// Prints Markdown; its highest heading becomes `top`, and `root` is the way to the site's root.
pub(super) fn html(markdown: &str, top: usize, root: &str) -> Html {
    let events: Vec<_> = Parser::new_ext(markdown, Options::ENABLE_TABLES).collect();
    let highest = events.iter().filter_map(heading).min().unwrap_or(1);
    let mut previous = top - 1;
    let mut levels = Vec::new();
    let events = events.into_iter().map(|event| match event {
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
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        other => other,
    });
    let mut text = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut text, events);
    Html(
        text.replace("<table>", "<div class=\"scroll\" role=\"region\" aria-label=\"表\" tabindex=\"0\"><table>")
            .replace("</table>", "</table></div>"),
    )
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
    match urls::internal(target) {
        Some(path) => format!("{root}{path}").into(),
        None if is_allowed => target.to_owned().into(),
        None => "#".into(),
    }
}

/// Images come from the site itself only.
fn image(target: &str, root: &str) -> CowStr<'static> {
    urls::internal(target).map_or_else(|| "#".into(), |path| format!("{root}{path}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, expected: &str) {
        assert_eq!(html(markdown, 2, "../").0.trim(), expected, "{markdown}");
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
    fn raw_html_is_shown_as_text() {
        check("a <b>b</b>", "<p>a &lt;b&gt;b&lt;/b&gt;</p>");
    }
}
