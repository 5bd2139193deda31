//! 事業費, 効果額 and 予算科目 of a record: a table by year and stage, a chart of the totals, the effects, the places in the
//! budget. A record that says nothing of its money has no such block.

use serde::Serialize;

use super::chart::{ChartView, bars};
use super::here::Here;
use super::html::Html;
use super::links::Link;
use super::words;
use crate::diagnostic::Located;
use crate::model::{Amount, BudgetCode, Cost, Effect, FiscalYear, Fund, Record, StandardFund};

/// The block of a record.
#[derive(Debug, Serialize)]
pub(super) struct MoneyView {
    title: String,
    costs: Option<Part>,
    chart: Option<ChartView>,
    effects: Option<Part>,
    budget: Option<Vec<String>>,
}

/// A table, or the word for why it has no rows.
#[derive(Debug, Serialize)]
struct Part {
    absent: Option<&'static str>,
    heads: Vec<Title>,
    rows: Vec<RowView>,
}

#[derive(Debug, Serialize)]
struct Title {
    text: String,
    is_number: bool,
}

#[derive(Debug, Serialize)]
struct RowView {
    year: String,
    /// `None` where the row has nothing in a column that others use.
    cells: Vec<Option<Html>>,
}

/// The address of the block within its page.
pub(super) const ANCHOR: &str = "costs";

/// The block of a record, if it says anything of its money.
pub(super) fn view<'s>(here: &Here<'_, 's>, record: Record<'s>) -> Option<MoneyView> {
    let all: Vec<_> = record.money().collect();
    let budget = record.budget();
    if all.is_empty() && budget.is_none() {
        return None;
    }
    let has_costs = all.iter().any(|(_, money)| money.costs.is_some());
    let has_effects = all.iter().any(|(_, money)| money.effects.is_some());
    let costs: Vec<_> = record.costs().collect();
    let effects = all.iter().flat_map(|(year, money)| money.effects().iter().map(|effect| (*year, effect)));
    Some(MoneyView {
        title: if has_costs || budget.is_some() { "事業費".to_owned() } else { here.words.effect.clone() },
        chart: bars::chart(record, &costs),
        costs: has_costs.then(|| costs_of(here, &costs)),
        effects: has_effects.then(|| effects_of(here, &effects.collect::<Vec<_>>())),
        budget: budget.map(|codes| codes.iter().map(BudgetCode::to_string).collect()),
    })
}

/// The line of the block in the table of contents.
pub(super) fn content(money: &Option<MoneyView>) -> Option<Link> {
    money.as_ref().map(|money| Link::within(ANCHOR, &money.title))
}

/// A table under construction: columns that no row uses are left out.
struct Columns<'r, R> {
    rows: &'r [(FiscalYear, &'r R)],
    part: Part,
}

impl<'r, R> Columns<'r, R> {
    fn of(rows: &'r [(FiscalYear, &'r R)]) -> Self {
        let row = |(year, _): &(FiscalYear, &R)| RowView { year: words::year(*year), cells: Vec::new() };
        let absent = rows.is_empty().then_some(words::NONE);
        Self { rows, part: Part { absent, heads: Vec::new(), rows: rows.iter().map(row).collect() } }
    }

    fn column(&mut self, text: &str, is_number: bool, cell: impl Fn(&'r R) -> Option<Html>) {
        let cells: Vec<_> = self.rows.iter().map(|(_, row)| cell(row)).collect();
        if cells.iter().all(Option::is_none) {
            return;
        }
        self.part.heads.push(Title { text: text.to_owned(), is_number });
        self.part.rows.iter_mut().zip(cells).for_each(|(row, cell)| row.cells.push(cell));
    }

    fn words(&mut self, text: &str, cell: impl Fn(&'r R) -> Option<Html>) {
        self.column(text, false, cell);
    }

    fn numbers(&mut self, text: &str, cell: impl Fn(&'r R) -> Option<String>) {
        self.column(text, true, |row| cell(row).map(|text| Html::text(&text)));
    }
}

fn costs_of(here: &Here<'_, '_>, costs: &[(FiscalYear, &Cost)]) -> Part {
    let mut columns = Columns::of(costs);
    columns.words("段階", |cost| Some(Html::text(cost.stage.value.word())));
    columns.numbers("総額", |cost| printed(&cost.total));
    let standard = StandardFund::ALL.iter().map(|(fund, ..)| Fund::Standard(*fund));
    let mut funds: Vec<_> = standard.collect();
    for (_, cost) in costs {
        for one in cost.funds.iter().flatten().filter(|one| !funds.contains(&one.fund.value)).collect::<Vec<_>>() {
            funds.push(one.fund.value.clone());
        }
    }
    for fund in &funds {
        columns.numbers(here.site.fund_name(fund), |cost| cost.fund(fund).map(Amount::to_string));
    }
    columns.numbers("人件費", |cost| printed(&cost.staff));
    columns.numbers("人工", |cost| cost.persons.as_ref().map(|number| number.value.grouped()));
    columns.numbers("総コスト", |cost| printed(&cost.full));
    columns.words("注", |cost| here.maybe(&cost.note));
    columns.part
}

fn printed(amount: &Option<Located<Amount>>) -> Option<String> {
    amount.as_ref().map(|amount| amount.value.to_string())
}

fn effects_of(here: &Here<'_, '_>, effects: &[(FiscalYear, &Effect)]) -> Part {
    let mut columns = Columns::of(effects);
    columns.words("名称", |effect| effect.name.as_ref().map(|name| here.label(name)));
    columns.numbers(&here.words.effect, |effect| Some(effect.spelled()));
    columns.words("種類", |effect| effect.kind.as_ref().map(|kind| Html::text(kind.value.word())));
    columns.words("計画・実績", |effect| effect.stage.as_ref().map(|stage| Html::text(stage.value.word())));
    columns.words("印刷の表記", |effect| {
        let printed = effect.printed.as_ref().filter(|printed| printed.value != effect.spelled());
        printed.map(|printed| here.words(&printed.value))
    });
    columns.words("注", |effect| here.maybe(&effect.note));
    columns.part
}
