//! `plan_sections`: the 章立て of every plan, with the content of each section.

use super::fields::{About, Fields, Table, Told, known, with_state};
use crate::export::cell;
use crate::model::{FixedPage, OutlineEntry, Plan, PlanSection, RecordId, SectionCode, Site, Statements, Text};

struct Row<'s> {
    plan: &'s Plan,
    code: &'s SectionCode,
    entry: Option<&'s OutlineEntry>,
    section: Option<&'s PlanSection>,
}

impl<'s> Row<'s> {
    fn id(&self) -> RecordId {
        RecordId::section(&self.plan.id, self.code)
    }

    fn title(&self) -> Option<&'s Text> {
        self.section.map(|section| &section.title).or(self.entry.map(|entry| &entry.title))
    }

    fn statements(&self, field: impl Fn(&'s PlanSection) -> &'s Statements) -> Told<'s> {
        Told { texts: self.section.and_then(|section| field(section).as_deref()), instead: None }
    }
}

/// 計画の節.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        family: Some(FixedPage::Plans),
        name: "plan_sections",
        title_en: "Outline and sections of plans",
        description: "計画の版ごとの⟨outline⟩(⟨levels⟩)。1行が1つの⟨levels⟩です。同じ番号でも版が違えば別の⟨section⟩です。本文を載せている⟨section⟩には目的・課題などがあります。⟨indicators⟩は indicators、施策は measures にあります。",
        ..About::default()
    };
    columns().table(site, about, |site, _| site.plans.iter().flat_map(rows_of))
}

/// The outline in its order, then sections that it does not contain.
fn rows_of(plan: &Plan) -> impl Iterator<Item = Row<'_>> {
    let outlined = plan.outline.iter().map(move |entry| {
        let code = &entry.code.value;
        Row { plan, code, entry: Some(entry), section: plan.section(code) }
    });
    let others = plan.sections.iter().filter(|section| plan.entry(&section.code).is_none());
    outlined.chain(others.map(move |section| Row { plan, code: &section.code, entry: None, section: Some(section) }))
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    let named = Fields::<Row<'s>>::with_id(|_, row| cell::owned(row.id().0))
        .of_plans()
        .text(
            ("plan_id", "計画_ID"),
            ("計画の版の ID。", "Identifier of the edition of the plan."),
            |_, row| cell::address(RecordId::plan(&row.plan.id).0),
        )
        .required()
        .refers_to("plans")
        .needed(("plan_title", "計画_名称"), ("計画の題名。", "Title of the plan."), |row| &row.plan.title)
        .year(
            [("plan_from", "計画期間_開始"), ("plan_from_wareki", "計画期間_開始_和暦")],
            ("計画期間の始まりの年度。", "First fiscal year of the plan."),
            |row| row.plan.period?.from,
        )
        .year(
            [("plan_to", "計画期間_終了"), ("plan_to_wareki", "計画期間_終了_和暦")],
            ("計画期間の終わりの年度。", "Last fiscal year of the plan."),
            |row| row.plan.period?.to,
        )
        .text(("code", "節_番号"), ("計画の版の中の番号。", "Number within the edition."), |_, row| {
            cell::text(&row.code.0)
        })
        .required()
        .maybe(("level", "節_段"), ("⟨levels⟩などの段。", "Level (part, chapter, section)."), |row| {
            row.entry.and_then(|entry| entry.level.as_ref())
        })
        .text(
            ("ordinal", "節_表記"),
            ("⟨ordinal⟩ のような呼び方。", "The way it is called in the plan."),
            |_, row| cell::owned(row.plan.ordinal(row.code)),
        )
        .maybe(("title", "節_名称"), ("題名。", "Title."), |row| row.title())
        .required()
        .truth(
            ("is_held", "本文_収録"),
            ("本文をこのサイトに載せているか。", "Whether the text of the section is held."),
            |_, row| row.section.is_some(),
        );
    held(named).page(|_, row| match row.section {
        Some(section) => section.id.page(),
        None => row.plan.id.page(),
    })
}

fn held<'s>(fields: Fields<'s, Row<'s>>) -> Fields<'s, Row<'s>> {
    let head = |_: &'s Site, row: &Row<'s>| Some(&row.plan.head);
    fields
        .statements(with_state!("purpose", "目的"), ("⟨section⟩の目的。", "Purpose."), |row| {
            row.statements(|section| &section.purpose)
        })
        .asked(&["purpose"], head)
        .statements(
            with_state!("issues", "現状と課題"),
            ("現状と課題。", "Present state and issues."),
            |row| row.statements(|section| &section.issues),
        )
        .asked(&["issues"], head)
        .statements(with_state!("projects", "主な事業"), ("主な事業。", "Main projects."), |row| {
            row.statements(|section| &section.projects)
        })
        .asked(&["projects"], head)
        .statements(with_state!("related_plans", "関連計画"), ("関連計画。", "Related plans."), |row| {
            row.statements(|section| &section.related_plans)
        })
        .asked(&["related_plans"], head)
        .state(("indicators_state", "指標_状態コード"), |row| {
            known(row.section.and_then(|section| section.indicators.as_deref()))
        })
        .asked(&["indicators"], head)
        .state(("measures_state", "基本施策_状態コード"), |row| {
            known(row.section.and_then(|section| section.measures.as_deref()))
        })
        .asked(&["measures"], head)
        .state(("departments_state", "担当_状態コード"), |row| {
            known(row.section.and_then(|section| section.departments.as_deref()))
        })
        .asked(&["departments"], head)
        .state(("sdgs_state", "SDGs_状態コード"), |row| {
            known(row.section.and_then(|section| section.sdgs.as_deref()))
        })
        .asked(&["sdgs"], head)
        .narrative(|row| row.section?.base.narrative.as_deref())
        .source(|row| row.section.map_or(row.plan.base.source.as_ref(), |section| section.base.source.as_ref()))
}
