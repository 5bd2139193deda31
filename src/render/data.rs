//! データ: every dataset with its columns, its first rows and its files; and the data block by which dataset search
//! engines find it.

use serde::Serialize;

use super::head::Head;
use super::here::Here;
use super::html::data_block;
use super::links::Link;
use super::pages::Pages;
use crate::dataset::{Cell, Column, DataFile, Dataset, ForeignKey};

/// How many rows a page shows.
const PREVIEW: usize = 10;

#[derive(Serialize)]
struct IndexView {
    sets: Vec<SetRow>,
    terms: Option<Link>,
}

#[derive(Serialize)]
struct SetRow {
    link: Link,
    description: &'static str,
    columns: usize,
    files: Vec<FileView>,
}

#[derive(Serialize)]
struct View {
    name: &'static str,
    title: &'static str,
    title_en: &'static str,
    description: &'static str,
    count: usize,
    columns: Vec<ColumnView>,
    key: Vec<&'static str>,
    relations: Vec<RelationView>,
    headers: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    files: Vec<FileView>,
    terms: Option<Link>,
}

#[derive(Serialize)]
struct ColumnView {
    header: &'static str,
    name: &'static str,
    kind: &'static str,
    need: &'static str,
    meaning: &'static str,
    meaning_en: &'static str,
    codes: Vec<CodeView>,
}

#[derive(Serialize)]
struct CodeView {
    code: &'static str,
    label: &'static str,
}

#[derive(Serialize)]
struct RelationView {
    columns: String,
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
pub(super) fn add<'a>(pages: &mut Pages<'a>, sets: &'a [Dataset<'_>]) {
    pages.add("data/", "pages/data.html", move |here| list(here, sets));
    for set in sets {
        pages.add(folder(set), "pages/dataset.html", move |here| page(here, set, sets));
    }
}

fn folder(set: &Dataset<'_>) -> String {
    format!("data/{}/", set.name)
}

fn terms(here: &Here<'_, '_>) -> Option<Link> {
    let page = here.site.pages.iter().find(|page| page.id.0 == "open-data")?;
    Some(Link::to("open-data/", &page.title.value))
}

fn list(here: &Here<'_, '_>, sets: &[Dataset<'_>]) -> (Head, IndexView) {
    let row = |set: &Dataset<'_>| SetRow {
        link: Link::to(&folder(set), set.title),
        description: set.description,
        columns: set.columns.len(),
        files: set.files.iter().map(file).collect(),
    };
    let view = IndexView { sets: sets.iter().map(row).collect(), terms: terms(here) };
    (Head::new("data", "データ", "このサイトの内容を、CSV・JSON・XLSXの表の形で手に入れるページ"), view)
}

fn page(here: &Here<'_, '_>, set: &Dataset<'_>, sets: &[Dataset<'_>]) -> (Head, View) {
    let relation = |key: &ForeignKey| {
        let other = sets.iter().find(|other| other.name == key.dataset)?;
        Some(RelationView { columns: key.columns.join("、"), link: Link::to(&folder(other), other.title) })
    };
    let cells = |row: Vec<Cell<'_>>| row.iter().map(|cell| cell.as_text().into_owned()).collect();
    let view = View {
        name: set.name,
        title: set.title,
        title_en: set.title_en,
        description: set.description,
        count: set.rows().count(),
        columns: columns(set),
        key: set.primary_key.to_vec(),
        relations: set.foreign_keys.iter().filter_map(relation).collect(),
        headers: set.columns.iter().map(|column| column.header).collect(),
        rows: set.rows().take(PREVIEW).map(cells).collect(),
        files: set.files.iter().map(file).collect(),
        terms: terms(here),
    };
    let mut head = Head::new("dataset", format!("{}のデータ", set.title), set.description)
        .below(vec![Link::to("data/", "データ")])
        .called(set.title);
    head.data.extend(here.room.chrome.base_url.as_ref().map(|base| data_block(&described(here, set, base))));
    (head, view)
}

fn columns(set: &Dataset<'_>) -> Vec<ColumnView> {
    let view = |column: &Column| ColumnView {
        header: column.header,
        name: column.name,
        kind: column.kind.label(),
        need: if column.required { "必ずある" } else { "空のことがある" },
        meaning: column.meaning,
        meaning_en: column.meaning_en,
        codes: column.codes.iter().map(|(code, label)| CodeView { code, label }).collect(),
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
fn size_in_words(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes}B"),
        1_000..1_000_000 => format!("{}KB", bytes.div_ceil(1_000)),
        _ => format!("{:.1}MB", bytes as f64 / 1e6),
    }
}

/// schema.org's view of a dataset.
#[derive(Serialize)]
struct DatasetBlock<'t> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'t str,
    #[serde(rename = "alternateName")]
    alternate_name: &'t str,
    description: String,
    url: String,
    identifier: String,
    #[serde(rename = "inLanguage")]
    language: &'t str,
    #[serde(rename = "isAccessibleForFree")]
    is_free: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<&'t str>,
    creator: Organization<'t>,
    publisher: Organization<'t>,
    #[serde(rename = "dateModified", skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    #[serde(rename = "temporalCoverage", skip_serializing_if = "Option::is_none")]
    temporal: Option<String>,
    #[serde(rename = "spatialCoverage")]
    spatial: Place,
    keywords: Vec<&'t str>,
    #[serde(rename = "variableMeasured")]
    variables: Vec<&'t str>,
    #[serde(rename = "includedInDataCatalog")]
    catalog: Catalog<'t>,
    distribution: Vec<Download<'t>>,
}

#[derive(Serialize)]
struct Organization<'t> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'t str,
    identifier: PropertyValue<'t>,
}

#[derive(Serialize)]
struct PropertyValue<'t> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "propertyID")]
    property: &'static str,
    value: &'t str,
}

#[derive(Serialize)]
struct Place {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: String,
}

#[derive(Serialize)]
struct Catalog<'t> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'t str,
    url: String,
}

#[derive(Serialize)]
struct Download<'t> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: String,
    #[serde(rename = "encodingFormat")]
    format: &'t str,
    #[serde(rename = "contentUrl")]
    url: String,
    #[serde(rename = "contentSize", skip_serializing_if = "Option::is_none")]
    size: Option<String>,
}

fn described<'t>(here: &'t Here<'_, '_>, set: &'t Dataset<'_>, base: &str) -> DatasetBlock<'t> {
    let profile = &here.site.profile;
    let city = &profile.municipality;
    let organization = || Organization {
        kind: "Organization",
        name: &city.name.value,
        identifier: PropertyValue {
            kind: "PropertyValue",
            property: "全国地方公共団体コード",
            value: &city.code.value,
        },
    };
    let years = here.site.years();
    let span = years.first().zip(years.last());
    let prefecture = city.prefecture.as_ref().map_or("", |name| &name.value);
    DatasetBlock {
        context: "https://schema.org",
        kind: "Dataset",
        name: set.title,
        alternate_name: set.title_en,
        description: format!("{} {}「{}」のデータです。", set.description, city.name, profile.title),
        url: format!("{base}{}", here.path),
        identifier: format!("{base}{}", here.path),
        language: &profile.language,
        is_free: true,
        license: profile.licence.as_ref().map(|licence| licence.url.value.as_str()),
        creator: organization(),
        publisher: organization(),
        modified: profile.updated.as_ref().map(|date| date.value.iso()),
        temporal: span.map(|(from, to)| format!("{}/{}", from.first_day(), to.last_day())),
        spatial: Place { kind: "Place", name: format!("{prefecture}{}", city.name) },
        keywords: vec![&city.name.value, set.title],
        variables: set.columns.iter().map(|column| column.header).collect(),
        catalog: Catalog { kind: "DataCatalog", name: &profile.title.value, url: format!("{base}data/") },
        distribution: set.files.iter().map(|file| download(set, file, base)).collect(),
    }
}

fn download<'t>(set: &Dataset<'_>, file: &'t DataFile<'_>, base: &str) -> Download<'t> {
    Download {
        kind: "DataDownload",
        name: format!("{}({})", set.title, file.format),
        format: file.media_type,
        url: format!("{base}{}", file.path),
        size: file.size().map(|bytes| format!("{bytes} B")),
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
