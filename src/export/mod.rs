//! `export`: the site's open data.

use crate::bundle::{Bundle, Stamp};
use crate::dataset::Dataset;
use crate::model::Site;

/// Describes every table.
pub fn datasets(_site: &Site) -> Vec<Dataset<'_>> {
    Vec::new()
}

/// Makes every file of open data.
pub fn export<'a>(_site: &'a Site, _datasets: &'a [Dataset<'_>], _stamp: &'a Stamp) -> Bundle<'a> {
    Bundle::new()
}
