//! The files of a table, one a format, named by the national pattern: `data/figures/202037_figures.csv`, and
//! `202037_figures_2022.csv` for the rows of one fiscal year.

use super::{csv, json, xlsx};
use crate::dataset::{Collection, DataFile, Dataset, Edition};
use crate::model::{Date, FiscalYear, Site, address};

const CSV: (&str, &str) = ("CSV", "text/csv");
const JSON: (&str, &str) = ("JSON", "application/json");
const XLSX: (&str, &str) = ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

/// The longest table that is made as XLSX too: beyond it nobody reads on in a spreadsheet, and CSV and JSON serve programs.
const LONGEST_WORKBOOK: usize = 50_000;

/// CSV, JSON and, where it is not too long, XLSX of a table.
pub(super) fn of<'s>(site: &'s Site, dataset: &Dataset<'s>) -> Vec<DataFile<'s>> {
    let stem = stem(site, dataset);
    let (columns, source) = (dataset.columns.clone(), dataset.source.clone());
    let json = DataFile::new(format!("{stem}.json"), JSON, move |to| json::json(to, &columns, source.rows()));
    let mut files = spreadsheets(site, dataset, &stem, None, dataset.source.length());
    files.insert(1, json);
    files
}

/// CSV and XLSX of each year of a table that grows by year: who reads one year reads it in a spreadsheet, and a program takes
/// the whole table and its column 年度.
pub(super) fn editions<'s>(site: &'s Site, dataset: &Dataset<'s>) -> Vec<Edition<'s>> {
    let edition = |(year, count): (FiscalYear, usize)| {
        let stem = format!("{}_{}", stem(site, dataset), year.western());
        Edition { year, count, files: spreadsheets(site, dataset, &stem, Some(year), count) }
    };
    dataset.source.years().into_iter().map(edition).collect()
}

fn stem(site: &Site, dataset: &Dataset<'_>) -> String {
    format!("{}{}_{}", address::dataset_page(dataset.name), site.profile.municipality.code, dataset.name)
}

fn spreadsheets<'s>(
    site: &'s Site,
    dataset: &Dataset<'s>,
    stem: &str,
    year: Option<FiscalYear>,
    length: usize,
) -> Vec<DataFile<'s>> {
    let (columns, source) = (dataset.columns.clone(), dataset.source.clone());
    let csv = DataFile::new(format!("{stem}.csv"), CSV, move |to| {
        csv::csv(to, &columns, year.map_or_else(|| source.rows(), |year| source.rows_of(year)))
    });
    if length > LONGEST_WORKBOOK {
        return vec![csv];
    }
    let (columns, source) = (dataset.columns.clone(), dataset.source.clone());
    let title = year.map_or_else(|| dataset.title.to_owned(), |year| format!("{} {year}", dataset.title));
    let published = dataset.published.filter(|_| year.is_none());
    let (description, updated) = (dataset.description, dataset.modified());
    let xlsx = DataFile::new(format!("{stem}.xlsx"), XLSX, move |to| {
        let about = about(site, &title, description, published, updated);
        xlsx::xlsx(to, &about, &columns, year.map_or_else(|| source.rows(), |year| source.rows_of(year)))
    });
    vec![csv, xlsx]
}

fn about(site: &Site, title: &str, description: &str, published: Option<Date>, updated: Option<Date>) -> xlsx::About {
    let profile = &site.profile;
    let municipality = &profile.municipality;
    let mut lines = vec![
        ("表", title.to_owned()),
        ("説明", description.to_owned()),
        ("団体", format!("{}(全国地方公共団体コード {})", municipality.name, municipality.code)),
        ("作成者", profile.publisher().to_owned()),
        ("サイト", profile.title.value.clone()),
    ];
    lines.extend(published.map(|date| ("公開日", date.iso())));
    lines.extend(updated.map(|date| ("更新日", date.iso())));
    lines.extend(profile.licence.as_ref().map(|licence| ("ライセンス", format!("{} {}", licence.name, licence.url))));
    lines.push(("出典の書き方", Collection::of(site).citation()));
    lines.extend(profile.base_url.as_ref().map(|url| ("アドレス", url.value.clone())));
    lines.push((
        "文の並び",
        "1つの欄に文がいくつもあるときは「｜」で区切ります。文の中の「｜」と「\\」の前には「\\」を付けます。"
            .to_owned(),
    ));
    lines.push((
        "長い文",
        "1つの欄に入りきらない文(32,767字より長いもの)は途中までです。全文は CSV と JSON にあります。".to_owned(),
    ));
    lines.extend(profile.notice.iter().flatten().map(|notice| ("お断り", notice.value.clone())));
    xlsx::About {
        title: format!("{} {title}", municipality.name),
        creator: profile.publisher().to_owned(),
        updated,
        lines,
    }
}
