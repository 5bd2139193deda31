//! `departments`: current and former 部局 and 課所.

use std::ops::Deref;

use super::codes;
use super::fields::{About, Fields, Table, known};
use crate::export::cell;
use crate::model::{Department, DepartmentId, Site};

/// 部局・課所.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        name: "departments",
        title_en: "Departments",
        description: "部局と課所。1行が1つの部局または課所です。課所の名称は部局の中でだけ一意です。組織改正による後継は relations にあります。",
        ..About::default()
    };
    columns().table(site, about, |site, _| site.departments.iter().map(|of| Row { of, top: top(site, of) }))
}

/// A department with the highest above it, if it is not that itself.
struct Row<'s> {
    of: &'s Department,
    top: Option<&'s DepartmentId>,
}

impl<'s> Deref for Row<'s> {
    type Target = &'s Department;

    fn deref(&self) -> &Self::Target {
        &self.of
    }
}

fn top<'s>(site: &'s Site, of: &'s Department) -> Option<&'s DepartmentId> {
    of.parent.as_ref().map(|_| &site.bureau(of).id.value)
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    Fields::<Row<'s>>::with_id(|_, department| cell::text(&department.id.value.0))
        .needed(("name", "名称"), ("部局または課所の名称。", "Name of the department."), |department| {
            &department.name
        })
        .text(("kana", "名称_カナ"), ("名称の読み。", "Reading of the name in katakana."), |_, department| {
            cell::kana(department.kana.as_ref())
        })
        .text(
            ("full_name", "正式名称"),
            ("部局と課所を並べた名称。", "Name with those of all levels above before it."),
            |site, department| cell::owned(site.department_name(&department.id.value)),
        )
        .required()
        .coded(
            [("level", "段_コード"), ("level_label", "段")],
            codes::DEPARTMENT_LEVELS,
            ("部局か課所か。", "Bureau or division."),
            |_, department| Some(if department.is_bureau() { "bureau" } else { "division" }),
        )
        .required()
        .department(
            [("parent_id", "部局_ID"), ("parent_name", "部局_名称")],
            ("属する部局(いちばん上の段)。", "Bureau to which it belongs: the highest level."),
            |department| department.top,
        )
        .refers_to("departments")
        .department(
            [("above_id", "上位_ID"), ("above_name", "上位_名称")],
            ("1つ上の部局・課所。2段の組織では部局と同じ。", "Department one level above."),
            |department| department.parent.as_ref().map(|parent| &parent.value),
        )
        .refers_to("departments")
        .year(
            [("valid_from", "有効期間_開始"), ("valid_from_wareki", "有効期間_開始_和暦")],
            ("名称が使われ始めた年度。分からないときは空。", "First fiscal year of the name, as far as known."),
            |department| department.valid?.from,
        )
        .year(
            [("valid_to", "有効期間_終了"), ("valid_to_wareki", "有効期間_終了_和暦")],
            ("名称が使われた最後の年度。分からないときは空。", "Last fiscal year of the name, as far as known."),
            |department| department.valid?.to,
        )
        .state(("successor_state", "後継_状態コード"), |department| known(department.successor.as_deref()))
        .list(("aliases", "別名"), ("別の書き方。", "Other spellings."), |_, department| {
            cell::list(department.aliases.as_deref())
        })
        .maybe(("note", "注"), ("注。", "Note."), |department| department.note.as_ref())
        .page(|_, department| department.id.value.page())
}
