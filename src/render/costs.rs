//! 事業費と効果額: what each family of records costs and brings in, by year and stage, and of the newest year by branch,
//! department and fund, with how many records tell it. Nothing is added over families: a plan and the items below it may
//! tell the same money.

use std::fmt::Write;

use serde::Serialize;

use super::chart::{ChartView, bars};
use super::head::Head;
use super::here::Here;
use super::html::Html;
use super::links::{self, Link};
use super::words::{self, count};
use super::{money, urls};
use crate::diagnostic::Located;
use crate::model::{
    Branch, CostStage, CostSum, DepartmentId, EffectSum, Family, FiscalYear, FixedPage, Ledger, MoneyUnit, Part,
    Record, Share, Site, Told, ToldEffect, Words, Yen, address,
};

/// How many records the lists of the greatest amounts have.
const GREATEST: usize = 20;
/// Of a breakdown with more parts, the smallest are told together.
const PARTS: usize = 40;
/// A chart shows a development from this many years on.
const DEVELOPMENT: usize = 3;

#[derive(Serialize)]
pub(super) struct View {
    about: String,
    /// The newest sum of each family, with what it covers.
    lead: String,
    contents: Vec<Link>,
    families: Vec<FamilyView>,
}

#[derive(Serialize)]
struct FamilyView {
    anchor: String,
    title: Link,
    /// How one of its records is called.
    noun: String,
    costs: Option<CostsView>,
    effects: Option<EffectsView>,
}

#[derive(Serialize)]
struct CostsView {
    word: String,
    newest: NewestView,
    notes: Vec<String>,
    stages: Vec<&'static str>,
    years: Vec<YearRow>,
    development: Option<ChartView>,
    breakdowns: Vec<Breakdown>,
    greatest: Vec<RecordRow>,
    data: Link,
}

/// The sum that the page is about first.
#[derive(Serialize)]
struct NewestView {
    year: String,
    stage: &'static str,
    total: String,
    covers: String,
}

#[derive(Serialize)]
struct YearRow {
    year: String,
    cells: Vec<Option<SumCell>>,
}

#[derive(Serialize)]
struct SumCell {
    total: Option<String>,
    covers: String,
}

/// The newest sum by branch, department or fund, and those of every year.
#[derive(Serialize)]
struct Breakdown {
    anchor: String,
    title: String,
    rows: Vec<PartRow>,
    total: String,
    covers: String,
    years: Vec<YearHead>,
    by_year: Vec<YearsRow>,
}

#[derive(Serialize)]
struct PartRow {
    name: Name,
    sum: String,
    covers: String,
    bar: Html,
}

#[derive(Serialize)]
struct YearHead {
    year: String,
    covers: String,
}

/// Who a part belongs to, with the page if it has one.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Name {
    text: String,
    href: Option<String>,
}

#[derive(Serialize)]
struct YearsRow {
    name: Name,
    sums: Vec<Option<String>>,
}

#[derive(Serialize)]
struct RecordRow {
    link: Link,
    departments: Vec<Link>,
    amount: String,
}

#[derive(Serialize)]
struct EffectsView {
    word: String,
    notes: Vec<&'static str>,
    /// Empty where nothing is added up: the list tells each amount.
    sums: Vec<EffectRow>,
    all: usize,
    greatest: Vec<ToldRow>,
    sentences: usize,
    data: Link,
}

#[derive(Serialize)]
struct EffectRow {
    year: String,
    stage: Option<&'static str>,
    kind: Option<&'static str>,
    sum: String,
    covers: String,
}

#[derive(Serialize)]
struct ToldRow {
    link: Link,
    name: Option<Html>,
    year: String,
    stage: Option<&'static str>,
    kind: Option<&'static str>,
    amount: String,
    note: Option<Html>,
}

/// The page.
pub(super) fn page(here: &Here<'_, '_>) -> (Head, View) {
    let ledgers = Family::all(here.site).map(|family| Ledger::of(here.site, family)).filter(Ledger::has_amounts);
    let ledgers: Vec<_> = ledgers.collect();
    let families: Vec<_> = ledgers.iter().map(|ledger| family(here, ledger)).collect();
    let contents = families.iter().map(|of| Link::within(&of.anchor, &of.title.text));
    let view = View {
        about: here.words.tell(FixedPage::Costs.about().unwrap_or_default()).into_owned(),
        lead: lead(here, &ledgers),
        contents: contents.collect(),
        families,
    };
    let title = FixedPage::Costs.title(here.words).into_owned();
    let description = here.words.tell("⟨money⟩の合計を、年度、段階、部局などで分けて示す表と図");
    (Head::new("costs", title, description), view)
}

/// 最も新しい合計は、令和6年度の決算で20,100千円です(事務事業3件のうち2件の額)。 Of several families, each with its title.
fn lead<'s>(here: &Here<'_, 's>, ledgers: &[Ledger<'s>]) -> String {
    let is_one = ledgers.len() == 1;
    let of = |ledger: &Ledger<'s>| {
        let (noun, said) = (noun(here, ledger.family), told(here, ledger)?);
        let whose = if is_one { String::new() } else { format!("{}の", title(here, ledger.family).text) };
        let (records, of) = (count(said.records), count(said.of));
        let rounded = said.rounded.map(|rounded| format!("、{rounded}")).unwrap_or_default();
        Some(format!("{whose}{}({noun}{of}件のうち{records}件の額{rounded})", said.words))
    };
    let all: Vec<_> = ledgers.iter().filter_map(of).collect();
    if all.is_empty() { String::new() } else { format!("最も新しい合計は、{}です。", all.join("、")) }
}

/// A newest sum in words, and how many records tell it.
struct Newest {
    words: String,
    /// How it is rounded, if it is.
    rounded: Option<String>,
    records: usize,
    of: usize,
}

/// The newest sum of 事業費, else of 効果額: what was reached, or else what was planned, by its kinds.
fn told<'s>(here: &Here<'_, 's>, ledger: &Ledger<'s>) -> Option<Newest> {
    if let Some((sum, total)) = ledger.newest().and_then(|sum| Some((sum, sum.total()?))) {
        let (total, rounded) = total.headline_in(ledger.unit());
        let words = format!("{}の{} {total}", sum.year, sum.stage.word());
        return Some(Newest { words, rounded, records: sum.told.len(), of: sum.of });
    }
    let (sums, unit) = (ledger.effect_sums(), ledger.effect_unit());
    // What one record tells is no sum.
    let newest = sums.iter().filter(|sum| sum.records > 1).max_by_key(|sum| (sum.stage, sum.year))?;
    let of_newest = || sums.iter().filter(|sum| (sum.stage, sum.year) == (newest.stage, newest.year));
    let part = |sum: &EffectSum| {
        let kind = sum.kind.map(|kind| kind.word()).unwrap_or_default();
        format!("{kind}{}{}", if kind.is_empty() { "" } else { " " }, sum.sum.told_in(unit))
    };
    let stage = newest.stage.map_or(nouns(here, ledger.family).effects.as_str(), |stage| stage.word());
    let parts = of_newest().map(part).collect::<Vec<_>>().join("・");
    let records = ledger.records_with_effects(newest.year, newest.stage);
    let words = format!("{}の{stage} {parts}", newest.year);
    Some(Newest { words, rounded: None, records, of: newest.of })
}

/// The newest sum of some records of a family, with the link to those of all.
#[derive(Serialize)]
pub(super) struct Line {
    family: String,
    newest: NewestView,
    /// Whether other departments share some of the records.
    is_shared: bool,
    link: Link,
}

/// The line on the page of a plan or program, if its records tell totals.
pub(super) fn line<'s>(here: &Here<'_, 's>, family: Family<'s>) -> Option<Line> {
    line_of(here, &Ledger::of(here.site, family), |_| false)
}

/// The lines on the page of a department: a sum for each family, of what it and its divisions are responsible for.
pub(super) fn lines<'s>(here: &Here<'_, 's>, department: &DepartmentId) -> Vec<Line> {
    let records: Vec<_> = here.room.relations.charges(department).collect();
    let is_other = |id: &Located<DepartmentId>| !here.site.is_within(&id.value, department);
    let line = |family: Family<'s>| {
        let own = records.iter().copied().filter(|record| family.has(*record));
        line_of(here, &Ledger::over(family, own), |record| here.site.charged(record).iter().any(is_other))
    };
    Family::all(here.site).filter_map(line).collect()
}

fn line_of<'s>(here: &Here<'_, 's>, ledger: &Ledger<'s>, is_shared: impl Fn(Record<'s>) -> bool) -> Option<Line> {
    let (family, sum) = (ledger.family, ledger.newest()?);
    Some(Line {
        family: title(here, family).text,
        newest: newest(noun(here, family), sum, ledger.unit())?,
        is_shared: sum.told.iter().any(|told| is_shared(told.record)),
        link: Link::at(FixedPage::Costs.folder(), &anchor(family), "内訳と推移"),
    })
}

fn title(here: &Here<'_, '_>, family: Family<'_>) -> Link {
    match family {
        Family::Plan(plan) => links::plan(plan),
        Family::Program(program) => links::program(program),
        Family::Goals => here.fixed(FixedPage::Goals),
    }
}

fn anchor(family: Family<'_>) -> String {
    match family {
        Family::Plan(plan) => format!("plan-{}", plan.id),
        Family::Program(program) => format!("program-{}", program.id),
        Family::Goals => "goals".to_owned(),
    }
}

fn nouns<'s>(here: &Here<'_, 's>, family: Family<'s>) -> &'s Words {
    match family {
        Family::Plan(plan) => here.site.words_of(Record::Plan(plan)),
        Family::Program(program) => here.site.words_of(Record::Program(program)),
        Family::Goals => here.site.words(),
    }
}

/// How one of the records of a family is called.
fn noun<'s>(here: &Here<'_, 's>, family: Family<'s>) -> &'s str {
    let words = nouns(here, family);
    match family {
        Family::Plan(_) => &words.section,
        Family::Program(_) => &words.item,
        Family::Goals => &words.goal,
    }
}

fn family<'s>(here: &Here<'_, 's>, ledger: &Ledger<'s>) -> FamilyView {
    let of = ledger.family;
    FamilyView {
        anchor: anchor(of),
        title: title(here, of),
        noun: noun(here, of).to_owned(),
        costs: costs(here, ledger),
        effects: effects(here, ledger),
    }
}

/// 事務事業61件のうち12件の決算の合計.
fn covers(noun: &str, sum: &CostSum<'_>) -> String {
    let (of, told) = (count(sum.of), count(sum.told.len()));
    format!("{noun}{of}件のうち{told}件の{}の合計", sum.stage.word())
}

fn newest(noun: &str, sum: &CostSum<'_>, unit: MoneyUnit) -> Option<NewestView> {
    let (total, rounded) = sum.total()?.headline_in(unit);
    let covers = covers(noun, sum) + &rounded.map(|rounded| format!("、{rounded}")).unwrap_or_default();
    Some(NewestView { year: words::year(sum.year), stage: sum.stage.word(), total, covers })
}

fn costs<'s>(here: &Here<'_, 's>, ledger: &Ledger<'s>) -> Option<CostsView> {
    let (unit, sum, word) = (ledger.unit(), ledger.newest()?, &nouns(here, ledger.family).costs);
    let of_stage = |stage: &CostStage| ledger.costs.iter().any(|sum| sum.stage == *stage);
    let stages: Vec<_> = CostStage::ALL.iter().map(|(stage, ..)| *stage).filter(of_stage).collect();
    let mut notes: Vec<_> = rounding("総額", unit, ledger).into_iter().collect();
    if ledger.costs.iter().any(|sum| sum.told.len() < sum.of) {
        notes.push(
            "合計は、総額の記載がある記録だけのものです。記載の無い記録の額は分からず、0円とはしていません。"
                .to_owned(),
        );
    }
    Some(CostsView {
        newest: newest(noun(here, ledger.family), sum, unit)?,
        notes,
        years: year_rows(ledger, &stages),
        stages: stages.into_iter().map(CostStage::word).collect(),
        development: development(ledger, word),
        word: word.clone(),
        breakdowns: breakdowns(here, ledger, sum),
        greatest: sum.greatest(GREATEST).iter().map(|told| record_row(here, told)).collect(),
        data: Link::to(&address::dataset_page("costs"), &format!("{word}の表データ")),
    })
}

/// What the unit of the amounts means for their sum.
fn rounding(what: &str, unit: MoneyUnit, ledger: &Ledger<'_>) -> Option<String> {
    let is_coarse = |told: &Told<'_>| told.cost.unit.value != MoneyUnit::Yen;
    let word = unit.word();
    match unit {
        MoneyUnit::Yen if !ledger.costs.iter().flat_map(|sum| &sum.told).any(is_coarse) => None,
        MoneyUnit::Yen => Some(format!(
            "単位の違う{what}を、円にそろえて足しています。円より大きな単位の額は、もとの資料で端数が丸められていることがあります。"
        )),
        MoneyUnit::Thousand
        | MoneyUnit::TenThousand
        | MoneyUnit::Million
        | MoneyUnit::HundredMillion
        | MoneyUnit::Trillion => Some(format!(
            "{word}で書かれた{what}を、そのまま足しています。もとの資料で端数が丸められていれば、円で足した合計とは少し違います。"
        )),
    }
}

/// 61件のうち12件.
fn share(told: usize, of: usize) -> String {
    format!("{}件のうち{}件", count(of), count(told))
}

fn year_rows(ledger: &Ledger<'_>, stages: &[CostStage]) -> Vec<YearRow> {
    let mut years: Vec<_> = ledger.costs.iter().map(|sum| sum.year).collect();
    years.dedup();
    let unit = ledger.unit();
    let cell = |year: FiscalYear, stage: CostStage| {
        let sum = ledger.costs.iter().find(|sum| (sum.year, sum.stage) == (year, stage))?;
        Some(SumCell { total: sum.total().map(|total| total.told_in(unit)), covers: share(sum.told.len(), sum.of) })
    };
    let row = |year: FiscalYear| YearRow {
        year: words::year(year),
        cells: stages.iter().map(|stage| cell(year, *stage)).collect(),
    };
    years.into_iter().map(row).collect()
}

fn development(ledger: &Ledger<'_>, word: &str) -> Option<ChartView> {
    let bar = |sum: &CostSum<'_>| {
        let (total, is_partial) = (sum.total()?, sum.told.len() < sum.of);
        Some(bars::Bar { year: sum.year, stage: sum.stage, total, is_partial })
    };
    let bars: Vec<_> = ledger.costs.iter().filter_map(bar).collect();
    let mut years: Vec<_> = bars.iter().map(|bar| bar.year).collect();
    years.dedup();
    let id = format!("chart-{}", anchor(ledger.family));
    (years.len() >= DEVELOPMENT).then(|| bars::of(&id, format!("{word}の合計"), bars, ledger.unit()))
}

/// A way to take a sum apart.
type Parts<'p> = &'p dyn Fn(&CostSum<'_>) -> Vec<Part<Name>>;

fn breakdowns<'s>(here: &Here<'_, 's>, ledger: &Ledger<'s>, newest: &CostSum<'s>) -> Vec<Breakdown> {
    let words = nouns(here, ledger.family);
    let tree = ledger.family.tree(here.site);
    let by_branch = |sum: &CostSum<'_>| {
        let parts = tree.iter().flat_map(|tree| sum.by_branch(tree));
        parts.map(|part| part.map(|root| branch(ledger.family, root))).collect()
    };
    let by_department = |sum: &CostSum<'_>| {
        let parts = sum.by_department(here.site).into_iter();
        parts.map(|part| part.map(|one| named(links::department(here.site, &one.id.value)))).collect()
    };
    let by_fund = |sum: &CostSum<'_>| {
        let name = |fund| Name { text: here.site.fund_name(fund).to_owned(), href: None };
        sum.by_fund().into_iter().map(|part| part.map(name)).collect::<Vec<_>>()
    };
    let level = tree.as_ref().and_then(|tree| tree.levels.first().cloned()).unwrap_or_else(|| words.outline.clone());
    let all: [(&str, String, Parts<'_>); 3] = [
        ("branches", level, &by_branch),
        ("departments", "部局".to_owned(), &by_department),
        ("funds", "財源".to_owned(), &by_fund),
    ];
    let told = all.into_iter().filter_map(|(id, title, by)| breakdown(ledger, newest, (id, title), by));
    told.collect()
}

fn named(link: Link) -> Name {
    Name { text: link.text, href: Some(link.href) }
}

fn branch(family: Family<'_>, root: &Branch) -> Name {
    match family {
        Family::Program(program) => named(links::branch(&program.id, root)),
        Family::Plan(plan) => named(Link::at(&plan.id.page(), &root.code.anchor(), &root.name())),
        Family::Goals => Name { text: root.name(), href: None },
    }
}

/// A part with its name.
struct NamedPart {
    /// 0 where it belongs to someone; what belongs to none comes last.
    rank: u8,
    name: Name,
    sum: Yen,
    records: usize,
    having: Option<usize>,
}

/// The parts of the newest sum and of every other of its stage; nothing where no record says to what its total belongs.
fn breakdown(
    ledger: &Ledger<'_>,
    newest: &CostSum<'_>,
    (id, title): (&str, String),
    by: Parts<'_>,
) -> Option<Breakdown> {
    let parts = by(newest);
    if parts.iter().all(|part| part.of == Share::Unsaid) {
        return None;
    }
    let unit = ledger.unit();
    let unsaid = if id == "funds" { "内訳の記載なし".to_owned() } else { format!("{title}の記載なし") };
    let named = |parts: Vec<Part<Name>>| parts.into_iter().map(|part| named_part(part, &unsaid)).collect::<Vec<_>>();
    let of_stage = ledger.costs.iter().filter(|sum| sum.stage == newest.stage && !sum.told.is_empty());
    let all: Vec<_> = of_stage.filter(|_| parts.len() <= PARTS).collect();
    let is_table = all.len() > 1;
    let by_year: Vec<_> = all.iter().filter(|_| is_table).map(|sum| named(by(sum))).collect();
    Some(Breakdown {
        anchor: format!("{}-{id}", anchor(ledger.family)),
        title,
        rows: part_rows(capped(named(parts)), unit),
        total: newest.total()?.told_in(unit),
        covers: share(newest.told.len(), newest.of),
        years: all.iter().filter(|_| is_table).map(|sum| year_head(sum)).collect(),
        by_year: years_rows(&by_year, unit),
    })
}

fn year_head(sum: &CostSum<'_>) -> YearHead {
    YearHead { year: sum.year.to_string(), covers: share(sum.told.len(), sum.of) }
}

fn named_part(part: Part<Name>, unsaid: &str) -> NamedPart {
    let (sum, records, having) = (part.sum, part.records, part.having);
    let (rank, text) = match part.of {
        Share::One(name) => return NamedPart { rank: 0, name, sum, records, having },
        Share::Several => (1, "複数の部局"),
        Share::Unsaid => (2, unsaid),
        Share::Difference => (3, "総額と内訳の差"),
    };
    NamedPart { rank, name: Name { text: text.to_owned(), href: None }, sum, records, having }
}

/// The parts, the smallest of very many as one.
fn capped(mut parts: Vec<NamedPart>) -> Vec<NamedPart> {
    if parts.len() > PARTS {
        parts.sort_by_key(|part| std::cmp::Reverse(part.sum.abs()));
        let rest = parts.split_off(PARTS - 1);
        parts.push(NamedPart {
            rank: 0,
            name: Name { text: format!("ほか{}", count(rest.len())), href: None },
            sum: rest.iter().map(|part| part.sum).sum(),
            records: rest.iter().map(|part| part.records).sum(),
            having: rest.iter().map(|part| part.having).sum(),
        });
    }
    parts
}

fn part_rows(parts: Vec<NamedPart>, unit: MoneyUnit) -> Vec<PartRow> {
    let values = || parts.iter().map(|part| part.sum.value());
    let (low, high) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
    let bars: Vec<_> = values().map(|value| bar(value, low, high)).collect();
    let row = |(part, bar): (NamedPart, _)| PartRow {
        name: part.name,
        sum: part.sum.told_in(unit),
        covers: part.having.map_or_else(|| format!("{}件", count(part.records)), |having| share(part.records, having)),
        bar,
    };
    parts.into_iter().zip(bars).map(row).collect()
}

/// A bar from zero on, beside its number.
fn bar(value: f64, low: f64, high: f64) -> Html {
    let span = if high > low { high - low } else { 1.0 };
    let place = |value: f64| (value - low) / span * 100.0;
    let (from, to) = (place(value.min(0.0)), place(value.max(0.0)));
    let mut svg = String::from(
        "<svg class=\"amount-bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">",
    );
    let _ = write!(svg, "<rect x=\"{from:.2}\" y=\"0\" width=\"{:.2}\" height=\"10\"/></svg>", to - from);
    Html(svg)
}

/// A row for whoever has a part in one of the years: those of the newest year first, what belongs to none last.
fn years_rows(years: &[Vec<NamedPart>], unit: MoneyUnit) -> Vec<YearsRow> {
    let mut names: Vec<(u8, &Name)> = Vec::new();
    for part in years.iter().rev().flatten() {
        if !names.contains(&(part.rank, &part.name)) {
            names.push((part.rank, &part.name));
        }
    }
    names.sort_by_key(|(rank, _)| *rank);
    let sum = |year: &Vec<NamedPart>, name: &Name| {
        let part = year.iter().find(|part| part.name == *name)?;
        Some(part.sum.told_in(unit))
    };
    let row = |name: &Name| YearsRow { name: name.clone(), sums: years.iter().map(|year| sum(year, name)).collect() };
    names.into_iter().map(|(_, name)| row(name)).collect()
}

fn record_link(site: &Site, record: Record<'_>) -> Link {
    Link { href: urls::href_at(&record.id().page(), money::ANCHOR), text: record.label(site) }
}

fn record_row(here: &Here<'_, '_>, told: &Told<'_>) -> RecordRow {
    RecordRow {
        link: record_link(here.site, told.record),
        departments: links::departments(here.site, told.record.departments()),
        amount: told.cost.total.as_ref().map(|total| total.value.to_string()).unwrap_or_default(),
    }
}

fn effects<'s>(here: &Here<'_, 's>, ledger: &Ledger<'s>) -> Option<EffectsView> {
    if ledger.effects.is_empty() {
        return None;
    }
    let (unit, word) = (ledger.effect_unit(), &nouns(here, ledger.family).effects);
    let mut sums = ledger.effect_sums();
    if sums.iter().all(|sum| sum.count == 1) {
        sums.clear();
    }
    let mut notes: Vec<_> =
        sums.first().map(|_| "計画額と実績額、年度や種類の違う額は足していません。").into_iter().collect();
    if sums.iter().any(|sum| sum.qualified > 0) {
        notes.push("「約」「以上」などの付いた額は、その数のまま足しています。");
    }
    let mut told = ledger.effects.clone();
    told.sort_by_key(|told| std::cmp::Reverse(told.effect.amount.value.yen()));
    Some(EffectsView {
        word: word.clone(),
        notes,
        sums: sums.iter().map(|sum| effect_row(sum, unit)).collect(),
        all: told.len(),
        greatest: told.iter().take(GREATEST).map(|told| told_row(here, told)).collect(),
        sentences: ledger.sentences,
        data: Link::to(&address::dataset_page("effects"), &format!("{word}の表データ")),
    })
}

fn effect_row(of: &EffectSum, unit: MoneyUnit) -> EffectRow {
    let qualified = (of.qualified > 0).then(|| format!("うち約・以上など{}件", count(of.qualified)));
    let several = (of.count > of.records).then(|| format!("{}つの額", count(of.count)));
    let besides: Vec<_> = several.into_iter().chain(qualified).collect();
    let besides = if besides.is_empty() { String::new() } else { format!("({})", besides.join("、")) };
    EffectRow {
        year: words::year(of.year),
        stage: of.stage.map(|stage| stage.word()),
        kind: of.kind.map(|kind| kind.word()),
        sum: of.sum.told_in(unit),
        covers: format!("{}{besides}", share(of.records, of.of)),
    }
}

fn told_row(here: &Here<'_, '_>, told: &ToldEffect<'_>) -> ToldRow {
    ToldRow {
        link: Link::to(&told.record.id().page(), &told.record.label(here.site)),
        name: told.effect.name.as_ref().map(|name| here.label(name)),
        year: words::year(told.year),
        stage: told.effect.stage.as_ref().map(|stage| stage.value.word()),
        kind: told.effect.kind.as_ref().map(|kind| kind.value.word()),
        amount: told.effect.display(),
        note: here.maybe(&told.effect.note),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str, yen: &str) -> NamedPart {
        let amount = crate::model::Amount::new(yen.parse().expect("a number"), MoneyUnit::Yen).expect("money");
        let name = Name { text: text.to_owned(), href: None };
        NamedPart { rank: 0, name, sum: amount.yen(), records: 1, having: Some(2) }
    }

    fn check(value: f64, (low, high): (f64, f64), expected: &str) {
        assert!(bar(value, low, high).0.contains(expected), "{}", bar(value, low, high).0);
    }

    #[test]
    fn bars_begin_at_zero() {
        check(50.0, (0.0, 100.0), "x=\"0.00\" y=\"0\" width=\"50.00\"");
        check(100.0, (-100.0, 100.0), "x=\"50.00\" y=\"0\" width=\"50.00\"");
        check(-100.0, (-100.0, 100.0), "x=\"0.00\" y=\"0\" width=\"50.00\"");
        check(0.0, (0.0, 0.0), "x=\"0.00\" y=\"0\" width=\"0.00\"");
    }

    #[test]
    fn the_smallest_of_very_many_parts_are_one() {
        let few: Vec<_> = (0..PARTS).map(|n| part(&n.to_string(), "1")).collect();
        assert_eq!(capped(few).len(), PARTS);
        let many = capped((0..PARTS + 5).map(|n| part(&n.to_string(), &n.to_string())).collect());
        assert_eq!((many.len(), many[0].name.text.as_str()), (PARTS, "44"));
        let rest = &many[39];
        assert_eq!((rest.name.text.as_str(), rest.sum), ("ほか6", part("", "15").sum));
        assert_eq!((rest.records, rest.having), (6, Some(12)));
    }
}
