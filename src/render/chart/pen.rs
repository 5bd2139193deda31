//! Writes a drawing: as a part of a page, where it is as wide as its column, or as a file of a fixed width. Places along the
//! width are shares of the plot between the labels of the lines and the right edge; what stands at a place, as a mark or its
//! number, keeps its size and its distance from it.

use std::fmt::Write;

use super::HEIGHT;
use crate::render::html::{Html, short};

/// The width of a file.
pub(super) const WIDTH: f64 = 320.0;
/// The least width of a drawing on a page: a column of a narrow phone.
pub(super) const NARROW: f64 = 270.0;
/// The widths from which on a page has room for more labels, with the class of those; the stylesheet shows them in windows in
/// which a chart is as wide.
pub(super) const WIDTHS: [(f64, &str); 3] = [(NARROW, ""), (380.0, "some"), (560.0, "more")];
/// The room beside the plot: on the right, and on the left by how long the labels of the lines are, as the stylesheet says.
const RIGHT: f64 = 20.0;
const LEFTS: [(usize, f64); 5] = [(3, 40.0), (6, 66.0), (9, 92.0), (12, 120.0), (usize::MAX, 154.0)];

/// For what a drawing is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::render) enum Medium {
    /// A part of a page.
    Page,
    /// A part of a page that has one size in every column.
    Small,
    /// A file of its own.
    File,
}

/// The room on the left of the plot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Left(usize);

impl Left {
    /// For labels of at most so many characters.
    pub(super) fn of(longest: usize) -> Self {
        Self(LEFTS.iter().position(|(characters, _)| longest <= *characters).unwrap_or(LEFTS.len() - 1))
    }

    /// Its class in the stylesheet.
    pub(super) fn class(self) -> String {
        format!("left-{}", self.0)
    }

    pub(super) fn width(self) -> f64 {
        LEFTS[self.0].1
    }

    /// The place of a share of the plot, in a drawing of some width.
    pub(super) fn x(self, share: f64, width: f64) -> f64 {
        self.width() + share * (width - self.width() - RIGHT)
    }
}

/// The width of what is stretched over the plot of a page; its strokes stay as they are.
const STRETCHED: f64 = 999.0;

/// Rows of places that lines join, with their class.
pub(super) type Lines = (&'static str, Vec<Vec<(f64, f64)>>);

/// Writes shapes.
pub(super) struct Pen {
    pub(super) medium: Medium,
    pub(super) left: Left,
    pub(super) svg: Html,
}

impl Pen {
    pub(super) fn new(medium: Medium, left: Left) -> Self {
        Self { medium, left, svg: Html::default() }
    }

    /// A share of the plot as an attribute; `0.5` is `50%` of a page.
    pub(super) fn x(&self, share: f64) -> String {
        match self.medium {
            Medium::Page => short(share * 100.0) + "%",
            Medium::Small => format!("{:.0}", share * NARROW),
            Medium::File => short(self.left.x(share, WIDTH)),
        }
    }

    /// A distance from the left edge of the drawing.
    pub(super) fn edge(&self, x: f64) -> f64 {
        match self.medium {
            Medium::Page => x - self.left.width(),
            Medium::Small | Medium::File => x,
        }
    }

    /// A part of the plot's width.
    pub(super) fn width(&self, share: f64) -> String {
        match self.medium {
            Medium::Page => short(share * 100.0) + "%",
            Medium::Small => short(share * NARROW),
            Medium::File => short(share * (WIDTH - self.left.width() - RIGHT)),
        }
    }

    /// Lines over the plot, as paths with their class; each is a row of places.
    pub(super) fn lines(&mut self, paths: &[Lines]) {
        if self.medium == Medium::Page {
            let _ = write!(
                self.svg.0,
                "<svg class=\"plot\" viewBox=\"0 0 {STRETCHED} {HEIGHT}\" preserveAspectRatio=\"none\" height=\"{HEIGHT}\">"
            );
        }
        for (class, rows) in paths.iter().filter(|(_, rows)| !rows.is_empty()) {
            let _ = write!(self.svg.0, "<path class=\"{class}\" d=\"");
            if self.medium == Medium::Small {
                self.svg.0.push_str(&small(rows));
            } else {
                rows.iter().for_each(|row| self.row(row));
            }
            self.svg.0.push('"');
            if self.medium == Medium::Page {
                self.svg.0.push_str(" vector-effect=\"non-scaling-stroke\"");
            }
            self.svg.0.push_str("/>");
        }
        if self.medium == Medium::Page {
            self.svg.0.push_str("</svg>");
        }
    }

    /// A row of places as a part of a path.
    fn row(&mut self, row: &[(f64, f64)]) {
        let mut last = None;
        for (share, y) in row {
            let x = match self.medium {
                Medium::Page => format!("{:.0}", share * STRETCHED),
                Medium::Small | Medium::File => self.x(*share),
            };
            let y = short(*y);
            let _ = match &last {
                None => write!(self.svg.0, "M{x} {y}"),
                Some((_, before)) if *before == y => write!(self.svg.0, "H{x}"),
                Some(_) => write!(self.svg.0, "L{x} {y}"),
            };
            last = Some((x, y));
        }
    }

    /// What `write` adds, with a class in common; nothing without anything.
    pub(super) fn group(&mut self, class: &str, write: impl FnOnce(&mut Self)) {
        self.group_with(class, "", write);
    }

    /// Numbers beside marks: on a page, what the stylesheet draws around the letters lies below them.
    pub(super) fn numbers(&mut self, class: &str, write: impl FnOnce(&mut Self)) {
        let order = if self.medium == Medium::Page { " paint-order=\"stroke\"" } else { "" };
        self.group_with(class, order, write);
    }

    fn group_with(&mut self, class: &str, attributes: &str, write: impl FnOnce(&mut Self)) {
        let start = self.svg.0.len();
        let _ = write!(self.svg.0, "<g class=\"{class}\"{attributes}>");
        let inside = self.svg.0.len();
        write(self);
        if self.svg.0.len() == inside {
            self.svg.0.truncate(start);
        } else {
            self.svg.0.push_str("</g>");
        }
    }

    /// A shape around a place, which is its origin.
    pub(super) fn at(&mut self, (share, y): (f64, f64), shape: &str) {
        let (x, y) = (self.x(share), short(y));
        let _ = match self.medium {
            Medium::Page => write!(self.svg.0, "<svg x=\"{x}\" y=\"{y}\">{shape}</svg>"),
            Medium::Small | Medium::File => write!(self.svg.0, "<g transform=\"translate({x} {y})\">{shape}</g>"),
        };
    }

    /// A label with its middle beside a place; one of a class only where the drawing is wide.
    pub(super) fn label(&mut self, class: &str, (share, y): (f64, f64), aside: f64, text: &str) {
        let (x, y, aside) = (self.x(share), short(y), short(aside));
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let transform = if aside == "0" { String::new() } else { format!(" transform=\"translate({aside})\"") };
        let _ = write!(self.svg.0, "<text{class} x=\"{x}\" y=\"{y}\"{transform}>{text}</text>");
    }

    /// The labels of horizontal lines, on the left of the plot.
    pub(super) fn values(&mut self, lines: impl Iterator<Item = (f64, String)>) {
        let x = short(self.edge(self.left.width() - 5.0));
        self.group("unit", |pen| {
            lines.for_each(|(y, label)| {
                let _ = write!(pen.svg.0, "<text x=\"{x}\" y=\"{}\">{label}</text>", short(y + 4.5));
            });
        });
    }
}

/// The path of rows in a drawing that has one size: whole pixels, each place by its distance from the one before, which is
/// the shortest.
fn small(rows: &[Vec<(f64, f64)>]) -> String {
    let (mut path, mut pen) = (String::new(), (0, 0));
    for row in rows {
        let mut is_line = false;
        for (at, (share, y)) in row.iter().enumerate() {
            let to = ((share * NARROW).round() as i64, y.round() as i64);
            let (x, y) = (to.0 - pen.0, to.1 - pen.1);
            let between = if y < 0 { "" } else { " " };
            let _ = match (at, y) {
                (0, _) => write!(path, "{}{x}{between}{y}", if path.is_empty() { 'M' } else { 'm' }),
                (_, 0) => write!(path, "h{x}"),
                (_, _) if is_line && x < 0 => write!(path, "{x}{between}{y}"),
                (_, _) => write!(path, "{}{x}{between}{y}", if is_line { ' ' } else { 'l' }),
            };
            is_line = at > 0 && y != 0;
            pen = to;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_share_of_a_page_and_a_distance_of_a_file() {
        let x = |medium, share| Pen::new(medium, Left::of(3)).x(share);
        assert_eq!([x(Medium::Page, 0.25), x(Medium::Page, 1.0)], ["25%", "100%"]);
        assert_eq!([x(Medium::File, 0.0), x(Medium::File, 1.0)], ["40", "300"]);
    }

    #[test]
    fn a_small_path_goes_from_place_to_place() {
        let place = |x: f64, y| (x / NARROW, y);
        let line =
            vec![place(22.0, 37.4), place(68.0, 26.8), place(112.0, 40.0), place(158.0, 40.0), place(100.0, 2.0)];
        let dots = vec![vec![place(9.0, 5.0); 2], vec![place(20.0, 2.0); 2], vec![place(4.0, 2.0); 2]];
        assert_eq!(small(&[line]), "M22 37l46-10 44 13h46l-58-38");
        assert_eq!(small(&dots), "M9 5h0m11-3h0m-16 0h0");
    }

    #[test]
    fn the_stylesheet_keeps_the_same_room() {
        let css = include_str!("../../../themes/default/css/components.css");
        for (n, (_, left)) in LEFTS.iter().enumerate() {
            let rule = format!(".chart.left-{n} {{ padding: 0 {RIGHT}px 0 {left}px; }}");
            assert!(css.contains(&rule), "{rule}");
        }
    }
}
