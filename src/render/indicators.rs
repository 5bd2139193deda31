//! 指標: all indicators of all plans in one table.

use serde::Serialize;

use super::head::Head;
use super::here::Here;
use super::links::Link;
use super::section::{self, IndicatorView};
use super::urls;
use crate::model::{Indicator, IndicatorRule, Plan, PlanSection};

#[derive(Serialize)]
pub(super) struct View {
    count: usize,
    plans: Vec<PlanView>,
    rules: Vec<RuleView>,
}

#[derive(Serialize)]
struct PlanView {
    title: String,
    anchor: String,
    sections: Vec<SectionView>,
}

#[derive(Serialize)]
struct SectionView {
    anchor: String,
    link: Link,
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
pub(super) fn page(here: &Here<'_, '_>) -> (Head, View) {
    let plans: Vec<_> = here.site.plans.iter().map(|plan| plan_view(here, plan)).collect();
    let all = || here.site.plans.iter().flat_map(|plan| &plan.sections).flat_map(|s| s.indicators.iter().flatten());
    let rule = |(rule, words, _): &(IndicatorRule, &'static str, &'static str)| RuleView {
        words,
        count: all().filter(|indicator| indicator.rule.value == *rule).count(),
    };
    let view = View {
        count: all().count(),
        plans: plans.into_iter().filter(|plan| !plan.sections.is_empty()).collect(),
        rules: IndicatorRule::ALL.iter().map(rule).collect(),
    };
    let description = format!("計画の{}の指標の基準値、目標値、最新の実績値と判定の規則", view.count);
    (Head::new("indicators", "指標", description), view)
}

fn plan_view(here: &Here<'_, '_>, plan: &Plan) -> PlanView {
    let section_view = |section: &PlanSection| {
        let folder = section.id.page();
        let row = |indicator: &Indicator| Row {
            href: urls::href_at(&folder, &indicator.anchor()),
            indicator: section::indicator(here, indicator),
        };
        let title = format!("{} {}", plan.ordinal(&section.code), section.title);
        let rows: Vec<_> = section.indicators.iter().flatten().map(row).collect();
        let anchor = format!("{}-{}", plan.id, section.code);
        SectionView { anchor, link: Link::to(&folder, &title), rows }
    };
    let sections = plan.sections.iter().map(section_view).filter(|section| !section.rows.is_empty()).collect();
    PlanView { title: plan.title.value.clone(), anchor: format!("plan-{}", plan.id), sections }
}
