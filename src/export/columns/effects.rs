//! `effects`: 効果額 in amounts, one row each. What a document says in words only is in the tables of the years.

use std::collections::HashMap;

use super::codes;
use super::costs::place;
use super::fields::{About, Fields, HOLDER, Table};
use super::figures::{key, unique};
use crate::export::cell;
use crate::model::{Effect, FiscalYear, Qualifier, Record, Site};

/// 効果額 of a record.
pub(super) struct Row<'s> {
    record: Record<'s>,
    pub(super) year: FiscalYear,
    pub(super) id: String,
    pub(super) effect: &'s Effect,
}

/// 効果額.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        name: "effects",
        title_en: "Financial effects",
        description: "記録の⟨effects⟩のうち、金額で書かれたもの。1行が1つの額です。「_円」の列は円にそろえた額です。種類や、計画額か実績額かは、元の文書に書かれているときだけあります。",
        ..About::default()
    };
    columns().table(site, about, |site, _| site.records().flat_map(rows_of))
}

/// The amounts of a record, each with its year.
pub(super) fn of_record(record: Record<'_>) -> impl Iterator<Item = (FiscalYear, &Effect)> {
    record.money().flat_map(|(year, money)| money.effects().iter().map(move |effect| (year, effect)))
}

/// The rows of a record.
pub(super) fn rows_of(record: Record<'_>) -> Vec<Row<'_>> {
    let mut seen = HashMap::new();
    let row = |(year, effect): (FiscalYear, _)| {
        let id = unique(&mut seen, id(&place(record, year), effect));
        Row { record, year, id, effect }
    };
    of_record(record).map(row).collect()
}

/// `<place>/effects/<name>/<kind>/<stage>`, as far as they are known.
fn id(place: &str, effect: &Effect) -> String {
    let name = effect.name.as_ref().map(|name| key(&name.value));
    let kind = effect.kind.as_ref().map(|kind| kind.value.code().to_owned());
    let stage = effect.stage.as_ref().map(|stage| stage.value.code().to_owned());
    let parts = [Some(place.to_owned()), Some("effects".to_owned()), name, kind, stage];
    parts.into_iter().flatten().collect::<Vec<_>>().join("/")
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    Fields::<Row<'s>>::with_id(|_, row| cell::address(row.id.clone()))
        .record(HOLDER, |row| row.record)
        .fiscal_year(|row| Some(row.year))
        .required()
        .by_year(|row| Some(row.year))
        .maybe(("name", "効果額_名称"), ("何の効果か。", "What has this effect."), |row| {
            row.effect.name.as_ref()
        })
        .coded(
            [("kind", "種類_コード"), ("kind_label", "種類")],
            codes::EFFECT_KINDS,
            ("歳入増・歳出減・経費の回避の別。", "More revenue, less expenditure, or expenditure avoided."),
            |_, row| row.effect.kind.as_ref().map(|kind| kind.value.code()),
        )
        .coded(
            [("stage", "段階_コード"), ("stage_label", "段階")],
            codes::EFFECT_STAGES,
            ("計画額か実績額か。", "Whether the effect is planned or was reached."),
            |_, row| row.effect.stage.as_ref().map(|stage| stage.value.code()),
        )
        .printed(("amount", "効果額"), ("⟨effects⟩。", "Amount of the effect."), |row| {
            Some(&row.effect.amount.value)
        })
        .required()
        .text(("unit", "単位"), ("金額に印刷された単位。", "Unit of the printed amount."), |_, row| {
            cell::code(Some(row.effect.amount.value.unit().word()))
        })
        .required()
        .yen(("amount_yen", "効果額_円"), ("⟨effects⟩。", "Amount of the effect."), |row| {
            Some(row.effect.amount.value.yen())
        })
        .required()
        .coded(
            [("qualifier", "限定_コード"), ("qualifier_label", "限定")],
            codes::QUALIFIERS,
            (
                "額に付いた「以上」「約」などのコード。無ければ空。",
                "Qualifier of the amount (at least, about …); empty where there is none.",
            ),
            |_, row| row.effect.qualifier.map(Qualifier::code),
        )
        .maybe(
            ("printed", "印刷表記"),
            ("元の文書に印刷された書き方。", "The amount as printed in the source."),
            |row| row.effect.printed.as_ref(),
        )
        .maybe(("note", "注"), ("⟨effects⟩についての注。", "Note on the effect."), |row| {
            row.effect.note.as_ref()
        })
        .page(|site, row| row.record.id().part_page(site.money_anchor(row.record, "effects")))
}
