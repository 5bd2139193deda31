//! 年度別の計画と実績: the years of a record, as its page shows them.

use serde::Serialize;

use super::evaluation::{self, EvaluationsView};
use super::form::{self, Facts, RowView};
use super::here::{Here, Said};
use super::html::Html;
use super::lacking::Lacking;
use super::{head, words};
use crate::model::{Figure, FiscalYear, Record, ResultState, YearOfValue, YearRecord, verdict};

/// The years of a record, ready to print.
#[derive(Serialize)]
pub(super) struct YearsView {
    items: Vec<YearView>,
    /// Every year with its state, to get to it.
    strip: Vec<StepView>,
    /// The years after the reported ones of which only the plan is known. They are folded.
    later: Vec<YearView>,
    /// 令和5年度(2023年度)から令和7年度(2025年度)まで.
    later_years: String,
    reported: String,
    /// The rows of the city's own in which every year says a word or a number, as a table.
    facts: Option<FactTable>,
    /// What its source does not say of the open years.
    #[serde(skip)]
    pub(super) lacking: Lacking,
    /// Whether the form asks for results.
    has_states: bool,
    /// Whether the city has a form of its own: each year then has its rows.
    is_own: bool,
}

/// Words or numbers of the years.
#[derive(Serialize)]
struct FactTable {
    words: Vec<String>,
    years: Vec<FactsOfYear>,
}

#[derive(Serialize)]
struct FactsOfYear {
    year: String,
    /// In the order of the words; `None` where the year says nothing.
    cells: Vec<Option<Html>>,
}

/// A year as a step to it.
#[derive(Serialize)]
struct StepView {
    anchor: String,
    short: String,
    state: &'static str,
    code: &'static str,
}

#[derive(Serialize)]
struct YearView {
    anchor: String,
    name: String,
    /// The years behind it that tell the same one word.
    until: Option<UntilView>,
    #[serde(skip)]
    year: FiscalYear,
    state: &'static str,
    code: &'static str,
    ribbon: Option<String>,
    plan: Said,
    results: Said,
    /// Absent if neither result nor effect is reported yet: one word is enough for both.
    effect: Option<Said>,
    /// The rows of the city's own form.
    rows: Vec<RowView>,
    /// The only row of which anything is known.
    bare: Option<BareView>,
    evaluations: Option<EvaluationsView>,
    /// In place of the evaluations of a year that is stated to have none.
    unevaluated: Option<&'static str>,
}

/// The last of several years that tell the same.
#[derive(Clone, Serialize)]
struct UntilView {
    /// The anchors of the years before it.
    between: Vec<String>,
    anchor: String,
    name: String,
}

/// A row with a word in place of a text.
#[derive(Clone, PartialEq, Serialize)]
struct BareView {
    word: String,
    #[serde(skip)]
    noun: String,
    absent: &'static str,
}

/// The word in place of absent results.
fn absent(state: ResultState) -> &'static str {
    match state {
        ResultState::NotReported => "未報告(まだ公表されていません)",
        ResultState::Reported => "数値で報告されています",
        ResultState::None | ResultState::Unknown => words::UNKNOWN,
    }
}

/// The years of a record.
pub(super) fn view(here: &Here<'_, '_>, record: Record<'_>, facts: &Facts) -> YearsView {
    let view = |year: &YearRecord| year_view(here, record, year, facts);
    let views = |years: &[YearRecord]| -> Vec<_> { years.iter().map(view).collect() };
    let head = here.site.head_of(record).map(|(head, _)| head);
    let has_states = head.is_none_or(|head| head.has("results"));
    let is_own = head.is_some_and(|head| head.form.is_some());
    let known = record.years();
    let (told, later) = known.split_at(if has_states { told(here, record) } else { known.len() });
    let (mut items, mut later_items) = (views(told), views(later));
    let lacking = lacking(here, &items, &later_items);
    let facts = fact_table(items.iter_mut().chain(&mut later_items));
    // Of what is not known or not there yet, the line above the folded years tells.
    let is_stated = |said: &Said| said.absent.is_none_or(|absent| absent == words::NONE);
    later_items.iter_mut().for_each(|year| year.rows.retain(|row| row.said.as_ref().is_some_and(is_stated)));
    YearsView {
        lacking,
        facts,
        strip: items.iter().chain(&later_items).map(step).collect(),
        items: merged(items),
        later: later_items,
        later_years: range(later),
        reported: reported(here, record),
        has_states,
        is_own,
    }
}

/// The facts of the years, which then stand there alone.
fn fact_table<'v>(years: impl Iterator<Item = &'v mut YearView>) -> Option<FactTable> {
    let mut words: Vec<String> = Vec::new();
    let mut told = Vec::new();
    for year in years {
        let facts: Vec<_> = year.rows.extract_if(.., |row| row.is_fact).collect();
        for row in facts.iter().filter(|row| !words.contains(&row.noun)).collect::<Vec<_>>() {
            words.push(row.noun.clone());
        }
        told.push((year.year.to_string(), facts));
    }
    told.retain(|(_, facts)| !facts.is_empty());
    let years = told.into_iter().map(|(year, facts)| {
        let of = |word: &String| facts.iter().find(|row| row.noun == *word).and_then(fact);
        FactsOfYear { year, cells: words.iter().map(of).collect() }
    });
    let years: Vec<_> = years.collect();
    (!years.is_empty()).then_some(FactTable { words, years })
}

/// The word or number of a row, or the word for none.
fn fact(row: &RowView) -> Option<Html> {
    let said = row.said.as_ref()?;
    said.items.first().cloned().or_else(|| said.absent.map(Html::text))
}

fn step(of: &YearView) -> StepView {
    StepView { anchor: of.anchor.clone(), short: of.year.short(), state: of.state, code: of.code }
}

/// The years, those in a row as one that tell nothing but the same word.
fn merged(years: Vec<YearView>) -> Vec<YearView> {
    let mut merged: Vec<YearView> = Vec::new();
    for year in years {
        match merged.last_mut().filter(|before| before.tells_no_more_than(&year)) {
            Some(before) => before.append(&year),
            None => merged.push(year),
        }
    }
    merged
}

impl YearView {
    /// Whether both years, of which the other is the next one, tell the same word of the same row and nothing else.
    fn tells_no_more_than(&self, other: &Self) -> bool {
        let [own, others] = [self, other].map(|year| year.bare.as_ref().map(|bare| (&bare.noun, bare.absent)));
        let is_plain = |year: &Self| year.ribbon.is_none() && year.evaluations.is_none() && year.unevaluated.is_none();
        own.is_some() && own == others && self.code == other.code && is_plain(self) && is_plain(other)
    }

    fn append(&mut self, next: &Self) {
        let mut between = Vec::new();
        if let Some(before) = self.until.take() {
            between = before.between;
            between.push(before.anchor);
        }
        self.until = Some(UntilView { between, anchor: next.anchor.clone(), name: next.name.clone() });
        if let Some(bare) = &mut self.bare {
            bare.word = of_years(&bare.noun, self.year, next.year);
        }
    }
}

/// The rows that are unknown, but for plan and results, whose absence is told in each year. What the folded years tell is
/// known there.
fn lacking(here: &Here<'_, '_>, years: &[YearView], later: &[YearView]) -> Lacking {
    let mut lacking = Lacking::default();
    for year in years {
        lacking.rows(&year.year.short(), &year.rows);
        if let (Some(effect), true) = (&year.effect, year.rows.is_empty()) {
            lacking.note_at(&here.words.effect, &year.year.short(), effect);
        }
    }
    for year in later {
        lacking.known_rows(&year.year.short(), &year.rows);
    }
    lacking
}

/// How many years stand open: all up to the last of which more than the plan is known, or all if there is none.
fn told(here: &Here<'_, '_>, record: Record<'_>) -> usize {
    let is_plan = |year: &YearRecord| {
        let is_bare = year.effect.is_none() && year.money.effects().is_empty();
        is_bare && ResultState::of(here.site, record, year) == ResultState::NotReported
    };
    let years = record.years();
    years.iter().rposition(|year| !is_plan(year)).map_or(years.len(), |last| last + 1)
}

/// The first and the last of some years.
fn range(years: &[YearRecord]) -> String {
    let year = |of: Option<&YearRecord>| of.map(|of| words::year(of.fiscal_year.value));
    match (year(years.first()), year(years.get(1..).and_then(<[_]>::last))) {
        (Some(first), Some(last)) => format!("{first}から{last}まで"),
        (first, _) => first.unwrap_or_default(),
    }
}

fn reported(here: &Here<'_, '_>, record: Record<'_>) -> String {
    let site_wide = here.site.profile.reported_through.as_ref();
    let Some(through) = here.site.results_through(record).or(site_wide).map(|year| year.value) else {
        return "実績がどの年度まで公表されているかの記載はありません。".to_owned();
    };
    let told = format!("実績は{}分まで公表されています。", words::year(through));
    match newest(record).filter(|newest| newest.western() > through.western()) {
        Some(later) => format!("{told}この記録には、それより後の{}までの実績もあります。", later.in_full()),
        None => told,
    }
}

/// The newest year of which a record tells a result, in words or as a number.
fn newest(record: Record<'_>) -> Option<YearOfValue> {
    let years = record.years().iter().filter(|year| year.is_reported());
    let years = years.map(|year| YearOfValue::Fiscal(year.fiscal_year.value));
    let numbers = record.figures().into_iter().filter(|figure| figure.is_result() && figure.is_stated());
    let indicators = record.indicators().iter().filter_map(verdict::latest);
    let all = years.chain(numbers.chain(indicators).filter_map(Figure::year));
    all.max_by_key(|year| (year.western(), matches!(year, YearOfValue::Fiscal(_))))
}

fn year_view(here: &Here<'_, '_>, of: Record<'_>, record: &YearRecord, facts: &Facts) -> YearView {
    let year = record.fiscal_year.value;
    let state = ResultState::of(here.site, of, record);
    let is_one = state == ResultState::NotReported && record.effect.is_none();
    let is_evaluated_only = record.is_evaluated() && !of.has_numbers(record);
    let results = if is_evaluated_only { words::UNKNOWN } else { absent(state) };
    let is_none_but_numbers = record.results.as_ref().is_some_and(Vec::is_empty) && of.has_numbers(record);
    let no_effect = if state == ResultState::NotReported { absent(state) } else { words::UNKNOWN };
    let results = match is_none_but_numbers {
        true => here.said_or(&None, "なし(数値で報告されています)"),
        false => here.said_or(&record.results, results),
    };
    let effects = effect(here, record, no_effect);
    let unevaluated = words::none(record.evaluations.as_deref());
    let mut rows = rows(here, of, record, [&results, &effects, &here.said_or(&None, unevaluated.unwrap_or(no_effect))]);
    facts.mark(&mut rows);
    // A word that calls the year from the one of the form needs the year beside it.
    rows.iter_mut().for_each(|row| row.is_fact &= !is_relative(&row.noun));
    YearView {
        anchor: year.anchor(),
        name: words::year(year),
        until: None,
        year,
        state: state.word(),
        code: state.code(),
        ribbon: ribbon(record),
        plan: here.said(&record.plan),
        bare: bare(&rows),
        rows,
        results,
        effect: (!is_one || !record.money.effects().is_empty()).then_some(effects),
        evaluations: evaluation::view(here, &words::year(year), &record.evaluated().collect::<Vec<_>>()),
        unevaluated,
    }
}

fn bare(rows: &[RowView]) -> Option<BareView> {
    let mut known = rows.iter().filter(|row| !row.is_unknown() && !row.is_fact);
    let row = known.next().filter(|_| known.next().is_none())?;
    Some(BareView { word: row.word.clone(), noun: row.noun.clone(), absent: row.said.as_ref()?.absent? })
}

/// 効果額 as prose, or the amounts where there is none.
fn effect(here: &Here<'_, '_>, record: &YearRecord, absent: &'static str) -> Said {
    let amounts = record.money.effects();
    if record.effect.is_some() || amounts.is_empty() {
        return here.said_or(&record.effect, absent);
    }
    Said::new(amounts.iter().map(|effect| here.words(&effect.to_string())).collect(), None)
}

/// The rows of a year on the city's own form, with what it says of results and effect, and where nobody evaluated it.
fn rows(
    here: &Here<'_, '_>,
    of: Record<'_>,
    record: &YearRecord,
    [results, effect, unevaluated]: [&Said; 3],
) -> Vec<RowView> {
    let Some((head, kind)) = here.site.head_of(of).filter(|(head, _)| head.form.is_some()) else { return Vec::new() };
    let known = |key: &str| {
        Some(Some(match key {
            "plan" => here.said(&record.plan),
            "results" => results.clone(),
            "effect" => effect.clone(),
            "evaluations" if !record.is_evaluated() => unevaluated.clone(),
            "evaluations" => return Some(None),
            _ => return None,
        }))
    };
    let [.., years] = head.around_years();
    let mut rows = form::rows(here, (&years, kind), &record.texts, known);
    rows.iter_mut().for_each(|row| row.word = of_year(&row.word, record.fiscal_year.value));
    rows
}

/// A form is printed in the year after its results, and calls the years from there: below a year, its word 前年度の実績
/// would be that of the year before. The year stands beside it.
pub(super) fn of_year(word: &str, year: FiscalYear) -> String {
    if is_relative(word) { format!("{word}({year})") } else { word.to_owned() }
}

/// The same for years in a row.
fn of_years(word: &str, first: FiscalYear, last: FiscalYear) -> String {
    if is_relative(word) { format!("{word}({first}から{last}まで)") } else { word.to_owned() }
}

fn is_relative(word: &str) -> bool {
    ["前年", "昨年", "今年", "本年", "当年", "翌年", "来年", "次年"].iter().any(|term| word.contains(term))
}

fn ribbon(record: &YearRecord) -> Option<String> {
    let stages = [("計画は", record.plan_release), ("実績は", record.results_release)];
    let waits = stages.into_iter().filter(|(_, release)| !release.is_open());
    let waits: Vec<_> = waits.map(|(stage, release)| format!("{stage}{release}")).collect();
    head::ribbon(record.release).or_else(|| (!waits.is_empty()).then(|| waits.join("、")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_name_a_year_from_elsewhere_have_it_beside_them() {
        let year = FiscalYear::new(2024).expect("a year");
        assert_eq!(of_year("前年度の実績", year), "前年度の実績(令和6年度)");
        assert_eq!(of_year("今年度の計画", year), "今年度の計画(令和6年度)");
        assert_eq!(of_year("実績", year), "実績");
        let first = FiscalYear::new(2022).expect("a year");
        assert_eq!(of_years("前年度の実績", first, year), "前年度の実績(令和4年度から令和6年度まで)");
        assert_eq!(of_years("実績", first, year), "実績");
    }
}
