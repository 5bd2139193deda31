//! A series over time. Target and actual values differ in shape and dash as well as in colour, which the stylesheet sets:
//! a target is a stroke behind the point, and the way from it to the actual value of its year is drawn, so that a missed
//! target is seen. A line joins two values only if they belong to neighbouring years and the same day of the year. Counts
//! and amounts begin at zero; where a rate does not, the chart says it.

use std::fmt::Write;

use super::numbers::Taken;
use super::{BOTTOM, Drawing, HEIGHT, WIDTH, direction, name, ticks};
use crate::model::verdict::convention;
use crate::model::{Figure, FigureKind, Series, YearOfValue};
use crate::render::html::Html;

const SIDE: f64 = 34.0;
const TOP: f64 = 48.0;
/// Up to this number of values of a kind, each is labelled; of more, the first and last, the least and greatest.
const LABELLED: usize = 8;

#[derive(Clone, Copy)]
struct Point<'f> {
    kind: FigureKind,
    year: YearOfValue,
    value: f64,
    figure: &'f Figure,
}

/// Converts years and values to coordinates.
struct Scale {
    first: YearOfValue,
    last: YearOfValue,
    low: f64,
    high: f64,
}

impl Scale {
    fn of(points: &[Point<'_>], is_rate: bool) -> Self {
        let years = || points.iter().map(|point| point.year);
        let values = || points.iter().map(|point| point.value);
        let (min, max) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        let span = if max > min { max - min } else { max.abs().max(1.0) };
        let low = if is_rate && min > 0.0 && min > max * 0.6 { min - span * 0.25 } else { min.min(0.0) };
        let high = max.max(if low < 0.0 { 0.0 } else { max });
        Self {
            first: years().min().expect("a series has values"),
            last: years().max().expect("a series has values"),
            low,
            high: if high > low { high } else { low + 1.0 },
        }
    }

    fn is_cut(&self) -> bool {
        self.low > 0.0
    }

    fn x(&self, year: YearOfValue) -> f64 {
        let all = f64::from(self.last.western() - self.first.western());
        let at = if all > 0.0 { f64::from(year.western() - self.first.western()) / all } else { 0.5 };
        SIDE + (WIDTH - 2.0 * SIDE) * at
    }

    fn y(&self, value: f64) -> f64 {
        HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - self.low) / (self.high - self.low)
    }

    fn place(&self, point: &Point<'_>) -> (f64, f64) {
        (self.x(point.year), self.y(point.value))
    }
}

/// Draws a series; the legend, the axis, and above them the values.
pub(super) fn draw(series: &Series<'_>) -> Drawing {
    let points = points(series);
    let scale = Scale::of(&points, series.is_rate());
    let mut body = Html::default();
    legend(&mut body, &points);
    axis(&mut body, series, &scale);
    let mut taken = Taken::default();
    for (kind, ..) in FigureKind::ALL {
        let of: Vec<_> = points.iter().copied().filter(|point| point.kind == kind).collect();
        joined(&of).for_each(|(a, b)| line(&mut body, &mut taken, [scale.place(a), scale.place(b)], kind));
    }
    gaps(&mut body, &mut taken, &points, &scale);
    for kind in [FigureKind::Target, FigureKind::Baseline, FigureKind::Actual] {
        for (x, y) in points.iter().filter(|point| point.kind == kind).map(|point| scale.place(point)) {
            mark(&mut body, kind, x, y);
            taken.mark(x, y);
        }
    }
    labelled(&points).for_each(|point| number_of(&mut body, &mut taken, point, &scale));
    let cut = scale.is_cut().then_some("縦軸は0から始まりません。");
    let apart = is_apart(&points).then_some("時点の違う値は線で結んでいません。");
    Drawing {
        title: format!("{}の推移", name(series)),
        about: about(&points, &scale),
        unit: series.unit.to_owned(),
        notes: direction(series).into_iter().chain(cut).chain(apart).collect(),
        body,
    }
}

/// The values in the order of time.
fn points<'f>(series: &Series<'f>) -> Vec<Point<'f>> {
    let point = |figure: &&'f Figure| {
        let (value, year) = (figure.value.as_ref()?.value.value(), figure.year()?);
        Some(Point { kind: figure.kind, year, value, figure })
    };
    let mut points: Vec<_> = series.figures.iter().filter_map(point).collect();
    points.sort_by_key(|point| (point.year, point.figure.as_of.as_ref().map(|date| date.value)));
    points
}

fn is_apart(points: &[Point<'_>]) -> bool {
    FigureKind::ALL.iter().any(|(kind, ..)| {
        let of: Vec<_> = points.iter().filter(|point| point.kind == *kind).collect();
        let differ = |pair: &[&Point<'_>]| convention(pair[0].figure) != convention(pair[1].figure);
        of.windows(2).any(|pair| pair[1].year.follows(pair[0].year) && differ(pair))
    })
}

fn about(points: &[Point<'_>], scale: &Scale) -> String {
    let value = |p: &Point<'_>| format!("{} {} {}", p.year, p.kind.word(), p.figure.spelled());
    let values: Vec<_> = points.iter().map(value).collect();
    format!("{}。{}", values.join("、"), if scale.is_cut() { "縦軸は0から始まっていません。" } else { "" })
}

fn legend(svg: &mut Html, points: &[Point<'_>]) {
    let mut x = 20.0;
    for (kind, word, _) in FigureKind::ALL {
        if points.iter().any(|point| point.kind == kind) {
            mark(svg, kind, x, 12.0);
            let _ = write!(svg.0, "<text x=\"{:.1}\" y=\"16.5\">{word}</text>", x + 12.0);
            x += 82.0;
        }
    }
}

fn axis(svg: &mut Html, series: &Series<'_>, scale: &Scale) {
    let (y, to) = (scale.y(scale.low.max(0.0)), WIDTH - 12.0);
    let _ = write!(svg.0, "<path class=\"axis\" d=\"M12 {y:.1}H{to:.1}\"/>");
    let year = |year: &YearOfValue| (year.short(), year.western(), scale.x(*year));
    ticks(svg, &series.years().iter().map(year).collect::<Vec<_>>());
}

/// The neighbours that a line may join.
fn joined<'p, 'f>(points: &'p [Point<'f>]) -> impl Iterator<Item = (&'p Point<'f>, &'p Point<'f>)> {
    let pairs = points.windows(2).map(|pair| (&pair[0], &pair[1]));
    pairs.filter(|(a, b)| b.year.follows(a.year) && convention(a.figure) == convention(b.figure))
}

fn line(svg: &mut Html, taken: &mut Taken, [a, b]: [(f64, f64); 2], kind: FigureKind) {
    taken.line(a, b);
    let (code, (ax, ay), (bx, by)) = (kind.code(), a, b);
    let _ = write!(svg.0, "<path class=\"line {code}\" d=\"M{ax:.1} {ay:.1}L{bx:.1} {by:.1}\"/>");
}

/// The way from each target to the actual value of its year.
fn gaps(svg: &mut Html, taken: &mut Taken, points: &[Point<'_>], scale: &Scale) {
    let of = |kind| points.iter().filter(move |point| point.kind == kind);
    for target in of(FigureKind::Target) {
        for actual in of(FigureKind::Actual).filter(|actual| actual.year == target.year) {
            let ((x, from), (_, to)) = (scale.place(target), scale.place(actual));
            taken.line((x, from), (x, to));
            let _ = write!(svg.0, "<path class=\"gap\" d=\"M{x:.1} {from:.1}V{to:.1}\"/>");
        }
    }
}

fn mark(svg: &mut Html, kind: FigureKind, x: f64, y: f64) {
    let _ = match kind {
        FigureKind::Actual => write!(svg.0, "<circle class=\"mark actual\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\"/>"),
        FigureKind::Target => write!(svg.0, "<path class=\"mark target\" d=\"M{:.1} {y:.1}h18\"/>", x - 9.0),
        FigureKind::Baseline => {
            write!(svg.0, "<path class=\"mark baseline\" d=\"M{x:.1} {:.1}l5.5 5.5l-5.5 5.5l-5.5 -5.5z\"/>", y - 5.5)
        }
    };
}

/// The values that have a label if there is room, the most telling first: the last ones, then back in time. One number is
/// enough if target and actual value are equal.
fn labelled<'p, 'f>(points: &'p [Point<'f>]) -> impl Iterator<Item = &'p Point<'f>> {
    let same = |a: &Point<'_>, b: &Point<'_>| b.year == a.year && b.value == a.value && b.kind > a.kind;
    let alone = move |point: &&Point<'_>| !points.iter().any(|other| same(point, other));
    let kinds = [FigureKind::Actual, FigureKind::Target, FigureKind::Baseline];
    kinds.into_iter().flat_map(move |kind| telling(points, kind)).filter(alone)
}

/// The values of a kind, or the last and first, the greatest and least of many; a target that stays has one label.
fn telling<'p, 'f>(points: &'p [Point<'f>], kind: FigureKind) -> Vec<&'p Point<'f>> {
    let mut of: Vec<_> = points.iter().filter(|point| point.kind == kind).rev().collect();
    if kind == FigureKind::Target {
        of.dedup_by(|earlier, later| earlier.value == later.value);
    }
    if of.len() <= LABELLED {
        return of;
    }
    let by_value = |a: &&&Point<'_>, b: &&&Point<'_>| a.value.total_cmp(&b.value);
    let ends = [of.first(), of.last(), of.iter().max_by(by_value), of.iter().min_by(by_value)];
    ends.into_iter().flatten().copied().collect()
}

fn number_of(svg: &mut Html, taken: &mut Taken, point: &Point<'_>, scale: &Scale) {
    let text = point.figure.value.as_ref().map_or_else(String::new, |value| value.value.grouped());
    if let Some((x, y)) = taken.place(scale.place(point), &text) {
        let code = point.kind.code();
        let _ = write!(svg.0, "<text class=\"value {code}\" x=\"{x:.1}\" y=\"{y:.1}\">{text}</text>");
    }
}
