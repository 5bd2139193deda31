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
}

/// The workbook after some deeds on its first, second … sheet.
pub(crate) fn after(sheet: usize, book: &[u8], deeds: &[Deed<'_>]) -> Vec<u8> {
    let sheet = format!("xl/worksheets/sheet{sheet}.xml");
    let mut archive = ZipArchive::new(Cursor::new(book)).expect("a package");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).expect("an entry");
        let name = entry.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("it can be unpacked");
        if name == sheet {
            let xml = String::from_utf8(bytes).expect("XML is text");
            bytes = deeds.iter().fold(xml, |xml, deed| done(xml, deed)).into_bytes();
        }
        writer.start_file(name, SimpleFileOptions::default()).expect("a new entry");
        writer.write_all(&bytes).expect("memory takes everything");
    }
    writer.finish().expect("memory takes everything").into_inner()
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
