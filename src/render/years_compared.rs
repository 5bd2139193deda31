//! 2つの年度: the results of neighbouring years side by side. Numbers are subtracted only if they have one name, one unit and
//! one day of the year; a plan is said to differ if its words do, and nothing is said of what that means.

use serde::Serialize;

use super::head::Head;
use super::here::{Here, Said};
use super::links::Link;
use super::pages::Pages;
use super::tally::{self, TallyView};
use super::years::{self, TOLD};
use super::{changes, words};
use crate::model::verdict::{convention, unit};
use crate::model::{Figure, FiscalYear, FixedPage, Record, ResultState, YearRecord};

#[derive(Serialize)]
struct View {
    years: [Link; 2],
    tallies: [Option<TallyView>; 2],
    changes: Vec<Link>,
    holders: Vec<HolderView>,
}

/// A program or a plan with the records that have both years.
#[derive(Serialize)]
struct HolderView {
    anchor: String,
    link: Link,
    kind: String,
    count: usize,
    /// How many have a plan in other words than the year before.
    replanned: usize,
    /// None if there are too many.
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    number: String,
    link: Link,
    results: [Said; 2],
    /// Whether the words of the plan are other ones; unknown if one is not known.
    plan: Option<&'static str>,
    numbers: Vec<NumberView>,
}

/// A number of both years.
#[derive(Serialize)]
struct NumberView {
    name: String,
    values: [String; 2],
    /// The difference, or why there is none.
    change: String,
}

/// The page of each pair of neighbouring years that have a record in common.
pub(super) fn add(pages: &mut Pages<'_>) {
    let site = pages.room.site;
    let pairs = site.years().windows(2).map(|pair| [pair[0], pair[1]]);
    for pair in pairs.filter(|pair| pair[1] == pair[0].next() && has_both(site, *pair)) {
        pages.add(pair[0].compared_page(), "pages/years_compared.html", move |here| page(here, pair));
    }
}

/// Whether a record is reported in both years.
pub(super) fn has_both(site: &crate::model::Site, pair: [FiscalYear; 2]) -> bool {
    site.records().any(|record| {
        let reported = |year: FiscalYear| record.year(year).is_some_and(|found| record.reports(found));
        pair.into_iter().all(reported)
    })
}

fn page(here: &Here<'_, '_>, pair: [FiscalYear; 2]) -> (Head, View) {
    let site = here.site;
    let is_told = site.records().filter(|record| both(*record, pair).is_some()).nth(TOLD).is_none();
    let sheets = site.sheets.iter().filter(|sheet| sheet.fiscal_year == pair[1]);
    let tally = |year: FiscalYear| tally::view(here, &format!("t{}", year.western()), &here.room.tally().of_year(year));
    let view = View {
        years: pair.map(|year| Link::to(&year.page(), &words::year(year))),
        tallies: pair.map(tally),
        changes: sheets.filter_map(|sheet| changes::link(here, sheet)).collect(),
        holders: years::holders(site).filter_map(|holder| holder_view(here, holder, pair, is_told)).collect(),
    };
    let [before, after] = pair;
    let title = format!("{before}と{after}");
    let description = format!("{before}と{after}の実績と数値を、記録ごとに並べて見るページ");
    let head = Head::new("years-compared", format!("{title}を比べる"), description);
    (head.below(vec![here.fixed(FixedPage::Years)]).called(title), view)
}

/// Both years of a record.
fn both(record: Record<'_>, pair: [FiscalYear; 2]) -> Option<[&YearRecord; 2]> {
    Some([record.year(pair[0])?, record.year(pair[1])?])
}

fn holder_view(here: &Here<'_, '_>, holder: Record<'_>, pair: [FiscalYear; 2], is_told: bool) -> Option<HolderView> {
    let records: Vec<_> = holder.held().filter_map(|record| Some((record, both(record, pair)?))).collect();
    let nouns = here.site.words_of(holder);
    (!records.is_empty()).then(|| HolderView {
        anchor: years::anchor(holder),
        link: Link::to(&holder.id().page(), &holder.title(here.site)),
        kind: if let Record::Plan(_) = holder { nouns.section.clone() } else { nouns.item.clone() },
        count: records.len(),
        replanned: records.iter().filter(|(_, years)| differs(*years) == Some(true)).count(),
        rows: records.iter().filter(|_| is_told).map(|(record, years)| row(here, *record, *years)).collect(),
    })
}

fn row(here: &Here<'_, '_>, record: Record<'_>, years: [&YearRecord; 2]) -> Row {
    let said = |year: &YearRecord| {
        let absent = ResultState::of(here.site, record, year).word();
        here.said_or(&year.results, absent)
    };
    let after = years[1].fiscal_year.value;
    Row {
        number: years::number(here, record),
        link: Link::at(&record.id().page(), &after.anchor(), &record.title(here.site)),
        results: years.map(said),
        plan: differs(years).map(|differs| if differs { "計画の文が違う" } else { "計画の文は同じ" }),
        numbers: numbers(record, years),
    }
}

/// Whether the plans of two years have other words; `None` if one is not known.
fn differs([before, after]: [&YearRecord; 2]) -> Option<bool> {
    let texts = |year: &YearRecord| -> Option<Vec<String>> {
        Some(year.plan.as_ref()?.iter().map(|text| text.value.clone()).collect())
    };
    Some(texts(before)? != texts(after)?)
}

/// The actual values that both years have under one name.
fn numbers(record: Record<'_>, years: [&YearRecord; 2]) -> Vec<NumberView> {
    let [before, after] = years.map(|year| record.results_in(year.fiscal_year.value).collect::<Vec<_>>());
    let pair = |later: &&Figure| {
        let name = later.name.as_ref()?;
        let same = |figure: &&&Figure| figure.name.as_ref().is_some_and(|own| own.value == name.value);
        before.iter().rfind(same).map(|earlier| number(&name.value, earlier, later))
    };
    after.iter().filter_map(pair).collect()
}

fn number(name: &str, before: &Figure, after: &Figure) -> NumberView {
    let change = match after.beyond(before) {
        _ if convention(before) != convention(after) => "時点が違うため、差は出しません".to_owned(),
        _ if unit(before) != unit(after) => "単位が違うため、差は出しません".to_owned(),
        _ if before.qualifier.or(after.qualifier).is_some() => {
            "「以上」「約」などの値のため、差は出しません".to_owned()
        }
        Some(change) => change,
        None => "数値でないため、差は出しません".to_owned(),
    };
    NumberView { name: name.to_owned(), values: [before.spelled(), after.spelled()], change }
}
