//! A workbook as plain cells, each as it is shown: the only module that knows the formats of workbooks. A file that is too
//! large, is a zip bomb, has a password or is of another kind is refused before anything is unpacked into memory. Macros
//! are never run.

mod csv;
mod format;
mod ods;
mod xlsx;
mod xml;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use format::Format;

use crate::dataset::gunzipped;
use crate::model::Date;
use crate::workbook::column_letters;

/// The largest workbook that is read (20 MiB).
pub const MAX_BYTES: u64 = 20 * 1024 * 1024;
/// The maximum unpacked size.
const MAX_UNPACKED: u64 = 200 * 1024 * 1024;
/// The maximum number of cells.
const MAX_CELLS: usize = 300_000;

/// The maximum number of merged areas of a sheet: each cell is looked for in all of them.
const MAX_AREAS: usize = 5_000;

/// What stands for a time of day, which no record has.
pub(super) const TIME: &str = "(時刻)";

/// The content of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    Text(String),
    /// A number by its shortest digits, and what is shown for it.
    Number {
        value: String,
        shown: String,
    },
    /// A number or a text whose format shows something else that cannot be told for certain.
    Unclear {
        value: String,
        format: String,
    },
    /// A day, and what is shown for it, if that is certain.
    Day {
        date: Date,
        shown: Option<String>,
    },
    Truth(bool),
    /// `#REF!` and similar.
    Error(String),
}

/// A cell that is not empty.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub(super) content: Content,
    /// The value was computed.
    pub(super) is_formula: bool,
    /// Its text, or a part of it, is struck out.
    pub(super) is_struck: bool,
}

impl Cell {
    /// The text that the cell shows.
    pub(super) fn shown(&self) -> String {
        match &self.content {
            Content::Text(text) | Content::Error(text) | Content::Number { shown: text, .. } => text.clone(),
            Content::Unclear { value, .. } => value.clone(),
            Content::Day { date, .. } => date.iso(),
            Content::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }
}

/// Row and column, from 0.
pub(super) type Address = (u32, u32);

/// Some cells: the first and the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) first: Address,
    pub(super) last: Address,
}

impl Area {
    pub(super) fn has(&self, (row, column): Address) -> bool {
        (self.first.0..=self.last.0).contains(&row) && (self.first.1..=self.last.1).contains(&column)
    }
}

/// Runs of hidden rows or columns: the first and the last of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Hidden(BTreeMap<u32, u32>);

impl Hidden {
    fn add(&mut self, first: u32, last: u32) {
        match self.0.range_mut(..first).next_back() {
            Some((_, end)) if end.saturating_add(1) == first => *end = last,
            _ => drop(self.0.insert(first, last)),
        }
    }

    /// The first of the run that a row or a column is in.
    fn first(&self, at: u32) -> Option<u32> {
        self.0.range(..=at).next_back().filter(|(_, last)| at <= **last).map(|(first, _)| *first)
    }
}

/// A comment on a cell.
pub(super) type Note = (Address, String);

/// One sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Sheet {
    /// Empty for a file that has no sheets.
    pub(super) name: String,
    pub(super) is_hidden: bool,
    pub(super) cells: BTreeMap<Address, Cell>,
    pub(super) merged: Vec<Area>,
    pub(super) hidden_rows: Hidden,
    pub(super) hidden_columns: Hidden,
    pub(super) notes: Vec<Note>,
}

impl Sheet {
    /// Whether a row is hidden.
    pub(super) fn hides_row(&self, row: u32) -> bool {
        self.hidden_rows.first(row).is_some()
    }

    /// Whether a column is hidden.
    pub(super) fn hides_column(&self, column: u32) -> bool {
        self.hidden_columns.first(column).is_some()
    }

    /// The beginning of what hides a cell.
    pub(super) fn hidden(&self, (row, column): Address) -> Option<Address> {
        let row = self.hidden_rows.first(row).map(|first| (first, 0));
        row.or_else(|| self.hidden_columns.first(column).map(|first| (0, first)))
    }

    /// The text that a cell shows.
    pub(super) fn text(&self, at: Address) -> String {
        self.cells.get(&at).map(Cell::shown).unwrap_or_default()
    }
}

/// A file of sheets.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// Its name as given by the user.
    pub name: String,
    pub(super) sheets: Vec<Sheet>,
    /// Characters that its encoding cannot hold may have become `?`.
    pub(super) is_shift_jis: bool,
    /// Notes for the user about the whole file.
    pub notices: Vec<String>,
}

/// The file is refused as a workbook.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Too many bytes.
    #[error(
        "「{0}」は大きすぎます(読めるのは {limit} MB まで)。画像や使っていないシートを除いて、保存し直してください",
        limit = MAX_BYTES / 1024 / 1024
    )]
    TooLarge(String),
    /// The unpacked size or the number of cells is too large.
    #[error("「{0}」は、開くと大きくなりすぎるため読みません。様式を作成し直し、必要な欄だけをコピーしてください")]
    Bursts(String),
    /// A lock file, `~$…`.
    #[error(
        "「{0}」は、Excel が開いている間だけ作る一時ファイルです。「~$」の付かないほうのファイルを指定してください"
    )]
    LockFile(String),
    /// Protected with a password.
    #[error("「{0}」にはパスワードが掛かっています。Excel で開き、パスワードを外して保存し直してください")]
    Encrypted(String),
    /// The format before 2007.
    #[error(
        "「{0}」は古い形式(.xls)です。Excel で開き、「名前を付けて保存」で「Excel ブック(.xlsx)」を選んで保存し直してください"
    )]
    OldFormat(String),
    /// The binary format.
    #[error(
        "「{0}」はバイナリ形式(.xlsb)です。Excel で開き、「名前を付けて保存」で「Excel ブック(.xlsx)」を選んで保存し直してください"
    )]
    Binary(String),
    /// Not a workbook at all.
    #[error(
        "「{0}」は表計算のファイル(.xlsx、.ods、.csv)として読めません。Excel で開けることを確認し、保存し直してください"
    )]
    NotABook(String),
    /// A format of the open data that spreadsheets do not edit.
    #[error(
        "「{0}」は {1} のファイルです。表を取り込むときは、同じ表の CSV か XLSX をダウンロードして指定してください"
    )]
    OfData(String, &'static str),
    /// Several files in one.
    #[error("「{0}」は、いくつものファイルを入れた ZIP です。展開し、中の CSV を指定してください")]
    Zipped(String),
    /// Bytes of an unknown encoding.
    #[error(
        "「{0}」の文字コードが分かりません。Excel の「名前を付けて保存」で「CSV UTF-8(コンマ区切り)」を選んで保存し直してください"
    )]
    Encoding(String),
}

/// Reads the bytes of a file whose name is `name`.
pub fn open(name: &str, bytes: &[u8]) -> Result<Book, Error> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    if file.starts_with("~$") || file.starts_with(".~lock.") {
        return Err(Error::LockFile(name.to_owned()));
    }
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Error::TooLarge(name.to_owned()));
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_encrypted = bytes.windows(encrypted.len()).any(|window| window == encrypted);
        return Err(if is_encrypted { Error::Encrypted } else { Error::OldFormat }(name.to_owned()));
    }
    if bytes.starts_with(b"PK") {
        return packed(name, bytes);
    }
    if let Some((_, format)) = OF_DATA.iter().find(|(begin, _)| bytes.starts_with(begin)) {
        return Err(Error::OfData(name.to_owned(), format));
    }
    if bytes.starts_with(GZIP) {
        return csv::open(name, &unzipped(name, bytes)?);
    }
    let file = file.to_ascii_lowercase();
    let file = file.strip_suffix(".gz").unwrap_or(&file);
    if [".csv", ".tsv", ".txt"].iter().any(|end| file.ends_with(end)) {
        return csv::open(name, bytes);
    }
    match file.ends_with(".json") {
        true => Err(Error::OfData(name.to_owned(), "JSON")),
        false => Err(Error::NotABook(name.to_owned())),
    }
}

/// How a file of gzip begins, and files of the open data that no spreadsheet edits.
const GZIP: &[u8] = &[0x1f, 0x8b];
const OF_DATA: [(&[u8], &str); 1] = [(b"PAR1", "Parquet")];

/// A table that is compressed, as a long one of the open data.
fn unzipped(name: &str, bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut whole = Vec::new();
    let read = gunzipped(Box::new(Cursor::new(bytes.to_vec()))).take(MAX_UNPACKED + 1).read_to_end(&mut whole);
    match read {
        Err(_) => Err(Error::NotABook(name.to_owned())),
        Ok(_) if whole.len() as u64 > MAX_UNPACKED => Err(Error::Bursts(name.to_owned())),
        Ok(_) => Ok(whole),
    }
}

fn packed(name: &str, bytes: &[u8]) -> Result<Book, Error> {
    let entries = unpackable(name, bytes)?;
    let has = |path: &str| entries.iter().any(|entry| entry == path);
    if has("xl/workbook.bin") {
        return Err(Error::Binary(name.to_owned()));
    }
    if !has("[Content_Types].xml") && entries.iter().any(|entry| entry.to_ascii_lowercase().ends_with(".csv")) {
        return Err(Error::Zipped(name.to_owned()));
    }
    let mut book = Book { name: name.to_owned(), sheets: Vec::new(), is_shift_jis: false, notices: Vec::new() };
    if has("content.xml") {
        book.sheets = ods::sheets(name, bytes, &mut Room(MAX_CELLS))?;
    } else {
        book.sheets = xlsx::sheets(name, bytes, &mut Room(MAX_CELLS))?;
    }
    if has("xl/vbaProject.bin") {
        book.notices.push(format!("「{name}」のマクロは実行しません。セルの値だけを読みます"));
    }
    if book.sheets.iter().any(|sheet| sheet.merged.len() > MAX_AREAS) {
        Err(Error::Bursts(name.to_owned()))
    } else {
        Ok(book)
    }
}

/// Unpacks everything once without keeping it: the sizes that a package declares may be false.
fn unpackable(name: &str, bytes: &[u8]) -> Result<Vec<String>, Error> {
    let broken = |_| Error::NotABook(name.to_owned());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let (mut left, mut entries) = (MAX_UNPACKED, Vec::new());
    for i in 0..archive.len() {
        let entry = archive.by_index(i).map_err(broken)?;
        entries.push(entry.name().map_err(broken)?.into_owned());
        let read = std::io::copy(&mut entry.take(left + 1), &mut std::io::sink())
            .map_err(|_| Error::NotABook(name.to_owned()))?;
        left = left.checked_sub(read).ok_or_else(|| Error::Bursts(name.to_owned()))?;
    }
    Ok(entries)
}

/// The room for cells that is left.
struct Room(usize);

impl Room {
    fn take(&mut self, name: &str) -> Result<(), Error> {
        self.0 = self.0.checked_sub(1).ok_or_else(|| Error::Bursts(name.to_owned()))?;
        Ok(())
    }
}

/// Whether a cell is in the largest sheet of spreadsheets.
fn ends((row, column): Address) -> bool {
    row < 1_048_576 && column < 16_384
}

/// A text as its format shows it, with uniform line ends; `None` for an empty text.
fn text_content(text: &str, format: &Format) -> Option<Content> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let shown = format.text(&text).filter(|shown| !shown.trim().is_empty());
    let unclear = || Content::Unclear { value: text.clone(), format: format.code.clone() };
    (!text.trim().is_empty()).then(|| shown.map_or_else(unclear, Content::Text))
}

/// A number as it is shown.
fn number_content(value: f64, shown: Option<String>, format: &str) -> Content {
    let value = digits(value);
    match shown.filter(|shown| !shown.trim().is_empty()) {
        Some(shown) => Content::Number { value, shown },
        None => Content::Unclear { value, format: format.to_owned() },
    }
}

fn digits(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e15 { format!("{n:.0}") } else { format!("{n}") }
}

/// A cell's name: D12.
pub(super) fn cell_name((row, column): Address) -> String {
    format!("{}{}", column_letters(column as usize), row + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_the_names_that_spreadsheets_show() {
        assert_eq!(cell_name((0, 0)), "A1");
        assert_eq!(cell_name((11, 25)), "Z12");
        assert_eq!(cell_name((0, 26)), "AA1");
        assert_eq!(cell_name((9, 701)), "ZZ10");
        assert_eq!(cell_name((9, 702)), "AAA10");
    }

    #[test]
    fn other_files_are_told_apart() {
        assert_eq!(open("a/~$x.xlsx", b""), Err(Error::LockFile("a/~$x.xlsx".into())));
        assert_eq!(open("x.xls", &[0xd0, 0xcf, 0x11, 0xe0]), Err(Error::OldFormat("x.xls".into())));
        assert_eq!(open("x.xlsx", b"<html>"), Err(Error::NotABook("x.xlsx".into())));
        assert_eq!(open("x.xlsx", b"PK\x03\x04"), Err(Error::NotABook("x.xlsx".into())));
        assert_eq!(open("x.xlsx", b""), Err(Error::NotABook("x.xlsx".into())));
        assert_eq!(open("x.json", b"[]"), Err(Error::OfData("x.json".into(), "JSON")));
        assert_eq!(open("x.csv.gz", &[0x1f, 0x8b, 0]), Err(Error::NotABook("x.csv.gz".into())));
        assert_eq!(open("x.parquet", b"PAR1"), Err(Error::OfData("x.parquet".into(), "Parquet")));
        assert_eq!(open("x.csv", &[0x81]), Err(Error::Encoding("x.csv".into())));
    }
}
