//! Values that begin with `&` or `!`: YAML takes the first word for the name of an anchor or of a kind and leaves it out, so
//! that 「&A社との連携 を実施」 becomes 「を実施」. An anchor that something refers to (`*A`) is meant as one.

use std::collections::HashSet;

use super::{Node, Value};
use crate::diagnostic::Span;

/// The places of the anchors and kinds in a text, as far as they begin a value; `&` and `!` within texts are none.
pub fn anchors(tree: &Node, text: &str) -> Vec<Span> {
    if !text.contains(['&', '!']) {
        return Vec::new();
    }
    let mut texts = Vec::new();
    gather(tree, &mut texts);
    texts.sort_unstable_by_key(|span| span.start);
    let is_within = |at: usize| {
        let before = texts.partition_point(|span| span.start as usize <= at);
        before.checked_sub(1).is_some_and(|last| at < texts[last].end as usize)
    };
    let used: HashSet<_> = text.match_indices('*').map(|(at, _)| word(&text[at + 1..])).collect();
    let anchor = |at: usize| {
        let name = word(&text[at + 1..]);
        let is_used = text[at..].starts_with('&') && !name.is_empty() && used.contains(name);
        let end = at + 1 + name.len();
        (!is_used && !is_within(at)).then_some(Span { start: at as u32, end: end as u32, ..tree.at })
    };
    opened(text).filter_map(anchor).collect()
}

/// The `&` and `!` that stand where a value may begin, outside comments.
fn opened(text: &str) -> impl Iterator<Item = usize> {
    let lines =
        text.split_inclusive('\n').scan(0, |next, line| Some((std::mem::replace(next, *next + line.len()), line)));
    lines.flat_map(|(start, line)| {
        let is_comment = line.trim_start().starts_with('#');
        let comment = if is_comment { 0 } else { line.find(" #").unwrap_or(line.len()) };
        let begins = move |at: &usize| {
            let before = line[..*at].trim_end_matches(' ');
            before.is_empty() || before.ends_with([':', '-', ',', '[', '{'])
        };
        line[..comment].match_indices(['&', '!']).map(|(at, _)| at).filter(begins).map(move |at| start + at)
    })
}

/// What stands before white space or the end of an entry.
fn word(text: &str) -> &str {
    text.split(|c: char| c.is_whitespace() || ",]}".contains(c)).next().unwrap_or_default()
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
