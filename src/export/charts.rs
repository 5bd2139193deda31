//! The numbers of a chart beside its picture: the rows of the open data that it draws, with the columns that say something
//! of them.

use super::columns::{self, Table};
use super::csv::csv;
use crate::bundle::{Bundle, Error};
use crate::dataset::Cell;
use crate::model::{Record, Site, address, years_of_costs};

/// Adds the tables of the charts of a record that can be taken along.
pub(super) fn add<'a>(bundle: &mut Bundle<'a>, site: &'a Site, record: Record<'a>) {
    if !site.has_chart_files() {
        return;
    }
    for series in record.series().into_iter().filter(|series| series.is_over_time()) {
        bundle.add_lazy(format!("{}.csv", series.path()), move || written(&columns::of_series(site, record, &series)));
    }
    if years_of_costs(record).len() > 2 {
        let path = address::chart_file(&record.id(), address::COSTS_CHART);
        bundle.add_lazy(format!("{path}.csv"), move || written(&columns::of_costs(site, record)));
    }
}

fn written(table: &Table<'_>) -> Result<Vec<u8>, Error> {
    let rows: Vec<Vec<Cell<'_>>> = table.source.rows().collect();
    let says = |at: usize| rows.iter().any(|row| !matches!(row[at], Cell::Empty));
    let (places, columns): (Vec<_>, Vec<_>) =
        table.columns.iter().cloned().enumerate().filter(|(at, _)| says(*at)).unzip();
    let mut bytes = Vec::new();
    csv(&mut bytes, &columns, rows.iter().map(|row| places.iter().map(|at| row[*at].clone()).collect()))?;
    Ok(bytes)
}
