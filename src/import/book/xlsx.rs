//! The workbook of Excel: sheets, shared texts, formats, merged areas, comments, hidden rows and columns.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::format::Format;
use super::xml::{Package, Unreadable, attribute, children, document, first, inside, is};
use super::{Address, Area, Cell, Content, Error, Note, Room, Sheet, TIME, ends, number_content, text_content};
use crate::model::Date;
use crate::workbook::day_of_serial;

/// The days between the epochs of the two calendars of Excel.
const SINCE_1904: i64 = 1462;

/// What all sheets share.
#[derive(Default)]
struct Shared {
    texts: Vec<(String, bool)>,
    looks: Vec<Look>,
    is_1904: bool,
}

/// How cells of a style show their values.
#[derive(Clone)]
struct Look {
    format: Format,
    is_struck: bool,
}

/// A part that another refers to: the end of its kind, and its path.
struct Relation {
    id: String,
    kind: String,
    path: String,
}

/// Reads the sheets.
pub(super) fn sheets(name: &str, bytes: &[u8], room: &mut Room) -> Result<Vec<Sheet>, Error> {
    let told = |why: Unreadable| why.of(name);
    let mut package = Package::open(bytes).map_err(told)?;
    let main = relations(&mut package, "").into_iter().find(|relation| relation.kind == "officeDocument");
    let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.path);
    let text = package.text(&main).map_err(told)?;
    let book = document(&text).map_err(told)?;
    let parts = relations(&mut package, &main);
    let shared = shared(&mut package, &parts, &book).map_err(told)?;
    let mut sheets = Vec::new();
    for sheet in first(&book, "sheets").into_iter().flat_map(|sheets| children(sheets, "sheet")) {
        let id = sheet.attributes().find(|attribute| attribute.name() == "id" && attribute.namespace().is_some());
        let its = parts.iter().find(|part| id.is_some_and(|id| id.value() == part.id));
        let Some(part) = its.filter(|part| part.kind == "worksheet") else { continue };
        let is_hidden = matches!(attribute(sheet, "state"), Some("hidden" | "veryHidden"));
        let name_of = attribute(sheet, "name").unwrap_or_default().to_owned();
        let named = Sheet { name: name_of, is_hidden, ..Sheet::default() };
        sheets.push(self::sheet(&mut package, part, &shared, (named, name), room)?);
    }
    Ok(sheets)
}

/// What a part refers to.
fn relations(package: &mut Package<'_>, part: &str) -> Vec<Relation> {
    let (folder, file) = part.rsplit_once('/').map_or(("", part), |(folder, file)| (folder, file));
    let path = format!("{folder}/_rels/{file}.rels");
    let Ok(text) = package.text(path.trim_start_matches('/')) else { return Vec::new() };
    let Ok(document) = document(&text) else { return Vec::new() };
    let relation = |node: Node<'_, '_>| {
        let target = attribute(node, "Target")?;
        Some(Relation {
            id: attribute(node, "Id")?.to_owned(),
            kind: attribute(node, "Type")?.rsplit('/').next()?.to_owned(),
            path: target.strip_prefix('/').map_or_else(|| resolved(folder, target), str::to_owned),
        })
    };
    document.root_element().children().filter_map(relation).collect()
}

/// A path relative to a folder.
fn resolved(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/').filter(|part| *part != ".") {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

fn shared(package: &mut Package<'_>, parts: &[Relation], book: &roxmltree::Document<'_>) -> Result<Shared, Unreadable> {
    let path = |kind: &str| parts.iter().find(|part| part.kind == kind).map(|part| part.path.clone());
    let mut shared = Shared {
        is_1904: first(book, "workbookPr").is_some_and(|node| is_on(attribute(node, "date1904"))),
        ..Shared::default()
    };
    if let Some(path) = path("sharedStrings") {
        let text = package.text(&path)?;
        let document = document(&text)?;
        shared.texts = children(document.root_element(), "si").map(rich_text).collect();
    }
    if let Some(path) = path("styles") {
        shared.looks = looks(&document(&package.text(&path)?)?);
    }
    Ok(shared)
}

fn is_on(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true" | "on"))
}

/// The text of a cell or of a shared text, without its readings, and whether a part of it is struck out.
fn rich_text(node: Node<'_, '_>) -> (String, bool) {
    let nodes = inside(node, &["rPh", "phoneticPr"]);
    let text =
        nodes.iter().filter(|node| is(**node, "t")).flat_map(|node| node.children().filter_map(|text| text.text()));
    let is_struck = nodes.iter().any(|node| is_strike(*node));
    (unescaped(&text.collect::<String>()), is_struck)
}

fn is_strike(node: Node<'_, '_>) -> bool {
    is(node, "strike") && attribute(node, "val").is_none_or(|value| is_on(Some(value)))
}

/// Replaces `_x000A_` and its like by the characters that they stand for.
fn unescaped(text: &str) -> String {
    let (mut whole, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find("_x") {
        whole.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let c = code.and_then(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?));
        whole.push_str(c.map_or("_x".to_owned(), |c| c.to_string()).as_str());
        rest = &rest[at + if c.is_some() { 7 } else { 2 }..];
    }
    whole + rest
}

fn looks(styles: &roxmltree::Document<'_>) -> Vec<Look> {
    let list = |name, of| first(styles, name).into_iter().flat_map(move |list| children(list, of));
    let number = |node, name: &str| attribute(node, name).and_then(|text| text.parse::<u32>().ok());
    let codes: BTreeMap<u32, &str> = list("numFmts", "numFmt")
        .filter_map(|node| Some((number(node, "numFmtId")?, attribute(node, "formatCode")?)))
        .collect();
    let struck: Vec<bool> = list("fonts", "font").map(|font| font.children().any(is_strike)).collect();
    let look = |xf| {
        let format = number(xf, "numFmtId").unwrap_or(0);
        let font = number(xf, "fontId").and_then(|font| struck.get(font as usize)).copied();
        Look {
            format: codes.get(&format).map_or_else(|| Format::built_in(format), |code| Format::new(code)),
            is_struck: font.unwrap_or(false),
        }
    };
    list("cellXfs", "xf").map(look).collect()
}

fn sheet(
    package: &mut Package<'_>,
    part: &Relation,
    shared: &Shared,
    (mut sheet, book): (Sheet, &str),
    room: &mut Room,
) -> Result<Sheet, Error> {
    let broken = || Error::NotABook(book.to_owned());
    let text = package.text(&part.path).map_err(|why| why.of(book))?;
    let document = document(&text).map_err(|why| why.of(book))?;
    let root = document.root_element();
    let mut row: u32 = 0;
    for node in children(root, "sheetData").flat_map(|data| children(data, "row")) {
        row = attribute(node, "r").map_or(row.checked_add(1), |text| text.parse::<u32>().ok()).ok_or_else(broken)?;
        if is_on(attribute(node, "hidden")) {
            sheet.hidden_rows.add(row.saturating_sub(1), row.saturating_sub(1));
        }
        let mut column = 0;
        for node in children(node, "c") {
            let next = row.checked_sub(1).map(|row| (row, column));
            let at = attribute(node, "r").map_or(next, address).filter(|at| ends(*at)).ok_or_else(broken)?;
            column = at.1 + 1;
            if let Some(cell) = cell(node, shared) {
                room.take(book)?;
                sheet.cells.insert(at, cell);
            }
        }
    }
    let areas = children(root, "mergeCells").flat_map(|list| children(list, "mergeCell"));
    sheet.merged = areas.filter_map(|node| area(attribute(node, "ref")?)).collect();
    let columns = children(root, "cols").flat_map(|list| children(list, "col"));
    for node in columns.filter(|node| is_on(attribute(*node, "hidden"))) {
        let number = |name| attribute(node, name)?.parse::<u32>().ok()?.checked_sub(1);
        if let (Some(first), Some(last)) = (number("min"), number("max")) {
            sheet.hidden_columns.add(first, last);
        }
    }
    let notes = relations(package, &part.path).into_iter().find(|relation| relation.kind == "comments");
    sheet.notes = notes.and_then(|notes| self::notes(&package.text(&notes.path).ok()?)).unwrap_or_default();
    Ok(sheet)
}

fn notes(text: &str) -> Option<Vec<Note>> {
    let document = document(text).ok()?;
    let notes = document.descendants().filter(|node| is(*node, "comment"));
    Some(notes.filter_map(|node| Some((address(attribute(node, "ref")?)?, rich_text(node).0))).collect())
}

/// D12, from 0.
fn address(name: &str) -> Option<Address> {
    let name = name.replace('$', "");
    let letters = name.bytes().take_while(u8::is_ascii_uppercase).count();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let column = name[..letters].bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
    Some((name[letters..].parse::<u32>().ok()?.checked_sub(1)?, column - 1))
}

fn area(name: &str) -> Option<Area> {
    let (first, last) = name.split_once(':').unwrap_or((name, name));
    Some(Area { first: address(first)?, last: address(last)? })
}

fn cell(node: Node<'_, '_>, shared: &Shared) -> Option<Cell> {
    let look = attribute(node, "s").and_then(|index| shared.looks.get(index.parse::<usize>().ok()?)).cloned();
    let look = look.unwrap_or_else(|| Look { format: Format::built_in(0), is_struck: false });
    let is_formula = children(node, "f").next().is_some();
    let value: String = children(node, "v").flat_map(|node| node.children().filter_map(|text| text.text())).collect();
    let (content, is_part_struck) = match attribute(node, "t").unwrap_or("n") {
        "s" => match value.trim().parse::<usize>().ok().and_then(|at| shared.texts.get(at)) {
            Some((text, is_struck)) => (text_content(text, &look.format), *is_struck),
            None => (Some(Content::Error("(壊れたセル)".to_owned())), false),
        },
        "inlineStr" => {
            let (text, is_struck) = children(node, "is").next().map(rich_text).unwrap_or_default();
            (text_content(&text, &look.format), is_struck)
        }
        "str" => (text_content(&unescaped(&value), &look.format), false),
        "b" => (Some(Content::Truth(value.trim() == "1")), false),
        "e" => (Some(Content::Error(value)), false),
        "d" => (Some(iso_day(&value, &look.format)), false),
        _ => (number(&value, &look.format, shared.is_1904), false),
    };
    // A formula that was never computed shows nothing and is reported all the same; one whose result is an empty text is not.
    let is_computed = attribute(node, "t") == Some("str") && children(node, "v").next().is_some();
    let is_waiting = is_formula && !is_computed;
    let content = content.or_else(|| is_waiting.then(|| Content::Error("(計算されていない式)".to_owned())))?;
    Some(Cell { content, is_formula, is_struck: look.is_struck || is_part_struck })
}

fn number(digits: &str, format: &Format, is_1904: bool) -> Option<Content> {
    if digits.trim().is_empty() {
        return None;
    }
    let Some(value) = digits.trim().parse::<f64>().ok().filter(|value| value.is_finite()) else {
        return Some(Content::Error(digits.to_owned()));
    };
    if !format.is_day() {
        return Some(number_content(value, format.number(value), &format.code));
    }
    let first = if is_1904 { SINCE_1904 } else { 0 };
    let day = (value.fract() == 0.0).then(|| day_of_serial(value as i64 + first)).flatten();
    Some(match day.and_then(|iso| iso.parse::<Date>().ok()) {
        Some(date) => Content::Day { date, shown: format.day(date) },
        None => Content::Error(TIME.to_owned()),
    })
}

/// A day that the workbook writes as 2022-10-01.
fn iso_day(text: &str, format: &Format) -> Content {
    match text.split('T').next().unwrap_or_default().parse::<Date>() {
        Ok(date) => Content::Day { date, shown: format.day(date).or_else(|| Some(date.iso())) },
        Err(_) => Content::Error(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_cells_are_read() {
        assert_eq!(address("A1"), Some((0, 0)));
        assert_eq!(address("$AA$10"), Some((9, 26)));
        for name in ["", "A", "A0", "1", "ZZZZ1", "A99999999999"] {
            assert_eq!(address(name), None, "{name}");
        }
    }

    #[test]
    fn escaped_letters_are_read() {
        assert_eq!(unescaped("一_x000A_二_x005F_x000D_"), "一\n二_x000D_");
        assert_eq!(unescaped("a_xyz_x12"), "a_xyz_x12");
    }
}
