//! `sdgs`, `units`, `redirects`: short lists that other tables, or those who know a former address, look something up in.

use std::collections::BTreeSet;

use super::fields::{About, Fields, Table};
use super::value::Value;
use crate::dataset::Cell;
use crate::export::cell;
use crate::model::{Record, Redirect, Site, address, sdg_name, sdg_uri, unit_scale};

/// The SDGs to which a record refers.
pub(super) fn used(site: &Site) -> BTreeSet<u8> {
    site.records().flat_map(|record| record.sdgs().unwrap_or_default()).map(|sdg| sdg.value).collect()
}

/// SDGs.
pub(super) fn sdgs(site: &Site) -> Table<'_> {
    let about = About {
        name: "sdgs",
        title_en: "Sustainable Development Goals",
        description: "記録が掲げるSDGsの目標。1行が1つの目標です。どの記録が掲げるかは relations にあります。",
        ..About::default()
    };
    Fields::<u8>::with_id(|_, number| cell::address(address::sdg(*number)))
        .integer(("number", "SDGs_番号"), ("目標の番号。", "Number of the goal."), |_, number| {
            cell::integer(*number)
        })
        .required()
        .text(("title", "SDGs_名称"), ("目標の題名。", "Title of the goal."), |_, number| {
            cell::code(sdg_name(*number))
        })
        .text(
            ("sdg_uri", "SDGs_URI"),
            ("目標の国際的な番号。", "International identifier of the goal."),
            |_, number| cell::owned(sdg_uri(*number)),
        )
        .page(|_, number| address::sdg_page(*number))
        .table(site, about, |site, _| used(site).into_iter())
}

/// The units of all figures, as cells spell them.
fn units_of(site: &Site) -> BTreeSet<String> {
    let values = site.records().flat_map(Record::figures).flat_map(|figure| {
        figure.parts.iter().map(move |part| Value::Part(figure, part)).chain([Value::Whole(figure)])
    });
    values.filter_map(|value| Some(cell::unit(Some(value.unit()?)).as_text().into_owned())).collect()
}

/// 単位.
pub(super) fn units(site: &Site) -> Table<'_> {
    let about = About {
        name: "units",
        title_en: "Units",
        description: "数値の単位。1行が1つの単位です。基本の単位が同じ単位どうしは、倍率を掛けて比べられます。",
        ..About::default()
    };
    Fields::<String>::with_id(|_, unit| cell::address(format!("units/{}", super::figures::key(unit))))
        .text(("unit", "単位"), ("単位。", "Unit."), |_, unit| cell::owned(unit.clone()))
        .required()
        .integer(
            ("unit_scale", "単位_倍率"),
            ("基本の単位への倍率。", "Factor to the base unit."),
            |_, unit| Cell::Integer(unit_scale(unit).0 as i64),
        )
        .required()
        .text(("unit_base", "単位_基本"), ("基本の単位。", "Base unit."), |_, unit| {
            cell::owned(unit_scale(unit).1.to_owned())
        })
        .required()
        .page(|_, _| address::dataset_page("units"))
        .table(site, about, |site, _| units_of(site).into_iter())
}

/// 転送.
pub(super) fn redirects(site: &Site) -> Table<'_> {
    let about = About {
        name: "redirects",
        title_en: "Redirects",
        description: "前のアドレスと、今のアドレス。1行が1つの転送です。無くなった記録の ID が何になったかが分かります。",
        ..About::default()
    };
    Fields::<&Redirect>::with_id(|_, of| cell::owned(format!("redirects/{}", of.from)))
        .needed(("from", "前のアドレス"), ("前のアドレス。", "Former address."), |of| &of.from)
        .needed(("to", "今のアドレス"), ("今のアドレス。", "Present address."), |of| &of.to)
        .date(("date", "日付"), ("転送を始めた日。", "Day since which it leads on."), |of| {
            of.date.as_ref().map(|date| date.value)
        })
        .maybe(("reason", "理由"), ("理由。", "Reason."), |of| of.reason.as_ref())
        .page(|_, of| of.to.value.clone())
        .table(site, about, |site, _| site.redirects.iter())
}
