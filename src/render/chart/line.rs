//! A series over time. Target and actual values differ in shape and dash as well as in colour, which the stylesheet sets:
//! a target is a stroke behind the point, and the way from it to the actual value of its year is drawn, so that a missed
//! target is seen. A line joins two values only if they belong to neighbouring years and the same day of the year. Counts
//! and amounts begin at zero; where a rate does not, the chart says it.

use std::fmt::Write;

use super::numbers::{DIGIT, Taken};
use super::pen::{Left, Lines, Medium, Pen, WIDTHS};
use super::{BOTTOM, Drawing, HEIGHT, direction, name, scale, ticks};
use crate::characters::breadth;
use crate::model::verdict::convention;
use crate::model::{Figure, FigureKind, Series, YearOfValue};
use crate::render::html::{Html, short};

const TOP: f64 = 48.0;
/// The least room of the plot before the first and behind the last year.
const INSET: f64 = 0.06;
/// Up to this number of values of a kind, each is labelled; of more, the first and last, the least and greatest. A wider
/// column has room for more.
const LABELLED: [usize; WIDTHS.len()] = [8, 12, 16];

#[derive(Clone, Copy)]
struct Point<'f> {
    kind: FigureKind,
    year: YearOfValue,
    value: f64,
    figure: &'f Figure,
}

/// Converts years and values to places: a share of the width, and the height.
struct Scale {
    first: YearOfValue,
    last: YearOfValue,
    /// Values of the horizontal lines, the lowest first; the labels beside them.
    lines: Vec<(f64, String)>,
}

impl Scale {
    fn of(points: &[Point<'_>], series: &Series<'_>) -> Self {
        let years = || points.iter().map(|point| point.year);
        let values = || points.iter().map(|point| point.value);
        let (min, max) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        let span = if max > min { max - min } else { max.abs().max(1.0) };
        let low = if series.is_rate() && min > 0.0 && min > max * 0.6 { min - span * 0.25 } else { min.min(0.0) };
        let high = max.max(if low < 0.0 { 0.0 } else { max });
        Self {
            first: years().min().expect("a series has values"),
            last: years().max().expect("a series has values"),
            lines: scale::lines(low, high, series.has_plain_unit()),
        }
    }

    fn low(&self) -> f64 {
        self.lines[0].0
    }

    fn is_cut(&self) -> bool {
        self.low() > 0.0
    }

    fn x(&self, year: YearOfValue) -> f64 {
        let all = f64::from(self.last.western() - self.first.western());
        let at = if all > 0.0 { f64::from(year.western() - self.first.western()) / all } else { 0.5 };
        let inset = (0.5 / (all + 1.0)).max(INSET);
        inset + (1.0 - 2.0 * inset) * at
    }

    fn y(&self, value: f64) -> f64 {
        let high = self.lines[self.lines.len() - 1].0;
        HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - self.low()) / (high - self.low())
    }

    fn place(&self, point: &Point<'_>) -> (f64, f64) {
        (self.x(point.year), self.y(point.value))
    }
}

/// Draws a series; the legend, the lines with the values beside them, and above the years the values.
pub(super) fn draw(series: &Series<'_>, medium: Medium) -> Drawing {
    let points = points(series);
    let scale = Scale::of(&points, series);
    let left = Left::of(scale::longest(&scale.lines));
    let mut pen = Pen::new(medium, left);
    legend(&mut pen, &points);
    let across = |is_axis: bool| {
        let all = scale.lines.iter().filter(|(value, _)| (*value == scale.low().max(0.0)) == is_axis);
        all.map(|(value, _)| [0.0, 1.0].map(|x| (x, scale.y(*value))).to_vec()).collect::<Vec<_>>()
    };
    let rows = rows(&points, &scale);
    let paths: Vec<_> = [("grid", across(false)), ("axis", across(true))].into_iter().chain(rows.clone()).collect();
    pen.lines(&paths);
    pen.values(scale.lines.iter().map(|(value, label)| (scale.y(*value), label.clone())));
    let year = |year: &YearOfValue| (year.short(), year.western(), scale.x(*year));
    ticks(&mut pen, &series.years().iter().map(year).collect::<Vec<_>>());
    for kind in [FigureKind::Target, FigureKind::Baseline, FigureKind::Forecast, FigureKind::Actual] {
        pen.group(&format!("mark {}", kind.code()), |pen| {
            let of_kind = points.iter().filter(|point| point.kind == kind);
            of_kind.for_each(|point| mark(pen, kind, scale.place(point)));
        });
    }
    let numbers = numbers(&points, &scale, &rows, left);
    for (kind, ..) in FigureKind::ALL {
        pen.numbers(&format!("value {}", kind.code()), |pen| {
            let of_kind = numbers.iter().filter(|number| number.point.kind == kind);
            for Number { point, aside, y, text, class } in of_kind {
                if medium == Medium::Page || class.is_empty() {
                    pen.label(class, (scale.x(point.year), *y), *aside, text);
                }
            }
        });
    }
    Drawing {
        title: format!("{}の推移", name(series)),
        about: about(&points, &scale),
        unit: series.unit.to_owned(),
        notes: notes(series, &points, &scale),
        left,
        body: pen.svg,
    }
}

/// What is said beside the name.
fn notes(series: &Series<'_>, points: &[Point<'_>], scale: &Scale) -> Vec<&'static str> {
    let cut = scale.is_cut().then_some("縦軸は0から始まりません。");
    let apart = is_apart(points).then_some("時点の違う値は線で結んでいません。");
    direction(series).into_iter().chain(cut).chain(apart).collect()
}

/// The height of the room of a course above its years, whose place the stylesheet tells, as it tells the height of all.
const ROOM: f64 = 64.0;

/// The marks of a course around its points: a dot is the round end of a line without length, a target a stroke, a forecast a
/// triangle.
const DOTS: [(FigureKind, &str, Outline); 4] = [
    (FigureKind::Baseline, "dots baseline", DOT),
    (FigureKind::Target, "dots target", &[(-0.024, 0.0), (0.024, 0.0)]),
    (FigureKind::Forecast, "dots forecast", &[(-0.016, 3.0), (0.0, -4.0), (0.016, 3.0), (-0.016, 3.0)]),
    (FigureKind::Actual, "dots actual", DOT),
];
/// Places around a point.
type Outline = &'static [(f64, f64)];
const DOT: Outline = &[(0.0, 0.0), (0.0, 0.0)];

/// Draws the course of a series for a page, without numbers: what is reached as dots, the targets as strokes; and what is
/// said beside it. It has one size, which the stylesheet tells, below the name of what it shows, so that it needs few
/// words: a page may have many. Who does not see it reads the list beside it.
pub(super) fn course(series: &Series<'_>) -> (Html, Vec<&'static str>) {
    let points = points(series);
    let scale = Scale::of(&points, series);
    let low = |(x, y): (f64, f64)| (x, 6.0 + (y - TOP) * (ROOM - 12.0) / (HEIGHT - TOP - BOTTOM));
    let mut pen = Pen::new(Medium::Small, Left::of(0));
    let rows = rows(&points, &scale).into_iter();
    let lowered = |rows: Vec<Vec<_>>| rows.into_iter().map(|row| row.into_iter().map(low).collect()).collect();
    let mut paths: Vec<_> = rows.map(|(class, rows)| (class, lowered(rows))).collect();
    for (kind, class, outline) in DOTS {
        let of_kind = points.iter().filter(|point| point.kind == kind).map(|point| low(scale.place(point)));
        let drawn = |(x, y): (f64, f64)| outline.iter().map(|(aside, down)| (x + aside, y + down)).collect();
        paths.push((class, of_kind.map(drawn).collect()));
    }
    pen.lines(&paths);
    let ends = [points.first(), points.last().filter(|last| last.year != points[0].year)];
    for point in ends.into_iter().flatten() {
        let _ = write!(pen.svg.0, "<text x=\"{}\">{}</text>", pen.x(scale.x(point.year)), point.year.short());
    }
    let svg = format!("<svg class=\"chart course\" aria-hidden=\"true\">{}</svg>", pen.svg.0);
    (Html(svg), notes(series, &points, &scale))
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

fn legend(pen: &mut Pen, points: &[Point<'_>]) {
    let mut x = 20.0;
    for (kind, word, code) in FigureKind::ALL {
        if points.iter().any(|point| point.kind == kind) {
            let [centre, text] = [x, x + 12.0].map(|x| short(pen.edge(x)));
            let shape = shape(kind);
            let _ = write!(
                pen.svg.0,
                "<g class=\"mark {code}\" transform=\"translate({centre} 12)\">{shape}</g><text x=\"{text}\" y=\"16.5\">{word}</text>"
            );
            x += 82.0;
        }
    }
}

/// The neighbours that a line may join.
fn joined<'p, 'f>(points: &'p [Point<'f>]) -> impl Iterator<Item = (&'p Point<'f>, &'p Point<'f>)> {
    let pairs = points.windows(2).map(|pair| (&pair[0], &pair[1]));
    pairs.filter(|(a, b)| b.year.follows(a.year) && convention(a.figure) == convention(b.figure))
}

/// The lines between neighbours, and the way from each target to the actual value of its year.
fn rows(points: &[Point<'_>], scale: &Scale) -> Vec<Lines> {
    let of = |kind| points.iter().copied().filter(|point| point.kind == kind).collect::<Vec<_>>();
    let line = |kind| {
        let mut rows: Vec<Vec<(f64, f64)>> = Vec::new();
        for (a, b) in joined(&of(kind)) {
            let (from, to) = (scale.place(a), scale.place(b));
            match rows.last_mut().filter(|row| row.last() == Some(&from)) {
                Some(row) => row.push(to),
                None => rows.push(vec![from, to]),
            }
        }
        rows
    };
    let actuals = of(FigureKind::Actual);
    let gaps = of(FigureKind::Target).into_iter().flat_map(|target| {
        let same = actuals.iter().filter(move |actual| actual.year == target.year && actual.value != target.value);
        same.map(move |actual| vec![scale.place(&target), scale.place(actual)])
    });
    vec![
        ("line baseline", line(FigureKind::Baseline)),
        ("line target", line(FigureKind::Target)),
        ("line forecast", line(FigureKind::Forecast)),
        ("line actual", line(FigureKind::Actual)),
        ("gap", gaps.collect()),
    ]
}

fn mark(pen: &mut Pen, kind: FigureKind, place: (f64, f64)) {
    match kind {
        FigureKind::Actual => {
            let (x, y) = (pen.x(place.0), short(place.1));
            let _ = write!(pen.svg.0, "<circle cx=\"{x}\" cy=\"{y}\" r=\"4.5\"/>");
        }
        FigureKind::Target | FigureKind::Forecast | FigureKind::Baseline => pen.at(place, shape(kind)),
    }
}

/// The mark of a kind, around the origin.
fn shape(kind: FigureKind) -> &'static str {
    match kind {
        FigureKind::Actual => "<circle r=\"4.5\"/>",
        FigureKind::Target => "<path d=\"M-9 0h18\"/>",
        FigureKind::Forecast => "<path d=\"M0 -6l5.5 9.5h-11z\"/>",
        FigureKind::Baseline => "<path d=\"M0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z\"/>",
    }
}

/// The number of a point.
struct Number<'p, 'f> {
    point: &'p Point<'f>,
    /// How far its middle is from the point.
    aside: f64,
    y: f64,
    text: String,
    /// The class of what only a wider drawing has room for.
    class: &'static str,
}

/// Numbers at which none meets another: as many as a narrow drawing has room for, and those for which a wider one has.
fn numbers<'p, 'f>(points: &'p [Point<'f>], scale: &Scale, rows: &[Lines], left: Left) -> Vec<Number<'p, 'f>> {
    let mut numbers: Vec<Number<'p, 'f>> = Vec::new();
    for ((width, class), limit) in WIDTHS.into_iter().zip(LABELLED) {
        let at = |(x, y): (f64, f64)| (left.x(x, width), y);
        let mut taken = Taken::new(width);
        let pairs = rows.iter().flat_map(|(_, rows)| rows).flat_map(|row| row.windows(2));
        pairs.for_each(|pair| taken.line(at(pair[0]), at(pair[1])));
        points.iter().map(|point| at(scale.place(point))).for_each(|(x, y)| taken.mark(x, y));
        for (value, label) in &scale.lines {
            let label = "0".repeat(breadth(label));
            let half = DIGIT * label.len() as f64 / 2.0;
            taken.number((left.width() - 5.0 - half, scale.y(*value) + 4.5), &label);
        }
        for number in &numbers {
            taken.number((at(scale.place(number.point)).0 + number.aside, number.y), &number.text);
        }
        for point in labelled(points, limit) {
            if numbers.iter().any(|number| std::ptr::eq(number.point, point)) {
                continue;
            }
            let text = point.figure.value.as_ref().map_or_else(String::new, |value| value.value.grouped());
            let place = at(scale.place(point));
            if let Some((x, y)) = taken.place(place, &text) {
                numbers.push(Number { point, aside: x - place.0, y, text, class });
            }
        }
    }
    numbers
}

/// The values that have a label if there is room, the most telling first: the last ones, then back in time. One number is
/// enough if target and actual value are equal.
fn labelled<'p, 'f>(points: &'p [Point<'f>], limit: usize) -> impl Iterator<Item = &'p Point<'f>> {
    let same = |a: &Point<'_>, b: &Point<'_>| b.year == a.year && b.value == a.value && b.kind > a.kind;
    let alone = move |point: &&Point<'_>| !points.iter().any(|other| same(point, other));
    let kinds = [FigureKind::Actual, FigureKind::Forecast, FigureKind::Target, FigureKind::Baseline];
    kinds.into_iter().flat_map(move |kind| telling(points, kind, limit)).filter(alone)
}

/// The values of a kind, or the last and first, the greatest and least of many; a target that stays has one label.
fn telling<'p, 'f>(points: &'p [Point<'f>], kind: FigureKind, limit: usize) -> Vec<&'p Point<'f>> {
    let mut of: Vec<_> = points.iter().filter(|point| point.kind == kind).rev().collect();
    if kind == FigureKind::Target {
        of.dedup_by(|earlier, later| earlier.value == later.value);
    }
    if of.len() <= limit {
        return of;
    }
    let by_value = |a: &&&Point<'_>, b: &&&Point<'_>| a.value.total_cmp(&b.value);
    let ends = [of.first(), of.last(), of.iter().max_by(by_value), of.iter().min_by(by_value)];
    ends.into_iter().flatten().copied().collect()
}
