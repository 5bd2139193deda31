//! データ: every dataset with its columns, its first rows and its files, and the JSON-LD block for dataset search
//! engines.

use serde::Serialize;

use super::head::Head;
use super::here::{Here, LicenceView};
use super::html::Html;
use super::links::Link;
use super::pages::Pages;
use crate::bundle::Artifact;
use crate::dataset::{
    Cell, Change, Collection, Column, ColumnType, DataFile, Dataset, Described, Edition, ForeignKey, OpenData, Recipe,
    Unit,
};
use crate::model::{Date, FixedPage, Period};

/// How many rows a page shows.
const PREVIEW: usize = 20;

#[derive(Serialize)]
struct IndexView {
    title: String,
    description: String,
    sets: Vec<SetRow>,
    terms: Option<Link>,
    licence: Option<LicenceView>,
    citations: [String; 2],
    together: Vec<TogetherView>,
    example: Option<Link>,
    recipes: Vec<RecipeView>,
}

/// A file about all tables.
#[derive(Serialize)]
struct TogetherView {
    href: String,
    name: &'static str,
    about: &'static str,
    size: Option<String>,
}

#[derive(Serialize)]
struct RecipeView {
    tool: &'static str,
    key: &'static str,
    note: &'static str,
    commands: String,
}

#[derive(Serialize)]
struct SetRow {
    link: Link,
    name: &'static str,
    description: String,
    count: usize,
    columns: usize,
    updated: Option<DayView>,
    years: Option<String>,
    files: Vec<FileView>,
}

#[derive(Serialize)]
struct DayView {
    iso: String,
    words: String,
}

#[derive(Serialize)]
struct View {
    name: &'static str,
    title: String,
    title_en: &'static str,
    description: String,
    count: usize,
    columns: Vec<ColumnView>,
    coverage: Option<String>,
    licence: Option<LicenceView>,
    key: Vec<&'static str>,
    relations: Vec<RelationView>,
    headers: Vec<HeaderView>,
    rows: Vec<Vec<String>>,
    files: Vec<FileView>,
    editions: Vec<EditionView>,
    descriptions: Vec<TogetherView>,
    recipes: Vec<RecipeView>,
    published: Option<DayView>,
    updated: Option<DayView>,
    history: Vec<ChangeView>,
    citations: [String; 2],
    terms: Option<Link>,
}

#[derive(Serialize)]
struct EditionView {
    anchor: String,
    year: String,
    western: i16,
    count: usize,
    title: String,
    files: Vec<FileView>,
}

#[derive(Serialize)]
struct ChangeView {
    day: DayView,
    text: String,
}

#[derive(Serialize)]
struct ColumnView {
    header: &'static str,
    name: &'static str,
    kind: &'static str,
    need: &'static str,
    meaning: String,
    meaning_en: &'static str,
    unit: Option<String>,
    limit: Option<String>,
    codes: Vec<CodeView>,
}

/// The header of a column of the first rows, and the sort order of the column.
#[derive(Serialize)]
struct HeaderView {
    text: &'static str,
    sort: &'static str,
}

#[derive(Serialize)]
struct CodeView {
    code: &'static str,
    label: String,
}

#[derive(Serialize)]
struct RelationView {
    columns: String,
    references: String,
    link: Link,
}

#[derive(Serialize)]
struct FileView {
    href: String,
    format: &'static str,
    media_type: &'static str,
    size: Option<String>,
}

/// Adds the list of datasets and a page each.
pub(super) fn add<'a>(pages: &mut Pages<'a>, data: OpenData<'_, 'a>) {
    let sets = data.datasets;
    pages.add_fixed(FixedPage::Data, "pages/data.html", move |here| list(here, sets));
    for set in sets {
        let description = data.description(set);
        pages.add(set.folder(), "pages/dataset.html", move |here| {
            let (mut head, view) = page(here, set, sets);
            head.data.extend(description.as_ref().filter(|_| here.room.chrome.base_url.is_some()).and_then(embedded));
            (head, view)
        });
    }
}

/// The description for `<script type="application/ld+json">`, on one line; `None` if the site's address is unknown,
/// because search engines accept absolute addresses only.
fn embedded(description: &Artifact<'_>) -> Option<Html> {
    let description: serde_json::Value = serde_json::from_slice(&description.bytes().ok()?).ok()?;
    Some(Html(description.to_string().replace('<', "\\u003c")))
}

fn terms(here: &Here<'_, '_>) -> Option<Link> {
    let page = here.site.pages.iter().find(|page| page.id.0 == "open-data")?;
    Some(Link::to("open-data/", &page.title.value))
}

fn list(here: &Here<'_, '_>, sets: &[Dataset<'_>]) -> (Head, IndexView) {
    let collection = Collection::of(here.site);
    let longest = sets.iter().max_by_key(|set| set.source.length());
    let view = IndexView {
        title: collection.title(),
        description: collection.description(),
        sets: sets.iter().map(row).collect(),
        terms: terms(here),
        licence: here.room.chrome.licence.clone(),
        citations: [collection.citation(), collection.edited_citation()],
        together: if sets.is_empty() { Vec::new() } else { together(collection, sets) },
        example: longest.map(|set| Link::to(&set.folder(), &set.title)),
        recipes: longest.map(|set| recipes(here, set)).unwrap_or_default(),
    };
    (Head::new("data", "データ", "このサイトの内容を、CSV・JSON・XLSXの表でダウンロードするページ"), view)
}

fn row(set: &Dataset<'_>) -> SetRow {
    let years = set.editions.first().zip(set.editions.last());
    SetRow {
        link: Link::to(&set.folder(), &set.title),
        name: set.name,
        description: set.description.clone().into_owned(),
        count: set.source.count(),
        columns: set.columns.len(),
        updated: set.modified().map(day),
        years: years.map(|(first, last)| format!("{}～{}年度", first.year.western(), last.year.western())),
        files: set.files.iter().map(file).collect(),
    }
}

fn day(date: Date) -> DayView {
    DayView { iso: date.iso(), words: date.to_string() }
}

/// The files about all tables, each with its purpose. The size of the archive is told: its descriptions are negligible.
fn together(collection: Collection<'_>, sets: &[Dataset<'_>]) -> Vec<TogetherView> {
    let packed: Option<u64> = sets.iter().map(|set| set.csv.packed_size()).sum();
    let archive = collection.archive();
    let view = |Described { path, name, about, .. }: Described| TogetherView {
        size: packed.filter(|_| path == archive).map(|bytes| format!("約{}", size_in_words(bytes))),
        href: path,
        name,
        about,
    };
    collection.descriptions().into_iter().map(view).collect()
}

/// The commands with the addresses of the files, or with their paths if the site's address is unknown.
fn recipes(here: &Here<'_, '_>, set: &Dataset<'_>) -> Vec<RecipeView> {
    let Some(csv) = set.files.first() else { return Vec::new() };
    let address =
        |file: &DataFile<'_>| format!("{}{}", here.room.chrome.base_url.as_deref().unwrap_or_default(), file.path);
    let of = |format: &str| set.files.iter().find(|file| file.format == format).map(address);
    let typed = Recipe::of_types(set.name, of("JSON").as_deref(), of("PARQUET").as_deref());
    let view = |Recipe { tool, key, note, commands }| RecipeView { tool, key, note, commands };
    Recipe::all(&address(csv), &set.columns).into_iter().chain(typed).map(view).collect()
}

fn page(here: &Here<'_, '_>, set: &Dataset<'_>, sets: &[Dataset<'_>]) -> (Head, View) {
    let relation = |key: &ForeignKey| {
        let other = sets.iter().find(|other| other.name == key.dataset)?;
        let headers = |set: &Dataset<'_>, names: &[&str]| {
            names.iter().filter_map(|name| set.header(name)).collect::<Vec<_>>().join("、")
        };
        let (own, others) = set.joined(key);
        let (columns, references) = (headers(set, &own), headers(other, others));
        Some(RelationView { columns, references, link: Link::to(&other.folder(), &other.title) })
    };
    let cells = |row: Vec<Cell<'_>>| row.iter().map(|cell| cell.as_text().into_owned()).collect();
    let view = View {
        name: set.name,
        title: set.title.clone().into_owned(),
        title_en: set.title_en,
        description: set.description.clone().into_owned(),
        count: set.source.count(),
        columns: columns(set),
        coverage: set.coverage.and_then(Period::in_full),
        licence: here.room.chrome.licence.clone(),
        key: Dataset::PRIMARY_KEY.iter().filter_map(|name| set.header(name)).collect(),
        relations: set.foreign_keys.iter().filter_map(relation).collect(),
        headers: set.columns.iter().map(header).collect(),
        rows: set.rows().take(PREVIEW).map(cells).collect(),
        files: set.files.iter().map(file).collect(),
        editions: set.editions.iter().map(|edition| edition_view(set, edition)).collect(),
        descriptions: descriptions(set),
        recipes: recipes(here, set),
        published: set.published.map(day),
        updated: set.modified().map(day),
        history: set
            .history()
            .map(|Change { date, text }| ChangeView { day: day(*date), text: text.clone() })
            .collect(),
        citations: [Collection::of(here.site).citation(), Collection::of(here.site).edited_citation()],
        terms: terms(here),
    };
    let head = Head::new("dataset", format!("{}のデータ", set.title), &*set.description)
        .below(vec![here.fixed(FixedPage::Data)])
        .called(&*set.title);
    (head, view)
}

fn header(column: &Column) -> HeaderView {
    let is_number = matches!(column.kind, ColumnType::Number | ColumnType::Integer);
    HeaderView { text: column.header, sort: if is_number { "number" } else { "text" } }
}

fn edition_view(set: &Dataset<'_>, edition: &Edition<'_>) -> EditionView {
    EditionView {
        anchor: edition.year.anchor(),
        year: edition.year.to_string(),
        western: edition.year.western(),
        count: edition.count,
        title: format!("{} {}", set.title, edition.year),
        files: edition.files.iter().map(file).collect(),
    }
}

/// The machine-readable descriptions of a table.
fn descriptions(set: &Dataset<'_>) -> Vec<TogetherView> {
    let file = |href, name, about| TogetherView { href, name, about, size: None };
    let plain = set.files.iter().filter(|file| file.format == "CSV");
    let of_csv = plain.map(|csv| file(format!("{}-metadata.json", csv.path), "CSV on the Web", "CSV の列の型と意味"));
    let others = [
        file(set.description_beside("tableschema.json"), "Table Schema", "CSV の列の型と制約"),
        file(set.description_beside("schema.json"), "JSON Schema", "JSON の列の型と意味"),
        file(set.description_file(), "schema.org", "検索エンジンのための説明"),
    ];
    of_csv.chain(others).collect()
}

fn columns(set: &Dataset<'_>) -> Vec<ColumnView> {
    let view = |column: &Column| ColumnView {
        header: column.header,
        name: column.name,
        kind: column.kind.label(),
        need: if column.required { "必ずある" } else { "空のことがある" },
        meaning: column.meaning.clone().into_owned(),
        meaning_en: column.meaning_en,
        unit: column.unit.map(Unit::words),
        limit: column.limit.words(),
        codes: column.codes.iter().map(|(code, label)| CodeView { code, label: label.clone().into_owned() }).collect(),
    };
    set.columns.iter().map(view).collect()
}

fn file(file: &DataFile<'_>) -> FileView {
    FileView {
        href: file.path.clone(),
        format: file.format,
        media_type: file.media_type,
        size: file.size().map(size_in_words),
    }
}

/// 512B, 12KB, 3.4MB.
pub(super) fn size_in_words(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes}B"),
        1_000..1_000_000 => format!("{}KB", bytes.div_ceil(1_000)),
        _ => format!("{:.1}MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::size_in_words;

    #[test]
    fn sizes_are_rounded_up() {
        assert_eq!(size_in_words(999), "999B");
        assert_eq!(size_in_words(1_001), "2KB");
        assert_eq!(size_in_words(2_340_000), "2.3MB");
    }
}
