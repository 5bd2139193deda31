//! 1つの系列の中で、時点の取り方が違う.

use super::Findings;
use std::collections::BTreeMap;

use crate::model::{Date, Figure, FigureKind, FiscalYear, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for record in site.records() {
        let mut series: BTreeMap<&str, Vec<(&Figure, Date)>> = BTreeMap::new();
        for figure in record.figures().into_iter().filter(|figure| figure.kind == FigureKind::Actual) {
            if let (Some(name), Some(as_of)) = (&figure.name, &figure.as_of) {
                series.entry(&name.value).or_default().push((figure, as_of.value));
            }
        }
        for (name, values) in series {
            let (first, first_date) = values[0];
            let other = values.iter().find(|(figure, date)| convention(figure, *date) != convention(first, first_date));
            if let Some((figure, date)) = other {
                let at = figure.as_of.as_ref().map_or(figure.at, |as_of| as_of.at);
                findings.warning(
                    at,
                    format!("「{name}」の時点が{first_date}と{date}で、そろっていません"),
                    "同じ時点の値があれば差し替えてください。原本どおりなら `note` と、記録の `accepted` に理由を書いてください",
                );
            }
        }
    }
}

/// Month and day, and how many years after the beginning of its fiscal year.
fn convention(figure: &Figure, date: Date) -> (i16, i8, Option<i8>) {
    let year = figure.fiscal_year.as_ref().map_or(FiscalYear::of(date), |year| year.value);
    (date.year - year.western(), date.month, date.day)
}
