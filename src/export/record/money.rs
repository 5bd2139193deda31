//! 事業費, 予算科目 and 効果額 as JSON. Keys that a record does not have are left out.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Number;

use super::Context;
use super::figure::{WordView, digits, number};
use super::shared::text;
use crate::diagnostic::Located;
use crate::model::{Amount, BudgetCode, Cost, Effect, FundAmount, Money, MoneyUnit};

/// The money of a year.
#[derive(Serialize, JsonSchema)]
pub(super) struct MoneyView<'s> {
    #[serde(skip_serializing_if = "Option::is_none")]
    costs: Option<Vec<CostView<'s>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    effects: Option<Vec<EffectView<'s>>>,
}

#[derive(Serialize, JsonSchema)]
struct CostView<'s> {
    stage: &'static str,
    stage_label: &'static str,
    unit: &'static str,
    total: Option<AmountView>,
    funds: Option<Vec<FundView<'s>>>,
    staff: Option<AmountView>,
    persons: Option<Number>,
    full: Option<AmountView>,
    note: Option<&'s str>,
}

#[derive(Serialize, JsonSchema)]
struct AmountView {
    display: String,
    value: Number,
    unit: &'static str,
    /// In 円: an integer if it is whole.
    yen: Number,
}

#[derive(Serialize, JsonSchema)]
struct FundView<'s> {
    fund: &'s str,
    fund_label: &'s str,
    amount: AmountView,
}

#[derive(Serialize, JsonSchema)]
struct EffectView<'s> {
    display: String,
    name: Option<&'s str>,
    amount: AmountView,
    qualifier: Option<WordView>,
    kind: Option<&'static str>,
    kind_label: Option<&'static str>,
    stage: Option<&'static str>,
    stage_label: Option<&'static str>,
    printed: Option<&'s str>,
    note: Option<&'s str>,
}

/// 予算科目.
#[derive(Serialize, JsonSchema)]
pub(super) struct BudgetView<'s> {
    display: String,
    account: Option<&'s str>,
    code: Option<&'s str>,
    name: Option<&'s str>,
}

/// The money of a year, with the names of the funds.
pub(super) fn view<'s>(context: &Context<'s>, money: &'s Money) -> MoneyView<'s> {
    MoneyView {
        costs: money.costs.as_ref().map(|costs| costs.iter().map(|cost| self::cost(context, cost)).collect()),
        effects: money.effects.as_ref().map(|effects| effects.iter().map(effect).collect()),
    }
}

/// 予算科目 of a record.
pub(super) fn budget(budget: &Option<Vec<BudgetCode>>) -> Option<Vec<BudgetView<'_>>> {
    Some(budget.as_ref()?.iter().map(code).collect())
}

fn code(code: &BudgetCode) -> BudgetView<'_> {
    let (account, name) = (text(&code.account), text(&code.name));
    BudgetView { display: code.to_string(), account, code: text(&code.code), name }
}

fn cost<'s>(context: &Context<'s>, cost: &'s Cost) -> CostView<'s> {
    CostView {
        stage: cost.stage.value.code(),
        stage_label: cost.stage.value.word(),
        unit: cost.unit.value.word(),
        total: maybe(&cost.total),
        funds: cost.funds.as_ref().map(|funds| funds.iter().map(|one| fund(context, one)).collect()),
        staff: maybe(&cost.staff),
        persons: cost.persons.as_ref().map(|number| digits(&number.value)),
        full: maybe(&cost.full),
        note: text(&cost.note),
    }
}

fn maybe(amount: &Option<Located<Amount>>) -> Option<AmountView> {
    amount.as_ref().map(|amount| self::amount(&amount.value))
}

fn amount(amount: &Amount) -> AmountView {
    AmountView {
        display: amount.to_string(),
        value: digits(amount.number()),
        unit: amount.unit().word(),
        yen: number(&amount.yen().digits_in(MoneyUnit::Yen), amount.yen().value()),
    }
}

fn fund<'s>(context: &Context<'s>, one: &'s FundAmount) -> FundView<'s> {
    let fund = &one.fund.value;
    FundView { fund: fund.code(), fund_label: context.site.fund_name(fund), amount: amount(&one.amount.value) }
}

fn effect(effect: &Effect) -> EffectView<'_> {
    let (kind, stage) = (effect.kind.as_ref().map(|kind| kind.value), effect.stage.as_ref().map(|stage| stage.value));
    EffectView {
        display: effect.to_string(),
        name: text(&effect.name),
        amount: amount(&effect.amount.value),
        qualifier: effect.qualifier.map(|word| WordView { code: word.code(), label: word.word() }),
        kind: kind.map(|kind| kind.code()),
        kind_label: kind.map(|kind| kind.word()),
        stage: stage.map(|stage| stage.code()),
        stage_label: stage.map(|stage| stage.word()),
        printed: text(&effect.printed),
        note: text(&effect.note),
    }
}
