//! Places the number of a point next to it, without overlapping marks, lines and other numbers if there is space.

use super::{BOTTOM, HEIGHT, WIDTH};

/// The width of a digit in print, which is larger than on the screen.
const DIGIT: f64 = 8.4;
const LINE: f64 = 14.0;
/// Half of a mark, with a margin.
const MARK: f64 = 6.0;
/// The lower edge of the legend.
const UPPER: f64 = 26.0;

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

    fn outside(&self) -> f64 {
        let beyond = |low: f64, high: f64, from: f64, to: f64| (from - low).max(0.0) + (high - to).max(0.0);
        let (half, tall) = (self.width / 2.0, self.height / 2.0);
        beyond(self.x - half, self.x + half, 0.0, WIDTH)
            + beyond(self.y - tall, self.y + tall, UPPER, HEIGHT - BOTTOM - 1.0)
    }
}

/// The occupied areas of a drawing.
#[derive(Default)]
pub(super) struct Taken(Vec<Area>);

impl Taken {
    /// Keeps numbers away from a mark.
    pub(super) fn mark(&mut self, x: f64, y: f64) {
        self.0.push(Area { x, y, width: 2.0 * MARK, height: 2.0 * MARK });
    }

    /// Keeps numbers away from a line.
    pub(super) fn line(&mut self, (ax, ay): (f64, f64), (bx, by): (f64, f64)) {
        let steps = ((bx - ax).hypot(by - ay) / 5.0).ceil().max(1.0);
        let on = |i: u32| f64::from(i) / steps;
        let dot = |at: f64| Area { x: ax + (bx - ax) * at, y: ay + (by - ay) * at, width: 4.0, height: 4.0 };
        self.0.extend((0..=steps as u32).map(on).map(dot));
    }

    /// The middle of the number's baseline for the point at `x`, `y`; marks its area as occupied.
    pub(super) fn place(&mut self, x: f64, y: f64, text: &str) -> (f64, f64) {
        let width = DIGIT * text.chars().count() as f64;
        let (near, beside) = (LINE / 2.0 + MARK, width / 2.0 + MARK + 2.0);
        let places = [
            (0.0, -near),
            (0.0, near),
            (beside, 0.0),
            (-beside, 0.0),
            (beside * 0.7, -near),
            (-beside * 0.7, -near),
            (beside * 0.7, near),
            (-beside * 0.7, near),
            (0.0, -near - LINE),
            (0.0, near + LINE),
        ];
        let cost = |area: &Area| {
            let covered: f64 = self.0.iter().map(|taken| area.overlap(taken)).sum();
            covered + 60.0 * area.outside()
        };
        let areas = places.iter().enumerate().map(|(i, (dx, dy))| {
            let area = Area { x: x + dx, y: y + dy, width, height: LINE };
            (cost(&area) + 3.0 * i as f64, area)
        });
        let best =
            areas.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(Area { x, y, width, height: LINE }, |(_, area)| area);
        self.0.push(best);
        (best.x, best.y + 4.6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stands_above_its_point_where_there_is_room() {
        assert_eq!(Taken::default().place(180.0, 100.0, "12"), (180.0, 100.0 - 13.0 + 4.6));
    }

    #[test]
    fn the_numbers_of_two_close_points_do_not_meet() {
        let mut taken = Taken::default();
        taken.mark(180.0, 100.0);
        taken.mark(180.0, 104.0);
        let (ax, ay) = taken.place(180.0, 100.0, "21,668");
        let (bx, by) = taken.place(180.0, 104.0, "20,622");
        assert!((ay - by).abs() >= LINE || (ax - bx).abs() >= 6.0 * DIGIT, "({ax}, {ay}) and ({bx}, {by})");
    }

    #[test]
    fn a_number_stays_within_the_drawing() {
        let (x, _) = Taken::default().place(10.0, 100.0, "1,234,567,890");
        assert!(x - 13.0 * DIGIT / 2.0 >= 0.0, "{x}");
    }
}
