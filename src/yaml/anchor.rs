//! Values that begin with `&` or `!`: YAML takes the first word for the name of an anchor or of a kind and leaves it out, so
//! that 「&A社との連携 を実施」 becomes 「を実施」. An anchor that something refers to (`*A`) is meant as one.

use super::{Node, Value};
use crate::diagnostic::Span;

/// The places of the anchors and kinds in a text, as far as they begin a value; `&` and `!` within texts are none.
pub fn anchors(tree: &Node, text: &str) -> Vec<Span> {
    let mut texts = Vec::new();
    gather(tree, &mut texts);
    let place = |(at, _): (usize, &str)| {
        let before = text[..at].trim_end_matches(' ');
        let begins = before.is_empty() || before.ends_with(['\n', ':', '-', ',', '[', '{']);
        let is_within = texts.iter().any(|span| (span.start as usize) <= at && at < span.end as usize);
        let word = text[at..].split(|c: char| c.is_whitespace() || ",]}".contains(c)).next().unwrap_or_default();
        let span = Span { start: at as u32, end: (at + word.len()) as u32, ..tree.at };
        let is_used = word.starts_with('&') && word.len() > 1 && text.contains(&word.replacen('&', "*", 1));
        (begins && !is_within && !is_used && !is_comment(text, at)).then_some(span)
    };
    text.match_indices(['&', '!']).filter_map(place).collect()
}

/// Whether a place lies behind the `#` of a line.
fn is_comment(text: &str, at: usize) -> bool {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    line.trim_start().starts_with('#') || line.contains(" #")
}

fn gather(node: &Node, texts: &mut Vec<Span>) {
    match &node.value {
        Value::Map(entries) => entries.iter().for_each(|(key, node)| {
            texts.push(key.at);
            gather(node, texts);
        }),
        Value::List(items) => items.iter().for_each(|node| gather(node, texts)),
        Value::Text(_) => texts.push(node.at),
        Value::Empty | Value::Truth(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::yaml::parse;

    fn check(text: &str, expected: &[&str]) {
        let tree = parse(FileId(0), text).expect(text);
        let found = anchors(&tree, text);
        let words: Vec<_> = found.iter().map(|span| &text[span.start as usize..span.end as usize]).collect();
        assert_eq!(words, expected, "{text}");
    }

    #[test]
    fn an_anchor_is_no_text() {
        check("title: &文\n", &["&文"]);
        check("results:\n  - &A社との連携 を実施\n  - B&Cの連携\n", &["&A社との連携"]);
        check("sdgs: [&一 1, 2]\n", &["&一"]);
        check("title: \"&文\"\na: A & B  # - &x\n# b: &c\n", &[]);
        check("a: &b 文\nc: *b\n", &[]);
        check("a: |\n  - &文\n", &[]);
        check("title: !A 文\nplan:\n  - !New 文\n  - ! 文\n  - いざ! 文\n", &["!A", "!New", "!"]);
        check("plan: [!!str 文, \"!A\", '!B']\na: 文  # - !x\n", &["!!str"]);
    }
}
