//! `section_years`: plan and results of the sections of plans, one row per section and fiscal year.

use super::fields::{About, Fields, Table};
use super::year_records::{self, told};
use crate::export::cell;
use crate::model::{Plan, PlanSection, Record, Site};

type Row<'s> = year_records::Row<'s, (&'s Plan, &'s PlanSection)>;

/// 節の年度別取組.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        name: "section_years",
        title_en: "Plan sections by fiscal year",
        description: "⟨plan_section⟩の年度ごとの⟨year_plan⟩・⟨results⟩・⟨effect⟩。1行が1つの⟨section⟩の1年度です。数値は figures にあります。",
        ..About::default()
    };
    columns().table(site, about, |site, _| {
        site.plans.iter().flat_map(|plan| {
            let through = plan.results_through.as_ref().map(|through| through.value);
            let row = move |section| {
                move |year| Row { holder: (plan, section), through, year, record: Record::Section(section) }
            };
            plan.sections.iter().flat_map(move |section| section.years.iter().map(row(section)))
        })
    })
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    let anchor = |row: &Row<'_>| row.year.fiscal_year.value.anchor();
    let named = Fields::<Row<'s>>::with_id(move |_, row| cell::address(row.holder.1.id.part(&anchor(row))))
        .text(("section_id", "節_ID"), ("⟨section⟩の ID。", "Identifier of the plan section."), |_, row| {
            cell::text(&row.holder.1.id.0)
        })
        .required()
        .refers_to("plan_sections")
        .needed(("plan_title", "計画_名称"), ("計画の題名。", "Title of the plan."), |row| {
            &row.holder.0.title
        })
        .text(
            ("section_ordinal", "節_表記"),
            ("⟨ordinal⟩ のような呼び方。", "The way the section is called in the plan."),
            |_, row| cell::owned(row.holder.0.ordinal(&row.holder.1.code)),
        )
        .required()
        .needed(("section_title", "節_名称"), ("⟨section⟩の題名。", "Title of the section."), |row| {
            &row.holder.1.title
        });
    told(named).page(move |_, row| row.holder.1.id.part_page(&anchor(row)))
}
