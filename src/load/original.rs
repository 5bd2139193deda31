//! Checks the files of `files/`: their content must be what the ending of their name says, and no program in it may run.

use std::borrow::Cow;

use super::image;
use super::rules::{BAD_FILE, TOO_LARGE};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::model::{FileType, Original};
use crate::source::{FileId, MAX_ORIGINAL, SourceFile};

/// Reads a file to download; reports why it must not be published.
pub(super) fn original(id: FileId, file: &SourceFile, faults: &mut Diagnostics) -> Option<Original> {
    let refuse = |message: String, help: &str| Diagnostic::error(BAD_FILE.slug, Span::file(id), message, help);
    let ending = file.path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let Some(kind) = FileType::of_ending(ending) else {
        let known: Vec<_> = FileType::ALL.iter().map(|(.., ending)| format!(".{ending}")).collect();
        let help = format!("{} のどれかの形式で保存し直してください", known.join("、"));
        faults.push(refuse(format!("この形式のファイル(.{ending})は公開できません"), &help));
        return None;
    };
    if file.bytes.is_empty() {
        faults.push(refuse("ファイルが空です".to_owned(), "正しいファイルに置き換えてください"));
        return None;
    }
    if has_program(&file.bytes) {
        faults.push(refuse(
            "マクロの入ったファイルは公開できません".to_owned(),
            "マクロの無い形式(.xlsx など)で保存し直してください",
        ));
        return None;
    }
    let found = found(&file.bytes);
    if !found.contains(&kind) {
        let message = match found.first() {
            Some(other) => format!("名前の終わりは .{ending} ですが、中身は{}です", other.word()),
            None => format!("名前の終わりは .{ending} ですが、中身は{}ではありません", kind.word()),
        };
        faults.push(refuse(message, "中身に合う名前にするか、その形式で保存し直してください"));
        return None;
    }
    if kind == FileType::Svg
        && let Err(fault) = image::svg(id, &text(&file.bytes))
    {
        faults.push(*fault);
        return None;
    }
    Some(Original { path: file.path.clone(), at: Span::file(id), bytes: file.bytes.as_slice().into(), kind })
}

/// The finding about a file that takes too long to download.
pub(super) fn too_large(id: FileId, bytes: u64) -> Diagnostic {
    let size = bytes as f64 / 1e6;
    let message =
        format!("ファイルが大きすぎます({size:.1} MB)。公開できるのは {} MB までです", MAX_ORIGINAL / 1024 / 1024);
    let help = "PDF を圧縮するか、章ごとに分けてください。大きいままでよければ、ほかのサイトに置いて https:// からのリンクにします";
    Diagnostic::error(TOO_LARGE.slug, Span::file(id), message, help)
}

impl FileType {
    /// The type of files with this ending.
    fn of_ending(ending: &str) -> Option<Self> {
        let ending = if ending == "jpeg" { "jpg" } else { ending };
        Self::ALL.iter().find(|(.., known)| *known == ending).map(|(kind, ..)| *kind)
    }
}

/// What the bytes are, by their first ones or by what a package of them holds; the nearest first.
fn found(bytes: &[u8]) -> Vec<FileType> {
    const PACKED: [(&[u8], FileType); 4] = [
        (b"xl/workbook", FileType::Xlsx),
        (b"word/document", FileType::Docx),
        (b"ppt/presentation", FileType::Pptx),
        (b"opendocument.spreadsheet", FileType::Ods),
    ];
    let begins = |sign: &[u8]| bytes.starts_with(sign);
    if begins(b"%PDF-") {
        vec![FileType::Pdf]
    } else if begins(b"\x89PNG\r\n\x1a\n") {
        vec![FileType::Png]
    } else if begins(b"\xff\xd8\xff") {
        vec![FileType::Jpeg]
    } else if begins(b"PK\x03\x04") {
        let packed = PACKED.iter().filter(|(name, _)| has(bytes, name)).map(|(_, kind)| *kind);
        packed.chain([FileType::Zip]).collect()
    } else {
        text_types(bytes)
    }
}

/// Text may be a table, a drawing or just text; a web page is none of them.
fn text_types(bytes: &[u8]) -> Vec<FileType> {
    let is_binary = bytes.iter().any(|byte| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c'));
    let head = text(&bytes[..bytes.len().min(1_000)]).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    if is_binary || head.starts_with("<!doctype html") || head.starts_with("<html") {
        Vec::new()
    } else if head.starts_with('<') {
        vec![FileType::Svg]
    } else {
        vec![FileType::Text, FileType::Csv]
    }
}

/// Whether a workbook or document has macros: one of its parts is a program.
fn has_program(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") && has(bytes, b"vbaProject.bin")
}

fn has(bytes: &[u8], name: &[u8]) -> bool {
    bytes.windows(name.len()).any(|part| part == name)
}

fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, bytes: &[u8], expected: Option<&str>) {
        let file = SourceFile { path: path.to_owned(), text: String::new(), bytes: bytes.to_vec(), defect: None };
        let mut faults = Diagnostics::default();
        let kind = original(FileId(0), &file, &mut faults).map(|original| original.kind);
        assert_eq!(faults.iter().next().map(|fault| fault.message.as_str()), expected, "{path}");
        assert_eq!(kind.is_some(), expected.is_none());
    }

    #[test]
    fn a_file_is_what_its_content_says() {
        check("files/a.pdf", b"%PDF-1.7", None);
        check("files/a.jpeg", b"\xff\xd8\xff\xe0", None);
        check("files/a.xlsx", b"PK\x03\x04 xl/workbook.xml", None);
        check("files/a.zip", b"PK\x03\x04 xl/workbook.xml", None);
        check("files/a.csv", b"\x82\xa0,1\r\n", None);
        check("files/a.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", None);
        check("files/a.pdf", b"\x89PNG\r\n\x1a\n", Some("名前の終わりは .pdf ですが、中身はPNGです"));
        check("files/a.xlsx", b"PK\x03\x04 word/document.xml", Some("名前の終わりは .xlsx ですが、中身はWordです"));
        check("files/a.xlsx", b"\xd0\xcf\x11\xe0", Some("名前の終わりは .xlsx ですが、中身はExcelではありません"));
        check("files/a.csv", b"<html>", Some("名前の終わりは .csv ですが、中身はCSVではありません"));
    }

    #[test]
    fn no_program_is_published() {
        check("files/a.exe", b"MZ", Some("この形式のファイル(.exe)は公開できません"));
        check("files/a.xlsx", b"PK\x03\x04 xl/vbaProject.bin", Some("マクロの入ったファイルは公開できません"));
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>";
        check("files/a.svg", svg, Some("SVG に、公開できない要素 `script` があります"));
        check("files/a.pdf", b"", Some("ファイルが空です"));
    }
}
