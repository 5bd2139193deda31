//! Forms as they come back: their parts are damaged, then they are imported.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use calamine::{Data, Reader, Xlsx};
use fastrand::Rng;
use mieruka::diagnostic::terminal;
use mieruka::export;
use mieruka::import::form::{self, Ground};
use mieruka::import::{self, Base, Fields};
use mieruka::load::{load, shapes};
use mieruka::model::Site;
use mieruka::source::{self, Sources};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::content::FOLDER;
use crate::{Case, Outcome, Subject, scan, xml};

/// The parts of a package by their names.
type Parts = BTreeMap<String, Vec<u8>>;

/// A content into which books are imported.
pub(crate) struct Ledger {
    sources: Sources,
    pub(crate) site: Site,
    fields: Fields,
}

impl Ledger {
    pub(crate) fn open() -> Self {
        let sources = source::read(FOLDER.as_ref()).expect("the content can be read");
        let (site, _) = load(&sources);
        Self { sources, site, fields: Fields::of(&shapes()) }
    }

    /// Every form that can be made.
    fn forms(&self) -> Vec<Vec<u8>> {
        let ground = Ground { site: &self.site, sources: &self.sources, fields: &self.fields };
        let goals = self.site.sheets.iter().map(|sheet| form::goals(ground, sheet));
        let items = self.site.programs.iter().map(|program| {
            let numbers: Vec<_> = program.items.iter().map(|item| item.number.clone()).collect();
            form::items(ground, program, &numbers, None)
        });
        goals.chain(items).map(|form| form.expect("the form can be made")).collect()
    }

    /// Imports the first file of a case.
    pub(crate) fn imported(&self, case: &Case) -> Outcome {
        let Some((name, bytes)) = case.first() else { return Outcome::Refused };
        let Ok(book) = import::open(name, bytes) else { return Outcome::Refused };
        let books = [book];
        let datasets = export::datasets(&self.site);
        let reading = import::read(&books, &self.fields, (&self.site, &datasets));
        let original = |path: String| self.sources.find(&path).map(|(_, file)| (path, file.text.clone().into_bytes()));
        let originals = reading.paths().into_iter().filter_map(original).collect();
        let mut proposal = reading.propose(&self.site, &originals, &Base::Unknown);
        let after = proposal.revisions.iter().map(|revision| (revision.path.clone(), revision.after.clone()));
        let revised = self.sources.revised(after).with_cells(std::mem::take(&mut proposal.cells));
        if let Some(what) = scan::unprintable(&terminal::report(&proposal.findings, &revised)) {
            return Outcome::Broken(format!("{what} in the report"));
        }
        if proposal.findings.has_errors() {
            return Outcome::Refused;
        }
        let (_, findings) = load(&revised);
        let unread = findings.iter().find(|finding| finding.rule == "broken-yaml");
        unread.map_or(Outcome::Accepted, |finding| {
            Outcome::Broken(format!("it writes what it cannot read: {}", finding.message))
        })
    }
}

/// Workbooks of one format.
pub(crate) struct Books {
    ledger: Ledger,
    books: Vec<Parts>,
    name: &'static str,
}

impl Books {
    pub(crate) fn xlsx() -> Self {
        let ledger = Ledger::open();
        let books = ledger.forms().iter().map(|form| unpacked(form)).collect();
        Self { ledger, books, name: "form.xlsx" }
    }

    pub(crate) fn ods() -> Self {
        let ledger = Ledger::open();
        let books = ledger.forms().iter().map(|form| open_document(form)).collect();
        Self { ledger, books, name: "form.ods" }
    }
}

impl Subject for Books {
    fn draw(&self, rng: &mut Rng) -> Case {
        let mut parts = self.books[rng.usize(..self.books.len())].clone();
        for _ in 0..rng.usize(1..8) {
            damage(rng, &mut parts);
        }
        let mut bytes = packed(&parts);
        if rng.u8(..20) == 0 {
            let at = rng.usize(..bytes.len());
            bytes[at] ^= 1 << rng.u8(..8);
        }
        vec![(self.name.to_owned(), bytes)]
    }

    fn outcome(&self, case: &Case) -> Outcome {
        self.ledger.imported(case)
    }
}

/// Changes a part, mostly one of the sheets.
fn damage(rng: &mut Rng, parts: &mut Parts) {
    let is_sheet = |name: &&String| name.contains("sheet") || name.ends_with("content.xml");
    let sheets: Vec<_> = parts.keys().filter(is_sheet).cloned().collect();
    let names: Vec<_> = if rng.u8(..4) > 0 && !sheets.is_empty() { sheets } else { parts.keys().cloned().collect() };
    let Some(name) = names.get(rng.usize(..names.len().max(1))) else { return };
    if rng.u8(..60) == 0 {
        parts.remove(name);
    } else if let Some(part) = parts.get_mut(name) {
        *part = xml::damaged(rng, &String::from_utf8_lossy(part)).into_bytes();
    }
}

fn unpacked(book: &[u8]) -> Parts {
    let mut archive = ZipArchive::new(Cursor::new(book)).expect("a package");
    let names: Vec<_> = archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
    names
        .into_iter()
        .map(|name| {
            let mut bytes = Vec::new();
            archive.by_name(&name).expect("an entry").read_to_end(&mut bytes).expect("it can be unpacked");
            (name, bytes)
        })
        .collect()
}

fn packed(parts: &Parts) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).expect("a new entry");
        writer.write_all(bytes).expect("memory takes everything");
    }
    writer.finish().expect("memory takes everything").into_inner()
}

/// The same cells in the format of OpenDocument.
fn open_document(form: &[u8]) -> Parts {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(form)).expect("a workbook");
    let tables: String = book.worksheets().iter().map(|(name, range)| table(name, range)).collect();
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    let manifest = r#"<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#;
    let mimetype = "application/vnd.oasis.opendocument.spreadsheet";
    [("mimetype", mimetype), ("META-INF/manifest.xml", manifest), ("content.xml", &content)]
        .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
        .into()
}

fn table(name: &str, range: &calamine::Range<Data>) -> String {
    let (rows, columns) = range.end().map_or((0, 0), |(row, column)| (row + 1, column + 1));
    let cell = |row, column| range.get_value((row, column)).map_or_else(String::new, ToString::to_string);
    let row = |row| {
        format!(
            "<table:table-row>{}</table:table-row>",
            (0..columns).map(|column| open_cell(&cell(row, column))).collect::<String>()
        )
    };
    format!("<table:table table:name=\"{name}\">{}</table:table>", (0..rows).map(row).collect::<String>())
}

fn open_cell(text: &str) -> String {
    if text.is_empty() {
        return "<table:table-cell/>".to_owned();
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let lines: String = text.lines().map(|line| format!("<text:p>{line}</text:p>")).collect();
    format!("<table:table-cell office:value-type=\"string\">{lines}</table:table-cell>")
}
