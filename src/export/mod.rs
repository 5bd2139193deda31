//! `export`: the site's open data.
//!
//! `columns` says once what every table holds; `csv` and `json` spell it. `record` tells one whole record as JSON beside its
//! page. Nothing here knows HTML, reads a file or asks a clock.

mod catalog;
mod cell;
mod columns;
mod csv;
mod files;
mod history;
mod json;
mod record;
mod xlsx;
mod zip;

use crate::bundle::{Bundle, Stamp};
use crate::dataset::Dataset;
use crate::model::{Period, Site};

/// Describes every table, with its files.
pub fn datasets(site: &Site) -> Vec<Dataset<'_>> {
    let mut datasets = columns::tables(site);
    for dataset in &mut datasets {
        dataset.published = history::published(site, dataset.name);
        dataset.history = history::of(site, dataset);
        dataset.files = files::of(site, dataset);
        dataset.editions = files::editions(site, dataset);
        if let Some((first, last)) = dataset.editions.first().zip(dataset.editions.last()) {
            dataset.coverage = Some(Period { from: Some(first.year), to: Some(last.year) });
        }
        dataset.json_ld = Box::new(|dataset| catalog::embedded(site, dataset));
    }
    datasets
}

/// Makes every file of open data.
pub fn export<'a>(site: &'a Site, datasets: &'a [Dataset<'_>], _stamp: &'a Stamp) -> Bundle<'a> {
    let mut bundle = Bundle::new();
    for file in datasets.iter().flat_map(Dataset::all_files) {
        bundle.add_stream(&file.path, |to| file.write_to(to));
    }
    catalog::add(&mut bundle, site, datasets);
    record::add(&mut bundle, site);
    bundle
}
