//! `indicators`: 指標 of plans, action items and goals with baseline, target and the declared rule.

use super::codes;
use super::fields::{About, Fields, Table};
use super::value::{Value, figure_names};
use crate::dataset::Cell;
use crate::export::cell;
use crate::model::{FixedPage, Indicator, IndicatorKind, Plan, PlanSection, Record, Site, verdict};

struct Row<'s> {
    record: Record<'s>,
    indicator: &'s Indicator,
}

impl<'s> Row<'s> {
    fn section(&self) -> Option<&'s PlanSection> {
        if let Record::Section(section) = self.record { Some(section) } else { None }
    }

    fn plan(&self, site: &'s Site) -> Option<&'s Plan> {
        site.plan(&self.section()?.plan)
    }
}

/// 指標.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        family: Some(FixedPage::Indicators),
        name: "indicators",
        title_en: "Indicators",
        description: "⟨plans_named⟩の⟨section⟩・⟨item⟩・⟨goal⟩が掲げる⟨indicators⟩の基準値・目標値と、このサイトに示した判定の規則。1行が1⟨indicators⟩です。目標値が年度ごとにあるときは、目標値の列は最後の年度のものです。達成の度合いは、基準値と目標値の差ではなく判定の規則に従って読んでください。最新の実績値と、規則による判定もあります。年度ごとの実績値と目標値、内訳は figures にあります。値を数えたり足したりするときは、1行が1つの値の figures を使ってください。",
        ..About::default()
    };
    columns().table(site, about, |site, _| site.indicators().map(|(record, indicator)| Row { record, indicator }))
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    let anchor = |row: &Row<'_>| row.indicator.anchor();
    Fields::<Row<'s>>::with_id(move |_, row| cell::address(row.record.id().part(&anchor(row))))
        .of_plans()
        .text(
            ("section_id", "節_ID"),
            (
                "⟨indicators⟩を掲げる⟨plan_section⟩の ID。ほかの記録の⟨indicators⟩では空。",
                "Identifier of the plan section; empty for indicators of other records.",
            ),
            |_, row| row.section().map_or(Cell::Empty, |section| cell::text(&section.id.0)),
        )
        .refers_to("plan_sections")
        .text(
            ("plan_title", "計画_名称"),
            ("⟨section⟩の計画の題名。", "Title of the plan of the section."),
            |site, row| row.plan(site).map_or(Cell::Empty, |plan| cell::text(&plan.title.value)),
        )
        .text(
            ("section_ordinal", "節_表記"),
            ("⟨ordinal⟩ のような呼び方。", "The way the section is called in the plan."),
            |site, row| {
                let ordinal = row.plan(site).zip(row.section()).map(|(plan, section)| plan.ordinal(&section.code));
                ordinal.map_or(Cell::Empty, cell::owned)
            },
        )
        .text(("section_title", "節_名称"), ("⟨section⟩の題名。", "Title of the section."), |_, row| {
            row.section().map_or(Cell::Empty, |section| cell::text(&section.title.value))
        })
        .integer(("number", "指標_番号"), ("記録の中の番号。", "Number within the record."), |_, row| {
            cell::integer(row.indicator.number.value)
        })
        .required()
        .needed(("name", "指標_名称"), ("⟨indicators⟩の名称。", "Name of the indicator."), |row| {
            &row.indicator.name
        })
        .coded(
            [("kind", "種類_コード"), ("kind_label", "種類")],
            codes::INDICATOR_KINDS,
            (
                "何を測る⟨indicators⟩か。書かれていなければ空。",
                "What the indicator measures: input, output, outcome or subject; empty where it is not stated.",
            ),
            |_, row| row.indicator.kind.map(IndicatorKind::code),
        )
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
        .maybe(
            ("rule_reason", "判定規則_理由"),
            ("この規則である理由。", "Why this rule applies."),
            |row| row.indicator.rule_reason.as_ref(),
        )
        .figure(figure_names!("baseline_", "基準値_"), |row| Value::whole(row.indicator.baseline.as_ref()))
        .figure(figure_names!("target_", "目標値_"), |row| Value::whole(row.indicator.last_target()))
        .state(("actuals_state", "実績値_状態コード"), |row| match row.indicator.actuals.as_deref() {
            None => "unknown",
            // That no value is listed yet does not say that there is none.
            Some([]) => "not_yet",
            Some(_) => "given",
        })
        .figure(figure_names!("latest_", "最新実績値_"), |row| Value::whole(verdict::latest(row.indicator)))
        .outcome(|row| {
            let promise = row.indicator.has_target().then(|| row.indicator.promise(row.record))?;
            Some((promise.outcome(), promise.verdict))
        })
        .maybe(("note", "指標_注"), ("⟨indicators⟩についての注。", "Note on the indicator."), |row| {
            row.indicator.note.as_ref()
        })
        .record(
            [
                ("⟨indicators⟩を掲げる記録のアドレス。", "Address of the record that has the indicator."),
                ("⟨indicators⟩を掲げる記録の種類。", "Kind of the record."),
            ],
            |row| row.record,
        )
        .page(move |_, row| row.record.id().part_page(&anchor(row)))
}
