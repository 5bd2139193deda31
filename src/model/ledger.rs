//! What a family of records costs, and what it saves or brings in: exact sums in 円 by fiscal year and stage, each with how
//! many records tell it.
//!
//! Nothing is added up that may be the same money, or another kind of it: not the stages of a year, not the items of a program
//! and the part of a plan above them. What is not told is not 0: a sum covers the records that tell an amount, and a part
//! that nobody names is a part of its own, so that the parts of a sum are always the whole.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::{
    Branch, Cost, CostStage, Department, DepartmentId, Effect, EffectKind, EffectStage, FiscalYear, Fund, Money,
    MoneyUnit, Parts, Plan, Program, Record, SectionCode, Site, StandardFund, Tree, Yen, plan,
};
use crate::diagnostic::Located;

/// The records whose money is added up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Family<'s> {
    /// The sections of a plan.
    Plan(&'s Plan),
    /// The items of a program.
    Program(&'s Program),
    /// The goals of all years and departments.
    Goals,
}

impl<'s> Family<'s> {
    /// Every family of a site.
    pub fn all(site: &'s Site) -> impl Iterator<Item = Self> {
        let (plans, programs) = (site.plans.iter().map(Self::Plan), site.programs.iter().map(Self::Program));
        plans.chain(programs).chain([Self::Goals])
    }

    /// Its records.
    pub fn records(self, site: &'s Site) -> Box<dyn Iterator<Item = Record<'s>> + 's> {
        match self {
            Self::Plan(plan) => Record::Plan(plan).held(),
            Self::Program(program) => Record::Program(program).held(),
            Self::Goals => Box::new(site.sheets.iter().flat_map(|sheet| Record::Sheet(sheet).held())),
        }
    }

    /// Whether a record is one of them.
    pub fn has(self, record: Record<'_>) -> bool {
        match (self, record) {
            (Self::Plan(plan), Record::Section(section)) => section.plan == plan.id,
            (Self::Program(program), Record::Item(item)) => item.program == program.id,
            (Self::Goals, Record::Goal(_)) => true,
            (Self::Plan(_) | Self::Program(_) | Self::Goals, _) => false,
        }
    }

    /// The tree in which its records stand; goals have none.
    pub fn tree(self, site: &'s Site) -> Option<Cow<'s, Tree>> {
        match self {
            Self::Plan(plan) => Some(Cow::Owned(Tree::of_plan(plan))),
            Self::Program(program) => Some(Cow::Borrowed(site.tree(program))),
            Self::Goals => None,
        }
    }
}

/// To what a part of a sum belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Share<T> {
    /// To one of them.
    One(T),
    /// To records that several of them share.
    Several,
    /// To records that do not say it.
    Unsaid,
    /// To none: the total that is told is not the sum of its funds.
    Difference,
}

impl<T> Share<T> {
    fn map<U>(self, of: impl FnOnce(T) -> U) -> Share<U> {
        match self {
            Self::One(one) => Share::One(of(one)),
            Self::Several => Share::Several,
            Self::Unsaid => Share::Unsaid,
            Self::Difference => Share::Difference,
        }
    }
}

/// A part of a sum.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<T> {
    /// To what it belongs.
    pub of: Share<T>,
    /// The amount.
    pub sum: Yen,
    /// How many records tell it.
    pub records: usize,
    /// How many records could: those of the same owner that have the year; `None` where a record has several owners.
    pub having: Option<usize>,
}

/// A total that a record tells.
#[derive(Debug, Clone, Copy)]
pub struct Told<'s> {
    /// The record.
    pub record: Record<'s>,
    /// Its 事業費 at the stage.
    pub cost: &'s Cost,
    /// The total.
    pub total: Yen,
}

/// 事業費 of a year at one stage.
#[derive(Debug, Clone)]
pub struct CostSum<'s> {
    /// 年度.
    pub year: FiscalYear,
    /// 段階.
    pub stage: CostStage,
    /// The records that tell a total.
    pub told: Vec<Told<'s>>,
    /// How many records have the year.
    pub of: usize,
    /// The records that have the year.
    having: Rc<Vec<Record<'s>>>,
}

impl<'s> CostSum<'s> {
    /// The sum; `None` if no record tells a total.
    pub fn total(&self) -> Option<Yen> {
        (!self.told.is_empty()).then(|| self.told.iter().map(|told| told.total).sum())
    }

    /// The records that tell the greatest totals, the greatest first.
    pub fn greatest(&self, count: usize) -> Vec<Told<'s>> {
        let mut told = self.told.clone();
        told.sort_by_key(|told| std::cmp::Reverse(told.total));
        told.truncate(count);
        told
    }

    /// By the highest branches of the tree of the family.
    pub fn by_branch<'t>(&self, tree: &'t Tree) -> Vec<Part<&'t Branch>> {
        let places: HashMap<_, _> = tree.roots().enumerate().map(|(at, root)| (&root.code, at)).collect();
        let roots: Vec<_> = tree.roots().collect();
        let branch = |record| root(tree, record).map_or(Share::Unsaid, |root| Share::One(places[root]));
        self.by_owner(branch).into_iter().map(|part| part.map(|at| roots[at])).collect()
    }

    /// By the departments at the top: what several of them share is not told twice.
    pub fn by_department<'d>(&self, site: &'d Site) -> Vec<Part<&'d Department>> {
        let parts = self.by_owner(|record| site.bureau_in_charge(record)).into_iter();
        parts.map(|part| part.map(|at| &site.departments[at])).collect()
    }

    /// By the only owner of each record.
    fn by_owner<T: Ord>(&self, owner: impl Fn(Record<'s>) -> Share<T>) -> Vec<Part<T>> {
        let mut having: BTreeMap<Share<T>, usize> = BTreeMap::new();
        self.having.iter().for_each(|record| *having.entry(owner(*record)).or_default() += 1);
        let parts = grouped(self.told.iter().map(|told| (owner(told.record), told.total)));
        parts.into_iter().map(|part| Part { having: having.get(&part.of).copied(), ..part }).collect()
    }

    /// By fund; totals without a breakdown are a part of their own.
    pub fn by_fund(&self) -> Vec<Part<&'s Fund>> {
        let mut amounts: Vec<(Share<Order<'s>>, Yen)> = Vec::new();
        for told in &self.told {
            let Some(funds) = &told.cost.funds else {
                amounts.push((Share::Unsaid, told.total));
                continue;
            };
            let named = funds.iter().map(|one| (Share::One(Order(&one.fund.value)), one.amount.value.yen()));
            let difference = told.total - funds.iter().map(|one| one.amount.value.yen()).sum();
            amounts.extend(named);
            amounts.extend((difference != Yen::default()).then_some((Share::Difference, difference)));
        }
        grouped(amounts.into_iter()).into_iter().map(|part| part.map(|fund| fund.0)).collect()
    }
}

/// A fund in the order of forms: those that every city has, then the declared ones.
#[derive(PartialEq, Eq)]
struct Order<'s>(&'s Fund);

impl Order<'_> {
    fn place(&self) -> usize {
        let is_it = |(fund, ..): &(StandardFund, &str, &str)| *self.0 == Fund::Standard(*fund);
        StandardFund::ALL.iter().position(is_it).unwrap_or(StandardFund::ALL.len())
    }
}

impl Ord for Order<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.place().cmp(&other.place()).then_with(|| self.0.cmp(other.0))
    }
}

impl PartialOrd for Order<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Part<T> {
    /// The same part of something else.
    pub fn map<U>(self, of: impl FnOnce(T) -> U) -> Part<U> {
        Part { of: self.of.map(of), sum: self.sum, records: self.records, having: self.having }
    }
}

/// Amounts with the same owner as one part each, in the order of the owners.
fn grouped<T: Ord>(amounts: impl Iterator<Item = (Share<T>, Yen)>) -> Vec<Part<T>> {
    let mut parts: BTreeMap<Share<T>, Vec<Yen>> = BTreeMap::new();
    amounts.for_each(|(of, amount)| parts.entry(of).or_default().push(amount));
    let part = |(of, amounts): (_, Vec<Yen>)| {
        let (records, sum) = (amounts.len(), amounts.into_iter().sum());
        Part { of, sum, records, having: None }
    };
    parts.into_iter().map(part).collect()
}

/// The highest branch above a record.
fn root<'t>(tree: &'t Tree, record: Record<'_>) -> Option<&'t SectionCode> {
    let code = match record {
        Record::Item(item) => &item.category.as_ref()?.value,
        Record::Section(section) => &section.code.0,
        Record::Plan(_) | Record::Program(_) | Record::Sheet(_) | Record::Goal(_) => return None,
    };
    let mut known = std::iter::once(code.as_str()).chain(plan::codes_above(code)).map(|code| tree.path(code));
    Some(&known.find_map(|path| path.first().copied())?.code)
}

impl Site {
    /// The departments in charge of a record: of a goal those of its sheet.
    pub fn charged<'s>(&'s self, record: Record<'s>) -> &'s [Located<DepartmentId>] {
        let sheet = if let Record::Goal(goal) = record { self.sheet_of(goal) } else { None };
        sheet.map_or(record, Record::Sheet).departments()
    }

    /// The department at the top that is in charge of a record, by its place among all.
    pub fn bureau_in_charge(&self, record: Record<'_>) -> Share<usize> {
        let named = self.charged(record).iter().filter_map(|id| self.department(&id.value));
        let places: BTreeSet<_> = named.filter_map(|one| self.department_place(&self.bureau(one).id.value)).collect();
        match (places.first(), places.len()) {
            (Some(only), 1) => Share::One(*only),
            (Some(_), _) => Share::Several,
            (None, _) => Share::Unsaid,
        }
    }
}

/// An effect that a record tells.
#[derive(Debug, Clone, Copy)]
pub struct ToldEffect<'s> {
    /// The record.
    pub record: Record<'s>,
    /// 年度.
    pub year: FiscalYear,
    /// The effect.
    pub effect: &'s Effect,
}

/// Effects of a year, a stage and a kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EffectSum {
    /// 年度.
    pub year: FiscalYear,
    /// 計画額・実績額; `None` where the records do not say.
    pub stage: Option<EffectStage>,
    /// 歳入増・歳出減・経費の回避; `None` where the records do not say.
    pub kind: Option<EffectKind>,
    /// The sum.
    pub sum: Yen,
    /// How many amounts are added.
    pub count: usize,
    /// How many records tell them.
    pub records: usize,
    /// How many records have the year.
    pub of: usize,
    /// How many of them are told with 約, 以上 or another qualifier.
    pub qualified: usize,
}

/// The money of a family.
#[derive(Debug, Clone)]
pub struct Ledger<'s> {
    /// Whose it is.
    pub family: Family<'s>,
    /// 事業費 by year and stage, the oldest first; also where no record tells a total.
    pub costs: Vec<CostSum<'s>>,
    /// 効果額 in the order of publication.
    pub effects: Vec<ToldEffect<'s>>,
    /// How many years of records tell their effect in sentences alone.
    pub sentences: usize,
    /// The records that have each year.
    having: BTreeMap<FiscalYear, Rc<Vec<Record<'s>>>>,
}

impl<'s> Ledger<'s> {
    /// The money of a family.
    pub fn of(site: &'s Site, family: Family<'s>) -> Self {
        Self::over(family, family.records(site))
    }

    /// The money of some records of a family.
    pub fn over(family: Family<'s>, records: impl Iterator<Item = Record<'s>>) -> Self {
        let mut sums: BTreeMap<(FiscalYear, CostStage), Vec<Told<'s>>> = BTreeMap::new();
        let mut having: BTreeMap<FiscalYear, Vec<Record<'s>>> = BTreeMap::new();
        let (mut effects, mut sentences) = (Vec::new(), 0);
        for record in records {
            years(record).for_each(|year| having.entry(year).or_default().push(record));
            sentences += record.years().iter().filter(|year| year.tells_effect_in_sentences()).count();
            for (year, money) in record.money() {
                effects.extend(money.effects().iter().map(|effect| ToldEffect { record, year, effect }));
                for cost in money.costs() {
                    let told = sums.entry((year, cost.stage.value)).or_default();
                    let is_first = told.last().is_none_or(|last| last.record.at() != record.at());
                    let total = cost.total.as_ref().filter(|_| is_first);
                    told.extend(total.map(|total| Told { record, cost, total: total.value.yen() }));
                }
            }
        }
        let having: BTreeMap<_, _> = having.into_iter().map(|(year, records)| (year, Rc::new(records))).collect();
        let sum = |((year, stage), told): ((FiscalYear, _), _)| {
            let having = having.get(&year).cloned().unwrap_or_default();
            CostSum { year, stage, told, of: having.len(), having }
        };
        let costs = sums.into_iter().map(sum).collect();
        Self { family, costs, effects, sentences, having }
    }

    /// Whether it tells any amount.
    pub fn has_amounts(&self) -> bool {
        !self.effects.is_empty() || self.costs.iter().any(|sum| !sum.told.is_empty())
    }

    /// The newest sum of the stage that says most: what was spent, or else will have been, or was meant to be.
    pub fn newest(&self) -> Option<&CostSum<'s>> {
        let told = self.costs.iter().filter(|sum| !sum.told.is_empty());
        told.max_by_key(|sum| (sum.stage, sum.year))
    }

    /// The unit of all totals; 円 where they have several.
    pub fn unit(&self) -> MoneyUnit {
        let told = self.costs.iter().flat_map(|sum| &sum.told);
        common(told.filter_map(|told| told.cost.total.as_ref()).map(|total| total.value.unit()))
    }

    /// The unit of all effects; 円 where they have several.
    pub fn effect_unit(&self) -> MoneyUnit {
        common(self.effects.iter().map(|told| told.effect.amount.value.unit()))
    }

    /// How many records tell an effect of a year and stage, of whatever kind.
    pub fn records_with_effects(&self, year: FiscalYear, stage: Option<EffectStage>) -> usize {
        let is_it =
            |told: &&ToldEffect<'_>| told.year == year && told.effect.stage.as_ref().map(|stage| stage.value) == stage;
        self.effects.iter().filter(is_it).map(|told| told.record.at()).collect::<BTreeSet<_>>().len()
    }

    /// 効果額 by year, stage and kind, the oldest first.
    pub fn effect_sums(&self) -> Vec<EffectSum> {
        let mut groups: BTreeMap<_, Vec<&ToldEffect<'_>>> = BTreeMap::new();
        for told in &self.effects {
            let (stage, kind) = (&told.effect.stage, &told.effect.kind);
            let key = (told.year, stage.as_ref().map(|stage| stage.value), kind.as_ref().map(|kind| kind.value));
            groups.entry(key).or_default().push(told);
        }
        let sum = |((year, stage, kind), told): ((FiscalYear, _, _), Vec<&ToldEffect<'_>>)| EffectSum {
            year,
            stage,
            kind,
            sum: told.iter().map(|told| told.effect.amount.value.yen()).sum(),
            count: told.len(),
            records: told.iter().map(|told| told.record.at()).collect::<BTreeSet<_>>().len(),
            of: self.having.get(&year).map_or(0, |records| records.len()),
            qualified: told.iter().filter(|told| told.effect.qualifier.is_some()).count(),
        };
        groups.into_iter().map(sum).collect()
    }
}

/// The fiscal years that a record has.
fn years(record: Record<'_>) -> impl Iterator<Item = FiscalYear> {
    let goal = if let Record::Goal(goal) = record { Some(goal.fiscal_year) } else { None };
    let years: BTreeSet<_> = record.years().iter().map(|year| year.fiscal_year.value).chain(goal).collect();
    years.into_iter()
}

/// The one unit, or 円.
fn common(mut units: impl Iterator<Item = MoneyUnit>) -> MoneyUnit {
    let first = units.next().unwrap_or(MoneyUnit::Yen);
    if units.all(|unit| unit == first) { first } else { MoneyUnit::Yen }
}

impl Parts {
    /// What any record tells of money.
    pub(super) fn money(&self) -> impl Iterator<Item = &Money> {
        let sections = self.plans.iter().flat_map(|plan| &plan.sections).flat_map(|section| &section.years);
        let items = self.programs.iter().flat_map(|program| &program.items).flat_map(|item| &item.years);
        let goals = self.sheets.iter().flat_map(|sheet| &sheet.goals).map(|goal| &goal.money);
        sections.chain(items).map(|year| &year.money).chain(goals)
    }
}
