//! `figures`: every number of the content, with the record that states it.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::fields::{About, Fields, Table, YearCounts};
use super::value::{Value, figure_names};
use super::{codes, costs, effects};
use crate::dataset::Cell;
use crate::export::cell;
use crate::model::{
    Figure, FiscalYear, Nature, Outcome, Record, RecordId, RelativeTo, Series, Site, Verdict, YearOfValue,
};

/// One figure, one part of it, or an amount, with its position in the record.
struct Row<'s> {
    record: Record<'s>,
    place: Place,
    id: String,
    series: SeriesId,
    name: &'s str,
    value: Value<'s>,
    /// What became of it, if it is a target.
    outcome: Option<(Outcome, Verdict)>,
}

/// What rows that count the same have in common.
struct SeriesId {
    /// The declared series.
    declared: Option<String>,
    /// The record or its part, and the name.
    whole: String,
    /// Of which part, and of which kind of years.
    tail: String,
}

impl SeriesId {
    fn text(&self) -> String {
        let of = |declared: &String| format!("series/{declared}");
        self.declared.as_ref().map_or_else(|| self.whole.clone(), of) + &self.tail
    }
}

/// The position of a figure in its record.
#[derive(Clone)]
struct Place {
    record: RecordId,
    anchor: Option<String>,
    told: Told,
}

impl Place {
    /// What the figure is about: the record, or its part.
    fn object(&self) -> String {
        self.anchor.as_ref().map_or_else(|| self.record.0.clone(), |anchor| self.record.part(anchor))
    }

    /// The part of a series: the years of a record are one.
    fn over_years(&self) -> String {
        if let Told::InYear(_) = self.told { self.record.0.clone() } else { self.object() }
    }
}

/// What tells figures of one name and kind apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// Nothing: there is one of each kind.
    Once,
    /// Their year, unless it is this one.
    ByYear(Option<FiscalYear>),
    /// Their year, unless it is this one, of which the part of the record is.
    InYear(FiscalYear),
}

/// 数値.
pub(super) fn table(site: &Site) -> Table<'_> {
    columns().table(site, about(), |site, year| site.records().flat_map(move |record| rows_of(record, year)))
}

/// The rows of a series.
pub(in crate::export) fn of_series<'s>(site: &'s Site, record: Record<'s>, series: &Series<'s>) -> Table<'s> {
    let figures = series.figures.clone();
    let is_of = move |row: &Row<'_>| {
        row.value.whole_figure().is_some_and(|own| figures.iter().any(|one| std::ptr::eq(*one, own)))
    };
    columns().table(site, about(), move |_, _| {
        let rows: Vec<_> = rows_of(record, None).into_iter().filter(&is_of).collect();
        rows.into_iter()
    })
}

fn about() -> About {
    About {
        name: "figures",
        title_en: "Figures",
        description: "計画の⟨indicators⟩、⟨item⟩、⟨goal⟩に書かれたすべての数値と、金額で書かれた⟨effects⟩、⟨costs⟩の総額。1行が1つの数値です。系列_ID の同じ行が1つの系列になります。系列の中で比べるときは、単位_基本 が同じ行の 数値_基本単位 を使ってください。合計_可否 が true の行だけが、足せると宣言された数値です。内訳のある数値は、全体の行のほかに内訳ごとの行があります。",
        length: Some(length),
        years: Some(years),
        ..About::default()
    }
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    Fields::<Row<'s>>::with_id(|_, row| cell::address(row.id.clone()))
        .by_year(|row| row.value.fiscal_year())
        .record(
            [
                ("数値が書かれた記録のアドレス。", "Address of the record that states the figure."),
                ("数値が書かれた記録の種類。", "Kind of the record."),
            ],
            |row| row.record,
        )
        .anchor(|row| row.place.anchor.clone())
        .object(
            (
                "何についての数値か。記録か、その年度・⟨indicators⟩・⟨part⟩・図の ID で、それぞれの表の ID と同じです。",
                "What the figure is about: a record, or its year, indicator, item or chart, by the id in their tables.",
            ),
            |row| row.place.object(),
        )
        .text(
            ("series_id", "系列_ID"),
            (
                "同じものを数えた行に共通の番号。系列が宣言されていればそれ、なければ記録・⟨indicators⟩などと名称・内訳。",
                "Shared by rows that count the same: the declared series, else the record or its part, the name and the part.",
            ),
            |_, row| cell::address(row.series.text()),
        )
        .required()
        .text(("name", "数値_名称"), ("数値の名称。", "What the figure counts or measures."), |_, row| {
            cell::text(row.name)
        })
        .maybe(("series", "系列"), ("別の記録にある同じ数値をつなぐ名前。", "Name shared by figures of the same measure across records."), |row| row.value.figure().and_then(|figure| figure.series.as_deref()))
        .text(
            ("part", "内訳_名称"),
            ("内訳の名称。全体の行では空。", "Name of the part; empty for the figure as a whole."),
            |_, row| if let Value::Part(_, part) = row.value { cell::text(&part.name.value) } else { Cell::Empty },
        )
        .coded(
            [("kind", "区分_コード"), ("kind_label", "区分")],
            codes::FIGURE_KINDS,
            ("基準値・目標値・実績値・⟨effects⟩・⟨costs⟩の別。", "Baseline, target, actual, effect or cost."),
            |_, row| kind(row.value),
        )
        .required()
        .coded(
            [("stage", "段階_コード"), ("stage_label", "段階")],
            codes::MONEY_STAGES,
            (
                "⟨effects⟩・⟨costs⟩の段階。段階の違う行は合計できません。書かれていなければ空。",
                "Stage of an effect or a cost; amounts of different stages do not add up. Empty where it is not stated.",
            ),
            |_, row| stage(row.value),
        )
        .coded(
            [("effect_kind", "効果_種類コード"), ("effect_kind_label", "効果_種類")],
            codes::EFFECT_KINDS,
            ("⟨effects⟩の種類。書かれていなければ空。", "Kind of an effect; empty where it is not stated."),
            |_, row| if let Value::Effect(_, effect) = row.value { Some(effect.kind.as_ref()?.value.code()) } else { None },
        )
        .coded(
            [("nature", "性質_コード"), ("nature_label", "性質")],
            codes::NATURES,
            (
                "期間の量(フロー)か、時点の量(ストック)か。宣言されていなければ空で、どちらか分かりません。",
                "Amount of a period (flow) or of a moment (stock); empty where it is not declared.",
            ),
            |_, row| row.value.figure()?.nature.map(Nature::code),
        )
        .declared(
            ("addable", "合計_可否"),
            (
                "同じ系列や区分の数値を足してよいと宣言されているか。全体の値に含まれる内訳は足せません。宣言されていなければ空で、分かりません。",
                "Whether figures like it are declared to add up; a part of a told whole does not. Empty where it is not declared.",
            ),
            |row| addable(row.value),
        )
        .coded(
            [("rule", "規則_コード"), ("rule_label", "規則")],
            codes::RULES,
            (
                "目標値について宣言された判定の規則。宣言されていなければ空。指標の規則は、指標の表にあります。",
                "Rule declared for a target; empty where none is declared. The rules of indicators are in their table.",
            ),
            |_, row| Some(row.value.figure()?.rule?.code()),
        )
        .outcome(|row| row.outcome)
        .figure(figure_names!("", ""), |row| row.value)
        .coded(
            [("relative_to", "比較相手_コード"), ("relative_to_label", "比較相手")],
            codes::RELATIVE_TO,
            ("相対目標が何と比べるか。", "What a relative target is measured against."),
            |_, row| {
                row.value.figure()?.relative_to.map(|to| match to {
                    RelativeTo::PreviousYear => "previous_year",
                    RelativeTo::Year(_) => "year",
                })
            },
        )
        .year(
            [("relative_to_year", "比較相手_年度"), ("relative_to_year_wareki", "比較相手_年度_和暦")],
            ("比べる相手の年度。", "Fiscal year compared with."),
            compared_with,
        )
        .maybe(("change", "増減"), ("相対目標が求める増減。", "Change that a relative target demands."), |row| row.value.figure().and_then(|figure| figure.change.as_deref()))
        .page(|_, row| match &row.place.anchor {
            Some(anchor) => row.place.record.part_page(anchor),
            None => row.place.record.page(),
        })
}

/// Whether a number adds up with others: a part only where the whole, which contains it, has no number.
fn addable(value: Value<'_>) -> Option<bool> {
    let figure = value.figure()?;
    let is_contained = value.whole_figure().is_none() && figure.value.is_some();
    figure.addable.map(|addable| addable && !is_contained)
}

fn kind(value: Value<'_>) -> Option<&'static str> {
    match value {
        Value::Effect(..) => Some(codes::EFFECT.0),
        Value::Cost(..) => Some(codes::COST.0),
        Value::Whole(_) | Value::Part(..) | Value::Untold => Some(value.figure()?.kind.code()),
    }
}

fn stage(value: Value<'_>) -> Option<&'static str> {
    match value {
        Value::Effect(_, effect) => Some(effect.stage.as_ref()?.value.code()),
        Value::Cost(_, cost, _) => Some(cost.stage.value.code()),
        Value::Whole(_) | Value::Part(..) | Value::Untold => None,
    }
}

/// Figures with their parts, and amounts.
fn length(site: &Site) -> usize {
    let figures = site.records().flat_map(Record::figures).map(|figure| 1 + figure.parts.len());
    figures.sum::<usize>() + site.records().map(|record| amounts(record).count()).sum::<usize>()
}

fn years(site: &Site) -> YearCounts {
    let mut counts = YearCounts::new();
    let figures = site.records().flat_map(Record::figures);
    let figures = figures.filter_map(|figure| Some((figure.fiscal_year.as_ref()?.value, 1 + figure.parts.len())));
    let amounts = site.records().flat_map(amounts).filter_map(|value| Some((value.fiscal_year()?, 1)));
    figures.chain(amounts).for_each(|(year, count)| *counts.entry(year).or_default() += count);
    counts
}

/// 効果額, and the totals of 事業費.
fn amounts(record: Record<'_>) -> impl Iterator<Item = Value<'_>> {
    let effects = effects::of_record(record).map(|(year, effect)| Value::Effect(year, effect));
    let costs = record.costs().filter_map(|(year, cost)| Some(Value::Cost(year, cost, &cost.total.as_ref()?.value)));
    effects.chain(costs)
}

fn compared_with(row: &Row<'_>) -> Option<FiscalYear> {
    match row.value.figure()?.relative_to? {
        RelativeTo::Year(year) => Some(year),
        RelativeTo::PreviousYear => row.value.fiscal_year().map(FiscalYear::previous),
    }
}

/// The figures of a record, then its amounts. If one fiscal year is requested, parts of the record without a figure of it
/// are skipped; the ids of one part do not depend on the figures of another.
fn rows_of(record: Record<'_>, wanted: Option<FiscalYear>) -> Vec<Row<'_>> {
    let mut rows = Rows { record, id: record.id(), wanted, rows: Vec::new() };
    for indicator in record.indicators() {
        let owner = Some(indicator.name.value.as_str());
        let of_kind = indicator.baseline.iter().chain(&indicator.target);
        rows.extend(Some(indicator.anchor()), Told::Once, owner, of_kind);
        let by_year = indicator.of_years();
        rows.extend(Some(indicator.anchor()), Told::ByYear(None), owner, by_year);
    }
    match record {
        Record::Section(section) => {
            for (i, chart) in section.charts.iter().flatten().enumerate() {
                let owner = Some(chart.title.value.as_str());
                let anchor = section.chart_anchor(i, chart);
                rows.extend(Some(anchor), Told::ByYear(None), owner, chart.data.iter().flatten());
            }
        }
        Record::Item(item) => rows.extend(None, Told::ByYear(None), None, item.figures.iter()),
        Record::Goal(goal) => {
            for item in goal.known_items() {
                rows.extend(Some(item.anchor()), Told::ByYear(Some(goal.fiscal_year)), None, item.figures.iter());
            }
        }
        Record::Plan(_) | Record::Program(_) | Record::Sheet(_) => {}
    }
    for year in record.years() {
        let of = year.fiscal_year.value;
        rows.extend(Some(of.anchor()), Told::InYear(of), None, year.figures.iter());
    }
    rows.finished()
}

/// The rows of one record while they are collected.
struct Rows<'s> {
    record: Record<'s>,
    id: RecordId,
    wanted: Option<FiscalYear>,
    rows: Vec<Row<'s>>,
}

impl<'s> Rows<'s> {
    /// Adds the figures of one part of the record. Those of an indicator or a chart may have no name of their own.
    fn extend(
        &mut self,
        anchor: Option<String>,
        told: Told,
        owner: Option<&'s str>,
        figures: impl Iterator<Item = &'s Figure> + Clone,
    ) {
        let is_wanted = |figure: &Figure| figure.fiscal_year.as_ref().map(|year| year.value) == self.wanted;
        if self.wanted.is_some() && !figures.clone().any(is_wanted) {
            return;
        }
        let place = Place { record: self.id.clone(), anchor, told };
        let first = self.rows.len();
        figures.for_each(|figure| self.push(&place, owner, figure));
        distinguish(&mut self.rows[first..]);
    }

    /// Adds the parts of a figure, then the figure.
    fn push(&mut self, place: &Place, owner: Option<&'s str>, figure: &'s Figure) {
        let own = figure.name.as_ref().map(|name| name.value.as_str());
        let (record, name) = (self.record, own.or(owner).unwrap_or_default());
        let whole = id(place, own, figure);
        let row = |tail: String, value| Row {
            record,
            place: place.clone(),
            id: [&*whole, &tail].concat(),
            series: series(place, name, figure, &tail),
            name,
            value,
            outcome: None,
        };
        let parts =
            figure.parts.iter().map(|part| row(format!("/{}", key(&part.name.value)), Value::Part(figure, part)));
        let rows: Vec<_> = parts.chain([row(String::new(), Value::Whole(figure))]).collect();
        self.rows.extend(rows);
    }

    /// Adds the amounts, and what became of the targets.
    fn finished(mut self) -> Vec<Row<'s>> {
        for promise in self.record.promises() {
            let is_target = |row: &&mut Row<'_>| {
                row.value.whole_figure().zip(promise.target).is_some_and(|(own, target)| std::ptr::eq(own, target))
            };
            let outcome = Some((promise.outcome(), promise.verdict));
            self.rows.iter_mut().find(is_target).into_iter().for_each(|row| row.outcome = outcome);
        }
        share(&mut self.rows);
        let record = self.record;
        let row = |year: FiscalYear, value, id: String, name: &'s str| {
            // A goal is of one year itself.
            let anchor = if let Record::Goal(_) = record { None } else { Some(year.anchor()) };
            let place = Place { record: self.id.clone(), anchor, told: Told::InYear(year) };
            let whole = place.over_years() + id.strip_prefix(&place.object()).unwrap_or_default();
            let series = SeriesId { declared: None, whole, tail: String::new() };
            Row { record, place, id, series, name, value, outcome: None }
        };
        let effects = effects::rows_of(record).into_iter().map(|of| {
            let name = of.effect.name.as_ref().map_or("", |name| &name.value);
            row(of.year, Value::Effect(of.year, of.effect), of.id, name)
        });
        let costs = record.costs().filter_map(|(year, cost)| {
            let value = Value::Cost(year, cost, &cost.total.as_ref()?.value);
            Some(row(year, value, costs::id(record, year, cost), ""))
        });
        let amounts: Vec<_> = effects.chain(costs).collect();
        self.rows.extend(amounts);
        self.rows
    }
}

/// Tells figures of one name, kind and year apart by their day and unit, whatever their order.
fn distinguish(rows: &mut [Row<'_>]) {
    let same = repeated(rows.iter().map(|row| row.id.as_str()));
    for row in rows.iter_mut().filter(|row| same.contains(&row.id)) {
        let day = row.value.figure().and_then(|figure| Some(figure.as_of.as_ref()?.value.iso()));
        for part in day.into_iter().chain(row.value.unit().map(key)) {
            row.id.push('/');
            row.id.push_str(&part);
        }
    }
    let mut seen = HashMap::new();
    rows.iter_mut().for_each(|row| row.id = unique(&mut seen, std::mem::take(&mut row.id)));
}

/// The ids that occur more than once.
fn repeated<'i>(ids: impl Iterator<Item = &'i str>) -> HashSet<String> {
    let mut seen = HashSet::new();
    ids.filter(|id| !seen.insert(*id)).map(str::to_owned).collect::<HashSet<_>>()
}

/// Rows that nothing tells apart are numbered.
pub(super) fn unique(seen: &mut HashMap<String, u32>, id: String) -> String {
    let count = seen.entry(id.clone()).and_modify(|count| *count += 1).or_insert(1);
    if *count == 1 { id } else { format!("{id}~{count}") }
}

/// `<record>#<anchor>/<name>/<kind>`, and the year if it is not that of the anchor. An id that the figure declares stands for
/// the name.
fn id(place: &Place, name: Option<&str>, figure: &Figure) -> String {
    let mut id = place.object();
    if let Some(name) = figure.id.as_ref().map(|id| id.value.as_str()).or(name) {
        id.push('/');
        id.push_str(&key(name));
    }
    id.push('/');
    id.push_str(figure.kind.code());
    let of = match place.told {
        Told::Once => return id,
        Told::ByYear(of) => of,
        Told::InYear(of) => Some(of),
    };
    match figure.year() {
        Some(YearOfValue::Fiscal(year)) if Some(year) != of => id.push_str(&format!("/{}", year.western())),
        Some(YearOfValue::Calendar(year)) => id.push_str(&format!("/c{}", year.western())),
        Some(YearOfValue::Fiscal(_)) | None => {}
    }
    id
}

/// The declared series; else the part of the record and the name. Values of calendar years are a series of their own.
fn series(place: &Place, name: &str, figure: &Figure, part: &str) -> SeriesId {
    let name = figure.id.as_ref().map_or(name, |id| &id.value);
    let of_year = if let Some(YearOfValue::Calendar(_)) = figure.year() { "/calendar" } else { "" };
    SeriesId {
        declared: figure.series.as_ref().map(|series| series.value.clone()),
        whole: [&*place.over_years(), "/", &key(name)].concat(),
        tail: [of_year, part].concat(),
    }
}

/// Figures of one name in one part of a record are one series: a series that some of them declare is that of all, unless
/// they declare several.
fn share(rows: &mut [Row<'_>]) {
    let mut declared: HashMap<String, BTreeSet<String>> = HashMap::new();
    for SeriesId { declared: own, whole, .. } in rows.iter().map(|row| &row.series) {
        declared.entry(whole.clone()).or_default().extend(own.clone());
    }
    for series in rows.iter_mut().map(|row| &mut row.series).filter(|series| series.declared.is_none()) {
        let known = declared.get(&series.whole).filter(|all| all.len() == 1);
        series.declared = known.and_then(BTreeSet::first).cloned();
    }
}

/// A name as a part of an id: spelled as in a cell, without the characters that separate the parts.
pub(super) fn key(name: &str) -> String {
    let spell = |c: char| match c {
        '/' => '／',
        '#' => '＃',
        '~' => '～',
        c if c.is_whitespace() => '_',
        c => c,
    };
    cell::clean(name).chars().map(spell).collect()
}
