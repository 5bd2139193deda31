//! `program_outline`: the tree above the items of every program, whatever it comes from, one row for each branch.

use super::action_items::path;
use super::fields::{About, Fields, Table};
use crate::dataset::{Cell, Limit};
use crate::export::cell;
use crate::model::{Branch, Program, RecordId, Site, Tree};

struct Row<'s> {
    program: &'s Program,
    tree: &'s Tree,
    branch: &'s Branch,
}

impl<'s> Row<'s> {
    fn above(&self) -> Option<&'s Branch> {
        self.tree.above(self.branch).last()
    }

    fn id(&self, branch: &Branch) -> Cell<'s> {
        cell::address(format!("programs/{}#{}", self.program.id, branch.anchor()))
    }
}

/// 体系.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        name: "program_outline",
        family: Some(crate::model::FixedPage::Programs),
        title_en: "Outlines of programs",
        description: "⟨item⟩の上にある体系(⟨branch⟩と⟨category⟩、政策・施策など)。1行が体系の1つの行です。⟨item⟩がどこにあるかは action_items の⟨category⟩にあります。",
        ..About::default()
    };
    columns().table(site, about, |site, _| {
        site.programs.iter().flat_map(|program| {
            let tree = site.tree(program);
            tree.branches.iter().map(move |branch| Row { program, tree, branch })
        })
    })
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    Fields::<Row<'s>>::with_id(|_, row| row.id(row.branch))
        .text(
            ("program_id", "プログラム_ID"),
            ("プログラムの ID。", "Identifier of the program."),
            |_, row| cell::address(RecordId::program(&row.program.id).0),
        )
        .required()
        .refers_to("programs")
        .needed(
            ("program_title", "プログラム_名称"),
            ("プログラムの題名。", "Title of the program."),
            |row| &row.program.title,
        )
        .text(("code", "番号"), ("体系の中の番号。", "Code within the outline."), |_, row| {
            cell::text(&row.branch.code.0)
        })
        .required()
        .integer(
            ("depth", "段_番号"),
            ("上から何段目か。1から始まります。", "Depth in the outline, from 1."),
            |_, row| cell::integer(row.branch.depth() as i64 + 1),
        )
        .limited(Limit::AtLeast(1))
        .required()
        .text(
            ("level", "段"),
            ("政策・施策など、段の呼び方。", "What the level is called."),
            |_, row| row.branch.level.as_deref().map_or(Cell::Empty, cell::text),
        )
        .text(("ordinal", "表記"), ("第7施策 のような呼び方。", "The way it is called."), |_, row| {
            cell::text(&row.branch.ordinal)
        })
        .required()
        .text(("title", "名称"), ("題名。", "Title."), |_, row| cell::text(&row.branch.title))
        .required()
        .text(
            ("parent_id", "上位_ID"),
            ("1つ上の段の ID。いちばん上の段では空。", "Identifier of the one above; empty at the top."),
            |_, row| row.above().map_or(Cell::Empty, |above| row.id(above)),
        )
        .refers_to("program_outline")
        .list(("path", "経路"), ("上から順に並べた名称。", "Names from the top down."), |_, row| {
            path(row.tree.path(&row.branch.code.0))
        })
        .required()
        .page(|_, row| format!("{}#{}", row.program.id.page(), row.branch.anchor()))
}
