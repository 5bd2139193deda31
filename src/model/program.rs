//! アクションプログラム and its 取組項目, each with one record a fiscal year.

use std::sync::Arc;

use super::{
    Acceptance, Citation, DepartmentId, Figure, FiscalYear, Narrative, Period, PlanId, PlanReference, ProgramId,
    RecordId, Records, Release, Statements, Text, YearApprovals,
};
use crate::diagnostic::{Located, Span};

/// アクションプログラム.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// Where it is written.
    pub at: Span,
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
    /// 改革の柱.
    pub pillars: Vec<Pillar>,
    /// 取組項目 by number.
    pub items: Records<ActionItem>,
    /// Narrative beside the YAML.
    pub narrative: Option<Arc<Narrative>>,
    /// 出典.
    pub source: Option<Citation>,
    /// 確認済みの注意.
    pub accepted: Vec<Acceptance>,
    /// Whether the public may see it.
    pub release: Release,
}

impl Program {
    /// The category with this code and the pillar that holds it.
    pub fn category(&self, code: &str) -> Option<(&Pillar, &Category)> {
        self.pillars.iter().find_map(|pillar| {
            pillar.categories.iter().find(|category| category.code.value == code).map(|category| (pillar, category))
        })
    }

    /// The fiscal years of the period; empty where one end is unknown.
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
    /// Where it is written.
    pub at: Span,
    /// Address.
    pub id: RecordId,
    /// The program.
    pub program: ProgramId,
    /// 番号.
    pub number: u32,
    /// 取組項目名.
    pub title: Text,
    /// 区分.
    pub category: Option<Text>,
    /// 担当.
    pub departments: Option<Vec<Located<DepartmentId>>>,
    /// 担当 that cannot be told as departments, as printed.
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
    /// Plans in which the form says that it has no position.
    pub none_in: Vec<Located<PlanId>>,
    /// SDGs.
    pub sdgs: Option<Vec<Located<u8>>>,
    /// Figures that belong to no single year record.
    pub figures: Vec<Figure>,
    /// 年度別取組, oldest first.
    pub years: Vec<YearRecord>,
    /// Related records.
    pub related: Option<Vec<Located<RecordId>>>,
    /// Narrative beside the YAML.
    pub narrative: Option<Arc<Narrative>>,
    /// 出典.
    pub source: Option<Citation>,
    /// 確認済みの注意.
    pub accepted: Vec<Acceptance>,
    /// Whether the public may see it.
    pub release: Release,
}

impl ActionItem {
    /// All figures: those of the record, then those of its years.
    pub fn all_figures(&self) -> impl Iterator<Item = &Figure> {
        self.figures.iter().chain(self.years.iter().flat_map(|year| &year.figures))
    }
}

/// 年度別取組: plan and result of one fiscal year.
#[derive(Debug, Clone, PartialEq)]
pub struct YearRecord {
    /// Where it is written.
    pub at: Span,
    /// 年度.
    pub fiscal_year: Located<FiscalYear>,
    /// 取組計画.
    pub plan: Statements,
    /// 実績.
    pub results: Statements,
    /// 効果額.
    pub effect: Statements,
    /// 数値; each has the year of this record unless it names another.
    pub figures: Vec<Figure>,
    /// 承認.
    pub approved: YearApprovals,
    /// Whether the public may see it.
    pub release: Release,
    /// Whether the public may see 取組計画.
    pub plan_release: Release,
    /// Whether the public may see 実績 and 効果額.
    pub results_release: Release,
}
