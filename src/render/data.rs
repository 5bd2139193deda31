//! データ: every dataset with its columns, its first rows and its files; and the data block by which dataset search
//! engines find it.

use serde::Serialize;

use super::head::Head;
use super::here::Here;
use super::html::Html;
use super::links::Link;
use super::pages::Pages;
use crate::dataset::{Cell, Column, DataFile, Dataset, ForeignKey};

/// How many rows a page shows.
const PREVIEW: usize = 20;

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
    head.data.extend(set.json_ld().map(Html));
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
