//! 総合計画 and its 節: purpose, issues, indicators, measures.

use super::coded::coded;
use super::cost::budget;
use super::form::{
    Class::{Aside, Caption, Figure as Number, Heading, Key, Name, Ordinal, Reference, Rule, Statement, Tag, Title},
    Form, IN_YAML, LINK, NOTE, NUMBER, Naming, ORDINAL, Place, Row, SPELLING, ends, figure, head, period, reference,
    texts, unnamed_figure,
};
use super::program::{OF_PROGRESS, years};
use super::rewording::rewording;
use super::{
    Base, BudgetCode, DepartmentId, Evaluations, Figure, FiscalYear, Head, OwnText, Period, PlanId, PlanReference,
    RecordId, Records, Rewording, SectionCode, Statements, Text, YearOfValue, YearRecord, evaluation,
};
use crate::diagnostic::{Located, Span};

/// 計画: one edition, with the sections that the content has and those known by name only.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What every record has.
    pub base: Base,
    /// Id of the edition.
    pub id: PlanId,
    /// 題名.
    pub title: Text,
    /// よみ.
    pub kana: Option<Text>,
    /// Other spellings of the title.
    pub aliases: Option<Vec<Text>>,
    /// 計画期間.
    pub period: Option<Period>,
    /// 目標年度 of the indicators.
    pub target_year: Option<Located<FiscalYear>>,
    /// The last fiscal year whose results are published.
    pub results_through: Option<Located<FiscalYear>>,
    /// The previous edition.
    pub predecessor: Option<Located<PlanId>>,
    /// The plan of which it is a part: 前期基本計画 of a 基本構想.
    pub part_of: Option<Located<PlanId>>,
    /// The form of its sections.
    pub head: Head,
    /// Names of the levels, as 編・章・節.
    pub levels: Vec<Text>,
    /// 章立て, including sections that the content does not have.
    pub outline: Vec<OutlineEntry>,
    /// The sections that the content has.
    pub sections: Records<PlanSection>,
    /// 概要.
    pub summary: Statements,
}

impl Plan {
    /// The entry of the outline with this code.
    pub fn entry(&self, code: &SectionCode) -> Option<&OutlineEntry> {
        self.outline.iter().find(|entry| entry.code.value == *code)
    }

    /// The section with this code, if the content has it.
    pub fn section(&self, code: &SectionCode) -> Option<&PlanSection> {
        self.sections.iter().find(|section| section.code == *code)
    }

    /// 第1編第3章第2節, each number as printed or else in the words of its level; the printed mark or the code where one
    /// of them has no such words.
    pub fn ordinal(&self, code: &SectionCode) -> String {
        let mut codes: Vec<_> = codes_above(&code.0).chain([code.0.as_str()]).collect();
        codes.sort_by_key(|code| code.len());
        let entry = |code: &str| self.outline.iter().find(|entry| entry.code.value.0 == code);
        let marks = codes.iter().map(|code| mark(&self.levels, code, entry(code)));
        marks.collect::<Option<Vec<_>>>().map_or_else(
            || entry(&code.0).map_or_else(|| code.0.clone(), |entry| own_ordinal(&[], entry)),
            |marks| joined(&marks),
        )
    }

    /// 第2節 for 1-3-2: the mark of a line of the outline, if the plan has levels.
    pub fn mark(&self, entry: &OutlineEntry) -> Option<String> {
        mark(&self.levels, &entry.code.value.0, Some(entry))
    }
}

/// The codes that a code continues, the nearest first: 1-3 and 1 for 1-3-2.
pub(super) fn codes_above(code: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(code.rsplit_once('-'), |(above, _)| above.rsplit_once('-')).map(|(above, _)| above)
}

/// What a line is called below the one above it.
pub(super) fn own_ordinal(levels: &[Text], entry: &OutlineEntry) -> String {
    let printed = || entry.printed.as_ref().map(|printed| printed.value.clone());
    mark(levels, &entry.code.value.0, Some(entry)).or_else(printed).unwrap_or_else(|| entry.code.value.0.clone())
}

/// A line by its printed mark or, with a number in its code, by that and the word of its level: 第2節.
fn mark(levels: &[Text], code: &str, entry: Option<&OutlineEntry>) -> Option<String> {
    if levels.len() < 2 {
        return None;
    }
    if let Some(printed) = entry.and_then(|entry| entry.printed.as_ref()) {
        return Some(printed.value.clone());
    }
    let (depth, last) = (codes_above(code).count(), code.rsplit('-').next()?);
    let number: u16 = last.parse().ok()?;
    Some(format!("第{number}{}", levels.get(depth)?))
}

/// 第1編第3章, 政策1 施策3. A printed mark may repeat those above it.
fn joined(marks: &[String]) -> String {
    marks.iter().fold(String::new(), |above, mark| {
        let space = if above.is_empty() || mark.starts_with('第') { "" } else { " " };
        if mark.starts_with(&above) { mark.clone() } else { format!("{above}{space}{mark}") }
    })
}

/// One line of a plan's 章立て.
#[derive(Debug, Clone, PartialEq)]
pub struct OutlineEntry {
    /// Code, unique in the edition.
    pub code: Located<SectionCode>,
    /// 編・章・節 or the like.
    pub level: Option<Text>,
    /// The number as printed, if it differs from the code.
    pub printed: Option<Text>,
    /// 名称.
    pub title: Text,
}

/// 節: one section of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanSection {
    /// What every record has.
    pub base: Base,
    /// Address.
    pub id: RecordId,
    /// The plan's edition.
    pub plan: PlanId,
    /// Code in that edition.
    pub code: SectionCode,
    /// 題名.
    pub title: Text,
    /// What the record says in other words.
    pub rewording: Option<Box<Rewording>>,
    /// 担当.
    pub departments: Option<Vec<Located<DepartmentId>>>,
    /// 目的.
    pub purpose: Statements,
    /// 現状と課題.
    pub issues: Statements,
    /// 図.
    pub charts: Option<Vec<Chart>>,
    /// 指標.
    pub indicators: Option<Vec<Indicator>>,
    /// 各主体に期待される役割; the list of actors is open.
    pub roles: Option<Vec<Role>>,
    /// 基本施策.
    pub measures: Option<Vec<Measure>>,
    /// 主な事業.
    pub projects: Statements,
    /// 関連計画.
    pub related_plans: Statements,
    /// Rows of the city's own.
    pub texts: Vec<OwnText>,
    /// 予算科目.
    pub budget: Option<Vec<BudgetCode>>,
    /// SDGs.
    pub sdgs: Option<Vec<Located<u8>>>,
    /// 年度別の計画と実績, oldest first.
    pub years: Vec<YearRecord>,
    /// References to other parts of plans.
    pub references: Option<Vec<PlanReference>>,
    /// Related records.
    pub related: Option<Vec<Located<RecordId>>>,
}

/// A chart of the printed plan, of which only the caption may be known.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// 題名.
    pub title: Text,
    /// 図の出典.
    pub source: Option<Text>,
    /// 注.
    pub note: Option<Text>,
    /// Its numbers, if known.
    pub data: Option<Vec<Figure>>,
}

/// 役割 of one actor.
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// 主体.
    pub actor: Text,
    /// What is expected.
    pub roles: Statements,
}

/// 基本施策.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// 番号.
    pub number: Located<u32>,
    /// 題名.
    pub title: Text,
    /// ①②….
    pub points: Statements,
}

coded! {
    /// What an indicator measures: what is put in, what is done, what comes of it, or for whom or what it is.
    IndicatorKind, words {
        Input "インプット" "input",
        Output "アクティビティ・アウトプット(活動)" "output",
        Outcome "アウトカム(成果)" "outcome",
        Subject "対象" "subject",
    }
}

coded! {
    /// How an indicator is judged; declared by the city, never inferred from its numbers.
    IndicatorRule, words {
        Increase "増やす" "increase",
        Decrease "減らす" "decrease",
        AtLeast "目標以上を保つ" "at_least",
        AtMost "目標以下に収める" "at_most",
        Hold "水準を保つ" "hold",
        Range "範囲に収める" "range",
        TolerateDecline "減っても目標を下回らない" "tolerate_decline",
        Milestone "到達点に至る" "milestone",
        Relative "前年度などと比べる" "relative",
        None "判定しない" "none",
    }
}

/// 指標: baseline, target, actuals and the declared rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Its position.
    pub at: Span,
    /// 番号 within its record.
    pub number: Located<u32>,
    /// 名称.
    pub name: Text,
    /// 指標の種類.
    pub kind: Option<IndicatorKind>,
    /// Names of the same measure in other documents.
    pub aliases: Option<Vec<Text>>,
    /// 判定の規則.
    pub rule: Located<IndicatorRule>,
    /// Why this rule.
    pub rule_reason: Option<Text>,
    /// 基準値.
    pub baseline: Option<Figure>,
    /// 目標値.
    pub target: Option<Figure>,
    /// 目標値 of single years, as written.
    pub targets: Vec<Figure>,
    /// 見込値: what is expected of a year, which nobody promised. It is never compared with.
    pub forecasts: Vec<Figure>,
    /// 実績値, oldest first as written.
    pub actuals: Option<Vec<Figure>>,
    /// 評価 by year.
    pub evaluations: Evaluations,
    /// 注.
    pub note: Option<Text>,
}

impl Indicator {
    /// An indicator of which only name and rule are known.
    pub fn unknown(name: Text, rule: IndicatorRule, at: Span) -> Self {
        Self {
            at,
            number: Located { value: 1, at },
            name,
            kind: None,
            aliases: None,
            rule: Located { value: rule, at },
            rule_reason: None,
            baseline: None,
            target: None,
            targets: Vec::new(),
            forecasts: Vec::new(),
            actuals: None,
            evaluations: None,
            note: None,
        }
    }

    /// Baseline, target and the values of the years in this order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> + Clone {
        self.baseline.iter().chain(&self.target).chain(self.of_years())
    }

    /// The values of single years: targets, forecasts and actuals in this order.
    pub fn of_years(&self) -> impl Iterator<Item = &Figure> + Clone {
        self.targets.iter().chain(&self.forecasts).chain(self.actuals.iter().flatten())
    }

    /// The figures without a target that is repeated among those of single years.
    pub fn distinct(&self) -> impl Iterator<Item = &Figure> + Clone {
        let is_repeated = |target: &Figure| {
            let mut same = self.targets.iter().filter(|one| one.year() == target.year() && one.as_of == target.as_of);
            target.year().is_some() && same.any(|one| one.spelled() == target.spelled())
        };
        let target = self.target.iter().filter(move |target| !is_repeated(target));
        self.baseline.iter().chain(target).chain(self.of_years())
    }

    /// The target at which it aims in the end: the one without a list, else the last of those of single years.
    pub fn last_target(&self) -> Option<&Figure> {
        self.target.as_ref().or_else(|| of_last_year(&self.targets))
    }

    /// The forecast of the last year.
    pub fn last_forecast(&self) -> Option<&Figure> {
        of_last_year(&self.forecasts)
    }

    /// The target with which an actual value is compared: that of its year, else the one at which it aims in the end.
    pub fn target_of(&self, actual: &Figure) -> Option<&Figure> {
        let of_year = |target: &&Figure| actual.year().is_some() && target.year() == actual.year();
        self.targets.iter().find(of_year).or(self.target.as_ref())
    }
}

fn of_last_year(figures: &[Figure]) -> Option<&Figure> {
    figures.iter().max_by_key(|figure| figure.year().map(YearOfValue::western))
}

/// The form of a plan.
pub(super) fn plan(form: &mut Form<'_, Plan>) {
    form.tables(&["plans", "plan_sections", "indicators", "measures"]);
    form.field("title", Title, |plan| &plan.title);
    form.field("kana", Name, |plan| &plan.kana).uncompared(SPELLING);
    form.field("aliases", Name, |plan| &plan.aliases).uncompared(SPELLING);
    form.whole("period", Name, |plan| &plan.period, period);
    form.field("target_year", Name, |plan| &plan.target_year);
    form.field("results_through", Aside, |plan| &plan.results_through).uncompared(OF_PROGRESS);
    form.key("predecessor", Reference).uncompared(LINK);
    form.key("part_of", Reference).uncompared(LINK);
    head(form);
    form.key("levels", Ordinal).uncompared(ORDINAL);
    form.field("summary", Statement, |plan| &plan.summary);
    form.parts("outline", |plan| &plan.outline, |of, _| Place::Named(of.code.to_string()), outline);
    ends(form);
}

/// The form of a line of an outline.
pub(super) fn outline(form: &mut Form<'_, OutlineEntry>) {
    form.key("code", Key).uncompared(NUMBER);
    form.key("level", Ordinal).uncompared(ORDINAL);
    form.key("printed", Ordinal).uncompared(ORDINAL);
    form.field("title", Heading, |entry| &entry.title).naming(Naming::Mapping);
}

/// The form of a section of a plan.
pub(super) fn section(form: &mut Form<'_, PlanSection>) {
    form.tables(&["plan_sections", "indicators", "measures"]);
    form.field("title", Title, |section| &section.title);
    form.inline(|section| section.rewording.as_deref(), rewording);
    form.field("departments", Reference, |section| &section.departments);
    form.field("purpose", Statement, |section| &section.purpose);
    form.field("issues", Statement, |section| &section.issues);
    form.parts("charts", |section| &section.charts, |_, n| Place::Named(n.to_string()), chart);
    indicators(form, |section| &section.indicators);
    form.parts("roles", |section| &section.roles, |of, _| Place::Named(of.actor.to_string()), role);
    form.parts("measures", |section| &section.measures, |of, _| Place::Measure(of.number.value), measure);
    form.field("projects", Statement, |section| &section.projects);
    form.field("related_plans", Statement, |section| &section.related_plans);
    texts(form, |section| &section.texts);
    years(form, |section| &section.years, &["section_years"]);
    form.whole("budget", Caption, |section| &section.budget, budget).unasked(IN_YAML);
    form.field("sdgs", Reference, |section| &section.sdgs);
    form.whole("references", Reference, |section| &section.references, reference);
    form.key("related", Reference).uncompared(LINK);
    ends(form);
}

fn chart(form: &mut Form<'_, Chart>) {
    form.tables(&["plan_sections", "indicators", "measures", "figures"]);
    form.field("title", Caption, |chart| &chart.title);
    form.field("note", Caption, |chart| &chart.note).uncompared(NOTE);
    form.whole("data", Number, |chart| &chart.data, figure);
    form.field("source", Aside, |chart| &chart.source).uncompared(NOTE);
}

/// The indicators of a record.
pub(super) fn indicators<'f, 's, T>(
    form: &'f mut Form<'s, T>,
    get: impl FnOnce(&'s T) -> &'s Option<Vec<Indicator>>,
) -> &'f mut Row<'s> {
    form.parts("indicators", get, |of, _| Place::Indicator(of.number.value), indicator)
}

const CLASSED: &str = "it says what is measured, not what was";

fn indicator(form: &mut Form<'_, Indicator>) {
    form.tables(&["indicators", "figures"]);
    form.key("number", Key).uncompared(NUMBER);
    form.field("name", Name, |indicator| &indicator.name);
    form.field("aliases", Name, |indicator| &indicator.aliases).uncompared(SPELLING);
    form.key("kind", Tag).uncompared(CLASSED);
    form.field("rule", Rule, |indicator| &indicator.rule);
    form.whole("baseline", Number, |indicator| &indicator.baseline, unnamed_figure);
    form.whole("target", Number, |indicator| &indicator.target, unnamed_figure);
    form.whole("targets", Number, |indicator| &indicator.targets, unnamed_figure);
    form.whole("forecasts", Number, |indicator| &indicator.forecasts, unnamed_figure);
    form.whole("actuals", Number, |indicator| &indicator.actuals, unnamed_figure);
    form.parts("evaluations", |of| &of.evaluations, evaluation::place, evaluation::of_indicator).unasked(IN_YAML);
    form.field("rule_reason", Aside, |indicator| &indicator.rule_reason).uncompared(NOTE);
    form.field("note", Aside, |indicator| &indicator.note).uncompared(NOTE);
}

fn role(form: &mut Form<'_, Role>) {
    form.field("actor", Caption, |role| &role.actor).uncompared(NUMBER);
    form.field("roles", Statement, |role| &role.roles).naming(Naming::Mapping);
}

fn measure(form: &mut Form<'_, Measure>) {
    form.tables(&["measures"]);
    form.key("number", Key).uncompared(NUMBER);
    form.field("title", Name, |measure| &measure.title);
    form.field("points", Statement, |measure| &measure.points);
}
