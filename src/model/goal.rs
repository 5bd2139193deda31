//! 重点目標一覧表 and 重点目標, with the stages at which they were published.

use super::coded::coded;
use super::cost::{budget, money};
use super::form::{
    BY_ROW,
    Class::{
        Aside, Caption, Document, Fact, Figure as Number, Internal, Key, Move, Name, Reference, Statement, Thread,
        Title,
    },
    Form, IN_YAML, INTERNAL, JOIN, LINK, NUMBER, Naming, Place, SOURCE, ends, figure, moved_to, reference, texts,
};
use super::plan::indicators;
use super::rewording::rewording;
use super::{
    Approval, Base, BudgetCode, Date, DepartmentId, Evaluations, Figure, FiscalYear, Indicator, Money, OwnText,
    PlanReference, Rating, RecordId, Records, Release, Rewording, Statements, Text, evaluation,
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
    /// The stage.
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
    /// What every record has.
    pub base: Base,
    /// Address.
    pub id: RecordId,
    /// 年度.
    pub fiscal_year: FiscalYear,
    /// The department of the address.
    pub department: Located<DepartmentId>,
    /// 題名.
    pub title: Option<Text>,
    /// 部局; two if they publish one sheet together.
    pub departments: Vec<Located<DepartmentId>>,
    /// The stages that are published.
    pub stages: Vec<Stage>,
    /// 重点目標 by number.
    pub goals: Records<KeyGoal>,
}

impl KeyGoalSheet {
    /// Whether a stage is published.
    pub fn has(&self, stage: StageKind) -> bool {
        self.stages.iter().any(|published| published.stage.value == stage)
    }

    /// Whether the public may see a stage that is listed or has any content.
    pub fn release_of(&self, stage: StageKind) -> Option<Release> {
        let listed = self.stages.iter().filter(|listed| listed.stage.value == stage).map(|listed| listed.release);
        let items = self.goals.iter().flat_map(KeyGoal::known_items);
        let reports = items.filter_map(|item| item.report(stage));
        listed.chain(reports.map(|report| report.release)).max()
    }

    /// The stages that are not listed although the public sees or will see what belongs to them: reports, or goals without
    /// any stage.
    pub fn undeclared(&self) -> Vec<StageKind> {
        self.lacking(|goal| goal.base.release < Release::Unapproved)
    }

    /// The same, with the drafts of a draft: what its reports need once it is public.
    pub fn undeclared_as_it_stands(&self) -> Vec<StageKind> {
        self.lacking(|goal| goal.base.release < Release::Unapproved || self.base.release == Release::Draft)
    }

    fn lacking(&self, is_seen: impl Fn(&KeyGoal) -> bool) -> Vec<StageKind> {
        let goals = || self.goals.iter().filter(|goal| is_seen(goal));
        let is_reported = |stage| {
            let mut reports = goals().flat_map(KeyGoal::known_items).filter_map(|item| item.report(stage));
            reports.any(|report| report.release.is_open())
                || stage == StageKind::Final && goals().any(|goal| goal.rating.is_some())
        };
        let reported = [StageKind::MidTerm, StageKind::Final].into_iter().filter(|stage| is_reported(*stage));
        let missing: Vec<_> = reported.filter(|stage| !self.has(*stage)).collect();
        let is_bare =
            missing.is_empty() && self.stages.is_empty() && goals().any(|goal| !goal.known_items().is_empty());
        if is_bare { vec![StageKind::Initial] } else { missing }
    }
}

/// 重点目標.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyGoal {
    /// What every record has.
    pub base: Base,
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
    /// What the record says in other words.
    pub rewording: Option<Box<Rewording>>,
    /// Joins the same goal across years.
    pub thread: Option<Text>,
    /// 重点取組項目 ①②….
    pub items: Option<Vec<GoalItem>>,
    /// 指標.
    pub indicators: Option<Vec<Indicator>>,
    /// The department to which the goal moved.
    pub moved_to: Option<MovedTo>,
    /// 評価 of the goal as a whole.
    pub rating: Option<Located<Rating>>,
    /// 予算科目.
    pub budget: Option<Vec<BudgetCode>>,
    /// 事業費 and 効果額 in amounts.
    pub money: Money,
    /// References to parts of plans.
    pub references: Option<Vec<PlanReference>>,
    /// SDGs.
    pub sdgs: Option<Vec<Located<u8>>>,
    /// Related records.
    pub related: Option<Vec<Located<RecordId>>>,
}

impl KeyGoal {
    /// The items, none if unknown.
    pub fn known_items(&self) -> &[GoalItem] {
        self.items.as_deref().unwrap_or_default()
    }
}

/// 重点取組項目 of a goal.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalItem {
    /// Its position.
    pub at: Span,
    /// ①②… as a number.
    pub number: Located<u32>,
    /// 題名.
    pub title: Text,
    /// 小項目.
    pub sub_items: Statements,
    /// 期限・数値目標等.
    pub targets: Statements,
    /// Rows of the city's own.
    pub texts: Vec<OwnText>,
    /// 中間報告.
    pub mid_term: Option<Report>,
    /// 達成状況.
    pub final_report: Option<Report>,
    /// 数値.
    pub figures: Vec<Figure>,
    /// The department to which the item moved.
    pub moved_to: Option<MovedTo>,
}

impl GoalItem {
    /// The report of a stage; there is none of the first.
    pub fn report(&self, stage: StageKind) -> Option<&Report> {
        match stage {
            StageKind::Initial => None,
            StageKind::MidTerm => self.mid_term.as_ref(),
            StageKind::Final => self.final_report.as_ref(),
        }
    }
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
    /// 評価 by evaluators on declared scales.
    pub evaluations: Evaluations,
    /// Whether the public may see it, by the approval of its stage.
    pub release: Release,
}

/// 他部局への移管: the goal is reported in another department's sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct MovedTo {
    /// The department.
    pub department: Located<DepartmentId>,
    /// The printed text.
    pub note: Option<Text>,
}

/// The form of a sheet.
pub(super) fn sheet(form: &mut Form<'_, KeyGoalSheet>) {
    form.tables(&["key_goals", "key_goal_items"]);
    form.field("title", Title, |sheet| &sheet.title);
    form.field("departments", Reference, |sheet| &sheet.departments);
    form.parts("stages", |sheet| &sheet.stages, |of, _| Place::Named(of.stage.value.code().to_owned()), stage);
    ends(form);
}

fn stage(form: &mut Form<'_, Stage>) {
    form.key("stage", Key).uncompared(NUMBER);
    form.field("as_of", Aside, |stage| &stage.as_of).naming(Naming::Mapping);
    form.field("document", Document, |stage| &stage.document).uncompared(SOURCE);
    form.keys("approved", Internal, &["by", "date"]).uncompared(INTERNAL);
}

/// The form of a goal.
pub(super) fn goal(form: &mut Form<'_, KeyGoal>) {
    form.tables(&["key_goals", "key_goal_items"]);
    form.field("title", Title, |goal| &goal.title).printed("⟨goal⟩").column("重点目標_名称");
    form.inline(|goal| goal.rewording.as_deref(), rewording);
    form.key("thread", Thread).uncompared(JOIN).unasked(IN_YAML);
    form.field("rating", Fact, |goal| &goal.rating).printed("目標全体の評価").column("評価");
    form.whole("moved_to", Move, |goal| &goal.moved_to, moved_to);
    form.whole("budget", Caption, |goal| &goal.budget, budget).unasked(IN_YAML);
    form.inline(|goal| goal.money.said(), money);
    form.whole("references", Reference, |goal| &goal.references, reference);
    form.field("sdgs", Reference, |goal| &goal.sdgs);
    form.key("related", Reference).uncompared(LINK);
    indicators(form, |goal| &goal.indicators).unasked(IN_YAML);
    form.parts("items", |goal| &goal.items, |of, _| Place::Item(of.number.value), item);
    ends(form);
}

fn item(form: &mut Form<'_, GoalItem>) {
    form.tables(&["key_goal_items"]);
    form.key("number", Key).uncompared(NUMBER).unasked(BY_ROW);
    form.field("title", Name, |item| &item.title).printed("具体的な⟨part⟩").column("重点取組項目_名称");
    form.field("sub_items", Statement, |item| &item.sub_items).printed("⟨sub_items⟩").column("小項目");
    form.field("targets", Statement, |item| &item.targets).column("期限・数値目標");
    texts(form, |item| &item.texts);
    form.part("mid_term", |item| &item.mid_term, mid_term);
    form.part("final", |item| &item.final_report, final_report);
    form.whole("figures", Number, |item| &item.figures, figure);
    form.whole("moved_to", Move, |item| &item.moved_to, moved_to);
}

fn mid_term(form: &mut Form<'_, Report>) {
    form.field("as_of", Fact, |report| &report.as_of).printed("中間報告の時点").column("中間報告_時点");
    form.field("progress", Statement, |report| &report.results).printed("進捗状況・進捗度").column("中間報告");
    form.field("rating", Fact, |report| &report.rating).printed("中間報告の評価").column("中間評価");
    evaluations(form);
}

fn final_report(form: &mut Form<'_, Report>) {
    form.field("as_of", Fact, |report| &report.as_of).printed("期末の時点").column("達成状況_時点");
    form.field("results", Statement, |report| &report.results).printed("達成状況・達成度").column("達成状況");
    form.field("rating", Fact, |report| &report.rating).printed("期末の評価").column("期末評価");
    evaluations(form);
}

fn evaluations(form: &mut Form<'_, Report>) {
    form.parts("evaluations", |report| &report.evaluations, evaluation::place, evaluation::evaluation).unasked(IN_YAML);
}
