//! `figures`: every number of the content, with the record that states it.

use std::collections::HashMap;

use super::codes;
use super::fields::{About, Fields, Table, YearCounts};
use super::value::{Value, figure_names};
use crate::export::cell;
use crate::model::address;
use crate::model::{Figure, FigurePart, FiscalYear, Record, RecordId, RelativeTo, Series, Site, YearOfValue};

/// One figure, or one part of it, with its position in the record.
struct Row<'s> {
    record: Record<'s>,
    place: FigurePlace,
    id: String,
    name: &'s str,
    figure: &'s Figure,
    part: Option<&'s FigurePart>,
}

/// The position of a figure in its record.
#[derive(Clone)]
struct FigurePlace {
    record: RecordId,
    anchor: Option<String>,
    told: Told,
}

/// What tells figures of one name and kind apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// Nothing: there is one of each kind.
    Once,
    /// Their year, unless it is this one.
    ByYear(Option<FiscalYear>),
}

/// 数値.
pub(super) fn table(site: &Site) -> Table<'_> {
    columns().table(site, about(), |site, year| site.records().flat_map(move |record| rows_of(record, year)))
}

/// The rows of a series.
pub(in crate::export) fn of_series<'s>(site: &'s Site, record: Record<'s>, series: &Series<'s>) -> Table<'s> {
    let figures = series.figures.clone();
    let is_of = move |row: &Row<'_>| row.part.is_none() && figures.iter().any(|one| std::ptr::eq(*one, row.figure));
    columns().table(site, about(), move |_, _| {
        let rows: Vec<_> = rows_of(record, None).into_iter().filter(&is_of).collect();
        rows.into_iter()
    })
}

fn about() -> About {
    About {
        name: "figures",
        title_en: "Figures",
        description: "計画の⟨indicators⟩、⟨item⟩、⟨goal⟩に書かれたすべての数値。1行が1つの数値です。同じ記録・箇所・名称の行が1つの系列になります。内訳のある数値は、全体の行のほかに内訳ごとの行があります。",
        length: Some(length),
        years: Some(years),
        ..About::default()
    }
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    Fields::<Row<'s>>::with_id(|_, row| cell::address(row.id.clone()))
        .by_year(|row| row.figure.fiscal_year.as_ref().map(|year| year.value))
        .record(
            [
                ("数値が書かれた記録のアドレス。", "Address of the record that states the figure."),
                ("数値が書かれた記録の種類。", "Kind of the record."),
            ],
            |row| row.record,
        )
        .anchor(|row| row.place.anchor.clone())
        .text(("name", "数値_名称"), ("数値の名称。", "What the figure counts or measures."), |_, row| {
            cell::text(row.name)
        })
        .text(
            ("series", "系列"),
            ("別の記録にある同じ数値をつなぐ名前。", "Name shared by figures of the same measure across records."),
            |_, row| cell::optional(row.figure.series.as_ref()),
        )
        .text(
            ("part", "内訳_名称"),
            ("内訳の名称。全体の行では空。", "Name of the part; empty for the figure as a whole."),
            |_, row| cell::optional(row.part.map(|part| &part.name)),
        )
        .coded(
            [("kind", "区分_コード"), ("kind_label", "区分")],
            codes::FIGURE_KINDS,
            ("基準値・目標値・実績値の別。", "Baseline, target or actual."),
            |_, row| Some(row.figure.kind.code()),
        )
        .required()
        .coded(
            [("rule", "規則_コード"), ("rule_label", "規則")],
            codes::RULES,
            (
                "目標値について宣言された判定の規則。宣言されていなければ空。指標の規則は、指標の表にあります。",
                "Rule declared for a target; empty where none is declared. The rules of indicators are in their table.",
            ),
            |_, row| Some(row.figure.rule?.code()),
        )
        .figure(figure_names!("", ""), |row| Value { figure: Some(row.figure), part: row.part })
        .coded(
            [("relative_to", "比較相手_コード"), ("relative_to_label", "比較相手")],
            codes::RELATIVE_TO,
            ("相対目標が何と比べるか。", "What a relative target is measured against."),
            |_, row| {
                row.figure.relative_to.map(|to| match to {
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
        .text(
            ("change", "増減"),
            ("相対目標が求める増減。", "Change that a relative target demands."),
            |_, row| cell::optional(row.figure.change.as_ref()),
        )
        .page(|_, row| match &row.place.anchor {
            Some(anchor) => row.place.record.part_page(anchor),
            None => row.place.record.page(),
        })
}

/// Figures with their parts.
fn length(site: &Site) -> usize {
    site.records().flat_map(Record::figures).map(|figure| 1 + figure.parts.len()).sum()
}

fn years(site: &Site) -> YearCounts {
    let mut counts = YearCounts::new();
    for figure in site.records().flat_map(Record::figures) {
        if let Some(year) = &figure.fiscal_year {
            *counts.entry(year.value).or_default() += 1 + figure.parts.len();
        }
    }
    counts
}

fn compared_with(row: &Row<'_>) -> Option<FiscalYear> {
    match row.figure.relative_to? {
        RelativeTo::Year(year) => Some(year),
        RelativeTo::PreviousYear => row.figure.fiscal_year.as_ref().map(|year| year.value.previous()),
    }
}

/// The figures of a record. If one fiscal year is requested, parts of the record without a figure of it are skipped;
/// the ids of one part do not depend on the figures of another.
fn rows_of(record: Record<'_>, wanted: Option<FiscalYear>) -> Vec<Row<'_>> {
    let mut rows = Rows { record, id: record.id(), wanted, seen: HashMap::new(), rows: Vec::new() };
    for indicator in record.indicators() {
        let owner = Some(indicator.name.value.as_str());
        let of_kind = indicator.baseline.iter().chain(&indicator.target);
        rows.extend(Some(indicator.anchor()), Told::Once, owner, of_kind);
        let by_year = indicator.targets.iter().chain(indicator.actuals.iter().flatten());
        rows.extend(Some(indicator.anchor()), Told::ByYear(None), owner, by_year);
    }
    match record {
        Record::Section(section) => {
            for (i, chart) in section.charts.iter().flatten().enumerate() {
                let owner = Some(chart.title.value.as_str());
                rows.extend(Some(address::chart_anchor(i + 1)), Told::ByYear(None), owner, chart.data.iter().flatten());
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
        let year_of = year.fiscal_year.value;
        rows.extend(Some(year_of.anchor()), Told::ByYear(Some(year_of)), None, year.figures.iter());
    }
    rows.rows
}

/// The rows of one record while they are collected.
struct Rows<'s> {
    record: Record<'s>,
    id: RecordId,
    wanted: Option<FiscalYear>,
    seen: HashMap<String, u32>,
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
        let place = FigurePlace { record: self.id.clone(), anchor, told };
        figures.for_each(|figure| self.push(&place, owner, figure));
    }

    /// Adds a figure and its parts.
    fn push(&mut self, place: &FigurePlace, owner: Option<&'s str>, figure: &'s Figure) {
        let own = figure.name.as_ref().map(|name| name.value.as_str());
        let (record, name) = (self.record, own.or(owner).unwrap_or_default());
        let row = |id, part| Row { record, place: place.clone(), id, name, figure, part };
        let whole = unique(&mut self.seen, id(place, own, figure));
        for part in &figure.parts {
            let id = unique(&mut self.seen, format!("{whole}/{}", key(&part.name.value)));
            self.rows.push(row(id, Some(part)));
        }
        self.rows.push(row(whole, None));
    }
}

/// Rows that are otherwise identical are numbered in the order in which they are written.
pub(super) fn unique(seen: &mut HashMap<String, u32>, id: String) -> String {
    let count = seen.entry(id.clone()).and_modify(|count| *count += 1).or_insert(1);
    if *count == 1 { id } else { format!("{id}~{count}") }
}

/// `<record>#<anchor>/<name>/<kind>`, and the year if it is not that of the anchor.
fn id(place: &FigurePlace, name: Option<&str>, figure: &Figure) -> String {
    let mut id = place.record.0.clone();
    for (mark, part) in [("#", place.anchor.as_deref()), ("/", name)] {
        if let Some(part) = part {
            id.push_str(mark);
            id.push_str(&key(part));
        }
    }
    id.push('/');
    id.push_str(figure.kind.code());
    if let Told::ByYear(of) = place.told {
        match figure.year() {
            Some(YearOfValue::Fiscal(year)) if Some(year) != of => id.push_str(&format!("/{}", year.western())),
            Some(YearOfValue::Calendar(year)) => id.push_str(&format!("/c{}", year.western())),
            Some(YearOfValue::Fiscal(_)) | None => {}
        }
    }
    id
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
