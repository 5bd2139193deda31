//! `views`: ご意見 with their answers, one row each.

use std::borrow::Cow;

use super::fields::{About, Fields, Table, Told, with_state};
use crate::dataset::Cell;
use crate::export::cell;
use crate::model::{FixedPage, ResidentView, Site, address};

/// ご意見.
pub(super) fn table(site: &Site) -> Table<'_> {
    let about = About {
        name: "views",
        title_en: "Views of residents",
        description: "寄せられたご意見と、それへの回答。1行が1つのご意見です。",
        ..About::default()
    };
    columns().table(site, about, |site, _| site.views.iter())
}

fn columns<'s>() -> Fields<'s, &'s ResidentView> {
    Fields::<&'s ResidentView>::with_id(|_, view| cell::address(format!("views#{}", address::view_anchor(&view.id))))
        .date(("date", "日付"), ("ご意見のあった日。", "Day of the view."), |view| Some(view.date.value))
        .required()
        .maybe(("from", "寄せられた場"), ("どこで寄せられたか。", "Where the view was given."), |view| {
            view.from.as_ref()
        })
        .statements(with_state!("said", "ご意見"), ("ご意見。", "What was said."), |view| Told {
            texts: Some(&view.said),
            instead: None,
        })
        .statements(with_state!("answer", "回答"), ("ご意見への回答。", "Answer to the view."), |view| {
            (&view.answer).into()
        })
        .list(
            ("record_ids", "記録_ID"),
            ("ご意見が何についてか。記録のアドレス。", "Addresses of the records that it is about."),
            |_, view| Cell::List(view.records.iter().map(|id| Cow::Borrowed(id.value.0.as_str())).collect()),
        )
        .page(|_, view| format!("{}#{}", FixedPage::Views.folder(), address::view_anchor(&view.id)))
}
