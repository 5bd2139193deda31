//! 事業費 by stage and fund, 予算科目 and 効果額. An amount keeps its digits and its unit as printed and has its exact value
//! in 円: sums are sums of 円, without fractions that a computer rounds.

use std::fmt;
use std::iter::Sum;
use std::ops::Sub;

use super::coded::coded;
use super::figure::{decimal, qualified};
use super::form::{
    Class::{Aside, Caption, Key, Money as Amounts},
    Form, IN_YAML, NOTE, NUMBER, Place, SPELLED,
};
use super::release::clean;
use super::{Number, Qualifier, Text};
use crate::diagnostic::{Located, Span};

coded! {
    /// 予算・決算の段階. A budget is no target, and money spent no actual value.
    CostStage, word {
        Planned "計画" "planned",
        Initial "当初予算" "initial",
        Final "最終予算" "final",
        Estimate "決算見込" "estimate",
        Settled "決算" "settled",
    }
}

impl CostStage {
    /// Whether it tells what was spent, or will have been; else it is part of the year's plan.
    pub fn is_result(self) -> bool {
        match self {
            Self::Planned | Self::Initial | Self::Final => false,
            Self::Estimate | Self::Settled => true,
        }
    }
}

coded! {
    /// 財源 that every city has; further ones are declared in site.yaml.
    StandardFund, word {
        National "国庫支出金" "national",
        Prefectural "都道府県支出金" "prefectural",
        Bonds "地方債" "bonds",
        Fees "使用料等" "fees",
        Other "その他" "other",
        General "一般財源" "general",
    }
}

coded! {
    /// 効果額の種類.
    EffectKind, word {
        Revenue "歳入増" "revenue",
        Saving "歳出減" "saving",
        Avoidance "経費の回避" "avoidance",
    }
}

coded! {
    /// Whether an effect is expected or was reached.
    EffectStage, word {
        Planned "計画額" "planned",
        Actual "実績額" "actual",
    }
}

coded! {
    /// A unit of money.
    MoneyUnit, word {
        Yen "円" "円",
        Thousand "千円" "千円",
        TenThousand "万円" "万円",
        Million "百万円" "百万円",
        HundredMillion "億円" "億円",
        Trillion "兆円" "兆円",
    }
}

impl MoneyUnit {
    /// The number of zeros that it stands for: three for 千円.
    fn zeros(self) -> usize {
        match self {
            Self::Yen => 0,
            Self::Thousand => 3,
            Self::TenThousand => 4,
            Self::Million => 6,
            Self::HundredMillion => 8,
            Self::Trillion => 12,
        }
    }
}

/// An exact amount in 円. It counts ten-thousandths of a 円, the smallest part that documents tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Yen(i128);

impl Yen {
    /// Digits after the point.
    const DECIMALS: usize = 4;
    /// No city has so much; sums of amounts below it do not overflow.
    const LIMIT: u128 = 10u128.pow(24);

    /// A number of a unit; `None` if it is finer or greater than any amount of money.
    fn of(number: &Number, unit: MoneyUnit) -> Option<Self> {
        let parts = number.whole(unit.zeros() + Self::DECIMALS)?;
        (parts.unsigned_abs() < Self::LIMIT).then_some(Self(parts))
    }

    /// One unit of the last digit of a number.
    fn step(decimals: usize, unit: MoneyUnit) -> Self {
        let places = (unit.zeros() + Self::DECIMALS).saturating_sub(decimals);
        Self(10i128.pow(u32::try_from(places).expect("units of money have few zeros")))
    }

    /// Its size.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// It several times.
    fn times(self, count: usize) -> Self {
        Self(self.0 * i128::try_from(count).expect("lists are short"))
    }

    /// For charts: near enough for a picture.
    pub fn value(self) -> f64 {
        self.0 as f64 / 10f64.powi(Self::DECIMALS as i32)
    }

    /// In a unit, as the shortest decimal number: 98765000 円 is 98765 千円.
    pub fn digits_in(self, unit: MoneyUnit) -> String {
        let places = unit.zeros() + Self::DECIMALS;
        let digits = decimal(self.0.unsigned_abs(), places);
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{}", digits.trim_end_matches('0').trim_end_matches('.'))
    }

    /// In a unit with separators for a headline, with what must be said beside it: a part of a 千円 or of a 円 is rounded. Of
    /// greater units the decimals are what a document tells.
    pub fn headline_in(self, unit: MoneyUnit) -> (String, Option<String>) {
        let whole = 10i128.pow(u32::try_from(unit.zeros() + Self::DECIMALS).expect("units of money have few zeros"));
        if !matches!(unit, MoneyUnit::Yen | MoneyUnit::Thousand) || self.0 % whole == 0 {
            return (self.told_in(unit), None);
        }
        let rounded = (self.0.abs() + whole / 2) / whole * whole * self.0.signum();
        (Self(rounded).told_in(unit), Some(format!("{}未満を四捨五入", unit.word())))
    }

    /// In a unit with separators, as 98,765千円.
    pub fn told_in(self, unit: MoneyUnit) -> String {
        let digits = self.digits_in(unit);
        let grouped = digits.parse::<Number>().map_or(digits, |number| number.grouped());
        format!("{grouped}{}", unit.word())
    }
}

impl Sum for Yen {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.map(|amount| amount.0).sum())
    }
}

impl Sub for Yen {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

/// An amount of money as printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    number: Number,
    unit: MoneyUnit,
    yen: Yen,
}

impl Amount {
    /// A number of a unit; `None` if no amount of money is so fine or so great.
    pub fn new(number: Number, unit: MoneyUnit) -> Option<Self> {
        let yen = Yen::of(&number, unit)?;
        Some(Self { number, unit, yen })
    }

    /// The number as printed.
    pub fn number(&self) -> &Number {
        &self.number
    }

    /// The unit as printed.
    pub fn unit(&self) -> MoneyUnit {
        self.unit
    }

    /// The exact value.
    pub fn yen(&self) -> Yen {
        self.yen
    }

    /// Whether a text is it, alone or with its unit.
    pub fn is_spelled(&self, text: &str) -> bool {
        text == self.number.digits() || super::plain(text) == super::plain(&self.to_string())
    }
}

impl fmt::Display for Amount {
    /// 98,765千円.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.number.grouped(), self.unit.word())
    }
}

/// 財源: one that every city has, or one that the site declares.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fund {
    /// One that every city has.
    Standard(StandardFund),
    /// The id of one that site.yaml declares.
    Declared(String),
}

impl Fund {
    /// The fund with a code.
    pub fn of(code: &str) -> Self {
        let standard = StandardFund::ALL.iter().find(|(.., known)| *known == code);
        standard.map_or_else(|| Self::Declared(code.to_owned()), |(fund, ..)| Self::Standard(*fund))
    }

    /// Its code.
    pub fn code(&self) -> &str {
        match self {
            Self::Standard(fund) => fund.code(),
            Self::Declared(id) => id,
        }
    }
}

/// 独自の財源: a fund that the site declares.
#[derive(Debug, Clone, PartialEq)]
pub struct DeclaredFund {
    /// Id.
    pub id: Text,
    /// 名称.
    pub name: Text,
}

/// What a fund bears.
#[derive(Debug, Clone, PartialEq)]
pub struct FundAmount {
    /// 財源.
    pub fund: Located<Fund>,
    /// 金額.
    pub amount: Located<Amount>,
}

/// 事業費 at one stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// 段階.
    pub stage: Located<CostStage>,
    /// The unit of its amounts.
    pub unit: Located<MoneyUnit>,
    /// 事業費の総額.
    pub total: Option<Located<Amount>>,
    /// 財源内訳: all of it, or unknown.
    pub funds: Option<Vec<FundAmount>>,
    /// 人件費.
    pub staff: Option<Located<Amount>>,
    /// 人工.
    pub persons: Option<Located<Number>>,
    /// 総コスト: 事業費 with 人件費.
    pub full: Option<Located<Amount>>,
    /// 注.
    pub note: Option<Text>,
}

/// Amounts that do not add up.
#[derive(Debug, Clone, Copy)]
pub struct Mismatch<'c> {
    /// The amount that is stated.
    pub stated: &'c Located<Amount>,
    /// The sum of its parts.
    pub sum: Yen,
    /// Whether the rounding of the printed amounts may be the cause.
    pub is_rounding: bool,
    /// What they are rounded to.
    pub step: Yen,
}

impl Cost {
    /// 総額, if it is not the sum of its funds.
    pub fn funds_mismatch(&self) -> Option<Mismatch<'_>> {
        let funds: Vec<_> = self.funds.as_ref()?.iter().map(|fund| &fund.amount.value).collect();
        mismatch(self.total.as_ref()?, &funds)
    }

    /// 総コスト, if it is not the sum of 事業費 and 人件費.
    pub fn full_mismatch(&self) -> Option<Mismatch<'_>> {
        mismatch(self.full.as_ref()?, &[&self.total.as_ref()?.value, &self.staff.as_ref()?.value])
    }

    /// What the funds bear that the site declares, if any of them stands in the breakdown.
    pub fn declared_funds(&self) -> Option<Yen> {
        let declared = self.funds.iter().flatten().filter(|one| matches!(one.fund.value, Fund::Declared(_)));
        let amounts: Vec<_> = declared.map(|one| one.amount.value.yen()).collect();
        (!amounts.is_empty()).then(|| amounts.into_iter().sum())
    }

    /// What a fund bears.
    pub fn fund(&self, fund: &Fund) -> Option<&Amount> {
        let mut funds = self.funds.iter().flatten();
        funds.find(|one| one.fund.value == *fund).map(|one| &one.amount.value)
    }
}

/// Where a city prints 千円 or more, each amount is rounded by itself, up, down or to the nearest: with each further part
/// the sum may differ by one step of the last digit. What is zero is not rounded.
fn mismatch<'c>(stated: &'c Located<Amount>, parts: &[&Amount]) -> Option<Mismatch<'c>> {
    let sum: Yen = parts.iter().map(|part| part.yen()).sum();
    let gap = (stated.value.yen() - sum).abs();
    if gap == Yen::default() {
        return None;
    }
    let rounded = parts.iter().filter(|part| part.yen() != Yen::default()).count();
    let numbers = || parts.iter().copied().chain([&stated.value]);
    let decimals = numbers().map(|amount| amount.number().decimals()).max().unwrap_or(0);
    let step = Yen::step(decimals, stated.value.unit());
    let is_rounding = stated.value.unit() != MoneyUnit::Yen && gap < step.times(rounded);
    Some(Mismatch { stated, sum, is_rounding, step })
}

/// 予算科目: where the money stands in the budget.
#[derive(Debug, Clone, PartialEq)]
pub struct BudgetCode {
    /// Its position.
    pub at: Span,
    /// 会計.
    pub account: Option<Text>,
    /// 款・項・目・事業, as printed.
    pub code: Option<Text>,
    /// 事業名.
    pub name: Option<Text>,
}

impl fmt::Display for BudgetCode {
    /// 一般会計 02-01-07-0410 電子申請推進費.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<_> = [&self.account, &self.code, &self.name].into_iter().flatten().map(|t| &*t.value).collect();
        f.write_str(&parts.join(" "))
    }
}

/// 効果額.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Its position.
    pub at: Span,
    /// What has this effect.
    pub name: Option<Text>,
    /// 額.
    pub amount: Located<Amount>,
    /// 約・以上 ….
    pub qualifier: Option<Qualifier>,
    /// 歳入増・歳出減・経費の回避; `None` where the document does not say.
    pub kind: Option<Located<EffectKind>>,
    /// 計画額・実績額; `None` where the document does not say.
    pub stage: Option<Located<EffectStage>>,
    /// 印刷された書き方.
    pub printed: Option<Text>,
    /// 注.
    pub note: Option<Text>,
}

impl Effect {
    /// Its amount as read aloud: the printed text, else 約19,299万円.
    pub fn display(&self) -> String {
        self.printed.as_ref().map_or_else(|| self.spelled(), |printed| printed.value.clone())
    }

    /// Its amount composed from its parts, even if a printed text exists.
    pub fn spelled(&self) -> String {
        qualified(self.amount.value.to_string(), self.qualifier)
    }

    /// Whether it is part of the year's plan.
    fn is_plan(&self) -> bool {
        self.stage.as_ref().is_some_and(|stage| stage.value == EffectStage::Planned)
    }
}

impl fmt::Display for Effect {
    /// 備品の集約 歳出減 1,200千円(実績額).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name.iter().try_for_each(|name| write!(f, "{name} "))?;
        self.kind.iter().try_for_each(|kind| write!(f, "{} ", kind.value.word()))?;
        f.write_str(&self.display())?;
        self.stage.iter().try_for_each(|stage| write!(f, "({})", stage.value.word()))
    }
}

/// The money of a year: `None` unknown, empty none.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Money {
    /// 事業費 by stage.
    pub costs: Option<Vec<Cost>>,
    /// 効果額.
    pub effects: Option<Vec<Effect>>,
}

impl Money {
    /// It, if anything is said of it.
    pub fn said(&self) -> Option<&Self> {
        (self.costs.is_some() || self.effects.is_some()).then_some(self)
    }

    /// 事業費 by stage.
    pub fn costs(&self) -> &[Cost] {
        self.costs.as_deref().unwrap_or_default()
    }

    /// 効果額.
    pub fn effects(&self) -> &[Effect] {
        self.effects.as_deref().unwrap_or_default()
    }

    /// Whether it tells the total of 事業費.
    pub fn has_totals(&self) -> bool {
        self.costs().iter().any(|cost| cost.total.is_some())
    }

    /// Whether it tells what was planned for the year.
    pub fn has_plans(&self) -> bool {
        self.costs().iter().any(|cost| !cost.stage.value.is_result()) || self.effects().iter().any(Effect::is_plan)
    }

    /// Whether it tells what became of the year: what was spent, or which effect was reached.
    pub fn has_results(&self) -> bool {
        self.costs().iter().any(|cost| cost.stage.value.is_result())
            || self.effects().iter().any(|effect| !effect.is_plan())
    }

    /// The place of what reports the year: a settlement, or an effect that was reached. 決算見込 is no report yet.
    pub fn reported(&self) -> Option<Span> {
        let settled = self.costs().iter().map(|cost| &cost.stage).find(|stage| stage.value == CostStage::Settled);
        let mut stages = self.effects().iter().filter_map(|effect| effect.stage.as_ref());
        settled.map(|stage| stage.at).or_else(|| Some(stages.find(|stage| stage.value == EffectStage::Actual)?.at))
    }

    /// Leaves out what is part of the year's plan.
    pub(super) fn hide_plans(&mut self) {
        clean(&mut self.costs, |cost| cost.stage.value.is_result());
        clean(&mut self.effects, |effect| !effect.is_plan());
    }

    /// Leaves out what became of the year.
    pub(super) fn hide_results(&mut self) {
        clean(&mut self.costs, |cost| !cost.stage.value.is_result());
        clean(&mut self.effects, Effect::is_plan);
    }
}

/// The form of the money of a year; records without it have no row for it.
pub(super) fn money(form: &mut Form<'_, Money>) {
    form.parts("costs", |money| &money.costs, |of, _| Place::Named(of.stage.value.code().to_owned()), cost)
        .unasked(IN_YAML);
    form.whole("effects", Amounts, |money| &money.effects, effect).unasked(IN_YAML);
}

fn cost(form: &mut Form<'_, Cost>) {
    form.tables(&["costs"]);
    form.key("stage", Key).uncompared(NUMBER);
    form.key("unit", Amounts).uncompared(SPELLED);
    form.field("total", Amounts, |cost| &cost.total);
    form.field("funds", Amounts, |cost| &cost.funds);
    form.field("staff", Amounts, |cost| &cost.staff);
    form.field("persons", Amounts, |cost| &cost.persons);
    form.field("full", Amounts, |cost| &cost.full);
    form.field("note", Aside, |cost| &cost.note).uncompared(NOTE);
}

fn effect(form: &mut Form<'_, Effect>) {
    form.tables(&["effects"]);
    form.key("name", Caption);
    for key in ["amount", "unit", "qualifier", "kind", "stage", "printed"] {
        form.key(key, Amounts);
    }
    form.key("note", Aside).uncompared(NOTE);
}

/// The form of 予算科目.
pub(super) fn budget(form: &mut Form<'_, BudgetCode>) {
    form.tables(&["budget_codes"]);
    for key in ["account", "code", "name"] {
        form.key(key, Caption);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn amount(digits: &str, unit: MoneyUnit) -> Option<Amount> {
        Amount::new(digits.parse().expect("a number"), unit)
    }

    fn check(digits: &str, unit: MoneyUnit, yen: Option<&str>) {
        let found = amount(digits, unit).map(|amount| amount.yen().digits_in(MoneyUnit::Yen));
        assert_eq!(found.as_deref(), yen, "{digits}{}", unit.word());
    }

    #[test]
    fn amounts_are_exact_in_yen() {
        check("98765", MoneyUnit::Thousand, Some("98765000"));
        check("-2.5", MoneyUnit::Thousand, Some("-2500"));
        check("0.1", MoneyUnit::HundredMillion, Some("10000000"));
        check("0.00001", MoneyUnit::Thousand, Some("0.01"));
        check("0", MoneyUnit::Million, Some("0"));
        check("-0.5", MoneyUnit::Yen, Some("-0.5"));
        check("9007199254740993", MoneyUnit::Yen, Some("9007199254740993"));
        check("0.00001", MoneyUnit::Yen, None);
        check("0.00010", MoneyUnit::Yen, Some("0.0001"));
        check("99999999999999999999", MoneyUnit::Yen, Some("99999999999999999999"));
        check("100000000000000000000", MoneyUnit::Yen, None);
        check("99999999999999999999999999999", MoneyUnit::Trillion, None);
    }

    #[test]
    fn an_amount_is_told_in_any_unit() {
        let yen = amount("1234567.8", MoneyUnit::Thousand).expect("money").yen();
        assert_eq!(yen.told_in(MoneyUnit::Thousand), "1,234,567.8千円");
        assert_eq!(yen.told_in(MoneyUnit::Yen), "1,234,567,800円");
        assert_eq!(yen.told_in(MoneyUnit::HundredMillion), "12.345678億円");
    }

    /// Whether the parts add up to the whole: `None`, or whether rounding may be the cause.
    fn sums(unit: MoneyUnit, whole: &str, parts: &[&str], expected: Option<bool>) {
        let at = Span::file(FileId(0));
        let stated = Located { value: amount(whole, unit).expect("money"), at };
        let parts: Vec<_> = parts.iter().map(|part| amount(part, unit).expect("money")).collect();
        let parts: Vec<_> = parts.iter().collect();
        assert_eq!(mismatch(&stated, &parts).map(|found| found.is_rounding), expected, "{whole} {parts:?}");
    }

    #[test]
    fn a_headline_has_no_part_of_its_unit_and_says_so() {
        let headline = |digits: &str, unit: MoneyUnit| amount(digits, unit).expect("an amount").yen().headline_in(unit);
        let rounded = |told: &str, unit: &str| (told.to_owned(), Some(format!("{unit}未満を四捨五入")));
        assert_eq!(headline("18302439.578", MoneyUnit::Thousand), rounded("18,302,440千円", "千円"));
        assert_eq!(headline("0.5", MoneyUnit::Thousand), rounded("1千円", "千円"));
        assert_eq!(headline("-1.5", MoneyUnit::Thousand), rounded("-2千円", "千円"));
        assert_eq!(headline("1355392.5", MoneyUnit::Yen), rounded("1,355,393円", "円"));
        assert_eq!(headline("1200", MoneyUnit::Thousand), ("1,200千円".to_owned(), None));
        assert_eq!(headline("12.3", MoneyUnit::HundredMillion), ("12.3億円".to_owned(), None));
    }

    #[test]
    fn a_difference_is_rounding_only_where_amounts_are_rounded() {
        use MoneyUnit::{Million, Thousand, Yen};
        sums(Thousand, "98765", &["34210", "31987", "0", "32568"], None);
        sums(Thousand, "98765", &["34210", "31987", "0", "32567"], Some(true));
        sums(Thousand, "98765", &["34210", "31987", "0", "32566"], Some(true));
        sums(Thousand, "98765", &["34210", "31987", "0", "32565"], Some(false));
        sums(Thousand, "10", &["11"], Some(false));
        sums(Thousand, "10", &["0", "11"], Some(false));
        sums(Million, "1.0", &["0.5", "0.4"], Some(true));
        sums(Million, "2.0", &["0.5", "0.5"], Some(false));
        sums(Yen, "101", &["50", "50"], Some(false));
        sums(Thousand, "1", &[], Some(false));
        sums(Thousand, "0", &[], None);
    }

    #[test]
    fn the_sum_of_many_amounts_is_exact() {
        let cent = amount("0.1", MoneyUnit::Yen).expect("money").yen();
        let sum: super::Yen = std::iter::repeat_n(cent, 1_000_000).sum();
        assert_eq!(sum.digits_in(MoneyUnit::Yen), "100000");
    }
}
