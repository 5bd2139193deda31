//! `render`: the site's pages.

use crate::bundle::{Bundle, Stamp};
use crate::dataset::Dataset;
use crate::model::Site;

/// A theme.
#[derive(Debug)]
pub struct Theme;

/// Makes every page.
pub fn render<'a>(_site: &'a Site, _datasets: &'a [Dataset<'_>], _theme: &'a Theme, _stamp: &'a Stamp) -> Bundle<'a> {
    Bundle::new()
}
