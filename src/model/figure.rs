//! 数値: a number with its unit, its year, the day for which it is valid, and its printed form.

use std::fmt;
use std::str::FromStr;

use super::coded::coded;
use super::{CalendarYear, Date, FiscalYear, IndicatorRule, Text, YearOfValue};
use crate::diagnostic::{Located, Span};

/// A decimal number that keeps its digits as written: 30.10 stays 30.10.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    digits: String,
    value: f64,
}

impl Number {
    /// The digits as written, ASCII, without separators.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// The value for arithmetic and charts.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The number of digits after the point.
    pub fn decimals(&self) -> usize {
        self.digits.split_once('.').map_or(0, |(_, fraction)| fraction.len())
    }

    /// The number times ten to the power of `decimals`, exactly; `None` if it is finer than that, or does not fit.
    pub fn whole(&self, decimals: usize) -> Option<i128> {
        let (whole, fraction) = self.digits.split_once('.').unwrap_or((&self.digits, ""));
        let fraction = fraction.trim_end_matches('0');
        let zeros = "0".repeat(decimals.checked_sub(fraction.len())?);
        format!("{whole}{fraction}{zeros}").parse().ok()
    }

    /// The digits grouped by three, as 437,153.
    pub fn grouped(&self) -> String {
        let (sign, rest) = self.digits.strip_prefix('-').map_or(("", self.digits.as_str()), |rest| ("-", rest));
        let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(w, f)| (w, Some(f)));
        let mut text = sign.to_owned();
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        if let Some(fraction) = fraction {
            text.push('.');
            text.push_str(fraction);
        }
        text
    }
}

/// The text is not a plain decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotANumber;

impl FromStr for Number {
    type Err = NotANumber;

    /// Reads `-12`, `0.5`, `30.10`; no separators, no exponent, no sign `+`.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let body = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = body.split_once('.').map_or((body, None), |(w, f)| (w, Some(f)));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let canonical = whole == "0" || !whole.starts_with('0');
        if !digits(whole) || !canonical || fraction.is_some_and(|f| !digits(f)) || text.len() > 30 {
            return Err(NotANumber);
        }
        Ok(Self { digits: text.to_owned(), value: text.parse().map_err(|_| NotANumber)? })
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.digits)
    }
}

coded! {
    /// 以上・以下・未満・超・約・程度.
    Qualifier, word {
        AtLeast "以上" "at_least",
        AtMost "以下" "at_most",
        LessThan "未満" "less_than",
        MoreThan "超" "more_than",
        About "約" "about",
        Roughly "程度" "roughly",
    }
}

coded! {
    /// Why a value is missing.
    Missing, word {
        NotReported "未報告" "not_reported",
        NotApplicable "対象外" "not_applicable",
        NotPublic "非公表" "not_public",
        New "新設" "new",
    }
}

coded! {
    /// Whether a figure is a baseline, a target, what is expected without a promise, or an actual value.
    FigureKind, word {
        Baseline "基準値" "baseline",
        Target "目標値" "target",
        Forecast "見込値" "forecast",
        Actual "実績値" "actual",
    }
}

coded! {
    /// Whether a figure is an amount of a period or of a moment; declared, never inferred from its name or unit.
    Nature, word {
        Flow "期間の量" "flow",
        Stock "時点の量" "stock",
    }
}

/// What a relative target is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelativeTo {
    /// 前年度比
    PreviousYear,
    /// A named year, as 令和2年度比
    Year(FiscalYear),
}

/// One of several values in one cell: 講演会 1 回.
#[derive(Debug, Clone, PartialEq)]
pub struct FigurePart {
    /// What is counted.
    pub name: Text,
    /// The value.
    pub value: Located<Number>,
    /// Its unit.
    pub unit: Option<Text>,
}

/// 数値: one stated number, with everything that is known about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Its position.
    pub at: Span,
    /// 名称; figures of one record with the same name form a series. Absent on an indicator's own values.
    pub name: Option<Text>,
    /// 系列: joins the same measure across records, as `furusato-kojin-kingaku`; boxed, like all that few figures have.
    pub series: Option<Box<Text>>,
    /// An id of its own, so that it stays the same in the data when its name is reworded.
    pub id: Option<Box<Text>>,
    /// フロー・ストック, as far as it is declared.
    pub nature: Option<Nature>,
    /// Whether figures like it may be added up, as far as it is declared.
    pub addable: Option<bool>,
    /// 基準・目標・実績.
    pub kind: FigureKind,
    /// 値.
    pub value: Option<Located<Number>>,
    /// 単位, as printed (千円 stays 千円).
    pub unit: Option<Text>,
    /// Whether it is a number without unit, as an index.
    pub dimensionless: bool,
    /// 以上・未満・約 ….
    pub qualifier: Option<Qualifier>,
    /// 判定の規則 that the city declares for a target; see [`Figure::rule`].
    pub rule: Option<IndicatorRule>,
    /// 年度.
    pub fiscal_year: Option<Located<FiscalYear>>,
    /// 暦年 in place of 年度; few figures have it.
    pub calendar_year: Option<Box<Located<CalendarYear>>>,
    /// 時点: the day or month for which the value is valid.
    pub as_of: Option<Located<Date>>,
    /// 印刷された書き方.
    pub printed: Option<Box<Text>>,
    /// 分子.
    pub numerator: Option<Box<Located<Number>>>,
    /// 分母.
    pub denominator: Option<Box<Located<Number>>>,
    /// Lower end of a range.
    pub low: Option<Box<Located<Number>>>,
    /// Upper end of a range.
    pub high: Option<Box<Located<Number>>>,
    /// 内訳: several values in one cell.
    pub parts: Vec<FigurePart>,
    /// What a relative target refers to.
    pub relative_to: Option<RelativeTo>,
    /// The change that it demands, as `+10%`.
    pub change: Option<Box<Text>>,
    /// 値が無い理由.
    pub missing: Option<Missing>,
    /// 注.
    pub note: Option<Box<Text>>,
}

impl Figure {
    /// A figure of which only the kind is known.
    pub fn unknown(kind: FigureKind, at: Span) -> Self {
        Self {
            at,
            name: None,
            series: None,
            id: None,
            nature: None,
            addable: None,
            kind,
            value: None,
            unit: None,
            dimensionless: false,
            qualifier: None,
            rule: None,
            fiscal_year: None,
            calendar_year: None,
            as_of: None,
            printed: None,
            numerator: None,
            denominator: None,
            low: None,
            high: None,
            parts: Vec::new(),
            relative_to: None,
            change: None,
            missing: None,
            note: None,
        }
    }

    /// The year of the value.
    pub fn year(&self) -> Option<YearOfValue> {
        let calendar = || self.calendar_year.as_ref().map(|year| YearOfValue::Calendar(year.value));
        self.fiscal_year.as_ref().map(|year| YearOfValue::Fiscal(year.value)).or_else(calendar)
    }

    /// Whether it has a value, as a number or in words.
    pub fn is_stated(&self) -> bool {
        self.value.is_some() || !self.parts.is_empty() || self.low.is_some() || self.printed.is_some()
    }

    /// Whether it says what was reached.
    pub fn is_result(&self) -> bool {
        self.kind == FigureKind::Actual && self.missing.is_none() && self.is_stated()
    }

    /// The value in the unit without its scale: 437,153 千円 is 437,153,000 円.
    pub fn scaled(&self) -> Option<(f64, &str)> {
        let value = self.value.as_ref()?.value.value();
        let unit = self.unit.as_ref().map_or("", |unit| unit.value.as_str());
        let (scale, base) = unit_scale(unit);
        Some((value * scale, base))
    }

    /// The value as it is read aloud: the printed text, else 約 + digits + unit + 以上.
    pub fn display(&self) -> String {
        self.printed.as_ref().map_or_else(|| self.spelled(), |printed| printed.value.clone())
    }

    /// The number or its parts; else what is printed, as of a value in words.
    pub fn told(&self) -> String {
        if self.is_number() { self.spelled() } else { self.display() }
    }

    /// Whether it is a number, or several that have names.
    pub fn is_number(&self) -> bool {
        self.value.is_some() || !self.parts.is_empty()
    }

    /// The value composed from its parts, even if a printed text exists: 約 + digits + unit + 以上.
    pub fn spelled(&self) -> String {
        if let Some(value) = &self.value {
            return self.spell(&value.value.grouped());
        }
        if !self.parts.is_empty() {
            return self.parts.iter().map(FigurePart::display).collect::<Vec<_>>().join("、");
        }
        if let (Some(low), Some(high)) = (&self.low, &self.high) {
            return self.spell(&format!("{}～{}", low.value.grouped(), high.value.grouped()));
        }
        match (&self.relative_to, self.change.as_deref(), self.missing) {
            (Some(RelativeTo::PreviousYear), change, _) => format!("前年度比{}", opt(change)),
            (Some(RelativeTo::Year(year)), change, _) => format!("{year}比{}", opt(change)),
            (None, _, Some(missing)) => format!("—({})", missing.word()),
            _ => "不明".to_owned(),
        }
    }

    /// Whether a text is the value, alone or with its unit and qualifier, whatever is printed beside it.
    pub fn is_spelled(&self, text: &str) -> bool {
        let digits = self.value.as_ref().map(|value| value.value.digits());
        digits == Some(text) || super::plain(text) == super::plain(&self.spelled())
    }

    fn spell(&self, number: &str) -> String {
        qualified(format!("{number}{}", opt(self.unit.as_ref())), self.qualifier)
    }
}

impl FigurePart {
    /// 講演会1回.
    pub fn display(&self) -> String {
        format!("{}{}{}", self.name, self.value.value.grouped(), opt(self.unit.as_ref()))
    }
}

/// A number with its unit under its qualifier: 約1,200人, 30件以上.
pub(super) fn qualified(number: String, qualifier: Option<Qualifier>) -> String {
    match qualifier {
        Some(word @ Qualifier::About) => format!("{}{number}", word.word()),
        Some(word) => number + word.word(),
        None => number,
    }
}

/// A number of parts, of which ten to the power of `places` are one: 12345 with two places is 123.45.
pub(super) fn decimal(parts: u128, places: usize) -> String {
    let digits = format!("{parts:0>width$}", width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

/// Splits a unit into its scale and the rest: 千円 is 1,000 of 円, 億円 100,000,000.
pub fn unit_scale(unit: &str) -> (f64, &str) {
    const SCALES: [(&str, f64); 5] = [("千", 1e3), ("百万", 1e6), ("万", 1e4), ("億", 1e8), ("兆", 1e12)];
    let scaled = SCALES.iter().find_map(|(word, scale)| unit.strip_prefix(word).map(|rest| (*scale, rest)));
    scaled.filter(|(_, rest)| !rest.is_empty()).unwrap_or((1.0, unit))
}

fn opt(text: Option<&Text>) -> &str {
    text.map_or("", |text| &text.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str, grouped: Option<&str>) {
        assert_eq!(text.parse::<Number>().ok().map(|n| n.grouped()).as_deref(), grouped, "{text}");
    }

    #[test]
    fn numbers_keep_their_digits() {
        number("30.10", Some("30.10"));
        number("437153", Some("437,153"));
        number("-1234567.5", Some("-1,234,567.5"));
        number("0", Some("0"));
        for text in ["1,000", "01", "1e3", "+1", "", ".5", "5.", "１", "1_000", "NaN"] {
            number(text, None);
        }
    }

    #[test]
    fn a_scale_is_told_from_its_unit() {
        assert_eq!(unit_scale("千円"), (1e3, "円"));
        assert_eq!(unit_scale("百万円"), (1e6, "円"));
        assert_eq!(unit_scale("万"), (1.0, "万"));
        assert_eq!(unit_scale("件"), (1.0, "件"));
    }
}
