//! `objects`: everything that rows of other tables are about, one row each: records, their parts, departments, SDGs. Its ids
//! are what their foreign keys name.

use std::borrow::Cow;

use super::fields::{About, Fields, Readers, Table};
use super::{codes, registers};
use crate::dataset::Cell;
use crate::export::cell;
use crate::model::{Department, DepartmentId, OutlineEntry, Plan, Record, RecordId, Share, Site, address, sdg_name};

struct Row<'s> {
    id: String,
    kind: &'static str,
    title: Cow<'s, str>,
    /// The record of which it is a part, or that holds it.
    whole: Option<RecordId>,
    /// The bureau in charge; `None` where none can be.
    charge: Option<Charge<'s>>,
    page: String,
}

/// Whose business something is: whether one bureau alone has it, and which.
#[derive(Clone, Copy)]
struct Charge<'s> {
    code: &'static str,
    bureau: Option<&'s DepartmentId>,
}

impl<'s> Charge<'s> {
    fn of(site: &'s Site, record: Record<'s>) -> Self {
        let [one, several, unknown] = codes::CHARGES.map(|(code, _)| code);
        match site.bureau_in_charge(record) {
            Share::One(place) => Self { code: one, bureau: Some(&site.departments[place].id.value) },
            Share::Several => Self { code: several, bureau: None },
            Share::Unsaid | Share::Difference => Self { code: unknown, bureau: None },
        }
    }
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
        let records = site.holders().flat_map(move |holder| {
            let held = holder.held().flat_map(move |record| of_record(site, record, Some(holder.id())));
            of_record(site, holder, None).into_iter().chain(held)
        });
        let outlined = site.plans.iter().flat_map(outlined);
        let departments = site.departments.iter().map(move |of| of_department(site, of));
        records.chain(outlined).chain(departments).chain(registers::used(site).into_iter().map(of_sdg))
    })
}

/// A record, then its parts.
fn of_record<'s>(site: &'s Site, record: Record<'s>, holder: Option<RecordId>) -> Vec<Row<'s>> {
    let (id, title, charge) = (record.id(), record.title(site), Some(Charge::of(site, record)));
    let mut rows = vec![Row {
        page: id.page(),
        id: id.0.clone(),
        kind: record.kind(),
        title: Cow::Owned(title.clone()),
        whole: holder,
        charge,
    }];
    let mut add = |kind, anchor: String, part: Cow<'s, str>| {
        rows.push(Row {
            id: id.part(&anchor),
            kind,
            title: part,
            whole: Some(id.clone()),
            charge,
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
        charge: None,
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
        charge: None,
        page: id.page(),
    }
}

fn of_sdg<'s>(number: u8) -> Row<'s> {
    Row {
        id: address::sdg(number),
        kind: "sdg",
        title: Cow::Borrowed(sdg_name(number).unwrap_or_default()),
        whole: None,
        charge: None,
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
            (
                "それを含む記録の ID: 箇所ではその記録、⟨section⟩・⟨item⟩・⟨goal⟩では計画・⟨program⟩・⟨sheet⟩。",
                "Record that holds it: of a part its record, of a section, an item or a goal its plan, program or sheet.",
            ),
            |_, row| row.whole.as_ref().map_or(Cell::Empty, |whole| cell::address(whole.0.clone())),
        )
        .refers_to("objects")
        .department(
            [("bureau_id", "担当部局_ID"), ("bureau_name", "担当部局_名称")],
            (
                "担当の部局(いちばん上の段)。1つの部局だけが担当するときに書きます。",
                "Bureau in charge, the highest level; given where one alone is in charge.",
            ),
            |row| row.charge?.bureau,
        )
        .refers_to("departments")
        .coded(
            [("charge", "担当_コード"), ("charge_label", "担当")],
            &codes::CHARGES,
            (
                "担当の部局が1つか、いくつもあるか、分からないか。部局ごとに数えるとき、いくつもの部局が担当するものを重ねて数えずにすみます。",
                "Whether one bureau is in charge, several, or it is unknown: counted by bureau, nothing counts twice.",
            ),
            |_, row| Some(row.charge?.code),
        )
        .page(|_, row| row.page.clone())
}
