//! 系列: the values of one part of a record that share a name and a unit, as one picture shows them. Pages draw them, and
//! the open data of a picture has their rows.

use super::figure::unit_scale;
use super::{
    Chart, Figure, FigureKind, FiscalYear, GoalItem, Indicator, IndicatorRule, PlanSection, Record, RecordId, Site,
    YearOfValue, address,
};
use crate::digest::{digest, hex};

/// The part of a record whose values are read together.
#[derive(Debug, Clone, Copy)]
pub enum SeriesOf<'s> {
    /// The values of the record itself, of its years and of its 項目.
    Record,
    /// The values of an indicator, which have its name.
    Indicator(&'s Indicator),
    /// The values of a printed chart, by its position.
    Chart(usize, &'s Chart),
}

/// Values with a name, a unit and a kind of year in common.
#[derive(Debug, Clone)]
pub struct Series<'s> {
    /// The record that states them.
    pub record: RecordId,
    /// What the part is called within the record; it stays when others are added.
    part: String,
    /// The name; empty if none has one.
    pub name: &'s str,
    /// The unit; empty if there is none.
    pub unit: &'s str,
    /// The rule by which they are judged, if one is declared.
    pub rule: Option<IndicatorRule>,
    /// The values, each a number of a year, in the order of the form.
    pub figures: Vec<&'s Figure>,
}

impl<'s> Record<'s> {
    /// All series, in the order of its form.
    pub fn series(self) -> Vec<Series<'s>> {
        let charts: &[Chart] = match self {
            Self::Section(section) => section.charts.as_deref().unwrap_or_default(),
            Self::Plan(_) | Self::Program(_) | Self::Item(_) | Self::Sheet(_) | Self::Goal(_) => &[],
        };
        let parts = charts.iter().enumerate().map(|(place, chart)| SeriesOf::Chart(place, chart));
        let parts = parts.chain(self.indicators().iter().map(SeriesOf::Indicator)).chain([SeriesOf::Record]);
        parts.flat_map(|part| self.series_of(part)).collect()
    }

    /// The series of a part.
    pub fn series_of(self, part: SeriesOf<'s>) -> Vec<Series<'s>> {
        let of = |part: String, name: &'s str, figures: Vec<&'s Figure>| gathered(self.id(), part, name, figures);
        match part {
            SeriesOf::Record => of(String::new(), "", self.own_figures()),
            SeriesOf::Indicator(indicator) => {
                let mut all = of(indicator.anchor(), &indicator.name.value, indicator.distinct().collect());
                all.iter_mut().for_each(|series| series.rule = Some(indicator.rule.value));
                all
            }
            SeriesOf::Chart(place, chart) => {
                of(self.chart_name(place, chart), "", chart.data.iter().flatten().collect())
            }
        }
    }

    fn own_figures(self) -> Vec<&'s Figure> {
        let of_years = || self.years().iter().flat_map(|year| &year.figures);
        match self {
            Self::Item(item) => item.figures.iter().chain(of_years()).collect(),
            Self::Section(_) => of_years().collect(),
            Self::Goal(goal) => goal.known_items().iter().flat_map(|item: &GoalItem| &item.figures).collect(),
            Self::Plan(_) | Self::Program(_) | Self::Sheet(_) => Vec::new(),
        }
    }

    fn chart_name(self, place: usize, chart: &Chart) -> String {
        if let Self::Section(section) = self { section.chart_name(place, chart) } else { String::new() }
    }
}

impl PlanSection {
    /// The title of a chart; of those with one title, the later ones are counted.
    fn chart_name(&self, place: usize, chart: &Chart) -> String {
        let before = self.charts.iter().flatten().take(place);
        let same = before.filter(|other| other.title.value == chart.title.value).count();
        format!("{}~{same}", chart.title)
    }

    /// A chart on the page of the section. It is made of the title, so that it stays when others are added.
    pub fn chart_anchor(&self, place: usize, chart: &Chart) -> String {
        format!("zu-{}", hex(&digest(self.chart_name(place, chart))[..4]))
    }
}

/// Divides the values of a part by name, unit and kind of year; those without a name have that of the part.
fn gathered<'s>(record: RecordId, part: String, own: &'s str, figures: Vec<&'s Figure>) -> Vec<Series<'s>> {
    let mut all: Vec<Series<'s>> = Vec::new();
    for figure in figures {
        let (Some(_), Some(year)) = (&figure.value, figure.year()) else { continue };
        let name = figure.name.as_ref().map_or(own, |name| &name.value);
        let unit = figure.unit.as_ref().map_or("", |unit| &unit.value);
        let is_of = |series: &&mut Series<'_>| {
            series.name == name && series.unit == unit && series.years().iter().all(|other| other.is_like(year))
        };
        match all.iter_mut().find(is_of) {
            Some(series) => series.figures.push(figure),
            None => {
                let part = part.clone();
                all.push(Series { part, ..Series::new(record.clone(), name, unit, vec![figure]) });
            }
        }
    }
    all.iter_mut().for_each(|series| series.rule = agreed(&series.figures));
    all
}

/// The rule that all targets declare.
fn agreed(figures: &[&Figure]) -> Option<IndicatorRule> {
    let mut rules = figures.iter().filter(|figure| figure.kind == FigureKind::Target).map(|target| target.rule());
    let first = rules.next()?;
    first.filter(|_| rules.all(|other| other == first))
}

impl<'s> Series<'s> {
    /// Values of the record itself, without a rule.
    pub fn new(record: RecordId, name: &'s str, unit: &'s str, figures: Vec<&'s Figure>) -> Self {
        Self { record, part: String::new(), name, unit, rule: None, figures }
    }

    /// What tells it from all others of the site. It is made of the record, the part, the name and the unit, so that it stays
    /// when others are added before it.
    pub fn id(&self) -> String {
        let is_fiscal = self.years().iter().all(|year| matches!(year, YearOfValue::Fiscal(_)));
        let of_year = if is_fiscal { "" } else { "calendar" };
        let key = [&self.record.0, &self.part, self.name, self.unit, of_year].join("\n");
        hex(&digest(key)[..4])
    }

    /// The years, oldest first, each once.
    pub fn years(&self) -> Vec<YearOfValue> {
        let mut years: Vec<_> = self.figures.iter().filter_map(|figure| figure.year()).collect();
        years.sort();
        years.dedup();
        years
    }

    /// The values of a kind.
    pub fn of(&self, kind: FigureKind) -> impl Iterator<Item = &Figure> {
        self.figures.iter().copied().filter(move |figure| figure.kind == kind)
    }

    /// Whether a chart over time tells something: there are at least three years, and more than where it began, stands and
    /// shall end.
    pub fn is_over_time(&self) -> bool {
        self.years().len() > 2 && FigureKind::ALL.iter().any(|(kind, ..)| self.of(*kind).nth(1).is_some())
    }

    /// Whether it is a rate or an index, of which zero may be far away; counts and amounts begin at zero.
    pub fn is_rate(&self) -> bool {
        let is_part = ["%", "％", "‰", "ポイント"].iter().any(|sign| self.unit.ends_with(sign));
        is_part || self.unit.contains(['/', '／']) || self.figures.iter().all(|figure| figure.dimensionless)
    }

    /// Whether its unit stands for one, not for 千 or 億.
    pub fn has_plain_unit(&self) -> bool {
        unit_scale(self.unit).1 == self.unit
    }

    /// The path of its files, without their ending.
    pub fn path(&self) -> String {
        address::chart_file(&self.record, &self.id())
    }
}

impl Site {
    /// Charts of more than this number have no files of their own: they would be three times as many, and most of what a
    /// city has to upload.
    const TAKEN: usize = 300;

    /// Whether charts can be taken along as files.
    pub fn has_chart_files(&self) -> bool {
        let charts = |record: Record<'_>| {
            let over_time = record.series().iter().filter(|series| series.is_over_time()).count();
            over_time + usize::from(years_of_costs(record).len() > 2)
        };
        *self.chart_files.get_or_init(|| {
            let mut all = 0;
            self.records().all(|record| {
                all += charts(record);
                all <= Self::TAKEN
            })
        })
    }
}

/// The fiscal years of which the costs of a record have a total; over three of them a chart is worth taking along.
pub fn years_of_costs(record: Record<'_>) -> Vec<FiscalYear> {
    let told = record.costs().filter(|(_, cost)| cost.total.is_some());
    let mut years: Vec<_> = told.map(|(year, _)| year).collect();
    years.sort();
    years.dedup();
    years
}
