//! Places the number of a point next to it. Numbers never meet one another, a mark or the edge, and keep away from lines
//! where they can: one without room is left out, because the table beside the chart has it.

use super::{BOTTOM, HEIGHT};

/// The width of a digit in print, which is larger than on the screen.
pub(super) const DIGIT: f64 = 8.8;
pub(super) const LINE: f64 = 14.0;
/// How far the baseline of a line is below its middle.
const BASELINE: f64 = 4.6;
/// Half of a mark, with a margin.
const MARK: f64 = 6.0;
/// The lower edge of the legend.
const UPPER: f64 = 24.0;

/// A rectangle, by its centre.
#[derive(Clone, Copy)]
struct Area {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Area {
    fn overlap(&self, other: &Self) -> f64 {
        let along = |a: f64, la: f64, b: f64, lb: f64| ((la + lb) / 2.0 - (a - b).abs()).min(la).min(lb).max(0.0);
        along(self.x, self.width, other.x, other.width) * along(self.y, self.height, other.y, other.height)
    }

    /// Whether it is between the legend and the axis of a drawing of some width.
    fn is_inside(&self, width: f64) -> bool {
        let tall = self.height / 2.0;
        self.width < width && self.y - tall >= UPPER && self.y + tall <= HEIGHT - BOTTOM + 1.0
    }
}

/// The occupied areas of a drawing.
pub(super) struct Taken {
    width: f64,
    lines: Vec<Area>,
    marks: Vec<Area>,
    numbers: Vec<Area>,
}

impl Taken {
    /// Nothing is occupied of a drawing of some width.
    pub(super) fn new(width: f64) -> Self {
        Self { width, lines: Vec::new(), marks: Vec::new(), numbers: Vec::new() }
    }

    /// Keeps numbers away from one that has its place, with its middle and its baseline there.
    pub(super) fn number(&mut self, (x, y): (f64, f64), text: &str) {
        self.numbers.push(Area { x, y: y - BASELINE, width: width(text), height: LINE });
    }

    /// Keeps numbers away from a mark.
    pub(super) fn mark(&mut self, x: f64, y: f64) {
        self.marks.push(Area { x, y, width: 2.0 * MARK, height: 2.0 * MARK - 2.0 });
    }

    /// Keeps numbers away from a line.
    pub(super) fn line(&mut self, (ax, ay): (f64, f64), (bx, by): (f64, f64)) {
        let steps = ((bx - ax).hypot(by - ay) / 5.0).ceil().max(1.0);
        let on = |i: u32| f64::from(i) / steps;
        let dot = |at: f64| Area { x: ax + (bx - ax) * at, y: ay + (by - ay) * at, width: 4.0, height: 4.0 };
        self.lines.extend((0..=steps as u32).map(on).map(dot));
    }

    /// The middle of the number's baseline for a point, and marks its area as occupied; `None` if there is no room.
    pub(super) fn place(&mut self, (x, y): (f64, f64), text: &str) -> Option<(f64, f64)> {
        let width = width(text);
        let (near, beside) = (LINE / 2.0 + MARK, width / 2.0 + MARK + 3.0);
        let aside = [0.0, beside * 0.7, -beside * 0.7];
        let above = [-near, near, -near - LINE, near + LINE].into_iter().flat_map(|dy| aside.map(|dx| (dx, dy)));
        let places = [(0.0, -near), (0.0, near), (beside, 0.0), (-beside, 0.0)].into_iter().chain(above);
        let half = (width / 2.0 + 1.0).min(self.width / 2.0);
        let area = |(dx, dy): (f64, f64)| {
            let x = (x + dx).clamp(half, self.width - half);
            Area { x, y: y + dy, width, height: LINE }
        };
        let mut best: Option<(f64, Area)> = None;
        for (area, further) in places.map(area).zip(0..) {
            let least = 3.0 * f64::from(further);
            if best.is_some_and(|(cost, _)| cost <= least) {
                break;
            }
            let cost = least + if self.is_free(&area) { covered(&self.lines, &area) } else { continue };
            if best.is_none_or(|(known, _)| cost < known) {
                best = Some((cost, area));
            }
        }
        let (_, best) = best?;
        self.numbers.push(best);
        Some((best.x, best.y + BASELINE))
    }

    fn is_free(&self, area: &Area) -> bool {
        let apart = Area { width: area.width + 4.0, ..*area };
        let is_clear = |taken: &[Area], area: &Area| taken.iter().all(|taken| area.overlap(taken) == 0.0);
        area.is_inside(self.width) && is_clear(&self.numbers, &apart) && is_clear(&self.marks, area)
    }
}

fn width(text: &str) -> f64 {
    DIGIT * text.chars().count() as f64
}

fn covered(taken: &[Area], area: &Area) -> f64 {
    taken.iter().map(|taken| area.overlap(taken)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stands_above_its_point_where_there_is_room() {
        assert_eq!(Taken::new(320.0).place((160.0, 100.0), "12"), Some((160.0, 100.0 - 13.0 + 4.6)));
    }

    #[test]
    fn a_number_stays_within_the_drawing() {
        let place = Taken::new(320.0).place((10.0, 100.0), "1,234,567,890");
        assert!(place.is_some_and(|(x, _)| x - 13.0 * DIGIT / 2.0 >= 0.0), "{place:?}");
    }

    #[test]
    fn a_number_without_room_is_left_out() {
        let mut taken = Taken::new(320.0);
        assert_eq!(taken.place((160.0, 100.0), &"1".repeat(60)), None);
        (0..40).for_each(|_| taken.mark(160.0, 100.0));
        let found: Vec<_> = (0..40).filter_map(|_| taken.place((160.0, 100.0), "12")).collect();
        assert!(!found.is_empty() && found.len() < 40);
    }
}
