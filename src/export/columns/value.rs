//! The columns of one figure: its state, its value, unit, qualifier, year, day and printed form.

use std::borrow::Cow;

use super::codes;
use super::fields::{Fields, Read, YEARS};
use crate::dataset::{Cell, Limit, Unit};
use crate::export::cell;
use crate::model::{Amount, Cost, Effect, Figure, FigurePart, FiscalYear, Number, Qualifier, Text, unit_scale};

/// A value as a row states it.
#[derive(Clone, Copy)]
pub(super) enum Value<'s> {
    /// None is told.
    Untold,
    /// A figure as a whole.
    Whole(&'s Figure),
    /// One of the parts of a figure.
    Part(&'s Figure, &'s FigurePart),
    /// 効果額 of a year.
    Effect(FiscalYear, &'s Effect),
    /// 事業費 of a year at a stage, and its total.
    Cost(FiscalYear, &'s Cost, &'s Amount),
}

impl<'s> Value<'s> {
    /// A whole figure, if there is one.
    pub(super) fn whole(figure: Option<&'s Figure>) -> Self {
        figure.map_or(Self::Untold, Self::Whole)
    }

    /// The figure, also of one of its parts.
    pub(super) fn figure(self) -> Option<&'s Figure> {
        match self {
            Self::Whole(figure) | Self::Part(figure, _) => Some(figure),
            Self::Untold | Self::Effect(..) | Self::Cost(..) => None,
        }
    }

    /// The figure, unless this is one part of it; for values that are stated only for a whole figure.
    pub(super) fn whole_figure(self) -> Option<&'s Figure> {
        if let Self::Whole(figure) = self { Some(figure) } else { None }
    }

    /// The number itself.
    pub(super) fn number(self) -> Option<&'s Number> {
        match self {
            Self::Untold => None,
            Self::Whole(figure) => figure.value.as_ref().map(|value| &value.value),
            Self::Part(_, part) => Some(&part.value.value),
            Self::Effect(_, effect) => Some(effect.amount.value.number()),
            Self::Cost(_, _, amount) => Some(amount.number()),
        }
    }

    /// 単位.
    pub(super) fn unit(self) -> Option<&'s str> {
        let text = |unit: &'s Option<Text>| unit.as_ref().map(|unit| unit.value.as_str());
        match self {
            Self::Untold => None,
            Self::Whole(figure) => text(&figure.unit),
            Self::Part(_, part) => text(&part.unit),
            Self::Effect(_, effect) => Some(effect.amount.value.unit().word()),
            Self::Cost(_, _, amount) => Some(amount.unit().word()),
        }
    }

    fn qualifier(self) -> Option<Qualifier> {
        if let Self::Effect(_, effect) = self { effect.qualifier } else { self.whole_figure()?.qualifier }
    }

    /// 年度.
    pub(super) fn fiscal_year(self) -> Option<FiscalYear> {
        match self {
            Self::Effect(year, _) | Self::Cost(year, ..) => Some(year),
            Self::Untold | Self::Whole(_) | Self::Part(..) => Some(self.figure()?.fiscal_year.as_ref()?.value),
        }
    }

    fn printed(self) -> Option<&'s Text> {
        if let Self::Effect(_, effect) = self {
            effect.printed.as_ref()
        } else {
            self.whole_figure()?.printed.as_deref()
        }
    }

    fn note(self) -> Option<&'s Text> {
        match self {
            Self::Effect(_, effect) => effect.note.as_ref(),
            Self::Cost(_, cost, _) => cost.note.as_ref(),
            Self::Untold | Self::Whole(_) | Self::Part(..) => self.whole_figure()?.note.as_deref(),
        }
    }

    /// The code of [`codes::VALUE_STATES`].
    pub(super) fn state(self) -> &'static str {
        if self.number().is_some() {
            return "value";
        }
        let Some(figure) = self.figure() else { return "unknown" };
        if figure.low.is_some() || figure.high.is_some() {
            return "range";
        }
        if !figure.parts.is_empty() {
            return "parts";
        }
        if figure.relative_to.is_some() {
            return "relative";
        }
        let text = if figure.printed.is_some() { "text" } else { "unknown" };
        figure.missing.map_or(text, |missing| missing.code())
    }
}

/// Names of the columns of a figure; with a prefix if a row contains two figures.
macro_rules! figure_names {
    ($name:literal, $header:literal) => {
        crate::export::columns::value::Names {
            state: [
                (concat!($name, "value_state"), concat!($header, "数値_状態コード")),
                (concat!($name, "value_state_label"), concat!($header, "数値_状態")),
            ],
            value: (concat!($name, "value"), concat!($header, "数値")),
            low: (concat!($name, "low"), concat!($header, "数値_下限")),
            high: (concat!($name, "high"), concat!($header, "数値_上限")),
            unit: (concat!($name, "unit"), concat!($header, "単位")),
            unit_scale: (concat!($name, "unit_scale"), concat!($header, "単位_倍率")),
            unscaled: (concat!($name, "value_in_base_unit"), concat!($header, "数値_基本単位")),
            unit_base: (concat!($name, "unit_base"), concat!($header, "単位_基本")),
            qualifier: [
                (concat!($name, "qualifier"), concat!($header, "限定_コード")),
                (concat!($name, "qualifier_label"), concat!($header, "限定")),
            ],
            numerator: (concat!($name, "numerator"), concat!($header, "分子")),
            denominator: (concat!($name, "denominator"), concat!($header, "分母")),
            year: [
                (concat!($name, "fiscal_year"), concat!($header, "年度")),
                (concat!($name, "fiscal_year_wareki"), concat!($header, "年度_和暦")),
            ],
            calendar_year: (concat!($name, "calendar_year"), concat!($header, "暦年")),
            as_of: [
                (concat!($name, "as_of"), concat!($header, "時点")),
                (concat!($name, "as_of_precision"), concat!($header, "時点_精度")),
            ],
            printed: (concat!($name, "printed"), concat!($header, "印刷表記")),
            note: (concat!($name, "note"), concat!($header, "数値_注")),
        }
    };
}
pub(super) use figure_names;

type Name = (&'static str, &'static str);

/// Names of the columns of a figure; see `figure_names!`.
#[derive(Clone, Copy)]
pub(super) struct Names {
    pub(super) state: [Name; 2],
    pub(super) value: Name,
    pub(super) low: Name,
    pub(super) high: Name,
    pub(super) unit: Name,
    pub(super) unit_scale: Name,
    pub(super) unscaled: Name,
    pub(super) unit_base: Name,
    pub(super) qualifier: [Name; 2],
    pub(super) numerator: Name,
    pub(super) denominator: Name,
    pub(super) year: [Name; 2],
    pub(super) calendar_year: Name,
    pub(super) as_of: [Name; 2],
    pub(super) printed: Name,
    pub(super) note: Name,
}

impl<'s, R: 's> Fields<'s, R> {
    /// Everything known about one figure except its name.
    pub(super) fn figure(self, names: Names, make: impl Read<'s, R, Value<'s>> + Copy) -> Self {
        self.coded(
            names.state,
            codes::VALUE_STATES,
            (
                "数値がどの形で書かれているか。書かれていないときはその理由。",
                "In which form the value is told, or why it is not.",
            ),
            move |_, row| Some(make(row).state()),
        )
        .required()
        .number(
            names.value,
            ("数値。桁区切り・単位・約などは含みません。", "The number, without separators, unit or qualifier."),
            move |_, row| cell::number(make(row).number()),
        )
        .counted(Unit::In(names.unit.1))
        .number(names.low, ("範囲で書かれた数値の下限。", "Lower end of a range."), move |_, row| {
            cell::number(make(row).whole_figure().and_then(|figure| Some(&figure.low.as_ref()?.value)))
        })
        .counted(Unit::In(names.unit.1))
        .number(names.high, ("範囲で書かれた数値の上限。", "Upper end of a range."), move |_, row| {
            cell::number(make(row).whole_figure().and_then(|figure| Some(&figure.high.as_ref()?.value)))
        })
        .counted(Unit::In(names.unit.1))
        .units(names, make)
        .coded(
            names.qualifier,
            codes::QUALIFIERS,
            (
                "数値に付いた「以上」「未満」「約」などのコード。無ければ空。",
                "Qualifier of the number (at least, about …); empty where there is none.",
            ),
            move |_, row| make(row).qualifier().map(Qualifier::code),
        )
        .number(names.numerator, ("率の分子。", "Numerator of a ratio."), move |_, row| {
            cell::number(make(row).whole_figure().and_then(|figure| Some(&figure.numerator.as_ref()?.value)))
        })
        .number(names.denominator, ("率の分母。", "Denominator of a ratio."), move |_, row| {
            cell::number(make(row).whole_figure().and_then(|figure| Some(&figure.denominator.as_ref()?.value)))
        })
        .year(
            names.year,
            ("何年度の値か。始まる年の西暦。", "Fiscal year of the value, by the western year in which it begins."),
            move |row| make(row).fiscal_year(),
        )
        .integer(
            names.calendar_year,
            (
                "暦年(1月から12月まで)の値なら、その西暦。年度の値では空。",
                "Calendar year of a value of January to December; empty for a value of a fiscal year.",
            ),
            move |_, row| make(row).figure().map_or(Cell::Empty, calendar_year),
        )
        .limited(YEARS)
        .known_on(names.as_of, move |row| make(row).figure()?.as_of.as_ref().map(|date| date.value))
        .maybe(
            names.printed,
            ("元の文書に印刷された書き方。", "The figure as printed in the source."),
            move |row| make(row).printed(),
        )
        .maybe(names.note, ("数値についての注。", "Note on the figure."), move |row| make(row).note())
    }

    fn units(self, names: Names, make: impl Read<'s, R, Value<'s>> + Copy) -> Self {
        self.text(names.unit, ("印刷された単位。", "Unit as printed."), move |_, row| {
            cell::unit(make(row).unit())
        })
        .integer(
            names.unit_scale,
            ("基本の単位への倍率。千円なら1000。", "Factor to the base unit: 1000 for 千円 (thousand yen)."),
            move |_, row| make(row).unit().map_or(Cell::Empty, |unit| Cell::Integer(unit_scale(unit).0 as i64)),
        )
        .limited(Limit::AtLeast(1))
        .text(
            names.unit_base,
            ("基本の単位。千円なら円。", "Base unit: 円 (yen) for 千円."),
            move |_, row| {
                let Some(unit) = make(row).unit() else { return Cell::Empty };
                match unit_scale(unit) {
                    (factor, base) if factor > 1.0 => cell::text(base),
                    _ => cell::unit(Some(unit)),
                }
            },
        )
        .number(
            names.unscaled,
            ("基本の単位で表した数値。3,100千円なら3100000。", "The number in its base unit: 3100000 for 3,100 千円."),
            move |_, row| unscaled(make(row)).map_or(Cell::Empty, |digits| Cell::Number(Cow::Owned(digits))),
        )
        .counted(Unit::In(names.unit_base.1))
    }
}

fn calendar_year<'s>(figure: &Figure) -> Cell<'s> {
    figure.calendar_year.as_ref().map_or(Cell::Empty, |year| Cell::Integer(i64::from(year.value.western())))
}

/// The number in its base unit, digit by digit: 3,100 of 千円 is 3100000.
fn unscaled(value: Value<'_>) -> Option<String> {
    let (factor, _) = unit_scale(value.unit()?);
    let (mut places, mut digits) = (zeros(factor), String::new());
    let mut is_behind_point = false;
    for c in value.number()?.digits().chars() {
        if c == '.' {
            is_behind_point = true;
            continue;
        }
        if is_behind_point && places == 0 && !digits.contains('.') {
            digits.push('.');
        }
        places -= usize::from(is_behind_point && places > 0);
        digits.push(c);
    }
    digits.extend(std::iter::repeat_n('0', places));
    let sign_and_rest = digits.strip_prefix('-').map_or(("", digits.as_str()), |rest| ("-", rest));
    let rest = sign_and_rest.1.trim_start_matches('0');
    let zero = if rest.is_empty() || rest.starts_with('.') { "0" } else { "" };
    Some(format!("{}{zero}{rest}", sign_and_rest.0))
}

/// The number of zeros of a power of ten.
fn zeros(factor: f64) -> usize {
    (0..=16).rev().find(|power| factor >= 10f64.powi(*power)).map_or(0, |power| power.unsigned_abs() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Located, Span};
    use crate::model::FigureKind;
    use crate::source::FileId;

    fn at<T>(value: T) -> Located<T> {
        Located { value, at: Span::file(FileId(0)) }
    }

    fn check(digits: &str, unit: &str, expected: &str) {
        let part = FigurePart {
            name: at("部分".to_owned()),
            value: at(digits.parse().expect("a number")),
            unit: Some(at(unit.to_owned())),
        };
        let figure = Figure::unknown(FigureKind::Actual, Span::file(FileId(0)));
        let value = Value::Part(&figure, &part);
        assert_eq!(unscaled(value).as_deref(), Some(expected), "{digits}{unit}");
    }

    #[test]
    fn a_number_is_moved_to_its_base_unit_without_arithmetic() {
        check("3100", "千円", "3100000");
        check("30.10", "%", "30.10");
        check("1.5", "億円", "150000000");
        check("0.12345", "千円", "123.45");
        check("-2.5", "千人", "-2500");
        check("0", "万件", "0");
        check("0.05", "件", "0.05");
    }
}
