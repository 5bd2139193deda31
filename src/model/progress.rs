//! How far the results of a year are known: reported, none, not reported yet, or unknown.

use super::coded::coded;
use super::{FiscalYear, Record, Site, YearRecord};

coded! {
    /// The state of the results of a year.
    ResultState, word {
        Reported "実績あり" "reported",
        None "実績なし" "none",
        NotReported "未報告" "not-reported",
        Unknown "実績は不明" "unknown",
    }
}

impl ResultState {
    /// The state of the results of a record's year.
    pub fn of(site: &Site, record: Record<'_>, year: &YearRecord) -> Self {
        let through = || site.results_through(record).map(|year| year.value);
        match &year.results {
            Some(results) if !results.is_empty() => Self::Reported,
            _ if record.has_numbers(year) => Self::Reported,
            Some(_) => Self::None,
            None if year.is_evaluated() => Self::Reported,
            None if site.is_unreported(year.fiscal_year.value, through()) => Self::NotReported,
            None => Self::Unknown,
        }
    }
}

impl Site {
    /// Whether the results of a year are known not to be published yet, by the last year that a plan or program reports, or
    /// the site.
    pub fn is_unreported(&self, year: FiscalYear, through: Option<FiscalYear>) -> bool {
        let through = through.or(self.profile.reported_through.as_ref().map(|year| year.value));
        through.is_some_and(|through| year > through)
    }
}
