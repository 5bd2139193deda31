//! 重点目標一覧表 and 重点目標, with the stages at which they were published.

use std::sync::Arc;

use super::coded::coded;
use super::{
    Acceptance, Approval, Citation, Date, DepartmentId, Figure, FiscalYear, Narrative, PlanReference, Rating, RecordId,
    Records, Release, Statements, Text,
};
use crate::diagnostic::{Located, Span};

coded! {
    /// 公表の段階.
    StageKind, words {
        Initial "期首(目標)" "initial",
        MidTerm "中間報告" "mid_term",
        Final "期末(達成状況)" "final",
    }
}

/// One published stage of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// Which.
    pub stage: Located<StageKind>,
    /// 時点.
    pub as_of: Option<Located<Date>>,
    /// The document.
    pub document: Option<Text>,
    /// 承認.
    pub approved: Option<Approval>,
    /// Whether the public may see it.
    pub release: Release,
}

/// 重点目標一覧表: the goals of one department (or two together) in one fiscal year.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyGoalSheet {
    /// Where it is written.
    pub at: Span,
    /// Address.
    pub id: RecordId,
    /// 年度.
    pub fiscal_year: FiscalYear,
    /// The department of the address.
    pub department: Located<DepartmentId>,
    /// 題名.
    pub title: Option<Text>,
    /// 部局; two where two publish one sheet.
    pub departments: Vec<Located<DepartmentId>>,
    /// The stages that are published.
    pub stages: Vec<Stage>,
    /// 重点目標 by number.
    pub goals: Records<KeyGoal>,
    /// Narrative beside the YAML.
    pub narrative: Option<Arc<Narrative>>,
    /// 出典.
    pub source: Option<Citation>,
    /// 確認済みの注意.
    pub accepted: Vec<Acceptance>,
    /// Whether the public may see it.
    pub release: Release,
}

impl KeyGoalSheet {
    /// Whether a stage is published.
    pub fn has(&self, stage: StageKind) -> bool {
        self.stages.iter().any(|published| published.stage.value == stage)
    }

    /// Whether the public may see a stage that is listed or of which something is written.
    pub fn release_of(&self, stage: StageKind) -> Option<Release> {
        let listed = self.stages.iter().filter(|listed| listed.stage.value == stage).map(|listed| listed.release);
        let items = self.goals.iter().flat_map(KeyGoal::known_items);
        let reports = items.filter_map(|item| match stage {
            StageKind::Initial => None,
            StageKind::MidTerm => item.mid_term.as_ref(),
            StageKind::Final => item.final_report.as_ref(),
        });
        listed.chain(reports.map(|report| report.release)).max()
    }
}

/// 重点目標.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyGoal {
    /// Where it is written.
    pub at: Span,
    /// Address.
    pub id: RecordId,
    /// 年度.
    pub fiscal_year: FiscalYear,
    /// The department of the address.
    pub department: DepartmentId,
    /// 番号.
    pub number: u32,
    /// 題名.
    pub title: Text,
    /// Joins the same goal across years.
    pub thread: Option<Text>,
    /// 重点取組項目 ①②….
    pub items: Option<Vec<GoalItem>>,
    /// The department to which the goal moved.
    pub moved_to: Option<MovedTo>,
    /// 評価 of the goal as a whole.
    pub rating: Option<Located<Rating>>,
    /// References to parts of plans.
    pub references: Option<Vec<PlanReference>>,
    /// SDGs.
    pub sdgs: Option<Vec<Located<u8>>>,
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

impl KeyGoal {
    /// The items, none where unknown.
    pub fn known_items(&self) -> &[GoalItem] {
        self.items.as_deref().unwrap_or_default()
    }
}

/// 重点取組項目 of a goal.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalItem {
    /// Where it is written.
    pub at: Span,
    /// ①②… as a number.
    pub number: Located<u32>,
    /// 題名.
    pub title: Text,
    /// 小項目.
    pub sub_items: Statements,
    /// 期限・数値目標等.
    pub targets: Statements,
    /// 中間報告.
    pub mid_term: Option<Report>,
    /// 達成状況.
    pub final_report: Option<Report>,
    /// 数値.
    pub figures: Vec<Figure>,
    /// The department to which the item moved.
    pub moved_to: Option<MovedTo>,
}

/// What was reported at one stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// 時点.
    pub as_of: Option<Located<Date>>,
    /// 進捗状況 or 達成状況.
    pub results: Statements,
    /// 評価.
    pub rating: Option<Located<Rating>>,
    /// Whether the public may see it, by the approval of its stage.
    pub release: Release,
}

/// 他部局への移管: the goal is told in another department's sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct MovedTo {
    /// The department.
    pub department: Located<DepartmentId>,
    /// What is printed.
    pub note: Option<Text>,
}
