//! The chart of 事業費: a bar for the total of each year and stage, from zero on. The stages differ in their pattern as well
//! as in colour and place; the amounts are in the table next to it.

use std::fmt::Write;

use super::numbers::DIGIT;
use super::{BOTTOM, ChartView, Drawing, HEIGHT, WIDTH, anchor, ticks};
use crate::model::{
    Cost, CostStage, FiscalYear, MoneyUnit, Number, Record, Yen,
    address::{self, COSTS_CHART},
    years_of_costs,
};
use crate::render::here::Here;
use crate::render::html::Html;

/// The height of a line of the legend, how many stages it has, and how far apart they begin.
const LINE: f64 = 20.0;
const IN_LINE: usize = 3;
const APART: f64 = 78.0;
/// The greatest width of a bar.
const BAR: f64 = 22.0;

/// The total of a year at a stage.
pub(in crate::render) struct Bar {
    pub(in crate::render) year: FiscalYear,
    pub(in crate::render) stage: CostStage,
    pub(in crate::render) total: Yen,
}

/// The picture of the totals of a record, if they are of at least two years.
pub(in crate::render) fn chart(
    here: &Here<'_, '_>,
    record: Record<'_>,
    costs: &[(FiscalYear, &Cost)],
) -> Option<ChartView> {
    let word = &here.words.costs;
    let anchor = anchor(COSTS_CHART);
    let drawing = drawing(&anchor, word, costs)?;
    let has_file = here.site.has_chart_files() && years_of_costs(record).len() > 2;
    let file = has_file.then(|| address::chart_file(&record.id(), COSTS_CHART));
    Some(ChartView { file, ..view(anchor, format!("{word}の総額"), &drawing) })
}

/// A chart of totals; there is at least one.
pub(in crate::render) fn of(id: &str, name: String, bars: Vec<Bar>, unit: MoneyUnit) -> ChartView {
    let drawing = Bars::of(bars, unit).draw(id, &name);
    view(id.to_owned(), name, &drawing)
}

fn view(anchor: String, name: String, drawing: &Drawing) -> ChartView {
    ChartView {
        svg: Some(drawing.within(&anchor)),
        anchor,
        name,
        is_of_form: true,
        unit: drawing.unit.clone(),
        notes: Vec::new(),
        bullets: Vec::new(),
        steps: Vec::new(),
        file: None,
    }
}

/// The drawing of the totals; `id` begins the ids of its patterns.
pub(super) fn drawing(id: &str, word: &str, costs: &[(FiscalYear, &Cost)]) -> Option<Drawing> {
    let totals = costs.iter().filter_map(|(year, cost)| Some((*year, cost.stage.value, &cost.total.as_ref()?.value)));
    let totals: Vec<_> = totals.collect();
    let (first, _, amount) = totals.first()?;
    if totals.iter().all(|(year, ..)| year == first) {
        return None;
    }
    let is_one = totals.iter().all(|(.., other)| other.unit() == amount.unit());
    let unit = if is_one { amount.unit() } else { MoneyUnit::Yen };
    let bars = totals.iter().map(|(year, stage, total)| Bar { year: *year, stage: *stage, total: total.yen() });
    Some(Bars::of(bars.collect(), unit).draw(id, &format!("{word}の総額")))
}

struct Bars {
    bars: Vec<Bar>,
    unit: MoneyUnit,
    stages: Vec<CostStage>,
    first: FiscalYear,
    years: usize,
    /// Values of the horizontal lines, in the unit, the lowest first; the labels beside them.
    lines: Vec<(f64, String)>,
    left: f64,
    top: f64,
}

impl Bars {
    fn of(bars: Vec<Bar>, unit: MoneyUnit) -> Self {
        let of_stage = |stage: &CostStage| bars.iter().any(|bar| bar.stage == *stage);
        let stages: Vec<_> = CostStage::ALL.iter().map(|(stage, ..)| *stage).filter(of_stage).collect();
        let years = || bars.iter().map(|bar| bar.year.western());
        let (first, last) = (years().min().unwrap_or_default(), years().max().unwrap_or_default());
        let values = bars.iter().map(|bar| value(bar.total, unit));
        let (low, high) = values.fold((0.0, 0.0), |(low, high): (f64, f64), one| (low.min(one), high.max(one)));
        let lines = lines(low, high);
        let longest = lines.iter().map(|(_, label)| label.chars().count()).max().unwrap_or(0);
        Self {
            first: bars.iter().map(|bar| bar.year).min().expect("a chart has bars"),
            years: usize::try_from(last - first + 1).expect("the last year is not before the first"),
            left: 12.0 + DIGIT * longest as f64,
            top: 8.0 + LINE * stages.len().div_ceil(IN_LINE) as f64 + 8.0,
            bars,
            unit,
            stages,
            lines,
        }
    }

    fn draw(&self, id: &str, name: &str) -> Drawing {
        let mut body = Html(patterns(id));
        self.legend(&mut body, id);
        self.scale(&mut body);
        self.bars.iter().for_each(|bar| self.bar(&mut body, id, bar));
        Drawing {
            title: format!("{name}の推移"),
            about: self.description(),
            unit: self.unit.word().to_owned(),
            notes: Vec::new(),
            body,
        }
    }

    fn description(&self) -> String {
        let bar = |bar: &Bar| format!("{} {} {}", bar.year, bar.stage.word(), bar.total.told_in(self.unit));
        self.bars.iter().map(bar).collect::<Vec<_>>().join("、")
    }

    fn legend(&self, svg: &mut Html, id: &str) {
        for (n, stage) in self.stages.iter().enumerate() {
            let (x, y) = (8.0 + APART * (n % IN_LINE) as f64, 8.0 + LINE * (n / IN_LINE) as f64);
            rectangle(svg, id, *stage, (x, y), (12.0, 12.0));
            let _ = write!(svg.0, "<text x=\"{:.1}\" y=\"{:.1}\">{}</text>", x + 17.0, y + 10.5, stage.word());
        }
    }

    fn y(&self, value: f64) -> f64 {
        let (low, high) = (self.lines[0].0, self.lines[self.lines.len() - 1].0);
        HEIGHT - BOTTOM - (HEIGHT - self.top - BOTTOM) * (value - low) / (high - low)
    }

    /// The left edge of a year's room, and its width.
    fn room(&self, year: FiscalYear) -> (f64, f64) {
        let width = (WIDTH - self.left - 10.0) / self.years as f64;
        (self.left + width * f64::from(year.western() - self.first.western()), width)
    }

    fn scale(&self, svg: &mut Html) {
        let (from, to) = (self.left, WIDTH - 10.0);
        for (value, label) in &self.lines {
            let (y, class) = (self.y(*value), if *value == 0.0 { "axis" } else { "grid" });
            let _ = write!(svg.0, "<path class=\"{class}\" d=\"M{from:.1} {y:.1}H{to:.1}\"/>");
            let (x, y) = (from - 5.0, y + 4.5);
            let _ = write!(svg.0, "<text class=\"unit\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"end\">{label}</text>");
        }
        let years = std::iter::successors(Some(self.first), |year| Some(year.next())).take(self.years);
        let told = years.map(|year| {
            let (x, width) = self.room(year);
            (year.short(), year.western(), x + width / 2.0)
        });
        ticks(svg, &told.collect::<Vec<_>>());
    }

    fn bar(&self, svg: &mut Html, id: &str, bar: &Bar) {
        let (x, room) = self.room(bar.year);
        let width = (room * 0.8 / self.stages.len() as f64).min(BAR);
        let place = self.stages.iter().position(|stage| *stage == bar.stage).unwrap_or_default();
        let x = x + (room - width * self.stages.len() as f64) / 2.0 + width * place as f64;
        let (end, zero) = (self.y(value(bar.total, self.unit)), self.y(0.0));
        rectangle(svg, id, bar.stage, (x + 0.5, end.min(zero)), (width - 1.0, (end - zero).abs()));
    }
}

/// An amount in a unit, near enough for a picture.
fn value(amount: Yen, unit: MoneyUnit) -> f64 {
    amount.digits_in(unit).parse().unwrap_or_default()
}

/// The values of three to six lines from the lowest to the highest value and zero, each with its label.
fn lines(low: f64, high: f64) -> Vec<(f64, String)> {
    let span = if high > low { high - low } else { 1.0 };
    let power = 10f64.powf((span / 4.0).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|one| one * power).into_iter().find(|step| span / step <= 4.0);
    let step = step.unwrap_or(span);
    let decimals = usize::try_from(-(step.log10().floor() as i64)).unwrap_or(0);
    let (first, last) = ((low / step).floor() as i64, (high / step).ceil().max(1.0) as i64);
    let label = |digits: String| digits.parse::<Number>().map_or(digits, |number| number.grouped());
    let line = |n: i64| (n as f64 * step, label(format!("{:.decimals$}", n as f64 * step)));
    (first..=last).map(line).collect()
}

/// The patterns of the stages that are neither full nor empty.
fn patterns(id: &str) -> String {
    let hatch = "<path class=\"hatch\" d=\"M-1 7L7 -1M2 10L10 2\"/>";
    let dots = "<circle class=\"dot\" cx=\"2\" cy=\"2\" r=\"1.2\"/>";
    format!(
        "<defs><pattern id=\"{id}-final\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">{hatch}</pattern><pattern id=\"{id}-estimate\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\">{dots}</pattern></defs>"
    )
}

fn rectangle(svg: &mut Html, id: &str, stage: CostStage, (x, y): (f64, f64), (width, height): (f64, f64)) {
    let code = stage.code();
    let fill = match stage {
        CostStage::Planned | CostStage::Initial | CostStage::Settled => String::new(),
        CostStage::Final | CostStage::Estimate => format!(" fill=\"url(#{id}-{code})\""),
    };
    let _ = write!(
        svg.0,
        "<rect class=\"bar {code}\"{fill} x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(low: f64, high: f64, labels: &[&str]) {
        let found = lines(low, high);
        assert_eq!(found.iter().map(|(_, label)| label.as_str()).collect::<Vec<_>>(), labels);
        assert!(found[0].0 <= low && found[found.len() - 1].0 >= high);
    }

    #[test]
    fn lines_stand_at_round_values() {
        check(0.0, 98765.0, &["0", "50,000", "100,000"]);
        check(0.0, 3.2, &["0", "1", "2", "3", "4"]);
        check(0.0, 0.32, &["0.0", "0.1", "0.2", "0.3", "0.4"]);
        check(-30.0, 100.0, &["-50", "0", "50", "100"]);
        check(0.0, 0.0, &["0.0", "0.5"]);
        check(0.0, 100.0, &["0", "50", "100"]);
    }
}
