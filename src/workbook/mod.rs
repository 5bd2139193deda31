//! Workbooks in Office Open XML, for the open data and for the forms. They are written row by row, so that the longest
//! table needs no more memory than the shortest. Texts are written as texts: no cell is a formula. The rows and their
//! meaning are up to the caller. The clock is not read: the same rows produce the same bytes.

mod sheet;
mod style;
mod text;

use std::fmt::Write as _;
use std::io::Write;

use crate::archive::{Zip, packed};
use crate::bundle::Error;
use crate::dataset::Entry;
use crate::model::Date;
use text::{MAIN, OFFICE, PACKAGE, XML, area, escaped};

pub(crate) use sheet::{
    Choices, Column, Fit, Frozen, Growth, Layout, Paper, Prompt, RowLook, Rows, Sheet, Validation, Value,
};
pub(crate) use style::{Across, Down, Font, Style, StyleId, Styles};
pub(crate) use text::{column_letters, day_of_serial, fitting, is_cut, serial_day};

/// The document properties of a workbook.
pub(crate) struct About {
    /// 題名.
    pub(crate) title: String,
    /// The city.
    pub(crate) creator: String,
    /// 更新日.
    pub(crate) updated: Option<Date>,
}

/// A sheet of a workbook.
pub(crate) struct Part {
    /// The name on its tab.
    pub(crate) name: String,
    /// Its layout and print settings.
    pub(crate) layout: Layout,
    /// Its rows.
    pub(crate) entry: Entry,
}

/// Writes a workbook with these sheets.
pub(crate) fn write(to: &mut dyn Write, about: &About, styles: &Styles, sheets: &[Part]) -> Result<(), Error> {
    let mut zip = Zip::new(to, about.updated);
    for (name, xml) in [
        ("[Content_Types].xml", content_types(sheets.len())),
        ("_rels/.rels", package_relations()),
        ("docProps/core.xml", properties(about)),
        ("xl/workbook.xml", workbook(sheets)),
        ("xl/_rels/workbook.xml.rels", book_relations(sheets.len())),
        ("xl/styles.xml", styles.xml()),
    ] {
        zip.add(name, &packed(xml.as_bytes())?)?;
    }
    for (i, sheet) in (1..).zip(sheets) {
        zip.add(&format!("xl/worksheets/sheet{i}.xml"), &sheet.entry)?;
    }
    zip.finish()
}

/// The content types of the parts.
fn content_types(sheets: usize) -> String {
    let mut xml = format!(
        "{XML}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
    );
    let mut part = |name: &str, kind: &str| {
        let _ = write!(
            xml,
            "<Override PartName=\"/xl/{name}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml\"/>"
        );
    };
    part("workbook", "sheet.main");
    part("styles", "styles");
    (1..=sheets).for_each(|i| part(&format!("worksheets/sheet{i}"), "worksheet"));
    xml.push_str("</Types>");
    xml
}

/// The relationships of the package.
fn package_relations() -> String {
    format!(
        "{XML}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/><Relationship Id=\"rId2\" Type=\"{PACKAGE}/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>"
    )
}

/// The sheets by name, with their printed areas.
fn workbook(sheets: &[Part]) -> String {
    let mut xml =
        format!("{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><bookViews><workbookView/></bookViews><sheets>");
    for (i, Part { name, layout, .. }) in (1..).zip(sheets) {
        let state = if layout.is_hidden { " state=\"hidden\"" } else { "" };
        let _ = write!(xml, "<sheet name=\"{}\" sheetId=\"{i}\"{state} r:id=\"rId{i}\"/>", escaped(name));
    }
    xml.push_str("</sheets><definedNames>");
    for (i, Part { name, layout, .. }) in sheets.iter().enumerate() {
        let sheet = format!("'{}'", escaped(&name.replace('\'', "''")));
        let mut define = |what: &str, areas: &str| {
            let _ = write!(xml, "<definedName name=\"_xlnm.{what}\" localSheetId=\"{i}\">{areas}</definedName>");
        };
        if let Some(printed) = layout.paper.area {
            define("Print_Area", &format!("{sheet}!{}", area(printed, "$")));
        }
        let column = layout.paper.repeated_column.map(column_letters);
        let columns = column.map(|letters| format!("{sheet}!${letters}:${letters}"));
        let rows = layout.paper.repeated_rows.map(|(from, to)| format!("{sheet}!${}:${}", from + 1, to + 1));
        let titles: Vec<_> = columns.into_iter().chain(rows).collect();
        if !titles.is_empty() {
            define("Print_Titles", &titles.join(","));
        }
    }
    xml.push_str("</definedNames></workbook>");
    xml.replace("<definedNames></definedNames>", "")
}

/// The relationships of the sheets.
fn book_relations(sheets: usize) -> String {
    let mut xml = format!("{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for i in 1..=sheets {
        let _ =
            write!(xml, "<Relationship Id=\"rId{i}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>");
    }
    let _ = write!(
        xml,
        "<Relationship Id=\"rId{}\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>",
        sheets + 1
    );
    xml
}

/// Title, creator, day.
fn properties(about: &About) -> String {
    let day = about.updated.and_then(|date| Some((date, date.day?)));
    let day = day.map_or_else(String::new, |(date, _)| {
        ["created", "modified"]
            .map(|word| {
                format!("<dcterms:{word} xsi:type=\"dcterms:W3CDTF\">{}T00:00:00Z</dcterms:{word}>", date.iso())
            })
            .concat()
    });
    format!(
        "{XML}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>{day}</cp:coreProperties>",
        escaped(&about.title),
        escaped(&about.creator)
    )
}
