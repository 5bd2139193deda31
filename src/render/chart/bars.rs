//! The chart of 事業費: a bar for the total of each year and stage, from zero on. The stages differ in their pattern as well
//! as in colour and place; the amounts are in the table next to it.

use std::fmt::Write;

use super::pen::{Left, Medium, Pen};
use super::{BOTTOM, ChartView, Drawing, HEIGHT, anchor, scale, ticks};
use crate::model::{
    Cost, CostStage, FiscalYear, MoneyUnit, Record, Yen,
    address::{self, COSTS_CHART},
    years_of_costs,
};
use crate::render::here::Here;
use crate::render::html::short;

/// The height of a line of the legend, how many stages it has, and how far apart they begin.
const LINE: f64 = 20.0;
const IN_LINE: usize = 3;
const APART: f64 = 78.0;
/// The greatest width of a bar, as a share of the plot.
const BAR: f64 = 0.08;

/// What is said beside the name of a chart with bars of some records only.
const PARTIAL: &str =
    "薄い棒は、額の分かる記録だけの合計です。件数は表にあります。件数の違う棒の長さは、そのままでは比べられません。";

/// The total of a year at a stage.
pub(in crate::render) struct Bar {
    pub(in crate::render) year: FiscalYear,
    pub(in crate::render) stage: CostStage,
    pub(in crate::render) total: Yen,
    /// Whether it is the sum of some records only: others tell no amount.
    pub(in crate::render) is_partial: bool,
}

/// The picture of the totals of a record, if they are of at least two years.
pub(in crate::render) fn chart(
    here: &Here<'_, '_>,
    record: Record<'_>,
    costs: &[(FiscalYear, &Cost)],
) -> Option<ChartView> {
    let word = &here.words.costs;
    let anchor = anchor(COSTS_CHART);
    let drawing = drawing(&anchor, word, costs, Medium::Page)?;
    let has_file = here.site.has_chart_files() && years_of_costs(record).len() > 2;
    let file = has_file.then(|| address::chart_file_beside(COSTS_CHART));
    Some(ChartView { file, ..view(anchor, format!("{word}の総額"), &drawing) })
}

/// A chart of totals; there is at least one.
pub(in crate::render) fn of(id: &str, name: String, bars: Vec<Bar>, unit: MoneyUnit) -> ChartView {
    let notes = if bars.iter().any(|bar| bar.is_partial) { vec![PARTIAL] } else { Vec::new() };
    let drawing = Bars::of(bars, unit).draw(id, &name, Medium::Page);
    ChartView { notes, ..view(id.to_owned(), name, &drawing) }
}

fn view(anchor: String, name: String, drawing: &Drawing) -> ChartView {
    ChartView {
        svg: Some(drawing.within()),
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

/// The drawing of the totals, if they are of several years and not all nothing; `id` begins the ids of its patterns.
pub(super) fn drawing(id: &str, word: &str, costs: &[(FiscalYear, &Cost)], medium: Medium) -> Option<Drawing> {
    let totals = costs.iter().filter_map(|(year, cost)| Some((*year, cost.stage.value, &cost.total.as_ref()?.value)));
    let totals: Vec<_> = totals.collect();
    let (first, _, amount) = totals.first()?;
    let is_nothing = totals.iter().all(|(.., total)| total.yen().value() == 0.0);
    if is_nothing || totals.iter().all(|(year, ..)| year == first) {
        return None;
    }
    let is_one = totals.iter().all(|(.., other)| other.unit() == amount.unit());
    let unit = if is_one { amount.unit() } else { MoneyUnit::Yen };
    let bars = totals.iter().map(|(year, stage, total)| Bar {
        year: *year,
        stage: *stage,
        total: total.yen(),
        is_partial: false,
    });
    Some(Bars::of(bars.collect(), unit).draw(id, &format!("{word}の総額"), medium))
}

struct Bars {
    bars: Vec<Bar>,
    unit: MoneyUnit,
    stages: Vec<CostStage>,
    /// How many bars stand side by side: one for each stage, but one for all where no year has two.
    lanes: usize,
    first: FiscalYear,
    years: usize,
    /// Values of the horizontal lines, in the unit, the lowest first; the labels beside them.
    lines: Vec<(f64, String)>,
    left: Left,
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
        let lines = scale::lines(low, high, unit == MoneyUnit::Yen);
        let is_alone = |bar: &Bar| bars.iter().filter(|other| other.year == bar.year).count() == 1;
        Self {
            lanes: if bars.iter().all(is_alone) { 1 } else { stages.len() },
            first: bars.iter().map(|bar| bar.year).min().expect("a chart has bars"),
            years: usize::try_from(last - first + 1).expect("the last year is not before the first"),
            left: Left::of(scale::longest(&lines)),
            top: 8.0 + LINE * stages.len().div_ceil(IN_LINE) as f64 + 8.0,
            bars,
            unit,
            stages,
            lines,
        }
    }

    fn draw(&self, id: &str, name: &str, medium: Medium) -> Drawing {
        let mut pen = Pen::new(medium, self.left);
        if self.stages.iter().any(|stage| fill(id, *stage).is_some()) {
            pen.svg.0.push_str(&patterns(id));
        }
        self.legend(&mut pen, id);
        self.scale(&mut pen);
        for stage in &self.stages {
            of_stage(&mut pen, id, *stage, |pen| {
                self.bars.iter().filter(|bar| bar.stage == *stage).for_each(|bar| self.bar(pen, bar));
            });
        }
        Drawing {
            title: format!("{name}の推移"),
            about: self.description(),
            unit: self.unit.word().to_owned(),
            notes: Vec::new(),
            left: self.left,
            body: pen.svg,
        }
    }

    fn description(&self) -> String {
        let bar = |bar: &Bar| format!("{} {} {}", bar.year, bar.stage.word(), bar.total.told_in(self.unit));
        self.bars.iter().map(bar).collect::<Vec<_>>().join("、")
    }

    fn legend(&self, pen: &mut Pen, id: &str) {
        for (n, stage) in self.stages.iter().enumerate() {
            let (x, y) = (8.0 + APART * (n % IN_LINE) as f64, 8.0 + LINE * (n / IN_LINE) as f64);
            let [left, text] = [x, x + 17.0].map(|x| short(pen.edge(x)));
            of_stage(pen, id, *stage, |pen| rectangle(pen, (left, y), ("12".to_owned(), 12.0)));
            let _ = write!(pen.svg.0, "<text x=\"{text}\" y=\"{}\">{}</text>", short(y + 10.5), stage.word());
        }
    }

    fn y(&self, value: f64) -> f64 {
        let (low, high) = (self.lines[0].0, self.lines[self.lines.len() - 1].0);
        HEIGHT - BOTTOM - (HEIGHT - self.top - BOTTOM) * (value - low) / (high - low)
    }

    /// Where the room of a year begins, and how wide it is, as shares of the plot.
    fn room(&self, year: FiscalYear) -> (f64, f64) {
        let width = 1.0 / self.years as f64;
        (width * f64::from(year.western() - self.first.western()), width)
    }

    fn scale(&self, pen: &mut Pen) {
        let across = |is_axis: bool| {
            let all = self.lines.iter().filter(|(value, _)| (*value == 0.0) == is_axis);
            all.map(|(value, _)| [0.0, 1.0].map(|x| (x, self.y(*value))).to_vec()).collect()
        };
        pen.lines(&[("grid", across(false)), ("axis", across(true))]);
        pen.values(self.lines.iter().map(|(value, label)| (self.y(*value), label.clone())));
        let years = std::iter::successors(Some(self.first), |year| Some(year.next())).take(self.years);
        let told = years.map(|year| {
            let (x, width) = self.room(year);
            (year.short(), year.western(), x + width / 2.0)
        });
        ticks(pen, &told.collect::<Vec<_>>());
    }

    fn bar(&self, pen: &mut Pen, bar: &Bar) {
        let (x, room) = self.room(bar.year);
        let width = (room * 0.8 / self.lanes as f64).min(BAR);
        let place = self.stages.iter().position(|stage| *stage == bar.stage).unwrap_or_default() % self.lanes;
        let x = x + (room - width * self.lanes as f64) / 2.0 + width * place as f64;
        let (end, zero) = (self.y(value(bar.total, self.unit)), self.y(0.0));
        let (left, wide) = (pen.x(x + width * 0.05), pen.width(width * 0.9));
        if bar.is_partial {
            pen.svg.0.push_str("<g class=\"partial\">");
        }
        rectangle(pen, (left, end.min(zero)), (wide, (end - zero).abs()));
        if bar.is_partial {
            pen.svg.0.push_str("</g>");
        }
    }
}

/// An amount in a unit, near enough for a picture.
fn value(amount: Yen, unit: MoneyUnit) -> f64 {
    amount.digits_in(unit).parse().unwrap_or_default()
}

/// The patterns of the stages that are neither full nor empty.
fn patterns(id: &str) -> String {
    let hatch = "<path class=\"hatch\" d=\"M-1 7L7 -1M2 10L10 2\"/>";
    let dots = "<circle class=\"dot\" cx=\"2\" cy=\"2\" r=\"1.2\"/>";
    format!(
        "<defs><pattern id=\"{id}-final\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">{hatch}</pattern><pattern id=\"{id}-estimate\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\">{dots}</pattern></defs>"
    )
}

/// The pattern with which a stage is filled; others are full or empty.
fn fill(id: &str, stage: CostStage) -> Option<String> {
    match stage {
        CostStage::Planned | CostStage::Initial | CostStage::Settled => None,
        CostStage::Final | CostStage::Estimate => Some(format!("url(#{id}-{})", stage.code())),
    }
}

/// What `write` adds, with the look of a stage.
fn of_stage(pen: &mut Pen, id: &str, stage: CostStage, write: impl FnOnce(&mut Pen)) {
    let fill = fill(id, stage).map(|fill| format!(" fill=\"{fill}\"")).unwrap_or_default();
    let _ = write!(pen.svg.0, "<g class=\"bar {}\"{fill}>", stage.code());
    write(pen);
    pen.svg.0.push_str("</g>");
}

fn rectangle(pen: &mut Pen, (x, y): (String, f64), (width, height): (String, f64)) {
    let (y, height) = (short(y), short(height));
    let _ = write!(pen.svg.0, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>");
}
