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
use crate::dataset::Dataset;
use crate::model::Site;

/// Describes every table, with its files.
pub fn datasets(site: &Site) -> Vec<Dataset<'_>> {
    columns::tables(site)
}

/// Makes every file of open data.
pub fn export<'a>(site: &'a Site, datasets: &'a [Dataset<'_>], _stamp: &'a Stamp) -> Bundle<'a> {
    let mut bundle = Bundle::new();
    let code = &site.profile.municipality.code.value;
    for dataset in datasets {
        let path = format!("data/{0}/{code}_{0}.csv", dataset.name);
        bundle.add_lazy(path.clone(), move || csv::csv(&path, &dataset.columns, dataset.rows()));
        let path = format!("data/{0}/{code}_{0}.json", dataset.name);
        bundle.add_lazy(path.clone(), move || json::json(&path, &dataset.columns, dataset.rows()));
    }
    record::add(&mut bundle, site);
    bundle
}
