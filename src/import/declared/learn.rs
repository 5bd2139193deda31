//! Drafts how a table is read: its heads are compared with the words of the city's form, of the keys and of the national
//! terms. What the words themselves say is certain; the rest is marked as a guess, or left to the clerk.

use std::collections::{BTreeMap, BTreeSet};

use super::super::book::{Book, Content, Sheet};
use super::super::field::kept;
use super::body::Body;
use super::guesses;
use super::heads::{Heads, letters};
use super::learn_sheets;
use super::long;
use super::years::between;
use crate::characters::{unspaced, visible};
use crate::model::{
    EACH_YEAR, FiscalYear, FormPart, IndicatorKind, Program, RepeatedYear, RowKey, StandardFund, TO_FILL, YearColumns,
    is_slug, vocabulary,
};
use crate::yaml::{Lines, Yaml};

/// A draft of how a table, or the sheets of a workbook, are read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Learnt {
    /// The text of `import/<name>.yaml`.
    pub text: String,
    /// What was understood, a line for each column or cell.
    pub table: Vec<String>,
    /// The number of columns or cells that are certain, guessed and unknown.
    pub counts: [usize; 3],
    /// What they count: 列, 欄.
    pub counted: &'static str,
    /// Heads that stand several times although no years were said: how often, how many heads, and the first of them.
    pub repeated: Option<(usize, usize, String)>,
    /// Whether the unit of an amount of money is not known.
    pub needs_unit: bool,
    /// The number of lines of the text that somebody has to look at, and of all that say how a column or cell is read.
    pub to_read: [usize; 2],
}

/// The units of amounts of money.
pub const UNITS: [&str; 3] = ["千円", "百万円", "円"];

/// How certain a draft is of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty {
    Sure,
    Guess,
    Unknown,
}

impl Certainty {
    /// Its word.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Sure => "確か",
            Self::Guess => "推測",
            Self::Unknown => "分からない",
        }
    }
}

/// What a column is taken for.
pub(super) struct Taken {
    pub(super) key: String,
    pub(super) certainty: Certainty,
}

impl Taken {
    /// Whether it is an amount of money whose entry leaves the unit open.
    pub(super) fn lacks_unit(&self, entry: &[(&'static str, Yaml)]) -> bool {
        self.key.contains(".costs.") && entry.contains(&("unit", TO_FILL.into()))
    }
}

/// Words of heads, each with the key of the record; `@` is the year, which must be known.
#[rustfmt::skip]
const TERMS: &[(&[&str], &str, Certainty)] = &[
    (&["事務事業名", "事業名", "事業名称", "事務事業名称", "取組名", "取組項目名", "項目名", "題名"], "title", Certainty::Sure),
    (&["名称"], "title", Certainty::Guess),
    (&["担当課", "担当部署", "担当部課", "所管課", "所管部署", "主管課", "部課名", "担当課名", "所管課名", "所属"], "departments", Certainty::Sure),
    (&["担当", "部署", "課名", "部署名"], "departments", Certainty::Guess),
    (&["概要", "事業概要", "事業の概要", "事務事業の概要", "取組の概要", "事業内容"], "summary", Certainty::Sure),
    (&["目的", "事業目的", "事業の目的", "意図"], "goal", Certainty::Guess),
    (&["指標名", "指標の名称", "指標名称", "成果指標名", "活動指標名", "成果指標", "活動指標", "指標", "kpi"], "indicators.1.name", Certainty::Guess),
    (&["基準値", "現状値"], "indicators.1.baseline", Certainty::Guess),
    (&["目標@", "目標値@"], "indicators.1.targets.@", Certainty::Guess),
    (&["目標値", "最終目標", "目標"], "indicators.1.target", Certainty::Guess),
    (&["見込@", "見込値@", "見込み@"], "indicators.1.forecasts.@", Certainty::Guess),
    (&["実績値@", "実績@"], "indicators.1.actuals.@", Certainty::Guess),
    (&["取組実績@", "実施内容@", "活動実績@", "取組内容@"], "years.@.results", Certainty::Guess),
    (&["計画@", "取組計画@", "実施計画@"], "years.@.plan", Certainty::Guess),
    (&["当初予算@", "当初予算額@", "予算額@", "予算@"], "years.@.costs.initial.total", Certainty::Guess),
    (&["最終予算@", "最終予算額@"], "years.@.costs.final.total", Certainty::Sure),
    (&["決算見込@", "決算見込額@"], "years.@.costs.estimate.total", Certainty::Sure),
    (&["決算@", "決算額@"], "years.@.costs.settled.total", Certainty::Sure),
    (&["事業費@", "事業費計@", "事業費合計@", "総事業費@"], "years.@.costs.settled.total", Certainty::Guess),
    (&["人件費@", "人件費計@"], "years.@.costs.settled.staff", Certainty::Guess),
    (&["人工@", "従事人工@", "人工数@", "人役@", "正規職員従事人数@", "従事人数@", "職員数@", "従事職員数@"], "years.@.costs.settled.persons", Certainty::Guess),
    (&["トータルコスト@", "総コスト@"], "years.@.costs.settled.full", Certainty::Guess),
    (&["国庫支出金@", "国支出金@", "国費@"], "years.@.costs.settled.funds.national", Certainty::Guess),
    (&["県支出金@", "都道府県支出金@", "道支出金@", "府支出金@", "都支出金@", "県費@"], "years.@.costs.settled.funds.prefectural", Certainty::Guess),
    (&["地方債@", "市債@", "町債@", "村債@", "起債@"], "years.@.costs.settled.funds.bonds", Certainty::Guess),
    (&["使用料@", "使用料等@", "使用料・手数料@"], "years.@.costs.settled.funds.fees", Certainty::Guess),
    (&["その他@", "その他特財@", "その他特定財源@"], "years.@.costs.settled.funds.other", Certainty::Guess),
    (&["一般財源@"], "years.@.costs.settled.funds.general", Certainty::Guess),
];

/// Heads of the column with the number of a record.
pub(super) const IDS: [&str; 8] =
    ["事務事業id", "事業id", "事務事業番号", "事業番号", "整理番号", "事業コード", "番号", "id"];

/// What is said of a table beside it.
pub struct Hints<'h> {
    /// The years of heads that stand several times, in the order of the columns.
    pub years: &'h [RepeatedYear],
    /// The unit of amounts of money.
    pub unit: Option<&'h str>,
    /// An id for a word, by its reading.
    pub id: &'h dyn Fn(&str) -> Option<String>,
    /// Ids that the content has already, which nothing new may have: rows of the form, scales.
    pub given: &'h [String],
}

impl Hints<'_> {
    /// The last year with results, as it is said or as the keys of other columns have it, and the first that is planned.
    fn turn(&self, taken: &BTreeSet<String>) -> [Option<FiscalYear>; 2] {
        let reported = self.years.iter().rev().find(|year| year.is_reported()).map(|year| year.year);
        let of_key = |key: &String| {
            let parts: Vec<_> = key.split('.').collect();
            let year = match parts[..] {
                ["years", year, "costs", "settled", ..] | ["years", year, "results"] => year,
                ["indicators", _, "actuals", year] => year,
                _ => return None,
            };
            year.parse().ok()
        };
        let reported = reported.or_else(|| taken.iter().filter_map(of_key).max());
        [reported, self.years.iter().find(|year| !year.is_reported()).map(|year| year.year)]
    }
}

/// What becomes of a column.
enum Role {
    /// The number of a record.
    Id,
    /// The year of the table, as every row says it.
    Year(String),
    /// The year of each row; whether its era is not said.
    YearOfRow(bool),
    /// The unit of an indicator.
    Unit,
    /// A value of a record.
    Value(Taken),
    /// The same with the key of any year: its head stands once for each of them.
    EachYear(Taken),
    /// The titles of a tree, by the text of their codes, and whether these are the lowest.
    Titles(String, bool),
    /// A part of a code.
    Part,
    /// It is a part of a code that is joined like this, into this key.
    Joined(String, &'static str),
    /// A sign that stands where something applies: the sign, and the key of the text.
    Sign(String, String),
    /// It is not published, for this reason.
    Withheld(&'static str),
    Unknown,
}

/// Drafts the reading of a file as the items of a program: its sheets, if each of them is one, or the rows of its largest sheet.
pub fn learn(book: &Book, program: &Program, hints: &Hints<'_>) -> Option<Learnt> {
    if let Some(learnt) = learn_sheets::learn(book, program, hints.unit) {
        return Some(learnt);
    }
    let sheet = book.sheets.iter().max_by_key(|sheet| sheet.cells.len()).filter(|sheet| !sheet.cells.is_empty())?;
    let rows = header(sheet);
    let heads = Heads::of(sheet, &rows);
    let indicators = Indicators::of(&heads);
    let body = &Body::of(sheet, &heads);
    let long = id(body).and_then(|id| long::column(body, id));
    let of_row = [RepeatedYear { year: FiscalYear::new(OF_ROW)?, of: YearColumns::Reported }];
    let hints = &Hints { years: if long.is_some() { &of_row } else { hints.years }, ..*hints };
    let mut taken = BTreeSet::new();
    let mut roles = by_heads(body, &indicators, program, (hints, long), &mut taken);
    guess(body, &mut roles, (hints, long.is_some()), &mut taken);
    if long.is_some() {
        roles.iter_mut().for_each(|(_, role)| role.in_any_year());
    }
    let mut learnt = Learnt { counted: "列", ..Learnt::default() };
    let (mut parts, mut year, mut id) = (Parts::default(), Lines::default(), TO_FILL.to_owned());
    // The heads that stand several times and have their line.
    let mut drafted = BTreeSet::new();
    let with_reason = |mark: &Taken| reason_of(body, &roles, mark, (&indicators, hints.unit));
    let beside =
        roles.iter().filter_map(|(_, role)| if let Role::Value(taken) = role { with_reason(taken) } else { None });
    let beside: BTreeSet<u32> = beside.collect();
    for (column, role) in &roles {
        let (column, head) = (*column, heads.head(*column));
        let sample = body.sample(column);
        let (certainty, told) = match role {
            Role::Id => (Certainty::Sure, "番号(`record.id`)".to_owned()),
            Role::Year(_) => (Certainty::Guess, "表の年度(`year`)".to_owned()),
            Role::YearOfRow(_) => (Certainty::Guess, "行の年度(`year`)".to_owned()),
            Role::Unit => (Certainty::Sure, "指標の単位".to_owned()),
            Role::Value(taken) | Role::EachYear(taken) => (taken.certainty, named(&taken.key)),
            Role::Titles(..) => (Certainty::Sure, "体系の題名(`title_of`)".to_owned()),
            Role::Part => (Certainty::Sure, "番号の一部".to_owned()),
            Role::Joined(_, key) => (Certainty::Guess, named(key)),
            Role::Sign(_, key) => (Certainty::Guess, named(key)),
            Role::Withheld(reason) => (Certainty::Sure, format!("取り込まない({reason})")),
            Role::Unknown => (Certainty::Unknown, "?".to_owned()),
        };
        learnt.table.push(format!("{}列 {head} → {told}  {}  例: {sample}", letters(column), certainty.word()));
        learnt.counts[certainty as usize] += 1;
        let entry = match role {
            Role::Id => {
                id = heads.name(column);
                continue;
            }
            Role::Year(said) => {
                let said = said.clone();
                let entry = Yaml::Braces(vec![("column", Yaml::Text(heads.name(column))), ("is", Yaml::Text(said))]);
                year =
                    Lines::key("year", &entry).with_remark("推測 表の年度が進めば、key の年度も同じだけ進めて読みます");
                continue;
            }
            Role::YearOfRow(lacks_era) => {
                let era = lacks_era.then_some(("era", "令和".into()));
                let entry = [("column", Yaml::Text(heads.name(column)))].into_iter().chain(era).collect();
                let remark = "推測 1行が1つの記録の1年度です。key の @ が、行の年度になります";
                year = Lines::key("layout", &"years".into())
                    .and(Lines::key("year", &Yaml::Braces(entry)).with_remark(remark));
                continue;
            }
            Role::Unit | Role::Part => continue,
            Role::Value(_) if beside.contains(&column) => continue,
            Role::EachYear(_) if !drafted.insert(unspaced(head)) => continue,
            Role::Unknown if body.is_repeated(column) && !drafted.insert(unspaced(head)) => continue,
            Role::Value(taken) => {
                let entry = entry(body, column, taken, (&indicators, hints.unit));
                match with_reason(taken) {
                    Some(reason) => with(entry, "reason_from", Yaml::Text(heads.name(reason))),
                    None => entry,
                }
            }
            Role::EachYear(taken) => {
                let mut entry = entry(body, column, taken, (&indicators, hints.unit));
                entry.retain(|(key, _)| *key != "head");
                entry[0].1 = head.into();
                entry
            }
            Role::Unknown if body.is_repeated(column) => {
                parts.ignore(TO_FILL, head.to_owned());
                continue;
            }
            Role::Titles(code, _) => with(column_of(&heads, column), "title_of", Yaml::Text(code.clone())),
            Role::Joined(text, key) => vec![("join", Yaml::Text(text.clone())), ("key", (*key).into())],
            Role::Sign(sign, key) => {
                let entry = with(column_of(&heads, column), "key", key.as_str().into());
                with(entry, "values", Yaml::Braces(vec![(kept(sign), APPLIES.into())]))
            }
            Role::Withheld(reason) if !body.is_repeated(column) => {
                parts.ignore(reason, heads.name(column));
                continue;
            }
            Role::Unknown if body.is_numeric(column) && !head.is_empty() => {
                parts.ignore(TO_FILL, heads.name(column));
                continue;
            }
            Role::Withheld(reason) => with(column_of(&heads, column), "ignore", (*reason).into()),
            Role::Unknown => with(column_of(&heads, column), "ignore", TO_FILL.into()),
        };
        if let Role::Value(taken) | Role::EachYear(taken) = role {
            learnt.needs_unit |= taken.lacks_unit(&entry);
        }
        let is_unknown = matches!(role, Role::Unknown);
        let words = if is_unknown { few_words(body.shown(column)) } else { String::new() };
        let remark = format!("{} 例: {sample}{words}", certainty.word());
        let remark = match entry.iter().any(|(key, _)| *key == "ditto") {
            true => {
                format!("「同上」({})の指すセルは、左の列(同じ行の左の文)か、上の行か", body.dittos(column).join("、"))
            }
            false => remark,
        };
        let line = Lines::item(&Yaml::Braces(entry)).with_remark(&remark);
        let part = match certainty {
            _ if line.text().contains(TO_FILL) => Part::Open,
            Certainty::Unknown => Part::Open,
            Certainty::Guess => Part::Guess,
            Certainty::Sure => Part::Sure,
        };
        parts.add(part, line);
        if let Role::Titles(code, true) = role {
            let entry = vec![("join", Yaml::Text(code.clone())), ("key", "category".into())];
            parts.add(Part::Sure, Lines::item(&Yaml::Braces(entry)).with_remark("確か 体系の番号"));
        }
    }
    for (_, head) in heads.iter() {
        let baseline = of_words(head, None).filter(|found| found.key.ends_with(".baseline"));
        let Some((found, year)) = baseline.zip(without_year(&unspaced(head)).1) else { continue };
        let key = format!("{}.fiscal_year", found.key);
        let entry = vec![("value", year.western().to_string().as_str().into()), ("key", key.as_str().into())];
        parts.add(Part::Sure, Lines::item(&Yaml::Braces(entry)).with_remark(&format!("確か 「{head}」の年度")));
    }
    numbers(&taken).into_iter().for_each(|number| parts.add(Part::EveryRow, no_rule(number)));
    indicators.kinds().for_each(|(number, kind)| parts.add(Part::EveryRow, of_every_row(number, "kind", kind.code())));
    if let ([(_, column, _)], false) = (&indicators.0[..], taken.contains("title")) {
        let entry = with(column_of(&heads, *column), "key", "title".into());
        let remark = "推測 題名の列が無いので、指標の名称を題名にします";
        parts.add(Part::Guess, Lines::item(&Yaml::Braces(entry)).with_remark(remark));
    }
    of_source(book, &id).into_iter().for_each(|line| parts.add(Part::Guess, line));
    let record = Yaml::Braces(vec![("program", program.id.0.as_str().into()), ("id", Yaml::Text(id))]);
    let rows: Vec<_> = rows.iter().map(|row| Yaml::Plain(row.to_string())).collect();
    let header = if let [only] = &rows[..] { only.clone() } else { Yaml::Row(rows) };
    let name = match &*sheet.name {
        "" => Lines::default(),
        name => Lines::key("sheet", &name.into()),
    };
    let head = Lines::comment("表の読み方の下書きです。【未記入】のところを書き、「推測」の行を確認してください")
        .and(Lines::comment("行の順番は、変えてもかまいません(記録では、表の列の順になります)"));
    let years = hints.years.iter().map(|year| Yaml::Text(year.to_string())).collect();
    let of_years = match long.is_none() && roles.iter().any(|(_, role)| matches!(role, Role::EachYear(_))) {
        true => Lines::key("repeated", &Yaml::Row(years))
            .with_remark("同じ見出しの列の年度(左から)。「計画」の年度は、決算が計画額に、実績が目標に(対象の指標では見込値に)なります"),
        false => Lines::default(),
    };
    let top = head.and(name).and(Lines::key("header", &header)).and(Lines::key("record", &record)).and(year);
    learnt.text = top.and(of_years).and(Lines::comment("列ごとの読み方")).text() + "columns:\n" + &parts.text();
    learnt.to_read = parts.to_read();
    if hints.years.is_empty() {
        learnt.repeated = repeated(&heads, &roles);
    }
    Some(learnt)
}

/// The parts of a draft, in their order: what somebody has to look at comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Something is to be written.
    Open,
    /// It is a guess.
    Guess,
    /// It is not taken.
    Ignored,
    /// The words of the heads and the cells say it.
    Sure,
    /// It is the same in every row.
    EveryRow,
}

impl Part {
    /// Each with what is told before its lines.
    const ALL: [(Self, &'static str); 5] = [
        (
            Self::Open,
            "書いてください。どの欄にも当てはまらない列は、ignore に理由を書くと、載せません。載せる列は、そこから抜いて key を書きます",
        ),
        (Self::Guess, "確認してください。見出しと中身からの推測です"),
        (Self::Ignored, "確認してください。載せない列です"),
        (Self::Sure, "読まなくてもかまいません。見出しと中身のとおりに読みます"),
        (
            Self::EveryRow,
            "読まなくてもかまいません。どの行でも同じ値です。判定の規則を定めている指標だけ、rule を直します",
        ),
    ];
}

/// The lines of a draft in their parts, and the heads that are not taken, by the reason.
#[derive(Default)]
struct Parts {
    lines: Vec<(Part, Lines)>,
    ignored: Vec<(&'static str, Vec<String>)>,
}

impl Parts {
    fn add(&mut self, part: Part, line: Lines) {
        self.lines.push((part, line));
    }

    /// A column that is not taken, beside others for the same reason.
    fn ignore(&mut self, reason: &'static str, name: String) {
        match self.ignored.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, names)) => names.push(name),
            None => self.ignored.push((reason, vec![name])),
        }
    }

    /// The lines of a part.
    fn of(&self, part: Part) -> Vec<String> {
        let is_of = |reason: &str| match part {
            Part::Open => reason == TO_FILL,
            Part::Ignored => reason != TO_FILL,
            Part::Guess | Part::Sure | Part::EveryRow => false,
        };
        let ignored = self.ignored.iter().filter(|(reason, _)| is_of(reason)).map(|(reason, names)| {
            let from = match &names[..] {
                [only] => ("column", Yaml::Text(only.clone())),
                _ => ("heads", Yaml::Row(names.iter().cloned().map(Yaml::Text).collect())),
            };
            Lines::item(&Yaml::Braces(vec![from, ("ignore", (*reason).into())])).text()
        });
        let lines = self.lines.iter().filter(|(of, _)| *of == part).map(|(_, line)| line.text());
        ignored.chain(lines).collect()
    }

    fn text(&self) -> String {
        let text = |(part, told): &(Part, &str)| {
            let lines = self.of(*part);
            if lines.is_empty() { String::new() } else { format!("  # {told}\n{}", lines.concat()) }
        };
        Part::ALL.iter().map(text).collect()
    }

    /// The number of lines that somebody has to look at, and of all.
    fn to_read(&self) -> [usize; 2] {
        let count = |(part, _): &(Part, &str)| (*part, self.of(*part).len());
        let counts: Vec<_> = Part::ALL.iter().map(count).collect();
        let is_read = |part: &Part| matches!(part, Part::Open | Part::Guess | Part::Ignored);
        let read = counts.iter().filter(|(part, _)| is_read(part)).map(|(_, count)| count).sum();
        [read, counts.iter().map(|(_, count)| count).sum()]
    }
}

/// From which file the records are, and which row of it each is.
fn of_source(book: &Book, id: &str) -> Vec<Lines> {
    let name = book.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let document = Yaml::Braces(vec![("value", name.into()), ("key", "source.document".into())]);
    let place = format!("{id} {{{id}}}");
    let place = Yaml::Braces(vec![("join", Yaml::Text(place)), ("key", "source.place".into())]);
    let remark = "推測 出典。公表している文書の題名や時点があれば、それに直します";
    let mut lines = vec![Lines::item(&document).with_remark(remark)];
    if id != TO_FILL {
        lines.push(Lines::item(&place).with_remark("推測 出典の中の場所"));
    }
    lines
}

/// What a sign says where it stands.
const APPLIES: &str = "該当";

/// What the heads say of the columns.
fn by_heads(
    body: &Body<'_>,
    indicators: &Indicators,
    program: &Program,
    (hints, long): (&Hints<'_>, Option<(u32, bool)>),
    taken: &mut BTreeSet<String>,
) -> Vec<(u32, Role)> {
    let heads = body.heads;
    let id = id(body);
    let mut times = BTreeMap::new();
    let mut role = |(column, head): (u32, &str)| {
        let time: &mut usize = times.entry(unspaced(head)).or_default();
        *time += 1;
        if id == Some(column) {
            return Role::Id;
        }
        if let Some((_, lacks_era)) = long.filter(|(year, _)| *year == column) {
            return Role::YearOfRow(lacks_era);
        }
        if let Some(said) = body.only_text(column).filter(|said| is_year_of_table(head, said)) {
            return Role::Year(said);
        }
        if indicators.is_unit(column) {
            return Role::Unit;
        }
        let of = hints.years.get(*time - 1).filter(|_| long.is_some() || body.is_repeated(column));
        let repeated = of.map(|of| of.year);
        let found =
            of_form(head, program).or_else(|| indicators.find(head, repeated)).or_else(|| of_words(head, repeated));
        // Persons are not the part of their time that is meant by 人工.
        let is_persons = |found: &Taken| found.key.ends_with(".persons");
        let found = found.filter(|found| !is_persons(found) || counts_time(head) || body.has_fractions(column));
        let Some(mut found) = found else { return Role::Unknown };
        if indicators.is_whole(&found.key) {
            found.certainty = Certainty::Sure;
        }
        let mut pattern = None;
        if let Some(of) = of {
            // Which years these are, and which of them are planned, was said.
            if hints.unit.is_some() && found.key.contains(".costs.") && !is_persons(&found) {
                found.certainty = Certainty::Sure;
            }
            let each = found.key.replace(&of.year.western().to_string(), EACH_YEAR);
            found.key = of.key(&each, indicators.kind_of(&each));
            pattern = Some(each).filter(|key| key.contains(EACH_YEAR) && body.alike(column).len() == hints.years.len());
        }
        // What another column is taken for already is unknown.
        match (taken.insert(found.key.clone()), pattern) {
            (false, _) => Role::Unknown,
            (true, Some(key)) => Role::EachYear(Taken { key, ..found }),
            (true, None) => Role::Value(found),
        }
    };
    heads.iter().map(|column| (column.0, role(column))).collect()
}

/// The column with the number of a record: by its head, or one that has another number in every row.
fn id(body: &Body<'_>) -> Option<u32> {
    let heads: Vec<_> = body.heads.iter().map(|(column, head)| (column, unspaced(head).to_lowercase())).collect();
    let named = |name: &&str| heads.iter().find(|(_, head)| head == *name);
    let counts = |(column, head): &&(u32, String)| {
        let is_number = ["番号", "no", "no.", "№", "id", "コード"].iter().any(|end| core(head).ends_with(end));
        let said: Vec<_> = body.all_rows().into_iter().map(|row| body.joined(row, &[*column]).to_lowercase()).collect();
        let is_each = said.iter().collect::<BTreeSet<_>>().len() == said.len() || long::column(body, *column).is_some();
        is_number && said.iter().all(|said| is_slug(said)) && is_each
    };
    IDS.iter().find_map(named).or_else(|| heads.iter().find(counts)).map(|(column, _)| *column)
}

/// The western year that stands in keys until that of the row does: before any that a table may have.
const OF_ROW: i64 = 1927;

impl Role {
    /// The same with the key of the year of a row.
    fn in_any_year(&mut self) {
        let of_row = format!(".{OF_ROW}");
        if let Self::Value(taken) | Self::EachYear(taken) = self {
            taken.key = taken.key.replace(&of_row, &format!(".{EACH_YEAR}"));
        }
    }
}

/// Whether a head says that it counts time of work in persons.
fn counts_time(head: &str) -> bool {
    ["人工", "人役", "人年"].iter().any(|word| head.contains(word))
}

/// What the cells say of the columns whose heads do not.
fn guess(
    body: &Body<'_>,
    roles: &mut [(u32, Role)],
    (hints, is_long): (&Hints<'_>, bool),
    taken: &mut BTreeSet<String>,
) {
    let free = |roles: &[(u32, Role)]| -> Vec<u32> {
        roles.iter().filter(|(_, role)| matches!(role, Role::Unknown)).map(|(column, _)| *column).collect()
    };
    let set = |roles: &mut [(u32, Role)], column: u32, role: Role| {
        if let Ok(place) = roles.binary_search_by_key(&column, |(at, _)| *at) {
            roles[place].1 = role;
        }
    };
    for column in free(roles) {
        if let Some(reason) = guesses::withheld(body.heads.head(column)) {
            set(roles, column, Role::Withheld(reason));
        }
    }
    let levels = if taken.contains("category") { Vec::new() } else { guesses::levels(body, &free(roles)) };
    for (at, level) in levels.iter().enumerate() {
        set(roles, level.title, Role::Titles(level.code.clone(), at + 1 == levels.len()));
        level.parts.iter().for_each(|part| set(roles, *part, Role::Part));
    }
    if let Some((account, parts, is_single)) = guesses::budget(body, &free(roles)) {
        let code = parts.iter().map(|part| format!("{{{}}}", body.heads.name(*part))).collect::<Vec<_>>().join("-");
        for (at, part) in parts.iter().enumerate() {
            let joined = if at == 0 { Role::Joined(code.clone(), "budget.1.code") } else { Role::Part };
            set(roles, *part, if is_single { joined } else { Role::Withheld(guesses::SEVERAL_CODES) });
        }
        if let Some(account) = account {
            let key = Taken { key: "budget.1.account".to_owned(), certainty: Certainty::Guess };
            set(roles, account, if is_single { Role::Value(key) } else { Role::Withheld(guesses::SEVERAL_CODES) });
        }
    }
    let [reported, planned] = hints.turn(taken);
    let mut ids = Ids { hints, given: hints.given.iter().cloned().collect() };
    let value = |key: String| Role::Value(Taken { key, certainty: Certainty::Guess });
    for (mark, reason) in guesses::marks(body, &free(roles)) {
        let head = body.heads.head(mark);
        let Some(year) = without_year(&unspaced(head)).1.or(reported) else { continue };
        let scale = ids.of(&core(&printed(head)));
        let key = format!("years.{}.evaluations.{}.{scale}", year.western(), guesses::evaluator(head));
        set(roles, mark, value(format!("{key}.mark")));
        if let Some(reason) = reason {
            set(roles, reason, value(format!("{key}.text")));
        }
    }
    for column in free(roles) {
        let head = body.heads.head(column);
        if is_own_of_years(body, column, hints) {
            // A number of each year for which there is no key: the city's own row of the year has it.
            let key = format!("years.{EACH_YEAR}.texts.{}", ids.of(&core(&printed(head))));
            let taken = || Taken { key: key.clone(), certainty: Certainty::Guess };
            body.alike(column).iter().for_each(|column| set(roles, *column, Role::EachYear(taken())));
            continue;
        }
        let has_head = !head.is_empty() && !body.is_repeated(column);
        if let Some(sign) = body.sign(column).filter(|_| has_head) {
            let key = format!("texts.{}", ids.of(&core(&printed(head))));
            set(roles, column, Role::Sign(sign, key));
            continue;
        }
        if !has_head || body.is_numeric(column) || body.only_text(column).is_some() {
            continue;
        }
        let of_year = guesses::of_year(head, reported, planned).filter(|key| taken.insert(key.clone()));
        let is_of_rows = is_long && id(body).is_some_and(|id| long::varies(body, id, column));
        let list = if is_of_rows { format!("years.{EACH_YEAR}.texts") } else { "texts".to_owned() };
        let key = of_year.unwrap_or_else(|| format!("{list}.{}", ids.of(&core(&printed(head)))));
        set(roles, column, value(key));
    }
}

/// Whether a column is the first with a head that stands once for each year, over numbers for which there is no key.
fn is_own_of_years(body: &Body<'_>, column: u32, hints: &Hints<'_>) -> bool {
    let (head, alike) = (body.heads.head(column), body.alike(column));
    let known = of_words(head, hints.years.first().map(|of| of.year));
    // One for which there is a key is either persons, which no key is for, or what another head has already.
    let is_free = known.is_none_or(|found| found.key.ends_with(".persons"));
    let is_of_years = !hints.years.is_empty() && alike.len() == hints.years.len() && alike.first() == Some(&column);
    is_free && is_of_years && !head.is_empty() && body.is_numeric(column)
}

/// Ids for words, each of them once.
struct Ids<'h> {
    hints: &'h Hints<'h>,
    given: BTreeSet<String>,
}

impl Ids<'_> {
    /// By the reading of the word, or by its place.
    fn of(&mut self, word: &str) -> String {
        let word = word.trim_start_matches(|c: char| c.is_ascii_digit() || "()・.".contains(c));
        let read = (self.hints.id)(word).filter(|id| is_slug(id));
        unused(&read.unwrap_or_else(|| "ran".to_owned()), &mut self.given)
    }
}

/// An id that is not given yet, with a number if it is; then it is given.
pub(super) fn unused(id: &str, given: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{id}-{number}"));
    let mut all = std::iter::once(id.to_owned()).chain(numbered);
    let id = all.find(|id| !given.contains(id)).unwrap_or_default();
    given.insert(id.clone());
    id
}

/// The heads that stand as often as others do, if no years are said: how often, how many, and the first.
fn repeated(heads: &Heads, roles: &[(u32, Role)]) -> Option<(usize, usize, String)> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let unknown = roles.iter().filter(|(_, role)| matches!(role, Role::Unknown));
    unknown.for_each(|(column, _)| *times.entry(unspaced(heads.head(*column))).or_default() += 1);
    let most =
        times.iter().filter(|(head, _)| !head.is_empty()).map(|(_, count)| *count).max().filter(|most| *most > 1)?;
    let first = heads.iter().find(|(_, head)| times.get(&unspaced(head)) == Some(&most))?;
    Some((most, times.values().filter(|count| **count == most).count(), first.1.to_owned()))
}

/// The numbers of the indicators in some keys.
pub(super) fn numbers(keys: &BTreeSet<String>) -> BTreeSet<usize> {
    let number = |key: &String| key.strip_prefix("indicators.")?.split('.').next()?.parse().ok();
    keys.iter().filter_map(number).collect()
}

/// A value of an indicator that every record has.
pub(super) fn of_every_row(number: usize, key: &str, value: &str) -> Lines {
    let key = Yaml::Text(format!("indicators.{number}.{key}"));
    Lines::item(&Yaml::Braces(vec![("value", value.into()), ("key", key)]))
}

/// That no rule is declared for an indicator: a table does not have it.
pub(super) fn no_rule(number: usize) -> Lines {
    of_every_row(number, "rule", "none").with_remark("推測 判定の規則を定めているなら、直してください")
}

/// The keys that name a column.
fn column_of(heads: &Heads, column: u32) -> Vec<(&'static str, Yaml)> {
    let (name, head) = (heads.name(column), heads.head(column));
    let head = Some(head).filter(|head| name == letters(column) && !head.is_empty());
    let head = head.map(|head| ("head", Yaml::Text(head.to_owned())));
    [("column", Yaml::Text(name))].into_iter().chain(head).collect()
}

fn with(mut entry: Vec<(&'static str, Yaml)>, key: &'static str, value: Yaml) -> Vec<(&'static str, Yaml)> {
    entry.push((key, value));
    entry
}

/// The column of the reasons of a mark, if its line would say no more than that.
fn reason_of(body: &Body<'_>, roles: &[(u32, Role)], mark: &Taken, beside: (&Indicators, Option<&str>)) -> Option<u32> {
    let key = format!("{}.text", mark.key.strip_suffix(".mark")?);
    let is_it = |(column, role): &&(u32, Role)| {
        let is_plain = |(key, _): &(&str, Yaml)| ["column", "key", "split"].contains(key);
        matches!(role, Role::Value(taken)
            if taken.key == key && entry(body, *column, taken, beside).iter().all(is_plain))
    };
    roles.iter().find(is_it).map(|(column, _)| *column)
}

/// The maximum number of different texts in a column of numbers for each of which a number is asked for.
const MAX_ODD: usize = 8;

/// The entry of a column that is a value.
fn entry(
    body: &Body<'_>,
    column: u32,
    Taken { key, .. }: &Taken,
    (indicators, money): (&Indicators, Option<&str>),
) -> Vec<(&'static str, Yaml)> {
    let heads = body.heads;
    let head = heads.head(column);
    let [name_of, unit] = indicators.beside(key);
    let name_of = name_of.map(|at| heads.name(at));
    let mut entry = with(column_of(heads, column), "key", key.as_str().into());
    let is_amount = key.contains(".costs.") && !key.ends_with(".persons");
    let is_figure = key.starts_with("indicators.") && !key.ends_with(".name");
    let printed =
        UNITS.into_iter().find(|unit| head.contains(&format!("({unit})")) || head.contains(&format!("（{unit}）")));
    match (is_amount, is_figure, unit) {
        (true, ..) => entry.push(("unit", printed.or(money).unwrap_or(TO_FILL).into())),
        (_, true, Some(unit)) => {
            entry.push(("unit_from", Yaml::Text(heads.name(unit))));
            let is_bare = body.alike(column).into_iter().any(|at| body.has_without(at, unit));
            entry.extend(is_bare.then_some(("dimensionless", Yaml::Truth(true))));
        }
        (_, true, None) => entry.push(("unit", TO_FILL.into())),
        _ => {}
    }
    if let (true, Some(name)) = (is_figure, name_of) {
        entry.push(("only_with", Yaml::Text(name)));
    }
    let is_number = is_figure || key.contains(".costs.");
    let odd: BTreeSet<_> = match is_number {
        // A line for each year has the words of all of them.
        true if key.contains(EACH_YEAR) => body.alike(column).into_iter().flat_map(|at| body.no_numbers(at)).collect(),
        true => body.no_numbers(column),
        false => BTreeSet::new(),
    };
    if (1..=MAX_ODD).contains(&odd.len()) {
        let values = odd.iter().map(|word| (kept(word), TO_FILL.into())).collect();
        entry.push(("values", Yaml::Braces(values)));
    }
    // A number that stands as a text: 0 is said, and is no empty cell.
    let is_said = !is_number && key.contains(EACH_YEAR) && body.alike(column).into_iter().any(|at| body.has_zero(at));
    if is_said {
        entry.push(("values", Yaml::Braces(vec![(kept("0"), "0".into())])));
    }
    // The same head stands again for another year, and next year for the one after it.
    let mut dashes: BTreeSet<_> = body.alike(column).into_iter().flat_map(|at| body.dashes(at)).collect();
    // What a formula shows for an empty cell.
    let is_text = !key.contains(".costs.") && !is_figure && key != "category" && !key.contains(EACH_YEAR);
    if is_text && body.has_zero(column) {
        dashes.insert("0".to_owned());
    }
    if !dashes.is_empty() {
        entry.push(("empty", Yaml::Row(dashes.into_iter().map(Yaml::Text).collect())));
    }
    if !is_number && !body.dittos(column).is_empty() {
        entry.push(("ditto", TO_FILL.into()));
    }
    let has_lines = body.shown(column).any(|text| text.contains('\n'));
    if has_lines && !is_amount && !is_figure && !key.ends_with(".mark") {
        entry.push(("split", "行".into()));
    }
    entry
}

/// The rows of the header, from 1: the first with about the most texts, and one above it with texts over several columns.
fn header(sheet: &Sheet) -> Vec<u32> {
    let texts = |row: u32| {
        let cells = sheet.cells.range((row, 0)..(row + 1, 0));
        let texts =
            cells.filter(|(_, cell)| matches!(&cell.content, Content::Text(text) if text.chars().count() < 120));
        texts.map(|(_, cell)| unspaced(&cell.shown())).collect::<BTreeSet<_>>().len()
    };
    // A row of values may have more different texts than heads that stand again for each year.
    let most = (0..10).map(texts).max().unwrap_or_default();
    let first = (0..10).find(|row| texts(*row) * 5 >= most * 4).unwrap_or_default();
    let spans = |row: u32| {
        sheet.merged.iter().any(|area| area.first.0 == row && area.last.0 == row && area.first.1 < area.last.1)
    };
    match first.checked_sub(1).filter(|above| spans(*above) && texts(*above) > 1) {
        Some(above) => vec![above + 1, first + 1],
        None if spans(first) => vec![first + 1, first + 2],
        None => vec![first + 1],
    }
}

/// The row of the city's own form with this word, or with that of the head without its number and remarks.
pub(super) fn of_form(head: &str, program: &Program) -> Option<Taken> {
    let (whole, core) = (unspaced(head), core(head));
    let certainty = |word: &str| match unspaced(word) {
        word if word == whole => Some(Certainty::Sure),
        word if word == core => Some(Certainty::Guess),
        _ => None,
    };
    let taken = |key: &str, word: &str| Some(Taken { key: key.to_owned(), certainty: certainty(word)? });
    let own = program.head.own(FormPart::Whole).find_map(|(id, word)| taken(&format!("texts.{id}"), word));
    own.or_else(|| {
        program.head.form.iter().flatten().find_map(|row| match &row.row.value {
            RowKey::Known(key @ ("summary" | "background" | "approach" | "goal" | "departments" | "category")) => {
                taken(key, &row.word.as_ref()?.value)
            }
            RowKey::Known(_) | RowKey::Own(_) | RowKey::OwnOfYear(_) => None,
        })
    })
}

/// A head without the number in a circle before it.
fn unnumbered(head: &str) -> &str {
    head.trim_start_matches(|c| ('①'..='⑳').contains(&c))
}

/// A head as a word on a form, without the number before it: ①対象, (1)今後の方向性, ４課長等意見(1)今後の方向性.
pub(super) fn printed(head: &str) -> String {
    let ends: Vec<_> = head.char_indices().filter(|(_, c)| matches!(c, ')' | '）')).collect();
    let numbered = ends.iter().rev().find_map(|(at, end)| {
        let (before, _) = head[..*at].rsplit_once(['(', '（'])?;
        let number = &head[before.len()..*at];
        let number = number.trim_start_matches(['(', '（']);
        let is_number = !number.is_empty() && unspaced(number).chars().all(|c| c.is_ascii_digit());
        let rest = head[at + end.len_utf8()..].trim();
        (is_number && !rest.is_empty()).then_some(rest)
    });
    unnumbered(numbered.unwrap_or(head)).trim().to_owned()
}

/// A head without the number before it and without what stands in brackets.
pub(super) fn core(head: &str) -> String {
    let bare = unspaced(unnumbered(head));
    let mut depth = 0;
    let is_outside = |c: &char| {
        depth += i32::from(*c == '(');
        let is_outside = depth == 0;
        depth -= i32::from(*c == ')');
        is_outside
    };
    bare.chars().filter(is_outside).collect()
}

/// The indicators of a table: what stands in the heads of each, the columns of its name and of its unit.
#[derive(Default)]
struct Indicators(Vec<(String, u32, Option<u32>)>);

/// The number of the indicator to which a key belongs.
fn number_of(key: &str) -> Option<usize> {
    key.strip_prefix("indicators.")?.split('.').next()?.parse().ok()
}

/// The ends of the heads of an indicator.
const NAMES: [&str; 2] = ["名称", "名"];
/// Heads that are themselves those of a name.
const BARE: [&str; 4] = ["指標", "成果指標", "活動指標", "対象指標"];
const VALUES: [(&str, &str); 8] = [
    ("目標値", "targets"),
    ("目標", "targets"),
    ("見込値", "forecasts"),
    ("見込み", "forecasts"),
    ("見込", "forecasts"),
    ("実績値", "actuals"),
    ("実績", "actuals"),
    ("", "actuals"),
];

impl Indicators {
    fn of(heads: &Heads) -> Self {
        let cores: Vec<_> = heads.iter().map(|(column, head)| (column, core(head))).collect();
        let base = |core: &str, ends: &[&str]| {
            let end = ends.iter().find(|end| core.ends_with(**end))?;
            Some(core[..core.len() - end.len()].trim_end_matches([':', '_', '・']).to_owned())
        };
        let named = cores.iter().filter_map(|(column, core)| Some((base(core, &NAMES)?, *column)));
        let named: Vec<_> =
            named.filter(|(base, _)| base.contains("指標") || base.to_lowercase().contains("kpi")).collect();
        // The only one may be named by its kind alone: 活動指標, 単位, 目標, 実績.
        let bare: Vec<_> = cores.iter().filter(|(_, core)| BARE.contains(&core.as_str())).collect();
        let bare =
            bare.first().filter(|_| named.is_empty() && bare.len() == 1).map(|(column, _)| (String::new(), *column));
        let named = named.into_iter().chain(bare);
        let unit = |of: &str| {
            cores.iter().find(|(_, core)| base(core, &["単位"]).is_some_and(|base| base == of || base.is_empty()))
        };
        Self(named.map(|(of, column)| (of.clone(), column, unit(&of).map(|(column, _)| *column))).collect())
    }

    fn is_unit(&self, column: u32) -> bool {
        self.0.iter().any(|(.., unit)| *unit == Some(column))
    }

    /// The columns of the name and of the unit of an indicator's value.
    fn beside(&self, key: &str) -> [Option<u32>; 2] {
        let number = key.strip_prefix("indicators.").and_then(|key| key.split_once('.'));
        let at = number.filter(|(_, rest)| *rest != "name").and_then(|(number, _)| number.parse::<usize>().ok());
        let of = at.and_then(|at| self.0.get(at.checked_sub(1)?));
        of.map_or([None, None], |(_, name, unit)| [Some(*name), *unit])
    }

    /// The kind that the head of each names, with its number.
    fn kinds(&self) -> impl Iterator<Item = (usize, IndicatorKind)> {
        const KINDS: [(&str, IndicatorKind); 4] = [
            ("活動", IndicatorKind::Output),
            ("成果", IndicatorKind::Outcome),
            ("対象", IndicatorKind::Subject),
            ("投入", IndicatorKind::Input),
        ];
        let kind = |of: &str| KINDS.iter().find(|(word, _)| of.starts_with(word)).map(|(_, kind)| *kind);
        (1..).zip(&self.0).filter_map(move |(number, (of, ..))| Some((number, kind(of)?)))
    }

    /// The kind of the indicator to which a key belongs.
    fn kind_of(&self, key: &str) -> Option<IndicatorKind> {
        let number = number_of(key)?;
        self.kinds().find(|(of, _)| *of == number).map(|(_, kind)| kind)
    }

    /// Whether a key is of one of them that has its name and its unit in columns of their own.
    fn is_whole(&self, key: &str) -> bool {
        let of = number_of(key).and_then(|number| self.0.get(number.checked_sub(1)?));
        of.is_some_and(|(.., unit)| unit.is_some())
    }

    /// What a head is of one of them.
    fn find(&self, head: &str, repeated: Option<FiscalYear>) -> Option<Taken> {
        let (core, own) = without_year(&core(head));
        let year = own.or(repeated);
        self.0.iter().enumerate().find_map(|(at, (base, ..))| {
            let end = match core.strip_prefix(base.as_str()) {
                Some(end) => end,
                None if self.0.len() == 1 && own.is_some() => &core,
                None => return None,
            };
            let end = end.trim_start_matches([':', '_', '・', 'の']);
            let number = at + 1;
            if NAMES.contains(&end) || base.is_empty() && BARE.contains(&end) {
                return Some(Taken { key: format!("indicators.{number}.name"), certainty: Certainty::Guess });
            }
            let (_, list) = VALUES.iter().find(|(known, _)| *known == end)?;
            let key = format!("indicators.{number}.{list}.{}", year?.western());
            Some(Taken { key, certainty: Certainty::Guess })
        })
    }
}

/// The key that the national terms have for a head, with its year, or that of this repetition.
pub(super) fn of_words(head: &str, repeated: Option<FiscalYear>) -> Option<Taken> {
    // 事業費計(A) is 事業費計, but 全体計画(国庫支出金) is not 全体計画.
    let (word, own) = without_year(&core(head).to_lowercase());
    let word = word.trim_matches(['の', '・', '_', '-', ':', '+', '=']);
    of_term(word, own, repeated).or_else(|| {
        // 決算国庫支出金 is 国庫支出金 at the stage 決算.
        STAGES.iter().find_map(|(stage, code)| {
            let rest = word.strip_prefix(stage).or_else(|| word.strip_suffix(stage))?;
            let found = of_term(rest.trim_matches(['の', '・', '_', '-', ':', '額']), own, repeated)?;
            let key = found.key.replace(".costs.settled.", &format!(".costs.{code}."));
            found.key.contains(".costs.settled.").then_some(Taken { key, certainty: Certainty::Guess })
        })
    })
}

/// The stages of costs in heads; the longer words first.
const STAGES: [(&str, &str); 7] = [
    ("最終予算", "final"),
    ("当初予算", "initial"),
    ("決算見込", "estimate"),
    ("見込", "estimate"),
    ("予算", "initial"),
    ("決算", "settled"),
    ("計画", "planned"),
];

/// The key of one of the national terms.
fn of_term(word: &str, own: Option<FiscalYear>, repeated: Option<FiscalYear>) -> Option<Taken> {
    let year = own.or(repeated);
    TERMS.iter().find_map(|(words, key, certainty)| {
        let of = |known: &&&str| match known.strip_suffix('@') {
            Some(known) => year.is_some() && known == word,
            None => own.is_none() && **known == word,
        };
        words.iter().find(of)?;
        let key = year.map_or_else(|| (*key).to_owned(), |year| key.replace('@', &year.western().to_string()));
        let certainty =
            if own.is_none() && repeated.is_some() && key.starts_with("years") { Certainty::Guess } else { *certainty };
        Some(Taken { key, certainty })
    })
}

/// A head without the year in it, in any spelling.
pub(super) fn without_year(head: &str) -> (String, Option<FiscalYear>) {
    let ends: Vec<usize> = head.char_indices().map(|(at, _)| at).chain([head.len()]).collect();
    for (index, start) in ends.iter().enumerate() {
        for end in ends[index + 1..].iter().rev() {
            let word = &head[*start..*end];
            let is_cut = |text: &str, at: Option<char>| {
                at.is_some_and(|c| c.is_ascii_digit()) && text.ends_with(|c: char| c.is_ascii_digit())
            };
            let before = head[..*start].chars().next_back();
            if is_cut(word, head[*end..].chars().next()) || before.is_some_and(|c| c.is_ascii_alphanumeric()) {
                continue;
            }
            if let (true, Ok(year)) = (word.chars().count() > 1, word.parse::<FiscalYear>()) {
                return (format!("{}{}", &head[..*start], &head[*end..]), Some(year));
            }
        }
    }
    (head.to_owned(), None)
}

/// Whether a column whose rows all say the same has the year of the whole table.
fn is_year_of_table(head: &str, said: &str) -> bool {
    let is_year = ["R1", "1", "2024"].iter().any(|known| between(known, said).is_some());
    is_year && ["年度", "対象年度", "評価年度", "実施年度", "評価対象年度"].contains(&unspaced(head).as_str())
}

/// A key with its words: 事業費 > 決算 …
pub(super) fn named(key: &str) -> String {
    let fund =
        StandardFund::ALL.iter().find(|(.., code)| key.ends_with(&format!("funds.{code}"))).map(|(_, word, _)| *word);
    let last = key.split('.').next_back().unwrap_or_default();
    let word = fund.or_else(|| vocabulary::word("", last).map(|word| word.word).filter(|word| !word.contains('⟨')));
    word.map_or_else(|| format!("`{key}`"), |word| format!("`{key}`({word})"))
}

/// The few words that many texts are, as marks are, in one line.
pub(super) fn few_words(texts: impl Iterator<Item = String>) -> String {
    let Some(words) = few(texts) else { return String::new() };
    let listed: String = words.iter().map(|word| format!("「{word}」")).collect();
    format!("  語は{}つ: {listed}", words.len())
}

/// The few words that many texts are.
pub(super) fn few(texts: impl Iterator<Item = String>) -> Option<BTreeSet<String>> {
    const WORDS: usize = 8;
    let (mut words, mut rows) = (BTreeSet::new(), 0);
    for text in texts {
        let word = visible(&text).split_whitespace().collect::<Vec<_>>().join(" ");
        if word.is_empty() {
            continue;
        }
        rows += 1;
        words.insert(word);
        if words.len() > WORDS {
            return None;
        }
    }
    (words.len() > 1 && rows >= words.len() * 3).then_some(words)
}

/// Dashes that stand in a cell as if for nothing.
pub(super) const DASHES: [&str; 9] = ["-", "－", "—", "―", "ー", "–", "‐", "−", "・"];

/// The beginning of a text, on one line and quoted.
pub(super) fn shortened(text: &str) -> String {
    const LEN: usize = 20;
    let line = visible(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(LEN).collect();
    if short.len() < line.len() { format!("「{short}…」") } else { format!("「{short}」") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &str, word: &str) {
        assert_eq!(printed(head), word);
    }

    #[test]
    fn a_word_on_a_form_has_no_number_before_it() {
        check("①政策体系との整合性", "政策体系との整合性");
        check("(1)改革改善の方向性", "改革改善の方向性");
        check("４課長等意見(1)今後の方向性", "今後の方向性");
        check("（２）期待成果（コスト）", "期待成果（コスト）");
        check("事業期間（期間（始期））", "事業期間（期間（始期））");
        check("人件費計(B)", "人件費計(B)");
        check("３年間の計画(1)", "３年間の計画(1)");
        check("", "");
    }
}
