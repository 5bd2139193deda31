//! Checks the images of `images/`: their format must be that of their name, and they must contain nothing but graphics.
//!
//! A browser executes the content of an SVG that is opened by itself, so only elements that draw are allowed (SVG 1.1,
//! chapters 5 to 14), without scripts, events, animations, styles that load, and links to anything outside it.

use roxmltree::{Document, Node};

use super::rules::BAD_IMAGE;
use super::{character, unprintable};
use crate::characters::hidden_kinds;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::model::{Image, ImageKind};
use crate::source::{FileId, SourceFile};

const SVG: &str = "http://www.w3.org/2000/svg";

/// The allowed elements.
const ELEMENTS: &[&str] = &[
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "g",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "metadata",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
];

/// Reads an image; reports why it must not be published.
pub(super) fn image(id: FileId, file: &SourceFile, faults: &mut Diagnostics) -> Option<Image> {
    let read = match file.path.rsplit_once('.') {
        Some((_, "svg")) => svg(id, &file.text),
        Some((_, "png")) => png(id, &file.bytes),
        Some((_, "jpg" | "jpeg")) => jpeg(id, &file.bytes),
        _ => {
            let help = "SVG、PNG、JPEG のどれかの形式で保存し直してください";
            Err(refuse(Span::file(id), "この形式の画像は公開できません(SVG、PNG、JPEG だけです)", help))
        }
    };
    let (kind, size) = read.map_err(|fault| faults.push(*fault)).ok()?;
    let bytes = if kind == ImageKind::Svg { file.text.as_bytes().to_vec() } else { file.bytes.clone() };
    Some(Image { path: file.path.clone(), at: Span::file(id), bytes, kind, size })
}

pub(super) type Read = Result<(ImageKind, Option<(u32, u32)>), Box<Diagnostic>>;

fn refuse(at: Span, message: impl Into<String>, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(BAD_IMAGE.slug, at, message, help))
}

/// The signature and the first chunk of a PNG (PNG specification, 5.2 and 11.2.2).
fn png(id: FileId, bytes: &[u8]) -> Read {
    let head = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").filter(|rest| rest.len() > 8);
    let Some(head) = head else {
        return Err(refuse(Span::file(id), "PNG の画像として読めません", "画像を PNG の形式で保存し直してください"));
    };
    let number = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    Ok((ImageKind::Png, Some((number(0), number(4)))))
}

/// The size in the frame of a JPEG (ITU-T T.81, B.2.2), which follows any number of segments.
fn jpeg(id: FileId, bytes: &[u8]) -> Read {
    let mut rest = bytes.strip_prefix(b"\xff\xd8").unwrap_or_default();
    while let [0xff, mark, high, low, body @ ..] = rest {
        let number = |at: usize| u32::from(u16::from_be_bytes([body[at], body[at + 1]]));
        if matches!(mark, 0xc0..=0xcf) && !matches!(mark, 0xc4 | 0xc8 | 0xcc) && body.len() > 5 {
            return Ok((ImageKind::Jpeg, Some((number(3), number(1)))));
        }
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        rest = body.get(length.saturating_sub(2)..).unwrap_or_default();
    }
    Err(refuse(Span::file(id), "JPEG の画像として読めません", "画像を JPEG の形式で保存し直してください"))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the XML reader knows many faults")]
pub(super) fn svg(id: FileId, text: &str) -> Read {
    const RESAVE: &str = "描画ソフトで SVG の形式で保存し直してください";
    let document = Document::parse(text).map_err(|error| {
        let at = position(id, text, error.pos());
        let message = match error {
            roxmltree::Error::DtdDetected => "SVG に DOCTYPE があります",
            _ => "SVG の画像として読めません",
        };
        refuse(at, message, "DOCTYPE の行を消すか、描画ソフトで SVG の形式で保存し直してください")
    })?;
    let root = document.root_element();
    if !root.has_tag_name((SVG, "svg")) {
        return Err(refuse(span(id, &root), "SVG の画像ではありません", RESAVE));
    }
    if let Some(node) = document.root().children().find(|node| node.is_pi()) {
        return Err(refuse(
            span(id, &node),
            "SVG に、ほかのファイルを読み込む命令があります",
            "この行を消してください",
        ));
    }
    for node in document.descendants() {
        if node.is_element() {
            element(id, &node)?;
        }
        words(id, text, &node)?;
    }
    Ok((ImageKind::Svg, size(&root)))
}

/// Refuses characters that may not be published in a text of the image and in its attributes, also where a number stands for one.
fn words(id: FileId, written: &str, node: &Node<'_, '_>) -> Result<(), Box<Diagnostic>> {
    let attributes = node.attributes().map(|attribute| (attribute.value(), attribute.range()));
    let texts = node.text().filter(|_| node.is_text()).map(|text| (text, node.range()));
    for (text, range) in attributes.chain(texts) {
        let whole = Span { file: id, start: range.start as u32, end: range.end as u32 };
        if let Some((_, c, reason, count)) = hidden_kinds(text).into_iter().next() {
            let at = written[range].find(c).map_or(whole, |at| character(whole, at, c));
            return Err(Box::new(unprintable(at, c, reason, count)));
        }
    }
    Ok(())
}

fn element(id: FileId, node: &Node<'_, '_>) -> Result<(), Box<Diagnostic>> {
    let name = node.tag_name();
    // Elements of drawing programs, in namespaces of their own, are ignored by browsers.
    if name.namespace() == Some(SVG) && !ELEMENTS.contains(&name.name()) {
        let message = format!("SVG に、公開できない要素 `{}` があります", name.name());
        return Err(refuse(
            span(id, node),
            message,
            "アニメーション、スクリプト、埋め込みを除き、図形だけにして保存し直してください",
        ));
    }
    if matches!(name.namespace().unwrap_or_default(), "http://www.w3.org/1999/xhtml" | "") {
        let message = format!("SVG に、公開できない要素 `{}` があります", name.name());
        return Err(refuse(span(id, node), message, "図形だけにして保存し直してください"));
    }
    for attribute in node.attributes() {
        let at = Span { file: id, start: attribute.range().start as u32, end: attribute.range().end as u32 };
        let word = attribute.name().to_ascii_lowercase();
        if word.starts_with("on") {
            let message = format!("SVG に、スクリプトを動かす属性 `{}` があります", attribute.name());
            return Err(refuse(at, message, "この属性を消してください"));
        }
        if word == "href" && !attribute.value().trim_start().starts_with('#') || loads(attribute.value()) {
            return Err(refuse(
                at,
                "SVG に、外部のファイルへの参照があります",
                "参照を消すか、図形に変えて保存し直してください",
            ));
        }
    }
    let style: String = node.children().filter_map(|child| child.text()).collect();
    if name.name() == "style" && loads(&style) {
        return Err(refuse(
            span(id, node),
            "SVG に、外部のファイルへの参照があります",
            "スタイルの @import と url(…) を消してください",
        ));
    }
    Ok(())
}

/// Whether a style or an attribute loads something: `url(…)` with anything but a part of the image itself.
fn loads(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    let outside = |rest: &str| !rest.trim_start_matches(['"', '\'']).starts_with('#');
    style.contains("@import")
        || style.contains('\\')
        || style.split("url(").skip(1).any(outside)
        || style.contains("image-set(")
        || style.contains("javascript:")
}

/// The size by width and height, or by the view box.
fn size(root: &Node<'_, '_>) -> Option<(u32, u32)> {
    let length = |name: &str| {
        let value = root.attribute(name)?;
        value.strip_suffix("px").unwrap_or(value).trim().parse::<f64>().ok().filter(|n| *n >= 1.0 && *n < 1e5)
    };
    let viewed = || {
        let numbers: Vec<f64> =
            root.attribute("viewBox")?.split([' ', ',']).filter(|n| !n.is_empty()).flat_map(str::parse).collect();
        let [_, _, width, height] = numbers[..] else { return None };
        (width > 0.0 && height > 0.0).then_some((width, height))
    };
    let (width, height) = length("width").zip(length("height")).or_else(viewed)?;
    Some((width.round().max(1.0) as u32, height.round().max(1.0) as u32))
}

fn span(id: FileId, node: &Node<'_, '_>) -> Span {
    Span { file: id, start: node.range().start as u32, end: node.range().end as u32 }
}

fn position(id: FileId, text: &str, at: roxmltree::TextPos) -> Span {
    let before: usize = text.split_inclusive('\n').take(at.row.saturating_sub(1) as usize).map(str::len).sum();
    let column = text[before..].chars().take(at.col.saturating_sub(1) as usize).map(char::len_utf8).sum::<usize>();
    let start = (before + column) as u32;
    Span { file: id, start, end: start }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(inner: &str, expected: Option<&str>) {
        let text = format!(
            "<svg xmlns=\"{SVG}\" xmlns:x=\"{SVG}\" xmlns:l=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 40 20\">{inner}</svg>"
        );
        let read = svg(FileId(0), &text);
        assert_eq!(read.err().map(|fault| fault.message).as_deref(), expected, "{inner}");
    }

    #[test]
    fn graphics_are_allowed() {
        check("<g><path d=\"M0 0h9\" fill=\"url(#a)\"/><use href=\"#a\"/></g><style>.a{fill:red}</style>", None);
        check("<n:note xmlns:n=\"urn:program\" l:href=\"#a\"/>", None);
    }

    #[test]
    fn everything_else_is_refused() {
        let element = |name: &str| format!("SVG に、公開できない要素 `{name}` があります");
        check("<script>alert(1)</script>", Some(&element("script")));
        check("<x:script>alert(1)</x:script>", Some(&element("script")));
        check("<foreignObject/>", Some(&element("foreignObject")));
        check("<animate/>", Some(&element("animate")));
        check("<a href=\"#b\"/>", Some(&element("a")));
        check("<i xmlns=\"\"/>", Some(&element("i")));
        check("<b xmlns=\"http://www.w3.org/1999/xhtml\"/>", Some(&element("b")));
        check("<g onload=\"x()\"/>", Some("SVG に、スクリプトを動かす属性 `onload` があります"));
        let outside = Some("SVG に、外部のファイルへの参照があります");
        check("<use href=\"https://example.jp/a.svg#b\"/>", outside);
        check("<use l:href=\"data:image/svg+xml,x\"/>", outside);
        check("<g fill=\"url( 'https://example.jp/x' )\"/>", outside);
        check("<style>@import 'x.css';</style>", outside);
        check("<style>.a{fill:u\\72l(//example.jp)}</style>", outside);
        check("<g", Some("SVG の画像として読めません"));
    }

    #[test]
    fn the_words_of_an_image_are_texts_too() {
        let expected = Some("外字(U+E000)が入っています");
        check("<title>外\u{e000}</title>", expected);
        check("<title>外&#xe000;</title>", expected);
        check("<g id=\"外&#57344;\"/>", expected);
        check("<title>👨‍👩‍👧と葛\u{e0100}城</title>", None);
    }

    #[test]
    fn a_definition_of_entities_is_refused() {
        let text = format!("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg xmlns=\"{SVG}\">&a;</svg>");
        assert_eq!(svg(FileId(0), &text).map_err(|fault| fault.message), Err("SVG に DOCTYPE があります".to_owned()));
    }

    #[test]
    fn sizes_are_read() {
        let of =
            |attributes: &str| svg(FileId(0), &format!("<svg xmlns=\"{SVG}\" {attributes}/>")).ok().and_then(|r| r.1);
        assert_eq!(of("viewBox=\"0 0 40.4 20\""), Some((40, 20)));
        assert_eq!(of("width=\"120px\" height=\"60\" viewBox=\"0 0 4 2\""), Some((120, 60)));
        assert_eq!(of("width=\"100%\" height=\"100%\""), None);
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend([0, 0, 1, 0, 0, 0, 0, 128, 8]);
        assert_eq!(png(FileId(0), &bytes).map_err(drop), Ok((ImageKind::Png, Some((256, 128)))));
        assert!(png(FileId(0), b"GIF89a").is_err());
        let jpg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc2\0\x0b\x08\0\x20\x01\0\x03";
        assert_eq!(jpeg(FileId(0), jpg).map_err(drop), Ok((ImageKind::Jpeg, Some((256, 32)))));
        assert!(jpeg(FileId(0), b"\xff\xd8\xff\xe0\xff").is_err());
    }
}
