//! `objects`: everything that rows of other tables are about, one row each: records, their parts, departments, SDGs. Its ids
//! are what their foreign keys name.

use std::borrow::Cow;

use super::fields::{About, Fields, Readers, Table};
use super::{codes, registers};
use crate::dataset::Cell;
use crate::export::cell;
use crate::model::{Department, OutlineEntry, Plan, Record, RecordId, Site, address, sdg_name};

struct Row<'s> {
    id: String,
    kind: &'static str,
    title: Cow<'s, str>,
    /// The record of which it is a part.
    whole: Option<RecordId>,
    page: String,
}

/// 記録と箇所.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        name: "objects",
        title_en: "Records and their parts",
        description: "ほかの表の行が何についてのものかを表す、記録とその箇所(年度・⟨indicators⟩・⟨part⟩・図)、部局・課所、SDGs。1行が1つです。figures の 対象_ID、relations の 記録_ID と 相手_ID などは、この表の ID です。",
        readers: Readers::Programs,
        ..About::default()
    };
    columns().table(site, about, |site, _| {
        let records = site.records().flat_map(move |record| of_record(site, record));
        let outlined = site.plans.iter().flat_map(outlined);
        let departments = site.departments.iter().map(move |of| of_department(site, of));
        records.chain(outlined).chain(departments).chain(registers::used(site).into_iter().map(of_sdg))
    })
}

/// A record, then its parts.
fn of_record<'s>(site: &'s Site, record: Record<'s>) -> Vec<Row<'s>> {
    let (id, title) = (record.id(), record.title(site));
    let mut rows = vec![Row {
        page: id.page(),
        id: id.0.clone(),
        kind: record.kind(),
        title: Cow::Owned(title.clone()),
        whole: None,
    }];
    let mut add = |kind, anchor: String, part: Cow<'s, str>| {
        rows.push(Row {
            id: id.part(&anchor),
            kind,
            title: part,
            whole: Some(id.clone()),
            page: id.part_page(&anchor),
        });
    };
    for year in record.years().iter().map(|year| year.fiscal_year.value) {
        add("year", year.anchor(), Cow::Owned(format!("{title} {year}")));
    }
    for indicator in record.indicators() {
        add("indicator", indicator.anchor(), Cow::Borrowed(&indicator.name.value));
    }
    match record {
        Record::Section(section) => {
            for (place, chart) in section.charts.iter().flatten().enumerate() {
                add("chart", section.chart_anchor(place, chart), Cow::Borrowed(&chart.title.value));
            }
        }
        Record::Goal(goal) => {
            goal.known_items()
                .iter()
                .for_each(|item| add("goal_item", item.anchor(), Cow::Borrowed(&item.title.value)));
        }
        Record::Plan(_) | Record::Program(_) | Record::Item(_) | Record::Sheet(_) => {}
    }
    rows
}

/// The entries of an outline that are no records.
fn outlined(plan: &Plan) -> impl Iterator<Item = Row<'_>> {
    let row = |entry: &OutlineEntry| Row {
        id: RecordId::section(&plan.id, &entry.code.value).0,
        kind: Record::SECTION.0,
        title: Cow::Owned(entry.title.value.clone()),
        whole: Some(RecordId::plan(&plan.id)),
        page: format!("{}#{}", plan.id.page(), entry.code.value.anchor()),
    };
    plan.outline.iter().filter(|entry| plan.section(&entry.code.value).is_none()).map(row)
}

fn of_department<'s>(site: &'s Site, department: &'s Department) -> Row<'s> {
    let id = &department.id.value;
    Row {
        id: id.0.clone(),
        kind: Department::KIND.0,
        title: Cow::Owned(site.department_name(id)),
        whole: None,
        page: id.page(),
    }
}

fn of_sdg<'s>(number: u8) -> Row<'s> {
    Row {
        id: address::sdg(number),
        kind: "sdg",
        title: Cow::Borrowed(sdg_name(number).unwrap_or_default()),
        whole: None,
        page: address::sdg_page(number),
    }
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    Fields::<Row<'s>>::with_id(|_, row| cell::address(row.id.clone()))
        .coded(
            [("kind", "種類_コード"), ("kind_label", "種類")],
            codes::OBJECT_KINDS,
            ("記録か箇所の種類。", "Kind of the record or its part."),
            |_, row| Some(row.kind),
        )
        .required()
        .text(("title", "名称"), ("題名か名称。", "Title or name."), |_, row| {
            cell::owned(row.title.clone().into_owned())
        })
        .text(
            ("whole_id", "全体_ID"),
            ("箇所では、それがある記録の ID。記録では空。", "Record of which it is a part; empty for records."),
            |_, row| row.whole.as_ref().map_or(Cell::Empty, |whole| cell::address(whole.0.clone())),
        )
        .refers_to("objects")
        .page(|_, row| row.page.clone())
}
