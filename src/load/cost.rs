//! Reads 事業費, 予算科目 and 効果額.

use super::common::{qualifier, slug_text};
use super::fields::{Faults, Fields, Slot, choice, coded, number, text};
use super::rules::{BAD_ID, MISSING_KEY, UNKNOWN_VALUE, WRONG_TYPE};
use crate::diagnostic::{Diagnostic, Located, Span};
use crate::model::{
    Amount, BudgetCode, Cost, CostStage, DeclaredFund, Effect, EffectKind, EffectStage, Fund, FundAmount, Money,
    MoneyUnit, Number, StandardFund,
};
use crate::shape::Kind;
use crate::yaml::{Node, Value};

/// The keys of a year, or of a goal, about its money.
pub(super) fn money(fields: &mut Fields<'_>) -> Money {
    Money { costs: fields.list_up_to(100, "costs", cost), effects: fields.list_up_to(100, "effects", effect) }
}

fn cost(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Cost> {
    let before = slot.faults.count();
    let mut fields = Fields::of(value, at, slot)?;
    let stage = fields.required("stage", stage);
    let unit = fields.required("unit", unit);
    let total = fields.optional("total", number);
    let funds = fields.optional("funds", funds);
    let staff = fields.optional("staff", number);
    let persons = fields.optional("persons", number);
    let full = fields.optional("full", number);
    let note = fields.optional("note", text);
    drop(fields);
    let (stage, unit) = (stage?, unit?);
    let of = |number| amount(number, unit.value, slot.faults);
    let funds = funds.map(|funds| {
        let funds = funds.into_iter().filter_map(|(fund, number)| Some(FundAmount { fund, amount: of(Some(number))? }));
        funds.collect()
    });
    let (total, staff, full) = (of(total), of(staff), of(full));
    if slot.faults.count() > before {
        return None;
    }
    if total.is_none() && funds.is_none() && staff.is_none() && persons.is_none() && full.is_none() {
        let message = format!("{}の{}に、額がありません", slot.named(), stage.value.word());
        let help = "`total: 1200` のように総額を書いてください。0円なら `total: 0` と書きます";
        slot.faults.push(Diagnostic::error(MISSING_KEY.slug, at, message, help));
        return None;
    }
    Some(Cost { stage, unit, total, funds, staff, persons, full, note })
}

/// An amount; a number that is no amount of money is reported.
fn amount(number: Option<Located<Number>>, unit: MoneyUnit, faults: &Faults) -> Option<Located<Amount>> {
    let Located { value, at } = number?;
    let amount = Amount::new(value.clone(), unit).map(|value| Located { value, at });
    if amount.is_none() {
        let message = format!("{value}{}は、金額として細かすぎるか、大きすぎます", unit.word());
        let help = "数と単位(`unit`)を確認してください";
        faults.push(Diagnostic::error(WRONG_TYPE.slug, at, message, help));
    }
    amount
}

fn stage(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<CostStage>> {
    coded(value, at, slot, &CostStage::ALL)
}

fn unit(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<MoneyUnit>> {
    let units = MoneyUnit::ALL.iter().map(|(unit, word, _)| (*unit, *word, ""));
    choice(value, at, slot, UNKNOWN_VALUE.slug, units)
}

/// The numbers by fund. A fund that site.yaml does not declare is reported when the whole site is known.
fn funds(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Vec<(Located<Fund>, Located<Number>)>> {
    slot.expects(|| Kind::Amounts(StandardFund::ALL.iter().map(|(_, word, code)| (*code, *word)).collect()))?;
    let fields = Fields::of(value, at, slot)?;
    let fund = |(key, node): &(Located<String>, Node)| {
        let number = number(&node.value, node.at, slot)?;
        Some((Located { value: Fund::of(&key.value), at: key.at }, number))
    };
    Some(fields.into_entries().iter().filter(|(_, node)| node.value != Value::Empty).filter_map(fund).collect())
}

fn effect(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Effect> {
    let before = slot.faults.count();
    let mut fields = Fields::of(value, at, slot)?;
    let name = fields.optional("name", text);
    let number = fields.required("amount", number);
    let unit = fields.required("unit", unit);
    let qualifier = fields.optional("qualifier", qualifier).map(|located| located.value);
    let kind = fields.optional("kind", |value, at, slot| coded(value, at, slot, &EffectKind::ALL));
    let stage = fields.optional("stage", |value, at, slot| coded(value, at, slot, &EffectStage::ALL));
    let printed = fields.optional("printed", text);
    let note = fields.optional("note", text);
    drop(fields);
    let amount = amount(number, unit?.value, slot.faults);
    if slot.faults.count() > before {
        return None;
    }
    Some(Effect { at, name, amount: amount?, qualifier, kind, stage, printed, note })
}

/// 予算科目.
pub(super) fn budget(value: &Value, at: Span, slot: &Slot<'_>) -> Option<BudgetCode> {
    let before = slot.faults.count();
    let mut fields = Fields::of(value, at, slot)?;
    let account = fields.optional("account", text);
    let code = fields.optional("code", text);
    let name = fields.optional("name", text);
    drop(fields);
    if slot.faults.count() == before && code.is_none() && name.is_none() {
        let message = format!("{}に、番号も名称もありません", slot.named());
        let help = "`code: 02-01-07-0410`(款-項-目-事業)か `name: 事業名` を書いてください";
        slot.faults.push(Diagnostic::error(MISSING_KEY.slug, at, message, help));
    }
    (slot.faults.count() == before).then_some(BudgetCode { at, account, code, name })
}

/// A fund of the site.
pub(super) fn fund(value: &Value, at: Span, slot: &Slot<'_>) -> Option<DeclaredFund> {
    let mut fields = Fields::of(value, at, slot)?;
    let id = fields.required("id", slug_text);
    let name = fields.required("name", text);
    let id = id?;
    if let Fund::Standard(fund) = Fund::of(&id.value) {
        let message = format!("財源の id「{id}」は、{}のために決まっています", fund.word());
        slot.faults.push(Diagnostic::error(BAD_ID.slug, id.at, message, "別の id を付けてください"));
    }
    Some(DeclaredFund { id, name: name? })
}
