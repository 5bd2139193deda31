//! `indicators`: 指標 of the plans with baseline, target and the declared rule.

use super::codes;
use super::fields::{About, Fields, Table, known};
use super::value::{Value, figure_names};
use crate::dataset::ForeignKey;
use crate::export::cell;
use crate::model::{FixedPage, Indicator, Plan, PlanSection, Site};

struct Row<'s> {
    plan: &'s Plan,
    section: &'s PlanSection,
    indicator: &'s Indicator,
}

/// 指標.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        family: Some(FixedPage::Indicators),
        name: "indicators",
        title_en: "Indicators of plans",
        description: "⟨plans_named⟩の⟨section⟩が掲げる指標の基準値・目標値と、⟨body⟩が定めた判定の規則。1行が1指標です。達成の度合いは、基準値と目標値の差ではなく判定の規則に従って読んでください。実績値と内訳は figures にあります。",
        foreign_keys: &[ForeignKey { columns: &["section_id"], dataset: "plan_sections", references: &["id"] }],
        ..About::default()
    };
    columns().table(site, about, |site, _| {
        site.plans.iter().flat_map(|plan| {
            plan.sections.iter().flat_map(move |section| {
                section.indicators.iter().flatten().map(move |indicator| Row { plan, section, indicator })
            })
        })
    })
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    let anchor = |row: &Row<'_>| row.indicator.anchor();
    Fields::<Row<'s>>::with_id(move |_, row| cell::address(row.section.id.part(&anchor(row))))
        .of_plans()
        .text(
            ("section_id", "節_ID"),
            ("指標を掲げる⟨section⟩の ID。", "Identifier of the plan section."),
            |_, row| cell::text(&row.section.id.0),
        )
        .required()
        .text(("plan_title", "計画_名称"), ("計画の題名。", "Title of the plan."), |_, row| {
            cell::text(&row.plan.title.value)
        })
        .required()
        .text(
            ("section_ordinal", "節_表記"),
            ("⟨ordinal⟩ のような呼び方。", "The way the section is called in the plan."),
            |_, row| cell::owned(row.plan.ordinal(&row.section.code)),
        )
        .required()
        .text(("section_title", "節_名称"), ("⟨section⟩の題名。", "Title of the section."), |_, row| {
            cell::text(&row.section.title.value)
        })
        .required()
        .integer(
            ("number", "指標_番号"),
            ("⟨section⟩の中の番号。", "Number within the section."),
            |_, row| cell::integer(row.indicator.number.value),
        )
        .required()
        .text(("name", "指標_名称"), ("指標の名称。", "Name of the indicator."), |_, row| {
            cell::text(&row.indicator.name.value)
        })
        .required()
        .list(
            ("aliases", "指標_別名"),
            ("ほかの文書での名称。", "Names of the same measure in other documents."),
            |_, row| cell::list(row.indicator.aliases.as_deref()),
        )
        .coded(
            [("rule", "判定規則_コード"), ("rule_label", "判定規則")],
            codes::RULES,
            ("何をもって順調とするか。⟨body⟩が定めます。", "How progress is judged, as declared by the city."),
            |_, row| Some(row.indicator.rule.value.code()),
        )
        .required()
        .text(
            ("rule_reason", "判定規則_理由"),
            ("この規則である理由。", "Why this rule applies."),
            |_, row| cell::optional(row.indicator.rule_reason.as_ref()),
        )
        .figure(figure_names!("baseline_", "基準値_"), |row| Value::whole(row.indicator.baseline.as_ref()))
        .figure(figure_names!("target_", "目標値_"), |row| Value::whole(row.indicator.target.as_ref()))
        .state(("actuals_state", "実績値_状態コード"), |row| known(row.indicator.actuals.as_deref()))
        .text(("note", "指標_注"), ("指標についての注。", "Note on the indicator."), |_, row| {
            cell::optional(row.indicator.note.as_ref())
        })
        .page(move |row| row.section.id.part_page(&anchor(row)))
}
