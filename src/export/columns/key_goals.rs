//! `key_goals`: 重点目標, one row each.

use super::fields::{About, Fields, Rated, Read, Table, known, rating_names};
use crate::export::cell;
use crate::model::{FixedPage, KeyGoal, KeyGoalSheet, Record, Site, StageKind};

struct Row<'s> {
    sheet: &'s KeyGoalSheet,
    goal: &'s KeyGoal,
}

/// 重点目標.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        family: Some(FixedPage::Goals),
        name: "key_goals",
        title_en: "Key goals",
        description: "部局の⟨goal⟩。1行が1年度の1目標です。⟨part⟩は key_goal_items、数値は figures、計画・SDGs・記録との関係は relations にあります。",
        ..About::default()
    };
    columns().table(site, about, |site, _| {
        site.sheets.iter().flat_map(|sheet| sheet.goals.iter().map(move |goal| Row { sheet, goal }))
    })
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    let head = |site: &'s Site, _: &Row<'s>| Some(&site.profile.goals);
    Fields::<Row<'s>>::with_id(|_, row| cell::text(&row.goal.id.0))
        .text(
            ("sheet_id", "一覧表_ID"),
            ("⟨sheet⟩のアドレス。", "Address of the sheet of key goals."),
            |_, row| cell::text(&row.sheet.id.0),
        )
        .required()
        .text(("sheet_title", "一覧表_名称"), ("⟨sheet⟩の題名。", "Title of the sheet."), |site, row| {
            cell::title(Record::Sheet(row.sheet), site)
        })
        .required()
        .set_in(|row| row.goal)
        .integer(
            ("number", "重点目標_番号"),
            ("⟨list⟩の中の番号。", "Number within the sheet."),
            |_, row| cell::integer(row.goal.number),
        )
        .required()
        .needed(("title", "重点目標_名称"), ("⟨goal⟩の題名。", "Title of the goal."), |row| {
            &row.goal.title
        })
        .maybe(
            ("thread", "系列"),
            ("年度をまたぐ名前。同じ名前の行が同じ目標です。", "Name shared by the same goal across fiscal years."),
            |row| row.goal.thread.as_ref(),
        )
        .truth(
            ("has_initial", "期首_公表"),
            ("期首の目標が公表されているか。", "Whether the initial goals are published."),
            |_, row| row.sheet.has(StageKind::Initial),
        )
        .truth(
            ("has_mid_term", "中間_公表"),
            ("中間報告が公表されているか。", "Whether the mid-term report is published."),
            |_, row| row.sheet.has(StageKind::MidTerm),
        )
        .truth(
            ("has_final", "期末_公表"),
            ("期末の達成状況が公表されているか。", "Whether the final results are published."),
            |_, row| row.sheet.has(StageKind::Final),
        )
        .state(("items_state", "重点取組項目_状態コード"), |row| match &row.goal.moved_to {
            Some(_) if row.goal.known_items().is_empty() => "moved",
            _ => known(row.goal.items.as_deref()),
        })
        .asked(&["items"], head)
        .rating(rating_names!("", ""), rated)
        .asked(&["rating"], head)
        .moved_to(("目標が移った部局。", "Department to which the goal moved."), |row| {
            row.goal.moved_to.as_ref()
        })
        .state(("references_state", "計画における位置付け_状態コード"), |row| {
            known(row.goal.references.as_deref())
        })
        .asked(&["references"], head)
        .state(("sdgs_state", "SDGs_状態コード"), |row| known(row.goal.sdgs.as_deref()))
        .asked(&["sdgs"], head)
        .state(("related_state", "関連する記録_状態コード"), |row| known(row.goal.related.as_deref()))
        .narrative(|row| row.goal.base.narrative.as_deref())
        .source(|row| row.goal.base.source.as_ref())
        .page(|_, row| row.goal.id.page())
}

impl<'s, R: 's> Fields<'s, R> {
    /// The fiscal year of a goal, and the department that set it.
    pub(super) fn set_in(self, make: impl Read<'s, R, &'s KeyGoal> + Copy) -> Self {
        let year = move |row: &R| Some(make(row).fiscal_year);
        self.fiscal_year(year)
            .required()
            .by_year(year)
            .department(
                [("department_id", "部局_ID"), ("department_name", "部局_名称")],
                ("目標を掲げた部局。", "Department that set the goal."),
                move |row| Some(&make(row).department),
            )
            .required()
            .refers_to("departments")
    }
}

fn rated(row: &Row<'_>) -> Rated {
    let stage = if row.sheet.has(StageKind::Final) { StageKind::Final } else { StageKind::MidTerm };
    let instead = match (&row.goal.moved_to, row.sheet.has(stage)) {
        (Some(_), _) => Some("moved"),
        (None, false) => Some("not_yet"),
        (None, true) => None,
    };
    Rated { rating: row.goal.rating.as_ref().map(|mark| mark.value), fiscal_year: row.goal.fiscal_year, stage, instead }
}
