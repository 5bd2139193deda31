//! `action_items`: 取組項目, one row each.

use std::borrow::Cow;

use super::fields::{About, Fields, Table, known, with_state};
use crate::dataset::Cell;
use crate::export::cell;
use crate::model::{ActionItem, Branch, FixedPage, Program, RecordId, Site};

struct Row<'s> {
    program: &'s Program,
    item: &'s ActionItem,
}

impl<'s> Row<'s> {
    fn root(&self, site: &'s Site) -> Option<&'s Branch> {
        site.path(self.item).first().copied()
    }
}

/// 取組項目.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        family: Some(FixedPage::Programs),
        name: "action_items",
        title_en: "Action items",
        description: "⟨program⟩の⟨item⟩。1行が1項目です。年度別の取組は action_item_years、数値は figures、担当・計画・SDGsとの関係は relations にあります。",
        ..About::default()
    };
    columns(site).table(site, about, |site, _| {
        site.programs.iter().flat_map(|program| program.items.iter().map(move |item| Row { program, item }))
    })
}

fn columns<'s>(site: &Site) -> Fields<'s, Row<'s>> {
    let head = |_: &'s Site, row: &Row<'s>| Some(&row.program.head);
    Fields::<Row<'s>>::with_id(|_, row| cell::text(&row.item.id.0))
        .text(
            ("program_id", "プログラム_ID"),
            ("⟨program⟩の ID。", "Identifier of the action program."),
            |_, row| cell::address(RecordId::program(&row.program.id).0),
        )
        .required()
        .refers_to("programs")
        .needed(
            ("program_title", "プログラム_名称"),
            ("⟨program⟩の題名。", "Title of the action program."),
            |row| &row.program.title,
        )
        .item_number(
            site,
            ("number", "取組項目_番号"),
            ("⟨item⟩の番号(No.)。", "Number of the item within the program."),
            |row| &row.item.number,
        )
        .required()
        .needed(("title", "取組項目_名称"), ("⟨item⟩名。", "Title of the item."), |row| &row.item.title)
        .text(
            ("pillar_code", "改革の柱_番号"),
            ("⟨pillar⟩の番号。", "Number of the reform pillar."),
            |site, row| row.root(site).map_or(Cell::Empty, |root| cell::text(&root.code.0)),
        )
        .text(
            ("pillar_title", "改革の柱_名称"),
            ("⟨pillar⟩の題名。", "Title of the reform pillar."),
            |site, row| row.root(site).map_or(Cell::Empty, |root| cell::text(&root.title)),
        )
        .maybe(
            ("category_code", "区分_符号"),
            ("⟨branch⟩の中の⟨category⟩の符号。", "Code of the category within the pillar."),
            |row| row.item.category.as_ref(),
        )
        .text(
            ("category_title", "区分_名称"),
            ("⟨category⟩の題名。", "Title of the category."),
            |site, row| site.path(row.item).last().map_or(Cell::Empty, |branch| cell::text(&branch.title)),
        )
        .list(
            ("category_path", "区分_経路"),
            (
                "⟨pillar⟩・⟨category⟩など、上から順に並べた位置。どの段の名前かは program_outline にあります。",
                "Place of the item in the outline of its program, from the top down; see program_outline.",
            ),
            |site, row| path(site.path(row.item)),
        )
        .statements(with_state!("summary", "改革の概要"), ("⟨summary⟩。", "Outline of the reform."), |row| {
            (&row.item.summary).into()
        })
        .asked(&["summary"], head)
        .statements(
            with_state!("background", "これまでの実績・課題"),
            ("⟨background⟩。", "Results so far and open issues."),
            |row| (&row.item.background).into(),
        )
        .asked(&["background"], head)
        .statements(
            with_state!("approach", "取組内容・改革手段"),
            ("⟨approach⟩。", "Approach and means."),
            |row| (&row.item.approach).into(),
        )
        .asked(&["approach"], head)
        .statements(
            with_state!("goal", "成果目標"),
            ("⟨outcome_full⟩。", "State and results to be reached at the end of the program."),
            |row| (&row.item.goal).into(),
        )
        .asked(&["goal"], head)
        .state(("departments_state", "担当_状態コード"), |row| known(row.item.departments.as_deref()))
        .asked(&["departments"], head)
        .maybe(
            ("departments_note", "担当_注"),
            (
                "部局・課所として特定できない担当の、印刷された書き方。",
                "Responsible bodies that cannot be told as departments, as printed.",
            ),
            |row| row.item.departments_note.as_ref(),
        )
        .state(("references_state", "計画における位置付け_状態コード"), |row| position(row))
        .asked(&["references"], head)
        .state(("sdgs_state", "SDGs_状態コード"), |row| known(row.item.sdgs.as_deref()))
        .asked(&["sdgs"], head)
        .state(("related_state", "関連する記録_状態コード"), |row| known(row.item.related.as_deref()))
        .narrative(|row| row.item.base.narrative.as_deref())
        .source(|row| row.item.base.source.as_ref())
        .page(|_, row| row.item.id.page())
}

/// The names of branches, the highest first.
pub(super) fn path<'s>(path: Vec<&Branch>) -> Cell<'s> {
    if path.is_empty() {
        return Cell::Empty;
    }
    Cell::List(path.into_iter().map(|branch| Cow::Owned(branch.name())).collect())
}

/// For an item without a position in any plan, the column contains the names of the plans.
fn position(row: &Row<'_>) -> &'static str {
    let (item, is_placed) = (row.item, row.program.tree.is_some() && row.item.category.is_some());
    match item.references.as_deref() {
        _ if is_placed => "given",
        None | Some([]) if !item.none_in.is_empty() => "none",
        references => known(references),
    }
}
