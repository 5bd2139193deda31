//! Edits the cells of a form as a clerk would in a spreadsheet program: types, merges, adds formulas, hides rows.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// What somebody does to a sheet.
pub(crate) enum Deed<'d> {
    /// Types a text.
    Type(&'d str, &'d str),
    /// Types a number.
    Number(&'d str, &'d str),
    /// Types TRUE.
    Truth(&'d str),
    /// Leaves a formula with its result; an empty result was never computed.
    Formula(&'d str, &'d str, &'d str),
    /// Leaves an error value.
    Fault(&'d str, &'d str),
    /// Empties a cell.
    Clear(&'d str),
    /// Joins cells: J9:J10.
    Join(&'d str),
    /// Hides a row.
    Hide(u32),
    /// Types a number that is shown in a number format: cell, format, digits.
    Format(&'d str, &'d str, &'d str),
    /// Types a text and strikes it out.
    Strike(&'d str, &'d str),
    /// Writes a comment on a cell.
    Note(&'d str, &'d str),
}

/// The workbook after some deeds on its first, second … sheet.
pub(crate) fn after(sheet: usize, book: &[u8], deeds: &[Deed<'_>]) -> Vec<u8> {
    let path = format!("xl/worksheets/sheet{sheet}.xml");
    let mut first = 0;
    let mut book = changed(book, "xl/styles.xml", |xml| {
        let formats =
            deeds.iter().filter_map(|deed| if let Deed::Format(_, code, _) = deed { Some(*code) } else { None });
        let (xml, count) = with_formats(xml, &formats.collect::<Vec<_>>());
        first = count;
        xml
    });
    book = changed(&book, &path, |xml| {
        let mut next = first;
        deeds.iter().fold(xml, |xml, deed| {
            let Deed::Format(cell, _, digits) = deed else { return done(xml, deed) };
            next += 1;
            let xml = set(&xml, cell, &format!("><v>{digits}</v></c>"));
            let style = format!("<c r=\"{cell}\" s=\"");
            let (before, rest) = xml.split_once(&style).expect("the cell has a style");
            format!("{before}{style}{}{}", next - 1, &rest[rest.find('"').expect("an attribute ends")..])
        })
    });
    for deed in deeds {
        if let Deed::Note(cell, text) = deed {
            let note = format!(
                "<comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><commentList><comment ref=\"{cell}\" authorId=\"0\"><text><r><t>{text}</t></r></text></comment></commentList></comments>"
            );
            let relation = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"c\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"../comments1.xml\"/></Relationships>";
            let parts = [
                ("xl/comments1.xml".to_owned(), note),
                (format!("xl/worksheets/_rels/sheet{sheet}.xml.rels"), relation.to_owned()),
            ];
            book = repacked(&book, &parts, |_, bytes| bytes);
        }
    }
    book
}

/// The workbook with one part changed as a text.
pub(crate) fn changed(book: &[u8], path: &str, mut change: impl FnMut(String) -> String) -> Vec<u8> {
    repacked(book, &[], |name, bytes| match name == path {
        true => change(String::from_utf8(bytes).expect("XML is text")).into_bytes(),
        false => bytes,
    })
}

/// The package with its parts changed, and with further ones.
fn repacked(book: &[u8], parts: &[(String, String)], mut change: impl FnMut(&str, Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(book)).expect("a package");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).expect("an entry");
        let name = entry.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("it can be unpacked");
        writer.start_file(&*name, SimpleFileOptions::default()).expect("a new entry");
        writer.write_all(&change(&name, bytes)).expect("memory takes everything");
    }
    for (name, text) in parts {
        writer.start_file(name, SimpleFileOptions::default()).expect("a new entry");
        writer.write_all(text.as_bytes()).expect("memory takes everything");
    }
    writer.finish().expect("memory takes everything").into_inner()
}

/// The styles with number formats, and how many styles there were.
fn with_formats(xml: String, formats: &[&str]) -> (String, usize) {
    let (before, cells) = xml.split_once("<cellXfs").expect("there are styles");
    let count = cells.split_once("</cellXfs>").expect("they end").0.matches("<xf ").count();
    let code = |(at, code): (usize, &&str)| {
        let code = code.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        format!("<numFmt numFmtId=\"{}\" formatCode=\"{code}\"/>", 900 + count + at)
    };
    let codes: String = formats.iter().enumerate().map(code).collect();
    let looks: String =
        (0..formats.len()).map(|at| format!("<xf numFmtId=\"{}\" fontId=\"0\"/>", 900 + count + at)).collect();
    let codes = if before.contains("<numFmts") {
        before.replacen("</numFmts>", &format!("{codes}</numFmts>"), 1)
    } else {
        before.replacen("<fonts", &format!("<numFmts>{codes}</numFmts><fonts"), 1)
    };
    (format!("{codes}<cellXfs{}", cells.replacen("</cellXfs>", &format!("{looks}</cellXfs>"), 1)), count)
}

fn done(xml: String, deed: &Deed<'_>) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('\n', "&#10;");
    match deed {
        Deed::Type(cell, text) => {
            let text = escaped(text);
            set(&xml, cell, &format!(" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"))
        }
        Deed::Number(cell, digits) => set(&xml, cell, &format!("><v>{digits}</v></c>")),
        Deed::Truth(cell) => set(&xml, cell, " t=\"b\"><v>1</v></c>"),
        Deed::Formula(cell, formula, "") => set(&xml, cell, &format!("><f>{}</f></c>", escaped(formula))),
        Deed::Formula(cell, formula, result) => {
            set(&xml, cell, &format!(" t=\"str\"><f>{}</f><v>{}</v></c>", escaped(formula), escaped(result)))
        }
        Deed::Fault(cell, fault) => set(&xml, cell, &format!(" t=\"e\"><v>{fault}</v></c>")),
        Deed::Clear(cell) => set(&xml, cell, "></c>"),
        Deed::Join(area) => xml.replacen("</mergeCells>", &format!("<mergeCell ref=\"{area}\"/></mergeCells>"), 1),
        Deed::Strike(cell, text) => {
            let text = escaped(text);
            let run = format!("<is><r><rPr><strike/></rPr><t xml:space=\"preserve\">{text}</t></r></is></c>");
            set(&xml, cell, &format!(" t=\"inlineStr\">{run}"))
        }
        Deed::Format(..) | Deed::Note(..) => xml,
        Deed::Hide(row) => xml.replacen(&format!("<row r=\"{row}\" "), &format!("<row r=\"{row}\" hidden=\"1\" "), 1),
    }
}

/// Puts another end to the element of a cell, whose style stays.
fn set(xml: &str, cell: &str, end: &str) -> String {
    let start = xml.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("{cell} is in the form"));
    let tag = start + xml[start..].find('>').expect("a tag ends");
    let is_empty = xml[..tag].ends_with('/');
    let stop = if is_empty { tag + 1 } else { tag + xml[tag..].find("</c>").expect("a cell ends") + 4 };
    let style = xml[start..tag].split(" s=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("0");
    format!("{}<c r=\"{cell}\" s=\"{style}\"{end}{}", &xml[..start], &xml[stop..])
}
