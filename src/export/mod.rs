//! `export`: the site's open data.
//!
//! `columns` defines the content of every table once; `csv` and `json` format it. `record` writes each whole record as
//! JSON beside its page. This module does not know HTML, does not read files and does not read the clock.

mod catalog;
mod cell;
mod changes;
mod charts;
mod columns;
mod csv;
mod files;
mod former;
mod history;
mod json;
mod parquet;
mod record;
mod xlsx;

use std::sync::Arc;

use crate::bundle::Bundle;
use crate::dataset::{self, Dataset};
use crate::model::{Period, Site, address};
use crate::parallel;
use columns::Table;
use files::Files;

pub use former::Former;

/// Describes every table, with its files; none of families that the site does not have.
pub fn datasets(site: &Site) -> Vec<Dataset<'_>> {
    datasets_since(site, &Arc::default())
}

/// The same, after an earlier publication: what has not changed since keeps its day, and what has is told.
pub fn datasets_since<'s>(site: &'s Site, former: &Arc<Former>) -> Vec<Dataset<'s>> {
    let (held, others): (Vec<_>, Vec<_>) =
        columns::tables(site).into_iter().partition(|table| columns::is_held(site, table));
    let gone: Vec<_> = others.into_iter().filter(Table::is_empty).map(|table| dataset(site, table, former)).collect();
    let mut datasets = parallel::map_each(held, |table| dataset(site, table, former));
    let (code, columns) = (site.profile.municipality.file_code(), columns::of_changes(site));
    let path = format!("{}{code}_changes.csv", address::dataset_page("changes"));
    let log = changes::Log::of(&datasets, &gone, former, path);
    let changes = columns::changes(site, move || log.rows(&columns));
    let own = dataset::TABLES.iter().position(|table| table.name == "changes");
    let is_before = |set: &&Dataset<'_>| dataset::TABLES.iter().position(|table| table.name == set.name) < own;
    let place = datasets.iter().take_while(is_before).count();
    datasets.insert(place, dataset(site, changes, former));
    datasets
}

fn dataset<'s>(site: &'s Site, table: Table<'s>, former: &Former) -> Dataset<'s> {
    let (about, heading) = (table.about, dataset::heading_of(table.about.name));
    let published = history::published(site, about.name);
    let told = history::of(site, about.name, published);
    let files = Files { site, table: &table, published, told: told.first().map(|change| change.date), former };
    let (editions, (csv, whole), dated) = (files.editions(), files.whole(), files.dated(&files.stem()));
    let coverage = covered(&table).or(table.coverage);
    Dataset {
        name: about.name,
        title: site.words().tell(heading.title),
        keywords: heading.keywords.iter().map(|word| site.words().tell(word).into_owned()).collect(),
        renewal: heading.renewal,
        title_en: about.title_en,
        description: site.words().tell(about.description),
        foreign_keys: table.foreign_keys,
        csv,
        files: whole,
        coverage,
        editions,
        published,
        told,
        dated,
        columns: table.columns,
        source: table.source,
    }
}

/// From the first year that has rows to the last.
fn covered(table: &Table<'_>) -> Option<Period> {
    let years = table.source.years();
    Some(Period::of_years(Some(*years.first_key_value()?.0), Some(*years.last_key_value()?.0)))
}

/// Makes every open data file.
pub fn export<'a>(site: &'a Site, datasets: &'a [Dataset<'_>]) -> Bundle<'a> {
    let mut bundle = Bundle::new();
    for file in datasets.iter().flat_map(Dataset::all_files) {
        bundle.add_summed(&file.path, |to| file.write_to(to), || Ok(file.packed()?.sha256.clone()));
    }
    catalog::add(&mut bundle, site, datasets);
    record::add(&mut bundle, site);
    bundle
}
