//! 基準値, 実績値 and 目標値 as a small picture: a bar from zero to the actual value, a stroke where the target is, a diamond
//! where it began, and the way from the actual value to the target, unless it is already where the rule wants it. Below a
//! limit from above, the bar is hollow and the stroke a bracket: a full bar would look as if more were better. The numbers
//! are beside it in words.

use std::fmt::Write;

use serde::Serialize;

use super::html::{Html, short};
use crate::model::verdict::{convention, unit};
use crate::model::{Figure, FigureKind, IndicatorRule, Number, Series, YearOfValue};

const WIDTH: f64 = 120.0;

/// Values beside their picture.
#[derive(Debug, Serialize)]
pub(super) struct BulletView {
    /// The year, if all values are of one.
    when: Option<String>,
    values: Vec<ValueView>,
    /// How much more or less than the target it is, if both are of one year and day.
    gap: Option<String>,
    picture: Option<Html>,
}

#[derive(Debug, Serialize)]
struct ValueView {
    code: &'static str,
    word: &'static str,
    value: String,
    /// The year, where they are of different ones.
    when: Option<String>,
}

/// The picture of two numbers of one unit; the numbers are in the cells beside it.
pub(super) fn draw(target: &Figure, actual: &Figure, rule: Option<IndicatorRule>) -> Option<Html> {
    let both = [target, actual];
    (unit(target) == unit(actual) && both.iter().all(|figure| value(figure).is_some()))
        .then(|| picture(&both, range(&both), rule))
        .flatten()
}

/// The values of a series: a row a year, or one if there is one of each kind. All rows have one scale.
pub(super) fn rows(series: &Series<'_>) -> Vec<BulletView> {
    let range = range(&series.figures);
    if FigureKind::ALL.iter().all(|(kind, ..)| series.of(*kind).nth(1).is_none()) {
        return vec![row(&series.figures, range, series.rule)];
    }
    let of_year = |year: YearOfValue| -> Vec<&Figure> {
        series.figures.iter().copied().filter(|figure| figure.year() == Some(year)).collect()
    };
    series.years().into_iter().map(|year| row(&of_year(year), range, series.rule)).collect()
}

/// The values of an indicator or of another series that are of one unit, as one row.
pub(super) fn row(figures: &[&Figure], range: (f64, f64), rule: Option<IndicatorRule>) -> BulletView {
    let year = figures.first().and_then(|figure| figure.year());
    let is_one = figures.iter().all(|figure| figure.year() == year);
    let told = |figure: &Figure| figure.year().map(|year| year.to_string());
    let mut sorted = figures.to_vec();
    sorted.sort_by_key(|figure| order(figure.kind));
    let value = |figure: &&Figure| ValueView {
        code: figure.kind.code(),
        word: figure.kind.word(),
        // Without the asterisks of its terms.
        value: figure.told().replace('*', ""),
        when: told(figure).filter(|_| !is_one),
    };
    BulletView {
        when: year.filter(|_| is_one).map(|year| year.to_string()),
        values: sorted.iter().map(value).collect(),
        gap: gap(figures).filter(|_| is_one),
        picture: picture(&sorted, range, rule),
    }
}

fn gap(figures: &[&Figure]) -> Option<String> {
    let of = |kind| figures.iter().filter(move |figure| figure.kind == kind);
    let (target, actual) = (of(FigureKind::Target).next()?, of(FigureKind::Actual).next_back()?);
    if convention(target) == convention(actual) { actual.beyond(target) } else { None }
}

/// 基準値, 実績値, 見込値, 目標値: from where it began over where it stands and is expected to where it shall be.
fn order(kind: FigureKind) -> u8 {
    match kind {
        FigureKind::Baseline => 0,
        FigureKind::Actual => 1,
        FigureKind::Forecast => 2,
        FigureKind::Target => 3,
    }
}

fn value(figure: &Figure) -> Option<f64> {
    figure.value.as_ref().map(|value| Number::value(&value.value))
}

/// The least and the greatest value, and zero.
pub(super) fn range(figures: &[&Figure]) -> (f64, f64) {
    let values = figures.iter().filter_map(|figure| value(figure));
    values.fold((0.0, 0.0), |(low, high): (f64, f64), one| (low.min(one), high.max(one)))
}

/// Whether a value is already where a rule wants it: there is no way left to go.
fn is_there(rule: Option<IndicatorRule>, value: f64, target: f64) -> bool {
    match rule {
        Some(IndicatorRule::AtMost | IndicatorRule::Decrease) => value <= target,
        Some(IndicatorRule::AtLeast | IndicatorRule::Increase | IndicatorRule::TolerateDecline) => value >= target,
        Some(
            IndicatorRule::Hold
            | IndicatorRule::Range
            | IndicatorRule::Milestone
            | IndicatorRule::Relative
            | IndicatorRule::None,
        )
        | None => false,
    }
}

/// Whether a target is a limit from above, by the rule or by its own 以下.
fn is_ceiling(rule: Option<IndicatorRule>, figure: &Figure) -> bool {
    figure.kind == FigureKind::Target && rule.or(figure.rule()).is_some_and(IndicatorRule::is_ceiling)
}

fn picture(figures: &[&Figure], (low, high): (f64, f64), rule: Option<IndicatorRule>) -> Option<Html> {
    if high <= low {
        return None;
    }
    let x = |value: f64| 6.0 + (WIDTH - 12.0) * (value - low) / (high - low);
    let of = |kind| figures.iter().filter(move |figure| figure.kind == kind).filter_map(|figure| value(figure)).map(x);
    let is_ceiling = figures.iter().any(|figure| is_ceiling(rule, figure));
    let class = if is_ceiling { "bullet ceiling" } else { "bullet" };
    let mut svg = Html(format!("<svg class=\"{class}\" aria-hidden=\"true\" viewBox=\"0 0 {WIDTH} 16\">"));
    let zero = x(0.0);
    let _ = write!(svg.0, "<path class=\"axis\" d=\"M{} 1V15\"/>", short(zero));
    for end in of(FigureKind::Actual) {
        let (from, width) = (short(zero.min(end)), short((end - zero).abs()));
        let _ = write!(svg.0, "<rect x=\"{from}\" y=\"5.5\" width=\"{width}\" height=\"5\"/>");
    }
    let starts = of(FigureKind::Actual).next().or_else(|| of(FigureKind::Baseline).next());
    let way = starts.zip(of(FigureKind::Target).next()).filter(|(at, to)| !is_there(rule, *at, *to));
    if let Some((start, end)) = way.map(|(start, end)| (short(start), short(end))).filter(|(start, end)| start != end) {
        let _ = write!(svg.0, "<path class=\"gap\" d=\"M{start} 8H{end}\"/>");
    }
    of(FigureKind::Target).for_each(|at| {
        let stroke = if is_ceiling { "h5v13h-5" } else { "v14" };
        let (x, y) = if is_ceiling { (at - 5.0, 1.5) } else { (at, 1.0) };
        let _ = write!(svg.0, "<path class=\"target\" d=\"M{} {}{stroke}\"/>", short(x), short(y));
    });
    of(FigureKind::Baseline).for_each(|at| {
        let _ = write!(svg.0, "<path class=\"baseline\" d=\"M{} 3l5 5l-5 5l-5 -5z\"/>", short(at));
    });
    of(FigureKind::Forecast).for_each(|at| {
        let _ = write!(svg.0, "<path class=\"forecast\" d=\"M{} 3l5 9h-10z\"/>", short(at));
    });
    of(FigureKind::Actual).for_each(|at| {
        let _ = write!(svg.0, "<circle cx=\"{}\" cy=\"8\" r=\"4\"/>", short(at));
    });
    svg.0.push_str("</svg>");
    Some(svg)
}
