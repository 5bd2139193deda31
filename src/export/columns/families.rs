//! `plans`, `programs`, `key_goal_sheets`: the records that hold others, one row each.

use super::fields::{About, Fields, Table, with_state};
use crate::dataset::Cell;
use crate::export::cell;
use crate::model::{FixedPage, KeyGoalSheet, Plan, PlanId, Program, Record, RecordId, Site};

/// 計画.
pub(super) fn plans(site: &Site) -> Table<'_> {
    let about = About {
        family: Some(FixedPage::Plans),
        name: "plans",
        title_en: "Plans",
        description: "計画の版。1行が1つの版です。⟨section⟩は plan_sections にあります。",
        ..About::default()
    };
    let plan = |id: Option<&PlanId>| id.map_or(Cell::Empty, |id| cell::address(RecordId::plan(id).0));
    Fields::<&Plan>::with_id(|_, of| cell::address(Record::Plan(of).id().0))
        .of_plans()
        .needed(("title", "計画_名称"), ("計画の題名。", "Title of the plan."), |of| &of.title)
        .period(|of| of.period)
        .year(
            [("target_year", "目標年度"), ("target_year_wareki", "目標年度_和暦")],
            ("⟨indicators⟩の目標の年度。", "Fiscal year of the targets of the indicators."),
            |of| of.target_year.as_ref().map(|year| year.value),
        )
        .results_through(|of| &of.results_through)
        .text(
            ("predecessor_id", "前の計画_ID"),
            ("前の版の ID。", "Identifier of the previous edition."),
            move |_, of| plan(of.predecessor.as_ref().map(|id| &id.value)),
        )
        .refers_to("plans")
        .text(
            ("part_of_id", "上位の計画_ID"),
            ("この計画を含む計画の ID。", "Identifier of the plan of which it is a part."),
            move |_, of| plan(of.part_of.as_ref().map(|id| &id.value)),
        )
        .refers_to("plans")
        .statements(with_state!("summary", "概要"), ("計画の概要。", "Summary of the plan."), |of| {
            (&of.summary).into()
        })
        .source(|of| of.base.source.as_ref())
        .page(|_, of| Record::Plan(of).id().page())
        .table(site, about, |site, _| site.plans.iter())
}

/// アクションプログラム.
pub(super) fn programs(site: &Site) -> Table<'_> {
    let about = About {
        family: Some(FixedPage::Programs),
        name: "programs",
        title_en: "Action programs",
        description: "⟨program⟩。1行が1つの⟨program⟩です。⟨item⟩は action_items にあります。",
        ..About::default()
    };
    Fields::<&Program>::with_id(|_, of| cell::address(Record::Program(of).id().0))
        .needed(("title", "プログラム_名称"), ("⟨program⟩の題名。", "Title of the program."), |of| {
            &of.title
        })
        .period(|of| Some(of.period))
        .results_through(|of| &of.results_through)
        .statements(with_state!("summary", "概要"), ("⟨program⟩の概要。", "Summary of the program."), |of| {
            (&of.summary).into()
        })
        .source(|of| of.base.source.as_ref())
        .page(|_, of| Record::Program(of).id().page())
        .table(site, about, |site, _| site.programs.iter())
}

/// 重点目標一覧表.
pub(super) fn sheets(site: &Site) -> Table<'_> {
    let about = About {
        family: Some(FixedPage::Goals),
        name: "key_goal_sheets",
        title_en: "Sheets of key goals",
        description: "⟨sheet⟩。1行が1つの部局の1年度です。⟨goal⟩は key_goals にあります。",
        ..About::default()
    };
    let stages = |of: &KeyGoalSheet| Cell::List(of.stages.iter().map(|one| one.stage.value.code().into()).collect());
    Fields::<&KeyGoalSheet>::with_id(|_, of| cell::text(&of.id.0))
        .text(("title", "一覧表_名称"), ("⟨sheet⟩の題名。", "Title of the sheet."), |site, of| {
            cell::title(Record::Sheet(of), site)
        })
        .required()
        .fiscal_year(|of| Some(of.fiscal_year))
        .required()
        .by_year(|of| Some(of.fiscal_year))
        .department(
            [("department_id", "部局_ID"), ("department_name", "部局_名称")],
            ("⟨sheet⟩の部局。", "Department of the sheet."),
            |of| Some(&of.department.value),
        )
        .required()
        .refers_to("departments")
        .list(
            ("stages", "段階"),
            (
                "公表した段階(initial 期首、mid_term 中間報告、final 期末)。",
                "Stages that are published: initial, mid_term, final.",
            ),
            move |_, of| stages(of),
        )
        .source(|of| of.base.source.as_ref())
        .page(|_, of| of.id.page())
        .table(site, about, |site, _| site.sheets.iter())
}
