//! 重点目標: its items with targets, mid-term report and final result, and the same goal in other years.

use serde::Serialize;

use super::answer::{self, AnswerView};
use super::chart::{self, ChartView};
use super::evaluation::{self, EvaluationsView};
use super::figures::{self, FigureTable};
use super::foot::{self, Foot};
use super::form::{self, RowView};
use super::head::{self, Head};
use super::here::{Here, Said};
use super::html::Html;
use super::indicator::{self, IndicatorView};
use super::lacking::Lacking;
use super::links::{self, Link, Listed, PlanPart};
use super::money::{self, MoneyView};
use super::origin::{self, Moved};
use super::pages::Pages;
use super::rating::{self, CriteriaView, ItemMark, RatingView};
use super::sdgs::{self, SdgLink};
use super::stages::{self, StageView};
use super::words;
use crate::model::{FixedPage, FormKind, GoalItem, KeyGoal, KeyGoalSheet, Record, SeriesOf, StageKind, Words, circled};

#[derive(Serialize)]
struct View {
    number: u32,
    title: Html,
    year: Link,
    sheet: Link,
    departments: Vec<Link>,
    stages: Vec<StageView>,
    answer: Option<AnswerView>,
    items: Vec<ItemView>,
    /// The keys of the rows on the form.
    asked: Vec<&'static str>,
    absent: Option<&'static str>,
    moved: Option<Moved>,
    /// The rows of the city's own form before and after the items; absent if it has none of its own.
    form: Option<[Vec<RowView>; 2]>,
    /// Absent if the form of the goals has none.
    indicators: Option<Listed<IndicatorView>>,
    rating: Option<RatingView>,
    criteria: Vec<CriteriaView>,
    thread: Vec<ThreadView>,
    references: Listed<PlanPart>,
    sdgs: Listed<SdgLink>,
    money: Option<MoneyView>,
    charts: Vec<ChartView>,
    figures: Option<FigureTable>,
    narrative: Option<Html>,
    contents: Vec<Link>,
    foot: Foot,
}

/// 重点取組項目, ready to print.
#[derive(Serialize)]
pub(super) struct ItemView {
    anchor: String,
    mark: String,
    title: Html,
    sub_items: Said,
    targets: Said,
    /// The rows before the reports, and those after them.
    rows: [Vec<RowView>; 2],
    /// Whether any of those before the reports is known.
    has_targets: bool,
    mid_term: Option<ReportView>,
    final_report: Option<ReportView>,
    moved: Option<Moved>,
}

#[derive(Serialize)]
struct ReportView {
    stage: &'static str,
    as_of: Option<String>,
    results: Said,
    /// Absent if it was evaluated on other scales only.
    rating: Option<RatingView>,
    evaluations: Option<EvaluationsView>,
    /// The word in place of evaluations: none by statement, or unknown where the city's own form asks for them.
    unevaluated: Option<&'static str>,
    ribbon: Option<String>,
}

#[derive(Serialize)]
struct ThreadView {
    year: String,
    link: Link,
    stages: String,
    marks: Vec<ItemMark>,
    unmarked: Option<&'static str>,
    is_here: bool,
}

/// Adds the pages of a sheet's goals.
pub(super) fn add<'a>(pages: &mut Pages<'a>, sheet: &'a KeyGoalSheet) {
    for (at, goal) in sheet.goals.iter().enumerate() {
        pages.add(goal.id.page(), "pages/goal.html", move |here| page(here, sheet, at, goal));
        chart::alone::add(pages, Record::Goal(goal));
    }
}

fn page<'a>(here: &Here<'_, 'a>, sheet: &'a KeyGoalSheet, at: usize, goal: &'a KeyGoal) -> (Head, View) {
    let site = here.site;
    let year = Link::to(&goal.fiscal_year.goals_page(), &words::year(goal.fiscal_year));
    let sheet_link = Link::to(&sheet.id.page(), &Record::Sheet(sheet).title(site));
    let all = || goal.known_items().iter().flat_map(|item| &item.figures);
    let thread = thread(here, goal);
    let money = money::view(here, Record::Goal(goal));
    let head = &site.profile.goals;
    let form =
        head.form.is_some().then(|| head.around(&["items"]).map(|head| form::blocks(here, (&head, FormKind::Goal))));
    let mut view = View {
        number: goal.number,
        title: here.label(&goal.title),
        year: year.clone(),
        sheet: sheet_link.clone(),
        departments: links::departments(site, &sheet.departments),
        stages: stages::all(here, sheet),
        answer: answer::of_goal(here, sheet, goal),
        items: goal.known_items().iter().map(|item| item_view(here, sheet, item)).collect(),
        asked: form::asked(&site.profile.goals, FormKind::Goal),
        absent: words::absent(goal.items.as_deref()),
        moved: goal.moved_to.as_ref().map(|moved| origin::moved(here, moved)),
        indicators: (goal.indicators.is_some() || form.is_some())
            .then(|| indicator::views(here, Record::Goal(goal), &goal.indicators)),
        rating: goal
            .rating
            .as_ref()
            .map(|rating| rating::view(here, Some(rating), goal.fiscal_year, last_stage(sheet))),
        criteria: rating::criteria(here, goal.fiscal_year),
        references: Listed::of(
            goal.references.as_ref().map(|parts| parts.iter().map(|part| links::plan_part(site, part)).collect()),
        ),
        sdgs: sdgs::listed(goal.sdgs.as_deref()),
        charts: chart::charts(here, Record::Goal(goal), SeriesOf::Record),
        figures: figures::table(here, words::UNNAMED, all()),
        narrative: foot::narrative(here, &goal.base.narrative),
        contents: contents(here.words, goal, (form.as_ref(), &money), &thread),
        form,
        money,
        thread,
        foot: foot::foot(
            here,
            Record::Goal(goal),
            Some(&goal.related),
            foot::neighbours(&sheet.goals, at, |goal| link(here, goal)),
        ),
    };
    view.foot.lacking = lacking(here, &view).told();
    let title = Record::Goal(goal).label(site);
    let description = format!("{title}{}", here.words.tell(": ⟨part⟩、⟨targets⟩、報告"));
    let head = Head::new("goal", title, description)
        .released(goal.base.release)
        .below(vec![here.fixed(FixedPage::Goals), year, sheet_link])
        .called(format!("{}{}", here.words.goal, goal.number));
    (head, view)
}

/// What its source does not say; the results of a stage are told at their place.
fn lacking(here: &Here<'_, '_>, view: &View) -> Lacking {
    let (words, mut lacking) = (here.words, Lacking::default());
    let has_plans = here.site.fills(FixedPage::Plans);
    lacking
        .note(&words.goal_references, &(view.references.is_unknown && has_plans && view.asked.contains(&"references")));
    lacking.note(&words.goal_sdgs, &(view.sdgs.is_unknown && view.asked.contains(&"sdgs")));
    view.indicators.iter().for_each(|indicators| indicator::lacking(&mut lacking, indicators));
    for item in &view.items {
        item.rows.iter().for_each(|rows| lacking.rows(&item.mark, rows));
        for report in [&item.mid_term, &item.final_report].into_iter().flatten() {
            if let Some(rating) = &report.rating {
                lacking.note_at(&words.rating, &format!("{}の{}", item.mark, report.stage), &rating.is_unknown());
            }
        }
    }
    lacking
}

fn link(here: &Here<'_, '_>, goal: &KeyGoal) -> Link {
    Link::to(&goal.id.page(), &format!("{}{} {}", here.words.goal, goal.number, goal.title))
}

fn last_stage(sheet: &KeyGoalSheet) -> StageKind {
    sheet.stages.iter().map(|stage| stage.stage.value).max().unwrap_or(StageKind::Final)
}

fn contents(
    nouns: &Words,
    goal: &KeyGoal,
    (form, money): (Option<&[Vec<RowView>; 2]>, &Option<MoneyView>),
    thread: &[ThreadView],
) -> Vec<Link> {
    let items = goal.known_items().iter().map(|item| {
        let text = format!("{} {}", circled(item.number.value), item.title.value.replace('*', ""));
        Link::within(&item.anchor(), &words::shortened(&text, 28))
    });
    let figures = goal.known_items().iter().any(|item| !item.figures.is_empty());
    let indicators = goal.indicators.as_ref().map(|_| Link::within("indicators", &nouns.indicators));
    let links = |rows: &[RowView]| rows.iter().filter_map(RowView::link).collect::<Vec<_>>();
    let ([before, after], costs) = match form {
        Some([before, after]) => ([links(before), links(after)], None),
        None => ([Vec::new(), indicators.into_iter().collect()], money::content(money)),
    };
    let thread = (!thread.is_empty()).then(|| Link::within("thread", "ほかの年度の同じ目標"));
    let figures = figures.then(|| Link::within("figures", "数値"));
    let rest = [Link::within("related", "関連"), Link::within("source", "出典")];
    before.into_iter().chain(items).chain(after).chain(thread).chain(costs).chain(figures).chain(rest).collect()
}

/// An item of a goal, with the reports of the stages that its sheet has.
pub(super) fn item_view(here: &Here<'_, '_>, sheet: &KeyGoalSheet, item: &GoalItem) -> ItemView {
    let rows = rows(here, item);
    ItemView {
        anchor: item.anchor(),
        mark: circled(item.number.value),
        title: here.label(&item.title),
        sub_items: here.labels(&item.sub_items),
        targets: here.said(&item.targets),
        has_targets: rows[0].iter().any(|row| !row.is_unknown()),
        rows,
        mid_term: report(here, sheet, item, StageKind::MidTerm),
        final_report: report(here, sheet, item, StageKind::Final),
        moved: item.moved_to.as_ref().map(|moved| origin::moved(here, moved)),
    }
}

/// The rows of an item, before the reports and after them: those of the city's own form, or of the default page.
fn rows(here: &Here<'_, '_>, item: &GoalItem) -> [Vec<RowView>; 2] {
    let sub_items = || here.labels(&item.sub_items);
    let targets = || here.said(&item.targets);
    let head = &here.site.profile.goals;
    if head.form.is_none() {
        let row = |id: &str, word: &str, said| RowView::of(id, word, Some(said));
        let [of_parts, of_targets] = [&here.words.sub_items, &here.words.targets];
        return [vec![row("sub_items", of_parts, sub_items()), row("targets", of_targets, targets())], Vec::new()];
    }
    let known = |key: &str| match key {
        "sub_items" => Some(Some(sub_items())),
        "targets" => Some(Some(targets())),
        _ => None,
    };
    let parts = head.around(&["mid_term", "final"]);
    parts.map(|head| form::rows(here, (&head, FormKind::Goal), &item.texts, known))
}

/// A report; unknown if its stage is published without it, `None` if the sheet does not have the stage or the item was
/// moved.
fn report(here: &Here<'_, '_>, sheet: &KeyGoalSheet, item: &GoalItem, stage: StageKind) -> Option<ReportView> {
    let report = item.report(stage);
    let row = if stage == StageKind::MidTerm { "mid_term" } else { "final" };
    let is_asked = sheet.has(stage) && here.site.profile.goals.has(row);
    if report.is_none() && (!is_asked || item.moved_to.is_some()) {
        return None;
    }
    let of_sheet = sheet.stages.iter().find(|s| s.stage.value == stage).and_then(|s| s.as_of.as_ref());
    let as_of = report.and_then(|report| report.as_of.as_ref()).or(of_sheet);
    let rating = report.and_then(|report| report.rating.as_ref());
    let name = format!("{}の{}", circled(item.number.value), stage.words());
    let evaluated: Vec<_> = item.evaluated(sheet.fiscal_year, stage).collect();
    let evaluations = evaluation::view(here, &name, &evaluated);
    let head = &here.site.profile.goals;
    let is_unevaluated = evaluations.is_none() && head.form.is_some() && head.has("evaluations");
    Some(ReportView {
        stage: stage.words(),
        as_of: as_of.map(|date| format!("{}現在", date.value)),
        ribbon: report.and_then(|report| head::ribbon(report.release)),
        results: here.said(report.map_or(&None, |report| &report.results)),
        unevaluated: words::none(report.and_then(|report| report.evaluations.as_deref()))
            .or_else(|| is_unevaluated.then_some(words::UNKNOWN)),
        rating: (head.has("rating") && (rating.is_some() || evaluations.is_none()))
            .then(|| rating::view(here, rating, sheet.fiscal_year, stage)),
        evaluations,
    })
}

fn thread(here: &Here<'_, '_>, goal: &KeyGoal) -> Vec<ThreadView> {
    let steps: Vec<_> = here.room.relations.thread(goal).map(|other| step(here, other, goal)).collect();
    if steps.len() < 2 { Vec::new() } else { steps }
}

/// A goal as a link among the years of the page's goal.
fn step(here: &Here<'_, '_>, goal: &KeyGoal, own: &KeyGoal) -> ThreadView {
    let sheet = here.site.sheet_of(goal);
    let department = here.site.department_name(&goal.department);
    let marks = rating::marks(here, goal);
    ThreadView {
        year: words::year(goal.fiscal_year),
        link: Link::to(&goal.id.page(), &format!("{department} {}{} {}", here.words.goal, goal.number, goal.title)),
        stages: sheet.map_or_else(String::new, stages::in_words),
        unmarked: sheet.filter(|_| marks.is_empty()).map(|sheet| rating::unmarked(here, sheet)),
        marks,
        is_here: goal.id == own.id,
    }
}
