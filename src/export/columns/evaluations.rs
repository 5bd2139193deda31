//! `evaluations`: who gave which mark on which scale, one row per evaluation; what the marks mean is in `scales` too.
//! The marks ◎○△× of 重点目標 without an evaluator are in `key_goal_items`.

use super::codes;
use super::fields::{About, Fields, Table, with_state};
use super::figures::key;
use crate::dataset::Cell;
use crate::export::cell;
use crate::model::{Evaluated, Grade, Record, Site, StageKind};

struct Row<'s> {
    record: Record<'s>,
    of: Evaluated<'s>,
}

/// 評価.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        name: "evaluations",
        title_en: "Evaluations",
        description: "⟨item⟩と⟨section⟩の年度、⟨part⟩の報告、⟨indicators⟩に付けられた⟨evaluations⟩。1行が、1人の評価者の1つの尺度・観点の評価です。尺度は scales にあります。",
        ..About::default()
    };
    columns().table(site, about, |site, _| rows(site))
}

fn rows(site: &Site) -> impl Iterator<Item = Row<'_>> {
    site.records().flat_map(|record| record.evaluations().into_iter().map(move |of| Row { record, of }))
}

/// `<record>#<anchor>/<stage>/<evaluator>/<scale>/<axis>`.
fn id(row: &Row<'_>) -> String {
    let stage = row.of.stage.map(|stage| stage.code().to_owned());
    let parts = stage.into_iter().chain(row.of.evaluation.names().into_iter().map(|name| key(&name)));
    row.record.id().part(&row.of.anchor) + "/" + &parts.collect::<Vec<_>>().join("/")
}

fn grade<'s>(site: &'s Site, row: &Row<'s>) -> Option<Grade<'s>> {
    site.grade(&row.of)
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    let placed = Fields::<Row<'s>>::with_id(|_, row| cell::address(id(row)))
        .record(
            [
                ("評価が書かれた記録のアドレス。", "Address of the record that states the evaluation."),
                ("評価が書かれた記録の種類。", "Kind of the record."),
            ],
            |row| row.record,
        )
        .anchor(|row| Some(row.of.anchor.clone()))
        .required()
        .object(
            (
                "何についての評価か。その年度・⟨indicators⟩・⟨part⟩の ID。",
                "What is evaluated: a year, an indicator or an item.",
            ),
            |row| row.record.id().part(&row.of.anchor),
        )
        .fiscal_year(|row| Some(row.of.year))
        .required()
        .by_year(|row| Some(row.of.year))
        .coded(
            [("stage", "段階_コード"), ("stage_label", "段階")],
            codes::STAGES,
            ("⟨goal⟩の報告の段階。ほかの記録では空。", "Stage of a key goal; empty for other records."),
            |_, row| row.of.stage.map(StageKind::code),
        );
    told(marked(placed)).page(|_, row| row.record.id().part_page(&row.of.anchor))
}

fn marked<'s>(fields: Fields<'s, Row<'s>>) -> Fields<'s, Row<'s>> {
    fields
        .needed(("evaluator_id", "評価者_ID"), ("評価者の ID。", "Identifier of the evaluator."), |row| {
            &row.of.evaluation.by
        })
        .text(("evaluator", "評価者"), ("評価者の名称。", "Name of the evaluator."), |site, row| {
            cell::text(site.evaluator_name(&row.of.evaluation.by.value))
        })
        .required()
        .truth(
            ("is_outside", "外部"),
            ("団体の外の評価者か。", "Whether the evaluator is outside the local government."),
            |site, row| site.evaluator(&row.of.evaluation.by.value).is_some_and(|known| known.is_outside),
        )
        .maybe(
            ("axis", "観点"),
            ("評価の観点。全体の評価では空。", "Aspect evaluated; empty for the whole."),
            |row| row.of.evaluation.axis.as_ref(),
        )
        .text(
            ("scale_id", "尺度_ID"),
            ("評価の尺度の ID。rating は ◎○△×。", "Identifier of the scale; rating is ◎○△×."),
            |_, row| cell::code(row.of.evaluation.scale_id()),
        )
        .text(("scale", "尺度"), ("評価の尺度の名称。", "Name of the scale."), |site, row| {
            let of = row.of.evaluation;
            of.scale_id().map_or(Cell::Empty, |_| cell::owned(site.scale_name(of.scale.as_ref())))
        })
        .text(("mark", "評価"), ("評価。", "The mark."), |site, row| {
            grade(site, row).map_or(Cell::Empty, |grade| cell::owned(grade.mark))
        })
        .integer(
            ("rank", "評価_順位"),
            (
                "良いほうから何番目の評価か。順の無い尺度と、数の尺度では空。",
                "Place of the mark from the best one on; empty for scales without an order and for numbers.",
            ),
            |site, row| rank(grade(site, row).and_then(|grade| grade.rank)),
        )
        .text(("meaning", "評価_意味"), ("評価の意味。", "What the mark means."), |site, row| {
            grade(site, row).and_then(|grade| grade.meaning).map_or(Cell::Empty, cell::text)
        })
}

fn told<'s>(fields: Fields<'s, Row<'s>>) -> Fields<'s, Row<'s>> {
    fields
        .statements(with_state!("text", "文"), ("評価の文。", "What is said about it."), |row| {
            (&row.of.evaluation.text).into()
        })
        .statements(with_state!("answer", "回答"), ("評価への回答。", "Answer to the evaluation."), |row| {
            (&row.of.evaluation.answer).into()
        })
        .known_on([("as_of", "時点"), ("as_of_precision", "時点_精度")], |row| {
            row.of.evaluation.as_of.as_ref().map(|date| date.value)
        })
}

/// A place in an order.
pub(super) fn rank<'s>(place: Option<usize>) -> Cell<'s> {
    place.map_or(Cell::Empty, |place| Cell::Integer(place as i64))
}
