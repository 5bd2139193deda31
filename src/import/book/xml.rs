//! The parts of a packed workbook as XML, in bounds: a part that is too large, too finely divided or no XML is refused.

use std::io::{Cursor, Read};

use encoding_rs::{Encoding, UTF_8};
use roxmltree::{Document, Node, ParsingOptions};
use zip::ZipArchive;

/// The largest part.
const MAX_PART: u64 = 100 * 1024 * 1024;
/// The maximum number of elements and texts of a part.
const MAX_NODES: u32 = 2_000_000;
/// The maximum number of attributes of a part.
const MAX_ATTRIBUTES: usize = 3_000_000;
/// The maximum number of attributes of an element: the reader compares each with all others.
const MAX_OF_ELEMENT: usize = 2_000;

/// The files of a package.
pub(super) struct Package<'b>(ZipArchive<Cursor<&'b [u8]>>);

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Option<Self> {
        ZipArchive::new(Cursor::new(bytes)).ok().map(Self)
    }

    /// The text of a part.
    pub(super) fn text(&mut self, path: &str) -> Option<String> {
        let mut bytes = Vec::new();
        self.0.by_name(path).ok()?.take(MAX_PART + 1).read_to_end(&mut bytes).ok()?;
        let (encoding, _) = Encoding::for_bom(&bytes).unwrap_or((UTF_8, 0));
        let (text, _, has_errors) = encoding.decode(&bytes);
        (bytes.len() as u64 <= MAX_PART && !has_errors).then(|| text.into_owned())
    }
}

/// Reads a part.
pub(super) fn document(text: &str) -> Option<Document<'_>> {
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    is_bounded(text).then(|| Document::parse_with_options(text, options).ok()).flatten()
}

/// Whether the attributes are not too many, as their signs tell.
fn is_bounded(text: &str) -> bool {
    let mut left = MAX_ATTRIBUTES;
    text.split('<').all(|piece| {
        let count = piece.bytes().filter(|byte| *byte == b'=').count();
        left = left.saturating_sub(count);
        count <= MAX_OF_ELEMENT && left > 0
    })
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
        assert!(document("<a b='='>=</a>").is_some());
        let wide: String = (0..3_000).map(|n| format!(" a{n}=''")).collect();
        for part in [format!("<a{wide}/>"), "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>".to_owned(), "<a>".to_owned()] {
            assert!(document(&part).is_none(), "{}", &part[..10.min(part.len())]);
        }
    }
}
