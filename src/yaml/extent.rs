//! The extents of values in their text, and the comments around them. The tree has the start of each value and, for
//! single words, the end; the rest is computed from the text that follows.

use super::{Node, Value};

/// Whether a list or mapping is written within brackets.
pub(super) fn is_flow(text: &str, node: &Node) -> bool {
    matches!(node.value, Value::List(_) | Value::Map(_)) && text[node.at.start as usize..].starts_with(['[', '{'])
}

/// One past the last byte of a value. `slot` is the position of a missing value: after the colon or the dash.
pub(super) fn end(text: &str, node: &Node, slot: usize) -> usize {
    if is_flow(text, node) {
        return closing(text, node);
    }
    match &node.value {
        Value::List(list) => list.last().map_or(slot, |last| end(text, last, last.at.start as usize)),
        Value::Map(entries) => {
            entries.last().map_or(slot, |(key, last)| end(text, last, behind_colon(text, key.at.end as usize)))
        }
        Value::Empty if node.at.start == node.at.end => slot,
        Value::Empty | Value::Truth(_) | Value::Number(_) | Value::Text(_) => {
            let written = &text[node.at.start as usize..node.at.end as usize];
            node.at.start as usize + written.trim_end().len()
        }
    }
}

fn closing(text: &str, node: &Node) -> usize {
    let inside = node.at.start as usize + 1;
    let mut at = match &node.value {
        Value::List(list) => list.last().map_or(inside, |last| end(text, last, last.at.start as usize)),
        Value::Map(entries) => {
            entries.last().map_or(inside, |(key, last)| end(text, last, behind_colon(text, key.at.end as usize)))
        }
        Value::Empty | Value::Truth(_) | Value::Number(_) | Value::Text(_) => inside,
    };
    let mut in_comment = false;
    for c in text[at..].chars() {
        at += c.len_utf8();
        match c {
            '\n' => in_comment = false,
            '#' => in_comment = true,
            ']' | '}' if !in_comment => break,
            _ => {}
        }
    }
    at
}

/// The position after the colon that follows a key.
pub(super) fn behind_colon(text: &str, key_end: usize) -> usize {
    text[key_end..].find(':').map_or(key_end, |colon| key_end + colon + 1)
}

/// The dash of a list's item, before its first character; `None` within brackets.
pub(super) fn dash(text: &str, item: &Node) -> Option<usize> {
    let before = text[..first(text, item)].trim_end();
    let header = before.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+'));
    let before = if header.ends_with(['|', '>']) { header[..header.len() - 1].trim_end() } else { before };
    let dash = before.strip_suffix('-')?.len();
    text[line_start(text, dash)..dash].bytes().all(|b| matches!(b, b' ' | b'-')).then_some(dash)
}

/// The first byte of a value.
pub(super) fn first(text: &str, node: &Node) -> usize {
    if is_flow(text, node) {
        return node.at.start as usize;
    }
    match &node.value {
        Value::List(list) => list.first().and_then(|item| dash(text, item)).unwrap_or(node.at.start as usize),
        Value::Map(entries) => entries.first().map_or(node.at.start, |(key, _)| key.at.start) as usize,
        Value::Empty | Value::Truth(_) | Value::Number(_) | Value::Text(_) => node.at.start as usize,
    }
}

/// The start of the line of a position.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The end of the line of a position: its newline or the end of the text.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline)
}

/// The end of the line of a position, or of the last comment below it that is indented deeper than `column`: such
/// comments belong to the value above them.
pub(super) fn commented(text: &str, at: usize, column: usize) -> usize {
    let mut end = line_end(text, at);
    while let Some(line) = text.get(end + 1..).and_then(|rest| rest.lines().next()) {
        let bare = line.trim_start_matches(' ');
        if !bare.starts_with('#') || line.len() - bare.len() <= column {
            break;
        }
        end += 1 + line.len();
    }
    end
}

/// The column of a position, in bytes; only white space and dashes precede it.
pub(super) fn column(text: &str, at: usize) -> usize {
    at - line_start(text, at)
}

/// Every comment of a text with its position, in order: the text after a `#` between the words of the tree.
pub(super) fn comments(text: &str, tree: &Node) -> Vec<(usize, String)> {
    let mut words = Vec::new();
    collect(text, tree, &mut words);
    words.sort_unstable();
    words.push((text.len(), text.len()));
    let (mut found, mut from) = (Vec::new(), 0);
    for (start, end) in words {
        if start > from {
            scan(text, from, start, &mut found);
        }
        from = from.max(end);
    }
    found
}

fn scan(text: &str, from: usize, to: usize, found: &mut Vec<(usize, String)>) {
    let mut at = from;
    while let Some(hash) = text[at..to].find('#').map(|hash| at + hash) {
        let opens = hash == 0 || text[..hash].ends_with([' ', '\n', '\t']);
        let end = if opens { line_end(text, hash) } else { hash + 1 };
        if opens {
            found.push((hash, text[hash..end].trim_end().to_owned()));
        }
        at = end.min(to);
    }
}

fn collect(text: &str, node: &Node, words: &mut Vec<(usize, usize)>) {
    match &node.value {
        Value::List(list) => list.iter().for_each(|item| collect(text, item, words)),
        Value::Map(entries) => {
            for (key, value) in entries {
                words.push((key.at.start as usize, key.at.end as usize));
                collect(text, value, words);
            }
        }
        Value::Empty | Value::Truth(_) | Value::Number(_) | Value::Text(_) => {
            words.push((node.at.start as usize, end(text, node, node.at.start as usize)))
        }
    }
}
