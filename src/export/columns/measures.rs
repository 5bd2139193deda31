//! `measures`: 基本施策 of the plan sections, one row per point ①②.

use std::collections::HashMap;

use super::fields::{About, Fields, Table, known};
use super::figures::unique;
use crate::dataset::Cell;
use crate::export::cell;
use crate::model::{FixedPage, Measure, Plan, PlanSection, Site, Text};

struct Row<'s> {
    plan: &'s Plan,
    section: &'s PlanSection,
    measure: &'s Measure,
    point: Option<(usize, &'s Text)>,
    id: String,
}

impl Row<'_> {
    fn anchor(&self) -> String {
        match self.point {
            Some((position, _)) => self.measure.point_anchor(position),
            None => self.measure.anchor(),
        }
    }
}

/// 基本施策.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        family: Some(FixedPage::Plans),
        name: "measures",
        title_en: "Measures of plans",
        description: "⟨plans_named⟩の⟨section⟩の⟨measures⟩。1行が⟨measures⟩の①②…の1つです。①②…の無い施策は施策だけで1行です。",
        ..About::default()
    };
    columns().table(site, about, |site, _| {
        site.plans.iter().flat_map(|plan| {
            plan.sections.iter().flat_map(move |section| {
                section.measures.iter().flatten().flat_map(move |measure| rows_of(plan, section, measure))
            })
        })
    })
}

fn rows_of<'s>(plan: &'s Plan, section: &'s PlanSection, measure: &'s Measure) -> Vec<Row<'s>> {
    let (place, mut seen) = (section.id.part(&measure.anchor()), HashMap::new());
    let mut row = |id: String, point| Row { plan, section, measure, point, id: unique(&mut seen, id) };
    match measure.points.as_deref() {
        None | Some([]) => vec![row(place.clone(), None)],
        Some(points) => {
            let id = |text: &Text| format!("{place}/{}", cell::mark(&text.value));
            points.iter().enumerate().map(|(i, text)| row(id(text), Some((i + 1, text)))).collect()
        }
    }
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    Fields::<Row<'s>>::with_id(|_, row| cell::address(row.id.clone()))
        .of_plans()
        .text(
            ("section_id", "節_ID"),
            ("施策を掲げる⟨section⟩の ID。", "Identifier of the plan section."),
            |_, row| cell::text(&row.section.id.0),
        )
        .required()
        .refers_to("plan_sections")
        .needed(("plan_title", "計画_名称"), ("計画の題名。", "Title of the plan."), |row| &row.plan.title)
        .needed(("section_title", "節_名称"), ("⟨section⟩の題名。", "Title of the section."), |row| {
            &row.section.title
        })
        .integer(
            ("number", "施策_番号"),
            ("⟨section⟩の中の施策の番号。", "Number of the measure within the section."),
            |_, row| cell::integer(row.measure.number.value),
        )
        .required()
        .needed(("title", "施策_名称"), ("施策の題名。", "Title of the measure."), |row| &row.measure.title)
        .integer(
            ("point", "施策の内容_番号"),
            ("施策の中の①②…の番号。", "Number of the point within the measure."),
            |_, row| {
                row.point
                    .map_or(Cell::Empty, |(position, _)| Cell::Integer(i64::try_from(position).unwrap_or(i64::MAX)))
            },
        )
        .maybe(("text", "施策の内容"), ("①②…の文。", "Text of the point."), |row| {
            row.point.map(|(_, text)| text)
        })
        .state(("points_state", "施策の内容_状態コード"), |row| known(row.measure.points.as_deref()))
        .page(|_, row| match row.point {
            Some(_) => row.section.id.part_page(&row.anchor()),
            None => row.section.id.page(),
        })
}
