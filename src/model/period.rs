//! 期間: from one 年度 to another, or between days and months where a document does not tell it in whole 年度.

use std::fmt;

use super::{Date, FiscalYear, YearOfValue};

/// A span of fiscal years; an end that is not known is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First year.
    pub from: Option<FiscalYear>,
    /// Last year.
    pub to: Option<FiscalYear>,
    /// The days or months in which it begins and ends, where it is not told in whole 年度: 2024-10 to 2027-09.
    pub days: [Option<Date>; 2],
}

/// One end of a [`Period`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodEnd {
    /// A whole 年度.
    Year(FiscalYear),
    /// A day or a month of a 年度.
    Date(Date),
}

impl PeriodEnd {
    /// The fiscal year in which it lies.
    pub fn year(self) -> FiscalYear {
        match self {
            Self::Year(year) => year,
            Self::Date(date) => FiscalYear::of(date),
        }
    }
}

impl fmt::Display for PeriodEnd {
    /// 令和6年度(2024年度), 令和6年10月1日.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => f.write_str(&YearOfValue::Fiscal(*year).in_full()),
            Self::Date(date) => date.fmt(f),
        }
    }
}

impl Period {
    /// A span of whole years.
    pub fn of_years(from: Option<FiscalYear>, to: Option<FiscalYear>) -> Self {
        Self { from, to, days: [None; 2] }
    }

    /// The period between two ends; `None` if it would end before it begins.
    pub fn between(from: Option<PeriodEnd>, to: Option<PeriodEnd>) -> Option<Self> {
        let day = |end: PeriodEnd| match end {
            PeriodEnd::Year(_) => None,
            PeriodEnd::Date(date) => Some(date),
        };
        let days = [from.and_then(day), to.and_then(day)];
        let ordered = match days {
            [Some(from), Some(to)] => from <= to.end_of_month(),
            _ => true,
        };
        let [from, to] = [from, to].map(|end| end.map(PeriodEnd::year));
        let grows = from.zip(to).is_none_or(|(from, to)| from <= to);
        (ordered && grows).then_some(Self { from, to, days })
    }

    /// Its ends as they were told.
    pub fn ends(self) -> [Option<PeriodEnd>; 2] {
        let [first, last] = self.days.map(|day| day.map(PeriodEnd::Date));
        [first.or(self.from.map(PeriodEnd::Year)), last.or(self.to.map(PeriodEnd::Year))]
    }

    /// 令和3年度(2021年度)～令和7年度(2025年度), 令和6年10月～令和9年9月; `None` if both ends are unknown.
    pub fn in_full(self) -> Option<String> {
        let ends = self.ends();
        let [from, to] = ends.map(|end| end.map_or_else(String::new, |end| end.to_string()));
        ends.iter().any(Option::is_some).then(|| format!("{from}～{to}"))
    }

    /// Whether a year may be in it, as far as known.
    pub fn may_hold(self, year: FiscalYear) -> bool {
        self.from.is_none_or(|from| from <= year) && self.to.is_none_or(|to| year <= to)
    }

    /// All years, if both ends are known.
    pub fn years(self) -> Vec<FiscalYear> {
        let (Some(from), Some(to)) = (self.from, self.to) else { return Vec::new() };
        std::iter::successors(Some(from), |year| Some(year.next())).take_while(|year| *year <= to).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(text: &str) -> Option<PeriodEnd> {
        text.parse().ok().map(PeriodEnd::Year).or_else(|| text.parse().ok().map(PeriodEnd::Date))
    }

    fn told(from: &str, to: &str) -> Option<String> {
        Period::between(end(from), end(to)).and_then(Period::in_full)
    }

    #[test]
    fn a_period_is_told_as_it_was_written() {
        assert_eq!(told("2021", "2025").as_deref(), Some("令和3年度(2021年度)～令和7年度(2025年度)"));
        assert_eq!(told("2024-10", "令和9年9月").as_deref(), Some("令和6年10月～令和9年9月"));
        assert_eq!(told("2024-01-01", "").as_deref(), Some("令和6年1月1日～"));
        assert_eq!(told("2024-10-01", "2027").as_deref(), Some("令和6年10月1日～令和9年度(2027年度)"));
    }

    #[test]
    fn it_holds_every_fiscal_year_of_which_it_has_a_day() {
        let western = |from, to| {
            let years = Period::between(end(from), end(to)).map(Period::years).unwrap_or_default();
            years.into_iter().map(FiscalYear::western).collect::<Vec<_>>()
        };
        assert_eq!(western("2024-10", "2026-09"), [2024, 2025, 2026]);
        assert_eq!(western("2024-01", "2024-12"), [2023, 2024]);
        assert_eq!(western("2024-10", "2024-10"), [2024]);
    }

    #[test]
    fn it_does_not_end_before_it_begins() {
        for (from, to) in
            [("2025", "2024"), ("2024-10", "2024-09"), ("2024-10-02", "2024-10-01"), ("2024-04-01", "2023")]
        {
            assert_eq!(Period::between(end(from), end(to)), None, "{from}～{to}");
        }
    }
}
