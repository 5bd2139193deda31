//! The parts of a packed workbook as XML, in bounds: a part that is too large, too finely divided or no XML is refused.

use std::io::{Cursor, Read};

use encoding_rs::{Encoding, UTF_8};
use roxmltree::{Document, Node, ParsingOptions};
use zip::ZipArchive;

use super::Error;

/// The largest part.
const MAX_PART: u64 = 100 * 1024 * 1024;
/// The maximum number of elements and texts of a part.
const MAX_NODES: u32 = 2_000_000;
/// The maximum number of attributes of a part.
const MAX_ATTRIBUTES: usize = 3_000_000;
/// The maximum number of attributes of an element: the reader compares each with all others.
const MAX_OF_ELEMENT: usize = 200;

/// Why a part is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    Broken,
    TooLarge,
}

impl Unreadable {
    /// The error about the workbook.
    pub(super) fn of(self, book: &str) -> Error {
        match self {
            Self::Broken => Error::NotABook(book.to_owned()),
            Self::TooLarge => Error::Bursts(book.to_owned()),
        }
    }
}

/// The files of a package.
pub(super) struct Package<'b>(ZipArchive<Cursor<&'b [u8]>>);

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Unreadable> {
        ZipArchive::new(Cursor::new(bytes)).map(Self).map_err(|_| Unreadable::Broken)
    }

    /// The text of a part.
    pub(super) fn text(&mut self, path: &str) -> Result<String, Unreadable> {
        let mut bytes = Vec::new();
        let entry = self.0.by_name(path).map_err(|_| Unreadable::Broken)?;
        entry.take(MAX_PART + 1).read_to_end(&mut bytes).map_err(|_| Unreadable::Broken)?;
        if bytes.len() as u64 > MAX_PART {
            return Err(Unreadable::TooLarge);
        }
        let (encoding, _) = Encoding::for_bom(&bytes).unwrap_or((UTF_8, 0));
        let (text, _, has_errors) = encoding.decode(&bytes);
        if has_errors { Err(Unreadable::Broken) } else { Ok(text.into_owned()) }
    }
}

/// Reads a part.
pub(super) fn document(text: &str) -> Result<Document<'_>, Unreadable> {
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    if !is_bounded(text) {
        return Err(Unreadable::TooLarge);
    }
    let is_too_large = |error: &roxmltree::Error| matches!(error, roxmltree::Error::NodesLimitReached);
    Document::parse_with_options(text, options)
        .map_err(|error| if is_too_large(&error) { Unreadable::TooLarge } else { Unreadable::Broken })
}

/// Whether the attributes are not too many.
fn is_bounded(text: &str) -> bool {
    let mut left = MAX_ATTRIBUTES;
    text.split('<').skip(1).all(|tag| {
        let count = attributes(tag.as_bytes());
        left = left.saturating_sub(count);
        count <= MAX_OF_ELEMENT && left > 0
    })
}

/// The number of attributes of a tag. Text that is no tag may have more, or none.
fn attributes(tag: &[u8]) -> usize {
    let (mut quote, mut count) = (None, 0);
    for byte in tag {
        match (quote, byte) {
            (None, b'>') => break,
            (None, b'=') => count += 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    count
}

/// The value of an attribute, whatever its prefix is.
pub(super) fn attribute<'n>(node: Node<'n, '_>, name: &str) -> Option<&'n str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

/// The elements with a name directly in another, whatever their prefix is.
pub(super) fn children<'n, 'i>(node: Node<'n, 'i>, name: &'static str) -> impl Iterator<Item = Node<'n, 'i>> {
    node.children().filter(move |child| is(*child, name))
}

/// The first element with a name in a document.
pub(super) fn first<'n, 'i>(document: &'n Document<'i>, name: &str) -> Option<Node<'n, 'i>> {
    document.descendants().find(|node| is(*node, name))
}

pub(super) fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// The nodes in an element, in order, without those below an element with one of some names.
pub(super) fn inside<'n, 'i>(node: Node<'n, 'i>, without: &[&str]) -> Vec<Node<'n, 'i>> {
    let (mut stack, mut found) = (vec![node], Vec::new());
    while let Some(next) = stack.pop() {
        if next != node && without.iter().any(|name| is(next, name)) {
            continue;
        }
        found.push(next);
        let at = stack.len();
        stack.extend(next.children());
        stack[at..].reverse();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_within_bounds() {
        let signs = "=".repeat(1_000);
        assert!(document(&format!("<a b='>{signs}'>{signs}</a>")).is_ok());
        let wide: String = (0..300).map(|n| format!(" a{n}='>'")).collect();
        for (part, why) in [
            (&*format!("<a{wide}/>"), Unreadable::TooLarge),
            ("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", Unreadable::Broken),
            ("<a>", Unreadable::Broken),
        ] {
            assert_eq!(document(part).err(), Some(why), "{}", &part[..3]);
        }
    }
}
