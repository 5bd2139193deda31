//! `key_goal_items`: 重点取組項目 ①② of the goals, with the reports of each stage.

use super::fields::{About, Fields, Rated, Table, Told, rating_names, with_state};
use crate::export::cell;
use crate::model::{FixedPage, GoalItem, KeyGoal, KeyGoalSheet, Report, Site, StageKind};

struct Row<'s> {
    sheet: &'s KeyGoalSheet,
    goal: &'s KeyGoal,
    item: &'s GoalItem,
}

impl<'s> Row<'s> {
    /// Why nothing is expected at a stage.
    fn instead(&self, stage: StageKind) -> Option<&'static str> {
        let is_moved = self.item.moved_to.is_some() || self.goal.moved_to.is_some();
        let is_published = self.sheet.has(stage) || self.item.report(stage).is_some();
        if is_moved { Some("moved") } else { (!is_published).then_some("not_yet") }
    }

    fn results(&self, stage: StageKind) -> Told<'s> {
        let texts = self.item.report(stage).and_then(|report| report.results.as_deref());
        Told { texts, instead: if texts.is_none() { self.instead(stage) } else { None } }
    }

    fn rated(&self, stage: StageKind) -> Rated {
        let mark = self.item.report(stage).and_then(|report| report.rating.as_ref());
        Rated {
            rating: mark.map(|mark| mark.value),
            fiscal_year: self.goal.fiscal_year,
            stage,
            instead: self.item.report(stage).and_then(on_other_scale).or_else(|| self.instead(stage)),
        }
    }
}

/// The state of ◎○△× where a report was evaluated otherwise.
fn on_other_scale(report: &Report) -> Option<&'static str> {
    report.is_evaluated().then_some("other_scale")
}

/// 重点取組項目.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        family: Some(FixedPage::Goals),
        name: "key_goal_items",
        title_en: "Items of key goals",
        description: "⟨goal⟩の具体的な⟨part⟩(①②…)と、期限・数値目標、中間報告、達成状況、評価。1行が1項目です。数値は figures にあります。",
        ..About::default()
    };
    columns().table(site, about, |site, _| {
        site.sheets.iter().flat_map(|sheet| {
            sheet
                .goals
                .iter()
                .flat_map(move |goal| goal.known_items().iter().map(move |item| Row { sheet, goal, item }))
        })
    })
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    let anchor = |row: &Row<'_>| row.item.anchor();
    let told = Fields::<Row<'s>>::with_id(move |_, row| cell::address(row.goal.id.part(&anchor(row))))
        .text(("key_goal_id", "重点目標_ID"), ("⟨goal⟩の ID。", "Identifier of the key goal."), |_, row| {
            cell::text(&row.goal.id.0)
        })
        .required()
        .refers_to("key_goals")
        .needed(("key_goal_title", "重点目標_名称"), ("⟨goal⟩の題名。", "Title of the key goal."), |row| {
            &row.goal.title
        })
        .set_in(|row| row.goal)
        .integer(("number", "重点取組項目_番号"), ("①②…の番号。", "Number of the item."), |_, row| {
            cell::integer(row.item.number.value)
        })
        .required()
        .needed(("title", "重点取組項目_名称"), ("⟨part⟩の題名。", "Title of the item."), |row| {
            &row.item.title
        })
        .statements(with_state!("sub_items", "小項目"), ("(1)(2)…の小項目。", "Sub-items."), |row| {
            (&row.item.sub_items).into()
        })
        .asked(&["sub_items"], |site, _| Some(&site.profile.goals))
        .statements(
            with_state!("targets", "期限・数値目標"),
            ("期限・数値目標等。", "Deadlines and numeric targets."),
            |row| (&row.item.targets).into(),
        )
        .asked(&["targets"], |site, _| Some(&site.profile.goals));
    reported(told)
        .moved_to(("項目が移った部局。", "Department to which the item moved."), |row| {
            row.item.moved_to.as_ref()
        })
        .page(move |_, row| row.goal.id.part_page(&anchor(row)))
}

fn reported<'s>(fields: Fields<'s, Row<'s>>) -> Fields<'s, Row<'s>> {
    let head = |site: &'s Site, _: &Row<'s>| Some(&site.profile.goals);
    let as_of = |row: &Row<'s>, stage| row.item.report(stage)?.as_of.as_ref().map(|date| date.value);
    fields
        .known_on(
            [("mid_term_as_of", "中間報告_時点"), ("mid_term_as_of_precision", "中間報告_時点_精度")],
            move |row| as_of(row, StageKind::MidTerm),
        )
        .statements(
            with_state!("mid_term_results", "中間報告"),
            ("中間報告の進捗状況。", "Progress at the mid-term report."),
            |row| row.results(StageKind::MidTerm),
        )
        .asked(&["mid_term"], head)
        .rating(rating_names!("mid_term_", "中間"), |row| row.rated(StageKind::MidTerm))
        .asked(&["mid_term", "rating"], head)
        .known_on(
            [("final_as_of", "達成状況_時点"), ("final_as_of_precision", "達成状況_時点_精度")],
            move |row| as_of(row, StageKind::Final),
        )
        .statements(
            with_state!("final_results", "達成状況"),
            ("期末の達成状況。", "Results at the end of the year."),
            |row| row.results(StageKind::Final),
        )
        .asked(&["final"], head)
        .rating(rating_names!("final_", "期末"), |row| row.rated(StageKind::Final))
        .asked(&["final", "rating"], head)
}
