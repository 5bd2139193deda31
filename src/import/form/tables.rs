//! Tables of one kind of thing over many records, a row each: the indicators with a year's values, costs and evaluations of a
//! year, sections, measures, departments and terms. The city's own form says which rows of a record there are.

use std::collections::BTreeSet;

use super::super::entry::SECTIONS;
use super::super::new_rows::{self, RECORD, evaluation_part, scale_words};
use super::super::rows::{NEW, NO_UNIT};
use super::page::{FIRST, Page};
use super::{Error, Making};
use crate::model::{
    CostStage, DepartmentId, Figure, FiscalYear, FormPart, Head, Indicator, IndicatorKind, PlanId, ProgramId, Record,
    RecordId, Site, StandardFund, Text, vocabulary,
};
use crate::workbook::Sheet;
use crate::yaml::Node;

/// The number of empty rows for new ones of a list.
const SPARE: u32 = 3;
/// The number of those that name a record.
const SPARE_OF_RECORDS: u32 = 10;

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// 指標
    Indicators,
    /// 事業費
    Costs,
    /// 評価
    Evaluations,
    /// 節
    Sections,
    /// 基本施策
    Measures,
    /// 部局・課所
    Departments,
    /// 用語
    Terms,
}

impl Table {
    /// All, with the word by which each is asked for.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Indicators, "指標"),
        (Self::Costs, "事業費"),
        (Self::Evaluations, "評価"),
        (Self::Sections, SECTIONS),
        (Self::Measures, "基本施策"),
        (Self::Departments, "部局"),
        (Self::Terms, "用語"),
    ];

    /// Whether its values are those of a year.
    pub fn is_of_year(self) -> bool {
        match self {
            Self::Indicators | Self::Costs | Self::Evaluations => true,
            Self::Sections | Self::Measures | Self::Departments | Self::Terms => false,
        }
    }
}

/// Which records a form is for.
#[derive(Debug, Clone)]
pub struct Scope<'s> {
    /// The year; the tables of a year have no rows without one.
    pub year: Option<FiscalYear>,
    /// A department and those below it.
    pub department: Option<&'s DepartmentId>,
    /// A program.
    pub program: Option<&'s ProgramId>,
    /// A plan.
    pub plan: Option<&'s PlanId>,
}

impl<'s> Scope<'s> {
    /// The title of a form for it.
    pub fn title(&self, site: &Site) -> String {
        let year = self.year.map(FiscalYear::wareki);
        let department = self.department.map(|id| site.department_name(id));
        year.into_iter().chain(department).collect::<Vec<_>>().join(" ")
    }

    /// The sections and items that are meant.
    fn records(&self, site: &'s Site) -> impl Iterator<Item = Record<'s>> {
        site.records().filter(move |record| match record {
            Record::Section(section) => {
                self.program.is_none() && self.plan.is_none_or(|plan| section.plan == *plan) && self.has(site, *record)
            }
            Record::Item(item) => {
                self.plan.is_none() && self.program.is_none_or(|id| item.program == *id) && self.has(site, *record)
            }
            Record::Plan(_) | Record::Program(_) | Record::Sheet(_) | Record::Goal(_) => false,
        })
    }

    fn has(&self, site: &Site, record: Record<'_>) -> bool {
        self.department.is_none_or(|whole| record.departments().iter().any(|id| site.is_within(&id.value, whole)))
    }
}

/// One row: its record, what is told of it, and its fields with what stands there if the record has nothing.
struct Line {
    record: RecordId,
    told: Vec<String>,
    /// The paths of the cells that name a new one, in the place of what is told: of each of that, or none.
    names: Vec<String>,
    fields: Vec<(String, String)>,
}

impl Line {
    /// A row of what a record has, with nothing in the fields where it has nothing.
    fn of(record: RecordId, told: Vec<String>, paths: impl IntoIterator<Item = String>) -> Self {
        let fields = paths.into_iter().map(|path| (path, String::new())).collect();
        Self { record, told, names: Vec::new(), fields }
    }

    /// The row with a unit where it has none of its own.
    fn with_unit(mut self, unit: &str) -> Self {
        let units = self.fields.iter_mut().filter(|(path, _)| path.ends_with(".unit"));
        units.for_each(|(_, prefilled)| prefilled.push_str(unit));
        self
    }

    /// Whether it names its record itself.
    fn is_new(&self) -> bool {
        self.record.0.starts_with(NEW)
    }
}

/// Rows that name their record, and what is new of it by some keys of `list`; their fields are the keys below it.
fn new_lines<'k>(list: &str, names: &[&str], keys: impl Iterator<Item = &'k str>) -> impl Iterator<Item = Line> {
    let field = |key: &str| format!("{list}.{NEW}.{key}");
    let names: Vec<_> = [RECORD.to_owned()].into_iter().chain(names.iter().map(|key| field(key))).collect();
    let paths: Vec<_> = keys.map(field).collect();
    let row = move |number| Line::of(RecordId(format!("{NEW}{number}")), Vec::new(), paths.iter().cloned());
    (1..=SPARE_OF_RECORDS).map(move |number| Line { names: names.clone(), ..row(number) })
}

/// What is told of a cell that names something in a new row.
fn hint(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "number" => "その記録でまだ使っていない番号を書きます。",
        "stage" => "段階を選びます。その記録のこの年度にまだ無い段階だけを書けます。",
        "by" => "評価者の名称か id を書きます(ratings.yaml の evaluators)。",
        "scale" => "尺度の名称か id を書きます。観点があれば、空白の後に続けます。◎○△× なら「◎○△×」と書きます。",
        _ => {
            "増やすときは、記録のアドレス(programs/…、plans/…)か題名を書き、右の欄にも書きます。使わない行は空のままにします。"
        }
    }
}

/// The heads of the columns: of what is told, and of the fields, each with its width.
struct Heads {
    told: Vec<&'static str>,
    fields: Vec<(String, f64)>,
}

/// The sheet of a table; nothing without rows, or with nothing but empty ones if it is not `asked` for by itself.
pub(super) fn sheet(
    making: &Making<'_>,
    (table, is_asked): (Table, bool),
    scope: &Scope<'_>,
) -> Result<Option<Sheet>, Error> {
    let site = making.site;
    let (heads, lines) = match (table, scope.year) {
        (Table::Indicators, Some(year)) => indicators(making, scope, year),
        (Table::Costs, Some(year)) => costs(making, scope, year),
        (Table::Evaluations, Some(year)) => evaluations(site, scope, year),
        (Table::Indicators | Table::Costs | Table::Evaluations, None) => return Ok(None),
        (Table::Sections, _) => sections(site, scope),
        (Table::Measures, _) => measures(site, scope),
        (Table::Departments, _) => departments(site),
        (Table::Terms, _) => terms(site),
    };
    if lines.is_empty() || !is_asked && lines.iter().all(Line::is_new) {
        return Ok(None);
    }
    let (_, word) = Table::ALL.iter().find(|(known, _)| *known == table).expect("every table has its word");
    let widths: Vec<f64> =
        heads.told.iter().map(|_| 26.0).chain(heads.fields.iter().map(|(_, width)| *width)).collect();
    let mut page = Page::new(making, word, &widths, widths.len());
    let year = scope.year.filter(|_| table.is_of_year()).map(|year| format!(" {year}")).unwrap_or_default();
    let note = "1行が1つの記録か、その一部です。書き方は「記入要領」のシートにあります。";
    page.open(FIRST + widths.len() - 1, (&format!("{word}{year}"), note), &making.look);
    let labels = heads.told.iter().copied().chain(heads.fields.iter().map(|(label, _)| label.as_str()));
    page.heads(labels, &making.look.head);
    page.next();
    page.repeat_from(page.row - 1);
    page.freeze(FIRST + heads.told.len());
    let mut known: Option<(RecordId, Node)> = None;
    for line in lines {
        if line.is_new() {
            for (column, path) in (FIRST..).zip(line.names.iter().chain(line.fields.iter().map(|(path, _)| path))) {
                let is_name = column < FIRST + line.names.len();
                let kind = new_rows::kind(making.fields, path);
                let hint = is_name.then(|| hint(path));
                page.new_field(column, (&line.record, path, kind.as_ref()), &making.look.input, hint);
            }
            page.grow();
            page.next();
            continue;
        }
        if known.as_ref().is_none_or(|(record, _)| *record != line.record) {
            known = Some((line.record.clone(), making.tree(&line.record)?));
        }
        let Some((_, tree)) = &known else { continue };
        for (column, text) in (FIRST..).zip(&line.told) {
            match line.names.first() {
                Some(path) => drop(page.table_field(column, (&line.record, tree, path), &making.look.input, "")),
                None => page.told(column, text, &making.look.told),
            }
        }
        for (column, (path, prefilled)) in (FIRST + line.told.len()..).zip(&line.fields) {
            page.table_field(column, (&line.record, tree, path), &making.look.input, prefilled);
        }
        page.grow();
        page.next();
    }
    page.finish().map(Some)
}

/// The word of a key below another.
fn word(making: &Making<'_>, holder: &str, key: &str) -> String {
    let word = vocabulary::word(holder, key).map_or("", |word| word.word);
    making.fields.words.tell(word).into_owned()
}

fn indicators(making: &Making<'_>, scope: &Scope<'_>, year: FiscalYear) -> (Heads, Vec<Line>) {
    let (site, western) = (making.site, year.western());
    let fields = ["value", "unit", "as_of", "missing", "note"];
    let labels = fields.map(|key| word(making, "actuals", key));
    let widths = [12.0, 9.0, 14.0, 14.0, 30.0];
    let actuals = labels.into_iter().zip(widths).map(|(label, width)| match label.as_str() {
        "値" => ("実績値".to_owned(), width),
        _ => (label, width),
    });
    // What is expected without a promise: where an indicator has it, or counts those whom an item is for.
    let is_expected = |one: &Indicator| !one.forecasts.is_empty() || one.kind == Some(IndicatorKind::Subject);
    let has_forecasts = scope.records(site).any(|record| record.indicators().iter().any(is_expected));
    let aims = ["targets", "forecasts"].into_iter().take(if has_forecasts { 2 } else { 1 });
    let aims: Vec<_> = aims.map(|list| format!("{list}.{western}.value")).collect();
    let heads = Heads {
        told: vec!["記録", "番号"],
        fields: [("指標".to_owned(), 34.0)]
            .into_iter()
            .chain(["目標値", "見込値"].iter().zip(&aims).map(|(word, _)| ((*word).to_owned(), 12.0)))
            .chain(actuals)
            .chain([(word(making, "indicators", "rule"), 20.0)])
            .collect(),
    };
    let mut lines = Vec::new();
    for record in scope.records(site).filter(|record| !record.indicators().is_empty()) {
        let title = record.title(site);
        for indicator in record.indicators() {
            let number = indicator.number.value;
            let unit = same(units_of(indicator).into_iter()).unwrap_or_default();
            let keys = ["name".to_owned()].into_iter().chain(aims.iter().cloned());
            let keys = keys.chain(fields.map(|key| format!("actuals.{western}.{key}"))).chain(["rule".to_owned()]);
            let paths = keys.map(|key| format!("indicators.{number}.{key}"));
            lines.push(Line::of(record.id(), vec![title.clone(), number.to_string()], paths).with_unit(&unit));
        }
    }
    if scope.records(site).any(|record| asks(site, record, "indicators")) {
        let actuals = fields.map(|key| format!("actuals.{western}.{key}"));
        let keys = ["name"]
            .into_iter()
            .chain(aims.iter().map(String::as_str))
            .chain(actuals.iter().map(String::as_str))
            .chain(["rule"]);
        lines.extend(new_lines("indicators", &["number"], keys));
    }
    (heads, lines)
}

/// The units in which an indicator has been told so far.
fn units_of(indicator: &Indicator) -> BTreeSet<String> {
    let unit = |figure: &Figure| match &figure.unit {
        Some(unit) => unit.value.clone(),
        None if figure.dimensionless => NO_UNIT.to_owned(),
        None => String::new(),
    };
    indicator.figures().map(unit).filter(|unit| !unit.is_empty()).collect()
}

/// The only one of some.
fn same(mut all: impl Iterator<Item = String>) -> Option<String> {
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

fn costs(making: &Making<'_>, scope: &Scope<'_>, year: FiscalYear) -> (Heads, Vec<Line>) {
    let (site, western) = (making.site, year.western());
    let funds = StandardFund::ALL.iter().map(|(_, word, code)| ((*code).to_owned(), (*word).to_owned()));
    let own = site.profile.funds.iter().map(|fund| (fund.id.value.clone(), fund.name.value.clone()));
    let funds: Vec<_> = funds.chain(own).collect();
    let before = ["total", "unit"].map(|key| (key.to_owned(), word(making, "costs", key)));
    let after = ["staff", "persons", "full", "note"].map(|key| (key.to_owned(), word(making, "costs", key)));
    let of_funds = funds.into_iter().map(|(code, word)| (format!("funds.{code}"), word));
    let columns: Vec<_> = before.into_iter().chain(of_funds).chain(after).collect();
    let heads = Heads {
        told: vec!["記録", "段階"],
        fields: columns.iter().map(|(key, word)| (word.clone(), if key == "note" { 30.0 } else { 12.0 })).collect(),
    };
    let records: Vec<_> = scope.records(site).filter(|record| asks(site, *record, "costs")).collect();
    let stages: BTreeSet<CostStage> =
        records.iter().flat_map(|of| of.costs()).map(|(_, cost)| cost.stage.value).collect();
    let (mut lines, are_asked) = (Vec::new(), !records.is_empty());
    for record in records {
        let title = record.title(site);
        let unit = same(record.costs().map(|(_, cost)| cost.unit.value.word().to_owned())).unwrap_or_default();
        for stage in &stages {
            let paths = columns.iter().map(|(key, _)| format!("years.{western}.costs.{}.{key}", stage.code()));
            lines.push(Line::of(record.id(), vec![title.clone(), stage.word().to_owned()], paths).with_unit(&unit));
        }
    }
    if are_asked {
        let keys = columns.iter().map(|(key, _)| key.as_str());
        lines.extend(new_lines(&format!("years.{western}.costs"), &["stage"], keys));
    }
    (heads, lines)
}

/// Whether the form of a record has a row; a section without a form of years has it where it has years.
fn asks(site: &Site, record: Record<'_>, key: &str) -> bool {
    let head = site.head_of(record).map(|(head, _)| head);
    let is_of_section = matches!(record, Record::Section(_)) && key != "indicators";
    head.is_none_or(|head| head.has(key)) && (!is_of_section || !record.years().is_empty())
}

fn evaluations(site: &Site, scope: &Scope<'_>, year: FiscalYear) -> (Heads, Vec<Line>) {
    let fields = [("mark", "評価", 20.0), ("text", "文", 60.0), ("answer", "回答", 60.0), ("as_of", "時点", 14.0)];
    let heads = Heads {
        told: vec!["記録", "評価者", "尺度"],
        fields: fields.map(|(_, word, width)| (word.to_owned(), width)).to_vec(),
    };
    let records: Vec<_> = scope.records(site).filter(|record| asks(site, *record, "evaluations")).collect();
    // By whom and on what scale: as any of the records has been evaluated.
    let mut ways: Vec<[Option<&Text>; 3]> = Vec::new();
    let all = records.iter().flat_map(|record| record.years()).flat_map(|year| year.evaluations.iter().flatten());
    for of in all {
        let way = [Some(&of.by), of.scale.as_ref(), of.axis.as_ref()];
        let is_same = |known: &[Option<&Text>; 3]| {
            known.map(|text| text.map(|text| &text.value)) == way.map(|text| text.map(|text| &text.value))
        };
        if !ways.iter().any(is_same) && (of.scale.is_some() || of.axis.is_none()) {
            ways.push(way);
        }
    }
    let (mut lines, are_asked) = (Vec::new(), !records.is_empty());
    let list = format!("years.{}.evaluations", year.western());
    for record in records {
        let title = record.title(site);
        for way in &ways {
            let [Some(by), scale, axis] = way.map(|text| text.map(|text| text.value.as_str())) else { continue };
            let place = evaluation_part(by, scale, axis);
            let name = site.evaluator(by).map_or_else(|| by.to_owned(), |of| of.name.value.clone());
            let paths = fields.iter().map(|(key, ..)| format!("{list}.{place}.{key}"));
            lines.push(Line::of(record.id(), vec![title.clone(), name, scale_words(site, scale, axis)], paths));
        }
    }
    if are_asked {
        lines.extend(new_lines(&list, &["by", "scale"], fields.iter().map(|(key, ..)| *key)));
    }
    (heads, lines)
}

fn sections(site: &Site, scope: &Scope<'_>) -> (Heads, Vec<Line>) {
    let keys = [("title", 30.0), ("departments", 22.0), ("purpose", 44.0), ("issues", 60.0), ("projects", 44.0)];
    let is_asked = |head: &Head, key: &str| ["title", "departments"].contains(&key) || head.has(key);
    let head = |record: Record<'_>| site.head_of(record).map(|(head, _)| head);
    let sections: Vec<_> = scope.records(site).filter(|record| matches!(record, Record::Section(_))).collect();
    let asked: Vec<_> = keys
        .into_iter()
        .filter(|(key, _)| sections.iter().filter_map(|record| head(*record)).any(|head| is_asked(head, key)))
        .collect();
    let mut own: Vec<(String, String)> = Vec::new();
    for head in sections.iter().filter_map(|record| head(*record)) {
        for (id, word) in head.own(FormPart::Whole) {
            if own.iter().all(|(known, _)| known != id) {
                own.push((id.to_owned(), word.to_owned()));
            }
        }
    }
    let label = |key: &str| match key {
        "title" => "題名".to_owned(),
        "departments" => "担当".to_owned(),
        key => site.words().tell(vocabulary::word("section", key).map_or("", |word| word.word)).into_owned(),
    };
    let heads = Heads {
        told: vec!["番号"],
        fields: asked
            .iter()
            .map(|(key, width)| (label(key), *width))
            .chain(own.iter().map(|(_, word)| (word.clone(), 44.0)))
            .collect(),
    };
    let lines = sections.iter().map(|record| {
        let own = own.iter().map(|(id, _)| format!("texts.{id}"));
        let fields = asked.iter().map(|(key, _)| (*key).to_owned()).chain(own);
        let Record::Section(section) = record else { unreachable!("only sections were taken") };
        Line::of(record.id(), vec![section.code.0.clone()], fields)
    });
    (heads, lines.collect())
}

fn measures(site: &Site, scope: &Scope<'_>) -> (Heads, Vec<Line>) {
    let heads = Heads {
        told: vec!["記録", "番号"],
        fields: vec![("題名".to_owned(), 40.0), ("内容".to_owned(), 80.0)],
    };
    let mut lines = Vec::new();
    for record in scope.records(site) {
        let Record::Section(section) = record else { continue };
        let numbers: Vec<u32> = section.measures.iter().flatten().map(|measure| measure.number.value).collect();
        let Some(last) = numbers.iter().max().copied() else { continue };
        for number in numbers.into_iter().chain([last + 1]) {
            let paths = ["title", "points"].map(|key| format!("measures.{number}.{key}"));
            let word = if number > last { format!("新{number}") } else { number.to_string() };
            lines.push(Line::of(record.id(), vec![format!("{} {}", section.code, section.title), word], paths));
        }
    }
    (heads, lines)
}

/// A row for each of the list of a file of which there is one.
fn of_list<'i>(
    file: &str,
    list: &str,
    ids: impl Iterator<Item = &'i str>,
    keys: &[(&str, &str, f64)],
) -> (Heads, Vec<Line>) {
    let heads =
        Heads { told: vec!["id"], fields: keys.iter().map(|(_, word, width)| ((*word).to_owned(), *width)).collect() };
    let line = |id: &str| {
        let paths = keys.iter().map(|(key, ..)| format!("{list}.{id}.{key}"));
        Line::of(RecordId(file.to_owned()), vec![id.to_owned()], paths)
    };
    let mut lines: Vec<_> = ids.map(line).collect();
    let spare = if lines.is_empty() { 0 } else { SPARE };
    for number in 1..=spare {
        let new = format!("{NEW}{number}");
        lines.push(Line { names: vec![format!("{list}.{new}.id")], ..line(&new) });
    }
    (heads, lines)
}

fn departments(site: &Site) -> (Heads, Vec<Line>) {
    let keys = [
        ("name", "名称", 30.0),
        ("kana", "よみ", 30.0),
        ("parent", "上の部局の id", 20.0),
        ("contact.email", "メール", 30.0),
        ("contact.phone", "電話", 20.0),
        ("contact.url", "アドレス", 40.0),
        ("note", "注", 40.0),
    ];
    of_list("departments", "departments", site.departments.iter().map(|of| of.id.value.0.as_str()), &keys)
}

fn terms(site: &Site) -> (Heads, Vec<Line>) {
    let keys = [("term", "用語", 26.0), ("reading", "よみ", 26.0), ("explanation", "説明", 80.0)];
    of_list("glossary", "terms", site.glossary.iter().map(|of| of.id.value.as_str()), &keys)
}
