//! Finished HTML. The template escapes every other text; only this one is printed unchanged.

use std::ops::Range;

use serde::Serialize;

use super::terms::LINK;
use crate::model::Ruby;

/// Finished HTML; templates print it with `| safe`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct Html(pub(super) String);

impl Html {
    /// HTML that shows exactly this text.
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

    /// Adds a part of a text with the 読み仮名 inside it.
    pub(super) fn push_read(&mut self, text: &str, part: Range<usize>, rubies: &[Ruby]) {
        let mut from = part.start;
        for ruby in rubies.iter().filter(|ruby| part.start <= ruby.start && ruby.end <= part.end) {
            self.push_text(&text[from..ruby.start]);
            self.0.push_str("<ruby>");
            self.push_text(&text[ruby.start..ruby.end]);
            self.0.push_str("<rp>(</rp><rt>");
            self.push_text(&ruby.reading);
            self.0.push_str("</rt><rp>)</rp></ruby>");
            from = ruby.end;
        }
        self.push_text(&text[from..part.end]);
    }

    /// The same as an item of a list, which has its own mark: sheets that are filled in by hand begin each line with a dot.
    pub(super) fn without_dot(mut self) -> Self {
        let said = self.0.trim_start_matches(['・', '･']).trim_start();
        if !said.is_empty() && said.len() < self.0.len() {
            self.0 = said.to_owned();
        }
        self
    }

    /// Begins the link to a term; its accessible name states that it leads to an explanation.
    pub(super) fn open_term(&mut self, href: &str, term: &str) {
        self.0.push_str(LINK);
        self.push_text(href);
        self.0.push_str("\" aria-label=\"");
        self.push_text(term);
        self.0.push_str("(用語の説明)\">");
    }

    /// Ends the link to a term.
    pub(super) fn close_term(&mut self) {
        self.0.push_str("</a>");
    }
}

/// A number of a drawing: with at most one digit after the point.
pub(super) fn short(number: f64) -> String {
    let tenths = (number * 10.0).round_ties_even() as i64;
    let (sign, whole, tenth) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs() / 10, tenths % 10);
    if tenth == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{}", tenth.abs()) }
}

/// JSON for a data block of a page, escaped so that it cannot end the block.
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
    fn an_item_of_a_list_has_no_dot_of_its_own() {
        let told = |text: &str| Html::text(text).without_dot().0;
        assert_eq!(
            [told("・講座を開く。"), told("･ 講座"), told("講座・催し"), told("・")],
            ["講座を開く。", "講座", "講座・催し", "・"]
        );
    }

    #[test]
    fn numbers_of_drawings_are_as_short_as_they_may_be() {
        assert_eq!([short(12.0), short(-0.04), short(33.333), short(-4.5)], ["12", "0", "33.3", "-4.5"]);
    }

    #[test]
    fn readings_stand_above_their_words() {
        let mut html = Html::default();
        let ruby = Ruby { start: 3, end: 9, reading: "たけし".to_owned() };
        html.push_read("新武石<地域", 0.."新武石<地域".len(), &[ruby]);
        assert_eq!(html.0, "新<ruby>武石<rp>(</rp><rt>たけし</rt><rp>)</rp></ruby>&lt;地域");
    }

    #[test]
    fn a_data_block_cannot_be_ended_from_within() {
        assert_eq!(data_block(&"</script>").0, "\"\\u003c/script\\u003e\"");
    }
}
