//! 事業費, 効果額 and 予算科目 of a record: a table by year and stage, a chart of the totals, the effects, the places in the
//! budget. A record that says nothing of its money has no such block.

use serde::Serialize;

use super::chart::{ChartView, bars};
use super::here::Here;
use super::html::Html;
use super::links::{Link, Listed};
use super::words;
use crate::diagnostic::Located;
use crate::model::{Amount, BudgetCode, Cost, Effect, FiscalYear, Fund, Money, Record, StandardFund};

/// The block of a record.
#[derive(Debug, Serialize)]
pub(super) struct MoneyView {
    title: String,
    costs: Option<Part>,
    chart: Option<ChartView>,
    effects: Option<Part>,
    budget: Option<Listed<String>>,
}

/// A table, or the word for why it has no rows.
#[derive(Debug, Serialize)]
struct Part {
    absent: Option<&'static str>,
    heads: Vec<Title>,
    rows: Vec<RowView>,
    /// What is the same in all rows, in place of columns.
    note: Option<String>,
}

#[derive(Debug, Serialize)]
struct Title {
    text: String,
    kind: Kind,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// Words of the form.
    Word,
    /// What the city writes.
    Text,
    Number,
    /// Numbers below the name of a fund.
    Fund,
    /// The names of funds, each with its number.
    Funds,
}

#[derive(Debug, Serialize)]
struct RowView {
    year: String,
    stage: Option<&'static str>,
    /// `None` where the row has nothing in a column that others use.
    cells: Vec<Option<Html>>,
}

/// The address of the block within its page.
pub(super) const ANCHOR: &str = "costs";

/// The block of a record, if it says anything of its money, or the city's own form asks for it.
pub(super) fn view<'s>(here: &Here<'_, 's>, record: Record<'s>) -> Option<MoneyView> {
    let all: Vec<_> = record.money().collect();
    let budget = record.budget();
    let head = here.site.own_head_of(record);
    let is_asked = |row: &str| head.is_some_and(|head| head.has(row));
    let costs = Rows::of(&all, |money| money.costs.as_deref());
    let effects = Rows::of(&all, |money| money.effects.as_deref());
    let has_costs = costs.absent != Some(words::UNKNOWN) || is_asked("costs");
    let has_effects = effects.absent != Some(words::UNKNOWN) || is_asked("effects");
    let has_budget = budget.is_some() || is_asked("budget");
    let is_there = has_costs || has_effects || has_budget;
    is_there.then(|| MoneyView {
        title: if has_costs || has_budget { &here.words.costs } else { &here.words.effects }.clone(),
        chart: bars::chart(here, record, &costs.rows),
        costs: has_costs.then(|| costs_of(here, &costs)),
        effects: has_effects.then(|| effects_of(here, &effects)),
        budget: has_budget.then(|| Listed::of(budget.map(|codes| codes.iter().map(BudgetCode::to_string).collect()))),
    })
}

/// The line of the block in the table of contents.
pub(super) fn content(money: &Option<MoneyView>) -> Option<Link> {
    money.as_ref().map(|money| Link::within(ANCHOR, &money.title))
}

/// What the years say of costs, or of effects.
struct Rows<'r, R> {
    absent: Option<&'static str>,
    rows: Vec<(FiscalYear, &'r R)>,
}

impl<'r, R> Rows<'r, R> {
    fn of(all: &[(FiscalYear, &'r Money)], get: impl Fn(&'r Money) -> Option<&'r [R]>) -> Self {
        let told = || all.iter().filter_map(|(year, money)| Some((*year, get(money)?)));
        let rows: Vec<_> = told().flat_map(|(year, rows)| rows.iter().map(move |row| (year, row))).collect();
        Self { absent: words::absent(told().next().map(|_| &rows[..])), rows }
    }
}

/// A table under construction: columns that no row uses are left out.
struct Columns<'r, R> {
    rows: &'r [(FiscalYear, &'r R)],
    part: Part,
}

impl<'r, R> Columns<'r, R> {
    fn of(Rows { absent, rows }: &'r Rows<'r, R>) -> Self {
        let row = |(year, _): &(FiscalYear, &R)| RowView { year: words::year(*year), stage: None, cells: Vec::new() };
        let rows_of = rows.iter().map(row).collect();
        Self { rows, part: Part { absent: *absent, heads: Vec::new(), rows: rows_of, note: None } }
    }

    fn column(&mut self, text: &str, kind: Kind, cell: impl Fn(&'r R) -> Option<Html>) {
        let cells: Vec<_> = self.rows.iter().map(|(_, row)| cell(row)).collect();
        if cells.iter().all(Option::is_none) {
            return;
        }
        self.part.heads.push(Title { text: text.to_owned(), kind });
        self.part.rows.iter_mut().zip(cells).for_each(|(row, cell)| row.cells.push(cell));
    }

    fn words(&mut self, text: &str, cell: impl Fn(&'r R) -> Option<&'static str>) {
        self.column(text, Kind::Word, |row| cell(row).map(Html::text));
    }

    fn texts(&mut self, text: &str, cell: impl Fn(&'r R) -> Option<Html>) {
        self.column(text, Kind::Text, cell);
    }

    fn numbers(&mut self, text: &str, cell: impl Fn(&'r R) -> Option<String>) {
        self.column(text, Kind::Number, |row| cell(row).map(|text| Html::text(&text)));
    }

    fn fund(&mut self, text: &str, cell: impl Fn(&'r R) -> Option<String>) {
        self.column(text, Kind::Fund, |row| cell(row).map(|text| Html::text(&text)));
    }
}

/// Up to this number of columns beside the year, each fund has one of its own. More would be wider than the page: the
/// funds of a row then stand in one, below each other.
const COLUMNS: usize = 6;

fn costs_of(here: &Here<'_, '_>, costs: &Rows<'_, Cost>) -> Part {
    let wide = costs_in(here, costs, false);
    if wide.heads.len() > COLUMNS { costs_in(here, costs, true) } else { wide }
}

fn costs_in(here: &Here<'_, '_>, costs: &Rows<'_, Cost>, in_one: bool) -> Part {
    let mut columns = Columns::of(costs);
    columns
        .part
        .rows
        .iter_mut()
        .zip(&costs.rows)
        .for_each(|(row, (_, cost))| row.stage = Some(cost.stage.value.word()));
    columns.numbers("総額", |cost| printed(&cost.total));
    let (nothing, funds) = funds_told(costs);
    if in_one {
        columns.column("財源の内訳", Kind::Funds, |cost| funds_of(here, cost, &funds));
    }
    for fund in funds.iter().filter(|_| !in_one) {
        columns.fund(here.site.fund_name(fund), |cost| cost.fund(fund).map(Amount::to_string));
    }
    columns.numbers("人件費", |cost| printed(&cost.staff));
    columns.numbers("人工", |cost| cost.persons.as_ref().map(|number| number.value.grouped()));
    columns.numbers("総コスト", |cost| printed(&cost.full));
    columns.texts("注", |cost| here.maybe(&cost.note));
    columns.part.note = nothing.first().and_then(|fund| costs.rows.first()?.1.fund(fund)).map(|amount| {
        let names: Vec<_> = nothing.iter().map(|fund| here.site.fund_name(fund)).collect();
        format!("財源のうち{}は、いずれの年度も{amount}です。", names.join("・"))
    });
    columns.part
}

/// The funds of a record, the standard ones first: those that are told and gave nothing in any row, and the others.
fn funds_told(costs: &Rows<'_, Cost>) -> (Vec<Fund>, Vec<Fund>) {
    let mut funds: Vec<_> = StandardFund::ALL.iter().map(|(fund, ..)| Fund::Standard(*fund)).collect();
    for (_, cost) in &costs.rows {
        for one in cost.funds.iter().flatten().filter(|one| !funds.contains(&one.fund.value)).collect::<Vec<_>>() {
            funds.push(one.fund.value.clone());
        }
    }
    let spelled = costs.rows.first().and_then(|(_, cost)| Some(cost.funds.as_ref()?.first()?.amount.value.unit()));
    let is_nothing = |amount: &Amount| amount.yen().value() == 0.0 && Some(amount.unit()) == spelled;
    funds.into_iter().partition(|fund| costs.rows.iter().all(|(_, cost)| cost.fund(fund).is_some_and(is_nothing)))
}

/// The funds of a row that it tells, in the order of all; several that gave nothing share a line behind the others.
fn funds_of(here: &Here<'_, '_>, cost: &Cost, funds: &[Fund]) -> Option<Html> {
    let told = funds.iter().filter_map(|fund| Some((here.site.fund_name(fund), cost.fund(fund)?)));
    let (nothing, given): (Vec<_>, Vec<_>) = told.partition(|(_, amount)| amount.yen().value() == 0.0);
    let mut list = Html(String::new());
    let mut line = |start: &str, name: &str, amount: &str| {
        list.0.push_str(start);
        list.push_text(name);
        list.0.push_str(" <b>");
        list.push_text(amount);
        list.0.push_str("</b></li>");
    };
    given.iter().for_each(|(name, amount)| line("<li>", name, &amount.to_string()));
    match &nothing[..] {
        [(_, amount), _, ..] if nothing.iter().all(|(_, other)| other == amount) => {
            let names: Vec<_> = nothing.iter().map(|(name, _)| *name).collect();
            line("<li data-form>", &names.join("・"), &format!("各{amount}"));
        }
        few => few.iter().for_each(|(name, amount)| line("<li>", name, &amount.to_string())),
    }
    (!list.0.is_empty()).then(|| Html(format!("<ul class=\"funds\">{}</ul>", list.0)))
}

fn printed(amount: &Option<Located<Amount>>) -> Option<String> {
    amount.as_ref().map(|amount| amount.value.to_string())
}

fn effects_of(here: &Here<'_, '_>, effects: &Rows<'_, Effect>) -> Part {
    let mut columns = Columns::of(effects);
    columns.texts("名称", |effect| effect.name.as_ref().map(|name| here.label(name)));
    columns.numbers(&here.words.effects, |effect| Some(effect.spelled()));
    columns.words("種類", |effect| effect.kind.as_ref().map(|kind| kind.value.word()));
    columns.words("計画・実績", |effect| effect.stage.as_ref().map(|stage| stage.value.word()));
    columns.texts("印刷の表記", |effect| {
        let printed = effect.printed.as_ref().filter(|printed| printed.value != effect.spelled());
        printed.map(|printed| here.words(&printed.value))
    });
    columns.texts("注", |effect| here.maybe(&effect.note));
    columns.part
}
