//! The files of a table, one a format, named by the national pattern: `data/figures/202037_figures.csv`.

use super::{csv, json, xlsx};
use crate::dataset::{DataFile, Dataset};
use crate::model::Site;

const CSV: (&str, &str) = ("CSV", "text/csv");
const JSON: (&str, &str) = ("JSON", "application/json");
const XLSX: (&str, &str) = ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

/// The longest table that is made as XLSX too: beyond it nobody reads on in a spreadsheet, and CSV and JSON serve programs.
const LONGEST_WORKBOOK: usize = 50_000;

/// CSV, JSON and, where it is not too long, XLSX of a table.
pub(super) fn of<'s>(site: &'s Site, dataset: &Dataset<'s>) -> Vec<DataFile<'s>> {
    let stem = format!("data/{0}/{1}_{0}", dataset.name, site.profile.municipality.code);
    let table = || (dataset.columns.clone(), dataset.source.clone());
    let (columns, source) = table();
    let csv = DataFile::new(format!("{stem}.csv"), CSV, move |to| csv::csv(to, &columns, source.rows()));
    let (columns, source) = table();
    let json = DataFile::new(format!("{stem}.json"), JSON, move |to| json::json(to, &columns, source.rows()));
    if dataset.source.length() > LONGEST_WORKBOOK {
        return vec![csv, json];
    }
    let (columns, source) = table();
    let (title, description) = (dataset.title, dataset.description);
    let xlsx = DataFile::new(format!("{stem}.xlsx"), XLSX, move |to| {
        xlsx::xlsx(to, &about(site, title, description), &columns, source.rows())
    });
    vec![csv, json, xlsx]
}

fn about(site: &Site, title: &str, description: &str) -> xlsx::About {
    let profile = &site.profile;
    let municipality = &profile.municipality;
    let mut lines = vec![
        ("表", title.to_owned()),
        ("説明", description.to_owned()),
        ("団体", format!("{}(全国地方公共団体コード {})", municipality.name, municipality.code)),
        ("サイト", profile.title.value.clone()),
    ];
    lines.extend(profile.updated.as_ref().map(|updated| ("更新日", updated.value.iso())));
    lines.extend(profile.licence.as_ref().map(|licence| ("ライセンス", format!("{} {}", licence.name, licence.url))));
    lines.extend(profile.base_url.as_ref().map(|url| ("アドレス", url.value.clone())));
    lines.push((
        "文の並び",
        "1つの欄に文がいくつもあるときは「｜」で区切ります。文の中の「｜」と「\\」の前には「\\」を付けます。"
            .to_owned(),
    ));
    lines.extend(profile.notice.iter().flatten().map(|notice| ("お断り", notice.value.clone())));
    xlsx::About {
        title: format!("{} {title}", municipality.name),
        creator: municipality.name.value.clone(),
        updated: profile.updated.as_ref().map(|updated| updated.value),
        lines,
    }
}
