//! `export`: the site's open data.
//!
//! `columns` says once what every table holds; `csv` and `json` spell it. `record` tells one whole record as JSON beside its
//! page. Nothing here knows HTML, reads a file or asks a clock.

mod address;
mod cell;
mod columns;
mod csv;
mod json;
mod record;

mod sdg;

use crate::bundle::{Bundle, Stamp};
use crate::dataset::{DataFile, Dataset};
use crate::model::Site;

/// Describes every table, with its files.
pub fn datasets(site: &Site) -> Vec<Dataset<'_>> {
    let code = &site.profile.municipality.code.value;
    let mut datasets = columns::tables(site);
    for dataset in &mut datasets {
        let stem = format!("data/{0}/{code}_{0}", dataset.name);
        dataset.files = files(&stem, dataset);
    }
    datasets
}

fn files<'s>(stem: &str, dataset: &Dataset<'s>) -> Vec<DataFile<'s>> {
    let (columns, source) = (dataset.columns.clone(), dataset.source.clone());
    let csv =
        DataFile::new(format!("{stem}.csv"), ("CSV", "text/csv"), move |to| csv::csv(to, &columns, source.rows()));
    let (columns, source) = (dataset.columns.clone(), dataset.source.clone());
    let json = DataFile::new(format!("{stem}.json"), ("JSON", "application/json"), move |to| {
        json::json(to, &columns, source.rows())
    });
    vec![csv, json]
}

/// Makes every file of open data.
pub fn export<'a>(site: &'a Site, datasets: &'a [Dataset<'_>], _stamp: &'a Stamp) -> Bundle<'a> {
    let mut bundle = Bundle::new();
    for file in datasets.iter().flat_map(|dataset| &dataset.files) {
        bundle.add_stream(&file.path, |to| file.write_to(to));
    }
    record::add(&mut bundle, site);
    bundle
}
