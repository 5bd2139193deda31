//! mieruka 見える化: a city's goals, plans and results, from YAML and Markdown to pages, open data and search.

pub mod bundle;
pub mod check;
pub mod dataset;
pub mod diagnostic;
pub mod export;
pub mod load;
pub mod model;
pub mod publish;
pub mod render;
pub mod search;
pub mod serve;
pub mod source;

use bundle::{Bundle, Stamp};
use dataset::Dataset;
use model::Site;
use render::Theme;
use search::Tokenizer;

/// Composes the whole site: pages, open data, search.
pub fn build<'a, 's: 'a>(
    site: &'s Site,
    datasets: &'a [Dataset<'s>],
    theme: &'a Theme,
    tokenizer: &'a Tokenizer,
    stamp: &'a Stamp,
) -> Bundle<'a> {
    let mut bundle = render::render(site, datasets, theme, stamp);
    bundle.extend(export::export(site, datasets, stamp));
    bundle.extend(search::search(site, tokenizer));
    bundle
}
