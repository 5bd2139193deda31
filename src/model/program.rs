//! アクションプログラム and its 取組項目, each with one record per fiscal year.

use std::cmp::Ordering;
use std::fmt;

use super::cost::{budget, money};
use super::form::{
    BY_ROW,
    Class::{
        Aside, Caption, Figure as Number, Heading, Internal, Key, Name, Ordinal, Reference, Statement, Tag, Title,
    },
    Form, IN_YAML, INTERNAL, LINK, NUMBER, Naming, ORDINAL, Place, SPELLING, ends, figure, head, period, reference,
    release, texts,
};
use super::plan::{indicators, outline};
use super::rewording::rewording;
use super::{
    Base, BudgetCode, DepartmentId, Evaluations, Figure, FiscalYear, Head, Indicator, Money, OutlineEntry, OwnText,
    Period, PlanId, PlanReference, ProgramId, RecordId, Records, Release, Rewording, Statements, Text, YearApprovals,
    evaluation, natural_order, natural_order::same_count,
};
use crate::diagnostic::{Located, Span};

/// アクションプログラム.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// What every record has.
    pub base: Base,
    /// Id.
    pub id: ProgramId,
    /// 題名.
    pub title: Text,
    /// よみ.
    pub kana: Option<Text>,
    /// Other spellings.
    pub aliases: Option<Vec<Text>>,
    /// 期間.
    pub period: Period,
    /// The last fiscal year whose results are published.
    pub results_through: Option<Located<FiscalYear>>,
    /// 概要.
    pub summary: Statements,
    /// The form of its items.
    pub head: Head,
    /// The plan whose outline is the tree of the items; see [`Tree`](super::Tree).
    pub tree: Option<Located<PlanId>>,
    /// Names of the levels of its own outline, as 政策・施策.
    pub levels: Vec<Text>,
    /// Its own outline.
    pub outline: Vec<OutlineEntry>,
    /// 改革の柱, an outline of two levels.
    pub pillars: Vec<Pillar>,
    /// 取組項目 by number.
    pub items: Records<ActionItem>,
}

impl Program {
    /// The fiscal years of the period; empty if one end is unknown.
    pub fn years(&self) -> Vec<FiscalYear> {
        self.period.years()
    }
}

/// 改革の柱.
#[derive(Debug, Clone, PartialEq)]
pub struct Pillar {
    /// 番号.
    pub code: Text,
    /// 題名.
    pub title: Text,
    /// 区分.
    pub categories: Vec<Category>,
}

/// 区分 within a pillar.
#[derive(Debug, Clone, PartialEq)]
pub struct Category {
    /// 符号, as 1-ア.
    pub code: Text,
    /// 題名.
    pub title: Text,
}

/// 取組項目.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionItem {
    /// What every record has.
    pub base: Base,
    /// Address.
    pub id: RecordId,
    /// The program.
    pub program: ProgramId,
    /// 番号.
    pub number: ItemNumber,
    /// 取組項目名.
    pub title: Text,
    /// What the record says in other words.
    pub rewording: Option<Box<Rewording>>,
    /// Its place in the [`Tree`](super::Tree) of the program, by code.
    pub category: Option<Text>,
    /// 担当.
    pub departments: Option<Vec<Located<DepartmentId>>>,
    /// 担当 that cannot be expressed as departments, as printed.
    pub departments_note: Option<Text>,
    /// 改革の概要.
    pub summary: Statements,
    /// これまでの実績・課題.
    pub background: Statements,
    /// 取組内容・改革手段.
    pub approach: Statements,
    /// 5年後の改革達成形態・成果目標.
    pub goal: Statements,
    /// 総合計画・スマートシティ化推進計画における位置付け.
    pub references: Option<Vec<PlanReference>>,
    /// Plans in which it has no position, according to the form.
    pub none_in: Vec<Located<PlanId>>,
    /// SDGs.
    pub sdgs: Option<Vec<Located<u8>>>,
    /// Rows of the city's own.
    pub texts: Vec<OwnText>,
    /// 予算科目.
    pub budget: Option<Vec<BudgetCode>>,
    /// Figures that belong to no single year record.
    pub figures: Vec<Figure>,
    /// 指標.
    pub indicators: Option<Vec<Indicator>>,
    /// 年度別取組, oldest first.
    pub years: Vec<YearRecord>,
    /// Related records.
    pub related: Option<Vec<Located<RecordId>>>,
}

/// 番号 of an item, as its file is named: `17`, `0086`, `07-01-01-3`. Shown as written, ordered as people count.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ItemNumber(pub String);

impl ItemNumber {
    /// The number, if it is nothing but that; `0086` is more.
    pub fn plain(&self) -> Option<u32> {
        if self.0.starts_with('0') { None } else { self.0.parse().ok() }
    }

    /// Whether another one differs in zeros before its numbers only.
    pub fn counts_as(&self, other: &Self) -> bool {
        same_count(&self.0, &other.0)
    }
}

impl Ord for ItemNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        natural_order(&self.0, &other.0)
    }
}

impl PartialOrd for ItemNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for ItemNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ActionItem {
    /// All figures but those of indicators: those of the record, then those of its years.
    pub fn all_figures(&self) -> impl Iterator<Item = &Figure> {
        self.figures.iter().chain(self.years.iter().flat_map(|year| &year.figures))
    }
}

/// 年度別取組: plan and result of one fiscal year.
#[derive(Debug, Clone, PartialEq)]
pub struct YearRecord {
    /// Its position.
    pub at: Span,
    /// 年度.
    pub fiscal_year: Located<FiscalYear>,
    /// 取組計画.
    pub plan: Statements,
    /// 実績.
    pub results: Statements,
    /// 効果額.
    pub effect: Statements,
    /// Rows of the city's own.
    pub texts: Vec<OwnText>,
    /// 数値; each has the year of this record unless it names another.
    pub figures: Vec<Figure>,
    /// 事業費 and 効果額 in amounts.
    pub money: Money,
    /// 評価.
    pub evaluations: Evaluations,
    /// 承認; few years have one.
    pub approved: Option<Box<YearApprovals>>,
    /// Whether the public may see it.
    pub release: Release,
    /// Whether the public may see 取組計画.
    pub plan_release: Release,
    /// Whether the public may see 実績 and 効果額.
    pub results_release: Release,
}

impl YearRecord {
    /// Whether the year is reported: results, be they none, numbers of what was done or spent, or evaluations.
    pub fn is_reported(&self) -> bool {
        self.results.is_some() || self.has_numbers() || self.is_evaluated()
    }

    /// Whether it has numbers of what was done or spent.
    pub fn has_numbers(&self) -> bool {
        self.figures.iter().any(Figure::is_result) || self.money.reported().is_some()
    }

    /// Whether it tells its effect in sentences, without an amount.
    pub fn tells_effect_in_sentences(&self) -> bool {
        self.effect.as_ref().is_some_and(|said| !said.is_empty()) && self.money.effects().is_empty()
    }
}

pub(super) const OF_PROGRESS: &str = "it follows from what is published";

/// The form of a program.
pub(super) fn program(form: &mut Form<'_, Program>) {
    form.tables(&["action_items"]);
    form.field("title", Title, |program| &program.title);
    form.whole("period", Name, |program| &program.period, period);
    form.field("kana", Name, |program| &program.kana).uncompared(SPELLING);
    form.field("aliases", Name, |program| &program.aliases).uncompared(SPELLING);
    form.field("results_through", Aside, |program| &program.results_through).uncompared(OF_PROGRESS);
    form.field("summary", Statement, |program| &program.summary);
    head(form);
    form.key("tree", Reference).uncompared(LINK).unasked(IN_YAML);
    form.key("levels", Ordinal).uncompared(ORDINAL).unasked(IN_YAML);
    form.parts("outline", |program| &program.outline, |of, _| Place::Named(of.code.to_string()), branch);
    form.parts("pillars", |program| &program.pillars, |of, _| Place::Named(of.code.to_string()), pillar);
    ends(form);
}

fn branch(form: &mut Form<'_, OutlineEntry>) {
    form.tables(&["program_outline"]);
    outline(form);
}

fn pillar(form: &mut Form<'_, Pillar>) {
    form.key("code", Key).uncompared(NUMBER);
    form.field("title", Heading, |pillar| &pillar.title).naming(Naming::Mapping);
    form.parts("categories", |of| &of.categories, |of, _| Place::Named(of.code.to_string()), category)
        .naming(Naming::Top);
}

fn category(form: &mut Form<'_, Category>) {
    form.key("code", Key).uncompared(NUMBER);
    form.field("title", Heading, |category| &category.title).naming(Naming::Mapping);
}

/// The form of an action item.
pub(super) fn item(form: &mut Form<'_, ActionItem>) {
    form.tables(&["action_items"]);
    form.field("title", Title, |item| &item.title).printed("⟨item⟩名").column("取組項目_名称");
    form.inline(|item| item.rewording.as_deref(), rewording);
    form.field("category", Ordinal, |item| &item.category).unasked(IN_YAML);
    form.field("departments", Reference, |item| &item.departments).printed("⟨departments_asked⟩");
    form.field("departments_note", Tag, |item| &item.departments_note).column("担当_注");
    form.field("summary", Statement, |item| &item.summary).printed("⟨summary⟩").column("改革の概要");
    form.field("background", Statement, |item| &item.background).column("これまでの実績・課題");
    form.field("approach", Statement, |item| &item.approach).column("取組内容・改革手段");
    form.field("goal", Statement, |item| &item.goal).column("成果目標");
    form.whole("references", Reference, |item| &item.references, reference).printed("⟨references⟩");
    form.field("none_in", Reference, |item| &item.none_in);
    form.field("sdgs", Reference, |item| &item.sdgs).printed("⟨sdgs⟩");
    texts(form, |item| &item.texts);
    form.whole("budget", Caption, |item| &item.budget, budget).unasked(IN_YAML);
    form.whole("figures", Number, |item| &item.figures, figure);
    indicators(form, |item| &item.indicators).unasked(IN_YAML);
    years(form, |item| &item.years, &["action_item_years"]);
    form.key("related", Reference).uncompared(LINK);
    ends(form);
}

/// The years of a record, whose values are in these tables.
pub(super) fn years<'s, T>(
    form: &mut Form<'s, T>,
    get: impl FnOnce(&'s T) -> &'s [YearRecord],
    tables: &'static [&'static str],
) {
    let describe = |form: &mut Form<'s, YearRecord>| {
        form.tables(tables);
        year(form);
    };
    form.parts("years", get, |of, _| Place::Year(of.fiscal_year.value), describe);
}

fn year(form: &mut Form<'_, YearRecord>) {
    form.field("fiscal_year", Aside, |year| &year.fiscal_year).uncompared(NUMBER).unasked(BY_ROW);
    form.field("plan", Statement, |year| &year.plan).column("取組計画");
    form.field("results", Statement, |year| &year.results).printed("⟨results⟩").column("実績");
    form.field("effect", Statement, |year| &year.effect).column("効果額");
    texts(form, |year| &year.texts);
    form.whole("figures", Number, |year| &year.figures, figure);
    form.inline(|year| year.money.said(), money);
    form.parts("evaluations", |year| &year.evaluations, evaluation::place, evaluation::evaluation).unasked(IN_YAML);
    form.part("approved", |_| &None, approvals);
    release(form);
}

fn approvals(form: &mut Form<'_, YearApprovals>) {
    form.keys("plan", Internal, &["by", "date"]).uncompared(INTERNAL).unasked(IN_YAML);
    form.keys("results", Internal, &["by", "date"]).uncompared(INTERNAL).unasked(IN_YAML);
}
