//! 評価 ◎○△× and the criteria that a city prints for them, which may differ from year to year.

use super::{Citation, FiscalYear, StageKind, Text};
use crate::diagnostic::Located;

/// A mark, named by its glyph: what it means belongs to each year's criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rating {
    /// ◎
    DoubleCircle,
    /// ○
    Circle,
    /// △
    Triangle,
    /// ×
    Cross,
}

impl Rating {
    /// All, with the glyph and the code of each.
    pub const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::DoubleCircle, "◎", "double_circle"),
        (Self::Circle, "○", "circle"),
        (Self::Triangle, "△", "triangle"),
        (Self::Cross, "×", "cross"),
    ];

    /// The glyph.
    pub fn glyph(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The code in data.
    pub fn code(self) -> &'static str {
        Self::ALL[self as usize].2
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
