//! Text that is HTML already. Every other text is escaped by the template; only this one is printed as it is.

use std::fmt::Write;

use serde::Serialize;

/// Finished HTML; templates print it with `| safe`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct Html(pub(super) String);

impl Html {
    /// HTML that says exactly this text.
    pub(super) fn text(text: &str) -> Self {
        let mut html = Self(String::with_capacity(text.len()));
        html.push_text(text);
        html
    }

    /// Adds text.
    pub(super) fn push_text(&mut self, text: &str) {
        let mut from = 0;
        for (at, byte) in text.bytes().enumerate() {
            let entity = match byte {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                b'\'' => "&#39;",
                _ => continue,
            };
            self.0.push_str(&text[from..at]);
            self.0.push_str(entity);
            from = at + 1;
        }
        self.0.push_str(&text[from..]);
    }

    /// Adds a link; `class` is a word of ours.
    pub(super) fn push_link(&mut self, class: &str, href: &str, text: &str) {
        let _ = write!(self.0, "<a class=\"{class}\" href=\"");
        self.push_text(href);
        self.0.push_str("\">");
        self.push_text(text);
        self.0.push_str("</a>");
    }
}

/// JSON for a data block of a page: nothing in it can end the block.
pub(super) fn data_block(value: &impl Serialize) -> Html {
    let json = serde_json::to_string(value).expect("views serialize to JSON");
    Html(json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(Html::text("a<b>&\"'協働").0, "a&lt;b&gt;&amp;&quot;&#39;協働");
    }

    #[test]
    fn a_data_block_cannot_be_ended_from_within() {
        assert_eq!(data_block(&"</script>").0, "\"\\u003c/script\\u003e\"");
    }
}
