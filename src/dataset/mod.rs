//! An open-data table as a value: its description, in one place, and its rows. Who fills it (`export`), who shows it on
//! a page (`render`) and how a file format spells it is not known here.

mod collection;
mod dated;
mod packed;
mod recipe;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io::Write;
use std::sync::{Arc, OnceLock};

pub use collection::{Collection, Described};
pub use dated::{Dated, VERSIONS, Version};
pub use packed::{Entry, Packed, Packer, deflated, gunzipped};
pub use recipe::Recipe;

use crate::bundle::{Artifact, Bundle, Error};
use crate::model::{Date, FiscalYear, Period, Words, address};

/// What catalogues say of a table besides its description.
#[derive(Debug, Clone, Copy)]
pub struct Heading {
    /// Machine name.
    pub name: &'static str,
    /// 題名, with the names of nouns.
    pub title: &'static str,
    /// キーワード besides the name of the 団体, with the names of nouns.
    pub keywords: &'static [&'static str],
    /// 更新頻度.
    pub renewal: Renewal,
}

/// 更新頻度: how often a table gets new rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// With the results of each fiscal year.
    Yearly,
    /// Whenever there is something to tell.
    AsNeeded,
}

impl Renewal {
    /// The word on lists.
    pub fn label(self) -> &'static str {
        match self {
            Self::Yearly => "年次",
            Self::AsNeeded => "随時",
        }
    }
}

const fn heading(
    name: &'static str,
    title: &'static str,
    renewal: Renewal,
    keywords: &'static [&'static str],
) -> Heading {
    Heading { name, title, keywords, renewal }
}

/// Every table of the open data, in order.
#[rustfmt::skip]
pub const TABLES: &[Heading] = &[
    heading("programs", "⟨program⟩", Renewal::AsNeeded, &["⟨program⟩"]),
    heading("action_items", "⟨item⟩", Renewal::Yearly, &["⟨program⟩", "⟨item⟩"]),
    heading("action_item_years", "⟨item⟩の年度別取組", Renewal::Yearly, &["⟨program⟩", "⟨item⟩", "実績"]),
    heading("program_outline", "⟨item⟩の体系", Renewal::AsNeeded, &["⟨program⟩", "体系"]),
    heading("key_goal_sheets", "⟨sheet⟩", Renewal::Yearly, &["⟨goal⟩", "部局"]),
    heading("key_goals", "⟨goal⟩", Renewal::Yearly, &["⟨goal⟩", "評価"]),
    heading("key_goal_items", "⟨part⟩", Renewal::Yearly, &["⟨goal⟩", "⟨part⟩", "評価"]),
    heading("indicators", "⟨indicators⟩", Renewal::Yearly, &["⟨plan⟩", "⟨indicators⟩", "目標値"]),
    heading("figures", "数値", Renewal::Yearly, &["⟨indicators⟩", "基準値", "目標値", "実績値"]),
    heading("units", "単位", Renewal::AsNeeded, &["単位"]),
    heading("costs", "⟨costs⟩", Renewal::Yearly, &["⟨costs⟩", "予算", "決算"]),
    heading("cost_funds", "⟨costs⟩の財源", Renewal::Yearly, &["⟨costs⟩", "財源"]),
    heading("effects", "⟨effects⟩", Renewal::Yearly, &["⟨program⟩", "⟨effects⟩"]),
    heading("budget_codes", "⟨budget⟩", Renewal::Yearly, &["⟨budget⟩", "予算"]),
    heading("plans", "計画", Renewal::AsNeeded, &["⟨plan⟩"]),
    heading("plan_sections", "計画の⟨outline⟩と⟨section⟩", Renewal::AsNeeded, &["⟨plan⟩", "⟨section⟩"]),
    heading("section_years", "⟨plan_section⟩の年度別取組", Renewal::Yearly, &["⟨plan⟩", "⟨section⟩", "実績"]),
    heading("measures", "計画の⟨measures⟩", Renewal::AsNeeded, &["⟨plan⟩", "⟨measures⟩"]),
    heading("texts", "団体の欄", Renewal::Yearly, &["様式"]),
    heading("statements", "文", Renewal::Yearly, &["文", "本文"]),
    heading("relations", "記録の関係", Renewal::Yearly, &["部局", "SDGs"]),
    heading("objects", "記録と箇所", Renewal::Yearly, &["記録", "ID"]),
    heading("sdgs", "SDGs", Renewal::AsNeeded, &["SDGs"]),
    heading("departments", "部局・課所", Renewal::AsNeeded, &["組織", "部局", "課所"]),
    heading("documents", "文書", Renewal::AsNeeded, &["出典"]),
    heading("glossary", "用語集", Renewal::AsNeeded, &["用語"]),
    heading("corrections", "正誤", Renewal::AsNeeded, &["正誤", "訂正"]),
    heading("redirects", "転送", Renewal::AsNeeded, &["転送", "アドレス"]),
    heading("changes", "変更の記録", Renewal::AsNeeded, &["変更", "差分"]),
    heading("evaluations", "⟨evaluations⟩", Renewal::Yearly, &["⟨evaluations⟩"]),
    heading("scales", "評価の尺度", Renewal::AsNeeded, &["評価", "評価基準"]),
    heading("views", "ご意見と回答", Renewal::AsNeeded, &["ご意見", "回答"]),
];

/// The version of the columns of all tables: it grows when the meaning of a column changes or one is taken away.
pub const COLUMNS_VERSION: u32 = 3;

/// The program by its name and version, as catalogues tell it.
pub const GENERATOR: &str = concat!("mieruka ", env!("CARGO_PKG_VERSION"));

/// The name of what a table is in all municipalities that publish it: who merges them compares it.
pub fn standard(table: &str) -> String {
    format!("urn:mieruka:table:{table}:{COLUMNS_VERSION}")
}

/// Tables that had another name once, which may still be linked to: the former name, and the present one.
pub const RENAMED: [(&str, &str); 1] = [("references", "relations")];

/// The heading of the table with this name.
pub fn heading_of(name: &str) -> &'static Heading {
    TABLES.iter().find(|table| table.name == name).expect("every table has its heading")
}

/// The 題名 of the table with this name.
pub fn title<'w>(name: &str, words: &'w Words) -> Cow<'w, str> {
    words.tell(heading_of(name).title)
}

/// The sheets of a table's workbook: the rows, the columns explained, the table explained.
pub const SHEETS: [&str; 3] = ["データ", "列の説明", "この表について"];

/// Separates the statements of a [`Cell::List`] in formats without lists.
pub const LIST_SEPARATOR: char = '｜';

/// One cell. `Empty` is a value that is unknown or does not exist; a code column next to it states which.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'s> {
    /// No value.
    Empty,
    /// Text.
    Text(Cow<'s, str>),
    /// Statements in order; no statements means none, `Empty` means unknown.
    List(Vec<Cow<'s, str>>),
    /// A decimal number by its digits.
    Number(Cow<'s, str>),
    /// A whole number.
    Integer(i64),
    /// A day, `2023-03-31`.
    Date(String),
    /// `true` or `false`.
    Truth(bool),
}

impl Cell<'_> {
    /// The text of the cell in a text format. Statements are joined by [`LIST_SEPARATOR`]; that character or a `\`
    /// within a statement is escaped by a `\`, so that a program can split them again.
    pub fn as_text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Number(text) => Cow::Borrowed(text),
            Self::List(texts) => join(texts),
            Self::Integer(n) => Cow::Owned(n.to_string()),
            Self::Date(date) => Cow::Borrowed(date),
            Self::Truth(truth) => Cow::Borrowed(if *truth { "true" } else { "false" }),
        }
    }
}

fn join<'c>(texts: &'c [Cow<'_, str>]) -> Cow<'c, str> {
    // The separator begins with 0xEF; without an early end many bytes are looked at in one step.
    let is_doubtful = |byte: u8| matches!(byte, b'\\' | 0xef);
    let plain = |text: &str| !text.bytes().fold(false, |found, byte| found | is_doubtful(byte));
    if let [text] = texts
        && plain(text)
    {
        return Cow::Borrowed(text);
    }
    let mut joined = String::with_capacity(texts.iter().map(|text| text.len() + LIST_SEPARATOR.len_utf8()).sum());
    for (i, text) in texts.iter().enumerate() {
        if i > 0 {
            joined.push(LIST_SEPARATOR);
        }
        if plain(text) {
            joined.push_str(text);
            continue;
        }
        for c in text.chars() {
            if matches!(c, LIST_SEPARATOR | '\\') {
                joined.push('\\');
            }
            joined.push(c);
        }
    }
    Cow::Owned(joined)
}

/// Splits a joined text: the inverse of [`Cell::as_text`] for statements.
pub fn split_list(joined: &str) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut escaped = false;
    for c in joined.chars() {
        let text = texts.last_mut().expect("it begins with one text and only grows");
        match c {
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            LIST_SEPARATOR if !escaped => texts.push(String::new()),
            _ => text.push(c),
        }
        escaped = false;
    }
    texts
}

/// The type of the cells of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// Statements.
    List,
    /// Decimal number.
    Number,
    /// Whole number.
    Integer,
    /// Day.
    Date,
    /// `true` or `false`.
    Truth,
}

impl ColumnType {
    /// The word on pages and in workbooks.
    pub fn label(self) -> &'static str {
        match self {
            Self::Text => "文字",
            Self::List => "文の並び",
            Self::Number => "数値",
            Self::Integer => "整数",
            Self::Date => "日付",
            Self::Truth => "真偽",
        }
    }

    /// Whether a column of this type may contain a cell.
    pub fn holds(self, cell: &Cell<'_>) -> bool {
        match cell {
            Cell::Empty => true,
            Cell::Text(_) => self == Self::Text,
            Cell::List(_) => self == Self::List,
            Cell::Number(_) => self == Self::Number,
            Cell::Integer(_) => self == Self::Integer,
            Cell::Date(_) => self == Self::Date,
            Cell::Truth(_) => self == Self::Truth,
        }
    }
}

/// A column, described once for every format, schema and page.
#[derive(Debug, Clone)]
pub struct Column {
    /// Machine name, ASCII.
    pub name: &'static str,
    /// Header of the CSV and the XLSX, Japanese.
    pub header: &'static str,
    /// The type of the cells.
    pub kind: ColumnType,
    /// Whether every row has a value here.
    pub required: bool,
    /// Meaning, in Japanese.
    pub meaning: Cow<'static, str>,
    /// Meaning, in English.
    pub meaning_en: &'static str,
    /// The allowed codes with their labels; empty if any value is allowed.
    pub codes: Vec<(&'static str, Cow<'static, str>)>,
    /// A further constraint on the values.
    pub limit: Limit,
    /// The unit of its numbers.
    pub unit: Option<Unit>,
}

/// Stands before a text of a CSV that a spreadsheet would run as a formula; see [`Column::is_guarded`].
pub const GUARD: char = '\'';

impl Column {
    /// Whether a text of the CSV may begin with a [`GUARD`] that is not part of it: texts, but no ids and nothing of a fixed
    /// shape.
    pub fn is_guarded(&self) -> bool {
        let is_id = self.name == "id" || self.name.ends_with("_id");
        let is_fixed = is_id || !self.codes.is_empty() || matches!(self.limit, Limit::Shape(..));
        matches!(self.kind, ColumnType::Text | ColumnType::List) && !is_fixed
    }
}

/// A constraint on every value of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// None.
    Free,
    /// A number not below this one.
    AtLeast(i64),
    /// A number from the first to the last one.
    Between(i64, i64),
    /// A text that matches this regular expression as a whole, and the same in words.
    Shape(&'static str, &'static str),
}

impl Limit {
    /// The least number.
    pub fn least(self) -> Option<i64> {
        match self {
            Self::AtLeast(least) | Self::Between(least, _) => Some(least),
            Self::Free | Self::Shape(..) => None,
        }
    }

    /// The greatest number.
    pub fn greatest(self) -> Option<i64> {
        if let Self::Between(_, greatest) = self { Some(greatest) } else { None }
    }

    /// The regular expression.
    pub fn shape(self) -> Option<&'static str> {
        if let Self::Shape(shape, _) = self { Some(shape) } else { None }
    }

    /// The words on pages and in workbooks.
    pub fn words(self) -> Option<String> {
        match self {
            Self::Free => None,
            Self::AtLeast(least) => Some(format!("{least}以上")),
            Self::Between(least, greatest) => Some(format!("{least}から{greatest}まで")),
            Self::Shape(_, words) => Some(words.to_owned()),
        }
    }
}

/// The unit of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// The same in every row.
    Of(&'static str),
    /// Stated in the column with this header.
    In(&'static str),
}

impl Unit {
    /// The words on pages and in descriptions.
    pub fn words(self) -> String {
        match self {
            Self::Of(unit) => unit.to_owned(),
            Self::In(header) => format!("列「{header}」の単位"),
        }
    }
}

/// A relation to another table.
#[derive(Debug, Clone, Copy)]
pub struct ForeignKey {
    /// The column with the `id` of a row of the other table.
    pub column: &'static str,
    /// The other table.
    pub dataset: &'static str,
}

/// The source of the rows of a table. They are made anew each time, one after the other.
pub trait Rows: Send + Sync {
    /// The number of rows, or an upper bound if counting would mean making them.
    fn length(&self) -> usize;

    /// The number of rows, counted without making their cells.
    fn count(&self) -> usize;

    /// The rows, from the first one on.
    fn rows(&self) -> Box<dyn Iterator<Item = Vec<Cell<'_>>> + '_>;

    /// The fiscal years that have rows, with the number of rows; empty if the table does not grow by year.
    fn years(&self) -> BTreeMap<FiscalYear, usize>;

    /// The rows of one fiscal year.
    fn rows_of(&self, year: FiscalYear) -> Box<dyn Iterator<Item = Vec<Cell<'_>>> + '_>;
}

/// 年度別: the rows of one fiscal year of a table that grows by year.
#[derive(Debug)]
pub struct Edition<'s> {
    /// 年度.
    pub year: FiscalYear,
    /// The number of rows.
    pub count: usize,
    /// Its files: the CSV first.
    pub files: Vec<DataFile<'s>>,
    /// When it changed.
    pub dated: Dated,
}

impl Edition<'_> {
    /// 最終更新日, if it is known.
    pub fn modified(&self) -> Option<Date> {
        self.dated.day(&self.files[0])
    }
}

/// A day on which a table changed, according to the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The day.
    pub date: Date,
    /// What was changed.
    pub text: String,
}

/// An open-data table.
pub struct Dataset<'s> {
    /// Machine name, as `action_items`.
    pub name: &'static str,
    /// 題名.
    pub title: Cow<'s, str>,
    /// Title in English.
    pub title_en: &'static str,
    /// What a row is and where it comes from.
    pub description: Cow<'s, str>,
    /// キーワード besides the name of the 団体.
    pub keywords: Vec<String>,
    /// 更新頻度.
    pub renewal: Renewal,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Relations to other tables.
    pub foreign_keys: Vec<ForeignKey>,
    /// Makes the rows; see [`Dataset::rows`].
    pub source: Arc<dyn Rows + 's>,
    /// Its rows as CSV, whether that is published or only its compressed form.
    pub csv: DataFile<'s>,
    /// Its files: the CSV first.
    pub files: Vec<DataFile<'s>>,
    /// 年度別, oldest first.
    pub editions: Vec<Edition<'s>>,
    /// The fiscal years that its rows are about.
    pub coverage: Option<Period>,
    /// 公開日, if the content states it.
    pub published: Option<Date>,
    /// 更新の履歴 as the content tells it, newest first; see [`Dataset::history`].
    pub told: Vec<Change>,
    /// When it changed.
    pub dated: Dated,
}

impl Dataset<'_> {
    /// The columns that identify a row among those of all municipalities.
    pub const PRIMARY_KEY: [&'static str; 2] = ["municipality_code", "id"];

    /// The columns of a relation, and those of the other table. With a column that may be empty the code is left out:
    /// readers take a key as none only if all of it is empty.
    pub fn joined(&self, key: &ForeignKey) -> (Vec<&'static str>, &'static [&'static str]) {
        match self.columns.iter().any(|column| column.name == key.column && column.required) {
            true => (vec![Self::PRIMARY_KEY[0], key.column], &Self::PRIMARY_KEY),
            false => (vec![key.column], &Self::PRIMARY_KEY[1..]),
        }
    }

    /// The rows, from the first one on.
    pub fn rows(&self) -> Box<dyn Iterator<Item = Vec<Cell<'_>>> + '_> {
        self.source.rows()
    }

    /// The path of its page, from the root of the site.
    pub fn folder(&self) -> String {
        address::dataset_page(self.name)
    }

    /// The path of a description of it, by its ending.
    pub fn description_beside(&self, ending: &str) -> String {
        format!("{}{ending}", self.csv.path.trim_end_matches("csv"))
    }

    /// The path of its description for search engines, from the root of the site.
    pub fn description_file(&self) -> String {
        format!("{}dataset.jsonld", self.folder())
    }

    /// Every file: of the whole table, then of each year.
    pub fn all_files(&self) -> impl Iterator<Item = &DataFile<'_>> {
        self.files.iter().chain(self.editions.iter().flat_map(|edition| &edition.files))
    }

    /// The files that are made together, with the number of their rows.
    pub fn made_together(&self) -> impl Iterator<Item = (usize, &[DataFile<'_>])> {
        let editions = self.editions.iter().map(|edition| (edition.count, &*edition.files));
        std::iter::once((self.source.length(), &*self.files)).chain(editions)
    }

    /// 最終更新日, if it is known.
    pub fn modified(&self) -> Option<Date> {
        self.dated.day(&self.csv)
    }

    /// 更新の履歴, newest first: what came after the last change of the table did not change it.
    pub fn history(&self) -> impl Iterator<Item = &Change> {
        let modified = self.modified();
        self.told.iter().filter(move |change| modified.is_none_or(|modified| change.date <= modified))
    }

    /// バージョン: the day of its last change and a digest of its rows.
    pub fn version(&self) -> Option<String> {
        Some(version_of(self.modified().map(Date::iso), &self.csv.packed().ok()?.sha256))
    }

    /// The header of the column with this machine name.
    pub fn header(&self, name: &str) -> Option<&'static str> {
        self.columns.iter().find(|column| column.name == name).map(|column| column.header)
    }
}

/// バージョン: the day of the last change, if it is known, and the beginning of a digest.
pub fn version_of(modified: Option<String>, digest: &str) -> String {
    modified.into_iter().chain([digest[..8].to_owned()]).collect::<Vec<_>>().join("-")
}

/// The open data of a site as its pages show them.
#[derive(Clone, Copy)]
pub struct OpenData<'b, 'a> {
    /// The tables.
    pub datasets: &'a [Dataset<'a>],
    /// The files that were made from them.
    pub files: &'b Bundle<'a>,
}

impl<'a> OpenData<'_, 'a> {
    /// The description of a table for search engines: schema.org as JSON-LD.
    pub fn description(&self, dataset: &Dataset<'_>) -> Option<Artifact<'a>> {
        self.files.get(&dataset.description_file()).cloned()
    }
}

impl fmt::Debug for Dataset<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dataset").field("name", &self.name).finish_non_exhaustive()
    }
}

impl fmt::Debug for DataFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DataFile").field("path", &self.path).finish_non_exhaustive()
    }
}

/// Files that are made together.
type Together = Result<Vec<Packed>, Error>;

/// One file of a table: its path, and the way to make its bytes. It is made once, with the other files that have the same rows;
/// clones share it.
#[derive(Clone)]
pub struct DataFile<'s> {
    /// Path below the site's root.
    pub path: String,
    /// CSV, GZIP (of the CSV), JSON, PARQUET, XLSX.
    pub format: &'static str,
    /// Media type.
    pub media_type: &'static str,
    made: Arc<OnceLock<Together>>,
    make: Arc<dyn Fn() -> Together + Send + Sync + 's>,
    /// Its place among those that are made with it.
    place: usize,
    /// Whether others need its bytes when it is written.
    is_kept: bool,
}

impl<'s> DataFile<'s> {
    /// A file compressed by gzip, under a name that says so.
    pub fn gzipped(whole: &Self) -> Self {
        let (path, of) = (format!("{}.gz", whole.path), whole.clone());
        let make = move || Ok(vec![Packed::as_is(&|to| of.entry()?.gzip_to(to))?]);
        Self::together(vec![(path, ("GZIP", "application/gzip"))], make).remove(0)
    }

    /// Files with these paths, formats and media types, all of which `make` makes, in this order.
    pub fn together(
        files: Vec<(String, (&'static str, &'static str))>,
        make: impl Fn() -> Result<Vec<Packed>, Error> + Send + Sync + 's,
    ) -> Vec<Self> {
        let (made, make): (_, Arc<dyn Fn() -> Together + Send + Sync + 's>) = (Arc::default(), Arc::new(make));
        let file = |(place, (path, (format, media_type)))| {
            let (made, make) = (Arc::clone(&made), Arc::clone(&make));
            Self { path, format, media_type, made, make, place, is_kept: false }
        };
        files.into_iter().enumerate().map(file).collect()
    }

    /// The same file, whose bytes others need when it is written.
    pub fn kept(self) -> Self {
        Self { is_kept: true, ..self }
    }

    /// The file's name, without its folder.
    pub fn name(&self) -> &str {
        self.path.rsplit_once('/').map_or(&self.path, |(_, name)| name)
    }

    /// Size in bytes; `None` if the file cannot be made.
    pub fn size(&self) -> Option<u64> {
        self.packed().ok().map(|packed| packed.size)
    }

    /// Size in an archive, in bytes; `None` if the file cannot be made.
    pub fn packed_size(&self) -> Option<u64> {
        self.entry().ok().map(|entry| entry.bytes.len() as u64)
    }

    /// What is told of the file, which is made for it.
    pub fn packed(&self) -> Result<&Packed, Error> {
        self.made.get_or_init(&*self.make).as_ref().map(|made| &made[self.place]).map_err(Error::clone)
    }

    /// The file as stored in an archive: made anew if nobody was to need it any more.
    pub fn entry(&self) -> Result<Arc<Entry>, Error> {
        let held = self.packed()?.held();
        let anew = || Ok((self.make)()?[self.place].held().expect("what is just made is held"));
        held.map_or_else(anew, Ok)
    }

    /// Writes the file. Its bytes, which hardly anybody asks for twice, are not held any longer.
    pub fn write_to(&self, to: &mut dyn Write) -> Result<(), Error> {
        self.entry()?.write_to(to)?;
        if !self.is_kept {
            self.packed()?.let_go();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(texts: &[&str], joined: &str) {
        let cell = Cell::List(texts.iter().map(|text| Cow::Borrowed(*text)).collect());
        assert_eq!(cell.as_text(), joined);
        assert_eq!(split_list(joined), texts);
    }

    #[test]
    fn what_is_written_is_let_go_and_made_anew() {
        let times = std::sync::atomic::AtomicUsize::new(0);
        let make = || {
            let time = times.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            assert!(time < 2, "the second file is kept");
            ["a", "b"].map(|text| Packed::as_is(&|to| Ok(to.write_all(text.as_bytes())?))).into_iter().collect()
        };
        let files = ["a.csv", "b.csv"].map(|path| (path.to_owned(), ("CSV", "text/csv")));
        let mut files = DataFile::together(files.into(), make);
        let kept = files.pop().expect("there are two").kept();
        for (file, expected) in [(&files[0], b"a"), (&kept, b"b"), (&kept, b"b"), (&files[0], b"a")] {
            let mut bytes = Vec::new();
            file.write_to(&mut bytes).expect("a vector takes everything");
            assert_eq!(bytes, expected);
            assert_eq!(file.size(), Some(1));
        }
    }

    #[test]
    fn statements_come_back_from_one_cell() {
        list(&["一文"], "一文");
        list(&["一", "二"], "一｜二");
        list(&["a｜", "b"], r"a\｜｜b");
        list(&["a", "｜b"], r"a｜\｜b");
        list(&[r"C:\x"], r"C:\\x");
    }
}
