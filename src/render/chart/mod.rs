//! Pictures of the values of a record, made when its page is rendered. What is drawn follows from the values: those of three
//! years and more are a chart over time; fewer are bars from zero with the target as a stroke, or one sentence. The numbers
//! are in the table next to it. A chart over time can be taken along: [`alone`] makes its files.

pub(super) mod alone;
pub(super) mod bars;
mod line;
mod numbers;
mod pen;
mod scale;

use std::fmt::Write;

use serde::Serialize;

use super::bullet::{self, BulletView};
use super::here::Here;
use super::html::Html;
use crate::model::{Figure, FigureKind, IndicatorRule, Record, Series, SeriesOf, address};
use pen::{Left, Medium, Pen, WIDTHS};

const HEIGHT: f64 = 200.0;
const BOTTOM: f64 = 40.0;
/// How far apart the years below the axis stand at least.
const YEARS_APART: f64 = 38.0;

/// A picture, ready to print: a drawing, bars, or a sentence.
#[derive(Debug, Serialize)]
pub(super) struct ChartView {
    anchor: String,
    name: String,
    /// Whether the name is a word of the form, not of the record.
    is_of_form: bool,
    unit: String,
    /// What is said beside the name.
    notes: Vec<&'static str>,
    svg: Option<Html>,
    bullets: Vec<BulletView>,
    /// What a sentence tells, one after the other.
    steps: Vec<String>,
    /// The link to its files, without their ending.
    file: Option<String>,
}

/// A drawing without its frame.
pub(super) struct Drawing {
    title: String,
    /// The values in words.
    about: String,
    unit: String,
    notes: Vec<&'static str>,
    left: Left,
    body: Html,
}

impl Drawing {
    /// The drawing as a part of a page, with its name; its values stand beside it in words.
    fn within(&self) -> Html {
        let mut svg = Html(format!("<svg class=\"chart {}\" height=\"{}\"", self.left.class(), HEIGHT));
        svg.0.push_str(" role=\"img\" aria-label=\"");
        svg.push_text(&self.title);
        svg.0.push_str("\">");
        svg.0.push_str(&self.body.0);
        svg.0.push_str("</svg>");
        svg
    }

    /// Title and description, which are read in place of a file.
    fn words(&self, svg: &mut Html, id: &str) {
        let _ = write!(svg.0, "<title id=\"{id}-t\">");
        svg.push_text(&self.title);
        let _ = write!(svg.0, "</title><desc id=\"{id}-d\">");
        svg.push_text(&self.about);
        svg.0.push_str("</desc>");
    }
}

/// The id of a picture in its page.
fn anchor(id: &str) -> String {
    format!("chart-{id}")
}

/// How much of a series is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Detail {
    /// All of it, with its numbers.
    Full,
    /// Its course alone: the numbers stand in a list below.
    Course,
}

/// The pictures of a part of a record.
pub(super) fn charts<'s>(here: &Here<'_, '_>, record: Record<'s>, part: SeriesOf<'s>) -> Vec<ChartView> {
    of_detail(here, record, part, Detail::Full)
}

/// The pictures of a part of a record in as much detail as wanted.
pub(super) fn of_detail<'s>(
    here: &Here<'_, '_>,
    record: Record<'s>,
    part: SeriesOf<'s>,
    detail: Detail,
) -> Vec<ChartView> {
    let has_files = here.site.has_chart_files();
    let with_file = |view: ChartView| ChartView { file: view.file.filter(|_| has_files), ..view };
    record.series_of(part).iter().filter_map(|series| chart(series, detail)).map(with_file).collect()
}

fn chart(series: &Series<'_>, detail: Detail) -> Option<ChartView> {
    let anchor = anchor(&series.id());
    let name = name(series);
    let mut view = ChartView {
        unit: series.unit.to_owned(),
        notes: direction(series).into_iter().collect(),
        svg: None,
        bullets: Vec::new(),
        steps: Vec::new(),
        file: None,
        anchor,
        name,
        is_of_form: false,
    };
    if series.is_over_time() {
        let (svg, notes) = match detail {
            Detail::Full => {
                let drawing = line::draw(series, Medium::Page);
                (drawing.within(), drawing.notes)
            }
            Detail::Course => line::course(series),
        };
        view.svg = Some(svg);
        view.notes = notes;
        view.file = Some(address::chart_file_beside(&series.id()));
        view.bullets = newest_pair(series).filter(|_| detail == Detail::Full).into_iter().collect();
    } else if is_change(series) {
        view.steps = steps(series);
    } else if has_several_kinds(series) {
        view.bullets = bullet::rows(series);
    } else {
        return None;
    }
    Some(view)
}

fn name(series: &Series<'_>) -> String {
    if series.name.is_empty() { "数値".to_owned() } else { series.name.replace('*', "") }
}

fn direction(series: &Series<'_>) -> Option<&'static str> {
    series.rule.and_then(IndicatorRule::direction)
}

/// Whether there are values of one kind in two years or more.
fn is_change(series: &Series<'_>) -> bool {
    series.years().len() > 1 && !has_several_kinds(series)
}

fn has_several_kinds(series: &Series<'_>) -> bool {
    FigureKind::ALL.iter().filter(|(kind, ..)| series.of(*kind).next().is_some()).count() > 1
}

/// 実績値 令和3年度 16件, 令和4年度 5件.
fn steps(series: &Series<'_>) -> Vec<String> {
    let mut figures = series.figures.clone();
    figures.sort_by_key(|figure| (figure.year(), figure.as_of.as_ref().map(|date| date.value)));
    let year = |figure: &Figure| figure.year().map(|year| format!("{year} ")).unwrap_or_default();
    let mut steps: Vec<_> = figures.iter().map(|figure| format!("{}{}", year(figure), figure.spelled())).collect();
    if let Some((first, figure)) = steps.first_mut().zip(figures.first()) {
        *first = format!("{} {first}", figure.kind.word());
    }
    steps
}

/// The newest actual value beside the target of its year: what the scale of all years may be too small to show.
fn newest_pair(series: &Series<'_>) -> Option<BulletView> {
    let of_year = |year| move |figure: &&Figure| figure.year() == Some(year);
    let pair = |year| {
        Some([series.of(FigureKind::Target).find(of_year(year))?, series.of(FigureKind::Actual).find(of_year(year))?])
    };
    let pair = series.years().into_iter().rev().find_map(pair)?;
    Some(bullet::row(&pair, bullet::range(&pair), series.rule))
}

/// Writes years below the axis, each with its place: the last, and from the first on those for which there is room; more of
/// them where the drawing is wide. The first and the last are told by their western number too.
fn ticks(pen: &mut Pen, years: &[(String, i16, f64)]) {
    let mut told: Vec<f64> = Vec::new();
    pen.group("tick", |pen| {
        let y = HEIGHT - BOTTOM + 19.0;
        for (width, class) in WIDTHS {
            for (short, _, share) in years.iter().rev().take(1).chain(years) {
                let x = |share: f64| pen.left.x(share, width);
                if told.iter().all(|other| (x(*other) - x(*share)).abs() >= YEARS_APART) {
                    told.push(*share);
                    if class.is_empty() || pen.medium == Medium::Page {
                        pen.label(class, (*share, y), 0.0, short);
                    }
                }
            }
        }
        let ends = [years.first(), years.last().filter(|_| years.len() > 1)].into_iter().flatten();
        ends.filter(|(.., share)| told.contains(share)).for_each(|(_, western, share)| {
            pen.label("", (*share, y + 15.0), 0.0, &western.to_string());
        });
    });
}

#[cfg(test)]
mod tests;
