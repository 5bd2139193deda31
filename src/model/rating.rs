//! 評価 ◎○△× and the criteria that a city prints for them, which may differ from year to year.

use super::coded::coded;
use super::{Citation, FiscalYear, StageKind, Text};
use crate::diagnostic::Located;

coded! {
    /// A mark, named by its glyph: its meaning is in each year's criteria.
    Rating, glyph {
        DoubleCircle "◎" "double_circle",
        Circle "○" "circle",
        Triangle "△" "triangle",
        Cross "×" "cross",
    }
}

impl Rating {
    /// The mark that a text shows: the same mark has several characters, by input method, as 〇 of the kanji numerals.
    pub fn of(text: &str) -> Option<Self> {
        let glyph = match text {
            "〇" | "◯" | "⚪" | "⭕" | "Ｏ" | "O" => "○",
            "☓" | "✕" | "✖" | "❌" | "ｘ" | "Ｘ" | "x" | "X" => "×",
            "⊚" | "⦿" | "🞋" => "◎",
            "▵" => "△",
            other => other,
        };
        Self::ALL.iter().find(|(_, known, _)| *known == glyph).map(|(rating, ..)| *rating)
    }

    /// Its place among them, from the best one on.
    pub fn place(self) -> usize {
        Self::ALL.iter().position(|(known, ..)| *known == self).map_or(usize::MAX, |at| at + 1)
    }

    /// All glyphs, as a message lists them: ◎・○・△・×.
    pub fn listed() -> String {
        Self::ALL.map(|(_, glyph, _)| glyph).join("・")
    }
}

/// 評価基準 of one fiscal year and stage.
#[derive(Debug, Clone, PartialEq)]
pub struct RatingCriteria {
    /// 年度.
    pub fiscal_year: Located<FiscalYear>,
    /// The stage whose form prints them.
    pub stage: StageKind,
    /// The meaning of each mark, in the order printed.
    pub criteria: Vec<(Located<Rating>, Text)>,
    /// 出典.
    pub source: Option<Citation>,
}

impl RatingCriteria {
    /// What a mark means.
    pub fn meaning(&self, rating: Rating) -> Option<&Text> {
        self.criteria.iter().find(|(mark, _)| mark.value == rating).map(|(_, meaning)| meaning)
    }
}
