//! 取組項目: the promise for five years, with plan and results of each year.

use std::sync::Arc;

use serde::Serialize;

use super::answer::{self, AnswerView};
use super::chart::{self, ChartView};
use super::figures::{self, FigureTable};
use super::foot::{self, Foot};
use super::form::{self, Facts, RowView};
use super::head::Head;
use super::here::{Here, Said};
use super::html::Html;
use super::indicator::{self, IndicatorView};
use super::lacking::Lacking;
use super::links::{self, Link, Listed, PlanPart};
use super::money::{self, MoneyView};
use super::pages::Pages;
use super::sdgs::{self, SdgLink};
use super::words;
use super::year_records::{self, YearsView};
use crate::model::{self, ActionItem, Branch, FixedPage, FormKind, Program, Record, SeriesOf, Site, Words};

#[derive(Serialize)]
struct View {
    number: String,
    title: Html,
    program: Link,
    /// The branches of the tree above the lowest, the highest first.
    above: Vec<String>,
    category: Option<Link>,
    departments: Listed<Link>,
    departments_note: Option<Html>,
    references: Listed<PlanPart>,
    none_in: Vec<String>,
    sdgs: Listed<SdgLink>,
    answer: Option<AnswerView>,
    summary: Said,
    background: Said,
    approach: Said,
    goal: Said,
    /// Absent if the form of the program has none.
    indicators: Option<Listed<IndicatorView>>,
    /// Absent if the form has no row of a year, and the item no year.
    years: Option<YearsView>,
    money: Option<MoneyView>,
    /// The keys of the rows on the form.
    asked: Vec<&'static str>,
    /// The rows of the city's own form before and after the years; absent if it has none of its own.
    form: Option<[Vec<RowView>; 2]>,
    charts: Vec<ChartView>,
    figures: Option<FigureTable>,
    narrative: Option<Html>,
    contents: Vec<Link>,
    foot: Foot,
}

/// Adds the pages of a program's items.
pub(super) fn add<'a>(pages: &mut Pages<'a>, program: &'a Program) {
    let facts = Arc::new(Facts::of(program.items.iter().map(Record::Item)));
    for (at, item) in program.items.iter().enumerate() {
        let facts = facts.clone();
        pages.add(item.id.page(), "pages/item.html", move |here| page(here, (program, &facts), at, item));
        chart::alone::add(pages, Record::Item(item));
    }
}

fn page<'a>(
    here: &Here<'_, 'a>,
    (program, facts): (&'a Program, &Facts),
    at: usize,
    item: &'a ActionItem,
) -> (Head, View) {
    let site = here.site;
    let program_link = links::program(program);
    let mut path = site.path(item);
    let category = path.pop().map(|branch| links::branch(&program.id, branch));
    let money = money::view(here, Record::Item(item));
    let own_form = program.head.form.is_some().then(|| rows(here, (&program.head, facts), item));
    let contents = contents(here.words, (program, item), own_form.as_ref(), &money);
    let mut view = View {
        number: item.number.0.clone(),
        title: here.label(&item.title),
        above: path.into_iter().map(Branch::name).collect(),
        category,
        departments: Listed::of(item.departments.as_ref().map(|ids| links::departments(site, ids))),
        departments_note: here.maybe(&item.departments_note),
        references: Listed::of(plan_parts(site, item)),
        none_in: item.none_in.iter().map(|id| plan_title(here, &id.value)).collect(),
        sdgs: sdgs::listed(item.sdgs.as_deref()),
        answer: answer::of_years(here, Record::Item(item)),
        summary: here.said(&item.summary),
        background: here.said(&item.background),
        approach: here.said(&item.approach),
        goal: here.said(&item.goal),
        indicators: (item.indicators.is_some() || own_form.is_some())
            .then(|| indicator::views(here, Record::Item(item), &item.indicators)),
        years: has_years(program, item).then(|| year_records::view(here, Record::Item(item), facts)),
        asked: form::asked(&program.head, FormKind::Item),
        form: own_form,
        charts: chart::charts(here, Record::Item(item), SeriesOf::Record),
        figures: figures::table(here, words::UNNAMED, item.all_figures()),
        narrative: foot::narrative(here, &item.base.narrative),
        contents,
        money,
        foot: foot::foot(
            here,
            Record::Item(item),
            Some(&item.related),
            foot::neighbours(&program.items, at, links::item),
        ),
        program: program_link.clone(),
    };
    view.foot.lacking = lacking(here, &mut view).told();
    let label = format!("No.{} {}", item.number, item.title);
    let head = Head::new("item", label, description(here.words, item))
        .released(item.base.release)
        .below(vec![here.fixed(FixedPage::Programs), program_link])
        .called(format!("No.{}", item.number));
    (head, view)
}

/// What its source does not say; its parts are left out of the contents.
fn lacking(here: &Here<'_, '_>, view: &mut View) -> Lacking {
    let (words, mut lacking) = (here.words, Lacking::default());
    let has_plans = here.site.fills(FixedPage::Plans);
    let references = if view.form.is_some() { &words.references } else { &words.plan_section };
    let departments = view.departments.is_unknown && view.departments_note.is_none();
    lacking.note(&words.departments, &(departments && view.asked.contains(&"departments")));
    let is_placed_nowhere = view.references.is_unknown && view.none_in.is_empty();
    lacking.note(references, &(is_placed_nowhere && has_plans && view.asked.contains(&"references")));
    lacking.note(&words.sdgs, &(view.sdgs.is_unknown && view.asked.contains(&"sdgs")));
    let mut hidden = Vec::new();
    if let Some(parts) = &view.form {
        parts.iter().for_each(|rows| lacking.rows("", rows));
        hidden.extend(parts.iter().flatten().filter(|row| row.is_unknown()).map(|row| row.anchor.clone()));
    } else {
        lacking.note(&words.summary, &view.summary);
        lacking.note(&words.outlook, &view.goal);
        lacking.note(&words.background, &view.background);
        lacking.note(&words.approach, &view.approach);
        let has_background = !view.background.is_unknown || !view.approach.is_unknown || view.narrative.is_some();
        hidden.extend(view.goal.is_unknown.then(|| "goal".to_owned()));
        hidden.extend((!has_background).then(|| "background".to_owned()));
    }
    view.indicators.iter().for_each(|indicators| indicator::lacking(&mut lacking, indicators));
    view.years.iter_mut().for_each(|years| lacking.append(std::mem::take(&mut years.lacking)));
    view.contents.retain(|link| !hidden.contains(&link.href[1..].to_owned()));
    lacking
}

/// The parts of plans in which it is placed: by the tree of its program, then those that it names.
fn plan_parts(site: &Site, item: &ActionItem) -> Option<Vec<PlanPart>> {
    let placed = site.place_in_plan(item).map(|(plan, code)| links::part(site, plan, code));
    let named = item.references.as_ref().map(|parts| parts.iter().map(|part| links::plan_part(site, part)));
    (placed.is_some() || named.is_some()).then(|| placed.into_iter().chain(named.into_iter().flatten()).collect())
}

fn plan_title(here: &Here<'_, '_>, id: &crate::model::PlanId) -> String {
    here.site.plan(id).map_or_else(|| id.0.clone(), |plan| plan.title.value.clone())
}

/// The rows of the city's own form, before and after the years.
fn rows(here: &Here<'_, '_>, (head, facts): (&model::Head, &Facts), item: &ActionItem) -> [Vec<RowView>; 2] {
    let known = |key: &str| {
        let statements = match key {
            "summary" => &item.summary,
            "background" => &item.background,
            "approach" => &item.approach,
            "goal" => &item.goal,
            _ => return form::block(key),
        };
        Some(Some(here.said(statements)))
    };
    let [before, after, _] = head.around_years();
    [before, after].map(|head| {
        let mut rows = form::rows(here, (&head, FormKind::Item), &item.texts, known);
        facts.mark(&mut rows);
        rows
    })
}

fn has_years(program: &Program, item: &ActionItem) -> bool {
    !item.years.is_empty() || program.head.has_years()
}

fn contents(
    nouns: &Words,
    (program, item): (&Program, &ActionItem),
    form: Option<&[Vec<RowView>; 2]>,
    money: &Option<MoneyView>,
) -> Vec<Link> {
    let links = |rows: &[RowView]| rows.iter().filter_map(RowView::link).collect();
    let (before, after): (Vec<_>, Vec<_>) = match form {
        Some([before, after]) => (links(before), links(after)),
        None => (vec![Link::within("goal", &nouns.outlook)], vec![Link::within("background", "背景と進め方")]),
    };
    let figures = item.all_figures().next().map(|_| Link::within("figures", "数値"));
    let indicators = item.indicators.as_ref().map(|_| Link::within("indicators", &nouns.indicators));
    let years = has_years(program, item).then(|| Link::within("years", "年度ごとの計画と実績"));
    let is_default = form.is_none();
    let [indicators, costs] = [indicators, money::content(money)].map(|link| link.filter(|_| is_default));
    let middle = indicators.into_iter().chain(years).chain(costs).chain(figures);
    let rest = [Link::within("related", "関連"), Link::within("source", "出典")];
    before.into_iter().chain(middle).chain(after).chain(rest).collect()
}

fn description(nouns: &Words, item: &ActionItem) -> String {
    let mut summary = String::new();
    for text in item.summary.iter().flatten() {
        if !summary.is_empty() && !summary.ends_with('。') {
            summary.push('。');
        }
        summary.push_str(&text.value.replace('*', ""));
    }
    if summary.is_empty() { format!("{}「{}」の計画と実績", nouns.item, item.title) } else { summary }
}
