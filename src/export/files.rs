//! The files of a table, one per format, named by the national pattern: `data/figures/202037_figures.csv`, and
//! `202037_figures_2022.csv` for the rows of one fiscal year.

use super::Former;
use super::columns::{About, Readers, Table};
use super::csv::Csv;
use super::json::Json;
use super::parquet::Parquet;
use super::xlsx::{self, Xlsx};
use crate::dataset::{self, Collection, DataFile, Dated, Edition, Packer};
use crate::model::{Date, FiscalYear, Site, address};
use crate::workbook;

const CSV: (&str, &str) = ("CSV", "text/csv");
const JSON: (&str, &str) = ("JSON", "application/json");
const PARQUET: (&str, &str) = ("PARQUET", "application/vnd.apache.parquet");
const XLSX: (&str, &str) = ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

/// The longest table that is published as XLSX too: a longer one is of no use in a spreadsheet, and programs read CSV
/// and JSON.
const LONGEST_WORKBOOK: usize = 50_000;

/// The longest table that is published as plain CSV, as JSON and by single years: of a longer one programs read the Parquet or
/// the compressed CSV, and the same rows at full length would be most of what a city has to upload.
const LONGEST_REPEATED: usize = 20_000;

/// The files of a table.
pub(super) struct Files<'t, 's> {
    /// The site.
    pub(super) site: &'s Site,
    /// The table.
    pub(super) table: &'t Table<'s>,
    /// 公開日.
    pub(super) published: Option<Date>,
    /// The latest day on which the content says that it changed.
    pub(super) told: Option<Date>,
    /// The earlier publication.
    pub(super) former: &'t Former,
}

impl<'s> Files<'_, 's> {
    /// The rows as CSV, and what is published of them: CSV, JSON, Parquet and, if it is not too long, XLSX. Of a long table the
    /// CSV is compressed and there is no JSON, unless they have been published before: an address stays.
    pub(super) fn whole(&self) -> (DataFile<'s>, Vec<DataFile<'s>>) {
        let length = self.table.source.length();
        let is_wanted = |path: &str| length <= LONGEST_REPEATED || self.former.has(path);
        let has_json = is_wanted(&format!("{}.json", self.stem()));
        let mut files = self.spelled(&self.stem(), None, length, has_json);
        let csv = files[0].clone().kept();
        if !is_wanted(&csv.path) {
            files[0] = DataFile::gzipped(&csv);
        } else {
            files[0] = csv.clone();
        }
        (csv, files)
    }

    /// CSV and XLSX of each year of a table that grows by year, for readers of a spreadsheet; programs read the whole
    /// table and its column 年度.
    pub(super) fn editions(&self) -> Vec<Edition<'s>> {
        let edition = |(year, count): (FiscalYear, usize)| {
            let stem = format!("{}_{}", self.stem(), year.western());
            Edition { year, count, files: self.spelled(&stem, Some(year), count, false), dated: self.dated(&stem) }
        };
        let years = self.table.source.years();
        let before = |year: &FiscalYear| self.former.has(&format!("{}_{}.csv", self.stem(), year.western()));
        let are_wanted = self.table.source.length() <= LONGEST_REPEATED || years.keys().any(before);
        years.into_iter().filter(|_| are_wanted).map(edition).collect()
    }

    /// When the files with this name changed.
    pub(super) fn dated(&self, stem: &str) -> Dated {
        let former = self.former.version(&format!("{stem}.csv")).cloned();
        Dated { former, told: self.told, today: self.site.today }
    }

    /// The path of its files without their ending.
    pub(super) fn stem(&self) -> String {
        let name = self.table.about.name;
        format!("{}{}_{name}", address::dataset_page(name), self.site.profile.municipality.file_code())
    }

    /// The files with all rows, or those of a year: the rows are made once and spelled to all formats.
    fn spelled(&self, stem: &str, year: Option<FiscalYear>, length: usize, has_json: bool) -> Vec<DataFile<'s>> {
        let About { name, description, readers, .. } = self.table.about;
        let has_xlsx = length <= LONGEST_WORKBOOK && readers == Readers::People;
        let has_parquet = year.is_none();
        let formats = [("csv", CSV, true), ("json", JSON, has_json), ("xlsx", XLSX, has_xlsx)];
        let formats = formats.into_iter().chain([("parquet", PARQUET, has_parquet)]).filter(|(.., is)| *is);
        let files = formats.map(|(ending, format, _)| (format!("{stem}.{ending}"), format)).collect();
        let (columns, source) = (self.table.columns.clone(), self.table.source.clone());
        let title = dataset::title(name, self.site.words());
        let title = year.map_or_else(|| title.clone().into_owned(), |year| format!("{title} {year}"));
        let published = self.published.filter(|_| year.is_none());
        let (site, dated) = (self.site, self.dated(stem));
        DataFile::together(files, move || {
            let book = titled(site, &title);
            // The archive has the whole tables as they are packed.
            let packer = if year.is_none() { Packer::small() } else { Packer::held() };
            let mut csv = Csv::begin(packer, &columns)?;
            let mut json = has_json.then(|| Json::begin(Packer::held(), &columns)).transpose()?;
            let mut xlsx = has_xlsx.then(|| Xlsx::begin(&book, &columns));
            let mut parquet = has_parquet.then(|| Parquet::begin(Packer::as_is(), name, &columns)).transpose()?;
            for row in year.map_or_else(|| source.rows(), |year| source.rows_of(year)) {
                csv.row(&row)?;
                json.iter_mut().try_for_each(|json| json.row(&row))?;
                parquet.iter_mut().try_for_each(|parquet| parquet.row(&row))?;
                if let Some(xlsx) = &mut xlsx {
                    xlsx.row(row)?;
                }
            }
            let mut made = vec![csv.end()?.packed()?];
            if let Some(json) = json {
                made.push(json.end()?.packed()?);
            }
            if let Some(xlsx) = xlsx {
                let day = dated.day_of(|| made.first());
                let about = about(site, &title, &site.words().tell(description), published, day);
                made.push(xlsx.end(Packer::as_is(), &about)?.packed()?);
            }
            if let Some(parquet) = parquet {
                made.push(parquet.end()?.packed()?);
            }
            Ok(made)
        })
    }
}

/// The title of a workbook.
fn titled(site: &Site, title: &str) -> String {
    format!("{} {title}", site.profile.municipality.name)
}

/// What a workbook of a table with this title says of it.
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
    let title = titled(site, title);
    xlsx::About { book: workbook::About { title, creator: profile.publisher().to_owned(), updated }, lines }
}
