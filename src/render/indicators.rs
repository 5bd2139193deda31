//! 指標: all indicators of plans, programs and goals in one table.

use serde::Serialize;

use super::bullet::{self, BulletView};
use super::head::Head;
use super::here::Here;
use super::html::Html;
use super::indicator::{self, IndicatorView};
use super::links::Link;
use super::{urls, years};
use crate::model::verdict::{self, Verdict};
use crate::model::{Indicator, IndicatorRule, Outcome, Promise, Record};

/// Up to this number of indicators, the page shows the values of each. With more, the page would be too heavy for a
/// phone: it leads to the records that have them.
const TOLD: usize = 500;

/// The anchor of the indicators without a target, here and beside the results.
pub(super) const NO_TARGET: &str = "no-target";

#[derive(Serialize)]
pub(super) struct View<'a> {
    count: usize,
    /// How many of them have no rule.
    unruled: usize,
    /// Whether the page shows the values.
    is_told: bool,
    /// Whose indicators they are: 計画の.
    whose: &'static str,
    /// The indicators by what became of their targets, then those without one, as small pictures; empty if there are too many.
    groups: Vec<GroupView>,
    holders: Vec<HolderView>,
    /// What the records with indicators are called: 節.
    kind: &'a str,
    rules: Vec<RuleView>,
    /// Whether the kind of any is known.
    has_kinds: bool,
    /// The number of columns.
    width: usize,
}

/// The indicators of one outcome, or those without a target.
#[derive(Serialize)]
struct GroupView {
    anchor: &'static str,
    title: &'static str,
    count: usize,
    cards: Vec<CardView>,
}

/// An indicator as a small picture.
#[derive(Serialize)]
struct CardView {
    href: String,
    name: Html,
    /// Absent if it states no value.
    bullet: Option<BulletView>,
    rule: &'static str,
    /// Why it is not compared.
    why: Option<&'static str>,
}

/// A plan, a program or a sheet.
#[derive(Serialize)]
struct HolderView {
    title: String,
    anchor: String,
    records: Vec<RecordView>,
}

#[derive(Serialize)]
struct RecordView {
    anchor: String,
    link: Link,
    count: usize,
    /// None if there are too many in all.
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    href: String,
    indicator: IndicatorView,
}

#[derive(Serialize)]
struct RuleView {
    words: &'static str,
    count: usize,
}

/// The page.
pub(super) fn page<'a>(here: &Here<'_, 'a>) -> (Head, View<'a>) {
    let all = || here.site.indicators().map(|(_, indicator)| indicator);
    let rule = |(rule, words, _): &(IndicatorRule, &'static str, &'static str)| RuleView {
        words,
        count: all().filter(|indicator| indicator.rule.value == *rule).count(),
    };
    let is_told = all().nth(TOLD).is_none();
    let each = if is_told { usize::MAX } else { 0 };
    let holders = here.site.holders().filter_map(|holder| holder_view(here, holder, each)).collect();
    let (whose, kind) = words(here);
    let has_kinds = all().any(|indicator| indicator.kind.is_some());
    let view = View {
        count: all().count(),
        unruled: all().filter(|indicator| indicator.rule.value == IndicatorRule::None).count(),
        is_told,
        groups: if is_told { groups(here) } else { Vec::new() },
        whose,
        holders,
        kind,
        rules: IndicatorRule::ALL.iter().map(rule).collect(),
        has_kinds,
        width: if has_kinds { 7 } else { 6 },
    };
    let word = &here.words.indicators;
    let description = format!("{whose}{}の{word}の基準値、目標値、最新の実績値と判定の規則", view.count);
    (Head::new("indicators", word.clone(), description), view)
}

/// The indicators in the groups of their outcomes, in the order of the content.
fn groups(here: &Here<'_, '_>) -> Vec<GroupView> {
    let judged: Vec<_> = here.site.indicators().map(|(record, one)| (record, one, one.promise(record))).collect();
    let group = |(outcome, title, anchor): (Option<Outcome>, &'static str, &'static str)| {
        let own = |one: &Indicator, promise: &Promise<'_>| one.has_target().then(|| promise.outcome());
        let of: Vec<_> = judged.iter().filter(|(_, one, promise)| own(one, promise) == outcome).collect();
        let cards = of.iter().map(|(record, indicator, promise)| card(here, *record, indicator, promise)).collect();
        GroupView { anchor, title, count: of.len(), cards }
    };
    let outcomes = Outcome::ALL.iter().map(|(outcome, title, anchor)| (Some(*outcome), *title, *anchor));
    let all = outcomes.chain([(None, "目標が示されていない", NO_TARGET)]);
    all.map(group).filter(|group| group.count > 0).collect()
}

/// Where it began, stands and shall be, as far as they are stated; drawn only if they are of one unit.
fn card(here: &Here<'_, '_>, record: Record<'_>, indicator: &Indicator, promise: &Promise<'_>) -> CardView {
    let told = [indicator.baseline.as_ref(), promise.actual, promise.target];
    let told: Vec<_> = told.into_iter().flatten().filter(|figure| figure.is_stated()).collect();
    let is_one = told.windows(2).all(|pair| verdict::unit(pair[0]) == verdict::unit(pair[1]));
    let range = if is_one { bullet::range(&told) } else { (0.0, 0.0) };
    CardView {
        href: urls::href_at(&record.id().page(), &indicator.anchor()),
        name: here.label(&indicator.name),
        bullet: (!told.is_empty()).then(|| bullet::row(&told, range, Some(indicator.rule.value))),
        rule: indicator.rule.value.words(),
        why: if let Verdict::Undecidable(why) = promise.verdict { Some(why) } else { None },
    }
}

/// Whose the indicators are, and what one of those records is called.
fn words<'a>(here: &Here<'_, 'a>) -> (&'static str, &'a str) {
    match here.site.indicators().all(|(record, _)| matches!(record, Record::Section(_))) {
        true => ("計画の", &here.site.words().section),
        false => ("", "記録"),
    }
}

/// A plan, program or sheet; `told` indicators of each of its records are shown.
fn holder_view(here: &Here<'_, '_>, holder: Record<'_>, told: usize) -> Option<HolderView> {
    let with = holder.held().filter(|record| !record.indicators().is_empty());
    let records: Vec<_> = with.map(|record| record_view(here, record, told)).collect();
    let anchor = format!("{}-{}", holder.kind(), tail(holder));
    (!records.is_empty()).then(|| HolderView { title: holder.title(here.site), anchor, records })
}

/// What tells a record from others of its kind: `sogo-3`, `sogo-3-1-3-2`.
fn tail(record: Record<'_>) -> String {
    let id = record.id().0;
    id.split_once('/').map_or_else(|| id.clone(), |(_, rest)| rest.replace('/', "-"))
}

fn record_view<'s>(here: &Here<'_, '_>, record: Record<'s>, told: usize) -> RecordView {
    let folder = record.id().page();
    let row = |indicator: &'s Indicator| Row {
        href: urls::href_at(&folder, &indicator.anchor()),
        indicator: indicator::view(here, record, indicator),
    };
    let rows = record.indicators().iter().take(told).map(row).collect();
    let is_section = matches!(record, Record::Section(_));
    let anchor = if is_section { tail(record) } else { format!("{}-{}", record.kind(), tail(record)) };
    RecordView { anchor, link: Link::to(&folder, &title(here, record)), count: record.indicators().len(), rows }
}

fn title(here: &Here<'_, '_>, record: Record<'_>) -> String {
    match record {
        Record::Section(section) => format!("{} {}", years::number(here, record), section.title),
        Record::Goal(goal) => format!("{}{} {}", here.words.goal, goal.number, goal.title),
        Record::Plan(_) | Record::Program(_) | Record::Item(_) | Record::Sheet(_) => record.label(here.site),
    }
}
