//! Small charts of the figures of one record, drawn as SVG when the page is rendered.
//!
//! Target and actual values differ in shape and dash as well as in colour, which the stylesheet sets. A line joins two
//! values only if they belong to neighbouring years and the same day of the year; if the axis does not begin at zero,
//! or values of neighbouring years belong to different days, the chart states it. The numbers are in the table next to
//! it.

pub(super) mod bars;
mod numbers;

use std::fmt::Write;

use serde::Serialize;

use super::html::Html;
use crate::model::verdict::convention;
use crate::model::{Figure, FigureKind, YearOfValue};
use numbers::Taken;

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 216.0;
const LEFT: f64 = 40.0;
const RIGHT: f64 = 40.0;
const TOP: f64 = 54.0;
const BOTTOM: f64 = 42.0;

/// A chart, ready to print.
#[derive(Debug, Serialize)]
pub(super) struct ChartView {
    name: String,
    /// Whether its name is a word of the form.
    is_of_form: bool,
    svg: Html,
    is_cut: bool,
    /// Whether neighbouring values belong to different days, so that no line joins them.
    is_apart: bool,
}

struct Series<'f> {
    name: &'f str,
    unit: &'f str,
    points: Vec<Point<'f>>,
}

struct Point<'f> {
    kind: FigureKind,
    year: YearOfValue,
    value: f64,
    figure: &'f Figure,
}

impl<'f> Series<'f> {
    fn of(&self, kind: FigureKind) -> impl Iterator<Item = &Point<'f>> {
        self.points.iter().filter(move |point| point.kind == kind)
    }

    fn is_apart(&self) -> bool {
        FigureKind::ALL.iter().any(|(kind, ..)| {
            let points: Vec<_> = self.of(*kind).collect();
            let differ = |pair: &[&Point<'_>]| convention(pair[0].figure) != convention(pair[1].figure);
            points.windows(2).any(|pair| pair[1].year.follows(pair[0].year) && differ(pair))
        })
    }
}

/// The charts of the figures that form a series over at least two years. Figures without a name of their own have the
/// given one; `id` begins the ids, which are unique in a page.
pub(super) fn charts<'f>(id: &str, name: &'f str, figures: impl IntoIterator<Item = &'f Figure>) -> Vec<ChartView> {
    let own = name;
    let mut all: Vec<Series<'f>> = Vec::new();
    for figure in figures {
        let Some(point) = point(figure) else { continue };
        let name = figure.name.as_ref().map_or(own, |name| &name.value);
        let unit = figure.unit.as_ref().map_or("", |unit| &unit.value);
        let is_of = |series: &&mut Series<'_>| {
            series.name == name
                && series.unit == unit
                && series.points.iter().all(|other| other.year.is_like(point.year))
        };
        match all.iter_mut().find(is_of) {
            Some(series) => series.points.push(point),
            None => all.push(Series { name, unit, points: vec![point] }),
        }
    }
    all.retain(|series| series.points.iter().any(|point| point.year != series.points[0].year));
    all.iter().enumerate().map(|(i, series)| draw(series, &format!("{id}-{}", i + 1))).collect()
}

fn point(figure: &Figure) -> Option<Point<'_>> {
    let (value, year) = (figure.value.as_ref()?, figure.year()?);
    Some(Point { kind: figure.kind, year, value: value.value.value(), figure })
}

/// Converts years and values to coordinates.
struct Scale {
    first: YearOfValue,
    last: YearOfValue,
    low: f64,
    high: f64,
}

impl Scale {
    fn of(points: &[Point<'_>]) -> Self {
        let years = || points.iter().map(|point| point.year);
        let values = || points.iter().map(|point| point.value);
        let (min, max) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        let first = years().min().expect("a series has points");
        let last = years().max().expect("a series has points");
        let is_cut = min > 0.0 && min > max * 0.6;
        let span = if max > min { max - min } else { max.abs().max(1.0) };
        let low = if is_cut { min - span * 0.25 } else { min.min(0.0) };
        let high = if max > low { max } else { low + 1.0 };
        Self { first, last, low, high }
    }

    fn is_cut(&self) -> bool {
        self.low > 0.0
    }

    fn x(&self, year: YearOfValue) -> f64 {
        let all = f64::from(self.last.western() - self.first.western()).max(1.0);
        LEFT + (WIDTH - LEFT - RIGHT) * f64::from(year.western() - self.first.western()) / all
    }

    fn y(&self, value: f64) -> f64 {
        HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - self.low) / (self.high - self.low)
    }

    fn place(&self, point: &Point<'_>) -> (f64, f64) {
        (self.x(point.year), self.y(point.value))
    }
}

fn draw(series: &Series<'_>, id: &str) -> ChartView {
    let scale = Scale::of(&series.points);
    let mut svg = Html(format!(
        "<svg class=\"chart\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" viewBox=\"0 0 {WIDTH} {HEIGHT}\">"
    ));
    let _ = write!(svg.0, "<title id=\"{id}-t\">");
    svg.push_text(&format!("{}の推移", series.name));
    let _ = write!(svg.0, "</title><desc id=\"{id}-d\">");
    svg.push_text(&description(series, &scale));
    svg.0.push_str("</desc>");
    legend(&mut svg, series);
    axis(&mut svg, series, &scale);
    let mut taken = Taken::default();
    for kind in [FigureKind::Target, FigureKind::Actual, FigureKind::Baseline] {
        let points: Vec<_> = series.of(kind).collect();
        joined(&points).for_each(|(a, b)| line(&mut svg, &mut taken, scale.place(a), scale.place(b), kind));
    }
    for point in &series.points {
        let (x, y) = scale.place(point);
        mark(&mut svg, point.kind, x, y);
        taken.mark(x, y);
    }
    for kind in [FigureKind::Actual, FigureKind::Target, FigureKind::Baseline] {
        series.of(kind).for_each(|point| number_of(&mut svg, &mut taken, series, point, &scale));
    }
    svg.0.push_str("</svg>");
    let name = series.name.to_owned();
    ChartView { name, is_of_form: false, svg, is_cut: scale.is_cut(), is_apart: series.is_apart() }
}

fn description(series: &Series<'_>, scale: &Scale) -> String {
    let value = |p: &Point<'_>| format!("{} {} {}", p.year, p.kind.word(), p.figure.spelled());
    let values: Vec<_> = series.points.iter().map(value).collect();
    format!("{}。{}", values.join("、"), if scale.is_cut() { "縦軸は0から始まっていません。" } else { "" })
}

fn legend(svg: &mut Html, series: &Series<'_>) {
    let mut x = LEFT;
    for (kind, word, _) in FigureKind::ALL {
        if series.points.iter().any(|point| point.kind == kind) {
            mark(svg, kind, x, 14.0);
            let _ = write!(svg.0, "<text x=\"{:.1}\" y=\"18.5\">{word}</text>", x + 9.0);
            x += 76.0;
        }
    }
    let _ = write!(svg.0, "<text class=\"unit\" x=\"{:.1}\" y=\"18.5\" text-anchor=\"end\">", WIDTH - 4.0);
    svg.push_text(&format!("単位: {}", if series.unit.is_empty() { "—" } else { series.unit }));
    svg.0.push_str("</text>");
}

fn axis(svg: &mut Html, series: &Series<'_>, scale: &Scale) {
    let bottom = HEIGHT - BOTTOM;
    let _ = write!(svg.0, "<path class=\"axis\" d=\"M{:.1} {bottom:.1}H{:.1}\"/>", LEFT - 18.0, WIDTH - RIGHT + 18.0);
    let mut years: Vec<_> = series.points.iter().map(|point| point.year).collect();
    years.sort();
    years.dedup();
    let step = years.len().div_ceil(7);
    for year in years.iter().step_by(step) {
        let x = scale.x(*year);
        let _ = write!(
            svg.0,
            "<text class=\"tick\" x=\"{x:.1}\" y=\"{:.1}\">{}<tspan x=\"{x:.1}\" dy=\"16\">{}</tspan></text>",
            bottom + 17.0,
            year.short(),
            year.western()
        );
    }
}

/// The neighbours that a line may join.
fn joined<'p, 'f>(points: &'p [&'p Point<'f>]) -> impl Iterator<Item = (&'p Point<'f>, &'p Point<'f>)> {
    let pairs = points.windows(2).map(|pair| (pair[0], pair[1]));
    pairs.filter(|(a, b)| b.year.follows(a.year) && convention(a.figure) == convention(b.figure))
}

fn line(svg: &mut Html, taken: &mut Taken, a: (f64, f64), b: (f64, f64), kind: FigureKind) {
    taken.line(a, b);
    let (code, (ax, ay), (bx, by)) = (kind.code(), a, b);
    let _ = write!(svg.0, "<path class=\"line {code}\" d=\"M{ax:.1} {ay:.1}L{bx:.1} {by:.1}\"/>");
}

fn mark(svg: &mut Html, kind: FigureKind, x: f64, y: f64) {
    let _ = match kind {
        FigureKind::Actual => write!(svg.0, "<circle class=\"mark actual\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\"/>"),
        FigureKind::Target => write!(
            svg.0,
            "<rect class=\"mark target\" x=\"{:.1}\" y=\"{:.1}\" width=\"8\" height=\"8\"/>",
            x - 4.0,
            y - 4.0
        ),
        FigureKind::Baseline => {
            write!(svg.0, "<path class=\"mark baseline\" d=\"M{x:.1} {:.1}l5.5 5.5l-5.5 5.5l-5.5 -5.5z\"/>", y - 5.5)
        }
    };
}

/// The label of a point; one number is enough if target and actual value are equal.
fn number_of(svg: &mut Html, taken: &mut Taken, series: &Series<'_>, point: &Point<'_>, scale: &Scale) {
    let same = |other: &Point<'_>| other.year == point.year && other.value == point.value && other.kind > point.kind;
    if series.points.iter().any(same) {
        return;
    }
    let text = point.figure.value.as_ref().map_or_else(String::new, |value| value.value.grouped());
    let (x, y) = scale.place(point);
    let (x, y) = taken.place(x, y, &text);
    let code = point.kind.code();
    let _ = write!(svg.0, "<text class=\"value {code}\" x=\"{x:.1}\" y=\"{y:.1}\">{text}</text>");
}
