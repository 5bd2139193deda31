//! `scales`: the scales of evaluations, one row per mark, and one for a range of numbers; ◎○△× by the criteria of each
//! year and stage.

use super::codes;
use super::evaluations::rank;
use super::fields::{About, Fields, Table};
use super::figures::key;
use crate::dataset::Cell;
use crate::export::cell;
use crate::model::{FiscalYear, FixedPage, Grades, MarkRange, Rating, RatingCriteria, Scale, Site, StageKind, Text};

/// One mark, or a range.
struct Row<'s> {
    scale: Option<&'s Scale>,
    of: Option<(FiscalYear, StageKind)>,
    mark: Option<&'s str>,
    place: Option<usize>,
    meaning: Option<&'s Text>,
    range: Option<&'s MarkRange>,
}

/// 評価の尺度.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        name: "scales",
        title_en: "Scales of evaluations",
        description: "評価の尺度と、その評価の意味。1行が1つの評価です。数の範囲の尺度は1行です。◎○△×は、年度と段階ごとの評価基準を載せています。",
        ..About::default()
    };
    columns().table(site, about, |site, _| rows(site))
}

fn rows(site: &Site) -> impl Iterator<Item = Row<'_>> {
    site.scales.iter().flat_map(of_scale).chain(site.ratings.iter().flat_map(of_criteria))
}

fn of_scale(scale: &Scale) -> Vec<Row<'_>> {
    let row = Row { scale: Some(scale), of: None, mark: None, place: None, meaning: None, range: None };
    match &scale.grades {
        Grades::Marks(marks) => {
            let rows = (1..).zip(marks).map(|(place, known)| Row {
                mark: Some(&known.mark.value),
                place: scale.is_ordered.then_some(place),
                meaning: known.meaning.as_ref(),
                ..row
            });
            rows.collect()
        }
        Grades::Range(range) => vec![Row { range: Some(range), ..row }],
    }
}

fn of_criteria(criteria: &RatingCriteria) -> impl Iterator<Item = Row<'_>> {
    let of = Some((criteria.fiscal_year.value, criteria.stage));
    criteria.criteria.iter().map(move |(rating, meaning)| Row {
        scale: None,
        of,
        mark: Some(rating.value.glyph()),
        place: Rating::ALL.iter().position(|(known, ..)| *known == rating.value).map(|at| at + 1),
        meaning: Some(meaning),
        range: None,
    })
}

impl Row<'_> {
    fn scale_id(&self) -> &str {
        self.scale.map_or(Scale::GLYPHS, |scale| &scale.id.value)
    }

    /// `scales/<scale>/<mark>`, for ◎○△× with year and stage.
    fn id(&self) -> String {
        let of = self.of.map(|(year, stage)| format!("/{}/{}", year.western(), stage.code())).unwrap_or_default();
        let mark = self.mark.map(|mark| format!("/{}", key(mark))).unwrap_or_default();
        format!("scales/{}{of}{mark}", self.scale_id())
    }
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    let number =
        |row: &Row<'s>, of: fn(&'s MarkRange) -> Option<&'s crate::model::Number>| cell::number(row.range.and_then(of));
    Fields::<Row<'s>>::with_id(|_, row| cell::address(row.id()))
        .text(
            ("scale_id", "尺度_ID"),
            ("尺度の ID。rating は ◎○△×。", "Identifier of the scale; rating is ◎○△×."),
            |_, row| cell::owned(row.scale_id().to_owned()),
        )
        .required()
        .text(("scale", "尺度"), ("尺度の名称。", "Name of the scale."), |_, row| {
            row.scale.map_or_else(|| cell::owned(Scale::glyphs()), |scale| cell::text(&scale.name.value))
        })
        .required()
        .truth(
            ("is_ordered", "順あり"),
            ("評価が良い順に並ぶか。", "Whether the marks are in order, the best first."),
            |_, row| row.scale.is_none_or(|scale| scale.is_ordered && row.range.is_none()),
        )
        .list(
            ("axes", "観点"),
            ("尺度で評価する観点。", "Aspects that are evaluated on the scale."),
            |_, row| {
                row.scale
                    .filter(|scale| !scale.axes.is_empty())
                    .map_or(Cell::Empty, |scale| cell::list(Some(&scale.axes)))
            },
        )
        .year(
            [("criteria_year", "基準_年度"), ("criteria_year_wareki", "基準_年度_和暦")],
            (
                "◎○△×の評価基準の年度。始まる年の西暦。ほかの尺度では空。",
                "Fiscal year of the criteria of ◎○△×; empty for other scales.",
            ),
            |row| row.of.map(|(year, _)| year),
        )
        .coded(
            [("criteria_stage", "基準_段階_コード"), ("criteria_stage_label", "基準_段階")],
            codes::STAGES,
            ("◎○△×の評価基準の段階。ほかの尺度では空。", "Stage of the criteria of ◎○△×; empty for other scales."),
            |_, row| row.of.map(|(_, stage)| stage.code()),
        )
        .text(("mark", "評価"), ("評価。数の範囲では空。", "The mark; empty for a range."), |_, row| {
            row.mark.map_or(Cell::Empty, cell::text)
        })
        .integer(
            ("rank", "評価_順位"),
            ("良いほうから何番目の評価か。順の無い尺度では空。", "Place of the mark from the best one on."),
            |_, row| rank(row.place),
        )
        .maybe(("meaning", "評価_意味"), ("評価の意味。", "What the mark means."), |row| row.meaning)
        .number(("low", "下限"), ("数の範囲の下限。", "Lower end of the range."), move |_, row| {
            number(row, |range| Some(&range.from))
        })
        .number(("high", "上限"), ("数の範囲の上限。", "Upper end of the range."), move |_, row| {
            number(row, |range| Some(&range.to))
        })
        .number(("step", "きざみ"), ("数のきざみ。", "Distance of the numbers."), move |_, row| {
            number(row, |range| range.step.as_ref())
        })
        .page(|_, row| {
            let anchor = row.scale.map_or_else(|| "ratings".to_owned(), Scale::anchor);
            format!("{}#{anchor}", FixedPage::Legend.folder())
        })
}
