//! 年度 and dates, lossless among the Japanese eras, their short forms and the western calendar.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date as CivilDate;

use crate::characters::unspaced;

/// An era: its name, its letter, the first day, and the number to add to its years to get western ones.
pub(super) struct Era {
    pub(super) name: &'static str,
    pub(super) letter: char,
    from: (i16, i8, i8),
    pub(super) base: i16,
}

/// Newest first. 平成 and 昭和 end when the next era begins.
pub(super) const ERAS: [Era; 3] = [
    Era { name: "令和", letter: 'R', from: (2019, 5, 1), base: 2018 },
    Era { name: "平成", letter: 'H', from: (1989, 1, 8), base: 1988 },
    Era { name: "昭和", letter: 'S', from: (1926, 12, 25), base: 1925 },
];

/// 年度: April to March, named by the western year in which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FiscalYear(i16);

impl FiscalYear {
    /// The earliest and latest allowed year.
    const RANGE: std::ops::RangeInclusive<i16> = 1927..=2100;

    /// A year by its western number; `None` outside 1927 to 2100.
    pub fn new(western: i64) -> Option<Self> {
        i16::try_from(western).ok().filter(|year| Self::RANGE.contains(year)).map(Self)
    }

    /// The western year in which it begins.
    pub fn western(self) -> i16 {
        self.0
    }

    /// The year that contains a date.
    pub fn of(date: Date) -> Self {
        Self(if date.month < 4 { date.year - 1 } else { date.year })
    }

    /// First day, as `2022-04-01`.
    pub fn first_day(self) -> String {
        format!("{:04}-04-01", self.0)
    }

    /// Last day, as `2023-03-31`.
    pub fn last_day(self) -> String {
        format!("{:04}-03-31", self.0 + 1)
    }

    /// The year before.
    #[must_use]
    pub fn previous(self) -> Self {
        Self(self.0 - 1)
    }

    /// The year after.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// 令和4年度, 令和元年度, 平成30年度.
    pub fn wareki(self) -> String {
        self.to_string()
    }

    /// R4, H30: the short form.
    pub fn short(self) -> String {
        short(self.0)
    }
}

impl fmt::Display for FiscalYear {
    /// 令和4年度. A fiscal year is named by the era of its later part: 2019 is 令和元年度, 1989 平成元年度.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (era, n) = era_year(self.0, 12, 31).expect("a fiscal year lies in a known era");
        write!(f, "{era}{}年度", Ordinal(n))
    }
}

/// The text is not a year or a date of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("実在する年度や日付ではありません")]
pub struct NotADate;

impl FromStr for FiscalYear {
    type Err = NotADate;

    /// Reads 2022, 2022年度, 令和4年度, 令和元年度, R4, H28; full-width too.
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let text = unspaced(text);
        let western = western(text.strip_suffix("年度").unwrap_or(&text))?;
        Self::new(i64::from(western)).ok_or(NotADate)
    }
}

/// The western year of a year of an era, or of four digits.
fn western(text: &str) -> Result<i16, NotADate> {
    let (base, number) = split_era(text);
    let number = parse_ordinal(number).ok_or(NotADate)?;
    if base.is_none() && number < 1000 {
        return Err(NotADate);
    }
    let era_ends = base.and_then(|base| ERAS.iter().rev().find(|era| era.base > base)).map(|next| next.from.0);
    let western = base.unwrap_or(0).checked_add(number).ok_or(NotADate)?;
    // 平成31年度 is how 2019 was called before the new era had a name.
    if number < 1 || era_ends.is_some_and(|end| western > end) { Err(NotADate) } else { Ok(western) }
}

/// 暦年: January to December, by the western year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarYear(i16);

impl CalendarYear {
    /// The western year.
    pub fn western(self) -> i16 {
        self.0
    }
}

impl fmt::Display for CalendarYear {
    /// 平成26年.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (era, n) = era_year(self.0, 12, 31).expect("a calendar year lies in a known era");
        write!(f, "{era}{}年", Ordinal(n))
    }
}

impl FromStr for CalendarYear {
    type Err = NotADate;

    /// Reads 2014, 2014年, 平成26年, H26; full-width too.
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let text = unspaced(text);
        let western = western(text.strip_suffix('年').unwrap_or(&text))?;
        if FiscalYear::RANGE.contains(&western) { Ok(Self(western)) } else { Err(NotADate) }
    }
}

/// The year of a value. A 年度 and a 暦年 of one number are different years, and are never compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum YearOfValue {
    /// 年度
    Fiscal(FiscalYear),
    /// 暦年
    Calendar(CalendarYear),
}

impl YearOfValue {
    /// The western year, or that in which the fiscal year begins.
    pub fn western(self) -> i16 {
        match self {
            Self::Fiscal(year) => year.western(),
            Self::Calendar(year) => year.western(),
        }
    }

    /// R4, H26: the short form.
    pub fn short(self) -> String {
        short(self.western())
    }

    /// 令和4年度(2022年度), 平成26年(2014年).
    pub fn in_full(self) -> String {
        match self {
            Self::Fiscal(year) => format!("{year}({}年度)", year.western()),
            Self::Calendar(year) => format!("{year}({}年)", year.western()),
        }
    }

    /// Last day, as `2023-03-31`.
    pub fn last_day(self) -> String {
        match self {
            Self::Fiscal(year) => year.last_day(),
            Self::Calendar(year) => format!("{:04}-12-31", year.western()),
        }
    }

    /// Whether both are 年度, or both 暦年.
    pub fn is_like(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }

    /// Whether it is the year after another one of its kind.
    pub fn follows(self, other: Self) -> bool {
        self.is_like(other) && self.western() == other.western() + 1
    }
}

impl fmt::Display for YearOfValue {
    /// 令和4年度, 平成26年.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fiscal(year) => year.fmt(f),
            Self::Calendar(year) => year.fmt(f),
        }
    }
}

/// A day, or a month whose day is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Western year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31; `None` if only the month is known.
    pub day: Option<i8>,
}

impl Date {
    /// A date of the calendar; `None` if it does not exist.
    pub fn new(year: i16, month: i8, day: Option<i8>) -> Option<Self> {
        CivilDate::new(year, month, day.unwrap_or(1)).ok()?;
        (1900..=2200).contains(&year).then_some(Self { year, month, day })
    }

    /// The last day of its month, unless its day is known.
    #[must_use]
    pub fn end_of_month(self) -> Self {
        let last = || CivilDate::new(self.year, self.month, 1).map(CivilDate::days_in_month).ok();
        Self { day: self.day.or_else(last), ..self }
    }

    /// The day that a spreadsheet shows for a number: 45382 is 2024-03-31.
    pub fn of_serial(number: i32) -> Option<Self> {
        let day = CivilDate::constant(1899, 12, 30).checked_add(number.days()).ok()?;
        Self::new(day.year(), day.month(), Some(day.day()))
    }

    /// 2023-03-31, or 2023-03.
    pub fn iso(self) -> String {
        match self.day {
            Some(day) => format!("{:04}-{:02}-{day:02}", self.year, self.month),
            None => format!("{:04}-{:02}", self.year, self.month),
        }
    }

    /// The era of the day: its name, its letter, and the year of it.
    pub fn era(self) -> Option<(&'static str, char, i16)> {
        let day = (self.year, self.month, self.day.unwrap_or(28));
        ERAS.iter().find(|era| day >= era.from).map(|era| (era.name, era.letter, self.year - era.base))
    }

    /// 令和5年3月31日, or 令和5年3月.
    pub fn wareki(self) -> String {
        let year = era_year(self.year, self.month, self.day.unwrap_or(28))
            .map_or_else(|| self.year.to_string(), |(era, n)| format!("{era}{}", Ordinal(n)));
        match self.day {
            Some(day) => format!("{year}年{}月{day}日", self.month),
            None => format!("{year}年{}月", self.month),
        }
    }
}

impl fmt::Display for Date {
    /// 令和5年3月31日.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.wareki())
    }
}

impl FromStr for Date {
    type Err = NotADate;

    /// Reads 2023-03-31, 2023-03, 2023年3月31日, 令和5年3月31日, R5.3.31, H28/4/1; full-width too.
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let text = unspaced(text);
        let text = text.trim_end_matches(['日', '月']);
        let mut parts = text.split(['-', '/', '.', '年', '月']);
        let mut next = || parts.next().filter(|part| !part.is_empty());
        let (base, year) = split_era(next().ok_or(NotADate)?);
        let year = parse_ordinal(year).ok_or(NotADate)?;
        if base.is_none() && year < 1000 {
            return Err(NotADate);
        }
        let month = next().and_then(|part| part.parse().ok()).ok_or(NotADate)?;
        let day = next().map(|part| part.parse().map_err(|_| NotADate)).transpose()?;
        if next().is_some() {
            return Err(NotADate);
        }
        let date = Self::new(base.unwrap_or(0) + year, month, day).ok_or(NotADate)?;
        let in_era = base.is_none_or(|base| {
            ERAS.iter()
                .find(|era| era.base == base)
                .is_some_and(|era| (date.year, date.month, date.day.unwrap_or(31)) >= era.from)
                && ERAS
                    .iter()
                    .rev()
                    .find(|era| era.base > base)
                    .is_none_or(|next| (date.year, date.month, date.day.unwrap_or(1)) < next.from)
        });
        if in_era { Ok(date) } else { Err(NotADate) }
    }
}

/// R4, H30.
fn short(western: i16) -> String {
    let era = ERAS.iter().find(|era| western > era.base).expect("a year from 1927 on lies in a known era");
    format!("{}{}", era.letter, western - era.base)
}

pub(super) fn split_era(text: &str) -> (Option<i16>, &str) {
    for era in &ERAS {
        let rest =
            text.strip_prefix(era.name).or_else(|| text.strip_prefix([era.letter, era.letter.to_ascii_lowercase()]));
        if let Some(rest) = rest {
            return (Some(era.base), rest);
        }
    }
    (None, text)
}

fn parse_ordinal(text: &str) -> Option<i16> {
    if text == "元" { Some(1) } else { text.parse().ok() }
}

/// The number of a year in its era: 元, 2, 3.
struct Ordinal(i16);

impl fmt::Display for Ordinal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 1 { f.write_str("元") } else { self.0.fmt(f) }
    }
}

fn era_year(year: i16, month: i8, day: i8) -> Option<(&'static str, i16)> {
    ERAS.iter().find(|era| (year, month, day) >= era.from).map(|era| (era.name, year - era.base))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(text: &str, expected: Option<i16>) {
        assert_eq!(text.parse::<FiscalYear>().ok().map(FiscalYear::western), expected, "{text}");
    }

    #[test]
    fn years_are_read_in_every_spelling() {
        for text in ["2022", "２０２２年度", "令和4年度", "令和４年度", "R4", "Ｒ４", "r4", "令和 4 年度", "R4年度"]
        {
            year(text, Some(2022));
        }
        year("令和元年度", Some(2019));
        year("平成31年度", Some(2019));
        year("H28", Some(2016));
        year("平成元年度", Some(1989));
        year("S49", Some(1974));
        for text in ["4", "令和0年度", "平成32年度", "昭和70年度", "22", "来年度", "", "R", "令和-1年度"]
        {
            year(text, None);
        }
    }

    #[test]
    fn every_year_survives_the_way_through_the_eras() {
        for western in 1927..=2100 {
            let year = FiscalYear::new(western).expect("in range");
            assert_eq!(year.wareki().parse(), Ok(year));
            assert_eq!(year.short().parse(), Ok(year));
            assert_eq!(year.western().to_string().parse(), Ok(year));
        }
    }

    #[test]
    fn calendar_years_are_no_fiscal_years() {
        let year = |text: &str| text.parse::<CalendarYear>().ok().map(|year| (year.western(), year.to_string()));
        for text in ["2014", "2014年", "平成26年", "平成２６年", "H26"] {
            assert_eq!(year(text), Some((2014, "平成26年".to_owned())), "{text}");
        }
        assert_eq!(year("平成31年"), Some((2019, "令和元年".to_owned())));
        for text in ["平成26年度", "2014年度", "平成32年", "26", "1900", "昨年", ""] {
            assert_eq!(year(text), None, "{text}");
        }
        let of = |text: &str| YearOfValue::Calendar(text.parse().expect("a year"));
        let fiscal = YearOfValue::Fiscal("2014".parse().expect("a year"));
        assert!(of("2014") != fiscal && !of("2015").follows(fiscal) && of("2015").follows(of("2014")));
        assert_eq!(
            (of("2014").in_full(), fiscal.in_full()),
            ("平成26年(2014年)".into(), "平成26年度(2014年度)".into())
        );
    }

    fn date(text: &str, expected: Option<&str>) {
        assert_eq!(text.parse::<Date>().ok().map(Date::iso).as_deref(), expected, "{text}");
    }

    #[test]
    fn dates_are_read_in_every_spelling() {
        for text in ["2023-03-31", "令和5年3月31日", "R5.3.31", "２０２３年３月３１日", "2023/3/31"] {
            date(text, Some("2023-03-31"));
        }
        date("R4.3", Some("2022-03"));
        date("平成31年4月30日", Some("2019-04-30"));
        for text in ["平成31年5月1日", "令和元年4月30日", "2023-02-30", "3月31日", "2023-13-01", "5.3.31", "2023"]
        {
            date(text, None);
        }
    }

    #[test]
    fn every_day_of_a_century_survives_the_way_through_the_eras() {
        let mut day = CivilDate::constant(1927, 1, 1);
        while day.year() < 2040 {
            let date = Date::new(day.year(), day.month(), Some(day.day())).expect("a day");
            assert_eq!(date.wareki().parse(), Ok(date));
            assert_eq!(date.iso().parse(), Ok(date));
            day = day.tomorrow().expect("far from the end");
        }
    }
}
