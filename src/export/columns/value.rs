//! The columns in which one figure is told: its state, its value, unit, qualifier, year, day and the way it was printed.

use super::codes;
use super::fields::Fields;
use crate::dataset::Cell;
use crate::export::cell;
use crate::model::{Figure, FigurePart, Number, Qualifier, Text};

/// A figure, or one of the parts of a figure.
#[derive(Clone, Copy)]
pub(super) struct Value<'s> {
    /// The figure.
    pub(super) figure: Option<&'s Figure>,
    /// The part of it that is meant.
    pub(super) part: Option<&'s FigurePart>,
}

impl<'s> Value<'s> {
    /// A whole figure.
    pub(super) fn whole(figure: Option<&'s Figure>) -> Self {
        Self { figure, part: None }
    }

    /// The number itself.
    pub(super) fn number(self) -> Option<&'s Number> {
        match self.part {
            Some(part) => Some(&part.value.value),
            None => self.figure?.value.as_ref().map(|value| &value.value),
        }
    }

    /// 単位.
    pub(super) fn unit(self) -> Option<&'s Text> {
        match self.part {
            Some(part) => part.unit.as_ref(),
            None => self.figure?.unit.as_ref(),
        }
    }

    /// What is said of the figure as a whole, not of one part.
    fn whole_figure(self) -> Option<&'s Figure> {
        if self.part.is_some() { None } else { self.figure }
    }

    /// The code of [`codes::VALUE_STATES`].
    pub(super) fn state(self) -> &'static str {
        let Some(figure) = self.figure else { return "unknown" };
        if self.number().is_some() {
            return "value";
        }
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

/// Names of the columns of a figure; with a prefix where a row tells two figures.
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
    pub(super) unit_base: Name,
    pub(super) qualifier: [Name; 2],
    pub(super) numerator: Name,
    pub(super) denominator: Name,
    pub(super) year: [Name; 2],
    pub(super) as_of: [Name; 2],
    pub(super) printed: Name,
    pub(super) note: Name,
}

impl<'s, R: 's> Fields<'s, R> {
    /// Everything that is known about one figure, save what it is called.
    pub(super) fn figure(self, names: Names, make: impl Fn(&R) -> Value<'s> + Send + Sync + Copy + 's) -> Self {
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
        .number(names.low, ("範囲で書かれた数値の下限。", "Lower end of a range."), move |_, row| {
            cell::number(make(row).whole_figure().and_then(|figure| Some(&figure.low.as_ref()?.value)))
        })
        .number(names.high, ("範囲で書かれた数値の上限。", "Upper end of a range."), move |_, row| {
            cell::number(make(row).whole_figure().and_then(|figure| Some(&figure.high.as_ref()?.value)))
        })
        .units(names, make)
        .coded(
            names.qualifier,
            codes::QUALIFIERS,
            (
                "数値に付いた「以上」「未満」「約」などのコード。無ければ空。",
                "Qualifier of the number (at least, about …); empty where there is none.",
            ),
            move |_, row| make(row).whole_figure()?.qualifier.map(Qualifier::code),
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
            move |row| make(row).figure?.fiscal_year.as_ref().map(|year| year.value),
        )
        .known_on(names.as_of, move |row| make(row).figure?.as_of.as_ref().map(|date| date.value))
        .text(
            names.printed,
            ("元の文書に印刷された書き方。", "The figure as printed in the source."),
            move |_, row| cell::optional(make(row).whole_figure().and_then(|figure| figure.printed.as_ref())),
        )
        .text(names.note, ("数値についての注。", "Note on the figure."), move |_, row| {
            cell::optional(make(row).whole_figure().and_then(|figure| figure.note.as_ref()))
        })
    }

    fn units(self, names: Names, make: impl Fn(&R) -> Value<'s> + Send + Sync + Copy + 's) -> Self {
        self.text(names.unit, ("印刷された単位。", "Unit as printed."), move |_, row| {
            cell::unit(make(row).unit())
        })
        .integer(
            names.unit_scale,
            ("基本の単位への倍率。千円なら1000。", "Factor to the base unit: 1000 for 千円 (thousand yen)."),
            move |_, row| make(row).unit().map_or(Cell::Empty, |unit| cell::integer(scale(&unit.value).0)),
        )
        .text(
            names.unit_base,
            ("基本の単位。千円なら円。", "Base unit: 円 (yen) for 千円."),
            move |_, row| {
                let Some(unit) = make(row).unit() else { return Cell::Empty };
                match scale(&unit.value) {
                    (1, _) => cell::unit(Some(unit)),
                    (_, base) => cell::text(base),
                }
            },
        )
    }
}

/// The words that stand before a counted thing, with their factors; the longer ones first.
const SCALES: [(&str, i64); 8] = [
    ("十億", 1_000_000_000),
    ("百億", 10_000_000_000),
    ("百万", 1_000_000),
    ("千万", 10_000_000),
    ("兆", 1_000_000_000_000),
    ("億", 100_000_000),
    ("万", 10_000),
    ("千", 1_000),
];
/// The things that are counted so.
const SCALED: [&str; 12] = ["円", "人", "件", "枚", "部", "戸", "世帯", "台", "本", "回", "冊", "トン"];

/// Factor and base unit of a unit: 千円 is 1000 円.
pub(crate) fn scale(unit: &str) -> (i64, &str) {
    let split = SCALES.iter().find_map(|(word, factor)| Some((*factor, unit.strip_prefix(word)?)));
    split.filter(|(_, base)| SCALED.contains(base)).unwrap_or((1, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_counted_things_have_a_scale() {
        assert_eq!(scale("千円"), (1000, "円"));
        assert_eq!(scale("百万円"), (1_000_000, "円"));
        assert_eq!(scale("億円"), (100_000_000, "円"));
        assert_eq!(scale("万件"), (10_000, "件"));
        assert_eq!(scale("千曲川"), (1, "千曲川"));
        assert_eq!(scale("%"), (1, "%"));
    }
}
